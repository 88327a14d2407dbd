"""The tables of the AI page: what is disclosed about the business, and what of a mining site it can use."""

from __future__ import annotations

from typing import Final

from dashboard.facts import Facts
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import Block, Cell
from dashboard.headlines.ai import capital
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang, Link, Sentence, Toned

_STATUS: Final = {"disclosed": "full", "partly": "half", "not_disclosed": "none"}


@fixed
def disclosures(scenario: Scenario, lang: Lang) -> Block:
    """What the company has published about its AI business, with dates and documents."""
    draft, facts = Draft(scenario, lang, "ai.disclosed", "disclosures"), scenario.facts
    if not facts.disclosures:
        return draft.missing(height=0)
    order = list(_STATUS)
    rows: list[tuple[Cell, ...]] = [
        (
            one.label.get(lang),
            (_status(_STATUS[one.status], draft.words(one.status)),),
            one.detail.get(lang),
            text.DASH if one.as_of is None else text.date(one.as_of, lang).replace(" ", text.NBSP),
            _links(facts, one.sources, lang),
        )
        for one in sorted(facts.disclosures, key=lambda d: order.index(d.status))
    ]
    counts = {status: str(sum(d.status == status for d in facts.disclosures)) for status in order}
    return Block(
        "disclosures",
        capital(draft.say("title", total=str(len(facts.disclosures)), **counts)),
        draft.say("subtitle", **counts),
        table=draft.table(draft.head("item", "status", "detail", "date", "source"), rows, phone="lines"),
        origins=draft.origins("reported"),
    )


def _status(level: str, word: str) -> Toned:
    return Toned(word, f"cg-status cg-{level}")


def _links(facts: Facts, keys: tuple[str, ...], lang: Lang) -> Sentence:
    """The publishers of ``keys``, each a link to its document."""
    pieces: list[Link | str] = []
    names: list[str] = []
    for source in (facts.sources[key] for key in keys if key in facts.sources):
        names.append(source.publisher)
        count = names.count(source.publisher)
        pieces += [", ", Link(source.publisher if count == 1 else f"{source.publisher} ({count})", source.url)]
    return tuple(pieces[1:]) or (text.DASH,)


# What of a mining site serves AI: (row, how much, names of the facts that say so).
_LEDGER: Final = (
    ("power", "full", ("georgia_mw",)),
    ("building", "half", ("georgia_price",)),
    ("cooling", "half", ()),
    ("operations", "none", ()),
    ("machines", "none", ("mining_value_floor",)),
    ("hosted", "none", ("hosted_sites",)),
)
_LEDGER_NEEDS: Final = {
    "power": ("georgia_mw", "georgia_it_mw"),
    "building": ("georgia_price_per_mw",),
    "hosted": ("hosted_sites", "georgia_mw"),
}


def ledger(scenario: Scenario, lang: Lang) -> Block:
    """What of a mining site can be used for AI, and what cannot."""
    draft = Draft(scenario, lang, "ai.ledger")
    rows: list[tuple[Cell, ...]] = []
    for name, level, names in _LEDGER:
        keys = tuple(key for fact in names for key in catalog.sources(scenario.facts, fact))
        why = f"{name}.why" if _known(scenario, name) else f"{name}.why.plain"
        source = _links(scenario.facts, keys, lang) if keys else draft.words("judgement")
        rows.append((draft.words(name), (_status(level, draft.words(f"{name}.use")),), draft.say(why), source))
    return Block(
        "ledger",
        draft.say("title"),
        draft.say("subtitle"),
        table=draft.table(draft.head("part", "use", "why", "source"), rows, phone="lines"),
        origins=draft.origins("reported", "derived", "assumed"),
        uses=tuple(key for name, keys in _LEDGER_NEEDS.items() if _known(scenario, name) for key in keys),
    )


def _known(scenario: Scenario, name: str) -> bool:
    """Whether the facts give the numbers which the reason for row ``name`` quotes."""
    return all(
        (key in OUTPUTS or scenario.facts.has(key)) and scenario.known(key) for key in _LEDGER_NEEDS.get(name, ())
    )
