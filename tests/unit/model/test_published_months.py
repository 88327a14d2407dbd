"""A published balance rolled over invented months by the month step of the forecast."""

from typing import Any

import numpy as np
import pytest

from dashboard.model.network import btc_per_day
from dashboard.model.published_months import Quarter, roll_published

QUARTER = np.array(["2031-01", "2031-02", "2031-03"])
# 600 × 1e12 TH/s × 1e12 ÷ 2³² is the difficulty of a network of 1,000 EH/s.
DIFFICULTY = np.array([1.0, 1.0, 0.5]) * 600 * 1e21 / 2**32


def rolled(**changes: Any) -> Quarter:
    """Three invented months that can be redone on paper: 10 coins a day at the reference network."""
    values: dict[str, Any] = {
        "quarter": QUARTER,
        "cash": 20e6,
        "btc": 1_000.0,
        "debt": 100e6,
        "equity_raised": 10e6,
        "cash_cost": 50_000.0,
        "reference_network": 1e9,
        "reference_subsidy": 3.125,
        "hashrate": np.array([10.0, 10.0, 5.0]) / btc_per_day(1.0, 1e9, 3.125, 0.0),
        "prices": np.array([90_000.0, 70_000.0, 70_000.0]),
        "network_period": QUARTER,
        "network_difficulty": DIFFICULTY,
        "network_days": np.array([31.0, 28.0, 31.0]),
        "block_subsidy": 3.125,
        "fee_ratio": 0.0,
        "overhead_per_month": 1e6,
        "interest_rate": 0.036,
        "btc_sold": np.array([0.0, 500.0, 700.0]),
        "sale_prices": np.array([90_000.0, 60_000.0, 70_000.0]),
        "debt_repaid": (30e6, 40e6),
    }
    return roll_published(**(values | changes))


def test_every_decision_given() -> None:
    quarter = rolled()
    np.testing.assert_allclose(quarter.btc_mined, [310, 280, 310])
    # Hash cost: in month 3 half the hashrate earns as many coins from half the network at half the cost.
    np.testing.assert_allclose(quarter.hosting, [15.5e6, 14e6, 7.75e6])
    np.testing.assert_allclose(quarter.interest, [300e3, 300e3, 210e3])
    np.testing.assert_allclose(quarter.btc_close, [1310, 1090, 700])
    np.testing.assert_allclose(quarter.debt_close, [100e6, 70e6, 30e6])
    # 20 − 15.5 − 1 − 0.3 = 3.2; + 30 + 10 − 30 − 14 − 1 − 0.3 = −2.1; + 49 − 40 − 7.75 − 1 − 0.21 = −2.06
    np.testing.assert_allclose(quarter.cash_close, [3.2e6, -2.1e6, -2.06e6])


def test_more_is_sold_to_hold_the_minimum_cash_if_asked() -> None:
    quarter = rolled(minimum_cash=5e6, selling_cost=0.01)
    extra = (5e6 - 3.2e6) / (90_000 * 0.99)
    assert quarter.btc_sold[0] == pytest.approx(extra)
    assert quarter.btc_close[0] == pytest.approx(1310 - extra)
    np.testing.assert_allclose(quarter.cash_close, [5e6, 5e6, 5.04e6])
