"""The charts of the Share price page that follow the price through time: its history and the events in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import axes
from dashboard.figures.axes import Axis, Dict, Floats, day_numbers, day_words
from dashboard.figures.colors import GREY, GRID, INK, MUTED, PAPER
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, WIDE, Block, Chart, Table
from dashboard.figures.placing import apart
from dashboard.figures.plot import Plot
from dashboard.numbers.resolver import Scenario
from dashboard.registry import PAGE
from dashboard.words import text
from dashboard.words.text import Lang

ADJUSTED, TRADED = BASES = PAGE["share"].switches["basis_price"]
CLOSE = "share_price_daily_close_as_traded"
DAYS = "share_price_daily_date"
_BUBBLE = 20


def keep_history_clear(plot: Plot, x: Floats, y: Floats) -> None:
    """Labels should rather not cover a daily line, told in forty stretches."""
    chosen = np.unique(np.linspace(0, len(x) - 1, 40).astype(int))
    plot.keep_line_clear(x[chosen], y[chosen])


class _History:
    """The closes on one share basis, their mean and what a quoted dollar is on it."""

    def __init__(self, scenario: Scenario, basis: str) -> None:
        self.days = day_numbers(scenario.value(DAYS))
        self.adjusted = basis != TRADED
        self.key = "share_price_adjusted" if self.adjusted else CLOSE
        self.close: Floats = scenario.value(self.key)
        self.mean_key = "share_price_mean_30_adjusted" if self.adjusted else "share_price_mean_30_of_the_day"
        self.mean: Floats = scenario.value(self.mean_key)
        factor: Floats = scenario.value("one_dollar_on_todays_basis")
        self.dollar = factor if self.adjusted else np.ones_like(factor)
        # Where the basis of the quoted price changes, the line of quoted prices must not join the two.
        self.breaks = np.flatnonzero(np.abs(np.diff(np.round(factor, 6))) > 0) + 1

    def broken(self, values: Floats, always: bool = False) -> tuple[Floats, Floats]:
        """x and y with a gap at each change of basis."""
        cuts = self.breaks if always or not self.adjusted else np.array([], int)
        return np.insert(self.days, cuts, np.nan), np.insert(values, cuts, np.nan)


_NEEDED = (DAYS, CLOSE, "share_price_adjusted", "share_price_mean_30_of_the_day")


def _marked(scenario: Scenario, days: Floats) -> list[tuple[int, Any]]:
    """The rows of the event series that are marked for this chart, with the index of the first close from then on."""
    series = scenario.facts.series.get("events")
    found = []
    for row in series.rows if series is not None else ():
        if row.date is None or not row.values.get("price_mark"):
            continue
        index = int(np.searchsorted(days, float(day_numbers(row.date))))
        if index < len(days) and float(day_numbers(row.date)) >= days[0]:
            found.append((index, row))
    return found


@fixed
def price_history(scenario: Scenario, lang: Lang, basis: str = ADJUSTED) -> Chart | Block:
    """The daily close since the first coins were mined, with its 30-day mean, the $1 minimum and numbered events."""
    draft = Draft(scenario, lang, "share.history")
    if not scenario.known(*_NEEDED):
        return draft.missing(height=HERO)
    history = _History(scenario, basis)
    days, close = history.days, history.close
    events = _marked(scenario, days)
    high = float(np.nanmax(close)) * 1.22
    ticks = axes.nice_ticks(0, high * 0.9)
    y = Axis(0, high, ticks, axes.unit_once(ticks, lang, "usd", 1))

    def draw(width: int) -> Plot:
        x = axes.calendar(days[0], days[-1], lang, 3 if width >= WIDE else 6)
        plot = Plot(width, HERO, x, y, 44, 52, 4)
        plot.line(*history.broken(history.dollar, always=True), GREY, 1, "dash", connectgaps=False)
        plot.line(*history.broken(history.mean), GREY, 1.5, connectgaps=False)
        spoken: Dict = {"hover": _hovers(draft, history)} if plot.wide else {}
        plot.line(*history.broken(close), INK, 1.8, connectgaps=False, **spoken)
        keep_history_clear(plot, days, close)
        plot.marks([days[i] for i, _ in events], [close[i] for i, _ in events], marker={"size": 7})
        _number(plot, history, events, lang)
        plot.level()
        words = f"<b>{text.usd(float(close[-1]), lang, 2)}</b>"
        plot.fixed(days[-1], close[-1], words, dx=7, halo=False)
        for part, key, at, prefer, gap in (
            (3, "mean", history.mean, "ne n s se", 14),
            (5, "minimum", history.dollar, "s n se ne", 4),
        ):
            anchor = len(days) // part
            plot.label(days[anchor], float(at[anchor]), draft.words(key), MUTED, prefer, gap=gap)
        return plot

    priced = scenario.known("share_price")
    case = "peak" if close[-1] >= np.nanmax(close) else "fall"
    case = "traded" if not history.adjusted else case if priced else "unknown"
    return draft.chart(
        draw,
        _month_table(draft),
        "reported derived",
        (CLOSE, "share_price_adjusted", history.mean_key, "share_price_peak", "share_price_peak_day"),
        HERO,
        f"title.{case}",
        f"subtitle.{'adjusted' if history.adjusted else 'traded'}",
        "alt" if priced else "alt.unknown",
        count=str(len(events)),
    )


def _number(plot: Plot, history: _History, events: list[tuple[int, Any]], lang: Lang) -> None:
    """Numbered marks above the line, side by side, each with a line down to its close."""
    days, (wide, _) = history.days, plot.placer.inner
    first, span, high = days[0], days[-1] - days[0], plot.y.high
    pixels = [plot.placer.pixel(days[i], 0)[0] for i, _ in events]
    places = apart(pixels, [_BUBBLE + 2.0] * len(pixels), -1, wide + 1)
    band, xs = high * 0.955, [first + place / wide * span for place in places]
    for at, (index, _) in zip(xs, events, strict=True):
        plot.rule(at, band - high * 0.03, days[index], history.close[index], GRID, 1.5, below=True)
    hovers = [((day_words(days[i], lang), row.label.get(lang) if row.label else ""),) for i, row in events]
    plot.marks(
        xs,
        [band] * len(xs),
        clear=_BUBBLE / 2,
        hover=hovers,
        marker={"size": _BUBBLE},
        mode="markers+text",
        text=[str(number) for number in range(1, len(events) + 1)],
        textposition="middle center",
        textfont={"size": 12, "color": PAPER},
    )


def _hovers(draft: Draft, history: _History) -> list[Any]:
    lines: list[Any] = [
        ((day_words(day, draft.lang), draft.element(history.key, i, "usd", 2)),)
        for i, day in enumerate(history.days.tolist())
    ]
    for cut in () if history.adjusted else history.breaks[::-1]:
        lines.insert(int(cut), ())
    return lines


def _month_table(draft: Draft) -> Table:
    """Last close and 30-day mean of every month, with the close as it was quoted."""
    dates, traded = draft.scenario.value(DAYS), draft.scenario.value(CLOSE)
    rows = [
        (
            text.date(str(dates[i])[:7], draft.lang),
            draft.element(CLOSE, i, "usd2", 4 if traded[i] < 0.3 else 2),
            draft.element("share_price_adjusted", i, "usd2"),
            draft.element("share_price_mean_30_adjusted", i, "usd2"),
        )
        for i in axes.month_ends(dates)
    ]
    head = draft.head(*(f"head.{c}" for c in ("month", "traded", "adjusted", "mean")))
    return draft.table(head, rows, "caption")


@fixed
def events(scenario: Scenario, lang: Lang, basis: str = ADJUSTED) -> Block:
    """The numbered events of the price history, each with the close of its day or the next one."""
    draft = Draft(scenario, lang, "share.events")
    if not scenario.known(*_NEEDED):
        return draft.missing("history", HERO)
    history = _History(scenario, basis)
    found = _marked(scenario, history.days)
    if not found:
        return draft.missing(height=HERO)
    rows = [
        (
            str(number),
            text.date(row.date, lang),
            row.label.get(lang) if row.label else "",
            draft.element(history.key, index, "usd2"),
        )
        for number, (index, row) in enumerate(found, 1)
    ]
    case = "before" if scenario.known("share_price_drawdown_before_sale") else "unknown"
    return Block(
        "events",
        draft.say(f"title.{case}"),
        draft.say(f"subtitle.{'adjusted' if history.adjusted else 'traded'}"),
        table=draft.table(draft.head("number", "date", "event", "close"), rows),
        origins=draft.origins("reported"),
        height=HERO,
    )
