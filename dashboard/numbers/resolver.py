"""Turns facts and slider values into numbers: argument names are the wiring, and lineage is the code itself.

The idea is that of Apache Hamilton and of Tax-Calculator: a function's name is what it computes, its argument names say
from what. Here the names stand in numbers/, so that one function can serve two outputs.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

import numpy as np

from dashboard.facts import Facts
from dashboard.numbers import OUTPUTS, Spec, catalog, peers

Made = TypeVar("Made")
Kind = Literal["reported", "derived", "assumed", "scenario"]
# Positions of the sliders, the newest, for which what takes a sweep of its own is kept.
_REMEMBERED = 64
_RANK: dict[str, int] = {"reported": 0, "derived": 1, "assumed": 2, "scenario": 3}


class WiringError(LookupError):
    """A name that no fact, slider, constant or model function provides, or a circle of functions."""


@dataclass(frozen=True)
class Output:
    """One number with everything needed to show it: value in base units, kind, and the names it came from.

    ``value`` is ``None`` where the facts do not disclose what it needs; ``missing`` then names those facts.
    """

    key: str
    value: Any
    unit: str
    kind: Kind
    inputs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@cache
def signature(function: Callable[..., Any]) -> tuple[str, ...]:
    """Argument names of a model function that must be wired (those without a default)."""
    parameters = inspect.signature(function).parameters.values()
    return tuple(p.name for p in parameters if p.default is inspect.Parameter.empty)


def inputs_of(key: str) -> tuple[str, ...]:
    """The names that an output is made from. Raises KeyError for a name that is no output."""
    spec = OUTPUTS[key]
    return spec.rests_on or signature(spec.function)


@cache
def dependencies(key: str) -> frozenset[str]:
    """Every name that ``key`` rests on, directly or not. Raises WiringError on a circle."""
    return _walk(key, ())


def _walk(key: str, path: tuple[str, ...]) -> frozenset[str]:
    if key in path:
        raise WiringError(f"{' -> '.join((*path, key))}: a number cannot rest on itself")
    if key not in OUTPUTS:
        return frozenset()
    found: set[str] = set()
    for name in inputs_of(key):
        found |= {name} | _walk(name, (*path, key))
    return frozenset(found)


@cache
def wired_names() -> frozenset[str]:
    """Every name that some model function asks for, whether or not the facts disclose it."""
    return frozenset(name for key in OUTPUTS for name in inputs_of(key))


def _tidy(value: Any) -> Any:
    """A scalar that is not a finite number means that there is no answer; arrays keep their gaps as nan."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.generic):
        return value.item()
    return value


# Facts object -> what follows from it alone: the same for every reader and every slider position.
_SHARED: dict[int, dict[Any, Any]] = {}


def shared(facts: Facts) -> dict[Any, Any]:
    """A memory for what rests on ``facts`` alone; it lives as long as they do."""
    if id(facts) not in _SHARED:
        _SHARED[id(facts)] = {}
        weakref.finalize(facts, _SHARED.pop, id(facts), None)
    return _SHARED[id(facts)]


def remember(memory: dict[Any, Made], key: Hashable, make: Callable[[], Made], most: int) -> Made:
    """What ``make`` gives for ``key``, kept in ``memory``, which holds the ``most`` that were made last."""
    found = memory.get(key)
    if found is None:
        # Two threads may make the same; both then hold the first.
        found = memory.setdefault(key, make())
        for oldest in list(memory)[:-most]:
            memory.pop(oldest, None)
    return found


