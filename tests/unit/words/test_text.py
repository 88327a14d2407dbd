"""Numbers as both languages write them: U+2212 as minus, a non-breaking space before a unit, $ on its side."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words import text

N, M = text.NBSP, text.MINUS


@pytest.mark.parametrize(
    ("value", "style", "english", "german", "options"),
    [
        (97_000, "usd", "$97,000", f"97.000{N}$", {}),
        (0.684, "usd2", "$0.68", f"0,68{N}$", {}),
        (2.14, "usd", "$2.14", f"2,14{N}$", {}),
        (-27_000, "usd", f"{M}$27,000", f"{M}27.000{N}$", {}),
        (20_000, "usd", "+$20,000", f"+20.000{N}$", {"signed": True}),
        (452.8e6, "musd", "$452.8m", f"452,8{N}Mio.{N}$", {}),
        (-178_054_200, "musd", f"{M}$178m", f"{M}178{N}Mio.{N}$", {"digits": 0}),
        (1.24e9, "musd", "$1.24bn", f"1,24{N}Mrd.{N}$", {}),
        (70_000, "ksd", "$70k", f"70{N}Tsd.{N}$", {}),
        (4451, "btc", f"4,451{N}BTC", f"4.451{N}BTC", {}),
        (0.39, "pct", "39%", f"39{N}%", {}),
        (0.0054, "pct", "0.5%", f"0,5{N}%", {}),
        (-0.43, "pct", f"{M}43%", f"{M}43{N}%", {}),
        (1, "months", f"1{N}month", f"1{N}Monat", {}),
        (9, "months", f"9{N}months", f"9{N}Monate", {}),
        (0.42, "ratio", "0.42×", "0,42×", {}),
        (27.98e6, "eh", f"28.0{N}EH/s", f"28,0{N}EH/s", {}),
        (1e9, "eh", f"1,000{N}EH/s", f"1.000{N}EH/s", {}),
        (0.067, "ct_per_kwh", f"6.7{N}ct/kWh", f"6,7{N}ct/kWh", {}),
        (None, "usd", "–", "–", {}),
        (float("nan"), "usd", "–", "–", {}),
        (0, "usd", "$0", f"0{N}$", {"signed": True}),
        (-0.4, "usd", f"{M}$0.40", f"{M}0,40{N}$", {}),
        (-0.4, "count", "0", "0", {}),
    ],
)
def test_forms(value: Any, style: str, english: str, german: str, options: dict[str, Any]) -> None:
    assert text.show(value, style, "EN", **options) == english
    assert text.show(value, style, "DE", **options) == german


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("2026-02-09", "9 Feb 2026", "9. Feb. 2026"),
        (dt.date(2026, 3, 31), "31 Mar 2026", "31. März 2026"),
        ("2026-11", "Nov 2026", "Nov. 2026"),
        ("2025-Q3", f"Q3{N}2025", f"Q3{N}2025"),
        ("FY2025", "full year 2025", "Gesamtjahr 2025"),
    ],
)
def test_dates(value: str | dt.date, english: str, german: str) -> None:
    assert text.date(value, "EN").replace(N, " ") == english.replace(N, " ")
    assert text.date(value, "DE").replace(N, " ") == german.replace(N, " ")


@pytest.mark.parametrize(
    ("value", "year"), [("FY2025", "2025"), ("2025-Q3", "2025"), ("2026-02-09", "2026"), ("2026", "2026"), ("", "–")]
)
def test_the_year_of_a_period(value: str, year: str) -> None:
    assert {text.year(value, lang) for lang in text.LANGUAGES} == {year}


@given(st.floats(-1e12, 1e12), st.integers(0, 3), st.booleans())
def test_a_number_reads_back_in_both_languages(value: float, digits: int, signed: bool) -> None:
    for lang, group, decimal in (("EN", ",", "."), ("DE", ".", ",")):
        shown = text.number(value, lang, digits, signed)
        plain = shown.replace(group, "").replace(decimal, ".").replace(M, "-")
        assert float(plain) == pytest.approx(round(value, digits), abs=10.0**-digits)


def test_an_unknown_style_or_string_is_an_error() -> None:
    with pytest.raises(text.TextError, match="furlongs"):
        text.show(1.0, "furlongs", "EN")
    with pytest.raises(text.TextError, match=r"no\.such\.key"):
        text.t("no.such.key", "EN")
    with pytest.raises(text.TextError, match="price"):
        text.fill("{price} a coin")


def test_a_sentence_keeps_its_figures() -> None:
    figure = text.Figure("btc_price", "$77,000", 77_000.0, "assumed", "as")
    sentence = text.fill("At {btc_price} a coin", btc_price=figure)
    assert text.plain(sentence) == "At $77,000 a coin"
    assert list(text.figures_of(sentence)) == [figure]
