"""What a share costs and holds: values, what its price implies, dilution, price history, the $1 rule."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.stats import linregress

from dashboard.model import MONTHS_PER_YEAR, Dates, Day, Number, Series, Truth, aligned, quotient, value_on
from dashboard.model.investment import annuity_factor

TERAHASHES_PER_EXAHASH = 1e6
NYSE_MINIMUM = 1.0
NYSE_MEAN_DAYS = 30
NYSE_CURE_MONTHS = 6
NYSE_SPLIT_MONTHS = 12
NYSE_LARGEST_RATIO = 200
BETA_WINDOWS = (20, 30, 60, 90, 120, 250)


# Market value and net asset value


def market_value(share_price: Number, shares_outstanding: Number) -> Number:
    """Market value of all shares in USD; elementwise. E01."""
    return share_price * shares_outstanding


def btc_value(treasury_2026_03_31: Number, btc_price: Number) -> Number:
    """Value of the coins held in USD; elementwise. E01."""
    return treasury_2026_03_31 * btc_price


def net_asset_value(btc_value: Number, cash_2026_03_31: Number, debt_2026_03_31: Number) -> Number:
    """Coins plus cash minus long-term debt in USD; no machines, no other liabilities; elementwise. E01."""
    return btc_value + cash_2026_03_31 - debt_2026_03_31


def nav_per_share(net_asset_value: Number, shares_outstanding: Number) -> Number:
    """Net asset value in USD per share; elementwise. E01."""
    return net_asset_value / shares_outstanding


def btc_value_per_share(btc_value: Number, shares_outstanding: Number) -> Number:
    """Coins in USD per share; elementwise. E01."""
    return btc_value / shares_outstanding


def cash_per_share(cash_2026_03_31: Number, shares_outstanding: Number) -> Number:
    """Cash in USD per share; elementwise. E01."""
    return cash_2026_03_31 / shares_outstanding


def debt_per_share(debt_2026_03_31: Number, shares_outstanding: Number) -> Number:
    """Long-term debt in USD per share (positive); elementwise. E01."""
    return debt_2026_03_31 / shares_outstanding


def other_liabilities_per_share(other_liabilities_2025_12_31: Number, shares_outstanding: Number) -> Number:
    """Other liabilities of the last year end in USD per share of today; not part of the net asset value."""
    return other_liabilities_2025_12_31 / shares_outstanding


def price_above_nav_per_share(share_price: Number, nav_per_share: Number) -> Number:
    """Share price minus net asset value in USD per share: paid for everything else; elementwise. E01."""
    return share_price - nav_per_share


def mnav(market_value: Number, btc_value: Number) -> Number:
    """Market value ÷ value of the coins, ratio; nan without coins; elementwise. E01."""
    return quotient(market_value, btc_value)


def enterprise_value(market_value: Number, debt_2026_03_31: Number, cash_2026_03_31: Number) -> Number:
    """Market value plus debt minus cash in USD; elementwise. E01."""
    return market_value + debt_2026_03_31 - cash_2026_03_31


def mnav_enterprise(enterprise_value: Number, btc_value: Number) -> Number:
    """Enterprise value ÷ value of the coins, ratio; nan without coins; elementwise. E01."""
    return quotient(enterprise_value, btc_value)


def enterprise_value_ex_btc(enterprise_value: Number, btc_value: Number) -> Number:
    """What the market pays for everything but the bitcoin, in USD; may be negative; elementwise. E01."""
    return enterprise_value - btc_value


def ev_per_eh(enterprise_value_ex_btc: Number, deployed_hashrate_q1_2026: Number) -> Number:
    """Enterprise value without bitcoin in USD per deployed EH/s (hashrate in TH/s); elementwise. E01."""
    return enterprise_value_ex_btc / (deployed_hashrate_q1_2026 / TERAHASHES_PER_EXAHASH)


def ev_per_self_mining_eh(enterprise_value_ex_btc: Number, self_mining_hashrate_q1_2026: Number) -> Number:
    """Enterprise value without bitcoin in USD per self-mining EH/s (hashrate in TH/s); elementwise. E01."""
    return enterprise_value_ex_btc / (self_mining_hashrate_q1_2026 / TERAHASHES_PER_EXAHASH)


def ev_per_owned_mw(enterprise_value: Number, georgia_mw: Number) -> Number:
    """Enterprise value in USD per owned MW; elementwise. E01."""
    return enterprise_value / georgia_mw


# What the price implies


def mining_value(
    cash_margin_per_btc: Number, btc_mined_per_year_run: Number, wacc: Number, machine_life: Number
) -> Number:
    """Present value in USD of the cash margin over the life of the machines (months), at least 0. E05."""
    yearly = np.maximum(0.0, cash_margin_per_btc) * btc_mined_per_year_run
    return yearly * annuity_factor(wacc, machine_life / MONTHS_PER_YEAR)


def implied_ai_mw(enterprise_value_ex_btc: Number, mining_value: Number, contracted_mw_value: Number) -> Number:
    """Contracted IT MW that explain the price beyond coins and mining; at least 0; elementwise. E05.

    The value of a contracted MW is net of its capital.
    """
    return np.maximum(0.0, enterprise_value_ex_btc - mining_value) / contracted_mw_value


def btc_price_at_nav(
    share_price: Number,
    shares_outstanding: Number,
    debt_2026_03_31: Number,
    cash_2026_03_31: Number,
    treasury_2026_03_31: Number,
) -> Number:
    """Bitcoin price in USD at which net asset value per share is the share price; nan without coins. E06."""
    return quotient(share_price * shares_outstanding + debt_2026_03_31 - cash_2026_03_31, treasury_2026_03_31)


# Issues and consolidation


def issue_price_at_discount(share_price: Number, discount: Number) -> Number:
    """Issue price in USD at a discount as share of 1; elementwise. E03."""
    return share_price * (1 - discount)


def new_shares(amount: Number, issue_price: Number) -> Number:
    """Shares issued for an amount at a price, both USD; elementwise. E03."""
    return amount / issue_price


def new_shares_from_raise(equity_raise: Number, share_price: Number) -> Number:
    """Shares issued for the assumed raise at today's price; elementwise. E03."""
    return new_shares(equity_raise, share_price)


