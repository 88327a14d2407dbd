"""Renting out AI capacity: revenue, cost and capital per IT megawatt, break-even prices, and a MWh against mining.

GPU: own cards rented by the hour. COLO: space and power for a tenant who brings cards and pays for power.
"""

import numpy as np

from dashboard.model import HOURS_PER_YEAR, MONTHS_PER_YEAR, Choice, Number, quotient
from dashboard.model.clock import calendar_month
from dashboard.model.investment import capital_recovery_factor, present_value_of_decaying_revenue
from dashboard.model.mining import mining_revenue_per_mwh

KILOWATTS_PER_MEGAWATT = 1e3
SECONDS_PER_HOUR = 3600
TOKENS_PER_MEGATOKEN = 1e6


# Power and cards


def it_mw_from_grid(grid_mw: Number, pue: Number) -> Number:
    """IT load in MW which a grid connection in MW can feed; elementwise. A01."""
    return grid_mw / pue


def ai_cards(ai_mw: Number, gpus_per_it_mw: Number) -> Number:
    """Cards at full ramp; elementwise. A02."""
    return ai_mw * gpus_per_it_mw


def georgia_it_mw(georgia_mw: Number, pue: Number) -> Number:
    """IT load in MW which the one owned site could feed if all of it were AI. A01."""
    return it_mw_from_grid(georgia_mw, pue)


def container_gpus_per_it_mw(container_gpus: Number, container_grid_power: Number, pue: Number) -> Number:
    """Cards per IT MW of the planned container, whose power (kW) is drawn from the grid. A02."""
    return container_gpus / it_mw_from_grid(container_grid_power / KILOWATTS_PER_MEGAWATT, pue)


def container_capex_per_gpu(container_capex: Number, container_gpus: Number) -> Number:
    """Price of the planned container in USD per card, shell included."""
    return container_capex / container_gpus


def container_capex_per_it_mw(container_capex: Number, container_grid_power: Number, pue: Number) -> Number:
    """Price of the planned container in USD per IT MW (grid power in kW)."""
    return container_capex / it_mw_from_grid(container_grid_power / KILOWATTS_PER_MEGAWATT, pue)


def token_revenue_per_hour(tokens_per_second: Number, price_per_mtoken: Number) -> Number:
    """Revenue in USD of a card-hour selling every token at a list price in USD per million; elementwise."""
    return tokens_per_second * SECONDS_PER_HOUR / TOKENS_PER_MEGATOKEN * price_per_mtoken


# A year of one IT megawatt


def gpu_revenue_per_mw_year(gpus_per_it_mw: Number, gpu_hour_price: Number, gpu_utilisation: Number) -> Number:
    """GPU rental revenue in USD per IT MW and year (utilisation as share of 1); elementwise. A03."""
    return gpus_per_it_mw * gpu_hour_price * HOURS_PER_YEAR * gpu_utilisation


def colocation_revenue_per_mw_year(colocation_rent: Number) -> Number:
    """Colocation revenue in USD per IT MW and year from a rent in USD per kW and month, take-or-pay. A08."""
    return colocation_rent * KILOWATTS_PER_MEGAWATT * MONTHS_PER_YEAR


def rent_per_kw_month(revenue_per_mw_year: Number) -> Number:
    """Rent in USD per kW and month that gives a revenue in USD per IT MW and year; elementwise. A08."""
    return revenue_per_mw_year / (KILOWATTS_PER_MEGAWATT * MONTHS_PER_YEAR)


def ai_revenue_per_mw_year(
    ai_model: Choice,
    gpus_per_it_mw: Number,
    gpu_hour_price: Number,
    gpu_utilisation: Number,
    colocation_rent: Number,
) -> Number:
    """Revenue in USD per IT MW in the first year at full ramp; elementwise. A03."""
    return np.where(
        ai_model == "GPU",
        gpu_revenue_per_mw_year(gpus_per_it_mw, gpu_hour_price, gpu_utilisation),
        colocation_revenue_per_mw_year(colocation_rent),
    )


