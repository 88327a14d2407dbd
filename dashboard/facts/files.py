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
            if not is_date(day):
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
    columns = {key: sealed(np.array(values, dtype=np.float64)) for key, values in numbers.items()}
    days = sealed(np.array(dates, dtype="datetime64[D]"))
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


Stamp: TypeAlias = tuple[int, int, int] | None


def stamp_of(path: Path) -> Stamp:
    """Modification time, size and inode; None for a file that is not there."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
