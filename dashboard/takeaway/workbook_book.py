"""How a workbook is written: named cells, formulas with their values, texts that stay texts, one format a look."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.facts import units
from dashboard.figures.colors import ASSUMED, MUTED
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import symbolic
from dashboard.takeaway.symbolic import Node
from dashboard.takeaway.tables import begins_like_formula
from dashboard.takeaway.workbook_cells import cell_name, column_letter
from dashboard.words import text
from dashboard.words.text import Lang


class BookWriter:
    """A workbook with its sheets by key, ``names`` their names, and the cells of a scenario written into them."""

    def __init__(self, scenario: Scenario, names: Mapping[str, str], lang: Lang) -> None:
        self.scenario = scenario
        self.names = names
        self.lang = lang
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.sheets: dict[str, Worksheet] = {key: self.book.add_worksheet(name) for key, name in names.items()}
        self._formats: dict[tuple[str, str], Any] = {}

    def _input(self, sheet: Worksheet, where: str, row: int, column: int, name: str, style: str, look: str) -> None:
        value = self.scenario.value(name)
        self._define(where, name, row, column)
        if value is None:
            # An empty cell would count as zero; #N/A says "no answer" until the reader types one.
            sheet.write_formula(row, column, "=NA()", self._format(style, look), "#N/A")
        elif isinstance(value, str):
            self._text(sheet, row, column, value, look)
        else:
            sheet.write_number(row, column, value, self._format(style, look))

    def _node(self, sheet: Worksheet, row: int, column: int, node: Node, style: str) -> None:
        shape = self._format(style, "plain")
        value = node.value
        if node.step is not None or value is None or (isinstance(value, float) and not math.isfinite(value)):
            shown: Any = value
            if value is None or (isinstance(value, float) and not math.isfinite(value)):
                shown = "#N/A"
            formula = "=NA()" if node.step is None else symbolic.formula(node)
            sheet.write_formula(row, column, formula, shape, shown)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, shape)
        elif isinstance(value, str):
            self._text(sheet, row, column, value)
        else:
            sheet.write_number(row, column, value, shape)

    def _define(self, where: str, name: str, row: int, column: int) -> None:
        place = f"{quoted(self.names[where])}!${column_letter(column)}${row + 1}"
        self.book.define_name(cell_name(name), f"={place}")

    def _head(self, sheet: Worksheet, row: int, *columns: str) -> int:
        for column, name in enumerate(columns):
            self._text(sheet, row, column, self._t(f"column.{name}") if name else "", "head")
        if row == 0:
            sheet.freeze_panes(1, 0)
        return row + 1

    def _text(self, sheet: Worksheet, row: int, column: int, words: str, look: str = "plain") -> None:
        # Always a text cell, and one that stays text when somebody edits it.
        quote = "'" if begins_like_formula(words) else ""
        sheet.write_string(row, column, words, self._format("text", look + quote))

    def _format(self, style: str, look: str) -> Any:
        key = (style, look)
        if key not in self._formats:
            properties: dict[str, Any] = {"num_format": units.looks()[style].sheet}
            if look.startswith("head"):
                properties |= {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
            if look.startswith("title"):
                properties |= {"bold": True, "font_size": 14}
            if look.startswith("wrap"):
                properties |= {"text_wrap": True}
            if look.startswith("key"):
                properties |= {"font_color": MUTED}
            if look.startswith("assumed"):
                properties |= {"font_color": ASSUMED, "bold": True}
            if look.endswith("'"):
                properties |= {"quote_prefix": True}
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def _t(self, key: str, **values: object) -> str:
        return text.t(f"workbook.{key}", self.lang, **values)


def quoted(sheet: str) -> str:
    """The name of a sheet as it stands in a formula."""
    return "'" + sheet.replace("'", "''") + "'"
