"""The random paths: three variants that agree with the full record of the same paths, and chance that repeats."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard.model import odds
from dashboard.model.month import CAUSES, FORCED_CAUSES, ROUNDING_BTC, Terms
from dashboard.model.path import Path, run_path, stopped_today, without_ai
from dashboard.model.price_paths import Prices, simulate_prices
from dashboard.model.simulate import FAN_LEVELS, VARIANTS, Chances, fan, run_chances
from tests.unit.model.companies import company, months, published

PATHS = 256


def edge(**changes: Any) -> Terms:
    """A miner with every kind of obligation and an estimate behind it, close to the edge."""
    values: dict[str, Any] = {
        "clock": months(36, 2, plant_first_month="2026-04", plant_last_month="2026-05", ai_service_month="2026-06"),
        "estimate": published(80_000.0, 1e9, 15e6, 2),
        "opening_cash": 12e6,
        "opening_btc": 1_000.0,
        "btc_price": 80_000.0,
        "self_mining_hashrate": 15e6,
        "cash_cost_at_reference": 75_000.0,
        "pledged_btc": 300.0,
        "btc_loan": 12e6,
        "other_debt": 20e6,
        "margin_call_ltv": 0.75,
        "liquidation_ltv": 0.9,
        "maturity_month": 24.0,
        "halving_months": 18.4,
        "network_response": 0.3,
        "ai_mw_today": 1.0,
        "ai_mw": 1.5,
        "ramp_months": 6.0,
        "gpu_revenue_per_mw_year": 14e6,
        "gpu_running_cost_per_mw_year": 1e6,
        "gpu_capex_per_mw": 20e6,
        "gpu_price_decay": 0.2,
        "expansion_revenue_per_mw_year": 12e6,
        "expansion_running_cost_per_mw_year": 1e6,
        "expansion_capex_per_mw": 25e6,
        "vendor_share": 0.5,
        "vendor_rate": 0.12,
    }
    return company(**(values | changes))


def prices(volatility: float = 0.55, process: str = "GBM", seed: int = 1) -> Prices:
    return simulate_prices(80_000.0, 36, PATHS, volatility, process, "MEDIAN", seed)


@pytest.fixture(scope="module")
def simulated() -> tuple[Chances, list[Path]]:
    """The chances, and every month of the same paths for each variant on its own."""
    terms, drawn = edge(), prices()
    paths = [run_path(each, *drawn) for each in (terms, without_ai(terms), stopped_today(terms))]
    return run_chances(terms, drawn), paths


def test_the_three_variants_are_the_paths_run_one_by_one(simulated: tuple[Chances, list[Path]]) -> None:
    found, paths = simulated
    for index, path in enumerate(paths):
        np.testing.assert_array_equal(found.money_gone[index], path.money_gone, err_msg=VARIANTS[index])
        np.testing.assert_array_equal(found.next_forced_sale[index], path.next_forced_sale, err_msg=VARIANTS[index])


def test_what_holds_for_the_path_as_set(simulated: tuple[Chances, list[Path]]) -> None:
    found, (own, *_) = simulated
    np.testing.assert_allclose(found.cash, own.ahead("cash_close"), atol=1e-6)
    np.testing.assert_allclose(found.btc, own.ahead("btc_close"), atol=1e-9)
    called = own.ahead("margin_called")
    assert odds.probability_margin_call(found) == np.mean(called.any(axis=0))
    value = own.ahead("cash_close") + own.ahead("btc_close") * own.ahead("btc_price") * 0.995
    np.testing.assert_allclose(found.value_fan, np.quantile(value, FAN_LEVELS, axis=1))


def test_first_causes_are_the_largest_of_the_first_forced_sale(simulated: tuple[Chances, list[Path]]) -> None:
    found, (own, *_) = simulated
    counts = dict.fromkeys(FORCED_CAUSES, 0.0)
    for column, month in enumerate(own.next_forced_sale):
        if np.isfinite(month):
            sold = [own.ahead(f"sold_{cause}")[int(month) - 1, column] for cause in FORCED_CAUSES]
            assert sum(sold) > ROUNDING_BTC
            counts[FORCED_CAUSES[int(np.argmax(sold))]] += 1
    assert found.first_causes == counts
    assert sum(odds.first_sales_for(cause)(found) for cause in FORCED_CAUSES) == pytest.approx(1)
    assert sum(odds.share_sold_for(cause)(found) for cause in CAUSES) == pytest.approx(1)


def test_outcomes_exclude_each_other_and_add_up(simulated: tuple[Chances, list[Path]]) -> None:
    found, _ = simulated
    outcomes = (
        odds.probability_no_forced_sale(found),
        odds.probability_forced_sale_survived(found),
        odds.probability_money_gone(found),
    )
    assert sum(outcomes) == 1 and all(0 < outcome < 1 for outcome in outcomes)
    assert odds.probability_survival(outcomes[2]) == pytest.approx(sum(outcomes[:2]))
    saved = odds.probability_ai_saves(found) - odds.probability_ai_costs(found)
    assert odds.probability_money_gone_never_built(found) - outcomes[2] == pytest.approx(saved)
    kept = odds.probability_ai_saves_from_today(found) - odds.probability_ai_costs_from_today(found)
    assert odds.probability_money_gone_stopped(found) - outcomes[2] == pytest.approx(kept)
    before, at = odds.probability_gone_before_debt(found), odds.probability_gone_with_debt(found)
    assert before + at <= outcomes[2]


def test_the_error_comes_from_the_shares_of_the_eight_replicates(simulated: tuple[Chances, list[Path]]) -> None:
    found, _ = simulated
    # Replicates of 32 paths with 0, 1, ... 7 of them set: shares 0 to 7/32, whose standard deviation is √6 ÷ 32.
    flags = np.concatenate([np.arange(32) < count for count in range(8)])
    # 2.3646 is the 97.5th percentile of Student's t with seven degrees of freedom.
    assert found.error(flags) == pytest.approx(2.364624 * math.sqrt(6) / 32 / math.sqrt(8), rel=1e-6)
    assert found.error(np.ones(PATHS, dtype=bool)) == 0
    assert math.isnan(found.error(np.array([True])))
    largest = max(found.error(flags) for flags in (found.gone(), ~found.forced() & ~found.gone(),
                                                   found.forced() & ~found.gone()))  # fmt: skip
    assert odds.probability_error(found) == largest > 0


def test_events_build_up_by_month(simulated: tuple[Chances, list[Path]]) -> None:
    found, (own, *_) = simulated
    by_month = odds.money_gone_by_month(found)
    assert len(by_month) == 36 and np.all(np.diff(by_month) >= 0)
    assert by_month[-1] == odds.probability_money_gone(found)
    assert by_month[11] == np.mean(own.money_gone <= 12)
    half = odds.months_to_half_short(by_month)
    assert np.isnan(half) or (by_month[int(half) - 1] >= 0.5 and (half == 1 or by_month[int(half) - 2] < 0.5))


@pytest.mark.parametrize("process", ["GBM", "STUDENT"])
def test_without_volatility_every_path_is_the_flat_one(process: str) -> None:
    terms = edge(network_growth=0.01)
    flat, found = run_path(terms), run_chances(terms, prices(0.0, process))
    assert np.all(np.nan_to_num(found.money_gone[0], nan=-1) == np.nan_to_num(flat.money_gone, nan=-1))
    assert np.all(np.nan_to_num(found.next_forced_sale[0], nan=-1) == np.nan_to_num(flat.next_forced_sale, nan=-1))
    np.testing.assert_allclose(found.cash, np.broadcast_to(flat.ahead("cash_close")[:, None], found.cash.shape))


def test_without_ai_the_variants_are_one() -> None:
    found = run_chances(replace(edge(), ai_mw=0.0, ai_mw_today=0.0), prices())
    np.testing.assert_array_equal(found.money_gone[0], found.money_gone[1])
    np.testing.assert_array_equal(found.money_gone[0], found.money_gone[2])


def test_money_that_was_gone_by_today_is_gone_on_every_path() -> None:
    found = run_chances(edge(opening_cash=0.0, opening_btc=0.0, overhead_per_month=9e6), prices())
    assert odds.probability_money_gone(found) == odds.probability_money_gone_never_built(found) == 1
    assert np.all(odds.money_gone_by_month(found) == 1)
    assert odds.probability_no_forced_sale(found) == odds.probability_ai_saves(found) == 0


def test_what_is_sold_for_each_cause_is_what_the_paths_sell() -> None:
    found, path = run_chances(edge(), prices()), run_path(edge(), *prices())
    for cause in CAUSES:
        assert found.sold_by_cause[cause] == pytest.approx(path.ahead(f"sold_{cause}").sum(), abs=1e-6)
    assert sum(found.sold_by_cause.values()) > 0


def test_nothing_sold_has_no_causes() -> None:
    rich = run_chances(edge(opening_cash=5e9), prices())
    assert odds.probability_no_forced_sale(rich) == 1
    assert {odds.share_sold_for(cause)(rich) for cause in CAUSES} == {0.0}
    assert {odds.first_sales_for(cause)(rich) for cause in FORCED_CAUSES} == {0.0}


def test_fan_is_numpys_quantile() -> None:
    values = np.random.default_rng(1).standard_normal((3, 101))
    np.testing.assert_allclose(fan(values), np.quantile(values, FAN_LEVELS, axis=1))


def test_shares_by_month_reach_to_the_last_month(simulated: tuple[Chances, list[Path]]) -> None:
    found = replace(simulated[0], price=np.ones((4, 4)))
    np.testing.assert_allclose(found.by_month(np.array([2.0, np.nan, 2.0, 3.0])), [0, 0.5, 0.75, 0.75])
