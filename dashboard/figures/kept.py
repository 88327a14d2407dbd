"""What a drawing of the reader's knows of the scenario kept as A before it begins, and what A must know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.figures.axes import Floats


class KeptWidth(int):
    """A width in px on which place is kept: each plot that is begun on it is told by the next of ``keep`` where."""

    keep: list[Callable[[Any], None]]

    def __new__(cls, width: int, keep: Iterable[Callable[[Any], None]]) -> KeptWidth:
        """``keep``: in the order in which the plots are begun."""
        kept = super().__new__(cls, width)
        kept.keep = list(keep)
        return kept


@dataclass(frozen=True)
class Cells:
    """Of a table of cells the numbers of its columns and rows, evenly spaced.

    own: the reader's own two, if any, and words: what the cell there says.
    """

    columns: Floats
    rows: Floats
    own: tuple[float, float] | None
    words: str = ""

    def place(self, at: tuple[float, float]) -> tuple[float, float]:
        """Column and row at which two numbers stand, with fractions between cells; infinite where there is no step."""
        column, row = (_fraction(value, along) for value, along in zip(at, (self.columns, self.rows), strict=True))
        return column, row


def _fraction(value: float, along: Floats) -> float:
    if value == along[0]:
        return 0.0
    step = float(along[1] - along[0]) if len(along) > 1 else 0.0
    return float((value - along[0]) / step) if step else float(np.copysign(np.inf, value - along[0]))
