"""What a coin costs and earns under the sliders: cost lines, margins, yearly result, energy and machines."""

import numpy as np

from dashboard.model import DAYS_PER_YEAR, MONTHS_PER_YEAR, Choice, Dates, Number, Series, last_value
from dashboard.model.clock import DAYS_PER_MONTH
from dashboard.model.mining_month import mining_month
from dashboard.model.network import TERAHASHES_PER_PETAHASH, btc_per_day, btc_per_th_day, network_btc_per_day

HOURS_PER_DAY = 24
WATTS_PER_KILOWATT = 1e3
WATTS_PER_MEGAWATT = 1e6
KILOWATTHOURS_PER_MEGAWATTHOUR = 1e3


# Cost and margin per coin


def cash_cost_per_btc(
    cash_cost_at_reference: Number,
    network_hashrate: Number,
    reference_network_hashrate: Number,
    block_subsidy: Number,
    reference_block_subsidy: Number,
) -> Number:
    """Cash cost in USD per BTC: cost is per hash, so it moves with network (TH/s) and subsidy (BTC). U12."""
    hashes = network_hashrate / reference_network_hashrate * (reference_block_subsidy / block_subsidy)
    return cash_cost_at_reference * hashes


def depreciation_per_btc(
    depreciation_at_reference: Number,
    network_hashrate: Number,
    reference_network_hashrate: Number,
    block_subsidy: Number,
    reference_block_subsidy: Number,
) -> Number:
    """Machine depreciation in USD per BTC, per hash like the cash cost; elementwise. U12."""
    hashes = network_hashrate / reference_network_hashrate * (reference_block_subsidy / block_subsidy)
    return depreciation_at_reference * hashes


def all_in_cost_per_btc(cash_cost_per_btc: Number, depreciation_per_btc: Number) -> Number:
    """Cash cost plus machine depreciation in USD per BTC: no overhead, interest or impairment. U08."""
    return cash_cost_per_btc + depreciation_per_btc


def margin_per_btc(btc_price: Number, all_in_cost_per_btc: Number) -> Number:
    """Price minus all-in cost in USD per BTC; elementwise."""
    return btc_price - all_in_cost_per_btc


def cash_margin_per_btc(btc_price: Number, cash_cost_per_btc: Number) -> Number:
    """Price minus cash cost in USD per BTC; elementwise."""
    return btc_price - cash_cost_per_btc


def break_even_price(all_in_cost_per_btc: Number) -> Number:
    """Bitcoin price in USD at which the all-in margin is zero."""
    return all_in_cost_per_btc


def margin_share_of_price(margin_per_btc: Number, btc_price: Number) -> Number:
    """Margin ÷ price of a coin, share of 1."""
    return margin_per_btc / btc_price


def break_even_price_change(break_even_price: Number, btc_price: Number) -> Number:
    """By how much the price must change until a coin pays for itself, share of 1."""
    return break_even_price / btc_price - 1


def break_even_cost_change(btc_price: Number, all_in_cost_per_btc: Number) -> Number:
    """By how much the all-in cost must change until a coin pays for itself, share of 1."""
    return btc_price / all_in_cost_per_btc - 1


def btc_close_last_date(btc_price_daily_date: Dates, btc_price_daily_close: Series) -> str | None:
    """Day of the last known close of bitcoin; None without one."""
    known = btc_price_daily_date[np.isfinite(btc_price_daily_close)]
    return str(known[-1]) if known.size else None


def btc_close_last(btc_price_daily_date: Dates, btc_price_daily_close: Series) -> float:
    """The latest known close of bitcoin, USD; nan where none is known."""
    return last_value(str(btc_price_daily_date[-1]), btc_price_daily_date, btc_price_daily_close)


# Output and yearly result


