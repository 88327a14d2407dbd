"""What other sites show of the company, each with the steps that explain the difference: a file of its own."""

from collections.abc import Iterator
from typing import Literal

from dashboard.facts.problems import facts_error, unknown_name
from dashboard.facts.rules import Used, check_date, check_number, check_sources
from dashboard.facts.schema import Model, Source, Text
from dashboard.facts.units import base_unit, to_base
from dashboard.facts.words import Finite, Frozen, IsoDate, Items, Name, SourceKey, UnitName, Words
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath

# What sites are compared by, and the base unit of each.
FIELDS = {"shares": "shares", "market_value": "usd", "enterprise_value": "usd", "btc_held": "btc"}


class Shown(Model):
    """One figure as the site shows it, in its declared unit."""

    value: Finite
    unit: UnitName

    @property
    def base(self) -> float:
        """The value in the base unit."""
        return to_base(self.value, self.unit)


class Site(Model):
    """What one site showed on a day; without steps it agrees."""

    name: Words
    as_of: IsoDate
    figures: Frozen[Shown]
    steps: Items[Name] = ()
    source: SourceKey
    note: Text


class ElsewhereFile(Model):
    """The steps in words, by name, and the sites."""

    sources: Frozen[Source]
    steps: Frozen[Text]
    sites: Items[Site]
    end_of_facts: Literal[True]


def check_elsewhere(file: ElsewhereFile, document: Document, as_of: str) -> Iterator[FactsError]:
    """Every figure, step, source and day of the file is one that can be used."""
    used = Used(file.sources, document)
    yield from check_sources(file.sources, as_of, document)
    for index, site in enumerate(file.sites):
        path: KeyPath = ("sites", index)
        yield from check_date(site.as_of, as_of, document, (*path, "as_of"))
        if not site.figures:
            yield facts_error(document, (*path, "figures"), f"is empty; expected one of {', '.join(FIELDS)}")
        for field, shown in site.figures.items():
            here: KeyPath = (*path, "figures", field)
            if field not in FIELDS:
                yield facts_error(document, here, f"unknown key; expected one of {', '.join(FIELDS)}")
            elif base_unit(shown.unit) != FIELDS[field]:
                yield facts_error(document, (*here, "unit"), f"expected a unit of {FIELDS[field]}, found {shown.unit}")
            else:
                yield from check_number(shown.value, shown.unit, document, (*here, "value"))
        for position, step in enumerate(site.steps):
            if step not in file.steps:
                expected = f"there is no step '{step}'; expected a key of steps"
                yield unknown_name(document, (*path, "steps", position), expected, step, file.steps)
        yield from used.check([site.source], (*path, "source"), True)
    yield from used.unused()
