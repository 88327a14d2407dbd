"""Where a label can stand: inside the plot, beside its mark, on top of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.figures.colors import GREY, INK
from dashboard.figures.layout import Dict, label, segment

Box = tuple[float, float, float, float]
# Direction -> (share of the label's width, share of its height) by which its centre moves off the mark.
_SIDES: dict[str, tuple[int, int]] = {
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
_LETTER = 0.53
_LINE = 1.32


def text_size(words: str, size: int) -> tuple[float, float]:
    """Width and height in px that ``words`` (lines split by <br>) take at ``size`` px; a slight overestimate."""
    lines = [re.sub(r"<[^>]+>", "", part) for part in words.split("<br>")]
    return max(len(one) for one in lines) * size * _LETTER + 4, len(lines) * size * _LINE + 2


@dataclass
class Placer:
    """Places labels on one plot of a known size in px, in data coordinates.

    x, y: axis ranges. margin: left, right, top, bottom in px. Marks and lines that labels must not cover are
    told with ``keep_clear`` and ``keep_line_clear``.
    """

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    margin: tuple[float, float, float, float] = (44, 12, 12, 28)
    taken: list[Box] = field(default_factory=list)
    soft: list[tuple[Box, float]] = field(default_factory=list)

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Data coordinates as px from the lower left corner of the plot area."""
        wide = self.width - self.margin[0] - self.margin[1]
        high = self.height - self.margin[2] - self.margin[3]
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

    def keep_ticks_clear(self, values: Sequence[float], words: Sequence[str], size: int = 12) -> None:
        """No label may cover the tick labels that stand left of the plot."""
        for value, label_words in zip(values, words, strict=True):
            wide, high = text_size(label_words, size)
            _, py = self.pixel(self.x[0], value)
            self.taken.append((-4 - wide, py - high / 2, -2, py + high / 2))

    def place(
        self,
        x: float,
        y: float,
        words: str,
        color: str = INK,
        prefer: tuple[str, ...] = ("e", "w", "n", "s", "ne", "nw", "se", "sw"),
        gap: float = 10,
        size: int = 12,
        far: bool = False,
        **changes: Any,
    ) -> Dict:
        """The annotation ``words`` beside (x, y), at the first side in ``prefer`` where it collides least.

        far: it may stand further away; give it a ``leader``.
        """
        return self.place_along([(x, y)], words, color, prefer, gap, size, far, **changes)

    def place_along(
        self,
        points: Sequence[tuple[float, float]],
        words: str,
        color: str = INK,
        prefer: tuple[str, ...] = ("e", "w", "n", "s", "ne", "nw", "se", "sw"),
        gap: float = 10,
        size: int = 12,
        far: bool = False,
        **changes: Any,
    ) -> Dict:
        """The annotation ``words`` beside the first of ``points`` where it collides least."""
        width, height = text_size(words, size)
        centers, costs, marks = [], [], []
        for nearer, (x, y) in enumerate(points):
            for center, cost in self._around(x, y, width, height, prefer, gap, far):
                centers.append(center)
                costs.append(cost + nearer * 0.5)
                marks.append(nearer)
        half = np.array([width / 2, height / 2])
        boxes = np.hstack([np.array(centers) - half, np.array(centers) + half])
        cost = np.array(costs) + 10 * _overlap(boxes, self.taken).sum(axis=1)
        if self.soft:
            lines, weights = zip(*self.soft, strict=True)
            cost += 3 * (_overlap(boxes, lines) > 0) @ np.array(weights)
        best = int(np.argmin(cost))
        (x, y), (cx, cy) = points[marks[best]], centers[best]
        self.taken.append((cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2))
        px, py = self.pixel(x, y)
        return label(x, y, words, color, "center", cx - px, cy - py, size, align="left", **changes)

    def leader(self, note: Dict) -> Dict:
        """A thin line from the mark to its label ``note``, for one that found no place close by."""
        across, up = (one - zero for one, zero in zip(self.pixel(1, 1), self.pixel(0, 0), strict=True))
        x, y = note["x"], note["y"]
        return segment(x, y, x + note["xshift"] / across, y + note["yshift"] / up, GREY, 1)

    def _around(
        self, x: float, y: float, width: float, height: float, prefer: tuple[str, ...], gap: float, far: bool
    ) -> Iterator[tuple[tuple[float, float], float]]:
        """Centres beside (x, y) for a label of this size, each with the cost of its being less preferred."""
        px, py = self.pixel(x, y)
        for order, side in enumerate(prefer):
            for distance in (gap, gap + 12, gap + 26, gap + 44)[: 4 if far else 3]:
                dx, dy = _SIDES[side]
                cx = px + dx * (width / 2 + (distance if dy == 0 else min(distance, 8)))
                cy = py + dy * (height / 2 + distance * (1 if dx == 0 else 0.7))
                yield self._inside(cx, cy, width, height), order + (distance - gap) * 0.2

    def _inside(self, cx: float, cy: float, width: float, height: float) -> tuple[float, float]:
        wide = self.width - self.margin[0] - self.margin[1]
        high = self.height - self.margin[2] - self.margin[3]
        left, right = -self.margin[0] + width / 2 + 1, wide + self.margin[1] - width / 2 - 1
        low, top = height / 2 + 1, high + self.margin[2] - height / 2 - 1
        return min(max(cx, left), max(right, left)), min(max(cy, low), max(top, low))


def _overlap(boxes: np.ndarray[Any, Any], others: Sequence[Box]) -> np.ndarray[Any, Any]:
    """Overlapping area in square px of each box with each of the others; shape (boxes, others)."""
    if not others:
        return np.zeros((len(boxes), 1))
    a, b = boxes[:, None, :], np.array(others)[None, :, :]
    wide = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    high = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    area: np.ndarray[Any, Any] = np.maximum(wide, 0) * np.maximum(high, 0)
    return area
