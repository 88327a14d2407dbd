"""Forms that several pages share: the table of coloured cells, the waterfall of rows, a number in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures.colors import ASSUMED, DIVERGING, GREY, INK, MUTED, PAPER, cell_text
from dashboard.figures.layout import Dict
from dashboard.words import text
from dashboard.words.text import Figure, Lang


def cell(
    key: str, value: float | None, style: str, kind: str, lang: Lang, signed: bool = False, digits: int | None = None
) -> Figure:
    """A number in a table; a gap in a series (None or nan) stays a gap."""
    known = None if value is None or not np.isfinite(value) else float(value)
    return Figure(key, text.show(known, style, lang, signed, digits), known, kind)


def steps_through(center: float, count: int, below: int, step: float) -> np.ndarray[Any, np.dtype[Any]]:
    """``count`` values in ``step``s that pass exactly through ``center``, all above zero."""
    room = int(max(center - step / 2, 0) // step)
    return center + step * (np.arange(count) - min(below, room))


def cell_table(
    words: Sequence[Sequence[str]],
    bins: Sequence[Sequence[int | None]],
    columns: Sequence[str],
    rows: Sequence[str],
    own: tuple[int, int] | None,
    width: int,
    hovers: Sequence[Sequence[str]] | None = None,
    border: Sequence[int] | None = None,
    palette: Sequence[str] = DIVERGING,
    left: int = 34,
) -> Dict:
    """A table of coloured cells, first row on top, with the reader's cell boxed in violet.

    words: cell texts [row][column]. bins: index into ``palette`` (10 diverging or 6 sequential colours), None = paper.
    own: (row, column) of the reader's scenario, or None. border: per row, how many columns lie left of the staircase.
    """
    size = 12 if width >= base.WIDE else 11
    wide, high = len(columns), len(rows)
    cells = [(row, column) for row in range(high) for column in range(wide)]
    # Bars instead of a heatmap: a heatmap is a bitmap that neither a theme nor a printer can re-ink.
    traces: list[Dict] = [
        {
            "type": "bar",
            "x": [column for _, column in cells],
            "y": [1] * len(cells),
            "base": [row - 0.5 for row, _ in cells],
            "width": 1,
            "marker": {
                "color": [PAPER if (b := bins[row][column]) is None else palette[b] for row, column in cells],
                "line": {"color": PAPER, "width": 2},
            },
            **base.hover_text(None if hovers is None else [hovers[row][column] for row, column in cells]),
        },
        {
            "type": "scatter",
            "mode": "text",
            "x": [column for _, column in cells],
            "y": [row for row, _ in cells],
            "text": [f"<b>{words[r][c]}</b>" if (r, c) == own else words[r][c] for r, c in cells],
            "textfont": {"size": size, "color": [_ink(bins[r][c], len(palette)) for r, c in cells]},
            "hoverinfo": "skip",
        },
    ]
    if border is not None and any(0 < count < wide for count in border):
        xs = [count - 0.5 for count in border for _ in (0, 1)]
        ys = [row + side for row in range(high) for side in (-0.5, 0.5)]
        # The paper edge keeps the line apart from the darkest cells.
        traces += [base.line(xs, ys, PAPER, width=5), base.line(xs, ys, width=2)]
    heads = [
        base.label(c, -0.5, _bold(name, own is not None and c == own[1]), _own(own is not None and c == own[1]),
                   "center", dy=10, halo=False, size=size)
        for c, name in enumerate(columns)
    ]  # fmt: skip
    sides = [
        base.label(-0.5, r, _bold(name, own is not None and r == own[0]), _own(own is not None and r == own[0]),
                   "right", dx=-6, halo=False, size=size)
        for r, name in enumerate(rows)
    ]  # fmt: skip
    # The paper edge keeps the violet apart from the darkest cells.
    box = [] if own is None else [
        {
            "type": "rect", "x0": own[1] - 0.5, "x1": own[1] + 0.5, "y0": own[0] - 0.5, "y1": own[0] + 0.5,
            "line": {"color": color, "width": width},
        }
        for color, width in ((PAPER, 6), (ASSUMED, 3))
    ]  # fmt: skip
    return {
        "data": traces,
        "layout": base.layout(
            barmode="overlay",
            bargap=0,
            margin={"l": left, "r": 4, "t": 28, "b": 6},
            xaxis={"range": [-0.5, wide - 0.5], "showticklabels": False},
            yaxis={"range": [high - 0.5, -0.5], "showgrid": False, "showticklabels": False},
            annotations=heads + sides,
            shapes=box,
        ),
    }


def _bold(words: str, own: bool) -> str:
    return f"<b>{words}</b>" if own else words


def _own(own: bool) -> str:
    return ASSUMED if own else MUTED


def _ink(index: int | None, count: int) -> str:
    if index is None:
        return INK
    if count == len(DIVERGING):
        return cell_text(index, count)
    return PAPER if index >= count - 2 else INK


def waterfall(
    names: list[str], starts: list[float], ends: list[float], colors: list[str], words: list[str], left: int, width: int
) -> Dict:
    """A waterfall of rows: bars from start to end, grey connectors, the amount at the end of each bar."""
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    pad = (high - low) * (0.16 if width >= base.WIDE else 0.24)
    scale, labels = base.row_axis(names, left)
    lows = [min(a, b) for a, b in zip(starts, ends, strict=True)]
    widths = [abs(b - a) for a, b in zip(starts, ends, strict=True)]
    notes = []
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        right = end >= start
        notes.append(
            base.label(
                max(start, end) if right else min(start, end), row, f"<b>{words[row]}</b>",
                colors[row], "left" if right else "right", dx=4 if right else -4,
            )
        )  # fmt: skip
    connectors = [base.segment(ends[row], row, ends[row], row + 1, GREY, 1) for row in range(len(ends) - 1)]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": list(range(len(names))),
                "x": widths,
                "base": lows,
                "width": 0.62,
                "marker": {"color": colors},
                "hoverinfo": "skip",
            }
        ],
        "layout": base.layout(
            margin={"l": left, "r": 8, "t": 4, "b": 4},
            xaxis={"range": [low - pad, high + pad], "showticklabels": False},
            yaxis=scale,
            annotations=labels + notes,
            shapes=[*connectors, base.segment(0, -0.5, 0, len(names) - 0.5, INK, 1)],
        ),
    }
