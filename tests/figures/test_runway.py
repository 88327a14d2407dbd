"""The charts of the Runway page: the months of the headline, labels inside the plot, gaps and failures stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.figures.colors import ASSUMED, DIVERGING, GAIN, GREY, INK, LOSS
from dashboard.figures.layout import Block, Chart
from dashboard.figures.runway import backtest, causes, coins, ledger, race, risk, runs, year
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
from tests.unit.test_new_balance import with_balance

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
FORECASTS = (
    coins.path, race.race, race.months_table, year.first_year, risk.fan, risk.outcomes, risk.odds, causes.causes,
)  # fmt: skip
CHARTS = (*FORECASTS, ledger.scored)
BLOCKS = (
    year.order_of_events, ledger.open_forecasts, backtest.given, backtest.announced, backtest.unknowns,
)  # fmt: skip
# Presets, slider ends, and both sides of the thresholds at which the sentence turns.
SCENARIOS: tuple[dict[str, Any], ...] = (
    {}, {"btc": 20}, {"btc": 60}, {"btc": 77}, {"btc": 84}, {"btc": 85}, {"btc": 90}, {"btc": 100}, {"btc": 120},
    {"btc": 200}, {"mw": 0}, {"mw": 2, "gpuh": 4, "ramp": 6}, {"mw": 5}, {"mw": 50}, {"mw": 50, "btc": 200},
    {"mw0": 3}, {"mw0": 0, "mw": 0}, {"ehs": 0}, {"ehs": 60}, {"mincash": 50}, {"mincash": 0}, {"raise": 200},
    {"raise": 100, "btc": 77}, {"growth": 5}, {"growth": -3}, {"ramp": 1, "mw": 4}, {"ramp": 36, "mw": 4},
    {"model": "COLO", "mw": 5}, {"gpuh": 0.3, "decay": 50}, {"fixed": 0}, {"fixed": 6}, {"vol": 10},
    {"vol": 120, "dist": "STUDENT"}, {"dist": "HISTORY", "netresp": "OFF"}, {"curtail": "ON", "btc": 30},
    {"btc": 50, "call": 60, "liq": 75}, {"cash": 30}, {"cash": 90}, {"roll": 100}, {"drawn": 0}, {"other": 4},
    {"aidebt": 90, "mw": 6}, {"ehs": 28, "cash": 80},
)  # fmt: skip


@pytest.fixture(scope="module", name="scenario")
def scenario_made_once(scenario: Make, facts: Facts, published: Facts) -> Make:
    """As the fixture of the same name, but each scenario of a file is made once and simulates fewer random paths."""
    made: dict[str, Scenario] = {}

    def make(base: Facts = facts, /, **values: Any) -> Scenario:
        if base is not facts and base is not published:
            return scenario(base, **values)
        key = f"{base.fingerprint} {sorted(values.items())}"
        if key not in made:
            made[key] = scenario(base, **values).with_values(random_paths=256)
        return made[key]

    return make


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_charts_are_described_and_their_labels_fit(
    scenario: Make, published: Facts, values: dict[str, Any], lang: Lang
) -> None:
    s = scenario(published, **values)
    for function in CHARTS:
        drawn = function(s, lang)
        if function is ledger.scored and isinstance(drawn, Block):
            # No quarter is published after the balance: that it is drawn where one is, a test below holds.
            assert_states_what_is_missing(drawn)
            continue
        assert isinstance(drawn, Chart), drawn
        assert_described(drawn, lang)
        assert_labels_fit(drawn)


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_blocks_carry_words_and_numbers(scenario: Make, published: Facts, values: dict[str, Any], lang: Lang) -> None:
    s = scenario(published, **values)
    for function in BLOCKS:
        block = function(s, lang)
        assert isinstance(block, Block) and not block.missing
        assert len(text.plain(block.title)) <= (65 if lang == "EN" else 70), text.plain(block.title)
        assert block.items or block.table
        every = [*block.title, *block.subtitle, *(piece for item in block.items for piece in item)]
        assert text.DASH not in text.plain(tuple(every))


def _lines(drawn: Chart, color: str, width: float) -> list[dict[str, Any]]:
    return [t for t in drawn.figure["data"] if t.get("line", {}).get("color") == color and t["line"]["width"] == width]


def _words(drawn: Chart) -> list[str]:
    return [note["text"] for note in drawn.figure["layout"]["annotations"]]


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_path_is_published_then_estimated_then_yours(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(coins.path, s)
    held, estimated = s.value("btc_by_month"), s.value("runway_path").terms.clock.estimated
    (past,), (own,) = _lines(drawn, GREY, 3), _lines(drawn, ASSUMED, 3)
    np.testing.assert_allclose(past["y"], held[: estimated + 1])
    assert past["x"] == list(range(-estimated, 1)) and past["y"][0] == pytest.approx(s.value("treasury_now"))
    gone = s.value("months_to_money_gone")
    last = int(s.value("horizon_months") if gone is None else gone)
    assert own["x"] == list(range(last + 1))
    np.testing.assert_allclose(own["y"], held[estimated : estimated + last + 1])
    assert own["y"][0] == pytest.approx(s.value("coins_today"))
    diamond = drawn.figure["data"][-1]
    assert (diamond["x"], diamond["y"]) == ([last], [pytest.approx(own["y"][-1])])
    today = [line for line in drawn.figure["layout"]["shapes"] if line["x0"] == line["x1"] == 0]
    assert [line["line"]["color"] for line in today] == [INK] and "today" in _words(drawn)


def test_a_balance_from_which_no_coin_is_gone_is_written_once(scenario: Make, facts: Facts) -> None:
    def coins_of(s: Scenario) -> list[str]:
        return [words.replace(text.NBSP, " ") for words in _words(chart(coins.path, s)) if "BTC" in words]

    assert coins_of(scenario()) == ["<b>1,026 BTC</b>", "estimate<br><b>784 BTC</b>"]
    assert coins_of(scenario(with_balance(facts, "2026-10-31"))) == ["<b>900 BTC</b>"]


def test_the_estimate_does_not_move_with_the_price_the_network_or_the_growth(scenario: Make) -> None:
    before = _lines(chart(coins.path, scenario()), GREY, 3)[0]["y"]
    for moved in ({"btc": 150}, {"net": 1500}, {"growth": 4}, {"raise": 100}, {"mw": 20}):
        assert _lines(chart(coins.path, scenario(**moved)), GREY, 3)[0]["y"] == before


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_path_names_the_dates_of_the_sentence(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    words = _words(chart(coins.path, s))
    for key, part in (("money_gone_month", "money gone"), ("next_forced_sale_month", "forced sale")):
        found = [one for one in words if one.startswith(part)]
        same = part == "forced sale" and s.value("months_to_next_sale") == s.value("months_to_money_gone")
        date = s.value(key)
        assert found == ([] if date is None or same else [f"{part}<br><b>{text.date(date, 'EN')}</b>"])
    carried = [one for one in words if "carries the burn" in one]
    assert bool(carried) is s.known("months_to_carried")
    if carried:
        last = s.value("carried_until") or s.value("horizon_end")
        span = f"{text.date(s.value('carried_from'), 'EN')} to {text.date(last, 'EN')}"
        assert carried[0].endswith(f"<b>{span}</b>")


def test_the_table_of_the_path_tells_what_is_published_estimated_and_forecast(scenario: Make) -> None:
    drawn = chart(coins.path, scenario())
    assert drawn.table is not None
    status = [row[1] for row in drawn.table.rows]
    # March published; April to October estimated; November 2026 to June 2028 forecast.
    # Of October the file has the prices of a week.
    assert status == ["published", *["estimate"] * 6, "estimate, few prices", *["forecast"] * 20]
    assert [drawn.table.rows[i][0] for i in (0, 7, 8, -1)] == ["Mar 2026", "Oct 2026", "Nov 2026", "Jun 2028"]


def test_a_preset_equal_to_the_reader_is_not_drawn_twice(scenario: Make) -> None:
    names = _words(chart(coins.path, scenario()))
    assert "Base" not in names and "Bear" in names and "Article" in names
    assert "Base" in _words(chart(coins.path, scenario(btc=76)))


@pytest.mark.parametrize(
    "values", ({}, {"mw": 3}, {"raise": 50}, {"mincash": 20, "growth": 2}, {"model": "COLO", "mw": 5}), ids=str
)
def test_the_presets_of_the_race_are_the_presets_themselves(
    scenario: Make, values: dict[str, Any], facts: Facts
) -> None:
    s = scenario(**values)
    found = runs.presets(s, "EN")
    assert [run.name for run in found] == [preset.label.get("EN") for preset in facts.presets]
    for preset, run in zip(facts.presets, found, strict=True):
        own = runs.own_run(scenario(**{**values, **preset.values}), "EN")
        assert (run.sale, run.carried, run.until, run.gone) == (own.sale, own.carried, own.until, own.gone)
        np.testing.assert_allclose(run.coins, own.coins, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_race_counts_the_presets_that_last_and_ends_where_they_end(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(race.race, s)
    those = [runs.own_run(s, "EN"), *runs.presets(s, "EN")]
    assert f"{sum(run.gone is None for run in those[1:])} of {len(those) - 1}" in text.plain(drawn.title)
    ends = [t for t in drawn.figure["data"] if t["marker"]["size"] == 12]
    assert [t["marker"]["color"] for t in ends] == [GAIN if run.gone is None else LOSS for run in those]
    assert [t["x"][0] for t in ends if t["marker"]["color"] == LOSS] == [run.gone for run in those if run.gone]
    bars = [line for line in drawn.figure["layout"]["shapes"] if line["line"].get("width") == 7]
    assert [(bar["x0"] + 0.5, bar["x1"] - 0.5) for bar in bars] == [
        (run.carried, run.until) for run in those if run.carried is not None
    ]


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_boxed_cell_is_the_month_in_which_the_money_is_gone(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(race.months_table, s)
    for figure, _ in sized(drawn):
        box = figure["layout"]["shapes"][0]
        row, column = round(box["y0"] + 0.5), round(box["x0"] + 0.5)
        assert drawn.table is not None
        cell = drawn.table.rows[row][column + 1]
        assert isinstance(cell, Figure)
        assert cell.value == s.value("months_to_money_gone")
        heads = [note["text"] for note in figure["layout"]["annotations"] if note["text"].startswith("<b>")]
        assert heads == [f"<b>{text.number(s.value('btc_price') / 1e3, 'EN')}</b>",
                         f"<b>{text.number(s.value('ai_mw'), 'EN', int(s.value('ai_mw') % 1 > 0))}</b>"]  # fmt: skip


def test_every_cell_of_the_table_is_its_own_scenario(scenario: Make) -> None:
    drawn = chart(race.months_table, scenario())
    assert drawn.table is not None
    for row, size in ((0, 0), (3, 3), (5, 5)):
        for column, price in ((0, 43), (5, 93), (8, 123)):
            cell = drawn.table.rows[row][column + 1]
            assert isinstance(cell, Figure)
            assert cell.value == scenario(btc=price, mw=size).value("months_to_money_gone")


@pytest.mark.parametrize("values", [{}, {"ramp": 1, "mw": 4}, {"btc": 120}], ids=str)
def test_cells_are_gain_coloured_exactly_where_the_money_lasts(scenario: Make, values: dict[str, Any]) -> None:
    drawn = chart(race.months_table, scenario(**values))
    assert drawn.table is not None
    cells = [cell for row in drawn.table.rows for cell in row[1:]]
    for cell, color in zip(cells, drawn.figure["data"][0]["marker"]["color"], strict=True):
        assert isinstance(cell, Figure)
        assert (DIVERGING.index(color) >= 5) is (cell.value is None) is (cell.text == ">36")


def test_the_title_names_the_first_price_that_suffices(scenario: Make) -> None:
    title = text.plain(chart(race.months_table, scenario()).title)
    price = int(title.split("$")[1].replace(",", "")) // 1000
    for at in range(price, 201, 7):
        assert scenario(btc=at).value("months_to_money_gone") is None
    assert scenario(btc=price - 1).value("months_to_money_gone") is not None
    assert "no price up to $200,000" in text.plain(chart(race.months_table, scenario(mw=50)).title)
    assert "lasts through Oct 2029" in text.plain(chart(race.months_table, scenario(btc=120)).title)


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

    assert title() == "The year to Oct 2027 pays for itself, $5m of cash is left"
    assert title(btc=60) == "The money is gone by Jul 2027, within the first year"
    assert title(btc=77) == "By Oct 2027, $16m of coins leave the treasury"
    assert title(btc=120).startswith("The year to Oct 2027 pays for itself")


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_fan_holds_its_quantiles_and_the_flat_path(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(risk.fan, s)
    flat = next(t for t in drawn.figure["data"] if t["line"]["color"] == ASSUMED)
    estimated = s.value("runway_path").terms.clock.estimated
    np.testing.assert_allclose(flat["y"], s.value("value_by_month")[estimated : estimated + len(flat["y"])])
    outer = [t["y"] for t in drawn.figure["data"][:4]]
    assert all(a <= b + 1e-6 for low, high in (outer[:2], outer[2:]) for a, b in zip(low, high, strict=True))
    words = text.plain(drawn.subtitle)
    assert ("the money ends" in words) is (s.value("months_to_money_gone") is not None)
    assert ("volatility slider does not apply" in words) is (s.value("price_process") == "HISTORY")


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_outcomes_add_up_to_all_paths_and_stand_end_to_end(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(risk.outcomes, s)
    (bars,) = drawn.figure["data"]
    assert sum(bars["x"][:3]) == pytest.approx(1)
    assert bars["base"][1:3] == pytest.approx([bars["x"][0], bars["x"][0] + bars["x"][1]])
    assert bars["base"][3:] == [0, 0]
    keys = ("probability_money_gone_never_built", "probability_money_gone_stopped")
    assert bars["x"][3:] == [s.value(key) for key in keys]
    saves, costs = s.value("probability_ai_saves"), s.value("probability_ai_costs")
    assert s.value("probability_money_gone") - s.value(keys[0]) == pytest.approx(costs - saves)
    assert "covers" not in text.plain((*drawn.title, *drawn.subtitle, *drawn.alt))


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_odds_end_at_the_key_figures(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    lines = chart(risk.odds, s).figure["data"]
    keys = ("probability_forced_sale", "probability_margin_call", "probability_money_gone")
    for key, line in zip(keys, lines, strict=True):
        assert line["y"][0] == 0 and line["y"][-1] == pytest.approx(s.value(key))
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
    assert sliders - behind <= {"depreciation_at_reference", "output_basis", "issue_discount"}  # no cash
    stated = {"self_mining_hashrate", "network_hashrate", "network_growth", "curtailment", "cash_cost_at_reference",
              "overhead_per_month", "interest_rate", "ai_mw", "ramp_months", "lease_income_per_month", "equity_raise",
              "margin_call_ltv", "liquidation_ltv", "minimum_cash", "selling_cost", "btc_volatility", "price_process",
              "price_drift", "network_response", "random_seed", "random_paths", "ai_mw_today", "new_borrowing",
              "debt_rolled_over", "other_outflow_per_month", "ai_vendor_share", "ai_vendor_rate"}  # fmt: skip
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


def test_where_the_estimate_fails_no_forecast_is_drawn(scenario: Make) -> None:
    s = scenario(mw0=20)
    for lang in text.LANGUAGES:
        for function in (*FORECASTS, ledger.open_forecasts):
            block = function(s, lang)
            assert isinstance(block, Block) and block.missing and block.table is None
            assert not list(text.figures_of((*block.title, *block.subtitle)))
            assert text.plain(block.title) in (
                "No forecast: these assumptions cannot all be right",
                "Keine Prognose: Diese Annahmen können nicht alle stimmen",
            )
    assert isinstance(ledger.scored(s, "EN"), Chart)


def test_the_ledger_prints_forecast_published_and_error(scenario: Make) -> None:
    drawn = chart(ledger.scored, scenario())
    assert drawn.table is not None
    rows = [
        [(one.text if isinstance(one, Figure) else str(one)).replace(text.NBSP, " ") for one in row]
        for row in drawn.table.rows
    ]
    assert [row[2:] for row in rows] == [
        ["1,147 BTC", "+75%", "$78.3m"], ["924 BTC", "+41%", "$63.0m"], ["656 BTC", "", "$47.4m"],
    ]  # fmt: skip
    assert text.plain(drawn.title).replace(text.NBSP, " ") == "Q2 2026: forecast +41% against the published 656 BTC"


def test_open_forecasts_are_dated_and_await_their_score(scenario: Make) -> None:
    block = ledger.open_forecasts(scenario(), "EN")
    assert block.table is not None
    assert [str(row[0]).replace(text.NBSP, " ") for row in block.table.rows] == ["Q3 2026", "Q4 2026"]
    assert "28 Nov 2026; to be scored when published" in text.plain(block.subtitle).replace(text.NBSP, " ")


@pytest.mark.slow
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
