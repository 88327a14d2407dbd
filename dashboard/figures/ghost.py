"""The scenario kept as A in the reader's drawing: what A draws elsewhere, thin and grey, with "A" beside it.

What is found becomes a ghost: points, bars, boxes, strong lines, and lines in the reader's own colour. What only helps
to read (thin lines, surfaces, gridlines, words) does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from dashboard.figures.axes import Dict, Floats
from dashboard.figures.colors import ASSUMED, GREY, MUTED, PAPER
from dashboard.figures.kept import KeptWidth
from dashboard.figures.panels import Draw, Drawn, Panels
from dashboard.figures.placing import label
from dashboard.figures.plot import Plot, Rows, listed

NAME: Final = "A"
INK: Final[Dict] = {"color": GREY, "width": 1.5, "dash": "dash"}
_CLEAR: Final = "rgba(0,0,0,0)"
# A line from this width on, or one in the reader's colour, is what is found.
_STRONG: Final = 2
# Nearer than this, in px, two marks are one to the eye.
_SAME: Final = 1.0
# So far from everything that is the reader's own, in px, one place for the name is as good as another.
_FAR: Final = 28.0
# How many places the name may choose from.
_PLACES: Final = 16
Spot = tuple[float, float]


def drawn(draw: Draw, mine: Drawn, theirs: Drawn, width: int) -> Drawn:
    """``mine`` again, now with what ``theirs`` shows elsewhere; ``mine`` itself where that is nothing."""
    ghosts = [_Ghost(own, other) for own, other in zip(_plots(mine), _plots(theirs), strict=True)]
    for ghost in ghosts:
        ghost.gather()
    if not any(ghost.found for ghost in ghosts):
        return mine
    # The reader's own labels leave the ghost its place, so that they are placed anew.
    again = draw(KeptWidth(width, [ghost.keep_clear for ghost in ghosts]))
    for ghost, plot in zip(ghosts, _plots(again), strict=True):
        ghost.paint(plot)
    return again


def _plots(drawn: Drawn) -> tuple[Plot, ...]:
    return drawn.plots if isinstance(drawn, Panels) else (drawn,)


@dataclass
class _Ghost:
    """What A shows elsewhere, in the coordinates of the reader's plot.

    spots: places on its lines and points, beside which its name may stand; edges: on its rules and boxes, where there
    are no others. beyond: where something of it lies outside the plot.
    """

    plot: Plot
    other: Plot
    traces: list[Dict] = field(default_factory=list)
    shapes: list[Dict] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    edges: list[Spot] = field(default_factory=list)
    beyond: list[Spot] = field(default_factory=list)
    name: str = NAME

    @property
    def found(self) -> bool:
        """Whether A shows anything elsewhere."""
        return bool(self.traces or self.shapes or self.spots or self.edges or self.beyond)

    # ------------------------------------------------------------------------------------------ what A shows

    def gather(self) -> None:
        """Go through what A draws; a table of cells has its frame alone."""
        if self.plot.cells is not None:
            self._frame()
            return
        for trace in self.other.traces:
            mode = trace.get("mode", "")
            if mode.startswith("markers"):
                self._marks(trace)
            elif mode == "lines" and _strong(trace["line"]):
                self._line(trace)
        own = [box for trace in self.plot.traces for box in _bars(trace)]
        self._boxes((box for trace in self.other.traces for box in _bars(trace)), own)
        own = [_corners(shape) for shape in self.plot.shapes if shape["type"] == "rect" and _in_data(shape)]
        shapes = [shape for shape in self.other.shapes if _in_data(shape)]
        self._boxes((_corners(shape) for shape in shapes if shape["type"] == "rect"), own)
        for shape in shapes:
            if shape["type"] == "line" and _strong(shape["line"]):
                self._rule(shape)

    def _marks(self, trace: Dict) -> None:
        points, own = self._moved(_points(trace)), self._drawn("markers", _style(trace))
        new = [at for at in np.flatnonzero(_known(points)) if not _touches(self._pixels(points[at]), own)]
        kept = [int(at) for at in new if self._inside(points[at])[0]]
        self.beyond += _spots(points[[at for at in new if at not in kept]])
        if not kept:
            return
        size = trace["marker"].get("size", 9)
        marker = {
            "symbol": trace["marker"].get("symbol", "circle"),
            "size": min(max(size - 1, 5), 11) if isinstance(size, (int, float)) else 8,
            "color": PAPER,
            "line": {"color": GREY, "width": 1.5},
        }
        self._trace("markers", points[kept], {"marker": marker, "cliponaxis": False, **_spoken(trace, kept)})
        self.spots += _spots(points[kept])

    def _line(self, trace: Dict) -> None:
        points = self._moved(_points(trace))
        own = [_points(one) for one in self.plot.traces if one.get("mode") == "lines" and _style(one) == _style(trace)]
        if any(self._same(points, one) for one in own):
            return
        if self._goes_through(points, self.spots):
            more = {"connectgaps": trace["connectgaps"]} if "connectgaps" in trace else {}
            if self._inside(points[_known(points)]).all():
                # Along the edge of the plot half of it would be cut.
                more["cliponaxis"] = False
            self._trace("lines", points, {"line": INK, **more, **_spoken(trace, range(len(points)))})

    def _rule(self, shape: Dict) -> None:
        ends = np.array([(shape["x0"], shape["y0"]), (shape["x1"], shape["y1"])], dtype=float)
        if abs(ends[0, 1] - ends[1, 1]) < 1:
            ends = self._moved(ends)
        own = [_corners(one) for one in self.plot.shapes if one["type"] == "line" and _in_data(one)]
        if not _known(ends).all() or any(self._same(ends, one) for one in own):
            return
        if self._goes_through(ends, self.edges):
            self._shape("line", ends, {"line": INK})

    def _boxes(self, boxes: Iterator[Floats], own: Sequence[Floats]) -> None:
        mine = self._pixels(np.array(own)).reshape(-1, 2, 2)
        for box in boxes:
            middle = box[:, 1].mean()
            moved = box + np.array([0, self._moved(np.array([(0, middle)]))[0, 1] - middle])
            if not _known(moved).all() or (np.abs(mine - self._pixels(moved)).max((1, 2), initial=0) < _SAME).any():
                continue
            ends = np.array([(moved[1, 0], moved[:, 1].mean()), (moved[0, 0], moved[:, 1].mean())])
            if self._goes_through(ends, self.edges):
                self._shape("rect", self._whole(moved), {"line": INK, "fillcolor": _CLEAR})

    def _whole(self, box: Floats) -> Floats:
        """The box with an end that lies on the edge of the plot just within it, where its line would be cut."""
        axis, pixel = self.plot.x, (self.plot.x.high - self.plot.x.low) / self.plot.placer.inner[0]
        for edge, inwards in ((axis.low, pixel), (axis.high, -pixel)):
            box[abs(box[:, 0] - edge) < abs(pixel), 0] = edge + inwards * INK["width"] / 2
        return box

    def _frame(self) -> None:
        """The frame around A's cell; it stands between cells where A's numbers do."""
        if self.plot.cells is None or self.other.cells is None or self.other.cells.own is None:
            return
        at, mine = self.plot.cells.place(self.other.cells.own), self.plot.cells
        same = mine.own is not None and np.allclose(at, mine.place(mine.own), atol=1e-3)
        if same and mine.words == self.other.cells.words:
            return
        self.name = f"{NAME} {self.other.cells.words}"
        high = np.array([self.plot.x.high, self.plot.y.low])
        if not np.all((np.array(at) >= -0.5) & (np.array(at) <= high)):
            self.beyond.append(at)
            return
        low, top = np.maximum(np.array(at) - 0.5, -0.5), np.minimum(np.array(at) + 0.5, high)
        for color, width in () if same else ((PAPER, 5), (GREY, 2)):
            self._shape("rect", np.array([low, top]), {"line": {"color": color, "width": width}, "fillcolor": _CLEAR})
        self.spots += [(x, y) for y in (low[1], top[1]) for x in (low[0], top[0], at[0])]

    def _trace(self, mode: str, points: Floats, more: Dict) -> None:
        places = {"x": listed(points[:, 0]), "y": listed(points[:, 1])}
        self.traces.append({"type": "scatter", "mode": mode, **places, **more})

    def _shape(self, kind: str, ends: Floats, more: Dict) -> None:
        (x0, y0), (x1, y1) = ends.tolist()
        self.shapes.append({"type": kind, "x0": x0, "x1": x1, "y0": y0, "y1": y1, "layer": "above", **more})

    def _goes_through(self, points: Floats, places: list[Spot]) -> bool:
        """Whether the way along the points enters the plot; adds where to ``places``, or else to what lies beyond."""
        known = points[_known(points)]
        way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self._pixels(known), axis=0).T))])
        steps = np.linspace(0, way[-1], 17)
        course = np.column_stack([np.interp(steps, way, known[:, axis]) for axis in (0, 1)]) if len(known) else known
        inside = course[self._inside(course)]
        places += _spots(inside)
        self.beyond += _spots(known[:1]) if not len(inside) else []
        return bool(len(inside))

    # ---------------------------------------------------------------------------------------- where it stands

    def _moved(self, points: Floats) -> Floats:
        """Points of A's plot in the reader's: a row goes where its name is, one that is not there nowhere (nan)."""
        if not (isinstance(self.plot, Rows) and isinstance(self.other, Rows)):
            return points
        rows = np.clip(np.round(np.nan_to_num(points[:, 1])), 0, len(self.other.names) - 1).astype(int)
        kept = self.plot.names[: self.plot.followed]
        there = [kept.index(name) if (name := self.other.names[row]) in kept else np.nan for row in rows]
        return np.column_stack([points[:, 0], points[:, 1] - rows + there])

    def _pixels(self, points: Floats) -> Floats:
        given = points.reshape(-1, 2)
        placed = self.plot.placer.pixel(given[:, 0], given[:, 1])  # type: ignore[arg-type]
        return np.column_stack(placed)

    def _inside(self, points: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
        pixels = self._pixels(points)
        within = (pixels >= -1) & (pixels <= np.array(self.plot.placer.inner) + 1)
        return np.asarray(within.all(axis=1))

    def _same(self, points: Floats, own: Floats) -> bool:
        """Whether two courses are one to the eye: point by point, or along the same way from left to right."""
        a, b = self._pixels(points), self._pixels(own)
        if a.shape == b.shape and np.allclose(a, b, atol=_SAME, equal_nan=True):
            return True
        a, b = a[_known(a)], b[_known(b)]
        if min(len(a), len(b)) < 2 or (np.diff(a[:, 0]) <= 0).any() or (np.diff(b[:, 0]) <= 0).any():
            return False
        ends = abs(a[[0, -1], 0] - b[[0, -1], 0])
        return bool((ends < _SAME).all() and np.allclose(np.interp(a[:, 0], *b.T), a[:, 1], atol=_SAME))

    def _drawn(self, mode: str, style: str = "") -> Floats:
        """The points of the reader's traces of a mode, and style, in px; lines at many places."""
        found = [np.zeros((0, 2))]
        for trace in self.plot.traces:
            if style not in ("", _style(trace)):
                continue
            if trace.get("mode", "").startswith(mode) and (mode != "lines" or _strong(trace["line"])):
                pixels = self._pixels(_points(trace))
                pixels = pixels[_known(pixels)]
                if mode == "lines" and len(pixels):
                    share, at = np.linspace(0, len(pixels) - 1, 60), np.arange(len(pixels))
                    pixels = np.column_stack([np.interp(share, at, pixels[:, axis]) for axis in (0, 1)])
                found.append(pixels)
        return np.concatenate(found)

    # ------------------------------------------------------------------------------------------------ painting

    def keep_clear(self, plot: Plot) -> None:
        """Tell a plot that is begun where the ghost will be."""
        for trace in self.traces:
            if trace["mode"] == "markers":
                for x, y in zip(trace["x"], trace["y"], strict=True):
                    plot.placer.keep_clear(x, y, trace["marker"]["size"] / 2 + 1)
            else:
                points = _points(trace)
                plot.keep_line_clear(points[:, 0], points[:, 1], 1, max(len(points) // 40, 1))
        for shape in self.shapes:
            if shape["type"] == "line":
                plot.placer.keep_line_clear(shape["x0"], shape["y0"], shape["x1"], shape["y1"], 2)

    def paint(self, plot: Plot) -> None:
        """Put the ghost under the reader's own lines, and its name once where it is furthest from them."""
        own = np.concatenate([self._drawn("markers"), self._drawn("lines")])
        spots = self.spots or self.edges
        plot.hovers = {trace + len(self.traces): boxes for trace, boxes in plot.hovers.items()}
        plot.traces[:0] = self.traces
        plot.shapes += self.shapes
        for trace in plot.traces:
            if trace.get("mode") == "lines" and trace["line"] != INK and _strong(trace["line"]):
                points = _points(trace)
                plot.keep_line_clear(points[:, 0], points[:, 1], 1, max(len(points) // 40, 1))
            if trace.get("mode") == "text":
                for x, y, words in zip(trace["x"], trace["y"], trace["text"], strict=True):
                    plot.placer.keep_label_clear(label(x, y, words, anchor="center", size=trace["textfont"]["size"]))
        if spots:
            apart = self._pixels(np.array(spots))[:, None, :] - own[None, :, :]
            far = np.hypot(apart[..., 0], apart[..., 1]).min(axis=1, initial=_FAR)
            order = np.argsort(-far, kind="stable")[:_PLACES]
            plot.label_along([spots[at] for at in order], f"<b>{self.name}</b>", MUTED, "ne se nw sw e w n s", gap=6)
        elif self.beyond:
            self._point_beyond(plot)

    def _point_beyond(self, plot: Plot) -> None:
        """The name at the edge behind which A lies, with an arrow that points there."""
        wide, high = plot.placer.inner
        px, py = self._pixels(np.array(self.beyond[0]))[0]
        over = {"→": px - wide, "←": -px, "↑": py - high, "↓": -py}
        arrow = max(over, key=lambda side: over[side])
        low, span = np.array([plot.x.low, plot.y.low]), np.array([plot.x.high - plot.x.low, plot.y.high - plot.y.low])
        edge = {"→": 0.97, "←": 0.03, "↑": 0.96, "↓": 0.04}[arrow]
        shares = [0.5 + side * step for step in np.linspace(0, 0.48, 13) for side in (1, -1)]
        places = [(edge, share) if arrow in "→←" else (share, edge) for share in shares]
        spots = _spots(np.array([low + span * place for place in np.array(places)]))
        plot.label_along(spots, f"<b>{self.name} {arrow}</b>", MUTED, "c w e n s", gap=4)


def _strong(line: Dict) -> bool:
    return bool(line.get("width", 0) >= _STRONG or (line.get("color") == ASSUMED and line.get("width", 0)))


def _style(trace: Dict) -> str:
    """How a trace looks: only what looks the same is the same thing in both drawings."""
    marker = trace.get("marker", {})
    return repr(trace["line"] if trace.get("mode") == "lines" else [marker.get(key) for key in ("symbol", "color")])


def _in_data(shape: Dict) -> bool:
    return "xref" not in shape and "yref" not in shape


def _points(trace: Dict) -> Floats:
    pairs = zip(trace["x"], trace["y"], strict=True)
    return np.array([[np.nan if part is None else part for part in pair] for pair in pairs], dtype=float).reshape(-1, 2)


def _bars(trace: Dict) -> Iterator[Floats]:
    """Two corners of each horizontal bar."""
    if trace["type"] != "bar" or trace["orientation"] != "h":
        return
    count = len(trace["x"])
    thick, base = (np.broadcast_to(trace.get(key, 0), count) for key in ("width", "base"))
    for x, y, wide, start in zip(trace["x"], trace["y"], thick, base, strict=True):
        if x is not None:
            yield np.array([(start, y - wide / 2), (start + x, y + wide / 2)], dtype=float)


def _corners(shape: Dict) -> Floats:
    return np.array([(shape["x0"], shape["y0"]), (shape["x1"], shape["y1"])], dtype=float)


def _known(points: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.asarray(np.isfinite(points).all(axis=-1))


def _touches(pixels: Floats, own: Floats) -> bool:
    return bool((np.abs(own - pixels).max(axis=1, initial=0) < _SAME).any())


def _spots(points: Floats) -> list[Spot]:
    return [(float(x), float(y)) for x, y in points.reshape(-1, 2)]


def _spoken(trace: Dict, kept: Sequence[int]) -> Dict:
    """The hover boxes of A's trace under its name."""
    if "customdata" not in trace:
        return {"hoverinfo": "skip"}
    said = [trace["customdata"][at] for at in kept]
    return {"customdata": said, "hovertemplate": f"<b>{NAME}</b><br>{trace['hovertemplate']}"}
