"""Cost lines, margins, energy and machines against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import mining, network

EH = 1e6
MILLION = 1e6


def test_the_example_of_the_address_bar() -> None:
    """/mining?btc=70&cash=80&dep=17&basis=FY2025 loses 27,000 a coin, 178m a year, breaks even at 97,000."""
    cash = mining.cash_cost_per_btc(80_000, 1_000 * EH, 1_000 * EH, 3.125, 3.125)
    depreciation = mining.depreciation_per_btc(17_000, 1_000 * EH, 1_000 * EH, 3.125, 3.125)
    all_in = mining.all_in_cost_per_btc(cash, depreciation)
    margin = mining.margin_per_btc(70_000, all_in)
    mined = mining.btc_mined_per_year("FY2025", 6_594.6, 4_645.0)
    assert all_in == mining.break_even_price(all_in) == 97_000
    assert margin == -27_000
    assert mining.cash_margin_per_btc(70_000, cash) == -10_000
    # -27,000 x 6,594.6 and -10,000 x 6,594.6
    assert mining.mining_result_per_year(margin, mined, 0.0, 0.0) == pytest.approx(-178_054_200)
    assert mining.mining_cash_result_per_year(-10_000, mined, 0.0) == pytest.approx(-65_946_000)


def test_cost_per_coin_moves_with_the_network_u12() -> None:
    # ten per cent more hashrate, ten per cent more cost per coin
    assert mining.cash_cost_per_btc(77_000, 1_100 * EH, 1_000 * EH, 3.125, 3.125) == pytest.approx(84_700)
    assert mining.depreciation_per_btc(17_000, 1_100 * EH, 1_000 * EH, 3.125, 3.125) == pytest.approx(18_700)
    # and half the subsidy, twice the cost
    assert mining.cash_cost_per_btc(77_000, 1_000 * EH, 1_000 * EH, 1.5625, 3.125) == pytest.approx(154_000)
    # subsidy halved and fees from 1 % to 4 %: 77,000 x 2 x 1.01 / 1.04
    changed = mining.cost_after_network_change(77_000, 1.0, 3.125, 1.5625, 0.01, 0.04)
    assert changed == pytest.approx(149_557.6923, rel=1e-9)


def test_output_of_a_year_on_either_basis() -> None:
    # 28 / 1,000 x 144 x 3.125 x 1.01 x 365 = 4,644.99
    fleet = (1_000 * EH, 28 * EH, 3.125, 0.01, 77_000.0, 1_000 * EH, 3.125)
    run = mining.btc_mined_per_year_run(70_000.0, *fleet, "OFF", 0.5)
    assert run == pytest.approx(4_644.99)
    assert mining.btc_mined_per_year("RUN", 6_594.6, run) == run
    both = mining.btc_mined_per_year(np.array(["FY2025", "RUN"]), 6_594.6, 100.0)
    np.testing.assert_array_equal(both, [6_594.6, 100.0])


def test_idle_machines_mine_nothing_and_still_cost() -> None:
    # A year of 4,644.99 coins at 77,000 of hosting; at 30,000 a coin less than half of that comes in.
    fleet = (1_000 * EH, 28 * EH, 3.125, 0.01, 77_000.0, 1_000 * EH, 3.125)
    idle = (30_000.0, *fleet, "ON", 0.5)
    assert mining.mining_idle(*idle) == 1 and mining.btc_mined_per_year_run(*idle) == 0
    hosting = mining.idle_hosting_per_year("RUN", *idle)
    assert hosting == pytest.approx(0.5 * 77_000 * 4_644.99)
    assert mining.idle_hosting_per_year("FY2025", *idle) == 0
    wear = mining.idle_depreciation_per_year(0.0, 17_000.0, 28 * EH, 1_000 * EH, 3.125, 0.01)
    assert wear == pytest.approx(17_000 * 4_644.99)
    assert mining.idle_depreciation_per_year(1.0, 17_000.0, 28 * EH, 1_000 * EH, 3.125, 0.01) == 0
    assert mining.mining_cash_result_per_year(-47_000.0, 0.0, hosting) == -hosting
    assert mining.mining_result_per_year(-64_000.0, 0.0, hosting, wear) == pytest.approx(-hosting - wear)
    runs = (30_000.0, *fleet, "OFF", 0.5)
    assert mining.mining_idle(*runs) == 0 and mining.idle_hosting_per_year("RUN", *runs) == 0


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
    assert mining.shutdown_price(energy, 0.067) == power


def test_shutdown_price_from_difficulty_u05() -> None:
    # 21.6 x 24 / 1,000 x 0.065 = 0.033696 USD per TH and day ; / 5.044725616e-7 BTC = 66,794.515
    price = mining.shutdown_price_from_difficulty(21.6, 0.065, 125.86e12, 3.125, 0.01)
    assert price == pytest.approx(66_794.515, rel=1e-8)
    hashrate = network.network_hashrate_from_difficulty(125.86e12)
    assert price == pytest.approx(mining.shutdown_price(mining.energy_per_btc(hashrate, 21.6, 3.125, 0.01), 0.065))


def test_distance_to_break_even() -> None:
    # -24,000 / 77,000 ; 97,000 / 77,000 - 1 ; 77,000 / 97,000 - 1
    assert mining.margin_share_of_price(-24_000, 77_000) == pytest.approx(-0.3116883, rel=1e-6)
    assert mining.break_even_price_change(97_000, 77_000) == pytest.approx(0.2597403, rel=1e-6)
    assert mining.break_even_cost_change(77_000, 97_000) == pytest.approx(-0.2061856, rel=1e-6)


def test_the_last_close_is_the_last_that_is_known() -> None:
    days = np.array(["2026-01-01", "2026-01-02", "2026-01-03"], dtype="datetime64[D]")
    closes = np.array([90_000.0, 91_000.0, np.nan])
    assert mining.btc_close_last_date(days, closes) == "2026-01-02"
    assert mining.btc_close_last(days, closes) == 91_000
    assert mining.btc_close_last_date(days, np.full(3, np.nan)) is None
