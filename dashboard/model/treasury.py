"""Where the coins and the cash went: the treasury rolled forward, and the money of the quarter of the sale."""

import numpy as np

from dashboard.model import Day, Number, Period, Periods, Series, aligned, before, month_of, months_of, value_in

# Treasury roll-forward


def btc_disposed(opening: Number, mined: Number, closing: Number) -> Number:
    """BTC that left the treasury: opening + mined − closing; elementwise. S05."""
    return opening + mined - closing


def treasury_fall_share(treasury_before: Number, treasury_after: Number) -> Number:
    """Share of 1 by which the treasury fell in the quarter."""
    return 1 - treasury_after / treasury_before


def treasury_change_sale_quarter(treasury_after: Number, treasury_before: Number) -> Number:
    """Coins at the close of the quarter ÷ at its opening − 1, share of 1 (signed)."""
    return treasury_after / treasury_before - 1


def btc_disposed_sale_quarter(
    treasury_before: Number, btc_mined_sale_quarter: Number, treasury_after: Number
) -> Number:
    """BTC that left the treasury in the quarter of the sale. S05."""
    return btc_disposed(treasury_before, btc_mined_sale_quarter, treasury_after)


def btc_disposed_share_sale_quarter(btc_disposed_sale_quarter: Number, treasury_before: Number) -> Number:
    """BTC disposed of in the quarter ÷ BTC at its opening; above 1 new output was sold too. S05."""
    return btc_disposed_sale_quarter / treasury_before


def sale_share_of_disposals(sale_btc: Number, btc_disposed_sale_quarter: Number) -> Number:
    """Share of 1 of the quarter's disposals that is the sale. S05."""
    return sale_btc / btc_disposed_sale_quarter


def sale_share_of_treasury(sale_btc: Number, treasury_at_sale_month_start: Number) -> Number:
    """Share of 1 of the coins held at the last count before the sale that was sold. S03."""
    return sale_btc / treasury_at_sale_month_start


def treasury_after_sale(treasury_at_sale_month_start: Number, sale_btc: Number) -> Number:
    """BTC held after the sale, before the output of its month. S03."""
    return treasury_at_sale_month_start - sale_btc


def treasury_close_computed(
    monthly_operations_btc_held: Series,
    monthly_operations_btc_produced: Series,
    monthly_operations_btc_sold: Series,
) -> Series:
    """Opening + mined − sold per month in BTC; shape of the months, nan where a term is missing. S02.

    The first month has no opening balance and stays nan.
    """
    opening = np.concatenate([[np.nan], monthly_operations_btc_held[:-1]])
    return opening + monthly_operations_btc_produced - monthly_operations_btc_sold


def treasury_close_difference(treasury_close_computed: Series, monthly_operations_btc_held: Series) -> Series:
    """Computed minus reported closing balance per month in BTC; nan where either is missing. S02."""
    return treasury_close_computed - monthly_operations_btc_held


def treasury_close_largest_difference(treasury_close_difference: Series) -> float:
    """Largest absolute gap of the roll-forward in BTC; nan if no month can be checked. S02."""
    known = np.abs(treasury_close_difference[np.isfinite(treasury_close_difference)])
    return float(known.max()) if known.size else float("nan")


def sold_month_before_sale(
    monthly_operations_period: Periods, monthly_operations_btc_sold: Series, sale_date: Day
) -> Number:
    """BTC sold in the month before the sale; nan if not disclosed."""
    return value_in(before(month_of(sale_date)), monthly_operations_period, monthly_operations_btc_sold)


def other_disposals_sale_month(
    treasury_at_sale_month_start: Number,
    sale_btc: Number,
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    monthly_operations_btc_held: Series,
    sale_date: Day,
) -> Number:
    """BTC that left in the month of the sale besides the announced sale. S04."""
    mined = value_in(month_of(sale_date), monthly_operations_period, monthly_operations_btc_produced)
    closing = value_in(month_of(sale_date), monthly_operations_period, monthly_operations_btc_held)
    return btc_disposed(treasury_at_sale_month_start, mined, closing) - sale_btc


def disposed_month_after_sale(
    treasury_after: Number,
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    monthly_operations_btc_held: Series,
    sale_quarter: Period,
) -> Number:
    """BTC that left the treasury in the last month of the quarter of the sale. S05."""
    last = months_of(sale_quarter)[-1]
    mined = value_in(last, monthly_operations_period, monthly_operations_btc_produced)
    opening = value_in(before(last), monthly_operations_period, monthly_operations_btc_held)
    return btc_disposed(opening, mined, treasury_after)


