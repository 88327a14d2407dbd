"""Sales at their edges: nothing to free, everything pledged, everything sold and still owed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dashboard.model import forced_sale
from dashboard.model.month import MarginTest, Rules, State


def margin(**changes: float) -> MarginTest:
    """What a month without a margin call leaves: no coin free, 100 pledged for 4m."""
    none: Any = np.zeros(())
    values = {name: none for name in MarginTest._fields} | {"unpledged": 0.0, "pledged": 100.0, "btc_loan": 4e6}
    return MarginTest(**{name: np.asarray(value) for name, value in (values | changes).items()})


# A coin brings $50,000 and frees $10,000 once $40,000 of the loan are repaid.
@pytest.mark.parametrize(
    ("loan", "free", "short", "raised", "pledged", "owed"),
    [
        (4e6, 0.0, 0.2e6, 0.2e6, 80.0, 3.2e6),
        (4e6, 10.0, 0.6e6, 0.6e6, 90.0, 3.6e6),
        # Where the loan is worth the coins, or more, nothing can be freed: only the free ones go.
        (5e6, 10.0, 0.6e6, 0.5e6, 100.0, 5e6),
        (6e6, 10.0, 0.6e6, 0.5e6, 100.0, 6e6),
    ],
)
def test_pledged_coins_are_freed_by_repaying_their_part(
    loan: float, free: float, short: float, raised: float, pledged: float, owed: float
) -> None:
    sale = forced_sale.sell_for_cash(np.asarray(short), np.zeros(()), 50_000.0, margin(btc_loan=loan, unpledged=free))
    assert sale.raised == pytest.approx(raised)
    assert (sale.unpledged, sale.pledged, sale.btc_loan) == (0.0, pytest.approx(pledged), pytest.approx(owed))


def test_what_the_sale_of_all_collateral_leaves_is_owed_without_it() -> None:
    # 4.9m on 5m of coins: called at half, taken at the whole; a sale costs a tenth and brings 4.5m.
    state = State(*map(np.asarray, (0.0, 0.0, 100.0, 4.9e6, 1e6, 0.0)), np.asarray(False))
    rules = Rules(selling_cost=0.1, margin_call_ltv=0.5, liquidation_ltv=1.0)
    test = forced_sale.margin_test(state, np.asarray(0.0), 0.0, rules, 50_000.0, 0.0)
    assert test.called and (test.pledged, test.btc_loan, test.other_debt) == (0.0, 0.0, pytest.approx(1.4e6))
