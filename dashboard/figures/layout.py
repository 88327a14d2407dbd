"""What a page is given to show: a chart with its table, a block of words, a table to sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.figures.axes import Dict
from dashboard.figures.panels import Drawings
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

    drawings: the plot for the two widths. origins: (kind, words) pairs for the footer. uses: keys of the numbers drawn,
    for the register. basis: what the axes measure, where that depends on the scenario: two charts share a drawing only
    on the same.
    """

    key: str
    title: Sentence
    subtitle: Sentence
    alt: Sentence
    drawings: Drawings
    origins: Origins
    table: Table | None
    uses: tuple[str, ...] = ()
    height: int = SUPPORT
    basis: str = ""

    @property
    def figure(self) -> Dict:
        """Plotly dict ("data", "layout")."""
        return self.drawings.figure(WIDE)

    @property
    def narrow(self) -> Dict:
        """The same for widths below 520 px."""
        return self.drawings.figure(NARROW)

    @property
    def hovers(self) -> Mapping[int, Sequence[Hover]]:
        """Per trace of ``figure`` that has them, what its hover boxes say, with the numbers as figures."""
        return self.drawings.at(WIDE).hovers


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
