"""Monte Carlo of the runway: a network that answers random prices, and the month step on all paths."""

from dataclasses import dataclass

import numpy as np

from dashboard.model import Number, Series
from dashboard.model.month import CAUSES, ROUNDING_BTC, RunwayInputs
from dashboard.model.path import first_month
from dashboard.model.price_paths import simulate_prices
from dashboard.model.runway import network_path, simulate_months

FAN_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def standard_error(probability: Number, paths: Number) -> Number:
    """Standard error of a simulated probability: √(p(1 − p) ÷ n) (R10)."""
    return np.sqrt(probability * (1 - probability) / paths)


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
    one. It stays one piece because a third of it is its arguments.
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
