"""What a reader types into the field of an exact value."""

from __future__ import annotations

import pytest

from dashboard.words import typed
from dashboard.words.text import Lang


@pytest.mark.parametrize(("words", "lang", "value"), [
    ("70.4", "EN", 70.4), ("70,4", "EN", 70.4), ("70,4", "DE", 70.4), ("70.4", "DE", 70.4),
    ("1,200", "EN", 1200), ("1.200", "EN", 1.2), ("1.200", "DE", 1200), ("1,200", "DE", 1.2),
    ("1,234.5", "DE", 1234.5), ("1.234,5", "EN", 1234.5), (" 12 345 ", "EN", 12345), ("\u22123", "DE", -3),
    ("+0.25", "EN", 0.25), (".5", "EN", 0.5), ("7.", "EN", 7),
    ("", "EN", None), ("seventy", "EN", None), ("1e5", "EN", None), ("1.2.3", "EN", None), ("nan", "EN", None),
    ("70k", "EN", None), ("--1", "EN", None), (".", "EN", None), ("9" * 40, "EN", None),
])  # fmt: skip
def test_number(words: str, lang: Lang, value: float | None) -> None:
    assert typed.number(words, lang) == value
