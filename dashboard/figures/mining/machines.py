"""The charts of the Mining page about machines: what each earns its power at, and the back-test of output."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes, shapes
from dashboard.figures.colors import ASSUMED, INK, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.figures.shapes import Dot, dots
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang


@compared
def machines(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The price at which each machine generation stops paying for its power, against the reader's price."""
    draft = Draft(scenario, lang, "mining.machines")
    series = scenario.facts.series.get("machine_generations")
    if series is None or not scenario.known("machine_generations_efficiency", "shutdown_price"):
        return draft.missing(height=HERO)
    prices = draft.at("shutdown_price", "usd", 0, fleet_efficiency=scenario.value("machine_generations_efficiency"))
    rows = [
        (
            row.label.get(lang) if row.label else "",
            draft.element("machine_generations_efficiency", at, "j_per_th"),
            prices[at],
            INK,
        )
        for at, row in enumerate(series.rows)
    ]
    fleet = draft.shown("fleet_efficiency", "j_per_th"), draft.shown("shutdown_price", "usd", 0)
    rows = sorted([*rows, (draft.spoken("fleet"), *fleet, ASSUMED)], key=lambda row: -float(row[2].value))
    price = scenario.value("btc_price")
    paying = sum(one.value <= price for one in prices)
    x = axes.across(0, max(*draft.both("btc_price"), *(row[2].value for row in rows)) * 1.12, lang, "ksd", 1e3)
    marks = [
        Dot(name, at.value, at.text, "open" if ink == INK else "diamond", ink) for name, _, at, ink in rows
    ]  # fmt: skip
    line = price, f"<b>{text.usd(price, lang)}</b> {draft.words('yours')}", ASSUMED
    return draft.chart(
        lambda width: dots(width, HERO, x, marks, (122, 112), line),
        draft.table(draft.head("model", "efficiency", "price"), [row[:3] for row in rows]),
        "reported assumed derived",
        ("power_cost_per_btc", "fleet_power_mw"),
        HERO,
        count=str(paying),
        total=str(len(prices)),
    )


@compared
def backtest(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Computed against reported output per month, with the error under each month."""
    draft = Draft(scenario, lang, "mining.backtest")
    needed = ("monthly_operations_period", "monthly_operations_btc_produced", "monthly_operations_operating_hashrate",
              "backtest_btc_computed", "backtest_error", "full_month", "backtest_mean_absolute_error")  # fmt: skip
    if not scenario.known(*needed):
        return draft.missing(height=HERO)
    periods, reported, _, computed, error, full, _ = (scenario.value(key) for key in needed)
    shown = [i for i in range(len(periods)) if np.isfinite(computed[i])]
    y = axes.upright(0, float(np.nanmax([*reported[shown], *computed[shown]])) * 1.08, lang, "btc", about=4)
    cells = [
        (
            text.date(str(period), lang),
            draft.element("monthly_operations_operating_hashrate", i, "eh", 2),
            draft.element("backtest_btc_computed", i, "btc", 1),
            draft.element("monthly_operations_btc_produced", i, "btc", 1),
            draft.element("backtest_error", i, "pct", 1, True),
        )
        for i, period in enumerate(periods)
    ]
    hovers = [
        tuple(zip(draft.head("published", "computed", "error"), (cells[i][3], cells[i][2], cells[i][4]), strict=True))
        for i in shown
    ]

    def draw(width: int) -> Plot:
        names = [axes.short_month(periods[i], lang) for i in shown]
        plot = shapes.columns(width, HERO, y, names, "%")
        plot.marks(range(len(shown)), computed[shown], "open", marker={"size": 13})
        plot.marks(range(len(shown)), reported[shown], hover=hovers, marker={"size": 7})
        for column, i in enumerate(shown):
            words = text.number(error[i] * 100, lang, 1 if full[i] else 0, True)
            shapes.under(plot, column, words, INK if full[i] else MUTED)
            if not full[i]:
                plot.fixed(column, float(reported[i]), draft.words("partial"), MUTED, dx=9, halo=False)
        return plot

    excluded = f" ({draft.words('excluded')})"
    rows = [
        (*row[:4], row[4] if full[i] or row[4].value is None else (row[4], excluded)) for i, row in enumerate(cells)
    ]
    return draft.chart(
        draw,
        draft.table(draft.head("month", "hashrate", "computed", "published", "error"), rows, "caption"),
        "reported derived assumed",
        ("realised_hashrate_at_quarter_end",),
        HERO,
    )
