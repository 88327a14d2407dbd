"""The roll-forward of a quarter against invented months that can be redone on paper."""

from typing import Any

import numpy as np
import pytest
from dashboard.model.quarter import roll_quarter

from dashboard.model.network import btc_per_day


def quarter(**changes: Any) -> dict[str, Any]:
    """Three invented months that can be redone on paper: 10 coins a day at the reference network."""
    values: dict[str, Any] = {
        "opening_cash": 20e6,
        "opening_btc": 1_000.0,
        "opening_debt": 100e6,
        "prices": np.array([90_000.0, 70_000.0, 70_000.0]),
        "hashrate": np.array([10.0, 10.0, 5.0]) / btc_per_day(1.0, 1e9, 3.125, 0.0),
        "network_hashrate": np.array([1e9, 1e9, 0.5e9]),
        "days": np.array([31.0, 28.0, 31.0]),
        "btc_sold": np.array([0.0, 500.0, 700.0]),
        "sale_prices": np.array([90_000.0, 60_000.0, 70_000.0]),
        "equity": np.array([0.0, 10e6, 0.0]),
        "debt_repaid": np.array([0.0, 30e6, 40e6]),
        "cash_cost_at_reference": 50_000.0,
        "reference_network_hashrate": 1e9,
        "block_subsidy": 3.125,
        "fee_ratio": 0.0,
        "overhead_per_month": 1e6,
        "interest_rate": 0.0365,
    }
    return values | changes


def test_roll_quarter() -> None:
    rolled = roll_quarter(**quarter())
    np.testing.assert_allclose(rolled.btc_mined, [310, 280, 310])
    # Hash cost: in month 3 half the hashrate earns as many coins from half the network at half the cost.
    np.testing.assert_allclose(rolled.hosting, [15.5e6, 14e6, 7.75e6])
    np.testing.assert_allclose(rolled.interest, [310e3, 280e3, 217e3])
    np.testing.assert_allclose(rolled.btc_close, [1310, 1090, 700])
    np.testing.assert_allclose(rolled.debt_close, [100e6, 70e6, 30e6])
    np.testing.assert_allclose(rolled.cash_close, [3.19e6, -2.09e6, -2.057e6])


def test_roll_quarter_sells_to_hold_the_minimum_cash_if_asked() -> None:
    rolled = roll_quarter(**quarter(minimum_cash=5e6, selling_cost=0.01))
    extra = (5e6 - 3.19e6) / (90_000 * 0.99)
    assert rolled.btc_sold[0] == pytest.approx(extra)
    assert rolled.btc_close[0] == pytest.approx(1310 - extra)
    np.testing.assert_allclose(rolled.cash_close, [5e6, 5e6, 5.033e6])
    penniless = quarter(minimum_cash=5e6, opening_cash=0.0, opening_btc=0.0, hashrate=np.zeros(3), btc_sold=np.zeros(3))
    assert roll_quarter(**penniless).cash_close[0] == pytest.approx(-1e6 - 310e3)
