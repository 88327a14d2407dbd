"""The month step: events one by one, awkward companies, conservation; the figures redone on paper."""

from typing import Any

import numpy as np
import pytest

from dashboard.model.month import CASH_FLOWS
from dashboard.model.path import FIELDS, Path, run_path
from tests.unit.model.companies import COINS_PER_TH, company, lender, months, published


def assert_conserved(path: Path) -> None:
    """Opening + flows = closing for cash, coins and debt, and the next opening is the last closing."""
    flows = sum(sign * path.of(name) for name, sign in CASH_FLOWS.items())
    np.testing.assert_allclose(path.of("cash_open") + flows, path.of("cash_close"), rtol=0, atol=1e-6)
    coins = path.of("btc_open") + path.of("btc_mined") - path.of("sold_output") - path.of("treasury_sold")
    np.testing.assert_allclose(coins, path.of("btc_close"), rtol=0, atol=1e-6)
    debt = path.of("debt_open") + path.of("borrowed") - path.of("debt_repaid")
    np.testing.assert_allclose(debt, path.of("debt_close"), rtol=0, atol=1e-6)
    for balance in ("cash", "btc", "debt"):
        np.testing.assert_array_equal(path.of(f"{balance}_open")[1:], path.of(f"{balance}_close")[:-1])


# Hosting 76,928 × 420 = 32,309,760; output 68,000 × 420 = 28,560,000; overhead 3,000,000; interest 30.6m × 8 % ÷ 12
# = 204,000: burn 6,953,760, of which cash above the minimum pays 2.2m.
BURN = 6_953_760


def test_the_months_output_goes_at_spot_and_only_sales_of_the_treasury_cost() -> None:
    path = run_path(company())
    assert path.burn_per_month == pytest.approx(BURN)
    assert path.of("treasury_sold")[0] == pytest.approx((BURN - 2.2e6) / (68_000 * 0.995))
    assert path.of("cash_close")[0] == pytest.approx(5e6)
    assert path.next_forced_sale == 1
    # 1,026 coins bring 69.42m net; with the 2.2m they pay ten months of 6.95m, and not the eleventh.
    assert path.money_gone == 11
    assert_conserved(path)


def test_other_outflow_and_other_income_are_part_of_the_burn() -> None:
    path = run_path(company(other_outflow_per_month=0.7e6, lease_income_per_month=0.5e6))
    assert path.burn_per_month == pytest.approx(BURN + 0.2e6)
    assert path.of("other_outflow")[0] == 0.7e6
    assert_conserved(path)


def test_coins_fall_with_network_growth_from_month_two_and_hosting_does_not() -> None:
    path = run_path(company(network_growth=0.015, btc_price=200_000.0))
    assert path.of("btc_mined")[0] == pytest.approx(420)
    assert path.of("btc_mined")[11] == pytest.approx(420 / 1.015**11)
    np.testing.assert_allclose(path.of("hosting"), 420 * 76_928)


def test_the_halving_halves_coins_and_not_hosting_and_the_network_answers_two_months_later() -> None:
    path = run_path(company(halving_months=2.25, btc_price=500_000.0, network_response=0.3))
    # Month 3 has a quarter of its days before the halving: subsidy × 0.625.
    coins = path.of("btc_mined")
    assert coins[2] / coins[1] == pytest.approx(0.625)
    assert coins[3] / coins[1] == pytest.approx(0.5)
    network = path.of("network_hashrate") / 1e9
    np.testing.assert_allclose(network[:7], [1, 1, 1, 1, 0.625**0.3, 0.5**0.3, 0.5**0.3])
    assert coins[6] / coins[3] == pytest.approx(0.5**-0.3)
    np.testing.assert_allclose(path.of("hosting"), 420 * 76_928)


def test_the_network_answers_a_price_that_moves() -> None:
    prices = np.full(36, 100_000.0)
    prices[3:] = 50_000.0
    path = run_path(company(btc_price=100_000.0, network_response=0.3), prices)
    np.testing.assert_allclose(path.of("network_hashrate")[:7] / 1e9, [1, 1, 1, 1, 1, 0.5**0.3, 0.5**0.3])


