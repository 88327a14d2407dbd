"""How far each limit is, for a balance that can be redone on paper."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dashboard.model import headroom


def balance(**changes: Any) -> Any:
    """Cash of 8m, 100 coins at $60,000, 80 of them pledged for 4m, 12m of debt; 100 coins mined next month."""
    known: dict[str, Any] = {
        "cash": 8e6, "btc": 100.0, "pledged": 80.0, "debt": 12e6, "btc_loan": 4e6, "burn_per_month": 2e6,
        "ai_net": [0.5e6, 9e6], "equity": [1e6, 2e6], "capex": [0.25e6, 7e6], "btc_mined": [100.0, 0.0],
    } | changes  # fmt: skip
    terms = SimpleNamespace(
        minimum_cash=5e6, btc_price=60_000.0, selling_cost=0.01, debt_rolled_over=0.25, margin_call_ltv=0.7,
        liquidation_ltv=0.9,
    )  # fmt: skip
    return SimpleNamespace(
        terms=terms,
        burn_per_month=np.asarray(known["burn_per_month"]),
        today=lambda name: np.asarray(known[name]),
        ahead=lambda name: np.asarray(known[name]),
    )


def test_minimum_cash_is_what_next_month_leaves_of_it() -> None:
    # 8 − 5 + 0.5 + 1 − 2 − 0.25 = 2.25m are left, which 100 coins bring in at $22,500 less each.
    limit = headroom.minimum_cash_limit(balance())
    assert (limit.now, limit.threshold, limit.trips_at) == (8e6, 5e6, pytest.approx(37_500))
    assert limit.distance == pytest.approx(-0.375) and not limit.reached
    # 0.25m are missing: $2,500 more a coin.
    short = headroom.minimum_cash_limit(balance(burn_per_month=4.5e6))
    assert short.trips_at == pytest.approx(62_500) and short.reached


def test_no_price_below_zero_and_none_where_nothing_is_mined() -> None:
    rich = headroom.minimum_cash_limit(balance(cash=80e6))
    assert np.isnan(rich.trips_at) and np.isnan(float(rich.distance)) and not rich.reached
    for burn, reached in ((2e6, False), (6e6, True)):
        still = headroom.minimum_cash_limit(balance(btc_mined=[0.0, 0.0], burn_per_month=burn))
        assert np.isnan(still.trips_at) and still.reached == reached


def test_the_lenders_limits_are_prices_of_the_pledged_coins() -> None:
    call, sale = headroom.margin_call_limit(balance()), headroom.liquidation_limit(balance())
    assert call.now == sale.now == pytest.approx(4e6 / (80 * 60_000))
    assert call.trips_at == pytest.approx(4e6 / (80 * 0.7)) and call.reached
    assert sale.trips_at == pytest.approx(4e6 / (80 * 0.9)) and not sale.reached


def test_what_falls_due_is_paid_from_coins_spare_cash_and_new_equity() -> None:
    # 99 coins after the cost of selling; 3m above the minimum and 3m of equity; 9m of 12m are not rolled over.
    limit = headroom.maturity_limit(balance())
    assert limit.now == pytest.approx(99 * 60_000 + 6e6) and limit.threshold == 9e6
    assert limit.trips_at == pytest.approx(3e6 / 99) and not limit.reached
    assert headroom.maturity_limit(balance(debt=17e6)).reached


def test_the_exchanges_limits_are_prices_of_the_share() -> None:
    assert headroom.share_price_limit(1.25).distance == pytest.approx(-0.2)
    value = headroom.market_value_limit(2.0, 10e6, 15e6)
    assert (value.now, value.threshold, value.trips_at) == (20e6, 15e6, 1.5) and not value.reached
