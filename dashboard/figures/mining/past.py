"""The charts of the Mining page about published results: the loss of a year, the quarters, the days below cost."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes, shapes
from dashboard.figures.axes import Axis
from dashboard.figures.colors import GREY, INK, LOSS, MUTED
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, WIDE, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.model import months_of
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

# So many quarters a title names; more than that it counts.
_NAMED = 2
_BRIDGE = (
    ("btc_revenue_financial_year", "total"),
    ("other_revenue_financial_year", "plus"),
    ("mining_cost_total_financial_year", "minus"),
    ("impairment_first_half", "plus"),
    ("other_charges_unidentified_financial_year", "plus"),
    ("net_result_financial_year", "total"),
    ("net_result_discontinued_first_half", "plus"),
    ("net_result_unexplained_financial_year", "plus"),
    ("net_result_total_financial_year", "total"),
)


@fixed
def loss_bridge(scenario: Scenario, lang: Lang) -> Chart | Block:
    """From the revenue of the financial year to its net loss, as a waterfall of rows."""
    draft = Draft(scenario, lang, "mining.bridge")
    if not scenario.known("financial_year", *(key for key, _ in _BRIDGE)):
        return draft.missing()
    rows, steps = shapes.bridge(draft, _BRIDGE, "musd", 1e6)
    covered = scenario.value("margin_per_btc_financial_year") or 0
    return draft.chart(
        lambda width: shapes.waterfall(width, SUPPORT, steps, (132, 112)),
        draft.table((text.t("mining.step", lang), text.t("mining.amount", lang)), rows),
        "reported derived",
        (
            *(key for key, _ in _BRIDGE),
            "margin_per_btc_financial_year",
            "mining_margin_financial_year",
            "other_charges_financial_year",
        ),
        title="title" if covered >= 0 else "title.reversed",
    )


_LINES = (
    ("revenue", "quarterly_revenue_per_btc", INK, 2.5, "solid"),
    ("cash", "quarterly_results_cash_cost", GREY, 2, "dot"),
    ("all_in", "quarterly_results_all_in_cost", LOSS, 2, "solid"),
)


@fixed
def quarters(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Revenue, cash cost and all-in cost per coin, quarter by quarter, with the coins mined."""
    draft = Draft(scenario, lang, "mining.quarters")
    if not scenario.known("quarterly_results_period", "quarterly_results_btc_mined", *(key for _, key, *_ in _LINES)):
        return draft.missing()
    periods = [str(period) for period in scenario.value("quarterly_results_period")]
    revenue, cash, full = (scenario.value(key) for _, key, *_ in _LINES)
    rows = [i for i, p in enumerate(periods) if "Q" in p and np.isfinite(revenue[i])]
    if not rows:
        return draft.missing()
    above = [text.date(periods[i], lang) for i in rows if full[i] > revenue[i]]
    every = np.concatenate([values[rows] for values in (revenue, cash, full)])
    y = axes.upright(np.nanmin(every) - 12e3, np.nanmax(every) + 12e3, lang, "ksd", 1e3)
    mined = [draft.element("quarterly_results_btc_mined", i, "btc") for i in rows]
    cells = {key: [draft.element(key, i, "usd") for i in rows] for _, key, *_ in _LINES}
    names = [
        f"{periods[i][5:]} {periods[i][2:4]}<br>{text.number(one.value, lang)}"
        for i, one in zip(rows, mined, strict=True)
    ]
    x = Axis(-0.4, len(rows) - 0.6, range(len(rows)), names)

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, x, y, right=(84, 70), bottom=40)
        for name, key, color, thick, dash in _LINES:
            values = np.array([np.nan if one.value is None else one.value for one in cells[key]])
            said = draft.words(name)
            hovers = [
                ((said, one), (draft.words("mined"), coins)) for one, coins in zip(cells[key], mined, strict=True)
            ]
            plot.line(range(len(rows)), values, color, thick, dash, connectgaps=False)
            plot.marks(range(len(rows)), values, hover=hovers, marker={"color": color, "size": 7})
            last = int(np.flatnonzero(np.isfinite(values))[-1]) if np.isfinite(values).any() else 0
            plot.label(last, float(values[last]), said, MUTED if name == "cash" else color, "e ne se n s", gap=8)
        return plot

    table = zip((text.date(periods[i], lang) for i in rows), *cells.values(), mined, strict=True)
    return draft.chart(
        draw,
        draft.table(draft.head("period", "revenue", "cash", "all_in", "mined"), list(table)),
        "reported derived",
        ("revenue_per_btc_last_quarter", "cash_margin_per_btc_last_quarter", "cash_margin_per_btc_financial_year"),
        title="title.none" if not above else "title" if len(above) <= _NAMED else "title.many",
        names=text.join(above, lang),
        count=text.number(len(above), lang),
    )


@fixed
def days_below_cost(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The daily close of the financial year against its all-in cost; days below it are shaded as loss."""
    draft = Draft(scenario, lang, "mining.days")
    needed = (
        "btc_price_daily_date",
        "btc_price_daily_close",
        "all_in_cost_financial_year",
        "financial_year",
    )
    if not scenario.known(*needed) or not scenario.value("days_with_close_financial_year"):
        return draft.missing()
    dates, closes, cost, financial_year = (scenario.value(key) for key in needed)
    months = months_of(financial_year)
    year = np.isin(dates.astype("datetime64[M]").astype(str), months)
    days, values = axes.day_numbers(dates[year]), closes[year]
    starts = {month: float(axes.day_numbers(f"{month}-01")) for month in months}
    named = [month for month, day in starts.items() if days[0] <= day <= days[-1]]
    y = axes.upright(min(float(values.min()), cost) * 0.93, float(values.max()) * 1.05, lang, "ksd", 1e3)

    def draw(width: int) -> Plot:
        shown = named[:: 2 if width >= WIDE else 3]
        x = Axis(days[0], days[-1], [starts[month] for month in shown], [text.date(month, lang) for month in shown])
        plot = Plot(width, SUPPORT, x, y, right=10)
        plot.band(days, [cost] * len(days), np.minimum(values, cost), LOSS, 0.25, INK)
        plot.line(days, values, INK, 1.8)
        plot.line([days[0], days[-1]], [cost, cost], LOSS, 2)
        words = f"{draft.words('cost')} <b>{text.usd(cost, lang)}</b>"
        plot.fixed(days[len(days) // 2], cost, words, LOSS, "center", dy=-11)
        return plot

    rows = [
        (
            text.date(month, lang),
            *(
                _in_month(draft, key, month)
                for key in ("days_below_all_in_cost_financial_year", "days_with_close_financial_year")
            ),
        )
        for month in dict.fromkeys(str(day)[:7] for day in dates[year])
    ]
    return draft.chart(
        draw,
        draft.table(draft.head("month", "below", "closes"), rows),
        "reported derived",
        ("btc_price_production_weighted_financial_year",),
    )


def _in_month(draft: Draft, key: str, month: str) -> Figure:
    """A count of days over one month instead of the year."""
    dates, closes = (draft.scenario.value(f"btc_price_daily_{part}") for part in ("date", "close"))
    inside = dates.astype("datetime64[M]") == np.datetime64(month)
    count = draft.scenario.sweep(key, btc_price_daily_date=dates[inside], btc_price_daily_close=closes[inside])
    return draft.figure(key, count, "count", at=f"month={month}")
