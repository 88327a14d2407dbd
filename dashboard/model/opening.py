"""Where the runway starts: facts and sliders put together at the last published balance, and the flat path."""

from __future__ import annotations

import numpy as np

from dashboard.model import Choice, Dates, Day, Number, Series, loan, network, value_on
from dashboard.model.month import RunwayInputs
from dashboard.model.path import Runway, run_runway
from dashboard.model.runway import halving_position


def halving_days(block_height_reference: Number, block_height_date: Day, balance_date: Day) -> Number:
    """Days from the balance to the next halving, at 144 blocks a day from a known height. N11."""
    height = network.next_halving_height(block_height_reference)
    elapsed = (np.datetime64(block_height_date) - np.datetime64(balance_date)) / np.timedelta64(1, "D")
    return network.days_to_halving(block_height_reference, height) + float(elapsed)


def halving_month(halving_days: Number) -> Number:
    """Number of the month after the balance in which the halving falls; 1 = the first."""
    return halving_position(halving_days)[0]


def maturity_month(loan_maturity: Day, balance_date: Day) -> float:
    """Number of the calendar month after the balance in which the loan falls due; 1 = the first."""
    months = np.datetime64(loan_maturity, "M") - np.datetime64(balance_date, "M")
    return float(months / np.timedelta64(1, "M"))


def btc_pledged(
    btc_loan_2026_03_31: Number,
    opening_ltv: Number,
    balance_date: Day,
    btc_price_daily_date: Dates,
    btc_price_daily_close: Series,
) -> Number:
    """Coins behind the BTC loan on the day of the balance, if lent at the assumed opening LTV. L02."""
    close = value_on(balance_date, btc_price_daily_date, btc_price_daily_close)
    return btc_loan_2026_03_31 / (opening_ltv * close)


def runway_path(
    cash_2026_03_31: Number,
    treasury_2026_03_31: Number,
    debt_2026_03_31: Number,
    btc_loan_2026_03_31: Number,
    btc_pledged: Number,
    btc_price: Number,
    cash_cost_at_reference: Number,
    reference_network_hashrate: Number,
    network_hashrate: Number,
    network_growth: Number,
    self_mining_hashrate: Number,
    fleet_efficiency: Number,
    power_tariff: Number,
    block_subsidy: Number,
    fee_ratio: Number,
    halving_days: Number,
    overhead_per_month: Number,
    lease_income_per_month: Number,
    minimum_cash: Number,
    equity_raise: Number,
    selling_cost: Number,
    interest_rate: Number,
    margin_call_ltv: Number,
    liquidation_ltv: Number,
    maturity_month: Number,
    ai_mw: Number,
    ai_revenue_per_mw_year: Number,
    ai_power_cost_per_mw_year: Number,
    ai_opex: Number,
    ai_capex_per_mw: Number,
    ai_price_decay: Number,
    ramp_months: Number,
    curtailment: Choice,
    horizon_months: Number,
) -> Runway:
    """Cash, coins and debt month by month from the last published balance, at a flat price. R01.

    Numbers may be arrays, which broadcast: a table of prices × megawatts is one run. Its length is its wiring, one
    piece, one argument a line.
    """
    halving_month, before = halving_position(halving_days)
    return run_runway(
        RunwayInputs(
            opening_cash=cash_2026_03_31,
            opening_btc=treasury_2026_03_31,
            btc_price=btc_price,
            cash_cost_at_reference=cash_cost_at_reference,
            reference_network_hashrate=reference_network_hashrate,
            network_hashrate=network_hashrate,
            self_mining_hashrate=self_mining_hashrate,
            fleet_efficiency=fleet_efficiency,
            power_tariff=power_tariff,
            block_subsidy=block_subsidy,
            fee_ratio=fee_ratio,
            halving_month=halving_month,
            halving_share_before=before,
            overhead_per_month=overhead_per_month,
            minimum_cash=minimum_cash,
            selling_cost=selling_cost,
            network_growth=network_growth,
            lease_income_per_month=lease_income_per_month,
            equity_raise=equity_raise,
            pledged_btc=np.minimum(btc_pledged, treasury_2026_03_31),
            btc_loan=np.minimum(btc_loan_2026_03_31, debt_2026_03_31),
            other_debt=np.maximum(debt_2026_03_31 - btc_loan_2026_03_31, 0),
            interest_rate=interest_rate,
            margin_call_ltv=margin_call_ltv,
            liquidation_ltv=liquidation_ltv,
            maturity_month=maturity_month,
            ai_mw=ai_mw,
            ai_revenue_per_mw_year=ai_revenue_per_mw_year,
            ai_power_cost_per_mw_year=ai_power_cost_per_mw_year,
            ai_opex_per_mw_year=ai_opex,
            ai_capex_per_mw=ai_capex_per_mw,
            price_decay=ai_price_decay,
            ramp_months=ramp_months,
            curtailment=curtailment == "ON",
            horizon_months=int(float(horizon_months)),
        )
    )


def margin_call_price_now(btc_loan_2026_03_31: Number, btc_pledged: Number, margin_call_ltv: Number) -> Number:
    """Price at which the remaining BTC loan would be called, USD. L02."""
    return loan.price_at_ltv(btc_loan_2026_03_31, btc_pledged, margin_call_ltv)
