"""Computes a shown formula from its own words: the signs that a reader sees, and nothing of the model.

What it reads: + − × ÷ ^, powers (2³², ᵗ⁻¹), brackets, |x|, √, max, Σ, Ø, #, ≤, the choice
``{slider}: if the first option | else``, and sums over years (``…, t = 1…{life}``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dashboard.words import text

# A value for the year t of a sum; t is nan outside of one.
Term = Callable[[float], Any]

_TOKEN = re.compile(
    r"\s*(?P<name>\{[^}]*\})|\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:[\s\u00a0]?(?P<unit>MW|kW|h|s)\b)?"
    r"|\s*(?P<word>max)(?=\()|\s*(?P<power>[ᵗ⁰¹²³⁴-⁹⁻]+)|\s*(?P<sign>[-+−×÷^()|√ΣØ#,≤:–⌊⌋])"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_YEARS = re.compile(r",\s*t = 1…\{(\w+)\}$")
_KW = {"MW": 1000.0}


class NotArithmetic(ValueError):
    """The formula holds words or signs that stand for more than arithmetic."""


def names(formula: str) -> tuple[str, ...]:
    """The names in braces, without their number formats."""
    return text.placeholders(formula)


class Formula:
    """``formula`` with a value for each name; ``first``: whether a choice stands at its first option.

    Raises NotArithmetic where a part cannot be computed.
    """

    def __init__(self, formula: str, values: Mapping[str, Any], first: Mapping[str, bool]) -> None:
        self._values, self._first = values, first
        years = _YEARS.search(formula)
        self._years = years and years[1]
        self._tokens = self._split(formula[: years.start()] if years else formula)
        self._at = 0

    def value(self) -> Any:
        """What the formula gives."""
        term = self._choice()
        if self._at != len(self._tokens):
            raise NotArithmetic(f"left over: {self._tokens[self._at :]}")
        with np.errstate(all="ignore"):
            return term(float("nan"))

    @staticmethod
    def _split(formula: str) -> list[tuple[str, str, str]]:
        found, at = [], 0
        while at < len(formula.rstrip()):
            token = _TOKEN.match(formula, at)
            if token is None:
                raise NotArithmetic(formula[at:])
            kind = next(kind for kind in ("name", "number", "word", "power", "sign") if token[kind] is not None)
            found.append((kind, token[kind], token["unit"] or ""))
            at = token.end()
        return found

    def _next(self, *signs: str) -> str:
        """The sign or word that comes next, if it is one of ``signs``; it is then used up."""
        if self._at < len(self._tokens) and self._tokens[self._at][1] in signs:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return ""

    def _expect(self, sign: str) -> None:
        if not self._next(sign):
            raise NotArithmetic(f"{sign} expected: {self._tokens[self._at :]}")

    def _choice(self) -> Term:
        ahead = self._tokens[self._at : self._at + 2]
        if len(ahead) < 2 or ahead[1][1] != ":":
            return self._comparison()
        self._at += 2
        (slider,) = names(ahead[0][1])
        one = self._comparison()
        self._expect("|")
        other = self._comparison()
        if slider not in self._first:
            raise NotArithmetic(f"{slider} is no choice")
        return one if self._first[slider] else other

    def _comparison(self) -> Term:
        left = self._sum()
        if self._next("≤"):
            right = self._sum()
            return lambda t: np.asarray(left(t)) <= right(t)
        return left

    def _sum(self) -> Term:
        term = self._product()
        while sign := self._next("+", "−"):
            term = _joined(term, self._product(), np.add if sign == "+" else np.subtract)
        return term

    def _product(self) -> Term:
        term = self._power()
        while sign := self._next("×", "÷"):
            term = _joined(term, self._power(), np.multiply if sign == "×" else np.divide)
        return term

    def _power(self) -> Term:
        base = self._atom()
        if self._next("^"):
            return _joined(base, self._atom(), np.power)
        if self._at < len(self._tokens) and self._tokens[self._at][0] == "power":
            raised = self._tokens[self._at][1].translate(_RAISED)
            self._at += 1
            year, rest = ("ᵗ" in raised), float(raised.replace("ᵗ", "") or 0)
            return lambda t: np.power(np.asarray(base(t), dtype=float), (t if year else 0.0) + rest)
        return base

    def _atom(self) -> Term:
        if self._at == len(self._tokens):
            raise NotArithmetic("ends too early")
        kind, token, unit = self._tokens[self._at]
        self._at += 1
        if kind == "name":
            (name,) = names(token)
            value = self._values[name]
            return lambda t: np.nan if value is None else value
        if kind == "number":
            number = float(token.replace(",", "")) * _KW.get(unit, 1.0)
            return lambda t: number
        if token == "−":
            negated = self._atom()
            return lambda t: -negated(t)
        if token == "–":
            return lambda t: np.nan
        if token == "(":
            inside = self._choice()
            self._expect(")")
            return inside
        if token == "⌊":
            inside = self._sum()
            self._expect("⌋")
            return lambda t: np.floor(inside(t))
        if token == "|":
            inside = self._sum()
            self._expect("|")
            return lambda t: np.abs(inside(t))
        return self._function(token)

    def _function(self, token: str) -> Term:
        if token == "max":
            self._expect("(")
            one = self._choice()
            self._expect(",")
            other = self._choice()
            self._expect(")")
            return _joined(one, other, np.maximum)
        if token == "Σ" and self._years:
            last, yearly = self._values[self._years], self._product()
            return lambda t: sum(yearly(float(year)) for year in range(1, round(last) + 1))
        if token in _OF_SERIES:
            inside = self._atom()
            return lambda t: _OF_SERIES[token](inside(t))
        raise NotArithmetic(token)


def _known(series: Any) -> Any:
    numbers = np.asarray(series, dtype=float)
    return numbers[~np.isnan(numbers)]


_OF_SERIES: dict[str, Callable[[Any], Any]] = {
    "√": np.sqrt,
    "Σ": lambda series: _known(series).sum(),
    "Ø": lambda series: _known(series).mean(),
    "#": lambda series: len(_known(series)),
}


def _joined(one: Term, other: Term, operation: Callable[[Any, Any], Any]) -> Term:
    return lambda t: operation(one(t), other(t))