def btc_mined_per_year_run(
    btc_price: Number,
    network_hashrate: Number,
    self_mining_hashrate: Number,
    block_subsidy: Number,
    fee_ratio: Number,
    cash_cost_at_reference: Number,
    reference_network_hashrate: Number,
    reference_block_subsidy: Number,
    curtailment: Choice,
    avoidable_hosting_share: Number,
) -> Number:
    """BTC a year, twelve months at today's hashrate; 0 while the machines stand idle; elementwise. N03."""
    month = mining_month(
        btc_price, network_hashrate, self_mining_hashrate, block_subsidy, DAYS_PER_MONTH, fee_ratio,
        cash_cost_at_reference, reference_network_hashrate, reference_block_subsidy, curtailment,
        avoidable_hosting_share,
    )  # fmt: skip
    return MONTHS_PER_YEAR * month.mined


def idle_hosting_per_year(
    output_basis: Choice,
    btc_price: Number,
    network_hashrate: Number,
    self_mining_hashrate: Number,
    block_subsidy: Number,
    fee_ratio: Number,
    cash_cost_at_reference: Number,
    reference_network_hashrate: Number,
    reference_block_subsidy: Number,
    curtailment: Choice,
    avoidable_hosting_share: Number,
) -> Number:
    """Hosting in USD a year that idle machines still cost; 0 while they run, or on the output of the financial year."""
    month = mining_month(
        btc_price, network_hashrate, self_mining_hashrate, block_subsidy, DAYS_PER_MONTH, fee_ratio,
        cash_cost_at_reference, reference_network_hashrate, reference_block_subsidy, curtailment,
        avoidable_hosting_share,
    )  # fmt: skip
    idle = np.logical_and(month.idle, output_basis == "RUN")
    return np.where(idle, MONTHS_PER_YEAR * month.hosting, 0.0)


