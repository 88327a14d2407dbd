"""The charts of the Share price page about the fall: from the peak, and over the three months of the article."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import GREY, INK, LOSS
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, Block, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.share.history import CLOSE, DAYS, day_numbers, day_words, dollars, line_clear, month_ticks, shown
from dashboard.headlines import label, say
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang


@fixed
def drawdown(scenario: Scenario, lang: Lang) -> Chart | Block:
    """How far the share stood below its highest close so far, day by day."""
    needed = (DAYS, "share_price_drawdown", "share_price_largest_drawdown", "share_price_low_day")
    if not scenario.known(*needed):
        return base.missing("drawdown", "history", lang)
    days, falls = day_numbers(scenario.value(DAYS)), scenario.value("share_price_drawdown")
    low, deepest = float(day_numbers(scenario.value("share_price_low_day"))), float(np.nanmin(falls))
    first, last = days[0], days[-1]

    def build(width: int) -> Dict:
        margins = (48, 56, 14, 10)
        placer = Placer(width, SUPPORT, (first, last), (-1.06, 0.0), margins)
        line_clear(placer, days, falls)
        placer.keep_clear(low, deepest, 6)
        notes = [
            placer.place(
                low, deepest,
                f"<b>{text.percent(deepest, lang, 1)}</b> {day_words(low, lang)}", LOSS,
                prefer=("sw", "w", "nw"), gap=8,
            ),
            base.label(last, float(falls[-1]), f"<b>{text.percent(float(falls[-1]), lang, 1)}</b>", LOSS, dx=6,
                       dy=8 if falls[-1] - deepest < 0.08 else 0, halo=False),
        ]  # fmt: skip
        values = [0.0, -0.25, -0.5, -0.75, -1.0]
        ticks = month_ticks(first, last, lang, 3 if width >= base.WIDE else 6)
        return {
            "data": [
                base.area(days, falls, LOSS),
                base.line(days, falls, LOSS, 1.8),
                base.marks([low], [deepest], shape="filled", marker={"color": LOSS}),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": 26},
                xaxis={"range": [first, last], **ticks},
                yaxis={
                    "range": [-1.06, 0.0],
                    **base.ticks(values, base.unit_once(values, lang, "pct", 0.01, at=0)),
                },
                annotations=notes,
                shapes=[base.segment(first, 0, last, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    months = days.astype(np.int64).astype("datetime64[D]").astype("datetime64[M]")
    ends = np.flatnonzero(np.append(months[1:] != months[:-1], True))
    kind = scenario.output("share_price_drawdown").kind
    rows = tuple(
        (text.date(str(months[i]), lang), shapes.cell("share_price_drawdown", falls[i], "pct", kind, lang, digits=1))
        for i in ends
    )
    return Chart(
        "drawdown",
        say(scenario, "share.drawdown.title", lang),
        say(scenario, "share.drawdown.subtitle", lang),
        say(scenario, "share.drawdown.alt", lang),
        wide,
        (("derived", text.t("share.drawdown.derived", lang)),),
        Table((text.t("share.history.head.month", lang), text.t("share.drawdown.head", lang)), rows),
        ("share_price_largest_drawdown", "share_price_drawdown_now", "share_price_drawdown"),
        SUPPORT,
        narrow,
    )


@fixed
def three_months(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The two closes behind the article's fall of 43 per cent, and the closes between and after them."""
    ends = ("share_price_fall_start", "share_price_fall_end")
    stamps = [catalog.period(scenario.facts, name) for name in ends]
    if not scenario.known(DAYS, CLOSE, "share_price_change_3m") or not all(stamps):
        return base.missing("check", "check", lang)
    marks = [float(day_numbers(stamp)) for stamp in stamps]
    values = [float(scenario.value(name)) for name in ends]
    days = day_numbers(scenario.value(DAYS))
    near = (days >= marks[0] - 14) & (days <= marks[1] + 14)
    x, y = days[near], scenario.value(CLOSE)[near]
    first, last, high = marks[0] - 14, marks[1] + 14, float(max(y.max(), *values)) * 1.25

    def build(width: int) -> Dict:
        margins = (44, 14, 6, 26)
        placer = Placer(width, SUPPORT, (first, last), (0.0, high), margins)
        y_ticks = base.nice_ticks(0, high, 5)
        y_words = dollars(y_ticks, lang)
        placer.keep_ticks_clear(y_ticks, y_words)
        line_clear(placer, x, y)
        for at, value in zip(marks, values, strict=True):
            placer.keep_clear(at, value, 8)
        placer.keep_line_clear(marks[0], values[0], marks[1], values[1])
        notes = [
            placer.place(
                at, value, f"<b>{text.usd(value, lang, digits)}</b><br>{day_words(at, lang)}",
                prefer=("s", "se", "sw") if at == marks[0] else ("ne", "n", "nw"), gap=12,
            )
            for at, value, digits in zip(marks, values, (2, 3), strict=True)
        ]  # fmt: skip
        notes.append(
            placer.place(
                sum(marks) / 2, sum(values) / 2,
                f"<b>{text.percent(float(scenario.value('share_price_change_3m')), lang, 1)}</b>", LOSS,
                prefer=("ne", "sw", "n", "s"), gap=8, size=13,
            )
        )  # fmt: skip
        return {
            "data": [
                base.line([first, last], [1, 1], GREY, 1, "dash"),
                base.line(x, y, GREY, 1.5),
                base.line(marks, values, LOSS, 2, "dot"),
                base.marks(marks, values, [base.hover((day_words(m, lang), text.usd(v, lang, 3)))
                                           for m, v in zip(marks, values, strict=True)]),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [first, last], **month_ticks(first, last, lang, 1)},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=[base.segment(first, 0, last, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = (
        *(
            (day_words(at, lang), Figure(name, text.usd(value, lang, 4), value, scenario.output(name).kind))
            for at, name, value in zip(marks, ends, values, strict=True)
        ),
        (label(scenario, "share_price_change_3m", lang), shown(scenario, "share_price_change_3m", lang)),
        (
            label(scenario, "share_price_fall_end_adjusted", lang),
            shown(scenario, "share_price_fall_end_adjusted", lang),
        ),
        (label(scenario, "share_price", lang), shown(scenario, "share_price", lang)),
        (
            label(scenario, "share_price_change_since_article", lang),
            shown(scenario, "share_price_change_since_article", lang),
        ),
    )
    if not scenario.known("share_price_change_difference"):
        case = "alone"
    else:
        case = "right" if abs(scenario.value("share_price_change_difference")) < 0.005 else "wrong"
    since = "since" if scenario.known("share_price_change_since_article") else "plain"
    return Chart(
        "check",
        say(scenario, f"share.check.title.{case}", lang),
        say(scenario, f"share.check.subtitle.{since}", lang),
        say(scenario, "share.check.alt", lang),
        wide,
        tuple((kind, text.t(f"share.check.{kind}", lang)) for kind in ("reported", "derived")),
        Table((text.t("share.check.head", lang), text.t("share.check.value", lang)), rows),
        ("share_price_fall_end_adjusted", "share_price_change_difference"),
        SUPPORT,
        narrow,
    )
