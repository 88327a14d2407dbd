"""One month of mining: the only place that computes coins mined or hosting."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dashboard.model import Choice, Number, Truth
from dashboard.model.network import btc_per_day


class MiningMonth(NamedTuple):
    """What a month of mining brings and costs: BTC, USD, and whether the machines stand idle."""

    mined: Number
    hosting: Number
    idle: Truth


def mining_month(
    btc_price: Number,
    network_hashrate: Number,
    self_mining_hashrate: Number,
    block_subsidy: Number,
    days: Number,
    fee_ratio: Number,
    cash_cost_at_reference: Number,
    reference_network_hashrate: Number,
    reference_block_subsidy: Number,
    curtailment: Choice,
    avoidable_hosting_share: Number,
) -> MiningMonth:
    """Coins mined and hosting of a month of `days` days; elementwise (USD, TH/s, BTC, share of 1).

    Hosting is per hash: the cash cost per coin × the coins which the hashrate would mine at the reference
    network and the reference subsidy, so neither the network nor a halving changes it. With curtailment ON
    the machines stand idle where a month's revenue is below the part of hosting that idle machines save
    (U14); the rest of hosting still has to be paid.
    """
    coins = btc_per_day(self_mining_hashrate, network_hashrate, block_subsidy, fee_ratio) * days
    reference = btc_per_day(self_mining_hashrate, reference_network_hashrate, reference_block_subsidy, fee_ratio)
    hosting = cash_cost_at_reference * (reference * days)
    idle = np.logical_and(curtailment == "ON", coins * btc_price < avoidable_hosting_share * hosting)
    return MiningMonth(
        np.where(idle, 0.0, coins), np.where(idle, (1 - avoidable_hosting_share) * hosting, hosting), idle
    )
