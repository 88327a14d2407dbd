"""What must hold for any company: conservation, monotone runways, scalar = array, no volatility no chance."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.model.month import CASH_FLOWS, Month, RunwayInputs
from dashboard.model.path import run_runway
from dashboard.model.price_paths import PRICE_PROCESSES, simulate_prices
from dashboard.model.simulate import run_monte_carlo

CLOSES = 50_000 * np.exp(np.cumsum(np.random.default_rng(7).standard_t(4, 800) * 0.02))
COMFORTABLE: dict[str, Any] = {
    "opening_cash": 10e6,
    "opening_btc": 1_000.0,
    "btc_price": 120_000.0,
    "cash_cost_at_reference": 74_000.0,
    "reference_network_hashrate": 1e9,
    "network_hashrate": 1e9,
    "self_mining_hashrate": 28e6,
    "fleet_efficiency": 21.6,
    "power_tariff": 0.067,
    "block_subsidy": 3.125,
    "fee_ratio": 0.01,
    "halving_month": 25.0,
    "halving_share_before": 0.4,
    "overhead_per_month": 3e6,
    "minimum_cash": 5e6,
    "selling_cost": 0.005,
    "other_debt": 25e6,
    "btc_loan": 6e6,
    "pledged_btc": 100.0,
    "interest_rate": 0.08,
    "margin_call_ltv": 0.75,
    "liquidation_ltv": 0.9,
    "maturity_month": 25.0,
    "ai_mw": 1.0,
    "ai_revenue_per_mw_year": 12.5e6,
    "ai_power_cost_per_mw_year": 0.65e6,
    "ai_opex_per_mw_year": 0.35e6,
    "ai_capex_per_mw": 33e6,
    "price_decay": 0.2,
    "ramp_months": 12.0,
}


def number(low: float, high: float) -> st.SearchStrategy[float]:
    """A finite number in a range."""
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


def companies(**fixed: Any) -> st.SearchStrategy[RunwayInputs]:
    """Any company within (and somewhat beyond) the ranges of the sliders; `fixed` overrides a range."""
    ranges: dict[str, Any] = {
        "opening_cash": number(0, 100e6),
        "opening_btc": number(0, 8_000),
        "btc_price": number(20_000, 200_000),
        "cash_cost_at_reference": number(30_000, 120_000),
        "reference_network_hashrate": st.just(1e9),
        "network_hashrate": number(0.5e9, 2e9),
        "self_mining_hashrate": number(0, 60e6),
        "fleet_efficiency": number(9, 35),
        "power_tariff": number(0.02, 0.12),
        "block_subsidy": st.just(3.125),
        "fee_ratio": number(0, 0.1),
        "halving_month": st.integers(1, 40).map(float),
        "halving_share_before": number(0, 1),
        "overhead_per_month": number(0, 15e6),
        "minimum_cash": number(0, 50e6),
        "selling_cost": number(0, 0.03),
        "network_growth": number(-0.03, 0.05),
        "lease_income_per_month": number(0, 10e6),
        "equity_raise": number(0, 200e6),
        "pledged_btc": number(0, 8_000),
        "btc_loan": number(0, 500e6),
        "other_debt": number(0, 100e6),
        "interest_rate": number(0, 0.15),
        "margin_call_ltv": number(0.6, 0.85),
        "liquidation_ltv": number(0.75, 0.98),
        "maturity_month": st.integers(1, 40).map(float),
        "ai_mw": number(0, 50),
        "ai_revenue_per_mw_year": number(0, 40e6),
        "ai_power_cost_per_mw_year": number(0, 2e6),
        "ai_opex_per_mw_year": number(0, 2e6),
        "ai_capex_per_mw": number(1e6, 80e6),
        "price_decay": number(0, 0.5),
        "ramp_months": st.integers(1, 36).map(float),
        "curtailment": st.booleans(),
    }
    chosen = ranges | {name: st.just(value) for name, value in fixed.items()}
    return st.builds(RunwayInputs, **chosen)


UNLEVERAGED = companies(btc_loan=0.0, pledged_btc=0.0)


def months_paid(runway_months: Any) -> Any:
    """Runway with "no shortfall" as the longest."""
    return np.where(np.isnan(runway_months), np.inf, runway_months)


def assert_conserved(months: Month) -> None:
    """Opening + flows = closing, to 1e-6, for cash, coins and debt in every month on every path."""
    cash = months.cash_open + sum(sign * getattr(months, name) for name, sign in CASH_FLOWS.items())
    # Billions are exact only to about 1e-6: a few units in the last place of the largest flow are allowed on top.
    largest = np.max([np.abs(getattr(months, name)) for name in (*CASH_FLOWS, "cash_open")], axis=0)
    assert np.all(np.abs(cash - months.cash_close) <= 1e-6 + 4e-15 * largest)
    coins = months.btc_open + months.btc_mined - months.sold_output - months.treasury_sold
    np.testing.assert_allclose(coins, months.btc_close, rtol=0, atol=1e-6)
    np.testing.assert_allclose(months.debt_open - months.debt_repaid, months.debt_close, rtol=0, atol=1e-6)
    for balance in ("cash", "btc", "debt"):
        opening, closing = getattr(months, f"{balance}_open"), getattr(months, f"{balance}_close")
        np.testing.assert_array_equal(opening[1:], closing[:-1])
        assert np.all(closing >= -1e-9)
    assert np.all(months.pledged_close <= months.btc_close + 1e-9)


@settings(max_examples=100, deadline=None)
@given(companies(), st.integers(1, 9_999), number(0.1, 1.2), st.sampled_from(PRICE_PROCESSES))
def test_conservation(inputs: RunwayInputs, seed: int, volatility: float, process: str) -> None:
    prices, _ = simulate_prices(float(inputs.btc_price), 36, 20, volatility, process, seed, daily_closes=CLOSES)
    assert_conserved(run_runway(inputs).months)
    assert_conserved(run_runway(inputs, prices).months)


@settings(max_examples=100, deadline=None)
@given(companies())
def test_sales_and_shortfalls_are_consistent(inputs: RunwayInputs) -> None:
    runway = run_runway(inputs)
    months = runway.months
    paid = int(min(months_paid(runway.runway_months), 36))
    assert np.all(months.cash_close[:paid] >= inputs.minimum_cash - 1e-6)
    assert np.all(months.arrears[:paid] <= 1e-6)
    assert np.count_nonzero(months.shortfall) <= 1
    if paid < 36:
        unpaid = months.arrears[paid] + months.debt_close[paid] * (paid + 1 == inputs.maturity_month)
        assert months.cash_close[paid] + 1e-9 < inputs.minimum_cash + unpaid
        assert months.btc_close[paid] - months.pledged_close[paid] < 1e-9
        assert not months.btc_mined[paid + 1 :].any()


@settings(max_examples=100, deadline=None)
@given(UNLEVERAGED, number(0, 100_000))
def test_a_higher_price_never_shortens_the_runway(inputs: RunwayInputs, more: float) -> None:
    higher = replace(inputs, btc_price=inputs.btc_price + more)
    assert months_paid(run_runway(higher).runway_months) >= months_paid(run_runway(inputs).runway_months)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(20, 200),
    st.integers(30, 120),
    number(0, 15e6),
    number(0, 10),
    number(-0.03, 0.05),
    st.booleans(),
)
def test_a_higher_price_never_shortens_the_runway_with_a_small_bitcoin_loan(
    price: int, cost: int, overhead: float, megawatts: float, growth: float, curtailment: bool
) -> None:
    changes: dict[str, Any] = {
        "btc_price": price * 1e3 + np.arange(0.0, 30e3, 1e3),
        "cash_cost_at_reference": cost * 1e3,
        "overhead_per_month": overhead,
        "ai_mw": megawatts,
        "network_growth": growth,
        "curtailment": curtailment,
    }
    ladder = RunwayInputs(**(COMFORTABLE | changes))
    assert np.all(np.diff(np.nan_to_num(run_runway(ladder).runway_months, nan=99.0)) >= 0)


@settings(max_examples=100, deadline=None)
@given(UNLEVERAGED, number(0, 50e6))
def test_a_higher_minimum_cash_never_lengthens_the_runway(inputs: RunwayInputs, more: float) -> None:
    stricter = replace(inputs, minimum_cash=inputs.minimum_cash + more)
    assert months_paid(run_runway(stricter).runway_months) <= months_paid(run_runway(inputs).runway_months)


@settings(max_examples=100, deadline=None)
@given(UNLEVERAGED, number(0, 100e6), number(0, 5e6))
def test_more_money_never_hurts_and_more_cost_never_helps(inputs: RunwayInputs, money: float, cost: float) -> None:
    here = months_paid(run_runway(inputs).runway_months)
    richer = replace(inputs, equity_raise=inputs.equity_raise + money)
    dearer = replace(inputs, overhead_per_month=inputs.overhead_per_month + cost)
    assert months_paid(run_runway(richer).runway_months) >= here
    assert months_paid(run_runway(dearer).runway_months) <= here


@settings(max_examples=100, deadline=None)
@given(companies(curtailment=False))
def test_curtailment_never_costs_money(inputs: RunwayInputs) -> None:
    curtailed = run_runway(replace(inputs, curtailment=True)).months
    # One cent of tolerance on bills of tens of millions.
    assert np.all(curtailed.burn[0] <= run_runway(inputs).months.burn[0] + 0.01)


@settings(max_examples=25, deadline=None)
@given(st.lists(companies(curtailment=True), min_size=2, max_size=5))
def test_scalar_equals_array(scenarios: list[RunwayInputs]) -> None:
    names = [
        field.name
        for field in fields(RunwayInputs)
        if field.name not in ("curtailment", "cohort_efficiency", "cohort_share", "horizon_months")
    ]
    stacked: dict[str, Any] = {name: np.array([getattr(one, name) for one in scenarios]) for name in names}
    together = run_runway(RunwayInputs(**stacked))
    for column, one in enumerate(scenarios):
        alone = run_runway(one)
        for name in ("cash_close", "btc_close", "debt_close", "burn"):
            np.testing.assert_allclose(
                getattr(together.months, name)[:, column], getattr(alone.months, name), rtol=1e-9, atol=1e-3
            )
        for name in ("ai_mw_needed", "ai_burn_cover", "funds_available"):
            np.testing.assert_allclose(getattr(together, name)[column], getattr(alone, name), rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(companies(), st.integers(1, 9_999), st.sampled_from(PRICE_PROCESSES), st.booleans())
def test_without_volatility_there_is_no_chance(
    inputs: RunwayInputs, seed: int, process: str, network_response: bool
) -> None:
    runway = run_runway(inputs)
    result = run_monte_carlo(inputs, 0.0, process, network_response, 0.3, 2, seed, 7, daily_closes=CLOSES)
    expected_cash = np.broadcast_to(runway.months.cash_close, result.cash_fan.shape)
    expected_coins = np.broadcast_to(runway.months.btc_close, result.btc_fan.shape)
    np.testing.assert_allclose(result.cash_fan, expected_cash, rtol=0, atol=1e-9)
    np.testing.assert_allclose(result.btc_fan, expected_coins, rtol=0, atol=1e-9)
    assert result.probability_shortfall == float(np.isfinite(runway.runway_months))
    assert result.probability_forced_sale == float(np.isfinite(runway.months_to_next_sale))


def survival(inputs: RunwayInputs, volatility: float, process: str, seed: int) -> float:
    """Probability that all months are paid."""
    result = run_monte_carlo(inputs, volatility, process, True, 0.3, 2, seed, 1_500, daily_closes=CLOSES)
    return 1 - result.probability_shortfall


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 9_999), st.sampled_from(PRICE_PROCESSES), number(0, 60e6))
def test_survival_does_not_rise_with_volatility_where_the_calm_path_survives(
    seed: int, process: str, more_cash: float
) -> None:
    inputs = RunwayInputs(**(COMFORTABLE | {"opening_cash": 10e6 + more_cash}))
    ladder = [survival(inputs, volatility, process, seed) for volatility in (0.0, 0.2, 0.4, 0.6, 0.9, 1.2)]
    assert ladder[0] == 1
    # Common random numbers: what is left is a handful of paths out of 1,500 that a wilder market saves.
    assert np.all(np.diff(ladder) <= 0.004)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 9_999), st.sampled_from(PRICE_PROCESSES), number(0.1, 1.2))
def test_volatility_can_only_help_where_the_calm_path_fails(seed: int, process: str, volatility: float) -> None:
    failing = RunwayInputs(**(COMFORTABLE | {"btc_price": 60_000.0}))
    assert survival(failing, 0.0, process, seed) == 0
    assert survival(failing, volatility, process, seed) >= 0


@settings(max_examples=50, deadline=None)
@given(companies(ai_mw=0.0), number(0.1, 50))
def test_the_needed_megawatts_cover_the_burn_exactly(inputs: RunwayInputs, megawatts: float) -> None:
    planned = run_runway(replace(inputs, ai_mw=megawatts, opening_cash=1e12))
    needed = float(planned.ai_mw_needed)
    if not np.isfinite(needed) or needed == 0:
        return
    exact = run_runway(replace(inputs, ai_mw=needed, opening_cash=1e12))
    assert exact.ai_burn_cover == pytest.approx(1)
    assert planned.ai_burn_cover == pytest.approx(megawatts / needed)
