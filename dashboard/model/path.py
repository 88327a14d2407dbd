"""A simulated path from the last balance to the horizon, and what is read off it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

import numpy as np

from dashboard.model import Number, Series
from dashboard.model.flows import estimate_flows, forecast_flows
from dashboard.model.month import CASH_FLOWS, CAUSES, ROUNDING_BTC, Flags, Flows, Step, Terms
from dashboard.model.month_step import estimate_minimum_cash, opening_state, roll

# An AI business covers the burn when it does so for so many months in a row, or up to the horizon.
COVERED_MONTHS = 12
# From so many months on, cover that ends again is worth a sentence.
COVERED_FOR_A_WHILE = 3

# What a month brings, zero once a month has not been paid.
_PAID = (
    "hosting", "overhead", "other_outflow", "capex", "lease", "ai_margin", "vendor_payments", "equity",
    "borrowed", "output_sales", "btc_mined",
)  # fmt: skip
_STATED = ("btc_price", "btc_low", "network_hashrate", "idle")
_STEPPED = (
    *(f"sold_{cause}" for cause in CAUSES), "treasury_sales", "debt_repaid", "arrears", "interest_due",
    "margin_called", "shortfall", "running", "forced_btc",
)  # fmt: skip
_BALANCES = ("cash", "btc", "pledged", "debt", "btc_loan")

FIELDS = (
    *_STATED, "cash_open", *CASH_FLOWS, "cash_close", "btc_open", "btc_mined", "sold_output",
    *(f"sold_{cause}" for cause in CAUSES), "treasury_sold", "forced_btc", "btc_close", "pledged_close", "debt_open",
    "debt_close", "btc_loan_close", "margin_called", "shortfall", "running", "interest_due", "burn", "ai_net",
)  # fmt: skip
"""Everything that `Path.of` knows by month; flows are positive in the direction named.

