"""The sale: price obtained, hindsight, and the loan it repaid."""

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Dates, Day, Number, Series, value_on
from dashboard.model.loan import ltv, price_at_ltv, touch_probability

# Price obtained, size, hindsight


def sale_price(sale_proceeds: Number, sale_btc: Number) -> Number:
    """Net price of the sale in USD per BTC. S01."""
    return sale_proceeds / sale_btc


def sale_value_now(sale_btc: Number, btc_price: Number) -> Number:
    """What the coins sold would fetch at the bitcoin price, in USD; elementwise."""
    return sale_btc * btc_price


def sale_outcome(sale_proceeds: Number, sale_value_now: Number) -> Number:
    """Proceeds minus value now in USD: negative = holding would have been worth more; elementwise."""
    return sale_proceeds - sale_value_now


def months_of_output_sold(sale_btc: Number, btc_mined_financial_year: Number) -> Number:
    """Months of the output of the financial year that were sold in one go. S06."""
    return sale_btc / (btc_mined_financial_year / MONTHS_PER_YEAR)


def sale_share_of_output_financial_year(sale_btc: Number, btc_mined_financial_year: Number) -> Number:
    """Coins sold ÷ coins mined in the financial year, share of 1."""
    return sale_btc / btc_mined_financial_year


def interest_saved(sale_proceeds: Number, interest_rate: Number, hold_years: Number) -> Number:
    """Simple interest in USD which repaying the loan saves; elementwise. S07."""
    return sale_proceeds * interest_rate * hold_years


def hold_break_even_price(sale_price: Number, interest_rate: Number, hold_years: Number) -> Number:
    """Bitcoin price in USD above which holding, interest paid, would have been better; elementwise. S07."""
    return sale_price * (1 + interest_rate * hold_years)


def sale_price_against_all_in_cost(sale_price: Number, all_in_cost_financial_year: Number) -> Number:
    """Sale price ÷ all-in cost of the financial year − 1, share of 1."""
    return sale_price / all_in_cost_financial_year - 1


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


def sale_price_against_sale_month_low(sale_price: Number, btc_close_sale_month_low: Number) -> Number:
    """Sale price ÷ lowest close of the month up to the sale − 1, share of 1. S09."""
    return sale_price / btc_close_sale_month_low - 1


def hold_break_even_months(btc_price: Number, sale_price: Number, interest_rate: Number) -> Number:
    """Months after which interest eats the gain of holding to the price; negative below the sale price. S07."""
    return (btc_price / sale_price - 1) / interest_rate * MONTHS_PER_YEAR


# What the proceeds were for


def loan_repayment_share(loan_repayment_announced: Number, sale_proceeds: Number) -> Number:
    """Share of 1 of the proceeds that the company announced as repayment of the loan."""
    return loan_repayment_announced / sale_proceeds


def proceeds_beyond_repayment(sale_proceeds: Number, loan_repayment_announced: Number) -> Number:
    """Proceeds in USD that the announced repayment leaves for anything else."""
    return sale_proceeds - loan_repayment_announced


# The loan before and after, on assumed terms


def ltv_before(btc_loan_before: Number, treasury_at_sale_month_start: Number, sale_price: Number) -> Number:
    """Loan-to-value before the sale at the sale price, share of 1; all coins pledged. L01."""
    return ltv(btc_loan_before, treasury_at_sale_month_start, sale_price)


def loan_after_sale(btc_loan_before: Number, sale_proceeds: Number) -> Number:
    """Loan in USD after all proceeds repaid it, never below zero; elementwise."""
    return np.maximum(0.0, btc_loan_before - sale_proceeds)


def ltv_after(loan_after_sale: Number, treasury_after_sale: Number, sale_price: Number) -> Number:
    """Loan-to-value after the sale at the sale price, share of 1. L01."""
    return ltv(loan_after_sale, treasury_after_sale, sale_price)


def margin_call_price_before(
    btc_loan_before: Number, treasury_at_sale_month_start: Number, margin_call_ltv: Number
) -> Number:
    """Bitcoin price in USD of the margin call before the sale; elementwise. L02."""
    return price_at_ltv(btc_loan_before, treasury_at_sale_month_start, margin_call_ltv)


def margin_call_price_after(loan_after_sale: Number, treasury_after_sale: Number, margin_call_ltv: Number) -> Number:
    """Bitcoin price in USD of the margin call after the sale; elementwise. L02."""
    return price_at_ltv(loan_after_sale, treasury_after_sale, margin_call_ltv)


def liquidation_price_before(
    btc_loan_before: Number, treasury_at_sale_month_start: Number, liquidation_ltv: Number
) -> Number:
    """Bitcoin price in USD of the liquidation before the sale; elementwise. L02."""
    return price_at_ltv(btc_loan_before, treasury_at_sale_month_start, liquidation_ltv)


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


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def ltv_after_repayment(debt: Number, btc: Number, btc_price: Number, btc_sold: Number, selling_cost: Number) -> Number:
    """Loan-to-value after selling collateral (BTC) to repay, cost being a share of 1; elementwise. S08."""
    return ltv(debt - btc_sold * btc_price * (1 - selling_cost), btc - btc_sold, btc_price)
