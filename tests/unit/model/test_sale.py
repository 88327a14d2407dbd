"""The February sale and its loan against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import sale, treasury

MILLION = 1e6
PRICE = 305 * MILLION / 4_451


def test_hindsight_at_77_000() -> None:
    # 4,451 x 77,000 = 342.727m ; 305m - 342.727m
    value = sale.sale_value_now(4_451, 77_000)
    assert value == pytest.approx(342_727_000)
    assert sale.sale_outcome(305 * MILLION, value) == pytest.approx(-37_727_000)


def test_size_of_the_sale_s06() -> None:
    # 6,594.6 / 12 = 549.55 a month ; 4,451 / 549.55 ; 4,451 / 6,594.6
    assert sale.months_of_output_sold(4_451, 6_594.6) == pytest.approx(8.099354, rel=1e-6)
    assert sale.sale_share_of_output_financial_year(4_451, 6_594.6) == pytest.approx(0.674946, rel=1e-5)
    # 68,523.93 / 97,000 - 1
    assert sale.sale_price_against_all_in_cost(PRICE, 97_000) == pytest.approx(-0.293568, rel=1e-5)


def test_price_obtained_against_the_closes_s09() -> None:
    dates = np.array(["2026-02-06", "2026-02-07", "2026-02-08"], "datetime64[D]")
    closes = np.array([70_500.0, 69_000.0, 70_000.0])
    # 68,310 is 99 % of 69,000 and 97.5857 % of 70,000
    last = sale.price_obtained_vs_close(68_310.0, "2026-02-08", dates, closes)
    before = sale.price_obtained_vs_close_day_before(68_310.0, "2026-02-08", dates, closes)
    assert last == pytest.approx(-0.024142857, rel=1e-7)
    assert before == pytest.approx(-0.01)
    assert np.isnan(sale.price_obtained_vs_close(68_310.0, "2026-03-08", dates, closes))


def test_loan_before_and_after_on_assumed_terms() -> None:
    # 405m / (7,474.6 x 68,523.93 = 512.189m) ; 100m / (3,023.6 x 68,523.93 = 207.189m)
    left = sale.loan_after_sale(405 * MILLION, 305 * MILLION)
    coins = treasury.treasury_after_sale(7_474.6, 4_451)
    assert left == 100 * MILLION
    assert coins == pytest.approx(3_023.6)
    assert sale.ltv_before(405 * MILLION, 7_474.6, PRICE) == pytest.approx(0.790724, rel=1e-5)
    assert sale.ltv_after(left, coins, PRICE) == pytest.approx(0.482651, rel=1e-5)
    # 405m / (7,474.6 x 0.75) ; 100m / (3,023.6 x 0.75) ; the same with 0.9
    assert sale.margin_call_price_before(405 * MILLION, 7_474.6, 0.75) == pytest.approx(72_244.67, rel=1e-6)
    assert sale.margin_call_price_after(left, coins, 0.75) == pytest.approx(44_097.54, rel=1e-6)
    assert sale.liquidation_price_before(405 * MILLION, 7_474.6, 0.9) == pytest.approx(60_203.89, rel=1e-6)
    assert sale.liquidation_price_after(left, coins, 0.9) == pytest.approx(36_747.95, rel=1e-6)


def test_a_loan_smaller_than_the_proceeds_is_repaid() -> None:
    assert sale.loan_after_sale(300 * MILLION, 305 * MILLION) == 0


def test_touching_the_margin_call_before_and_after() -> None:
    # before the sale the price was below the margin call of 72,245 already
    assert sale.margin_call_touch_probability_before(PRICE, 72_244.67, 0.55, 6) == 1
    # after it: b = ln(44,097.54 / 68,523.93) = -0.44078, sigma sqrt T = 0.388909, m T = -0.075625
    # 2 m b / sigma^2 = 0.44078 ; Phi(-0.93892) + e^0.44078 x Phi(-1.32783)
    # = 0.17388 + 1.55392 x 0.09212 = 0.31703
    after = sale.margin_call_touch_probability_after(PRICE, 44_097.54, 0.55, 6)
    assert after == pytest.approx(0.31703, abs=3e-5)


def test_selling_lowers_ltv_only_below_one_s08() -> None:
    # 100m on 3,000 coins at 68,000: sell 1,000 -> 32m on 2,000 coins = 0.235294
    assert sale.ltv_after_repayment(100e6, 3_000.0, 68_000, 1_000.0, 0.0) == pytest.approx(0.2352941, rel=1e-6)
    # 100m on 1,000 coins at 80,000 (1.25): sell 500 -> 60m on 500 coins = 1.5
    assert sale.ltv_after_repayment(100e6, 1_000.0, 80_000, 500.0, 0.0) == pytest.approx(1.5)


def test_what_the_release_says_of_the_money() -> None:
    assert sale.loan_repayment_share(305 * MILLION, 305 * MILLION) == 1
    assert sale.loan_repayment_share(61 * MILLION, 305 * MILLION) == pytest.approx(0.2)
    assert sale.proceeds_beyond_repayment(305 * MILLION, 61 * MILLION) == pytest.approx(244 * MILLION)
    assert treasury.equity_agreed_sale_quarter(75.5 * MILLION, 10.5 * MILLION) == pytest.approx(65 * MILLION)


def test_holding_against_interest() -> None:
    # 77,000 is 10 % above 70,000: at 8 % a year that pays for 15 months
    assert sale.hold_break_even_months(77_000, 70_000, 0.08) == pytest.approx(15)
    # 68,523.93 / 62,858 - 1
    assert sale.sale_price_against_sale_month_low(PRICE, 62_858) == pytest.approx(0.0901385, rel=1e-5)


def test_interest_runs_for_the_whole_holding_period() -> None:
    # 100m x 8 % x 1.5 years ; 50,000 x (1 + 12 %)
    assert sale.interest_saved(100 * MILLION, 0.08, 1.5) == pytest.approx(12 * MILLION)
    assert sale.hold_break_even_price(50_000, 0.08, 1.5) == pytest.approx(56_000)


def test_a_cost_of_selling_repays_less() -> None:
    # 100m less 1,000 x 50,000 x 0.98 = 51m on 2,000 coins worth 100m
    assert sale.ltv_after_repayment(100e6, 3_000.0, 50_000, 1_000.0, 0.02) == pytest.approx(0.51)


def test_the_same_margin_call_is_as_likely_before_and_after() -> None:
    arguments = (68_000, 47_619.04761904762, 0.55, 6)
    # example L08: half a year, 0.42573
    assert sale.margin_call_touch_probability_before(*arguments) == pytest.approx(0.4257299753)
    assert sale.margin_call_touch_probability_after(*arguments) == pytest.approx(0.4257299753)
