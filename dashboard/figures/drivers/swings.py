"""Each assumption at both ends of its plausible range: the five that move the answer most as bars, all as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dashboard.facts import Assumption
from dashboard.figures import axes
from dashboard.figures import measure as measure_text
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GAIN, LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, WIDE, Block, Chart
from dashboard.figures.plot import Hover, Plot, Rows, shade
from dashboard.figures.runway.runs import month_date, months_axis, unavailable
from dashboard.headlines.drivers import short_name
from dashboard.model.drivers import Swing
from dashboard.numbers.resolver import Scenario
from dashboard.words import say, text
from dashboard.words.text import Figure, Lang

BARS = 5
_MILLION = 1e6
_SMALL = {"size": 6}
_NAMES = (128, 104)
_MARGIN, _GAP = 8, 7


@compared
def tornado(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The month in which the money is gone at the low and high end of each plausible range, others as set.

    Where no single assumption moves that month, what is left before the debt falls due, in USD.
    """
    draft = Draft(scenario, lang, "drivers.tornado")
    gap = unavailable(draft, "runway_path", "today_month")
    if gap is not None:
        return gap
    swings = scenario.value("drivers").swings
    if not swings:
        return draft.missing(height=HERO)
    dated = swings[0].span > 0
    shown = swings[:BARS]
    measure = _Months(draft) if dated else _Dollars(draft)
    ends = [measure.ends(swing) for swing in shown]
    own = measure.own()
    low, high = min(own, *(min(pair) for pair in ends)), max(own, *(max(pair) for pair in ends))
    names = [_capital(short_name(scenario, swing.name, lang)) for swing in shown]
    labels = [_labels(draft, swing, pair) for swing, pair in zip(shown, ends, strict=True)]
    points = [(row, at) for row in range(len(shown)) for at in (0, 1)]
    hovers = [_hover(draft, shown[row], at, dated) for row, at in points]

    def draw(width: int) -> Plot:
        left = _NAMES[0 if width >= WIDE else 1]
        # The ends of the longest bars have their labels outside; what remains of the width is for the bars.
        before, after = (max(measure_text.size(one)[0] for one in said) + _GAP for said in zip(*labels, strict=True))
        per_pixel = max(high - low, measure.least) / (width - left - _MARGIN - before - after)
        x = measure.axis(low - before * per_pixel, high + after * per_pixel)
        plot = Rows(width, HERO, x, names, left, head=1.0, lines=True, right=_MARGIN)
        for row, (first, last) in enumerate(ends):
            # Both ends may lie on one side of the scenario: then the farther one carries the bar.
            low_end, high_end = min(first, last, own), max(first, last, own)
            for start, end, ink in ((low_end, own, LOSS), (own, high_end, GAIN)):
                if start < end:
                    plot.box(start, end, row - 0.28, row + 0.28, shade(ink, 0.85))
            for at, words, anchor in zip((low_end, high_end), labels[row], ("right", "left"), strict=True):
                if words:
                    plot.fixed(at, row, words, MUTED, anchor, dx=_GAP if anchor == "left" else -_GAP)
        plot.marks([ends[row][at] for row, at in points], [row for row, _ in points], hover=hovers, marker=_SMALL)
        plot.edge(own, ASSUMED, 2)
        plot.label(own, -0.62, measure.words(own), ASSUMED, "n e w", gap=2)
        return plot

    head = draft.head("column.name", "column.low", "column.low_gone", "column.low_net",
                      "column.high", "column.high_gone", "column.high_net")  # fmt: skip
    return draft.chart(
        draw,
        draft.table(head, [_row(draft, swing) for swing in swings], "caption"),
        "assumed derived",
        ("money_gone_month", "net_before_debt", *(swing.name for swing in shown)),
        HERO,
        f"title.{'dated' if dated else 'steady'}",
        f"subtitle.{'dated' if dated else 'steady'}",
        basis="months" if dated else "dollars",
        first=names[0],
        low=at_end(draft, swings[0], swings[0].low),
        high=at_end(draft, swings[0], swings[0].high),
        gone_low=gone_at(draft, swings[0], swings[0].low, swings[0].gone_low),
        gone_high=gone_at(draft, swings[0], swings[0].high, swings[0].gone_high),
    )


