"""The month step and the figures read off a path: worked examples, events one by one, awkward companies."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from dashboard.model.runway import DAYS_PER_MONTH, halving_position

from dashboard.model.month import CASH_FLOWS, Month, RunwayInputs
from dashboard.model.network import btc_per_day
from dashboard.model.path import Runway, run_runway, runway_cost_of_ai

NEVER = 1_000.0
COINS_PER_TH = btc_per_day(1.0, 1e9, 3.125, 0.01) * DAYS_PER_MONTH


def company(**changes: Any) -> RunwayInputs:
    """The company of example R01: 420 coins a month, price $68,000, no AI, no halving, no curtailment."""
    values: dict[str, Any] = {
        "opening_cash": 7.2e6,
        "opening_btc": 1026.0,
        "btc_price": 68_000.0,
        "cash_cost_at_reference": 76_928.0,
        "reference_network_hashrate": 1e9,
        "network_hashrate": 1e9,
        "self_mining_hashrate": 420 / COINS_PER_TH,
        "fleet_efficiency": 20.0,
        "power_tariff": 0.06,
        "block_subsidy": 3.125,
        "fee_ratio": 0.01,
        "halving_month": NEVER,
        "halving_share_before": 0.0,
        "overhead_per_month": 3e6,
        "minimum_cash": 5e6,
        "selling_cost": 0.005,
        "output_selling_cost": 0.005,
        "other_debt": 30.6e6,
        "interest_rate": 0.08,
        "curtailment": False,
    }
    return RunwayInputs(**(values | changes))


def lender(**changes: Any) -> RunwayInputs:
    """A company that mines nothing and spends nothing: 100 coins, all pledged at $50,000 a coin, no costs."""
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
        "horizon_months": 3,
    }
    return company(**(still | changes))


def test_the_months_output_goes_at_spot_and_only_forced_sales_cost() -> None:
    # Hosting 76,928 × 420 = 32,309,760; revenue at spot 68,000 × 420 = 28,560,000; fixed 3,000,000;
    # interest 30.6m × 8 % ÷ 12 = 204,000: burn 6,953,760, of which cash above the minimum pays 2.2m.
    spot = run_runway(company(output_selling_cost=0.0))
    assert spot.burn_per_month == pytest.approx(6_953_760)
    assert spot.months.treasury_sold[0] == pytest.approx(4_753_760 / (68_000 * 0.995))


def assert_conserved(months: Month) -> None:
    """Opening + flows = closing for cash, coins and debt, and the next opening is the last closing."""
    flows = sum(sign * getattr(months, name) for name, sign in CASH_FLOWS.items())
    np.testing.assert_allclose(months.cash_open + flows, months.cash_close, rtol=0, atol=1e-6)
    coins = months.btc_open + months.btc_mined - months.sold_output - months.treasury_sold
    np.testing.assert_allclose(coins, months.btc_close, rtol=0, atol=1e-6)
    np.testing.assert_allclose(months.debt_open - months.debt_repaid, months.debt_close, rtol=0, atol=1e-6)
    for opening, closing in (
        ("cash_open", "cash_close"),
        ("btc_open", "btc_close"),
        ("debt_open", "debt_close"),
    ):
        np.testing.assert_array_equal(getattr(months, opening)[1:], getattr(months, closing)[:-1])


def total_sold(runway: Runway, months: int) -> float:
    """Coins sold in the first months, output and treasury."""
    return float((runway.months.sold_output + runway.months.treasury_sold)[:months].sum())


def test_r01_runway_path() -> None:
    runway = run_runway(company())
    months = runway.months
    need = months.hosting[0] + months.overhead[0] + months.interest[0]
    assert need == pytest.approx(35_513_760)
    assert total_sold(runway, 1) == pytest.approx(492.3700857)
    assert months.btc_close[0] == pytest.approx(953.6299143)
    assert months.btc_close[5] == pytest.approx(429.2018918)
    assert months.btc_close[11] == 0
    assert runway.months_to_next_sale == 1
    # The example counts the month that fails: 11 months run, 10 of them paid.
    assert runway.runway_months == 10
    assert total_sold(runway, 11) == pytest.approx(5646)
    assert_conserved(months)


def test_r02_sells_just_enough_to_restore_the_minimum_cash() -> None:
    months = run_runway(company()).months
    missing = 5e6 - (7.2e6 - 35_513_760 + 420 * 68_000 * 0.995)
    assert months.treasury_sold[0] == pytest.approx(missing / (68_000 * 0.995))
    assert months.cash_close[0] == pytest.approx(5e6)


def test_burn_is_bills_less_output_and_lease() -> None:
    runway = run_runway(company(lease_income_per_month=1e6))
    assert runway.burn_per_month == pytest.approx(35_513_760 - 420 * 68_000 * 0.995 - 1e6)


def test_coins_fall_with_network_growth_from_month_two_and_hosting_does_not() -> None:
    runway = run_runway(company(network_growth=0.015, btc_price=200_000.0))
    assert runway.months.btc_mined[0] == pytest.approx(420)
    assert runway.months.btc_mined[11] == pytest.approx(420 / 1.015**11)
    np.testing.assert_allclose(runway.months.hosting, 420 * 76_928)


def test_cost_per_coin_follows_the_network_and_doubles_with_the_halving() -> None:
    months = run_runway(
        company(network_hashrate=1.1e9, halving_month=3, halving_share_before=0.25, btc_price=500_000.0)
    ).months
    cost = months.hosting / months.btc_mined
    assert cost[0] == pytest.approx(76_928 * 1.1)
    assert months.btc_mined[2] / months.btc_mined[1] == pytest.approx(0.25 + 0.75 / 2)
    assert cost[3] == pytest.approx(2 * cost[0])


def test_halving_position() -> None:
    month, share_before = halving_position(24.4 * DAYS_PER_MONTH)
    assert month == 25
    assert share_before == pytest.approx(0.4)


def test_u14_cohorts_that_do_not_earn_their_power_are_off() -> None:
    hashprice, price = 30.0, 68_000.0
    network = 144 * 3.125 * 1.01 * price / hashprice * 1e3
    fleet = company(
        btc_price=price,
        selling_cost=0.0,
        output_selling_cost=0.0,
        network_hashrate=network,
        reference_network_hashrate=network,
        cash_cost_at_reference=90_000.0,
        self_mining_hashrate=37.01e6,
        power_tariff=0.065,
        cohort_efficiency=(21.5, 17.5, 9.5),
        cohort_share=(20 / 37.01, 15 / 37.01, 2.01 / 37.01),
    )
    everything = run_runway(fleet).months
    curtailed = run_runway(replace(fleet, curtailment=True)).months
    assert curtailed.btc_mined[0] / everything.btc_mined[0] == pytest.approx(17.01 / 37.01)
    saved_per_day = (everything.burn[0] - curtailed.burn[0]) / DAYS_PER_MONTH
    assert saved_per_day == pytest.approx(70_800)


def test_curtailment_saves_only_the_power_part_and_never_more_than_the_hosting_cost() -> None:
    power = 420 / COINS_PER_TH * 20 / 1000 * 730 * 0.06
    stopped = run_runway(company(btc_price=30_000.0, curtailment=True)).months
    assert stopped.btc_mined[0] == 0
    assert stopped.hosting[0] == pytest.approx(420 * 76_928 - power)
    cheap = run_runway(company(btc_price=30_000.0, curtailment=True, cash_cost_at_reference=40_000.0)).months
    assert cheap.hosting[0] == 0


def test_plant_is_paid_before_it_earns() -> None:
    months = run_runway(
        company(
            btc_price=200_000.0,
            ai_mw=2.0,
            ai_revenue_per_mw_year=12e6,
            ai_power_cost_per_mw_year=0.6e6,
            ai_opex_per_mw_year=0.4e6,
            ai_capex_per_mw=30e6,
            price_decay=0.2,
            ramp_months=4,
        )
    ).months
    np.testing.assert_allclose(months.capex[:5], [15e6, 15e6, 15e6, 15e6, 0])
    assert months.ai_margin[0] == 0
    assert months.ai_margin[1] == pytest.approx(2 / 4 * (12e6 * 0.8 ** (1 / 12) - 1e6) / 12)
    assert months.ai_margin[4] == pytest.approx(2 * (12e6 * 0.8 ** (4 / 12) - 1e6) / 12)
    assert months.ai_margin[12] == pytest.approx(2 * (12e6 * 0.8 - 1e6) / 12)


def pivot(**changes: Any) -> RunwayInputs:
    """A company rich enough to finish its AI plant."""
    values: dict[str, Any] = {
        "opening_cash": 500e6,
        "ai_mw": 1.0,
        "ai_revenue_per_mw_year": 13e6,
        "ai_power_cost_per_mw_year": 0.6e6,
        "ai_opex_per_mw_year": 0.4e6,
        "ai_capex_per_mw": 33e6,
        "ramp_months": 10,
    }
    return company(**(values | changes))


def test_cover_megawatts_and_plant_needed() -> None:
    runway = run_runway(pivot())
    burn = 35_513_760 - 420 * 68_000 * 0.995
    assert runway.ai_burn_cover == pytest.approx(1e6 / burn)
    assert runway.ai_mw_needed == pytest.approx(burn / 1e6)
    assert runway.ai_capex_needed == pytest.approx(33 * burn)
    assert np.isnan(runway.months_to_ai_break_even)
    enough = run_runway(pivot(ai_mw=float(runway.ai_mw_needed) * (1 + 1e-9)))
    assert enough.ai_burn_cover == pytest.approx(1)
    # Full capacity earns from the month after the ramp.
    assert enough.months_to_ai_break_even == 11
    assert enough.ai_break_even_reached


def test_cover_takes_the_price_level_of_the_last_month_of_the_ramp() -> None:
    runway = run_runway(pivot(price_decay=0.2))
    assert runway.ai_margin_per_mw_at_full_ramp == pytest.approx((13e6 * 0.8 ** (9 / 12) - 1e6) / 12)


def test_ai_that_loses_money_never_covers_the_burn() -> None:
    runway = run_runway(pivot(ai_revenue_per_mw_year=0.5e6))
    assert np.isnan(runway.ai_mw_needed)
    assert np.isnan(runway.ai_capex_needed)
    assert np.isnan(runway.months_to_ai_break_even)
    assert runway.ai_burn_cover < 0


def test_break_even_after_the_coins_are_gone_is_counted_but_not_reached() -> None:
    runway = run_runway(pivot(opening_cash=7.2e6, ai_mw=8.0, ramp_months=12))
    assert runway.runway_months < runway.months_to_ai_break_even
    assert not runway.ai_break_even_reached


def test_no_burn() -> None:
    runway = run_runway(company(btc_price=120_000.0))
    assert runway.burn_per_month < 0
    assert np.isnan(runway.runway_months)
    assert np.isnan(runway.months_to_next_sale)
    assert runway.months_to_ai_break_even == 0
    assert np.isnan(runway.ai_burn_cover)
    assert runway.btc_left_at_horizon == 1026
    assert np.all(np.diff(runway.months.cash_close) > 0)


def test_runway_cost_of_ai() -> None:
    costly = pivot(opening_cash=7.2e6)
    difference = run_runway(replace(costly, ai_mw=0.0)).runway_months - run_runway(costly).runway_months
    assert runway_cost_of_ai(costly) == difference > 0


def test_funds_available() -> None:
    runway = run_runway(company(equity_raise=10e6))
    assert runway.funds_available == pytest.approx(2.2e6 + 1026 * 68_000 * 0.995 + 10e6)
    assert runway.months.equity.sum() == 10e6


def test_month_one_insolvency() -> None:
    runway = run_runway(company(opening_cash=0.0, opening_btc=0.0))
    assert runway.runway_months == 0
    assert np.isnan(runway.months_to_next_sale)
    assert runway.months.arrears[0] == pytest.approx(35_513_760 - 420 * 68_000 * 0.995)
    assert np.all(runway.months.cash_close == 0)
    assert_conserved(runway.months)


def test_cash_below_the_minimum_without_coins_is_a_shortfall_without_arrears() -> None:
    runway = run_runway(company(opening_cash=4e6, opening_btc=0.0, self_mining_hashrate=0.0, other_debt=0.0))
    assert runway.runway_months == 0
    assert runway.months.cash_close[0] == 1e6
    assert runway.months.arrears.sum() == 0


def test_a_failed_path_is_frozen_but_its_burn_goes_on() -> None:
    months = run_runway(company(maturity_month=20)).months
    failed = 11
    for name in Month._fields:
        if name not in ("btc_price", "burn") and not name.endswith(("_open", "_close")):
            assert not getattr(months, name)[failed:].any(), name
    assert np.all(months.burn > 0)
    assert np.all(months.btc_close[failed - 1 :] == 0)
    np.testing.assert_array_equal(months.debt_close, 30.6e6)
    assert_conserved(months)


def test_zero_hashrate() -> None:
    runway = run_runway(company(self_mining_hashrate=0.0, curtailment=True))
    assert runway.burn_per_month == pytest.approx(3e6 + 30.6e6 * 0.08 / 12)
    assert runway.months.btc_mined.sum() == 0
    assert runway.runway_months == 22
    assert_conserved(runway.months)


def test_no_debt() -> None:
    months = run_runway(company(other_debt=0.0, maturity_month=2)).months
    assert months.interest.sum() == months.debt_repaid.sum() == months.sold_maturity.sum() == 0


def test_own_cash_is_used_up_before_a_sale_counts_as_liquidity() -> None:
    months = run_runway(
        company(self_mining_hashrate=0.0, other_debt=0.0, overhead_per_month=3e6, selling_cost=0.0)
    ).months
    # Cash 7.2: month 1 lacks 0.8 of the minimum, month 2 lacks 3 while 1.2 of own cash is left, and so on.
    np.testing.assert_allclose(months.sold_minimum_cash[:4] * 68_000, [0.8e6, 3e6, 1.2e6, 0], atol=1e-3)
    np.testing.assert_allclose(months.sold_liquidity[:4] * 68_000, [0, 0, 1.8e6, 3e6], atol=1e-3)


def test_margin_call_is_met_with_free_coins_first() -> None:
    months = run_runway(lender(pledged_btc=60.0, btc_loan=3e6)).months
    assert months.margin_called[0]
    assert months.pledged_close[0] == pytest.approx(3e6 / (0.75 * 50_000))
    assert months.treasury_sold.sum() == 0
    assert not months.margin_called[1:].any()


def test_margin_call_is_met_with_spare_cash_before_coins_are_sold() -> None:
    months = run_runway(lender(opening_cash=5.1e6, btc_loan=4e6)).months
    assert months.debt_repaid[0] == pytest.approx(100e3 + months.sold_margin_call[0] * 50_000)
    assert months.sold_margin_call[0] == pytest.approx((3.9e6 - 0.75 * 5e6) / (50_000 * 0.25))
    assert months.cash_close[0] == pytest.approx(5e6)
    rich = run_runway(lender(opening_cash=9e6, btc_loan=7e6))
    assert np.isnan(rich.months_to_next_sale)
    assert rich.months.btc_loan_close[0] == pytest.approx(0.75 * 5e6)
    assert_conserved(rich.months)


def test_margin_call_without_free_coins_sells_down_to_the_call_level() -> None:
    months = run_runway(lender(btc_loan=4e6)).months
    assert months.sold_margin_call[0] == pytest.approx((4e6 - 0.75 * 5e6) / (50_000 * 0.25))
    assert months.btc_loan_close[0] / (months.pledged_close[0] * 50_000) == pytest.approx(0.75)
    assert months.sold_margin_call[1:].sum() == 0
    assert_conserved(months)


def test_liquidation_repays_the_loan_and_releases_the_rest() -> None:
    months = run_runway(lender(btc_loan=4.6e6)).months
    assert months.sold_liquidation[0] == pytest.approx(92)
    assert months.btc_loan_close[0] == 0
    assert months.pledged_close[0] == 0
    assert months.btc_close[0] == pytest.approx(8)
    assert_conserved(months)


def test_ltv_above_one_takes_all_coins_and_leaves_unsecured_debt() -> None:
    months = run_runway(lender(btc_loan=7e6)).months
    assert months.btc_close[0] == 0
    assert months.btc_loan_close[0] == 0
    assert months.debt_close[0] == pytest.approx(2e6)
    assert_conserved(months)


def test_loan_without_named_collateral_pledges_free_coins() -> None:
    months = run_runway(lender(pledged_btc=0.0, btc_loan=1e6)).months
    assert months.pledged_close[0] == pytest.approx(1e6 / (0.75 * 50_000))
    assert months.treasury_sold.sum() == 0


def test_liquidation_level_is_never_below_the_call_level() -> None:
    months = run_runway(lender(btc_loan=4e6, margin_call_ltv=0.85, liquidation_ltv=0.75)).months
    assert not months.margin_called.any()


def test_pledged_coins_are_freed_by_repaying_their_share_of_the_loan() -> None:
    months = run_runway(lender(opening_cash=4e6, btc_loan=2e6)).months
    assert months.sold_minimum_cash[0] == pytest.approx(1e6 / (50_000 - 20_000))
    assert months.cash_close[0] == pytest.approx(5e6)
    assert months.btc_loan_close[0] / (months.pledged_close[0] * 50_000) == pytest.approx(0.4)
    assert_conserved(months)


def test_principal_is_paid_at_maturity_and_frees_the_collateral() -> None:
    months = run_runway(lender(opening_cash=6e6, btc_loan=3e6, other_debt=1e6, maturity_month=2)).months
    assert months.debt_close.tolist() == [4e6, 0, 0]
    assert months.sold_maturity.tolist() == [0, pytest.approx(60), 0]
    assert months.pledged_close[1] == 0
    assert months.btc_close[1] == pytest.approx(40)
    assert_conserved(months)


def test_principal_that_cannot_be_paid_stays_debt() -> None:
    runway = run_runway(lender(opening_cash=6e6, btc_loan=3e6, other_debt=10e6, maturity_month=2))
    months = runway.months
    assert runway.runway_months == 1
    assert months.debt_close[1] == pytest.approx(13e6 - 6e6 - 5e6)
    assert months.arrears.sum() == 0
    assert_conserved(months)


def test_bills_that_cannot_be_paid_are_arrears_also_at_maturity() -> None:
    months = run_runway(
        lender(opening_cash=0.0, opening_btc=0.0, overhead_per_month=1e6, other_debt=2e6, maturity_month=1)
    ).months
    assert months.debt_close[0] == 2e6
    assert months.arrears[0] == 1e6
    assert_conserved(months)


def test_a_table_of_scenarios_equals_its_cells() -> None:
    prices = np.array([60_000.0, 80_000.0, 100_000.0])
    megawatts = np.array([0.0, 1.0, 4.0])
    ramps = np.array([6.0, 12.0, 24.0])
    table = run_runway(
        pivot(
            opening_cash=30e6,
            btc_price=prices[np.newaxis, :],
            ai_mw=megawatts[:, np.newaxis],
            ramp_months=ramps[:, np.newaxis],
        )
    )
    for row in range(3):
        for column in range(3):
            cell = run_runway(
                pivot(
                    opening_cash=30e6,
                    btc_price=float(prices[column]),
                    ai_mw=float(megawatts[row]),
                    ramp_months=float(ramps[row]),
                )
            )
            for figure in ("runway_months", "months_to_next_sale", "ai_mw_needed", "months_to_ai_break_even"):
                np.testing.assert_allclose(getattr(table, figure)[row, column], getattr(cell, figure))
            np.testing.assert_allclose(table.months.cash_close[:, row, column], cell.months.cash_close)


def test_given_prices_and_network_replace_the_flat_ones() -> None:
    prices = np.linspace(68_000, 40_000, 36)
    network = np.linspace(1e9, 1.2e9, 36)
    months = run_runway(company(), prices, network).months
    np.testing.assert_array_equal(months.btc_price, prices)
    assert months.btc_mined[3] == pytest.approx(420 * 1e9 / network[3])


def test_sources_and_uses_close() -> None:
    uses = run_runway(pivot(opening_cash=50e6)).sources_and_uses(12)
    closing = uses.pop("cash_close")
    assert sum(uses.values()) == pytest.approx(float(closing))
    assert uses["capex"] == pytest.approx(-33e6)


@pytest.mark.parametrize(
    "changes",
    [
        {"cohort_efficiency": (20.0,)},
        {"cohort_efficiency": (20.0, 15.0), "cohort_share": (0.5, 0.4)},
        {"horizon_months": 0},
    ],
)
def test_impossible_inputs_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        company(**changes)


def test_r03_treasury_break_even_price() -> None:
    price = (76_928 * 420 + 3e6 + 30.6e6 * 0.08 / 12) / (420 * (1 - 0.005))
    assert price == pytest.approx(84_980, rel=5e-5)
    months = run_runway(company(btc_price=float(price))).months
    np.testing.assert_allclose(months.btc_close, 1026)
    np.testing.assert_allclose(months.cash_close, 7.2e6)
