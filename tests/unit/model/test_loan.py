"""Loan formulas against numbers worked by hand, and their edges."""

import numpy as np
import pytest

from dashboard.model import loan, sale


def test_top_up_l04() -> None:
    # 100m / (0.6 x 44,000) - 3,000 = 3,787.879 - 3,000
    added = loan.top_up_btc(100e6, 3_000.0, 44_000, 0.6)
    assert added == pytest.approx(787.8788, rel=1e-6)
    assert loan.ltv(100e6, 3_000 + added, 44_000) == pytest.approx(0.6)
    assert loan.top_up_btc(10e6, 3_000.0, 44_000, 0.6) == 0


def test_cure_with_selling_cost_l06() -> None:
    # (100m - 0.5 x 3,000 x 44,000) / (44,000 x (0.99 - 0.5)) = 34m / 21,560
    sold = loan.btc_to_cure(100e6, 3_000.0, 44_000, 0.5, 0.01)
    assert sold == pytest.approx(1_576.9944, rel=1e-7)
    assert sale.ltv_after_repayment(100e6, 3_000.0, 44_000, sold, 0.01) == pytest.approx(0.5)


def test_the_chance_of_a_touch_knows_no_unit_and_is_certain_at_the_barrier() -> None:
    assert loan.touch_probability(1.0, 0.5, 0.6, 1.0) == pytest.approx(float(loan.touch_probability(100, 50, 0.6, 1.0)))
    for volatility in (0.0, 0.6):
        # With a drift upwards it would not come back to where it is.
        assert loan.touch_probability(50.0, 50.0, volatility, 1.0, 0.3) == 1
    assert loan.btc_to_cure(1.0, 2.0, 1.0, 0.25, 0.25) == pytest.approx(1.0)


def test_cure_by_selling_has_limits() -> None:
    # target met already ; under water: 140m on coins worth 132m ; a cost of 60 % leaves less than the target
    assert loan.btc_to_cure(10e6, 3_000.0, 44_000, 0.5, 0.0) == 0
    assert np.isnan(loan.btc_to_cure(140e6, 3_000.0, 44_000, 0.5, 0.0))
    assert np.isnan(loan.btc_to_cure(100e6, 3_000.0, 44_000, 0.5, 0.6))


def test_selling_every_coin_can_just_cure() -> None:
    # coins worth 132m, all sold at 1 % cost, repay exactly 130.68m
    assert loan.btc_to_cure(130.6799e6, 3_000.0, 44_000, 0.5, 0.01) == pytest.approx(3_000.0, abs=0.01)
    assert np.isnan(loan.btc_to_cure(130.6801e6, 3_000.0, 44_000, 0.5, 0.01))


def test_interest_added_to_the_loan_l07() -> None:
    # 1 % a month twice: the liquidation price rises by the same 2.01 % while the bitcoin price stands still
    before, after = (loan.price_at_ltv(d, 3_000.0, 0.9) for d in (100e6, 102.01e6))
    assert after / before == pytest.approx(1.0201)


def test_no_collateral_has_no_ltv() -> None:
    assert np.isnan(loan.ltv(100e6, 0.0, 70_000))
    assert np.isnan(loan.price_at_ltv(100e6, 0.0, 0.75))


def test_drop_beyond_the_level_is_negative_l03() -> None:
    assert loan.drop_to_ltv(0.79, 0.75) == pytest.approx(-0.0533333, rel=1e-5)


def test_touch_is_certain_at_or_above_the_barrier_and_impossible_without_debt() -> None:
    assert loan.touch_probability(68_000, 68_000, 0.55, 0.5) == 1
    assert loan.touch_probability(68_000, 70_000, 0.0, 0.5) == 1
    assert loan.touch_probability(68_000, 0.0, 0.55, 0.5) == 0
    assert loan.terminal_probability(68_000, 0.0, 0.55, 0.5) == 0


def test_without_volatility_only_the_drift_can_touch() -> None:
    # ln(60 / 68) = -0.125 : a fall of 30 % a year arrives after 5 months, not after 4
    assert loan.touch_probability(68_000, 60_000, 0.0, 5 / 12 + 0.01, -0.3) == 1
    assert loan.touch_probability(68_000, 60_000, 0.0, 4 / 12, -0.3) == 0
    assert loan.touch_probability(68_000, 60_000, 0.0, 5.0) == 0
    assert loan.terminal_probability(68_000, 60_000, 0.0, 1.0, -0.3) == 1
    assert loan.terminal_probability(68_000, 60_000, 0.0, 2.0, -0.1) == 1
    assert loan.terminal_probability(68_000, 60_000, 0.0, 1.0, 0.3) == 0


