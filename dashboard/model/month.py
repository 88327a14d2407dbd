"""What a month of the runway is made of: the company it starts from, what it brings, its balance and its record."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.model import Number, Series

Flags = npt.NDArray[np.bool_]
# Below these a difference is rounding, not an event.
ROUNDING_USD = 1e-6
ROUNDING_BTC = 1e-6
CAUSES = ("liquidity", "minimum_cash", "margin_call", "liquidation", "maturity")
CASH_FLOWS = {
    "output_sales": 1,
    "hosting": -1,
    "overhead": -1,
    "interest": -1,
    "lease": 1,
    "ai_margin": 1,
    "capex": -1,
    "equity": 1,
    "treasury_sales": 1,
    "debt_repaid": -1,
    "arrears": 1,
}


@dataclass(frozen=True)
class RunwayInputs:
    """Everything the simulation needs, in base units (USD, BTC, TH/s, J/TH, USD per kWh, share of 1, month).

    Each number may be a scalar or an array; arrays broadcast against each other, so a table of prices ×
    megawatts is one run. Month 1 is the first month after the opening balance. A month is 365/12 days.

    A forced sale costs `selling_cost`; the month's output goes at spot unless `output_selling_cost` says otherwise.
    `opening_btc` counts all coins, pledged ones included. `cash_cost_at_reference` is the cash cost per
    coin at `reference_network_hashrate` and today's `block_subsidy`: it fixes the hosting cost per hash.
    The halving falls in `halving_month`, after the share `halving_share_before` of that month. AI figures
    are per IT megawatt at full capacity and the price of month 1. Principal falls due in `maturity_month`.
    `cohort_efficiency` and `cohort_share` split the hashrate into groups of machines that can be switched
    off one by one; empty means one group.

    Raises ValueError if the cohorts are not shares of one fleet or the horizon is empty.
    """

    opening_cash: Number
    opening_btc: Number
    btc_price: Number
    cash_cost_at_reference: Number
    reference_network_hashrate: Number
    network_hashrate: Number
    self_mining_hashrate: Number
    fleet_efficiency: Number
    power_tariff: Number
    block_subsidy: Number
    fee_ratio: Number
    halving_month: Number
    halving_share_before: Number
    overhead_per_month: Number
    minimum_cash: Number
    selling_cost: Number
    output_selling_cost: Number = 0.0
    network_growth: Number = 0.0
    lease_income_per_month: Number = 0.0
    equity_raise: Number = 0.0
    pledged_btc: Number = 0.0
    btc_loan: Number = 0.0
    other_debt: Number = 0.0
    interest_rate: Number = 0.0
    margin_call_ltv: Number = 1.0
    liquidation_ltv: Number = 1.0
    maturity_month: Number = np.inf
    ai_mw: Number = 0.0
    ai_revenue_per_mw_year: Number = 0.0
    ai_power_cost_per_mw_year: Number = 0.0
    ai_opex_per_mw_year: Number = 0.0
    ai_capex_per_mw: Number = 0.0
    price_decay: Number = 0.0
    ramp_months: Number = 1.0
    curtailment: bool = True
    cohort_efficiency: tuple[float, ...] = ()
    cohort_share: tuple[float, ...] = ()
    horizon_months: int = 36

    def __post_init__(self) -> None:
        if len(self.cohort_efficiency) != len(self.cohort_share):
            raise ValueError("cohort_efficiency and cohort_share must have the same length")
        if self.cohort_share and not np.isclose(sum(self.cohort_share), 1):
            raise ValueError("cohort_share must add up to 1")
        if self.horizon_months < 1:
            raise ValueError("horizon_months must be at least 1")

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Shape to which all inputs broadcast: () for one scenario."""
        numbers = [getattr(self, field.name) for field in fields(self) if not field.name.startswith("cohort_")]
        return np.broadcast_shapes(*(np.shape(number) for number in numbers))


class Flows(NamedTuple):
    """What a month brings before anything is decided: it depends on prices and plant, not on the balance."""

    month: int
    btc_price: Number
    btc_mined: Number
    hosting: Number
    lease: Number
    ai_margin: Number
    capex: Number
    equity: Number


class State(NamedTuple):
    """Balance at the end of a month; `buffer` is cash from coins sold only to hold the minimum cash."""

    cash: Series
    unpledged: Series
    pledged: Series
    btc_loan: Series
    other_debt: Series
    buffer: Series
    failed: Flags


class Month(NamedTuple):
    """One month, or all months along a first axis; USD, BTC; flows are positive in the direction named.

    Closing balances follow from the opening ones:
    cash  = open − hosting − overhead − interest − capex + lease + ai_margin + equity
            + output_sales + treasury_sales − debt_repaid + arrears
    coins = open + btc_mined − sold_output − treasury_sold
    debt  = open − debt_repaid
    After the first shortfall every flow is zero; only `burn` and `ai_margin_planned` go on, as if the bills
    were paid.
    """

    btc_price: Series
    cash_open: Series
    hosting: Series
    overhead: Series
    interest: Series
    capex: Series
    lease: Series
    ai_margin: Series
    equity: Series
    output_sales: Series
    treasury_sales: Series
    debt_repaid: Series
    arrears: Series
    cash_close: Series
    btc_open: Series
    btc_mined: Series
    sold_output: Series
    sold_liquidity: Series
    sold_minimum_cash: Series
    sold_margin_call: Series
    sold_liquidation: Series
    sold_maturity: Series
    btc_close: Series
    pledged_close: Series
    debt_open: Series
    debt_close: Series
    btc_loan_close: Series
    margin_called: Flags
    shortfall: Flags
    burn: Series
    ai_margin_planned: Series

    @property
    def treasury_sold(self) -> Series:
        """Coins of the opening treasury sold, all causes, BTC."""
        by_cause = (self.sold_liquidity, self.sold_minimum_cash, self.sold_margin_call, self.sold_liquidation)
        return np.asanyarray(sum(by_cause) + self.sold_maturity)
