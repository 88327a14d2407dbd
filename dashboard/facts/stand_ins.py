"""A file that is older than a slider, or leaves one out, takes it from the published file and says so."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from dashboard.facts.facts import Facts
from dashboard.facts.schema import Text
from dashboard.facts.units import base_unit, to_base
from dashboard.facts.words import Kind, Value

T = TypeVar("T")


def completed(facts: Facts, published: Facts, reason: Text) -> Facts:
    """The facts with every slider and stated estimate that only the published file has, at its value there.

    ``reason`` takes the place of the published one, which speaks of another company. Sliders keep the order of the
    published file, those of the file itself come after them; ``stand_ins`` names what was taken over. A name that
    the file uses for something else is left alone.
    """
    taken = {*facts.units, *(assumption.key for assumption in facts.assumptions)}
    sliders = [a for a in published.assumptions if not {a.name, a.key} & taken]
    constants = [c for c in published.constants if c.name not in taken]
    if not sliders and not constants:
        return facts
    borrowed = {"sources": (), "reason": reason}
    own_sliders = (a.model_copy(update=borrowed | {"reported": None}) for a in sliders)
    own_constants = (c.model_copy(update=borrowed) for c in constants)
    place = {assumption.name: index for index, assumption in enumerate(published.assumptions)}
    names: dict[str, Value] = {c.name: to_base(c.value, c.unit) for c in constants}
    units = {a.name: base_unit(a.unit) for a in sliders} | {c.name: base_unit(c.unit) for c in constants}
    kinds: dict[str, Kind] = dict.fromkeys(units, "assumed")
    return replace(
        facts,
        assumptions=tuple(sorted((*facts.assumptions, *own_sliders), key=lambda a: place.get(a.name, len(place)))),
        constants=(*facts.constants, *own_constants),
        names=_with(facts.names, names),
        units=_with(facts.units, units),
        kinds=_with(facts.kinds, kinds),
        stand_ins=tuple(units),
    )


def _with(known: Mapping[str, T], more: Mapping[str, T]) -> Mapping[str, T]:
    return MappingProxyType({**known, **more})
