"""A facts file tried out before anybody sees it: does it give the model what the model expects?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.facts import Assumption, Facts, FactsError, Peer, loads
from dashboard.facts.problems import read_document
from dashboard.facts.units import base_unit
from dashboard.facts.yaml_loader import Document, KeyPath, key_text, quote
from dashboard.numbers import OUTPUTS
from dashboard.numbers.peers import SUBJECT
from dashboard.numbers.resolver import Scenario, wired_names
from dashboard.words import say, text


def check(data: bytes, name: str, published: Facts) -> Facts:
    """The facts in ``data``; FactsError where they do not load or the model could not run on them.

    ``published`` gives the units, sliders and choices that the model expects of a name, and the files that an upload
    may name: as they were read with the published facts, never from disk.
    """
    document = read_document(data, name)
    for path, file in _named_files(document.tree):
        if file not in published.beside:
            raise FactsError(name, document.line(path), key_text(path), _only(file, published))
    return fitting(_own_subject(loads(data, name, None, published.beside), published), published)


def fitting(facts: Facts, published: Facts) -> Facts:
    """``facts`` themselves; FactsError where the model that computes from ``published`` could not run on them."""
    document = read_document(facts.data, facts.file)
    for path, expected in _problems(facts, published):
        raise FactsError(facts.file, document.line(path), key_text(path), expected)
    _try_out(facts, document)
    return facts


def _named_files(tree: Any) -> Iterator[tuple[KeyPath, str]]:
    """Every file that a facts file names, whatever else may be wrong with it."""
    company, daily = tree.get("company"), tree.get("daily")
    if isinstance(company, dict) and isinstance(company.get("peers"), str):
        yield ("company", "peers"), company["peers"]
    for key, table in daily.items() if isinstance(daily, dict) else ():
        if isinstance(table, dict) and isinstance(table.get("file"), str):
            yield ("daily", key, "file"), table["file"]


def _only(file: str, published: Facts) -> str:
    allowed = f"only {', '.join(published.beside)}" if published.beside else "no other files"
    return f"found '{quote(file)}', but an upload may name {allowed}"


def _own_subject(facts: Facts, published: Facts) -> Facts:
    """The facts of another company, which the published file of peers must not take for its own subject."""
    if facts.peers is None or facts.company.ticker == published.company.ticker:
        return facts
    companies = tuple(one.model_copy(update={"role": _role(one, facts.company.ticker)}) for one in facts.peers.peers)
    return replace(facts, peers=facts.peers.model_copy(update={"peers": companies}))


def _role(peer: Peer, ticker: str) -> str:
    if peer.ticker == ticker:
        return SUBJECT
    return "peer" if peer.role == SUBJECT else peer.role


def _problems(facts: Facts, published: Facts) -> Iterator[tuple[KeyPath, str]]:
    wired = wired_names()
    for key in facts.facts:
        if key in OUTPUTS:
            yield ("facts", key), f"the app computes {key}; choose another name"
        elif key in wired and published.has(key):
            yield from _same_kind(facts, published, key, ("facts", key))
    for name in sorted(wired & set(facts.names) - set(facts.facts)):
        if published.has(name):
            yield from _same_kind(facts, published, name, _place(facts, name))
    yield from _slider_problems(facts, published, wired)
    known = {*facts.names, *facts.units, *OUTPUTS, *wired, *say.NAMES}
    for index, claim in enumerate(facts.claims):
        templates = (("evidence", "en", claim.evidence.en), ("arithmetic", None, claim.arithmetic or ""))
        for part, language, template in templates:
            for name in text.placeholders(template):
                if name not in known:
                    path: KeyPath = ("claims", index, part) if language is None else ("claims", index, part, language)
                    yield path, f"there is no fact or result '{name}'; expected the name of one"


def _same_kind(facts: Facts, published: Facts, name: str, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    here, there = facts.unit_of(name), published.unit_of(name)
    if here != there:
        yield path, f"the model expects {name} in a unit of {there}, found {here}"
    listed = [isinstance(one.lookup(name), np.ndarray) for one in (facts, published)]
    if listed[0] != listed[1]:
        yield path, f"the model expects {name} to be {'a series' if listed[1] else 'one figure'}"


def _place(facts: Facts, name: str) -> KeyPath:
    for section, tables in (("series", facts.series), ("daily", facts.daily)):
        for key in tables:
            if name.startswith(f"{key}_"):
                return (section, key)
    return ()


def _slider_problems(facts: Facts, published: Facts, wired: frozenset[str]) -> Iterator[tuple[KeyPath, str]]:
    places = {assumption.name: index for index, assumption in enumerate(facts.assumptions)}
    for wanted in published.assumptions:
        if wanted.name not in wired:
            continue
        if wanted.name not in places:
            yield ("assumptions",), f"the slider {wanted.name} is missing; copy it from the template"
            continue
        path: KeyPath = ("assumptions", places[wanted.name])
        own = facts.assumptions[places[wanted.name]]
        yield from _slider_differs(own, wanted, path)


def _slider_differs(own: Assumption, wanted: Assumption, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if own.key != wanted.key:
        yield (*path, "key"), f"expected {wanted.key} for {wanted.name}, so that links keep their meaning"
    if base_unit(own.unit) != base_unit(wanted.unit):
        yield (*path, "unit"), f"expected {wanted.unit} for {wanted.name}, found {own.unit}"
    for token in own.options or {}:
        if token not in (wanted.options or {}):
            yield (*path, "options", token), f"expected one of {', '.join(wanted.options or {})}"


def _try_out(facts: Facts, document: Document) -> None:
    scenario = Scenario(facts, {a.name: a.to_base(a.default_value) for a in facts.assumptions})
    for key in OUTPUTS:
        try:
            scenario.value(key)
        except Exception as problem:
            # Whatever a model function trips over here is a value in the file that it cannot work with.
            expected = f"{key} cannot be computed from it ({type(problem).__name__}); compare with the template"
            raise FactsError(document.file, None, "", expected) from problem
