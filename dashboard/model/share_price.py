"""How the share price moved: closes on one basis, falls from the peak, and beta to bitcoin."""

from typing import NamedTuple

import numpy as np
from scipy.stats import linregress

from dashboard.model import Dates, Day, Number, Series, aligned
from dashboard.model.equity import price_after_consolidation

BETA_WINDOWS = (20, 30, 60, 90, 120, 250)


# Changes and closes on one basis


def share_price_change_3m(share_price_fall_end: Number, share_price_fall_start: Number) -> Number:
    """Change of the share price over the three months the article means, share of 1."""
    return share_price_fall_end / share_price_fall_start - 1


def share_price_change_difference(share_price_change_3m: Number, share_price_change_article: Number) -> Number:
    """Change computed from the two closes minus the change that the article states, share of 1."""
    return share_price_change_3m - share_price_change_article


def share_price_fall_end_adjusted(share_price_fall_end: Number, consolidation_ratio: Number) -> Number:
    """Last close before the article in USD per share of today. E02."""
    return price_after_consolidation(share_price_fall_end, consolidation_ratio)


def share_price_change_since_article(share_price: Number, share_price_fall_end_adjusted: Number) -> Number:
    """Share price against the last close before the article, one basis; share of 1. E02."""
    return share_price / share_price_fall_end_adjusted - 1


def share_price_adjusted(
    share_price_daily_date: Dates,
    share_price_daily_close_as_traded: Series,
    ads_ratio: Number,
    ads_change_date: Day,
    consolidation_ratio: Number,
    consolidation_date: Day,
) -> Series:
    """Daily closes in USD per share of today; shape of the days. E02.

    An ADS stood for ads_ratio shares until its programme ended; consolidation_ratio old shares are one now.
    """
    shares_quoted = np.where(share_price_daily_date < np.datetime64(ads_change_date, "D"), ads_ratio, 1.0)
    merged = np.where(share_price_daily_date < np.datetime64(consolidation_date, "D"), consolidation_ratio, 1.0)
    return share_price_daily_close_as_traded / shares_quoted * merged


def one_dollar_on_todays_basis(share_price_adjusted: Series, share_price_daily_close_as_traded: Series) -> Series:
    """What one quoted dollar of each day is per share of today, USD; same shape. E02."""
    return share_price_adjusted / share_price_daily_close_as_traded


# Falls from the peak


def drawdown(prices: Series) -> Series:
    """Price ÷ highest price so far − 1, share of 1; same shape."""
    return prices / np.fmax.accumulate(prices) - 1


def share_price_drawdown(share_price_adjusted: Series) -> Series:
    """Fall from the highest close so far, share of 1, per day."""
    return drawdown(share_price_adjusted)


def share_price_largest_drawdown(share_price_drawdown: Series) -> float:
    """Deepest fall from a peak, share of 1 (negative)."""
    return float(np.nanmin(share_price_drawdown))


def share_price_peak(share_price_adjusted: Series) -> float:
    """Highest close in USD per share of today."""
    return float(np.nanmax(share_price_adjusted))


def share_price_peak_day(share_price_daily_date: Dates, share_price_adjusted: Series) -> np.datetime64:
    """Day of the highest close on the share basis of today."""
    day: np.datetime64 = share_price_daily_date[int(np.nanargmax(share_price_adjusted))]
    return day


def share_price_low_day(share_price_daily_date: Dates, share_price_drawdown: Series) -> np.datetime64:
    """Day of the deepest fall from a peak."""
    day: np.datetime64 = share_price_daily_date[int(np.nanargmin(share_price_drawdown))]
    return day


def share_price_drawdown_now(share_price_drawdown: Series) -> float:
    """Fall of the last close from the highest close so far, share of 1 (negative)."""
    return float(share_price_drawdown[-1])


def share_price_drawdown_before_sale(
    share_price_daily_date: Dates, share_price_drawdown: Series, sale_date: Day
) -> float:
    """Fall of the last close before the sale from the highest close so far, share of 1; nan if there is none."""
    before = share_price_drawdown[share_price_daily_date < np.datetime64(sale_date, "D")]
    return float(before[-1]) if before.size else float("nan")


# Beta to bitcoin


class Regression(NamedTuple):
    """Slope of share returns on bitcoin returns, its standard error, their correlation, and the days used."""

    beta: float
    standard_error: float
    correlation: float
    days: int


