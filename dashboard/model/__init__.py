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

MONTHS_PER_YEAR = 12
DAYS_PER_YEAR = 365
HOURS_PER_YEAR = 8760


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
