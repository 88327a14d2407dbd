"""Random prices: worked quantiles, means that do not move, the chosen volatility, blocks of the history."""

import math
from typing import Any

import numpy as np
import pytest
from dashboard.model.runway import DAYS_PER_MONTH

from dashboard.model.price_paths import (
    PRICE_PROCESSES,
    daily_log_returns,
    simulate_prices,
)

CLOSES = 50_000 * np.exp(np.cumsum(np.random.default_rng(7).standard_t(4, 800) * 0.02 + 0.001))


def prices_of(process: str, paths: int = 40_000, volatility: float = 0.55, seed: int = 3) -> np.ndarray:
    """Simulated prices from 1.0 over 36 months."""
    return simulate_prices(1.0, 36, paths, volatility, process, seed, daily_closes=CLOSES)[0]


def test_simulated_gbm_has_the_quantiles_of_r04() -> None:
    after_a_year = 68_000 * prices_of("GBM", 100_000)[11]
    # 68,000 x exp(0.55 z - 0.55² / 2) at the 5th, 25th, 50th, 75th and 95th percentile
    expected = [23655.32411, 40337.7737, 58455.02792, 84709.44171, 144449.1005]
    np.testing.assert_allclose(np.quantile(after_a_year, [0.05, 0.25, 0.5, 0.75, 0.95]), expected, rtol=0.01)


def test_r05_returns_leave_out_gaps() -> None:
    closes = np.array([100.0, 110.0, np.nan, 99.0, 108.9])
    returns = [math.log(1.1), math.log(0.9), math.log(1.1)]
    np.testing.assert_allclose(daily_log_returns(closes), returns)


@pytest.mark.parametrize("process", PRICE_PROCESSES)
def test_mean_price_does_not_move(process: str) -> None:
    mean = prices_of(process).mean(axis=1)
    # Three standard errors of a mean of 40,000 log-normal prices.
    tolerance = 3 * np.sqrt(np.expm1(0.55**2 * np.arange(1, 37) / 12) / 40_000)
    assert np.all(np.abs(mean - 1) < np.maximum(tolerance, 0.004) * 1.5)


@pytest.mark.parametrize(("process", "tolerance"), [("GBM", 0.01), ("STUDENT", 0.02), ("BOOTSTRAP", 0.15)])
def test_volatility_is_the_chosen_one(process: str, tolerance: float) -> None:
    spread = np.log(prices_of(process)).std(axis=1) / np.sqrt(np.arange(1, 37) / 12)
    np.testing.assert_allclose(spread, 0.55, rtol=tolerance)


def test_drift_is_arithmetic() -> None:
    prices, _ = simulate_prices(1.0, 36, 40_000, 0.3, "GBM", 5, drift=0.2)
    assert prices[-1].mean() == pytest.approx(math.exp(0.6), rel=0.01)


def test_bootstrap_keeps_the_blocks_of_the_history() -> None:
    # With one single possible block every path repeats it.
    closes = CLOSES[:22]
    prices, returns = simulate_prices(1.0, 2, 3, 0.5, "BOOTSTRAP", 1, daily_closes=closes, bootstrap_block=21)
    assert np.all(prices == prices[:, :1])
    np.testing.assert_allclose(returns, 0, atol=1e-12)


def test_bootstrap_month_is_a_sum_of_daily_returns() -> None:
    _, returns = simulate_prices(1.0, 36, 4_000, 0.5, "BOOTSTRAP", 1, daily_closes=CLOSES, bootstrap_block=1)
    # Independent days: the variance of a month is the daily one times its days.
    assert returns.std() == pytest.approx(0.5 * math.sqrt(DAYS_PER_MONTH / 365), rel=0.02)


@pytest.mark.parametrize(
    ("process", "changes"),
    [
        ("LEVY", {}),
        ("BOOTSTRAP", {}),
        ("BOOTSTRAP", {"daily_closes": CLOSES[:10]}),
        ("STUDENT", {"student_df": 2.0}),
    ],
)
def test_unusable_price_processes_are_refused(process: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"price process|history|student_df"):
        simulate_prices(1.0, 12, 10, 0.5, process, 1, **changes)
