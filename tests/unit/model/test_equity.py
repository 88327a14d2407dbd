"""Values, implied prices and dilution against numbers worked by hand."""

import numpy as np
import pytest

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


def test_the_published_balance_stands_in_for_an_estimate_that_fails() -> None:
    assert equity.valuation_date(0.0, "2026-10", "2026-03-31") == "2026-10"
    assert equity.valuation_date(1.0, "2026-10", "2026-03-31") == "2026-03-31"
    assert equity.coins_valued(0.0, 784.0, 1_025.69) == 784.0
    assert equity.coins_valued(1.0, 0.0, 1_025.69) == 1_025.69
    assert equity.cash_valued(1.0, 0.0, 7.2e6) == 7.2e6
    assert equity.debt_valued(0.0, 48.6e6, 30.6e6) == 48.6e6
    np.testing.assert_array_equal(
        equity.valued(np.array([0.0, 1.0, 0.0]), np.array([1.0, 2.0, 3.0]), 9.0), [1.0, 9.0, 3.0]
    )


def test_both_ends_of_what_the_rest_costs() -> None:
    # 122.5m + 178.4m ; (21.5m − 178.4m) ÷ 41.02m
    assert equity.enterprise_value_ex_btc_with_other(122.5e6, 178.4e6) == pytest.approx(300.9e6)
    assert equity.nav_per_share_with_other(21.5e6, 178.4e6, 41.02e6) == pytest.approx(-3.824963, rel=1e-6)
    # 144m + 30.6m − 7.2m − 1,025.69 × 83,000 (85.13227m) ; (85.13227m + 7.2m − 30.6m) ÷ 41.02m
    rest = equity.enterprise_value_ex_btc_published(144e6, 30.6e6, 7.2e6, 1_025.69, 83_000)
    assert rest == pytest.approx(82_267_730)
    nav = equity.nav_per_share_published(1_025.69, 83_000, 7.2e6, 30.6e6, 41.02e6)
    assert nav == pytest.approx(1.504931, rel=1e-6)


def test_the_third_lens_and_the_books() -> None:
    # 144m ÷ (65m − 48.6m) ; debt as large as the coins leaves nothing to divide by
    assert equity.mnav_net_of_debt(144e6, 65e6, 48.6e6) == pytest.approx(8.780488, rel=1e-6)
    assert np.isnan(equity.mnav_net_of_debt(144e6, 48.6e6, 48.6e6))
    assert np.isnan(equity.mnav_net_of_debt(144e6, 15e6, 48.6e6))
    # 144m ÷ 210.8m ; 144m ÷ 131m ; no equity, no multiple
    assert equity.price_to_book(144e6, 210.8e6) == pytest.approx(0.683112, rel=1e-5)
    assert equity.price_to_book_implied(144e6, 131e6) == pytest.approx(1.099237, rel=1e-6)
    assert np.isnan(equity.price_to_book(144e6, 0.0)) and np.isnan(equity.price_to_book(144e6, -5e6))
    # 65m ÷ 187.6m ; coins worth more than nothing at all have no share of it
    assert equity.coins_share_of_value(65e6, 187.6e6) == pytest.approx(0.346482, rel=1e-5)
    assert np.isnan(equity.coins_share_of_value(65e6, -1e6))
    # 124m ÷ 15.5 EH/s
    assert equity.ev_per_running_eh(124e6, 15.5 * EH) == pytest.approx(8e6)
    assert np.isnan(equity.ev_per_running_eh(124e6, 0.0))


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
    # without a tenant a megawatt is worth half as much and explains twice as many
    assert equity.implied_ai_mw_without_tenant(195_712_000, value, MILLION) == pytest.approx(178.356628, rel=1e-7)


def test_a_raise_at_todays_price() -> None:
    # 41.02m / 2 new shares for half the market value: a third of the company, NAV (55.6 + 43.9) / 61.53
    raised = 87_782_800 / 2
    issued = equity.new_shares_from_raise(raised, 2.14)
    assert issued == pytest.approx(20.51 * MILLION)
    kept = equity.ownership_after_raise(41.02 * MILLION, issued)
    assert equity.dilution_from_raise(kept) == pytest.approx(1 / 3)
    after = equity.nav_per_share_after_raise(55_578_130, raised, 41.02 * MILLION, issued)
    assert after == pytest.approx(1.616602, rel=1e-6)
    assert equity.issue_price(2.0, 0.1) == pytest.approx(1.8)
    # 45m shares at 2 × 0.9: a third is 15m shares or 27m; exactly a third is not more than a third
    assert equity.raise_of_a_third(45e6, 1.8) == pytest.approx(27e6)
    share = equity.new_shares_share(np.array([14.9e6, 15e6, 15.1e6]), 45e6)
    np.testing.assert_array_equal(equity.issue_is_large(share), [False, False, True])


def test_share_counts_on_one_basis() -> None:
    dates = days("2025-12-29", "2026-02-28", "2026-07-21")
    counts = equity.share_count_on_todays_basis(dates, np.array([355.9, 410.2, 41.02]) * MILLION, "2026-07-21", 10)
    np.testing.assert_allclose(counts, np.array([35.59, 41.02, 41.02]) * MILLION)


def test_the_insider_issue() -> None:
    # 49.242424m / 10 / 41.02m ; 1.32 / 0.8014 - 1
    assert equity.insider_share_of_company(49.242424e6, 10, 41.02e6) == pytest.approx(0.1200449, rel=1e-6)
    premium = equity.insider_premium_at_agreement(
        1.32, days("2026-02-11", "2026-02-12"), np.array([0.8841, 0.8014]), "2026-02-12"
    )
    assert premium == pytest.approx(0.647118, rel=1e-5)


def test_prices_paid_before() -> None:
    # 256m / 32 EH/s ; 19.5m / 50 MW ; 87.7828m / (7,528.3 x 77,000 = 579.6791m)
    assert equity.bitmain_price_per_eh(256 * MILLION, 32 * EH) == pytest.approx(8 * MILLION)
    assert equity.mnav_with_treasury_before(87_782_800, 7_528.3, 77_000) == pytest.approx(0.151434, rel=1e-5)
    assert np.isnan(equity.mnav_with_treasury_before(87_782_800, 0.0, 77_000))
    assert equity.shares_after_raise(41.02 * MILLION, 20.51 * MILLION) == pytest.approx(61.53 * MILLION)


def test_growth_of_the_share_count_from_first_to_last() -> None:
    growth = equity.share_count_growth_total(np.array([np.nan, 20.0, 30.0, 50.0, np.nan]))
    assert growth == pytest.approx(1.5)
    assert equity.holders_share_left_now(growth) == pytest.approx(0.4)
    assert np.isnan(equity.share_count_growth_total(np.array([np.nan])))