class Returns(NamedTuple):
    """Daily log returns of bitcoin and of the share between the same days; equal shapes."""

    btc: Series
    share: Series


def paired_returns(
    share_dates: Dates, share_prices: Series, btc_dates: Dates, btc_prices: Series, window: int
) -> Returns:
    """The pairs of daily returns that beta_to_btc uses; at most `window` of them."""
    coin_returns = np.diff(np.log(aligned(share_dates, btc_dates, btc_prices)))
    share_returns = np.diff(np.log(share_prices))
    both = np.isfinite(share_returns) & np.isfinite(coin_returns)
    return Returns(coin_returns[both][-window:], share_returns[both][-window:])


def regression(btc_returns: Series, share_returns: Series) -> Regression:
    """Least squares of share returns on bitcoin returns of the same days; nan with fewer than three of them."""
    days = int(btc_returns.size)
    if days < 3 or np.ptp(btc_returns) == 0:
        return Regression(float("nan"), float("nan"), float("nan"), days)
    fit = linregress(btc_returns, share_returns)
    return Regression(float(fit.slope), float(fit.stderr), float(fit.rvalue), days)


def beta_to_btc(
    share_dates: Dates, share_prices: Series, btc_dates: Dates, btc_prices: Series, window: int
) -> Regression:
    """Regression of the last daily log returns of the share on those of bitcoin between the same days.

    A return needs both prices on both days; nan with fewer than three of them.
    """
    return regression(*paired_returns(share_dates, share_prices, btc_dates, btc_prices, window))


def btc_beta(
    share_price_daily_date: Dates,
    share_price_adjusted: Series,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    window: int = 60,
) -> float:
    """Beta of the share to bitcoin over the last days; nan if there are too few."""
    return beta_to_btc(
        share_price_daily_date, share_price_adjusted, btc_price_daily_date, btc_price_daily_close, window
    ).beta


def btc_beta_standard_error(
    share_price_daily_date: Dates,
    share_price_adjusted: Series,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    window: int = 60,
) -> float:
    """Standard error of the beta over the same days; nan if there are too few."""
    return beta_to_btc(
        share_price_daily_date, share_price_adjusted, btc_price_daily_date, btc_price_daily_close, window
    ).standard_error


def btc_correlation(
    share_price_daily_date: Dates,
    share_price_adjusted: Series,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    window: int = 60,
) -> float:
    """Correlation of daily returns over the same days; nan if there are too few."""
    return beta_to_btc(
        share_price_daily_date, share_price_adjusted, btc_price_daily_date, btc_price_daily_close, window
    ).correlation


def btc_beta_btc_returns(
    share_price_daily_date: Dates,
    share_price_adjusted: Series,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    window: int = 60,
) -> Series:
    """Daily log returns of bitcoin behind the beta; at most `window` of them."""
    return paired_returns(
        share_price_daily_date, share_price_adjusted, btc_price_daily_date, btc_price_daily_close, window
    ).btc


def btc_beta_share_returns(
    share_price_daily_date: Dates,
    share_price_adjusted: Series,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    window: int = 60,
) -> Series:
    """Daily log returns of the share behind the beta; at most `window` of them."""
    return paired_returns(
        share_price_daily_date, share_price_adjusted, btc_price_daily_date, btc_price_daily_close, window
    ).share


def btc_beta_days(btc_beta_share_returns: Series) -> int:
    """Daily returns behind the beta."""
    return int(btc_beta_share_returns.size)


def btc_beta_by_window(
    share_price_daily_date: Dates,
    share_price_adjusted: Series,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    windows: tuple[int, ...] = BETA_WINDOWS,
) -> Series:
    """Days used, beta and standard error for each window; shape (windows, 3), a row of nan if it is too short."""
    every = paired_returns(
        share_price_daily_date, share_price_adjusted, btc_price_daily_date, btc_price_daily_close, 10**6
    )
    rows = []
    for window in windows:
        fit = regression(every.btc[-window:], every.share[-window:])
        long_enough = fit.days >= window and np.isfinite(fit.beta)
        rows.append((float(fit.days), fit.beta, fit.standard_error) if long_enough else (np.nan, np.nan, np.nan))
    return np.array(rows)
