"""A published balance rolled forward over published months, by which the runway model is tested."""

from typing import NamedTuple

import numpy as np

from dashboard.model import DAYS_PER_YEAR, Series
from dashboard.model.network import btc_per_day


class Quarter(NamedTuple):
    """Back-tested months: predicted flows and closing balances, one entry per month, USD and BTC."""

    btc_mined: Series
    btc_sold: Series
    btc_close: Series
    hosting: Series
    overhead: Series
    interest: Series
    sale_proceeds: Series
    equity: Series
    debt_repaid: Series
    cash_close: Series
    debt_close: Series


def roll_quarter(
    opening_cash: float,
    opening_btc: float,
    opening_debt: float,
    prices: Series,
    hashrate: Series,
    network_hashrate: Series,
    days: Series,
    btc_sold: Series,
    sale_prices: Series,
    equity: Series,
    debt_repaid: Series,
    cash_cost_at_reference: float,
    reference_network_hashrate: float,
    block_subsidy: float,
    fee_ratio: float,
    overhead_per_month: float,
    interest_rate: float,
    selling_cost: float = 0.0,
    minimum_cash: float | None = None,
) -> Quarter:
    """Roll a published balance forward with published prices, hashrate and decisions; nothing is fitted.

    Given by month: mean price USD, own and network hashrate TH/s, days, coins sold and their net price USD,
    equity raised and debt repaid USD. Predicted: coins mined (N03 at the given hashrate), bills (hash cost,
    overhead, interest on the opening debt of the month, year of 365 days) and the closing balances. With
    `minimum_cash` the rule of the simulation comes on top: at the month's mean price more coins are sold
    until cash is back at the minimum. Without it cash may come out negative: the difference is the finding.
    """
    mined = btc_per_day(hashrate, network_hashrate, block_subsidy, fee_ratio) * days
    hosting = (
        cash_cost_at_reference * btc_per_day(hashrate, reference_network_hashrate, block_subsidy, fee_ratio) * days
    )
    months = len(days)
    overhead = np.full(months, overhead_per_month)
    sold = np.array(btc_sold, dtype=float)
    proceeds = sold * sale_prices
    interest, cash_close, btc_close, debt_close = (np.zeros(months) for _ in range(4))
    cash, btc, debt = opening_cash, opening_btc, opening_debt
    floor = -np.inf if minimum_cash is None else minimum_cash
    for month in range(months):
        interest[month] = debt * interest_rate * days[month] / DAYS_PER_YEAR
        cash += proceeds[month] + equity[month] - debt_repaid[month] - hosting[month] - overhead[month]
        cash -= interest[month]
        btc += mined[month] - sold[month]
        net_price = prices[month] * (1 - selling_cost)
        extra = min(max(floor - cash, 0) / net_price, max(btc, 0))
        sold[month] += extra
        proceeds[month] += extra * net_price
        cash += extra * net_price
        btc -= extra
        debt -= debt_repaid[month]
        cash_close[month], btc_close[month], debt_close[month] = cash, btc, debt
    return Quarter(
        btc_mined=np.asarray(mined),
        btc_sold=sold,
        btc_close=btc_close,
        hosting=np.asarray(hosting),
        overhead=overhead,
        interest=interest,
        sale_proceeds=proceeds,
        equity=np.asarray(equity, dtype=float),
        debt_repaid=np.asarray(debt_repaid, dtype=float),
        cash_close=cash_close,
        debt_close=debt_close,
    )
