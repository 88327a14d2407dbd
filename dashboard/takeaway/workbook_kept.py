"""The sheet of the workbook that sets the scenario kept as A beside the reader's."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from dashboard.numbers import OUTPUTS, difference
from dashboard.numbers.resolver import Output, Scenario
from dashboard.takeaway.symbolic import Node
from dashboard.takeaway.workbook_book import BookWriter
from dashboard.takeaway.workbook_cells import cell_name
from dashboard.words import say

_COLUMNS = ("name", "figure", "yours", "a", "apart", "unit")


class KeptSheet(BookWriter):
    """A workbook that can compare: the reader's numbers follow their cells, those of A are values."""

    def _kept(self, sheet: Worksheet, other: Scenario) -> None:
        """Assumptions, results that move with them, and which assumption explains how many months apart they are."""
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 5, 18)
        self._text(sheet, 0, 0, self._t("kept.note"))
        row = self._head(sheet, 2, *_COLUMNS)
        for assumption in self.scenario.facts.assumptions:
            self._pair(sheet, row, self.scenario.output(assumption.name), other.value(assumption.name))
            row += 1
        row = self._head(sheet, row + 1, *_COLUMNS)
        for key in OUTPUTS:
            output, theirs = self.scenario.output(key), other.value(key)
            if output.kind == "scenario" and _single(output.value) and _single(theirs):
                self._pair(sheet, row, output, theirs)
                row += 1
        shares = difference.contributions(self.scenario, other)
        if shares:
            row = self._head(sheet, row + 1, "name", "explains", "months")
        for name, months in sorted(shares.items(), key=lambda share: -abs(share[1])):
            self._text(sheet, row, 0, name, "key")
            self._text(sheet, row, 1, say.label(self.scenario, name, self.lang))
            sheet.write_number(row, 2, months, self._format("months", "plain"))
            row += 1

    def _pair(self, sheet: Worksheet, row: int, output: Output, theirs: Any) -> None:
        style = say.style_of(output)
        self._text(sheet, row, 0, output.key, "key")
        self._text(sheet, row, 1, say.label(self.scenario, output.key, self.lang))
        shape = self._format(style, "plain")
        sheet.write_formula(
            row, 2, f"={cell_name(output.key)}", shape, "#N/A" if output.value is None else output.value
        )
        self._node(sheet, row, 3, Node(theirs), style)
        if _number(output.value) and _number(theirs):
            sheet.write_formula(row, 4, f"=C{row + 1}-D{row + 1}", shape, output.value - theirs)
        self._text(sheet, row, 5, self.scenario.facts.units.get(output.key, output.unit))


def _single(value: Any) -> bool:
    return value is None or isinstance(value, (bool, int, float, str))


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
