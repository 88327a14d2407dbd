"""Mining as the company published it: its financial year and last quarter, its quarters, and the prices it realised."""

import numpy as np

from dashboard.model import (
    Dates,
    Number,
    Period,
    Periods,
    Series,
    aligned,
    before,
    months_of,
    quarters_of,
    quotient,
    value_in,
)

# Financial year and last quarter that is published


def revenue_per_btc(btc_revenue: Number, btc_mined: Number) -> Number:
    """Bitcoin revenue in USD per BTC mined; elementwise. U10."""
    return btc_revenue / btc_mined


def revenue_per_btc_financial_year(btc_revenue_financial_year: Number, btc_mined_financial_year: Number) -> Number:
    """Bitcoin revenue of the financial year in USD per BTC mined. U10."""
    return revenue_per_btc(btc_revenue_financial_year, btc_mined_financial_year)


def revenue_per_btc_last_quarter(btc_revenue_last_quarter: Number, btc_mined_last_quarter: Number) -> Number:
    """Bitcoin revenue of the last quarter that is published in USD per BTC mined. U10."""
    return revenue_per_btc(btc_revenue_last_quarter, btc_mined_last_quarter)


def margin_per_btc_financial_year(revenue_per_btc_financial_year: Number, all_in_cost_financial_year: Number) -> Number:
    """Revenue minus all-in cost of the financial year in USD per BTC, before impairments."""
    return revenue_per_btc_financial_year - all_in_cost_financial_year


def cash_margin_per_btc_financial_year(
    revenue_per_btc_financial_year: Number, cash_cost_financial_year: Number
) -> Number:
    """Revenue minus cash cost of the financial year in USD per BTC."""
    return revenue_per_btc_financial_year - cash_cost_financial_year


def cash_margin_per_btc_last_quarter(revenue_per_btc_last_quarter: Number, cash_cost_last_quarter: Number) -> Number:
    """Revenue minus cash cost of the last quarter that is published in USD per BTC."""
    return revenue_per_btc_last_quarter - cash_cost_last_quarter


def mining_cost_total_financial_year(all_in_cost_financial_year: Number, btc_mined_financial_year: Number) -> Number:
    """All-in cost of all coins mined in the financial year, in USD (positive)."""
    return all_in_cost_financial_year * btc_mined_financial_year


def mining_margin_financial_year(margin_per_btc_financial_year: Number, btc_mined_financial_year: Number) -> Number:
    """All-in mining margin of the financial year in USD, before impairments."""
    return margin_per_btc_financial_year * btc_mined_financial_year


def other_revenue_financial_year(revenue_financial_year: Number, btc_revenue_financial_year: Number) -> Number:
    """Revenue of the financial year other than bitcoin, in USD."""
    return revenue_financial_year - btc_revenue_financial_year


def other_charges_financial_year(
    net_result_financial_year: Number, revenue_financial_year: Number, mining_cost_total_financial_year: Number
) -> Number:
    """What lies between revenue less all-in mining cost and the net result of the financial year, in USD (signed)."""
    return net_result_financial_year - (revenue_financial_year - mining_cost_total_financial_year)


def other_charges_unidentified_financial_year(
    other_charges_financial_year: Number, impairment_first_half: Number
) -> Number:
    """Other charges of the financial year beyond the published impairment of the first half, in USD (signed)."""
    return other_charges_financial_year - impairment_first_half


def net_result_unexplained_financial_year(
    net_result_total_financial_year: Number,
    net_result_financial_year: Number,
    net_result_discontinued_first_half: Number,
) -> Number:
    """Part of the total net result of the financial year that no published line explains, in USD (signed)."""
    return net_result_total_financial_year - net_result_financial_year - net_result_discontinued_first_half


def btc_revenue_share_financial_year(btc_revenue_financial_year: Number, revenue_financial_year: Number) -> Number:
    """Share of 1 of the revenue of the financial year that is bitcoin."""
    return btc_revenue_financial_year / revenue_financial_year


