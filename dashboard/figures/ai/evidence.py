"""The tables of the AI page: what is disclosed about the business, and what of a mining site it can use."""

from __future__ import annotations

from typing import Final

from dashboard.facts import Facts
from dashboard.figures import layout as base
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import Block, Cell, Table
from dashboard.headlines import say
from dashboard.headlines.ai import capital
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang, Link, Sentence, Toned

_STATUS: Final = {"disclosed": "full", "partly": "half", "not_disclosed": "none"}


@fixed
def disclosures(scenario: Scenario, lang: Lang) -> Block:
    """What the company has published about its AI business, with dates and documents."""
    facts = scenario.facts
    if not facts.disclosures:
        return base.missing("disclosures", "disclosures", lang, 0)
    order = list(_STATUS)
    rows: list[tuple[Cell, ...]] = []
    for one in sorted(facts.disclosures, key=lambda d: order.index(d.status)):
        rows.append(
            (
                one.label.get(lang),
                (_status(_STATUS[one.status], text.t(f"ai.disclosed.{one.status}", lang)),),
                one.detail.get(lang),
                text.missing(lang) if one.as_of is None else text.date(one.as_of, lang).replace(" ", text.NBSP),
                _links(facts, one.sources, lang),
            )
        )
    count = {status: sum(1 for d in facts.disclosures if d.status == status) for status in order}
    numbers = {status: str(count[status]) for status in order}
    return Block(
        "disclosures",
        capital(say(scenario, "ai.disclosed.title", lang, total=str(len(facts.disclosures)), **numbers)),
        say(scenario, "ai.disclosed.subtitle", lang, **numbers),
        table=Table(
            tuple(text.t(f"ai.disclosed.{c}", lang) for c in ("item", "status", "detail", "date", "source")),
            tuple(rows),
            phone="lines",
        ),
        origins=(("reported", text.t("ai.disclosed.reported", lang)),),
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
    return tuple(pieces[1:]) or (text.missing(lang),)


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
    rows: list[tuple[Cell, ...]] = []
    for name, level, names in _LEDGER:
        keys = tuple(key for fact in names for key in catalog.sources(scenario.facts, fact))
        rows.append(
            (
                text.t(f"ai.ledger.{name}", lang),
                (_status(level, text.t(f"ai.ledger.{name}.use", lang)),),
                _why(scenario, name, lang),
                _links(scenario.facts, keys, lang) if keys else text.t("ai.ledger.judgement", lang),
            )
        )
    return Block(
        "ledger",
        say(scenario, "ai.ledger.title", lang),
        say(scenario, "ai.ledger.subtitle", lang),
        table=Table(
            tuple(text.t(f"ai.ledger.{c}", lang) for c in ("part", "use", "why", "source")), tuple(rows), phone="lines"
        ),
        origins=tuple((kind, text.t(f"ai.ledger.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        uses=tuple(key for name, keys in _LEDGER_NEEDS.items() if _known(scenario, name) for key in keys),
    )


def _known(scenario: Scenario, name: str) -> bool:
    """Whether the facts give the numbers which the reason for row ``name`` quotes."""
    return all(
        (key in OUTPUTS or scenario.facts.has(key)) and scenario.known(key) for key in _LEDGER_NEEDS.get(name, ())
    )


def _why(scenario: Scenario, name: str, lang: Lang) -> Sentence:
    key = f"ai.ledger.{name}.why"
    return say(scenario, key if _known(scenario, name) else f"{key}.plain", lang)
