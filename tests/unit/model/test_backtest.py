"""The back-test of the first quarter of 2026: which figures go in, and what comes out, redone by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dashboard.model import backtest
from dashboard.numbers.resolver import Scenario

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
PERIODS = np.array(["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"])


def test_a_month_without_a_published_hashrate_takes_the_one_its_output_implies() -> None:
    published = np.array([40e6, 37e6, 34e6, np.nan, 30e6])
    np.testing.assert_array_equal(backtest.backtest_hashrate(PERIODS, published, 22e6, "2026-Q1"), [37e6, 34e6, 22e6])
    np.testing.assert_array_equal(
        backtest.backtest_hashrate_carried_on(PERIODS, published, "2026-Q1"), [37e6, 34e6, 34e6]
    )


def test_announced_are_the_named_sale_and_what_march_reported() -> None:
    sold = np.array([0.0, 550.0, 4_616.0, 2_602.5, 0.0])
    np.testing.assert_array_equal(backtest.backtest_btc_sold(PERIODS, sold, "2026-Q1"), [550, 4_616, 2_602.5])
    announced = backtest.backtest_btc_sold_announced(PERIODS, sold, 4_451, 2_000, "2026-Q1")
    np.testing.assert_array_equal(announced, [550, 4_451, 2_000])


def test_the_announced_sale_brings_its_proceeds_and_the_rest_the_mean_price() -> None:
    prices = np.array([90_000.0, 70_000.0, 70_000.0])
    # (4,000 × 65,000 + 1,000 × 70,000) ÷ 5,000 = 66,000
    sale = (4_000, 260e6, "2026-02-08", "2026-Q1")
    mixed = backtest.backtest_sale_price(np.array([500.0, 5_000.0, 0.0]), prices, *sale)
    np.testing.assert_allclose(mixed, [90_000, 66_000, 70_000])
    alone = backtest.backtest_sale_price(np.array([500.0, 4_000.0, 0.0]), prices, *sale)
    np.testing.assert_allclose(alone, [90_000, 65_000, 70_000])


# A twelfth of 8% on 557.567671 in January and February (3.717118m each), at whose end 305 are repaid, then on
# 252.567671 (1.683785m).
def test_interest_runs_on_the_debt_a_month_opens_with(scenario: Make) -> None:
    assert scenario().value("backtest_interest") == pytest.approx(9.118020e6, abs=1)
    assert scenario().value("backtest_overhead") == 9e6


def test_hosting_is_the_published_cost_of_the_hashes_made(scenario: Make) -> None:
    # 76,928 × share of a network of 1,000 EH/s × 144 × 3.125 × (1 + fees) × days: 40.125m, 33.824m, 24.675m
    rolled = scenario().value("backtest_given")
    fees = 1 + scenario().value("fee_ratio")
    expected = [
        76_928 * hashrate / 1e9 * 144 * 3.125 * fees * days
        for hashrate, days in zip((37.02e6, 34.55e6, 22.765089e6), (31, 28, 31), strict=True)
    ]
    np.testing.assert_allclose(rolled.hosting, expected, rtol=1e-6)
    assert scenario().value("backtest_hosting") == pytest.approx(98.624e6, rel=1e-4)


def test_with_every_decision_given_the_cash_is_opening_plus_known_flows(scenario: Make) -> None:
    s = scenario()
    # 550.03 × 90,462 = 49.757; 305 + 165.03 × 68,820 = 316.357; 2,602.53 × 69,494 = 180.860; together 546.974
    assert s.value("backtest_sales") == pytest.approx(546.974e6, abs=1e3)
    # 41.244 + 546.974 + 75.5 − 526.968 − 98.624 − 9 − 9.118 = 20.009, against 7.171 published
    assert s.value("backtest_cash") == pytest.approx(20.009e6, abs=1e3)
    assert s.value("backtest_cash_error") == pytest.approx(20.009e6 - s.value("cash_after"), abs=1e3)
    # Three eighths of 33.48m of AI plant, 12.555m, are in the published balance and not in the back-test.
    assert s.value("backtest_ai_plant") == pytest.approx(12.555e6)
    assert s.value("backtest_cash_error_after_plant") == pytest.approx(0.282e6, abs=1e3)
    # 7,528.3 + 1,271.64 − 7,768.59 = 1,031.35, against 1,025.69
    assert s.value("backtest_btc") == pytest.approx(1_031.35, abs=0.01)
    assert s.value("backtest_btc_error") == pytest.approx(5.66, abs=0.01)
    assert s.value("backtest_given").debt_close[-1] == s.value("debt_after")


def test_with_announced_decisions_only_the_cash_is_opening_plus_known_flows(scenario: Make) -> None:
    s = scenario()
    # Sales 49.757 + 305 + 2,000 × 69,494 = 138.988; repaid 305 and those 138.988; no coin more is needed:
    # 41.244 + 493.745 + 75.5 − 443.988 − 98.624 − 9 − 9.118 = 49.759
    assert s.value("backtest_announced_cash") == pytest.approx(49.759e6, abs=1e3)
    # 557.568 − 305 − 138.988
    assert s.value("backtest_announced_debt") == pytest.approx(113.579671e6)
    # 7,528.3 + 1,271.64 − 550.03 − 4,451 − 2,000
    assert s.value("backtest_announced_btc") == pytest.approx(1_798.91, abs=0.01)
    # The sale of 602.5 coins and 83.0 of repayment that nobody announced are the differences to what was published.
    assert s.value("backtest_announced_debt_error") == pytest.approx(113.579671e6 - s.value("debt_after"))


def test_announced_decisions_sell_more_where_cash_would_fall_below_the_minimum(scenario: Make) -> None:
    # 12m more of overhead a month: 49.759 − 36 = 13.759m, and no month falls below 5m.
    assert scenario(fixed=15).value("backtest_announced_cash") == pytest.approx(13.759e6, abs=1e3)
    # To hold 50m, January (41.244 + 49.757 − 40.125 − 15 − 3.717 = 32.159) lacks 17.841m, ÷ (90,462 × 0.995) = 198.22
    # coins; February has more than 50m; March (13.759 + 17.841) lacks 18.400m, ÷ (69,494 × 0.995) = 266.10 coins.
    tight = scenario(fixed=15, mincash=50)
    assert tight.value("backtest_announced_cash") == pytest.approx(50e6)
    assert tight.value("backtest_announced_btc") == pytest.approx(1_798.91 - 198.22 - 266.10, abs=0.05)


def test_march_at_the_hashrate_of_february_overstates_its_output(scenario: Make) -> None:
    s = scenario()
    # March 317.97 × 34.55 ÷ 22.765 = 482.58 instead: 500.90 + 452.77 + 482.58
    assert s.value("backtest_mined") == pytest.approx(1_271.64, abs=0.01)
    assert s.value("backtest_mined_carried_on") == pytest.approx(1_436.25, abs=0.05)
    # 500.90 + 452.77 of the two months with a published hashrate
    assert s.value("backtest_mined_two_months") == pytest.approx(953.67, abs=0.01)
    assert s.value("backtest_mined_two_months_error") == pytest.approx(
        953.67 - s.value("btc_mined_two_months"), abs=0.01
    )
