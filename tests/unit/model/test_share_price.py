"""Closes on one basis, falls from the peak and beta to bitcoin against numbers worked by hand."""

import numpy as np
import pytest
from scipy.stats import linregress

from dashboard.model import share_price


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[D]")


def test_price_changes() -> None:
    assert share_price.share_price_change_3m(0.684, 1.20) == pytest.approx(-0.43)
    adjusted = share_price.share_price_fall_end_adjusted(0.684, 10)
    assert adjusted == pytest.approx(6.84)
    # 2.14 / 6.84 - 1
    assert share_price.share_price_change_since_article(2.14, adjusted) == pytest.approx(-0.687135, rel=1e-5)


def test_adjusted_closes_are_on_one_basis() -> None:
    dates = days("2025-11-14", "2025-11-17", "2026-07-20", "2026-07-21")
    # 3.07 per ADS of two shares, ten of which are one now: 15.35 ; 1.63 x 10 ; 0.1785 x 10 ; as it is
    adjusted = share_price.share_price_adjusted(
        dates, np.array([3.07, 1.63, 0.1785, 1.76]), 2, "2025-11-17", 10, "2026-07-21"
    )
    np.testing.assert_allclose(adjusted, [15.35, 16.3, 1.785, 1.76])


def test_drawdown_from_the_highest_close_so_far() -> None:
    falls = share_price.share_price_drawdown(np.array([10.0, 8.0, 20.0, 5.0, 10.0]))
    np.testing.assert_allclose(falls, [0.0, -0.2, 0.0, -0.75, -0.5])
    assert share_price.share_price_largest_drawdown(falls) == -0.75


@pytest.fixture
def returns() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    coin = random.normal(0, 0.03, 80)
    return coin, 1.4 * coin + random.normal(0, 0.05, 80)


def test_beta_is_the_regression_of_the_last_returns(returns: tuple[np.ndarray, np.ndarray]) -> None:
    coin, share = returns
    dates = np.arange("2026-01-01", 81, dtype="datetime64[D]")
    coin_prices = 70_000 * np.exp(np.concatenate([[0.0], np.cumsum(coin)]))
    share_prices = 2 * np.exp(np.concatenate([[0.0], np.cumsum(share)]))
    fit = share_price.beta_to_btc(dates, share_prices, dates[::-1], coin_prices[::-1], 60)
    expected = linregress(coin[-60:], share[-60:])
    assert fit.days == 60
    assert fit.beta == pytest.approx(expected.slope)
    assert fit.standard_error == pytest.approx(expected.stderr)
    assert fit.correlation == pytest.approx(expected.rvalue)
    arguments = (dates, share_prices, dates, coin_prices)
    assert share_price.btc_beta(*arguments, window=60) == share_price.btc_beta(*arguments) == pytest.approx(fit.beta)
    assert share_price.btc_beta_standard_error(*arguments) == pytest.approx(fit.standard_error)
    assert share_price.btc_correlation(*arguments) == pytest.approx(fit.correlation)


def test_beta_skips_days_without_both_prices() -> None:
    # The weekend is one return from Friday to Monday ; the missing close of 7 January removes two returns.
    shares = days("2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09")
    coins = days("2026-01-02", "2026-01-03", "2026-01-05", "2026-01-06", "2026-01-08", "2026-01-09")
    coin_prices = np.exp(np.array([0.0, 9.0, 0.1, 0.05, 0.3, 0.5]))
    share_prices = np.exp(np.array([0.0, 0.2, 0.1, 5.0, 0.3, 0.7]))
    fit = share_price.beta_to_btc(shares, share_prices, coins, coin_prices, 60)
    # returns of bitcoin +0.1, -0.05, +0.2 and of the share exactly twice as much
    assert fit.days == 3
    behind = share_price.btc_beta_share_returns(shares, share_prices, coins, coin_prices)
    np.testing.assert_allclose(behind, [0.2, -0.1, 0.4])
    assert fit.beta == pytest.approx(2.0)
    assert fit.standard_error == pytest.approx(0.0, abs=1e-9)


def test_beta_needs_three_returns_and_some_movement() -> None:
    dates = days("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04")
    assert np.isnan(share_price.btc_beta(dates[:3], np.array([1.0, 2.0, 3.0]), dates, np.arange(1.0, 5.0)))
    assert np.isnan(share_price.btc_beta(dates, np.array([1.0, 2.0, 3.0, 4.0]), dates, np.ones(4)))


