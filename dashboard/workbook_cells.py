"""The whole model on symbolic cells: which outputs become formulas, and which stay values."""

from __future__ import annotations

import math
import re
from typing import Any, Literal

import numpy as np

from dashboard import symbolic
from dashboard.outputs import OUTPUTS
from dashboard.resolver import Scenario, signature, wired_names
from dashboard.symbolic import Cell

Mode = Literal["input", "formula", "value"]

# Such a word is an address in a spreadsheet (FY2025, R1C1), so it cannot be the name of a cell.
_ADDRESS = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*|r|c|true|false")


def cell_name(name: str) -> str:
    """The name of a cell for a fact, assumption or output."""
    return f"_{name}" if _ADDRESS.fullmatch(name) else name


class ModelCells:
    """Cells for every fact, assumption, constant and output of a scenario.

    Days, words and time series enter formulas as constants: no slider moves them.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.modes: dict[str, Mode] = {}
        self._cells: dict[str, Any] = {}
        for key in OUTPUTS:
            self.cell(key)

    def cell(self, name: str) -> Any:
        """The cell called ``name``; a plain value where it is a day, a series or an object."""
        if name not in self._cells:
            self._cells[name] = self._output(name) if name in OUTPUTS else self._input(name)
        return self._cells[name]

    def inputs(self) -> list[str]:
        """Every name that stands in an input cell, facts that the file lacks included."""
        facts = self.scenario.facts
        names = [*facts.facts, *(a.name for a in facts.assumptions), *(c.name for c in facts.constants)]
        return [*names, *sorted(name for name in wired_names() if name not in OUTPUTS and not self._known(name))]

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
            if self.modes[key] == "value":
                if self.scenario.assumptions_behind(key):
                    found[key] = None
            else:
                stack.extend(signature(OUTPUTS[key].function))
        return tuple(found)

    def _known(self, name: str) -> bool:
        facts = self.scenario.facts
        return facts.has(name) or facts.assumption(name) is not None

    def _input(self, name: str) -> Any:
        output = self.scenario.output(name)
        self.modes[name] = "input"
        if output.value is None:
            return Cell(math.nan, address=cell_name(name), fails=True)
        if isinstance(output.value, str) and output.kind != "assumed":
            return output.value
        if isinstance(output.value, (bool, int, float, str)):
            return Cell(output.value, address=cell_name(name))
        return output.value

    def _output(self, name: str) -> Any:
        function = OUTPUTS[name].function
        arguments = {argument: self.cell(argument) for argument in signature(function)}
        value = self.scenario.value(name)
        try:
            result = function(**arguments)
        except (TypeError, ValueError, AttributeError):
            # Not made of single steps (a search, a simulation, a time series), so no formula can repeat it.
            result = None
        if isinstance(result, np.ndarray) and result.ndim == 0:
            result = result.item()
        if isinstance(result, Cell) and _agree(result.value, value):
            self.modes[name] = "formula"
            return symbolic.named(result, cell_name(name))
        self.modes[name] = "value"
        if value is None:
            return Cell(math.nan, address=cell_name(name), fails=True)
        if isinstance(value, (bool, int, float)):
            return Cell(value, address=cell_name(name))
        return value


def _agree(computed: Any, value: Any) -> bool:
    """Whether a formula gives what the app shows; no answer counts as nan."""
    if isinstance(computed, str) or isinstance(value, str):
        return bool(computed == value)
    if value is None:
        return not math.isfinite(computed)
    return isinstance(value, (bool, int, float)) and math.isclose(computed, value, rel_tol=1e-9, abs_tol=1e-12)
