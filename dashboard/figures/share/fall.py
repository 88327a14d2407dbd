"""The charts of the Share price page about the fall: from the peak, and over the three months of the article."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes
from dashboard.figures.axes import Axis, day_numbers, day_words
from dashboard.figures.colors import GREY, INK, LOSS
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, WIDE, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.figures.share.history import CLOSE, DAYS, keep_history_clear
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang


@fixed
def drawdown(scenario: Scenario, lang: Lang) -> Chart | Block:
    """How far the share stood below its highest close so far, day by day."""
    draft, key = Draft(scenario, lang, "share.drawdown"), "share_price_drawdown"
    if not scenario.known(DAYS, key, "share_price_largest_drawdown", "share_price_low_day"):
        return draft.missing("history")
    dates, falls = scenario.value(DAYS), scenario.value(key)
    days = day_numbers(dates)
    low, deepest = float(day_numbers(scenario.value("share_price_low_day"))), float(np.nanmin(falls))
    first, last, now = days[0], days[-1], float(falls[-1])
    levels = [0.0, -0.25, -0.5, -0.75, -1.0]
    y = Axis(-1.06, 0.0, levels, axes.unit_once(levels, lang, "pct", 0.01, at=0))

    def draw(width: int) -> Plot:
        x = axes.calendar(first, last, lang, 3 if width >= WIDE else 6)
        plot = Plot(width, SUPPORT, x, y, 48, 56, 14)
        plot.area(days, falls, LOSS)
        plot.line(days, falls, LOSS, 1.8)
        keep_history_clear(plot, days, falls)
        plot.marks(low, deepest, clear=6, marker={"color": LOSS})
        plot.level()
        words = f"<b>{text.percent(deepest, lang, 1)}</b> {day_words(low, lang)}"
        plot.label(low, deepest, words, LOSS, "sw w nw", gap=8)
        words = f"<b>{text.percent(now, lang, 1)}</b>"
        plot.fixed(last, now, words, LOSS, dx=6, dy=8 if now - deepest < 0.08 else 0, halo=False)
        return plot

    rows = [(text.date(str(dates[i])[:7], lang), draft.element(key, i, "pct", 1)) for i in axes.month_ends(dates)]
    return draft.chart(
        draw,
        draft.table((text.t("share.history.head.month", lang), draft.words("head")), rows),
        "derived",
        ("share_price_largest_drawdown", "share_price_drawdown_now", key),
    )


_ENDS = ("share_price_fall_start", "share_price_fall_end")
_CHECKED = (
    "share_price_change_3m",
    "share_price_fall_end_adjusted",
    "share_price",
    "share_price_change_since_article",
)


@fixed
def three_months(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The two closes behind the article's fall of 43 per cent, and the closes between and after them."""
    draft = Draft(scenario, lang, "share.check")
    stamps = [catalog.period(scenario.facts, name) for name in _ENDS]
    if not scenario.known(DAYS, CLOSE, "share_price_change_3m") or not all(stamps):
        return draft.missing()
    ends = [float(day_numbers(stamp)) for stamp in stamps]
    values = [float(scenario.value(name)) for name in _ENDS]
    first, last = ends[0] - 14, ends[1] + 14
    days = day_numbers(scenario.value(DAYS))
    near = (days >= first) & (days <= last)
    closes = scenario.value(CLOSE)[near]
    y = axes.upright(0, float(max(closes.max(), *values)) * 1.25, lang, "usd")
    hovers = [((day_words(m, lang), draft.shown(k, "usd", 3)),) for m, k in zip(ends, _ENDS, strict=True)]

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, axes.calendar(first, last, lang, 1), y, 44, 14, 6)
        plot.line([first, last], [1, 1], GREY, 1, "dash")
        plot.line(days[near], closes, GREY, 1.5)
        keep_history_clear(plot, days[near], closes)
        plot.line(ends, values, LOSS, 2, "dot", clear=1)
        plot.marks(ends, values, clear=8, hover=hovers)
        plot.level()
        for at, value, digits, sides in zip(ends, values, (2, 3), ("s se sw", "ne n nw"), strict=True):
            words = f"<b>{text.usd(value, lang, digits)}</b><br>{day_words(at, lang)}"
            plot.label(at, value, words, INK, sides, gap=12)
        words = f"<b>{text.percent(float(scenario.value('share_price_change_3m')), lang, 1)}</b>"
        # Past its middle, since the words of the first close reach so far on the smallest phone.
        at, value = (float(np.interp(0.6, (0, 1), pair)) for pair in (ends, values))
        plot.label(at, value, words, LOSS, "ne sw n s", gap=8, size=13)
        return plot

    rows = [
        *((day_words(at, lang), draft.shown(name, "usd", 4)) for at, name in zip(ends, _ENDS, strict=True)),
        *((draft.label(key), draft.number(key)) for key in _CHECKED),
    ]
    case = "alone"
    if scenario.known("share_price_change_difference"):
        case = "right" if abs(scenario.value("share_price_change_difference")) < 0.005 else "wrong"
    return draft.chart(
        draw,
        draft.table(draft.head("head", "value"), rows),
        "reported derived",
        ("share_price_fall_end_adjusted", "share_price_change_difference"),
        title=f"title.{case}",
        subtitle=f"subtitle.{'since' if scenario.known('share_price_change_since_article') else 'plain'}",
    )
