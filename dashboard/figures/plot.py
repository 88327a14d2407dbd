"""A chart at one width: whatever is drawn is kept clear of labels in the same call."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np

from dashboard.figures import colors, measure
from dashboard.figures.axes import Axis, Dict
from dashboard.figures.colors import ASSUMED, GRID, INK, MUTED, PAPER
from dashboard.figures.hover import Hover, boxes, escaped
from dashboard.figures.kept import Cells, KeptWidth
from dashboard.figures.placing import FONT, Placer, label

WIDE, NARROW = 560, 330
# What a page of 320 px leaves for the narrow drawing.
_NARROWEST: Final = 288
# A width in px, or one for a wide plot and one for a narrow one.
Sized = int | tuple[int, int]

# Points whose shape is their kind: filled circle (reported), open circle (derived), diamond (your scenario).
_SYMBOLS: Final[dict[str, Dict]] = {
    "filled": {"symbol": "circle", "size": 9, "color": INK, "line": {"color": PAPER, "width": 1.5}},
    "open": {"symbol": "circle", "size": 9, "color": PAPER, "line": {"color": INK, "width": 2}},
    "diamond": {"symbol": "diamond", "size": 14, "color": ASSUMED, "line": {"color": PAPER, "width": 2}},
}


class Plot:
    """Marks, lines and labels on one pair of axes, in data coordinates, in the order in which they are painted.

    width, height: the whole drawing in px. left, right, top, bottom: margins in px; left follows from the tick labels.
    """

    def __init__(
        self,
        width: int,
        height: int,
        x: Axis,
        y: Axis,
        left: Sized | None = None,
        right: Sized = 12,
        top: int = 8,
        bottom: int = 26,
    ) -> None:
        self.wide = width >= WIDE
        # The width in px that the drawing may be pressed to.
        self.narrowest = width if self.wide else _NARROWEST
        margin = (measure.gutter(y.words) if left is None else self.pick(left), self.pick(right), top, bottom)
        self.x, self.y = x if self.wide else x.apart(self.narrowest - margin[0] - margin[1]), y
        self.placer = Placer(width, height, (x.low, x.high), (y.low, y.high), margin, narrowest=self.narrowest)
        self.placer.keep_ticks_clear(y.ticks, y.words)
        self.traces: list[Dict] = []
        self.shapes: list[Dict] = []
        self.notes: list[Dict] = []
        self.hovers: dict[int, Sequence[Hover]] = {}
        self.cells: Cells | None = None
        if isinstance(width, KeptWidth) and width.keep:
            width.keep.pop(0)(self)

    def pick(self, sized: Sized) -> int:
        """The number for this width."""
        return sized if isinstance(sized, int) else sized[0 if self.wide else 1]

    # --------------------------------------------------------------------------------------- lines and marks

    def line(
        self,
        x: Any,
        y: Any,
        color: str = INK,
        width: float = 2.5,
        dash: str = "solid",
        *,
        clear: float = 0,
        every: int = 1,
        hover: Sequence[Hover] | None = None,
        **changes: Any,
    ) -> None:
        """A line through the points; a gap where one is nan or above the plot.

        clear: how much a label should avoid it, told for each stretch of ``every`` points.
        """
        if clear:
            self.keep_line_clear(x, y, clear, every)
        self._trace(
            {
                "type": "scatter",
                "mode": "lines",
                "x": listed(x),
                "y": listed(y),
                "line": {"color": color, "width": width, "dash": dash},
                **changes,
            },
            hover,
        )

    def keep_line_clear(self, x: Any, y: Any, weight: float = 1, every: int = 1) -> None:
        """Labels should rather not cover the line through the points; what leaves the plot at the top is cut there."""
        for a, b in pairwise(range(0, len(x), every)):
            if np.isfinite(y[a]) and np.isfinite(y[b]) and min(y[a], y[b]) <= self.y.high:
                self.placer.keep_line_clear(x[a], min(y[a], self.y.high), x[b], min(y[b], self.y.high), weight)

    def area(self, x: Any, y: Any, color: str, opacity: float = 0.15) -> None:
        """The surface between a line and zero."""
        self.line(x, y, color, 0, fill="tozeroy", fillcolor=shade(color, opacity))

    def band(self, x: Any, low: Any, high: Any, color: str, opacity: float, edge: str = "", **changes: Any) -> None:
        """The surface between two lines. edge: colour of the first, where it is not that of the surface."""
        self.line(x, low, edge or color, 0, **changes)
        self.line(x, high, color, 0, fill="tonexty", fillcolor=shade(color, opacity), **changes)

    def polygon(self, x: Sequence[float], y: Sequence[float], color: str, opacity: float = 0.15) -> None:
        """The surface inside a closed line."""
        self.line(x, y, color, 0, fill="toself", fillcolor=shade(color, opacity))

    def marks(
        self,
        x: Any,
        y: Any,
        shape: str = "filled",
        *,
        clear: float = 0,
        hover: Any = None,
        marker: Dict | None = None,
        **changes: Any,
    ) -> None:
        """Points of one shape; single numbers are one point. clear: radius in px that no label may enter.

        hover: a hover box for each point, or the one of the only point.
        """
        single = np.ndim(x) == 0
        xs, ys = ([x], [y]) if single else (listed(x), listed(y))
        if clear:
            for at, value in zip(xs, ys, strict=True):
                self.placer.keep_clear(at, value, clear)
        trace = {
            "type": "scatter",
            "mode": "markers",
            "x": listed(xs),
            "y": listed(ys),
            "marker": {**_SYMBOLS[shape], **(marker or {})},
            "cliponaxis": False,
            **changes,
        }
        self._trace(trace, [hover] if single and hover else hover)

    def bars(
        self,
        lengths: Any,
        colors: Any = INK,
        width: float = 0.6,
        hover: Sequence[Hover] | None = None,
        y: Sequence[float] | None = None,
        line: Dict | None = None,
        **changes: Any,
    ) -> None:
        """Horizontal bars, one a row from the top."""
        marker = {"color": colors} if line is None else {"color": colors, "line": line}
        rows = list(range(len(lengths))) if y is None else list(y)
        bar = {"type": "bar", "orientation": "h", "y": rows, "x": listed(lengths), "width": width, "marker": marker}
        self._trace({**bar, **changes}, hover)

    def _trace(self, trace: Dict, hover: Sequence[Hover] | None) -> None:
        """Hover comes from strings that we formatted; nothing is shown only on hover."""
        spoken: Dict = {"hoverinfo": "skip"}
        if hover is not None:
            self.hovers[len(self.traces)] = hover
            spoken = boxes(hover)
        self.traces.append({**trace, **spoken})

    # --------------------------------------------------------------------------------------- rules and boxes

    def rule(
        self,
        x0: Any,
        y0: Any,
        x1: Any,
        y1: Any,
        color: str = INK,
        width: float = 1,
        dash: str = "solid",
        *,
        clear: float = 0,
        below: bool = False,
        **changes: Any,
    ) -> None:
        """A straight line. below: under the traces. clear: how much a label should avoid it."""
        if clear:
            self.placer.keep_line_clear(x0, y0, x1, y1, clear)
        ends = {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1}
        ink = {"line": {"color": color, "width": width, "dash": dash}, "layer": "below" if below else "above"}
        self.shapes.append({**ends, **ink, **changes})

    def level(self, y: float = 0, color: str = INK, width: float = 1, dash: str = "solid", **changes: Any) -> None:
        """A horizontal rule across the plot; without more words the zero line."""
        self.rule(self.x.low, y, self.x.high, y, color, width, dash, **changes)

    def upright(self, x: Any = 0, color: str = INK, width: float = 1, dash: str = "solid", **changes: Any) -> None:
        """A vertical rule through the plot."""
        self.rule(x, self.y.high, x, self.y.low, color, width, dash, **changes)

    def box(self, x0: Any, x1: Any, y0: Any, y1: Any, fill: str, **changes: Any) -> None:
        """A filled rectangle under everything else."""
        corners = {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1}
        self.shapes.append({**corners, "fillcolor": fill, "line": {"width": 0}, "layer": "below", **changes})

    # --------------------------------------------------------------------------------------------- labels

    def label(
        self, x: Any, y: Any, words: str, color: str = INK, prefer: str = "e w n s ne nw se sw", **how: Any
    ) -> Dict:
        """Words beside (x, y), where they cover least; see ``Placer.place``."""
        return self.label_along([(x, y)], words, color, prefer, **how)

    def label_along(self, points: Sequence[tuple[Any, Any]], words: str, color: str, prefer: str, **how: Any) -> Dict:
        """Words beside the first of the points where they cover least."""
        self.notes.append(self.placer.place(points, words, color, prefer, **how))
        return self.notes[-1]

    def beside(self, x: Any, row: float, words: str, color: str = INK, **how: Any) -> None:
        """Words right of a mark in its row, or left where the right is narrower or crossed; see ``Placer.beside``."""
        self.notes.append(self.placer.beside(x, row, words, color, **how))

    def fixed(self, x: Any, y: Any, words: str, color: str = INK, anchor: str = "left", **how: Any) -> None:
        """Words at a fixed place, which later labels leave to them."""
        self.notes.append(label(x, y, words, color, anchor, **how))
        if "xref" not in how and "yref" not in how:
            self.placer.keep_label_clear(self.notes[-1])

    # --------------------------------------------------------------------------------------------- the whole

    def figure(self, **changes: Any) -> Dict:
        """The drawing for Plotly, with every word in Plotly's dialect."""
        left, right, top, bottom = self.placer.margin
        return {
            "data": [escaped(trace) for trace in self.traces],
            "layout": template(
                margin={"l": left, "r": right, "t": top, "b": bottom, "pad": 4},
                xaxis=_axis(self.x),
                yaxis=_axis(self.y, grid=True),
                annotations=[{**note, "text": measure.escaped(note["text"])} for note in self.notes],
                shapes=self.shapes,
                **changes,
            ),
        }


