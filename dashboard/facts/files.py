"""The CSV files beside the facts file: daily series with a source in each row."""

import csv
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from dashboard.facts.problems import facts_error
from dashboard.facts.schema import DailyColumn, DailyFile, Text
from dashboard.facts.units import UNITS, to_base
from dashboard.facts.words import Array, is_date, sealed
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath, decode, quote, read_bounded

MAX_CSV_BYTES = 8 * 1024 * 1024
# A price that leaves the one before by more than this factor counts as a slip unless the facts file notes the day.
MAX_JUMP = 3.0
_PRICES = "usd"

# Market data is no company's own: a facts file in any folder may name the published series.
_MARKET = Path(__file__).parent.parent.parent / "data"
_MARKET_FILES = ("btc_price_daily.csv", "btc_price_history.csv")


@dataclass(frozen=True)
class Daily:
    """A daily series in base units: datetime64[D] dates, float columns (nan = no value), sources by row."""

    label: Text
    file: str
    date: Array
    columns: Mapping[str, Array]
    source_title: tuple[str, ...]
    source_url: tuple[str, ...]


def read_named_file(
    file: str,
    folder: Path | None,
    document: Document,
    path: KeyPath,
    limit: int | None,
    watched: list[tuple[Path, "Stamp"]],
    beside: Mapping[str, bytes],
) -> bytes:
    """Bytes of a file that the facts file names: from ``beside`` if it is there, else from the folder."""
    if file in beside:
        return beside[file]
    if folder is None:
        raise facts_error(document, path, f"names the file {file}; a facts file without a folder cannot name others")
    place = folder / file
    watched.append((place, stamp_of(place)))
    if file in _MARKET_FILES and watched[-1][1] is None:
        place = _MARKET / file
        watched.append((place, stamp_of(place)))
    try:
        return read_bounded(place) if limit is None else read_bounded(place, limit)
    except FactsError as error:
        raise facts_error(document, path, f"{file} {error.expected}") from None


def read_daily(data: bytes, described: DailyFile, as_of: str) -> Daily:
    """The CSV of a daily series; FactsError with the line of the CSV, also where the file was cut off."""
    name = described.file
    text = decode(data, name, MAX_CSV_BYTES)
    if text and not text.endswith("\n"):
        expected = "the last line does not end; the file is cut off, restore it (or end its last line)"
        raise FactsError(name, text.count("\n") + 1, "", expected)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table = _Rows(described, as_of)
    try:
        table.header(next(reader, []))
        for cells in reader:
            table.add(cells, reader.line_num)
    except csv.Error as error:
        raise FactsError(name, reader.line_num, "", f"is not CSV ({quote(error)})") from None
    table.check_end()
    columns = {key: sealed(np.array(values, dtype=np.float64)) for key, values in table.numbers.items()}
    days = sealed(np.array(table.dates, dtype="datetime64[D]"))
    return Daily(described.label, name, days, MappingProxyType(columns), tuple(table.titles), tuple(table.addresses))


class _Rows:
    """Takes the rows of a CSV one by one and refuses what a daily series must not contain."""

    def __init__(self, described: DailyFile, as_of: str) -> None:
        self.described = described
        self.name = described.file
        self.as_of = as_of
        self.dates: list[str] = []
        self.titles: list[str] = []
        self.addresses: list[str] = []
        self.numbers: dict[str, list[float]] = {key: [] for key in described.columns}
        self.line = 1
        self._place: dict[str, int] = {}
        self._jumps = {(jump.date, jump.column) for jump in described.jumps}
        # Of each column of prices the latest day with a price, and the price.
        self._latest: dict[str, tuple[str, float]] = {}

    def header(self, names: list[str]) -> None:
        """Take the first line: where each column stands."""
        described = self.described
        wanted = [described.date, described.source_column, described.url_column]
        for column in [*wanted, *(entry.column for entry in described.columns.values())]:
            if names.count(column) != 1:
                raise self._error(column, f"expected one column of this name, found {names.count(column)}")
        self._place = {column: index for index, column in enumerate(names)}
        self._width = len(names)

    def add(self, cells: list[str], line: int) -> None:
        """One day."""
        self.line, described = line, self.described
        if len(cells) != self._width:
            raise self._error("", f"expected {self._width} cells, found {len(cells)}")
        day = cells[self._place[described.date]]
        if not is_date(day):
            raise self._error(described.date, f"expected a real date YYYY-MM-DD, found '{quote(day)}'")
        if self.dates and day <= self.dates[-1]:
            raise self._error(described.date, f"expected a date after {self.dates[-1]}, found {day}")
        if day > self.as_of:
            raise self._error(described.date, f"expected no date after company.as_of {self.as_of}")
        title = cells[self._place[described.source_column]]
        if not title.strip():
            raise self._error(described.source_column, "is empty; expected the source of the row")
        self.dates.append(day)
        self.titles.append(title)
        self.addresses.append(cells[self._place[described.url_column]])
        for key, entry in described.columns.items():
            value = self._cell(cells[self._place[entry.column]], entry)
            if UNITS[entry.unit].base == _PRICES and not math.isnan(value):
                self._check_price(key, entry, day, value)
            self.numbers[key].append(value)

    def check_end(self) -> None:
        """The last day and the number of rows are those that the facts file names; so is every jump."""
        described = self.described
        if not self.dates:
            raise FactsError(self.name, None, "", "has no rows; expected a header and at least one day")
        if self.dates[-1] != described.until:
            expected = f"the last day is {self.dates[-1]}, but the facts file says until: {described.until}"
            raise self._error(described.date, f"{expected}; restore the missing rows or correct until")
        if len(self.dates) != described.rows:
            expected = f"has {len(self.dates)} rows, but the facts file says rows: {described.rows}"
            raise self._error("", f"{expected}; restore the missing rows or correct rows")
        for day, key in sorted(self._jumps):
            expected = f"has no jump of {key} on {day}; remove it from jumps in the facts file"
            raise FactsError(self.name, None, "", expected)

    def _check_price(self, key: str, entry: DailyColumn, day: str, value: float) -> None:
        if value <= 0:
            raise self._error(entry.column, f"expected a price above 0, found {value:g}")
        before, old = self._latest.get(key, (day, value))
        if not old / MAX_JUMP <= value <= old * MAX_JUMP:
            if (day, key) not in self._jumps:
                expected = f"{old:g} on {before} becomes {value:g} on {day}, beyond a factor of {MAX_JUMP:g}"
                raise self._error(entry.column, f"{expected}; correct it, or note the day under jumps")
            self._jumps.remove((day, key))
        self._latest[key] = (day, value)

    def _cell(self, text: str, entry: DailyColumn) -> float:
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
            raise self._error(entry.column, f"{expected}, found '{quote(text)}'")
        return to_base(value, entry.unit)

    def _error(self, column: str, expected: str) -> FactsError:
        return FactsError(self.name, self.line, column, expected)


Stamp: TypeAlias = tuple[int, int, int] | None


def stamp_of(path: Path) -> Stamp:
    """Modification time, size and inode; None for a file that is not there."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
