"""Random bitcoin prices by month and their lows: Brownian motion, Student-t shocks, or blocks of the price history."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit
from scipy.stats import qmc

from dashboard.model import MONTHS_PER_YEAR, Series
from dashboard.model.clock import DAYS_PER_MONTH

PRICE_PROCESSES = ("GBM", "STUDENT", "HISTORY")
# Student-t returns have no finite mean price: shocks beyond this many standard deviations are cut.
LARGEST_STUDENT_SHOCK = 10.0
STUDENT_GRID_POINTS = 4001
# Independent scrambles of the points; what differs between them is the random error.
REPLICATES = 8


class Prices(NamedTuple):
    """Prices at month ends and lowest prices within the months, USD; shape (months, paths)."""

    close: Series
    low: Series


def daily_log_returns(daily_closes: Series) -> Series:
    """Log returns between one known close and the next; one fewer than known closes."""
    return np.diff(np.log(daily_closes[np.isfinite(daily_closes)]))


@lru_cache(maxsize=8)
def _draws(seed: int, points: int, shocks: int, others: int) -> tuple[Series, Series]:
    """Standard normal shocks of shape (shocks, points) and uniform numbers of shape (others, points).

    `REPLICATES` scrambles of Sobol points, one after the other and independent of each other. The first coordinates
    fall on the directions in which the path varies most, so that the best-spread ones decide its shape.
    """
    drawn = [
        qmc.Sobol(shocks + others, scramble=True, rng=np.random.default_rng((seed, replicate))).random(size)
        for replicate, size in enumerate(replicate_sizes(points))
    ]
    uniform = np.ascontiguousarray(np.concatenate(drawn).T)
    normal = ndtri(np.clip(uniform[:shocks], np.finfo(float).tiny, 1 - np.finfo(float).epsneg))
    # A matrix product would wake every core for a product this small.
    arrays = (np.einsum("ij,jk->ik", _components(shocks), normal), uniform[shocks:])
    for array in arrays:
        array.flags.writeable = False
    return arrays


def replicate_sizes(points: int) -> list[int]:
    """How many of the points belong to each replicate: as equal as can be, none of them empty."""
    return [len(part) for part in np.array_split(np.arange(points), min(REPLICATES, points))]


def _components(shocks: int) -> Series:
    """Shocks of each principal component of a random walk, each of whose sums counts alike; shape (shocks, shocks).

    Divided by the root of its month, every month's price has the same variance: the near ones, in which most is
    decided, weigh as much as the last. The sign of a component is its first shock's, whatever the machine.
    """
    months = np.arange(1, shocks + 1)
    _, _, component = np.linalg.svd(np.tri(shocks) / np.sqrt(months)[:, np.newaxis])
    return np.asarray((component * np.sign(component[:, :1])).T)


def _running_sum(steps: Series) -> Series:
    """Sums of the rows up to each, with a row of zeros before the first."""
    sums = np.zeros((len(steps) + 1, *steps.shape[1:]))
    for row, step in enumerate(steps):
        np.add(sums[row], step, out=sums[row + 1])
    return sums


def log_returns_gbm(shocks: Series, volatility: float, drift: str) -> Series:
    """Monthly log returns of geometric Brownian motion; MEDIAN: their mean is zero, MEAN: the mean price is flat."""
    monthly = volatility / math.sqrt(MONTHS_PER_YEAR)
    return monthly * shocks - (monthly**2 / 2 if drift == "MEAN" else 0.0)


def log_returns_student(shocks: Series, volatility: float, student_df: float, drift: str) -> Series:
    """Monthly log returns with Student-t shocks, scaled to the volatility; shape of the normal shocks.

    Shocks are cut at LARGEST_STUDENT_SHOCK standard deviations, and scale and drift are those of the cut
    distribution: the volatility is exactly the chosen one. Raises ValueError for df ≤ 2.
    """
    if student_df <= 2:
        raise ValueError("student_df must be above 2: below, the variance is infinite")
    cut = LARGEST_STUDENT_SHOCK * math.sqrt(student_df / (student_df - 2))
    # The cut distribution on a grid: density inside, the probability beyond the cut added at the two ends.
    grid = np.linspace(-cut, cut, STUDENT_GRID_POINTS)
    weights = (1 + grid**2 / student_df) ** (-(student_df + 1) / 2)
    weights *= (1 - 2 * stdtr(student_df, -cut)) / weights.sum()
    weights[[0, -1]] += stdtr(student_df, -cut)
    scale = volatility / math.sqrt(MONTHS_PER_YEAR) / math.sqrt(float(weights @ grid**2))
    log_mean = math.log1p(float(weights @ np.expm1(scale * grid))) if drift == "MEAN" else 0.0
    # The lower tail for both signs: above the median a probability near 1 would lose its digits.
    drawn = -np.sign(shocks) * stdtrit(student_df, ndtr(-np.abs(shocks)))
    return np.asarray(scale * np.clip(drawn, -cut, cut) - log_mean)


def lowest_of_month(log_prices: Series, uniform: Series, volatility: float) -> Series:
    """Log of the lowest price within each month of a Brownian motion with these logs at its ends.

    `log_prices` has one row more than `uniform`: the first is today. P(min < low) = e^(−2(a − low)(b − low) ÷ σ²).
    """
    start, end = log_prices[:-1], log_prices[1:]
    variance = volatility**2 / MONTHS_PER_YEAR
    return (start + end - np.sqrt((end - start) ** 2 - 2 * variance * np.log(np.maximum(uniform, 1e-300)))) / 2


def historic_log_prices(shocks: Series, daily_closes: Series, block: int, drift: str) -> tuple[Series, Series]:
    """Log price over today's at month ends, and at its lowest since the month end before, from blocks of the history.

    Blocks of `block` days start on random days and keep their clusters and reversals; one constant per day is
    taken off for the drift, otherwise they are as they were. A normal shock picks a block by the rank of its
    return. `shocks` has a row per block, `blocks_needed` of them. Raises ValueError where the history is
    shorter than one block.
    """
    returns = daily_log_returns(daily_closes)
    if len(returns) < block:
        raise ValueError(f"the price history has {len(returns)} daily returns, fewer than one block")
    whole = _window_sums(returns, block)
    log_mean = math.log(float(np.mean(np.exp(whole)))) if drift == "MEAN" else float(np.mean(whole))
    sums = np.concatenate(([0.0], np.cumsum(returns - log_mean / block)))
    starts = np.argsort(whole, kind="stable")[np.minimum((ndtr(shocks) * len(whole)).astype(int), len(whole) - 1)]
    # within[k] = log price k days into a block that starts on a day, over that day's.
    within = np.stack([sums[days : days + len(whole)] - sums[: len(whole)] for days in range(block + 1)])
    before = _running_sum(within[block][starts])
    ends = month_ends(len(shocks), block)
    close = np.stack([before[day // block] + within[day % block][starts[day // block]] for day in ends])
    low = np.full((len(ends) - 1, starts.shape[1]), np.inf)
    for month, (first, last) in enumerate(pairwise(ends)):
        for index in range(first // block, last // block + 1):
            days = slice(max(first - index * block, 0), min(last - index * block, block) + 1)
            low[month] = np.minimum(low[month], before[index] + within[days].min(axis=0)[starts[index]])
    return close[1:], low


def blocks_needed(months: int, block: int) -> int:
    """Blocks of the history that fill so many months, the one after the last day included."""
    return round(months * DAYS_PER_MONTH) // block + 1


def month_ends(blocks: int, block: int) -> list[int]:
    """Days after today on which the months end that so many blocks fill; the first is today, 0."""
    months = int((blocks * block - 0.5) // DAYS_PER_MONTH)
    return [round(month * DAYS_PER_MONTH) for month in range(months + 1)]


def _window_sums(values: Series, length: int) -> Series:
    sums = np.concatenate(([0.0], np.cumsum(values)))
    return np.asarray(sums[length:] - sums[:-length])


def simulate_prices(
    btc_price: float,
    months: int,
    paths: int,
    volatility: float,
    price_process: str,
    price_drift: str,
    random_seed: int,
    student_df: float = 4.0,
    daily_closes: Series | None = None,
    bootstrap_block: int = 21,
) -> Prices:
    """Prices at month ends and lowest prices of the months; same seed, same prices.

    `price_process`: GBM, STUDENT or HISTORY (needs `daily_closes`; the volatility does not apply).
    `price_drift`: MEDIAN (mean log return zero) or MEAN (mean price flat). Lows of the first two are drawn
    from the Brownian bridge between the month ends, those of the history are its own. Raises ValueError for
    another process or a missing history.
    """
    seed = int(random_seed)
    if price_process == "HISTORY" and daily_closes is not None:
        block = int(bootstrap_block)
        shocks, _ = _draws(seed, paths, blocks_needed(months, block), 0)
        close, low = historic_log_prices(shocks, daily_closes, block, price_drift)
        return Prices(btc_price * np.exp(close[:months]), btc_price * np.exp(low[:months]))
    shocks, uniform = _draws(seed, paths, months, months)
    if price_process == "GBM":
        returns = log_returns_gbm(shocks, volatility, price_drift)
    elif price_process == "STUDENT":
        returns = log_returns_student(shocks, volatility, student_df, price_drift)
    else:
        raise ValueError(f"no price process {price_process!r}, or no daily_closes for it")
    log_prices = _running_sum(returns)
    lows = lowest_of_month(log_prices, uniform, volatility)
    return Prices(btc_price * np.exp(log_prices[1:]), btc_price * np.exp(lows))