def test_an_idle_month_mines_nothing_and_still_costs_what_cannot_be_avoided() -> None:
    # 28.56m of revenue against 32.31m: idle only where more than 88.4 % of hosting is avoidable.
    runs = run_path(company(curtailment="ON", avoidable_hosting_share=0.8))
    assert runs.of("btc_mined")[0] == pytest.approx(420)
    idle = run_path(company(curtailment="ON", avoidable_hosting_share=0.9))
    assert idle.of("btc_mined")[0] == 0 and idle.of("idle")[0]
    assert idle.burn_per_month == pytest.approx(0.1 * 32_309_760 + 3_204_000)
    assert run_path(company(avoidable_hosting_share=0.9)).burn_per_month == pytest.approx(BURN)


def test_idle_needs_revenue_strictly_below_what_it_saves() -> None:
    even = company(curtailment="ON", avoidable_hosting_share=0.5, cash_cost_at_reference=2 * 68_000.0)
    assert not run_path(even).of("idle").any()
    below = company(curtailment="ON", avoidable_hosting_share=0.5, cash_cost_at_reference=2 * 68_000.1)
    assert run_path(below).of("idle").all()


def plant(**changes: Any) -> Any:
    """An expansion of 2 MW over four months on a company rich enough to finish it."""
    values: dict[str, Any] = {
        "btc_price": 200_000.0,
        "ai_mw": 2.0,
        "expansion_revenue_per_mw_year": 12e6,
        "expansion_running_cost_per_mw_year": 1e6,
        "expansion_capex_per_mw": 30e6,
        "expansion_price_decay": 0.2,
        "ramp_months": 4.0,
    }
    return company(**(values | changes))


def test_plant_is_paid_before_it_earns() -> None:
    path = run_path(plant())
    np.testing.assert_allclose(path.of("capex")[:5], [15e6, 15e6, 15e6, 15e6, 0])
    margin = path.of("ai_margin")
    assert margin[0] == 0
    assert margin[1] == pytest.approx(2 / 4 * (12e6 * 0.8 ** (1 / 12) - 1e6) / 12)
    assert margin[4] == pytest.approx(2 * (12e6 * 0.8 ** (4 / 12) - 1e6) / 12)
    assert margin[12] == pytest.approx(2 * (12e6 * 0.8 - 1e6) / 12)


def test_the_supplier_is_repaid_level_from_the_month_after_each_part() -> None:
    path = run_path(plant(vendor_share=0.8, vendor_rate=0.12, vendor_years=1.0))
    np.testing.assert_allclose(path.of("capex")[:5], [3e6, 3e6, 3e6, 3e6, 0])
    # 12m over twelve months at 1 % a month: 12m × 0.01 ÷ (1 − 1.01^−12) = 1,066,185.
    part = 12e6 * 0.01 / (1 - 1.01**-12)
    expected = np.array([0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 2, 1, 0]) * part
    np.testing.assert_allclose(path.of("vendor_payments")[:17], expected)
    np.testing.assert_allclose(path.of("ai_net"), path.of("ai_margin") - path.of("vendor_payments"))
    np.testing.assert_array_equal(path.of("debt_close"), 30.6e6)
    assert_conserved(path)


def standing(**changes: Any) -> Any:
    """2 MW that stand today, at 13m a year less 1m, beside whatever `ai_mw` makes of it."""
    values: dict[str, Any] = {
        "btc_price": 200_000.0,
        "ai_mw_today": 2.0,
        "ai_mw": 2.0,
        "gpu_revenue_per_mw_year": 13e6,
        "gpu_running_cost_per_mw_year": 1e6,
        "gpu_capex_per_mw": 30e6,
        "expansion_revenue_per_mw_year": 2e6,
        "expansion_capex_per_mw": 10e6,
        "ramp_months": 2.0,
    }
    return company(**(values | changes))


def test_what_stands_today_earns_by_its_own_figures_and_the_expansion_by_its_own() -> None:
    path = run_path(standing(ai_mw=3.0))
    np.testing.assert_allclose(path.of("ai_margin")[:4], [2e6, 2e6 + 1e6 / 12, 2e6 + 2e6 / 12, 2e6 + 2e6 / 12])
    np.testing.assert_allclose(path.of("capex")[:3], [5e6, 5e6, 0])


def test_a_plan_below_what_stands_lets_the_rest_stand_idle_and_builds_nothing() -> None:
    path = run_path(standing(ai_mw=0.5))
    np.testing.assert_allclose(path.of("ai_margin"), 0.5e6)
    assert not path.of("capex").any()


