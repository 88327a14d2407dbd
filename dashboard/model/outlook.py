"""The runway path of the scenario, read: where the company stands today, its burn, and which date comes when.

Numbers of months count from today's month: 1 = the first of the forecast. Dates are months such as "2027-06";
None or nan = not within the horizon.
"""

from __future__ import annotations

import numpy as np

from dashboard.model import Number, Series
from dashboard.model.case import plant_share_of_sales as _plant_share
from dashboard.model.case import runway_case as _case
from dashboard.model.clock import calendar_month
from dashboard.model.month import FORCED_CAUSES
from dashboard.model.path import Path, at_month, first_month

# Today


def coins_today(runway_path: Path) -> Series:
    """Coins held at the end of today's month, pledged ones included, BTC: estimated."""
    return runway_path.today("btc")


def cash_today(runway_path: Path) -> Series:
    """Cash at the end of today's month, USD: estimated."""
    return runway_path.today("cash")


def debt_today(runway_path: Path) -> Series:
    """Debt at the end of today's month, USD: estimated."""
    return runway_path.today("debt")


def pledged_today(runway_path: Path) -> Series:
    """Coins pledged at the end of today's month, BTC: estimated."""
    return runway_path.today("pledged")


def estimate_failed(runway_path: Path) -> Series:
    """1 where a month up to today could not have been paid on these assumptions, else 0."""
    return np.where(runway_path.estimate_failed, 1.0, 0.0)


def estimate_failed_month(estimate_failed: Number, today_month: str, runway_path: Path) -> str | None:
    """The first month up to today that could not have been paid."""
    return calendar_month(today_month, float(runway_path.money_gone)) if float(estimate_failed) else None


# The first month


def hosting_per_month(runway_path: Path) -> Series:
    """Hosting of the first month of the forecast, USD."""
    return np.asanyarray(runway_path.ahead("hosting")[0])


def interest_per_month(runway_path: Path) -> Series:
    """Interest of the first month on all debt, USD."""
    return np.asanyarray(runway_path.ahead("interest_due")[0])


def mining_revenue_per_month(runway_path: Path) -> Series:
    """What the coins mined in the first month bring, USD."""
    return np.asanyarray(runway_path.ahead("output_sales")[0])


def burn_per_month(runway_path: Path) -> Series:
    """Hosting + overhead + other outflow + interest − mining revenue − other income of the first month, USD."""
    return runway_path.burn_per_month


def ai_net_per_month(runway_path: Path) -> Series:
    """AI margin less payments to the supplier in the first month, USD."""
    return np.asanyarray(runway_path.ahead("ai_net")[0])


def ai_capex_per_month(runway_path: Path) -> Series:
    """AI plant paid for in cash in the first month, USD."""
    return np.asanyarray(runway_path.ahead("capex")[0])


# The dates, as numbers of months


def months_to_next_sale(runway_path: Path) -> Series:
    """First month in which coins are sold by force; nan = never within the horizon."""
    return runway_path.next_forced_sale


def months_to_plant_sale(runway_path: Path) -> Series:
    """First month in which coins are sold for AI plant; nan = never within the horizon."""
    return runway_path.next_plant_sale


def months_to_money_gone(runway_path: Path) -> Series:
    """First month that is not paid; 0 or less = up to today already, nan = none within the horizon."""
    return runway_path.money_gone


def runway_months(months_to_money_gone: Number) -> Number:
    """Whole months of the forecast paid before the first that is not; nan = every month is paid."""
    return np.maximum(months_to_money_gone - 1, 0)


def months_to_ai_break_even(runway_path: Path) -> Series:
    """First month that is paid and whose burn AI covers; nan = none within the horizon."""
    return runway_path.ai_covers_from


def ai_covered_months(runway_path: Path) -> Series:
    """Months covered in a row from then on; 0 = none."""
    return runway_path.ai_covered_months


def months_to_ai_stop(runway_path: Path) -> Series:
    """First month after those that is not covered; nan = never, or cover to the horizon."""
    return runway_path.ai_stops_covering


def ai_break_even_reached(runway_path: Path) -> Series:
    """1 where AI covers the burn for twelve months in a row or to the horizon, else 0."""
    return np.where(runway_path.ai_covers, 1.0, 0.0)