def idle_depreciation_per_year(
    btc_mined_per_year: Number,
    depreciation_per_btc: Number,
    self_mining_hashrate: Number,
    network_hashrate: Number,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Number:
    """Depreciation in USD a year of machines that mine nothing; 0 while they run; elementwise."""
    coins = DAYS_PER_YEAR * btc_per_day(self_mining_hashrate, network_hashrate, block_subsidy, fee_ratio)
    return np.where(btc_mined_per_year == 0, depreciation_per_btc * coins, 0.0)


def mining_idle(
    btc_price: Number,
    network_hashrate: Number,
    self_mining_hashrate: Number,
    block_subsidy: Number,
    fee_ratio: Number,
    cash_cost_at_reference: Number,
    reference_network_hashrate: Number,
    reference_block_subsidy: Number,
    curtailment: Choice,
    avoidable_hosting_share: Number,
) -> Number:
    """1 where the machines stand idle at today's price and network, else 0; elementwise."""
    month = mining_month(
        btc_price, network_hashrate, self_mining_hashrate, block_subsidy, DAYS_PER_MONTH, fee_ratio,
        cash_cost_at_reference, reference_network_hashrate, reference_block_subsidy, curtailment,
        avoidable_hosting_share,
    )  # fmt: skip
    return np.where(month.idle, 1.0, 0.0)


def btc_mined_per_year(
    output_basis: Choice, btc_mined_financial_year: Number, btc_mined_per_year_run: Number
) -> Number:
    """BTC a year on the chosen basis: FY2025 (reported) or RUN (hashrate now); elementwise."""
    return np.where(output_basis == "FY2025", btc_mined_financial_year, btc_mined_per_year_run)


def mining_result_per_year(
    margin_per_btc: Number,
    btc_mined_per_year: Number,
    idle_hosting_per_year: Number,
    idle_depreciation_per_year: Number,
) -> Number:
    """All-in mining result in USD a year; elementwise."""
    return margin_per_btc * btc_mined_per_year - (idle_hosting_per_year + idle_depreciation_per_year)


def mining_cash_result_per_year(
    cash_margin_per_btc: Number, btc_mined_per_year: Number, idle_hosting_per_year: Number
) -> Number:
    """Cash mining result in USD a year; elementwise."""
    return cash_margin_per_btc * btc_mined_per_year - idle_hosting_per_year


# Energy and machines


def energy_per_btc(
    network_hashrate: Number, fleet_efficiency: Number, block_subsidy: Number, fee_ratio: Number
) -> Number:
    """Electricity in kWh per BTC; own hashrate cancels out (network TH/s, fleet J/TH); elementwise. U01."""
    network_kilowatts = network_hashrate * fleet_efficiency / WATTS_PER_KILOWATT
    return network_kilowatts * HOURS_PER_DAY / network_btc_per_day(block_subsidy, fee_ratio)


def power_cost_per_btc(energy_per_btc: Number, power_tariff: Number) -> Number:
    """Electricity in USD per BTC at a tariff in USD per kWh; elementwise. U02."""
    return energy_per_btc * power_tariff


def implied_tariff(cash_cost_per_btc: Number, energy_per_btc: Number) -> Number:
    """Tariff in USD per kWh at which electricity and hosting alone would be the whole cash cost. U13."""
    return cash_cost_per_btc / energy_per_btc


def shutdown_price(energy_per_btc: Number, power_tariff: Number) -> Number:
    """Bitcoin price in USD below which running the machines costs more than it earns; elementwise. U03."""
    return power_cost_per_btc(energy_per_btc, power_tariff)


def break_even_tariff(hashprice: Number, fleet_efficiency: Number) -> Number:
    """Tariff in USD per kWh at which revenue pays exactly for power (hashprice USD per PH/s and day). U06."""
    kilowatthours_per_th_day = fleet_efficiency * HOURS_PER_DAY / WATTS_PER_KILOWATT
    return hashprice / TERAHASHES_PER_PETAHASH / kilowatthours_per_th_day


def mining_revenue_per_mwh(hashprice: Number, fleet_efficiency: Number) -> Number:
    """Mining revenue in USD per MWh: 1 PH/s at E J/TH draws exactly E kW; elementwise. U07."""
    return hashprice * KILOWATTHOURS_PER_MEGAWATTHOUR / (HOURS_PER_DAY * fleet_efficiency)


def fleet_power_mw(self_mining_hashrate: Number, fleet_efficiency: Number) -> Number:
    """Power the self-mining fleet draws, in MW (TH/s, J/TH); elementwise. U07."""
    return self_mining_hashrate * fleet_efficiency / WATTS_PER_MEGAWATT


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def cost_after_network_change(
    cost: Number,
    difficulty_ratio: Number,
    subsidy_before: Number,
    subsidy_after: Number,
    fee_ratio_before: Number,
    fee_ratio_after: Number,
) -> Number:
    """Cost in USD per BTC after difficulty (ratio), subsidy (BTC) and fee ratio changed; elementwise. U12."""
    reward_ratio = subsidy_before * (1 + fee_ratio_before) / (subsidy_after * (1 + fee_ratio_after))
    return cost * difficulty_ratio * reward_ratio


def cost_before_change(cost_after: Number, change: Number) -> Number:
    """Cost in USD per BTC before it changed by a share of 1 (-0.09 = fell by 9 %); elementwise. U09."""
    return cost_after / (1 + change)


def shutdown_price_from_difficulty(
    efficiency: Number, tariff: Number, difficulty: Number, block_subsidy: Number, fee_ratio: Number
) -> Number:
    """Shutdown price in USD per BTC from difficulty (J/TH, USD per kWh); elementwise. U04, U05."""
    energy_cost_per_th_day = efficiency * HOURS_PER_DAY / WATTS_PER_KILOWATT * tariff
    return energy_cost_per_th_day / btc_per_th_day(difficulty, block_subsidy, fee_ratio)


def shutdown_price_by_generation(
    network_hashrate: Number,
    machine_generations_efficiency: Series,
    power_tariff: Number,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Number:
    """Shutdown price in USD per BTC of each machine generation; shape of the generations. U03."""
    return shutdown_price(
        energy_per_btc(network_hashrate, machine_generations_efficiency, block_subsidy, fee_ratio),
        power_tariff,
    )
