"""A loan against bitcoin: loan-to-value, trigger prices, cures, and the chance that a price is touched."""

import numpy as np
from scipy.special import ndtr

from dashboard.model import MONTHS_PER_YEAR, Dates, Day, Number, Periods, Series, month_of, quotient, value_in, value_on

LARGEST_EXPONENT = 700.0


def ltv(debt: Number, btc: Number, btc_price: Number) -> Number:
    """Loan-to-value, share of 1: debt (USD) ÷ value of the collateral; nan without collateral. L01."""
    return quotient(debt, btc * btc_price)


def price_at_ltv(debt: Number, btc: Number, ltv: Number) -> Number:
    """Bitcoin price in USD at which the loan-to-value reaches a level; nan without collateral. L02."""
    return quotient(debt, btc * ltv)


def top_up_btc(debt: Number, btc: Number, btc_price: Number, target_ltv: Number) -> Number:
    """BTC to add so that the loan-to-value falls to the target; 0 if it is there; elementwise. L04."""
    return np.maximum(0.0, debt / (target_ltv * btc_price) - btc)


def btc_to_cure(debt: Number, btc: Number, btc_price: Number, target_ltv: Number, selling_cost: Number) -> Number:
    """BTC to sell, proceeds repaying debt, so that the loan-to-value falls to the target. L05, L06.

    Selling cost is a share of 1. 0 if the target is met already; nan if selling every coin does not cure it.
    """
    gain_per_btc = btc_price * (1 - selling_cost - target_ltv)
    needed = quotient(debt - target_ltv * btc * btc_price, gain_per_btc)
    curable = (gain_per_btc > 0) & (needed <= btc)
    return np.where(curable, np.maximum(0.0, needed), np.nan)


def touch_probability(
    btc_price: Number, barrier: Number, volatility: Number, years: Number, drift: Number = 0.0
) -> Number:
    """Probability that the price touches a barrier below it within years, watched continuously. L08.

    Geometric Brownian motion; volatility and arithmetic drift per year as shares of 1. 1 if the price is at
    or below the barrier already, 0 for a barrier of zero (no debt); elementwise.
    """
    spread = volatility * np.sqrt(years)
    random = (spread > 0) & (barrier > 0)
    log_drift = drift - volatility**2 / 2
    distance = np.log(np.where(barrier > 0, barrier, btc_price) / btc_price)
    # Stand-ins where there is no randomness keep the divisions defined; their results are not used.
    variance = np.where(random, volatility**2, 1.0)
    deviation = np.where(random, spread, 1.0)
    reflection = np.exp(np.minimum(2 * log_drift * distance / variance, LARGEST_EXPONENT))
    passage = ndtr((distance - log_drift * years) / deviation) + reflection * ndtr(
        (distance + log_drift * years) / deviation
    )
    certain = np.where((barrier > 0) & (drift * years <= distance), 1.0, 0.0)
    probability = np.where(random, np.minimum(1.0, passage), certain)
    return np.where(btc_price <= barrier, 1.0, probability)


def terminal_probability(
    btc_price: Number, barrier: Number, volatility: Number, years: Number, drift: Number = 0.0
) -> Number:
    """Probability that the price is below a barrier at the end of the years; as touch_probability. L08."""
    spread = volatility * np.sqrt(years)
    random = (spread > 0) & (barrier > 0)
    distance = np.log(np.where(barrier > 0, barrier, btc_price) / btc_price)
    end = (drift - volatility**2 / 2) * years
    certain = np.where((barrier > 0) & (drift * years <= distance), 1.0, 0.0)
    return np.where(random, ndtr((distance - end) / np.where(random, spread, 1.0)), certain)


# What the published balances say about pledged coins


def pledged_share_before(
    collateral_receivable_before: Number,
    monthly_operations_period: Periods,
    monthly_operations_btc_held: Series,
    network_period: Periods,
    network_btc_price_last: Series,
    balance_before_sale: Day,
) -> Number:
    """Receivable for bitcoin collateral ÷ value of all coins on the last balance that states it, share of 1."""
    month = month_of(balance_before_sale)
    held = value_in(month, monthly_operations_period, monthly_operations_btc_held)
    price = value_in(month, network_period, network_btc_price_last)
    return ltv(collateral_receivable_before, held, price)


