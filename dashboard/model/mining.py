"""What a coin costs and earns: cost lines, margins, energy and machines, and the results of 2025."""

import numpy as np

from dashboard.model import (
    DAYS_PER_YEAR,
    MONTHS_PER_YEAR,
    Choice,
    Dates,
    Number,
    Periods,
    Series,
    aligned,
    quotient,
    value_in,
)
from dashboard.model.network import btc_per_day, btc_per_th_day, network_btc_per_day

HOURS_PER_DAY = 24
WATTS_PER_KILOWATT = 1e3
WATTS_PER_MEGAWATT = 1e6
TERAHASHES_PER_PETAHASH = 1e3
KILOWATTHOURS_PER_MEGAWATTHOUR = 1e3
QUARTERS_2025 = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


# Cost and margin per coin


def cash_cost_per_btc(
    cash_cost_at_reference: Number, network_hashrate: Number, reference_network_hashrate: Number
) -> Number:
    """Cash cost in USD per BTC: cost is per hash, so it moves with the network (both TH/s). U12."""
    return cash_cost_at_reference * network_hashrate / reference_network_hashrate


def depreciation_per_btc(
    depreciation_at_reference: Number, network_hashrate: Number, reference_network_hashrate: Number
) -> Number:
    """Machine depreciation in USD per BTC, moving with the network like the cash cost; elementwise. U12."""
    return depreciation_at_reference * network_hashrate / reference_network_hashrate


def all_in_cost_per_btc(cash_cost_per_btc: Number, depreciation_per_btc: Number) -> Number:
    """Cash cost plus machine depreciation in USD per BTC: no overhead, interest or impairment. U08."""
    return cash_cost_per_btc + depreciation_per_btc


def full_cost_per_btc(
    all_in_cost_per_btc: Number,
    overhead_per_month: Number,
    debt_2026_03_31: Number,
    interest_rate: Number,
    btc_mined_per_year: Number,
) -> Number:
    """All-in cost plus overhead and interest in USD per BTC; nan if nothing is mined; elementwise."""
    overhead_and_interest = overhead_per_month * MONTHS_PER_YEAR + debt_2026_03_31 * interest_rate
    return all_in_cost_per_btc + quotient(overhead_and_interest, btc_mined_per_year)


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


# Output and yearly result


def btc_mined_per_year_run(
    self_mining_hashrate: Number, network_hashrate: Number, block_subsidy: Number, fee_ratio: Number
) -> Number:
    """BTC a year (365 days) at today's self-mining hashrate (TH/s); elementwise. N03."""
    return DAYS_PER_YEAR * btc_per_day(self_mining_hashrate, network_hashrate, block_subsidy, fee_ratio)


def btc_mined_per_year(output_basis: Choice, btc_mined_fy2025: Number, btc_mined_per_year_run: Number) -> Number:
    """BTC a year on the chosen basis: FY2025 (reported) or RUN (hashrate now); elementwise."""
    return np.where(output_basis == "FY2025", btc_mined_fy2025, btc_mined_per_year_run)


def btc_mined_per_month_run(btc_mined_per_year_run: Number) -> Number:
    """BTC a month at today's self-mining hashrate; elementwise."""
    return btc_mined_per_year_run / MONTHS_PER_YEAR


def mining_result_per_year(margin_per_btc: Number, btc_mined_per_year: Number) -> Number:
    """All-in mining result in USD a year; elementwise."""
    return margin_per_btc * btc_mined_per_year


def mining_cash_result_per_year(cash_margin_per_btc: Number, btc_mined_per_year: Number) -> Number:
    """Cash mining result in USD a year; elementwise."""
    return cash_margin_per_btc * btc_mined_per_year


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


def power_share_of_cash_cost(power_cost_per_btc: Number, cash_cost_per_btc: Number) -> Number:
    """Electricity at the assumed tariff ÷ cash cost, ratio; above 1 the two do not fit together. U02."""
    return power_cost_per_btc / cash_cost_per_btc


def implied_tariff(cash_cost_per_btc: Number, energy_per_btc: Number) -> Number:
    """Tariff in USD per kWh at which electricity and hosting alone would be the whole cash cost. U13."""
    return cash_cost_per_btc / energy_per_btc


def shutdown_price(energy_per_btc: Number, power_tariff: Number) -> Number:
    """Bitcoin price in USD below which running the machines costs more than it earns; elementwise. U03."""
    return energy_per_btc * power_tariff


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


