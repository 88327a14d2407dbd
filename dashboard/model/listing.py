"""The one-dollar rule of the New York Stock Exchange, section 802.01C: means, deadlines and the cure."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dashboard.model import Dates, Day, Number, Series, Truth

NYSE_MINIMUM = 1.0
NYSE_MEAN_DAYS = 30
NYSE_CURE_MONTHS = 6
NYSE_SPLIT_MONTHS = 12
NYSE_LARGEST_RATIO = 200


# Mean close of thirty trading days


def rolling_mean(values: Series, window: int) -> Series:
    """Mean of each value and the ones before it; same shape, nan until there are enough."""
    if values.size < window:
        return np.full(values.shape, np.nan)
    means = sliding_window_view(values, window).mean(axis=-1)
    return np.concatenate([np.full(window - 1, np.nan), means])


def share_price_mean_30(share_price_daily_close_as_traded: Series) -> Series:
    """Mean close of 30 trading days in USD as traded; nan for the first 29. E07.

    It mixes share bases for 29 days after the ADS change and after the consolidation.
    """
    return rolling_mean(share_price_daily_close_as_traded, NYSE_MEAN_DAYS)


def share_price_mean_30_adjusted(share_price_adjusted: Series) -> Series:
    """Mean close of 30 trading days in USD per share of today; nan for the first 29. E02, E07."""
    return rolling_mean(share_price_adjusted, NYSE_MEAN_DAYS)


def share_price_mean_30_of_the_day(share_price_mean_30_adjusted: Series, one_dollar_on_todays_basis: Series) -> Series:
    """Mean close of 30 trading days in USD on the share basis of its day; same shape. E02, E07."""
    return share_price_mean_30_adjusted / one_dollar_on_todays_basis


# Below one dollar


def first_day_where(days: Dates, condition: Truth) -> np.datetime64:
    """The first day on which a condition holds; NaT if it never does."""
    found = days[np.asarray(condition)]
    return found[0] if found.size else np.datetime64("NaT", "D")


def first_day_below_one_dollar(
    share_price_daily_date: Dates, share_price_daily_close_as_traded: Series
) -> np.datetime64:
    """First trading day with a close below one dollar as traded; NaT if none."""
    return first_day_where(share_price_daily_date, share_price_daily_close_as_traded < NYSE_MINIMUM)


def first_day_mean_below_one_dollar(share_price_daily_date: Dates, share_price_mean_30: Series) -> np.datetime64:
    """First trading day on which the 30-day mean as traded is below one dollar; NaT if none. E07."""
    return first_day_where(share_price_daily_date, share_price_mean_30 < NYSE_MINIMUM)


def days_below_one_dollar(
    share_price_daily_date: Dates, share_price_daily_close_as_traded: Series, consolidation_date: Day
) -> int:
    """Trading days before the consolidation with a close below one dollar as traded."""
    before = share_price_daily_date < np.datetime64(consolidation_date, "D")
    return int(np.count_nonzero(before & (share_price_daily_close_as_traded < NYSE_MINIMUM)))


# Deadlines and the cure


def months_after(day: Day | np.datetime64, months: int) -> np.datetime64:
    """The same day of a later month, or the month's last day if it is shorter."""
    start = np.datetime64(str(day), "D")
    first_of_month = start.astype("datetime64[M]")
    target = first_of_month + np.timedelta64(months, "M")
    last_day = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    same_day = target.astype("datetime64[D]") + (start - first_of_month.astype("datetime64[D]"))
    return min(same_day, last_day)


def cure_period_end(first_day_mean_below_one_dollar: np.datetime64) -> np.datetime64:
    """End of the six months to cure if the exchange had sent its notice on the first possible day. E07."""
    return months_after(first_day_mean_below_one_dollar, NYSE_CURE_MONTHS)


def cured(close: Number, mean_30: Number) -> Truth:
    """Whether a month's last trading day cures: close and 30-day mean at least $1; elementwise. E07."""
    return (close >= NYSE_MINIMUM) & (mean_30 >= NYSE_MINIMUM)


def last_trading_days(days: Dates) -> Truth:
    """Which trading days are the last of their month; the last month in the data may not be over, so none."""
    months = days.astype("datetime64[M]")
    return np.concatenate([months[1:] != months[:-1], [False]])


def cured_month_end(
    share_price_daily_date: Dates,
    share_price_adjusted: Series,
    share_price_mean_30_adjusted: Series,
    first_day_mean_below_one_dollar: np.datetime64,
    consolidation_date: Day,
) -> np.datetime64:
    """First month end from the consolidation on that passes the test, after a mean below; NaT if none. E07.

    On the share basis of today: an average that mixes two bases would say nothing.
    """
    after = (share_price_daily_date >= np.datetime64(consolidation_date, "D")) & (
        share_price_daily_date > first_day_mean_below_one_dollar
    )
    passed = cured(share_price_adjusted, share_price_mean_30_adjusted)
    return first_day_where(share_price_daily_date, after & passed & last_trading_days(share_price_daily_date))


def no_cure_period_until(consolidation_date: Day) -> np.datetime64:
    """Until when a new fall below one dollar gets no time to cure: one year from the consolidation. E08."""
    return months_after(consolidation_date, NYSE_SPLIT_MONTHS)


# Since the consolidation


def trading_days_since_consolidation(share_price_daily_date: Dates, consolidation_date: Day) -> int:
    """Trading days in the data from the consolidation on."""
    return int(np.count_nonzero(share_price_daily_date >= np.datetime64(consolidation_date, "D")))


def lowest_close_since_consolidation(
    share_price_daily_date: Dates, share_price_daily_close_as_traded: Series, consolidation_date: Day
) -> float:
    """Lowest close in USD from the consolidation on; nan if there is none."""
    closes = share_price_daily_close_as_traded[share_price_daily_date >= np.datetime64(consolidation_date, "D")]
    return float(closes.min()) if closes.size else float("nan")


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def cure_period_available(split_within_one_year: Truth, cumulative_ratio_two_years: Number) -> Truth:
    """Whether a fall below one dollar would get six months to cure; elementwise. E08.

    Not after a reverse split within one year, nor after 200 old shares or more became one within two years.
    """
    return np.where(split_within_one_year, False, cumulative_ratio_two_years < NYSE_LARGEST_RATIO)
