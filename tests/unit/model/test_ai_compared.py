"""Both AI businesses side by side, per card, IT megawatt, site and megawatt-hour, against numbers worked by hand."""

import pytest

from dashboard.model import ai_compared as both
from dashboard.model import investment

MILLION = 1e6


@pytest.mark.parametrize("years", [3, 5, 8])
@pytest.mark.parametrize("capex", [20e6, 33.48e6, 80e6])
def test_at_the_break_even_decay_the_value_is_zero(years: int, capex: float) -> None:
    decay = float(investment.ai_break_even_decay("GPU", capex, 12.46e6, 1e6, 0.12, years))
    assert investment.net_present_value(capex, 12.46e6, 1e6, decay, 0.12, years) == pytest.approx(0, abs=1)


@pytest.fixture
def gpu() -> dict[str, float]:
    """An IT megawatt of own cards at the slider defaults."""
    # 8,760,000 h x 1.3 x 0.85 x 0.067 = 648,546.6 ; 33.48m x 0.2774097319
    return {
        "power": float(both.gpu_power_cost_per_mw_year(1.3, 0.067, 0.85)),
        "running": float(both.gpu_running_cost_per_mw_year(648_546.6, 350_000)),
        "capital": float(both.gpu_capital_cost_per_mw_year(33.48 * MILLION, 0.12, 5)),
    }


def test_a_year_of_own_cards(gpu: dict[str, float]) -> None:
    assert gpu["power"] == pytest.approx(648_546.6)
    assert gpu["running"] == pytest.approx(998_546.6)
    assert gpu["capital"] == pytest.approx(9_287_677.82, rel=1e-8)
    # 1,270 x 24,000 + 3m ; 12,460,224 - 998,546.6 - 9,287,677.82
    assert both.gpu_capex_per_mw(1_270, 24_000, 3 * MILLION) == 33_480_000
    result = both.gpu_result_per_mw_year(12_460_224, gpu["running"], gpu["capital"])
    assert result == pytest.approx(2_173_999.58, rel=1e-8)
    # each / 1,270
    assert both.gpu_running_cost_per_card_year(gpu["running"], 1_270) == pytest.approx(786.2572, rel=1e-6)
    assert both.gpu_capital_cost_per_card_year(gpu["capital"], 1_270) == pytest.approx(7_313.1322, rel=1e-7)
    assert both.gpu_result_per_card_year(result, 1_270) == pytest.approx(1_711.8107, rel=1e-7)
    assert both.gpu_capex_per_card(33_480_000, 1_270) == pytest.approx(26_362.2047, rel=1e-8)


def test_a_year_of_colocation() -> None:
    capital = both.colocation_capital_cost_per_mw_year(3 * MILLION, 0.12, 15)
    assert capital == pytest.approx(440_472.72, rel=1e-8)
    # 1.44m - 0.35m - 0.44047272m
    result = both.colocation_result_per_mw_year(1_440_000, 350_000, capital)
    assert result == pytest.approx(649_527.28, rel=1e-8)


def test_a_falling_price_has_to_start_higher(gpu: dict[str, float]) -> None:
    even = both.gpu_break_even_price(gpu["capital"], gpu["running"], 1_270, 0.7)
    # 10,286,224.42 / 7,787,640 card-hours
    assert even == pytest.approx(1.3208398, rel=1e-7)
    # 1/1.12 + 0.8/1.2544 + 0.64/1.404928 + 0.512/1.57351936 + 0.4096/1.76234168 = 2.5439540 ; x 0.2774097319
    level = both.level_price_share(0.2, 0.12, 5)
    assert level == pytest.approx(0.7057178, rel=1e-6)
    assert both.gpu_break_even_price_with_decay(even, level) == pytest.approx(1.871626, rel=1e-6)
    assert both.level_price_share(0.0, 0.12, 5) == pytest.approx(1.0)


def test_an_hour_of_a_card() -> None:
    # 1.60 x 0.7 ; (7,004.6625 + 786.2572) / 8,760
    assert both.card_hour_revenue(1.6, 0.7) == pytest.approx(1.12)
    assert both.card_hour_cost(7_004.6625, 786.2572) == pytest.approx(0.8893744, rel=1e-6)
    # 41.4m tokens x 0.10 x 0.7 ; 32.04m x 0.28 x 0.7 ; 32.04m x 0.18 x 0.7
    assert both.token_revenue_llama31_8b(11_500, 0.10, 0.7) == pytest.approx(2.898)
    assert both.token_revenue_gpt_oss_20b(8_900, 0.28, 0.7) == pytest.approx(6.27984)
    assert both.token_revenue_gpt_oss_20b_earlier(8_900, 0.18, 0.7) == pytest.approx(4.03704)


def test_the_owned_site_is_its_megawatts_times_one() -> None:
    site = 38.0
    assert both.georgia_gpu_revenue(site, 12.0) == 456
    assert both.georgia_gpu_running_cost(site, 1.0) == 38
    assert both.georgia_gpu_capital_cost(site, 9.0) == 342
    assert both.georgia_gpu_result(site, 2.0) == 76
    assert both.georgia_gpu_capex(site, 33.5) == 1_273
    assert both.georgia_colocation_revenue(site, 1.5) == 57
    assert both.georgia_colocation_running_cost(site, 0.25) == 9.5
    assert both.georgia_colocation_capital_cost(site, 0.5) == 19
    assert both.georgia_colocation_result(site, 0.75) == 28.5
    assert both.georgia_colocation_capex(site, 3.0) == 114


def test_a_megawatt_hour_from_the_grid(gpu: dict[str, float]) -> None:
    # 33 x 1,000 / (24 x 21.6)
    assert both.mining_gross_value_per_mwh(33.0, 21.6) == pytest.approx(63.6574, rel=1e-6)
    # / (8,760 x 1.3 = 11,388)
    assert both.gpu_gross_value_per_mwh(12_460_224, 1.3) == pytest.approx(1_094.1538, rel=1e-7)
    assert both.gpu_value_per_mwh(2_565_756.05, 1.3) == pytest.approx(225.3035, rel=1e-6)
    assert both.colocation_gross_value_per_mwh(1_440_000, 1.3) == pytest.approx(126.4489, rel=1e-6)
    assert both.colocation_value_per_mwh(649_527.28, 1.3) == pytest.approx(57.03611, rel=1e-6)
    # 12,460,224 x 0.7057178 = 8,793,402 ; less 10,286,224.42
    left = both.gpu_value_per_mwh_with_decay(12_460_224, gpu["running"], gpu["capital"], 0.7057178, 1.3)
    assert left == pytest.approx(-131.0873, rel=1e-6)
