"""The charts and tables of the AI page: valid, labelled inside the plot, and the same numbers as the outputs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.figures.ai import evidence, power, price, returns, revenue, units
from dashboard.figures.layout import Block
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario, dependencies
from dashboard.words import text
from dashboard.words.text import Figure, Lang, Link, Toned
from tests.figures.drawing import (
    Draw,
    assert_block_stands,
    assert_described,
    assert_labels_fit,
    assert_states_what_is_missing,
    chart,
    sized,
)

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
CHARTS: tuple[Draw, ...] = (
    revenue.required_revenue, revenue.scale, price.break_even, returns.value, units.gpu_year, units.colocation_year,
    power.megawatt_hour, power.card_hour,
)  # fmt: skip
BLOCKS: tuple[Callable[[Scenario, Lang], Block], ...] = (
    units.unit_table, evidence.disclosures, evidence.ledger,
)  # fmt: skip
# Slider minimum and maximum, one step around the break-even of mining, no margin, no capacity, both businesses.
SCENARIOS: tuple[dict[str, Any], ...] = (
    {}, {"btc": 20}, {"btc": 93}, {"btc": 94}, {"btc": 95}, {"btc": 200}, {"util": 10, "gpuh": 0.3}, {"mw": 0},
    {"mw": 50, "btc": 95}, {"util": 10}, {"util": 95, "gpuh": 6}, {"gpuh": 0.3}, {"gpuh": 1.25}, {"gpuh": 1.3},
    {"gpuh": 1.8}, {"decay": 0}, {"decay": 10}, {"decay": 50, "mw": 50},
    {"gpucost": 5, "capex": 1, "gpuh": 6, "mw": 50},
    {"gpucost": 60, "capex": 25, "wacc": 25, "util": 10, "life": 3}, {"life": 8, "tariff": 12, "pue": 1.6, "opex": 2},
    {"eff": 9, "btc": 200}, {"eff": 35, "btc": 20, "tariff": 12}, {"ehs": 60, "net": 500, "btc": 200}, {"ehs": 0},
    {"model": "COLO"}, {"model": "COLO", "btc": 20}, {"model": "COLO", "btc": 94}, {"model": "COLO", "mw": 0},
    {"model": "COLO", "colo": 50, "opex": 0.6}, {"model": "COLO", "colo": 50, "opex": 2, "mw": 50},
    {"model": "COLO", "colo": 250, "capex": 1, "opex": 0.1, "mw": 50}, {"model": "COLO", "capex": 25},
    {"model": "COLO", "capex": 10, "wacc": 5}, {"model": "COLO", "wacc": 25}, {"model": "COLO", "colo": 65},
)  # fmt: skip


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_charts_are_described_and_their_labels_fit(
    scenario: Make, published: Facts, values: dict[str, Any], lang: Lang
) -> None:
    s = scenario(published, **values)
    for function in CHARTS:
        drawn = chart(function, s, lang)
        assert_described(drawn, lang)
        assert_labels_fit(drawn)
        for key in drawn.uses:
            s.output(key)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_the_boxed_cell_is_the_key_figure(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    drawn = chart(revenue.required_revenue, s)
    needed = s.value("ai_revenue_needed")
    box = drawn.figure["layout"]["shapes"]
    if needed is None:
        assert box == []
        return
    column, row = round(box[0]["x0"] + 0.5), round(box[0]["y0"] + 0.5)
    assert drawn.table is not None
    cell = drawn.table.rows[row][column + 1]
    assert isinstance(cell, Figure)
    assert cell.value == pytest.approx(needed, rel=1e-9)
    assert drawn.table.rows[row][0] == text.millions(max(s.value("burn_per_year"), 0), "EN", 1)


def test_the_line_in_the_table_is_the_capacity_of_the_owned_site(scenario: Make) -> None:
    # At $20,000 the burn is 176m a year; all of Georgia would bring in 38.46 MW x 12.460224m = 479.2m.
    drawn = chart(revenue.required_revenue, scenario(btc=20))
    assert drawn.table is not None
    staircase = next(trace for trace in drawn.figure["data"] if trace.get("mode") == "lines")
    for row, cells in enumerate(drawn.table.rows):
        beyond = sum(1 for cell in cells[1:] if isinstance(cell, Figure) and cell.value > 479_239_384)
        assert staircase["x"][2 * row] == beyond - 0.5
    assert "$479.2m" in text.plain(drawn.subtitle)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_marks_are_the_outputs(scenario: Make, values: dict[str, Any]) -> None:
    s = scenario(**values)
    gpu = values.get("model") != "COLO"
    drawn = chart(price.break_even, s).figure["data"]
    own = ("gpu_utilisation", "gpu_hour_price") if gpu else ("colocation_capex", "colocation_rent")
    assert [drawn[-1]["x"], drawn[-1]["y"]] == [[s.value(own[0])], [s.value(own[1])]]
    even = s.value("ai_break_even_gpu_price" if gpu else "ai_break_even_colocation_rent")
    assert drawn[-2]["y"] == [pytest.approx(even)]
    # The curve passes through the mark of its own break-even.
    at = list(drawn[0]["x"]).index(s.value(own[0]))
    assert drawn[0]["y"][at] == pytest.approx(even)
    worth = chart(returns.value, s).figure["data"]
    assert worth[-1]["y"] == [s.value("ai_npv")]
    assert worth[-1]["x"] == [s.value("price_decay" if gpu else "wacc")]
    path = worth[2]
    assert path["y"][list(path["x"]).index(worth[-1]["x"][0])] == pytest.approx(s.value("ai_npv"))
    if len(worth) == 5:
        # The open circle stands where the curve crosses zero.
        crossing = path["y"][list(path["x"]).index(worth[-2]["x"][0])]
        assert crossing == pytest.approx(0, abs=1e-6 * max(abs(v) for v in path["y"]))
    for function, key in (
        (units.gpu_year, "gpu_result_per_mw_year"),
        (units.colocation_year, "colocation_result_per_mw_year"),
    ):
        bars = chart(function, s).figure["data"][0]
        low, length = bars["base"][-1], bars["x"][-1]
        assert (low if low < 0 else low + length) == pytest.approx(s.value(key))


@pytest.mark.parametrize(("model", "chosen"), [("GPU", units.gpu_year), ("COLO", units.colocation_year)])
def test_only_the_chosen_business_carries_the_mark(scenario: Make, model: str, chosen: Draw) -> None:
    s = scenario(model=model)
    for function in (units.gpu_year, units.colocation_year):
        drawn = chart(function, s)
        diamonds = [t for t in drawn.figure["data"] if t.get("marker", {}).get("symbol") == "diamond"]
        assert len(diamonds) == (1 if function is chosen else 0)
        assert any(isinstance(piece, Toned) for piece in drawn.subtitle) == (function is chosen)


def test_own_cards_and_colocation_have_an_axis_each(scenario: Make) -> None:
    layout = chart(power.megawatt_hour, scenario()).figure["layout"]
    assert layout["xaxis"]["range"] != layout["xaxis2"]["range"]
    assert layout["yaxis2"]["domain"][1] < layout["yaxis"]["domain"][0]
    traces = chart(power.megawatt_hour, scenario()).figure["data"]
    first = [t["x"][0] for t in traces if t["xaxis"] == "x"]
    second = [t["x"][0] for t in traces if t["xaxis"] == "x2"]
    s = scenario()
    assert s.value("gpu_value_per_mwh") in first and s.value("colocation_value_per_mwh") not in first
    assert s.value("colocation_value_per_mwh") in second and s.value("gpu_value_per_mwh") not in second


def test_bars_and_rows_of_revenue_start_at_zero(scenario: Make) -> None:
    drawn = chart(revenue.scale, scenario())
    for figure, _ in sized(drawn):
        assert figure["layout"]["xaxis"]["range"][0] == 0
    shown = [trace["x"] for trace in drawn.figure["data"]]
    s = scenario()
    assert shown == [
        [s.value("btc_revenue_financial_year")],
        [s.value("ai_revenue_needed")],
        [s.value("ai_revenue_per_year")],
        [0],
    ]
    assert any("not disclosed" in note["text"] for note in drawn.figure["layout"]["annotations"])


def test_reported_revenue_becomes_a_bar(scenario: Make, facts: Facts) -> None:
    s = scenario(dataclasses.replace(facts, names={**facts.names, "ecohash_revenue": 3.6e6}))
    drawn = chart(revenue.scale, s)
    assert [drawn.figure["data"][-1]["type"], drawn.figure["data"][-1]["x"]] == ["bar", [3.6e6]]


def test_published_prices_stand_at_the_edge(scenario: Make) -> None:
    drawn = chart(price.break_even, scenario())
    words = " ".join(note["text"] for note in drawn.figure["layout"]["annotations"])
    for quoted in ("0.66", "1.60", "1.69", "1.98", "2.04", "5.50"):
        assert quoted in words
    dots = [t for t in drawn.figure["data"] if t["x"] == [0.95]]
    assert sorted(t["y"][0] for t in dots) == [0.66, 1.6, 1.69, 1.98, 2.04, 5.5]


def test_titles_of_the_value_tell_what_the_price_fall_means(scenario: Make) -> None:
    def title(**values: Any) -> str:
        return text.plain(chart(returns.value, scenario(**values)).title)

    # 1 − 1.12 q with 1 + q + … + q⁴ = 37.08m × 1.12 ÷ 12.46m: 10.9 % a year
    assert title() == "The cards pay only while prices fall less than 11% a year"
    assert title(gpuh=0.8) == "The cards do not pay even if prices never fall"
    assert title(gpuh=6, gpucost=5, capex=1) == "The cards pay off in a year, however fast prices then fall"
    assert title(mw=0) == "Without capacity there is neither value nor return"
    assert title(model="COLO") == "Colocation returns 6.9% a year; capital costs 12%"
    assert title(model="COLO", colo=50, opex=2) == "No IRR exists: the rent does not exceed the running cost"


def test_a_card_hour_compares_tokens_with_rent(scenario: Make) -> None:
    drawn = chart(power.card_hour, scenario())
    # 8,900 × 3,600 × 0.28 ÷ 1m × 0.7 ; × 0.18 ; 11,500 × 3,600 × 0.10 ÷ 1m × 0.7 ; 1.60 × 0.7
    by_row = dict(pair for t in drawn.figure["data"] for pair in zip(t["y"], t["x"], strict=True))
    assert [by_row[row] for row in range(4)] == pytest.approx([6.27984, 4.03704, 2.898, 1.12])
    assert text.plain(drawn.title) == "A card hour brings up to $6.28 in tokens, $1.12 rented out"


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_tables_are_whole_and_short_titled(scenario: Make, values: dict[str, Any], lang: Lang) -> None:
    s = scenario(**values)
    for function in BLOCKS:
        block = function(s, lang)
        assert len(text.plain(block.title)) <= (65 if lang == "EN" else 70), text.plain(block.title)
        assert block.table is not None and all(len(row) == len(block.table.head) for row in block.table.rows)
        for key in block.uses:
            s.output(key)


def test_the_unit_table_shows_the_outputs(scenario: Make) -> None:
    block = units.unit_table(scenario(), "EN")
    assert block.table is not None
    cells = {row[0]: [cell.text for cell in row[1:] if isinstance(cell, Figure)] for row in block.table.rows}
    assert cells["Own cards, one card"] == ["$9,811", "$786", "$7,313", "+$1,712", "$26,362"]
    assert cells["Own cards, one IT MW"] == ["$12.46m", "$1.00m", "$9.29m", "+$2.17m", "$33.48m"]
    assert cells["Own cards, all of Georgia"] == ["$479.2m", "$38.4m", "$357.2m", "+$83.6m", "$1.29bn"]
    assert cells["Colocation, one IT MW"] == ["$1.44m", "$0.35m", "$1.47m", "−$0.38m", "$10.00m"]
    assert cells["Colocation, all of Georgia"] == ["$55.4m", "$13.5m", "$56.5m", "−$14.5m", "$384.6m"]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_checklist_counts_what_the_facts_say(scenario: Make, facts: Facts, lang: Lang) -> None:
    block = evidence.disclosures(scenario(), lang)
    full = sum(1 for one in facts.disclosures if one.status == "disclosed")
    expected = {"EN": f"{full} of {len(facts.disclosures)} basics about EcoHash are disclosed",
                "DE": f"{full} von {len(facts.disclosures)} Grunddaten zu EcoHash sind veröffentlicht"}  # fmt: skip
    assert text.plain(block.title) == expected[lang]
    assert block.table is not None and len(block.table.rows) == len(facts.disclosures)
    words = [row[1][0].text for row in block.table.rows if isinstance(row[1], tuple) and isinstance(row[1][0], Toned)]
    assert words.count(text.t("ai.disclosed.disclosed", lang)) == full
    assert words == sorted(
        words, key=[text.t(f"ai.disclosed.{s}", lang) for s in ("disclosed", "partly", "not_disclosed")].index
    )
    sources = [row[4] for row in block.table.rows if isinstance(row[4], tuple)]
    links = [piece for source in sources for piece in source if isinstance(piece, Link)]
    assert links and all((one.url or "").startswith("https://") for one in links)


def test_the_ledger_names_a_document_or_says_that_it_judges(scenario: Make) -> None:
    table = evidence.ledger(scenario(), "EN").table
    assert table is not None
    for row in table.rows:
        source = row[3]
        named = isinstance(source, tuple) and any(isinstance(piece, Link) for piece in source)
        assert named or source == "own judgement"
    machines = next(row for row in table.rows if row[0] == "Mining machines (ASICs)")
    assert isinstance(machines[1], tuple) and isinstance(machines[1][0], Toned)
    assert machines[1][0].text == "nothing"


# Not the shared function of this name: a constant goes too, and a fact may stay without its value.
def without(facts: Facts, name: str, drop: bool) -> Facts:
    """The facts with a fact or constant removed, or kept without a value."""
    kept = {k: v for k, v in facts.names.items() if k != name}
    return dataclasses.replace(
        facts,
        names=kept if drop else {**kept, name: None},
        facts={k: v for k, v in facts.facts.items() if k != name} if drop else facts.facts,
        constants=tuple(one for one in facts.constants if one.name != name),
    )


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "drop"), [("EN", True), ("DE", False)])
@pytest.mark.parametrize("model", ["GPU", "COLO"])
def test_every_chart_survives_the_loss_of_any_fact(
    scenario: Make, facts: Facts, model: str, lang: Lang, drop: bool
) -> None:
    used = frozenset(n for key in OUTPUTS if key.startswith(("ai_", "gpu_", "georgia")) for n in dependencies(key))
    names = [n for n in (*facts.facts, *(c.name for c in facts.constants)) if n in used or "georgia" in n or "gpu" in n]
    assert len(names) > 15
    states = 0
    for name in names:
        s = scenario(without(facts, name, drop), model=model)
        for function in CHARTS:
            drawn = function(s, lang)
            assert_states_what_is_missing(drawn)
            states += isinstance(drawn, Block)
            for key in drawn.uses:
                s.output(key)
        for table in BLOCKS:
            block = table(s, lang)
            assert_block_stands(block)
            states += block.missing
    assert states > 0


def test_without_prices_and_checklist_the_states_say_so(scenario: Make, facts: Facts) -> None:
    names = {k: v for k, v in facts.names.items() if not k.startswith(("throughput", "token_price"))}
    kept = {k: v for k, v in facts.facts.items() if k in names}
    s = scenario(dataclasses.replace(facts, names=names, facts=kept, disclosures=()))
    for block in (power.card_hour(s, "EN"), evidence.disclosures(s, "EN")):
        assert isinstance(block, Block) and block.missing


def test_without_the_price_list_the_curve_stands_alone(scenario: Make, facts: Facts) -> None:
    series = {k: v for k, v in facts.series.items() if k != "ecohash_prices"}
    gone = ("ecohash_prices", "gpu_hour_price_docs", "gpu_hour_price_list")
    names = {k: v for k, v in facts.names.items() if not k.startswith(gone)}
    drawn = chart(price.break_even, scenario(dataclasses.replace(facts, series=series, names=names)))
    assert not [t for t in drawn.figure["data"] if t["x"] == [0.95]]
    assert np.isfinite(drawn.figure["layout"]["yaxis"]["range"]).all()


@pytest.mark.parametrize("more", [{}, {"btc": 200}, {"gpuh": 0.3, "util": 10, "opex": 2}])
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_where_the_estimate_fails_no_chart_says_what_must_be_covered(
    scenario: Make, more: dict[str, float], lang: Lang
) -> None:
    s = scenario(mw0=20, **more)
    assert s.value("estimate_failed") == 1
    for build in (revenue.required_revenue, revenue.scale):
        found = build(s, lang)
        assert isinstance(found, Block) and text.plain(found.title) == text.t("missing.estimate_failed.title", lang)
