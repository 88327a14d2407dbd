"""The charts of the Mining page."""

from __future__ import annotations

import numpy as np

from dashboard import text
from dashboard.colors import ASSUMED, GAIN, GREY, GRID, INK, LOSS, MUTED
from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.layout import HERO, SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.headlines import figure, label, say
from dashboard.headlines.mining import variant
from dashboard.resolver import Scenario
from dashboard.text import Figure, Lang

_STEP = 10_000.0
_COLUMNS, _ROWS = 9, 6
_BIN = 100e6


def sensitivity(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The yearly mining result by price and cost; the boxed cell is the reader's scenario."""
    if not scenario.known("mining_result_per_year"):
        return base.missing("table", "table", lang, HERO)
    price, cost = scenario.value("btc_price"), scenario.value("all_in_cost_per_btc")
    prices = shapes.steps_through(price, _COLUMNS, 2, _STEP)
    costs = shapes.steps_through(cost, _ROWS, 4, _STEP)[::-1]
    results = scenario.sweep("mining_result_per_year", btc_price=prices[None, :], all_in_cost_per_btc=costs[:, None])
    own_column, own_row = int(np.argmin(abs(prices - price))), int(np.argmin(abs(costs - cost)))
    hovers = [
        [
            base.hover(
                (text.t("mining.price", lang), text.usd(at, lang)),
                (text.t("mining.cost", lang), text.usd(full, lang)),
                (text.t("mining.margin", lang), text.usd(at - full, lang, signed=True)),
                (text.t("mining.result", lang), text.millions(results[row][column], lang, 0, True)),
            )
            for column, at in enumerate(prices)
        ]
        for row, full in enumerate(costs)
    ]
    wide, narrow = base.both(
        lambda width: shapes.cell_table(
            [[text.number(value / 1e6, lang, 0, True) for value in row] for row in results],
            [[base.bin_of(round(value / 1e6), _BIN / 1e6) for value in row] for row in results],
            [_thousands(v, lang) for v in prices],
            [_thousands(v, lang) for v in costs],
            (own_row, own_column),
            width,
            hovers,
            border=[int(np.sum(np.round(row / 1e6) < 0)) for row in results],
        )
    )
    head = (text.t("mining.table.head", lang), *(text.thousands(p, lang) for p in prices))
    rows: list[tuple[Cell, ...]] = []
    for row in range(_ROWS):
        cells: list[Cell] = [text.usd(costs[row], lang)]
        for column in range(_COLUMNS):
            words = text.millions(results[row][column], lang, 0, True)
            cells.append(Figure("mining_result_per_year", words, float(results[row][column]), "scenario"))
        rows.append(tuple(cells))
    return Chart(
        "table",
        say(scenario, f"mining.table.title.{variant(scenario)}", lang),
        say(scenario, "mining.table.subtitle", lang),
        say(scenario, "mining.table.alt", lang),
        wide,
        (
            ("assumed", text.t("mining.table.assumed", lang)),
            ("derived", text.t("mining.table.derived", lang)),
        ),
        Table(head, tuple(rows), text.t("mining.table.caption", lang)),
        ("btc_mined_per_year_run", "btc_mined_fy2025"),
        HERO,
        narrow,
    )


def _thousands(value: float, lang: Lang) -> str:
    return text.number(value / 1e3, lang, 0 if abs(value / 1e3 - round(value / 1e3)) < 1e-9 else 1)


def margin_curve(scenario: Scenario, lang: Lang) -> Chart:
    """Margin per coin against the price, with break-even, 2025's revenue and the reader's price on it."""
    price, even = scenario.value("btc_price"), scenario.value("break_even_price")
    margin = scenario.value("margin_per_btc")
    low = max(min(40e3, price - 25e3, even - 40e3), 0.0)
    high = max(140e3, price + 15e3, even + 25e3)
    xs = np.array([low, high])
    all_in = scenario.sweep("margin_per_btc", btc_price=xs)
    cash = scenario.sweep("cash_margin_per_btc", btc_price=xs)
    revenue = scenario.value("revenue_per_btc_fy2025")
    own = figure(scenario.output("margin_per_btc"), lang).text
    threshold = figure(scenario.output("break_even_price"), lang).text
    bottom, top = float(all_in[0]) * 1.12, float(max(all_in[1], cash[1])) * 1.15
    y_ticks = base.nice_ticks(bottom, top, 6)
    y_labels = base.unit_once(y_ticks, lang, "ksd", 1e3, signed=True)

    def build(width: int) -> Dict:
        margins = (base.room(y_labels), 14, 8, 26)
        placer = Placer(width, SUPPORT, (low, high), (bottom, top), margins)
        placer.keep_clear(price, margin, 9)
        placer.keep_clear(even, 0, 6)
        placer.keep_line_clear(low, all_in[0], high, all_in[1])
        placer.keep_line_clear(low, cash[0], high, cash[1])
        placer.keep_line_clear(low, 0, high, 0)
        placer.keep_line_clear(price, 0, price, margin)
        notes = [
            placer.place(
                price, margin,
                f"<b>{own}</b><br>{text.t('mining.curve.yours', lang)}",
                ASSUMED, prefer=("e", "w", "se", "nw", "s", "n", "ne", "sw"), gap=13,
            ),
            placer.place(
                even, 0,
                f"{text.t('mining.curve.break_even', lang)}<br><b>{threshold}</b>",
                prefer=("se", "nw", "s", "n", "sw", "ne"), gap=10,
            ),
        ]  # fmt: skip
        points = [base.marks([even], [0], shape="open")]
        if revenue is not None and low < revenue < high:
            at = revenue - even
            placer.keep_clear(revenue, at, 6)
            notes.append(
                placer.place(
                    revenue, at,
                    f"{text.t('mining.curve.revenue', lang)}<br><b>{text.usd(revenue, lang)}</b>",
                    prefer=("nw", "n", "w", "se", "s", "ne", "e"), gap=12,
                )
            )  # fmt: skip
            points.append(base.marks([revenue], [at], shape="open", marker={"color": INK, "line": {"width": 0}}))
        x_end = high - (high - low) * 0.02
        words = text.t("mining.curve.cash", lang)
        notes.append(placer.place(x_end, float(cash[1]), words, MUTED, prefer=("w", "nw", "n"), gap=6))
        # The line's name stands at whichever end the reader's price is not.
        left_end = price > low + (high - low) * 0.35
        at = low + (high - low) * 0.08 if left_end else x_end
        sides = ("se", "e", "s", "n") if left_end else ("sw", "s", "w")
        notes.append(placer.place(at, at - even, text.t("mining.curve.all_in", lang), prefer=sides, gap=10))
        x_ticks = base.inner_ticks(low, high, 5)
        loss_end = min(max(even, low), high)
        return {
            "data": [
                base.area([low, loss_end], [all_in[0], min(0.0, loss_end - even)], LOSS),
                base.area([loss_end, high], [max(0.0, loss_end - even), all_in[1]], GAIN),
                base.line(xs, cash, GREY, 1.5, "dot"),
                base.line(xs, all_in),
                *points,
                base.marks(
                    [price], [margin],
                    [base.hover(
                        (text.t("mining.price", lang), text.usd(price, lang)),
                        (text.t("mining.cost", lang), text.usd(even, lang)),
                        (text.t("mining.margin", lang), text.usd(margin, lang, signed=True)),
                    )],
                    "diamond",
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [low, high], **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "ksd", 1e3))},
                yaxis={
                    "range": [bottom, top],
                    **base.ticks(y_ticks, y_labels),
                },
                shapes=[
                    base.segment(low, 0, high, 0, INK, 1),
                    base.segment(price, 0, price, margin, ASSUMED, 2),
                ],
                annotations=notes,
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = []
    for at in sorted({*base.nice_ticks(low, high, 8), price, even}):
        rows.append(
            (
                text.usd(at, lang),
                Figure("margin_per_btc", text.usd(at - even, lang, 0, True), at - even, "scenario"),
                Figure(
                    "cash_margin_per_btc",
                    text.usd(at - scenario.value("cash_cost_per_btc"), lang, 0, True),
                    at - scenario.value("cash_cost_per_btc"),
                    "scenario",
                ),
            )
        )
    head = (
        text.t("mining.price", lang),
        label(scenario, "margin_per_btc", lang),
        label(scenario, "cash_margin_per_btc", lang),
    )
    return Chart(
        "curve",
        say(scenario, "mining.curve.title", lang),
        say(scenario, "mining.curve.subtitle", lang),
        say(scenario, "mining.curve.alt", lang),
        wide,
        (("derived", text.t("mining.curve.derived", lang)), ("assumed", text.t("mining.table.assumed", lang))),
        Table(head, tuple(rows)),
        ("cash_cost_per_btc", "depreciation_per_btc", "cash_margin_per_btc", "revenue_per_btc_fy2025"),
        HERO,
        narrow,
    )


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


_LADDER = (
    "btc_price",
    "cash_cost_per_btc",
    "all_in_cost_per_btc",
    "revenue_per_btc_fy2025",
    "all_in_cost_fy2025",
    "cash_cost_q1_2026",
)


def price_ladder(scenario: Scenario, lang: Lang) -> Chart:
    """Your price among the cost lines, sorted from high to low."""
    outputs = [scenario.output(key) for key in _LADDER if scenario.known(key)]
    outputs.sort(key=lambda o: (-o.number, _LADDER.index(o.key)))
    price, cash, full = (scenario.value(k) for k in ("btc_price", "cash_cost_per_btc", "all_in_cost_per_btc"))
    case = (
        "even" if round(price) == round(full) else "above" if price > full else
        "equal" if round(price) == round(cash) else "between" if price > cash else "below"
    )  # fmt: skip
    names = [text.t(f"mining.ladder.{o.key}", lang) for o in outputs]
    low = min(40e3, *(o.number for o in outputs))
    high = max(120e3, *(o.number for o in outputs))
    low, high = low - (high - low) * 0.04, high + (high - low) * 0.04

    def build(width: int) -> Dict:
        left = 120 if width >= base.WIDE else 108
        scale, notes = base.row_axis(names, left)
        traces = []
        for row, output in enumerate(outputs):
            assumed = output.kind in ("assumed", "scenario")
            shape = "diamond" if assumed else "filled" if output.kind == "reported" else "open"
            traces.append(base.marks([output.number], [row], shape=shape))
            flip = (output.number - low) / (high - low) > 0.62
            notes.append(
                base.label(
                    output.number, row, f"<b>{text.usd(output.number, lang, 0)}</b>", ASSUMED if assumed else INK,
                    "right" if flip else "left", dx=-12 if flip else 12,
                )
            )  # fmt: skip
        values = base.inner_ticks(low, high, 5)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 4, "b": 26},
                xaxis={"range": [low, high], **base.ticks(values, base.unit_once(values, lang, "ksd", 1e3))},
                yaxis=scale,
                annotations=notes,
                shapes=[base.segment(low, r, high, r, GRID, 1) | {"layer": "below"} for r in range(len(outputs))],
            ),
        }

    wide, narrow = base.both(build)
    rows = tuple(
        (name, Figure(o.key, text.usd(o.number, lang, 0), o.value, o.kind))
        for name, o in zip(names, outputs, strict=True)
    )
    return Chart(
        "ladder",
        say(scenario, f"mining.ladder.title.{case}", lang),
        say(scenario, "mining.ladder.subtitle", lang),
        say(scenario, "mining.ladder.alt", lang),
        wide,
        tuple((kind, text.t(f"mining.ladder.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        Table((text.t("mining.ladder.figure", lang), text.t("mining.ladder.value", lang)), rows),
        tuple(o.key for o in outputs),
        SUPPORT,
        narrow,
    )


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
        ("revenue_per_btc_q1_2026", "cash_margin_per_btc_q1_2026", "cash_margin_per_btc_fy2025"),
        SUPPORT,
        narrow,
    )


def _quarter(period: str, long: bool = False) -> str:
    year, quarter = period.split("-")
    return f"{quarter}{text.NBSP}{year}" if long else f"{quarter} {year[2:]}"


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


def machines(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The price at which each machine generation stops paying for its power, against the reader's price."""
    series = scenario.facts.series.get("machine_generations")
    if series is None or not scenario.known("machine_generations_efficiency", "shutdown_price"):
        return base.missing("machines", "machines", lang, HERO)
    efficiencies = scenario.value("machine_generations_efficiency")
    prices = scenario.sweep("shutdown_price", fleet_efficiency=efficiencies)
    names = [row.label.get(lang) if row.label else "" for row in series.rows]
    fleet = text.plain(say(scenario, "mining.machines.fleet", lang))
    entries = [(n, float(e), float(p), False) for n, e, p in zip(names, efficiencies, prices, strict=True)]
    entries.append((fleet, scenario.value("fleet_efficiency"), scenario.value("shutdown_price"), True))
    entries.sort(key=lambda entry: -entry[2])
    price = scenario.value("btc_price")
    paying = sum(1 for _, _, p, own in entries if not own and p <= price)
    low = 0.0
    high = max(price, *(p for _, _, p, _ in entries)) * 1.12

    def build(width: int) -> Dict:
        left = 122 if width >= base.WIDE else 112
        scale, notes = base.row_axis([n for n, *_ in entries], left)
        scale["range"] = [len(entries) - 0.5, -0.95]
        traces = []
        for row, (_, _, at, own) in enumerate(entries):
            traces.append(base.marks([at], [row], shape="diamond" if own else "open"))
            flip = at / high > 0.66 or (0 < (price - at) / high < 0.27 and at / high > 0.3)
            notes.append(
                base.label(
                    at, row, f"<b>{text.usd(at, lang, 0)}</b>", ASSUMED if own else INK,
                    "right" if flip else "left", dx=-12 if flip else 12,
                )
            )  # fmt: skip
        share = price / high
        notes.append(
            base.label(
                price, -0.72, f"<b>{text.usd(price, lang)}</b> {text.t('mining.machines.yours', lang)}", ASSUMED,
                "left" if share < 0.5 else "right", dx=4 if share < 0.5 else -4,
            )
        )  # fmt: skip
        values = base.inner_ticks(low, high, 5)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 4, "b": 26},
                xaxis={"range": [low, high], **base.ticks(values, base.unit_once(values, lang, "ksd", 1e3))},
                yaxis=scale,
                annotations=notes,
                shapes=[
                    *(base.segment(low, r, high, r, GRID, 1) | {"layer": "below"} for r in range(len(entries))),
                    base.segment(price, -0.95, price, len(entries) - 0.5, ASSUMED, 2) | {"layer": "below"},
                ],
            ),
        }

    wide, narrow = base.both(build)
    rows = tuple(
        (n, text.show(e, "j_per_th", lang), Figure("shutdown_price", text.usd(p, lang, 0), p, "scenario"))
        for n, e, p, _ in entries
    )
    total = len(entries) - 1
    return Chart(
        "machines",
        say(scenario, "mining.machines.title", lang, count=str(paying), total=str(total)),
        say(scenario, "mining.machines.subtitle", lang),
        say(scenario, "mining.machines.alt", lang),
        wide,
        tuple((kind, text.t(f"mining.machines.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        Table(tuple(text.t(f"mining.machines.{c}", lang) for c in ("model", "efficiency", "price")), rows),
        ("power_cost_per_btc", "fleet_power_mw"),
        HERO,
        narrow,
    )


def backtest(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Computed against reported output per month, with the error under each month."""
    needed = ("monthly_operations_period", "monthly_operations_btc_produced", "monthly_operations_operating_hashrate",
              "backtest_btc_computed", "backtest_error", "full_month", "backtest_mean_absolute_error")  # fmt: skip
    if not scenario.known(*needed):
        return base.missing("backtest", "backtest", lang, HERO)
    periods, reported, hashrate, computed, error, full, _ = (scenario.value(key) for key in needed)
    shown = [i for i in range(len(periods)) if np.isfinite(computed[i])]
    high = float(np.nanmax([*reported[shown], *computed[shown]])) * 1.08
    y_ticks = base.nice_ticks(0, high, 4)
    y_labels = base.unit_once(y_ticks, lang, "btc", 1)

    def coins(value: float) -> str:
        return text.show(float(value), "btc", lang, digits=1)

    def build(width: int) -> Dict:
        margins = (base.room(y_labels), 10, 10, 62)
        wide = width >= base.WIDE
        names = [
            f"{text.date(str(periods[i]), lang).split()[0].rstrip('.')[:3]}<br>{str(periods[i])[2:4]}" for i in shown
        ]
        notes = []
        for column, i in enumerate(shown):
            words = text.number(error[i] * 100, lang, 1 if full[i] else 0, True)
            notes.append(
                base.label(column, 0, words, INK if full[i] else MUTED, "center", dy=-46, halo=False, yref="paper",
                           size=12 if wide else 11)
            )  # fmt: skip
            if not full[i]:
                notes.append(
                    base.label(column, float(reported[i]), text.t("mining.backtest.partial", lang), MUTED, "left", dx=9,
                               halo=False, align="left")
                )  # fmt: skip
        return {
            "data": [
                base.marks(range(len(shown)), computed[shown], None, "open", marker={"size": 13}),
                base.marks(
                    range(len(shown)), reported[shown],
                    [base.hover((text.t("mining.backtest.published", lang), coins(reported[i])),
                                (text.t("mining.backtest.computed", lang), coins(computed[i])),
                                (text.t("mining.backtest.error", lang), text.percent(float(error[i]), lang, 1, True)))
                     for i in shown],
                    "filled", marker={"size": 7},
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-0.6, len(shown) - 0.4], **base.ticks(range(len(shown)), names),
                       "tickfont": {"size": 12 if wide else 11, "color": MUTED}},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_labels)},
                annotations=[
                    *notes,
                    base.label(0, 0, "%", MUTED, "right", dx=-6, dy=-46, halo=False, xref="paper", yref="paper"),
                ],
                shapes=[base.segment(-0.6, 0, len(shown) - 0.4, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = []
    for i, period in enumerate(periods):
        fault = shapes.cell("backtest_error", error[i], "pct", "scenario", lang, signed=True, digits=1)
        rows.append(
            (
                text.date(str(period), lang),
                shapes.cell("monthly_operations_operating_hashrate", hashrate[i], "eh", "reported", lang, digits=2),
                shapes.cell("backtest_btc_computed", computed[i], "btc", "scenario", lang, digits=1),
                shapes.cell("monthly_operations_btc_produced", reported[i], "btc", "reported", lang, digits=1),
                fault if full[i] or fault.value is None else (fault, f" ({text.t('mining.backtest.excluded', lang)})"),
            )
        )
    return Chart(
        "backtest",
        say(scenario, "mining.backtest.title", lang),
        say(scenario, "mining.backtest.subtitle", lang),
        say(scenario, "mining.backtest.alt", lang),
        wide,
        tuple((kind, text.t(f"mining.backtest.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        Table(
            tuple(
                text.t(f"mining.backtest.{c}", lang) for c in ("month", "hashrate", "computed", "published", "error")
            ),
            tuple(rows),
            text.t("mining.backtest.caption", lang),
        ),
        ("realised_hashrate_2026_03",),
        HERO,
        narrow,
    )