class Rows(Plot):
    """A plot of one row per name, from top to bottom, with the names in the left margin."""

    def __init__(
        self,
        width: int,
        height: int,
        x: Axis,
        names: Sequence[str],
        left: Sized,
        head: float = 0.5,
        lines: bool = False,
        foot: float = 0.5,
        followed: int | None = None,
        **margins: Any,
    ) -> None:
        """head, foot: room above the first and below the last row, in rows. lines: whether each row is underlaid.

        followed: how many rows, from the top, follow the reader's sliders; the others stand for something else.
        """
        bottom = 26 if x.words else 4
        axis = Axis(len(names) - 1 + foot, -head)
        super().__init__(width, height, x, axis, left, **{"right": 8, "top": 4, "bottom": bottom, **margins})
        self.names = list(names)
        self.followed = len(names) if followed is None else followed
        room = max(measure.letters(self.pick(left)), 8)
        for row, name in enumerate(names):
            note = label(0, row, measure.wrap(name, room), MUTED, "right", dx=-8, halo=False, xref="paper")
            self.notes.append(note)
            self.placer.keep_label_clear({**note, "x": x.low})
            if lines:
                self.rule(x.low, row, x.high, row, GRID, below=True)

    def edge(self, x: float = 0, color: str = INK, width: float = 1, dash: str = "solid", **changes: Any) -> None:
        """A vertical rule beside the rows alone; without more words the zero line."""
        self.rule(x, -0.5, x, len(self.names) - 0.5, color, width, dash, **changes)


def template(**changes: Any) -> Dict:
    """The empty layout: transparent paper, our font, no zoom, no legend."""
    words = {"family": FONT, "size": 13, "color": INK}
    return {
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK, "font": words},
        **changes,
    }


def _axis(axis: Axis, grid: bool = False) -> Dict:
    drawn = axis.as_dict(grid)
    if "ticktext" in drawn:
        drawn["ticktext"] = [measure.escaped(one) for one in drawn["ticktext"]]
    return drawn


def listed(values: Any) -> list[Any]:
    """Plain Python numbers, None for a gap: small, readable JSON."""
    return [None if isinstance(v, float) and v != v else v for v in np.asarray(values, dtype=object).tolist()]


def shade(color: str, opacity: float) -> str:
    """``color`` with an opacity, in the form that keeps the colour itself findable for the dark theme."""
    return colors.rgb(color).replace("rgb(", "rgba(").replace(")", f", {opacity})")


__all__ = [
    "NARROW",
    "WIDE",
    "Hover",
    "Plot",
    "Rows",
    "listed",
    "shade",
]