def test_touch_probability_of_a_martingale_in_the_log_is_twice_the_terminal_one() -> None:
    # drift = sigma^2 / 2 takes the drift out of the logarithm: reflection principle, exactly double
    touch = loan.touch_probability(68_000, 50_000, 0.55, 0.5, 0.55**2 / 2)
    end = loan.terminal_probability(68_000, 50_000, 0.55, 0.5, 0.55**2 / 2)
    # ln(50 / 68) / (0.55 x sqrt 0.5) = -0.79063 ; Phi = 0.21458
    assert end == pytest.approx(0.21458, abs=2e-5)
    assert touch == pytest.approx(2 * end, rel=1e-12)


def test_touch_probability_survives_extreme_parameters() -> None:
    assert loan.touch_probability(68_000, 50_000, 0.001, 0.1, -0.5) == pytest.approx(0, abs=1e-12)
    assert loan.touch_probability(68_000, 50_000, 0.001, 10.0, -0.5) == pytest.approx(1)


@pytest.fixture
def month_ends() -> dict[str, np.ndarray]:
    return {
        "network_period": np.array(["2025-09", "2025-12", "2026-03"]),
        "network_btc_price_last": np.array([113_995.0, 87_500.0, 68_220.0]),
    }


def test_pledged_share_of_september_2025(month_ends: dict[str, np.ndarray]) -> None:
    # 660.0m / (5,810 x 113,995 = 662.311m)
    share = loan.pledged_share_before(
        660e6,
        np.array(["2025-08", "2025-09"]),
        np.array([5_193.4, 5_810.0]),
        **month_ends,
        balance_before_sale="2025-09-30",
    )
    assert share == pytest.approx(0.996511, rel=1e-5)


def test_debt_against_coins(month_ends: dict[str, np.ndarray]) -> None:
    # 557.6m / (7,528.3 x 87,500 = 658.726m) ; 30.6m / (1,025.69 x 68,220 = 69.973m)
    before = loan.debt_to_btc_value_before(557.6e6, 7_528.3, **month_ends, sale_quarter_opening="2025-12-31")
    assert before == pytest.approx(0.846482, rel=1e-5)
    after = loan.debt_to_btc_value_after(30.6e6, 1_025.69, **month_ends, sale_quarter_close="2026-03-31")
    assert after == pytest.approx(0.437314, rel=1e-5)


def test_debt_against_coins_before_the_sale() -> None:
    dates = np.array(["2026-01-31", "2026-02-01", "2026-02-05", "2026-02-08", "2026-02-09"], "datetime64[D]")
    closes = np.array([60_000.0, np.nan, 62_858.0, 70_305.0, 50_000.0])
    low = loan.btc_close_sale_month_low(dates, closes, "2026-02-08")
    assert low == 62_858.0
    # 557.6m / (7,474.6 x 62,858 = 469.838m) ; 557.6m / (7,474.6 x 70,305 = 525.502m)
    assert loan.debt_to_btc_value_sale_month_low(557.6e6, 7_474.6, low) == pytest.approx(1.186791, rel=1e-5)
    at_sale = loan.debt_to_btc_value_at_sale(557.6e6, 7_474.6, "2026-02-08", dates, closes)
    assert at_sale == pytest.approx(1.061081, rel=1e-5)
    assert np.isnan(loan.btc_close_sale_month_low(dates, closes, "2025-02-08"))
    # the first of the month and the day of the sale count
    assert loan.btc_close_sale_month_low(dates, np.array([1.0, 3.0, 5.0, 4.0, 2.0]), "2026-02-08") == 3
    assert loan.btc_close_sale_month_low(dates, np.array([1.0, 5.0, 5.0, 4.0, 2.0]), "2026-02-08") == 4


def test_closes_between_the_first_of_the_month_and_the_sale() -> None:
    dates = np.array(["2026-01-31", "2026-02-01", "2026-02-05", "2026-02-06", "2026-02-07"], "datetime64[D]")
    closes = np.array([50_000.0, 77_000.0, 62_858.0, np.nan, 40_000.0])
    # the sale began on the 7th: only the 1st, the 5th and the unknown 6th come before it
    assert loan.closes_before_sale(dates, closes, "2026-02-08") == 2
    assert loan.margin_call_closes_before_sale(72_245.0, dates, closes, "2026-02-08") == 1
    assert loan.margin_call_closes_before_sale(77_000.0, dates, closes, "2026-02-08") == 2
    assert loan.liquidation_closes_before_sale(62_858.0, dates, closes, "2026-02-08") == 1
    assert loan.liquidation_closes_before_sale(60_204.0, dates, closes, "2026-02-08") == 0


def test_ending_below_the_margin_call() -> None:
    # ln(50 / 68) = -0.307485 ; (-0.307485 + 0.55^2 / 4) / (0.55 x sqrt 0.5) = -0.596180 ; Phi = 0.275528
    for probability in (
        loan.margin_call_terminal_probability_before,
        loan.margin_call_terminal_probability_after,
    ):
        assert probability(68_000, 50_000, 0.55, 6) == pytest.approx(0.275528, abs=1e-5)
