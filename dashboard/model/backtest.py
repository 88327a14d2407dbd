"""The runway model run over a quarter that is already published: what it predicts, and how far off it is.

The same mining month and the same month step as the forecast; only the decisions are those that were published.
"""

from __future__ import annotations

import numpy as np

from dashboard.model import Day, Number, Period, Periods, Series, aligned, month_of, months_of
from dashboard.model.clock import built_in
from dashboard.model.published_months import Quarter, roll_published


def backtest_hashrate(
    monthly_operations_period: Periods,
    monthly_operations_operating_hashrate: Series,
    realised_hashrate_at_quarter_end: Number,
    sale_quarter: Period,
) -> Series:
    """Own hashrate by month of the quarter, TH/s: published, and where it is not, implied by the month's output."""
    published = _quarter(sale_quarter, monthly_operations_period, monthly_operations_operating_hashrate)
    return np.where(np.isfinite(published), published, realised_hashrate_at_quarter_end)


def backtest_hashrate_carried_on(
    monthly_operations_period: Periods, monthly_operations_operating_hashrate: Series, sale_quarter: Period
) -> Series:
    """As `backtest_hashrate`, but a month without a published hashrate repeats the month before it."""
    published = _quarter(sale_quarter, monthly_operations_period, monthly_operations_operating_hashrate).copy()
    for month in range(1, len(published)):
        if np.isnan(published[month]):
            published[month] = published[month - 1]
    return published


def backtest_btc_price(network_period: Periods, network_btc_price_avg: Series, sale_quarter: Period) -> Series:
    """Mean bitcoin price by month of the quarter, USD."""
    return _quarter(sale_quarter, network_period, network_btc_price_avg)


def backtest_btc_sold(
    monthly_operations_period: Periods, monthly_operations_btc_sold: Series, sale_quarter: Period
) -> Series:
    """Coins sold by month of the quarter, BTC, as the published balances have it."""
    return _quarter(sale_quarter, monthly_operations_period, monthly_operations_btc_sold)


def backtest_btc_sold_announced(
    monthly_operations_period: Periods,
    monthly_operations_btc_sold: Series,
    sale_btc: Number,
    sold_reported_month_after_sale: Number,
    sale_quarter: Period,
) -> Series:
    """Coins whose sale was announced by month of the quarter, BTC."""
    january = float(_quarter(sale_quarter, monthly_operations_period, monthly_operations_btc_sold)[0])
    return np.array([january, float(sale_btc), float(sold_reported_month_after_sale)])


def backtest_sale_price(
    backtest_btc_sold: Series,
    backtest_btc_price: Series,
    sale_btc: Number,
    sale_proceeds: Number,
    sale_date: Day,
    sale_quarter: Period,
) -> Series:
    """USD per coin sold, by month: the mean price, but the announced proceeds for the announced sale."""
    of_sale = np.array(months_of(sale_quarter)) == month_of(sale_date)
    beyond = sale_proceeds - sale_btc * backtest_btc_price
    return backtest_btc_price + np.where(of_sale, beyond / np.where(of_sale, backtest_btc_sold, 1), 0)


def backtest_given(
    cash_before: Number,
    treasury_before: Number,
    debt_before: Number,
    debt_reduction_sale_quarter: Number,
    loan_repayment_announced: Number,
    equity_raised_sale_quarter: Number,
    cash_cost_sale_quarter: Number,
    reference_network_hashrate: Number,
    reference_block_subsidy: Number,
    backtest_hashrate: Series,
    backtest_btc_price: Series,
    backtest_btc_sold: Series,
    backtest_sale_price: Series,
    network_period: Periods,
    network_difficulty: Series,
    network_days: Series,
    block_subsidy: Number,
    fee_ratio: Number,
    overhead_per_month: Number,
    interest_rate: Number,
    sale_quarter: Period,
) -> Quarter:
    """The quarter with every published decision given: coins sold, equity and repayments. Nothing is fitted.

    The published cash cost per coin holds at the reference network, as everywhere in the model. The announced
    repayment falls in the second month, the rest of the fall in debt in the third.
    """
    return roll_published(
        _months(sale_quarter), cash_before, treasury_before, debt_before, equity_raised_sale_quarter,
        cash_cost_sale_quarter, reference_network_hashrate, reference_block_subsidy, backtest_hashrate,
        backtest_btc_price, network_period, network_difficulty, network_days, block_subsidy, fee_ratio,
        overhead_per_month, interest_rate,
        btc_sold=backtest_btc_sold,
        sale_prices=backtest_sale_price,
        debt_repaid=(loan_repayment_announced, debt_reduction_sale_quarter - loan_repayment_announced),
    )  # fmt: skip