def break_even_tariff(hashprice: Number, fleet_efficiency: Number) -> Number:
    """Tariff in USD per kWh at which revenue pays exactly for power (hashprice USD per PH/s and day). U06."""
    kilowatthours_per_th_day = fleet_efficiency * HOURS_PER_DAY / WATTS_PER_KILOWATT
    return hashprice / TERAHASHES_PER_PETAHASH / kilowatthours_per_th_day


def mining_revenue_per_mwh(hashprice: Number, fleet_efficiency: Number) -> Number:
    """Mining revenue in USD per MWh: 1 PH/s at E J/TH draws exactly E kW; elementwise. U07."""
    return hashprice * KILOWATTHOURS_PER_MEGAWATTHOUR / (HOURS_PER_DAY * fleet_efficiency)


def cohort_margin_per_day(hashprice: Number, efficiency: Number, tariff: Number, hashrate: Number) -> Number:
    """Revenue less power in USD a day of a cohort of machines (J/TH, USD per kWh, TH/s); elementwise. U14."""
    energy_cost_per_th_day = efficiency * HOURS_PER_DAY / WATTS_PER_KILOWATT * tariff
    return (hashprice / TERAHASHES_PER_PETAHASH - energy_cost_per_th_day) * hashrate


def cohort_margin_per_day_curtailed(cohort_margin_per_day: Number) -> Number:
    """The same in USD a day if a cohort that does not earn its power is switched off; elementwise. U14."""
    return np.maximum(0.0, cohort_margin_per_day)


def curtailment_value_per_day(cohort_margin_per_day: Number) -> Number:
    """USD a day saved by switching off a cohort that does not earn its power; elementwise. U14."""
    return np.maximum(0.0, -cohort_margin_per_day)


def machine_depreciation_per_month(machine_price_per_th: Number, hashrate: Number, machine_life: Number) -> Number:
    """Straight-line depreciation in USD a month (USD per TH/s, TH/s, months); elementwise. U15."""
    return machine_price_per_th * hashrate / machine_life


def fleet_power_mw(self_mining_hashrate: Number, fleet_efficiency: Number) -> Number:
    """Power the self-mining fleet draws, in MW (TH/s, J/TH); elementwise. U07."""
    return self_mining_hashrate * fleet_efficiency / WATTS_PER_MEGAWATT


# Reported results: financial year 2025 and first quarter of 2026


def revenue_per_btc(btc_revenue: Number, btc_mined: Number) -> Number:
    """Bitcoin revenue in USD per BTC mined; elementwise. U10."""
    return btc_revenue / btc_mined


def revenue_per_btc_fy2025(btc_revenue_fy2025: Number, btc_mined_fy2025: Number) -> Number:
    """Bitcoin revenue of 2025 in USD per BTC mined. U10."""
    return revenue_per_btc(btc_revenue_fy2025, btc_mined_fy2025)


def revenue_per_btc_q1_2026(btc_revenue_q1_2026: Number, btc_mined_q1_2026: Number) -> Number:
    """Bitcoin revenue of the first quarter of 2026 in USD per BTC mined. U10."""
    return revenue_per_btc(btc_revenue_q1_2026, btc_mined_q1_2026)


def margin_per_btc_fy2025(revenue_per_btc_fy2025: Number, all_in_cost_fy2025: Number) -> Number:
    """Revenue minus all-in cost of 2025 in USD per BTC, before impairments."""
    return revenue_per_btc_fy2025 - all_in_cost_fy2025


def cash_margin_per_btc_fy2025(revenue_per_btc_fy2025: Number, cash_cost_fy2025: Number) -> Number:
    """Revenue minus cash cost of 2025 in USD per BTC."""
    return revenue_per_btc_fy2025 - cash_cost_fy2025


def cash_margin_per_btc_q1_2026(revenue_per_btc_q1_2026: Number, cash_cost_q1_2026: Number) -> Number:
    """Revenue minus cash cost of the first quarter of 2026 in USD per BTC."""
    return revenue_per_btc_q1_2026 - cash_cost_q1_2026


def mining_cost_total_fy2025(all_in_cost_fy2025: Number, btc_mined_fy2025: Number) -> Number:
    """All-in cost of all coins mined in 2025, in USD (positive)."""
    return all_in_cost_fy2025 * btc_mined_fy2025


def mining_margin_fy2025(margin_per_btc_fy2025: Number, btc_mined_fy2025: Number) -> Number:
    """All-in mining margin of 2025 in USD, before impairments."""
    return margin_per_btc_fy2025 * btc_mined_fy2025


def other_revenue_fy2025(revenue_fy2025: Number, btc_revenue_fy2025: Number) -> Number:
    """Revenue of 2025 other than bitcoin, in USD."""
    return revenue_fy2025 - btc_revenue_fy2025


