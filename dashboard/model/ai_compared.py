"""GPU rental and colocation side by side: one card, one IT megawatt, the one owned site, one megawatt-hour.

model.ai follows the business that the reader chose; here both are always computed, so that they can be compared.
"""

from dashboard.model import HOURS_PER_YEAR, Number
from dashboard.model.ai import (
    ai_power_cost_per_mw_year,
    gpu_revenue_per_mw_year,
    token_revenue_per_hour,
    value_per_grid_mwh,
)
from dashboard.model.investment import capital_recovery_factor, present_value_of_decaying_revenue
from dashboard.model.mining import mining_revenue_per_mwh

# One IT megawatt


def gpu_power_cost_per_mw_year(pue: Number, power_tariff: Number, load_factor: Number) -> Number:
    """Electricity of rented cards in USD per IT MW and year; elementwise. A04."""
    return ai_power_cost_per_mw_year("GPU", pue, power_tariff, load_factor)


def gpu_running_cost_per_mw_year(gpu_power_cost_per_mw_year: Number, ai_opex: Number) -> Number:
    """Electricity and running cost of rented cards in USD per IT MW and year; elementwise. A04."""
    return gpu_power_cost_per_mw_year + ai_opex


def gpu_capex_per_mw(gpus_per_it_mw: Number, gpu_cost: Number, facility_capex: Number) -> Number:
    """Capital of rented cards and their facility in USD per IT MW; elementwise. A04."""
    return gpus_per_it_mw * gpu_cost + facility_capex


def gpu_capital_cost_per_mw_year(gpu_capex_per_mw: Number, wacc: Number, card_life: Number) -> Number:
    """Capital cost of rented cards and their container in USD per IT MW and year, over the cards' life. A04, A05."""
    return gpu_capex_per_mw * capital_recovery_factor(wacc, card_life)


def gpu_result_per_mw_year(
    gpu_revenue_per_mw_year: Number,
    gpu_running_cost_per_mw_year: Number,
    gpu_capital_cost_per_mw_year: Number,
) -> Number:
    """What an IT MW of rented cards leaves in USD in its first year, after capital; elementwise. A04."""
    return gpu_revenue_per_mw_year - gpu_running_cost_per_mw_year - gpu_capital_cost_per_mw_year


def colocation_capital_cost_per_mw_year(colocation_capex: Number, wacc: Number, facility_life: Number) -> Number:
    """Capital cost of a colocation facility in USD per IT MW and year; elementwise. A05."""
    return colocation_capex * capital_recovery_factor(wacc, facility_life)


def colocation_result_per_mw_year(
    colocation_revenue_per_mw_year: Number, ai_opex: Number, colocation_capital_cost_per_mw_year: Number
) -> Number:
    """What an IT MW of colocation leaves in USD a year, after capital; the tenant pays for power; elementwise."""
    return colocation_revenue_per_mw_year - ai_opex - colocation_capital_cost_per_mw_year


# One card


def gpu_running_cost_per_card_year(gpu_running_cost_per_mw_year: Number, gpus_per_it_mw: Number) -> Number:
    """Electricity and running cost in USD per card and year; elementwise. A04."""
    return gpu_running_cost_per_mw_year / gpus_per_it_mw


def gpu_capital_cost_per_card_year(gpu_capital_cost_per_mw_year: Number, gpus_per_it_mw: Number) -> Number:
    """Capital cost in USD per card and year, its part of the facility included; elementwise. A04."""
    return gpu_capital_cost_per_mw_year / gpus_per_it_mw


def gpu_result_per_card_year(gpu_result_per_mw_year: Number, gpus_per_it_mw: Number) -> Number:
    """What a card leaves in USD in its first year, after capital; elementwise. A04."""
    return gpu_result_per_mw_year / gpus_per_it_mw


def gpu_capex_per_card(gpu_capex_per_mw: Number, gpus_per_it_mw: Number) -> Number:
    """Capital in USD per card, its part of the facility included; elementwise. A04."""
    return gpu_capex_per_mw / gpus_per_it_mw


def gpu_break_even_price(
    gpu_capital_cost_per_mw_year: Number,
    gpu_running_cost_per_mw_year: Number,
    gpus_per_it_mw: Number,
    gpu_utilisation: Number,
) -> Number:
    """Steady price in USD per card-hour that pays capital, power and running cost; elementwise. A04."""
    hours = gpu_revenue_per_mw_year(gpus_per_it_mw, 1.0, gpu_utilisation)
    return (gpu_capital_cost_per_mw_year + gpu_running_cost_per_mw_year) / hours


def level_price_share(price_decay: Number, wacc: Number, card_life: Number) -> Number:
    """Steady price worth as much as one that falls every year, as a share of its first year; elementwise. A11."""
    present_value = present_value_of_decaying_revenue(1.0, price_decay, wacc, card_life)
    return present_value * capital_recovery_factor(wacc, card_life)


def gpu_break_even_price_with_decay(gpu_break_even_price: Number, level_price_share: Number) -> Number:
    """First-year price in USD per card-hour that pays every cost although it falls; elementwise. A04, A11."""
    return gpu_break_even_price / level_price_share


def card_hour_revenue(gpu_hour_price: Number, gpu_utilisation: Number) -> Number:
    """Rent which an hour of a card brings in USD, idle hours included; elementwise. A03."""
    return gpu_hour_price * gpu_utilisation


def card_hour_cost(gpu_capital_cost_per_card_year: Number, gpu_running_cost_per_card_year: Number) -> Number:
    """What an hour of a card costs in USD, rented or not; elementwise. A04."""
    return (gpu_capital_cost_per_card_year + gpu_running_cost_per_card_year) / HOURS_PER_YEAR


