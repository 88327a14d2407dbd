"""docs/model.md defines every code that a docstring names, once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"\b[A-Z]\d{2}\b")
DEFINED = Counter(re.findall(r"^\| ([A-Z]\d{2}) \|", (ROOT / "docs" / "model.md").read_text(encoding="utf-8"), re.M))


def _named() -> dict[str, set[str]]:
    return {
        str(path.relative_to(ROOT)): set(CODE.findall(path.read_text(encoding="utf-8")))
        for path in (ROOT / "dashboard").rglob("*.py")
        # Formats of numbers and cells of a workbook look like codes.
        if "takeaway" not in path.parts
    }


def test_every_code_is_defined_once() -> None:
    assert [code for code, times in DEFINED.items() if times > 1] == []
    missing = {name: codes - set(DEFINED) for name, codes in _named().items() if codes - set(DEFINED)}
    assert missing == {}


def test_every_definition_is_used() -> None:
    assert set(DEFINED) - set().union(*_named().values()) == set()


def test_the_search_finds_codes() -> None:
    assert {"N01", "U12", "A11"} <= set().union(*_named().values())