def other_charges_fy2025(net_result_fy2025: Number, revenue_fy2025: Number, mining_cost_total_fy2025: Number) -> Number:
    """What lies between revenue less all-in mining cost and the net result of 2025, in USD (signed)."""
    return net_result_fy2025 - (revenue_fy2025 - mining_cost_total_fy2025)


def other_charges_unidentified_fy2025(other_charges_fy2025: Number, impairment_h1_2025: Number) -> Number:
    """Other charges of 2025 beyond the published impairment of the first half, in USD (signed)."""
    return other_charges_fy2025 - impairment_h1_2025


def net_result_unexplained_fy2025(
    net_result_total_fy2025: Number, net_result_fy2025: Number, net_result_discontinued_h1_2025: Number
) -> Number:
    """Part of the total net result of 2025 that no published line explains, in USD (signed)."""
    return net_result_total_fy2025 - net_result_fy2025 - net_result_discontinued_h1_2025


def btc_revenue_share_fy2025(btc_revenue_fy2025: Number, revenue_fy2025: Number) -> Number:
    """Share of 1 of the revenue of 2025 that is bitcoin."""
    return btc_revenue_fy2025 / revenue_fy2025


def btc_revenue_share_q1_2026(btc_revenue_q1_2026: Number, revenue_q1_2026: Number) -> Number:
    """Share of 1 of the revenue of the first quarter of 2026 that is bitcoin."""
    return btc_revenue_q1_2026 / revenue_q1_2026


def other_revenue_per_month_q1_2026(revenue_q1_2026: Number, btc_revenue_q1_2026: Number) -> Number:
    """Revenue other than bitcoin in USD a month of the first quarter of 2026: a ceiling for lease income."""
    return (revenue_q1_2026 - btc_revenue_q1_2026) / 3


def cash_share_of_all_in_cost_fy2025(cash_cost_fy2025: Number, all_in_cost_fy2025: Number) -> Number:
    """Cash cost ÷ all-in cost of 2025, share of 1."""
    return cash_cost_fy2025 / all_in_cost_fy2025


# Quarter by quarter


def btc_produced_2025(monthly_operations_period: Periods, monthly_operations_btc_produced: Series) -> float:
    """BTC mined in 2025 according to the monthly updates; a month without one counts nothing."""
    rows = np.char.startswith(monthly_operations_period, "2025-")
    return float(np.nansum(monthly_operations_btc_produced[rows]))


def quarterly_revenue_per_btc(quarterly_results_btc_revenue: Series, quarterly_results_btc_mined: Series) -> Number:
    """Bitcoin revenue in USD per BTC mined, per reported period; nan = not published. U10."""
    return revenue_per_btc(quarterly_results_btc_revenue, quarterly_results_btc_mined)


def quarterly_margin_per_btc(quarterly_revenue_per_btc: Series, quarterly_results_all_in_cost: Series) -> Series:
    """Revenue minus all-in cost in USD per BTC, per reported period; nan = not published."""
    return quarterly_revenue_per_btc - quarterly_results_all_in_cost


def quarterly_cash_margin_per_btc(quarterly_revenue_per_btc: Series, quarterly_results_cash_cost: Series) -> Series:
    """Revenue minus cash cost in USD per BTC, per reported period; nan = not published."""
    return quarterly_revenue_per_btc - quarterly_results_cash_cost


def quarterly_depreciation_per_btc(
    quarterly_results_all_in_cost: Series, quarterly_results_cash_cost: Series
) -> Series:
    """All-in minus cash cost in USD per BTC, per reported period; nan = not published. U08."""
    return quarterly_results_all_in_cost - quarterly_results_cash_cost


def quarterly_depreciation_total(quarterly_depreciation_per_btc: Series, quarterly_results_btc_mined: Series) -> Series:
    """Machine depreciation in USD, per reported period; nan = not published. U08."""
    return quarterly_depreciation_per_btc * quarterly_results_btc_mined


def weighted_mean(values: Series, weights: Series) -> float:
    """Mean weighted by output over the rows that have both; nan if there are none. U09."""
    known = np.isfinite(values) & np.isfinite(weights)
    return float(quotient(np.sum(values[known] * weights[known]), np.sum(weights[known])))


def cash_cost_fy2025_weighted(
    quarterly_results_period: Periods,
    quarterly_results_cash_cost: Series,
    quarterly_results_btc_mined: Series,
) -> float:
    """Cash cost of 2025 in USD per BTC, weighted by output of its quarters; nan if one is missing. U09."""
    rows = np.isin(quarterly_results_period, QUARTERS_2025)
    weighted = quarterly_results_cash_cost[rows] * quarterly_results_btc_mined[rows]
    complete = np.count_nonzero(rows) == len(QUARTERS_2025)
    return float(np.where(complete, quotient(np.sum(weighted), np.sum(quarterly_results_btc_mined[rows])), np.nan))


