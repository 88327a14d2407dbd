"""Random prices: quantiles, medians and means that do not move, the chosen volatility, lows, blocks of the history."""

import math
from typing import Any

import numpy as np
import pytest
import scipy.integrate
import scipy.stats

from dashboard.model import price_paths as p
from dashboard.model.clock import DAYS_PER_MONTH

CLOSES = 50_000 * np.exp(np.cumsum(np.random.default_rng(7).standard_t(4, 800) * 0.02 + 0.001))


def prices_of(process: str, drift: str = "MEDIAN", paths: int = 2**14, volatility: float = 0.55) -> p.Prices:
    """Simulated prices from 1.0 over 36 months."""
    return p.simulate_prices(1.0, 36, paths, volatility, process, drift, 3, daily_closes=CLOSES)


def test_simulated_gbm_has_the_quantiles_of_r04() -> None:
    after_a_year = 68_000 * prices_of("GBM", "MEAN").close[11]
    # 68,000 × exp(0.55 z − 0.55² ÷ 2) at the 5th, 25th, 50th, 75th and 95th percentile
    expected = [23655.32411, 40337.7737, 58455.02792, 84709.44171, 144449.1005]
    np.testing.assert_allclose(np.quantile(after_a_year, [0.05, 0.25, 0.5, 0.75, 0.95]), expected, rtol=0.01)


def test_r05_returns_leave_out_gaps() -> None:
    closes = np.array([100.0, 110.0, np.nan, 99.0, 108.9])
    np.testing.assert_allclose(p.daily_log_returns(closes), [math.log(1.1), math.log(0.9), math.log(1.1)])


@pytest.mark.parametrize(("process", "tolerance"), [("GBM", 0.01), ("STUDENT", 0.02), ("HISTORY", 0.01)])
def test_median_leaves_the_middle_and_mean_leaves_the_average(process: str, tolerance: float) -> None:
    middle = np.log(prices_of(process).close).mean(axis=1)
    np.testing.assert_allclose(middle, 0, atol=tolerance)
    mean = prices_of(process, "MEAN").close.mean(axis=1)
    np.testing.assert_allclose(mean, 1, atol=3 * tolerance)


@pytest.mark.parametrize(("process", "tolerance"), [("GBM", 0.01), ("STUDENT", 0.02)])
def test_volatility_is_the_chosen_one(process: str, tolerance: float) -> None:
    spread = np.log(prices_of(process).close).std(axis=1) / np.sqrt(np.arange(1, 37) / 12)
    np.testing.assert_allclose(spread, 0.55, rtol=tolerance)


def test_months_are_independent_of_each_other() -> None:
    returns = np.diff(np.log(prices_of("GBM").close), axis=0)
    correlation = np.corrcoef(returns)
    assert np.abs(correlation - np.eye(35)).max() < 0.04


def test_replicates_are_independent_and_each_is_evenly_spread() -> None:
    assert p.replicate_sizes(2048) == [256] * 8 and p.replicate_sizes(3) == [1, 1, 1]
    shocks, _ = p._draws(1, 2048, 36, 36)
    parts = np.split(shocks, 8, axis=1)
    # The first component decides the shape of the path: in each replicate it lies on an even grid of 256.
    first = [np.sort(scipy.stats.norm.cdf(p._components(36)[:, 0] @ part)) * 256 for part in parts]
    for ranks in first:
        assert np.all(np.floor(ranks) == np.arange(256))
    assert len({part.tobytes() for part in parts}) == 8


def test_components_turn_independent_shocks_into_independent_shocks() -> None:
    turn = p._components(36)
    np.testing.assert_allclose(turn @ turn.T, np.eye(36), atol=1e-12)
    assert np.all(turn[0] > 0)
    # Each month's price over its own deviation: the first component explains more than any single month's shock.
    sums = np.tri(36) / np.sqrt(np.arange(1, 37))[:, np.newaxis] @ turn
    spread = (sums**2).sum(axis=0)
    assert np.all(np.diff(spread) < 0) and spread.sum() == pytest.approx(36) and spread[0] > 18


def test_student_shocks_have_the_quantiles_of_the_t_distribution() -> None:
    # The 99th percentile of a t with four degrees of freedom is 3.747, its standard deviation √2.
    shocks = p.log_returns_student(p._draws(1, 2**14, 36, 36)[0], math.sqrt(12), 4.0, "MEDIAN")
    assert np.quantile(shocks, 0.99) == pytest.approx(3.747 / math.sqrt(2), rel=0.03)
    assert np.quantile(shocks, 0.01) == pytest.approx(-3.747 / math.sqrt(2), rel=0.03)


