"""Values, implied prices, dilution, price history and the one-dollar rule against numbers worked by hand."""

import numpy as np
import pytest
from scipy.stats import linregress

from dashboard.model import equity

MILLION = 1e6
EH = 1e6


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[D]")


def test_what_the_market_pays_at_77_000() -> None:
    # 2.14 x 41.02m = 87.7828m ; 1,025.69 x 77,000 = 78.97813m
    market, coins = equity.market_value(2.14, 41.02 * MILLION), equity.btc_value(1_025.69, 77_000)
    assert market == pytest.approx(87_782_800)
    assert coins == pytest.approx(78_978_130)
    # 87.7828 + 30.6 - 7.2 = 111.1828 ; - 78.97813 = 32.20467 ; / 37.01
    enterprise = equity.enterprise_value(market, 30.6 * MILLION, 7.2 * MILLION)
    rest = equity.enterprise_value_ex_btc(enterprise, coins)
    assert rest == pytest.approx(32_204_670)
    assert equity.ev_per_eh(rest, 37.01 * EH) == pytest.approx(870_161.3, rel=1e-6)
    # 78.97813 + 7.2 - 30.6 = 55.57813 ; / 41.02
    nav = equity.net_asset_value(coins, 7.2 * MILLION, 30.6 * MILLION)
    per_share = equity.nav_per_share(nav, 41.02 * MILLION)
    assert per_share == pytest.approx(1.354903, rel=1e-6)
    assert equity.price_above_nav_per_share(2.14, per_share) == pytest.approx(0.785097, rel=1e-5)


def test_bridge_per_share_adds_up() -> None:
    shares = 41.02 * MILLION
    # 78.97813 / 41.02 ; 7.2 / 41.02 ; 30.6 / 41.02 ; 178.3 / 41.02
    coins = equity.btc_value_per_share(78_978_130, shares)
    cash, debt = equity.cash_per_share(7.2 * MILLION, shares), equity.debt_per_share(30.6 * MILLION, shares)
    assert (coins, cash, debt) == pytest.approx((1.925357, 0.175524, 0.745978), rel=1e-5)
    assert coins + cash - debt == pytest.approx(1.354903, rel=1e-6)
    assert equity.other_liabilities_per_share(178.3 * MILLION, shares) == pytest.approx(4.346660, rel=1e-6)


def test_no_coins_no_multiple() -> None:
    assert np.isnan(equity.mnav(87 * MILLION, 0.0))
    assert np.isnan(equity.mnav_enterprise(87 * MILLION, 0.0))
    assert np.isnan(equity.btc_price_at_nav(2.14, 41.02 * MILLION, 30.6 * MILLION, 7.2 * MILLION, 0.0))


def test_implied_megawatts_e05() -> None:
    # 10,000 x 1,000 BTC = 10m a year ; x (1 / 1.1 + 1 / 1.21) = 17.355372m ; a loss is worth nothing
    value = equity.mining_value(10_000, 1_000, 0.10, 24)
    assert value == pytest.approx(17_355_372, rel=1e-7)
    assert equity.mining_value(-10_000, 1_000, 0.10, 24) == 0
    # (195.712m - 17.355372m) / 2m ; nothing left, no megawatts
    assert equity.implied_ai_mw(195_712_000, value, 2 * MILLION) == pytest.approx(89.178314, rel=1e-7)
    assert equity.implied_ai_mw(-50 * MILLION, value, 2 * MILLION) == 0


def test_a_raise_at_todays_price() -> None:
    # 41.02m / 2 new shares for half the market value: a third of the company, NAV (55.6 + 43.9) / 61.53
    raised = 87_782_800 / 2
    issued = equity.new_shares_from_raise(raised, 2.14)
    assert issued == pytest.approx(20.51 * MILLION)
    kept = equity.ownership_after_raise(41.02 * MILLION, issued)
    assert equity.dilution_from_raise(kept) == pytest.approx(1 / 3)
    after = equity.nav_per_share_after_raise(55_578_130, raised, 41.02 * MILLION, issued)
    assert after == pytest.approx(1.616602, rel=1e-6)
    assert equity.issue_price_at_discount(2.0, 0.1) == pytest.approx(1.8)


