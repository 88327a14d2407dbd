"""In which unit a number is written, which day it is about, and which documents it comes from."""

from __future__ import annotations

import datetime as dt

from dashboard.facts import Assumption, Constant, Facts, Series

CLAIMS = "claims_verdict"


def constant_of(facts: Facts, name: str) -> Constant | None:
    """The stated estimate called ``name``."""
    return next((constant for constant in facts.constants if constant.name == name), None)


def unit(facts: Facts, name: str) -> str:
    """The unit in which the file writes ``name`` (not the base unit it is computed in)."""
    if name in facts.facts:
        return facts.facts[name].unit
    found = facts.assumption(name) or constant_of(facts, name)
    if found is not None:
        return found.unit
    for key, series in facts.series.items():
        if name.startswith(f"{key}_") and name.removeprefix(f"{key}_") in series.columns:
            return series.columns[name.removeprefix(f"{key}_")]
    return facts.unit_of(name)


def period(facts: Facts, name: str) -> str:
    """The day or period that a fact is about; empty for anything else."""
    fact = facts.facts.get(name)
    return "" if fact is None else fact.as_of or fact.period or ""


def latest_balance(facts: Facts) -> dt.date | None:
    """The day of the latest balance sheet in which cash, debt and coins are all published."""
    day = facts.lookup("balance_date") if facts.has("balance_date") else None
    return dt.date.fromisoformat(str(day)) if day is not None else None


def approximate(facts: Facts, name: str) -> bool:
    """Whether the document itself says "about"."""
    return name in facts.facts and facts.facts[name].approximate


def sources(facts: Facts, name: str) -> tuple[str, ...]:
    """Keys of the documents behind a fact, slider, constant or series."""
    if name in facts.facts:
        return tuple(facts.facts[name].sources)
    found: Assumption | Constant | None = facts.assumption(name) or constant_of(facts, name)
    if found is not None:
        return tuple(found.sources)
    if name == CLAIMS:
        return tuple(dict.fromkeys(key for claim in facts.claims for key in claim.sources))
    series = _series(facts, name)
    if series is None:
        return ()
    return tuple(dict.fromkeys(key for row in series.rows for key in row.sources))


def daily_documents(facts: Facts, name: str) -> dict[str, str]:
    """Title and latest address of each document behind a daily series, whose rows name theirs themselves."""
    for key, table in facts.daily.items():
        if name.startswith(f"{key}_"):
            return dict(zip(table.source_title, table.source_url, strict=True))
    return {}


def _series(facts: Facts, name: str) -> Series | None:
    return next((series for key, series in facts.series.items() if name.startswith(f"{key}_")), None)
