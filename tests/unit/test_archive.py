"""Published facts kept: written once, read back with the files beside them, and refused in one sentence otherwise."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dashboard import headlines
from dashboard.facts import Facts, FactsError, archive
from dashboard.registry import NAMES
from dashboard.takeaway import link as links
from dashboard.takeaway import rehearsal
from dashboard.words import text
from tools import release_facts


def test_a_version_comes_back_whole(facts: Facts, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release_facts.main(["--into", str(tmp_path)]) == 0
    assert release_facts.main(["--into", str(tmp_path)]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [facts.fingerprint] * 2
    version = archive.versions(tmp_path)[facts.fingerprint]
    assert version.as_of == facts.company.as_of
    assert set(version.files) == set(facts.beside)
    assert archive.sliders(tmp_path) == {a.key for a in facts.assumptions}
    again = archive.load(facts.fingerprint, tmp_path)
    assert (again.fingerprint, again.data, dict(again.beside)) == (facts.fingerprint, facts.data, dict(facts.beside))


def test_what_is_damaged_or_missing_is_one_sentence(facts: Facts, tmp_path: Path) -> None:
    archive.store(facts, tmp_path)
    with pytest.raises(FactsError, match="not in the archive"):
        archive.load("00000000", tmp_path)
    place = tmp_path / f"{facts.fingerprint}.yaml.gz"
    place.write_bytes(gzip.compress(facts.data.replace(b"Cango", b"Canga", 1)))
    with pytest.raises(FactsError, match="is not the version it is named after"):
        archive.load(facts.fingerprint, tmp_path)
    place.write_bytes(b"\x1f\x8b broken")
    with pytest.raises(FactsError, match="cannot be read from the archive"):
        archive.load(facts.fingerprint, tmp_path)


def test_a_version_is_there_at_once(facts: Facts, tmp_path: Path) -> None:
    """Another process adds it; a server that runs must not need to begin anew."""
    assert not archive.opens(facts.fingerprint, tmp_path)
    archive.store(facts, tmp_path)
    assert archive.opens(facts.fingerprint, tmp_path)
    known = dict(archive.versions(tmp_path))
    index = tmp_path / "index.yaml"
    index.write_text(index.read_text().replace(facts.fingerprint, "abcdef01") + index.read_text(), encoding="utf-8")
    assert dict(archive.versions(tmp_path)) == {"abcdef01": known[facts.fingerprint]} | known


def test_an_empty_archive(tmp_path: Path) -> None:
    assert archive.versions(tmp_path / "none") == {}
    assert archive.sliders(tmp_path / "none") == frozenset()


@pytest.mark.parametrize("fingerprint", list(archive.versions()))
def test_every_archived_version_opens_or_is_refused_in_a_sentence(fingerprint: str, facts: Facts) -> None:
    try:
        past = rehearsal.fitting(archive.load(fingerprint), facts)
    except FactsError as error:
        assert fingerprint in str(error)
        return
    scenario = links.scenario(past, links.defaults(past))
    for page in NAMES:
        for lang in text.LANGUAGES:
            assert text.plain(headlines.headline(page, scenario, lang).title)
