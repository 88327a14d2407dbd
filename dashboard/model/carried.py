"""The months in which AI carries the burn: the first stretch of cover that is long enough for a sentence.

A stretch of twelve months, or one that reaches the horizon, comes before a shorter one; below three months there is
none. Numbers of months count from today's month; nan or None = there is no such month.
"""

from __future__ import annotations

import numpy as np

from dashboard.model import Number, Series
from dashboard.model.clock import calendar_month
from dashboard.model.path import COVERED_FOR_A_WHILE, Path, first_month


def months_to_carried(runway_path: Path) -> Series:
    """First month of the stretch; shape of the scenario."""
    short = np.where(runway_path.ai_covered_months >= COVERED_FOR_A_WHILE, runway_path.ai_covers_from, np.nan)
    return np.asanyarray(np.where(runway_path.ai_covers, runway_path.ai_covers_lasting_from, short))


def months_to_carried_end(runway_path: Path, months_to_carried: Number) -> Series:
    """Last month of the stretch; nan where it reaches the horizon, or there is none; shape of the scenario."""
    covered = runway_path.covered
    start = np.asanyarray(months_to_carried, dtype=float)
    number = np.arange(1, len(covered) + 1).reshape((-1,) + (1,) * (covered.ndim - 1))
    return np.asanyarray(first_month(np.logical_not(covered) & (number > start)) - 1)


def carried_from(today_month: str, months_to_carried: Number) -> str | None:
    """First month of the stretch, "2026-11"."""
    return calendar_month(today_month, months_to_carried)


def carried_until(today_month: str, months_to_carried_end: Number) -> str | None:
    """Last month of the stretch, "2027-05"; None where it reaches the horizon."""
    return calendar_month(today_month, months_to_carried_end)
