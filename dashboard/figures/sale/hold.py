"""Holding the coins against selling them, by months held."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures.colors import ASSUMED, GAIN, LOSS
from dashboard.figures.layout import SUPPORT, Block, Chart, Dict, Table
from dashboard.figures.placing import Placer, text_size
from dashboard.figures.sale.price import gutter, head, origins
from dashboard.headlines import say
from dashboard.headlines.sale import CURVE_MONTHS, hold_months_case
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang


def holding(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The price above which holding was better, by months held, against the reader's price."""
    if not scenario.known("hold_break_even_price", "hold_break_even_months"):
        return base.missing("holding", "holding", lang)
    price, sold_at = scenario.value("btc_price"), scenario.value("sale_price")
    months = np.arange(0, CURVE_MONTHS + 1)
    line = scenario.sweep("hold_break_even_price", hold_years=months / 12)
    year, crossing = scenario.value("hold_break_even_price"), scenario.value("hold_break_even_months")
    case = hold_months_case(scenario)
    meets = float(min(max(crossing, 0), CURVE_MONTHS))
    at_meeting = float(np.interp(meets, months, line))
    low, high = min(price, sold_at), max(price, float(line[-1]))
    low, high = max(low - (high - low) * 0.28, 0.0), high + (high - low) * 0.22
    chosen_year = 12 * float(scenario.value("hold_years"))

    y_ticks = base.nice_ticks(low, high, 4)
    y_words = base.unit_once(y_ticks, lang, "ksd", 1e3)

    def build(width: int) -> Dict:
        margins = (gutter(y_words), 34, 8, 26)
        placer = Placer(width, SUPPORT, (0, CURVE_MONTHS), (low, high), margins)
        placer.keep_ticks_clear(y_ticks, y_words)
        placer.keep_line_clear(0, line[0], CURVE_MONTHS, line[-1])
        placer.keep_line_clear(0, price, CURVE_MONTHS, price)
        placer.keep_clear(chosen_year, year, 6)
        points = [base.marks([chosen_year], [year], shape="open")]
        notes = [
            placer.place(
                0.3, price, f"{text.t('sale.holding.yours', lang)} <b>{text.usd(price, lang)}</b>", ASSUMED,
                prefer=("ne", "se"), gap=4, halo=False,
            ),
        ]  # fmt: skip
        if case == "until":
            placer.keep_clear(meets, price, 7)
            points.append(base.marks([meets], [price], shape="diamond"))
            words = text.plain(say(scenario, "sale.holding.meets", lang))
            notes.append(
                placer.place(meets, price, f"<b>{words}</b>", ASSUMED, prefer=("nw", "n", "se", "s", "w"), gap=12)
            )
        notes += [
            placer.place(
                chosen_year, year, f"{text.t('sale.holding.year', lang)}<br><b>{text.usd(year, lang, 0)}</b>",
                prefer=("s", "se", "sw", "n", "nw", "ne"), gap=9, halo=False,
            ),
            placer.place(
                CURVE_MONTHS, float(line[-1]), base.wrap(text.t("sale.holding.line", lang), 26),
                prefer=("nw", "sw", "n", "s"), gap=8,
            ),
        ]  # fmt: skip
        for key, first, last, color in (("holding", 0.0, meets, LOSS), ("selling", meets, float(CURVE_MONTHS), GAIN)):
            words = base.wrap(text.t(f"sale.holding.{key}", lang), 20)
            half = text_size(words, 12)[0] / 2 / placer.pixel(1, low)[0] + 0.3
            # The tall end of the wedge: at its left for holding, at its right for selling.
            at = (
                max(0.3 * meets, half)
                if key == "holding"
                else min(0.3 * meets + 0.7 * CURVE_MONTHS, CURVE_MONTHS - half)
            )
            here = float(np.interp(at, months, line))
            tall = abs(placer.pixel(0, price)[1] - placer.pixel(0, here)[1])
            if tall > 30 and first + half <= at <= last - half:
                notes.append(
                    placer.place(at, (here + price) / 2, words, color, prefer=("c", "n", "s"), gap=4, halo=False)
                )
        x_ticks = [0, 6, 12, 18, 24]
        x_words = [*(text.number(v, lang) for v in x_ticks[:-1]), text.months(x_ticks[-1], lang)]
        return {
            "data": [
                _filled([0, meets, meets, 0], [sold_at, at_meeting, price, price], LOSS, meets > 0),
                _filled(
                    [meets, CURVE_MONTHS, CURVE_MONTHS, meets], [at_meeting, line[-1], price, price], GAIN,
                    meets < CURVE_MONTHS,
                ),
                base.line([0, CURVE_MONTHS], [price, price], ASSUMED, 2),
                base.line(months, line),
                *points,
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={
                    "range": [0, CURVE_MONTHS],
                    **base.ticks(x_ticks, x_words),
                    "ticklabeloverflow": "allow",
                },
                yaxis={"range": [low, high], **base.ticks(y_ticks, y_words)},
                annotations=notes,
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = tuple(
        (
            text.months(int(month), lang),
            Figure("hold_break_even_price", text.usd(float(line[month]), lang, 0), float(line[month]), "scenario"),
            text.usd(price - float(line[month]), lang, 0, True),
        )
        for month in months[::3]
    )
    return Chart(
        "holding",
        say(scenario, f"sale.holding.title.{case}", lang),
        say(scenario, "sale.holding.subtitle", lang),
        say(scenario, "sale.holding.alt", lang),
        wide,
        origins("holding", lang, "assumed", "derived"),
        Table(head("holding", lang, "months", "break_even", "difference"), rows),
        ("hold_break_even_price", "interest_rate", "interest_saved", "hold_years"),
        SUPPORT,
        narrow,
    )


def _filled(x: list[float], y: list[float], color: str, shown: bool) -> Dict:
    return {
        "type": "scatter", "mode": "lines", "x": base.listed(x) if shown else [], "y": base.listed(y) if shown else [],
        "fill": "toself", "fillcolor": base.shade(color, 0.15), "line": {"width": 0, "color": color},
        "hoverinfo": "skip",
    }  # fmt: skip
