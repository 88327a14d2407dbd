"""The charts of the Mining page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.figures.layout import Chart
from dashboard.figures.mining import machines, margin, past
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import (
    assert_described,
    assert_labels_fit,
    assert_states_what_is_missing,
    chart,
    facts_behind,
    without,
)

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
CHARTS = (
    margin.sensitivity, margin.margin_curve, past.loss_bridge, margin.price_ladder, past.quarters,
    past.days_below_cost, machines.machines, machines.backtest,
)  # fmt: skip
# Slider ends, one step around break-even (94) and around the shutdown price (76.4), and the network's ends.
SCENARIOS: tuple[dict[str, float | str], ...] = (
    {}, {"btc": 20}, {"btc": 200}, {"btc": 93}, {"btc": 94}, {"btc": 95}, {"btc": 76}, {"btc": 77},
    {"btc": 70, "cash": 80, "basis": "FY2025"}, {"btc": 120, "cash": 74, "dep": 15}, {"cash": 30, "dep": 0},
    {"cash": 120, "dep": 40}, {"cash": 120, "dep": 40, "net": 2000}, {"net": 500, "btc": 200}, {"net": 2000, "btc": 20},
    {"ehs": 0}, {"eff": 9, "tariff": 2}, {"eff": 35, "tariff": 12}, {"cash": 60, "dep": 17, "btc": 20},
)  # fmt: skip


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_charts_are_described_and_their_labels_fit(
    scenario: Make, published: Facts, values: dict[str, float], lang: Lang
) -> None:
    for function in CHARTS:
        drawn = chart(function, scenario(published, **values), lang)
        assert_described(drawn, lang)
        assert_labels_fit(drawn)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_boxed_cell_is_the_kpi(scenario: Make, values: dict[str, float]) -> None:
    s = scenario(**values)
    drawn = chart(margin.sensitivity, s)
    box = drawn.figure["layout"]["shapes"][0]
    row, column = round(box["y0"] + 0.5), round(box["x0"] + 0.5)
    assert drawn.table is not None
    cell = drawn.table.rows[row][column + 1]
    assert isinstance(cell, Figure)
    assert cell.value == pytest.approx(s.value("mining_result_per_year"), abs=1e-3)
    words = drawn.figure["data"][1]["text"][row * 9 + column]
    assert words == f"<b>{text.number(s.value('mining_result_per_year') / 1e6, 'EN', 0, True)}</b>"


def test_the_staircase_parts_loss_from_gain(scenario: Make) -> None:
    # At a cost of 97 the sixth price column (50…130 through 70) is 100: the first with a gain.
    drawn = chart(margin.sensitivity, scenario(btc=70, cash=80, dep=17, basis="FY2025"))
    stairs = drawn.figure["data"][2]
    at_own_row = {x for x, y in zip(stairs["x"], stairs["y"], strict=True) if y in (0.5, 1.5)}
    assert 4.5 in at_own_row


def test_the_diamond_is_at_price_and_margin(scenario: Make) -> None:
    for values in SCENARIOS:
        s = scenario(**values)
        diamond = chart(margin.margin_curve, s).figure["data"][-1]
        assert diamond["x"] == [s.value("btc_price")]
        assert diamond["y"] == pytest.approx([s.value("margin_per_btc")])


def test_the_bridge_closes_on_both_losses(scenario: Make) -> None:
    bars = chart(past.loss_bridge, scenario()).figure["data"][0]
    ends = dict(zip(("start", "net", "total"), (0, 5, 8), strict=True))
    # 675.5 − 639.7 … = −452.789344 continuing; − 162.5 − 6.7 = −621.952043 in total
    assert bars["base"][ends["net"]] == pytest.approx(-452.789344e6)
    assert bars["base"][ends["total"]] == pytest.approx(-621.952043e6)
    # The step before each total ends where the total stands.
    assert bars["base"][4] == pytest.approx(-452.789344e6, rel=1e-9)
    assert bars["base"][7] == pytest.approx(-621.952043e6, rel=1e-9)


def test_the_backtest_counts_eleven_months_and_shows_the_first(scenario: Make) -> None:
    s = scenario()
    assert s.value("backtest_months") == 11
    assert s.value("backtest_mean_absolute_error") < 0.015
    drawn = chart(machines.backtest, s)
    assert drawn.table is not None
    first = drawn.table.rows[0][-1]
    assert isinstance(first, tuple) and "not counted" in text.plain(first)
    blank = [row for row in drawn.table.rows if isinstance(row[1], Figure) and row[1].value is None]
    assert len(blank) == 5 and all(isinstance(row[-1], Figure) and row[-1].text == text.DASH for row in blank)


def test_more_than_two_quarters_are_counted_and_not_named(scenario: Make, facts: Facts) -> None:
    dear = np.full(len(facts.names["quarterly_results_period"]), 2e5)
    s = scenario(replace(facts, names={**facts.names, "quarterly_results_all_in_cost": dear}))
    # The fourth quarter of 2024 to the second of 2026.
    title = text.plain(chart(past.quarters, s).title)
    assert title == "All-in cost as published exceeded revenue in 7 quarters"
    assert text.plain(chart(past.quarters, s, "DE").title).startswith("In 7 Quartalen")


def test_unpublished_costs_stay_gaps(scenario: Make) -> None:
    lines = chart(past.quarters, scenario()).figure["data"]
    all_in = lines[4]["y"]
    assert [value is None for value in all_in] == [True, True, False, False, False, True, True]


def test_days_below_cost_by_month_add_up(scenario: Make) -> None:
    s = scenario()
    table = chart(past.days_below_cost, s).table
    assert table is not None
    counts = [row[1].value for row in table.rows if isinstance(row[1], Figure)]
    assert sum(counts) == s.value("days_below_all_in_cost_financial_year") == 144
    assert np.isclose(144 / 365, s.value("share_days_below_all_in_cost_financial_year"))


# Every cost rests on the reference network: the file must have it.
@pytest.mark.slow
@pytest.mark.parametrize(
    "removed", sorted({*facts_behind("mining", "results", "network")} - {"reference_network_hashrate"})
)
def test_without_any_one_fact_every_chart_stands_or_says_what_is_missing(
    facts: Facts, scenario: Make, removed: str
) -> None:
    s = scenario(without(facts, removed))
    for function in CHARTS:
        for lang in text.LANGUAGES:
            assert_states_what_is_missing(function(s, lang))


def test_days_below_cost_are_those_of_the_financial_year(facts: Facts, scenario: Make) -> None:
    """The window of another year moves the line, its months and its count together; without closes there is no line."""
    for year, drawn in (("2024", True), ("2026", True), ("2031", False)):
        moved = dict(facts.names) | {"financial_year": f"FY{year}", "all_in_cost_financial_year": 90e3}
        s = scenario(dataclasses.replace(facts, names=moved))
        block = past.days_below_cost(s, "EN")
        assert isinstance(block, Chart) == drawn, year
        if isinstance(block, Chart):
            assert block.table is not None
            closes = [row[2].value for row in block.table.rows if isinstance(row[2], Figure)]
            assert sum(closes) == s.value("days_with_close_financial_year") > 0
            assert all(str(row[0]).endswith(year) for row in block.table.rows)
            for figure in (block.figure, block.narrow):
                assert {label[-4:] for label in figure["layout"]["xaxis"]["ticktext"]} == {year}
