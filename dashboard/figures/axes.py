"""Axes: their span, round ticks, and tick labels that we wrote ourselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np

from dashboard.figures.colors import GRID, MUTED
from dashboard.figures.measure import size
from dashboard.words import text
from dashboard.words.text import Lang

Dict = dict[str, Any]
Floats = np.ndarray[Any, np.dtype[np.float64]]
_BILLION: Final = 1e9
_DIGITS_OF_BILLIONS: Final = 2
# What words really take of the room that is measured for them.
_TIGHT: Final = 0.87


@dataclass(frozen=True)
class Axis:
    """The span of an axis with its ticks and their words; Plotly's own number formats are never used.

    low above high: it runs downwards or leftwards. more: what else Plotly is told about it.
    """

    low: float
    high: float
    ticks: Sequence[float] = ()
    words: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self, grid: bool = False) -> Dict:
        """The axis for Plotly: bare, with the gridlines only where asked for."""
        labels: Dict = {"showticklabels": False}
        if self.words:
            labels = {"tickmode": "array", "tickvals": list(self.ticks), "ticktext": list(self.words)}
        return {
            "fixedrange": True,
            "showgrid": grid and bool(self.words),
            "gridcolor": GRID,
            "zeroline": False,
            "tickfont": {"size": 12, "color": MUTED},
            "automargin": False,
            "range": [self.low, self.high],
            **labels,
            **self.more,
        }

    def apart(self, inner: float) -> Axis:
        """The axis with every second, third, ... tick from the last one, so that words stand apart on ``inner`` px.

        Plotly would turn them round, and off the drawing.
        """
        pixel = inner / abs(self.high - self.low)
        for every in range(1, len(self.words)):
            kept = list(range(len(self.words)))[::-every][::-1]
            pairs = [(self.ticks[b] - self.ticks[a], self.words[a], self.words[b]) for a, b in pairwise(kept)]
            if all(abs(far) * pixel >= _TIGHT * (size(a)[0] + size(b)[0]) / 2 for far, a, b in pairs):
                return replace(self, ticks=[self.ticks[at] for at in kept], words=[self.words[at] for at in kept])
        return self


def across(
    low: float, high: float, lang: Lang, style: str, unit: float = 1, about: int = 5, signed: bool = False
) -> Axis:
    """A horizontal axis of numbers; its last tick leaves room for the unit. unit: the size of one shown unit."""
    ticks = inner_ticks(low, high, about)
    return Axis(low, high, ticks, unit_once(ticks, lang, style, unit, signed))


def upright(
    low: float, high: float, lang: Lang, style: str, unit: float = 1, about: int = 5, signed: bool = False
) -> Axis:
    """A vertical axis of numbers, the unit on its highest tick."""
    ticks = nice_ticks(low, high, about)
    return Axis(low, high, ticks, unit_once(ticks, lang, style, unit, signed))


def months_across(last: int, lang: Lang) -> Axis:
    """Months from zero to ``last``, every sixth named, the unit on the last."""
    ticks = list(range(0, last + 1, 6))
    words = [*(text.number(month, lang) for month in ticks[:-1]), text.months(ticks[-1], lang)]
    return Axis(0, last, ticks, words, {"ticklabeloverflow": "allow"})


def reaching(top: float, others: Floats, most: float = 2.0) -> float:
    """``top`` of an axis, or the highest of ``others`` (the scenario kept as A), at most ``most`` times as high."""
    return max(top, min(float(others.max(initial=top)), most * top))


def unit_once(
    values: Sequence[float], lang: Lang, style: str, unit: float, signed: bool = False, at: int = -1
) -> list[str]:
    """Bare numbers, with the unit on the tick at index ``at`` only. ``unit`` is the size of one shown unit.

    Where millions of that tick are written as billions, all of them are.
    """
    digits = _digits(values, unit)
    named = text.show(values[at], style, lang, signed, digits)
    if style == "musd" and abs(values[at]) >= _BILLION:
        unit, digits = _BILLION, _DIGITS_OF_BILLIONS
    words = [text.number(v / unit, lang, digits if v else 0, signed) for v in values]
    words[at] = named
    return words


def _digits(values: Sequence[float], unit: float) -> int:
    return next((d for d in (0, 1) if all(abs(v / unit - round(v / unit, d)) < 1e-9 for v in values)), 2)


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers that cover the span, roughly ``about`` of them."""
    span = max(high - low, 1e-12)
    raw = span / max(about, 1)
    power = 10.0 ** np.floor(np.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first = np.ceil(low / step - 1e-9) * step
    return [float(round(first + i * step, 10)) + 0.0 for i in range(int(np.floor((high - first) / step + 1e-9)) + 1)]


def inner_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """As ``nice_ticks``, but leaving room at the right end for the unit on the last label."""
    return nice_ticks(low, high - (high - low) * 0.05, about)


# ------------------------------------------------------------------------------------------- days and months


def day_numbers(dates: Any) -> Floats:
    """Dates as numbers of days, which labels can be placed by."""
    numbers: Floats = np.asarray(dates, "datetime64[D]").astype(np.int64).astype(np.float64)
    return numbers


@lru_cache(maxsize=4096)
def day_words(number: float, lang: Lang) -> str:
    """The date of a day number in words."""
    return text.date(str(np.datetime64(int(number), "D")), lang)


def calendar(first: float, last: float, lang: Lang, every: int) -> Axis:
    """An axis of day numbers with ticks at the first of every third, sixth, ... month."""
    start, end = (np.datetime64(int(day), "D").astype("datetime64[M]") for day in (first, last))
    chosen = [month for month in np.arange(start + 1, end + 1) if int(str(month)[5:]) % every == 1 % every]
    return Axis(first, last, [float(day_numbers(m)) for m in chosen], [text.date(str(m), lang) for m in chosen])


def month_ends(dates: Any) -> list[int]:
    """Index of the last of ``dates`` in each month."""
    months = np.asarray(dates, "datetime64[D]").astype("datetime64[M]")
    return [int(i) for i in np.flatnonzero(np.append(months[1:] != months[:-1], True))]


def short_month(period: Any, lang: Lang) -> str:
    """``2025-03`` as ``Mar`` above ``25``, for the foot of a column."""
    return f"{text.date(str(period), lang).split()[0].rstrip('.')[:3]}<br>{str(period)[2:4]}"