def ai_power_cost_per_mw_year(ai_model: Choice, pue: Number, power_tariff: Number, load_factor: Number) -> Number:
    """Electricity in USD per IT MW and year; nothing for COLO, whose tenant pays; elementwise. A04."""
    kilowatthours = KILOWATTS_PER_MEGAWATT * HOURS_PER_YEAR * pue * load_factor
    return np.where(ai_model == "GPU", kilowatthours * power_tariff, 0.0)


def ai_running_cost_per_mw_year(ai_power_cost_per_mw_year: Number, ai_opex: Number) -> Number:
    """Electricity and running cost in USD per IT MW and year; elementwise. A04."""
    return ai_power_cost_per_mw_year + ai_opex


def ai_capex_per_mw(
    ai_model: Choice, gpus_per_it_mw: Number, gpu_cost: Number, facility_capex: Number, colocation_capex: Number
) -> Number:
    """Capital in USD per IT MW: cards and their container, or a tenant's hall; elementwise. A04."""
    return np.where(ai_model == "GPU", gpus_per_it_mw * gpu_cost + facility_capex, colocation_capex)


def ai_capital_cost_per_mw_year(ai_capex_per_mw: Number, wacc: Number, ai_life: Number) -> Number:
    """Capital cost in USD per IT MW and year, level over the life in years, nothing left after it. A04, A05.

    A container of cards has no second life to count on, so all of it is earned back over that of the cards.
    """
    return ai_capex_per_mw * capital_recovery_factor(wacc, ai_life)


def ai_level_price_share(ai_price_decay: Number, wacc: Number, ai_life: Number) -> Number:
    """Steady price worth as much as one that falls every year, as a share of its first year; elementwise. A11."""
    present_value = present_value_of_decaying_revenue(1.0, ai_price_decay, wacc, ai_life)
    return present_value * capital_recovery_factor(wacc, ai_life)


# The business at its full size


def ai_revenue_per_year(
    ai_model: Choice,
    ai_mw: Number,
    gpus_per_it_mw: Number,
    gpu_hour_price: Number,
    gpu_utilisation: Number,
    colocation_rent: Number,
) -> Number:
    """Revenue in USD a year at full ramp and first-year price; elementwise. A03."""
    return ai_mw * ai_revenue_per_mw_year(ai_model, gpus_per_it_mw, gpu_hour_price, gpu_utilisation, colocation_rent)


def ai_power_cost_per_year(
    ai_model: Choice, ai_mw: Number, pue: Number, power_tariff: Number, load_factor: Number
) -> Number:
    """Electricity in USD a year at full ramp; nothing for COLO, whose tenant pays; elementwise. A04."""
    return ai_mw * ai_power_cost_per_mw_year(ai_model, pue, power_tariff, load_factor)


def ai_margin_per_year(
    ai_revenue_per_year: Number, ai_power_cost_per_year: Number, ai_mw: Number, ai_opex: Number
) -> Number:
    """Cash margin in USD a year at full ramp, before capital; elementwise. A04."""
    return ai_revenue_per_year - ai_power_cost_per_year - ai_mw * ai_opex


def ai_margin_share(ai_revenue_per_mw_year: Number, ai_running_cost_per_mw_year: Number) -> Number:
    """Cash margin ÷ revenue, share of 1, whatever the size; nan without revenue; elementwise. A04."""
    return quotient(ai_revenue_per_mw_year - ai_running_cost_per_mw_year, ai_revenue_per_mw_year)


def ai_capex_total(ai_mw: Number, ai_capex_per_mw: Number) -> Number:
    """Capital in USD for the full size; elementwise. A04."""
    return ai_mw * ai_capex_per_mw


def ai_capital_cost_per_year(ai_mw: Number, ai_capital_cost_per_mw_year: Number) -> Number:
    """Capital cost in USD a year for the full size; elementwise. A04, A05."""
    return ai_mw * ai_capital_cost_per_mw_year


