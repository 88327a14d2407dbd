"""How far each limit is: today's value, the threshold, and the price at which it trips."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dashboard.model import Number, Series, Truth, loan, quotient
from dashboard.model.listing import NYSE_MINIMUM
from dashboard.model.path import Path

# Section 802.01B of the NYSE manual: market value over 30 days, the first only together with equity below it.
NYSE_MARKET_VALUE_WITH_EQUITY = 50e6
NYSE_MARKET_VALUE = 15e6

# The limits in the order of `headroom`; the last three trip at a price of the share.
LIMITS = ("minimum_cash", "margin_call", "liquidation", "maturity", "nyse_price", "nyse_value_equity", "nyse_value")


class Limit(NamedTuple):
    """One limit. `now` and `threshold` in its own unit, `trips_at` in USD of the price that moves it.

    nan: no price above zero does. `distance`: by how much that price must change until it trips, share of 1; negative =
    fall. `reached`: it has tripped.
    """

    now: Number
    threshold: Number
    trips_at: Number
    distance: Number
    reached: Truth


def _limit(now: Number, threshold: Number, trips_at: Number, price: Number) -> Limit:
    possible = np.where(np.asarray(trips_at) > 0, trips_at, np.nan)
    return Limit(now, threshold, possible, possible / price - 1, possible >= price)


def minimum_cash_limit(path: Path) -> Limit:
    """Cash today against the minimum; it trips where the first month ends below it before a coin of the treasury goes.

    Where cash is at the minimum, that is where the month brings in as much as it costs.
    """
    terms = path.terms
    spare = path.today("cash") - terms.minimum_cash
    left = spare + path.ahead("ai_net")[0] + path.ahead("equity")[0] - path.burn_per_month - path.ahead("capex")[0]
    mined = path.ahead("btc_mined")[0]
    limit = _limit(path.today("cash"), terms.minimum_cash, terms.btc_price - quotient(left, mined), terms.btc_price)
    # Where nothing is mined no price brings what is missing.
    return limit._replace(reached=limit.reached | ((mined == 0) & (left < 0)))


def margin_call_limit(path: Path) -> Limit:
    """Loan ÷ value of the pledged coins today against the level at which the lender calls."""
    return _loan_limit(path, path.terms.margin_call_ltv)


def liquidation_limit(path: Path) -> Limit:
    """The same against the level at which the lender sells."""
    return _loan_limit(path, np.maximum(path.terms.margin_call_ltv, path.terms.liquidation_ltv))


def _loan_limit(path: Path, ltv: Number) -> Limit:
    owed, pledged, price = path.today("btc_loan"), path.today("pledged"), path.terms.btc_price
    return _limit(quotient(owed, pledged * price), ltv, loan.price_at_ltv(owed, pledged, ltv), price)


def maturity_limit(path: Path) -> Limit:
    """Coins net of selling cost, cash above the minimum today and new equity against the debt that falls due."""
    terms = path.terms
    coins = path.today("btc") * (1 - terms.selling_cost)
    spare = path.today("cash") - terms.minimum_cash + path.ahead("equity").sum(axis=0)
    due = path.today("debt") * (1 - terms.debt_rolled_over)
    return _limit(coins * terms.btc_price + spare, due, quotient(due - spare, coins), terms.btc_price)


def share_price_limit(share_price: Number) -> Limit:
    """The share price against the one dollar of the NYSE."""
    return _limit(share_price, NYSE_MINIMUM, NYSE_MINIMUM, share_price)


def market_value_limit(share_price: Number, shares_outstanding: Number, threshold: Number) -> Limit:
    """Market value against a threshold of the NYSE, USD; it trips at a share price."""
    return _limit(share_price * shares_outstanding, threshold, threshold / shares_outstanding, share_price)


def headroom(runway_path: Path, share_price: Number, shares_outstanding: Number) -> tuple[Limit, ...]:
    """Every limit of `LIMITS`."""
    return (
        minimum_cash_limit(runway_path),
        margin_call_limit(runway_path),
        liquidation_limit(runway_path),
        maturity_limit(runway_path),
        share_price_limit(share_price),
        market_value_limit(share_price, shares_outstanding, NYSE_MARKET_VALUE_WITH_EQUITY),
        market_value_limit(share_price, shares_outstanding, NYSE_MARKET_VALUE),
    )


def headroom_now(headroom: tuple[Limit, ...]) -> Series:
    """Where each of `LIMITS` stands today: USD of cash, a loan-to-value ratio, USD, USD a share, USD."""
    return np.array([float(limit.now) for limit in headroom])


def headroom_threshold(headroom: tuple[Limit, ...]) -> Series:
    """The threshold of each of `LIMITS` in the same unit."""
    return np.array([float(limit.threshold) for limit in headroom])


def headroom_trips_at(headroom: tuple[Limit, ...]) -> Series:
    """The price of bitcoin, for the last three that of the share, at which each of `LIMITS` trips, USD."""
    return np.array([float(limit.trips_at) for limit in headroom])


def headroom_reached(headroom: tuple[Limit, ...]) -> Series:
    """1 for each of `LIMITS` that has tripped, else 0."""
    return np.array([float(limit.reached) for limit in headroom])


def headroom_distance(headroom: tuple[Limit, ...]) -> Series:
    """By how much that price must change until each of `LIMITS` trips, share of 1; negative = fall."""
    return np.array([float(limit.distance) for limit in headroom])
