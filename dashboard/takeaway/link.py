"""A link as a scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from dashboard import registry
from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario
from dashboard.words.text import LANGUAGES, Lang

_LONGEST_QUERY: Final = 20_000
# Parameters of controls that choose what a page shows; they change no number.
PAGE_KEYS: Final = ("find", *(key for page in registry.PAGES for key in page.switches))


@dataclass(frozen=True)
class Request:
    """What a link asks for: slider values in their own units, a language, and the parameters it could not set."""

    values: Mapping[str, Any]
    lang: Lang
    refused: tuple[str, ...]
    unknown: tuple[str, ...]
    version: str | None
    own_file: str | None

    def scenario(self, facts: Facts) -> Scenario:
        """The facts under these values."""
        return Scenario(facts, {a.name: a.to_base(self.values[a.key]) for a in facts.assumptions})


def decode(facts: Facts, link: str) -> Request:
    """The request in ``link`` (an address, ``?query`` or ``query``). Any text whatever gives a valid request."""
    query = link[:_LONGEST_QUERY]
    if "?" in query or "://" in query:
        try:
            query = urlsplit(query).query
        except ValueError:
            query = query.partition("?")[2]
    try:
        asked = parse_qs(query.partition("#")[0], keep_blank_values=True, max_num_fields=500)
    except ValueError:
        asked = {}
    values: dict[str, Any] = {}
    refused = []
    for assumption in facts.assumptions:
        raw = asked.get(assumption.key)
        value = None if raw is None else _value(raw, assumption.options is not None)
        if isinstance(value, str):
            value = assumption.renamed.get(value, value)
        if value is not None and assumption.accepts(value):
            values[assumption.key] = value
        else:
            values[assumption.key] = assumption.default_value
            if raw is not None:
                refused.append(assumption.key)
    lang: Lang = "EN"
    if "lang" in asked:
        if asked["lang"] in (["EN"], ["DE"]):
            lang = LANGUAGES[LANGUAGES.index(asked["lang"][0])]
        else:
            refused.append("lang")
    known = {*values, "lang", "v", "facts", *PAGE_KEYS}
    unknown = tuple(key for key in asked if key not in known)
    return Request(values, lang, tuple(refused), unknown, _first(asked, "v"), _first(asked, "facts"))


def _value(raw: Sequence[str], choice: bool) -> float | str | None:
    if len(raw) != 1:
        return None
    if choice:
        return raw[0]
    try:
        number = float(raw[0])
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _first(asked: Mapping[str, Sequence[str]], key: str) -> str | None:
    return asked[key][0] if asked.get(key) else None
