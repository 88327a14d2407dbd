"""What all charts share: the shapes of a chart and a table, axes, labels, and the grammar of marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dashboard.figures import colors
from dashboard.figures.colors import ASSUMED, GRID, INK, MUTED, PAPER
from dashboard.words import text
from dashboard.words.text import Figure, Lang, Sentence

Dict = dict[str, Any]
Cell = str | Figure | Sentence
Origins = tuple[tuple[str, str], ...]

HERO, SUPPORT, STRIP = 372, 316, 120
FONT: Final = '"Source Sans", "Source Sans 3", system-ui, sans-serif'


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart, written in the language of the page.

    phone: what a row becomes on a narrow screen: "" a row, "lines" its words below each other,
    "pairs" each number on a line of its own beside the head of its column.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Chart:
    """A finding, the plot that shows it, and the same numbers as words and as a table.

    figure: Plotly dict ("data", "layout"); narrow: the same for widths below 520 px, or None.
    origins: (kind, words) pairs for the footer. uses: keys of the numbers drawn, for the register.
    """

    key: str
    title: Sentence
    subtitle: Sentence
    alt: Sentence
    figure: Dict
    origins: Origins
    table: Table | None
    uses: tuple[str, ...] = ()
    height: int = SUPPORT
    narrow: Dict | None = None


@dataclass(frozen=True)
class Block:
    """A chart's place filled with words or an HTML table; with ``missing``, what a fact would let us draw there.

    items: a numbered list below the words.
    """

    key: str
    title: Sentence
    subtitle: Sentence = ()
    body: tuple[Sentence, ...] = ()
    table: Table | None = None
    origins: Origins = ()
    height: int = 0
    missing: bool = False
    uses: tuple[str, ...] = ()
    items: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row of the register for a number that the resolver has no name for: what it is, where it stands, by whom."""

    label: str
    figure: Figure
    words: str
    publisher: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Grid:
    """A table that the reader sorts: columns of numbers with the texts they are shown as, None for a blank.

    columns: (label, help) pairs, the first of them the names. values, texts: rows of equal length; own: row to mark.
    """

    key: str
    title: Sentence
    subtitle: Sentence
    alt: Sentence
    columns: tuple[tuple[str, str], ...]
    values: tuple[tuple[str | float | None, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    note: Sentence = ()
    own: int | None = None


def missing(key: str, what: str, lang: Lang, height: int = SUPPORT) -> Block:
    """The defined state of a chart whose facts are not disclosed: a title that says so, and what would be drawn."""
    return Block(
        key,
        (text.t(f"missing.{what}.title", lang),),
        body=((text.t(f"missing.{what}.body", lang),),),
        height=height,
        missing=True,
    )


def layout(**changes: Any) -> Dict:
    """The empty template: transparent paper, our font, no zoom, no legend. ``changes`` are merged one level deep."""
    base: Dict = {
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 44, "r": 12, "t": 12, "b": 28, "pad": 4},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK, "font": {"family": FONT, "size": 13, "color": INK}},
        "xaxis": axis(),
        "yaxis": axis(grid=True),
        "annotations": [],
        "shapes": [],
    }
    for name, value in changes.items():
        base[name] = {**base[name], **value} if isinstance(base.get(name), dict) and isinstance(value, dict) else value
    return base


def axis(grid: bool = False, **changes: Any) -> Dict:
    """A bare axis: no title, no ticks, no frame; horizontal gridlines only where asked for."""
    return {
        "fixedrange": True,
        "showgrid": grid,
        "gridcolor": GRID,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 12, "color": MUTED},
        "automargin": False,
        **changes,
    }


def ticks(values: Sequence[float | str], labels: Sequence[str]) -> Dict:
    """Tick positions with the texts we wrote ourselves; Plotly's own number formats are never used."""
    return {"tickmode": "array", "tickvals": list(values), "ticktext": list(labels)}


def unit_once(
    values: Sequence[float], lang: Lang, style: str, scale: float, signed: bool = False, at: int = -1
) -> list[str]:
    """Bare numbers, with the unit on the tick at index ``at`` only. ``scale`` is the size of one shown unit."""
    labels = [text.number(v / scale, lang, _digits(values, scale), signed) for v in values]
    labels[at] = text.show(values[at], style, lang, signed, _digits(values, scale))
    return labels


def _digits(values: Sequence[float], scale: float) -> int:
    return next((d for d in (0, 1) if all(abs(v / scale - round(v / scale, d)) < 1e-9 for v in values)), 2)


def room(labels: Sequence[str], least: int = 34) -> int:
    """Width in px of the left margin that the longest of ``labels`` needs."""
    return max(least, int(max((len(words) for words in labels), default=0) * 6.1) + 12)


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers that cover the span, roughly ``about`` of them."""
    span = max(high - low, 1e-12)
    raw = span / max(about, 1)
    power = 10.0 ** np.floor(np.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first = np.ceil(low / step - 1e-9) * step
    return [float(round(first + i * step, 10)) + 0.0 for i in range(int(np.floor((high - first) / step + 1e-9)) + 1)]


def label(
    x: Any,
    y: Any,
    words: str,
    color: str = INK,
    anchor: str = "left",
    dx: float = 0,
    dy: float = 0,
    size: int = 12,
    halo: bool = True,
    yanchor: str = "middle",
    **changes: Any,
) -> Dict:
    """A text on the plot. ``words`` may hold <b>; a halo of paper keeps it readable where it crosses a line."""
    return {
        "x": x,
        "y": y,
        "text": words,
        "showarrow": False,
        "xanchor": anchor,
        "yanchor": yanchor,
        "xshift": dx,
        "yshift": dy,
        "align": anchor if anchor != "auto" else "left",
        "font": {"size": size, "color": color, "family": FONT},
        "bgcolor": PAPER if halo else "rgba(0,0,0,0)",
        "borderpad": 1,
        **changes,
    }


def line(x: Any, y: Any, color: str = INK, width: float = 2.5, dash: str = "solid", **changes: Any) -> Dict:
    """A line trace without hover; hover marks are traces of their own."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": listed(x),
        "y": listed(y),
        "line": {"color": color, "width": width, "dash": dash},
        "hoverinfo": "skip",
        **changes,
    }


