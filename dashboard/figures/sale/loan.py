"""The loan that the sale repaid, on the reader's terms: trigger prices and loan-to-value."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures.colors import ASSUMED, GREY, INK, LOSS, MUTED
from dashboard.figures.layout import HERO, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer, text_size
from dashboard.figures.sale.price import day, gutter, head, origins
from dashboard.headlines import label, say
from dashboard.headlines.sale import loan_case
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_DAYS_AROUND = 24
_SWEEP = 241


def terms(scenario: Scenario, lang: Lang) -> Block:
    """What this part of the page rests on, and what is not disclosed."""
    body = [say(scenario, "sale.terms.body", lang)]
    if scenario.known("pledged_share_before"):
        body.append(say(scenario, "sale.terms.pledged", lang))
    ltvs = ("liquidation_ltv", "margin_call_ltv")
    if scenario.known(*ltvs) and scenario.value(ltvs[0]) <= scenario.value(ltvs[1]):
        body.append(say(scenario, "sale.terms.crossed", lang))
    return Block("terms", say(scenario, "sale.terms.title", lang), body=tuple(body))


def triggers(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The close around the sale against the margin-call and liquidation prices before and after it."""
    needed = ("sale_date", "btc_price_daily_date", "btc_price_daily_close", "margin_call_price_before",
              "margin_call_price_after", "liquidation_price_before", "liquidation_price_after",
              "margin_call_closes_before_sale", "liquidation_closes_before_sale")  # fmt: skip
    if not scenario.known(*needed):
        return base.missing("triggers", "triggers", lang, HERO)
    last = np.datetime64(scenario.value("sale_date"), "D")
    dates, prices = scenario.value("btc_price_daily_date"), scenario.value("btc_price_daily_close")
    chosen = (dates >= last - _DAYS_AROUND) & (dates <= last + _DAYS_AROUND)
    x, values = (dates[chosen] - last).astype(int), prices[chosen]
    start, end, change = -_DAYS_AROUND, _DAYS_AROUND, -0.5
    repaid = scenario.value("loan_after_sale") <= 0
    lines = [
        (name, stage, float(scenario.value(f"{name}_price_{stage}")))
        for stage in ("before", "after")
        if not (stage == "after" and repaid)
        for name in ("margin_call", "liquidation")
    ]
    levels = [level for *_, level in lines]
    low, high = min(float(values.min()), *levels), max(float(values.max()), *levels)
    low, high = low - (high - low) * 0.18, high + (high - low) * 0.1
    called = scenario.value("margin_call_price_before")
    y_ticks = base.nice_ticks(max(low, 0.0), high, 5)
    y_words = base.unit_once(y_ticks, lang, "ksd", 1e3)

    def build(width: int) -> Dict:
        margins = (gutter(y_words), 12, 8, 26)
        placer = Placer(width, HERO, (start, end), (low, high), margins)
        for i in range(len(x) - 1):
            placer.keep_line_clear(x[i], values[i], x[i + 1], values[i + 1])
        traces, notes, shapes = [], [], []
        for name, stage, level in lines:
            x0, x1 = (start, change) if stage == "before" else (change, end)
            placer.keep_line_clear(x0, level, x1, level)
            dash = "solid" if name == "margin_call" else "dot"
            traces.append(base.line([x0, x1], [level, level], ASSUMED, 2, dash))
        for name, stage, level in lines:
            words = f"{text.t(f'sale.triggers.{name}', lang)} <b>{text.usd(level, lang, 0)}</b>"
            if width < base.WIDE:
                words = words.replace(" <b>", "<br><b>")
            span = text_size(words, 12)[0] / placer.pixel(start + 1, low)[0] + 1
            first, final = (start + 1.0, change - span) if stage == "before" else (change + 1.0, end - span)
            # Of two lines the upper one is named above it, the lower one below.
            upper = level == max(one for _, when, one in lines if when == stage)
            sides = ("ne", "se") if upper else ("se", "ne")
            anchor = _clearest(x, values, level, first, final, span)
            notes.append(placer.place(anchor, level, words, ASSUMED, prefer=sides, gap=3, halo=False))
        if repaid:
            middle = (low + float(values.min())) / 2
            words = base.wrap(text.t("sale.triggers.repaid", lang), 20)
            notes.append(placer.place(end * 0.55, middle, words, ASSUMED, prefer=("c", "n", "s"), gap=4))
        notes.append(
            placer.place(
                end, float(values[-1]), text.t("sale.triggers.close", lang), prefer=("nw", "n", "sw", "s"), gap=8
            )
        )
        shapes.append(base.segment(change, low, change, high, INK, 1, "dot"))
        notes.append(
            placer.place(change, high, f"{text.t('sale.triggers.sale', lang)}", MUTED, prefer=("se", "sw"), gap=2)
        )
        # Only the days before the sale can have been below the trigger prices that held then.
        before = x <= change
        below = np.minimum(values[before], called)
        shown = [at for at in (-20, -10, 0, 10, 20) if width >= base.WIDE or at % 20 == 0]
        hovers = [
            base.hover((day(last + int(at), lang), text.usd(float(v), lang, 0)))
            for at, v in zip(x, values, strict=True)
        ]
        return {
            "data": [
                base.line(x[before], [called] * int(before.sum()), ASSUMED, 0),
                {**base.line(x[before], below, LOSS, 0), "fill": "tonexty", "fillcolor": base.shade(LOSS, 0.25)},
                *traces,
                base.line(x, values, INK, 1.8),
                base.marks(x, values, hovers, "filled", marker={"size": 5, "line": {"width": 0}}),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [start, end], **base.ticks(shown, [day(last + at, lang) for at in shown])},
                yaxis={"range": [low, high], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=shapes,
            ),
        }

    wide, narrow = base.both(build)
    rows: list[tuple[Cell, ...]] = []
    for key, style in (("btc_loan", "musd"), ("treasury", "btc"), ("ltv", "pct"), ("margin_call_price", "usd"),
                       ("liquidation_price", "usd"), ("margin_call_touch_probability", "pct")):  # fmt: skip
        pair = _PAIRS.get(key, (f"{key}_before", f"{key}_after"))
        cells: list[Cell] = [text.t(f"sale.triggers.row.{key}", lang)]
        for one in pair:
            output = scenario.output(one)
            digits = {"btc": 1, "usd": 0}.get(style)
            cells.append(Figure(one, text.show(output.value, style, lang, digits=digits), output.value, output.kind))
        rows.append(tuple(cells))
    case = (
        "liquidation" if scenario.value("liquidation_closes_before_sale") else
        "called" if scenario.value("margin_call_closes_before_sale") else "clear"
    )  # fmt: skip
    return Chart(
        "triggers",
        say(scenario, f"sale.triggers.title.{case}", lang),
        say(scenario, "sale.triggers.subtitle", lang),
        say(scenario, "sale.triggers.alt", lang),
        wide,
        origins("triggers", lang, "reported", "assumed", "derived"),
        Table(head("triggers", lang, "what", "before", "after"), tuple(rows), text.t("sale.triggers.caption", lang)),
        ("btc_loan_before", "loan_after_sale", "treasury_at_sale_month_start", "treasury_after_sale", "margin_call_ltv",
         "liquidation_ltv", "margin_call_price_before", "margin_call_price_after", "liquidation_price_before",
         "liquidation_price_after", "margin_call_closes_before_sale", "closes_before_sale"),
        HERO,
        narrow,
    )  # fmt: skip


