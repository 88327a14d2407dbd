"""One version of the facts file as figures: read from the tree alone, so that one older than today's rules is too.

A figure is a fact, a cell of a table, a day of a price file, the default of a slider, an estimate, or a figure of
another company. A name that reads one of them ("the latest balance sheet") is a reading.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from dashboard.facts.facts import Facts, load
from dashboard.facts.files import MAX_CSV_BYTES
from dashboard.facts.schema import Row
from dashboard.facts.units import UNITS, base_unit, to_base
from dashboard.facts.words import bounds_of
from dashboard.facts.yaml_loader import FactsError, KeyPath, decode, parse, read_bounded

Section: TypeAlias = Literal["facts", "series", "daily", "assumptions", "constants", "peers", "readings"]
Pair: TypeAlias = Mapping[str, str]

# Columns of the events that say how a row is drawn; nobody published them.
_MARKS: Final = ("milestone", "price_mark")


class Place(NamedTuple):
    """Where a figure stands: its name (``<table>_<column>`` for a cell), the day or period, and which of its rows."""

    section: Section
    name: str
    at: str = ""
    row: str = ""


class Cited(NamedTuple):
    """A document as a version names it."""

    publisher: str
    title: str
    url: str | None
    published: str | None


@dataclass(frozen=True)
class Stands:
    """What stands in a place: the value in its declared unit, its day or period, and the documents.

    label: what the fact, or the table of a cell, is called in both languages. row: what the cell's row is called,
    where the day alone does not tell. column: the column of a cell; of a reading, the cell that it reads.
    """

    value: float | str | None
    unit: str
    day: str
    documents: tuple[Cited, ...] = ()
    label: Pair = field(default_factory=dict)
    row: Pair = field(default_factory=dict)
    column: str = ""

    @property
    def base(self) -> float | str | None:
        """The value in the base unit; as it stands where the unit is unknown today."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool) and self.unit in UNITS:
            return to_base(float(self.value), self.unit)
        return self.value


@dataclass(frozen=True)
class Edition:
    """A version: its figures, what its readings read, and the names that mean a day (windows)."""

    fingerprint: str
    ticker: str
    as_of: str
    figures: Mapping[Place, Stands]
    readings: Mapping[str, Stands]
    windows: frozenset[str]


def edition(data: bytes, beside: Mapping[str, bytes], name: str, fingerprint: str, facts: Facts | None) -> Edition:
    """The figures in the bytes of a facts file and the files beside it.

    facts: the same version as today's program reads it, for its readings; None where it cannot. Raises FactsError
    where the bytes are no YAML, or no facts file.
    """
    tree = parse(data, name).tree
    company = _mapping(_mapping(tree).get("company"))
    if not company or not isinstance(tree, dict) or "facts" not in tree:
        raise FactsError(name, 1, "", "is no facts file; expected the keys company and facts")
    found = dict(_all(tree, beside))
    return Edition(
        fingerprint,
        str(company.get("ticker")),
        str(company.get("as_of")),
        found,
        {} if facts is None else dict(_readings(tree, facts)),
        frozenset(_mapping(tree.get("windows"))),
    )


def of(facts: Facts) -> Edition:
    """The figures of facts that today's program has read."""
    return edition(facts.data, facts.beside, facts.file, facts.fingerprint, facts)


def at(path: Path) -> Edition:
    """The figures of a facts file, also of one that today's rules refuse. Raises FactsError where it is none."""
    try:
        return of(load(path))
    except FactsError:
        data = read_bounded(path)
    beside = {}
    for _, file in named_files(parse(data, str(path)).tree):
        place = path.parent / file
        if place.is_file():
            beside[file] = read_bounded(place, MAX_CSV_BYTES)
    return edition(data, beside, str(path), "", None)


def named_files(tree: Any) -> Iterator[tuple[KeyPath, str]]:
    """Every file that a facts file names, whatever else may be wrong with it, and where it names it."""
    company, daily = _mapping(_mapping(tree).get("company")), _mapping(_mapping(tree).get("daily"))
    for key in ("peers", "elsewhere"):
        if isinstance(company.get(key), str):
            yield ("company", key), company[key]
    for key, table in daily.items():
        if isinstance(_mapping(table).get("file"), str):
            yield ("daily", key, "file"), table["file"]


def last_day(when: str) -> str:
    """The last day of a day or period; the words themselves where they are neither."""
    return span(when)[1]


def span(when: str) -> tuple[str, str]:
    """First and last day of a day or period; the words themselves, twice, where they are neither."""
    try:
        first, last = bounds_of(when)
    except ValueError:
        return when, when
    return first.isoformat(), last.isoformat()


def when_of(entry: Mapping[str, Any]) -> str:
    """The day or period that a fact, or a row of a table, says it is of; empty where it says none."""
    return str(entry.get("as_of") or entry.get("date") or entry.get("period") or "")


# ------------------------------------------------------------------------------------------- internals


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _pair(value: Any) -> Pair:
    return {lang: str(words) for lang, words in _mapping(value).items()}


