"""Figures that hold each other: one that stands twice says the same, and its size fits what stands beside it."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from dashboard.facts.files import Daily
from dashboard.facts.problems import facts_error
from dashboard.facts.readings import place_of
from dashboard.facts.schema import Fact, FactsFile, Row, Series
from dashboard.facts.units import WORD_UNITS, base_unit, to_base
from dashboard.facts.words import bounds_of, period_bounds
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath

# Two copies of one figure may be rounded differently.
SAME = 5e-4
PRICE_SPREAD = 0.15
OUTPUT_SPREAD = 0.35
SPLIT_SPREAD = 0.35
# From one balance sheet to the next a figure may collapse, but not change its unit.
LARGEST_STEP = 100.0
WEEK = 7

DAY_SECONDS = 86_400
HASHES_PER_DIFFICULTY = 2.0**32

# What a fact calls a column, where the two have different names.
COLUMN_OF = {"treasury": "btc_held", "debt": "long_term_debt", "btc_loan": "btc_backed_loan"}
# Columns that hold for the last day of their period.
STOCKS = ("btc_held", "deployed_hashrate")
_DATED = re.compile(r"_(?:fy\d{4}|[hq]\d_\d{4}|\d{4}_\d{2}(?:_\d{2})?)$")


@dataclass(frozen=True)
class Cell:
    """A figure in its place: column, unit, value in the base unit, first and last day, and where it is written."""

    column: str
    unit: str
    value: float
    bounds: tuple[dt.date, dt.date]
    path: KeyPath


def check_magnitude(
    written: FactsFile, facts: Mapping[str, Fact], daily: Mapping[str, Daily], document: Document
) -> Iterator[FactsError]:
    """Every rule that compares one figure with another; ``facts`` are those written and those read from tables."""
    cells = list(_cells(written))
    yield from _check_copies(written, cells, document)
    yield from _check_steps(written, cells, document)
    known = _Known(written, facts, daily, document)
    yield from _check_sale(known)
    yield from _check_market_value(known)
    yield from _check_output(known)
    yield from _check_splits(known)


# --- one figure in two places -----------------------------------------------------------------------------


def _cells(file: FactsFile) -> Iterator[Cell]:
    """Every published number of the series whose row is the only one of its day or period."""
    for key, series in file.series.items():
        times = [(row.period, row.date) for row in series.rows]
        for index, row in enumerate(series.rows):
            bounds = _bounds(row.date or row.period)
            if bounds is None or times.count((row.period, row.date)) > 1 or row.label is not None:
                continue
            for column, unit in series.columns.items():
                value = row.values.get(column)
                if unit not in WORD_UNITS and isinstance(value, float | int):
                    base = to_base(float(value), unit)
                    yield Cell(column, base_unit(unit), base, bounds, ("series", key, "rows", index, column))


def _bounds(when: str | None) -> tuple[dt.date, dt.date] | None:
    return None if when is None else bounds_of(when)


def _same_time(column: str, one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> bool:
    if column in STOCKS or one[0] == one[1] or other[0] == other[1]:
        return one[1] == other[1]
    return one == other


def _check_copies(file: FactsFile, cells: list[Cell], document: Document) -> Iterator[FactsError]:
    by_column: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        by_column.setdefault((cell.column, cell.unit), []).append(cell)
    for found in by_column.values():
        for one, other in combinations(found, 2):
            if one.path[1] != other.path[1] and _same_time(one.column, one.bounds, other.bounds):
                yield from _differ(one, other, document)
    for name, fact in file.facts.items():
        bounds = _bounds(fact.as_of or fact.period)
        subject = _DATED.sub("", name)
        if bounds is None or fact.unit in WORD_UNITS or not isinstance(fact.value, float):
            continue
        column = COLUMN_OF.get(subject, subject)
        value = to_base(fact.value, fact.unit)
        copy = Cell(column, base_unit(fact.unit), value, bounds, ("facts", name, "value"))
        for cell in by_column.get((column, copy.unit), []):
            if _same_time(column, bounds, cell.bounds):
                yield from _differ(cell, copy, document)


def _differ(one: Cell, other: Cell, document: Document) -> Iterator[FactsError]:
    """The later of two copies, where their values differ."""
    if math.isclose(one.value, other.value, rel_tol=SAME):
        return
    first, second = sorted((one, other), key=lambda cell: document.line(cell.path) or 0)
    text = (
        f"{second.value:,.10g} differs from the {first.value:,.10g} on line {document.line(first.path)}"
        f" for {first.column} of the same {'day' if first.bounds[0] == first.bounds[1] else 'period'}"
    )
    yield facts_error(document, second.path, f"{text}; keep the one that is right")


def _check_steps(file: FactsFile, cells: list[Cell], document: Document) -> Iterator[FactsError]:
    """A balance that is a hundred times its neighbours stands in another unit."""
    for key, series in file.series.items():
        if not any(row.date for row in series.rows):
            continue
        for column in series.columns:
            own = [cell for cell in cells if cell.path[1] == key and cell.column == column and cell.unit == "usd"]
            own.sort(key=lambda cell: cell.bounds)
            for place, cell in enumerate(own):
                beside = [own[i] for i in (place - 1, place + 1) if 0 <= i < len(own)]
                if beside and all(abs(cell.value) > LARGEST_STEP * abs(one.value) > 0 for one in beside):
                    near = min(beside, key=lambda one: abs(one.bounds[1] - cell.bounds[1]))
                    text = f"${cell.value:,.0f} is {abs(cell.value / near.value):,.0f} times the ${near.value:,.0f}"
                    expected = f"{text} of {near.bounds[1]}; expected at most {LARGEST_STEP:g} times, is the unit right"
                    yield facts_error(document, cell.path, expected)


# --- figures that must fit each other -----------------------------------------------------------------------


class _Known:
    """What the rules below ask for: numbers by name, the day they are about, and daily prices."""

    def __init__(
        self, file: FactsFile, facts: Mapping[str, Fact], daily: Mapping[str, Daily], document: Document
    ) -> None:
        self.file = file
        self.facts = facts
        self.daily = daily
        self.document = document

    def number(self, name: str, unit: str) -> float | None:
        """A fact in this base unit; None where it is missing, not disclosed or in another one."""
        fact = self.facts.get(name)
        base = None if fact is None or base_unit(fact.unit) != unit else fact.base
        return base if isinstance(base, float) and math.isfinite(base) else None

    def day(self, name: str) -> dt.date | None:
        """The day that a fact of the unit date holds."""
        fact = self.facts.get(name)
        return (
            None
            if fact is None or fact.unit != "date" or not isinstance(fact.value, str)
            else dt.date.fromisoformat(fact.value)
        )

    def closes(self, table: str, column: str) -> list[tuple[dt.date, float]]:
        """Days and values of a daily table that are known; none where the file has no such table or column."""
        found = self.daily.get(table)
        if found is None or column not in found.columns:
            return []
        days = (dt.date.fromisoformat(str(day)) for day in found.date)
        return [(day, float(v)) for day, v in zip(days, found.columns[column], strict=True) if math.isfinite(v)]

    def refuse(self, name: str, expected: str) -> FactsError:
        """The error at the line in which a fact is written, in facts or in its table."""
        return facts_error(self.document, place_of(self.file, name, self.daily), expected)


def _beyond(value: float, expected: float, spread: float) -> bool:
    return expected > 0 and not 1 - spread <= value / expected <= 1 + spread


def _check_sale(known: _Known) -> Iterator[FactsError]:
    """What a sold coin brought lies near the price of its day, or of its month."""
    closes = known.closes("btc_price_daily", "close")
    coins, proceeds = known.number("sale_btc", "btc"), known.number("sale_proceeds", "usd")
    day = known.day("sale_date")
    close = dict(closes).get(day) if day is not None else None
    if coins and proceeds is not None and close is not None and _beyond(proceeds / coins, close, PRICE_SPREAD):
        text = f"sale_proceeds ÷ sale_btc is ${proceeds / coins:,.0f} a coin, the close of {day} ${close:,.0f}"
        yield known.refuse("sale_btc", f"{text}; expected them within {PRICE_SPREAD:.0%}, is the unit right")
    for key, series in known.file.series.items():
        for index, row in enumerate(series.rows):
            sold, brought = _number(row, "btc", "btc", series), _number(row, "proceeds", "usd", series)
            bounds = _bounds(row.date or row.period)
            if not sold or brought is None or bounds is None:
                continue
            mean = _mean(value for on, value in closes if bounds[0] <= on <= bounds[1])
            if mean is not None and _beyond(brought / sold, mean, PRICE_SPREAD):
                text = f"proceeds ÷ btc is ${brought / sold:,.0f} a coin, the mean close ${mean:,.0f}"
                expected = f"{text}; expected them within {PRICE_SPREAD:.0%}, is the unit right"
                yield facts_error(known.document, ("series", key, "rows", index, "proceeds"), expected)


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return float(np.mean(found)) if found else None


def _number(row: Row, column: str, unit: str, series: Series) -> float | None:
    """A cell in this base unit; None where it is not disclosed or the column is in another one."""
    value, declared = row.values.get(column), series.columns.get(column)
    if declared is None or base_unit(declared) != unit or not isinstance(value, float | int):
        return None
    return to_base(float(value), declared)


def _check_market_value(known: _Known) -> Iterator[FactsError]:
    """Shares × price lies near a market value published in the same week."""
    shares, price = known.number("shares_outstanding", "shares"), known.number("share_price", "usd")
    fact = known.facts.get("share_price")
    values = known.closes("share_price_daily", "market_value")
    if not shares or not price or fact is None or fact.as_of is None or not values:
        return
    day, published = values[-1]
    if abs((dt.date.fromisoformat(fact.as_of) - day).days) > WEEK:
        return
    if _beyond(shares * price, published, PRICE_SPREAD):
        text = f"shares_outstanding × share_price is ${shares * price / 1e6:,.4g}m, the market value of {day}"
        expected = f"{text} ${published / 1e6:,.4g}m; expected them within {PRICE_SPREAD:.0%}, is the count right"
        yield known.refuse("shares_outstanding", expected)


def _check_output(known: _Known) -> Iterator[FactsError]:
    """Coins mined in a month lie near what the hashrate earned of the network."""
    operations, network = (known.file.series.get(key) for key in ("monthly_operations", "network"))
    subsidy = known.number("block_subsidy", "btc")
    if operations is None or network is None or subsidy is None:
        return
    halving = known.day("halving_date")
    for index, row in enumerate(operations.rows):
        beside = None if row.period is None else network.row(row.period)
        if beside is None or row.period is None:
            continue
        mined = _number(row, "btc_produced", "btc", operations)
        hashrate = _number(row, "operating_hashrate", "th_s", operations)
        difficulty = _number(beside, "difficulty", "difficulty", network)
        if not mined or not hashrate or not difficulty:
            continue
        first, last = period_bounds(row.period)
        # Before the halving a block earned more than the subsidy of today.
        if halving is not None and first < halving:
            continue
        seconds = ((last - first).days + 1) * DAY_SECONDS
        earned = hashrate * 1e12 * seconds / (difficulty * HASHES_PER_DIFFICULTY) * subsidy
        if _beyond(mined, earned, OUTPUT_SPREAD):
            text = f"{mined:,.6g} BTC mined, but the hashrate of the row earned about {earned:,.4g} of the network"
            expected = f"{text}; expected them within {OUTPUT_SPREAD:.0%}, is the unit right"
            yield facts_error(known.document, ("series", "monthly_operations", "rows", index, "btc_produced"), expected)


def _check_splits(known: _Known) -> Iterator[FactsError]:
    """Where old shares become fewer new ones, or one ADS several shares, the price as traded jumps by that ratio."""
    closes = known.closes("share_price_daily", "close_as_traded")
    for name, date, power in (("consolidation_ratio", "consolidation_date", 1), ("ads_ratio", "ads_change_date", -1)):
        ratio, day = known.number(name, "ratio"), known.day(date)
        if not ratio or day is None:
            continue
        factor = ratio**power
        for (eve, before), (on, after) in pairwise(closes):
            if eve < day <= on and before > 0 and _beyond(after / before, factor, SPLIT_SPREAD):
                text = f"is {ratio:g}, but the close goes from ${before:g} to ${after:g} on {day}"
                expected = f"{text}; expected {factor:g} times within {SPLIT_SPREAD:.0%}"
                yield known.refuse(name, expected)
