"""What a month of the runway is made of: the terms of the path, what the month brings, its balance and its record."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.model import Choice, Number, Series
from dashboard.model.clock import Clock
from dashboard.model.estimate import Estimate

Flags = npt.NDArray[np.bool_]
# Below these a difference is rounding, not an event.
ROUNDING_USD = 1e-6
ROUNDING_BTC = 1e-6
CAUSES = ("liquidity", "minimum_cash", "plant", "margin_call", "liquidation", "maturity")
# Building AI plant is a choice: coins sold for it are not sold by force.
FORCED_CAUSES = tuple(cause for cause in CAUSES if cause != "plant")
CASH_FLOWS = {
    "output_sales": 1,
    "hosting": -1,
    "overhead": -1,
    "other_outflow": -1,
    "interest": -1,
    "lease": 1,
    "ai_margin": 1,
    "vendor_payments": -1,
    "capex": -1,
    "equity": 1,
    "borrowed": 1,
    "treasury_sales": 1,
    "debt_repaid": -1,
    "arrears": 1,
}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What decides a month beside what it brings: USD, share of 1; interest a year, months as `Flows.number`.

    Principal falls due in `maturity_month`, but for the share `debt_rolled_over`.
    """

    selling_cost: Number = 0.0
    interest_rate: Number = 0.0
    margin_call_ltv: Number = 1.0
    liquidation_ltv: Number = 1.0
    maturity_month: float = np.inf
    debt_rolled_over: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class Terms(Rules):
    """Everything a path needs, in base units (USD, BTC, TH/s, share of 1, month, year).

    Each number may be a scalar or an array; arrays broadcast against each other, so a table of prices ×
    megawatts is one run. `opening_btc` counts all coins, pledged ones included. `halving_months`: months from
    the end of today's month to the halving. `network_response` is the beta of the network to the block value
    of `network_response_lag` months before; 0 = none.

    AI figures are per IT megawatt at full capacity and the GPU price of its own date. What stands today earns
    by the GPU figures; `expansion_...` holds for what `ai_mw` adds to it. `vendor_share` of the expansion is
    paid by its supplier and repaid level over `vendor_years` at `vendor_rate` a year.
    """

    clock: Clock
    estimate: Estimate
    opening_cash: Number
    opening_btc: Number
    btc_price: Number
    network_hashrate: Number
    self_mining_hashrate: Number
    block_subsidy: Number
    fee_ratio: Number
    halving_months: Number
    cash_cost_at_reference: Number
    reference_network_hashrate: Number
    reference_block_subsidy: Number
    overhead_per_month: Number
    minimum_cash: Number
    network_growth: Number = 0.0
    network_response: Number = 0.0
    network_response_lag: int = 2
    curtailment: Choice = "OFF"
    avoidable_hosting_share: Number = 0.5
    other_outflow_per_month: Number = 0.0
    lease_income_per_month: Number = 0.0
    equity_raise: Number = 0.0
    new_borrowing: Number = 0.0
    pledged_btc: Number = 0.0
    btc_loan: Number = 0.0
    other_debt: Number = 0.0
    ai_mw_today: Number = 0.0
    ai_mw: Number = 0.0
    ramp_months: Number = 1.0
    gpu_revenue_per_mw_year: Number = 0.0
    gpu_running_cost_per_mw_year: Number = 0.0
    gpu_capex_per_mw: Number = 0.0
    gpu_price_decay: Number = 0.0
    expansion_revenue_per_mw_year: Number = 0.0
    expansion_running_cost_per_mw_year: Number = 0.0
    expansion_capex_per_mw: Number = 0.0
    expansion_price_decay: Number = 0.0
    vendor_share: Number = 0.0
    vendor_rate: Number = 0.0
    vendor_years: Number = 5.0

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Shape to which all numbers broadcast: () for one scenario."""
        numbers = [getattr(self, field.name) for field in fields(self) if field.name not in ("clock", "estimate")]
        return np.broadcast_shapes(*(np.shape(number) for number in numbers))

    @property
    def horizon_months(self) -> int:
        """Months of the forecast."""
        return len(self.clock.month) - self.clock.estimated


class Flows(NamedTuple):
    """What months bring before anything is decided; it depends on prices and plant, not on the balance.

    First axis = month, the rest broadcasts with the scenario; USD, BTC, TH/s, all in the direction named.
    `net_cash`: everything that changes cash before a coin of the treasury is sold, but interest. `btc_kept`:
    coins that join the treasury by decision (negative = leave it), not by a sale of the month step.
    """

    number: Series
    btc_price: Series
    btc_low: Series
    network_hashrate: Series
    btc_mined: Series
    idle: Series | Flags
    hosting: Series
    overhead: Series
    other_outflow: Series
    lease: Series
    ai_margin: Series
    vendor_payments: Series
    capex: Series
    equity: Series
    borrowed: Series
    output_sales: Series
    net_cash: Series
    btc_kept: Series


class State(NamedTuple):
    """Balance at the end of a month; `buffer` is cash from coins sold only to hold the minimum cash."""

    cash: Series
    unpledged: Series
    pledged: Series
    btc_loan: Series
    other_debt: Series
    buffer: Series
    failed: Flags


class MarginTest(NamedTuple):
    """What the lender's margin test does: coins pledged, sold and released, dollars repaid; zero where not called."""

    called: Flags
    cash: Series
    sold_margin_call: Series
    sold_liquidation: Series
    proceeds: Series
    repaid: Series
    unpledged: Series
    pledged: Series
    btc_loan: Series
    other_debt: Series


