"""The charts of the February sale itself: hindsight, and the price obtained."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, Block, Chart, Dict, Origins, Table
from dashboard.figures.placing import Placer, text_size
from dashboard.headlines import label, say
from dashboard.headlines.sale import variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_DAYS_AROUND = 10


def origins(chart: str, lang: Lang, *kinds: str) -> Origins:
    """The footer of ``chart``: per kind of number, the words that name them."""
    return tuple((kind, text.t(f"sale.{chart}.{kind}", lang)) for kind in kinds)


def head(chart: str, lang: Lang, *columns: str) -> tuple[str, ...]:
    """The head of the table behind ``chart``."""
    return tuple(text.t(f"sale.{chart}.{column}", lang) for column in columns)


def day(value: Any, lang: Lang) -> str:
    """A date without its year, for an axis."""
    return text.date(str(value), lang).rsplit(" ", 1)[0]


def gutter(labels: list[str]) -> int:
    """The left margin in px in which the widest of the tick labels fits."""
    return round(max(text_size(words, 12)[0] for words in labels)) + 8


def regret(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the coins would fetch beyond the proceeds, by price; orange where selling cost money."""
    if not scenario.known("sale_outcome", "hold_break_even_price"):
        return base.missing("regret", "regret", lang, HERO)
    price, sold_at, even = (scenario.value(k) for k in ("btc_price", "sale_price", "hold_break_even_price"))
    cost = scenario.value("all_in_cost_fy2025")
    low = max(min(40e3, price - 15e3), 0.0)
    high = max(130e3, price + 15e3)
    ends = -scenario.sweep("sale_outcome", btc_price=np.array([low, high]))
    yours, with_interest = -scenario.value("sale_outcome"), scenario.value("interest_saved")
    bottom, top = float(ends[0]) * 1.15, float(ends[1]) * 1.12

    x_ticks, y_ticks = base.inner_ticks(low, high, 5), base.nice_ticks(bottom, top, 6)
    y_words = base.unit_once(y_ticks, lang, "musd", 1e6, signed=True)

    def build(width: int) -> Dict:
        margins = (gutter(y_words), 14, 8, 26)
        placer = Placer(width, HERO, (low, high), (bottom, top), margins)
        for x, y, radius in ((price, yours, 7), (sold_at, 0, 6), (even, with_interest, 6)):
            placer.keep_clear(x, y, radius)
        placer.keep_line_clear(low, ends[0], high, ends[1])
        placer.keep_line_clear(low, 0, high, 0)
        placer.keep_line_clear(price, 0, price, yours)
        tick = (top - bottom) * 0.022
        with_interest_words = "even" if width >= base.WIDE else "even.narrow"
        pair = "<br>".join(
            f"<b>{text.usd(at, lang, 0)}</b> {text.t(f'sale.regret.{key}', lang)}"
            for key, at in (("sale_price", sold_at), (with_interest_words, even))
        )
        marked = list(placer.taken)
        # Only a mark beside the axis puts its label there; the other labels need that room on a phone.
        if price < low + 0.2 * (high - low):
            placer.keep_ticks_clear(y_ticks, y_words)
        own = placer.place(
            price, yours, f"<b>{text.plain(say(scenario, f'sale.regret.{variant(scenario)}', lang))}</b>"
            f"<br>{text.t('sale.regret.yours', lang)}",
            ASSUMED, prefer=("nw", "se", "e", "w", "s", "n", "ne", "sw"), gap=13, halo=False,
        )  # fmt: skip
        placer.taken = [*marked, placer.taken[-1]]
        notes = [own, placer.place(sold_at, 0, pair, prefer=("se", "s", "nw", "n", "sw", "ne"), gap=10, halo=False)]
        marks = [base.segment(low, 0, high, 0, INK, 1), base.segment(price, 0, price, yours, ASSUMED, 2)]
        if cost is not None and low < cost < high:
            placer.keep_line_clear(cost, -tick, cost, tick)
            marks.append(base.segment(cost, -tick, cost, tick, INK, 2))
            hedge = text.plain(say(scenario, "sale.regret.cost", lang))
            notes.append(
                placer.place(
                    cost, 0, base.wrap(hedge, 20), MUTED, prefer=("n", "s", "ne", "nw", "se"), gap=9, halo=False
                )
            )
        for key, x, y, end, color, prefer in (
            ("worth_more", sold_at + (high - sold_at) * 0.8, 0.45 * top, top, LOSS, ("c", "s", "n", "e", "w")),
            ("worth_less", low + (sold_at - low) * 0.3, 0.7 * float(ends[0]), bottom, GAIN, ("e", "se", "ne")),
        ):
            tall = abs(placer.pixel(0, end)[1] - placer.pixel(0, 0)[1]) > 80
            # On a phone the mark inside the small area says it already.
            said = key == "worth_less" and price < sold_at and width < base.WIDE
            if tall and not said:
                words = base.wrap(text.t(f"sale.regret.{key}", lang), 18)
                notes.append(placer.place(x, y, words, color, prefer=prefer, gap=12, halo=False))
        return {
            "data": [
                base.area([low, min(max(sold_at, low), high)], [ends[0], 0], GAIN),
                base.area([min(max(sold_at, low), high), high], [0, ends[1]], LOSS),
                base.line([low, high], ends),
                base.marks([even], [with_interest], shape="open", marker={"size": 8}),
                base.marks([sold_at], [0], shape="open"),
                base.marks(
                    [price], [yours],
                    [base.hover(
                        (label(scenario, "btc_price", lang), text.usd(price, lang)),
                        (text.t("sale.regret.value", lang), text.millions(scenario.value("sale_value_now"), lang, 0)),
                        (text.t("sale.regret.difference", lang), text.millions(yours, lang, 0, True)),
                    )],
                    "diamond",
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [low, high], **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "ksd", 1e3))},
                yaxis={"range": [bottom, top], **base.ticks(y_ticks, y_words)},
                shapes=marks,
                annotations=notes,
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    prices = np.array(sorted({*base.nice_ticks(low, high, 8), price, sold_at, even}))
    values = scenario.sweep("sale_value_now", btc_price=prices)
    outcomes = scenario.sweep("sale_outcome", btc_price=prices)
    rows = tuple(
        (
            text.usd(at, lang, 0),
            Figure("sale_value_now", text.millions(value, lang), float(value), "scenario"),
            Figure("sale_outcome", text.millions(outcome, lang, 1, True), float(outcome), "scenario"),
        )
        for at, value, outcome in zip(prices, values, outcomes, strict=True)
    )
    return Chart(
        "regret",
        say(scenario, "sale.regret.title", lang),
        say(scenario, "sale.regret.subtitle", lang),
        say(scenario, f"sale.regret.alt.{variant(scenario)}", lang),
        wide,
        origins("regret", lang, "reported", "derived", "assumed"),
        Table(
            (
                label(scenario, "btc_price", lang),
                *(label(scenario, k, lang) for k in ("sale_value_now", "sale_outcome")),
            ),
            rows,
        ),
        (
            "sale_price",
            "sale_outcome",
            "sale_value_now",
            "hold_break_even_price",
            "interest_saved",
            "all_in_cost_fy2025",
        ),
        HERO,
        narrow,
    )