def ownership_after_raise(shares_outstanding: Number, new_shares_from_raise: Number) -> Number:
    """Share of 1 that today's holders own after the raise; elementwise. E03."""
    return shares_outstanding / (shares_outstanding + new_shares_from_raise)


def dilution_from_raise(ownership_after_raise: Number) -> Number:
    """Share of 1 of the company that today's holders give up; elementwise. E03."""
    return 1 - ownership_after_raise


def nav_per_share_after_raise(
    net_asset_value: Number, equity_raise: Number, shares_outstanding: Number, new_shares_from_raise: Number
) -> Number:
    """Net asset value in USD per share after the raise; elementwise. E03."""
    return (net_asset_value + equity_raise) / (shares_outstanding + new_shares_from_raise)


def raise_is_accretive(share_price: Number, nav_per_share: Number) -> Truth:
    """Whether issuing at this price lifts net asset value per share: price above it; elementwise. E04."""
    return share_price > nav_per_share


def price_after_consolidation(price: Number, ratio: Number) -> Number:
    """Per-share figure in USD after a consolidation of ratio old shares into one; elementwise. E02."""
    return price * ratio


def shares_after_consolidation(shares: Number, ratio: Number) -> Number:
    """Shares after a consolidation of ratio old shares into one; elementwise. E02."""
    return shares / ratio


def share_count_on_todays_basis(
    share_counts_date: Dates, share_counts_total: Series, consolidation_date: Day, consolidation_ratio: Number
) -> Series:
    """Published share counts in shares of today; shape of the dates, nan = not known. E02."""
    before = share_counts_date < np.datetime64(consolidation_date, "D")
    return share_counts_total / np.where(before, consolidation_ratio, 1.0)


def share_count_growth(share_count_on_todays_basis: Series) -> Series:
    """Growth of the share count since the row before, share of 1; first row nan; same shape. E03."""
    before = np.concatenate([[np.nan], share_count_on_todays_basis[:-1]])
    growth: Series = share_count_on_todays_basis / before - 1
    return growth