class CashSale(NamedTuple):
    """What selling coins for cash does: USD raised, of it by force, the coins for each, and what is left."""

    raised: Series
    forced_raised: Series
    forced_btc: Series
    plant_btc: Series
    proceeds: Series
    repaid: Series
    unpledged: Series
    pledged: Series
    btc_loan: Series


class Step(NamedTuple):
    """What a month did to the balance: USD and BTC, positive in the direction named.

    `running` is 1 in a month that starts with every bill paid so far, else 0. `interest_due` is what the
    debt costs whether it is paid or not. `due`: principal that fell due; `unpaid`: dollars that are missing,
    with them. `liquidity_raised`: part of the cash raised by force which the bills needed.
    """

    opening: State
    closing: State
    running: Series
    interest_due: Series
    margin: MarginTest
    sale: CashSale
    liquidity_raised: Series
    sold_maturity: Series
    maturity_proceeds: Series
    due: Series
    unpaid: Series
    shortfall: Flags

    @property
    def sold_liquidity(self) -> Series:
        """Coins sold for bills that would have been due with no minimum cash at all."""
        raised = self.sale.forced_raised
        return np.asanyarray(self.sale.forced_btc * self.liquidity_raised / np.where(raised > 0, raised, 1))

    @property
    def sold_minimum_cash(self) -> Series:
        """Coins sold only to hold the minimum cash."""
        return np.asanyarray(self.sale.forced_btc - self.sold_liquidity)

    @property
    def sold_plant(self) -> Series:
        """Coins that would not have been sold without this month's AI plant."""
        return self.sale.plant_btc

    @property
    def sold_margin_call(self) -> Series:
        """Coins sold to cure a margin call."""
        return self.margin.sold_margin_call

    @property
    def sold_liquidation(self) -> Series:
        """Coins sold by the lender."""
        return self.margin.sold_liquidation

    @property
    def margin_called(self) -> Flags:
        """Where the lender called, cured or not."""
        return self.margin.called

    @property
    def forced_btc(self) -> Series:
        """Coins of the treasury sold by force: every cause but AI plant."""
        by_lender = self.margin.sold_margin_call + self.margin.sold_liquidation
        return np.asanyarray(self.sale.forced_btc + by_lender + self.sold_maturity)

    @property
    def treasury_sales(self) -> Series:
        """What the coins of the treasury sold in the month brought."""
        return np.asanyarray(self.sale.proceeds + self.margin.proceeds + self.maturity_proceeds)

    @property
    def debt_repaid(self) -> Series:
        """Principal repaid."""
        return np.asanyarray(self.margin.repaid + self.sale.repaid + self.due - self.unpaid_principal)

    @property
    def unpaid_principal(self) -> Series:
        """Principal that fell due and stays owed."""
        return np.asanyarray(np.minimum(self.unpaid, self.due))

    @property
    def arrears(self) -> Series:
        """Bills that remain unpaid."""
        return np.asanyarray(self.unpaid - self.unpaid_principal)


def nowhere(values: Number | Flags) -> bool:
    """Whether a mask is false, or a number zero, everywhere, so that a step may be left out; of a cell, never."""
    array = np.asanyarray(values)
    return array.dtype != object and not array.any()
