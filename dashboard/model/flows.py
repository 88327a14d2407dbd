"""What each month brings: prices, network, mining, AI plant and its margin, for the estimate and the forecast."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Number, Series
from dashboard.model.investment import capital_recovery_factor
from dashboard.model.mining_month import mining_month
from dashboard.model.month import Flags, Flows, Terms


def by_month(values: Series | Flags, dimensions: int) -> Any:
    """One value a month, ready to broadcast against scenarios of so many dimensions."""
    return values.reshape(values.shape[:1] + (1,) * (dimensions + 1 - values.ndim) + values.shape[1:])


def block_subsidy_in(number: Number, halving_months: Number, block_subsidy: Number) -> Number:
    """Mean block subsidy in BTC of month `number`, 1 = first of the forecast: half of it after the halving."""
    before_halving = np.clip(halving_months + 1 - number, 0, 1)
    return block_subsidy * (1 + before_halving) / 2


def forecast_network(terms: Terms, number: Series, btc_prices: Series, subsidies: Number) -> Series:
    """Network hashrate by month of the forecast, TH/s, shape of the prices. N10.

    It grows from the second month on, and answers with `network_response` × the log of the block value
    (price × subsidy) `network_response_lag` months before over today's.
    """
    lag = terms.network_response_lag
    today = terms.btc_price * block_subsidy_in(0.0, terms.halving_months, terms.block_subsidy)
    values = np.asanyarray(btc_prices * subsidies / today)
    seen = np.concatenate((np.ones((lag, *values.shape[1:])), values[:-lag]))
    response = np.exp(terms.network_response * np.log(seen))
    return np.asanyarray(terms.network_hashrate * (1 + terms.network_growth) ** (number - 1) * response)


def forecast_flows(terms: Terms, btc_prices: Series | None = None, btc_lows: Series | None = None) -> Flows:
    """The months after today; without prices the price stays where it is, and so does its low.

    Given prices have the months on the first axis; further axes broadcast with the scenario.
    """
    clock = terms.clock
    dimensions = max(len(terms.shape), 0 if btc_prices is None else btc_prices.ndim - 1)
    number = by_month(clock.number[clock.estimated :], dimensions)
    prices = np.asanyarray(terms.btc_price + 0 * number if btc_prices is None else btc_prices)
    subsidies = block_subsidy_in(number, terms.halving_months, terms.block_subsidy)
    return _flows(
        terms,
        slice(clock.estimated, None),
        prices,
        prices if btc_lows is None else btc_lows,
        forecast_network(terms, number, prices, subsidies),
        terms.self_mining_hashrate,
        subsidies,
        curtailed=True,
    )


def estimate_flows(terms: Terms) -> Flows:
    """The months between the balance and today, from what is published about them."""
    clock, dimensions, known = terms.clock, len(terms.shape), terms.estimate
    number = by_month(clock.number[: clock.estimated], dimensions)
    return _flows(
        terms,
        slice(0, clock.estimated),
        by_month(known.btc_price, dimensions),
        by_month(known.btc_low, dimensions),
        by_month(known.network_hashrate, dimensions),
        by_month(known.self_mining_hashrate, dimensions),
        block_subsidy_in(number, terms.halving_months, terms.block_subsidy),
        curtailed=by_month(~known.published, dimensions),
    )


def _flows(
    terms: Terms,
    part: slice,
    btc_price: Series,
    btc_low: Series,
    network_hashrate: Number,
    self_mining_hashrate: Number,
    block_subsidy: Number,
    curtailed: bool | Series,
) -> Flows:
    clock, dimensions = terms.clock, max(len(terms.shape), btc_price.ndim - 1)
    number = by_month(clock.number[part], dimensions)
    mined, hosting, idle = mining_month(
        btc_price,
        network_hashrate,
        self_mining_hashrate,
        block_subsidy,
        by_month(clock.days[part], dimensions),
        terms.fee_ratio,
        terms.cash_cost_at_reference,
        terms.reference_network_hashrate,
        terms.reference_block_subsidy,
        # What was mined in a published month was mined.
        np.where(curtailed, terms.curtailment, "OFF"),
        terms.avoidable_hosting_share,
    )
    zero = 0.0 * number
    margin, payments, capex = ai_flows(terms, part, dimensions)
    overhead, other = terms.overhead_per_month + zero, terms.other_outflow_per_month + zero
    lease, equity = terms.lease_income_per_month + zero, np.where(number == 1, terms.equity_raise, 0.0)
    output_sales = mined * btc_price
    borrowed = terms.new_borrowing * by_month(clock.borrowed[part], dimensions)
    arrays: dict[str, Any] = dict(
        number=clock.number[part],
        btc_price=btc_price,
        btc_low=btc_low,
        network_hashrate=network_hashrate,
        btc_mined=mined,
        idle=idle,
        hosting=hosting,
        overhead=overhead,
        other_outflow=other,
        lease=lease,
        ai_margin=margin,
        vendor_payments=payments,
        capex=capex,
        equity=equity,
        borrowed=borrowed,
        output_sales=output_sales,
        net_cash=output_sales - hosting + (lease + margin + equity + borrowed - payments - capex - overhead - other),
        btc_kept=zero,
    )
    return Flows(**{name: np.asanyarray(values) for name, values in arrays.items()})


def ai_margin_per_month(revenue: Number, running_cost: Number, decay: Number, price_age: Number) -> Number:
    """Cash margin in USD of a month, from yearly figures; the price falls by `decay` a year of its age in months."""
    return (revenue * (1 - decay) ** (price_age / MONTHS_PER_YEAR) - running_cost) / MONTHS_PER_YEAR


def ai_flows(terms: Terms, part: slice, dimensions: int) -> tuple[Number, Number, Number]:
    """AI margin, payments to the supplier and plant paid in cash, USD by month.

    What stands today is GPU containers; a plan below it lets the rest stand idle from the first month of the
    forecast. The expansion is paid in equal parts over the ramp, each part serves and is repaid to the
    supplier from the month after.
    """
    clock = terms.clock
    number, age = (by_month(values[part], dimensions) for values in (clock.number, clock.price_age))
    gpu = ai_margin_per_month(
        terms.gpu_revenue_per_mw_year, terms.gpu_running_cost_per_mw_year, terms.gpu_price_decay, age
    )
    added = ai_margin_per_month(
        terms.expansion_revenue_per_mw_year,
        terms.expansion_running_cost_per_mw_year,
        terms.expansion_price_decay,
        age,
    )
    serving = np.where(number > 0, np.minimum(terms.ai_mw, terms.ai_mw_today), terms.ai_mw_today)
    expansion = np.maximum(terms.ai_mw - terms.ai_mw_today, 0)
    paid_parts = np.clip(number - 1, 0, terms.ramp_months)
    margin = serving * by_month(clock.in_service[part], dimensions) * gpu
    margin = margin + expansion * (paid_parts / terms.ramp_months) * added

    part_cost = expansion * terms.expansion_capex_per_mw / terms.ramp_months
    building = np.logical_and(number >= 1, number <= terms.ramp_months)
    standing = terms.ai_mw_today * terms.gpu_capex_per_mw * by_month(clock.built[part], dimensions)
    capex = standing + np.where(building, part_cost * (1 - terms.vendor_share), 0)

    months = terms.vendor_years * MONTHS_PER_YEAR
    repaid_parts = np.clip(number - 1 - months, 0, terms.ramp_months)
    payment = part_cost * terms.vendor_share * capital_recovery_factor(terms.vendor_rate / MONTHS_PER_YEAR, months)
    return margin, payment * (paid_parts - repaid_parts), capex
