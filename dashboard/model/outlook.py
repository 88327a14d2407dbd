"""The flat runway path of the scenario, read: burn, months to each event, dates, and the first year's cash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Day, Number, Series
from dashboard.model.month import CAUSES, RunwayInputs
from dashboard.model.path import Runway, at_month, first_month, run_runway


def hosting_per_month(runway_path: Runway) -> Series:
    """Hosting cost of the first month, USD."""
    return np.asanyarray(runway_path.months.hosting[0])


def interest_per_month(runway_path: Runway) -> Series:
    """Interest of the first month on all debt, USD."""
    return np.asanyarray(runway_path.months.interest[0])


def mining_revenue_per_month(runway_path: Runway) -> Series:
    """What the coins mined in the first month bring, USD."""
    return np.asanyarray(runway_path.months.output_sales[0])


def burn_per_month(runway_path: Runway) -> Series:
    """Hosting + fixed + interest − mining revenue − lease income of the first month, USD."""
    return runway_path.burn_per_month


def months_to_next_sale(runway_path: Runway) -> Series:
    """First month in which coins of the opening treasury are sold; nan = never within the horizon."""
    return runway_path.months_to_next_sale


def runway_months(runway_path: Runway) -> Series:
    """Whole months paid before the first shortfall; nan = none within the horizon."""
    return runway_path.runway_months


def months_to_ai_break_even(runway_path: Runway) -> Series:
    """First month in which the AI cash margin covers the burn; 0 = there is none, nan = never."""
    return runway_path.months_to_ai_break_even


def ai_break_even_reached(runway_path: Runway) -> Series:
    """1 where AI covers the burn in a month that is still paid, else 0."""
    return np.where(runway_path.ai_break_even_reached, 1.0, 0.0)


def burn_at_ramp(runway_path: Runway) -> Series:
    """Burn in the month in which the AI capacity is full, USD."""
    return runway_path.burn_at_full_ramp


def ai_margin_per_mw_at_ramp(runway_path: Runway) -> Series:
    """AI cash margin of one IT megawatt in that month, at the price it has fallen to by then, USD."""
    return runway_path.ai_margin_per_mw_at_full_ramp


def ai_margin_at_ramp(runway_path: Runway) -> Series:
    """AI cash margin of the whole capacity in that month, USD."""
    return np.asanyarray(runway_path.inputs.ai_mw * runway_path.ai_margin_per_mw_at_full_ramp)


def ai_capex_per_month(runway_path: Runway) -> Series:
    """AI plant paid for in the first month, USD."""
    return np.asanyarray(runway_path.months.capex[0])


def ai_burn_cover(runway_path: Runway) -> Series:
    """AI cash margin ÷ burn in the month in which the capacity is full, share of 1; nan = no burn."""
    return runway_path.ai_burn_cover


def ai_mw_needed(runway_path: Runway) -> Series:
    """IT megawatts at which AI covers the burn at full ramp; nan = no size would."""
    return runway_path.ai_mw_needed


def ai_capex_needed(runway_path: Runway) -> Series:
    """Plant for that capacity, USD."""
    return runway_path.ai_capex_needed


def funds_available(runway_path: Runway) -> Series:
    """Cash above the minimum, coins net of selling cost and new equity, USD."""
    return runway_path.funds_available


def btc_left_at_horizon(runway_path: Runway) -> Series:
    """Coins left after the last month of the horizon, BTC."""
    return runway_path.btc_left_at_horizon


def value_by_month(runway_path: Runway) -> Series:
    """Cash + coins at the price net of selling cost after each month, USD; the first entry is the opening balance."""
    inputs = runway_path.inputs
    net_price = inputs.btc_price * (1 - inputs.selling_cost)
    return cash_by_month(runway_path) + btc_by_month(runway_path) * net_price


def cash_by_month(runway_path: Runway) -> Series:
    """Cash after each month, USD; the first entry is the opening balance."""
    return np.concatenate((runway_path.months.cash_open[:1], runway_path.months.cash_close))


def btc_by_month(runway_path: Runway) -> Series:
    """Coins after each month, BTC; the first entry is the opening balance."""
    return np.concatenate((runway_path.months.btc_open[:1], runway_path.months.btc_close))


def btc_sold_by_month(runway_path: Runway) -> Series:
    """Coins of the opening treasury sold in each month, BTC; the first entry, the opening balance, is 0."""
    sold = runway_path.months.treasury_sold
    return np.concatenate((np.zeros_like(sold[:1]), sold))


def btc_sold_within_horizon(runway_path: Runway) -> Series:
    """Coins of the opening treasury sold within the horizon, BTC."""
    return np.asanyarray(runway_path.months.treasury_sold.sum(axis=0))


def months_short(runway_path: Runway) -> Series:
    """Months from the last one paid to the one in which AI would cover the burn; negative = AI is earlier."""
    return np.asanyarray(runway_path.months_to_ai_break_even - runway_path.runway_months)


def months_to_first_burn(runway_path: Runway) -> Series:
    """First month in which mining does not pay its bills; nan = none within the horizon."""
    return first_month(runway_path.months.burn > 0)


def burn_after_halving(runway_path: Runway) -> Series:
    """Burn of the first whole month after the halving, USD; nan where it lies beyond the horizon."""
    return at_month(runway_path.months.burn, np.asanyarray(runway_path.inputs.halving_month) + 1)


def mining_pays_its_way(runway_path: Runway) -> Series:
    """1 where what mining has earned since the start pays its bills in every month of the horizon, else 0."""
    return np.where((runway_path.months.burn.cumsum(axis=0) <= 0).all(axis=0), 1.0, 0.0)


def first_sale_cause(runway_path: Runway) -> str | None:
    """Largest cause of the first forced sale of one scenario, a name of `month.CAUSES`; None = no sale."""
    month = float(runway_path.months_to_next_sale)
    if np.isnan(month):
        return None
    sold = [float(getattr(runway_path.months, f"sold_{cause}")[int(month) - 1]) for cause in CAUSES]
    return CAUSES[int(np.argmax(sold))]


def debt_due(runway_path: Runway) -> Series:
    """Principal that falls due in the month of maturity, USD; nan where that lies beyond the horizon."""
    return at_month(runway_path.months.debt_open, runway_path.inputs.maturity_month)


def next_sale_date(balance_date: Day, months_to_next_sale: Number) -> str:
    """Calendar month of the first forced sale, "2026-04"."""
    return calendar_month(balance_date, months_to_next_sale)


def last_paid_date(balance_date: Day, runway_months: Number) -> str:
    """Calendar month of the last month paid."""
    return calendar_month(balance_date, runway_months)


def ai_break_even_date(balance_date: Day, months_to_ai_break_even: Number) -> str:
    """Calendar month in which AI would cover the burn."""
    return calendar_month(balance_date, months_to_ai_break_even)


def calendar_month(balance_date: Day, month: Number) -> str:
    """The month that lies `month` months after that of the balance, "2026-04"."""
    return str(np.datetime64(balance_date, "M") + int(float(month)))


def shortfall_gap(runway_path: Runway) -> Series:
    """USD missing in the first month that is not paid, up to the minimum cash; nan = every month is paid."""
    inputs, months = runway_path.inputs, runway_path.months
    failing = runway_path.runway_months + 1
    unpaid_principal = np.where(failing == inputs.maturity_month, at_month(months.debt_close, failing), 0)
    missing_cash = inputs.minimum_cash - at_month(months.cash_close, failing)
    return np.asanyarray(missing_cash + at_month(months.arrears, failing) + unpaid_principal)


def shortfall_by_maturity(runway_path: Runway) -> Series:
    """1 where the first unpaid month would have been paid had no debt fallen due in it, else 0."""
    months = runway_path.months
    failing = runway_path.runway_months + 1
    due = at_month(months.debt_open, failing)
    falls_due = failing == runway_path.inputs.maturity_month
    return np.where(falls_due & (shortfall_gap(runway_path) <= due), 1.0, 0.0)


def runway_months_without_ai(runway_path: Runway, horizon_months: Number) -> Series:
    """Whole months paid if no AI capacity is built; the horizon where there is no shortfall."""
    months = run_runway(_without_ai(runway_path.inputs)).runway_months
    return np.where(np.isnan(months), horizon_months, months)


def runway_cost_of_ai(runway_months_without_ai: Number, runway_path: Runway, horizon_months: Number) -> Series:
    """Months of runway that building the AI capacity costs; negative = it gains them."""
    months = runway_path.runway_months
    return np.asanyarray(runway_months_without_ai - np.where(np.isnan(months), horizon_months, months))


def _without_ai(inputs: RunwayInputs) -> RunwayInputs:
    return replace(inputs, ai_mw=0.0)


def btc_sold_for(cause: str) -> Callable[[Runway], Series]:
    """The function that reads how many treasury coins the flat path sells for a cause of `month.CAUSES`, BTC."""

    def btc_sold(runway_path: Runway) -> Series:
        """Treasury coins sold for this cause on the flat path, BTC."""
        return np.asanyarray(getattr(runway_path.months, f"sold_{cause}").sum(axis=0))

    return btc_sold


def first_year(flow: str) -> Callable[[Runway], Series]:
    """The function that reads a cash flow of the first twelve months, USD, outflows negative."""

    def in_first_year(runway_path: Runway) -> Series:
        """This cash flow over the first twelve months, USD."""
        return np.asanyarray(runway_path.sources_and_uses(MONTHS_PER_YEAR)[flow])

    return in_first_year


def first_year_mining(runway_path: Runway) -> Series:
    """Sales of the mined coins less hosting over the first twelve months, USD."""
    flows = runway_path.sources_and_uses(MONTHS_PER_YEAR)
    return np.asanyarray(flows["output_sales"] + flows["hosting"])
