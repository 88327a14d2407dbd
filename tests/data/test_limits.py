"""How much a facts file may hold: enough for any company, too little to hold up everybody else."""

import difflib
import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.facts import Facts, FactsError, loads
from dashboard.facts.rules import MAX_POSITIONS

EXAMPLE = re.sub(
    r"(?m)^  peers: .*\n|^daily:\n(?:  .*\n)*",
    "",
    (Path(__file__).parent / "fixtures" / "example.yaml").read_text(encoding="utf-8"),
)


def read(text: str) -> Facts:
    return loads(text.encode(), "example.yaml", None)


def refused(text: str) -> FactsError:
    with pytest.raises(FactsError) as caught:
        read(text)
    return caught.value


# section: (an entry, numbered and with words in both languages, and the most that there may be)
MANY: dict[str, tuple[str, int]] = {
    "sources": (
        "  s<i>: {publisher: A, title: B, url: null, published: null, accessed: 2026-06-30, kind: press}",
        500,
    ),
    "facts": (
        "  f<i>: {value: 1, unit: btc, as_of: 2026-03-31, sources: [annual], confidence: press, label: <T>}",
        1000,
    ),
    "series": ("  t<i>: {label: <T>, columns: {x: btc}, rows: []}", 40),
    "disclosures": ("  - {key: d<i>, label: <T>, status: not_disclosed, as_of: null, detail: <T>, sources: []}", 100),
    "claims": (
        "  - {id: C<i>, who: press, speaker: <T>, claim: <T>, verdict: partly, evidence: <T>, arithmetic: null,\n"
        "     sources: [paper], page: mining}",
        200,
    ),
    "conflicts": ("  - {id: C<i>, note: <T>, sources: [paper]}", 100),
    "assumptions": (
        "  - {key: k<i>, name: n<i>, label: <T>, unit: btc, default: 1, min: 0, max: 2, step: 1, pages: [mining],\n"
        "     reason: <T>}",
        80,
    ),
    "constants": ("  - {name: c<i>, value: 1, unit: btc, label: <T>, reason: <T>}", 100),
    "presets": ("  - {key: p<i>, label: <T>, date: 2026-03-17, reason: <T>, values: {btc: 60}}", 12),
    "changes": ("  - {date: 2026-06-30, text: <T>}", 500),
}


def written(entry: str, number: int) -> str:
    return entry.replace("<i>", str(number)).replace("<T>", "{en: A, de: B}") + "\n"


@pytest.mark.parametrize("section", MANY)
def test_no_section_holds_more_than_it_may(section: str) -> None:
    entry, most = MANY[section]
    held = len(getattr(read(EXAMPLE), section))
    more = "".join(written(entry, i) for i in range(most - held))
    full = EXAMPLE.replace(f"\n{section}:\n", f"\n{section}:\n{more}", 1)
    if section == "sources":
        assert "is used by nothing" in str(refused(full)), "the number is fine"
    else:
        assert len(getattr(read(full), section)) == most
    problem = refused(full.replace(f"\n{section}:\n", f"\n{section}:\n{written(entry, 10_000)}", 1))
    assert problem.key == section
    assert f"has {most + 1:,} entries; expected at most {most:,}" in str(problem)


EVENTS = "columns: {amount: musd, word: text}\n    rows:\n"
ROW = "      - {date: 2024-<m>-<d>, label: <T>, amount: 1, sources: [paper], confidence: press}"


def test_a_series_holds_four_hundred_rows() -> None:
    days = [(f"{1 + i % 12:02}", f"{1 + i // 12 % 28:02}", i) for i in range(400)]
    rows = [
        ROW.replace("<m>", month).replace("<d>", day).replace("<T>", f"{{en: E{i}, de: E}}") for month, day, i in days
    ]
    assert EXAMPLE.count(EVENTS) == 1
    assert len(read(EXAMPLE.replace(EVENTS, EVENTS + "\n".join(rows[1:]) + "\n")).series["events"].rows) == 400
    problem = refused(EXAMPLE.replace(EVENTS, EVENTS + "\n".join(rows) + "\n"))
    assert problem.key == "series.events.rows" and "401 entries; expected at most 400" in str(problem)


@pytest.mark.parametrize(
    ("step", "allowed"), [("0.018", True), ("0.0179", False), ("0.0001", False), ("1e-300", False)]
)
def test_a_slider_has_ten_thousand_positions(step: str, allowed: bool) -> None:
    old = "min: 20\n    max: 200\n    step: 1\n"
    assert EXAMPLE.count(old) == 1
    text = EXAMPLE.replace(old, old.replace("step: 1", f"step: {step}"))
    if allowed:
        assert read(text)
        return
    problem = refused(text)
    assert problem.key == "assumptions[1].step"
    assert f"expected at most {MAX_POSITIONS:,}, take a larger step" in str(problem)


def test_of_many_wrong_names_only_the_first_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    true = difflib.get_close_matches
    monkeypatch.setattr(difflib, "get_close_matches", lambda *a, **k: asked.append(a) or true(*a, **k))
    wrong = ", ".join(f"anual{i}" for i in range(20))
    entry = MANY["facts"][0].replace("[annual]", f"[{wrong}]")
    text = EXAMPLE.replace("\nfacts:\n", "\nfacts:\n" + "".join(written(entry, i) for i in range(900)), 1)
    problem = refused(text)
    assert problem.key == "facts.f0.sources[1]"
    assert "there is no source 'anual0'; expected a key of sources; did you mean annual." in str(problem)
    assert len(asked) == 1