def _clearest(
    x: np.ndarray[Any, Any], values: np.ndarray[Any, Any], level: float, first: float, final: float, span: float
) -> float:
    """Where between ``first`` and ``final`` a label of ``span`` days at ``level`` is farthest from the closes."""
    starts = np.linspace(first, max(final, first), 7)
    free = [float(np.min(abs(values[(x >= at - 1) & (x <= at + span)] - level), initial=np.inf)) for at in starts]
    return float(starts[int(np.argmax(free))])


_PAIRS = {
    "btc_loan": ("btc_loan_before", "loan_after_sale"),
    "treasury": ("treasury_at_sale_month_start", "treasury_after_sale"),
}


def loan_to_value(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Loan-to-value by the number of coins sold to repay, at the sale price: it falls only from below 100%."""
    if not scenario.known("ltv_before", "ltv_after", "treasury_at_sale_month_start"):
        return base.missing("ltv", "ltv", lang, HERO)
    held, sold, price = (float(scenario.value(k)) for k in ("treasury_at_sale_month_start", "sale_btc", "sale_price"))
    before, after = (float(scenario.value(k)) for k in ("ltv_before", "ltv_after"))
    coins = np.linspace(0, held * 0.985, _SWEEP)
    path = _ltv_of_sales(scenario, coins, price)
    top = max(1.15, before * 1.15, after * 1.15)
    path = np.where(path <= top, path, np.nan)
    call, liquidation = scenario.value("margin_call_ltv"), scenario.value("liquidation_ltv")
    case = loan_case(scenario)

    def build(width: int) -> Dict:
        margins = (46, 12, 8, 26)
        placer = Placer(width, HERO, (0, held), (0, top), margins)
        known = np.flatnonzero(np.isfinite(path))
        for a, b in zip(known[:-1:6], known[6::6], strict=False):
            placer.keep_line_clear(coins[a], path[a], coins[b], path[b])
        placer.keep_clear(0, before, 7)
        placer.keep_clear(sold, after, 7)
        for level in (call, liquidation, 1.0):
            placer.keep_line_clear(0, level, held, level)
        notes = []
        for key, level, color in (("call", call, ASSUMED), ("liquidation", liquidation, ASSUMED), ("full", 1.0, MUTED)):
            words = text.t(f"sale.ltv.{key}", lang)
            if key != "full":
                words = f"{words} <b>{text.percent(level, lang)}</b>"
            notes.append(placer.place(held, level, words, color, prefer=("nw", "sw"), gap=2))
        notes += [
            placer.place(
                sold, after, f"<b>{text.percent(after, lang)}</b><br>{text.t('sale.ltv.after', lang)}", ASSUMED,
                prefer=("nw", "w", "n", "ne") if before > 1 else ("ne", "sw", "e", "w", "se", "nw"), gap=12,
            ),
            placer.place(
                0, before, f"<b>{text.percent(before, lang)}</b> {text.t('sale.ltv.before', lang)}",
                prefer=("ne", "se"), gap=12,
            ),
        ]  # fmt: skip
        x_ticks = base.inner_ticks(0, held, 4)
        y_ticks = base.nice_ticks(0, top, 5)
        return {
            "data": [
                base.line([0, held], [1, 1], GREY, 1),
                base.line([0, held], [call, call], ASSUMED, 1.5, "solid"),
                base.line([0, held], [liquidation, liquidation], ASSUMED, 1.5, "dot"),
                base.line(coins, path),
                base.marks([0], [before], shape="open"),
                base.marks(
                    [sold], [after],
                    [base.hover(
                        (text.t("sale.ltv.sold", lang), text.show(sold, "btc", lang)),
                        (text.t("sale.ltv.loan", lang), text.millions(scenario.value("loan_after_sale"), lang)),
                        (label(scenario, "ltv_after", lang), text.percent(after, lang)),
                    )],
                    "diamond",
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [0, held], **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "btc", 1))},
                yaxis={"range": [0, top], **base.ticks(y_ticks, [text.percent(v, lang, 0) for v in y_ticks])},
                annotations=notes,
                shapes=[base.segment(0, 0, held, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    at = np.array(sorted({*np.arange(0, held, 1000.0), sold}))
    ratios = _ltv_of_sales(scenario, at, price)
    loans = np.maximum(0.0, scenario.value("btc_loan_before") - at * price)
    rows = tuple(
        (
            text.show(float(n), "btc", lang),
            Figure("loan_after_sale", text.millions(float(loan), lang), float(loan), "scenario"),
            Figure("ltv_after", text.percent(float(ratio), lang), float(ratio), "scenario"),
        )
        for n, loan, ratio in zip(at, loans, ratios, strict=True)
    )
    return Chart(
        "ltv",
        say(scenario, f"sale.ltv.title.{case}", lang),
        say(scenario, "sale.ltv.subtitle" + (".under_water" if before > 1 else ""), lang),
        say(scenario, "sale.ltv.alt", lang),
        wide,
        origins("ltv", lang, "assumed", "derived"),
        Table(head("ltv", lang, "sold", "loan", "ratio"), rows),
        ("ltv_before", "ltv_after", "loan_after_sale", "margin_call_ltv", "liquidation_ltv"),
        HERO,
        narrow,
    )


def _ltv_of_sales(scenario: Scenario, coins: np.ndarray[Any, Any], price: float) -> np.ndarray[Any, Any]:
    path: np.ndarray[Any, Any] = scenario.sweep(
        "ltv_after", sale_btc=coins, sale_proceeds=coins * price, sale_price=price
    )
    return path
