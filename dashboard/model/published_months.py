"""A published balance rolled over published months by the month step of the forecast."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dashboard.model import Number, Periods, Series, aligned
from dashboard.model.mining_month import mining_month
from dashboard.model.month import Flows, Rules, State
from dashboard.model.month_step import roll
from dashboard.model.network import network_hashrate_from_difficulty


class Quarter(NamedTuple):
    """Back-tested months: predicted flows and closing balances, one entry per month, USD and BTC."""

    btc_mined: Series
    btc_sold: Series
    btc_close: Series
    hosting: Series
    overhead: Series
    interest: Series
    sale_proceeds: Series
    cash_close: Series
    debt_close: Series


def roll_published(
    quarter: Periods,
    cash: Number,
    btc: Number,
    debt: Number,
    equity_raised: Number,
    cash_cost: Number,
    reference_network: Number,
    reference_subsidy: Number,
    hashrate: Series,
    prices: Series,
    network_period: Periods,
    network_difficulty: Series,
    network_days: Series,
    block_subsidy: Number,
    fee_ratio: Number,
    overhead_per_month: Number,
    interest_rate: Number,
    btc_sold: Series,
    sale_prices: Series,
    debt_repaid: tuple[Number, Number],
    minimum_cash: float = -np.inf,
    selling_cost: float = 0.0,
) -> Quarter:
    """Roll a balance over the quarter; nothing is fitted.

    Coins that are mined and not sold stay in the treasury. With `minimum_cash` the rule of the forecast comes on
    top: at the month's mean price more coins are sold until cash is back at it. Without it cash may come out
    negative: the difference is the finding. It stays one piece because most of it is its arguments and what it fills.
    """
    network = np.asarray(network_hashrate_from_difficulty(aligned(quarter, network_period, network_difficulty)))
    mined, hosting, idle = mining_month(
        prices, network, hashrate, block_subsidy, aligned(quarter, network_period, network_days), fee_ratio, cash_cost,
        reference_network, reference_subsidy, "OFF", 0.0,
    )  # fmt: skip
    none = np.zeros(len(prices))
    proceeds = btc_sold * sale_prices
    overhead, repaid = none + float(overhead_per_month), np.array([0.0, *map(float, debt_repaid)])
    equity = np.array([0.0, float(equity_raised), 0.0])
    flows = Flows(
        number=np.arange(1.0, len(prices) + 1),
        btc_price=prices,
        btc_low=prices,
        network_hashrate=network,
        btc_mined=np.asarray(mined),
        idle=np.asarray(idle),
        hosting=np.asarray(hosting),
        overhead=overhead,
        other_outflow=none,
        lease=none,
        ai_margin=none,
        vendor_payments=none,
        capex=none,
        equity=equity,
        borrowed=-repaid,
        output_sales=proceeds,
        net_cash=np.asarray(proceeds + equity - repaid - hosting - overhead),
        btc_kept=np.asarray(mined - btc_sold),
    )
    zero = np.zeros(())
    opening = State(
        zero + float(cash), zero + float(btc), zero, zero, zero + float(debt), zero, np.zeros((), dtype=bool)
    )
    rules = Rules(selling_cost=selling_cost, interest_rate=float(interest_rate))
    steps = list(roll(opening, flows, rules, minimum_cash))
    more = np.array([float(step.sale.forced_btc) for step in steps])
    return Quarter(
        btc_mined=np.asarray(mined),
        btc_sold=btc_sold + more,
        btc_close=np.array([float(step.closing.unpledged) for step in steps]),
        hosting=np.asarray(hosting),
        overhead=overhead,
        interest=np.array([float(step.interest_due) for step in steps]),
        sale_proceeds=proceeds + np.array([float(step.treasury_sales) for step in steps]),
        cash_close=np.array([float(step.closing.cash) for step in steps]),
        debt_close=np.array([float(step.closing.other_debt) for step in steps]),
    )
