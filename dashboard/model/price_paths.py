"""Random bitcoin prices by month: geometric Brownian motion, Student-t shocks, or blocks of the price history."""

import math

import numpy as np
from scipy.special import stdtr

from dashboard.model import DAYS_PER_YEAR, MONTHS_PER_YEAR, Series
from dashboard.model.runway import DAYS_PER_MONTH

PRICE_PROCESSES = ("GBM", "STUDENT", "BOOTSTRAP")
# Student-t returns have no finite mean price: shocks beyond this many standard deviations are cut.
LARGEST_STUDENT_SHOCK = 10.0
STUDENT_GRID_POINTS = 4001


def daily_log_returns(daily_closes: Series) -> Series:
    """Log returns between one known close and the next; one fewer than known closes."""
    return np.diff(np.log(daily_closes[np.isfinite(daily_closes)]))


def log_returns_gbm(generator: np.random.Generator, months: int, paths: int, volatility: float) -> Series:
    """Monthly log returns of geometric Brownian motion with a constant mean price; shape (months, paths)."""
    monthly = volatility / math.sqrt(MONTHS_PER_YEAR)
    return monthly * generator.standard_normal((months, paths)) - monthly**2 / 2


def log_returns_student(
    generator: np.random.Generator, months: int, paths: int, volatility: float, student_df: float
) -> Series:
    """Monthly log returns with Student-t shocks, scaled to the volatility; shape (months, paths).

    Shocks are cut at LARGEST_STUDENT_SHOCK standard deviations, and scale and drift are those of the cut
    distribution: the volatility is exactly the chosen one and the mean price does not move. Raises
    ValueError for df ≤ 2.
    """
    if student_df <= 2:
        raise ValueError("student_df must be above 2: below, the variance is infinite")
    cut = LARGEST_STUDENT_SHOCK * math.sqrt(student_df / (student_df - 2))
    # The cut distribution on a grid: density inside, the probability beyond the cut added at the two ends.
    shocks = np.linspace(-cut, cut, STUDENT_GRID_POINTS)
    weights = (1 + shocks**2 / student_df) ** (-(student_df + 1) / 2)
    weights *= (1 - 2 * stdtr(student_df, -cut)) / weights.sum()
    weights[[0, -1]] += stdtr(student_df, -cut)
    scale = volatility / math.sqrt(MONTHS_PER_YEAR) / math.sqrt(float(weights @ shocks**2))
    log_mean = math.log1p(float(weights @ np.expm1(scale * shocks)))
    drawn = np.clip(generator.standard_t(student_df, (months, paths)), -cut, cut)
    return scale * drawn - log_mean


def log_returns_bootstrap(
    generator: np.random.Generator,
    months: int,
    paths: int,
    volatility: float,
    daily_closes: Series,
    bootstrap_block: int,
) -> Series:
    """Monthly log returns joined from blocks of the daily history; shape (months, paths).

    Daily returns are centred and rescaled to the volatility; blocks of `bootstrap_block` days start on
    random days of the history and keep its clusters and reversals, so the volatility over months may differ
    from the daily one. What the mean price would gain is taken off, so it does not move. Raises ValueError
    where the history is shorter than one block.
    """
    returns = daily_log_returns(daily_closes)
    if len(returns) < bootstrap_block:
        raise ValueError(f"the price history has {len(returns)} daily returns, fewer than one block")
    daily = volatility / math.sqrt(DAYS_PER_YEAR)
    returns = (returns - returns.mean()) / returns.std(ddof=1) * daily
    # sums[i] = return of the first i days; a part of a block is a difference of two entries.
    sums = np.concatenate(([0.0], np.cumsum(returns)))
    month_ends = np.rint(np.arange(months + 1) * DAYS_PER_MONTH).astype(int)
    full_blocks, rest = np.divmod(month_ends, bootstrap_block)
    first_days = len(returns) - bootstrap_block + 1
    starts = generator.integers(0, first_days, (full_blocks[-1] + 1, paths))
    blocks = sums[starts + bootstrap_block] - sums[starts]
    before = np.concatenate((np.zeros((1, paths)), np.cumsum(blocks, axis=0)))
    begun = starts[full_blocks]
    log_price = before[full_blocks] + sums[begun + rest[:, np.newaxis]] - sums[begun]
    window = np.arange(first_days)
    growth_of_block = np.log(np.mean(np.exp(sums[window + bootstrap_block] - sums[window])))
    growth_of_rest = np.log([np.mean(np.exp(sums[window + days] - sums[window])) for days in rest])
    mean_growth = full_blocks * growth_of_block + growth_of_rest
    return np.diff(log_price - mean_growth[:, np.newaxis], axis=0)


def simulate_prices(
    btc_price: float,
    months: int,
    paths: int,
    volatility: float,
    price_process: str,
    random_seed: int,
    student_df: float = 4.0,
    daily_closes: Series | None = None,
    bootstrap_block: int = 21,
    drift: float = 0.0,
) -> tuple[Series, Series]:
    """Prices at month ends in USD and monthly log returns, both (months, paths); same seed, same bytes.

    `price_process`: GBM, STUDENT or BOOTSTRAP (needs `daily_closes`). `drift` is arithmetic, share of 1 a
    year: the mean price is btc_price × e^(drift × years). The draws do not depend on volatility or drift:
    two runs share their chance. Raises ValueError for another process or a missing history.
    """
    generator = np.random.default_rng(int(random_seed))
    if price_process == "GBM":
        returns = log_returns_gbm(generator, months, paths, volatility)
    elif price_process == "STUDENT":
        returns = log_returns_student(generator, months, paths, volatility, student_df)
    elif price_process == "BOOTSTRAP" and daily_closes is not None:
        returns = log_returns_bootstrap(generator, months, paths, volatility, daily_closes, int(bootstrap_block))
    else:
        raise ValueError(f"no price process {price_process!r}, or no daily_closes for it")
    returns = returns + drift / MONTHS_PER_YEAR
    return btc_price * np.exp(np.cumsum(returns, axis=0)), returns
