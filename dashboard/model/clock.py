"""The clock of the runway: the last balance, today, the months between them, and the forecast after them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.model import DAYS_PER_YEAR, MONTHS_PER_YEAR, Day, Number, Series, network

Months = npt.NDArray[np.datetime64]
"""Calendar months, datetime64[M]."""

DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR


class Clock(NamedTuple):
    """The months of a path, one entry each: the estimated ones up to today, then those of the forecast.

    `number` counts from today: 1 = first month of the forecast, 0 = today, negative = before it. `days`: the
    calendar's in the estimate, a twelfth of a year in the forecast. `built`: share of today's AI plant that
    is paid in the month. `in_service`, `borrowed`: 1 or 0. `price_age`: months since the GPU price's own date.
    """

    month: Months
    estimated: int
    number: Series
    days: Series
    built: Series
    in_service: Series
    borrowed: Series
    price_age: Series


def today_month(as_of: Day, balance_date: Day) -> str:
    """The last month whose last day is on or before `as_of`, never before the month of the balance: "2026-10"."""
    complete = (np.datetime64(as_of, "D") + np.timedelta64(1, "D")).astype("datetime64[M]") - 1
    return str(max(complete, np.datetime64(balance_date, "M")))


def clock(
    balance_date: Day,
    today_month: str,
    horizon_months: Number,
    plant_first_month: str,
    plant_last_month: str,
    ai_service_month: str,
    borrowing_month: str,
    gpu_price_month: str,
) -> Clock:
    """The months from the balance to the horizon, and what the windows of the facts file say about each.

    The plant that stands today is paid in equal parts over its window; the part that lies before the balance
    is in the balance already. Raises ValueError if the horizon is empty.
    """
    horizon = int(float(horizon_months))
    if horizon < 1:
        raise ValueError("horizon_months must be at least 1")
    opening, today = np.datetime64(balance_date, "M"), np.datetime64(today_month, "M")
    month = np.arange(opening + 1, today + horizon + 1)
    estimated = int((today - opening).astype(int))
    number = (month - today).astype(float)
    return Clock(
        month=month,
        estimated=estimated,
        number=number,
        days=np.where(number <= 0, days_in(month), DAYS_PER_MONTH),
        built=built_in(month, plant_first_month, plant_last_month),
        in_service=np.where(month >= np.datetime64(ai_service_month, "M"), 1.0, 0.0),
        borrowed=np.where(month == np.datetime64(borrowing_month, "M"), 1.0, 0.0),
        price_age=(month - np.datetime64(gpu_price_month, "M")).astype(float),
    )


def built_in(month: Months, plant_first_month: str, plant_last_month: str) -> Series:
    """Share of today's AI plant that is paid in each month: equal parts from the first to the last."""
    first, last = np.datetime64(plant_first_month, "M"), np.datetime64(plant_last_month, "M")
    parts = float((last - first).astype(int) + 1)
    return np.where((month >= first) & (month <= last), 1 / parts, 0.0)


def days_in(month: Months) -> Series:
    """Days of each calendar month."""
    days = (month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")
    return np.asarray(days.astype(float))


def last_day(month: str) -> np.datetime64:
    """The last day of a month such as "2026-10"."""
    return np.datetime64(str(np.datetime64(month, "M") + 1), "D") - np.timedelta64(1, "D")


def halving_days(
    block_height_reference: Number, next_halving_height: Number, block_height_date: Day, today_month: str
) -> Number:
    """Days from the end of today's month to the next halving, at 144 blocks a day from a known height. N11."""
    elapsed = (np.datetime64(block_height_date, "D") - last_day(today_month)) / np.timedelta64(1, "D")
    return network.days_to_halving(block_height_reference, next_halving_height) + float(elapsed)


def halving_month(halving_days: Number) -> Number:
    """Number of the month of the forecast in which the halving falls; 1 = the first."""
    return np.floor(np.asanyarray(halving_days) / DAYS_PER_MONTH) + 1


def next_halving_month(today_month: str, halving_month: Number) -> str | None:
    """Calendar month of the halving, "2028-04"."""
    return calendar_month(today_month, halving_month)


def maturity_month(loan_maturity: Day, today_month: str) -> float:
    """Number of the month of the forecast in which the debt falls due; 1 = the first, below 1 = it is past."""
    months = np.datetime64(loan_maturity, "M") - np.datetime64(today_month, "M")
    return float(months.astype(int))


def calendar_month(today_month: str, month: Number) -> str | None:
    """The month that lies `month` months after today's, "2026-11"; None where there is no such month."""
    number = float(month)
    return None if np.isnan(number) else str(np.datetime64(today_month, "M") + int(number))
