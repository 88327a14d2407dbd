"""The treasury roll-forward and the money of the quarter against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import treasury

MILLION = 1e6
MONTHS = np.array(["2025-12", "2026-01", "2026-02", "2026-03"])
PRODUCED = np.array([569.0, 496.35, 454.83, 314.82])
HELD = np.array([7_528.3, 7_474.6, 3_313.4, 1_025.69])
SOLD = np.array([0.0, 550.03, 4_616.03, 2_602.53])
PRICE_MONTHS = np.array(["2026-03", "2026-02", "2026-01", "2025-12"])
MEAN_PRICES = np.array([69_494.0, 68_820.0, 90_462.0, 88_923.0])


def test_treasury_of_the_quarter() -> None:
    # 7,528.3 + 1,266 - 1,025.69 = 7,768.61 ; / 7,528.3 ; 4,451 / 7,768.61 ; 1,025.69 / 7,528.3 - 1
    disposed = treasury.btc_disposed_sale_quarter(7_528.3, 1_266, 1_025.69)
    assert disposed == pytest.approx(7_768.61)
    assert treasury.btc_disposed_share_sale_quarter(disposed, 7_528.3) == pytest.approx(1.031921, rel=1e-6)
    assert treasury.sale_share_of_disposals(4_451, disposed) == pytest.approx(0.572947, rel=1e-5)
    assert treasury.treasury_change_sale_quarter(1_025.69, 7_528.3) == pytest.approx(-0.863755, rel=1e-5)
    before, after = 7_528.3, 1_025.69
    assert (before, after) == (7_528.3, 1_025.69)
    assert treasury.treasury_fall_share(before, after) == pytest.approx(0.863755, rel=1e-5)


def test_roll_forward_closes_in_every_month() -> None:
    # January: 7,528.3 + 496.35 - 550.03 = 7,474.62, published 7,474.6
    computed = treasury.treasury_close_computed(HELD, PRODUCED, SOLD)
    np.testing.assert_allclose(computed, [np.nan, 7_474.62, 3_313.4, 1_025.69])
    difference = treasury.treasury_close_difference(computed, HELD)
    np.testing.assert_allclose(difference, [np.nan, 0.02, 0.0, 0.0], atol=1e-9)
    assert treasury.treasury_close_largest_difference(difference) == pytest.approx(0.02)
    assert np.isnan(treasury.treasury_close_largest_difference(difference[:1]))


def test_coins_that_left_besides_the_sale() -> None:
    # 7,474.6 + 454.83 - 3,313.4 - 4,451 = 165.03 ; 3,313.4 + 314.82 - 1,025.69 = 2,602.53 ; - 2,000
    february = treasury.other_disposals_sale_month(7_474.6, 4_451, MONTHS, PRODUCED, HELD, "2026-02-08")
    march = treasury.disposed_month_after_sale(1_025.69, MONTHS, PRODUCED, HELD, "2026-Q1")
    assert february == pytest.approx(165.03)
    assert march == pytest.approx(2_602.53)
    assert treasury.disposed_unexplained_month_after_sale(march, 2_000) == pytest.approx(602.53)
    average = treasury.btc_price_average_month_after_sale(PRICE_MONTHS, MEAN_PRICES, "2026-Q1")
    assert average == 69_494
    assert treasury.sold_value_month_after_sale(2_000, average) == pytest.approx(138_988_000)


def test_cash_of_the_quarter() -> None:
    # 550.03 x 90,462 + 305m + (4,616.03 - 4,451) x 68,820 + 2,602.53 x 69,494
    # = 49.756814m + 305m + 11.357365m + 180.860220m = 546.974399m
    sales = treasury.btc_sales_value_sale_quarter(
        4_451, 305 * MILLION, "2026-02-08", MONTHS, SOLD, PRICE_MONTHS, MEAN_PRICES, "2026-Q1"
    )
    assert sales == pytest.approx(546_974_398, abs=2)
    # 557.6 - 30.6 = 527.0 ; 76,928 x 1,266 = 97.390848m ; 7.2 - 41.2 = -34.0
    debt = treasury.debt_reduction_sale_quarter(557.6 * MILLION, 30.6 * MILLION)
    mining_cost = treasury.mining_cash_cost_sale_quarter(76_928, 1_266)
    change = treasury.cash_change_sale_quarter(41.2 * MILLION, 7.2 * MILLION)
    assert debt == pytest.approx(527 * MILLION)
    assert mining_cost == pytest.approx(97_390_848)
    assert change == pytest.approx(-34 * MILLION)
    assert treasury.debt_reduction_share_of_sales_sale_quarter(debt, sales) == pytest.approx(0.963482, rel=1e-5)
    # 546.974 + 75.5 - 527.0 - 97.391 = -1.916 ; -34.0 - (-1.916) = -32.084
    known = treasury.cash_bridge_known_sale_quarter(sales, 75.5 * MILLION, debt, mining_cost)
    assert known == pytest.approx(-1_916_450, abs=10)
    assert treasury.cash_bridge_sale_quarter(change, known) == pytest.approx(-32_083_550, abs=10)


def test_steps_of_the_quarter_miss_its_total_by_rounding_only() -> None:
    january = treasury.sold_month_before_sale(MONTHS, SOLD, "2026-02-08")
    assert january == 550.03
    # 7,768.61 - (550.03 + 4,451 + 165.03 + 2,602.53)
    missed = treasury.treasury_rounding_sale_quarter(7_768.61, january, 4_451, 165.03, 2_602.53)
    assert missed == pytest.approx(0.02)
