"""Pure numpy functions, one module per subject; argument names are the wiring of the resolver.

Base units throughout: USD, BTC, TH/s, J, kWh, month, share of 1.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Series = npt.NDArray[np.float64]
"""One value per row of a table, nan = not disclosed."""

Number = float | Series
"""A scalar or an array of any shape; functions of several Numbers broadcast."""

Choice = str | npt.NDArray[np.str_]
Truth = bool | npt.NDArray[np.bool_]
Dates = npt.NDArray[np.datetime64]
Periods = npt.NDArray[np.str_]
Keys = npt.NDArray[Any]
"""Dates or Periods."""

Day = str
"""An ISO date such as "2026-02-08"."""
Period = str
"""A month, quarter or year such as "2026-02", "2026-Q1" or "FY2025"."""

MONTHS_PER_YEAR = 12
DAYS_PER_YEAR = 365
HOURS_PER_YEAR = 8760


def months_of(period: str) -> tuple[str, ...]:
    """Calendar months of a year, half, quarter or month ("FY2025", "2026-Q1", "2026-01"), written "2026-01"."""
    year, _, part = period.removeprefix("FY").partition("-")
    first, count = 1, MONTHS_PER_YEAR
    if part.startswith(("H", "Q")):
        count = 6 if part[0] == "H" else 3
        first = count * (int(part[1]) - 1) + 1
    elif part and part != "FY":
        first, count = int(part), 1
    return tuple(f"{year}-{month:02d}" for month in range(first, first + count))


def quarters_of(period: str) -> tuple[str, ...]:
    """Quarters of a year, half or quarter ("FY2025", "2025-H1"), written "2025-Q1"."""
    return tuple(quarter_of(month) for month in months_of(period)[2::3])


def quarter_of(month: str) -> str:
    """The quarter of a month or day: "2025-Q3" for "2025-09" and "2025-09-30"."""
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def month_of(day: Day) -> str:
    """The month of a day, "2026-02"."""
    return day[:7]


def before(period: str) -> str:
    """The month or quarter before ("2025-12" for "2026-01", "2025-Q4" for "2026-Q1")."""
    last = str(np.datetime64(months_of(period)[0], "M") - np.timedelta64(1, "M"))
    return quarter_of(last) if "Q" in period else last


def quotient(numerator: Number, denominator: Number) -> Number:
    """Numerator ÷ denominator, nan where the denominator is zero; broadcasts."""
    usable = denominator != 0
    return np.where(usable, numerator / np.where(usable, denominator, 1.0), np.nan)


def value_on(day: Day, dates: Dates, values: Series) -> float:
    """The value of a daily series on a day, nan if the series has none."""
    found = values[dates.astype("datetime64[D]") == np.datetime64(day, "D")]
    return float(found[0]) if found.size else float("nan")


def last_value(day: Day, dates: Dates, values: Series) -> float:
    """The latest known value of a daily series in order of time, on a day or before it; nan if there is none."""
    known = values[(dates.astype("datetime64[D]") <= np.datetime64(day, "D")) & np.isfinite(values)]
    return float(known[-1]) if known.size else float("nan")


def value_in(period: str, periods: Periods, values: Series) -> float:
    """The value of a periodic series in a period ("2026-02", "2025-Q2"), nan if the series has none."""
    found = values[periods == period]
    return float(found[0]) if found.size else float("nan")


def aligned(keys: Keys, other_keys: Keys, other_values: Series) -> Series:
    """Another series on these dates or in these periods, nan where it has no value; shape of `keys`."""
    same = keys[:, None] == other_keys[None, :]
    return np.where(same.any(axis=1), other_values[same.argmax(axis=1)], np.nan)