def test_accretive_above_net_asset_value_e04() -> None:
    accretive = equity.raise_is_accretive(np.array([0.9, 0.13, 0.1]), 0.13)
    np.testing.assert_array_equal(accretive, [True, False, False])


def test_share_counts_on_one_basis() -> None:
    dates = days("2025-12-29", "2026-02-28", "2026-07-21")
    counts = equity.share_count_on_todays_basis(dates, np.array([355.9, 410.2, 41.02]) * MILLION, "2026-07-21", 10)
    np.testing.assert_allclose(counts, np.array([35.59, 41.02, 41.02]) * MILLION)
    # 41.02 / 35.59 - 1 ; 35.59 / 41.02
    np.testing.assert_allclose(equity.share_count_growth(counts), [np.nan, 0.1525709, 0.0], atol=1e-7)
    np.testing.assert_allclose(equity.holders_share_left(counts), [1.0, 0.8676255, 0.8676255], rtol=1e-6)


def test_the_insider_issue() -> None:
    # 49.242424m / 10 / 41.02m ; 49.242424m x 1.32 ; 1.32 / 0.8014 - 1
    assert equity.insider_share_of_company(49.242424e6, 10, 41.02e6) == pytest.approx(0.1200449, rel=1e-6)
    assert equity.insider_amount_computed(49.242424e6, 1.32) == pytest.approx(65e6, rel=1e-7)
    premium = equity.insider_premium_2026_02_12(1.32, days("2026-02-11", "2026-02-12"), np.array([0.8841, 0.8014]))
    assert premium == pytest.approx(0.647118, rel=1e-5)


def test_price_changes() -> None:
    assert equity.share_price_change_3m(0.684, 1.20) == pytest.approx(-0.43)
    adjusted = equity.share_price_2026_03_16_adjusted(0.684, 10)
    assert adjusted == pytest.approx(6.84)
    # 2.14 / 6.84 - 1
    assert equity.share_price_change_since_article(2.14, adjusted) == pytest.approx(-0.687135, rel=1e-5)


def test_adjusted_closes_are_on_one_basis() -> None:
    dates = days("2025-11-14", "2025-11-17", "2026-07-20", "2026-07-21")
    # 3.07 per ADS of two shares, ten of which are one now: 15.35 ; 1.63 x 10 ; 0.1785 x 10 ; as it is
    adjusted = equity.share_price_adjusted(
        dates, np.array([3.07, 1.63, 0.1785, 1.76]), 2, "2025-11-17", 10, "2026-07-21"
    )
    np.testing.assert_allclose(adjusted, [15.35, 16.3, 1.785, 1.76])


def test_drawdown_from_the_highest_close_so_far() -> None:
    falls = equity.share_price_drawdown(np.array([10.0, 8.0, 20.0, 5.0, 10.0]))
    np.testing.assert_allclose(falls, [0.0, -0.2, 0.0, -0.75, -0.5])
    assert equity.share_price_largest_drawdown(falls) == -0.75


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
    fit = equity.beta_to_btc(dates, share_prices, dates[::-1], coin_prices[::-1], 60)
    expected = linregress(coin[-60:], share[-60:])
    assert fit.days == 60
    assert fit.beta == pytest.approx(expected.slope)
    assert fit.standard_error == pytest.approx(expected.stderr)
    assert fit.correlation == pytest.approx(expected.rvalue)
    arguments = (dates, share_prices, dates, coin_prices)
    assert equity.btc_beta(*arguments, window=60) == equity.btc_beta(*arguments) == pytest.approx(fit.beta)
    assert equity.btc_beta_standard_error(*arguments) == pytest.approx(fit.standard_error)
    assert equity.btc_correlation(*arguments) == pytest.approx(fit.correlation)


