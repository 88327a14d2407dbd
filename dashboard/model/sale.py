"""The February 2026 sale: price obtained, hindsight, the loan it repaid, and where the treasury went."""

import numpy as np

from dashboard.model import (
    MONTHS_PER_YEAR,
    Dates,
    Day,
    Number,
    Periods,
    Series,
    Truth,
    aligned,
    value_in,
    value_on,
)
from dashboard.model.loan import ltv, price_at_ltv, touch_probability

QUARTER_Q1_2026 = ("2026-01", "2026-02", "2026-03")


# The sale itself


def sale_price(sale_proceeds: Number, sale_btc: Number) -> Number:
    """Net price of the sale in USD per BTC. S01."""
    return sale_proceeds / sale_btc


def sale_value_now(sale_btc: Number, btc_price: Number) -> Number:
    """What the coins sold would fetch at the bitcoin price, in USD; elementwise."""
    return sale_btc * btc_price


def sale_outcome(sale_proceeds: Number, sale_value_now: Number) -> Number:
    """Proceeds minus value now in USD: negative = holding would have been worth more; elementwise."""
    return sale_proceeds - sale_value_now


def months_of_output_sold(sale_btc: Number, btc_mined_fy2025: Number) -> Number:
    """Months of the 2025 output that were sold in one go. S06."""
    return sale_btc / (btc_mined_fy2025 / MONTHS_PER_YEAR)


def sale_share_of_output_fy2025(sale_btc: Number, btc_mined_fy2025: Number) -> Number:
    """Coins sold ÷ coins mined in 2025, share of 1."""
    return sale_btc / btc_mined_fy2025


def interest_saved(sale_proceeds: Number, interest_rate: Number, hold_years: Number) -> Number:
    """Simple interest in USD which repaying the loan saves; elementwise. S07."""
    return sale_proceeds * interest_rate * hold_years


def hold_break_even_price(sale_price: Number, interest_rate: Number, hold_years: Number) -> Number:
    """Bitcoin price in USD above which holding, interest paid, would have been better; elementwise. S07."""
    return sale_price * (1 + interest_rate * hold_years)


def sale_price_against_all_in_cost(sale_price: Number, all_in_cost_fy2025: Number) -> Number:
    """Sale price ÷ all-in cost of 2025 − 1, share of 1."""
    return sale_price / all_in_cost_fy2025 - 1


def price_obtained_vs_close(
    sale_price: Number, sale_date: Day, btc_price_daily_date: Dates, btc_price_daily_close: Series
) -> Number:
    """Sale price ÷ close of the sale's last day − 1, share of 1; nan if there is no close. S09."""
    return sale_price / value_on(sale_date, btc_price_daily_date, btc_price_daily_close) - 1


def price_obtained_vs_close_day_before(
    sale_price: Number, sale_date: Day, btc_price_daily_date: Dates, btc_price_daily_close: Series
) -> Number:
    """Sale price ÷ close of the day before, on which the sale began, − 1, share of 1. S09."""
    day_before = str(np.datetime64(sale_date, "D") - np.timedelta64(1, "D"))
    return sale_price / value_on(day_before, btc_price_daily_date, btc_price_daily_close) - 1


# Treasury roll-forward


def closing_balance(opening: Number, mined: Number, sold: Number) -> Number:
    """Closing BTC = opening + mined − sold; elementwise. S02."""
    return opening + mined - sold


def btc_disposed(opening: Number, mined: Number, closing: Number) -> Number:
    """BTC that left the treasury: opening + mined − closing; elementwise. S05."""
    return opening + mined - closing


def treasury_before(treasury_2025_12_31: Number) -> Number:
    """BTC held at the opening of the quarter of the sale."""
    return treasury_2025_12_31


def treasury_after(treasury_2026_03_31: Number) -> Number:
    """BTC held at the close of the quarter of the sale."""
    return treasury_2026_03_31


def treasury_fall_share(treasury_before: Number, treasury_after: Number) -> Number:
    """Share of 1 by which the treasury fell in the quarter."""
    return 1 - treasury_after / treasury_before


def treasury_change_q1_2026(treasury_2026_03_31: Number, treasury_2025_12_31: Number) -> Number:
    """Coins at the close of the quarter ÷ at its opening − 1, share of 1 (signed)."""
    return treasury_2026_03_31 / treasury_2025_12_31 - 1


def btc_disposed_q1_2026(treasury_2025_12_31: Number, btc_mined_q1_2026: Number, treasury_2026_03_31: Number) -> Number:
    """BTC that left the treasury in the first quarter of 2026. S05."""
    return btc_disposed(treasury_2025_12_31, btc_mined_q1_2026, treasury_2026_03_31)


def btc_disposed_share_q1_2026(btc_disposed_q1_2026: Number, treasury_2025_12_31: Number) -> Number:
    """BTC disposed of in the quarter ÷ BTC at its opening; above 1 new output was sold too. S05."""
    return btc_disposed_q1_2026 / treasury_2025_12_31