def holders_share_left(share_count_on_todays_basis: Series) -> Series:
    """Share of 1 that a holder of the first row still owns at each later row; same shape. E03."""
    left: Series = share_count_on_todays_basis[0] / share_count_on_todays_basis
    return left


def insider_share_of_company(insider_shares: Number, consolidation_ratio: Number, shares_outstanding: Number) -> Number:
    """Shares issued to insiders before the consolidation ÷ shares of today, share of 1. E03."""
    return shares_after_consolidation(insider_shares, consolidation_ratio) / shares_outstanding


def insider_amount_computed(insider_shares: Number, insider_issue_price: Number) -> Number:
    """Shares times price of the insider issue in USD."""
    return insider_shares * insider_issue_price


def insider_premium_2026_02_12(
    insider_issue_price: Number, share_price_daily_date: Dates, share_price_daily_close_as_traded: Series
) -> Number:
    """Insider issue price ÷ close of the day of the agreement, 12 February 2026, − 1; share of 1."""
    return insider_issue_price / value_on("2026-02-12", share_price_daily_date, share_price_daily_close_as_traded) - 1


# Price history


def share_price_change_3m(share_price_2026_03_16: Number, share_price_2025_12_15: Number) -> Number:
    """Change of the share price over the three months the article means, share of 1."""
    return share_price_2026_03_16 / share_price_2025_12_15 - 1


def share_price_2026_03_16_adjusted(share_price_2026_03_16: Number, consolidation_ratio: Number) -> Number:
    """Close of 16 March 2026 in USD per share of today. E02."""
    return price_after_consolidation(share_price_2026_03_16, consolidation_ratio)


def share_price_change_since_article(share_price: Number, share_price_2026_03_16_adjusted: Number) -> Number:
    """Share price against the close of 16 March 2026, one basis; share of 1. E02."""
    return share_price / share_price_2026_03_16_adjusted - 1


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


def drawdown(prices: Series) -> Series:
    """Price ÷ highest price so far − 1, share of 1; same shape."""
    return prices / np.fmax.accumulate(prices) - 1


def share_price_drawdown(share_price_adjusted: Series) -> Series:
    """Fall from the highest close so far, share of 1, per day."""
    return drawdown(share_price_adjusted)


def share_price_largest_drawdown(share_price_drawdown: Series) -> float:
    """Deepest fall from a peak, share of 1 (negative)."""
    return float(np.nanmin(share_price_drawdown))


class Regression(NamedTuple):
    """Slope of share returns on bitcoin returns, its standard error, their correlation, and the days used."""

    beta: float
    standard_error: float
    correlation: float
    days: int


def beta_to_btc(
    share_dates: Dates, share_prices: Series, btc_dates: Dates, btc_prices: Series, window: int
) -> Regression:
    """Regression of the last daily log returns of the share on those of bitcoin between the same days.

    A return needs both prices on both days; nan with fewer than three of them.
    """
    coins = aligned(share_dates, btc_dates, btc_prices)
    share_returns = np.diff(np.log(share_prices))
    coin_returns = np.diff(np.log(coins))
    both = np.isfinite(share_returns) & np.isfinite(coin_returns)
    x, y = coin_returns[both][-window:], share_returns[both][-window:]
    if x.size < 3 or np.ptp(x) == 0:
        return Regression(float("nan"), float("nan"), float("nan"), int(x.size))
    fit = linregress(x, y)
    return Regression(float(fit.slope), float(fit.stderr), float(fit.rvalue), int(x.size))


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


# The one-dollar rule of the New York Stock Exchange, section 802.01C


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


def cure_period_available(split_within_one_year: Truth, cumulative_ratio_two_years: Number) -> Truth:
    """Whether a fall below one dollar would get six months to cure; elementwise. E08.

    Not after a reverse split within one year, nor after 200 old shares or more became one within two years.
    """
    return np.where(split_within_one_year, False, cumulative_ratio_two_years < NYSE_LARGEST_RATIO)