Closing balances follow from the opening ones, month by month:
cash  = open + Σ sign × flow of `CASH_FLOWS`
coins = open + btc_mined − sold_output − treasury_sold
debt  = open + borrowed − debt_repaid
After the first shortfall every flow is zero; only the prices, `burn` (hosting + overhead + other + interest −
output sales − other income) and `ai_net` (margin − payments to the supplier) go on, as if the bills were paid.
"""


def first_month(flags: Flags) -> Series:
    """Number of the first month (1 = first axis index 0) whose flag is set; nan where none is."""
    if len(flags) == 0:
        return np.full(flags.shape[1:], np.nan)
    return np.where(flags.any(axis=0), np.argmax(flags, axis=0) + 1.0, np.nan)


def at_month(values: Series, month: Number) -> Series:
    """Row `month` (1 = first) of values by month, nan where there is none; shape of one row."""
    rows = np.arange(1, len(values) + 1).reshape((-1,) + (1,) * (values.ndim - 1))
    found = np.sum(np.where(rows == month, values, 0), axis=0)
    return np.where((month >= 1) & (month <= len(values)), found, np.nan)


@dataclass(frozen=True)
class Path:
    """The months of one scenario, or of many at once: estimate first, then forecast.

    `of` gives all of them, `estimated` and `ahead` a part; each array has the months on its first axis and
    the shape of the scenario on the others.
    """

    terms: Terms
    past: Flows
    future: Flows
    steps: tuple[Step, ...]
    _memo: dict[str, Series] = field(default_factory=dict, repr=False, compare=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one month: () for one scenario."""
        return np.shape(self.steps[-1].closing.cash)

    def of(self, name: str) -> Series:
        """One of `FIELDS` by month. Raises KeyError for another name."""
        if name not in self._memo:
            self._memo[name] = self._read(name)
        return self._memo[name]

    def estimated(self, name: str) -> Series:
        """One of `FIELDS` in the months up to today; may be empty."""
        return self.of(name)[: self.terms.clock.estimated]

    def ahead(self, name: str) -> Series:
        """One of `FIELDS` in the months of the forecast."""
        return self.of(name)[self.terms.clock.estimated :]

    def today(self, name: str) -> Series:
        """`cash`, `btc`, `pledged`, `debt` or `btc_loan` at the end of today's month."""
        return self._balance(name, self.steps[self.terms.clock.estimated].opening)

    def _read(self, name: str) -> Series:
        if name in _PAID:
            return self._flow(name) * self.of("running")
        if name in _STATED:
            return self._flow(name)
        if name in _STEPPED:
            return self._stack([getattr(step, name) for step in self.steps])
        if name == "interest":
            return self.of("interest_due") * self.of("running")
        if name == "sold_output":
            return self.of("btc_mined")
        if name == "treasury_sold":
            return self.of("forced_btc") + self.of("sold_plant")
        if name == "burn":
            bills = self._flow("hosting") + self._flow("overhead") + self._flow("other_outflow")
            return bills + self.of("interest_due") - self._flow("output_sales") - self._flow("lease")
        if name == "ai_net":
            return self._flow("ai_margin") - self._flow("vendor_payments")
        balance, _, side = name.rpartition("_")
        if balance in _BALANCES and side in ("open", "close"):
            states = [step.opening if side == "open" else step.closing for step in self.steps]
            return self._stack([self._balance(balance, state) for state in states])
        raise KeyError(name)

    def _balance(self, name: str, state: object) -> Series:
        parts = {"btc": ("unpledged", "pledged"), "debt": ("btc_loan", "other_debt")}.get(name, (name,))
        return np.asanyarray(sum(getattr(state, part) for part in parts[1:]) + getattr(state, parts[0]))

    def _flow(self, name: str) -> Series:
        return self._stack([row for flows in (self.past, self.future) for row in getattr(flows, name)])

    def _stack(self, rows: list[Series]) -> Series:
        if any(row.dtype == object for row in rows):
            # Cells of a workbook take no other way.
            return np.stack([np.broadcast_to(row, self.shape) for row in rows])
        # The same for numbers, at a fraction of the cost.
        stacked = np.empty((len(rows), *self.shape), np.result_type(*rows))
        for month, row in enumerate(rows):
            stacked[month] = row
        return stacked

    # --------------------------------------------------------------------------------------------- readings

    @cached_property
    def never_built(self) -> Path:
        """The same months at the flat price had AI plant never been built."""
        return run_path(without_ai(self.terms))

    @cached_property
    def stopped_today(self) -> Path:
        """The same months at the flat price with the AI plant idle from today on."""
        return run_path(stopped_today(self.terms))

    @cached_property
    def estimate_failed(self) -> Flags:
        """Where a month up to today could not have been paid."""
        return np.asanyarray(self.steps[self.terms.clock.estimated].opening.failed)

    @cached_property
    def burn_per_month(self) -> Series:
        """Burn of the first month of the forecast, USD; negative = none."""
        return np.asanyarray(self.ahead("burn")[0])

    @cached_property
    def next_forced_sale(self) -> Series:
        """First month of the forecast in which coins are sold by force; nan = none within the horizon."""
        return first_month(self.ahead("forced_btc") > ROUNDING_BTC)

    @cached_property
    def next_plant_sale(self) -> Series:
        """First month of the forecast in which coins are sold for AI plant; nan = none."""
        return first_month(self.ahead("sold_plant") > ROUNDING_BTC)

    @cached_property
    def money_gone(self) -> Series:
        """First month that is not paid; 0 or less = already up to today, nan = every month is paid."""
        ahead = first_month(cast(Flags, self.ahead("shortfall")))
        past = self.estimated("shortfall")
        if len(past) == 0:
            return ahead
        before = first_month(cast(Flags, past)) - len(past)
        return np.where(self.estimate_failed, before, ahead)

    @cached_property
    def paid(self) -> Flags:
        """Months of the forecast that are paid."""
        return np.asanyarray((self.ahead("running") > 0) & np.logical_not(self.ahead("shortfall")))

    @cached_property
    def covered(self) -> Flags:
        """Months of the forecast that are paid and whose burn is positive and covered by AI after its payments."""
        burn, net = self.ahead("burn"), self.ahead("ai_net")
        return np.asanyarray((burn > 0) & (net >= burn) & self.paid)

    @cached_property
    def ai_covers_from(self) -> Series:
        """First covered month; nan = none."""
        return first_month(self.covered)

    @cached_property
    def ai_covered_months(self) -> Series:
        """Months covered in a row from `ai_covers_from` on; 0 = none."""
        start = self.ai_covers_from
        return np.asanyarray(np.where(np.isnan(start), 0.0, at_month(_run_lengths(self.covered), start)))

    @cached_property
    def ai_stops_covering(self) -> Series:
        """First month after that which is not covered; nan = none, or cover to the horizon."""
        end = self.ai_covers_from + self.ai_covered_months
        return np.where(end <= self.terms.horizon_months, end, np.nan)

    @cached_property
    def ai_covers(self) -> Flags:
        """Where AI covers the burn for `COVERED_MONTHS` in a row or to the horizon: the AI cases."""
        return np.asanyarray(~np.isnan(self.ai_covers_lasting_from))

    @cached_property
    def ai_covers_lasting_from(self) -> Series:
        """First month of the first stretch of cover that lasts `COVERED_MONTHS` or to the horizon; nan = none."""
        lasting = _run_lengths(self.covered)
        left = np.arange(self.terms.horizon_months, 0, -1).reshape((-1,) + (1,) * (lasting.ndim - 1))
        return first_month((lasting > 0) & (lasting >= np.minimum(COVERED_MONTHS, left)))

    @cached_property
    def ai_burn_cover(self) -> Series:
        """Largest share of a positive burn that AI covers, after its payments, in a month that is paid; nan = none."""
        burn = self.ahead("burn")
        burns = (burn > 0) & self.paid
        share = np.where(burns, self.ahead("ai_net") / np.where(burns, burn, 1.0), -np.inf)
        return np.where(burns.any(axis=0), np.maximum.reduce(share, axis=0), np.nan)

    @cached_property
    def shortfall_gap(self) -> Series:
        """USD missing in the first month that is not paid, up to the minimum cash; nan = every month is paid."""
        gone = self.money_gone
        principal = np.where(gone == self.terms.maturity_month, at_month(self.ahead("debt_close"), gone), 0)
        rolled = np.where(gone == self.terms.maturity_month, self.debt_rolled, 0)
        missing = self.terms.minimum_cash - at_month(self.ahead("cash_close"), gone)
        return np.asanyarray(missing + at_month(self.ahead("arrears"), gone) + principal - rolled)

    @cached_property
    def debt_before_maturity(self) -> Series:
        """Debt at the opening of the month in which it falls due, USD; nan where that lies beyond the horizon."""
        return at_month(self.ahead("debt_open"), self.terms.maturity_month)

    @cached_property
    def debt_due(self) -> Series:
        """Principal that falls due, USD; nan where that lies beyond the horizon."""
        return np.asanyarray(self.debt_before_maturity * (1 - self.terms.debt_rolled_over))

    @cached_property
    def debt_rolled(self) -> Series:
        """Principal that stays when the rest falls due, USD."""
        return np.asanyarray(self.debt_before_maturity * self.terms.debt_rolled_over)

    @cached_property
    def gone_by_maturity(self) -> Flags:
        """Where the first unpaid month would have been paid had no debt fallen due in it."""
        return np.asanyarray((self.money_gone == self.terms.maturity_month) & (self.shortfall_gap <= self.debt_due))

    @cached_property
    def net_before_debt(self) -> Series:
        """Cash + coins net of selling cost − debt at the end of the month before the debt falls due, USD."""
        month = self.terms.maturity_month
        coins = at_month(self.ahead("btc_open"), month) * at_month(self.ahead("btc_price"), max(month - 1, 1))
        cash = at_month(self.ahead("cash_open"), month)
        return np.asanyarray(cash + coins * (1 - self.terms.selling_cost) - self.debt_before_maturity)