def sale_share_of_disposals(sale_btc: Number, btc_disposed_q1_2026: Number) -> Number:
    """Share of 1 of the quarter's disposals that is the February sale. S05."""
    return sale_btc / btc_disposed_q1_2026


def sale_share_of_treasury(sale_btc: Number, treasury_2026_01_31: Number) -> Number:
    """Share of 1 of the coins held on 31 January 2026 that was sold. S03."""
    return sale_btc / treasury_2026_01_31


def treasury_after_sale(treasury_2026_01_31: Number, sale_btc: Number) -> Number:
    """BTC held after the sale, before February's output. S03."""
    return treasury_2026_01_31 - sale_btc


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


def february_2026_other_disposals(
    treasury_2026_01_31: Number,
    sale_btc: Number,
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    monthly_operations_btc_held: Series,
) -> Number:
    """BTC that left in February 2026 besides the announced sale. S04."""
    mined = value_in("2026-02", monthly_operations_period, monthly_operations_btc_produced)
    closing = value_in("2026-02", monthly_operations_period, monthly_operations_btc_held)
    return btc_disposed(treasury_2026_01_31, mined, closing) - sale_btc


def march_2026_disposed(
    treasury_2026_03_31: Number,
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    monthly_operations_btc_held: Series,
) -> Number:
    """BTC that left the treasury in March 2026. S05."""
    mined = value_in("2026-03", monthly_operations_period, monthly_operations_btc_produced)
    opening = value_in("2026-02", monthly_operations_period, monthly_operations_btc_held)
    return btc_disposed(opening, mined, treasury_2026_03_31)


def march_2026_unexplained(march_2026_disposed: Number, march_2026_sold_reported: Number) -> Number:
    """BTC that left in March 2026 beyond the reported sale. S05."""
    return march_2026_disposed - march_2026_sold_reported


def btc_price_average_march_2026(network_period: Periods, network_btc_price_avg: Series) -> float:
    """Mean bitcoin close of March 2026 in USD; nan if not known."""
    return value_in("2026-03", network_period, network_btc_price_avg)


def march_2026_sale_value(march_2026_sold_reported: Number, btc_price_average_march_2026: Number) -> Number:
    """Value in USD of the sale reported for March 2026 at the month's mean price."""
    return march_2026_sold_reported * btc_price_average_march_2026


# Money of the first quarter of 2026


def btc_sales_value_q1_2026(
    sale_btc: Number,
    sale_proceeds: Number,
    sale_date: Day,
    monthly_operations_period: Periods,
    monthly_operations_btc_sold: Series,
    network_period: Periods,
    network_btc_price_avg: Series,
) -> Number:
    """Estimated USD from all BTC sold in the quarter: announced proceeds, the rest at monthly means."""
    rows = np.isin(monthly_operations_period, QUARTER_Q1_2026)
    prices = aligned(monthly_operations_period[rows], network_period, network_btc_price_avg)
    all_at_mean_price = np.sum(monthly_operations_btc_sold[rows] * prices)
    sale_month = str(np.datetime64(sale_date, "M"))
    sale_at_mean_price = sale_btc * value_in(sale_month, network_period, network_btc_price_avg)
    return all_at_mean_price - sale_at_mean_price + sale_proceeds


def debt_reduction_q1_2026(debt_2025_12_31: Number, debt_2026_03_31: Number) -> Number:
    """Fall of the long-term debt in the quarter, in USD."""
    return debt_2025_12_31 - debt_2026_03_31


def debt_reduction_share_of_sales_q1_2026(debt_reduction_q1_2026: Number, btc_sales_value_q1_2026: Number) -> Number:
    """Debt reduction ÷ estimated BTC sales of the quarter, share of 1."""
    return debt_reduction_q1_2026 / btc_sales_value_q1_2026


def mining_cash_cost_q1_2026(cash_cost_q1_2026: Number, btc_mined_q1_2026: Number) -> Number:
    """Cash cost of all coins mined in the quarter, in USD (positive)."""
    return cash_cost_q1_2026 * btc_mined_q1_2026


def cash_change_q1_2026(cash_2025_12_31: Number, cash_2026_03_31: Number) -> Number:
    """Change of cash in the quarter, in USD (signed)."""
    return cash_2026_03_31 - cash_2025_12_31


def cash_bridge_known_q1_2026(
    btc_sales_value_q1_2026: Number,
    equity_raised_2026: Number,
    debt_reduction_q1_2026: Number,
    mining_cash_cost_q1_2026: Number,
) -> Number:
    """Cash the known items would have left in the quarter, in USD: sales + equity − debt − mining cost."""
    return btc_sales_value_q1_2026 + equity_raised_2026 - debt_reduction_q1_2026 - mining_cash_cost_q1_2026


def cash_bridge_q1_2026(cash_change_q1_2026: Number, cash_bridge_known_q1_2026: Number) -> Number:
    """Residual of the quarter's cash bridge in USD: overhead, interest and all capex (negative = spent)."""
    return cash_change_q1_2026 - cash_bridge_known_q1_2026


# The loan before and after, on assumed terms