def all_in_cost_implied_q1_2025(
    all_in_cost_fy2025: Number,
    btc_mined_fy2025: Number,
    quarterly_results_period: Periods,
    quarterly_results_all_in_cost: Series,
    quarterly_results_btc_mined: Series,
) -> Number:
    """All-in cost in USD per BTC of the first quarter of 2025 with which the quarters give the year. U09."""
    rows = np.isin(quarterly_results_period, QUARTERS_2025[1:])
    later_quarters = np.sum(quarterly_results_all_in_cost[rows] * quarterly_results_btc_mined[rows])
    first_quarter_btc = value_in(QUARTERS_2025[0], quarterly_results_period, quarterly_results_btc_mined)
    return quotient(all_in_cost_fy2025 * btc_mined_fy2025 - later_quarters, first_quarter_btc)


def all_in_cost_lowest_quarter(quarterly_results_period: Periods, quarterly_results_all_in_cost: Series) -> float:
    """Lowest published all-in cost of a quarter of 2025 in USD per BTC; nan if none is published."""
    costs = quarterly_results_all_in_cost[np.isin(quarterly_results_period, QUARTERS_2025)]
    return float(np.fmin.reduce(costs, initial=np.nan))


def all_in_cost_highest_quarter(quarterly_results_period: Periods, quarterly_results_all_in_cost: Series) -> float:
    """Highest published all-in cost of a quarter of 2025 in USD per BTC; nan if none is published."""
    costs = quarterly_results_all_in_cost[np.isin(quarterly_results_period, QUARTERS_2025)]
    return float(np.fmax.reduce(costs, initial=np.nan))


def btc_revenue_change_q1_2026(
    btc_revenue_q1_2026: Number, quarterly_results_period: Periods, quarterly_results_btc_revenue: Series
) -> Number:
    """Bitcoin revenue of the first quarter of 2026 against the quarter before, share of 1."""
    return btc_revenue_q1_2026 / value_in("2025-Q4", quarterly_results_period, quarterly_results_btc_revenue) - 1


# Bitcoin price of 2025 against the cost


def closes_of_year(year: str, dates: Dates, closes: Series) -> Series:
    """The daily closes of a calendar year that are known; one value per day."""
    known: Series = closes[(dates.astype("datetime64[Y]") == np.datetime64(year, "Y")) & np.isfinite(closes)]
    return known


def days_below_all_in_cost_2025(
    btc_price_daily_date: Dates, btc_price_daily_close: Series, all_in_cost_fy2025: Number
) -> int:
    """Days of 2025 with a bitcoin close below the all-in cost of the year."""
    closes = closes_of_year("2025", btc_price_daily_date, btc_price_daily_close)
    return int(np.count_nonzero(closes < all_in_cost_fy2025))


def days_with_close_2025(btc_price_daily_date: Dates, btc_price_daily_close: Series) -> int:
    """Days of 2025 with a known bitcoin close."""
    return int(closes_of_year("2025", btc_price_daily_date, btc_price_daily_close).size)


def share_days_below_all_in_cost_2025(days_below_all_in_cost_2025: Number, days_with_close_2025: Number) -> Number:
    """Share of 1 of the days of 2025 with a bitcoin close below the all-in cost of the year."""
    return quotient(days_below_all_in_cost_2025, days_with_close_2025)


def btc_price_average_2025(btc_price_daily_date: Dates, btc_price_daily_close: Series) -> float:
    """Mean daily bitcoin close of 2025 in USD; nan if no day is known. U10."""
    closes = closes_of_year("2025", btc_price_daily_date, btc_price_daily_close)
    return float(quotient(np.sum(closes), closes.size))


def realised_price_ratio_fy2025(revenue_per_btc_fy2025: Number, btc_price_average_2025: Number) -> Number:
    """Revenue per BTC of 2025 ÷ mean daily close, ratio. U10."""
    return revenue_per_btc_fy2025 / btc_price_average_2025


def btc_price_production_weighted_2025(
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    network_period: Periods,
    network_btc_price_avg: Series,
) -> float:
    """Monthly mean bitcoin price of 2025 in USD weighted by the coins mined. U10."""
    prices = aligned(monthly_operations_period, network_period, network_btc_price_avg)
    rows = np.char.startswith(monthly_operations_period, "2025-")
    return weighted_mean(prices[rows], monthly_operations_btc_produced[rows])