def backtest_announced(
    cash_before: Number,
    treasury_before: Number,
    debt_before: Number,
    loan_repayment_announced: Number,
    sold_value_month_after_sale: Number,
    equity_raised_sale_quarter: Number,
    cash_cost_sale_quarter: Number,
    reference_network_hashrate: Number,
    reference_block_subsidy: Number,
    backtest_hashrate: Series,
    backtest_btc_price: Series,
    backtest_btc_sold_announced: Series,
    sale_btc: Number,
    sale_proceeds: Number,
    sale_date: Day,
    selling_cost: Number,
    minimum_cash: Number,
    network_period: Periods,
    network_difficulty: Series,
    network_days: Series,
    block_subsidy: Number,
    fee_ratio: Number,
    overhead_per_month: Number,
    interest_rate: Number,
    sale_quarter: Period,
) -> Quarter:
    """The quarter with announced sales and repayments only; more coins are sold where cash needs them.

    Repaid are the announced amount and what the sale reported for the month after brought at that month's mean price.
    """
    prices = backtest_sale_price(
        backtest_btc_sold_announced, backtest_btc_price, sale_btc, sale_proceeds, sale_date, sale_quarter
    )
    return roll_published(
        _months(sale_quarter), cash_before, treasury_before, debt_before, equity_raised_sale_quarter,
        cash_cost_sale_quarter, reference_network_hashrate, reference_block_subsidy, backtest_hashrate,
        backtest_btc_price, network_period, network_difficulty, network_days, block_subsidy, fee_ratio,
        overhead_per_month, interest_rate,
        btc_sold=backtest_btc_sold_announced,
        sale_prices=prices,
        debt_repaid=(loan_repayment_announced, sold_value_month_after_sale),
        minimum_cash=float(minimum_cash),
        selling_cost=float(selling_cost),
    )  # fmt: skip


def backtest_mined(backtest_given: Quarter) -> float:
    """Coins the model mines in the quarter, BTC."""
    return float(backtest_given.btc_mined.sum())


def backtest_mined_error(backtest_mined: Number, btc_mined_sale_quarter: Number) -> Number:
    """Predicted less published output of the quarter, BTC."""
    return backtest_mined - btc_mined_sale_quarter


def backtest_mined_error_share(backtest_mined_error: Number, btc_mined_sale_quarter: Number) -> Number:
    """The same as a share of the published output."""
    return backtest_mined_error / btc_mined_sale_quarter


def backtest_mined_two_months(backtest_given: Quarter) -> float:
    """Coins the model mines in the first two months, those with a published hashrate, BTC."""
    return float(backtest_given.btc_mined[:2].sum())


def btc_mined_two_months(
    monthly_operations_period: Periods, monthly_operations_btc_produced: Series, sale_quarter: Period
) -> float:
    """Coins mined in the first two months as published, BTC."""
    return float(_quarter(sale_quarter, monthly_operations_period, monthly_operations_btc_produced)[:2].sum())


def backtest_mined_two_months_error(backtest_mined_two_months: Number, btc_mined_two_months: Number) -> Number:
    """Predicted less published output of the two months, BTC."""
    return backtest_mined_two_months - btc_mined_two_months


