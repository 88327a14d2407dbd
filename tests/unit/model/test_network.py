"""Network formulas against numbers worked by hand, and the back-test on small tables."""

import numpy as np
import pytest

from dashboard.model import network

EH = 1e6
MONTHS = np.array(["2024-11", "2024-12", "2025-01", "2025-02"])


def test_btc_per_th_day_n02() -> None:
    # 86,400e12 / (125.86e12 x 4,294,967,296) = 1.598328908e-7 ; x 3.125 = 4.994777838e-7 ; x 1.01
    assert network.btc_per_th_day(125.86e12, 3.125, 0.0) == pytest.approx(4.994777838e-7, rel=1e-9)
    assert network.btc_per_th_day(125.86e12, 3.125, 0.01) == pytest.approx(5.044725616e-7, rel=1e-9)


def test_growth_of_exactly_zero_and_almost_zero_n10() -> None:
    assert network.btc_mined_with_growth(500.0, 0.0, 12) == 6_000.0
    # to first order 12 months lose growth x (0 + 1 + ... + 11) = 66 growth months of 500 BTC
    assert network.btc_mined_with_growth(500.0, 1e-6, 12) == pytest.approx(6_000 - 500 * 66e-6, abs=1e-4)


def test_falling_network_raises_output() -> None:
    # 500 + 500 / 0.98 = 1,010.204
    assert network.btc_mined_with_growth(500.0, -0.02, 2) == pytest.approx(1_010.204082, rel=1e-9)


def test_halving_n11() -> None:
    height = network.next_halving_height(952_139)
    assert height == 1_050_000
    # the block at which the subsidy has just changed looks to the one after next
    assert network.next_halving_height(1_050_000) == 1_260_000
    # (1,050,000 - 952,139) / 144 = 679.59 days
    assert network.days_to_halving(952_139, height) == pytest.approx(679.5903, rel=1e-6)
    assert network.block_subsidy_before_halving(3.125) == 6.25


def test_full_month_leaves_out_the_first_whatever_the_order() -> None:
    np.testing.assert_array_equal(network.full_month(MONTHS), [False, True, True, True])
    np.testing.assert_array_equal(network.full_month(MONTHS[::-1]), [True, True, True, False])


@pytest.fixture
def backtest_tables() -> dict[str, np.ndarray]:
    # A difficulty of 600e12 / 2^32 per TH/s gives round hashrates: 1,000 and 800 EH/s, none for January.
    per_hashrate = 600e12 / 2**32
    return {
        "monthly_operations_period": MONTHS,
        "monthly_operations_operating_hashrate": np.array([30.0, 40.0, 40.0, np.nan]) * EH,
        "network_period": np.array(["2025-02", "2024-12", "2024-11", "2025-04"]),
        "network_difficulty": np.array([1_000.0, 800.0, 1_000.0, 700.0]) * EH * per_hashrate,
        "network_days": np.array([28.0, 31.0, 30.0, 30.0]),
    }


def test_backtest_computes_output_by_period_not_by_position(backtest_tables: dict[str, np.ndarray]) -> None:
    # 30/1,000 x 450 x 30 = 405 ; 40/800 x 450 x 31 = 697.5 ; no difficulty ; no hashrate
    bare = network.backtest_btc_computed_without_fees(**backtest_tables, block_subsidy=3.125)
    np.testing.assert_allclose(bare, [405.0, 697.5, np.nan, np.nan])
    with_fees = network.backtest_btc_computed(**backtest_tables, block_subsidy=3.125, fee_ratio=0.02)
    np.testing.assert_allclose(with_fees, bare * 1.02)


def test_backtest_errors_count_full_months_only() -> None:
    computed = np.array([200.0, 103.0, 98.0, np.nan])
    reported = np.array([100.0, 100.0, 100.0, 100.0])
    error = network.backtest_error(computed, reported)
    np.testing.assert_allclose(error, [1.0, 0.03, -0.02, np.nan])
    np.testing.assert_allclose(network.backtest_error_without_fees(computed, reported), error)
    full = network.full_month(MONTHS)
    # (3 % + 2 %) / 2 ; the 100 % of the month in which mining began does not count
    assert network.backtest_mean_absolute_error(error, full) == pytest.approx(0.025)
    assert network.backtest_mean_absolute_error_without_fees(error, full) == pytest.approx(0.025)
    assert network.backtest_months(error, full) == 2


def test_backtest_without_a_comparable_month_has_no_error() -> None:
    error, full = np.array([0.5, np.nan]), np.array([False, True])
    assert np.isnan(network.backtest_mean_absolute_error(error, full))
    assert network.backtest_months(error, full) == 0


def test_monthly_realised_hashrate_inverts_the_backtest(backtest_tables: dict[str, np.ndarray]) -> None:
    hashrate = backtest_tables.pop("monthly_operations_operating_hashrate")
    computed = network.backtest_btc_computed_without_fees(
        **backtest_tables, monthly_operations_operating_hashrate=hashrate, block_subsidy=3.125
    )
    realised = network.monthly_realised_hashrate(
        **backtest_tables, monthly_operations_btc_produced=computed, block_subsidy=3.125
    )
    np.testing.assert_allclose(realised, np.where(np.isnan(computed), np.nan, hashrate))


def test_realised_hashrate_of_march_2026() -> None:
    months = np.array(["2026-02", "2026-03"])
    assert network.realised_hashrate_at_quarter_end(months, np.array([34.0, 22.8]) * EH, "2026-Q1") == 22.8 * EH
    assert np.isnan(network.realised_hashrate_at_quarter_end(MONTHS, np.ones(4), "2031-Q1"))
