"""Facts that stand in a table: which day a name means, and the cell it reads, with the lineage of that cell."""

import difflib
import math
from collections.abc import Iterator, Mapping
from typing import Literal

from dashboard.facts.files import Daily
from dashboard.facts.problems import facts_error, unknown_name
from dashboard.facts.schema import Cell, Fact, FactsFile, Reading, Row, Series, Text, Window
from dashboard.facts.units import WORD_UNITS, from_base
from dashboard.facts.words import bounds_of, is_date, period_bounds
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath

Standing = Literal["price", "balance"]


def check_readings(file: FactsFile, document: Document) -> Iterator[FactsError]:
    """Every window names a day, a period or the last row of a table; every reading names a window and a column."""
    for name, window in file.windows.items():
        path: KeyPath = ("windows", name)
        if sum(given is not None for given in (window.date, window.period, window.table)) != 1:
            yield facts_error(document, path, "expected one of date, period or table")
        if (window.table is None) != (not window.last):
            yield facts_error(document, path, "expected last, the columns that must be published, beside table")
        if window.table is not None:
            columns = _columns(file, window.table)
            yield from _check_table(file, window.table, document, (*path, "table"))
            for index, column in enumerate(window.last):
                yield from _check_column(columns, column, document, (*path, "last", index))
    for name, reading in file.readings.items():
        path = ("readings", name)
        yield from _check_table(file, reading.table, document, (*path, "table"))
        yield from _check_column(_columns(file, reading.table), reading.column, document, (*path, "column"))
        if reading.at not in file.windows:
            expected = f"there is no window '{reading.at}'; expected the name of a window"
            yield unknown_name(document, (*path, "at"), expected, reading.at, file.windows)
        if reading.table in file.daily and not reading.sources:
            yield facts_error(document, path, "reads a daily table; expected the sources of its rows")
    for section in ("windows", "readings"):
        for name in getattr(file, section):
            if name in file.facts:
                line = document.line(("facts", name))
                expected = f"{name} stands in facts too, on line {line}; expected it once"
                yield facts_error(document, (section, name), expected)


