"""Forecast against published: what the model would have said on the day of the balance, and what it says now.

Scored are the quarters after the balance whose output is published; open are those that have begun and are not.
Only the close and the network of the day of the balance enter a scored forecast, held flat.
"""

from __future__ import annotations

import numpy as np

from dashboard.model import Dates, Day, Number, Periods, Series, last_value, quarter_of, value_in
from dashboard.model.clock import Months, days_in
from dashboard.model.estimate import MONTHS_PER_QUARTER, network_by_month, published_network, quarter_months
from dashboard.model.mining_month import mining_month
from dashboard.model.network import realised_hashrate
from dashboard.model.path import Path


def ledger_periods(
    balance_date: Day, quarterly_results_period: Periods, quarterly_results_btc_mined: Series
) -> Periods:
    """Quarters that begin after the balance and whose output is published, in order: "2026-Q2"."""
    after = np.datetime64(balance_date, "M")
    found = {
        quarter_months(period)[0]: period
        for period, mined in zip(quarterly_results_period.tolist(), quarterly_results_btc_mined.tolist(), strict=True)
        if quarter_months(period).size and np.isfinite(mined) and quarter_months(period)[0] > after
    }
    return np.array([found[month] for month in sorted(found)], dtype=np.str_)


def ledger_network(
    balance_date: Day, network_period: Periods, network_difficulty: Series, network_network_hashrate: Series
) -> float:
    """Network hashrate of the month of the balance, TH/s."""
    known, hashrates = published_network(network_period, network_difficulty, network_network_hashrate)
    return float(network_by_month(np.array([balance_date], dtype="datetime64[M]"), known, hashrates)[0])


def ledger_close(balance_date: Day, btc_price_daily_date: Dates, btc_price_daily_close: Series) -> float:
    """Bitcoin close on the day of the balance, USD."""
    return last_value(balance_date, btc_price_daily_date, btc_price_daily_close)


def ledger_hashrate_implied(
    balance_date: Day,
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    ledger_network: Number,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Number:
    """Own hashrate that the output of the month of the balance implies, TH/s. N08."""
    month = np.datetime64(balance_date, "M")
    mined = value_in(str(month), monthly_operations_period, monthly_operations_btc_produced)
    days = float(days_in(np.array([month]))[0])
    return realised_hashrate(mined, days, ledger_network, block_subsidy, fee_ratio)


def ledger_btc_deployed(
    ledger_periods: Periods,
    self_mining_hashrate_reported: Number,
    ledger_network: Number,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Series:
    """Output of each scored quarter at the hashrate last reported, BTC."""
    return _output(ledger_periods, self_mining_hashrate_reported, ledger_network, block_subsidy, fee_ratio)


def ledger_btc_implied(
    ledger_periods: Periods,
    ledger_hashrate_implied: Number,
    ledger_network: Number,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Series:
    """Output of each scored quarter at the hashrate which the last month's output implied, BTC."""
    return _output(ledger_periods, ledger_hashrate_implied, ledger_network, block_subsidy, fee_ratio)


def _output(periods: Periods, hashrate: Number, network: Number, subsidy: Number, fee_ratio: Number) -> Series:
    days = np.array([days_in(quarter_months(period)).sum() for period in periods], dtype=float)
    # Coins alone are asked for: no price and no cost enters.
    mined, _, _ = mining_month(0.0, network, hashrate, subsidy, days, fee_ratio, 0.0, network, subsidy, "OFF", 0.0)
    return np.asarray(mined)


def ledger_btc_published(
    ledger_periods: Periods, quarterly_results_period: Periods, quarterly_results_btc_mined: Series
) -> Series:
    """Published output of each scored quarter, BTC."""
    return _published(ledger_periods, quarterly_results_period, quarterly_results_btc_mined)


def ledger_revenue_published(
    ledger_periods: Periods, quarterly_results_period: Periods, quarterly_results_btc_revenue: Series
) -> Series:
    """Published bitcoin revenue of each scored quarter, USD; nan = not published."""
    return _published(ledger_periods, quarterly_results_period, quarterly_results_btc_revenue)


def _published(periods: Periods, known: Periods, values: Series) -> Series:
    return np.array([value_in(period, known, values) for period in periods.tolist()], dtype=float)


def ledger_revenue_deployed(ledger_btc_deployed: Series, ledger_close: Number) -> Series:
    """Bitcoin revenue of each scored quarter at the hashrate last reported, USD."""
    return ledger_btc_deployed * ledger_close


def ledger_revenue_implied(ledger_btc_implied: Series, ledger_close: Number) -> Series:
    """Bitcoin revenue of each scored quarter at the hashrate implied, USD."""
    return ledger_btc_implied * ledger_close


def ledger_error_deployed(ledger_btc_deployed: Series, ledger_btc_published: Series) -> Series:
    """Forecast ÷ published output − 1 at the hashrate last reported, share of 1."""
    return ledger_btc_deployed / ledger_btc_published - 1


def ledger_error_implied(ledger_btc_implied: Series, ledger_btc_published: Series) -> Series:
    """Forecast ÷ published output − 1 at the hashrate implied, share of 1."""
    return ledger_btc_implied / ledger_btc_published - 1


def ledger_open_periods(
    runway_path: Path, quarterly_results_period: Periods, quarterly_results_btc_mined: Series
) -> Periods:
    """Quarters of the path that have begun by today and whose output is not published: "2026-Q3"."""
    clock = runway_path.terms.clock
    begun = np.unique(_quarter_of(clock.month[: clock.estimated]))
    names = np.array([quarter_of(str(month)) for month in begun])
    known = quarterly_results_period[np.isfinite(quarterly_results_btc_mined)]
    within = [set(quarter_months(str(name))) <= set(clock.month) for name in names]
    return np.asarray(names[~np.isin(names, known) & np.array(within, dtype=bool)], dtype=np.str_)


def _quarter_of(months: Months) -> Months:
    """The first month of the quarter of each month."""
    number = months.astype(int)
    return np.asarray((number - number % MONTHS_PER_QUARTER).astype("datetime64[M]"))


def _sums(path: Path, periods: Periods, name: str) -> Series:
    months = path.terms.clock.month
    return np.array([path.of(name)[np.isin(months, quarter_months(period))].sum() for period in periods.tolist()])


def _ends(path: Path, periods: Periods, name: str) -> Series:
    months = path.terms.clock.month
    return np.array([path.of(name)[months == quarter_months(period)[-1]][0] for period in periods.tolist()])


def ledger_open_btc_mined(runway_path: Path, ledger_open_periods: Periods) -> Series:
    """Coins mined in each open quarter as the path has it, BTC."""
    return _sums(runway_path, ledger_open_periods, "btc_mined")


def ledger_open_revenue(runway_path: Path, ledger_open_periods: Periods) -> Series:
    """Bitcoin revenue of each open quarter as the path has it, USD."""
    return _sums(runway_path, ledger_open_periods, "output_sales")


def ledger_open_btc_held(runway_path: Path, ledger_open_periods: Periods) -> Series:
    """Coins held at the end of each open quarter as the path has it, BTC."""
    return _ends(runway_path, ledger_open_periods, "btc_close")


def ledger_open_cash(runway_path: Path, ledger_open_periods: Periods) -> Series:
    """Cash at the end of each open quarter as the path has it, USD."""
    return _ends(runway_path, ledger_open_periods, "cash_close")
