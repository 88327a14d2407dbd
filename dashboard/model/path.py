"""A simulated path of the runway, and the figures read off it."""

from dataclasses import dataclass, replace

import numpy as np

from dashboard.model import Number, Series
from dashboard.model.month import CASH_FLOWS, ROUNDING_BTC, Flags, Month, RunwayInputs
from dashboard.model.runway import ai_margin_at_full_capacity, network_path, simulate_months


def first_month(flags: Flags) -> Series:
    """Number of the first month (1 = first axis index 0) whose flag is set; nan where none is."""
    return np.where(flags.any(axis=0), np.argmax(flags, axis=0) + 1.0, np.nan)


def at_month(values: Series, month: Number) -> Series:
    """Row `month` (1 = first) of values by month, nan where there is none; shape of one row."""
    rows = np.arange(1, len(values) + 1).reshape((-1,) + (1,) * (values.ndim - 1))
    found = np.sum(np.where(rows == month, values, 0), axis=0)
    return np.where((month >= 1) & (month <= len(values)), found, np.nan)


@dataclass(frozen=True)
class Runway:
    """A simulated path and the figures read off it; shape of the scenario, () for one; nan = never."""

    inputs: RunwayInputs
    months: Month

    @property
    def burn_per_month(self) -> Series:
        """Hosting + fixed + interest − mining revenue − lease income of month 1, USD; negative = no burn."""
        return np.asanyarray(self.months.burn[0])

    @property
    def months_to_next_sale(self) -> Series:
        """First month in which coins of the opening treasury are sold."""
        return first_month(self.months.treasury_sold > ROUNDING_BTC)

    @property
    def runway_months(self) -> Series:
        """Whole months paid before the first shortfall; 0 = month 1 is not paid, nan = no shortfall."""
        return first_month(self.months.shortfall) - 1

    @property
    def months_to_ai_break_even(self) -> Series:
        """First month in which the AI cash margin covers the burn; 0 = no burn in month 1, nan = never.

        Counted as if the ramp were paid for: compare with `runway_months`, or ask `ai_break_even_reached`.
        """
        covers = (self.months.ai_margin_planned > 0) & (self.months.ai_margin_planned >= self.months.burn)
        return np.where(self.burn_per_month <= 0, 0.0, first_month(covers))

    @property
    def ai_break_even_reached(self) -> Flags:
        """True where AI covers the burn in a month that is still paid."""
        last_paid = np.where(np.isnan(self.runway_months), self.inputs.horizon_months, self.runway_months)
        return np.asanyarray(self.months_to_ai_break_even <= last_paid)

    @property
    def burn_at_full_ramp(self) -> Series:
        """Burn in month `ramp_months`, USD; as planned, also where the path has failed before."""
        return at_month(self.months.burn, np.minimum(np.floor(self.inputs.ramp_months), self.inputs.horizon_months))

    @property
    def ai_margin_per_mw_at_full_ramp(self) -> Series:
        """Cash margin a month of one complete IT megawatt at the price level of month `ramp_months`, USD."""
        return np.asanyarray(ai_margin_at_full_capacity(self.inputs, self.inputs.ramp_months))

    @property
    def ai_burn_cover(self) -> Series:
        """AI cash margin at full capacity ÷ burn, both in month `ramp_months`; nan = there is no burn."""
        burn = self.burn_at_full_ramp
        return self.inputs.ai_mw * self.ai_margin_per_mw_at_full_ramp / np.where(burn > 0, burn, np.nan)

    @property
    def ai_mw_needed(self) -> Series:
        """IT megawatts that would cover the burn of month `ramp_months`; 0 = no burn, nan = no size would."""
        margin = self.ai_margin_per_mw_at_full_ramp
        return np.maximum(self.burn_at_full_ramp, 0) / np.where(margin > 0, margin, np.nan)

    @property
    def ai_capex_needed(self) -> Series:
        """Plant for `ai_mw_needed`, USD."""
        return self.ai_mw_needed * self.inputs.ai_capex_per_mw

    @property
    def funds_available(self) -> Series:
        """Cash above the minimum + all coins net of selling cost + equity raised, USD; debt not deducted."""
        inputs = self.inputs
        coins = inputs.opening_btc * inputs.btc_price * (1 - inputs.selling_cost)
        return np.asanyarray(inputs.opening_cash - inputs.minimum_cash + coins + inputs.equity_raise)

    @property
    def btc_left_at_horizon(self) -> Series:
        """Coins at the end of the last month, pledged ones included, BTC."""
        return np.asanyarray(self.months.btc_close[-1])

    def sources_and_uses(self, months: int = 12) -> dict[str, Series]:
        """Cash flows of the first `months` months, USD, signed: opening cash + flows = closing cash."""
        part = {name: getattr(self.months, name)[:months].sum(axis=0) for name in CASH_FLOWS}
        signed = {name: sign * part[name] for name, sign in CASH_FLOWS.items()}
        return {
            "cash_open": self.months.cash_open[0],
            **signed,
            "cash_close": self.months.cash_close[:months][-1],
        }


def run_runway(
    inputs: RunwayInputs, btc_prices: Series | None = None, network_hashrates: Series | None = None
) -> Runway:
    """Simulate `inputs.horizon_months` months and keep every flow.

    Without `btc_prices` the price stays at `inputs.btc_price`; without `network_hashrates` the network
    grows by `inputs.network_growth` a month. Given arrays have the months on the first axis; further axes
    broadcast with the inputs, so one run serves any number of scenarios or paths.
    """
    prices = np.asanyarray(inputs.btc_price) if btc_prices is None else btc_prices
    if btc_prices is None:
        prices = np.broadcast_to(prices, (inputs.horizon_months, *prices.shape))
    network = network_path(inputs) if network_hashrates is None else network_hashrates
    records = list(simulate_months(inputs, prices, network))
    shape = records[0].cash_close.shape
    # np.broadcast_to costs more than a month of the model, and most flows have the full shape already.
    columns = (
        np.stack([value if value.shape == shape else np.broadcast_to(value, shape) for value in column])
        for column in zip(*records, strict=True)
    )
    return Runway(inputs, Month(*columns))


def runway_cost_of_ai(inputs: RunwayInputs) -> Series:
    """Months of runway that the AI plant costs (negative = gains); nan where either run never falls short."""
    without = run_runway(replace(inputs, ai_mw=0.0)).runway_months
    return np.asanyarray(without - run_runway(inputs).runway_months)