def test_beta_skips_days_without_both_prices() -> None:
    # The weekend is one return from Friday to Monday ; the missing close of 7 January removes two returns.
    shares = days("2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09")
    coins = days("2026-01-02", "2026-01-03", "2026-01-05", "2026-01-06", "2026-01-08", "2026-01-09")
    coin_prices = np.exp(np.array([0.0, 9.0, 0.1, 0.05, 0.3, 0.5]))
    share_prices = np.exp(np.array([0.0, 0.2, 0.1, 5.0, 0.3, 0.7]))
    fit = equity.beta_to_btc(shares, share_prices, coins, coin_prices, 60)
    # returns of bitcoin +0.1, -0.05, +0.2 and of the share exactly twice as much
    assert fit.days == 3
    behind = equity.btc_beta_share_returns(shares, share_prices, coins, coin_prices)
    np.testing.assert_allclose(behind, [0.2, -0.1, 0.4])
    assert fit.beta == pytest.approx(2.0)
    assert fit.standard_error == pytest.approx(0.0, abs=1e-9)


def test_beta_needs_three_returns_and_some_movement() -> None:
    dates = days("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04")
    assert np.isnan(equity.btc_beta(dates[:3], np.array([1.0, 2.0, 3.0]), dates, np.arange(1.0, 5.0)))
    assert np.isnan(equity.btc_beta(dates, np.array([1.0, 2.0, 3.0, 4.0]), dates, np.ones(4)))


def test_mean_of_thirty_trading_days_e07() -> None:
    closes = np.arange(1.0, 32.0)
    mean = equity.share_price_mean_30(closes)
    # (1 + 30) / 2, then (2 + 31) / 2
    assert np.isnan(mean[:29]).all()
    assert mean[29:].tolist() == [15.5, 16.5]
    np.testing.assert_array_equal(equity.share_price_mean_30_adjusted(closes), mean)
    assert np.isnan(equity.share_price_mean_30(closes[:29])).all()
    assert equity.share_price_mean_30(closes[:30])[-1] == 15.5


def test_days_below_one_dollar_end_with_the_consolidation() -> None:
    dates = days("2026-02-04", "2026-02-05", "2026-02-06", "2026-07-20", "2026-07-21", "2026-07-22")
    closes = np.array([1.0, 0.9761, 1.0, 0.1785, 0.95, 0.99])
    assert equity.days_below_one_dollar(dates, closes, "2026-07-21") == 2
    assert equity.first_day_below_one_dollar(dates, closes) == np.datetime64("2026-02-05")
    # a mean of exactly one dollar is not below
    means = np.array([np.nan, 1.2, 1.0, 0.9, 0.8, 0.7])
    assert equity.first_day_mean_below_one_dollar(dates, means) == np.datetime64("2026-07-20")
    assert np.isnat(equity.first_day_below_one_dollar(dates[:1], closes[:1]))
    assert equity.trading_days_since_consolidation(dates, "2026-07-21") == 2
    assert equity.lowest_close_since_consolidation(dates, closes, "2026-07-21") == 0.95
    assert np.isnan(equity.lowest_close_since_consolidation(dates, closes, "2026-08-21"))


def test_deadlines_count_calendar_months() -> None:
    assert equity.cure_period_end(np.datetime64("2026-03-05")) == np.datetime64("2026-09-05")
    assert equity.no_cure_period_until("2026-07-21") == np.datetime64("2027-07-21")
    # 31 August and six months is the last of February
    assert equity.months_after("2026-08-31", 6) == np.datetime64("2027-02-28")


def test_cure_test_of_a_month_end_e07() -> None:
    close, mean = np.array([1.0, 0.99, 1.2, 2.0]), np.array([1.0, 1.2, 0.99, 1.5])
    np.testing.assert_array_equal(equity.cured(close, mean), [True, False, False, True])


def test_last_trading_days_leave_the_running_month_open() -> None:
    dates = days("2026-06-29", "2026-06-30", "2026-07-31", "2026-08-03", "2026-08-21")
    np.testing.assert_array_equal(equity.last_trading_days(dates), [False, True, True, False, False])