def disposed_unexplained_month_after_sale(
    disposed_month_after_sale: Number, sold_reported_month_after_sale: Number
) -> Number:
    """BTC that left in the month after the sale beyond the reported sale. S05."""
    return disposed_month_after_sale - sold_reported_month_after_sale


def treasury_rounding_sale_quarter(
    btc_disposed_sale_quarter: Number,
    sold_month_before_sale: Number,
    sale_btc: Number,
    other_disposals_sale_month: Number,
    disposed_month_after_sale: Number,
) -> Number:
    """BTC by which the steps of the quarter miss its total, because balances are published rounded. S05."""
    return btc_disposed_sale_quarter - (
        sold_month_before_sale + sale_btc + other_disposals_sale_month + disposed_month_after_sale
    )


def btc_price_average_month_after_sale(
    network_period: Periods, network_btc_price_avg: Series, sale_quarter: Period
) -> float:
    """Mean bitcoin close of the last month of the quarter of the sale in USD; nan if not known."""
    return value_in(months_of(sale_quarter)[-1], network_period, network_btc_price_avg)


def sold_value_month_after_sale(
    sold_reported_month_after_sale: Number, btc_price_average_month_after_sale: Number
) -> Number:
    """Value in USD of the sale reported for the month after the sale at the month's mean price."""
    return sold_reported_month_after_sale * btc_price_average_month_after_sale


# Money of the quarter of the sale


def btc_sales_value_sale_quarter(
    sale_btc: Number,
    sale_proceeds: Number,
    sale_date: Day,
    monthly_operations_period: Periods,
    monthly_operations_btc_sold: Series,
    network_period: Periods,
    network_btc_price_avg: Series,
    sale_quarter: Period,
) -> Number:
    """Estimated USD from all BTC sold in the quarter: announced proceeds, the rest at monthly means."""
    rows = np.isin(monthly_operations_period, months_of(sale_quarter))
    prices = aligned(monthly_operations_period[rows], network_period, network_btc_price_avg)
    all_at_mean_price = np.sum(monthly_operations_btc_sold[rows] * prices)
    sale_month = month_of(sale_date)
    sale_at_mean_price = sale_btc * value_in(sale_month, network_period, network_btc_price_avg)
    return all_at_mean_price - sale_at_mean_price + sale_proceeds


def debt_reduction_sale_quarter(debt_before: Number, debt_after: Number) -> Number:
    """Fall of the long-term debt in the quarter, in USD."""
    return debt_before - debt_after


def debt_reduction_share_of_sales_sale_quarter(
    debt_reduction_sale_quarter: Number, btc_sales_value_sale_quarter: Number
) -> Number:
    """Debt reduction ÷ estimated BTC sales of the quarter, share of 1."""
    return debt_reduction_sale_quarter / btc_sales_value_sale_quarter


def mining_cash_cost_sale_quarter(cash_cost_sale_quarter: Number, btc_mined_sale_quarter: Number) -> Number:
    """Cash cost of all coins mined in the quarter, in USD (positive)."""
    return cash_cost_sale_quarter * btc_mined_sale_quarter


def cash_change_sale_quarter(cash_before: Number, cash_after: Number) -> Number:
    """Change of cash in the quarter, in USD (signed)."""
    return cash_after - cash_before


def cash_bridge_known_sale_quarter(
    btc_sales_value_sale_quarter: Number,
    equity_raised_sale_quarter: Number,
    debt_reduction_sale_quarter: Number,
    mining_cash_cost_sale_quarter: Number,
) -> Number:
    """Cash the known items would have left in the quarter, in USD: sales + equity − debt − mining cost."""
    return (
        btc_sales_value_sale_quarter
        + equity_raised_sale_quarter
        - debt_reduction_sale_quarter
        - mining_cash_cost_sale_quarter
    )


def cash_bridge_sale_quarter(cash_change_sale_quarter: Number, cash_bridge_known_sale_quarter: Number) -> Number:
    """Residual of the quarter's cash bridge in USD: overhead, interest and all capex (negative = spent)."""
    return cash_change_sale_quarter - cash_bridge_known_sale_quarter


def equity_agreed_sale_quarter(equity_raised_sale_quarter: Number, ewcl_amount: Number) -> Number:
    """Equity of the quarter of the sale in USD that was agreed, but whose closing is not reported."""
    return equity_raised_sale_quarter - ewcl_amount


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def closing_balance(opening: Number, mined: Number, sold: Number) -> Number:
    """Closing BTC = opening + mined − sold; elementwise. S02."""
    return opening + mined - sold