def ai_result_after_capital_per_mw_year(
    ai_revenue_per_mw_year: Number,
    ai_level_price_share: Number,
    ai_running_cost_per_mw_year: Number,
    ai_capital_cost_per_mw_year: Number,
) -> Number:
    """What an IT MW leaves in USD a year after capital, level over its life while the price falls. A04, A11.

    Its sign is that of the net present value; elementwise.
    """
    return ai_revenue_per_mw_year * ai_level_price_share - ai_running_cost_per_mw_year - ai_capital_cost_per_mw_year


def ai_result_after_capital_per_year(ai_mw: Number, ai_result_after_capital_per_mw_year: Number) -> Number:
    """What the plan leaves in USD a year after capital, level over its life; elementwise. A04."""
    return ai_mw * ai_result_after_capital_per_mw_year


def burn_month(today_month: str) -> str | None:
    """The first month of the forecast, whose burn the AI page covers: "2026-11"."""
    return calendar_month(today_month, 1)


def burn_per_year(burn_per_month: Number) -> Number:
    """Twelve months of the burn in USD; negative where mining pays for everything; elementwise."""
    return MONTHS_PER_YEAR * burn_per_month


def ai_revenue_needed(burn_per_year: Number, ai_margin_share: Number) -> Number:
    """AI revenue in USD a year whose cash margin covers the burn; nan without margin; elementwise.

    Cash against cash: neither the depreciation of mining machines nor the capital of the AI plant is in it.
    """
    return np.where(ai_margin_share > 0, quotient(np.maximum(burn_per_year, 0.0), ai_margin_share), np.nan)


def ai_mw_for_revenue_needed(ai_revenue_needed: Number, ai_revenue_per_mw_year: Number) -> Number:
    """IT MW that earn the revenue needed at first-year prices; nan without revenue; elementwise."""
    return quotient(ai_revenue_needed, ai_revenue_per_mw_year)


def ai_capex_for_revenue_needed(ai_mw_for_revenue_needed: Number, ai_capex_per_mw: Number) -> Number:
    """Capital in USD of the IT MW that earn the revenue needed; elementwise."""
    return ai_mw_for_revenue_needed * ai_capex_per_mw


# Break-even prices


def ai_break_even_gpu_price(
    ai_model: Choice,
    ai_capital_cost_per_mw_year: Number,
    ai_running_cost_per_mw_year: Number,
    gpus_per_it_mw: Number,
    gpu_utilisation: Number,
    ai_level_price_share: Number,
) -> Number:
    """First-year price in USD per card-hour above which the net present value is positive. A04, A11.

    The price falls every year of the cards' life; nan for COLO; elementwise.
    """
    yearly_cost = ai_capital_cost_per_mw_year + ai_running_cost_per_mw_year
    hours = gpu_revenue_per_mw_year(gpus_per_it_mw, 1.0, gpu_utilisation)
    return np.where(ai_model == "GPU", quotient(yearly_cost, hours * ai_level_price_share), np.nan)


def ai_break_even_colocation_rent(
    ai_model: Choice, ai_capital_cost_per_mw_year: Number, ai_running_cost_per_mw_year: Number
) -> Number:
    """Rent in USD per kW and month that pays capital and running cost; nan for GPU; elementwise. A04, A08."""
    rent = rent_per_kw_month(ai_capital_cost_per_mw_year + ai_running_cost_per_mw_year)
    return np.where(ai_model == "COLO", rent, np.nan)


def ai_revenue_per_gpu_year(gpu_hour_price: Number, gpu_utilisation: Number) -> Number:
    """Rental revenue in USD of one card in its first year; elementwise. A03."""
    return gpu_revenue_per_mw_year(1.0, gpu_hour_price, gpu_utilisation)


def ai_running_cost_per_gpu_year(ai_running_cost_per_mw_year: Number, gpus_per_it_mw: Number) -> Number:
    """Electricity and running cost in USD per card and year; elementwise. A04."""
    return ai_running_cost_per_mw_year / gpus_per_it_mw


def ai_capital_cost_per_gpu_year(ai_capital_cost_per_mw_year: Number, gpus_per_it_mw: Number) -> Number:
    """Capital cost in USD per card and year, its part of the facility included; elementwise. A04."""
    return ai_capital_cost_per_mw_year / gpus_per_it_mw


