"""The charts of the Mining page about published results: the loss of 2025, the quarters, the days below cost."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, Block, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.headlines import say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_BRIDGE = (
    ("btc_revenue_fy2025", "start"),
    ("other_revenue_fy2025", "step"),
    ("mining_cost_total_fy2025", "minus"),
    ("impairment_h1_2025", "step"),
    ("other_charges_unidentified_fy2025", "step"),
    ("net_result_fy2025", "total"),
    ("net_result_discontinued_h1_2025", "step"),
    ("net_result_unexplained_fy2025", "step"),
    ("net_result_total_fy2025", "total"),
)


@fixed
def loss_bridge(scenario: Scenario, lang: Lang) -> Chart | Block:
    """From the revenue of 2025 to the net loss, as a waterfall of rows."""
    if not scenario.known(*(key for key, _ in _BRIDGE)):
        return base.missing("bridge", "bridge", lang)
    names, starts, ends, colors, words, values = [], [], [], [], [], []
    level = 0.0
    for key, role in _BRIDGE:
        amount = scenario.value(key) * (-1 if role == "minus" else 1)
        start, end = (0.0, amount) if role in ("start", "total") else (level, level + amount)
        level = end
        names.append(text.t(f"mining.bridge.{key}", lang))
        starts.append(start)
        ends.append(end)
        colors.append(INK if role in ("start", "total") else GAIN if amount > 0 else LOSS)
        words.append(text.number(amount / 1e6, lang, 1, role not in ("start", "total")))
        values.append(amount)

    def build(width: int) -> Dict:
        return shapes.waterfall(names, starts, ends, colors, words, 132 if width >= base.WIDE else 112, width)

    wide, narrow = base.both(build)
    rows = tuple(
        (
            name,
            Figure(key, text.millions(amount, lang, 1, role == "step"), amount, scenario.output(key).kind),
        )
        for (key, role), name, amount in zip(_BRIDGE, names, values, strict=True)
    )
    covered = scenario.value("margin_per_btc_fy2025") or 0
    return Chart(
        "bridge",
        say(scenario, "mining.bridge.title" + ("" if covered >= 0 else ".reversed"), lang),
        say(scenario, "mining.bridge.subtitle", lang),
        say(scenario, "mining.bridge.alt", lang),
        wide,
        (("reported", text.t("mining.bridge.reported", lang)), ("derived", text.t("mining.bridge.derived", lang))),
        Table((text.t("mining.step", lang), text.t("mining.amount", lang)), rows),
        (*(key for key, _ in _BRIDGE), "margin_per_btc_fy2025", "mining_margin_fy2025", "other_charges_fy2025"),
        SUPPORT,
        narrow,
    )


@fixed
def quarters(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Revenue, cash cost and all-in cost per coin, quarter by quarter, with the coins mined."""
    needed = ("quarterly_results_period", "quarterly_revenue_per_btc", "quarterly_results_cash_cost",
              "quarterly_results_all_in_cost", "quarterly_results_btc_mined")  # fmt: skip
    if not scenario.known(*needed):
        return base.missing("quarters", "quarters", lang)
    periods, revenue, cash, full, mined = (scenario.value(key) for key in needed)
    rows = [i for i, p in enumerate(periods) if "Q" in p and np.isfinite(revenue[i])]
    names = [_quarter(str(periods[i])) for i in rows]
    above = [_quarter(str(periods[i]), long=True) for i in rows if full[i] > revenue[i]]
    lines = {"revenue": revenue[rows], "cash": cash[rows], "all_in": full[rows]}
    every = np.concatenate(list(lines.values()))
    low, high = np.nanmin(every) - 12e3, np.nanmax(every) + 12e3
    y_ticks = base.nice_ticks(low, high, 5)
    y_labels = base.unit_once(y_ticks, lang, "ksd", 1e3)

    def build(width: int) -> Dict:
        right = 84 if width >= base.WIDE else 70
        margins = (base.room(y_labels), right, 8, 40)
        styles = {"revenue": (INK, 2.5, "solid"), "cash": (GREY, 2, "dot"), "all_in": (LOSS, 2, "solid")}
        placer = Placer(width, SUPPORT, (-0.4, len(rows) - 0.6), (low, high), margins)
        traces: list[Dict] = []
        notes: list[Dict] = []
        for name, values in lines.items():
            color, thick, dash = styles[name]
            traces.append(base.line(range(len(rows)), values, color, thick, dash, connectgaps=False))
            traces.append(
                base.marks(
                    range(len(rows)), values,
                    [base.hover((text.t(f"mining.quarters.{name}", lang), text.show(float(v), "usd", lang)),
                                (text.t("mining.quarters.mined", lang), text.show(float(mined[i]), "btc", lang)))
                     for i, v in zip(rows, values, strict=True)],
                    "filled", marker={"color": color, "size": 7},
                )
            )  # fmt: skip
            last = int(np.flatnonzero(np.isfinite(values))[-1]) if np.isfinite(values).any() else 0
            words = text.t(f"mining.quarters.{name}", lang)
            ink = MUTED if name == "cash" else color
            notes.append(placer.place(last, float(values[last]), words, ink, prefer=("e", "ne", "se", "n", "s"), gap=8))
        ticks = [f"{n}<br>{text.number(float(mined[i]), lang)}" for n, i in zip(names, rows, strict=True)]
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-0.4, len(rows) - 0.6], **base.ticks(range(len(rows)), ticks)},
                yaxis={"range": [low, high], **base.ticks(y_ticks, y_labels)},
                annotations=notes,
            ),
        }

    wide, narrow = base.both(build)
    kinds = {k: scenario.output(k).kind for k in needed}
    table = tuple(
        (
            _quarter(str(periods[i]), long=True),
            shapes.cell("quarterly_revenue_per_btc", revenue[i], "usd", kinds["quarterly_revenue_per_btc"], lang),
            shapes.cell("quarterly_results_cash_cost", cash[i], "usd", kinds["quarterly_results_cash_cost"], lang),
            shapes.cell("quarterly_results_all_in_cost", full[i], "usd", kinds["quarterly_results_all_in_cost"], lang),
            shapes.cell("quarterly_results_btc_mined", mined[i], "btc", kinds["quarterly_results_btc_mined"], lang),
        )
        for i in rows
    )
    title = (
        say(scenario, "mining.quarters.title", lang, names=text.join(above, lang))
        if above
        else say(scenario, "mining.quarters.title.none", lang)
    )
    return Chart(
        "quarters",
        title,
        say(scenario, "mining.quarters.subtitle", lang),
        say(scenario, "mining.quarters.alt", lang),
        wide,
        tuple((kind, text.t(f"mining.quarters.{kind}", lang)) for kind in ("reported", "derived")),
        Table(
            tuple(text.t(f"mining.quarters.{c}", lang) for c in ("period", "revenue", "cash", "all_in", "mined")), table
        ),
        ("revenue_per_btc_last_quarter", "cash_margin_per_btc_last_quarter", "cash_margin_per_btc_fy2025"),
        SUPPORT,
        narrow,
    )


