"""The one-dollar rule: means, first days, deadlines and the cure against numbers worked by hand."""

import numpy as np

from dashboard.model import listing, share_price


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[D]")


def test_mean_of_thirty_trading_days_e07() -> None:
    closes = np.arange(1.0, 32.0)
    mean = listing.share_price_mean_30(closes)
    # (1 + 30) / 2, then (2 + 31) / 2
    assert np.isnan(mean[:29]).all()
    assert mean[29:].tolist() == [15.5, 16.5]
    np.testing.assert_array_equal(listing.share_price_mean_30_adjusted(closes), mean)
    assert np.isnan(listing.share_price_mean_30(closes[:29])).all()
    assert listing.share_price_mean_30(closes[:30])[-1] == 15.5


def test_days_below_one_dollar_end_with_the_consolidation() -> None:
    dates = days("2026-02-04", "2026-02-05", "2026-02-06", "2026-07-20", "2026-07-21", "2026-07-22")
    closes = np.array([1.0, 0.9761, 1.0, 0.1785, 0.95, 0.99])
    assert listing.days_below_one_dollar(dates, closes, "2026-07-21") == 2
    assert listing.first_day_below_one_dollar(dates, closes) == np.datetime64("2026-02-05")
    # a mean of exactly one dollar is not below
    means = np.array([np.nan, 1.2, 1.0, 0.9, 0.8, 0.7])
    assert listing.first_day_mean_below_one_dollar(dates, means) == np.datetime64("2026-07-20")
    assert np.isnat(listing.first_day_below_one_dollar(dates[:1], closes[:1]))
    assert listing.trading_days_since_consolidation(dates, "2026-07-21") == 2
    assert listing.lowest_close_since_consolidation(dates, closes, "2026-07-21") == 0.95
    assert np.isnan(listing.lowest_close_since_consolidation(dates, closes, "2026-08-21"))


def test_deadlines_count_calendar_months() -> None:
    assert listing.cure_period_end(np.datetime64("2026-03-05")) == np.datetime64("2026-09-05")
    assert listing.no_cure_period_until("2026-07-21") == np.datetime64("2027-07-21")
    # 31 August and six months is the last of February
    assert listing.months_after("2026-08-31", 6) == np.datetime64("2027-02-28")


def test_cure_test_of_a_month_end_e07() -> None:
    close, mean = np.array([1.0, 0.99, 1.2, 2.0]), np.array([1.0, 1.2, 0.99, 1.5])
    np.testing.assert_array_equal(listing.cured(close, mean), [True, False, False, True])


def test_last_trading_days_leave_the_running_month_open() -> None:
    dates = days("2026-06-29", "2026-06-30", "2026-07-31", "2026-08-03", "2026-08-21")
    np.testing.assert_array_equal(listing.last_trading_days(dates), [False, True, True, False, False])


def test_first_month_end_that_cures_follows_the_consolidation() -> None:
    dates = days("2026-02-27", "2026-03-31", "2026-07-30", "2026-07-31", "2026-08-31", "2026-09-01")
    closes = np.array([8.0, 4.0, 1.6, 1.4, 1.3, 1.3])

    def first_month_end(*means: float, merged: str = "2026-07-21") -> np.datetime64:
        below = np.datetime64("2026-03-05")
        return listing.cured_month_end(dates, closes, np.array(means), below, merged)

    # 31 March passes too, but lies before the consolidation ; 30 July is no month end
    assert first_month_end(8.0, 7.0, 2.0, 1.9, 1.5, 1.5) == np.datetime64("2026-07-31")
    assert first_month_end(8.0, 7.0, 2.0, 1.9, 1.5, 1.5, merged="2026-07-31") == np.datetime64("2026-07-31")
    assert first_month_end(8.0, 7.0, 0.9, 0.9, 1.1, 1.1) == np.datetime64("2026-08-31")
    assert np.isnat(first_month_end(0.5, 0.5, 0.5, 0.5, 0.5, 0.5))


def test_the_mean_on_the_basis_of_its_day() -> None:
    # before a consolidation of ten a quoted dollar is ten of today's
    dollar = share_price.one_dollar_on_todays_basis(np.array([8.0, 1.76]), np.array([0.8, 1.76]))
    np.testing.assert_allclose(dollar, [10.0, 1.0])
    np.testing.assert_allclose(listing.share_price_mean_30_of_the_day(np.array([9.0, 2.0]), dollar), [0.9, 2.0])


def test_a_quoted_dollar_and_the_mean_on_the_basis_of_its_day() -> None:
    traded, adjusted = np.array([3.0, 1.5, 0.2, 1.8]), np.array([15.0, 15.0, 2.0, 1.8])
    dollar = share_price.one_dollar_on_todays_basis(adjusted, traded)
    # an ADS of two shares, ten of which are one now: 5 ; then 10 ; then 1
    np.testing.assert_allclose(dollar, [5.0, 10.0, 10.0, 1.0])
    np.testing.assert_allclose(
        listing.share_price_mean_30_of_the_day(np.array([np.nan, 14.0, 3.0, 2.5]), dollar), [np.nan, 1.4, 0.3, 2.5]
    )