def test_peak_and_low_of_the_price() -> None:
    dates = days("2026-02-05", "2026-02-06", "2026-02-09", "2026-02-10")
    prices = np.array([10.0, 20.0, 5.0, 10.0])
    falls = share_price.share_price_drawdown(prices)
    assert share_price.share_price_peak(prices) == 20
    assert share_price.share_price_peak_day(dates, prices) == np.datetime64("2026-02-06")
    assert share_price.share_price_low_day(dates, falls) == np.datetime64("2026-02-09")
    assert share_price.share_price_drawdown_now(falls) == -0.5
    # the last close before Monday the 9th is Friday's
    assert share_price.share_price_drawdown_before_sale(dates, falls, "2026-02-09") == 0
    assert np.isnan(share_price.share_price_drawdown_before_sale(dates, falls, "2026-02-05"))
    assert share_price.share_price_change_difference(-0.432, -0.43) == pytest.approx(-0.002)


def test_the_pairs_behind_the_beta(returns: tuple[np.ndarray, np.ndarray]) -> None:
    coin, share = returns
    dates = np.arange("2026-01-01", 81, dtype="datetime64[D]")
    coin_prices, share_prices = (np.exp(np.concatenate([[0.0], np.cumsum(steps)])) for steps in returns)
    arguments = (dates, share_prices, dates, coin_prices)
    np.testing.assert_allclose(share_price.btc_beta_btc_returns(*arguments), coin[-60:])
    np.testing.assert_allclose(share_price.btc_beta_share_returns(*arguments), share[-60:])
    assert share_price.btc_beta_days(share_price.btc_beta_share_returns(*arguments)) == 60
    table = share_price.btc_beta_by_window(*arguments, windows=(60, 81))
    fit = share_price.beta_to_btc(*arguments, 60)
    # 80 returns do not fill a window of 81
    np.testing.assert_allclose(table, [[60, fit.beta, fit.standard_error], [np.nan] * 3])


def test_peak_low_and_the_days_between() -> None:
    dates = days("2026-02-04", "2026-02-05", "2026-02-06", "2026-02-09")
    prices = np.array([10.0, 40.0, 10.0, 30.0])
    falls = share_price.drawdown(prices)
    assert share_price.share_price_peak(prices) == 40.0
    assert share_price.share_price_peak_day(dates, prices) == np.datetime64("2026-02-05")
    assert share_price.share_price_low_day(dates, falls) == np.datetime64("2026-02-06")
    assert share_price.share_price_drawdown_now(falls) == pytest.approx(-0.25)
    # The sale was on a weekend: the last close before it counts, not the next one.
    assert share_price.share_price_drawdown_before_sale(dates, falls, "2026-02-08") == pytest.approx(-0.75)
    assert np.isnan(share_price.share_price_drawdown_before_sale(dates, falls, "2026-02-04"))


def test_computed_change_against_the_article() -> None:
    assert share_price.share_price_change_difference(-0.43, -0.43) == 0
    assert share_price.share_price_change_difference(-0.425, -0.43) == pytest.approx(0.005)


def test_returns_behind_the_beta_are_those_it_uses() -> None:
    random = np.random.default_rng(3)
    dates = np.arange("2026-01-01", 101, dtype="datetime64[D]")
    coins = 70_000 * np.exp(np.cumsum(random.normal(0, 0.03, 101)))
    shares = 2 * np.exp(np.cumsum(random.normal(0, 0.05, 101)))
    arguments = (dates, shares, dates, coins)
    x, y = share_price.btc_beta_btc_returns(*arguments), share_price.btc_beta_share_returns(*arguments)
    assert share_price.btc_beta_days(y) == x.size == 60
    assert linregress(x, y).slope == pytest.approx(share_price.btc_beta(*arguments))
    rows = share_price.btc_beta_by_window(*arguments)
    assert rows.shape == (len(share_price.BETA_WINDOWS), 3)
    for (used, slope, error), window in zip(rows, share_price.BETA_WINDOWS, strict=True):
        fit = share_price.beta_to_btc(*arguments, window)
        if window > 100:
            assert np.isnan([used, slope, error]).all(), "a window longer than the data is no window"
        else:
            assert (used, slope, error) == pytest.approx((window, fit.beta, fit.standard_error))