def months_to_lasting_cover(runway_path: Path) -> Series:
    """First month of the first cover that lasts twelve months or to the horizon; nan = none."""
    return runway_path.ai_covers_lasting_from


# The dates, as months of the calendar


def next_forced_sale_month(today_month: str, months_to_next_sale: Number) -> str | None:
    """Month of the next forced sale."""
    return calendar_month(today_month, months_to_next_sale)


def next_plant_sale_month(today_month: str, months_to_plant_sale: Number) -> str | None:
    """Month of the next sale for AI plant."""
    return calendar_month(today_month, months_to_plant_sale)


def money_gone_month(today_month: str, months_to_money_gone: Number) -> str | None:
    """First month that is not paid."""
    return calendar_month(today_month, months_to_money_gone)


def ai_covers_from(today_month: str, months_to_ai_break_even: Number) -> str | None:
    """First month whose burn AI covers."""
    return calendar_month(today_month, months_to_ai_break_even)


def ai_stops_covering(today_month: str, months_to_ai_stop: Number) -> str | None:
    """First month after those that is not covered."""
    return calendar_month(today_month, months_to_ai_stop)


def ai_covers_lasting_from(today_month: str, months_to_lasting_cover: Number) -> str | None:
    """First month of the first cover that lasts twelve months or to the horizon."""
    return calendar_month(today_month, months_to_lasting_cover)


def last_paid_month(today_month: str, months_to_money_gone: Number) -> str | None:
    """Last month that is paid before the first that is not."""
    return calendar_month(today_month, months_to_money_gone - 1)


def first_burn_month(today_month: str, months_to_first_burn: Number) -> str | None:
    """First month in which mining does not pay its bills."""
    return calendar_month(today_month, months_to_first_burn)


def horizon_end(today_month: str, horizon_months: Number) -> str | None:
    """Last month of the forecast."""
    return calendar_month(today_month, horizon_months)


def after_horizon(horizon_end: str) -> str | None:
    """The month after the last of the forecast."""
    return calendar_month(horizon_end, 1)


# What decides


def runway_case(runway_path: Path) -> str:
    """What comes first on the path of one scenario, one of `case.CASES`."""
    return str(_case(runway_path))


def plant_share_of_sales(runway_path: Path) -> Series:
    """Share of the coins sold since today that paid for AI plant."""
    return _plant_share(runway_path)


def first_sale_cause(runway_path: Path) -> str | None:
    """Largest cause of the first forced sale of one scenario, one of `FORCED_CAUSES`; None = no sale."""
    month = float(runway_path.next_forced_sale)
    if np.isnan(month):
        return None
    sold = [float(runway_path.ahead(f"sold_{cause}")[int(month) - 1]) for cause in FORCED_CAUSES]
    return FORCED_CAUSES[int(np.argmax(sold))]


def months_to_first_burn(runway_path: Path) -> Series:
    """First month in which mining does not pay its bills; nan = none within the horizon."""
    return first_month(runway_path.ahead("burn") > 0)


def burn_after_halving(runway_path: Path) -> Series:
    """Burn of the first whole month after the halving, USD; nan where it lies beyond the horizon."""
    return at_month(runway_path.ahead("burn"), np.floor(runway_path.terms.halving_months) + 2)


def mining_pays_its_way(runway_path: Path) -> Series:
    """1 where what mining has earned since today pays its bills in every month of the horizon, else 0."""
    return np.where((runway_path.ahead("burn").cumsum(axis=0) <= 0).all(axis=0), 1.0, 0.0)


def debt_due(runway_path: Path) -> Series:
    """Principal that falls due in the month of maturity, USD; nan where that lies beyond the horizon."""
    return runway_path.debt_due


def net_before_debt(runway_path: Path) -> Series:
    """Cash + coins net of selling cost − debt at the end of the month before the debt falls due, USD."""
    return runway_path.net_before_debt


def shortfall_gap(runway_path: Path) -> Series:
    """USD missing in the first month that is not paid, up to the minimum cash; nan = every month is paid."""
    return runway_path.shortfall_gap


def shortfall_by_maturity(runway_path: Path) -> Series:
    """1 where the first unpaid month would have been paid had no debt fallen due in it, else 0."""
    return np.where(runway_path.gone_by_maturity, 1.0, 0.0)
