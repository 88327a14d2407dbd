"""The command line: a link in, JSON out; refused values are named, a bad file is one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.facts import Facts, archive, loads

ROOT = Path(__file__).parent.parent.parent
# Some of them are processes of their own.
pytestmark = [pytest.mark.by_hand, pytest.mark.slow]


def test_a_link_gives_the_outputs(capsys: pytest.CaptureFixture[str], facts: Facts) -> None:
    link = f"https://host/mining?btc=70&cash=80&dep=17&net=1000&basis=FY2025&lang=DE&v={facts.fingerprint}&verdict=ALL"
    assert main([link]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    found = json.loads(printed.out)
    assert found["link"] == link
    assert found["outputs"]["margin_per_btc"]["value"] == -27_000
    assert found["outputs"]["margin_per_btc"]["label"] == "Marge je BTC"
    assert found["outputs"]["mining_result_per_year"]["value"] == pytest.approx(-27_000 * 6594.6)


def test_nothing_gives_the_defaults(capsys: pytest.CaptureFixture[str], facts: Facts) -> None:
    assert main([]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: entry["value"] for key, entry in found["assumptions"].items()} == {
        a.key: a.to_base(a.default_value) for a in facts.assumptions
    }


def test_what_is_not_used_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["?btc=abc&mw=1e9&evil\x1b[31m=1&v=01234567&h=-27000.margin_per_btc.mining"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["assumptions"]["btc"]["value"] == 83_000
    lines = printed.err.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "The link holds values that cannot be used; the defaults stand instead for",
        "Not used from the link",
        "v",
        "Margin per BTC",
    ]
    assert lines[0].endswith("for: btc, mw.")
    assert "evil31m" in lines[1]
    assert "\x1b" not in printed.err


def test_a_link_on_an_archived_version_is_computed_with_that(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, facts: Facts, tmp_path: Path
) -> None:
    monkeypatch.setattr(archive, "FOLDER", tmp_path)
    data = facts.data.replace(b"\n  sale_btc:\n    value: 4451", b"\n  sale_btc:\n    value: 4452")
    past = loads(data, "past.yaml", None, facts.beside)
    archive.store(past, tmp_path)
    link = f"?facts={past.fingerprint}&v={past.fingerprint}"
    assert main([link]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert json.loads(printed.out)["facts"]["sale_btc"]["value"] == 4452
    (tmp_path / f"{past.fingerprint}.yaml.gz").unlink()
    archive._loaded.cache_clear()
    assert main([link]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["facts"]["sale_btc"]["value"] == 4451
    assert printed.err.startswith(f"facts: version {past.fingerprint} cannot be read any more;")


def test_another_companys_file_leaves_sliders_to_the_published_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    monkeypatch.setenv("DASHBOARD_FACTS", str(ROOT / "data" / "examples" / "nordlicht.yaml"))
    assert main([]) == 0
    assert len(json.loads(capsys.readouterr().out)["assumptions"]) == len(facts.assumptions)


def test_a_link_of_an_uploaded_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["?facts=up-12345678&v=12345678"]) == 0
    assert "DASHBOARD_FACTS" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, "", "a: [", "company: {}\nend_of_facts: true\n"])
def test_a_bad_file_is_one_sentence(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_FACTS", str(path))
    assert main(["?btc=70"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert "bad.yaml" in printed.err


def test_as_a_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "?btc=70&cash=80&dep=17&net=1000"],
        cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["outputs"]["break_even_price"]["value"] == 97_000
