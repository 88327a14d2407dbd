"""What the page reads off the flat path, for a company redone on paper, and the balance the path starts from."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.model import opening, outlook
from dashboard.model.month import CAUSES, RunwayInputs
from dashboard.model.path import Runway, run_runway
from dashboard.numbers.resolver import Scenario

MILLION = 1e6
Make = Callable[..., Scenario]


def path(**changes: Any) -> Runway:
    """Mines nothing, owes nothing: $20m, 100 coins at $50,000, $4m of overhead a month, $5m never to be touched."""
    values: dict[str, Any] = {
        "opening_cash": 20e6,
        "opening_btc": 100.0,
        "btc_price": 50_000.0,
        "cash_cost_at_reference": 70_000.0,
        "reference_network_hashrate": 1e9,
        "network_hashrate": 1e9,
        "self_mining_hashrate": 0.0,
        "fleet_efficiency": 20.0,
        "power_tariff": 0.06,
        "block_subsidy": 3.125,
        "fee_ratio": 0.0,
        "halving_month": 7.0,
        "halving_share_before": 0.0,
        "overhead_per_month": 4e6,
        "minimum_cash": 5e6,
        "selling_cost": 0.0,
        "horizon_months": 12,
    }
    return run_runway(RunwayInputs(**(values | changes)))


# Cash 20, 16, 12, 8; month 4 would leave 4 and sells 20 coins for 1; month 5 sells the other 80; month 6 leaves 1.
def test_balances_by_month_start_with_the_opening_one() -> None:
    p = path()
    np.testing.assert_allclose(outlook.cash_by_month(p)[:7] / MILLION, [20, 16, 12, 8, 5, 5, 1])
    np.testing.assert_allclose(outlook.btc_by_month(p)[:7], [100, 100, 100, 100, 80, 0, 0], atol=1e-9)
    np.testing.assert_allclose(outlook.btc_sold_by_month(p)[:7], [0, 0, 0, 0, 20, 80, 0], atol=1e-9)
    np.testing.assert_allclose(outlook.value_by_month(p)[:7] / MILLION, [25, 21, 17, 13, 9, 5, 1])
    assert len(outlook.cash_by_month(p)) == len(outlook.btc_sold_by_month(p)) == 13


def test_months_dates_and_the_gap() -> None:
    p = path()
    assert (outlook.months_to_next_sale(p), outlook.runway_months(p)) == (4, 5)
    assert outlook.next_sale_date("2026-03-31", 4) == "2026-07"
    assert outlook.last_paid_date("2026-03-31", 5) == "2026-08"
    assert outlook.ai_break_even_date("2026-03-31", 10) == "2027-01"
    # 5 of minimum cash less the 1 that month 6 leaves
    assert outlook.shortfall_gap(p) == pytest.approx(4e6)
    assert outlook.shortfall_by_maturity(p) == 0
    assert outlook.first_sale_cause(p) == "minimum_cash"
    assert {cause: float(outlook.btc_sold_for(cause)(p)) for cause in CAUSES if outlook.btc_sold_for(cause)(p)} == {
        "minimum_cash": pytest.approx(100)
    }
    # 20 − 5 + 100 × 0.05
    assert outlook.funds_available(p) == pytest.approx(20e6)


def test_the_first_year_closes() -> None:
    p = path()
    flows = {name: float(outlook.first_year(name)(p)) for name in ("cash_open", "overhead", "treasury_sales")}
    # Six months of 4 and 100 coins for 5: 20 − 24 + 5 = 1
    assert flows == {"cash_open": 20e6, "overhead": -24e6, "treasury_sales": pytest.approx(5e6)}
    assert outlook.first_year("cash_close")(p) == pytest.approx(1e6)
    assert outlook.first_year_mining(p) == 0


def test_ai_against_the_burn() -> None:
    # 6 of plant over two months, then 24 a year = 2 a month against a burn of 4.
    p = path(ai_mw=1.0, ai_capex_per_mw=6e6, ramp_months=2.0, ai_revenue_per_mw_year=24e6)
    assert outlook.ai_capex_per_month(p) == 3e6
    assert outlook.burn_at_ramp(p) == 4e6
    assert outlook.ai_margin_at_ramp(p) == pytest.approx(2e6)
    assert outlook.ai_burn_cover(p) == pytest.approx(0.5)
    assert (outlook.ai_mw_needed(p), outlook.ai_capex_needed(p)) == (pytest.approx(2), pytest.approx(12e6))
    assert np.isnan(outlook.months_to_ai_break_even(p)) and outlook.ai_break_even_reached(p) == 0
    # Twice the capacity covers it from month 3. Cash 10, 2 (month 2 pays 4 + 6, earns half of 4): 3 of coins are sold.
    twice = path(ai_mw=2.0, ai_capex_per_mw=6e6, ramp_months=2.0, ai_revenue_per_mw_year=24e6)
    assert outlook.months_to_ai_break_even(twice) == 3 and outlook.ai_break_even_reached(twice) == 1
    assert outlook.months_to_next_sale(twice) == 2


def test_what_building_ai_costs_in_months() -> None:
    # Plant without income: cash 13, 6, month 3 sells 60 coins for 3, month 4 raises 2 of 4 and is 2 short.
    p = path(ai_mw=1.0, ai_capex_per_mw=6e6, ramp_months=2.0)
    assert outlook.runway_months(p) == 3
    assert outlook.shortfall_gap(p) == pytest.approx(2e6)
    without = outlook.runway_months_without_ai(p, 12)
    assert without == 5
    assert outlook.runway_cost_of_ai(without, p, 12) == 2


def test_months_short_lie_between_the_last_one_paid_and_the_one_ai_would_cover() -> None:
    # 2 of plant a month, income 0, 0.4, 0.8, 1.2, … 4 in month 11: cash 14, 8.4, month 3 would leave 3.2 and sells 1.8,
    # month 4 would leave 0.2 and has coins for 3.2 only.
    p = path(ai_mw=1.0, ai_capex_per_mw=20e6, ramp_months=10.0, ai_revenue_per_mw_year=48e6)
    assert (outlook.runway_months(p), outlook.months_to_ai_break_even(p)) == (3, 11)
    assert outlook.shortfall_gap(p) == pytest.approx(1.6e6)
    assert outlook.months_short(p) == 8 and outlook.ai_break_even_reached(p) == 0


def test_debt_that_falls_due_is_told_from_bills() -> None:
    # Month 3 leaves 8, owes 10: 100 coins bring 5, so 3 of the 5 of minimum cash are there.
    p = path(other_debt=10e6, maturity_month=3.0)
    assert (outlook.runway_months(p), outlook.shortfall_by_maturity(p)) == (2, 1)
    assert outlook.shortfall_gap(p) == pytest.approx(2e6)
    assert outlook.debt_due(p) == 10e6
    assert outlook.first_sale_cause(p) == "maturity"
    assert np.isnan(outlook.debt_due(path(other_debt=1e6, maturity_month=13.0)))


def test_income_that_pays_the_bills() -> None:
    p = path(lease_income_per_month=5e6)
    assert outlook.burn_per_month(p) == -1e6
    assert outlook.mining_pays_its_way(p) == 1
    assert np.isnan(outlook.months_to_first_burn(p))
    assert outlook.months_to_ai_break_even(p) == 0 and outlook.first_sale_cause(p) is None
    assert outlook.burn_after_halving(p) == -1e6
    assert np.isnan(outlook.shortfall_gap(p))
    assert outlook.mining_pays_its_way(path()) == 0 and outlook.months_to_first_burn(path()) == 1


def test_the_halving_the_maturity_and_the_pledge_are_counted_from_the_balance() -> None:
    # (1,050,000 − 952,139) ÷ 144 = 679.5903 days after 2 June, which is 63 days after 31 March; ÷ 30.4167 = 24.41
    days = opening.halving_days(952_139, "2026-06-02", "2026-03-31")
    assert days == pytest.approx(742.5903, abs=1e-4)
    assert opening.halving_month(days) == 25
    assert opening.maturity_month("2028-04-30", "2026-03-31") == 25
    # 6m ÷ (0.6 × 50,000) = 200 coins; called at 6m ÷ (200 × 0.75)
    dates, closes = np.array(["2026-03-30", "2026-03-31"], "datetime64[D]"), np.array([1.0, 50_000.0])
    pledged = opening.btc_pledged(6e6, 0.6, "2026-03-31", dates, closes)
    assert pledged == pytest.approx(200)
    assert opening.margin_call_price_now(6e6, pledged, 0.75) == pytest.approx(40_000)


def test_the_path_starts_from_the_balance_and_the_sliders(scenario: Make, facts: Facts) -> None:
    s = scenario(btc=80, mw=2, ramp=6, curtail="OFF", lease=1.5, mincash=7, growth=-1, **{"raise": 25})
    inputs = s.value("runway_path").inputs
    for name, key in (("opening_cash", "cash_now"), ("opening_btc", "treasury_now"),
                      ("pledged_btc", "btc_pledged"), ("btc_loan", "btc_loan_now"),
                      ("halving_month", "halving_month"), ("ai_opex_per_mw_year", "ai_opex"),
                      ("price_decay", "ai_price_decay")):  # fmt: skip
        assert getattr(inputs, name) == s.value(key), name
    assert inputs.other_debt == s.value("debt_now") - s.value("btc_loan_now")
    chosen = (inputs.btc_price, inputs.ai_mw, inputs.ramp_months, inputs.curtailment, inputs.lease_income_per_month)
    assert chosen == (80_000, 2, 6, False, 1.5e6)
    assert (inputs.minimum_cash, inputs.network_growth, inputs.equity_raise) == (7e6, -0.01, 25e6)
    assert scenario().value("runway_path").inputs.curtailment is True
    # No more is pledged or owed to the lender than there is.
    names = {**facts.names, "treasury_now": 50.0, "debt_now": 4e6}
    small = scenario(dataclasses.replace(facts, names=names)).value("runway_path").inputs
    assert (small.pledged_btc, small.btc_loan, small.other_debt) == (50, 4e6, 0)