def debt_to_btc_value_before(
    debt_before: Number,
    treasury_before: Number,
    network_period: Periods,
    network_btc_price_last: Series,
    sale_quarter_opening: Day,
) -> Number:
    """Long-term debt ÷ value of all coins before the quarter of the sale, share of 1. L01."""
    price = value_in(month_of(sale_quarter_opening), network_period, network_btc_price_last)
    return ltv(debt_before, treasury_before, price)


def debt_to_btc_value_after(
    debt_after: Number,
    treasury_after: Number,
    network_period: Periods,
    network_btc_price_last: Series,
    sale_quarter_close: Day,
) -> Number:
    """Long-term debt ÷ value of all coins after the quarter of the sale, share of 1. L01."""
    price = value_in(month_of(sale_quarter_close), network_period, network_btc_price_last)
    return ltv(debt_after, treasury_after, price)


def btc_close_sale_month_low(btc_price_daily_date: Dates, btc_price_daily_close: Series, sale_date: Day) -> float:
    """Lowest close in USD from the first of the month of the sale to its last day; nan if none."""
    last = np.datetime64(sale_date, "D")
    first = last.astype("datetime64[M]").astype("datetime64[D]")
    days = (btc_price_daily_date >= first) & (btc_price_daily_date <= last)
    return float(np.fmin.reduce(btc_price_daily_close[days], initial=np.nan))


def debt_to_btc_value_sale_month_low(
    debt_before: Number, treasury_at_sale_month_start: Number, btc_close_sale_month_low: Number
) -> Number:
    """Opening long-term debt ÷ value of the coins of the last count at the low before the sale, share of 1. L01."""
    return ltv(debt_before, treasury_at_sale_month_start, btc_close_sale_month_low)


def debt_to_btc_value_at_sale(
    debt_before: Number,
    treasury_at_sale_month_start: Number,
    sale_date: Day,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
) -> Number:
    """Opening long-term debt ÷ value of the coins of the last count at the close of the sale's last day. L01."""
    price = value_on(sale_date, btc_price_daily_date, btc_price_daily_close)
    return ltv(debt_before, treasury_at_sale_month_start, price)


# The trigger prices of the loan before and after the sale


def margin_call_terminal_probability_before(
    sale_price: Number, margin_call_price_before: Number, btc_volatility: Number, touch_horizon: Number
) -> Number:
    """Probability of ending below the old margin-call price after the months, from the sale price. L08."""
    return terminal_probability(sale_price, margin_call_price_before, btc_volatility, touch_horizon / MONTHS_PER_YEAR)


def margin_call_terminal_probability_after(
    sale_price: Number, margin_call_price_after: Number, btc_volatility: Number, touch_horizon: Number
) -> Number:
    """Probability of ending below the new margin-call price after the months, from the sale price. L08."""
    return terminal_probability(sale_price, margin_call_price_after, btc_volatility, touch_horizon / MONTHS_PER_YEAR)


def closes_before_sale(btc_price_daily_date: Dates, btc_price_daily_close: Series, sale_date: Day) -> int:
    """Number of closes from the first of the month to the day before the two-day sale began."""
    return int(np.isfinite(_closes_before_sale(btc_price_daily_date, btc_price_daily_close, sale_date)).sum())


def margin_call_closes_before_sale(
    margin_call_price_before: Number,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    sale_date: Day,
) -> int:
    """How many of those closes were at or below the margin-call price (scalar)."""
    closes = _closes_before_sale(btc_price_daily_date, btc_price_daily_close, sale_date)
    return int((closes <= margin_call_price_before).sum())


def liquidation_closes_before_sale(
    liquidation_price_before: Number,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    sale_date: Day,
) -> int:
    """How many of those closes were at or below the liquidation price (scalar)."""
    closes = _closes_before_sale(btc_price_daily_date, btc_price_daily_close, sale_date)
    return int((closes <= liquidation_price_before).sum())


def _closes_before_sale(dates: Dates, closes: Series, sale_date: Day) -> Series:
    last = np.datetime64(sale_date, "D")
    first = last.astype("datetime64[M]").astype("datetime64[D]")
    before: Series = closes[(dates >= first) & (dates < last - np.timedelta64(1, "D"))]
    return before


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def drop_to_ltv(ltv_now: Number, ltv_level: Number) -> Number:
    """Fall of the price, share of 1, that lifts the loan-to-value to a level; negative = beyond it. L03."""
    return 1 - ltv_now / ltv_level
