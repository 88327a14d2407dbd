"""Invented companies for tests of the months: round numbers that can be redone on paper."""

from typing import Any

import numpy as np

from dashboard.model.clock import DAYS_PER_MONTH, Clock, clock
from dashboard.model.estimate import Estimate
from dashboard.model.month import Terms
from dashboard.model.network import btc_per_day

NEVER = 1_000.0
COINS_PER_TH = btc_per_day(1.0, 1e9, 3.125, 0.01) * DAYS_PER_MONTH


def months(horizon: int = 36, estimated: int = 0, **windows: str) -> Clock:
    """A clock from 31 March 2026 whose windows lie in the past, unless they are given."""
    today = str(np.datetime64("2026-03", "M") + estimated)
    given = {
        "plant_first_month": "2025-01",
        "plant_last_month": "2025-02",
        "ai_service_month": "2025-03",
        "borrowing_month": "2025-01",
        "gpu_price_month": str(np.datetime64(today, "M") + 1),
    }
    return clock("2026-03-31", today, float(horizon), **(given | windows))


def published(
    price: float = 68_000.0, network: float = 1e9, hashrate: float = 0.0, months: int = 0, low: float | None = None
) -> Estimate:
    """So many estimated months, all alike."""

    def same(value: float) -> np.ndarray:
        return np.full(months, value)

    return Estimate(
        same(price), same(price if low is None else low), np.zeros(months, dtype=bool), same(network), same(hashrate),
        np.ones(months, dtype=bool),
    )  # fmt: skip


def company(horizon: int = 36, **changes: Any) -> Terms:
    """Mines 420 coins a month at $76,928 each, price $68,000, $30.6m of debt, no AI, no halving, no estimate."""
    values: dict[str, Any] = {
        "clock": months(horizon),
        "estimate": published(),
        "opening_cash": 7.2e6,
        "opening_btc": 1026.0,
        "btc_price": 68_000.0,
        "network_hashrate": 1e9,
        "self_mining_hashrate": 420 / COINS_PER_TH,
        "block_subsidy": 3.125,
        "fee_ratio": 0.01,
        "halving_months": NEVER,
        "cash_cost_at_reference": 76_928.0,
        "reference_network_hashrate": 1e9,
        "reference_block_subsidy": 3.125,
        "overhead_per_month": 3e6,
        "minimum_cash": 5e6,
        "selling_cost": 0.005,
        "other_debt": 30.6e6,
        "interest_rate": 0.08,
    }
    return Terms(**(values | changes))


def lender(**changes: Any) -> Terms:
    """A company that mines nothing and spends nothing: 100 coins, all pledged, at $50,000 a coin, no costs."""
    still: dict[str, Any] = {
        "opening_cash": 5e6,
        "opening_btc": 100.0,
        "pledged_btc": 100.0,
        "btc_price": 50_000.0,
        "self_mining_hashrate": 0.0,
        "overhead_per_month": 0.0,
        "other_debt": 0.0,
        "interest_rate": 0.0,
        "margin_call_ltv": 0.75,
        "liquidation_ltv": 0.9,
        "selling_cost": 0.0,
    }
    return company(3, **(still | changes))


def saver(**changes: Any) -> Terms:
    """Mines nothing, owes nothing: $20m, 100 coins at $50,000, $4m of overhead a month, $5m never to be touched."""
    values: dict[str, Any] = {
        "opening_cash": 20e6,
        "opening_btc": 100.0,
        "btc_price": 50_000.0,
        "self_mining_hashrate": 0.0,
        "overhead_per_month": 4e6,
        "other_debt": 0.0,
        "interest_rate": 0.0,
        "selling_cost": 0.0,
    }
    return company(12, **(values | changes))