def ltv_before(btc_loan_before: Number, treasury_2026_01_31: Number, sale_price: Number) -> Number:
    """Loan-to-value before the sale at the sale price, share of 1; all coins pledged. L01."""
    return ltv(btc_loan_before, treasury_2026_01_31, sale_price)


def loan_after_sale(btc_loan_before: Number, sale_proceeds: Number) -> Number:
    """Loan in USD after all proceeds repaid it, never below zero; elementwise."""
    return np.maximum(0.0, btc_loan_before - sale_proceeds)


def ltv_after(loan_after_sale: Number, treasury_after_sale: Number, sale_price: Number) -> Number:
    """Loan-to-value after the sale at the sale price, share of 1. L01."""
    return ltv(loan_after_sale, treasury_after_sale, sale_price)


def ltv_after_repayment(debt: Number, btc: Number, btc_price: Number, btc_sold: Number, selling_cost: Number) -> Number:
    """Loan-to-value after selling collateral (BTC) to repay, cost being a share of 1; elementwise. S08."""
    return ltv(debt - btc_sold * btc_price * (1 - selling_cost), btc - btc_sold, btc_price)


def selling_lowers_ltv(ltv: Number) -> Truth:
    """Whether selling collateral to repay lowers the loan-to-value: only while it is below 1. S08."""
    return ltv < 1


def margin_call_price_before(btc_loan_before: Number, treasury_2026_01_31: Number, margin_call_ltv: Number) -> Number:
    """Bitcoin price in USD of the margin call before the sale; elementwise. L02."""
    return price_at_ltv(btc_loan_before, treasury_2026_01_31, margin_call_ltv)


def margin_call_price_after(loan_after_sale: Number, treasury_after_sale: Number, margin_call_ltv: Number) -> Number:
    """Bitcoin price in USD of the margin call after the sale; elementwise. L02."""
    return price_at_ltv(loan_after_sale, treasury_after_sale, margin_call_ltv)


def liquidation_price_before(btc_loan_before: Number, treasury_2026_01_31: Number, liquidation_ltv: Number) -> Number:
    """Bitcoin price in USD of the liquidation before the sale; elementwise. L02."""
    return price_at_ltv(btc_loan_before, treasury_2026_01_31, liquidation_ltv)


def liquidation_price_after(loan_after_sale: Number, treasury_after_sale: Number, liquidation_ltv: Number) -> Number:
    """Bitcoin price in USD of the liquidation after the sale; elementwise. L02."""
    return price_at_ltv(loan_after_sale, treasury_after_sale, liquidation_ltv)


def margin_call_touch_probability_before(
    sale_price: Number, margin_call_price_before: Number, btc_volatility: Number, touch_horizon: Number
) -> Number:
    """Probability of touching the old margin-call price within months, from the sale price. L08."""
    return touch_probability(sale_price, margin_call_price_before, btc_volatility, touch_horizon / MONTHS_PER_YEAR)


def margin_call_touch_probability_after(
    sale_price: Number, margin_call_price_after: Number, btc_volatility: Number, touch_horizon: Number
) -> Number:
    """Probability of touching the new margin-call price within months, from the sale price. L08."""
    return touch_probability(sale_price, margin_call_price_after, btc_volatility, touch_horizon / MONTHS_PER_YEAR)


# What the page of the sale adds


def january_2026_sold(monthly_operations_period: Periods, monthly_operations_btc_sold: Series) -> Number:
    """BTC sold in January 2026, the month before the sale; nan if not disclosed."""
    return value_in("2026-01", monthly_operations_period, monthly_operations_btc_sold)


def treasury_rounding_q1_2026(
    btc_disposed_q1_2026: Number,
    january_2026_sold: Number,
    sale_btc: Number,
    february_2026_other_disposals: Number,
    march_2026_disposed: Number,
) -> Number:
    """BTC by which the steps of the quarter miss its total, because balances are published rounded. S05."""
    return btc_disposed_q1_2026 - (january_2026_sold + sale_btc + february_2026_other_disposals + march_2026_disposed)


def sale_price_against_february_low(sale_price: Number, btc_close_february_low: Number) -> Number:
    """Sale price ÷ lowest close of the month up to the sale − 1, share of 1. S09."""
    return sale_price / btc_close_february_low - 1


def hold_break_even_months(btc_price: Number, sale_price: Number, interest_rate: Number) -> Number:
    """Months after which interest eats the gain of holding to the price; negative below the sale price. S07."""
    return (btc_price / sale_price - 1) / interest_rate * MONTHS_PER_YEAR


def loan_repayment_share(loan_repayment_announced: Number, sale_proceeds: Number) -> Number:
    """Share of 1 of the proceeds that the company announced as repayment of the loan."""
    return loan_repayment_announced / sale_proceeds


def proceeds_beyond_repayment(sale_proceeds: Number, loan_repayment_announced: Number) -> Number:
    """Proceeds in USD that the announced repayment leaves for anything else."""
    return sale_proceeds - loan_repayment_announced


def equity_agreed_2026(equity_raised_2026: Number, ewcl_amount: Number) -> Number:
    """Equity of February 2026 in USD that was agreed, but whose closing is not reported."""
    return equity_raised_2026 - ewcl_amount