def backtest_mined_carried_on(
    backtest_given: Quarter, backtest_hashrate: Series, backtest_hashrate_carried_on: Series
) -> float:
    """Coins the model mines if the last month had run at the hashrate of the second, BTC."""
    return float((backtest_given.btc_mined * backtest_hashrate_carried_on / backtest_hashrate).sum())


def backtest_mined_carried_on_error(backtest_mined_carried_on: Number, btc_mined_sale_quarter: Number) -> Number:
    """That output less the published one, BTC."""
    return backtest_mined_carried_on - btc_mined_sale_quarter


def backtest_cash(backtest_given: Quarter) -> float:
    """Cash at the end of the quarter with every decision given, USD."""
    return float(backtest_given.cash_close[-1])


def backtest_cash_error(backtest_cash: Number, cash_after: Number) -> Number:
    """Predicted less published cash, USD."""
    return backtest_cash - cash_after


def backtest_ai_plant(
    sale_quarter: Period,
    plant_first_month: str,
    plant_last_month: str,
    ai_mw_today: Number,
    gpu_capex_per_mw: Number,
) -> Number:
    """AI plant taken as paid within the quarter, USD: the back-test leaves it out."""
    quarter = _months(sale_quarter).astype("datetime64[M]")
    share = float(built_in(quarter, plant_first_month, plant_last_month).sum())
    return share * ai_mw_today * gpu_capex_per_mw


def backtest_cash_error_after_plant(backtest_cash_error: Number, backtest_ai_plant: Number) -> Number:
    """What is left of the error in cash once that plant is counted, USD."""
    return backtest_cash_error - backtest_ai_plant


def backtest_btc(backtest_given: Quarter) -> float:
    """Coins at the end of the quarter with every decision given, BTC."""
    return float(backtest_given.btc_close[-1])


def backtest_btc_error(backtest_btc: Number, treasury_after: Number) -> Number:
    """Predicted less published coins, BTC."""
    return backtest_btc - treasury_after


def backtest_announced_cash(backtest_announced: Quarter) -> float:
    """Cash at the end of the quarter with announced decisions only, USD."""
    return float(backtest_announced.cash_close[-1])


def backtest_announced_cash_error(backtest_announced_cash: Number, cash_after: Number) -> Number:
    """Predicted less published cash, USD."""
    return backtest_announced_cash - cash_after


def backtest_announced_debt(backtest_announced: Quarter) -> float:
    """Debt at the end of the quarter with announced decisions only, USD."""
    return float(backtest_announced.debt_close[-1])


def backtest_announced_debt_error(backtest_announced_debt: Number, debt_after: Number) -> Number:
    """Predicted less published debt, USD."""
    return backtest_announced_debt - debt_after


def backtest_announced_btc(backtest_announced: Quarter) -> float:
    """Coins at the end of the quarter with announced decisions only, BTC."""
    return float(backtest_announced.btc_close[-1])


def backtest_announced_btc_error(backtest_announced_btc: Number, treasury_after: Number) -> Number:
    """Predicted less published coins, BTC."""
    return backtest_announced_btc - treasury_after


def backtest_hosting(backtest_given: Quarter) -> float:
    """Hosting bills of the quarter in the back-test, USD."""
    return float(backtest_given.hosting.sum())


def backtest_sales(backtest_given: Quarter) -> float:
    """What the coins sold in the quarter brought in the back-test, USD."""
    return float(backtest_given.sale_proceeds.sum())


def backtest_overhead(backtest_given: Quarter) -> float:
    """Overhead of the quarter in the back-test, USD."""
    return float(backtest_given.overhead.sum())


def backtest_interest(backtest_given: Quarter) -> float:
    """Interest of the quarter in the back-test, USD."""
    return float(backtest_given.interest.sum())


def _quarter(sale_quarter: Period, periods: Periods, values: Series) -> Series:
    """The values of the months of the quarter."""
    return aligned(_months(sale_quarter), periods, values)


def _months(sale_quarter: Period) -> Periods:
    return np.array(months_of(sale_quarter))