def test_bills_come_first_and_the_rest_of_a_sale_is_for_plant() -> None:
    path = run_path(plant(btc_price=68_000.0, expansion_capex_per_mw=20e6))
    price = 68_000 * 0.995
    assert path.of("sold_plant")[0] * price == pytest.approx(10e6)
    assert (path.of("sold_liquidity") + path.of("sold_minimum_cash"))[0] * price == pytest.approx(BURN - 2.2e6)
    np.testing.assert_allclose(path.of("forced_btc"), path.of("treasury_sold") - path.of("sold_plant"))


def test_plant_that_cash_pays_for_sells_nothing() -> None:
    path = run_path(plant(opening_cash=500e6))
    assert not path.of("treasury_sold")[:4].any()
    assert np.isnan(path.next_plant_sale)


def test_plant_takes_no_more_than_what_is_left_after_bills_with_pledged_coins_too() -> None:
    # 100 coins, half of them pledged for 1m: free coins bring 2.5m, pledged ones 1.5m of cash. Bills need 3m, plant 2m.
    path = run_path(
        lender(
            pledged_btc=50.0,
            btc_loan=1e6,
            opening_cash=5e6,
            overhead_per_month=3e6,
            ai_mw=1.0,
            expansion_capex_per_mw=2e6,
        )
    )
    # Bills: 50 free coins for 2.5m and 0.5m at 30,000 a pledged coin = 16.67; plant: the other 33.33 pledged for 1m.
    assert path.of("forced_btc")[0] == pytest.approx(50 + 0.5e6 / 30_000)
    assert path.of("sold_plant")[0] == pytest.approx(50 - 0.5e6 / 30_000)
    assert path.money_gone == 1
    assert_conserved(path)


def test_month_one_insolvency() -> None:
    path = run_path(company(opening_cash=0.0, opening_btc=0.0))
    assert path.money_gone == 1
    assert np.isnan(path.next_forced_sale)
    assert path.of("arrears")[0] == pytest.approx(BURN)
    assert path.shortfall_gap == pytest.approx(5e6 + BURN)
    assert np.all(path.of("cash_close") == 0)
    assert_conserved(path)


def test_a_failed_path_is_frozen_but_its_burn_goes_on() -> None:
    path = run_path(company(maturity_month=20.0))
    stated = ("btc_price", "btc_low", "network_hashrate", "burn", "interest_due", "idle", "ai_net")
    for name in FIELDS:
        if name not in stated and not name.endswith(("_open", "_close")):
            assert not path.of(name)[11:].any(), name
    assert np.all(path.of("burn") > 0)
    assert np.all(path.of("btc_close")[10:] == 0)
    np.testing.assert_array_equal(path.of("debt_close"), 30.6e6)
    assert_conserved(path)


def test_zero_hashrate() -> None:
    path = run_path(company(self_mining_hashrate=0.0, curtailment="ON"))
    assert path.burn_per_month == pytest.approx(3e6 + 204_000)
    assert path.of("btc_mined").sum() == 0 and not path.of("idle").any()
    assert_conserved(path)


def test_own_cash_is_used_up_before_a_sale_counts_as_liquidity() -> None:
    path = run_path(company(self_mining_hashrate=0.0, other_debt=0.0, overhead_per_month=3e6, selling_cost=0.0))
    # Cash 7.2: month 1 lacks 0.8 of the minimum, month 2 lacks 3 while 1.2 of own cash is left, and so on.
    np.testing.assert_allclose(path.of("sold_minimum_cash")[:4] * 68_000, [0.8e6, 3e6, 1.2e6, 0], atol=1e-3)
    np.testing.assert_allclose(path.of("sold_liquidity")[:4] * 68_000, [0, 0, 1.8e6, 3e6], atol=1e-3)


def test_margin_call_is_met_with_free_coins_first() -> None:
    path = run_path(lender(pledged_btc=60.0, btc_loan=3e6))
    assert path.of("margin_called")[0]
    assert path.of("pledged_close")[0] == pytest.approx(3e6 / (0.75 * 50_000))
    assert path.of("treasury_sold").sum() == 0
    assert not path.of("margin_called")[1:].any()


def test_margin_call_is_met_with_spare_cash_before_coins_are_sold() -> None:
    path = run_path(lender(opening_cash=5.1e6, btc_loan=4e6))
    assert path.of("sold_margin_call")[0] == pytest.approx((3.9e6 - 0.75 * 5e6) / (50_000 * 0.25))
    assert path.of("debt_repaid")[0] == pytest.approx(100e3 + path.of("sold_margin_call")[0] * 50_000)
    assert path.of("cash_close")[0] == pytest.approx(5e6)
    rich = run_path(lender(opening_cash=9e6, btc_loan=7e6))
    assert np.isnan(rich.next_forced_sale)
    assert rich.of("btc_loan_close")[0] == pytest.approx(0.75 * 5e6)
    assert_conserved(rich)


