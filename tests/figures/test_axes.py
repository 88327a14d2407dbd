"""Ticks as they are written: one unit for all of them."""

from __future__ import annotations

import pytest

from dashboard.figures import axes
from dashboard.words.text import NBSP, Lang


@pytest.mark.parametrize(
    ("lang", "high", "words"),
    [
        ("EN", 2e9, ["0", "0.50", "1.00", "1.50", "$2.00bn"]),
        ("DE", 1e9, ["0", "0,25", "0,50", "0,75", f"1,00{NBSP}Mrd.{NBSP}$"]),
        ("EN", 800e6, ["0", "200", "400", "600", "$800m"]),
    ],
)
def test_millions_and_billions_do_not_mix_on_an_axis(lang: Lang, high: float, words: list[str]) -> None:
    assert axes.upright(0, high, lang, "musd", 1e6, about=4).words == words