def _hover(draft: Draft, swing: Swing, at: int, dated: bool) -> Hover:
    value, gone, net = ((swing.low, swing.gone_low, swing.net_low), (swing.high, swing.gone_high, swing.net_high))[at]
    name = _capital(short_name(draft.scenario, swing.name, draft.lang))
    if dated:
        said = (draft.words("column.low_gone"), gone_at(draft, swing, value, gone))
    else:
        said = (draft.words("column.low_net"), net_at(draft, swing, value, net))
    return (name, at_end(draft, swing, value).text), said


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def at_end(draft: Draft, swing: Swing, value: float) -> Figure:
    """An end of the plausible range as a number that its slider can be set to."""
    assumption = draft.scenario.facts.assumption(swing.name)
    one = draft.figure(swing.name, value, say.style_of(draft.scenario.output(swing.name)), at=f"{swing.name}={value!r}")
    return one if assumption is None else replace(one, sets=((assumption.key, declared(assumption, value)),))


def declared(assumption: Assumption, value: float | str) -> str:
    """A value in base units as a link holds it, in the slider's own unit; the token of a choice as it is."""
    if isinstance(value, str):
        return value
    low, _, step = assumption.bounds
    factor = float(assumption.to_base(1.0))
    return f"{round(value / factor, 9):g}" if step else f"{low:g}"


def gone_at(draft: Draft, swing: Swing, value: float, month: float) -> Figure:
    """The month in which the money is gone at an end of the range; a word of its own where it never is."""
    at = f"{swing.name}={value!r}"
    if np.isnan(month):
        return replace(draft.figure("money_gone_month", None, at=at), text=text.t("none.money_gone_month", draft.lang))
    date = str(np.datetime64(draft.scenario.value("today_month"), "M") + int(month))
    return draft.figure("money_gone_month", date, "date", at=at)


def net_at(draft: Draft, swing: Swing, value: float, net: float) -> Figure:
    """What is left before the debt falls due at an end of the range, USD."""
    return draft.figure("net_before_debt", net, "musd", 0, True, at=f"{swing.name}={value!r}")


def _row(draft: Draft, swing: Swing) -> tuple[str | Figure, ...]:
    cells: list[str | Figure] = [_capital(short_name(draft.scenario, swing.name, draft.lang))]
    for value, gone, net in ((swing.low, swing.gone_low, swing.net_low), (swing.high, swing.gone_high, swing.net_high)):
        cells += [at_end(draft, swing, value), gone_at(draft, swing, value, gone), net_at(draft, swing, value, net)]
    return tuple(cells)


def _labels(draft: Draft, swing: Swing, ends: tuple[float, float]) -> tuple[str, str]:
    """The values of the slider left and right of its bar; one word where both ends are the same."""
    if ends[0] == ends[1]:
        return "", draft.words("both")
    low, high = (at_end(draft, swing, value).text for value in (swing.low, swing.high))
    return (low, high) if ends[0] < ends[1] else (high, low)


@dataclass(frozen=True)
class _Months:
    """Bars that end at the month in which the money is gone; never counts as the first month beyond the horizon."""

    draft: Draft
    least: float = 6.0

    def _month(self, month: float | None) -> float:
        horizon = float(self.draft.scenario.value("horizon_months"))
        return horizon + 1 if month is None or np.isnan(month) else float(month)

    def ends(self, swing: Swing) -> tuple[float, float]:
        return self._month(swing.gone_low), self._month(swing.gone_high)

    def own(self) -> float:
        return self._month(self.draft.scenario.value("months_to_money_gone"))

    def axis(self, low: float, high: float) -> Axis:
        # Two or three named months: a label takes as much room as a sixth of the plot.
        every = next((step for step in (1, 3, 6) if (high - low) / step <= 4), 12)
        axis = months_axis(self.draft.scenario, self.draft.lang, low, high, every)
        last = float(self.draft.scenario.value("horizon_months"))
        kept = [(tick, words) for tick, words in zip(axis.ticks, axis.words, strict=True) if 0 < tick <= last]
        return replace(axis, ticks=[tick for tick, _ in kept], words=[words for _, words in kept])

    def words(self, own: float) -> str:
        beyond = own > self.draft.scenario.value("horizon_months")
        date = text.t("none.money_gone_month", self.draft.lang)
        date = date if beyond else month_date(self.draft.scenario, own, self.draft.lang)
        return self.draft.words("own", value=date)


@dataclass(frozen=True)
class _Dollars:
    """Bars that end at what is left before the debt falls due, USD."""

    draft: Draft
    least: float = 10 * _MILLION

    def ends(self, swing: Swing) -> tuple[float, float]:
        return swing.net_low, swing.net_high

    def own(self) -> float:
        return float(self.draft.scenario.value("net_before_debt"))

    def axis(self, low: float, high: float) -> Axis:
        return axes.across(low, high, self.draft.lang, "musd", _MILLION, 4)

    def words(self, own: float) -> str:
        return self.draft.words("own", value=text.millions(own, self.draft.lang, 0))
