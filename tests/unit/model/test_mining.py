"""Cost lines, margins, energy and reported results against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import mining, network

EH = 1e6
MILLION = 1e6
PERIODS = np.array(["2024-Q4", "2025-Q1", "2025-Q2", "2025-H1", "2025-Q3", "2025-Q4", "2025-FY", "2026-Q1"])
BTC_MINED = np.array([933.8, 1541.0, 1404.4, 2945.4, 1930.8, 1718.3, 6594.6, 1266.0])
BTC_REVENUE = np.array([89.5, 144.2, 138.1, 282.3, 220.9, 172.4, 675.5, 98.4]) * MILLION
CASH_COST = np.array([67_769.9, 70_602.1, 83_091, np.nan, 81_072, 84_536, np.nan, 76_928])
ALL_IN_COST = np.array([np.nan, np.nan, 98_636, np.nan, 99_383, 106_251, 97_000, np.nan])


def test_the_example_of_the_address_bar() -> None:
    """/mining?btc=70&cash=80&dep=17&basis=FY2025 loses 27,000 a coin, 178m a year, breaks even at 97,000."""
    cash = mining.cash_cost_per_btc(80_000, 1_000 * EH, 1_000 * EH)
    depreciation = mining.depreciation_per_btc(17_000, 1_000 * EH, 1_000 * EH)
    all_in = mining.all_in_cost_per_btc(cash, depreciation)
    margin = mining.margin_per_btc(70_000, all_in)
    mined = mining.btc_mined_per_year("FY2025", 6_594.6, 4_645.0)
    assert all_in == mining.break_even_price(all_in) == 97_000
    assert margin == -27_000
    assert mining.cash_margin_per_btc(70_000, cash) == -10_000
    # -27,000 x 6,594.6 and -10,000 x 6,594.6
    assert mining.mining_result_per_year(margin, mined) == pytest.approx(-178_054_200)
    assert mining.mining_cash_result_per_year(-10_000, mined) == pytest.approx(-65_946_000)


def test_cost_per_coin_moves_with_the_network_u12() -> None:
    # ten per cent more hashrate, ten per cent more cost per coin
    assert mining.cash_cost_per_btc(77_000, 1_100 * EH, 1_000 * EH) == pytest.approx(84_700)
    assert mining.depreciation_per_btc(17_000, 1_100 * EH, 1_000 * EH) == pytest.approx(18_700)
    # subsidy halved and fees from 1 % to 4 %: 77,000 x 2 x 1.01 / 1.04
    changed = mining.cost_after_network_change(77_000, 1.0, 3.125, 1.5625, 0.01, 0.04)
    assert changed == pytest.approx(149_557.6923, rel=1e-9)


def test_full_cost_adds_overhead_and_interest() -> None:
    # 94,000 + (3m x 12 + 30.6m x 8 %) / 4,645 = 94,000 + 38.448m / 4,645
    full = mining.full_cost_per_btc(94_000, 3 * MILLION, 30.6 * MILLION, 0.08, 4_645.0)
    assert full == pytest.approx(102_277.2874, rel=1e-9)
    assert np.isnan(mining.full_cost_per_btc(94_000, 3 * MILLION, 30.6 * MILLION, 0.08, 0.0))


def test_output_of_a_year_on_either_basis() -> None:
    # 28 / 1,000 x 144 x 3.125 x 1.01 x 365 = 4,644.99
    run = mining.btc_mined_per_year_run(28 * EH, 1_000 * EH, 3.125, 0.01)
    assert run == pytest.approx(4_644.99)
    assert mining.btc_mined_per_month_run(run) == pytest.approx(387.0825)
    assert mining.btc_mined_per_year("RUN", 6_594.6, run) == run
    both = mining.btc_mined_per_year(np.array(["FY2025", "RUN"]), 6_594.6, 100.0)
    np.testing.assert_array_equal(both, [6_594.6, 100.0])


def test_energy_and_tariffs_u06_u07_u13() -> None:
    # 33 / 1,000 / (21.6 x 24 / 1,000) = 0.033 / 0.5184
    assert mining.break_even_tariff(33.0, 21.6) == pytest.approx(0.06365741, rel=1e-6)
    # 33,000 / 518.4
    assert mining.mining_revenue_per_mwh(33.0, 21.6) == pytest.approx(63.65741, rel=1e-6)
    # 77,000 / 1,140,594.06 kWh
    energy = mining.energy_per_btc(1_000 * EH, 21.6, 3.125, 0.01)
    assert mining.implied_tariff(77_000, energy) == pytest.approx(0.06750868, rel=1e-6)
    # 27.98e6 TH/s x 21.6 J/TH = 604.368 MW
    assert mining.fleet_power_mw(27.98 * EH, 21.6) == pytest.approx(604.368)
    # 1,140,594.06 x 0.067 = 76,419.80 ; / 77,000
    power = mining.power_cost_per_btc(energy, 0.067)
    assert power == pytest.approx(76_419.80, rel=1e-7)
    assert mining.power_share_of_cash_cost(power, 77_000) == pytest.approx(0.9924649, rel=1e-6)
    assert mining.shutdown_price(energy, 0.067) == power


def test_shutdown_price_from_difficulty_u05() -> None:
    # 21.6 x 24 / 1,000 x 0.065 = 0.033696 USD per TH and day ; / 5.044725616e-7 BTC = 66,794.515
    price = mining.shutdown_price_from_difficulty(21.6, 0.065, 125.86e12, 3.125, 0.01)
    assert price == pytest.approx(66_794.515, rel=1e-8)
    hashrate = network.network_hashrate_from_difficulty(125.86e12)
    assert price == pytest.approx(mining.shutdown_price(mining.energy_per_btc(hashrate, 21.6, 3.125, 0.01), 0.065))


def test_machine_depreciation_u15() -> None:
    # 15 USD x 28e6 TH/s / 36 months = 11.667m
    assert mining.machine_depreciation_per_month(15.0, 28 * EH, 36) == pytest.approx(11_666_666.67, rel=1e-9)


def test_results_of_2025() -> None:
    # 675.5m / 6,594.6 = 102,432.3 ; - 97,000 = 5,432.3 ; x 6,594.6 = 35.8238m
    revenue = mining.revenue_per_btc_fy2025(675.5 * MILLION, 6_594.6)
    margin = mining.margin_per_btc_fy2025(revenue, 97_000)
    assert revenue == pytest.approx(102_432.293, rel=1e-8)
    assert margin == pytest.approx(5_432.293, rel=1e-6)
    assert mining.mining_margin_fy2025(margin, 6_594.6) == pytest.approx(35_823_800, rel=1e-9)
    assert mining.cash_margin_per_btc_fy2025(revenue, 79_960) == pytest.approx(22_472.293, rel=1e-6)
    # 97,000 x 6,594.6 = 639.6762m ; -452.8 - (688.1 - 639.6762) = -501.2238 ; - (-256.9) = -244.3238
    cost = mining.mining_cost_total_fy2025(97_000, 6_594.6)
    charges = mining.other_charges_fy2025(-452.8 * MILLION, 688.1 * MILLION, cost)
    assert cost == pytest.approx(639_676_200)
    assert charges == pytest.approx(-501_223_800)
    assert mining.other_charges_unidentified_fy2025(charges, -256.9 * MILLION) == pytest.approx(-244_323_800)
    assert mining.other_revenue_fy2025(688.1 * MILLION, 675.5 * MILLION) == pytest.approx(12_600_000)
    # -622.0 - (-452.8) - (-162.5) = -6.7
    unexplained = mining.net_result_unexplained_fy2025(-622.0 * MILLION, -452.8 * MILLION, -162.5 * MILLION)
    assert unexplained == pytest.approx(-6_700_000)
    # 675.5 / 688.1 ; 79,960 / 97,000
    assert mining.btc_revenue_share_fy2025(675.5, 688.1) == pytest.approx(0.98168871, rel=1e-7)
    assert mining.cash_share_of_all_in_cost_fy2025(79_960, 97_000) == pytest.approx(0.82432990, rel=1e-7)


def test_waterfall_of_2025_closes() -> None:
    revenue, net, cost = 688.1 * MILLION, -452.8 * MILLION, mining.mining_cost_total_fy2025(97_000, 6_594.6)
    assert revenue - cost + mining.other_charges_fy2025(net, revenue, cost) == pytest.approx(net)


def test_first_quarter_of_2026() -> None:
    # 98.4m / 1,266 = 77,725.12 ; - 76,928 = 797.12
    revenue = mining.revenue_per_btc_q1_2026(98.4 * MILLION, 1_266)
    assert revenue == pytest.approx(77_725.118, rel=1e-8)
    assert mining.cash_margin_per_btc_q1_2026(revenue, 76_928) == pytest.approx(797.118, rel=1e-5)
    # 98.4 / 102.0 ; (102.0 - 98.4) / 3
    assert mining.btc_revenue_share_q1_2026(98.4, 102.0) == pytest.approx(0.96470588, rel=1e-7)
    assert mining.other_revenue_per_month_q1_2026(102.0 * MILLION, 98.4 * MILLION) == pytest.approx(1_200_000)
    # 98.4 / 172.4 - 1
    change = mining.btc_revenue_change_q1_2026(98.4 * MILLION, PERIODS, BTC_REVENUE)
    assert change == pytest.approx(-0.42923434, rel=1e-7)


def test_quarter_by_quarter() -> None:
    revenue = np.asarray(mining.quarterly_revenue_per_btc(BTC_REVENUE, BTC_MINED))
    # 138.1m / 1,404.4 = 98,333.8 ; 220.9m / 1,930.8 = 114,408.5 ; 172.4m / 1,718.3 = 100,331.7
    margin = mining.quarterly_margin_per_btc(revenue, ALL_IN_COST)
    np.testing.assert_allclose(margin[[2, 4, 5]], [-302.19, 15_025.53, -5_919.28], atol=0.01)
    assert np.isnan(margin[[0, 1, 3, 7]]).all()
    cash_margin = mining.quarterly_cash_margin_per_btc(revenue, CASH_COST)
    np.testing.assert_allclose(cash_margin[[4, 5]], [33_336.53, 15_795.72], atol=0.01)


def test_cost_of_2025_from_its_quarters_u09() -> None:
    # (70,602.1 x 1,541 + 83,091 x 1,404.4 + 81,072 x 1,930.8 + 84,536 x 1,718.3) / 6,594.5
    # = 527.2831m / 6,594.5
    weighted = mining.cash_cost_fy2025_weighted(PERIODS, CASH_COST, BTC_MINED)
    assert weighted == pytest.approx(79_958.0, abs=0.1)
    assert np.isnan(mining.cash_cost_fy2025_weighted(PERIODS[2:], CASH_COST[2:], BTC_MINED[2:]))
    # 97,000 x 6,594.6 - 98,636 x 1,404.4 - 99,383 x 1,930.8 - 106,251 x 1,718.3 = 126.692m ; / 1,541
    implied = mining.all_in_cost_implied_q1_2025(97_000, 6_594.6, PERIODS, ALL_IN_COST, BTC_MINED)
    assert implied == pytest.approx(82_214.09, abs=0.5)
    assert mining.all_in_cost_lowest_quarter(PERIODS, ALL_IN_COST) == 98_636
    assert mining.all_in_cost_highest_quarter(PERIODS, ALL_IN_COST) == 106_251


def test_no_published_quarter_has_no_lowest_cost() -> None:
    assert np.isnan(mining.all_in_cost_lowest_quarter(PERIODS, np.full(8, np.nan)))
    assert np.isnan(mining.all_in_cost_highest_quarter(PERIODS[:1], ALL_IN_COST[:1]))


def test_weighted_mean_skips_rows_that_lack_either() -> None:
    values, weights = np.array([10.0, 20.0, np.nan, 40.0]), np.array([1.0, 3.0, 5.0, np.nan])
    # (10 x 1 + 20 x 3) / 4
    assert mining.weighted_mean(values, weights) == 17.5
    assert np.isnan(mining.weighted_mean(values[2:], weights[2:]))


def test_days_below_cost_count_one_calendar_year() -> None:
    dates = np.array(["2024-12-31", "2025-01-01", "2025-06-01", "2025-07-01", "2025-12-31", "2026-01-01"])
    dates = dates.astype("datetime64[D]")
    closes = np.array([1.0, 90_000.0, 97_000.0, np.nan, 96_999.0, 2.0])
    below = mining.days_below_all_in_cost_2025(dates, closes, 97_000)
    known = mining.days_with_close_2025(dates, closes)
    assert (below, known) == (2, 3)
    assert mining.share_days_below_all_in_cost_2025(below, known) == pytest.approx(2 / 3)
    # (90,000 + 97,000 + 96,999) / 3
    assert mining.btc_price_average_2025(dates, closes) == pytest.approx(94_666.3333, rel=1e-8)
    assert np.isnan(mining.btc_price_average_2025(dates[:1], closes[:1]))


def test_output_and_weighted_price_of_2025() -> None:
    months = np.array(["2024-12", "2025-01", "2025-02", "2025-03"])
    produced = np.array([500.0, 100.0, 300.0, np.nan])
    assert mining.btc_produced_2025(months, produced) == 400.0
    prices = np.array([90_000.0, 70_000.0, 50_000.0])
    # 100 at 70,000 and 300 at 90,000, found by month and not by position
    weighted = mining.btc_price_production_weighted_2025(
        months, produced, np.array(["2025-02", "2025-01", "2024-12"]), prices
    )
    assert weighted == 85_000.0


def test_distance_to_break_even() -> None:
    # -24,000 / 77,000 ; 97,000 / 77,000 - 1 ; 77,000 / 97,000 - 1
    assert mining.margin_share_of_price(-24_000, 77_000) == pytest.approx(-0.3116883, rel=1e-6)
    assert mining.break_even_price_change(97_000, 77_000) == pytest.approx(0.2597403, rel=1e-6)
    assert mining.break_even_cost_change(77_000, 97_000) == pytest.approx(-0.2061856, rel=1e-6)