def test_the_months_output_is_no_spare_cash_before_it_is_sold() -> None:
    # 10 coins a month without hosting bring 0.5m, too late for the margin call of the same month.
    mining = lender(opening_cash=5e6, btc_loan=4e6, self_mining_hashrate=10 / COINS_PER_TH, cash_cost_at_reference=0.0)
    assert run_path(mining).of("sold_margin_call")[0] == pytest.approx((4e6 - 0.75 * 5e6) / (50_000 * 0.25))


def test_margin_calls_happen_at_the_months_low_and_bills_at_its_price() -> None:
    prices, lows = np.full(3, 50_000.0), np.array([40_000.0, 50_000.0, 50_000.0])
    path = run_path(lender(btc_loan=3.3e6, overhead_per_month=1e6), prices, lows)
    sold = (3.3e6 - 0.75 * 4e6) / (40_000 * 0.25)
    assert path.of("sold_margin_call")[0] == pytest.approx(sold)
    # The bills sell pledged coins at 50,000, of which the loan takes 30,000 each.
    assert path.of("forced_btc")[0] == pytest.approx(sold + 1e6 / (50_000 - 30_000))
    assert_conserved(path)


def test_liquidation_repays_the_loan_and_releases_the_rest() -> None:
    path = run_path(lender(btc_loan=4.6e6))
    assert path.of("sold_liquidation")[0] == pytest.approx(92)
    assert path.of("btc_loan_close")[0] == path.of("pledged_close")[0] == 0
    assert path.of("btc_close")[0] == pytest.approx(8)
    assert_conserved(path)


def test_ltv_above_one_takes_all_coins_and_leaves_unsecured_debt() -> None:
    path = run_path(lender(btc_loan=7e6))
    assert path.of("btc_close")[0] == path.of("btc_loan_close")[0] == 0
    assert path.of("debt_close")[0] == pytest.approx(2e6)
    assert_conserved(path)


def test_liquidation_level_is_never_below_the_call_level() -> None:
    path = run_path(lender(btc_loan=4e6, margin_call_ltv=0.85, liquidation_ltv=0.75))
    assert not path.of("margin_called").any()


def test_pledged_coins_are_freed_by_repaying_their_share_of_the_loan() -> None:
    path = run_path(lender(opening_cash=4e6, btc_loan=2e6))
    assert path.of("sold_minimum_cash")[0] == pytest.approx(1e6 / (50_000 - 20_000))
    assert path.of("cash_close")[0] == pytest.approx(5e6)
    assert path.of("btc_loan_close")[0] / (path.of("pledged_close")[0] * 50_000) == pytest.approx(0.4)
    assert_conserved(path)


def test_principal_is_paid_at_maturity_and_frees_the_collateral() -> None:
    path = run_path(lender(opening_cash=6e6, btc_loan=3e6, other_debt=1e6, maturity_month=2.0))
    assert path.of("debt_close").tolist() == [4e6, 0, 0]
    assert path.of("sold_maturity").tolist() == [0, pytest.approx(60), 0]
    assert path.of("pledged_close")[1] == 0
    assert path.of("btc_close")[1] == pytest.approx(40)
    assert_conserved(path)


def test_what_is_rolled_over_stays_at_interest_and_pledged() -> None:
    path = run_path(lender(opening_cash=9e6, btc_loan=3e6, other_debt=1e6, maturity_month=2.0, debt_rolled_over=0.25))
    assert path.of("debt_close").tolist() == [4e6, 1e6, 1e6]
    assert path.of("pledged_close").tolist() == [100, 25, 25]
    assert path.of("btc_loan_close")[1] == pytest.approx(0.75e6)
    # 3m due against 4m of cash above the minimum: no coin is sold.
    assert path.of("sold_maturity").sum() == 0 and path.debt_due == 3e6
    all_of_it = run_path(lender(btc_loan=3e6, maturity_month=2.0, debt_rolled_over=1.0))
    np.testing.assert_array_equal(all_of_it.of("debt_close"), 3e6)
    assert_conserved(path)


