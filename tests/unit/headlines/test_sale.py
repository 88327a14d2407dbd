"""The sentences of the February sale: below, at and above each threshold, in both languages, and with facts missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline, note_case
from dashboard.headlines.sale import hold_case, hold_months_case, loan_case, variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang
from tests.figures.drawing import without

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
NBSP = text.NBSP
KPIS = ("sale_btc", "sale_proceeds", "sale_price", "sale_value_now", "months_of_output_sold", "ltv_before", "ltv_after",
        "margin_call_price_before", "margin_call_price_after", "margin_call_touch_probability_after")  # fmt: skip


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("sale", scenario, lang).title)


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("sale", scenario, lang).standfirst)


# 4,451 × 77,000 = 342.727m against 305m; × 68,000 = 302.668m; × 69,000 = 307.119m
@pytest.mark.parametrize(
    ("btc", "case", "en", "de"),
    [
        (77, "more", f"At $77,000, the 4,451{NBSP}BTC sold in February would fetch $38m more",
         f"Bei 77.000{NBSP}$ brächten die 4.451 im Februar verkauften BTC 38{NBSP}Mio.{NBSP}$ mehr"),
        (68, "less", f"At $68,000, the 4,451{NBSP}BTC sold in February would fetch $2m less",
         f"Bei 68.000{NBSP}$ brächten die 4.451{NBSP}BTC vom Februar 2{NBSP}Mio.{NBSP}$ weniger"),
        (69, "more", f"At $69,000, the 4,451{NBSP}BTC sold in February would fetch $2m more",
         f"Bei 69.000{NBSP}$ brächten die 4.451 im Februar verkauften BTC 2{NBSP}Mio.{NBSP}$ mehr"),
        (68.5, "same", f"At $68,500, the 4,451{NBSP}BTC sold in February would fetch the same again",
         f"Bei 68.500{NBSP}$ brächten die 4.451{NBSP}BTC vom Februar genauso viel wie damals"),
    ],
)  # fmt: skip
def test_title_around_the_sale_price(scenario: Make, btc: float, case: str, en: str, de: str) -> None:
    s = scenario(btc=btc)
    assert variant(s) == case
    assert title(s) == en
    assert title(s, "DE") == de


def test_title_colours_the_assumption_and_the_outcome_for_the_company(scenario: Make) -> None:
    tones = {
        btc: [f.tone for f in text.figures_of(headline("sale", scenario(btc=btc), "EN").title)] for btc in (60, 80)
    }
    assert tones == {60: ["as", "", "pos"], 80: ["as", "", "neg"]}


# 305m × 8% = 24.4m; 68,523.93 × 1.08 = 74,005.84
def test_standfirst_names_what_selling_bought(scenario: Make) -> None:
    words = standfirst(scenario())
    assert "around $305m off the bitcoin-backed loan" in words
    assert "saves $24m of interest a year at your rate of 8.0%" in words
    assert "only above $74,006; your price is above it" in words
    assert "rund 305\u00a0Mio.\u00a0$" in standfirst(scenario(), "DE")


@pytest.mark.parametrize(("btc", "case", "en", "de"), [
    (74, "below", "your price is below it", "Ihr Preis liegt darunter"),
    (75, "above", "your price is above it", "Ihr Preis liegt darüber"),
])  # fmt: skip
def test_holding_around_its_break_even(scenario: Make, btc: float, case: str, en: str, de: str) -> None:
    s = scenario(btc=btc)
    assert hold_case(s) == case
    assert en in standfirst(s)
    assert de in standfirst(s, "DE")


def test_holding_at_its_break_even(scenario: Make) -> None:
    s = scenario()
    at = s.with_values(btc_price=s.value("hold_break_even_price"))
    assert hold_case(at) == "even"
    assert "come out the same" in standfirst(at)
    assert "genau gleich gut" in standfirst(at, "DE")


# (69,000 ÷ 68,523.93 − 1) ÷ 8% × 12 = 1.04 months; (80,000 …) = 25.1
@pytest.mark.parametrize(("btc", "case"), [(68, "never"), (69, "until"), (79, "until"), (80, "always")])
def test_months_for_which_holding_pays(scenario: Make, btc: float, case: str) -> None:
    assert hold_months_case(scenario(btc=btc)) == case


# 7,474.6 coins at 68,523.93 are worth 512.2m: a loan of 515m is 100.6% of it, after the sale 101.4%; both show 101%
@pytest.mark.parametrize(("loan", "case"), [
    (305, "repaid"), (310, "lower"), (510, "lower"), (515, "flat"), (520, "under_water"), (560, "under_water"),
])  # fmt: skip
def test_what_the_sale_did_to_the_loan(scenario: Make, loan: float, case: str) -> None:
    assert loan_case(scenario(loan=loan)) == case


def test_notes_of_a_loan_that_is_repaid_or_exceeds_the_coins(scenario: Make) -> None:
    repaid, exceeding = scenario(loan=305), scenario(loan=560)
    assert note_case("sale", repaid, "margin_call_price_after") == ".repaid"
    assert note_case("sale", exceeding, "ltv_before") == ".under_water"
    assert note_case("sale", exceeding, "margin_call_price_after") == ""
    assert note_case("mining", repaid, "btc_price") == ""


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("loan", [305, 405, 560])
def test_every_key_figure_has_a_note(scenario: Make, published: Facts, lang: Lang, loan: float) -> None:
    s = scenario(published, loan=loan)
    for key in KPIS:
        note = text.plain(say(s, f"kpi.sale.{key}{note_case('sale', s, key)}", lang))
        assert note and text.DASH not in note, key
        assert len(note) <= 44, note


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_title_is_short_at_every_price(scenario: Make, published: Facts, lang: Lang) -> None:
    for btc in range(20, 201):
        words = title(scenario(published, btc=btc), lang)
        assert len(words) <= 75, words
        assert any(
            figure.value for figure in text.figures_of(headline("sale", scenario(published, btc=btc), lang).title)
        )


@pytest.mark.parametrize(("missing", "en", "de"), [
    ("sale_proceeds", "Cango has not said what the sale of 4,451\u00a0BTC in February raised",
     "Cango nennt den Erlös der 4.451 im Februar verkauften BTC nicht"),
    ("sale_btc", "Cango has not said how many bitcoin it sold in February",
     "Cango nennt die Zahl der im Februar verkauften Bitcoin nicht"),
])  # fmt: skip
def test_undisclosed_facts_change_the_sentence(facts: Facts, scenario: Make, missing: str, en: str, de: str) -> None:
    s = scenario(without(facts, missing))
    assert title(s) == en
    assert title(s, "DE") == de
    assert text.DASH not in standfirst(s) + standfirst(s, "DE")


def test_kicker_carries_the_dates_only_where_they_are_published(facts: Facts, scenario: Make) -> None:
    dated = text.plain(headline("sale", scenario(), "EN").kicker)
    assert "8 Feb 2026" in dated and "31 Mar 2026" in dated
    for name in ("sale_date", "treasury_after"):
        kicker = headline("sale", scenario(without(facts, name)), "EN").kicker
        assert text.plain(kicker) == "February sale"
