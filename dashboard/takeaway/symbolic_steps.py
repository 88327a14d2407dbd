"""How each numpy step is written in a spreadsheet: operators with their precedence, functions, and folds of a row."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.special import ndtr

# Precedence in a spreadsheet, loosest first; a unary minus binds tighter than a power there.
COMPARE, ADD, MULTIPLY, POWER, UNARY, ATOM = range(6)


@dataclass(frozen=True)
class Written:
    """A piece of a formula with its precedence."""

    text: str
    level: int
    fails: bool

    def at(self, level: int) -> str:
        """The piece, in brackets where its operator binds looser than ``level``."""
        return self.text if self.level >= level else f"({self.text})"


@dataclass(frozen=True)
class Step:
    """How one numpy function is written. ``fails``: it may have no answer even where its inputs have one."""

    level: int
    write: Callable[..., str]
    fails: bool = False
    safe: bool = False


def _infix(sign: str, level: int, fails: bool = False, left_only: bool = False) -> Step:
    # a − (b − c): the right side of − and ÷ needs brackets where the left does not.
    def write(left: Written, right: Written) -> str:
        return f"{left.at(level)}{sign}{right.at(level + 1 if left_only else level)}"

    return Step(level, write, fails)


def _function(name: str, fails: bool = False, safe: bool = False) -> Step:
    return Step(ATOM, lambda *args: f"{name}({','.join(a.at(COMPARE) for a in args)})", fails, safe)


def _compare(sign: str, with_no_answer: str) -> Step:
    def write(left: Written, right: Written) -> str:
        test = f"{left.at(ADD)}{sign}{right.at(ADD)}"
        # numpy: comparing with "no answer" is false; a spreadsheet would spread the error instead.
        return f"IFERROR({test},{with_no_answer})" if left.fails or right.fails else test

    return Step(COMPARE, write, safe=True)


def _either_answer(name: str) -> Step:
    def write(left: Written, right: Written) -> str:
        a, b = left.at(COMPARE), right.at(COMPARE)
        return f"IFERROR({name}({a},{b}),IFERROR({a},{b}))" if left.fails or right.fails else f"{name}({a},{b})"

    return Step(ATOM, write)


def _position(*flags: Written) -> str:
    text = "0"
    for index in reversed(range(1, len(flags))):
        text = f"IF({flags[index].at(COMPARE)},{index},{text})"
    return f"IF({flags[0].at(COMPARE)},0,{text})"


SAME: Final = object()
_SUM, _ANY, _ALL, _FIRST, _LARGEST, _SMALLEST = (object() for _ in range(6))
POWER_OF = Step(POWER, lambda a, b: f"{a.at(ATOM)}^{b.at(UNARY)}", fails=True)
STEPS: Final[Mapping[Any, Step]] = {
    SAME: Step(ATOM, lambda a: a.text),
    np.add: _infix("+", ADD),
    np.subtract: _infix("-", ADD, left_only=True),
    np.multiply: _infix("*", MULTIPLY),
    np.true_divide: _infix("/", MULTIPLY, fails=True, left_only=True),
    np.power: POWER_OF,
    np.float_power: POWER_OF,
    np.square: Step(POWER, lambda a: f"{a.at(ATOM)}^2"),
    np.negative: Step(UNARY, lambda a: f"-{a.at(ATOM)}"),
    np.absolute: _function("ABS"),
    np.sign: _function("SIGN"),
    np.exp: _function("EXP", fails=True),
    np.expm1: Step(ADD, lambda a: f"EXP({a.at(COMPARE)})-1", fails=True),
    np.log: _function("LN", fails=True),
    np.log1p: Step(ATOM, lambda a: f"LN(1+{a.at(ADD)})", fails=True),
    np.sqrt: _function("SQRT", fails=True),
    np.floor: _function("INT"),
    np.minimum: _function("MIN"),
    np.maximum: _function("MAX"),
    np.fmin: _either_answer("MIN"),
    np.fmax: _either_answer("MAX"),
    np.less: _compare("<", "FALSE"),
    np.less_equal: _compare("<=", "FALSE"),
    np.greater: _compare(">", "FALSE"),
    np.greater_equal: _compare(">=", "FALSE"),
    np.equal: _compare("=", "FALSE"),
    np.not_equal: _compare("<>", "TRUE"),
    np.logical_and: _function("AND"),
    np.logical_or: _function("OR"),
    np.logical_not: _function("NOT"),
    np.bitwise_and: _function("AND"),
    np.bitwise_or: _function("OR"),
    np.invert: _function("NOT"),
    np.isnan: _function("ISERROR", safe=True),
    np.isfinite: Step(ATOM, lambda a: f"NOT(ISERROR({a.at(COMPARE)}))", safe=True),
    ndtr: Step(ATOM, lambda a: f"_xlfn.NORM.S.DIST({a.at(COMPARE)},TRUE)"),
    np.where: _function("IF"),
    np.clip: Step(ATOM, lambda x, low, high: f"MIN(MAX({x.at(COMPARE)},{low.at(COMPARE)}),{high.at(COMPARE)})"),
    _SUM: _function("SUM"),
    _ANY: _function("OR"),
    _ALL: _function("AND"),
    _FIRST: Step(ATOM, _position),
    _LARGEST: _function("MAX"),
    _SMALLEST: _function("MIN"),
}
COMPUTE: Final[Mapping[Any, Callable[..., Any]]] = {
    _SUM: lambda *values: math.fsum(values),
    _ANY: lambda *values: any(values),
    _ALL: lambda *values: all(values),
    _FIRST: lambda *values: next((index for index, flag in enumerate(values) if flag), 0),
    _LARGEST: lambda *values: np.max(values),
    _SMALLEST: lambda *values: np.min(values),
}
FOLDS: Final[Mapping[Any, Any]] = {
    np.add: _SUM,
    np.logical_or: _ANY,
    np.logical_and: _ALL,
    np.maximum: _LARGEST,
    np.minimum: _SMALLEST,
}
REDUCTIONS: Final[Mapping[Any, Any]] = {np.sum: _SUM, np.any: _ANY, np.all: _ALL, np.argmax: _FIRST}
