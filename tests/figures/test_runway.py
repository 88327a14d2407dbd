"""The charts of the Runway page: the same months as the headline, labels inside the plot, gaps stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.figures.colors import ASSUMED, DIVERGING, GAIN, LOSS
from dashboard.figures.layout import Block, Chart
from dashboard.figures.runway import backtest, causes, coins, race, risk, runs, year
from dashboard.model.month import CAUSES
from dashboard.numbers.resolver import Scenario, dependencies
from dashboard.numbers.runway import OUTPUTS
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import (
    assert_block_stands,
    assert_described,
    assert_labels_fit,
    assert_states_what_is_missing,
    chart,
    facts_behind,
    sized,
    without,
)

Make = Callable[..., Scenario]
CHARTS = (
    coins.path, race.race, race.months_table, year.first_year, risk.fan,
    risk.odds, causes.causes,
)  # fmt: skip
BLOCKS = (
    year.order_of_events, backtest.given, backtest.announced, backtest.unknowns,
)  # fmt: skip
# Presets, slider ends, and both sides of the thresholds at which the sentence turns.
SCENARIOS: tuple[dict[str, Any], ...] = (
    {},
    {"btc": 74, "cash": 80, "basis": "FY2025"}, {"btc": 60, "cash": 82}, {"btc": 120, "cash": 74, "dep": 15},
    {"btc": 20}, {"btc": 200}, {"btc": 84}, {"btc": 85}, {"btc": 87}, {"btc": 88}, {"btc": 90}, {"mw": 0}, {"mw": 0.5},
    {"mw": 2, "gpuh": 4, "ramp": 6}, {"mw": 4.5, "gpuh": 4}, {"mw": 50}, {"mw": 50, "btc": 200}, {"btc": 120, "mw": 10},
    {"ehs": 0}, {"ehs": 60}, {"mincash": 50}, {"mincash": 50, "btc": 20}, {"mincash": 0}, {"raise": 200},
    {"raise": 200, "mw": 6}, {"growth": 5}, {"growth": -3}, {"ramp": 1}, {"ramp": 36}, {"growth": 5, "ramp": 36},
    {"model": "COLO"}, {"model": "COLO", "mw": 40}, {"gpuh": 0.3, "decay": 50}, {"fixed": 0}, {"fixed": 15},
    {"vol": 10}, {"vol": 120, "dist": "STUDENT"}, {"dist": "BOOTSTRAP", "netresp": "OFF"},
    {"curtail": "OFF", "btc": 50},
    {"btc": 88, "mw": 7}, {"btc": 50, "call": 60, "liq": 75}, {"cash": 30}, {"cash": 120},
)  # fmt: skip


@pytest.fixture(scope="module", name="scenario")
def scenario_made_once(scenario: Make) -> Make:
    """As the fixture of the same name, but each scenario is made once and simulates fewer random paths."""
    made: dict[str, Scenario] = {}

    def make(*base: Facts, **values: Any) -> Scenario:
        if base:
            return scenario(*base, **values)
        key = str(sorted(values.items()))
        if key not in made:
            made[key] = scenario(**values).with_values(monte_carlo_paths=500)
        return made[key]

    return make


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_charts_are_described_and_their_labels_fit(scenario: Make, values: dict[str, Any], lang: Lang) -> None:
    s = scenario(**values)
    for function in CHARTS:
        drawn = chart(function, s, lang)
        assert_described(drawn, lang)
        assert_labels_fit(drawn)


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_blocks_carry_words_and_numbers(scenario: Make, values: dict[str, Any], lang: Lang) -> None:
    s = scenario(**values)
    for function in BLOCKS:
        block = function(s, lang)
        assert isinstance(block, Block) and not block.missing
        assert len(text.plain(block.title)) <= (65 if lang == "EN" else 70), text.plain(block.title)
        assert block.items or block.table
        every = [*block.title, *block.subtitle, *(piece for item in block.items for piece in item)]
        assert text.DASH not in text.plain(tuple(every))


def _end(drawn: Chart) -> tuple[float, float]:
    diamond = drawn.figure["data"][-1]
    return diamond["x"][0], diamond["y"][0]


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_path_ends_where_the_headline_says(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(coins.path, s)
    runs_out = s.value("runway_months")
    last = s.value("horizon_months") if runs_out is None else runs_out
    month, level = _end(drawn)
    assert month == last
    assert level == pytest.approx(s.value("value_by_month")[int(last)])
    own = next(t for t in drawn.figure["data"] if t.get("line", {}).get("color") == ASSUMED)
    assert len(own["x"]) == (37 if runs_out is None else runs_out + 2)
    if runs_out:
        # The last paid month holds the minimum cash, the next one does not.
        assert own["y"][-2] >= s.value("minimum_cash") - 1e-6
        assert s.value("cash_by_month")[int(runs_out) + 1] <= s.value("minimum_cash")
        assert s.value("shortfall_gap") > 0
    opening = s.value("cash_now") + s.value("treasury_now") * s.value("btc_price") * 0.995
    assert own["y"][0] == pytest.approx(opening)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_path_marks_the_first_forced_sale(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    notes = chart(coins.path, s).figure["layout"]["annotations"]
    marked = [note for note in notes if "first forced sale" in note["text"]]
    sale = s.value("months_to_next_sale")
    assert [note["x"] for note in marked] == ([] if sale is None else [sale])
    if sale is not None:
        sold = s.value("btc_sold_by_month")
        assert sold[int(sale)] > 0 and not sold[: int(sale)].any()


def test_the_bracket_measures_the_months_between_money_and_ai(scenario: Make) -> None:
    late = scenario(mw=7)
    short = late.value("months_to_ai_break_even") - late.value("runway_months")
    words = [note["text"] for note in chart(coins.path, late).figure["layout"]["annotations"]]
    assert short > 0 and f"<b>{text.months(short, 'EN')} short</b>" in words
    early = scenario(mw=2, gpuh=4, ramp=6)
    spare = early.value("runway_months") - early.value("months_to_ai_break_even")
    words = [note["text"] for note in chart(coins.path, early).figure["layout"]["annotations"]]
    assert spare > 0 and f"<b>{text.months(spare, 'EN')} to spare</b>" in words


def test_a_preset_equal_to_the_reader_is_not_drawn_twice(scenario: Make) -> None:
    names = [n["text"] for n in chart(coins.path, scenario()).figure["layout"]["annotations"]]
    assert "Base" not in names and "Bear" in names and "Article" in names
    moved = [n["text"] for n in chart(coins.path, scenario(btc=76)).figure["layout"]["annotations"]]
    assert "Base" in moved


@pytest.mark.parametrize("values", ({}, {"mw": 3}, {"raise": 50}, {"mincash": 20, "growth": 2}), ids=str)
def test_the_presets_of_the_race_are_the_presets_themselves(
    scenario: Make, values: dict[str, Any], facts: Facts
) -> None:
    s = scenario(**values)
    found = runs.presets(s, "EN")
    assert [run.name for run in found] == [preset.label.get("EN") for preset in facts.presets]
    for preset, run in zip(facts.presets, found, strict=True):
        own = scenario(**{**values, **preset.values})
        assert run.coins == own.value("runway_months")
        assert run.ai == own.value("months_to_ai_break_even")
        np.testing.assert_allclose(run.values, own.value("value_by_month"), rtol=1e-12)


def test_the_race_counts_the_presets_that_suffice(scenario: Make) -> None:
    for values in SCENARIOS:
        s = scenario(**values)
        those = runs.presets(s, "EN")
        title = text.plain(chart(race.race, s).title)
        assert f"{sum(run.long_enough for run in those)} of {len(those)}" in title
        assert title.endswith("not in yours") != runs.own_run(s, "EN").long_enough


def test_the_race_tells_paid_from_planned(scenario: Make) -> None:
    for values, filled in (({"mw": 2, "gpuh": 4, "ramp": 6}, True), ({"mw": 7}, False)):
        marks = chart(race.race, scenario(**values)).figure["data"]
        assert marks[0]["marker"]["color"] == LOSS
        assert (marks[1]["marker"]["color"] == GAIN) is filled
        assert marks[1]["x"] == [scenario(**values).value("months_to_ai_break_even")]


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_boxed_cell_is_the_runway(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(race.months_table, s)
    for figure, _ in sized(drawn):
        box = figure["layout"]["shapes"][0]
        row, column = round(box["y0"] + 0.5), round(box["x0"] + 0.5)
        assert drawn.table is not None
        cell = drawn.table.rows[row][column + 1]
        assert isinstance(cell, Figure)
        assert cell.value == s.value("runway_months")
        heads = [note["text"] for note in figure["layout"]["annotations"] if note["text"].startswith("<b>")]
        assert heads == [f"<b>{text.number(s.value('btc_price') / 1e3, 'EN')}</b>",
                         f"<b>{text.number(s.value('ai_mw'), 'EN', int(s.value('ai_mw') % 1 > 0))}</b>"]  # fmt: skip


def test_every_cell_of_the_table_is_its_own_scenario(scenario: Make) -> None:
    s = scenario()
    drawn = chart(race.months_table, s)
    assert drawn.table is not None
    for row, size in ((0, 0), (3, 3), (5, 5)):
        for column, price in ((0, 37), (5, 87), (8, 117)):
            cell = drawn.table.rows[row][column + 1]
            assert isinstance(cell, Figure)
            assert cell.value == scenario(btc=price, mw=size).value("runway_months")


def test_cells_are_gain_coloured_exactly_where_the_money_lasts_long_enough(scenario: Make) -> None:
    for ramp in (1, 12, 36):
        drawn = chart(race.months_table, scenario(ramp=ramp))
        assert drawn.table is not None
        cells = [cell for row in drawn.table.rows for cell in row[1:]]
        for cell, color in zip(cells, drawn.figure["data"][0]["marker"]["color"], strict=True):
            assert isinstance(cell, Figure)
            # At these defaults money that lasts until AI pays never ends, so no cell is half way.
            assert (DIVERGING.index(color) >= 5) is (cell.value is None)
            assert (color == DIVERGING[-1]) is (cell.value is None)
    in_time = scenario(btc=77, mw=2, gpuh=4, ramp=6)
    own = chart(race.months_table, in_time)
    box = own.figure["layout"]["shapes"][0]
    color = own.figure["data"][0]["marker"]["color"][round(box["y0"] + 0.5) * 9 + round(box["x0"] + 0.5)]
    assert (DIVERGING.index(color) >= 5) is runs.own_run(in_time, "EN").long_enough


def test_the_title_names_the_first_price_that_suffices(scenario: Make) -> None:
    title = text.plain(chart(race.months_table, scenario()).title)
    price = int(title.split("$")[1].replace(",", "")) // 1000
    for at in range(price, 201, 7):
        assert runs.own_run(scenario(btc=at), "EN").long_enough
    assert not runs.own_run(scenario(btc=price - 1), "EN").long_enough
    assert "no price up to $200,000" in text.plain(chart(race.months_table, scenario(mw=50)).title)
    assert "outlasts" in text.plain(chart(race.months_table, scenario(btc=120)).title)
    assert "until AI pays" in text.plain(chart(race.months_table, scenario(mw=2, gpuh=4, ramp=6)).title)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_waterfall_closes(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(year.first_year, s)
    assert drawn.table is not None
    amounts = [cell.value for row in drawn.table.rows if isinstance(cell := row[1], Figure)]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=1e-3)
    bars = drawn.figure["data"][0]
    ends = [start + width for start, width in zip(bars["base"], bars["x"], strict=True)]
    # Only flows below $50,000 are left out of the drawing.
    assert ends[-1] == pytest.approx(s.value("first_year_cash_close"), abs=0.5e6)


def test_the_waterfall_says_when_the_money_ends_first(scenario: Make) -> None:
    def title(**values: Any) -> str:
        return text.plain(chart(year.first_year, scenario(**values)).title)

    assert title() == "Twelve months take $65m of coins from the treasury"
    assert title(btc=60, cash=82) == f"The money ends after 7{text.NBSP}months, before twelve months are over"
    assert title(mw=50) == "The money does not last the first month"
    assert title(btc=120, cash=74).startswith("Twelve months pay for themselves")


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_fan_holds_its_quantiles_and_the_flat_path(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(risk.fan, s)
    flat = next(t for t in drawn.figure["data"] if t["line"]["color"] == ASSUMED)
    np.testing.assert_allclose(flat["y"], s.value("value_by_month")[: len(flat["y"])])
    outer = [t["y"] for t in drawn.figure["data"][:4]]
    assert all(a <= b + 1e-6 for low, high in (outer[:2], outer[2:]) for a, b in zip(low, high, strict=True))
    words = text.plain(drawn.subtitle)
    assert ("can only help" in words) is (s.value("runway_months") is not None)
    assert ("can only hurt" in words) is (s.value("runway_months") is None)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_odds_end_at_the_key_figures(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    lines = chart(risk.odds, s).figure["data"]
    keys = ("probability_forced_sale", "probability_shortfall", "probability_ai_break_even")
    for key, line in zip(keys, lines, strict=True):
        assert line["y"][0] == 0 and line["y"][-1] == s.value(key)
        assert (np.diff(line["y"]) >= 0).all()


def test_the_causes_add_up(scenario: Make) -> None:
    for values in SCENARIOS:
        s = scenario(**values)
        drawn = chart(causes.causes, s)
        total = sum(drawn.figure["data"][0]["x"])
        assert total == pytest.approx(1) or (total == 0 and "No treasury coin" in text.plain(drawn.title))
        flat = sum(s.value(f"btc_sold_{cause}") for cause in CAUSES)
        assert flat == pytest.approx(s.value("btc_sold_within_horizon"), abs=1e-6)


def test_the_order_of_events_names_every_slider_of_the_page(scenario: Make, facts: Facts) -> None:
    s = scenario()
    drawn = [chart(function, s) for function in CHARTS]
    blocks = [function(s, "EN") for function in BLOCKS]
    named = {key for one in drawn for key in one.uses} | {f.key for one in drawn for f in text.figures_of(one.subtitle)}
    named |= {f.key for block in blocks for item in block.items for f in text.figures_of(item)}
    named |= {"btc_price"}  # the headline
    sliders = {a.name for a in facts.assumptions if {"runway", "all"} & set(a.pages)}
    behind = set().union(*(dependencies(key) for key in named if key in OUTPUTS)) | named
    assert sliders - behind <= {"depreciation_at_reference", "output_basis"}  # no cash
    stated = {"self_mining_hashrate", "network_hashrate", "network_growth", "curtailment", "cash_cost_at_reference",
              "overhead_per_month", "interest_rate", "ai_mw", "ramp_months", "lease_income_per_month", "equity_raise",
              "margin_call_ltv", "liquidation_ltv", "minimum_cash", "selling_cost", "btc_volatility", "price_process",
              "network_response", "random_seed", "monte_carlo_paths"}  # fmt: skip
    assert stated <= named


def test_the_backtest_prints_prediction_publication_and_difference(scenario: Make) -> None:
    for function in (backtest.given, backtest.announced):
        block = function(scenario(), "EN")
        assert block.table is not None
        for row in block.table.rows:
            predicted, published, difference = (cell for cell in row[1:] if isinstance(cell, Figure))
            assert difference.value == pytest.approx(predicted.value - published.value, abs=1e-6)
            assert difference.text[0] in "+−"


def test_the_backtest_does_not_move_with_the_price_or_the_ai_plan(scenario: Make) -> None:
    keys = ("backtest_mined_error", "backtest_cash_error", "backtest_announced_debt_error")
    before, after = scenario(), scenario(btc=120, cash=50, mw=20, net=1500, ehs=50)
    assert [before.value(key) for key in keys] == [after.value(key) for key in keys]
    assert scenario(fixed=10).value("backtest_cash_error") == pytest.approx(before.value("backtest_cash_error") - 21e6)


@pytest.mark.parametrize("removed", facts_behind("backtest", "odds", "opening", "outlook"))
def test_without_any_one_fact_every_chart_stands_or_says_what_is_missing(
    facts: Facts, scenario: Make, removed: str
) -> None:
    s = scenario(without(facts, removed))
    for lang in text.LANGUAGES:
        for function in CHARTS:
            assert_states_what_is_missing(function(s, lang))
        for function in BLOCKS:
            assert_block_stands(function(s, lang))
