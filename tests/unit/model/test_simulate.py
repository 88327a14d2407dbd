"""The Monte Carlo: paths that agree with the deterministic run, conservation, chance that repeats."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from dashboard.model.runway import network_path, simulate_months

from dashboard.model.month import CASH_FLOWS, CAUSES, RunwayInputs
from dashboard.model.path import run_runway
from dashboard.model.price_paths import PRICE_PROCESSES, simulate_prices
from dashboard.model.simulate import (
    FAN_LEVELS,
    MonteCarlo,
    Probability,
    fan,
    network_log_response,
    probability_of,
    run_monte_carlo,
    standard_error,
)

CLOSES = 50_000 * np.exp(np.cumsum(np.random.default_rng(7).standard_t(4, 800) * 0.02 + 0.001))


def company(**changes: Any) -> RunwayInputs:
    """A miner with every kind of obligation, close to the edge."""
    values: dict[str, Any] = {
        "opening_cash": 10e6,
        "opening_btc": 1_000.0,
        "btc_price": 80_000.0,
        "cash_cost_at_reference": 75_000.0,
        "reference_network_hashrate": 1e9,
        "network_hashrate": 1e9,
        "self_mining_hashrate": 30e6,
        "fleet_efficiency": 20.0,
        "power_tariff": 0.07,
        "block_subsidy": 3.125,
        "fee_ratio": 0.01,
        "halving_month": 25,
        "halving_share_before": 0.5,
        "overhead_per_month": 3e6,
        "minimum_cash": 5e6,
        "selling_cost": 0.005,
        "pledged_btc": 300.0,
        "btc_loan": 12e6,
        "other_debt": 20e6,
        "interest_rate": 0.08,
        "margin_call_ltv": 0.75,
        "liquidation_ltv": 0.9,
        "maturity_month": 30,
        "ai_mw": 1.0,
        "ai_revenue_per_mw_year": 12e6,
        "ai_power_cost_per_mw_year": 0.6e6,
        "ai_opex_per_mw_year": 0.4e6,
        "ai_capex_per_mw": 30e6,
        "price_decay": 0.2,
        "ramp_months": 12,
    }
    return RunwayInputs(**(values | changes))


def simulate(inputs: RunwayInputs, **changes: Any) -> MonteCarlo:
    """A small Monte Carlo with all features on."""
    values: dict[str, Any] = {
        "volatility": 0.55,
        "price_process": "GBM",
        "network_response": True,
        "network_response_beta": 0.3,
        "network_response_lag": 2,
        "random_seed": 1,
        "monte_carlo_paths": 400,
        "daily_closes": CLOSES,
    }
    return run_monte_carlo(inputs, **(values | changes))


def test_r10_standard_error() -> None:
    errors = standard_error(0.3, np.array([1_000, 5_000, 10_000]))
    np.testing.assert_allclose(errors, [0.01449137675, 0.006480740698, 0.004582575695])


def test_network_answers_with_a_lag() -> None:
    returns = np.zeros((6, 1))
    returns[1] = 0.2
    response = network_log_response(returns, 0.3, 2)
    np.testing.assert_allclose(response[:, 0], [0, 0, 0, 0.06, 0.06, 0.06])
    assert not network_log_response(returns, 0.0, 2).any()
    assert network_log_response(returns, 0.3, 0)[1, 0] == pytest.approx(0.06)


@pytest.mark.parametrize("process", PRICE_PROCESSES)
@pytest.mark.parametrize("network_response", [True, False])
def test_without_volatility_every_path_is_the_deterministic_one(process: str, network_response: bool) -> None:
    inputs = company(network_growth=0.01)
    runway = run_runway(inputs)
    result = simulate(
        inputs, volatility=0.0, price_process=process, network_response=network_response, monte_carlo_paths=50
    )
    value = runway.months.cash_close + runway.months.btc_close * inputs.btc_price * (1 - inputs.selling_cost)
    for level in range(len(FAN_LEVELS)):
        np.testing.assert_allclose(result.cash_fan[level], runway.months.cash_close, rtol=0, atol=1e-9)
        np.testing.assert_allclose(result.btc_fan[level], runway.months.btc_close, rtol=0, atol=1e-9)
        np.testing.assert_allclose(result.value_fan[level], value, rtol=0, atol=1e-6)
        np.testing.assert_array_equal(result.price_fan[level], inputs.btc_price)
    np.testing.assert_array_equal(result.runway_months, np.full(50, float(runway.runway_months)))
    np.testing.assert_array_equal(result.months_to_next_sale, np.full(50, float(runway.months_to_next_sale)))


def everything(result: MonteCarlo) -> bytes:
    """All numbers of a result as bytes."""
    parts: list[Any] = []
    for field in fields(result):
        value = getattr(result, field.name)
        if isinstance(value, Probability):
            parts += [value.value, value.standard_error, value.by_month]
        elif isinstance(value, dict):
            parts += list(value.values())
        else:
            parts.append(value)
    return b"".join(np.asarray(part, dtype=float).tobytes() for part in parts)


@pytest.mark.parametrize("process", PRICE_PROCESSES)
def test_same_seed_same_bytes(process: str) -> None:
    first = everything(simulate(company(), price_process=process))
    assert first == everything(simulate(company(), price_process=process))
    assert first != everything(simulate(company(), price_process=process, random_seed=2))


def test_results_agree_with_the_full_record_of_the_same_paths() -> None:
    inputs = company()
    result = simulate(inputs)
    prices, returns = simulate_prices(float(inputs.btc_price), 36, 400, 0.55, "GBM", 1)
    network = network_path(inputs)[:, np.newaxis] * np.exp(network_log_response(returns, 0.3, 2))
    runway = run_runway(inputs, prices, network)
    assert result.probability_forced_sale == np.mean(np.isfinite(runway.months_to_next_sale))
    assert result.probability_shortfall == np.mean(np.isfinite(runway.runway_months))
    assert result.shortfall.standard_error == pytest.approx(float(standard_error(result.probability_shortfall, 400)))
    assert result.margin_call.value == np.mean(runway.months.margin_called.any(axis=0))
    assert result.shortfall.by_month[11] == np.mean(runway.runway_months < 12)
    np.testing.assert_array_equal(result.runway_months, runway.runway_months)
    np.testing.assert_allclose(result.btc_left_at_horizon, np.quantile(runway.btc_left_at_horizon, FAN_LEVELS))
    np.testing.assert_allclose(result.cash_fan, np.quantile(runway.months.cash_close, FAN_LEVELS, axis=1))
    sold = {cause: getattr(runway.months, f"sold_{cause}").sum() for cause in CAUSES}
    for cause, amount in sold.items():
        assert result.share_by_cause[cause] == pytest.approx(amount / sum(sold.values()))
    reached = result.months_to_ai_break_even
    paid = np.where(np.isnan(runway.runway_months), 36, runway.runway_months)
    assert np.all(reached[np.isfinite(reached)] <= paid[np.isfinite(reached)])


def test_every_path_conserves_cash_coins_and_debt() -> None:
    inputs = company()
    prices, returns = simulate_prices(float(inputs.btc_price), 36, 2_000, 0.9, "STUDENT", 4)
    network = network_path(inputs)[:, np.newaxis] * np.exp(network_log_response(returns, 0.3, 2))
    cash, coins, debt = (np.full(2_000, value) for value in (inputs.opening_cash, inputs.opening_btc, 32e6))
    for month in simulate_months(inputs, prices, network):
        np.testing.assert_allclose(month.cash_open, cash, rtol=0, atol=1e-6)
        np.testing.assert_allclose(month.btc_open, coins, rtol=0, atol=1e-6)
        np.testing.assert_allclose(month.debt_open, debt, rtol=0, atol=1e-6)
        cash = month.cash_open + sum(sign * getattr(month, name) for name, sign in CASH_FLOWS.items())
        coins = month.btc_open + month.btc_mined - month.sold_output - month.treasury_sold
        debt = month.debt_open - month.debt_repaid
        np.testing.assert_allclose(month.cash_close, cash, rtol=0, atol=1e-6)
        np.testing.assert_allclose(month.btc_close, coins, rtol=0, atol=1e-6)
        np.testing.assert_allclose(month.debt_close, debt, rtol=0, atol=1e-6)
        assert np.all(month.btc_close >= 0)
        assert np.all(month.cash_close >= 0)
        assert np.all(month.debt_close >= 0)


def test_shares_add_up_and_probabilities_build_up() -> None:
    result = simulate(company())
    assert sum(result.share_by_cause.values()) == pytest.approx(1)
    assert sum(result.cause_of_first_sale.values()) == pytest.approx(1)
    assert result.first_sale_months.sum() == pytest.approx(result.probability_forced_sale)
    for probability in (result.forced_sale, result.shortfall, result.margin_call, result.ai_break_even):
        assert np.all(np.diff(probability.by_month) >= 0)
        assert probability.by_month[-1] == probability.value
    assert np.all(np.diff(result.price_fan, axis=0) > 0)


def test_nothing_sold_has_no_causes() -> None:
    rich = simulate(company(opening_cash=5e9))
    assert rich.probability_forced_sale == rich.probability_shortfall == 0
    assert set(rich.share_by_cause.values()) == {0.0}
    np.testing.assert_allclose(rich.btc_left_at_horizon, 1_000)


def test_fan_is_numpys_quantile() -> None:
    values = np.random.default_rng(1).standard_normal((3, 101))
    np.testing.assert_allclose(fan(values), np.quantile(values, FAN_LEVELS, axis=1))


def test_probability_of_counts_first_months() -> None:
    probability = probability_of(np.array([1.0, 3.0, np.nan, np.nan]), 4)
    np.testing.assert_allclose(probability.by_month, [0.25, 0.25, 0.5, 0.5])
    assert probability.standard_error == pytest.approx(0.25)