def token_revenue_llama31_8b(
    throughput_llama31_8b: Number, token_price_llama31_8b: Number, gpu_utilisation: Number
) -> Number:
    """Revenue of a card-hour in USD if the model runs for the used share of it; elementwise."""
    return token_revenue_per_hour(throughput_llama31_8b, token_price_llama31_8b) * gpu_utilisation


def token_revenue_gpt_oss_20b(
    throughput_gpt_oss_20b: Number, token_price_gpt_oss_20b: Number, gpu_utilisation: Number
) -> Number:
    """Revenue of a card-hour in USD if the model runs for the used share of it; elementwise."""
    return token_revenue_per_hour(throughput_gpt_oss_20b, token_price_gpt_oss_20b) * gpu_utilisation


def token_revenue_gpt_oss_20b_earlier(
    throughput_gpt_oss_20b: Number, token_price_gpt_oss_20b_earlier: Number, gpu_utilisation: Number
) -> Number:
    """The same at the earlier price; elementwise."""
    return token_revenue_per_hour(throughput_gpt_oss_20b, token_price_gpt_oss_20b_earlier) * gpu_utilisation


# The one owned site, if all of it were AI


def georgia_gpu_revenue(georgia_it_mw: Number, gpu_revenue_per_mw_year: Number) -> Number:
    """Rental revenue of the site in USD a year; elementwise."""
    return georgia_it_mw * gpu_revenue_per_mw_year


def georgia_gpu_running_cost(georgia_it_mw: Number, gpu_running_cost_per_mw_year: Number) -> Number:
    """Electricity and running cost of the site in USD a year; elementwise."""
    return georgia_it_mw * gpu_running_cost_per_mw_year


def georgia_gpu_capital_cost(georgia_it_mw: Number, gpu_capital_cost_per_mw_year: Number) -> Number:
    """Capital cost of cards and facility in USD a year; elementwise."""
    return georgia_it_mw * gpu_capital_cost_per_mw_year


def georgia_gpu_result(georgia_it_mw: Number, gpu_result_per_mw_year: Number) -> Number:
    """What the site leaves in USD in its first year with own cards, after capital; elementwise."""
    return georgia_it_mw * gpu_result_per_mw_year


def georgia_gpu_capex(georgia_it_mw: Number, gpu_capex_per_mw: Number) -> Number:
    """Capital of filling the site with own cards in USD; elementwise."""
    return georgia_it_mw * gpu_capex_per_mw


def georgia_colocation_revenue(georgia_it_mw: Number, colocation_revenue_per_mw_year: Number) -> Number:
    """Rent of the site in USD a year; elementwise."""
    return georgia_it_mw * colocation_revenue_per_mw_year


def georgia_colocation_running_cost(georgia_it_mw: Number, ai_opex: Number) -> Number:
    """Running cost of the site in USD a year, power being the tenant's; elementwise."""
    return georgia_it_mw * ai_opex


def georgia_colocation_capital_cost(georgia_it_mw: Number, colocation_capital_cost_per_mw_year: Number) -> Number:
    """Capital cost of the facility in USD a year; elementwise."""
    return georgia_it_mw * colocation_capital_cost_per_mw_year


def georgia_colocation_result(georgia_it_mw: Number, colocation_result_per_mw_year: Number) -> Number:
    """What the site leaves in USD a year as colocation, after capital; elementwise."""
    return georgia_it_mw * colocation_result_per_mw_year


def georgia_colocation_capex(georgia_it_mw: Number, colocation_capex: Number) -> Number:
    """Capital of turning the site into colocation in USD; elementwise."""
    return georgia_it_mw * colocation_capex


# One megawatt-hour from the grid


def mining_gross_value_per_mwh(hashprice: Number, fleet_efficiency: Number) -> Number:
    """Mining revenue in USD per grid MWh, before every cost; elementwise. U07."""
    return mining_revenue_per_mwh(hashprice, fleet_efficiency)


def gpu_gross_value_per_mwh(gpu_revenue_per_mw_year: Number, pue: Number) -> Number:
    """Rental revenue in USD per grid MWh, before every cost; elementwise. A12."""
    return value_per_grid_mwh(gpu_revenue_per_mw_year, pue)


def gpu_value_per_mwh(gpu_result_per_mw_year: Number, pue: Number) -> Number:
    """USD which a grid MWh leaves with own cards at the first-year price, after every cost; elementwise. A12."""
    return value_per_grid_mwh(gpu_result_per_mw_year, pue)


def gpu_value_per_mwh_with_decay(
    gpu_revenue_per_mw_year: Number,
    gpu_running_cost_per_mw_year: Number,
    gpu_capital_cost_per_mw_year: Number,
    level_price_share: Number,
    pue: Number,
) -> Number:
    """The same over the life of the cards, while the price falls; elementwise. A11, A12."""
    left = gpu_revenue_per_mw_year * level_price_share - gpu_running_cost_per_mw_year
    return value_per_grid_mwh(left - gpu_capital_cost_per_mw_year, pue)


def colocation_gross_value_per_mwh(colocation_revenue_per_mw_year: Number, pue: Number) -> Number:
    """Colocation rent in USD per grid MWh, before every cost; elementwise. A12."""
    return value_per_grid_mwh(colocation_revenue_per_mw_year, pue)


def colocation_value_per_mwh(colocation_result_per_mw_year: Number, pue: Number) -> Number:
    """USD which a grid MWh leaves as colocation, after every cost; elementwise. A12."""
    return value_per_grid_mwh(colocation_result_per_mw_year, pue)
