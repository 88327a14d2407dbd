"""The facts file: YAML to frozen, validated models; `python -m dashboard.facts FILE` checks a file."""

import argparse
import csv
import difflib
import hashlib
import io
import math
import re
import string
import sys
import threading
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from dashboard.units import UNITS, WORD_UNITS, base_unit, to_base
from dashboard.yaml_loader import (
    MAX_BYTES,
    Document,
    FactsError,
    KeyPath,
    decode,
    key_text,
    parse,
    quote,
    read_bounded,
)

__all__ = ["Assumption", "Facts", "FactsError", "FactsStore", "current", "load", "loads", "store"]

Array: TypeAlias = npt.NDArray[Any]
Value: TypeAlias = float | str | Array | None
Kind: TypeAlias = Literal["reported", "derived", "assumed"]
Confidence: TypeAlias = Literal["company", "press", "derived"]

MAX_CSV_BYTES = 8 * 1024 * 1024
# Balances close within this much of the unit they are published in (one decimal, several roundings).
TOLERANCE = 0.15
SUMMED_COLUMNS = ("revenue", "btc_revenue", "net_result", "btc_mined")
OPERATIONS = "monthly_operations"
PRODUCED, SOLD, HELD = "btc_produced", "btc_sold", "btc_held"
END = "end_of_facts"
# URL parameters that the shell owns.
RESERVED_KEYS = ("lang", "v", "facts")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_TOKEN = re.compile(r"[A-Z][A-Z0-9_]*")
_PLAIN_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERIOD = re.compile(
    r"FY(?P<fy>\d{4})|(?P<year>\d{4})(?:-(?:(?P<all>FY)|H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})))?"
)
_LAST_LINE = re.compile(rf"{END}:[ \t]+true[ \t]*(?:#.*)?".encode())
_PLACEHOLDER_FORMAT = re.compile(r"[A-Za-z0-9_.,+%-]{0,24}")


# --- words and dates -------------------------------------------------------------------------------------


def _problem(expected: str) -> PydanticCustomError:
    # The text is data: braces in it must not be taken for placeholders.
    return PydanticCustomError("facts", "{expected}", {"expected": expected})


def _matching(pattern: re.Pattern[str], expected: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise _problem(f"expected {expected}, found '{quote(value)}'")
        return value

    return AfterValidator(check)


def _iso_date(value: str) -> str:
    if not _is_date(value):
        raise _problem(f"expected a real date written YYYY-MM-DD, found '{quote(value)}'")
    return value


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def period_bounds(period: str) -> tuple[date, date]:
    """First and last day of FY2025, 2025, 2025-FY, 2025-H1, 2025-Q3 or 2026-03 (ValueError otherwise)."""
    found = _PERIOD.fullmatch(period)
    if not found:
        raise ValueError(period)
    year = int(found["fy"] or found["year"])
    first, months = 1, 12
    if found["half"]:
        first, months = 6 * int(found["half"]) - 5, 6
    elif found["quarter"]:
        first, months = 3 * int(found["quarter"]) - 2, 3
    elif found["month"]:
        first, months = int(found["month"]), 1
    last = first + months - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _period(value: str) -> str:
    try:
        period_bounds(value)
    except ValueError:
        expected = "expected a period such as FY2025, 2025-H1, 2025-Q3 or 2025-09"
        raise _problem(f"{expected}, found '{quote(value)}'") from None
    return value


def _words(value: str) -> str:
    if not value.strip():
        raise _problem("is empty; expected some words")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"'\\^`{}]+", value):
        raise _problem(f"expected an address that starts with https://, found '{quote(value)}'")
    return value


def _template(value: str) -> str:
    """Words with {placeholders}; an optional format follows a colon, attribute access is refused."""
    try:
        fields = list(string.Formatter().parse(value))
    except ValueError as error:
        raise _problem(f"has a stray brace ({error}); expected {{name}} for a number") from None
    for _, name, form, conversion in fields:
        if name is None:
            continue
        if not _NAME.fullmatch(name) or conversion or not _PLACEHOLDER_FORMAT.fullmatch(form or ""):
            raise _problem(f"has the placeholder '{quote(name)}'; expected the name of a fact or result")
    return _words(value)


def _placeholders(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]


def _scalar(value: object) -> object:
    """A number, text or null; the unit decides which, once it is known."""
    if isinstance(value, bool) or not isinstance(value, float | int | str | None):
        raise _problem(f"expected a number, a date or null, found {_what(value)}")
    return float(value) if isinstance(value, int) else value


def _what(value: object) -> str:
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"{value}".lower()
    return f"text '{quote(value)}'" if isinstance(value, str) else quote(value)


def _unit(value: str) -> str:
    if value not in UNITS and value not in WORD_UNITS:
        raise _problem(f"unknown unit '{quote(value)}'; expected one of {', '.join((*UNITS, *WORD_UNITS))}")
    return value


