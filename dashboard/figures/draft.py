"""A chart in the making: its strings, its numbers as a table shows them, and the finished chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dashboard import headlines
from dashboard.figures.axes import Floats
from dashboard.figures.layout import SUPPORT, Block, Chart, Origins, Table
from dashboard.figures.panels import Draw, Drawings
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang, Piece, Sentence

Figures = np.ndarray[Any, np.dtype[Any]]


class Draft:
    """What one chart says and shows under one scenario, in one language.

    name: ``<page>.<chart>``, with which its strings begin. key: the chart's own, where it is another word.
    """

    def __init__(self, scenario: Scenario, lang: Lang, name: str, key: str = "") -> None:
        self.scenario, self.lang, self.name = scenario, lang, name
        self.key = key or name.rpartition(".")[2]

    # --------------------------------------------------------------------------------------------- words

    def words(self, part: str, **values: object) -> str:
        """The string ``part`` of this chart."""
        return text.t(f"{self.name}.{part}", self.lang, **values)

    def head(self, *parts: str) -> tuple[str, ...]:
        """Several strings of this chart, for the head of its table."""
        return tuple(self.spoken(part) for part in parts)

    def say(self, part: str, **pieces: Piece) -> Sentence:
        """The sentence ``part`` of this chart with its numbers filled in."""
        return headlines.say(self.scenario, f"{self.name}.{part}", self.lang, **pieces)

    def spoken(self, part: str, **pieces: Piece) -> str:
        """As ``say``, as plain words for a label."""
        return text.plain(self.say(part, **pieces))

    def label(self, key: str) -> str:
        """The name of a number, the same word on every page."""
        return headlines.label(self.scenario, key, self.lang)

    def labels(self, *keys: str) -> tuple[str, ...]:
        """The names of several numbers, for the head of a table."""
        return tuple(self.label(key) for key in keys)

    # ------------------------------------------------------------------------------------------- numbers

    def number(self, key: str, options: str = "plain") -> Figure:
        """A number as it stands in a table; ``options`` as in ``headlines.say``."""
        return headlines.figure(self.scenario.output(key), self.lang, options)

    def both(self, *keys: str) -> Floats:
        """These numbers as they are, and as they are in the scenario kept as A, if any: what an axis should hold."""
        scenarios = (self.scenario,) if self.scenario.other is None else (self.scenario, self.scenario.other)
        return np.array([float(one.value(key)) for one in scenarios for key in keys if one.known(key)])

    def shown(self, key: str, style: str = "", digits: int | None = None, signed: bool = False) -> Figure:
        """A number in a format of its own (see ``text.show``)."""
        return self.figure(key, self.scenario.value(key), style, digits, signed)

    def taken_off(self, key: str, style: str = "", digits: int | None = None) -> Figure:
        """A number as what it takes away: with the sign turned, which ``at`` says."""
        value = self.scenario.value(key)
        return self.figure(key, None if value is None else -value, style, digits, True, "sign=-1")

    def at(
        self,
        key: str,
        style: str = "",
        digits: int | None = None,
        signed: bool = False,
        swept: Any = None,
        **inputs: Any,
    ) -> Figures:
        """``key`` at other inputs than the scenario's, by the same functions: an array of figures of their shape.

        swept: the values, where they are already known from a sweep of what ``key`` rests on.
        """
        shape = np.broadcast_shapes(*(np.shape(values) for values in inputs.values()))
        swept = self.scenario.sweep(key, **inputs) if swept is None else swept
        values = np.broadcast_to(np.nan if swept is None else swept, shape)
        names = {name: np.broadcast_to(given, shape) for name, given in inputs.items()}
        found = np.empty(shape, dtype=object)
        for index in np.ndindex(shape):
            where = " ".join(f"{name}={_bare(given[index])}" for name, given in names.items())
            found[index] = self.figure(key, float(values[index]), style, digits, signed, where)
        return found

    def element(
        self, key: str, row: int, style: str = "", digits: int | None = None, signed: bool = False, column: int = -1
    ) -> Figure:
        """One number of the series ``key``: that of ``row``, and of ``column`` where it has two dimensions."""
        series = self.scenario.value(key)
        value, where = (
            (series[row], f"row={row}") if column < 0 else (series[row, column], f"row={row} column={column}")
        )
        return self.figure(key, float(value), style, digits, signed, where, self._row_kind(key, row))

    def _row_kind(self, key: str, row: int) -> str:
        """Of a published series single rows may be derived by its editor; empty for any other series."""
        for name, series in self.scenario.facts.series.items():
            if key.startswith(f"{name}_") and key not in OUTPUTS:
                return "derived" if key.removeprefix(f"{name}_") in series.rows[row].derived else "reported"
        return ""

    def figure(
        self,
        key: str,
        value: Any,
        style: str = "",
        digits: int | None = None,
        signed: bool = False,
        at: str = "",
        kind: str = "",
    ) -> Figure:
        """``value`` as the number ``key``; its kind is that of the output. A gap (None, nan) stays a gap.

        Without a style it is written as the output itself, with a word of its own where there is no answer.
        """
        output = self.scenario.output(key)
        known = None if value is None or (isinstance(value, float) and not np.isfinite(value)) else value
        if not style:
            words = headlines.figure(replace(output, value=known), self.lang, "plain").text
        else:
            words = text.show(known, style, self.lang, signed, digits)
        return Figure(key, words, known, kind or output.kind, at=at)

    # ------------------------------------------------------------------------------------------ the whole

    def missing(self, what: str = "", height: int = SUPPORT) -> Block:
        """The defined state of a chart whose facts are not disclosed: a title that says so, and what would be drawn."""
        what = what or self.key
        title, body = (text.t(f"missing.{what}.{part}", self.lang) for part in ("title", "body"))
        return Block(self.key, (title,), body=((body,),), height=height, missing=True)

    def origins(self, *kinds: str) -> Origins:
        """The footer: per kind of number, the words that name them."""
        return tuple((kind, self.spoken(kind)) for kind in kinds)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "", phone: str = "") -> Table:
        """The table behind the chart, from rows of cells. caption: its string, if it has one."""
        words = self.spoken(caption) if caption else ""
        return Table(tuple(head), tuple(tuple(row) for row in rows), words, phone)

    def chart(
        self,
        draw: Draw,
        table: Table,
        origins: str | Origins,
        uses: Sequence[str],
        height: int = SUPPORT,
        title: str | Sentence = "title",
        subtitle: str | Sentence = "subtitle",
        alt: str | Sentence = "alt",
        basis: str = "",
        **pieces: Piece,
    ) -> Chart:
        """The finished chart.

        draw: the plot for a width in px. origins: kinds, separated by spaces, each with a string. title, subtitle,
        alt: names of strings, filled with ``pieces``, or sentences. basis: what the axes measure, where it depends.
        """
        found, below, spoken = (
            part if isinstance(part, tuple) else self.say(part, **pieces) for part in (title, subtitle, alt)
        )
        footer = self.origins(*origins.split()) if isinstance(origins, str) else origins
        shown = Drawings(draw)
        return Chart(self.key, found, below, spoken, shown, footer, table, tuple(uses), height, basis)


def _bare(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, (int, float)) else str(value)