def _check_table(file: FactsFile, table: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    """A table that the file leaves out is not disclosed; one that is nearly there was misspelt."""
    near = [] if _has(file, table) else difflib.get_close_matches(table, (*file.series, *file.daily), n=1, cutoff=0.9)
    if near:
        expected = f"there is no table '{table}'; expected the name of a series or daily table; did you mean {near[0]}"
        yield facts_error(document, path, expected)


def _has(file: FactsFile, table: str) -> bool:
    return table in file.series or table in file.daily


def _check_column(columns: Mapping[str, str], column: str, document: Document, path: KeyPath) -> Iterator[FactsError]:
    if columns and column not in columns:
        known = f"expected one of {', '.join(columns)}"
        yield facts_error(document, path, f"there is no column '{column}'; {known}")


def _columns(file: FactsFile, table: str) -> dict[str, str]:
    """Columns of a table with their units; none for a table that is not there."""
    if table in file.series:
        return dict(file.series[table].columns)
    if table in file.daily:
        return {name: entry.unit for name, entry in file.daily[table].columns.items()}
    return {}


def unit_of(file: FactsFile, name: str) -> str | None:
    """The declared unit of a fact, window or reading; None for a name that is none of them."""
    if name in file.facts:
        return file.facts[name].unit
    if name in file.windows:
        return "date"
    reading = file.readings.get(name)
    return None if reading is None else _columns(file, reading.table).get(reading.column)


def read(file: FactsFile, daily: Mapping[str, Daily]) -> dict[str, Fact]:
    """Every window and reading as a fact: its value and the documents, words and date of the row it stands in.

    What a table says that the file leaves out is left out too: nobody provides it, so it is not disclosed.
    """
    windows = {
        name: window for name, window in file.windows.items() if window.table is None or _has(file, window.table)
    }
    days = {name: _day(window, file, daily) for name, window in windows.items()}
    found = {name: _window_fact(window, days[name], file) for name, window in windows.items()}
    for name, reading in file.readings.items():
        if reading.at in days and _has(file, reading.table):
            found[name] = _reading_fact(reading, days[reading.at], file, daily)
    return found


def latest(file: FactsFile) -> dict[str, Standing]:
    """Names that mean the last row of a table, and so grow old: a price, from a daily table, or a balance."""
    return {
        name: "price" if reading.table in file.daily else "balance"
        for name, reading in file.readings.items()
        if reading.at in file.windows and file.windows[reading.at].table is not None
    }


def place_of(file: FactsFile, name: str, daily: Mapping[str, Daily]) -> KeyPath:
    """Where a fact is written: in facts, or in the cell of the table that it is read from."""
    reading = file.readings.get(name)
    if reading is None:
        return ("facts", name, "value")
    when = _day(file.windows[reading.at], file, daily)
    series = file.series.get(reading.table)
    row = None if when is None or series is None else _row(series, when)
    if series is None or row is None:
        return ("daily", reading.table)
    return ("series", reading.table, "rows", series.rows.index(row), reading.column)


def _day(window: Window, file: FactsFile, daily: Mapping[str, Daily]) -> str | None:
    """The day or period that a window means; None if no row is complete."""
    if window.table is None:
        return window.date or window.period
    if window.table in daily:
        table = daily[window.table]
        complete = [
            str(day)
            for index, day in enumerate(table.date)
            if all(math.isfinite(table.columns[column][index]) for column in window.last)
        ]
    else:
        rows = file.series[window.table].rows
        complete = [_when(row) for row in rows if all(row.values.get(column) is not None for column in window.last)]
    # Of the periods that end on one day the shortest is meant: the quarter, not the year.
    return max(complete, key=lambda when: bounds_of(when)[::-1], default=None)


def _when(row: Row) -> str:
    return row.date or row.period or ""


def _row(series: Series, when: str) -> Row | None:
    """The row of a period, or the one of a day: dated so, or of the period that ends on it."""
    is_period = not is_date(when)

    def fits(row: Row) -> bool:
        if row.period is None:
            return row.date == when
        bounds = period_bounds(row.period)
        return bounds == period_bounds(when) if is_period else bounds[1].isoformat() == when

    return next((row for row in series.rows if fits(row)), None)


def _window_fact(window: Window, when: str | None, file: FactsFile) -> Fact:
    # A file without such a row says that the day is not disclosed.
    series = file.series.get(window.table or "")
    row = None if when is None or series is None else _row(series, when)
    return _fact(
        value=when,
        unit="date",
        when=when or file.company.as_of,
        sources=() if row is None else row.sources,
        confidence="derived" if row is None else row.confidence,
        label=window.label,
        note=window.reason,
    )


def _reading_fact(reading: Reading, when: str | None, file: FactsFile, daily: Mapping[str, Daily]) -> Fact:
    unit = _columns(file, reading.table)[reading.column]
    value: float | str | None = None
    cell = Cell(sources=reading.sources, confidence="press")
    if when is not None and reading.table in daily:
        table = daily[reading.table]
        found = [index for index, day in enumerate(table.date) if str(day) == when]
        number = float(table.columns[reading.column][found[0]]) if found else math.nan
        value = from_base(number, unit) if math.isfinite(number) else None
    elif when is not None:
        row = _row(file.series[reading.table], when)
        if row is not None:
            given = row.values.get(reading.column)
            value = given if unit in WORD_UNITS or given is None else float(given)
            cell = _cell(row, reading.column)
    return _fact(
        value=value,
        unit=unit,
        when=when or file.company.as_of,
        sources=() if value is None else cell.sources,
        confidence=cell.confidence or "press",
        label=reading.label,
        note=cell.note,
        phrase=cell.phrase,
        approximate=cell.approximate,
    )


def _cell(row: Row, column: str) -> Cell:
    """What the row says about one of its columns; a cell without a word of its own takes those of the row."""
    own = row.cells.get(column)
    confidence = "derived" if column in row.derived else row.confidence
    if own is None:
        return Cell(sources=row.sources, phrase=row.phrase, confidence=confidence, note=row.note)
    return own.model_copy(update={"sources": own.sources or row.sources, "confidence": own.confidence or confidence})


def _fact(
    value: float | str | None,
    unit: str,
    when: str,
    sources: tuple[str, ...],
    confidence: str,
    label: Text,
    note: Text | None,
    phrase: str | None = None,
    approximate: bool = False,
) -> Fact:
    return Fact.model_validate(
        {
            "value": value,
            "unit": unit,
            "as_of" if is_date(when) else "period": when,
            "sources": sources,
            "phrase": phrase,
            "confidence": confidence,
            "approximate": approximate,
            "label": label,
            "note": note,
        }
    )
