"""What must hold for any company: conservation, monotone runways, scalar = array, odds that agree with the path."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.model.month import CASH_FLOWS, Terms
from dashboard.model.path import Path, run_path
from dashboard.model.price_paths import simulate_prices
from tests.unit.model.companies import COINS_PER_TH, months, published

CLOCK = months(36, 4, plant_first_month="2026-05", plant_last_month="2026-08", ai_service_month="2026-07",
               borrowing_month="2026-06")  # fmt: skip


def number(low: float, high: float) -> st.SearchStrategy[float]:
    """A finite number in a range."""
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


def companies(**fixed: Any) -> st.SearchStrategy[Terms]:
    """Any company within (and somewhat beyond) the ranges of the sliders; `fixed` overrides a range."""
    ranges: dict[str, Any] = {
        "clock": st.just(CLOCK),
        "estimate": st.builds(
            published, number(20e3, 120e3), number(0.5e9, 2e9), number(0, 60e6), st.just(4), number(10e3, 20e3)
        ),
        "opening_cash": number(0, 100e6),
        "opening_btc": number(0, 8_000),
        "btc_price": number(20_000, 200_000),
        "cash_cost_at_reference": number(30_000, 120_000),
        "reference_network_hashrate": st.just(1e9),
        "network_hashrate": number(0.5e9, 2e9),
        "self_mining_hashrate": number(0, 60e6),
        "block_subsidy": st.just(3.125),
        "reference_block_subsidy": st.just(3.125),
        "fee_ratio": number(0, 0.1),
        "halving_months": number(0, 40),
        "network_response": number(0, 0.5),
        "overhead_per_month": number(0, 15e6),
        "other_outflow_per_month": number(0, 10e6),
        "minimum_cash": number(0, 50e6),
        "selling_cost": number(0, 0.03),
        "network_growth": number(-0.03, 0.05),
        "lease_income_per_month": number(0, 10e6),
        "equity_raise": number(0, 200e6),
        "new_borrowing": number(0, 60e6),
        "pledged_btc": number(0, 8_000),
        "btc_loan": number(0, 500e6),
        "other_debt": number(0, 100e6),
        "interest_rate": number(0, 0.15),
        "margin_call_ltv": number(0.6, 0.85),
        "liquidation_ltv": number(0.75, 0.98),
        "maturity_month": st.integers(-3, 40).map(float),
        "debt_rolled_over": number(0, 1),
        "ai_mw_today": number(0, 5),
        "ai_mw": number(0, 50),
        "gpu_revenue_per_mw_year": number(0, 40e6),
        "gpu_running_cost_per_mw_year": number(0, 4e6),
        "gpu_capex_per_mw": number(1e6, 80e6),
        "gpu_price_decay": number(-0.2, 0.5),
        "expansion_revenue_per_mw_year": number(0, 40e6),
        "expansion_running_cost_per_mw_year": number(0, 4e6),
        "expansion_capex_per_mw": number(1e6, 80e6),
        "expansion_price_decay": number(-0.2, 0.5),
        "vendor_share": number(0, 0.9),
        "vendor_rate": number(0.06, 0.2),
        "vendor_years": st.integers(1, 8).map(float),
        "ramp_months": st.integers(1, 36).map(float),
        "curtailment": st.sampled_from(("ON", "OFF")),
        "avoidable_hosting_share": number(0, 1),
    }
    chosen = ranges | {name: st.just(value) for name, value in fixed.items()}
    return st.builds(Terms, **chosen)


UNLEVERAGED = companies(btc_loan=0.0, pledged_btc=0.0)


def months_paid(path: Path) -> Any:
    """Months paid from the opening on, with "no shortfall" as the most."""
    short = path.of("shortfall") != 0
    return np.where(short.any(axis=0), short.argmax(axis=0), np.inf)


def assert_conserved(path: Path) -> None:
    """Opening + flows = closing, to 1e-6, for cash, coins and debt in every month, the estimated ones included."""
    cash = path.of("cash_open") + sum(sign * path.of(name) for name, sign in CASH_FLOWS.items())
    # Billions are exact only to about 1e-6: a few units in the last place of the largest flow are allowed on top.
    largest = np.max([np.abs(path.of(name)) for name in (*CASH_FLOWS, "cash_open")], axis=0)
    assert np.all(np.abs(cash - path.of("cash_close")) <= 1e-6 + 6e-15 * largest)
    coins = path.of("btc_open") + path.of("btc_mined") - path.of("sold_output") - path.of("treasury_sold")
    np.testing.assert_allclose(coins, path.of("btc_close"), rtol=0, atol=1e-6)
    debt = path.of("debt_open") + path.of("borrowed") - path.of("debt_repaid")
    np.testing.assert_allclose(debt, path.of("debt_close"), rtol=0, atol=1e-6)
    for balance in ("cash", "btc", "debt"):
        opening, closing = path.of(f"{balance}_open"), path.of(f"{balance}_close")
        np.testing.assert_array_equal(opening[1:], closing[:-1])
        assert np.all(closing >= -1e-6)
    assert np.all(path.of("pledged_close") <= path.of("btc_close") + 1e-9)
    for cause in ("liquidity", "minimum_cash", "plant", "margin_call", "liquidation", "maturity"):
        assert np.all(path.of(f"sold_{cause}") >= -1e-9), cause


@settings(max_examples=40, deadline=None)
@given(companies(), st.integers(1, 9_999), number(0.1, 1.2))
def test_conservation(terms: Terms, seed: int, volatility: float) -> None:
    close, low = simulate_prices(float(terms.btc_price), 36, 16, volatility, "GBM", "MEDIAN", seed)
    assert_conserved(run_path(terms))
    assert_conserved(run_path(terms, close, low))


@settings(max_examples=40, deadline=None)
@given(companies())
def test_sales_and_shortfalls_are_consistent(terms: Terms) -> None:
    path = run_path(terms)
    paid = int(min(months_paid(path), 40))
    floor = np.where(CLOCK.number <= 0, min(terms.minimum_cash, terms.opening_cash), terms.minimum_cash)
    assert np.all(path.of("cash_close")[:paid] >= floor[:paid] - 1e-6)
    assert np.all(path.of("arrears")[:paid] <= 1e-6)
    assert np.count_nonzero(path.of("shortfall")) <= 1
    if paid < 40:
        assert path.of("btc_close")[paid] - path.of("pledged_close")[paid] < 1e-9
        assert not path.of("btc_mined")[paid + 1 :].any()


@settings(max_examples=40, deadline=None)
@given(companies())
def test_no_plant_sale_without_plant_and_the_causes_are_all_of_it(terms: Terms) -> None:
    path = run_path(terms)
    assert np.all(path.of("sold_plant")[path.of("capex") == 0] <= 1e-6)
    sold = path.of("forced_btc") + path.of("sold_plant")
    np.testing.assert_allclose(sold, path.of("treasury_sold"), rtol=0, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(companies())
def test_forced_is_what_would_have_been_sold_without_this_months_plant(terms: Terms) -> None:
    # Two runs part ways after the first month with plant, so the first one is compared.
    built = run_path(replace(terms, clock=months(1), estimate=published(), ai_mw_today=0.0))
    unbuilt = run_path(
        replace(terms, clock=months(1), estimate=published(), ai_mw_today=0.0, expansion_capex_per_mw=0.0)
    )
    # A margin call is met with cash before coins, and plant takes that cash: only without a call are they the same.
    if not built.of("margin_called")[0] and terms.maturity_month != 1:
        np.testing.assert_allclose(built.of("forced_btc"), unbuilt.of("forced_btc"), rtol=1e-6, atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(UNLEVERAGED, number(0, 100_000))
def test_a_higher_price_never_shortens_the_runway(terms: Terms, more: float) -> None:
    # With curtailment on, a price just above the idle threshold mines at a loss that idling would have avoided.
    terms = replace(terms, curtailment="OFF")
    higher = replace(terms, btc_price=terms.btc_price + more)
    assert months_paid(run_path(higher)) >= months_paid(run_path(terms))


@settings(max_examples=40, deadline=None)
@given(UNLEVERAGED, number(0, 50e6))
def test_a_higher_minimum_cash_never_lengthens_the_runway(terms: Terms, more: float) -> None:
    stricter = replace(terms, minimum_cash=terms.minimum_cash + more)
    assert months_paid(run_path(stricter)) <= months_paid(run_path(terms))


@settings(max_examples=40, deadline=None)
@given(UNLEVERAGED, number(0, 100e6), number(0, 5e6))
def test_more_money_never_hurts_and_more_cost_never_helps(terms: Terms, money: float, cost: float) -> None:
    here = months_paid(run_path(terms))
    assert months_paid(run_path(replace(terms, equity_raise=terms.equity_raise + money))) >= here
    assert months_paid(run_path(replace(terms, overhead_per_month=terms.overhead_per_month + cost))) <= here
    assert months_paid(run_path(replace(terms, other_outflow_per_month=terms.other_outflow_per_month + cost))) <= here
    assert months_paid(run_path(replace(terms, lease_income_per_month=terms.lease_income_per_month + cost))) >= here


@settings(max_examples=40, deadline=None)
@given(companies(curtailment="OFF"), number(0.1, 1))
def test_the_burn_rises_as_the_price_falls_and_as_the_network_grows(terms: Terms, share: float) -> None:
    burn = float(run_path(terms).burn_per_month)
    cheaper = replace(terms, btc_price=terms.btc_price * share)
    larger = replace(terms, network_hashrate=terms.network_hashrate * (1 + share))
    lost = float(run_path(terms).ahead("btc_mined")[0])
    # One cent of tolerance on bills of tens of millions.
    assert float(run_path(cheaper).burn_per_month) >= burn - 0.01
    assert float(run_path(larger).burn_per_month) >= burn - 0.01
    if lost * terms.btc_price * (1 - share) > 1:
        assert float(run_path(cheaper).burn_per_month) > burn


@settings(max_examples=40, deadline=None)
@given(companies(curtailment="ON"))
def test_curtailment_never_costs_and_never_saves_more_than_idle_hosts_do(terms: Terms) -> None:
    on, off = run_path(terms), run_path(replace(terms, curtailment="OFF"))
    assert np.all(on.ahead("burn")[0] <= off.ahead("burn")[0] + 0.01)
    hosting = off.ahead("hosting")[0] * (1 - terms.avoidable_hosting_share)
    bills = hosting + terms.overhead_per_month + terms.other_outflow_per_month + on.ahead("interest_due")[0]
    idle = on.ahead("idle")[0]
    assert not idle or on.burn_per_month >= bills - terms.lease_income_per_month - 0.01


@settings(max_examples=25, deadline=None)
@given(st.lists(companies(curtailment="ON", maturity_month=18.0), min_size=2, max_size=5))
def test_scalar_equals_array(scenarios: list[Terms]) -> None:
    # What was published is the same for every column of a run.
    scenarios = [replace(one, estimate=scenarios[0].estimate) for one in scenarios]
    shared = ("clock", "estimate", "curtailment", "network_response_lag", "maturity_month")
    names = [field.name for field in fields(Terms) if field.name not in shared]
    stacked = {name: np.array([getattr(one, name) for one in scenarios]) for name in names}
    together = run_path(replace(scenarios[0], **stacked))
    for column, one in enumerate(scenarios):
        alone = run_path(one)
        for name in ("cash_close", "btc_close", "debt_close", "burn", "forced_btc", "sold_plant"):
            np.testing.assert_allclose(together.of(name)[:, column], alone.of(name), rtol=1e-9, atol=1e-3)


@settings(max_examples=40, deadline=None)
@given(companies(), number(10_000, 300_000), number(0.2e9, 3e9), number(-0.1, 0.1), number(0, 60e6), number(0, 1))
def test_the_forecasts_sliders_never_move_the_estimate(
    terms: Terms, price: float, network: float, growth: float, hashrate: float, rolled: float
) -> None:
    moved = replace(
        terms, btc_price=price, network_hashrate=network, network_growth=growth, self_mining_hashrate=hashrate,
        equity_raise=terms.equity_raise + 1e6, debt_rolled_over=rolled, ai_mw=terms.ai_mw / 2, ramp_months=7.0,
        network_response=0.1, vendor_share=0.3, vendor_rate=0.1, expansion_capex_per_mw=1e6,
        expansion_revenue_per_mw_year=1e6,
    )  # fmt: skip
    # A debt that falls due within the estimate is the one thing that rolling over changes there.
    if terms.maturity_month <= 0:
        moved = replace(moved, debt_rolled_over=terms.debt_rolled_over)
    here, there = run_path(terms), run_path(moved)
    for name in ("cash_close", "btc_close", "debt_close", "btc_mined", "hosting", "ai_net", "capex", "forced_btc"):
        np.testing.assert_array_equal(here.estimated(name), there.estimated(name), err_msg=name)


def test_a_published_output_is_mined_exactly() -> None:
    path = run_path(
        Terms(
            clock=CLOCK, estimate=published(70_000.0, 1.1e9, 500 / COINS_PER_TH, 4), opening_cash=1e9, opening_btc=0.0,
            btc_price=1.0, network_hashrate=1.0, self_mining_hashrate=0.0, block_subsidy=3.125, fee_ratio=0.01,
            halving_months=30.0, cash_cost_at_reference=70_000.0, reference_network_hashrate=1e9,
            reference_block_subsidy=3.125, overhead_per_month=0.0, minimum_cash=0.0, curtailment="ON",
            avoidable_hosting_share=1.0,
        )
    )  # fmt: skip
    days = np.array([30, 31, 30, 31]) / (365 / 12)
    np.testing.assert_allclose(path.estimated("btc_mined"), 500 / 1.1 * days)
