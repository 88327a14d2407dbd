"""What a page is given to show: a chart with its table, a block of words, a table to sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.figures.axes import Dict
from dashboard.figures.panels import Draw, Drawn
from dashboard.figures.plot import NARROW, WIDE, Hover
from dashboard.words.text import Figure, Sentence

Cell = str | Figure | Sentence
Origins = tuple[tuple[str, str], ...]

HERO, SUPPORT, STRIP = 372, 316, 120


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
    hovers: per trace of ``figure`` that has them, what its hover boxes say, with the numbers as figures.
    draw, drawn: what makes the drawing for a width, and what ``figure`` and ``narrow`` were made from. basis: what the
    axes measure, where that depends on the scenario: two charts share a drawing only on the same.
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
    hovers: Mapping[int, Sequence[Hover]] = field(default_factory=dict)
    draw: Draw | None = field(default=None, repr=False, compare=False)
    drawn: tuple[Drawn, ...] = field(default=(), repr=False, compare=False)
    basis: str = ""


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


__all__ = ["HERO", "NARROW", "STRIP", "SUPPORT", "WIDE", "Block", "Cell", "Chart", "Entry", "Grid", "Origins", "Table"]
