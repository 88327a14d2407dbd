"""Whether capital comes back: annuities, net present value, rate of return, payback, and those of the AI plan."""

from collections.abc import Callable

import numpy as np

from dashboard.model import Choice, Number, Series

# Capital and level payments


def annuity_factor(rate: Number, years: Number) -> Number:
    """Present value of 1 a year at year end for years, rate as share of 1 a year; elementwise. A05."""
    discounted = rate != 0
    divisor = np.where(discounted, rate, 1.0)
    return np.where(discounted, (1 - (1 + divisor) ** -years) / divisor, years)


def capital_recovery_factor(rate: Number, years: Number) -> Number:
    """Level yearly payment per USD of capital, rate as share of 1 a year; elementwise. A05."""
    return 1 / annuity_factor(rate, years)


# Net present value, rate of return, payback


def present_value_of_decaying_revenue(revenue: Number, decay: Number, rate: Number, years: Number) -> Number:
    """Present value of a yearly revenue that starts at a value and falls by a share of 1 a year. A11.

    Closed form of the geometric sum, first payment after one year; elementwise.
    """
    ratio = (1 - decay) / (1 + rate)
    level = ratio == 1
    divisor = np.where(level, 1.0, 1 - ratio)
    return revenue / (1 + rate) * np.where(level, years, (1 - ratio**years) / divisor)


def net_present_value(
    capex: Number, revenue: Number, running_cost: Number, decay: Number, rate: Number, years: Number
) -> Number:
    """Net present value in USD: capital now, then yearly revenue that decays less a level cost. A06, A11."""
    income = present_value_of_decaying_revenue(revenue, decay, rate, years)
    return income - running_cost * annuity_factor(rate, years) - capex


def cash_flows(capex: float, revenue: float, running_cost: float, decay: float, years: float) -> Series:
    """Cash flow table in USD: year 0 is the capital, years 1 to n revenue that decays less a level cost. A11.

    Scalars only; shape (whole years + 1,).
    """
    year = np.arange(1, round(years) + 1)
    return np.concatenate([[-capex], revenue * (1 - decay) ** (year - 1) - running_cost])


def internal_rate_of_return(flows: Series) -> float:
    """Rate per period, share of 1, at which a cash flow table has present value zero; nan if none exists.

    Flows that turn negative late have two roots; only the largest is a return, because above it the present
    value stays negative.
    """
    roots = np.roots(flows[::-1])
    real = roots.real[(roots.imag == 0) & (roots.real > 0)]
    return float(1 / real.min() - 1) if real.size else float("nan")


def payback_period(flows: Series) -> float:
    """Periods until a cash flow table pays back, undiscounted, linear within one; nan = never. A06."""
    balance = np.cumsum(flows)
    paid = np.flatnonzero(balance >= 0)
    if not paid.size:
        return float("nan")
    last = int(paid[0])
    return float(last - balance[last] / flows[last]) if last else 0.0


# The AI plan as an investment


def ai_life(ai_model: Choice, card_life: Number, facility_life: Number) -> Number:
    """Years over which the investment is judged: life of the cards, for COLO of the facility; elementwise."""
    return np.where(ai_model == "GPU", card_life, facility_life)


def ai_price_decay(ai_model: Choice, price_decay: Number) -> Number:
    """Fall of the price a year, share of 1: only GPU hours fall, a colocation rent is fixed; elementwise."""
    return np.where(ai_model == "GPU", price_decay, 0.0)


def ai_npv(
    ai_mw: Number,
    ai_capex_per_mw: Number,
    ai_revenue_per_mw_year: Number,
    ai_running_cost_per_mw_year: Number,
    ai_price_decay: Number,
    wacc: Number,
    ai_life: Number,
) -> Number:
    """Net present value in USD at full size from year one, no residual value; elementwise. A11."""
    return ai_mw * net_present_value(
        ai_capex_per_mw, ai_revenue_per_mw_year, ai_running_cost_per_mw_year, ai_price_decay, wacc, ai_life
    )


def of_each_plan(measure: Callable[[Series], float], *terms: Number) -> Series:
    """``measure`` of the cash flows of each plan, whose ``terms`` are those of cash_flows; elementwise."""
    found: Series = np.vectorize(lambda *one: measure(cash_flows(*one)), otypes=[np.float64])(*terms)
    return found


def ai_irr_per_mw(
    ai_capex_per_mw: Number,
    ai_revenue_per_mw_year: Number,
    ai_running_cost_per_mw_year: Number,
    ai_price_decay: Number,
    ai_life: Number,
) -> Number:
    """Internal rate of return a year, share of 1, whatever the size; nan = none exists; elementwise. A11."""
    terms = (ai_capex_per_mw, ai_revenue_per_mw_year, ai_running_cost_per_mw_year, ai_price_decay, ai_life)
    return of_each_plan(internal_rate_of_return, *terms)


def ai_payback_years_per_mw(
    ai_capex_per_mw: Number,
    ai_revenue_per_mw_year: Number,
    ai_running_cost_per_mw_year: Number,
    ai_price_decay: Number,
    ai_life: Number,
) -> Number:
    """Undiscounted payback in years, whatever the size; nan = not within the life; elementwise. A06, A11."""
    terms = (ai_capex_per_mw, ai_revenue_per_mw_year, ai_running_cost_per_mw_year, ai_price_decay, ai_life)
    return of_each_plan(payback_period, *terms)


def ai_irr(ai_mw: Number, ai_irr_per_mw: Number) -> Number:
    """Internal rate of return of the plan, share of 1 a year; nan if nothing is built; elementwise. A11."""
    return np.where(ai_mw > 0, ai_irr_per_mw, np.nan)


def ai_payback_years(ai_mw: Number, ai_payback_years_per_mw: Number) -> Number:
    """Undiscounted payback of the plan in years; nan if nothing is built; elementwise. A06, A11."""
    return np.where(ai_mw > 0, ai_payback_years_per_mw, np.nan)


def ai_break_even_decay(
    ai_model: Choice,
    ai_capex_per_mw: Number,
    ai_revenue_per_mw_year: Number,
    ai_running_cost_per_mw_year: Number,
    wacc: Number,
    ai_life: Number,
) -> Number:
    """Fall of the price a year, share of 1, at which the net present value is zero; elementwise. A11.

    Below zero the price would have to rise. nan for COLO, whose rent is fixed, where nothing is earned, and where the
    first year alone pays for everything. With q = (1 - decay) / (1 + rate) the values add up to
    1 + q + ... + q^(n-1): a cash flow table whose internal rate of return gives q.
    """

    def solve(model: str, capex: float, revenue: float, cost: float, rate: float, years: float) -> float:
        if model != "GPU" or revenue <= 0:
            return float("nan")
        to_earn = (capex + cost * annuity_factor(rate, years)) * (1 + rate) / revenue
        if to_earn <= 1:
            return float("nan")
        flows = np.concatenate([[1 - to_earn], np.ones(round(years) - 1)])
        return 1 - (1 + rate) / (1 + internal_rate_of_return(flows))

    decays: Series = np.vectorize(solve, otypes=[np.float64])(
        ai_model, ai_capex_per_mw, ai_revenue_per_mw_year, ai_running_cost_per_mw_year, wacc, ai_life
    )
    return decays
