"""What has been published about the months between the last balance and today, filled up where it has gaps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.model import Dates, Number, Periods, Series, months_of
from dashboard.model.clock import Clock, Months, days_in
from dashboard.model.network import network_btc_per_day, network_hashrate_from_difficulty

MONTHS_PER_QUARTER = 3
# A month with fewer daily closes is marked: its mean may be far from the mean of the whole month.
FEW_CLOSES = 10


class Estimate(NamedTuple):
    """The estimated months, one entry each. No slider moves any of it.

    `btc_price`: mean of the daily closes, `btc_low` the lowest of them (USD). `partial`: few closes or none.
    `network_hashrate`, `self_mining_hashrate`: TH/s. `published`: the quarter's output is published.
    """

    btc_price: Series
    btc_low: Series
    partial: npt.NDArray[np.bool_]
    network_hashrate: Series
    self_mining_hashrate: Series
    published: npt.NDArray[np.bool_]


def estimate(
    clock: Clock,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    network_period: Periods,
    network_difficulty: Series,
    network_network_hashrate: Series,
    quarterly_results_period: Periods,
    quarterly_results_btc_mined: Series,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Estimate:
    """Prices, network and own hashrate of the estimated months from the published series.

    The output of a published quarter is spread over its months as days ÷ network, which is the same as one
    hashrate for the quarter; later months run at that of the last published quarter.
    """
    months = clock.month[: clock.estimated]
    price, low, partial = monthly_prices(months, btc_price_daily_date, btc_price_daily_close)
    known, hashrates = published_network(network_period, network_difficulty, network_network_hashrate)
    per_day = float(network_btc_per_day(float(block_subsidy), float(fee_ratio)))
    quarters, own = quarterly_hashrate(quarterly_results_period, quarterly_results_btc_mined, known, hashrates, per_day)
    own_by_month, published = hashrate_by_month(months, quarters, own)
    return Estimate(price, low, partial, network_by_month(months, known, hashrates), own_by_month, published)


def monthly_prices(months: Months, dates: Dates, closes: Series) -> tuple[Series, Series, npt.NDArray[np.bool_]]:
    """Mean and lowest daily close of each month in USD, and whether it rests on few closes or none.

    A month without a close takes the last close before it.
    """
    usable = np.isfinite(closes)
    dates, closes = dates[usable].astype("datetime64[D]"), closes[usable]
    of = dates.astype("datetime64[M]")
    mean, low, count = np.full(len(months), np.nan), np.full(len(months), np.nan), np.zeros(len(months))
    for index, month in enumerate(months):
        inside = closes[of == month]
        before = closes[of < month]
        found = inside if inside.size else before[-1:]
        count[index] = inside.size
        if found.size:
            mean[index], low[index] = found.mean(), found.min()
    return mean, low, count < FEW_CLOSES


def published_network(periods: Periods, difficulty: Series, hashrate: Series) -> tuple[Months, Series]:
    """Months with a published difficulty or, failing that, hashrate, in order; network hashrate in TH/s."""
    months = periods.astype("datetime64[M]")
    values = np.where(np.isfinite(difficulty), network_hashrate_from_difficulty(difficulty), hashrate)
    known = np.isfinite(values)
    order = np.argsort(months[known])
    return months[known][order], values[known][order]


def network_by_month(months: Months, known: Months, hashrates: Series) -> Series:
    """Network hashrate of each month in TH/s: published, a straight line between neighbours, the nearest at the ends.

    nan where nothing is published at all.
    """
    if known.size == 0:
        return np.full(len(months), np.nan)
    return np.asarray(np.interp(months.astype(float), known.astype(float), hashrates))


def quarter_months(period: str) -> Months:
    """The months of a quarter such as "2026-Q2"; none for another kind of period."""
    return np.array(months_of(period) if "-Q" in period else [], dtype="datetime64[M]")


def quarterly_hashrate(
    periods: Periods, btc_mined: Series, known: Months, hashrates: Series, network_btc_per_day: float
) -> tuple[Months, Series]:
    """First month of each quarter with a published output, in order, and the own hashrate in TH/s it implies."""
    found: dict[np.datetime64, float] = {}
    for period, mined in zip(periods.tolist(), btc_mined.tolist(), strict=True):
        months = quarter_months(period)
        if months.size and np.isfinite(mined):
            btc_per_th = days_in(months) * network_btc_per_day / network_by_month(months, known, hashrates)
            found[months[0]] = mined / float(btc_per_th.sum())
    first = np.array(sorted(found), dtype="datetime64[M]")
    return first, np.array([found[month] for month in first], dtype=float)


def hashrate_by_month(months: Months, quarters: Months, own: Series) -> tuple[Series, npt.NDArray[np.bool_]]:
    """Own hashrate of each month in TH/s and whether its quarter's output is published.

    Without one, the hashrate of the last published quarter before it; nan where none is published.
    """
    if quarters.size == 0:
        return np.full(len(months), np.nan), np.zeros(len(months), dtype=bool)
    place = np.maximum(np.searchsorted(quarters, months, side="right") - 1, 0)
    published = (months >= quarters[place]) & (months < quarters[place] + MONTHS_PER_QUARTER)
    return own[place], published
