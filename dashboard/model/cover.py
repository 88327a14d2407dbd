"""AI against the burn: how much it covers, what covering all of it takes, and what building costs in time."""

from __future__ import annotations

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Number, Series
from dashboard.model.clock import calendar_month
from dashboard.model.flows import ai_margin_per_month
from dashboard.model.investment import capital_recovery_factor
from dashboard.model.path import Path, at_month


def _full_month(path: Path) -> Series:
    """First month in which the whole expansion serves, at most the last of the horizon."""
    return np.asanyarray(np.minimum(np.floor(path.terms.ramp_months) + 1, path.terms.horizon_months))


def ai_full_month(runway_path: Path, today_month: str) -> str | None:
    """The first month in which the AI capacity is full, whether or not any is built, "2026-11"."""
    return calendar_month(today_month, float(_full_month(runway_path)))


def burn_at_ramp(runway_path: Path) -> Series:
    """Burn of the first month in which the AI capacity is full, USD; as planned, also where the path has failed."""
    return at_month(runway_path.ahead("burn"), _full_month(runway_path))


def ai_net_at_ramp(runway_path: Path) -> Series:
    """AI margin less payments to the supplier in that month, USD."""
    return at_month(runway_path.ahead("ai_net"), _full_month(runway_path))


def ai_margin_per_mw_at_ramp(runway_path: Path) -> Series:
    """Cash margin of one IT megawatt of the expansion in that month, after payments to its supplier, USD."""
    terms = runway_path.terms
    age = terms.clock.price_age[terms.clock.estimated] - 1 + _full_month(runway_path)
    margin = ai_margin_per_month(
        terms.expansion_revenue_per_mw_year,
        terms.expansion_running_cost_per_mw_year,
        terms.expansion_price_decay,
        age,
    )
    factor = capital_recovery_factor(terms.vendor_rate / MONTHS_PER_YEAR, terms.vendor_years * MONTHS_PER_YEAR)
    return np.asanyarray(margin - terms.expansion_capex_per_mw * terms.vendor_share * factor)


def ai_margin_per_mw_standing(runway_path: Path) -> Series:
    """Cash margin in that month of one IT megawatt of what stands today, USD."""
    terms = runway_path.terms
    age = terms.clock.price_age[terms.clock.estimated] - 1 + _full_month(runway_path)
    return np.asanyarray(
        ai_margin_per_month(
            terms.gpu_revenue_per_mw_year, terms.gpu_running_cost_per_mw_year, terms.gpu_price_decay, age
        )
    )


def ai_burn_cover(runway_path: Path) -> Series:
    """Largest share of a positive burn that AI covers in a month that is paid; nan = there is no burn."""
    return runway_path.ai_burn_cover


def ai_mw_needed(
    burn_at_ramp: Number, ai_margin_per_mw_at_ramp: Number, ai_margin_per_mw_standing: Number, ai_mw_today: Number
) -> Number:
    """IT megawatts that would cover the burn at full capacity, what stands first; nan = no size would."""
    burn = np.maximum(burn_at_ramp, 0)
    usable = ai_margin_per_mw_standing > 0
    standing = np.where(usable, burn / np.where(usable, ai_margin_per_mw_standing, 1.0), np.inf)
    left = burn - ai_mw_today * np.maximum(ai_margin_per_mw_standing, 0)
    earns = ai_margin_per_mw_at_ramp > 0
    more = ai_mw_today + np.where(earns, left / np.where(earns, ai_margin_per_mw_at_ramp, 1.0), np.nan)
    return np.where(burn == 0, 0.0, np.where(standing <= ai_mw_today, standing, more))


def ai_capex_needed(ai_mw_needed: Number, ai_mw_today: Number, ai_capex_per_mw: Number) -> Number:
    """Plant that would have to be built for that, beyond what stands, USD."""
    return np.maximum(ai_mw_needed - ai_mw_today, 0) * ai_capex_per_mw


def funds_available(
    cash_today: Number,
    minimum_cash: Number,
    coins_today: Number,
    btc_price: Number,
    selling_cost: Number,
    equity_raise: Number,
) -> Number:
    """Cash above the minimum + coins net of selling cost + new equity today, USD; debt is not deducted."""
    return cash_today - minimum_cash + coins_today * btc_price * (1 - selling_cost) + equity_raise


def money_gone_month_without_ai(runway_path: Path, today_month: str) -> str | None:
    """First month that would not be paid had AI never been built: the estimate is run again without it."""
    return calendar_month(today_month, float(runway_path.never_built.money_gone))


def money_gone_month_stopped_today(runway_path: Path, today_month: str) -> str | None:
    """First month that would not be paid if the AI plant stood idle from today on."""
    return calendar_month(today_month, float(runway_path.stopped_today.money_gone))


def next_forced_sale_month_stopped_today(runway_path: Path, today_month: str) -> str | None:
    """Month of the first forced sale if the AI plant stood idle from today on."""
    return calendar_month(today_month, float(runway_path.stopped_today.next_forced_sale))


def runway_months_without_ai(runway_path: Path, horizon_months: Number) -> Series:
    """Whole months paid had AI never been built; the horizon where every month is."""
    return _paid_months(runway_path.never_built, horizon_months)


def runway_cost_of_ai(runway_months_without_ai: Number, runway_path: Path, horizon_months: Number) -> Series:
    """Months of runway that the AI capacity costs, what stands included; negative = it gains them."""
    return np.asanyarray(runway_months_without_ai - _paid_months(runway_path, horizon_months))


def _paid_months(path: Path, horizon_months: Number) -> Series:
    gone = path.money_gone
    return np.asanyarray(np.where(np.isnan(gone), horizon_months, np.maximum(gone - 1, 0)))