def _quarter(period: str, long: bool = False) -> str:
    year, quarter = period.split("-")
    return f"{quarter}{text.NBSP}{year}" if long else f"{quarter} {year[2:]}"


@fixed
def days_below_cost(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The daily close of 2025 against the all-in cost of the year; days below it are shaded as loss."""
    needed = ("btc_price_daily_date", "btc_price_daily_close", "all_in_cost_fy2025", "days_below_all_in_cost_2025")
    if not scenario.known(*needed):
        return base.missing("days", "days", lang)
    dates, closes, cost = (scenario.value(key) for key in needed[:3])
    year = dates.astype("datetime64[Y]") == np.datetime64("2025")
    days, values = dates[year], closes[year]
    low, high = min(float(values.min()), cost) * 0.93, float(values.max()) * 1.05
    stamps = [str(day) for day in days]

    def build(width: int) -> Dict:
        y_ticks = base.nice_ticks(low, high, 5)
        y_labels = base.unit_once(y_ticks, lang, "ksd", 1e3)
        margins = (base.room(y_labels), 10, 8, 26)
        months = [f"2025-{m:02d}-01" for m in ((1, 3, 5, 7, 9, 11) if width >= base.WIDE else (1, 4, 7, 10))]
        below = np.minimum(values, cost)
        return {
            "data": [
                base.line(stamps, [cost] * len(stamps), INK, 0),
                {
                    **base.line(stamps, below, LOSS, 0),
                    "fill": "tonexty",
                    "fillcolor": base.shade(LOSS, 0.25),
                },
                base.line(stamps, values, INK, 1.8),
                base.line([stamps[0], stamps[-1]], [cost, cost], LOSS, 2),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={
                    "type": "date",
                    "range": [stamps[0], stamps[-1]],
                    **base.ticks(months, [text.date(m[:7], lang) for m in months]),
                },
                yaxis={"range": [low, high], **base.ticks(y_ticks, y_labels)},
                annotations=[
                    base.label(
                        stamps[len(stamps) // 2], cost,
                        f"{text.t('mining.days.cost', lang)} <b>{text.usd(cost, lang)}</b>", LOSS, "center", dy=-11,
                    )
                ],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = []
    for month in range(1, 13):
        stamp = f"2025-{month:02d}"
        chosen = values[days.astype("datetime64[M]") == np.datetime64(stamp)]
        if chosen.size:
            count = int((chosen < cost).sum())
            rows.append(
                (
                    text.date(stamp, lang),
                    Figure("days_below_all_in_cost_2025", text.number(count, lang), count, "derived"),
                    Figure("days_with_close_2025", text.number(chosen.size, lang), int(chosen.size), "derived"),
                )
            )
    return Chart(
        "days",
        say(scenario, "mining.days.title", lang),
        say(scenario, "mining.days.subtitle", lang),
        say(scenario, "mining.days.alt", lang),
        wide,
        tuple((kind, text.t(f"mining.days.{kind}", lang)) for kind in ("reported", "derived")),
        Table(tuple(text.t(f"mining.days.{c}", lang) for c in ("month", "below", "closes")), tuple(rows)),
        ("btc_price_production_weighted_2025",),
        SUPPORT,
        narrow,
    )
