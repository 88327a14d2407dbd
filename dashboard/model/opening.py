"""Where the runway starts: facts and sliders put together at the last published balance, and the flat path."""

from __future__ import annotations

import numpy as np

from dashboard.model import Choice, Dates, Day, Number, Series, last_value, loan
from dashboard.model.clock import DAYS_PER_MONTH, Clock, maturity_month
from dashboard.model.estimate import Estimate
from dashboard.model.month import Terms
from dashboard.model.path import Path, run_path


def btc_pledged(
    btc_loan_now: Number,
    opening_ltv: Number,
    balance_date: Day,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
) -> Number:
    """Coins behind the BTC loan, if lent at the assumed opening LTV at the last close up to the balance. L02."""
    close = last_value(balance_date, btc_price_daily_date, btc_price_daily_close)
    return btc_loan_now / (opening_ltv * close)


def runway_path(
    clock: Clock,
    estimate: Estimate,
    cash_now: Number,
    treasury_now: Number,
    debt_now: Number,
    btc_loan_now: Number,
    btc_pledged: Number,
    btc_price: Number,
    network_hashrate: Number,
    network_growth: Number,
    network_response: Choice,
    network_response_beta: Number,
    network_response_lag: Number,
    self_mining_hashrate: Number,
    block_subsidy: Number,
    reference_block_subsidy: Number,
    fee_ratio: Number,
    halving_days: Number,
    cash_cost_at_reference: Number,
    reference_network_hashrate: Number,
    curtailment: Choice,
    avoidable_hosting_share: Number,
    overhead_per_month: Number,
    other_outflow_per_month: Number,
    lease_income_per_month: Number,
    minimum_cash: Number,
    equity_raise: Number,
    new_borrowing: Number,
    selling_cost: Number,
    interest_rate: Number,
    margin_call_ltv: Number,
    liquidation_ltv: Number,
    loan_maturity: Day,
    today_month: str,
    debt_rolled_over: Number,
    ai_mw_today: Number,
    ai_mw: Number,
    ramp_months: Number,
    gpu_revenue_per_mw_year: Number,
    gpu_running_cost_per_mw_year: Number,
    gpu_capex_per_mw: Number,
    price_decay: Number,
    ai_revenue_per_mw_year: Number,
    ai_running_cost_per_mw_year: Number,
    ai_capex_per_mw: Number,
    ai_price_decay: Number,
    ai_vendor_share: Number,
    ai_vendor_rate: Number,
    card_life: Number,
) -> Path:
    """Cash, coins and debt month by month from the last balance: estimate to today, then the flat price. R01.

    Numbers may be arrays, which broadcast: a table of prices × megawatts is one run. Its length is its wiring, one
    piece, one argument a line.
    """
    return run_path(
        Terms(
            clock=clock,
            estimate=estimate,
            opening_cash=cash_now,
            opening_btc=treasury_now,
            btc_price=btc_price,
            network_hashrate=network_hashrate,
            self_mining_hashrate=self_mining_hashrate,
            block_subsidy=block_subsidy,
            fee_ratio=fee_ratio,
            halving_months=halving_days / DAYS_PER_MONTH,
            cash_cost_at_reference=cash_cost_at_reference,
            reference_network_hashrate=reference_network_hashrate,
            reference_block_subsidy=reference_block_subsidy,
            overhead_per_month=overhead_per_month,
            minimum_cash=minimum_cash,
            selling_cost=selling_cost,
            network_growth=network_growth,
            network_response=np.where(network_response == "ON", network_response_beta, 0.0),
            network_response_lag=int(float(network_response_lag)),
            curtailment=curtailment,
            avoidable_hosting_share=avoidable_hosting_share,
            other_outflow_per_month=other_outflow_per_month,
            lease_income_per_month=lease_income_per_month,
            equity_raise=equity_raise,
            new_borrowing=new_borrowing,
            pledged_btc=np.minimum(btc_pledged, treasury_now),
            btc_loan=np.minimum(btc_loan_now, debt_now),
            other_debt=np.maximum(debt_now - btc_loan_now, 0),
            interest_rate=interest_rate,
            margin_call_ltv=margin_call_ltv,
            liquidation_ltv=liquidation_ltv,
            maturity_month=maturity_month(loan_maturity, today_month),
            debt_rolled_over=debt_rolled_over,
            ai_mw_today=ai_mw_today,
            ai_mw=ai_mw,
            ramp_months=ramp_months,
            gpu_revenue_per_mw_year=gpu_revenue_per_mw_year,
            gpu_running_cost_per_mw_year=gpu_running_cost_per_mw_year,
            gpu_capex_per_mw=gpu_capex_per_mw,
            gpu_price_decay=price_decay,
            expansion_revenue_per_mw_year=ai_revenue_per_mw_year,
            expansion_running_cost_per_mw_year=ai_running_cost_per_mw_year,
            expansion_capex_per_mw=ai_capex_per_mw,
            expansion_price_decay=ai_price_decay,
            vendor_share=ai_vendor_share,
            vendor_rate=ai_vendor_rate,
            vendor_years=card_life,
        )
    )


def margin_call_price_now(btc_loan_now: Number, btc_pledged: Number, margin_call_ltv: Number) -> Number:
    """Price at which the remaining BTC loan would be called, USD. L02."""
    return loan.price_at_ltv(btc_loan_now, btc_pledged, margin_call_ltv)
