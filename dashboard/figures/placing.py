"""Where a label can stand: inside the plot, beside its mark, on top of nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np

from dashboard.figures import measure
from dashboard.figures.axes import Dict
from dashboard.figures.colors import INK, PAPER

FONT: Final = '"Source Sans", "Source Sans 3", system-ui, sans-serif'
Box = tuple[float, float, float, float]
Floats = np.ndarray[Any, np.dtype[np.float64]]
# Direction -> (share of the label's width, share of its height) by which its centre moves off the mark.
_SIDES: Final[dict[str, tuple[int, int]]] = {
    "e": (1, 0),
    "w": (-1, 0),
    "n": (0, 1),
    "s": (0, -1),
    "ne": (1, 1),
    "nw": (-1, 1),
    "se": (1, -1),
    "sw": (-1, -1),
    "c": (0, 0),
}


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
        "align": anchor,
        "font": {"size": size, "color": color},
        **({"bgcolor": PAPER} if halo else {}),
        "borderpad": 1,
        **changes,
    }


@dataclass
class Placer:
    """Places labels on one plot of a known size in px, in data coordinates.

    x, y: axis ranges. margin: left, right, top, bottom in px. Marks and lines that labels must not cover are
    told with ``keep_clear`` and ``keep_line_clear``. narrowest: the width in px at which no label may be cut yet, if
    that is less than ``width``: the marks move together then, and the labels with them.
    """

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    margin: tuple[float, float, float, float] = (44, 12, 12, 28)
    taken: list[Box] = field(default_factory=list)
    soft: list[tuple[Box, float]] = field(default_factory=list)
    narrowest: float = math.inf

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height of the plot area in px."""
        left, right, top, bottom = self.margin
        return self.width - left - right, self.height - top - bottom

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Data coordinates as px from the lower left corner of the plot area."""
        wide, high = self.inner
        return (x - self.x[0]) / (self.x[1] - self.x[0]) * wide, (y - self.y[0]) / (self.y[1] - self.y[0]) * high

    def keep_clear(self, x: float, y: float, radius: float = 8) -> None:
        """No label may cover the mark at (x, y)."""
        px, py = self.pixel(x, y)
        self.taken.append((px - radius, py - radius, px + radius, py + radius))

    def keep_line_clear(self, x0: float, y0: float, x1: float, y1: float, weight: float = 1) -> None:
        """Labels should rather not cover the straight line from (x0, y0) to (x1, y1)."""
        (ax, ay), (bx, by) = self.pixel(x0, y0), self.pixel(x1, y1)
        steps = max(int(max(abs(bx - ax), abs(by - ay)) // 8), 1)
        for i in range(steps + 1):
            cx, cy = ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps
            self.soft.append(((cx - 1, cy - 1, cx + 1, cy + 1), weight))

    def keep_ticks_clear(self, values: Sequence[float], words: Sequence[str]) -> None:
        """No label may cover the tick labels that stand left of the plot."""
        for value, one in zip(values, words, strict=True):
            wide, high = measure.size(one)
            _, py = self.pixel(self.x[0], value)
            self.taken.append((-4 - wide, py - high / 2, -2, py + high / 2))

    def keep_label_clear(self, note: Dict) -> None:
        """No label may cover ``note``, which stands at a fixed place."""
        wide, high = measure.size(note["text"], note["font"]["size"])
        px, py = self.pixel(note["x"], note["y"])
        left = px + note["xshift"] - {"left": 0, "center": wide / 2, "right": wide}[note["xanchor"]]
        low = py + note["yshift"] - {"bottom": 0, "middle": high / 2, "top": high}[note["yanchor"]]
        self.taken.append((left, low, left + wide, low + high))

    def beside(
        self, x: float, y: float, words: str, color: str = INK, gap: float = 12, turn: float = 0.62, **changes: Any
    ) -> Dict:
        """The annotation ``words`` right of its mark in a row, or left where the right is crossed or too narrow.

        turn: the share of the width from which on the left is the better side.
        """
        width, height = measure.size(words)
        px, py = self.pixel(x, y)
        low, top = py - height / 2, py + height / 2
        boxes = np.array([(px + gap, low, px + gap + width, top), (px - gap - width, low, px - gap, top)])
        to_left, to_right = self._drawn_in(px)
        outside = np.maximum(boxes[:, 2] + to_right - self.inner[0] - self.margin[1], 0)
        outside += np.maximum(to_left - boxes[:, 0], 0)
        worse = np.array([1, 0] if px > turn * self.inner[0] else [0, 1])
        left = int(np.argmin(self._crossed(boxes) + 10 * height * outside + worse)) == 1
        self.taken.append(tuple(boxes[int(left)].tolist()))
        return label(x, y, words, color, "right" if left else "left", -gap if left else gap, **changes)

    def place(
        self,
        points: Sequence[tuple[float, float]],
        words: str,
        color: str = INK,
        prefer: str = "e w n s ne nw se sw",
        gap: float = 10,
        size: int = 12,
        far: bool = False,
        **changes: Any,
    ) -> Dict:
        """The annotation ``words`` beside the first of ``points``, at the first side, where it collides least.

        prefer: sides as on a compass, c the middle. far: it may stand further away, at the end of a leader.
        """
        width, height = measure.size(words, size)
        steps, costs = _ways(prefer, gap, far)
        at = np.array([self.pixel(x, y) for x, y in points])
        centers = np.concatenate([self._inside(one, steps, width, height) for one in at])
        half = np.array([width / 2, height / 2])
        total = np.concatenate([costs + nearer * 0.5 for nearer in range(len(at))])
        best = int(np.argmin(total + self._crossed(np.hstack([centers - half, centers + half]))))
        nearest = best // len(costs)
        (x, y), (px, py), (cx, cy) = points[nearest], at[nearest].tolist(), centers[best].tolist()
        self.taken.append((cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2))
        return label(x, y, words, color, "center", cx - px, cy - py, size, **{"align": "left", **changes})

    def foot(self, note: Dict) -> tuple[float, float]:
        """Where the placed label ``note`` stands, in data coordinates: the end of its leader."""
        across, up = (one - zero for one, zero in zip(self.pixel(1, 1), self.pixel(0, 0), strict=True))
        return note["x"] + note["xshift"] / across, note["y"] + note["yshift"] / up

    def _drawn_in(self, px: float) -> tuple[float, float]:
        """How much nearer to the left and the right edge, in px, a mark at ``px`` stands in the narrowest drawing."""
        share = max(self.width - self.narrowest, 0) / self.inner[0]
        return px * share, (self.inner[0] - px) * share

    def _crossed(self, boxes: Floats) -> Floats:
        """What each of ``boxes`` would cover: px of marks and labels, and lines by their weight."""
        cost: Floats = 10 * _overlap(boxes, self.taken).sum(axis=1)
        if self.soft:
            lines, weights = zip(*self.soft, strict=True)
            cost += 3 * _touching(boxes, lines) @ np.array(weights)
        return cost

    def _inside(self, at: Floats, steps: Floats, width: float, height: float) -> Floats:
        """Centres beside a place in px for a label of this size, one for each of ``steps``, moved inside the plot."""
        wide, high = self.inner
        to_left, to_right = self._drawn_in(at[0])
        low = (-self.margin[0] + to_left + width / 2 + 1, height / 2 + 1)
        top = (wide + self.margin[1] - to_right - width / 2 - 1, high + self.margin[2] - height / 2 - 1)
        center = at + steps[:, :2] * (np.array([width / 2, height / 2]) + steps[:, 2:])
        inside: Floats = np.minimum(np.maximum(center, low), np.maximum(top, low))
        return inside


@cache
def _ways(prefer: str, gap: float, far: bool) -> tuple[Floats, Floats]:
    """Where a label may stand beside its mark: directions and distances (across, up) in px, and what each costs."""
    steps, costs = [], []
    for order, side in enumerate(prefer.split()):
        for distance in (gap, gap + 12, gap + 26, gap + 44)[: 4 if far else 3]:
            dx, dy = _SIDES[side]
            across = distance if dy == 0 else min(distance, 8)
            steps.append((dx, dy, across, distance * (1 if dx == 0 else 0.7)))
            costs.append(order + (distance - gap) * 0.2)
    return np.array(steps, dtype=float), np.array(costs)


def apart(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Ascending centres of things of these ``sizes`` moved so that none touches the next, from ``low`` to ``high``.

    Each is pushed up only as far as it must be, and back down where the last would leave ``high``.
    """
    moved: list[float] = []
    floor = low
    for place, size in zip(places, sizes, strict=True):
        moved.append(max(place, floor + size / 2))
        floor = moved[-1] + size / 2
    ceiling = high
    for at in reversed(range(len(moved))):
        moved[at] = min(moved[at], ceiling - sizes[at] / 2)
        ceiling = moved[at] - sizes[at] / 2
    return moved


def _touching(boxes: Floats, others: Sequence[Box]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether each box overlaps with each of the others; shape (boxes, others)."""
    left, low, right, top = (edge[:, None] for edge in boxes.T)
    other_left, other_low, other_right, other_top = np.array(others).T
    found = (left < other_right) & (right > other_left) & (low < other_top) & (top > other_low)
    return np.asarray(found, dtype=np.bool_)


def _overlap(boxes: Floats, others: Sequence[Box]) -> Floats:
    """Overlapping area in square px of each box with each of the others; shape (boxes, others)."""
    if not others:
        return np.zeros((len(boxes), 1))
    a, b = boxes[:, None, :], np.array(others)[None, :, :]
    wide = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    high = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    area: Floats = np.maximum(wide, 0) * np.maximum(high, 0)
    return area
