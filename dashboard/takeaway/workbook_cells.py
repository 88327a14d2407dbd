"""The whole model on symbolic cells: which outputs become formulas, and which stay values."""

from __future__ import annotations

import math
import re
from typing import Any, Literal

import numpy as np

from dashboard.model.path import FIELDS, Path
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario, inputs_of, wired_names
from dashboard.takeaway.symbolic import Cells, Node, cells
from dashboard.takeaway.symbolic_steps import SAME

Mode = Literal["input", "formula", "value"]

# Such a word is an address in a spreadsheet (FY2025, R1C1), so it cannot be the name of a cell.
_ADDRESS = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*|r|c|true|false")
# The number of months is the number of rows of the runway sheet; the delay says which row a row reads.
_STRUCTURE = ("horizon_months", "network_response_lag")
FIRST_MONTH_ROW = 6
# Before the figures of a month stand its number and its name.
FIRST_FIELD_COLUMN = 2


def cell_name(name: str) -> str:
    """The name of a cell for a fact, assumption or output."""
    return f"_{name}" if _ADDRESS.fullmatch(name) else name


def column_letter(column: int) -> str:
    """A, B, …, Z, AA, … for 0, 1, …"""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters


class ModelCells:
    """Cells for every fact, assumption, constant and output of a scenario.

    Days, words of documents and time series enter formulas as constants: no slider moves them.
    ``runway_sheet`` is the name of the sheet that holds the months.
    """

    def __init__(self, scenario: Scenario, runway_sheet: str) -> None:
        self.scenario = scenario
        self.modes: dict[str, Mode] = {}
        self.months: dict[str, list[Node]] = {}
        self._runway_sheet = runway_sheet
        self._cells: dict[str, Any] = {}
        for key in OUTPUTS:
            self.cell(key)

    def cell(self, name: str) -> Any:
        """The cell called ``name``; a plain value where it is a day, a series or an object."""
        if name not in self._cells:
            self._cells[name] = self._output(name) if name in OUTPUTS else self._input(name)
        return self._cells[name]

    def node(self, name: str) -> Node | None:
        """The node of ``name``; ``None`` where it has no cell."""
        found = self.cell(name)
        return found.node if isinstance(found, Cells) and found.shape == () else None

    def inputs(self) -> list[str]:
        """Every name that stands in an input cell, facts that the file lacks included."""
        facts = self.scenario.facts
        names = [*facts.facts, *(a.name for a in facts.assumptions), *(c.name for c in facts.constants)]
        absent = (name for name in wired_names() if name not in OUTPUTS and not self._known(name))
        return [*names, *sorted(name for name in absent if self.scenario.value(name) is None)]

    def fixed_below(self, name: str) -> tuple[str, ...]:
        """Outputs under ``name`` (itself included) that stay values although they move with a slider in the app."""
        found: dict[str, None] = {}
        stack = [name]
        seen: set[str] = set()
        while stack:
            key = stack.pop()
            if key in seen or key not in OUTPUTS:
                continue
            seen.add(key)
            if self.modes[key] == "formula":
                stack.extend(inputs_of(key))
            elif self.scenario.assumptions_behind(key):
                found[key] = None
        return tuple(found)

    def _known(self, name: str) -> bool:
        facts = self.scenario.facts
        return facts.has(name) or facts.assumption(name) is not None

    def _input(self, name: str) -> Any:
        output = self.scenario.output(name)
        self.modes[name] = "input"
        if output.value is None:
            return cells(Node(math.nan, address=cell_name(name), fails=True))
        if name in _STRUCTURE or (isinstance(output.value, str) and output.kind != "assumed"):
            return output.value
        if isinstance(output.value, (bool, int, float, str)):
            return cells(Node(output.value, address=cell_name(name)))
        return output.value

    def _output(self, name: str) -> Any:
        function = OUTPUTS[name].function
        names = inputs_of(name)
        value = self.scenario.value(name)
        arguments = {argument: self.cell(argument) for argument in names}
        self.modes[name] = "value"
        result: Any = None
        if not OUTPUTS[name].rests_on and not any(self._hides_sliders(argument) for argument in names):
            try:
                result = function(**arguments)
            except (TypeError, ValueError, AttributeError, IndexError):
                # Not made of single steps (a search, a simulation, a time series), so no formula can repeat it; or a
                # series that the file lacks, which stands in one empty cell.
                result = None
        if isinstance(result, Path) and isinstance(result.of("cash_close"), Cells):
            self.modes[name] = "formula"
            self._place_months(result)
            return result
        if isinstance(result, Cells) and result.shape == () and _agree(result.node.value, value):
            self.modes[name] = "formula"
            return cells(_named(result.node, cell_name(name)))
        if value is None:
            return cells(Node(math.nan, address=cell_name(name), fails=True))
        if isinstance(value, (bool, int, float)):
            return cells(Node(value, address=cell_name(name)))
        return value

    def _hides_sliders(self, name: str) -> bool:
        """Whether ``name`` moves with a slider, but not as a cell: what is computed from it cannot move either."""
        return (
            name in OUTPUTS
            and self.modes[name] == "value"
            and not isinstance(self.cell(name), Cells)
            and bool(self.scenario.assumptions_behind(name))
        )

    def _place_months(self, path: Path) -> None:
        """Give every figure of every month its place on the runway sheet: one row a month, one column a figure."""
        # An opening balance is the closing balance of the month before, so that one is placed first.
        for field in sorted(FIELDS, key=lambda name: (not name.endswith("_close"), name.endswith("_open"))):
            letter = column_letter(FIRST_FIELD_COLUMN + FIELDS.index(field))
            placed = []
            for row, entry in enumerate(np.asarray(path.of(field), dtype=object), start=FIRST_MONTH_ROW):
                node = entry if isinstance(entry, Node) else Node(entry)
                placed.append(_named(node, f"{self._runway_sheet}!${letter}${row}"))
            self.months[field] = placed


def _named(node: Node, address: str) -> Node:
    """``node`` at ``address``, or where it has a place already, a second one that repeats it."""
    if node.address is None and node.step is not None:
        node.address = address
        return node
    return Node(node.value, SAME if node.address else None, (node,) if node.address else (), address, node.fails)


def _agree(computed: Any, value: Any) -> bool:
    """Whether a formula gives what the app shows; no answer counts as nan."""
    if isinstance(computed, str) or isinstance(value, str):
        return bool(computed == value)
    if value is None:
        return not math.isfinite(computed)
    return isinstance(value, (bool, int, float)) and math.isclose(computed, value, rel_tol=1e-9, abs_tol=1e-12)
