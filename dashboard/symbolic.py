"""Cells that stand in for numbers: a model function run on them yields the spreadsheet formula it computes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from scipy.special import ndtr

# Precedence in a spreadsheet, loosest first; a unary minus binds tighter than a power there.
_COMPARE, _ADD, _MULTIPLY, _POWER, _UNARY, _ATOM = range(6)
_TOO_LARGE: Final = "9.99E+307"


class NotAFormula(TypeError):
    """A step that a spreadsheet formula cannot repeat: a loop, a search, a date, an array of unknown length."""


@dataclass(frozen=True)
class _Step:
    """How one numpy function is written. ``fails``: it may have no answer even where its inputs have one."""

    level: int
    write: Callable[..., str]
    fails: bool = False
    logical: bool = False


def _infix(sign: str, level: int, fails: bool = False, left_only: bool = False) -> _Step:
    # a − (b − c): the right side of − ÷ ^ needs brackets where the left does not.
    def write(left: _Written, right: _Written) -> str:
        return f"{left.at(level)}{sign}{right.at(level + 1 if left_only else level)}"

    return _Step(level, write, fails)


def _function(name: str, fails: bool = False, logical: bool = False) -> _Step:
    return _Step(_ATOM, lambda *args: f"{name}({','.join(a.at(_COMPARE) for a in args)})", fails, logical)


def _compare(sign: str, with_no_answer: str) -> _Step:
    def write(left: _Written, right: _Written) -> str:
        test = f"{left.at(_ADD)}{sign}{right.at(_ADD)}"
        # numpy: comparing with "no answer" is false; a spreadsheet would spread the error instead.
        return f"IFERROR({test},{with_no_answer})" if left.fails or right.fails else test

    return _Step(_COMPARE, write, logical=True)


def _first_answer(name: str) -> _Step:
    def write(left: _Written, right: _Written) -> str:
        a, b = left.at(_COMPARE), right.at(_COMPARE)
        return f"IFERROR({name}({a},{b}),IFERROR({a},{b}))" if left.fails or right.fails else f"{name}({a},{b})"

    return _Step(_ATOM, write)


_STEPS: Final[dict[Any, _Step]] = {
    np.add: _infix("+", _ADD),
    np.subtract: _infix("-", _ADD, left_only=True),
    np.multiply: _infix("*", _MULTIPLY),
    np.true_divide: _infix("/", _MULTIPLY, fails=True, left_only=True),
    np.power: _Step(_POWER, lambda a, b: f"{a.at(_UNARY)}^{b.at(_UNARY)}", fails=True),
    np.float_power: _Step(_POWER, lambda a, b: f"{a.at(_UNARY)}^{b.at(_UNARY)}", fails=True),
    np.negative: _Step(_UNARY, lambda a: f"-{a.at(_ATOM)}"),
    np.positive: _Step(_ATOM, lambda a: f"({a.at(_COMPARE)})"),
    np.square: _Step(_POWER, lambda a: f"{a.at(_UNARY)}^2"),
    np.absolute: _function("ABS"),
    np.sign: _function("SIGN"),
    np.exp: _function("EXP", fails=True),
    np.expm1: _Step(_ADD, lambda a: f"EXP({a.at(_COMPARE)})-1", fails=True),
    np.log: _function("LN", fails=True),
    np.log1p: _Step(_ATOM, lambda a: f"LN(1+{a.at(_ADD)})", fails=True),
    np.sqrt: _function("SQRT", fails=True),
    np.floor: _function("INT"),
    np.minimum: _function("MIN"),
    np.maximum: _function("MAX"),
    np.fmin: _first_answer("MIN"),
    np.fmax: _first_answer("MAX"),
    np.less: _compare("<", "FALSE"),
    np.less_equal: _compare("<=", "FALSE"),
    np.greater: _compare(">", "FALSE"),
    np.greater_equal: _compare(">=", "FALSE"),
    np.equal: _compare("=", "FALSE"),
    np.not_equal: _compare("<>", "TRUE"),
    np.logical_and: _function("AND", logical=True),
    np.logical_or: _function("OR", logical=True),
    np.logical_not: _function("NOT", logical=True),
    np.bitwise_and: _function("AND", logical=True),
    np.bitwise_or: _function("OR", logical=True),
    np.invert: _function("NOT", logical=True),
    np.isnan: _function("ISERROR", logical=True),
    np.isfinite: _Step(_ATOM, lambda a: f"NOT(ISERROR({a.at(_COMPARE)}))", logical=True),
    ndtr: _Step(_ATOM, lambda a: f"_xlfn.NORM.S.DIST({a.at(_COMPARE)},TRUE)"),
    np.where: _function("IF"),
    np.clip: _Step(_ATOM, lambda x, low, high: f"MIN(MAX({x.at(_COMPARE)},{low.at(_COMPARE)}),{high.at(_COMPARE)})"),
}
_SWALLOW_ERRORS: Final = (np.fmin, np.fmax)
_TESTS: Final = (np.isnan, np.isfinite)


class Cell(NDArrayOperatorsMixin):
    """A number, truth value or word with the way it was computed; usable wherever the model takes a scalar.

    value: what numpy computes. address: where it stands in the workbook; without one it is written out
    inside the formulas that use it. It refuses to be a plain number, so that no step is lost unnoticed.
    """

    __slots__ = ("address", "fails", "inputs", "step", "value")

    def __init__(
        self,
        value: Any,
        step: Any = None,
        inputs: Sequence[Any] = (),
        address: str | None = None,
        fails: bool = False,
    ) -> None:
        self.value = value
        self.step = step
        self.inputs = tuple(inputs)
        self.address = address
        self.fails = fails

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options:
            raise NotAFormula(f"{ufunc.__name__}.{method} has no formula")
        return _apply(ufunc, *inputs)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        if function is np.shape:
            return ()
        if options:
            raise NotAFormula(f"{function.__name__} with options has no formula")
        return _apply(function, *args)

    @property
    def shape(self) -> tuple[int, ...]:
        """A cell is one number."""
        return ()

    def __bool__(self) -> bool:
        raise NotAFormula("a cell has no truth value; the model branches with np.where")

    def __float__(self) -> float:
        raise NotAFormula("a cell is not a number")

    __int__ = __index__ = __float__  # type: ignore[assignment]

    def __str__(self) -> str:
        raise NotAFormula("a cell is not text")

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"Cell({self.address or self.step}, {self.value!r})"


def _apply(function: Any, *inputs: Any) -> Any:
    """One step of the model, on cells or on arrays that hold cells."""
    arrays = [_opened(value) for value in inputs]
    if any(isinstance(value, np.ndarray) for value in arrays):
        shape = np.broadcast_shapes(*(np.shape(value) for value in arrays if not isinstance(value, Cell)))
        spread = [np.broadcast_to(_boxed(value), shape) for value in arrays]
        result = np.empty(shape, dtype=object)
        for place in np.ndindex(*shape):
            result[place] = _apply(function, *(array[place] for array in spread))
        return result
    step = _STEPS.get(function)
    if step is None:
        raise NotAFormula(f"{getattr(function, '__name__', function)} has no formula")
    with np.errstate(all="ignore"):
        value = function(*(v.value if isinstance(v, Cell) else v for v in arrays))
    fails = step.fails or any(_fails(v) for v in arrays)
    if step.logical and (step.level == _COMPARE or function in _TESTS):
        fails = False
    if function in _SWALLOW_ERRORS:
        fails = all(_fails(v) for v in arrays)
    return Cell(_scalar(value), function, arrays, fails=fails)


def _opened(value: Any) -> Any:
    return value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value


def _boxed(value: Any) -> Any:
    if not isinstance(value, Cell):
        return np.asarray(value, dtype=object)
    box = np.empty((), dtype=object)
    box[()] = value
    return box


def _scalar(value: Any) -> Any:
    return value.item() if isinstance(value, (np.ndarray, np.generic)) else value


def _fails(value: Any) -> bool:
    if isinstance(value, Cell):
        return value.fails
    return isinstance(value, float) and not math.isfinite(value)


# ---------------------------------------------------------------------------------------------- writing


@dataclass(frozen=True)
class _Written:
    """A piece of a formula with its precedence."""

    text: str
    level: int
    fails: bool

    def at(self, level: int) -> str:
        """The piece, in brackets where its operator binds looser than ``level``."""
        return self.text if self.level >= level else f"({self.text})"


def literal(value: Any) -> str:
    """A constant as a formula writes it: numbers to the last digit, text in quotes, NA() for "no answer"."""
    value = _scalar(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if math.isnan(value):
        return "NA()"
    if math.isinf(value):
        return _TOO_LARGE if value > 0 else f"-{_TOO_LARGE}"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def formula(cell: Cell) -> str:
    """The formula that computes ``cell`` from cells with an address; its own address does not count."""
    return "=" + _step_text(cell).text


def _write(value: Any) -> _Written:
    if not isinstance(value, Cell):
        text = literal(value)
        return _Written(text, _UNARY if text.startswith("-") else _ATOM, _fails(value))
    if value.address is not None:
        return _Written(value.address, _ATOM, value.fails)
    return _step_text(value)


def _step_text(cell: Cell) -> _Written:
    if cell.step is None:
        return _write(cell.value) if cell.address is None else _Written(cell.address, _ATOM, cell.fails)
    step = _STEPS[cell.step]
    text = step.write(*(_write(value) for value in cell.inputs))
    level = _ATOM if text.startswith("IFERROR(") and text.endswith(")") else step.level
    return _Written(text, level, cell.fails)


def steps_below(roots: Iterable[Cell]) -> Iterator[Cell]:
    """Every cell that ``roots`` are computed from, themselves included, each once, inputs before users."""
    seen: set[int] = set()
    stack: list[tuple[Cell, bool]] = [(root, False) for root in roots]
    while stack:
        cell, done = stack.pop()
        if done:
            yield cell
            continue
        if id(cell) in seen:
            continue
        seen.add(id(cell))
        stack.append((cell, True))
        stack.extend((value, False) for value in cell.inputs if isinstance(value, Cell) and id(value) not in seen)


def crowded(roots: Sequence[Cell], longest: int, deepest: int) -> list[Cell]:
    """Cells without an address that deserve one, inputs first: used more than once, or too long or deep to inline.

    A spreadsheet takes 8,192 characters and 64 nested calls in a formula. ``roots`` count as placed.
    """
    order = list(steps_below(roots))
    uses: dict[int, int] = {}
    for cell in order:
        for value in cell.inputs:
            if isinstance(value, Cell):
                uses[id(value)] = uses.get(id(value), 0) + 1
    placed = {id(root) for root in roots}
    length: dict[int, int] = {}
    depth: dict[int, int] = {}
    found = []
    for cell in order:
        inner = [value for value in cell.inputs if isinstance(value, Cell)]
        size = 12 + sum(length[id(value)] if isinstance(value, Cell) else 8 for value in cell.inputs)
        deep = 1 + max((depth[id(value)] for value in inner), default=0)
        plain = cell.step is None or cell.address is not None or id(cell) in placed
        if not plain and (uses.get(id(cell), 0) > 1 or size > longest or deep > deepest):
            found.append(cell)
            plain = True
        length[id(cell)], depth[id(cell)] = (24, 0) if plain else (size, deep)
    return found