class Scenario:
    """The facts under one set of slider values. Immutable: the same file and URL give the same numbers.

    ``values`` maps assumption names to numbers in base units (see ``Assumption.to_base``). ``other``: the scenario
    that it is compared with, if any; no number rests on it.
    """

    def __init__(self, facts: Facts, values: Mapping[str, Any], other: Scenario | None = None) -> None:
        self.facts = facts
        self.other = other
        self.values = dict(values)
        self._memo: dict[str, Output] = {}
        self._made: dict[Callable[[Scenario], Any], Any] = {}
        self._shared = shared(facts)

    @property
    def moved(self) -> bool:
        """Whether a number that depends on an assumption has been asked for."""
        return bool(self._memo)

    def output(self, key: str) -> Output:
        """The number called ``key`` with its provenance. Raises WiringError for a name nobody provides."""
        known: Output | None = self._shared.get(key) or self._memo.get(key)
        if known is None:
            known = self._resolve(key)
            (self._shared if known.kind in ("reported", "derived") else self._memo)[key] = known
        return known

    def value(self, key: str) -> Any:
        """The value of ``key`` in base units, or ``None`` where it cannot be known."""
        return self.output(key).value

    def known(self, *keys: str) -> bool:
        """Whether every one of ``keys`` has a value."""
        return all(self.value(key) is not None for key in keys)

    def sweep(self, key: str, **overrides: Any) -> Any:
        """``key`` recomputed with some inputs replaced by arrays: the same functions, no second model.

        Overrides may name assumptions, facts or outputs; arrays broadcast against each other.
        Returns ``None`` where an input is not disclosed.
        """
        return self._swept(key, overrides, dict(overrides))

    def _swept(self, key: str, overrides: Mapping[str, Any], memo: dict[str, Any]) -> Any:
        if key in memo:
            return memo[key]
        if key not in OUTPUTS or dependencies(key).isdisjoint(overrides):
            result = self.value(key)
        elif OUTPUTS[key].rests_on:
            raise WiringError(f"{key}: it is itself made of sweeps; sweep what it rests on")
        else:
            function = OUTPUTS[key].function
            arguments = {name: self._swept(name, overrides, memo) for name in signature(function)}
            result = None if any(v is None for v in arguments.values()) else _call(function, arguments)
        memo[key] = result
        return result

    def with_values(self, **values: Any) -> Scenario:
        """The same facts under some other slider values (base units). Raises WiringError for a name nobody provides."""
        unknown = values.keys() - self.values.keys() - self.facts.names.keys()
        if unknown:
            raise WiringError(f"no slider or number of the facts is called {', '.join(sorted(unknown))}")
        return Scenario(self.facts, {**self.values, **values})

    def remembered(self, key: str, compute: Callable[[], Any]) -> Any:
        """What ``compute`` makes of the output ``key``, kept with the facts for the newest positions of its sliders."""
        memory: dict[Any, Any] = self._shared.setdefault(("remembered", key), {})
        position = tuple(self.value(slider) for slider in self.assumptions_behind(key))
        return remember(memory, position, compute, _REMEMBERED)

    def for_all(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` makes of the facts alone, made once for all their readers; ``key`` names it."""
        if key not in self._shared:
            self._shared[key] = make()
        made: Made = self._shared[key]
        return made

    def once(self, what: Callable[[Scenario], Any]) -> Any:
        """``what(self)``, made once for this scenario however many ask for it."""
        if what not in self._made:
            self._made[what] = what(self)
        return self._made[what]

    def assumptions_behind(self, key: str) -> tuple[str, ...]:
        """Names of the sliders that ``key`` depends on, in the order of the facts file."""
        names = dependencies(key) | {key}
        return tuple(a.name for a in self.facts.assumptions if a.name in names)

    def _resolve(self, key: str) -> Output:
        if key in OUTPUTS:
            return self._compute(key, OUTPUTS[key])
        if key in self.values:
            return Output(key, self.values[key], catalog.unit(self.facts, key), "assumed")
        if self.facts.has(key):
            return Output(
                key,
                _tidy(self.facts.lookup(key)),
                catalog.unit(self.facts, key),
                self.facts.kind_of(key),
                missing=() if self.facts.lookup(key) is not None else (key,),
            )
        if peers.is_peer(key):
            found = peers.find(self.facts, key)
            if found is None or found.value is None:
                return Output(key, None, "", "reported", missing=(key,))
            return Output(key, found.value, found.unit, found.kind)
        if key in wired_names():
            return Output(key, None, "", "reported", missing=(key,))
        raise WiringError(f"{key}: no fact, slider, constant or model function has this name")

    def _compute(self, key: str, spec: Spec) -> Output:
        dependencies(key)
        inputs = [self.output(name) for name in inputs_of(key)]
        missing = tuple(dict.fromkeys(name for i in inputs for name in i.missing))
        highest = max((_RANK[i.kind] for i in inputs), default=0)
        kind: Kind = "derived" if highest <= _RANK["derived"] else "scenario"
        names = tuple(i.key for i in inputs)
        value = None
        if all(i.value is not None for i in inputs):
            arguments = {i.key: i.value for i in inputs}
            value = spec.function(self) if spec.rests_on else _tidy(_call(spec.function, arguments))
        return Output(key, value, spec.unit, kind, names, missing)


def _call(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    # A price of nothing or a loan without collateral divides by zero: that is an answer ("none"), not a warning.
    with np.errstate(all="ignore"):
        try:
            return function(**arguments)
        except ZeroDivisionError:
            return float("nan")
