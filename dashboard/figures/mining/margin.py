"""The charts of the Mining page that follow the price: sensitivity, margin, ladder."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.layout import HERO, SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.headlines import figure, label, say
from dashboard.headlines.mining import variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

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


def margin_curve(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Margin per coin against the price, with break-even, 2025's revenue and the reader's price on it."""
    if not scenario.known("margin_per_btc", "cash_margin_per_btc", "break_even_price"):
        return base.missing("curve", "curve", lang, HERO)
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
        placer = Placer(width, HERO, (low, high), (bottom, top), margins)
        placer.keep_ticks_clear(y_ticks, y_labels)
        placer.keep_clear(price, margin, 9)
        placer.keep_clear(even, 0, 6)
        placer.keep_line_clear(low, all_in[0], high, all_in[1], 3)
        placer.keep_line_clear(low, cash[0], high, cash[1], 2)
        placer.keep_line_clear(low, 0, high, 0)
        placer.keep_line_clear(price, 0, price, margin)
        notes = [
            placer.place(
                price, margin,
                f"<b>{own}</b><br>{text.t('mining.curve.yours', lang)}",
                ASSUMED, prefer=("se", "e", "w", "nw", "s", "n", "ne", "sw"), gap=13,
            ),
            placer.place(
                even, 0,
                f"{text.t('mining.curve.break_even', lang)}<br><b>{threshold}</b>",
                prefer=("se", "nw", "s", "n", "sw", "ne"), gap=10,
            ),
        ]  # fmt: skip
        points, leaders = [base.marks([even], [0], shape="open")], []
        if revenue is not None and low < revenue < high:
            at = revenue - even
            placer.keep_clear(revenue, at, 6)
            words = f"{text.t('mining.curve.revenue', lang)}<br><b>{text.usd(revenue, lang)}</b>"
            notes.append(
                placer.place(revenue, at, words, prefer=("nw", "n", "w", "se", "s", "ne", "e"), gap=12, far=True)
            )
            leaders.append(placer.leader(notes[-1]))
            points.append(base.marks([revenue], [at], shape="open", marker={"color": INK, "line": {"width": 0}}))
        x_end = high - (high - low) * 0.02
        words = text.t("mining.curve.cash", lang)
        notes.append(placer.place(x_end, float(cash[1]), words, MUTED, prefer=("w", "nw", "n"), gap=6))
        ends = [(at, at - even) for at in (low + (high - low) * share for share in (0.08, 0.85, 0.75, 0.65))]
        words = text.t("mining.curve.all_in", lang)
        notes.append(placer.place_along(ends, words, prefer=("se", "e", "s"), gap=10, halo=False))
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
                    *leaders,
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


_LADDER = (
    "btc_price",
    "cash_cost_per_btc",
    "all_in_cost_per_btc",
    "revenue_per_btc_fy2025",
    "all_in_cost_fy2025",
    "cash_cost_last_quarter",
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
            words = f"<b>{text.usd(output.number, lang, 0)}</b>"
            notes.append(base.beside(output.number, row, words, ASSUMED if assumed else INK, flip))
        values = base.inner_ticks(low, high, 5)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 4, "b": 26},
                xaxis={"range": [low, high], **base.ticks(values, base.unit_once(values, lang, "ksd", 1e3))},
                yaxis=scale,
                annotations=notes,
                shapes=base.row_lines(low, high, len(outputs)),
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