def test_principal_that_cannot_be_paid_stays_debt() -> None:
    path = run_path(lender(opening_cash=6e6, btc_loan=3e6, other_debt=10e6, maturity_month=2.0))
    assert path.money_gone == 2 and path.gone_by_maturity
    assert path.of("debt_close")[1] == pytest.approx(13e6 - 6e6 - 5e6)
    assert path.shortfall_gap == pytest.approx(5e6 + 2e6)
    assert path.of("arrears").sum() == 0
    assert_conserved(path)


def test_bills_that_cannot_be_paid_are_arrears_also_at_maturity() -> None:
    path = run_path(
        lender(opening_cash=0.0, opening_btc=0.0, overhead_per_month=1e6, other_debt=2e6, maturity_month=1.0)
    )
    assert path.of("debt_close")[0] == 2e6
    assert path.of("arrears")[0] == 1e6
    assert_conserved(path)


def test_new_borrowing_bears_interest_from_the_month_after() -> None:
    path = run_path(
        company(clock=months(6, borrowing_month="2026-05"), new_borrowing=12e6, btc_price=200_000.0, interest_rate=0.12)
    )
    np.testing.assert_allclose(path.of("borrowed")[:4], [0, 12e6, 0, 0])
    np.testing.assert_allclose(path.of("interest")[:4], [306e3, 306e3, 426e3, 426e3])
    np.testing.assert_allclose(path.of("debt_close")[:4], [30.6e6, 42.6e6, 42.6e6, 42.6e6])
    assert_conserved(path)


def test_new_equity_comes_in_the_first_month_of_the_forecast() -> None:
    path = run_path(company(clock=months(6, 2), estimate=published(months=2), equity_raise=10e6))
    assert path.of("equity").tolist() == [0, 0, 10e6, 0, 0, 0, 0, 0]
    assert_conserved(path)


def test_no_more_is_held_up_to_today_than_there_was_at_the_opening() -> None:
    path = run_path(
        company(
            clock=months(6, 1), estimate=published(months=1), opening_cash=2e6, self_mining_hashrate=0.0, other_debt=0.0
        )
    )
    # April restores 2m, the first month of the forecast the whole minimum of 5m.
    assert path.of("cash_close")[0] == pytest.approx(2e6)
    assert path.of("cash_close")[1] == pytest.approx(5e6)


def test_estimated_months_do_not_follow_the_sliders_of_the_forecast() -> None:
    base = {"clock": months(6, 2), "estimate": published(60_000.0, 0.9e9, 200 / COINS_PER_TH, 2)}
    here = run_path(company(**base))
    there = run_path(
        company(
            **base, btc_price=20_000.0, network_hashrate=2e9, network_growth=0.05, self_mining_hashrate=0.0,
            equity_raise=50e6, debt_rolled_over=1.0, ai_mw=0.0, network_response=0.3, curtailment="ON",
            avoidable_hosting_share=1.0,
        )
    )  # fmt: skip
    for name in FIELDS:
        np.testing.assert_array_equal(here.estimated(name), there.estimated(name), err_msg=name)
    # 30 days of April at 60,000 a coin, and a network of 0.9e9.
    assert here.of("btc_mined")[0] == pytest.approx(200 / 0.9 * 30 / (365 / 12))


def test_a_table_of_scenarios_equals_its_cells() -> None:
    prices, megawatts = np.array([60_000.0, 80_000.0, 100_000.0]), np.array([0.0, 1.0, 4.0])
    ramps = np.array([6.0, 12.0, 24.0])

    def cell(price: Any, mw: Any, ramp: Any) -> Path:
        return run_path(
            plant(
                opening_cash=30e6, btc_price=price, ai_mw=mw, ramp_months=ramp, btc_loan=6e6, pledged_btc=110.0,
                margin_call_ltv=0.75, liquidation_ltv=0.9, maturity_month=18.0, other_debt=24.6e6,
            )
        )  # fmt: skip

    table = cell(prices[np.newaxis, :], megawatts[:, np.newaxis], ramps[:, np.newaxis])
    for row in range(3):
        for column in range(3):
            alone = cell(float(prices[column]), float(megawatts[row]), float(ramps[row]))
            for name in FIELDS:
                np.testing.assert_allclose(
                    table.of(name)[:, row, column].astype(float), alone.of(name).astype(float), atol=1e-6, err_msg=name
                )
            for figure in ("money_gone", "next_forced_sale", "next_plant_sale", "ai_covers_from", "net_before_debt"):
                np.testing.assert_allclose(getattr(table, figure)[row, column], getattr(alone, figure))
