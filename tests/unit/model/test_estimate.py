"""The estimated months: prices, network and output from published series, with gaps filled as stated."""

import numpy as np
import pytest

from dashboard.model import estimate as e
from dashboard.model.network import network_btc_per_day
from tests.unit.model.companies import months

EH = 1e6
DAYS = np.arange("2026-03-30", "2026-06-09", dtype="datetime64[D]")
CLOSES = np.where(DAYS.astype("datetime64[M]") == np.datetime64("2026-04"), 70_000.0, 50_000.0)
PERIODS = np.array(["2026-06", "2026-03", "2026-04", "2026-05"])
NO_DIFFICULTY = np.full(4, np.nan)
QUARTERS = np.array(["2026-Q2", "2026-Q1", "FY2025", "2025-Q4"])


def test_prices_are_the_mean_of_the_closes_and_few_of_them_are_marked() -> None:
    closes = CLOSES.copy()
    closes[np.datetime64("2026-04-10") == DAYS] = 40_000.0
    closes[np.datetime64("2026-04-11") == DAYS] = np.nan
    price, low, partial = e.monthly_prices(months(1, 4).month[:4], DAYS, closes)
    # 29 closes in April, one of them at 40,000; none in July, which takes the last close.
    assert price.tolist() == [pytest.approx((28 * 70_000 + 40_000) / 29), 50_000, 50_000, 50_000]
    assert low.tolist() == [40_000, 50_000, 50_000, 50_000]
    assert partial.tolist() == [False, False, True, True]


def test_a_month_before_every_close_has_no_price() -> None:
    price, _, partial = e.monthly_prices(np.array(["2020-01"], dtype="datetime64[M]"), DAYS, CLOSES)
    assert np.isnan(price[0]) and partial[0]


def test_the_network_is_difficulty_then_hashrate_then_a_straight_line_then_the_nearest() -> None:
    # 600 × 1e12 ÷ 2³² × 1,000 EH/s is a difficulty of 139.698 T.
    difficulty = np.array([np.nan, 600 * 1e21 / 2**32, np.nan, np.nan])
    hashrate = np.array([700.0 * EH, 5.0 * EH, np.nan, np.nan])
    known, values = e.published_network(PERIODS, difficulty, hashrate)
    assert known.astype(str).tolist() == ["2026-03", "2026-06"]
    np.testing.assert_allclose(values / EH, [1_000, 700])
    wanted = np.array(["2026-01", "2026-04", "2026-05", "2026-06", "2026-09"], dtype="datetime64[M]")
    np.testing.assert_allclose(e.network_by_month(wanted, known, values) / EH, [1_000, 900, 800, 700, 700])
    assert np.isnan(e.network_by_month(wanted, known[:0], values[:0])).all()


def test_a_quarters_output_is_spread_as_days_by_network_and_the_sum_is_exact() -> None:
    hashrate = np.array([700.0, 1_000.0, 900.0, 800.0]) * EH
    known, values = e.published_network(PERIODS, NO_DIFFICULTY, hashrate)
    per_day = network_btc_per_day(3.125, 0.01)
    mined = np.array([656.0, 1_266.0, 6_594.6, np.nan])
    first, own = e.quarterly_hashrate(QUARTERS, mined, known, values, per_day)
    assert first.astype(str).tolist() == ["2026-01", "2026-04"]
    by_month, published = e.hashrate_by_month(months(1, 7).month[:7], first, own)
    assert published.tolist() == [True, True, True, False, False, False, False]
    # Later months run at the hashrate of the last published quarter.
    np.testing.assert_array_equal(by_month, own[1])
    days, network = np.array([30, 31, 30]), np.array([900, 800, 700]) * EH
    assert (by_month[:3] * per_day * days / network).sum() == pytest.approx(656)
    assert own[1] == pytest.approx(656 / (per_day * (days / network)).sum())


def test_before_the_first_published_quarter_its_hashrate_holds_and_without_any_there_is_none() -> None:
    wanted = np.array(["2025-12"], dtype="datetime64[M]")
    first = np.array(["2026-01"], dtype="datetime64[M]")
    assert e.hashrate_by_month(wanted, first, np.array([5.0]))[0][0] == 5
    none, published = e.hashrate_by_month(wanted, first[:0], np.array([]))
    assert np.isnan(none[0]) and not published[0]


@pytest.mark.parametrize("period", ["FY2025", "2026-03", "2026-H1"])
def test_only_quarters_have_months(period: str) -> None:
    assert e.quarter_months(period).size == 0
