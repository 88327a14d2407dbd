"""The facts file under a running app: another company's, broken while running, missing."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from dashboard.words import text
from dashboard.words.text import Lang

from .conftest import ROOT, figure, headline, markup, notices, start, words


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real file that DASHBOARD_FACTS names."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    path = folder / "cango.yaml"
    monkeypatch.setenv("DASHBOARD_FACTS", str(path))
    return path


def _write(path: Path, content: str) -> None:
    """As an editor writes: a new file in place of the old one."""
    partial = path.with_suffix(".partial")
    partial.write_text(content, encoding="utf-8")
    os.replace(partial, path)


def test_another_file_by_name(own_file: Path) -> None:
    _write(own_file, own_file.read_text(encoding="utf-8").replace("short_name: Cango", "short_name: Example", 1))
    assert "Example" in headline(start("mining"))


def test_an_edit_is_picked_up_and_a_broken_one_is_not(own_file: Path) -> None:
    good = own_file.read_text(encoding="utf-8")
    app = start("mining", {"btc": "70"})
    before = headline(app)
    _write(own_file, good[: len(good) // 2])
    app.run()
    assert not app.exception
    assert headline(app) == before, "the last good facts stay"
    (line,) = notices(app)
    assert own_file.name in line
    assert line.startswith(text.t("notice.stale_file", "EN").split("{error}")[0])
    assert (line,) == tuple(notices(start("mining", {"btc": "70"}))), "a new visitor gets the same"
    _write(own_file, good.replace("short_name: Cango", "short_name: Example", 1))
    app.run()
    assert notices(app) == []
    assert "Example" in headline(app)
    assert figure(app, "btc_price") == 70_000


@pytest.mark.parametrize("content", [None, "", "[" * 50_000, "company: {short_name: .nan}", "a: 1\na: 2"])
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_no_usable_file_gives_one_sentence(own_file: Path, content: str | None, lang: Lang) -> None:
    if content is None:
        own_file.unlink()
    else:
        _write(own_file, content)
    app = start("mining", {"btc": "70", "lang": lang})
    assert not app.exception
    assert headline(app) == text.t("error.facts_title", lang)
    body = words(markup(app))
    assert own_file.name in body
    assert "Traceback" not in body
    assert "<data" not in markup(app), "never a page on half the facts"


def test_the_app_recovers_when_the_file_appears(own_file: Path) -> None:
    good = own_file.read_text(encoding="utf-8")
    own_file.unlink()
    app = start("mining")
    assert headline(app) == text.t("error.facts_title", "EN")
    _write(own_file, good)
    app.run()
    assert "loses" in headline(app)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_file_older_than_a_slider_shows_the_published_default_and_says_so(own_file: Path, lang: Lang) -> None:
    older = re.sub(r"  - key: rate\n    name: .*\n(?:    .*\n)+", "", own_file.read_text(encoding="utf-8"))
    _write(own_file, older)
    app = start("sale", {"lang": lang})
    assert not app.exception
    said = text.t("notice.stand_ins", lang).split("{names}")[0]
    (line,) = [line for line in notices(app) if line.startswith(said)]
    assert "Zins" in line if lang == "DE" else "nterest" in line
    assert figure(app, "interest_saved") > 0
