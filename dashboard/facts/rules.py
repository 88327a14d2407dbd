"""What the shape cannot say: sources used, dates possible, balances that close."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from dashboard import registry
from dashboard.facts.plausible import check_plausible
from dashboard.facts.problems import facts_error, unknown_name
from dashboard.facts.readings import check_readings, unit_of
from dashboard.facts.schema import Assumption, FactsFile, Row, Series, Source
from dashboard.facts.units import UNITS, WORD_UNITS, base_unit
from dashboard.facts.words import NAME_PATTERN, SOURCE_KEY_PATTERN, TOKEN_PATTERN, is_date, kind_word, period_bounds
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath, quote

# Balances close within this much of the unit they are published in (one decimal, several roundings).
TOLERANCE = 0.15

SUMMED_COLUMNS = ("revenue", "btc_revenue", "net_result", "btc_mined")

OPERATIONS = "monthly_operations"

PRODUCED, SOLD, HELD = "btc_produced", "btc_sold", "btc_held"

# Sweeps compute a result for every position of a slider.
MAX_POSITIONS = 10_000


def check_number(value: object, unit: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """The value fits its unit: a number in the sane range, or a word; null is always allowed."""
    if value is None:
        return
    if unit == "date":
        if not isinstance(value, str) or not is_date(value):
            yield facts_error(document, path, f"expected a real date written YYYY-MM-DD, found {kind_word(value)}")
        return
    if unit in WORD_UNITS:
        if not isinstance(value, str):
            yield facts_error(document, path, f"expected words, found {kind_word(value)}")
        return
    if isinstance(value, bool) or not isinstance(value, float | int):
        yield facts_error(document, path, f"expected a number of {unit} or null, found {kind_word(value)}")
        return
    low, high = UNITS[unit].low, UNITS[unit].high
    if not low <= value <= high:
        expected = f"expected a number of {unit} from {low:g} to {high:g}, found {value:g}; is the unit right"
        yield facts_error(document, path, expected)


def check_date(value: str | None, as_of: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """A day is not after the one on which the file was compiled."""
    if value is not None and value > as_of:
        yield facts_error(document, path, f"{value} is after company.as_of {as_of}; expected an earlier date")


def _check_period(value: str | None, as_of: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    if value is not None and period_bounds(value)[0].isoformat() > as_of:
        yield facts_error(document, path, f"{value} starts after company.as_of {as_of}; expected an earlier period")


class Used:
    """Collects which sources are referenced, and refuses those that do not exist."""

    def __init__(self, sources: Mapping[str, Source], document: Document) -> None:
        self.sources = sources
        self.document = document
        self.seen: set[str] = set()

    def check(self, keys: Sequence[str], path: KeyPath, required: bool) -> Iterator[FactsError]:
        """Every key exists; at least one if required."""
        if required and not keys:
            yield facts_error(self.document, path, "is empty; expected at least one source")
        for index, key in enumerate(keys):
            self.seen.add(key)
            if key not in self.sources:
                expected = f"there is no source '{quote(key)}'; expected a key of sources"
                yield unknown_name(self.document, (*path, index), expected, key, self.sources)

    def unused(self) -> Iterator[FactsError]:
        """One error for every source that nothing refers to."""
        for key in self.sources:
            if key not in self.seen:
                yield facts_error(self.document, ("sources", key), "is used by nothing; refer to it or remove it")


def check_unique(keys: Iterable[object], document: Document, section: str, what: str) -> Iterator[FactsError]:
    """No key stands twice in a section."""
    seen: set[object] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield facts_error(document, (section, index, what), f"'{quote(key)}' stands here twice; expected it once")
        seen.add(key)


def check_sources(sources: Mapping[str, Source], as_of: str, document: Document) -> Iterator[FactsError]:
    """Every source has a key that can be written anywhere, and no day after ``as_of``."""
    for key, source in sources.items():
        if not SOURCE_KEY_PATTERN.fullmatch(key):
            yield facts_error(document, ("sources", key), "expected a source key of letters, digits, _ . -")
        yield from check_date(source.published, as_of, document, ("sources", key, "published"))
        yield from check_date(source.accessed, as_of, document, ("sources", key, "accessed"))


def check_facts(file: FactsFile, document: Document) -> Iterator[FactsError]:
    """Every rule that spans more than one key."""
    as_of = file.company.as_of
    used = Used(file.sources, document)
    yield from check_sources(file.sources, as_of, document)
    for name, fact in file.facts.items():
        path: KeyPath = ("facts", name)
        if not NAME_PATTERN.fullmatch(name):
            yield facts_error(document, path, "expected a name of small letters, digits and underscores")
        if fact.as_of is None and fact.period is None:
            yield facts_error(document, path, "expected either as_of or period")
        if fact.as_of is not None and fact.period is not None:
            yield facts_error(document, (*path, "as_of"), "stands beside period; expected one of the two")
        yield from check_number(fact.value, fact.unit, document, (*path, "value"))
        yield from check_date(fact.as_of, as_of, document, (*path, "as_of"))
        yield from _check_period(fact.period, as_of, document, (*path, "period"))
        yield from used.check(fact.sources, (*path, "sources"), fact.value is not None)
    for name, series in file.series.items():
        yield from _check_series(name, series, as_of, used, document)
    for name, daily in file.daily.items():
        for column, entry in daily.columns.items():
            if entry.unit in WORD_UNITS:
                yield facts_error(document, ("daily", name, "columns", column, "unit"), "expected the unit of a number")
            if not NAME_PATTERN.fullmatch(column):
                yield facts_error(document, ("daily", name, "columns", column), "expected a name of small letters")
    yield from check_readings(file, document)
    for name, reading in file.readings.items():
        yield from used.check(reading.sources, ("readings", name, "sources"), False)
    yield from _check_texts(file, used, document)
    yield from _check_assumptions(file, used, document)
    yield from used.unused()


def _check_series(name: str, series: Series, as_of: str, used: Used, document: Document) -> Iterator[FactsError]:
    if not NAME_PATTERN.fullmatch(name):
        yield facts_error(document, ("series", name), "expected a name of small letters, digits and underscores")
    for column in series.columns:
        if not NAME_PATTERN.fullmatch(column) or column in Row.model_fields:
            yield facts_error(
                document, ("series", name, "columns", column), "cannot be the name of a column; rename it"
            )
    seen: set[object] = set()
    for index, row in enumerate(series.rows):
        path: KeyPath = ("series", name, "rows", index)
        if row.period is None and row.date is None:
            yield facts_error(document, path, "expected a period or a date")
        identity = (row.period, row.date, row.kind, row.label.en if row.label else None)
        if identity in seen:
            yield facts_error(
                document, path, "the same period or date stands here twice; expected it once or with a label"
            )
        seen.add(identity)
        for column, value in row.values.items():
            if column not in series.columns:
                known = ", ".join((*series.columns, *Row.model_fields))
                yield facts_error(document, (*path, column), f"unknown key; expected one of {known}")
            else:
                yield from check_number(value, series.columns[column], document, (*path, column))
        for column in row.derived:
            if column not in series.columns:
                yield facts_error(document, (*path, "derived"), f"'{column}' is not a column of this series")
        yield from check_date(row.date, as_of, document, (*path, "date"))
        yield from _check_period(row.period, as_of, document, (*path, "period"))
        for column, cell in row.cells.items():
            if row.values.get(column) is None:
                yield facts_error(document, (*path, "cells", column), "has no value in this row; expected one")
            yield from used.check(cell.sources, (*path, "cells", column, "sources"), False)
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
            yield facts_error(document, (*path, "sums"), f"there is no other row of the period {period}")
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
            yield facts_error(document, (*path, column), f"{expected}; correct it or add a discrepancy note")


def _check_roll_forward(series: Series, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """Held before + produced - sold = held after, month by month."""
    for index, (before, after) in enumerate(pairwise(series.rows), start=1):
        here: KeyPath = (*path, index)
        if before.period is None or after.period is None:
            yield facts_error(document, here, "expected a period (YYYY-MM) in every row of this series")
            continue
        if (period_bounds(after.period)[0] - period_bounds(before.period)[1]).days != 1:
            yield facts_error(
                document, (*here, "period"), f"expected the month after {before.period}, found {after.period}"
            )
        opening, closing = _number(before, HELD), _number(after, HELD)
        produced, sold = _number(after, PRODUCED), _number(after, SOLD)
        if opening is None or closing is None or produced is None or sold is None or after.discrepancy is not None:
            continue
        expected = opening + produced - sold
        if abs(expected - closing) > TOLERANCE + 1e-9:
            text = f"expected {expected:.2f} = {opening:g} held + {produced:g} produced - {sold:g} sold"
            remedy = "correct it or add a discrepancy note"
            yield facts_error(document, (*here, HELD), f"{text} within {TOLERANCE:g}, found {closing:g}; {remedy}")


def _check_texts(file: FactsFile, used: Used, document: Document) -> Iterator[FactsError]:
    """Disclosures, claims, conflicts and changes."""
    as_of = file.company.as_of
    yield from check_unique((d.key for d in file.disclosures), document, "disclosures", "key")
    for index, disclosure in enumerate(file.disclosures):
        path: KeyPath = ("disclosures", index)
        yield from check_date(disclosure.as_of, as_of, document, (*path, "as_of"))
        yield from used.check(disclosure.sources, (*path, "sources"), disclosure.status != "not_disclosed")
    yield from check_unique((c.id for c in file.claims), document, "claims", "id")
    for index, claim in enumerate(file.claims):
        yield from used.check(claim.sources, ("claims", index, "sources"), True)
    yield from check_unique((c.id for c in file.conflicts), document, "conflicts", "id")
    for index, conflict in enumerate(file.conflicts):
        yield from used.check(conflict.sources, ("conflicts", index, "sources"), True)
        for position, name in enumerate(conflict.facts):
            if unit_of(file, name) is None:
                expected = f"there is no fact '{name}'; expected the name of a fact"
                yield unknown_name(document, ("conflicts", index, "facts", position), expected, name, _fact_names(file))
    for index, change in enumerate(file.changes):
        yield from check_date(change.date, as_of, document, ("changes", index, "date"))
        yield from used.check(change.sources, ("changes", index, "sources"), change.key is not None)
        if change.at is not None and change.key is None:
            yield facts_error(document, ("changes", index, "at"), "expected a key beside it, whose row it names")


def _check_assumptions(file: FactsFile, used: Used, document: Document) -> Iterator[FactsError]:
    """Assumptions, constants and presets."""
    yield from check_unique((a.key for a in file.assumptions), document, "assumptions", "key")
    for index, assumption in enumerate(file.assumptions):
        path: KeyPath = ("assumptions", index)
        yield from used.check(assumption.sources, (*path, "sources"), False)
        if registry.taken(assumption.key):
            yield facts_error(
                document, (*path, "key"), f"'{assumption.key}' is a name of the dashboard's own; choose another key"
            )
        yield from _check_control(assumption, document, path)
        name = assumption.reported
        unit = None if name is None else unit_of(file, name)
        if name is not None and unit is None:
            expected = f"there is no fact '{name}'; expected the name of a fact"
            yield unknown_name(document, (*path, "reported"), expected, name, _fact_names(file))
        elif unit is not None and base_unit(unit) != base_unit(assumption.unit):
            expected = f"{name} is in {unit}; expected a fact that converts to {assumption.unit}"
            yield facts_error(document, (*path, "reported"), expected)
    for index, constant in enumerate(file.constants):
        path = ("constants", index)
        if constant.unit in WORD_UNITS:
            yield facts_error(document, (*path, "unit"), "expected the unit of a number")
        else:
            yield from check_number(constant.value, constant.unit, document, (*path, "value"))
        yield from used.check(constant.sources, (*path, "sources"), False)
    yield from check_unique((p.key for p in file.presets), document, "presets", "key")
    by_key = {assumption.key: assumption for assumption in file.assumptions}
    for index, preset in enumerate(file.presets):
        path = ("presets", index)
        yield from check_date(preset.date, file.company.as_of, document, (*path, "date"))
        for key, value in preset.values.items():
            here: KeyPath = (*path, "values", key)
            if key not in by_key:
                yield unknown_name(document, here, "expected the key of an assumption", key, by_key)
            elif _is_control(by_key[key]) and not by_key[key].accepts(value):
                yield facts_error(
                    document, here, f"{kind_word(value)} is not possible; expected {_possible(by_key[key])}"
                )


def _fact_names(file: FactsFile) -> tuple[str, ...]:
    return (*file.facts, *file.windows, *file.readings)


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
            yield facts_error(document, (*path, "unit"), f"expected choice beside options, found {assumption.unit}")
        if any(bound is not None for bound in slider):
            yield facts_error(document, path, "expected either min, max and step, or options")
        for token in assumption.options:
            if not TOKEN_PATTERN.fullmatch(token):
                yield facts_error(document, (*path, "options", token), "expected a token of capital letters")
    else:
        low, high, step = slider
        if assumption.unit in WORD_UNITS or low is None or high is None or step is None:
            yield facts_error(document, path, "expected min, max and step, or options with the unit choice")
            return
        if low >= high:
            yield facts_error(document, (*path, "min"), f"expected less than max {high:g}, found {low:g}")
            return
        if not 0 < step <= high - low:
            expected = f"expected more than 0 and at most {high - low:g}, found {step:g}"
            yield facts_error(document, (*path, "step"), expected)
        elif (high - low) / step > MAX_POSITIONS:
            expected = (
                f"gives {(high - low) / step:,.0f} positions; expected at most {MAX_POSITIONS:,}, take a larger step"
            )
            yield facts_error(document, (*path, "step"), expected)
        for key, bound in (("min", low), ("max", high)):
            yield from check_number(bound, assumption.unit, document, (*path, key))
        yield from check_plausible(assumption, low, high, document, path)
    for old, token in assumption.renamed.items():
        if token not in (assumption.options or ()) or old in (assumption.options or ()):
            yield facts_error(
                document, (*path, "renamed", old), "expected an old token, and beside it one of the options"
            )
    if not assumption.accepts(assumption.default):
        found = kind_word(assumption.default)
        yield facts_error(document, (*path, "default"), f"{found} is not possible; expected {_possible(assumption)}")
