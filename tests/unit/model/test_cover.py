"""AI against the burn: what covering it takes, and in which month it is asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dashboard.model import cover, outlook
from dashboard.model.case import plant_share_of_sales, runway_case


def path(**columns: Any) -> Any:
    """A path of which only what is asked for is known."""
    ahead = {name: np.asarray(values) for name, values in columns.pop("ahead", {}).items()}
    terms = SimpleNamespace(**columns.pop("terms", {}))
    known = {name: np.asarray(values) for name, values in columns.items()}
    return SimpleNamespace(terms=terms, ahead=ahead.__getitem__, **known)


@pytest.mark.parametrize(
    ("burn", "more", "standing", "today", "needed"),
    [
        (1e6, 0.5e6, 0.25e6, 0.0, 2.0),
        # Four megawatts stand and cover it: what covers it is less than they are.
        (1e6, 0.5e6, 0.5e6, 4.0, 2.0),
        # Two stand and cover half of it.
        (1e6, 0.25e6, 0.25e6, 2.0, 4.0),
        # What stands loses money: it is idle, and the new ones cover it all.
        (1e6, 0.5e6, -0.1e6, 2.0, 4.0),
        (1e6, 0.0, 0.0, 2.0, np.nan), (1e6, -1.0, 0.25e6, 2.0, np.nan), (-1e6, 0.5e6, 0.5e6, 2.0, 0.0),
    ],
)  # fmt: skip
def test_megawatts_that_cover_the_burn(burn: float, more: float, standing: float, today: float, needed: float) -> None:
    found = cover.ai_mw_needed(np.array([burn]), np.array([more]), np.array([standing]), today)
    np.testing.assert_allclose(found, [needed])


def test_the_margin_is_that_of_the_month_in_which_all_of_it_serves() -> None:
    # The price is 5 months old in the first month of the forecast; all serves in the 8th: 5 − 1 + 8 = 12 months.
    terms = {
        "clock": SimpleNamespace(price_age=np.array([3.0, 4.0, 5.0]), estimated=2), "ramp_months": 7.0,
        "horizon_months": 36, "expansion_revenue_per_mw_year": 24e6, "expansion_running_cost_per_mw_year": 6e6,
        "expansion_price_decay": 0.25, "vendor_rate": 0.0, "vendor_years": 5.0, "expansion_capex_per_mw": 10e6,
        "vendor_share": 0.6, "gpu_revenue_per_mw_year": 12e6, "gpu_running_cost_per_mw_year": 3e6,
        "gpu_price_decay": 0.5,
    }  # fmt: skip
    # (24 × 0.75 − 6) ÷ 12 less 6m over 60 months; (12 × 0.5 − 3) ÷ 12.
    assert cover.ai_margin_per_mw_at_ramp(path(terms=terms)) == pytest.approx(1e6 - 0.1e6)
    assert cover.ai_margin_per_mw_standing(path(terms=terms)) == pytest.approx(0.25e6)


def test_each_scenario_has_its_own_share_of_sales_for_plant() -> None:
    sales = {"treasury_sold": [[10.0, 0.0, 4.0], [10.0, 0.0, 4.0]], "sold_plant": [[5.0, 0.0, 0.0], [0.0, 0.0, 8.0]]}
    assert plant_share_of_sales(path(ahead=sales)).tolist() == [0.25, 0.0, 1.0]


def test_a_sale_in_the_month_of_cover_is_one_that_cover_has_not_prevented() -> None:
    one = path(
        money_gone=[np.nan, np.nan, np.nan], next_forced_sale=[5.0, 6.0, 7.0], ai_covers_lasting_from=[6.0, 6.0, 6.0],
        estimate_failed=[False] * 3, burn_per_month=[1e6] * 3, gone_by_maturity=[False] * 3,
        ahead={"treasury_sold": np.ones((1, 3)), "sold_plant": np.zeros((1, 3))},
    )  # fmt: skip
    assert runway_case(one).tolist() == ["sale_then_ai", "sale_then_ai", "ai_first"]


def test_mining_pays_where_its_bills_never_add_up_to_more_than_it_earned() -> None:
    burns = {"burn": [[-2.0, 0.0, -1.0], [1.0, 0.0, 2.0], [1.0, 0.0, -9.0]]}
    assert outlook.mining_pays_its_way(path(ahead=burns)).tolist() == [1.0, 1.0, 0.0]
    assert outlook.ai_break_even_reached(path(ai_covers=[True, False])).tolist() == [1.0, 0.0]
