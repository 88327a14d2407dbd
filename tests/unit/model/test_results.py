"""Published results of the year, its quarters and the realised price against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import results

MILLION = 1e6
PERIODS = np.array(["2024-Q4", "2025-Q1", "2025-Q2", "2025-H1", "2025-Q3", "2025-Q4", "2025-FY", "2026-Q1"])
BTC_MINED = np.array([933.8, 1541.0, 1404.4, 2945.4, 1930.8, 1718.3, 6594.6, 1266.0])
BTC_REVENUE = np.array([89.5, 144.2, 138.1, 282.3, 220.9, 172.4, 675.5, 98.4]) * MILLION
CASH_COST = np.array([67_769.9, 70_602.1, 83_091, np.nan, 81_072, 84_536, np.nan, 76_928])
ALL_IN_COST = np.array([np.nan, np.nan, 98_636, np.nan, 99_383, 106_251, 97_000, np.nan])


def test_results_of_2025() -> None:
    # 675.5m / 6,594.6 = 102,432.3 ; - 97,000 = 5,432.3 ; x 6,594.6 = 35.8238m
    revenue = results.revenue_per_btc_financial_year(675.5 * MILLION, 6_594.6)
    margin = results.margin_per_btc_financial_year(revenue, 97_000)
    assert revenue == pytest.approx(102_432.293, rel=1e-8)
    assert margin == pytest.approx(5_432.293, rel=1e-6)
    assert results.mining_margin_financial_year(margin, 6_594.6) == pytest.approx(35_823_800, rel=1e-9)
    assert results.cash_margin_per_btc_financial_year(revenue, 79_960) == pytest.approx(22_472.293, rel=1e-6)
    # 97,000 x 6,594.6 = 639.6762m ; -452.8 - (688.1 - 639.6762) = -501.2238 ; - (-256.9) = -244.3238
    cost = results.mining_cost_total_financial_year(97_000, 6_594.6)
    charges = results.other_charges_financial_year(-452.8 * MILLION, 688.1 * MILLION, cost)
    assert cost == pytest.approx(639_676_200)
    assert charges == pytest.approx(-501_223_800)
    assert results.other_charges_unidentified_financial_year(charges, -256.9 * MILLION) == pytest.approx(-244_323_800)
    assert results.other_revenue_financial_year(688.1 * MILLION, 675.5 * MILLION) == pytest.approx(12_600_000)
    # -622.0 - (-452.8) - (-162.5) = -6.7
    unexplained = results.net_result_unexplained_financial_year(-622.0 * MILLION, -452.8 * MILLION, -162.5 * MILLION)
    assert unexplained == pytest.approx(-6_700_000)
    # 675.5 / 688.1 ; 79,960 / 97,000
    assert results.btc_revenue_share_financial_year(675.5, 688.1) == pytest.approx(0.98168871, rel=1e-7)


def test_waterfall_of_2025_closes() -> None:
    revenue, net, cost = 688.1 * MILLION, -452.8 * MILLION, results.mining_cost_total_financial_year(97_000, 6_594.6)
    assert revenue - cost + results.other_charges_financial_year(net, revenue, cost) == pytest.approx(net)


def test_first_quarter_of_2026() -> None:
    # 98.4m / 1,266 = 77,725.12 ; - 76,928 = 797.12
    revenue = results.revenue_per_btc_last_quarter(98.4 * MILLION, 1_266)
    assert revenue == pytest.approx(77_725.118, rel=1e-8)
    assert results.cash_margin_per_btc_last_quarter(revenue, 76_928) == pytest.approx(797.118, rel=1e-5)
    # 98.4 / 102.0 ; (102.0 - 98.4) / 3
    assert results.btc_revenue_share_last_quarter(98.4, 102.0) == pytest.approx(0.96470588, rel=1e-7)
    assert results.other_revenue_per_month_last_quarter(102.0 * MILLION, 98.4 * MILLION) == pytest.approx(1_200_000)
    # 98.4 / 172.4 - 1
    change = results.btc_revenue_change_last_quarter(98.4 * MILLION, PERIODS, BTC_REVENUE, "2026-Q1")
    assert change == pytest.approx(-0.42923434, rel=1e-7)


def test_quarter_by_quarter() -> None:
    revenue = np.asarray(results.quarterly_revenue_per_btc(BTC_REVENUE, BTC_MINED))
    # 138.1m / 1,404.4 = 98,333.8 ; 220.9m / 1,930.8 = 114,408.5 ; 172.4m / 1,718.3 = 100,331.7
    margin = results.quarterly_margin_per_btc(revenue, ALL_IN_COST)
    np.testing.assert_allclose(margin[[2, 4, 5]], [-302.19, 15_025.53, -5_919.28], atol=0.01)
    assert np.isnan(margin[[0, 1, 3, 7]]).all()
    cash_margin = results.quarterly_cash_margin_per_btc(revenue, CASH_COST)
    np.testing.assert_allclose(cash_margin[[4, 5]], [33_336.53, 15_795.72], atol=0.01)


def test_cost_of_2025_from_its_quarters_u09() -> None:
    # (70,602.1 x 1,541 + 83,091 x 1,404.4 + 81,072 x 1,930.8 + 84,536 x 1,718.3) / 6,594.5
    # = 527.2831m / 6,594.5
    weighted = results.cash_cost_financial_year_weighted(PERIODS, CASH_COST, BTC_MINED, "FY2025")
    assert weighted == pytest.approx(79_958.0, abs=0.1)
    assert np.isnan(results.cash_cost_financial_year_weighted(PERIODS[2:], CASH_COST[2:], BTC_MINED[2:], "FY2025"))
    # 97,000 x 6,594.6 - 98,636 x 1,404.4 - 99,383 x 1,930.8 - 106,251 x 1,718.3 = 126.692m ; / 1,541
    implied = results.all_in_cost_implied_first_quarter(97_000, 6_594.6, PERIODS, ALL_IN_COST, BTC_MINED, "FY2025")
    assert implied == pytest.approx(82_214.09, abs=0.5)
    assert results.all_in_cost_lowest_quarter(PERIODS, ALL_IN_COST, "FY2025") == 98_636
    assert results.all_in_cost_highest_quarter(PERIODS, ALL_IN_COST, "FY2025") == 106_251


def test_no_published_quarter_has_no_lowest_cost() -> None:
    assert np.isnan(results.all_in_cost_lowest_quarter(PERIODS, np.full(8, np.nan), "FY2025"))
    assert np.isnan(results.all_in_cost_highest_quarter(PERIODS[:1], ALL_IN_COST[:1], "FY2025"))


def test_weighted_mean_skips_rows_that_lack_either() -> None:
    values, weights = np.array([10.0, 20.0, np.nan, 40.0]), np.array([1.0, 3.0, 5.0, np.nan])
    # (10 x 1 + 20 x 3) / 4
    assert results.weighted_mean(values, weights) == 17.5
    assert np.isnan(results.weighted_mean(values[2:], weights[2:]))


def test_days_below_cost_count_one_calendar_year() -> None:
    dates = np.array(["2024-12-31", "2025-01-01", "2025-06-01", "2025-07-01", "2025-12-31", "2026-01-01"])
    dates = dates.astype("datetime64[D]")
    closes = np.array([1.0, 90_000.0, 97_000.0, np.nan, 96_999.0, 2.0])
    below = results.days_below_all_in_cost_financial_year(dates, closes, 97_000, "FY2025")
    known = results.days_with_close_financial_year(dates, closes, "FY2025")
    assert (below, known) == (2, 3)
    assert results.share_days_below_all_in_cost_financial_year(below, known) == pytest.approx(2 / 3)
    # (90,000 + 97,000 + 96,999) / 3
    assert results.btc_price_average_financial_year(dates, closes, "FY2025") == pytest.approx(94_666.3333, rel=1e-8)
    assert np.isnan(results.btc_price_average_financial_year(dates[:1], closes[:1], "FY2025"))


def test_output_and_weighted_price_of_2025() -> None:
    months = np.array(["2024-12", "2025-01", "2025-02", "2025-03"])
    produced = np.array([500.0, 100.0, 300.0, np.nan])
    assert results.btc_produced_financial_year(months, produced, "FY2025") == 400.0
    prices = np.array([90_000.0, 70_000.0, 50_000.0])
    # 100 at 70,000 and 300 at 90,000, found by month and not by position
    weighted = results.btc_price_production_weighted_financial_year(
        months, produced, np.array(["2025-02", "2025-01", "2024-12"]), prices, "FY2025"
    )
    assert weighted == 85_000.0