# A megawatt-hour as hashes or as AI


def value_per_grid_mwh(value_per_mw_year: Number, pue: Number) -> Number:
    """USD per grid MWh from USD per IT MW and year; elementwise. A12."""
    return value_per_mw_year / (HOURS_PER_YEAR * pue)


def mining_depreciation_per_mwh(
    hashprice: Number, fleet_efficiency: Number, btc_price: Number, depreciation_per_btc: Number
) -> Number:
    """Machine depreciation in USD of the coins that a grid MWh mines; nan at a price of zero; elementwise. A12."""
    return quotient(mining_revenue_per_mwh(hashprice, fleet_efficiency), btc_price) * depreciation_per_btc


def mining_value_per_mwh(
    hashprice: Number, fleet_efficiency: Number, power_tariff: Number, mining_depreciation_per_mwh: Number
) -> Number:
    """USD which a grid MWh leaves when sold as hashes, after its tariff (USD per kWh) and the machines. A12."""
    revenue = mining_revenue_per_mwh(hashprice, fleet_efficiency)
    return revenue - power_tariff * KILOWATTS_PER_MEGAWATT - mining_depreciation_per_mwh


def ai_value_per_mwh(ai_result_after_capital_per_mw_year: Number, pue: Number) -> Number:
    """USD which a grid MWh leaves when sold as AI, after capital, over the life of the plant; elementwise. A12."""
    return value_per_grid_mwh(ai_result_after_capital_per_mw_year, pue)


def ai_gross_value_per_mwh(ai_revenue_per_mw_year: Number, pue: Number) -> Number:
    """AI revenue in USD per grid MWh, before every cost: flatters AI; elementwise. A12."""
    return value_per_grid_mwh(ai_revenue_per_mw_year, pue)


# A plan of its own size, against mining and against the one owned site


def ai_cards_for_revenue_needed(ai_model: Choice, ai_mw_for_revenue_needed: Number, gpus_per_it_mw: Number) -> Number:
    """Cards in the IT MW that earn the revenue needed; nan for COLO, whose tenant brings them; elementwise."""
    return np.where(ai_model == "GPU", ai_mw_for_revenue_needed * gpus_per_it_mw, np.nan)


def ai_revenue_needed_share_financial_year(ai_revenue_needed: Number, btc_revenue_financial_year: Number) -> Number:
    """AI revenue needed as a share of the bitcoin revenue of the financial year; elementwise."""
    return quotient(ai_revenue_needed, btc_revenue_financial_year)


def ai_plan_share_of_need(ai_revenue_per_year: Number, ai_revenue_needed: Number) -> Number:
    """Revenue of the plan as a share of the revenue needed; nan if nothing is needed; elementwise."""
    return quotient(ai_revenue_per_year, ai_revenue_needed)


def ai_reported_share_of_need(ecohash_revenue: Number, ai_revenue_needed: Number) -> Number:
    """Reported AI revenue as a share of the revenue needed; nan if nothing is needed; elementwise."""
    return quotient(ecohash_revenue, ai_revenue_needed)


def georgia_ai_revenue(georgia_it_mw: Number, ai_revenue_per_mw_year: Number) -> Number:
    """Revenue in USD a year of the one owned site if all of it were AI; elementwise. A01, A03."""
    return georgia_it_mw * ai_revenue_per_mw_year


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def gpus_per_mw_from_node(node_kw: Number, overhead: Number, gpus_per_node: Number = 8.0) -> Number:
    """GPUs per IT MW from the power of a node (kW), network and storage on top as share of 1. A02."""
    return gpus_per_node / node_kw * KILOWATTS_PER_MEGAWATT / (1 + overhead)


def contract_revenue_per_mw_year(contract_value: Number, years: Number, mw: Number) -> Number:
    """Revenue in USD per IT MW and year of a contract worth a total in USD; elementwise. A07."""
    return contract_value / (years * mw)


def value_per_it_mwh(value_per_mw_year: Number) -> Number:
    """USD per IT MWh from USD per IT MW and year; elementwise. A12."""
    return value_per_mw_year / HOURS_PER_YEAR
