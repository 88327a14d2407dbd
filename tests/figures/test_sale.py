"""The charts of the February sale: valid, labelled inside the plot, and the same numbers as the outputs."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.figures.sale import hold, loan, money, price, risk, treasury
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import (
    Draw,
    assert_described,
    assert_labels_fit,
    assert_states_what_is_missing,
    boxes,
    chart,
    facts_behind,
    sized,
    without,
)

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
CHARTS: tuple[Draw, ...] = (
    price.regret, price.closes, hold.holding, treasury.scale, treasury.roll_forward,
    treasury.backcheck,
    money.uses_of_money, money.cash_bridge, loan.triggers, loan.loan_to_value, risk.touch,
    risk.pressure,
)  # fmt: skip
# Slider minimum and maximum, one step around the sale price and the break-even of holding, and the loan's cases.
SCENARIOS: tuple[dict[str, float], ...] = (
    {}, {"btc": 20}, {"btc": 68}, {"btc": 69}, {"btc": 74}, {"btc": 75}, {"btc": 97}, {"btc": 200},
    {"rate": 4}, {"rate": 15, "btc": 69}, {"loan": 305}, {"loan": 310}, {"loan": 510}, {"loan": 515}, {"loan": 560},
    {"call": 60, "liq": 98, "touch": 24}, {"call": 85, "liq": 75, "touch": 1}, {"loan": 560, "call": 60, "liq": 75},
    {"loan": 305, "call": 85, "liq": 98, "touch": 24}, {"vol": 10, "touch": 1}, {"vol": 120, "touch": 24},
)  # fmt: skip


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_charts_are_described_and_their_labels_fit(
    scenario: Make, published: Facts, values: dict[str, float], lang: Lang
) -> None:
    s = scenario(published, **values)
    for function in CHARTS:
        drawn = chart(function, s, lang)
        assert_described(drawn, lang)
        assert_labels_fit(drawn)
        for key in drawn.uses:
            assert s.known(key), key


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_marks_are_the_outputs(scenario: Make, values: dict[str, float]) -> None:
    s = scenario(**values)
    regret = chart(price.regret, s).figure["data"]
    assert [regret[-1]["x"], regret[-1]["y"]] == [[s.value("btc_price")], [-s.value("sale_outcome")]]
    assert [regret[-2]["x"], regret[-2]["y"]] == [[s.value("sale_price")], [0]]
    assert regret[-3]["x"] == [s.value("hold_break_even_price")]
    # The line passes through the price paid by holding: interest saved more than the proceeds.
    assert regret[-3]["y"][0] == pytest.approx((s.value("hold_break_even_price") - s.value("sale_price")) * 4451)
    ltv = chart(loan.loan_to_value, s).figure["data"]
    assert ltv[-1]["y"] == [s.value("ltv_after")]
    assert ltv[-2]["y"] == [s.value("ltv_before")]
    path = np.array(ltv[-3]["y"], dtype=float)
    assert path[0] == pytest.approx(s.value("ltv_before"))
    assert np.interp(4451, ltv[-3]["x"], path) == pytest.approx(s.value("ltv_after"), abs=2e-3)
    touch = chart(risk.touch, s).figure["data"]
    assert touch[-1]["y"] == [s.value("margin_call_touch_probability_after")]
    assert touch[-1]["x"] == [s.value("touch_horizon")]


def test_selling_lowers_the_loan_to_value_only_from_below_one(scenario: Make) -> None:
    below = np.array(chart(loan.loan_to_value, scenario(loan=405)).figure["data"][3]["y"], dtype=float)
    above = np.array(chart(loan.loan_to_value, scenario(loan=560)).figure["data"][3]["y"], dtype=float)
    assert (np.diff(below[np.isfinite(below)]) <= 1e-12).all()
    assert (np.diff(above[np.isfinite(above)]) > 0).all()
    title = text.plain(chart(loan.loan_to_value, scenario(loan=560)).title)
    assert title == "Above 100% selling does not lower the LTV: 109% became 123%"


def test_a_repaid_loan_leaves_nothing_to_call(scenario: Make) -> None:
    s = scenario(loan=305)
    assert "repay the whole loan" in text.plain(chart(loan.loan_to_value, s).title)
    words = [note["text"] for note in chart(loan.triggers, s).figure["layout"]["annotations"]]
    assert sum("margin call <b>" in one for one in words) == 1, "only the price before the sale is left"
    assert any("no loan left" in one for one in words)
    assert "no price can trigger" in text.plain(chart(risk.touch, s).title)


# At 75% of 7,474.6 coins: 405m is called at 72,245, above the closes of 5 and 6 February (62,858 and 70,527);
# 305m at 54,406, below all; 560m is liquidated at 83,245, above all six.
@pytest.mark.parametrize(("owed", "title", "count"), [
    (305, "no margin call came", "0 of 6"), (405, "the margin call would have come", "2 of 6"),
    (560, "liquidation would have come", "6 of 6"),
])  # fmt: skip
def test_trigger_prices_against_the_closes(scenario: Make, owed: float, title: str, count: str) -> None:
    drawn = chart(loan.triggers, scenario(loan=owed))
    assert title in text.plain(drawn.title)
    assert count in text.plain(drawn.subtitle)


def test_roll_forward_closes_with_the_unexplained_step(scenario: Make) -> None:
    drawn = chart(treasury.roll_forward, scenario())
    bars = drawn.figure["data"][0]
    # 7,528.3 + 1,266 − 550.03 − 4,451 − 165.03 − 2,000 − 602.53 = 1,025.71, published 1,025.69
    assert bars["base"][-2] == pytest.approx(1_025.71)
    assert (bars["base"][-1], bars["x"][-1]) == (0, 1_025.69)
    assert bars["x"][-2] == pytest.approx(602.53)
    assert drawn.table is not None
    amounts = [row[1].value for row in drawn.table.rows if isinstance(row[1], Figure)]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=1e-9)
    assert text.plain(drawn.title).startswith("57% ")


def test_months_that_cannot_fail_are_not_counted_as_checks(scenario: Make) -> None:
    words = text.plain(chart(treasury.backcheck, scenario()).subtitle)
    # Of 16 months with an opening balance six rest on a figure derived from the balances: December 2024, January,
    # February and May 2025, February and March 2026.
    assert "10 of 16 months" in words
    assert scenario().value("treasury_close_largest_difference") <= 0.1 + 1e-9
    assert abs(scenario().value("treasury_rounding_sale_quarter")) <= 0.1


def test_cash_bridge_adds_up(scenario: Make) -> None:
    drawn = chart(money.cash_bridge, scenario())
    assert drawn.table is not None
    amounts = [row[1].value for row in drawn.table.rows if isinstance(row[1], Figure)]
    # 547.0 + 75.5 − 526.97 − 97.39 − 32.2 = −34.07
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1])
    assert [round(a / 1e6, 1) for a in amounts] == [547.0, 75.5, -527.0, -97.4, -32.2, -34.1]


def test_uses_keep_the_release_and_the_article_apart(scenario: Make) -> None:
    drawn = chart(money.uses_of_money, scenario())
    bars = drawn.figure["data"][0]
    assert bars["y"] == [0, 1, 2, 2]
    assert bars["x"] == pytest.approx([305e6, 305e6, 10.5e6, 65e6])
    solid = [color == "#16202A" for color in bars["marker"]["color"]]
    assert solid == [True, False, True, False], "only what is disclosed is filled"


def test_terms_say_what_is_assumed(scenario: Make) -> None:
    block = loan.terms(scenario(), "EN")
    assert "not disclosed" in text.plain(block.title)
    assert {f.kind for f in text.figures_of(block.body[0])} == {"assumed"}
    assert len(block.body) == 2
    crossed = loan.terms(scenario(call=80, liq=80), "EN")
    assert "without calling first" in text.plain(crossed.body[-1])


@pytest.mark.slow
@pytest.mark.parametrize("removed", facts_behind("sale", "treasury", "loan"))
def test_without_any_one_fact_every_chart_is_drawn_or_says_what_is_missing(
    facts: Facts, scenario: Make, removed: str
) -> None:
    s = scenario(without(facts, removed))
    for function in CHARTS:
        for lang in text.LANGUAGES:
            assert_states_what_is_missing(function(s, lang))
    assert loan.terms(s, "EN").body


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_rule_of_a_price_runs_through_no_words(scenario: Make, lang: Lang) -> None:
    for thousands in range(70, 201, 10):
        drawn = chart(price.regret, scenario(btc=thousands), lang)
        for figure, width in sized(drawn):
            layout = figure["layout"]
            margin, (low, high) = layout["margin"], layout["xaxis"]["range"]
            inner = width - margin["l"] - margin["r"]
            at = margin["l"] + (thousands * 1e3 - low) / (high - low) * inner
            told = [
                box for words, box in boxes(figure, width, drawn.height) if re.search("more$|mehr( |<br>)wert", words)
            ]
            crossed = [box for box in told if box[0] < at < box[2]]
            assert not crossed, (thousands, width, crossed)