def no_cure_period_until(consolidation_date: Day) -> np.datetime64:
    """Until when a new fall below one dollar gets no time to cure: one year from the consolidation. E08."""
    return months_after(consolidation_date, NYSE_SPLIT_MONTHS)


def trading_days_since_consolidation(share_price_daily_date: Dates, consolidation_date: Day) -> int:
    """Trading days in the data from the consolidation on."""
    return int(np.count_nonzero(share_price_daily_date >= np.datetime64(consolidation_date, "D")))


def lowest_close_since_consolidation(
    share_price_daily_date: Dates, share_price_daily_close_as_traded: Series, consolidation_date: Day
) -> float:
    """Lowest close in USD from the consolidation on; nan if there is none."""
    closes = share_price_daily_close_as_traded[share_price_daily_date >= np.datetime64(consolidation_date, "D")]
    return float(closes.min()) if closes.size else float("nan")


# Views of the above that the page shows


def mnav_with_treasury_2025_12_31(market_value: Number, treasury_2025_12_31: Number, btc_price: Number) -> Number:
    """Market value ÷ value of the coins held a quarter earlier, ratio; nan without coins; elementwise. E01."""
    return quotient(market_value, treasury_2025_12_31 * btc_price)


def bitmain_price_per_eh(bitmain_purchase_price: Number, bitmain_purchase_hashrate: Number) -> Number:
    """What the first machines cost in USD per EH/s (hashrate in TH/s); elementwise."""
    return bitmain_purchase_price / (bitmain_purchase_hashrate / TERAHASHES_PER_EXAHASH)


def georgia_price_per_mw(georgia_price: Number, georgia_mw: Number) -> Number:
    """What the owned site cost in USD per MW of power; elementwise."""
    return georgia_price / georgia_mw


def shares_after_raise(shares_outstanding: Number, new_shares_from_raise: Number) -> Number:
    """Shares after the raise; elementwise. E03."""
    return shares_outstanding + new_shares_from_raise


def share_count_growth_total(share_count_on_todays_basis: Series) -> float:
    """Growth from the first to the last published share count on one basis, share of 1. E03."""
    known = share_count_on_todays_basis[np.isfinite(share_count_on_todays_basis)]
    return float(known[-1] / known[0] - 1) if known.size else float("nan")


def holders_share_left_now(share_count_growth_total: Number) -> Number:
    """Share of 1 that a holder of the first count still owns of what they owned; elementwise. E03."""
    return 1 / (1 + share_count_growth_total)


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


def one_dollar_on_todays_basis(share_price_adjusted: Series, share_price_daily_close_as_traded: Series) -> Series:
    """What one quoted dollar of each day is per share of today, USD; same shape. E02."""
    return share_price_adjusted / share_price_daily_close_as_traded


def share_price_mean_30_of_the_day(share_price_mean_30_adjusted: Series, one_dollar_on_todays_basis: Series) -> Series:
    """Mean close of 30 trading days in USD on the share basis of its day; same shape. E02, E07."""
    return share_price_mean_30_adjusted / one_dollar_on_todays_basis


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
        x, y = every.btc[-window:], every.share[-window:]
        if x.size < max(window, 3) or np.ptp(x) == 0:
            rows.append((np.nan, np.nan, np.nan))
            continue
        fit = linregress(x, y)
        rows.append((float(x.size), float(fit.slope), float(fit.stderr)))
    return np.array(rows)


def share_price_drawdown_before_sale(
    share_price_daily_date: Dates, share_price_drawdown: Series, sale_date: Day
) -> float:
    """Fall of the last close before the sale from the highest close so far, share of 1; nan if there is none."""
    before = share_price_drawdown[share_price_daily_date < np.datetime64(sale_date, "D")]
    return float(before[-1]) if before.size else float("nan")


def share_price_change_difference(share_price_change_3m: Number, share_price_change_article: Number) -> Number:
    """Change computed from the two closes minus the change that the article states, share of 1."""
    return share_price_change_3m - share_price_change_article


def ai_npv_per_mw(ai_npv: Number, ai_mw: Number) -> Number:
    """What a megawatt of the assumed AI plan is worth net of its capital, USD per IT MW; nan without a plan."""
    return quotient(ai_npv, ai_mw)