@fixed
def closes(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The daily close ten days before and after the sale, and the price that the sale obtained."""
    needed = ("sale_date", "sale_price", "btc_price_daily_date", "btc_price_daily_close", "price_obtained_vs_close",
              "price_obtained_vs_close_day_before", "btc_close_february_low")  # fmt: skip
    if not scenario.known(*needed):
        return base.missing("closes", "closes", lang, HERO)
    sale_day, sold_at, dates, prices = (scenario.value(key) for key in needed[:4])
    last = np.datetime64(sale_day, "D")
    chosen = (dates >= last - _DAYS_AROUND - 1) & (dates <= last + _DAYS_AROUND)
    days, values = dates[chosen], prices[chosen]
    x = (days - last).astype(int)
    lowest = float(scenario.value("btc_close_february_low"))
    low_at = int(x[np.flatnonzero(values == lowest)[0]])
    low, high = min(float(np.nanmin(values)), sold_at) * 0.96, float(np.nanmax(values)) * 1.03
    start, end = -_DAYS_AROUND - 1.4, _DAYS_AROUND + 0.4

    y_ticks = base.nice_ticks(low, high, 5)
    y_words = base.unit_once(y_ticks, lang, "ksd", 1e3)

    def build(width: int) -> Dict:
        margins = (gutter(y_words), 14, 8, 26)
        placer = Placer(width, HERO, (start, end), (low, high), margins)
        for at, value in zip(x, values, strict=True):
            placer.keep_clear(at, value, 4)
        for i in range(len(x) - 1):
            placer.keep_line_clear(x[i], values[i], x[i + 1], values[i + 1])
        placer.keep_line_clear(start, sold_at, end, sold_at)
        on_days = [float(values[np.flatnonzero(x == at)[0]]) for at in (-1, 0)]
        pair = " · ".join(text.usd(value, lang, 0) for value in on_days)
        notes = [
            placer.place(
                low_at, lowest, f"{day(last + low_at, lang)}<br><b>{text.usd(lowest, lang, 0)}</b>",
                prefer=("s", "sw", "w", "se", "e"), gap=9,
            ),
            placer.place(
                start + 0.4, sold_at, f"{text.t('sale.closes.sale', lang)}<br><b>{text.usd(sold_at, lang, 0)}</b>",
                prefer=("se", "ne", "e"), gap=6,
            ),
            placer.place(
                0, max(on_days), f"{text.t('sale.closes.on_days', lang)}<br><b>{pair}</b>",
                prefer=("n", "ne", "e"), gap=14,
            ),
        ]  # fmt: skip
        shown = [at for at in (-10, -5, 0, 5, 10) if width >= base.WIDE or at % 10 == 0]
        hovers = [
            base.hover((text.date(str(one), lang), text.usd(float(value), lang, 0)))
            for one, value in zip(days, values, strict=True)
        ]
        return {
            "data": [
                base.line([start, end], [sold_at, sold_at], INK, 1.5, "dash"),
                base.line(x, values, INK, 1.8),
                base.marks(x, values, hovers, "filled", marker={"size": 6}),
                base.marks([-0.5], [sold_at], shape="open", marker={"size": 10}),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [start, end], **base.ticks(shown, [day(last + at, lang) for at in shown])},
                yaxis={"range": [low, high], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=[
                    {
                        "type": "rect", "x0": -1.5, "x1": 0.5, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
                        "fillcolor": base.shade(GREY, 0.18), "line": {"width": 0},
                    }
                ],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = tuple(
        (
            text.date(str(one), lang),
            Figure("btc_price_daily_close", text.usd(float(value), lang, 0), float(value), "reported"),
            text.percent(sold_at / float(value) - 1, lang, 1, True),
        )
        for one, value in zip(days, values, strict=True)
    )
    both_below = all((scenario.value(key) or 0) < 0 for key in needed[4:6])
    return Chart(
        "closes",
        say(scenario, "sale.closes.title" + ("" if both_below else ".mixed"), lang),
        say(scenario, "sale.closes.subtitle", lang),
        say(scenario, "sale.closes.alt", lang),
        wide,
        origins("closes", lang, "reported", "derived"),
        Table(head("closes", lang, "day", "close", "against"), rows),
        ("sale_price", "sale_date", "btc_close_february_low"),
        HERO,
        narrow,
    )
