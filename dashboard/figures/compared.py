"""Charts with the scenario kept as A: its ghost in the drawing, its columns in the table, its finding in the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from dashboard.figures import ghost
from dashboard.figures.layout import NARROW, WIDE, Block, Cell, Chart, Table
from dashboard.figures.panels import Drawings
from dashboard.numbers.resolver import Scenario, remember, shared
from dashboard.words import text
from dashboard.words.text import Figure, Sentence

Rest = ParamSpec("Rest")
# How many charts of scenarios kept as A are remembered: those of a page for a few readers.
_REMEMBERED: Final = 64


def compared(
    build: Callable[Concatenate[Scenario, Rest], Chart | Block],
) -> Callable[Concatenate[Scenario, Rest], Chart | Block]:
    """Run ``build`` for the reader's scenario and, where one is kept as A, for that one too, and show both."""

    @wraps(build)
    def both(scenario: Scenario, /, *rest: Rest.args, **named: Rest.kwargs) -> Chart | Block:
        mine = build(scenario, *rest, **named)
        other = scenario.other
        if other is None or not isinstance(mine, Chart):
            return mine
        memory: dict[Any, Chart | Block] = shared(scenario.facts).setdefault("kept charts", {})
        key = (build, rest, tuple(sorted(named.items())), tuple(other.values.items()))
        theirs = remember(memory, key, lambda: build(other, *rest, **named), _REMEMBERED)
        return with_ghost(mine, theirs)

    return both


def with_ghost(mine: Chart, theirs: Chart | Block) -> Chart:
    """``mine`` with what ``theirs`` shows elsewhere; ``mine`` itself where both show the same.

    Where the two have no drawing in common, the finding of A stands under the title.
    """
    finding = (f" {ghost.NAME}: ", *_of_a(theirs.title), ".")
    if not isinstance(theirs, Chart) or theirs.basis != mine.basis:
        return replace(mine, subtitle=(*mine.subtitle, *finding), alt=(*mine.alt, *finding))
    draw, widths = mine.drawings.draw, (WIDE, NARROW)
    own = {width: mine.drawings.at(width) for width in widths}
    drawn = {width: ghost.drawn(draw, own[width], theirs.drawings.at(width), width) for width in widths}
    table = with_columns(mine.table, theirs.table) if mine.table and theirs.table else mine.table
    if all(drawn[width] is own[width] for width in widths):
        return replace(mine, table=table)
    if text.plain(theirs.title) == text.plain(mine.title):
        finding = (f" {ghost.NAME}: ", *_of_a(theirs.alt))
    shown = replace(mine, drawings=Drawings(draw, drawn))
    return replace(shown, alt=(*mine.alt, *finding), table=table)


def with_columns(mine: Table, theirs: Table) -> Table:
    """``mine`` with a column of A's beside each in which a number differs; rows and columns match by their words."""
    if mine.head != theirs.head:
        return mine
    found = dict(_by_name(theirs))
    pairs = [(row, found.get(name)) for name, row in _by_name(mine)]
    differ = [
        any(other is not None and _value(row[at]) != _value(other[at]) for row, other in pairs)
        for at in range(len(mine.head))
    ]
    if not any(differ):
        return mine
    head = [name for at, name in enumerate(mine.head) for name in _twice(name, f"{ghost.NAME}: {name}", differ[at])]
    rows = [
        tuple(cell for at, own in enumerate(row) for cell in _twice(own, _cell(other, at), differ[at]))
        for row, other in pairs
    ]
    return replace(mine, head=tuple(head), rows=tuple(rows))


def _by_name(table: Table) -> Iterator[tuple[tuple[str, int], Sequence[Cell]]]:
    """The rows by the words of their first cell, and which of several rows with the same words it is."""
    count: dict[str, int] = {}
    for row in table.rows:
        name = _words(row[0])
        count[name] = count.get(name, 0) + 1
        yield (name, count[name]), row


def _twice(own: Any, theirs: Any, differs: bool) -> Sequence[Any]:
    return (own, theirs) if differs else (own,)


def _cell(row: Sequence[Cell] | None, at: int) -> Cell:
    if row is None:
        return ""
    cell = row[at]
    return _of_a((cell,))[0] if isinstance(cell, Figure) else _of_a(cell) if isinstance(cell, tuple) else cell  # type: ignore[return-value]


def _of_a(sentence: Sentence) -> Sentence:
    """The sentence with its numbers marked as those of A."""
    return tuple(
        replace(piece, at=f"{piece.at} scenario={ghost.NAME}".strip(), sets=()) if isinstance(piece, Figure) else piece
        for piece in sentence
    )


def _words(cell: Cell) -> str:
    return text.plain(cell) if isinstance(cell, tuple) else cell.text if isinstance(cell, Figure) else cell


def _value(cell: Cell) -> Any:
    """What two cells are compared by: the number of a figure, else the words."""
    return cell.value if isinstance(cell, Figure) else _words(cell)
