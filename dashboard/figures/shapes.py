"""Forms that several pages share: the table of coloured cells, and the waterfall of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.figures import measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, DIVERGING, GAIN, GREY, INK, LOSS, MUTED, PAPER, cell_text
from dashboard.figures.draft import Draft
from dashboard.figures.kept import Cells
from dashboard.figures.layout import HERO, WIDE
from dashboard.figures.plot import Hover, Plot, Rows, Sized, shade
from dashboard.words import text
from dashboard.words.text import Figure


def steps_through(center: float, count: int, below: int, step: float) -> np.ndarray[Any, np.dtype[Any]]:
    """``count`` values in ``step``s that pass exactly through ``center``, all above zero."""
    room = int(max(center - step / 2, 0) // step)
    return center + step * (np.arange(count) - min(below, room))


def bin_of(value: float, width: float, each_side: int = 5) -> int | None:
    """Index of the diverging colour of ``value`` in bins of ``width``; ``None`` for exact zero."""
    if value == 0:
        return None
    steps = min(int(abs(value) // width), each_side - 1)
    return each_side + steps if value > 0 else each_side - 1 - steps


def cell_table(
    width: int,
    words: Sequence[Sequence[str]],
    bins: Sequence[Sequence[int | None]],
    columns: Sequence[str],
    rows: Sequence[str],
    own: tuple[int, int] | None,
    numbers: Cells,
    hovers: Sequence[Sequence[Hover]],
    border: Sequence[int] | None = None,
    palette: Sequence[str] = DIVERGING,
) -> Plot:
    """A table of coloured cells, first row on top, with the reader's cell boxed in violet.

    words: cell texts [row][column]. bins: index into ``palette`` (10 diverging or 6 sequential colours), None = paper.
    own: (row, column) of the reader's scenario, or None. border: per row, how many columns lie left of the staircase.
    numbers: what columns and rows stand for.
    """
    wide, high = len(columns), len(rows)
    cells = [(row, column) for row in range(high) for column in range(wide)]
    plot = Plot(width, HERO, Axis(-0.5, wide - 0.5), Axis(high - 0.5, -0.5), measure.gutter(rows), 4, 28, 6)
    plot.cells = replace(numbers, words=words[own[0]][own[1]]) if own else numbers
    size = plot.pick((12, 11))
    # Bars instead of a heatmap: a heatmap is a bitmap that neither a theme nor a printer can re-ink.
    plot.bars(
        [column for _, column in cells],
        [PAPER if (b := bins[row][column]) is None else palette[b] for row, column in cells],
        1,
        [hovers[row][column] for row, column in cells],
        [1] * len(cells),
        {"color": PAPER, "width": 2},
        base=[row - 0.5 for row, _ in cells],
        orientation="v",
    )
    plot.marks(
        [column for _, column in cells],
        [row for row, _ in cells],
        mode="text",
        text=[_bold(words[r][c], (r, c) == own) for r, c in cells],
        textfont={"size": size, "color": [_ink(bins[r][c], len(palette)) for r, c in cells]},
    )
    if border is not None and any(0 < count < wide for count in border):
        xs = [count - 0.5 for count in border for _ in (0, 1)]
        ys = [row + side for row in range(high) for side in (-0.5, 0.5)]
        # The paper edge keeps the line apart from the darkest cells.
        plot.line(xs, ys, PAPER, 5)
        plot.line(xs, ys, width=2)
    row, column = own or (-1, -1)
    for at, name in enumerate(columns):
        ink = ASSUMED if at == column else MUTED
        plot.fixed(at, -0.5, _bold(name, at == column), ink, "center", dy=10, halo=False, size=size)
    for at, name in enumerate(rows):
        ink = ASSUMED if at == row else MUTED
        plot.fixed(-0.5, at, _bold(name, at == row), ink, "right", dx=-6, halo=False, size=size)
    # The paper edge keeps the violet apart from the darkest cells.
    for color, thick in ((PAPER, 6), (ASSUMED, 3)) if own else ():
        frame = {"line": {"color": color, "width": thick}, "layer": "above"}
        plot.box(column - 0.5, column + 0.5, row - 0.5, row + 0.5, "rgba(0,0,0,0)", **frame)
    return plot


def _bold(words: str, own: bool) -> str:
    return f"<b>{words}</b>" if own else words


def _ink(index: int | None, count: int) -> str:
    if index is None:
        return INK
    if count == len(DIVERGING):
        return cell_text(index, count)
    return PAPER if index >= count - 2 else INK


@dataclass(frozen=True)
class Step:
    """A row of a waterfall: a change of the level, or with ``total`` the level itself.

    color: where it is not that of a total, a gain or a loss. open: drawn as an outline, because nobody explains it.
    """

    name: str
    amount: float
    words: str
    total: bool = False
    color: str = ""
    open: bool = False

    @property
    def ink(self) -> str:
        """Its colour."""
        return self.color or (INK if self.total else GAIN if self.amount > 0 else LOSS)


def bridge(
    draft: Draft, roles: Sequence[tuple[str, str]], style: str, unit: float = 1, digits: int = 1, open_step: str = ""
) -> tuple[list[tuple[str, Figure]], list[Step]]:
    """Rows of the table and steps of the waterfall, from (key, role) pairs.

    Roles: total, plus, or minus for a number that takes away. unit: the size of one shown unit in the drawing; digits
    of the table. open_step: the key of the step that nobody explains.
    """
    rows, steps = [], []
    for key, role in roles:
        total = role == "total"
        one = draft.taken_off(key, style, digits) if role == "minus" else draft.shown(key, style, digits, not total)
        words = text.number(one.value / unit, draft.lang, 1, not total)
        rows.append((draft.words(key), one))
        steps.append(Step(draft.words(key), float(one.value), words, total, open=key == open_step))
    return rows, steps


def waterfall(
    width: int, height: int, steps: Sequence[Step], left: Sized, mark: bool = False, also: Sequence[Step] = ()
) -> Plot:
    """Rows from start to end with grey connectors, the amount at the end of each bar; ``mark``: yours is the last.

    also: the steps of the scenario kept as A, for which the axis has room.
    """
    starts, ends = _levels(steps)
    margin = left if isinstance(left, int) else left[0 if width >= WIDE else 1]
    needed = [measure.size(step.words)[0] + 8 for step in steps]
    needed[-1] += 10 if mark else 0
    span, on_right = _room(starts, ends, needed, width - margin - 8, _levels(also)[1])
    plot = Rows(width, height, Axis(span[0], span[1]), [step.name for step in steps], left)
    colors = [shade(step.ink, 0.18) if step.open else step.ink for step in steps]
    line = {"color": [step.ink for step in steps], "width": [1.5 if step.open else 0 for step in steps]}
    lows, lengths = np.minimum(starts, ends), np.abs(np.subtract(ends, starts))
    plot.bars(lengths, colors, 0.62, line=line, base=lows.tolist())
    for row, (step, right) in enumerate(zip(steps, on_right, strict=True)):
        at = max(starts[row], ends[row]) if right else min(starts[row], ends[row])
        gap = 14 if mark and row == len(steps) - 1 else 4
        anchor, dx = ("left", gap) if right else ("right", -gap)
        plot.fixed(at, row, f"<b>{step.words}</b>", step.ink, anchor, dx=dx)
    for row in range(len(steps) - 1):
        plot.rule(ends[row], row, ends[row], row + 1, GREY)
    plot.edge()
    if mark:
        plot.marks(ends[-1], len(steps) - 1, "diamond")
    return plot


def _levels(steps: Sequence[Step]) -> tuple[list[float], list[float]]:
    """Where each bar starts and ends."""
    starts: list[float] = []
    ends: list[float] = []
    for step in steps:
        starts.append(0.0 if step.total or not ends else ends[-1])
        ends.append(starts[-1] + step.amount)
    return starts, ends


def _room(
    starts: list[float], ends: list[float], needed: list[float], inner: float, also: list[float]
) -> tuple[list[float], list[bool]]:
    """The axis on which every amount fits beside its bar, and which amounts stand to the right of it.

    A falling bar carries its amount at the left, unless that would put it on the zero line. needed, inner: px.
    """
    low, high = min(0.0, *starts, *ends, *also), max(0.0, *starts, *ends, *also)
    bounds, on_right = [low, high or 1.0 if low == 0 else high], [False] * len(starts)
    # Each pass makes the scale a little coarser, which needs a little more room: it settles at once.
    for _ in range(8):
        pixel = (bounds[1] - bounds[0]) / inner
        room = [n * pixel for n in needed]
        on_right = [e >= s or 0 < e < r for s, e, r in zip(starts, ends, room, strict=True)]
        sides = list(zip(starts, ends, room, on_right, strict=True))
        bounds = [
            min([low, *(min(s, e) - r for s, e, r, right in sides if not right)]),
            max([high, *(max(s, e) + r for s, e, r, right in sides if right)]),
        ]
    return bounds, on_right


@dataclass(frozen=True)
class Dot:
    """A row with one mark: its name, where it stands, and what is written beside it."""

    name: str
    value: float
    words: str
    shape: str = "open"
    color: str = INK


def dots(
    width: int,
    height: int,
    x: Axis,
    rows: Sequence[Dot],
    left: Sized,
    line: tuple[float, str, str] | None = None,
    turn: float = 0.62,
) -> Rows:
    """One mark a row with its number beside it. line: where a vertical line crosses all rows, its words and colour.

    turn: as for ``Placer.beside``.
    """
    plot = Rows(width, height, x, [dot.name for dot in rows], left, 0.95 if line else 0.5, True, right=14)
    # One trace for all that look alike: Plotly takes as long for a trace of one mark as for one of many.
    for shape, color in dict.fromkeys((dot.shape, dot.color) for dot in rows):
        alike = [row for row, dot in enumerate(rows) if (dot.shape, dot.color) == (shape, color)]
        marker = {} if shape == "diamond" or color == INK else {"line": {"color": color, "width": 2}}
        plot.marks([rows[row].value for row in alike], alike, shape, marker=marker)
    if line is not None:
        at, words, color = line
        plot.upright(at, color, 2, below=True, clear=1)
        plot.beside(at, -0.72, words, color, gap=5, turn=max(turn - 0.12, 0.5))
    for row, dot in enumerate(rows):
        plot.beside(dot.value, row, f"<b>{dot.words}</b>", dot.color, turn=turn)
    return plot


def columns(width: int, height: int, y: Axis, names: Sequence[str], unit: str) -> Plot:
    """Columns for marks from zero, with a line of words under each (see ``under``) and ``unit`` at its left."""
    font = {"tickfont": {"size": 12 if width >= WIDE else 11, "color": MUTED}}
    x = Axis(-0.6, len(names) - 0.4, range(len(names)), names, font)
    plot = Plot(width, height, x, y, None, 10, 10, 62)
    plot.level()
    plot.fixed(0, 0, unit, MUTED, "right", dx=-6, dy=-46, halo=False, xref="paper", yref="paper")
    return plot


def under(plot: Plot, column: float, words: str, color: str) -> None:
    """The words under a column."""
    plot.fixed(column, 0, words, color, "center", dy=-46, halo=False, yref="paper", size=plot.pick((12, 11)))
