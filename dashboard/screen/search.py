"""What can be looked up in a facts file: what rests on a document, and a search over every name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dashboard.facts import Facts
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Scenario, shared
from dashboard.takeaway.tables import names
from dashboard.words import say, text
from dashboard.words.text import LANGUAGES, Lang

# 97,000 and 97.000 are found as 97000, and the other way round.
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


def resting(facts: Facts, lang: Lang) -> dict[str, list[str]]:
    """For each document the names of what rests on it, in the order of the file."""
    found: dict[str, dict[str, None]] = {}
    for label, keys in _cited(facts, lang):
        for key in keys:
            found.setdefault(key, {})[label] = None
    return {key: list(labels) for key, labels in found.items()}


def _cited(facts: Facts, lang: Lang) -> Iterator[tuple[str, Sequence[str]]]:
    """Everything in the file that names documents, with those it names."""
    for fact in facts.facts.values():
        yield fact.label.get(lang), fact.sources
    for series in facts.series.values():
        for row in series.rows:
            yield series.label.get(lang), row.sources
    for assumption in facts.assumptions:
        yield assumption.label.get(lang), assumption.sources
    for constant in facts.constants:
        yield constant.label.get(lang), constant.sources
    for disclosure in facts.disclosures:
        yield disclosure.label.get(lang), disclosure.sources
    for claim in facts.claims:
        yield text.t("claims.source.claim", lang, id=claim.id), claim.sources


def index(scenario: Scenario) -> dict[str, str]:
    """Every name with the words under which it can be found: its labels in both languages and its documents."""
    facts = scenario.facts
    memory = shared(facts)
    if "find" not in memory:
        memory["find"] = {
            key: " ".join(
                (
                    key,
                    key.replace("_", " "),
                    *(say.label(scenario, key, lang) for lang in LANGUAGES),
                    *(facts.sources[source].publisher for source in catalog.sources(facts, key)),
                )
            ).casefold()
            for key in dict.fromkeys([*OUTPUTS, *names(scenario)])
        }
    found: dict[str, str] = memory["find"]
    return found


def matches(scenario: Scenario, asked: str, lang: Lang) -> list[str]:
    """Names that hold every word of ``asked``, those whose own name begins with one first."""
    words = asked.casefold().split()
    known = index(scenario)
    # Whoever types a number has seen it on a page: then the values are searched too, as they are shown.
    numbers = any(word[-1:].isdigit() or word[:1].isdigit() for word in words)

    def hay(key: str) -> str:
        if not numbers:
            return known[key]
        shown = say.figure(scenario.output(key), lang, "plain").text.casefold()
        plain = _THOUSANDS.sub("", shown.replace(text.NBSP, "").replace(text.MINUS, "-"))
        return f"{known[key]} {shown} {plain}"

    def holds(words_of: str, word: str) -> bool:
        return word in words_of or _THOUSANDS.sub("", word) in words_of

    hits = [key for key in known if all(holds(hay(key), word) for word in words)]
    return sorted(hits, key=lambda key: not any(part.startswith(word) for word in words for part in key.split("_")))
