"""Monte Carlo of the runway: random bitcoin prices, a network that answers, the month step on all paths."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtr

from dashboard.model import DAYS_PER_YEAR, MONTHS_PER_YEAR, Number, Series
from dashboard.model.month import CAUSES, ROUNDING_BTC, RunwayInputs
from dashboard.model.path import first_month
from dashboard.model.runway import DAYS_PER_MONTH, network_path, simulate_months

PRICE_PROCESSES = ("GBM", "STUDENT", "BOOTSTRAP")
FAN_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
# Student-t returns have no finite mean price: shocks beyond this many standard deviations are cut.
LARGEST_STUDENT_SHOCK = 10.0
STUDENT_GRID_POINTS = 4001


def realised_volatility(daily_closes: Series) -> float:
    """Standard deviation of daily log returns × √365, share of 1 a year; nan closes are left out. R05."""
    return float(np.std(daily_log_returns(daily_closes), ddof=1) * math.sqrt(DAYS_PER_YEAR))


def daily_log_returns(daily_closes: Series) -> Series:
    """Log returns between one known close and the next; one fewer than known closes."""
    return np.diff(np.log(daily_closes[np.isfinite(daily_closes)]))


def price_quantile(
    btc_price: Number, volatility: Number, years: Number, quantile: Number, drift: Number = 0.0
) -> Number:
    """Quantile in USD of the price after years of geometric Brownian motion with arithmetic drift. R04."""
    log_mean = (drift - volatility**2 / 2) * years
    return np.asarray(btc_price * np.exp(log_mean + volatility * np.sqrt(years) * ndtri(quantile)))


def standard_error(probability: Number, paths: Number) -> Number:
    """Standard error of a simulated probability: √(p(1 − p) ÷ n) (R10)."""
    return np.sqrt(probability * (1 - probability) / paths)


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


def network_log_response(log_returns: Series, network_response_beta: float, network_response_lag: int) -> Series:
    """What the log of the network hashrate owes to past returns, by month; shape of `log_returns`.

    In month m (2 = second) the log grows by beta × the log return of month m − lag; returns before month 1
    count as zero.
    """
    answered = np.zeros_like(log_returns)
    lag = int(network_response_lag)
    answered[lag:] = network_response_beta * log_returns[: len(log_returns) - lag]
    return np.cumsum(answered, axis=0)


@dataclass(frozen=True)
class Probability:
    """A simulated probability, its standard error, and how it builds up by month (first entry = month 1)."""

    value: float
    standard_error: float
    by_month: Series


@dataclass(frozen=True)
class MonteCarlo:
    """Results over all paths. Months count from 1; fans have shape (levels, months), lowest level first.

    `forced_sale`: coins of the opening treasury sold. `shortfall`: a month not paid. `margin_call`: the
    call level passed, whether cured by pledging or by selling. `ai_break_even`: AI covers the burn in a
    month that is paid (also when a higher price has made the burn small). `runway_months` and
    `months_to_...`: one entry per path, nan = never. `first_sale_months[i]` = share of the paths whose
    first forced sale falls in month i + 1. `cause_of_first_sale` = share of the paths with a forced sale
    whose largest first cause it is, `share_by_cause` = share of all treasury coins sold; both are zero
    where nothing is sold.
    """

    paths: int
    forced_sale: Probability
    shortfall: Probability
    margin_call: Probability
    ai_break_even: Probability
    fan_levels: tuple[float, ...]
    price_fan: Series
    cash_fan: Series
    btc_fan: Series
    value_fan: Series
    runway_months: Series
    months_to_next_sale: Series
    months_to_ai_break_even: Series
    first_sale_months: Series
    cause_of_first_sale: dict[str, float]
    share_by_cause: dict[str, float]

    @property
    def btc_left_at_horizon(self) -> Series:
        """Quantiles of the coins left after the last month, BTC; one per fan level."""
        return np.asarray(self.btc_fan[:, -1])

    @property
    def probability_forced_sale(self) -> float:
        """Probability that coins of the opening treasury are sold within the horizon."""
        return self.forced_sale.value

    @property
    def probability_shortfall(self) -> float:
        """Probability that some month within the horizon is not paid."""
        return self.shortfall.value


def fan(values: Series) -> Series:
    """Quantiles over the paths; `values` has shape (months, paths), the result (levels, months)."""
    ordered = np.sort(values, axis=1)
    position = np.asarray(FAN_LEVELS) * (values.shape[1] - 1)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, values.shape[1] - 1)
    low, high = ordered[:, below], ordered[:, above]
    return np.asarray((low + (high - low) * (position - below)).T)


def probability_of(months: Series, horizon_months: int) -> Probability:
    """Probability of an event from the month of its first occurrence on each path (nan = never)."""
    share = np.array([np.count_nonzero(months <= month) for month in range(1, horizon_months + 1)]) / months.size
    return Probability(float(share[-1]), float(standard_error(share[-1], months.size)), share)


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


def run_monte_carlo(
    inputs: RunwayInputs,
    volatility: float,
    price_process: str,
    network_response: bool,
    network_response_beta: float,
    network_response_lag: int,
    random_seed: int,
    monte_carlo_paths: int,
    student_df: float = 4.0,
    daily_closes: Series | None = None,
    bootstrap_block: int = 21,
    drift: float = 0.0,
) -> MonteCarlo:
    """Run the month step over `monte_carlo_paths` random price paths; `inputs` is one scenario of scalars.

    A month is settled at its closing price. With volatility and drift zero every path is the deterministic
    one.
    """
    horizon, paths = inputs.horizon_months, int(monte_carlo_paths)
    prices, returns = simulate_prices(
        float(inputs.btc_price),
        horizon,
        paths,
        volatility,
        price_process,
        random_seed,
        student_df,
        daily_closes,
        bootstrap_block,
        drift,
    )
    network = network_path(inputs)[:, np.newaxis]
    if network_response:
        network = network * np.exp(network_log_response(returns, network_response_beta, network_response_lag))

    cash, btc = np.empty((horizon, paths)), np.empty((horizon, paths))
    forced, short, called, covered = (np.zeros((horizon, paths), dtype=bool) for _ in range(4))
    sold_by_cause = np.zeros(len(CAUSES))
    first_causes = np.zeros(len(CAUSES))
    sold_before = np.zeros(paths, dtype=bool)
    for index, month in enumerate(simulate_months(inputs, prices, network)):
        cash[index], btc[index] = month.cash_close, month.btc_close
        short[index], called[index] = month.shortfall, month.margin_called
        # A month is covered when it is paid: a failed path has no AI margin, nor has the month it fails in.
        covered[index] = (month.ai_margin > 0) & (month.ai_margin >= month.burn) & ~month.shortfall
        causes = np.stack([getattr(month, f"sold_{cause}") for cause in CAUSES])
        forced[index] = causes.sum(axis=0) > ROUNDING_BTC
        sold_by_cause += causes.sum(axis=1)
        first_now = forced[index] & ~sold_before
        first_causes += np.bincount(causes[:, first_now].argmax(axis=0), minlength=len(CAUSES))
        sold_before |= forced[index]

    next_sale, first_short, first_covered = first_month(forced), first_month(short), first_month(covered)
    value = cash + btc * prices * (1 - inputs.selling_cost)
    return MonteCarlo(
        paths=paths,
        forced_sale=probability_of(next_sale, horizon),
        shortfall=probability_of(first_short, horizon),
        margin_call=probability_of(first_month(called), horizon),
        ai_break_even=probability_of(first_covered, horizon),
        fan_levels=FAN_LEVELS,
        price_fan=fan(prices),
        cash_fan=fan(cash),
        btc_fan=fan(btc),
        value_fan=fan(value),
        runway_months=first_short - 1,
        months_to_next_sale=next_sale,
        months_to_ai_break_even=first_covered,
        first_sale_months=np.array([np.count_nonzero(next_sale == month + 1) for month in range(horizon)]) / paths,
        cause_of_first_sale=shares_of_total(first_causes),
        share_by_cause=shares_of_total(sold_by_cause),
    )


def shares_of_total(amounts: Series) -> dict[str, float]:
    """Each cause's share of the total; all zero where the total is."""
    total = float(amounts.sum())
    return {cause: float(amount) / total if total > 0 else 0.0 for cause, amount in zip(CAUSES, amounts, strict=True)}