def _all(tree: dict[str, Any], beside: Mapping[str, bytes]) -> Iterator[tuple[Place, Stands]]:
    sources = _mapping(tree.get("sources"))
    for name, fact in _mapping(tree["facts"]).items():
        yield Place("facts", name), _stands(_mapping(fact), sources, "value")
    for table, series in _mapping(tree.get("series")).items():
        yield from _cells(table, _mapping(series), sources)
    for table, daily in _mapping(tree.get("daily")).items():
        yield from _days(table, _mapping(daily), beside)
    for section, value in (("assumptions", "default"), ("constants", "value")):
        for entry in _mappings(tree.get(section)):
            place = Place("assumptions" if section == "assumptions" else "constants", str(entry.get("name")))
            yield place, _stands(entry, sources, value)
    peers = beside.get(str(_mapping(tree["company"]).get("peers")))
    if peers is not None:
        yield from _peers(_mapping(parse(peers, str(tree["company"]["peers"])).tree))


def _stands(entry: Mapping[str, Any], sources: Mapping[str, Any], value: str) -> Stands:
    return Stands(
        entry.get(value),
        str(entry.get("unit")),
        when_of(entry),
        _cited(entry.get("sources"), sources),
        _pair(entry.get("label")),
    )


def _cited(keys: Any, sources: Mapping[str, Any]) -> tuple[Cited, ...]:
    known = [_mapping(sources.get(str(key))) for key in keys] if isinstance(keys, list) else []
    return tuple(
        Cited(str(one.get("publisher")), str(one.get("title")), one.get("url"), one.get("published"))
        for one in known
        if one
    )


def _cells(table: str, series: dict[str, Any], sources: Mapping[str, Any]) -> Iterator[tuple[Place, Stands]]:
    columns, rows = _mapping(series.get("columns")), _mappings(series.get("rows"))
    times = [when_of(row) for row in rows]
    for row, when in zip(rows, times, strict=True):
        label = _pair(row.get("label"))
        # Rows of one day are told apart as the rules do: by kind and label.
        which = (
            " ".join(str(part) for part in (row.get("kind"), label.get("en")) if part) if times.count(when) > 1 else ""
        )
        cells = _mapping(row.get("cells"))
        for column in row:
            if column not in columns or column in Row.model_fields or column in _MARKS:
                continue
            own = _mapping(cells.get(column)).get("sources")
            yield (
                Place("series", f"{table}_{column}", when, which),
                Stands(
                    row[column],
                    str(columns[column]),
                    when,
                    _cited(own or row.get("sources"), sources),
                    _pair(series.get("label")),
                    label if which else {},
                    column,
                ),
            )


def _days(table: str, daily: dict[str, Any], beside: Mapping[str, bytes]) -> Iterator[tuple[Place, Stands]]:
    file, dates = str(daily.get("file")), str(daily.get("date"))
    rows = csv.DictReader(io.StringIO(decode(beside[file], file, len(beside[file])))) if file in beside else []
    label = _pair(daily.get("label"))
    for row in rows:
        title, url = row.get(str(daily.get("source_column"))) or "", row.get(str(daily.get("url_column"))) or None
        for column, entry in _mapping(daily.get("columns")).items():
            written = (row.get(str(_mapping(entry).get("column"))) or "").strip()
            try:
                value = float(written)
            except ValueError:
                continue
            day = str(row.get(dates))
            papers = (Cited(title, title, url, None),)
            unit = str(_mapping(entry).get("unit"))
            yield (
                Place("daily", f"{table}_{column}", day),
                Stands(value, unit, day, papers, label, {}, column),
            )


def _peers(tree: dict[str, Any]) -> Iterator[tuple[Place, Stands]]:
    sources = _mapping(tree.get("sources"))
    for peer in _mappings(tree.get("peers")):
        for figure in _mappings(peer.get("figures")):
            place = Place("peers", f"peer_{peer.get('ticker')}_{figure.get('field')}", str(figure.get("as_of") or ""))
            documents = _cited([figure.get("source")], sources)
            yield place, Stands(figure.get("value"), str(figure.get("unit")), when_of(figure), documents)


def _readings(tree: dict[str, Any], facts: Facts) -> Iterator[tuple[str, Stands]]:
    """Every reading with the name of the cell that it reads as its column."""
    for name, reading in _mapping(tree.get("readings")).items():
        fact = facts.facts.get(name)
        if fact is None:
            continue
        documents = tuple(
            Cited(source.publisher, source.title, source.url, source.published)
            for source in (facts.sources[key] for key in fact.sources)
        )
        label = {"en": fact.label.en, "de": fact.label.de}
        cell = f"{_mapping(reading).get('table')}_{_mapping(reading).get('column')}"
        yield name, Stands(fact.value, fact.unit, fact.as_of or fact.period or "", documents, label, {}, cell)


def same(one: Stands, other: Stands) -> bool:
    """Whether two places say the same: the same value in the same base unit."""
    return one.base == other.base and base_unit(one.unit) == base_unit(other.unit)