@pytest.mark.parametrize("process", p.PRICE_PROCESSES)
def test_the_low_is_no_higher_than_either_end_of_the_month(process: str) -> None:
    close, low = prices_of(process, paths=2**10)
    start = np.vstack((np.ones(2**10), close[:-1]))
    assert np.all(low <= np.minimum(start, close) * (1 + 1e-12))


@pytest.mark.parametrize("df", [2.5, 4.0])
def test_the_scale_of_cut_student_shocks_is_exact(df: float) -> None:
    cut = p.LARGEST_STUDENT_SHOCK * math.sqrt(df / (df - 2))
    inside, _ = scipy.integrate.quad(lambda t: t**2 * scipy.stats.t.pdf(t, df), -cut, cut, limit=500)
    variance = inside + 2 * scipy.stats.t.sf(cut, df) * cut**2
    returned = p.log_returns_student(np.array([1.0]), 0.5, df, "MEDIAN")
    shock = scipy.stats.t.ppf(scipy.stats.norm.cdf(1.0), df)
    assert returned == pytest.approx(0.5 / math.sqrt(12 * variance) * shock, rel=1e-4)


def test_lows_and_closes_of_the_history_are_of_the_same_months() -> None:
    close, low = p.historic_log_prices(np.zeros((3, 4)), CLOSES, 21, "MEDIAN")
    # Three blocks of 21 days fill two months.
    assert close.shape == low.shape == (2, 4)


def test_the_low_of_a_month_follows_the_reflection_principle() -> None:
    # P(low < 0.9 within a month) = 2 Φ(ln 0.9 ÷ (0.55 ÷ √12)) for a month without drift.
    expected = 2 * 0.5 * math.erfc(-math.log(0.9) / (0.55 / math.sqrt(12)) / math.sqrt(2))
    assert np.mean(prices_of("GBM").low[0] < 0.9) == pytest.approx(expected, abs=0.005)


def test_without_volatility_nothing_moves() -> None:
    for process in ("GBM", "STUDENT"):
        close, low = prices_of(process, paths=64, volatility=0.0)
        np.testing.assert_allclose(close, 1)
        np.testing.assert_allclose(low, 1)


def test_history_keeps_its_blocks_and_its_own_volatility() -> None:
    # With one single possible block every path repeats it, less its mean a day.
    closes = CLOSES[:22]
    close, low = p.simulate_prices(1.0, 2, 4, 0.5, "HISTORY", "MEDIAN", 1, daily_closes=closes, bootstrap_block=21)
    assert np.all(close == close[:, :1])
    path = np.log(closes / closes[0]) - np.arange(22) * math.log(closes[21] / closes[0]) / 21
    # Month 1 ends on day 30, day 9 of the second block; its low is the lowest of all those days.
    assert math.log(close[0, 0]) == pytest.approx(path[9])
    assert math.log(low[0, 0]) == pytest.approx(path.min())
    assert np.all(prices_of("HISTORY", volatility=0.1).close == prices_of("HISTORY", volatility=0.9).close)


def test_a_month_of_single_days_is_a_sum_of_independent_returns() -> None:
    close, _ = p.simulate_prices(1.0, 12, 2**11, 0.5, "HISTORY", "MEDIAN", 1, daily_closes=CLOSES, bootstrap_block=1)
    returns = np.diff(np.log(close), axis=0)
    daily = p.daily_log_returns(CLOSES).std()
    assert returns.std() == pytest.approx(daily * math.sqrt(DAYS_PER_MONTH), rel=0.02)


@pytest.mark.parametrize("process", p.PRICE_PROCESSES)
def test_same_seed_same_prices(process: str) -> None:
    def run(seed: int) -> bytes:
        p._draws.cache_clear()
        return p.simulate_prices(1.0, 12, 64, 0.5, process, "MEAN", seed, daily_closes=CLOSES).close.tobytes()

    assert run(1) == run(1) != run(2)


@pytest.mark.parametrize(
    ("process", "changes"),
    [
        ("LEVY", {}),
        ("HISTORY", {}),
        ("HISTORY", {"daily_closes": CLOSES[:10]}),
        ("STUDENT", {"student_df": 2.0}),
    ],
)
def test_unusable_price_processes_are_refused(process: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"price process|history|student_df"):
        p.simulate_prices(1.0, 12, 16, 0.5, process, "MEDIAN", 1, **changes)
