"""A scenario in one short word, for what is too long when it is spelt out: the steps of all sliders as one number."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from dashboard.facts import Assumption, Facts

# No slider's key begins with a digit, so that a word which does is packed.
MARK: Final = "1"
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_CHECK: Final = 4
_NEAR: Final = 1e-9


def pack(facts: Facts, values: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Every slider at its nearest step, in about fifty letters and digits; and the keys of those between two steps."""
    number, between = 0, []
    for assumption in facts.assumptions:
        value = values[assumption.key]
        place = _place(assumption, value)
        number = number * _count(assumption) + place
        if not _same(_at(assumption, place), value):
            between.append(assumption.key)
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"{MARK}{_check(facts)}{digits}", tuple(between)


def unpack(facts: Facts, word: str) -> dict[str, Any] | None:
    """The sliders of a packed word; ``None`` where it was made for other sliders, or is none."""
    word = word.casefold()
    check, digits = word[1 : 1 + _CHECK], word[1 + _CHECK :]
    if not word.startswith(MARK) or check != _check(facts) or not all(digit in _DIGITS for digit in digits):
        return None
    number, found = int(digits or "0", len(_DIGITS)), {}
    for assumption in reversed(facts.assumptions):
        number, place = divmod(number, _count(assumption))
        found[assumption.key] = _at(assumption, place)
    return None if number else {a.key: found[a.key] for a in facts.assumptions}


def _count(assumption: Assumption) -> int:
    """How many places a slider or a choice has."""
    if assumption.options is not None:
        return len(assumption.options)
    low, high, step = assumption.bounds
    return int((high - low) / step + _NEAR) + 1 if step else 1


def _at(assumption: Assumption, place: int) -> float | str:
    if assumption.options is not None:
        return list(assumption.options)[place]
    low, _, step = assumption.bounds
    return float(round(low + place * step, 9))


def _place(assumption: Assumption, value: Any) -> int:
    if assumption.options is not None:
        return list(assumption.options).index(value)
    low, _, step = assumption.bounds
    return min(max(round((value - low) / step), 0), _count(assumption) - 1) if step else 0


def _same(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= _NEAR * max(abs(other), 1.0)


def _check(facts: Facts) -> str:
    """What tells the sliders for which a word was packed from others."""
    told = [(a.key, list(a.options) if a.options is not None else a.bounds) for a in facts.assumptions]
    return hashlib.blake2s(repr(told).encode(), digest_size=_CHECK // 2).hexdigest()
