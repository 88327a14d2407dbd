"""The runway path by month, and sums over its months.

Arrays begin with the opening balance, then hold the estimated months and those of the forecast: `path_months`
names each of them, `path_estimated` says which are estimated.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Series
from dashboard.model.month import CASH_FLOWS
from dashboard.model.path import Path


def path_months(runway_path: Path) -> Series:
    """Names of the months of every array by month, "2026-03" first: that of the opening balance."""
    months = runway_path.terms.clock.month
    return np.concatenate((months[:1] - 1, months)).astype(str)


def path_estimated(runway_path: Path) -> Series:
    """1 for the opening balance and the estimated months, 0 for those of the forecast."""
    clock = runway_path.terms.clock
    return np.concatenate(([1.0], np.where(clock.number <= 0, 1.0, 0.0)))


def price_by_month(runway_path: Path) -> Series:
    """Bitcoin price of each month, USD; the first entry, the opening balance, has none."""
    return _after_nothing(runway_path, "btc_price")


def value_by_month(runway_path: Path) -> Series:
    """Cash + coins at today's price net of selling cost after each month, USD; the first entry is the opening."""
    terms = runway_path.terms
    return cash_by_month(runway_path) + btc_by_month(runway_path) * (terms.btc_price * (1 - terms.selling_cost))


def cash_by_month(runway_path: Path) -> Series:
    """Cash after each month, USD; the first entry is the opening balance."""
    return np.concatenate((runway_path.of("cash_open")[:1], runway_path.of("cash_close")))


def btc_by_month(runway_path: Path) -> Series:
    """Coins after each month, BTC; the first entry is the opening balance."""
    return np.concatenate((runway_path.of("btc_open")[:1], runway_path.of("btc_close")))


def debt_by_month(runway_path: Path) -> Series:
    """Debt after each month, USD; the first entry is the opening balance."""
    return np.concatenate((runway_path.of("debt_open")[:1], runway_path.of("debt_close")))


def btc_sold_by_month(runway_path: Path) -> Series:
    """Coins of the treasury sold in each month, BTC; the first entry, the opening balance, is 0."""
    sold = runway_path.of("treasury_sold")
    return np.concatenate((np.zeros_like(sold[:1]), sold))


def btc_mined_by_month(runway_path: Path) -> Series:
    """Coins mined, BTC, in each month; nan for the opening balance."""
    return _after_nothing(runway_path, "btc_mined")


def network_by_month(runway_path: Path) -> Series:
    """Network hashrate, TH/s, in each month; nan for the opening balance."""
    return _after_nothing(runway_path, "network_hashrate")


def burn_by_month(runway_path: Path) -> Series:
    """Burn, USD, in each month; nan for the opening balance."""
    return _after_nothing(runway_path, "burn")


def ai_net_by_month(runway_path: Path) -> Series:
    """AI margin less payments to its supplier, USD, in each month; nan for the opening balance."""
    return _after_nothing(runway_path, "ai_net")


def _after_nothing(path: Path, name: str) -> Series:
    values = path.of(name)
    return np.concatenate((np.full_like(values[:1], np.nan, dtype=float), values))


def btc_sold_within_horizon(runway_path: Path) -> Series:
    """Coins of the treasury sold within the forecast, BTC."""
    return np.asanyarray(runway_path.ahead("treasury_sold").sum(axis=0))


def btc_left_at_horizon(runway_path: Path) -> Series:
    """Coins left after the last month of the horizon, BTC."""
    return np.asanyarray(runway_path.of("btc_close")[-1])


def btc_sold_for(cause: str) -> Callable[[Path], Series]:
    """The function that reads how many treasury coins the forecast sells for a cause of `month.CAUSES`, BTC."""

    def btc_sold(runway_path: Path) -> Series:
        """Treasury coins sold for this cause within the forecast, BTC."""
        return np.asanyarray(runway_path.ahead(f"sold_{cause}").sum(axis=0))

    return btc_sold


def btc_sold_up_to_today_for(cause: str) -> Callable[[Path], Series]:
    """The function that reads how many treasury coins the estimate sells for a cause of `month.CAUSES`, BTC."""

    def btc_sold(runway_path: Path) -> Series:
        """Treasury coins sold for this cause between the balance and today, BTC: estimated."""
        return np.asanyarray(runway_path.estimated(f"sold_{cause}").sum(axis=0))

    return btc_sold


def first_year(flow: str) -> Callable[[Path], Series]:
    """The function that reads a cash flow of the first twelve months of the forecast, USD, outflows negative."""

    def in_first_year(runway_path: Path) -> Series:
        """This cash flow over the first twelve months, USD; of the balances, the one at their start or end."""
        months = runway_path.ahead(flow)[:MONTHS_PER_YEAR]
        if flow in CASH_FLOWS:
            return np.asanyarray(CASH_FLOWS[flow] * months.sum(axis=0))
        return np.asanyarray(months[0 if flow == "cash_open" else -1])

    return in_first_year


def first_year_mining(runway_path: Path) -> Series:
    """Sales of the mined coins less hosting over the first twelve months, USD."""
    sales, hosting = (runway_path.ahead(name)[:MONTHS_PER_YEAR].sum(axis=0) for name in ("output_sales", "hosting"))
    return np.asanyarray(sales - hosting)