def btc_revenue_share_last_quarter(btc_revenue_last_quarter: Number, revenue_last_quarter: Number) -> Number:
    """Share of 1 of the revenue of the last published quarter that is bitcoin."""
    return btc_revenue_last_quarter / revenue_last_quarter


def other_revenue_per_month_last_quarter(revenue_last_quarter: Number, btc_revenue_last_quarter: Number) -> Number:
    """Revenue other than bitcoin in USD a month of the last quarter that is published: a ceiling for lease income."""
    return (revenue_last_quarter - btc_revenue_last_quarter) / 3


# Quarter by quarter


def btc_produced_financial_year(
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    financial_year: Period,
) -> float:
    """BTC mined in the financial year according to the monthly updates; a month without one counts nothing."""
    rows = np.isin(monthly_operations_period, months_of(financial_year))
    return float(np.nansum(monthly_operations_btc_produced[rows]))


def quarterly_revenue_per_btc(quarterly_results_btc_revenue: Series, quarterly_results_btc_mined: Series) -> Number:
    """Bitcoin revenue in USD per BTC mined, per reported period; nan = not published. U10."""
    return revenue_per_btc(quarterly_results_btc_revenue, quarterly_results_btc_mined)


def quarterly_margin_per_btc(quarterly_revenue_per_btc: Series, quarterly_results_all_in_cost: Series) -> Series:
    """Revenue minus all-in cost in USD per BTC, per reported period; nan = not published."""
    return quarterly_revenue_per_btc - quarterly_results_all_in_cost


def quarterly_cash_margin_per_btc(quarterly_revenue_per_btc: Series, quarterly_results_cash_cost: Series) -> Series:
    """Revenue minus cash cost in USD per BTC, per reported period; nan = not published."""
    return quarterly_revenue_per_btc - quarterly_results_cash_cost


def weighted_mean(values: Series, weights: Series) -> float:
    """Mean weighted by output over the rows that have both; nan if there are none. U09."""
    known = np.isfinite(values) & np.isfinite(weights)
    return float(quotient(np.sum(values[known] * weights[known]), np.sum(weights[known])))


def cash_cost_financial_year_weighted(
    quarterly_results_period: Periods,
    quarterly_results_cash_cost: Series,
    quarterly_results_btc_mined: Series,
    financial_year: Period,
) -> float:
    """Cash cost of the financial year in USD per BTC, weighted by output of its quarters; nan if one lacks. U09."""
    rows = np.isin(quarterly_results_period, quarters_of(financial_year))
    weighted = quarterly_results_cash_cost[rows] * quarterly_results_btc_mined[rows]
    complete = np.count_nonzero(rows) == len(quarters_of(financial_year))
    return float(np.where(complete, quotient(np.sum(weighted), np.sum(quarterly_results_btc_mined[rows])), np.nan))


def all_in_cost_implied_first_quarter(
    all_in_cost_financial_year: Number,
    btc_mined_financial_year: Number,
    quarterly_results_period: Periods,
    quarterly_results_all_in_cost: Series,
    quarterly_results_btc_mined: Series,
    financial_year: Period,
) -> Number:
    """All-in cost of the first quarter that the others and the financial year imply, in USD per BTC. U09."""
    rows = np.isin(quarterly_results_period, quarters_of(financial_year)[1:])
    later_quarters = np.sum(quarterly_results_all_in_cost[rows] * quarterly_results_btc_mined[rows])
    first_quarter_btc = value_in(quarters_of(financial_year)[0], quarterly_results_period, quarterly_results_btc_mined)
    return quotient(all_in_cost_financial_year * btc_mined_financial_year - later_quarters, first_quarter_btc)


def all_in_cost_lowest_quarter(
    quarterly_results_period: Periods,
    quarterly_results_all_in_cost: Series,
    financial_year: Period,
) -> float:
    """Lowest published all-in cost of a quarter of the financial year in USD per BTC; nan if none is published."""
    costs = quarterly_results_all_in_cost[np.isin(quarterly_results_period, quarters_of(financial_year))]
    return float(np.fmin.reduce(costs, initial=np.nan))


