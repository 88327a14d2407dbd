"""The charts of the Share price page that follow the price through time: history, events, drawdown, three months."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import GREY, GRID, INK, MUTED, PAPER
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, Block, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.headlines import figure, say
from dashboard.numbers.resolver import Scenario
from dashboard.registry import PAGE
from dashboard.words import text
from dashboard.words.text import Figure, Lang

ADJUSTED, TRADED = BASES = PAGE["share"].switches["basis_price"]
CLOSE = "share_price_daily_close_as_traded"
DAYS = "share_price_daily_date"
_BUBBLE = 20
Floats = np.ndarray[Any, np.dtype[np.float64]]


# ----------------------------------------------------------------------------------------- a calendar axis


def day_numbers(dates: Any) -> Floats:
    """Dates as numbers of days, which labels can be placed by."""
    numbers: Floats = np.asarray(dates, "datetime64[D]").astype(np.int64).astype(np.float64)
    return numbers


@lru_cache(maxsize=4096)
def day_words(number: float, lang: Lang) -> str:
    """The date of a day number in words."""
    return text.date(str(np.datetime64(int(number), "D")), lang)


def month_ticks(first: float, last: float, lang: Lang, every: int) -> Dict:
    """Ticks at the first of every third, sixth, ... month that lies between two day numbers."""
    start, end = (np.datetime64(int(day), "D").astype("datetime64[M]") for day in (first, last))
    chosen = [month for month in np.arange(start + 1, end + 1) if int(str(month)[5:]) % every == 1 % every]
    return base.ticks([float(day_numbers(m)) for m in chosen], [text.date(str(m), lang) for m in chosen])


def line_clear(placer: Placer, x: Floats, y: Floats, pieces: int = 40) -> None:
    """Labels should rather not cover the line through x and y."""
    chosen = np.unique(np.linspace(0, len(x) - 1, pieces).astype(int))
    for a, b in pairwise(chosen):
        if np.isfinite(y[a]) and np.isfinite(y[b]):
            placer.keep_line_clear(x[a], y[a], x[b], y[b])


def shown(scenario: Scenario, key: str, lang: Lang) -> Figure:
    """A number of the resolver as it stands in a table, without the colour of a result."""
    return figure(scenario.output(key), lang, "plain")


def dollars(values: list[float], lang: Lang) -> list[str]:
    """Tick labels of a dollar axis with as many decimals as its steps need."""
    digits = (
        0
        if all(abs(v - round(v)) < 1e-9 for v in values)
        else 1
        if all(abs(v * 10 - round(v * 10)) < 1e-9 for v in values)
        else 2
    )
    words = [text.number(v, lang, digits) for v in values]
    words[-1] = text.usd(values[-1], lang, digits)
    return words


# ------------------------------------------------------------------------------------- history and events


class _History:
    """The closes on one share basis, their mean and what a quoted dollar is on it."""

    def __init__(self, scenario: Scenario, basis: str) -> None:
        self.days = day_numbers(scenario.value(DAYS))
        adjusted = basis != TRADED
        self.key = "share_price_adjusted" if adjusted else CLOSE
        self.close: Floats = scenario.value(self.key)
        self.kind = scenario.output(self.key).kind
        self.mean_key = "share_price_mean_30_adjusted" if adjusted else "share_price_mean_30_of_the_day"
        self.mean: Floats = scenario.value(self.mean_key)
        factor: Floats = scenario.value("one_dollar_on_todays_basis")
        self.dollar = factor if adjusted else np.ones_like(factor)
        # Where the basis of the quoted price changes, the line of quoted prices must not join the two.
        self.breaks = np.flatnonzero(np.abs(np.diff(np.round(factor, 6))) > 0) + 1
        self.adjusted = adjusted

    def broken(self, values: Floats, always: bool = False) -> tuple[list[Any], list[Any]]:
        """x and y with a gap at each change of basis."""
        cuts = self.breaks if always or not self.adjusted else np.array([], int)
        xs, ys = np.insert(self.days, cuts, np.nan), np.insert(values, cuts, np.nan)
        return base.listed(xs), base.listed(ys)


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
    if not scenario.known(*_NEEDED):
        return base.missing("history", "history", lang, HERO)
    history = _History(scenario, basis)
    events = _marked(scenario, history.days)
    first, last = history.days[0], history.days[-1]
    high = float(np.nanmax(history.close)) * 1.22

    def build(width: int) -> Dict:
        wide = width >= base.WIDE
        margins = (44, 52, 4, 26)
        placer = Placer(width, HERO, (first, last), (0.0, high), margins)
        y_ticks = base.nice_ticks(0, high * 0.9, 5)
        y_words = base.unit_once(y_ticks, lang, "usd", 1)
        placer.keep_ticks_clear(y_ticks, y_words)
        line_clear(placer, history.days, history.close)
        notes = [
            base.label(
                last, history.close[-1], f"<b>{text.usd(float(history.close[-1]), lang, 2)}</b>", dx=7, halo=False
            )
        ]
        places = _spread([placer.pixel(history.days[i], 0)[0] for i, _ in events], placer.pixel(last, 0)[0])
        band = high * 0.955
        leaders, xs = [], []
        for (index, _), pixel in zip(events, places, strict=True):
            at = first + pixel / max(placer.pixel(last, 0)[0], 1) * (last - first)
            xs.append(at)
            leaders.append(
                base.segment(at, band - high * 0.03, history.days[index], history.close[index], GRID, 1.5)
                | {"layer": "below"}
            )
            placer.keep_clear(at, band, _BUBBLE / 2)
        middle = len(history.days) // 3
        notes.append(
            placer.place(
                history.days[middle], float(history.mean[middle]), text.t("share.history.mean", lang), MUTED,
                prefer=("ne", "n", "s", "se"), gap=14,
            )
        )  # fmt: skip
        anchor = len(history.days) // 5
        notes.append(
            placer.place(
                history.days[anchor], float(history.dollar[anchor]), text.t("share.history.minimum", lang), MUTED,
                prefer=("s", "n", "se", "ne"), gap=4,
            )
        )  # fmt: skip
        dollar_x, dollar_y = history.broken(history.dollar, always=True)
        close_x, close_y = history.broken(history.close)
        mean_x, mean_y = history.broken(history.mean)
        return {
            "data": [
                base.line(dollar_x, dollar_y, GREY, 1, "dash", connectgaps=False),
                base.line(mean_x, mean_y, GREY, 1.5, connectgaps=False),
                base.line(
                    close_x, close_y, INK, 1.8, connectgaps=False,
                    **({**base.hover_text(_hovers(history, lang)), "hoverinfo": "text"} if wide else {}),
                ),
                base.marks([h for h in (history.days[i] for i, _ in events)], [history.close[i] for i, _ in events],
                           None, "filled", marker={"size": 7}),
                {
                    **base.marks(
                        xs, [band] * len(xs),
                        [base.hover((day_words(history.days[i], lang), row.label.get(lang) if row.label else ""))
                         for i, row in events],
                        marker={"size": _BUBBLE},
                    ),
                    "mode": "markers+text",
                    "text": [str(number) for number in range(1, len(events) + 1)],
                    "textposition": "middle center",
                    "textfont": {"size": 12, "color": PAPER},
                },
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [first, last], **month_ticks(first, last, lang, 3 if wide else 6)},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=[*leaders, base.segment(first, 0, last, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    priced = scenario.known("share_price")
    if not history.adjusted:
        case = "traded"
    elif not priced:
        case = "unknown"
    else:
        case = "peak" if history.close[-1] >= np.nanmax(history.close) else "fall"
    return Chart(
        "history",
        say(scenario, f"share.history.title.{case}", lang),
        say(scenario, f"share.history.subtitle.{'adjusted' if history.adjusted else 'traded'}", lang),
        say(scenario, "share.history.alt" if priced else "share.history.alt.unknown", lang, count=str(len(events))),
        wide,
        tuple((kind, text.t(f"share.history.{kind}", lang)) for kind in ("reported", "derived")),
        _month_table(scenario, history, lang),
        (CLOSE, "share_price_adjusted", history.mean_key, "share_price_peak", "share_price_peak_day"),
        HERO,
        narrow,
    )


def _hovers(history: _History, lang: Lang) -> list[str]:
    lines = [
        base.hover((day_words(day, lang), text.usd(close, lang, 2)))
        for day, close in zip(history.days.tolist(), history.close.tolist(), strict=True)
    ]
    if not history.adjusted:
        for cut in history.breaks[::-1]:
            lines.insert(int(cut), "")
    return lines


def _spread(pixels: list[float], width: float) -> list[float]:
    """The same positions pushed apart so that the numbered marks do not touch, inside the plot."""
    gap = _BUBBLE + 2.0
    placed = [min(max(p, _BUBBLE / 2), width - _BUBBLE / 2) for p in pixels]
    for _ in range(40):
        for left in range(len(placed) - 1):
            short = gap - (placed[left + 1] - placed[left])
            if short > 0:
                placed[left] -= short / 2
                placed[left + 1] += short / 2
        if placed:
            placed[-1] = min(placed[-1], width - _BUBBLE / 2)
            placed[0] = max(placed[0], _BUBBLE / 2)
    return placed


def _month_table(scenario: Scenario, history: _History, lang: Lang) -> Table:
    """Last close and 30-day mean of every month, with the close as it was quoted."""
    months = history.days.astype(np.int64).astype("datetime64[D]").astype("datetime64[M]")
    ends = np.flatnonzero(np.append(months[1:] != months[:-1], True))
    traded = scenario.value(CLOSE)
    adjusted, mean = scenario.value("share_price_adjusted"), scenario.value("share_price_mean_30_adjusted")
    kinds = {k: scenario.output(k).kind for k in ("share_price_adjusted", "share_price_mean_30_adjusted", CLOSE)}
    rows = tuple(
        (
            text.date(str(months[i]), lang),
            shapes.cell(CLOSE, traded[i], "usd2", kinds[CLOSE], lang, digits=4 if traded[i] < 0.3 else 2),
            shapes.cell("share_price_adjusted", adjusted[i], "usd2", kinds["share_price_adjusted"], lang),
            shapes.cell("share_price_mean_30_adjusted", mean[i], "usd2", kinds["share_price_mean_30_adjusted"], lang),
        )
        for i in ends
    )
    head = tuple(text.t(f"share.history.head.{c}", lang) for c in ("month", "traded", "adjusted", "mean"))
    return Table(head, rows, text.t("share.history.caption", lang))


@fixed
def events(scenario: Scenario, lang: Lang, basis: str = ADJUSTED) -> Block:
    """The numbered events of the price history, each with the close of its day or the next one."""
    if not scenario.known(*_NEEDED):
        return base.missing("events", "history", lang, HERO)
    history = _History(scenario, basis)
    found = _marked(scenario, history.days)
    if not found:
        return base.missing("events", "events", lang, HERO)
    rows = tuple(
        (
            str(number),
            text.date(row.date, lang),
            row.label.get(lang) if row.label else "",
            shapes.cell(history.key, history.close[index], "usd2", history.kind, lang),
        )
        for number, (index, row) in enumerate(found, 1)
    )
    case = "before" if scenario.known("share_price_drawdown_before_sale") else "unknown"
    return Block(
        "events",
        say(scenario, f"share.events.title.{case}", lang),
        say(scenario, f"share.events.subtitle.{'adjusted' if history.adjusted else 'traded'}", lang),
        table=Table(tuple(text.t(f"share.events.{c}", lang) for c in ("number", "date", "event", "close")), rows),
        origins=(("reported", text.t("share.events.reported", lang)),),
        height=HERO,
    )
