"""Unit economics and capital of AI capacity against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import ai

MILLION = 1e6
BOTH = np.array(["GPU", "COLO"])


def test_the_owned_site_and_the_container() -> None:
    # 50 / 1.3
    assert ai.georgia_it_mw(50, 1.3) == pytest.approx(38.461538, rel=1e-7)
    # 286.7 kW / 1.3 = 0.2205385 IT MW ; 280 / 0.2205385 ; 7.31m / 280 ; 7.31m / 0.2205385
    assert ai.container_gpus_per_it_mw(280, 286.7, 1.3) == pytest.approx(1_269.62, abs=0.01)
    assert ai.container_capex_per_gpu(7.31 * MILLION, 280) == pytest.approx(26_107.14, rel=1e-6)
    assert ai.container_capex_per_it_mw(7.31 * MILLION, 286.7, 1.3) == pytest.approx(33_146_145, rel=1e-6)
    assert ai.ai_cards(2.5, 1_270) == 3_175


def test_token_revenue() -> None:
    # 11,500 x 3,600 = 41.4 million tokens at 0.10
    assert ai.token_revenue_per_hour(11_500, 0.10) == pytest.approx(4.14)


def test_colocation_contracts_a07_a08() -> None:
    # 311m over 10 years on 25 MW = 1.244m ; / 12,000 kW-months = 103.67
    revenue = ai.contract_revenue_per_mw_year(311 * MILLION, 10, 25)
    assert revenue == pytest.approx(1_244_000)
    assert ai.rent_per_kw_month(revenue) == pytest.approx(103.6667, rel=1e-6)
    # 120 x 1,000 x 12
    assert ai.colocation_revenue_per_mw_year(120) == 1_440_000


@pytest.fixture
def megawatt() -> dict[str, np.ndarray]:
    """Both models at the slider defaults, per IT MW and year."""
    power = ai.ai_power_cost_per_mw_year(BOTH, 1.3, 0.067, 0.85)
    values = {
        "revenue": ai.ai_revenue_per_mw_year(BOTH, 1_270, 1.6, 0.7, 120.0),
        "power": power,
        "running": ai.ai_running_cost_per_mw_year(power, 350_000),
        "capex": ai.ai_capex_per_mw(BOTH, 1_270, 24_000, 3 * MILLION, 10 * MILLION),
        "capital": ai.ai_capital_cost_per_mw_year(np.array([33.48 * MILLION, 10 * MILLION]), 0.12, np.array([5, 15])),
        "share": ai.ai_level_price_share(np.array([0.2, 0.0]), 0.12, np.array([5, 15])),
    }
    return {name: np.asarray(value) for name, value in values.items()}


def test_one_megawatt_at_the_defaults(megawatt: dict[str, np.ndarray]) -> None:
    # 1,270 x 1.6 x 8,760 x 0.7 = 12.460224m ; 120 x 12,000 = 1.44m
    np.testing.assert_allclose(megawatt["revenue"], [12_460_224, 1_440_000])
    # 1,000 x 8,760 x 1.3 x 0.85 = 9,679,800 kWh x 0.067 ; the tenant pays
    np.testing.assert_allclose(megawatt["power"], [648_546.6, 0])
    np.testing.assert_allclose(megawatt["running"], [998_546.6, 350_000])
    # 1,270 x 24,000 + a container of 3m ; a hall of 10m
    np.testing.assert_allclose(megawatt["capex"], [33_480_000, 10_000_000])
    # 33.48m x 0.2774097319 over the life of the cards ; 10m x 0.1468242396 over that of the hall
    np.testing.assert_allclose(megawatt["capital"], [9_287_677.82, 1_468_242.40], rtol=1e-7)
    # 1/1.12 + 0.8/1.2544 + 0.64/1.404928 + 0.512/1.57351936 + 0.4096/1.76234168 = 2.5439540 ; x 0.2774097319
    np.testing.assert_allclose(megawatt["share"], [0.7057178, 1], rtol=1e-6)
    # 11,461,677.4 / 12,460,224 ; 1.09 / 1.44
    share = ai.ai_margin_share(megawatt["revenue"], megawatt["running"])
    np.testing.assert_allclose(share, [0.9198613, 0.7569444], rtol=1e-6)


def test_full_size_is_the_megawatt_times_its_number(megawatt: dict[str, np.ndarray]) -> None:
    revenue = ai.ai_revenue_per_year(BOTH, 3.0, 1_270, 1.6, 0.7, 120.0)
    power = ai.ai_power_cost_per_year(BOTH, 3.0, 1.3, 0.067, 0.85)
    margin = ai.ai_margin_per_year(revenue, power, 3.0, 350_000)
    np.testing.assert_allclose(revenue, 3 * megawatt["revenue"])
    # 3 x 11,461,677.4 ; 3 x 1.09m
    np.testing.assert_allclose(margin, [34_385_032.2, 3_270_000])
    np.testing.assert_allclose(ai.ai_capex_total(3.0, megawatt["capex"]), 3 * megawatt["capex"])
    np.testing.assert_allclose(ai.ai_capital_cost_per_year(3.0, megawatt["capital"]), 3 * megawatt["capital"])
    left = ai.ai_result_after_capital_per_mw_year(
        megawatt["revenue"], megawatt["share"], megawatt["running"], megawatt["capital"]
    )
    # 12,460,224 x 0.70571785 - 998,546.6 - 9,287,677.82 ; 1,440,000 - 350,000 - 1,468,242.40
    np.testing.assert_allclose(left, [-1_492_822.1, -378_242.40], rtol=1e-6)
    np.testing.assert_allclose(ai.ai_result_after_capital_per_year(3.0, left), 3 * left)


def test_break_even_prices(megawatt: dict[str, np.ndarray]) -> None:
    price = ai.ai_break_even_gpu_price(BOTH, megawatt["capital"], megawatt["running"], 1_270, 0.7, megawatt["share"])
    rent = ai.ai_break_even_colocation_rent(BOTH, megawatt["capital"], megawatt["running"])
    # (9,287,677.82 + 998,546.6) / (1,270 x 8,760 x 0.7 = 7,787,640) / 0.70571785 ; (1,468,242.40 + 350,000) / 12,000
    np.testing.assert_allclose(price, [1.871626, np.nan], rtol=1e-6)
    np.testing.assert_allclose(rent, [np.nan, 151.5202], rtol=1e-6)


def test_no_utilisation_loses_exactly_capital_and_running_cost(megawatt: dict[str, np.ndarray]) -> None:
    revenue = ai.ai_revenue_per_mw_year("GPU", 1_270, 1.6, 0.0, 120.0)
    running, capital = megawatt["running"][0], megawatt["capital"][0]
    assert revenue == 0
    margin = ai.ai_margin_per_year(revenue, megawatt["power"][0], 1.0, 350_000)
    assert margin == pytest.approx(-running)
    assert ai.ai_result_after_capital_per_mw_year(revenue, 0.7, running, capital) == pytest.approx(-running - capital)
    assert np.isnan(ai.ai_margin_share(revenue, running))
    assert np.isnan(ai.ai_break_even_gpu_price("GPU", capital, running, 1_270, 0.0, 0.7))


def test_revenue_needed() -> None:
    # 12 x 0.774m = 9.288m ; / 0.92 ; no burn, nothing to cover ; no margin, no answer
    assert ai.burn_per_year(0.774e6) == pytest.approx(9.288e6)
    needed = np.asarray(ai.ai_revenue_needed(np.array([9.288e6, -79e6, 9e6, 9e6]), np.array([0.92, 0.92, 0.0, -0.1])))
    np.testing.assert_allclose(needed, [10_095_652.2, 0, np.nan, np.nan], rtol=1e-8)
    # 10.0956522m / 12.460224m a MW = 0.810231 MW ; x 33.48m ; x 1,270
    megawatts = ai.ai_mw_for_revenue_needed(needed[0], 12_460_224)
    assert megawatts == pytest.approx(0.8102304, rel=1e-6)
    assert ai.ai_capex_for_revenue_needed(megawatts, 33_480_000) == pytest.approx(27_126_514, rel=1e-6)
    assert ai.ai_cards_for_revenue_needed("GPU", megawatts, 1_270) == pytest.approx(1_028.99, rel=1e-5)
    assert np.isnan(ai.ai_cards_for_revenue_needed("COLO", megawatts, 1_270))
    assert np.isnan(ai.ai_mw_for_revenue_needed(np.nan, 0.0))
    assert ai.burn_month("2026-12") == "2027-01"


def test_one_card(megawatt: dict[str, np.ndarray]) -> None:
    # 1.6 x 8,760 x 0.7 ; 998,546.6 / 1,270
    assert ai.ai_revenue_per_gpu_year(1.6, 0.7) == pytest.approx(9_811.2)
    assert ai.ai_running_cost_per_gpu_year(megawatt["running"][0], 1_270) == pytest.approx(786.2572, rel=1e-6)
    # 9,287,677.82 / 1,270
    assert ai.ai_capital_cost_per_gpu_year(megawatt["capital"][0], 1_270) == pytest.approx(7_313.1322, rel=1e-7)


def test_value_of_a_megawatt_hour_a12(megawatt: dict[str, np.ndarray]) -> None:
    # -1,492,822.1 / 11,388 ; -378,242.40 / 11,388
    values = ai.ai_value_per_mwh(np.array([-1_492_822.1, -378_242.40]), 1.3)
    np.testing.assert_allclose(values, [-131.0873, -33.21412], rtol=1e-6)
    assert ai.ai_gross_value_per_mwh(12_460_224, 1.3) == pytest.approx(1_094.154, rel=1e-6)


def test_a_mined_megawatt_hour_pays_for_its_machines() -> None:
    # 38.83 $/PH/day x 1,000 / (21.6 x 24) = 74.90355 a MWh ; / 83,000 a coin x 16,490 of depreciation
    assert ai.mining_depreciation_per_mwh(38.83, 21.6, 83_000, 16_490) == pytest.approx(14.88144, rel=1e-6)
    # 74.90355 - 67 - 14.88144
    assert ai.mining_value_per_mwh(38.83, 21.6, 0.067, 14.88144) == pytest.approx(-6.97789, rel=1e-5)


def test_a_plan_against_what_is_needed() -> None:
    assert ai.ai_revenue_needed_share_financial_year(67.55 * MILLION, 675.5 * MILLION) == pytest.approx(0.1)
    assert ai.ai_plan_share_of_need(12.5 * MILLION, 50 * MILLION) == 0.25
    assert np.isnan(ai.ai_plan_share_of_need(12.5 * MILLION, 0.0))
    assert ai.georgia_ai_revenue(38.5, 12 * MILLION) == 462 * MILLION