def all_in_cost_highest_quarter(
    quarterly_results_period: Periods,
    quarterly_results_all_in_cost: Series,
    financial_year: Period,
) -> float:
    """Highest published all-in cost of a quarter of the financial year in USD per BTC; nan if none is published."""
    costs = quarterly_results_all_in_cost[np.isin(quarterly_results_period, quarters_of(financial_year))]
    return float(np.fmax.reduce(costs, initial=np.nan))


def btc_revenue_change_last_quarter(
    btc_revenue_last_quarter: Number,
    quarterly_results_period: Periods,
    quarterly_results_btc_revenue: Series,
    last_quarter: Period,
) -> Number:
    """Bitcoin revenue of the last quarter that is published against the quarter before, share of 1."""
    return (
        btc_revenue_last_quarter
        / value_in(before(last_quarter), quarterly_results_period, quarterly_results_btc_revenue)
        - 1
    )


# Bitcoin price of the financial year against the cost


def closes_of_year(financial_year: Period, dates: Dates, closes: Series) -> Series:
    """The daily closes of a financial year that are known; one value per day."""
    known: Series = closes[
        (np.isin(dates.astype("datetime64[M]").astype(str), months_of(financial_year))) & np.isfinite(closes)
    ]
    return known


def days_below_all_in_cost_financial_year(
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    all_in_cost_financial_year: Number,
    financial_year: Period,
) -> int:
    """Days of the financial year with a bitcoin close below its all-in cost."""
    closes = closes_of_year(financial_year, btc_price_daily_date, btc_price_daily_close)
    return int(np.count_nonzero(closes < all_in_cost_financial_year))


def days_with_close_financial_year(
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    financial_year: Period,
) -> int:
    """Days of the financial year with a known bitcoin close."""
    return int(closes_of_year(financial_year, btc_price_daily_date, btc_price_daily_close).size)


def share_days_below_all_in_cost_financial_year(
    days_below_all_in_cost_financial_year: Number, days_with_close_financial_year: Number
) -> Number:
    """Share of 1 of the days of the financial year with a bitcoin close below its all-in cost."""
    return quotient(days_below_all_in_cost_financial_year, days_with_close_financial_year)


def btc_price_average_financial_year(
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
    financial_year: Period,
) -> float:
    """Mean daily bitcoin close of the financial year in USD; nan if no day is known. U10."""
    closes = closes_of_year(financial_year, btc_price_daily_date, btc_price_daily_close)
    return float(quotient(np.sum(closes), closes.size))


def btc_price_production_weighted_financial_year(
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    network_period: Periods,
    network_btc_price_avg: Series,
    financial_year: Period,
) -> float:
    """Monthly mean bitcoin price of the financial year in USD weighted by the coins mined. U10."""
    prices = aligned(monthly_operations_period, network_period, network_btc_price_avg)
    rows = np.isin(monthly_operations_period, months_of(financial_year))
    return weighted_mean(prices[rows], monthly_operations_btc_produced[rows])


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def quarterly_depreciation_per_btc(
    quarterly_results_all_in_cost: Series, quarterly_results_cash_cost: Series
) -> Series:
    """All-in minus cash cost in USD per BTC, per reported period; nan = not published. U08."""
    return quarterly_results_all_in_cost - quarterly_results_cash_cost


def quarterly_depreciation_total(quarterly_depreciation_per_btc: Series, quarterly_results_btc_mined: Series) -> Series:
    """Machine depreciation in USD, per reported period; nan = not published. U08."""
    return quarterly_depreciation_per_btc * quarterly_results_btc_mined


def realised_price_ratio(revenue_per_btc: Number, average_btc_price: Number) -> Number:
    """Revenue per BTC of a year ÷ mean daily close, ratio. U10."""
    return revenue_per_btc / average_btc_price
