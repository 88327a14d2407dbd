"""The facts as the rest of the program sees them: every name with its value in base units."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np

from dashboard.facts.elsewhere import ElsewhereFile, check_elsewhere
from dashboard.facts.files import MAX_CSV_BYTES, Daily, Stamp, read_daily, read_named_file, stamp_of
from dashboard.facts.magnitude import check_magnitude
from dashboard.facts.peers_rules import check_peers
from dashboard.facts.peers_schema import PeersFile
from dashboard.facts.problems import M, facts_error, raise_first, read_document, validated
from dashboard.facts.readings import Standing, latest, read
from dashboard.facts.rules import check_facts
from dashboard.facts.schema import (
    Assumption,
    Change,
    Claim,
    Company,
    Conflict,
    Constant,
    Disclosure,
    Fact,
    FactsFile,
    Preset,
    Series,
    Source,
)
from dashboard.facts.units import base_unit, to_base
from dashboard.facts.words import Kind, Value, sealed
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath, read_bounded


@dataclass(frozen=True)
class Facts:
    """A validated facts file; `names` holds facts, series and daily columns and constants in base units.

    `latest` names the facts that grow old, see `readings.latest`. `stand_ins` are the sliders and constants taken from
    the published file, see `completed`.
    `data` and `beside` are the bytes it was read from: its own, and those of the files it names.
    """

    file: str
    data: bytes = field(repr=False)
    beside: Mapping[str, bytes] = field(repr=False)
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
    elsewhere: ElsewhereFile | None
    fingerprint: str
    names: Mapping[str, Value]
    units: Mapping[str, str]
    kinds: Mapping[str, Kind]
    latest: Mapping[str, Standing]
    stand_ins: tuple[str, ...] = ()

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
    return load_watched(Path(path), [])


def loads(data: bytes, name: str, folder: Path | None, beside: Mapping[str, bytes] | None = None) -> Facts:
    """Validate the bytes of a facts file; files it names are looked up in beside, then in folder. Raises FactsError."""
    return _build(data, name, folder, [], beside or {})


def load_watched(path: Path, watched: list[tuple[Path, "Stamp"]]) -> Facts:
    """As ``load``; ``watched`` is given every file that is read, with its stamp, also where one is refused."""
    watched.append((path, stamp_of(path)))
    return _build(read_bounded(path), shown(path), path.parent, watched, {})


def shown(path: Path) -> str:
    """The path as a message shows it: relative to the working folder where possible."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _build(
    data: bytes,
    name: str,
    folder: Path | None,
    watched: list[tuple[Path, "Stamp"]],
    beside: Mapping[str, bytes],
) -> Facts:
    document = read_document(data, name)
    file = validated(FactsFile, document)
    raise_first(check_facts(file, document))
    digest = hashlib.sha256(data)
    named: dict[str, bytes] = {}
    daily = {}
    for key, described in file.daily.items():
        path: KeyPath = ("daily", key, "file")
        rows = read_named_file(described.file, folder, document, path, MAX_CSV_BYTES, watched, beside)
        named[described.file] = rows
        digest.update(rows)
        daily[key] = read_daily(rows, described, file.company.as_of)

    def companion(
        role: str, file_name: str | None, schema: type[M], check: Callable[[M, Document, str], Iterator[FactsError]]
    ) -> M | None:
        if file_name is None:
            return None
        rows = read_named_file(file_name, folder, document, ("company", role), None, watched, beside)
        named[file_name] = rows
        digest.update(rows)
        companion_document = read_document(rows, file_name)
        found = validated(schema, companion_document)
        # What comes with an upload was checked on its own day, which may be later than the day of the upload.
        if file_name not in beside:
            raise_first(check(found, companion_document, file.company.as_of))
        return found

    peers = companion("peers", file.company.peers, PeersFile, check_peers)
    elsewhere = companion("elsewhere", file.company.elsewhere, ElsewhereFile, check_elsewhere)
    known = MappingProxyType({**file.facts, **read(file, daily)})
    raise_first(check_magnitude(file, known, daily, document))
    file = file.model_copy(update={"facts": known})
    names, units, kinds = _index(file, daily, document)
    return Facts(
        file=name,
        data=data,
        beside=MappingProxyType(named),
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
        elsewhere=elsewhere,
        fingerprint=digest.hexdigest()[:8],
        names=MappingProxyType(names),
        units=MappingProxyType(units),
        kinds=MappingProxyType(kinds),
        latest=MappingProxyType(latest(file)),
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
            raise facts_error(document, path, f"the name {name} is taken by another entry; choose another one")
        names[name], units[name], kinds[name] = value, base_unit(unit), kind

    add("as_of", file.company.as_of, "date", "reported", ("company", "as_of"))
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
            add(f"{key}_period", sealed(np.array(periods, dtype=np.str_)), "text", "reported", path)
        if all(dates):
            add(f"{key}_date", sealed(np.array(dates, dtype="datetime64[D]")), "date", "reported", path)
    for key, table in daily.items():
        add(f"{key}_date", table.date, "date", "reported", ("daily", key))
        for column, values in table.columns.items():
            unit = file.daily[key].columns[column].unit
            add(f"{key}_{column}", values, unit, "reported", ("daily", key, "columns", column))
    if file.claims:
        verdicts = sealed(np.array([claim.verdict for claim in file.claims], dtype=np.str_))
        add("claims_verdict", verdicts, "text", "derived", ("claims",))
    for index, assumption in enumerate(file.assumptions):
        add(assumption.name, None, assumption.unit, "assumed", ("assumptions", index, "name"))
        # Its value is the reader's: the sliders provide it.
        del names[assumption.name]
    return names, units, kinds
