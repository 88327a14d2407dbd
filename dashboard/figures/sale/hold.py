"""Holding the coins against selling them, by months held."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.colors import ASSUMED, GAIN, INK, LOSS
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.headlines.sale import CURVE_MONTHS, hold_months_case
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang


@compared
def holding(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The price above which holding was better, by months held, against the reader's price."""
    draft = Draft(scenario, lang, "sale.holding")
    if not scenario.known("hold_break_even_price", "hold_break_even_months"):
        return draft.missing()
    price, sold_at, year = (scenario.value(k) for k in ("btc_price", "sale_price", "hold_break_even_price"))
    months = np.arange(0, CURVE_MONTHS + 1)
    line = scenario.sweep("hold_break_even_price", hold_years=months / 12)
    case = hold_months_case(scenario)
    meets = float(min(max(scenario.value("hold_break_even_months"), 0), CURVE_MONTHS))
    at_meeting = float(np.interp(meets, months, line))
    here = draft.both("btc_price")
    low, high = min(*here, sold_at), max(*here, float(line[-1]))
    low, high = max(low - (high - low) * 0.28, 0.0), high + (high - low) * 0.22
    chosen = 12 * float(scenario.value("hold_years"))
    x, y = axes.months_across(CURVE_MONTHS, lang), axes.upright(low, high, lang, "ksd", 1e3, 4)

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, x, y, right=34)
        if meets > 0:
            plot.polygon([0, meets, meets, 0], [sold_at, at_meeting, price, price], LOSS)
        if meets < CURVE_MONTHS:
            corners = [meets, CURVE_MONTHS, CURVE_MONTHS, meets]
            plot.polygon(corners, [at_meeting, line[-1], price, price], GAIN)
        plot.line([0, CURVE_MONTHS], [price, price], ASSUMED, 2, clear=1)
        plot.line(months, line)
        plot.keep_line_clear([0, CURVE_MONTHS], [line[0], line[-1]])
        plot.marks(chosen, year, "open", clear=6)
        words = f"{draft.words('yours')} <b>{text.usd(price, lang)}</b>"
        plot.label(0.3, price, words, ASSUMED, "ne se", gap=4, halo=False)
        if case == "until":
            plot.marks(meets, price, "diamond", clear=7)
            plot.label(meets, price, f"<b>{draft.spoken('meets')}</b>", ASSUMED, "nw n se s w", gap=12)
        words = f"{draft.words('year')}<br><b>{text.usd(year, lang, 0)}</b>"
        plot.label(chosen, year, words, INK, "s se sw n nw ne", gap=9, halo=False)
        plot.label(CURVE_MONTHS, float(line[-1]), measure.wrap(draft.words("line"), 26), INK, "nw sw n s", gap=8)
        for key, first, last, color in (("holding", 0.0, meets, LOSS), ("selling", meets, float(CURVE_MONTHS), GAIN)):
            words = measure.wrap(draft.words(key), 20)
            half = measure.size(words)[0] / 2 / plot.placer.pixel(1, low)[0] + 0.3
            # The tall end of the wedge: at its left for holding, at its right for selling.
            at = max(0.3 * meets, half) if key == "holding" else 0.3 * meets + 0.7 * CURVE_MONTHS
            at = min(at, CURVE_MONTHS - half) if key == "selling" else at
            here = float(np.interp(at, months, line))
            tall = abs(plot.placer.pixel(0, price)[1] - plot.placer.pixel(0, here)[1])
            if tall > 30 and first + half <= at <= last - half:
                plot.label(at, (here + price) / 2, words, color, "c n s", gap=4, halo=False)
        return plot

    shown = draft.at("hold_break_even_price", "usd", 0, hold_years=months[::3] / 12)
    rows = [
        (text.months(int(month), lang), one, text.usd(price - one.value, lang, 0, True))
        for month, one in zip(months[::3], shown, strict=True)
    ]
    return draft.chart(
        draw,
        draft.table(draft.head("months", "break_even", "difference"), rows),
        "assumed derived",
        ("hold_break_even_price", "interest_rate", "interest_saved", "hold_years"),
        title=f"title.{case}",
    )