def area(x: Any, y: Any, color: str, opacity: float = 0.15) -> Dict:
    """The surface between a line and zero."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": listed(x),
        "y": listed(y),
        "line": {"width": 0, "color": color},
        "fill": "tozeroy",
        "fillcolor": shade(color, opacity),
        "hoverinfo": "skip",
    }


def shade(color: str, opacity: float) -> str:
    """``color`` with an opacity, in the form that keeps the colour itself findable for the dark theme."""
    return colors.rgb(color).replace("rgb(", "rgba(").replace(")", f", {opacity})")


def inner_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """As ``nice_ticks``, but leaving room at the right end for the unit on the last label."""
    return nice_ticks(low, high - (high - low) * 0.05, about)


def marks(x: Any, y: Any, hover: Sequence[str] | None = None, shape: str = "filled", **changes: Any) -> Dict:
    """Points whose shape is their kind: filled circle (reported), open circle (derived), diamond (your scenario)."""
    symbols = {
        "filled": {"symbol": "circle", "size": 9, "color": INK, "line": {"color": PAPER, "width": 1.5}},
        "open": {"symbol": "circle", "size": 9, "color": PAPER, "line": {"color": INK, "width": 2}},
        "diamond": {"symbol": "diamond", "size": 14, "color": ASSUMED, "line": {"color": PAPER, "width": 2}},
    }
    trace: Dict = {
        "type": "scatter",
        "mode": "markers",
        "x": listed(x),
        "y": listed(y),
        "marker": {**symbols[shape], **changes.pop("marker", {})},
        "cliponaxis": False,
    }
    return {**trace, **hover_text(hover), **changes}


def hover_text(lines: Sequence[str] | None) -> Dict:
    """Hover from strings that we formatted; nothing is shown only on hover."""
    if lines is None:
        return {"hoverinfo": "skip"}
    return {"customdata": list(lines), "hovertemplate": "%{customdata}<extra></extra>"}


def hover(*pairs: tuple[str, str]) -> str:
    """Three or four lines, label plain and value bold."""
    return "<br>".join(f"{name} <b>{value}</b>" for name, value in pairs)


def segment(x0: Any, y0: Any, x1: Any, y1: Any, color: str = INK, width: float = 1, dash: str = "solid") -> Dict:
    """A straight line as a layout shape, in data coordinates."""
    return {
        "type": "line",
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "line": {"color": color, "width": width, "dash": dash},
        "layer": "above",
    }


def listed(values: Any) -> list[Any]:
    """Plain Python numbers, None for a gap: small, readable JSON."""
    return [None if isinstance(v, float) and v != v else v for v in np.asarray(values, dtype=object).tolist()]


def bin_of(value: float, width: float, each_side: int = 5) -> int | None:
    """Index of the diverging colour of ``value`` in bins of ``width``; ``None`` for exact zero."""
    if value == 0:
        return None
    steps = min(int(abs(value) // width), each_side - 1)
    return each_side + steps if value > 0 else each_side - 1 - steps


def wrap(words: str, at: int = 14) -> str:
    """A label broken into lines of about ``at`` characters, at spaces and after hyphens."""
    lines: list[str] = [""]
    for part in re.findall(r"[^ -]+-?|-", words):
        glue = "" if lines[-1] == "" or lines[-1].endswith("-") else " "
        if lines[-1] and len(lines[-1]) + len(glue) + len(part) > at:
            lines.append(part)
        else:
            lines[-1] += glue + part
    return "<br>".join(lines)


WIDE, NARROW = 560, 330


def both(build: Any) -> tuple[Dict, Dict]:
    """The figure for a wide and for a narrow plot, from ``build(width_in_px)``."""
    return build(WIDE), build(NARROW)


def row_axis(names: Sequence[str], left: int) -> tuple[Dict, list[Dict]]:
    """A y axis of rows from top to bottom, and their names as labels in the left margin of ``left`` px."""
    scale = axis(range=[len(names) - 0.5, -0.5], showticklabels=False)
    labels = [
        label(0, row, wrap(name, max(int(left / 6.2), 8)), MUTED, "right", dx=-8, halo=False, xref="paper")
        for row, name in enumerate(names)
    ]
    return scale, labels


def row_lines(low: Any, high: Any, rows: int) -> list[Dict]:
    """A gridline below each of the rows of a ``row_axis``."""
    return [segment(low, row, high, row, GRID, 1) | {"layer": "below"} for row in range(rows)]


def beside(at: float, row: float, words: str, color: str, left: bool, gap: float = 12, **changes: Any) -> Dict:
    """The label of a mark in its row, ``gap`` px to its right or, with ``left``, to its left."""
    return label(at, row, words, color, "right" if left else "left", dx=-gap if left else gap, **changes)