def test_first_month_end_that_cures_follows_the_consolidation() -> None:
    dates = days("2026-02-27", "2026-03-31", "2026-07-30", "2026-07-31", "2026-08-31", "2026-09-01")
    closes = np.array([8.0, 4.0, 1.6, 1.4, 1.3, 1.3])

    def first_month_end(*means: float) -> np.datetime64:
        below = np.datetime64("2026-03-05")
        return equity.cured_month_end(dates, closes, np.array(means), below, "2026-07-21")

    # 31 March passes too, but lies before the consolidation ; 30 July is no month end
    assert first_month_end(8.0, 7.0, 2.0, 1.9, 1.5, 1.5) == np.datetime64("2026-07-31")
    assert first_month_end(8.0, 7.0, 0.9, 0.9, 1.1, 1.1) == np.datetime64("2026-08-31")
    assert np.isnat(first_month_end(0.5, 0.5, 0.5, 0.5, 0.5, 0.5))


def test_prices_paid_before() -> None:
    # 256m / 32 EH/s ; 19.5m / 50 MW ; 87.7828m / (7,528.3 x 77,000 = 579.6791m)
    assert equity.bitmain_price_per_eh(256 * MILLION, 32 * EH) == pytest.approx(8 * MILLION)
    assert equity.mnav_with_treasury_2025_12_31(87_782_800, 7_528.3, 77_000) == pytest.approx(0.151434, rel=1e-5)
    assert np.isnan(equity.mnav_with_treasury_2025_12_31(87_782_800, 0.0, 77_000))
    assert equity.shares_after_raise(41.02 * MILLION, 20.51 * MILLION) == pytest.approx(61.53 * MILLION)


def test_growth_of_the_share_count_from_first_to_last() -> None:
    growth = equity.share_count_growth_total(np.array([np.nan, 20.0, 30.0, 50.0, np.nan]))
    assert growth == pytest.approx(1.5)
    assert equity.holders_share_left_now(growth) == pytest.approx(0.4)
    assert np.isnan(equity.share_count_growth_total(np.array([np.nan])))


def test_peak_and_low_of_the_price() -> None:
    dates = days("2026-02-05", "2026-02-06", "2026-02-09", "2026-02-10")
    prices = np.array([10.0, 20.0, 5.0, 10.0])
    falls = equity.share_price_drawdown(prices)
    assert equity.share_price_peak(prices) == 20
    assert equity.share_price_peak_day(dates, prices) == np.datetime64("2026-02-06")
    assert equity.share_price_low_day(dates, falls) == np.datetime64("2026-02-09")
    assert equity.share_price_drawdown_now(falls) == -0.5
    # the last close before Monday the 9th is Friday's
    assert equity.share_price_drawdown_before_sale(dates, falls, "2026-02-09") == 0
    assert np.isnan(equity.share_price_drawdown_before_sale(dates, falls, "2026-02-05"))
    assert equity.share_price_change_difference(-0.432, -0.43) == pytest.approx(-0.002)


def test_the_mean_on_the_basis_of_its_day() -> None:
    # before a consolidation of ten a quoted dollar is ten of today's
    dollar = equity.one_dollar_on_todays_basis(np.array([8.0, 1.76]), np.array([0.8, 1.76]))
    np.testing.assert_allclose(dollar, [10.0, 1.0])
    np.testing.assert_allclose(equity.share_price_mean_30_of_the_day(np.array([9.0, 2.0]), dollar), [0.9, 2.0])


def test_the_pairs_behind_the_beta(returns: tuple[np.ndarray, np.ndarray]) -> None:
    coin, share = returns
    dates = np.arange("2026-01-01", 81, dtype="datetime64[D]")
    coin_prices, share_prices = (np.exp(np.concatenate([[0.0], np.cumsum(steps)])) for steps in returns)
    arguments = (dates, share_prices, dates, coin_prices)
    np.testing.assert_allclose(equity.btc_beta_btc_returns(*arguments), coin[-60:])
    np.testing.assert_allclose(equity.btc_beta_share_returns(*arguments), share[-60:])
    assert equity.btc_beta_days(equity.btc_beta_share_returns(*arguments)) == 60
    table = equity.btc_beta_by_window(*arguments, windows=(60, 81))
    fit = equity.beta_to_btc(*arguments, 60)
    # 80 returns do not fill a window of 81
    np.testing.assert_allclose(table, [[60, fit.beta, fit.standard_error], [np.nan] * 3])