T = TypeVar("T")
Frozen = Annotated[Mapping[str, T], AfterValidator(lambda mapping: MappingProxyType(dict(mapping)))]
# YAML has lists only; the models hold tuples.
Items = Annotated[tuple[T, ...], Field(strict=False)]
Words = Annotated[str, Field(max_length=4000), AfterValidator(_words)]
Phrase = Annotated[str, Field(max_length=160), AfterValidator(_words)]
Template = Annotated[str, Field(max_length=4000), AfterValidator(_template)]
Name = Annotated[str, Field(max_length=80), _matching(_NAME, "a name of small letters, digits and underscores")]
Token = Annotated[str, Field(max_length=40), _matching(_TOKEN, "a token of capital letters, digits and underscores")]
SourceKey = Annotated[str, Field(max_length=80), _matching(_SOURCE_KEY, "a source key without spaces")]
IsoDate = Annotated[str, AfterValidator(_iso_date)]
Period = Annotated[str, AfterValidator(_period)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(_address)]
UnitName = Annotated[str, AfterValidator(_unit)]
Scalar = Annotated[float | str | None, PlainValidator(_scalar)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
PlainFile = Annotated[str, _matching(_PLAIN_FILE, "the plain name of a file in the same folder")]
Sources = Items[SourceKey]


# --- the schema ------------------------------------------------------------------------------------------


class Model(BaseModel):
    """Frozen and strict: no unknown keys, no conversion of text to numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:
        known = ", ".join(cls.model_fields)
        if not isinstance(data, dict):
            raise _problem(f"expected the keys {known}, found {_what(data)}")
        if cls.model_config.get("extra") == "forbid":
            for key in data:
                if key not in cls.model_fields:
                    expected = f"unknown key; expected one of {known}"
                    raise PydanticCustomError("unknown", "{expected}", {"expected": expected, "key": key})
        return data


class Text(Model):
    """Words in both languages."""

    en: Words
    de: Words

    def get(self, lang: str) -> str:
        """The words in 'EN' or 'DE' (any case)."""
        return self.de if lang.lower() == "de" else self.en


class TemplateText(Model):
    """Words with {placeholders} in both languages."""

    en: Template
    de: Template

    @model_validator(mode="after")
    def _same_placeholders(self) -> Self:
        missing = set(_placeholders(self.en)) ^ set(_placeholders(self.de))
        if missing:
            raise _problem(f"has {{{min(missing)}}} in one language only; expected it in both")
        return self

    def get(self, lang: str) -> str:
        """The template in 'EN' or 'DE' (any case)."""
        return self.de if lang.lower() == "de" else self.en


class Company(Model):
    """Who the file is about, and the date it was compiled."""

    name: Words
    short_name: Words
    ticker: Words
    exchange: Words
    ai_name: Words
    site_name: Words | None = None
    as_of: IsoDate
    peers: PlainFile | None = None


class Source(Model):
    """One document."""

    publisher: Words
    title: Words
    url: Address | None
    published: IsoDate | None
    accessed: IsoDate
    kind: Literal["filing", "release", "press", "dataset"]


class Fact(Model):
    """One published figure, in its declared unit; `base` is the value in the base unit."""

    value: Scalar
    unit: UnitName
    as_of: IsoDate | None = None
    period: Period | None = None
    sources: Sources
    phrase: Phrase | None = None
    confidence: Confidence
    approximate: bool = False
    label: Text
    note: Text | None = None

    @property
    def base(self) -> float | str | None:
        """The value in the base unit (USD, BTC, TH/s, share of 1); text for dates, None if not disclosed."""
        return _to_base(self.value, self.unit)


class Row(Model):
    """One row of a series; its columns are extra keys, see `values`."""

    model_config = ConfigDict(extra="allow")

    period: Period | None = None
    date: IsoDate | None = None
    label: Text | None = None
    kind: Name | None = None
    use: Text | None = None
    derived: Items[Name] = ()
    sources: Sources
    confidence: Confidence
    phrase: Phrase | None = None
    note: Text | None = None
    sums: Items[Period] = ()
    discrepancy: Text | None = None

    @property
    def values(self) -> Mapping[str, float | str | None]:
        """The columns of this row in their declared units; a missing column is not disclosed."""
        return self.model_extra or {}


class Series(Model):
    """A table with one row per period or date."""

    label: Text
    columns: Frozen[UnitName]
    rows: Items[Row]

    def column(self, name: str) -> Array:
        """One column in base units: float array (nan = not disclosed), or text array for words (KeyError)."""
        unit = self.columns[name]
        values = [row.values.get(name) for row in self.rows]
        if unit in WORD_UNITS:
            return _sealed(np.array(["" if value is None else str(value) for value in values], dtype=np.str_))
        numbers = [math.nan if value is None else to_base(float(value), unit) for value in values]
        return _sealed(np.array(numbers, dtype=np.float64))

    def row(self, period: str) -> Row | None:
        """The first row of a period, or None."""
        return next((row for row in self.rows if row.period == period), None)


class DailyColumn(Model):
    """Where a daily column stands in the CSV, and its unit."""

    column: Words
    unit: UnitName


class DailyFile(Model):
    """A daily series: the CSV file and which of its columns mean what."""

    file: PlainFile
    label: Text
    date: Words
    columns: Frozen[DailyColumn]
    source_column: Words
    url_column: Words


class Disclosure(Model):
    """Whether the company has published something."""

    key: Name
    label: Text
    status: Literal["disclosed", "partly", "not_disclosed"]
    as_of: IsoDate | None
    detail: Text
    sources: Sources


class Claim(Model):
    """A statement and what the documents say about it."""

    id: SourceKey
    who: Literal["article", "press"]
    speaker: Text
    claim: Text
    verdict: Literal["supported", "partly", "contradicted", "unverifiable", "outdated"]
    evidence: TemplateText
    arithmetic: Template | None
    sources: Sources
    page: Literal["mining", "sale", "ai", "runway", "share", "peers", "overview"]


class Conflict(Model):
    """Two documents that disagree."""

    id: SourceKey
    facts: Items[Name] = ()
    note: Text
    sources: Sources


class Assumption(Model):
    """A slider (default, min, max, step) or a choice (default, options), in its declared unit."""

    key: Name
    name: Name
    label: Text
    unit: UnitName
    default: Scalar
    min: Finite | None = None
    max: Finite | None = None
    step: Finite | None = None
    options: Frozen[Text] | None = None
    pages: Items[Literal["all", "overview", "mining", "sale", "ai", "runway", "share", "peers", "claims"]]
    reason: Text
    reported: Name | None = None
    sources: Sources = ()

    @property
    def default_value(self) -> float | str:
        """The default as the widget holds it: float in the declared unit, or the token of a choice."""
        return self.default if isinstance(self.default, str) else float(self.default or 0.0)

    @property
    def bounds(self) -> tuple[float, float, float]:
        """Lowest value, highest value and step of a slider, in its declared unit."""
        return float(self.min or 0), float(self.max or 0), float(self.step or 1)

    def to_base(self, value: float | str) -> float | str:
        """A widget's value in the base unit; tokens of a choice stay as they are."""
        return value if isinstance(value, str) else to_base(value, self.unit)

    def accepts(self, value: object) -> bool:
        """Whether a value in the declared unit is one the control can show."""
        if self.options is not None:
            return isinstance(value, str) and value in self.options
        if isinstance(value, bool) or not isinstance(value, float | int):
            return False
        return self.min is not None and self.max is not None and self.min <= value <= self.max


class Constant(Model):
    """A stated estimate without a slider."""

    name: Name
    value: Finite
    unit: UnitName
    label: Text
    reason: Text
    sources: Sources = ()


class Preset(Model):
    """A named set of slider values in their declared units."""

    key: Name
    label: Text
    date: IsoDate
    reason: Text
    values: Frozen[Scalar]


class Change(Model):
    """One entry of the dated log of edits."""

    date: IsoDate
    text: Text


class PeerFigure(Model):
    """One figure of another company, in its declared unit."""

    field: Name
    value: Scalar
    unit: UnitName
    as_of: Words | None
    kind: Literal["reported", "derived", "secondary"]
    bound: Literal["lower", "upper"] | None = None
    source: SourceKey
    note: Text | None = None

    @property
    def base(self) -> float | str | None:
        """The value in the base unit, None if not disclosed."""
        return _to_base(self.value, self.unit)


class Peer(Model):
    """A company to compare with."""

    ticker: Words
    name: Words
    role: Literal["subject", "peer", "ai_comparator"]
    period: Words
    confidence: Words
    note: Text | None = None
    figures: Items[PeerFigure]

    def figure(self, field: str) -> PeerFigure | None:
        """The first figure of that field, or None."""
        return next((figure for figure in self.figures if figure.field == field), None)


class PeersFile(Model):
    """The other miners, with sources of their own."""

    sources: Frozen[Source]
    peers: Items[Peer]
    end_of_facts: Literal[True]


class FactsFile(Model):
    """The whole facts file as written."""

    company: Company
    sources: Frozen[Source]
    facts: Frozen[Fact]
    series: Frozen[Series] = Field(default_factory=dict)
    daily: Frozen[DailyFile] = Field(default_factory=dict)
    disclosures: Items[Disclosure] = ()
    claims: Items[Claim] = ()
    conflicts: Items[Conflict] = ()
    assumptions: Items[Assumption]
    constants: Items[Constant] = ()
    presets: Items[Preset] = ()
    changes: Items[Change] = ()
    end_of_facts: Literal[True]


# --- what the rest of the program sees -------------------------------------------------------------------


@dataclass(frozen=True)
class Daily:
    """A daily series in base units: datetime64[D] dates, float columns (nan = no value), sources by row."""

    label: Text
    file: str
    date: Array
    columns: Mapping[str, Array]
    source_title: tuple[str, ...]
    source_url: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """A validated facts file; `names` holds facts, series and daily columns and constants in base units."""

    file: str
    company: Company
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    series: Mapping[str, Series]
    daily: Mapping[str, Daily]
    disclosures: tuple[Disclosure, ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    assumptions: tuple[Assumption, ...]
    constants: tuple[Constant, ...]
    presets: tuple[Preset, ...]
    changes: tuple[Change, ...]
    peers: PeersFile | None
    fingerprint: str
    names: Mapping[str, Value]
    units: Mapping[str, str]
    kinds: Mapping[str, Kind]

    def has(self, name: str) -> bool:
        """Whether the file has this fact, series column, daily column or constant (its value may be None)."""
        return name in self.names

    def lookup(self, name: str) -> Value:
        """A value in base units: float, text, numpy array, or None if not disclosed (KeyError if unknown)."""
        return self.names[name]

    def unit_of(self, name: str) -> str:
        """Base unit of a fact, column, constant or assumption (KeyError if unknown)."""
        return self.units[name]

    def kind_of(self, name: str) -> Kind:
        """'reported', 'derived' or 'assumed' (KeyError if unknown)."""
        return self.kinds[name]

    def assumption(self, key_or_name: str) -> Assumption | None:
        """The assumption with this URL key or argument name, or None."""
        return next((a for a in self.assumptions if key_or_name in (a.key, a.name)), None)


def load(path: Path) -> Facts:
    """Read and validate a facts file and the files it names; raises FactsError."""
    return _load(Path(path), [])


def loads(data: bytes, name: str, folder: Path | None) -> Facts:
    """Validate the bytes of a facts file; files it names are looked up in folder. Raises FactsError."""
    return _build(data, name, folder, [])


def _load(path: Path, watched: list[tuple[Path, "Stamp"]]) -> Facts:
    watched.append((path, _stamp(path)))
    return _build(read_bounded(path), _shown(path), path.parent, watched)


def _shown(path: Path) -> str:
    """The path as a message shows it: relative to the working folder where possible."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _to_base(value: float | str | None, unit: str) -> float | str | None:
    return to_base(value, unit) if isinstance(value, float) else value


def _sealed(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _build(data: bytes, name: str, folder: Path | None, watched: list[tuple[Path, "Stamp"]]) -> Facts:
    document = _document(data, name)
    file = _validated(FactsFile, document)
    _raise_first(_check_facts(file, document))
    digest = hashlib.sha256(data)
    daily = {}
    for key, described in file.daily.items():
        rows = _named_file(described.file, folder, document, ("daily", key, "file"), MAX_CSV_BYTES, watched)
        digest.update(rows)
        daily[key] = _read_daily(rows, described, file.company.as_of)
    peers = None
    if file.company.peers is not None:
        rows = _named_file(file.company.peers, folder, document, ("company", "peers"), None, watched)
        digest.update(rows)
        peers_document = _document(rows, file.company.peers)
        peers = _validated(PeersFile, peers_document)
        _raise_first(_check_peers(peers, peers_document, file.company.as_of))
    names, units, kinds = _index(file, daily, document)
    return Facts(
        file=name,
        company=file.company,
        sources=file.sources,
        facts=file.facts,
        series=file.series,
        daily=MappingProxyType(daily),
        disclosures=file.disclosures,
        claims=file.claims,
        conflicts=file.conflicts,
        assumptions=file.assumptions,
        constants=file.constants,
        presets=file.presets,
        changes=file.changes,
        peers=peers,
        fingerprint=digest.hexdigest()[:8],
        names=MappingProxyType(names),
        units=MappingProxyType(units),
        kinds=MappingProxyType(kinds),
    )


def _index(
    file: FactsFile, daily: Mapping[str, Daily], document: Document
) -> tuple[dict[str, Value], dict[str, str], dict[str, Kind]]:
    """Every name with its value, base unit and kind; FactsError if two things share a name."""
    names: dict[str, Value] = {}
    units: dict[str, str] = {}
    kinds: dict[str, Kind] = {}

    def add(name: str, value: Value, unit: str, kind: Kind, path: KeyPath) -> None:
        if name in units:
            raise _error(document, path, f"the name {name} is taken by another entry; choose another one")
        names[name], units[name], kinds[name] = value, base_unit(unit), kind

    for name, fact in file.facts.items():
        add(
            name,
            fact.base,
            fact.unit,
            "derived" if fact.confidence == "derived" else "reported",
            ("facts", name),
        )
    for index, constant in enumerate(file.constants):
        add(
            constant.name,
            to_base(constant.value, constant.unit),
            constant.unit,
            "assumed",
            ("constants", index),
        )
    for key, series in file.series.items():
        path: KeyPath = ("series", key)
        for column, unit in series.columns.items():
            known = [row for row in series.rows if row.values.get(column) is not None]
            derived = any(column in row.derived or row.confidence == "derived" for row in known)
            kind: Kind = "derived" if derived else "reported"
            add(f"{key}_{column}", series.column(column), unit, kind, (*path, "columns", column))
        periods = [row.period for row in series.rows]
        dates = [row.date for row in series.rows]
        if all(periods):
            add(f"{key}_period", _sealed(np.array(periods, dtype=np.str_)), "text", "reported", path)
        if all(dates):
            add(f"{key}_date", _sealed(np.array(dates, dtype="datetime64[D]")), "date", "reported", path)
    for key, table in daily.items():
        add(f"{key}_date", table.date, "date", "reported", ("daily", key))
        for column, values in table.columns.items():
            unit = file.daily[key].columns[column].unit
            add(f"{key}_{column}", values, unit, "reported", ("daily", key, "columns", column))
    for index, assumption in enumerate(file.assumptions):
        add(assumption.name, None, assumption.unit, "assumed", ("assumptions", index, "name"))
        # Its value is the reader's: the sliders provide it.
        del names[assumption.name]
    return names, units, kinds


# --- reading ---------------------------------------------------------------------------------------------


def _document(data: bytes, name: str) -> Document:
    """Parsed bytes; a file that was cut off is named as such before anything else."""
    _refuse_cut_off(data, name)
    document = parse(data, name)
    if not isinstance(document.tree, dict):
        raise FactsError(name, 1, "", f"expected keys and values, found {_what(document.tree)}")
    return document


def _refuse_cut_off(data: bytes, name: str) -> None:
    """A half-written file usually parses: only its last line tells. Looked at before the slow parsing."""
    written = data.rstrip()
    if not written:
        raise FactsError(name, 1, END, f"the file is empty; expected '{END}: true' as the last line")
    if _LAST_LINE.fullmatch(written[written.rfind(b"\n") + 1 :]) or len(data) > MAX_BYTES:
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # The parser names the byte that is wrong.
        return
    line = written.count(b"\n") + 1
    raise FactsError(name, line, END, f"the file is cut off; expected '{END}: true' as the last line")


M = TypeVar("M", bound=Model)


def _validated(model: type[M], document: Document) -> M:
    """The document as a model; FactsError for the first thing that is wrong."""
    try:
        return model.model_validate(document.tree)
    except ValidationError as error:
        found = [_schema_error(details, document) for details in error.errors(include_url=False)]
    raise min(found, key=lambda problem: problem.line or 0)


_WORDING = (
    ("Input should be", "expected"),
    ("String should have", "expected"),
    ("a valid dictionary", "keys and values"),
    ("a valid mapping", "keys and values"),
    ("a valid tuple", "a list"),
    ("a valid string", "words (in quotes if they look like a number)"),
)


def _schema_error(details: ErrorDetails, document: Document) -> FactsError:
    """One pydantic error in our words."""
    path: KeyPath = tuple(details["loc"])
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "facts":
        return _error(document, path, str(context["expected"]))
    if kind == "unknown":
        return _error(document, (*path, str(context["key"])), str(context["expected"]))
    if kind == "missing":
        return _error(document, path, "is missing; add it")
    message = details["msg"]
    for theirs, ours in _WORDING:
        message = message.replace(theirs, ours)
    return _error(document, path, f"{message[:1].lower()}{message[1:]}, found {_what(details['input'])}")


def _error(document: Document, path: KeyPath, expected: str) -> FactsError:
    return FactsError(document.file, document.line(path), key_text(path), expected)


def _raise_first(problems: Iterable[FactsError]) -> None:
    first = min(problems, key=lambda problem: problem.line or 0, default=None)
    if first is not None:
        raise first


def _named_file(
    file: str,
    folder: Path | None,
    document: Document,
    path: KeyPath,
    limit: int | None,
    watched: list[tuple[Path, "Stamp"]],
) -> bytes:
    """Bytes of a file that the facts file names."""
    if folder is None:
        raise _error(document, path, f"names the file {file}; a facts file without a folder cannot name others")
    place = folder / file
    watched.append((place, _stamp(place)))
    try:
        return read_bounded(place) if limit is None else read_bounded(place, limit)
    except FactsError as error:
        raise _error(document, path, f"{file} {error.expected}") from None


def _read_daily(data: bytes, described: DailyFile, as_of: str) -> Daily:
    """The CSV of a daily series; FactsError with the line of the CSV."""
    name = described.file
    text = decode(data, name, MAX_CSV_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    dates: list[str] = []
    titles: list[str] = []
    addresses: list[str] = []
    numbers: dict[str, list[float]] = {key: [] for key in described.columns}
    try:
        header = next(reader, [])
        wanted = [described.date, described.source_column, described.url_column]
        for column in [*wanted, *(entry.column for entry in described.columns.values())]:
            if header.count(column) != 1:
                raise FactsError(name, 1, column, f"expected one column of this name, found {header.count(column)}")
        place = {column: index for index, column in enumerate(header)}
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(header):
                raise FactsError(name, line, "", f"expected {len(header)} cells, found {len(cells)}")
            day = cells[place[described.date]]
            if not _is_date(day):
                raise FactsError(name, line, described.date, f"expected a real date YYYY-MM-DD, found '{quote(day)}'")
            if dates and day <= dates[-1]:
                raise FactsError(name, line, described.date, f"expected a date after {dates[-1]}, found {day}")
            if day > as_of:
                raise FactsError(name, line, described.date, f"expected no date after company.as_of {as_of}")
            title, address = cells[place[described.source_column]], cells[place[described.url_column]]
            if not title.strip():
                raise FactsError(name, line, described.source_column, "is empty; expected the source of the row")
            dates.append(day)
            titles.append(title)
            addresses.append(address)
            for key, entry in described.columns.items():
                numbers[key].append(_cell(cells[place[entry.column]], entry, name, line))
    except csv.Error as error:
        raise FactsError(name, reader.line_num, "", f"is not CSV ({quote(error)})") from None
    if not dates:
        raise FactsError(name, None, "", "has no rows; expected a header and at least one day")
    columns = {key: _sealed(np.array(values, dtype=np.float64)) for key, values in numbers.items()}
    days = _sealed(np.array(dates, dtype="datetime64[D]"))
    return Daily(described.label, name, days, MappingProxyType(columns), tuple(titles), tuple(addresses))


def _cell(text: str, entry: DailyColumn, name: str, line: int) -> float:
    """A CSV cell in the base unit; an empty one is nan."""
    if not text.strip():
        return math.nan
    try:
        value = float(text) if re.fullmatch(r"[-+0-9.eE]+", text) else math.nan
    except ValueError:
        value = math.nan
    unit = UNITS[entry.unit]
    if not unit.low <= value <= unit.high:
        expected = f"expected a number of {entry.unit} from {unit.low:g} to {unit.high:g}"
        raise FactsError(name, line, entry.column, f"{expected}, found '{quote(text)}'")
    return to_base(value, entry.unit)


# --- rules -----------------------------------------------------------------------------------------------


def _check_number(value: object, unit: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """The value fits its unit: a number in the sane range, or a word; null is always allowed."""
    if value is None:
        return
    if unit == "date":
        if not isinstance(value, str) or not _is_date(value):
            yield _error(document, path, f"expected a real date written YYYY-MM-DD, found {_what(value)}")
        return
    if unit in WORD_UNITS:
        if not isinstance(value, str):
            yield _error(document, path, f"expected words, found {_what(value)}")
        return
    if isinstance(value, bool) or not isinstance(value, float | int):
        yield _error(document, path, f"expected a number of {unit} or null, found {_what(value)}")
        return
    low, high = UNITS[unit].low, UNITS[unit].high
    if not low <= value <= high:
        expected = f"expected a number of {unit} from {low:g} to {high:g}, found {value:g}; is the unit right"
        yield _error(document, path, expected)


def _check_date(value: str | None, as_of: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    if value is not None and value > as_of:
        yield _error(document, path, f"{value} is after company.as_of {as_of}; expected an earlier date")


def _check_period(value: str | None, as_of: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    if value is not None and period_bounds(value)[0].isoformat() > as_of:
        yield _error(document, path, f"{value} starts after company.as_of {as_of}; expected an earlier period")


def _hint(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}" if close else ""


class _Used:
    """Collects which sources are referenced, and refuses those that do not exist."""

    def __init__(self, sources: Mapping[str, Source], document: Document) -> None:
        self.sources = sources
        self.document = document
        self.seen: set[str] = set()

    def check(self, keys: Sequence[str], path: KeyPath, required: bool) -> Iterator[FactsError]:
        """Every key exists; at least one if required."""
        if required and not keys:
            yield _error(self.document, path, "is empty; expected at least one source")
        for index, key in enumerate(keys):
            self.seen.add(key)
            if key not in self.sources:
                known = f"expected a key of sources{_hint(key, self.sources)}"
                yield _error(self.document, (*path, index), f"there is no source '{quote(key)}'; {known}")

    def unused(self) -> Iterator[FactsError]:
        """One error for every source that nothing refers to."""
        for key in self.sources:
            if key not in self.seen:
                yield _error(self.document, ("sources", key), "is used by nothing; refer to it or remove it")


def _check_unique(keys: Iterable[object], document: Document, section: str, what: str) -> Iterator[FactsError]:
    seen: set[object] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield _error(document, (section, index, what), f"'{quote(key)}' stands here twice; expected it once")
        seen.add(key)


def _check_sources(sources: Mapping[str, Source], as_of: str, document: Document) -> Iterator[FactsError]:
    for key, source in sources.items():
        if not _SOURCE_KEY.fullmatch(key):
            yield _error(document, ("sources", key), "expected a source key of letters, digits, _ . -")
        yield from _check_date(source.published, as_of, document, ("sources", key, "published"))
        yield from _check_date(source.accessed, as_of, document, ("sources", key, "accessed"))


def _check_facts(file: FactsFile, document: Document) -> Iterator[FactsError]:
    """Every rule that spans more than one key."""
    as_of = file.company.as_of
    used = _Used(file.sources, document)
    yield from _check_sources(file.sources, as_of, document)
    for name, fact in file.facts.items():
        path: KeyPath = ("facts", name)
        if not _NAME.fullmatch(name):
            yield _error(document, path, "expected a name of small letters, digits and underscores")
        if fact.as_of is None and fact.period is None:
            yield _error(document, path, "expected either as_of or period")
        if fact.as_of is not None and fact.period is not None:
            yield _error(document, (*path, "as_of"), "stands beside period; expected one of the two")
        yield from _check_number(fact.value, fact.unit, document, (*path, "value"))
        yield from _check_date(fact.as_of, as_of, document, (*path, "as_of"))
        yield from _check_period(fact.period, as_of, document, (*path, "period"))
        yield from used.check(fact.sources, (*path, "sources"), fact.value is not None)
    for name, series in file.series.items():
        yield from _check_series(name, series, as_of, used, document)
    for name, daily in file.daily.items():
        for column, entry in daily.columns.items():
            if entry.unit in WORD_UNITS:
                yield _error(document, ("daily", name, "columns", column, "unit"), "expected the unit of a number")
            if not _NAME.fullmatch(column):
                yield _error(document, ("daily", name, "columns", column), "expected a name of small letters")
    yield from _check_texts(file, used, document)
    yield from _check_assumptions(file, used, document)
    yield from used.unused()


def _check_series(name: str, series: Series, as_of: str, used: _Used, document: Document) -> Iterator[FactsError]:
    if not _NAME.fullmatch(name):
        yield _error(document, ("series", name), "expected a name of small letters, digits and underscores")
    for column in series.columns:
        if not _NAME.fullmatch(column) or column in Row.model_fields:
            yield _error(document, ("series", name, "columns", column), "cannot be the name of a column; rename it")
    seen: set[object] = set()
    for index, row in enumerate(series.rows):
        path: KeyPath = ("series", name, "rows", index)
        if row.period is None and row.date is None:
            yield _error(document, path, "expected a period or a date")
        identity = (row.period, row.date, row.kind, row.label.en if row.label else None)
        if identity in seen:
            yield _error(document, path, "the same period or date stands here twice; expected it once or with a label")
        seen.add(identity)
        for column, value in row.values.items():
            if column not in series.columns:
                known = ", ".join((*series.columns, *Row.model_fields))
                yield _error(document, (*path, column), f"unknown key; expected one of {known}")
            else:
                yield from _check_number(value, series.columns[column], document, (*path, column))
        for column in row.derived:
            if column not in series.columns:
                yield _error(document, (*path, "derived"), f"'{column}' is not a column of this series")
        yield from _check_date(row.date, as_of, document, (*path, "date"))
        yield from _check_period(row.period, as_of, document, (*path, "period"))
        known_values = any(value is not None for value in row.values.values())
        yield from used.check(row.sources, (*path, "sources"), known_values)
        yield from _check_sum(series, row, document, path)
    if name == OPERATIONS:
        yield from _check_roll_forward(series, document, ("series", name, "rows"))


def _number(row: Row, column: str) -> float | None:
    value = row.values.get(column)
    return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else None


def _check_sum(series: Series, row: Row, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """A row with `sums` is the sum of those periods, in every column where all parts are known."""
    parts = [series.row(period) for period in row.sums]
    for period, part in zip(row.sums, parts, strict=True):
        if part is None or part is row:
            yield _error(document, (*path, "sums"), f"there is no other row of the period {period}")
    rows = [part for part in parts if part is not None]
    if not rows or row.discrepancy is not None:
        return
    for column in SUMMED_COLUMNS:
        total = _number(row, column)
        values = [value for part in rows if (value := _number(part, column)) is not None]
        if total is None or len(values) < len(parts):
            continue
        if abs(sum(values) - total) > TOLERANCE + 1e-9:
            shown = " + ".join(row.sums)
            expected = f"expected {sum(values):g} = {shown} within {TOLERANCE:g}, found {total:g}"
            yield _error(document, (*path, column), f"{expected}; correct it or add a discrepancy note")


def _check_roll_forward(series: Series, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """Held before + produced - sold = held after, month by month."""
    for index, (before, after) in enumerate(pairwise(series.rows), start=1):
        here: KeyPath = (*path, index)
        if before.period is None or after.period is None:
            yield _error(document, here, "expected a period (YYYY-MM) in every row of this series")
            continue
        if (period_bounds(after.period)[0] - period_bounds(before.period)[1]).days != 1:
            yield _error(document, (*here, "period"), f"expected the month after {before.period}, found {after.period}")
        opening, closing = _number(before, HELD), _number(after, HELD)
        produced, sold = _number(after, PRODUCED), _number(after, SOLD)
        if opening is None or closing is None or produced is None or sold is None or after.discrepancy is not None:
            continue
        expected = opening + produced - sold
        if abs(expected - closing) > TOLERANCE + 1e-9:
            text = f"expected {expected:.2f} = {opening:g} held + {produced:g} produced - {sold:g} sold"
            remedy = "correct it or add a discrepancy note"
            yield _error(document, (*here, HELD), f"{text} within {TOLERANCE:g}, found {closing:g}; {remedy}")


def _check_texts(file: FactsFile, used: _Used, document: Document) -> Iterator[FactsError]:
    """Disclosures, claims, conflicts and changes."""
    as_of = file.company.as_of
    yield from _check_unique((d.key for d in file.disclosures), document, "disclosures", "key")
    for index, disclosure in enumerate(file.disclosures):
        path: KeyPath = ("disclosures", index)
        yield from _check_date(disclosure.as_of, as_of, document, (*path, "as_of"))
        yield from used.check(disclosure.sources, (*path, "sources"), disclosure.status != "not_disclosed")
    yield from _check_unique((c.id for c in file.claims), document, "claims", "id")
    for index, claim in enumerate(file.claims):
        yield from used.check(claim.sources, ("claims", index, "sources"), True)
    yield from _check_unique((c.id for c in file.conflicts), document, "conflicts", "id")
    for index, conflict in enumerate(file.conflicts):
        yield from used.check(conflict.sources, ("conflicts", index, "sources"), True)
        for position, name in enumerate(conflict.facts):
            if name not in file.facts:
                expected = f"there is no fact '{name}'; expected the name of a fact{_hint(name, file.facts)}"
                yield _error(document, ("conflicts", index, "facts", position), expected)
    for index, change in enumerate(file.changes):
        yield from _check_date(change.date, as_of, document, ("changes", index, "date"))


def _check_assumptions(file: FactsFile, used: _Used, document: Document) -> Iterator[FactsError]:
    """Assumptions, constants and presets."""
    yield from _check_unique((a.key for a in file.assumptions), document, "assumptions", "key")
    for index, assumption in enumerate(file.assumptions):
        path: KeyPath = ("assumptions", index)
        yield from used.check(assumption.sources, (*path, "sources"), False)
        if assumption.key in RESERVED_KEYS:
            yield _error(document, (*path, "key"), f"'{assumption.key}' is taken by the address; choose another key")
        yield from _check_control(assumption, document, path)
        name = assumption.reported
        if name is not None and name not in file.facts:
            expected = f"there is no fact '{name}'; expected the name of a fact{_hint(name, file.facts)}"
            yield _error(document, (*path, "reported"), expected)
        elif name is not None and base_unit(file.facts[name].unit) != base_unit(assumption.unit):
            expected = f"{name} is in {file.facts[name].unit}; expected a fact that converts to {assumption.unit}"
            yield _error(document, (*path, "reported"), expected)
    for index, constant in enumerate(file.constants):
        path = ("constants", index)
        if constant.unit in WORD_UNITS:
            yield _error(document, (*path, "unit"), "expected the unit of a number")
        else:
            yield from _check_number(constant.value, constant.unit, document, (*path, "value"))
        yield from used.check(constant.sources, (*path, "sources"), False)
    yield from _check_unique((p.key for p in file.presets), document, "presets", "key")
    by_key = {assumption.key: assumption for assumption in file.assumptions}
    for index, preset in enumerate(file.presets):
        path = ("presets", index)
        yield from _check_date(preset.date, file.company.as_of, document, (*path, "date"))
        for key, value in preset.values.items():
            here: KeyPath = (*path, "values", key)
            if key not in by_key:
                yield _error(document, here, f"expected the key of an assumption{_hint(key, by_key)}")
            elif _is_control(by_key[key]) and not by_key[key].accepts(value):
                yield _error(document, here, f"{_what(value)} is not possible; expected {_possible(by_key[key])}")


def _is_control(assumption: Assumption) -> bool:
    """Whether the control itself is whole; if not, that is the error to show."""
    return assumption.options is not None or (assumption.min is not None and assumption.max is not None)


def _possible(assumption: Assumption) -> str:
    if assumption.options is not None:
        return f"one of {', '.join(assumption.options)}"
    return f"a number from {assumption.min:g} to {assumption.max:g}"


def _check_control(assumption: Assumption, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """A slider has min, max and step around its default; a choice has options that hold it."""
    slider = (assumption.min, assumption.max, assumption.step)
    if assumption.options is not None:
        if assumption.unit != "choice":
            yield _error(document, (*path, "unit"), f"expected choice beside options, found {assumption.unit}")
        if any(bound is not None for bound in slider):
            yield _error(document, path, "expected either min, max and step, or options")
        for token in assumption.options:
            if not _TOKEN.fullmatch(token):
                yield _error(document, (*path, "options", token), "expected a token of capital letters")
    else:
        low, high, step = slider
        if assumption.unit in WORD_UNITS or low is None or high is None or step is None:
            yield _error(document, path, "expected min, max and step, or options with the unit choice")
            return
        if low >= high:
            yield _error(document, (*path, "min"), f"expected less than max {high:g}, found {low:g}")
            return
        if not 0 < step <= high - low:
            expected = f"expected more than 0 and at most {high - low:g}, found {step:g}"
            yield _error(document, (*path, "step"), expected)
        for key, bound in (("min", low), ("max", high)):
            yield from _check_number(bound, assumption.unit, document, (*path, key))
    if not assumption.accepts(assumption.default):
        found = _what(assumption.default)
        yield _error(document, (*path, "default"), f"{found} is not possible; expected {_possible(assumption)}")


def _check_peers(file: PeersFile, document: Document, as_of: str) -> Iterator[FactsError]:
    used = _Used(file.sources, document)
    yield from _check_sources(file.sources, as_of, document)
    yield from _check_unique((peer.ticker for peer in file.peers), document, "peers", "ticker")
    for index, peer in enumerate(file.peers):
        for position, figure in enumerate(peer.figures):
            path: KeyPath = ("peers", index, "figures", position)
            yield from _check_number(figure.value, figure.unit, document, (*path, "value"))
            yield from used.check([figure.source], (*path, "source"), True)
    yield from used.unused()


# --- the store -------------------------------------------------------------------------------------------

Stamp: TypeAlias = tuple[int, int, int] | None


def _stamp(path: Path) -> Stamp:
    """Modification time, size and inode; None for a file that is not there."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class FactsStore:
    """The facts of one file, read again when the file or one it names changes; keeps the last good ones."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._watched: list[tuple[Path, Stamp]] = []
        self._result: tuple[Facts | None, FactsError | None] = (None, None)

    def current(self) -> tuple[Facts, FactsError | None]:
        """The last good facts, and what is wrong with the file on disk now; FactsError if there are none."""
        # Whoever comes while another visitor re-reads the file gets the last good facts at once.
        if self._lock.acquire(blocking=self._result[0] is None):
            try:
                if not self._watched or any(_stamp(path) != seen for path, seen in self._watched):
                    self._read()
            finally:
                self._lock.release()
        facts, error = self._result
        if facts is None:
            problem = error or FactsError(str(self.path), None, "", "cannot be read; try again")
            # The same error is raised again and again: it must not grow a traceback.
            raise problem.with_traceback(None)
        return facts, error

    def _read(self) -> None:
        watched: list[tuple[Path, Stamp]] = []
        try:
            self._result = (_load(self.path, watched), None)
        except FactsError as error:
            self._result = (self._result[0], error.with_traceback(None))
        self._watched = watched


_stores: dict[Path, FactsStore] = {}
_stores_lock = threading.Lock()


def store(path: Path) -> FactsStore:
    """The one store of a file in this process."""
    key = Path(path).absolute()
    with _stores_lock:
        return _stores.setdefault(key, FactsStore(Path(path)))


def current(path: Path) -> tuple[Facts, FactsError | None]:
    """The last good facts of a file and the error of a newer, broken version (None if there is none)."""
    return store(path).current()


def _summary(facts: Facts) -> str:
    rows = sum(len(series.rows) for series in facts.series.values())
    days = sum(len(daily.date) for daily in facts.daily.values())
    return (
        f"{facts.file}: {facts.company.short_name}, as of {facts.company.as_of}: {len(facts.facts)} facts, "
        f"{len(facts.sources)} sources, {rows} series rows, {days} daily rows, {len(facts.claims)} claims, "
        f"{len(facts.assumptions)} assumptions, fingerprint {facts.fingerprint}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a facts file: summary on stdout and 0, or one sentence on stderr and 1."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.facts", description=main.__doc__)
    parser.add_argument("file", type=Path)
    try:
        facts = load(parser.parse_args(arguments).file)
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    print(_summary(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