def _run_lengths(flags: Flags) -> Series:
    """How many flags in a row are set from each month on; first axis = month."""
    lengths = [np.where(flags[-1], 1.0, 0.0)]
    for row in flags[-2::-1]:
        lengths.append(np.where(row, lengths[-1] + 1, 0.0))
    return np.stack(lengths[::-1])


def run_path(terms: Terms, btc_prices: Series | None = None, btc_lows: Series | None = None) -> Path:
    """Run the estimate and `terms.horizon_months` months of forecast, and keep every month.

    Without prices the price stays at `terms.btc_price` and the month's low is the price. Given prices and
    lows have the months on the first axis; further axes broadcast with the terms, so one run serves any
    number of scenarios.
    """
    past, future = estimate_flows(terms), forecast_flows(terms, btc_prices, btc_lows)
    shape = np.shape(future.btc_price)[1:]
    estimated = tuple(roll(opening_state(terms, shape), past, terms, estimate_minimum_cash(terms)))
    opening = estimated[-1].closing if estimated else opening_state(terms, shape)
    return Path(terms, past, future, (*estimated, *roll(opening, future, terms, terms.minimum_cash)))


def without_ai(terms: Terms) -> Terms:
    """The same company had it never built AI plant."""
    return replace(terms, ai_mw=0.0, ai_mw_today=0.0)


def stopped_today(terms: Terms) -> Terms:
    """The same company if it lets its AI plant stand idle from today on."""
    return replace(terms, ai_mw=0.0)
