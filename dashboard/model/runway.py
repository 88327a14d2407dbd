"""Month by month: cash, coins and debt of a miner that sells its output and builds AI capacity.

One month step serves a single scenario, a table of scenarios, an array of random paths and the symbolic cells
of the workbook: every branch is a mask, and np.asanyarray keeps cells what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.model import DAYS_PER_YEAR, HOURS_PER_YEAR, MONTHS_PER_YEAR, Number, Series, quotient
from dashboard.model.loan import btc_to_cure, top_up_btc
from dashboard.model.network import btc_per_day

Flags = npt.NDArray[np.bool_]

DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
HOURS_PER_MONTH = HOURS_PER_YEAR / MONTHS_PER_YEAR
WATTS_PER_KILOWATT = 1e3
# Below these a difference is rounding, not an event.
ROUNDING_USD = 1e-6
ROUNDING_BTC = 1e-6
CAUSES = ("liquidity", "minimum_cash", "margin_call", "liquidation", "maturity")


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


def halving_position(days_until_halving: Number) -> tuple[Number, Number]:
    """Month of the halving (1 = first) and share of that month before it, from days after the opening."""
    months = np.asanyarray(days_until_halving) / DAYS_PER_MONTH
    return np.floor(months) + 1, months - np.floor(months)


def hosting_cost_per_month(
    cash_cost_at_reference: Number,
    self_mining_hashrate: Number,
    reference_network_hashrate: Number,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Number:
    """Hosting cost, USD a month: it is per hash, so network growth and halving do not change it. U12."""
    coins = btc_per_day(self_mining_hashrate, reference_network_hashrate, block_subsidy, fee_ratio) * DAYS_PER_MONTH
    return cash_cost_at_reference * coins


def treasury_break_even_price(
    cash_cost_per_btc: Number,
    btc_per_month: Number,
    overhead_per_month: Number,
    interest_per_month: Number,
    selling_cost: Number,
) -> Number:
    """Bitcoin price in USD at which a month's output pays its bills and the treasury stays whole. R03."""
    bills = cash_cost_per_btc * btc_per_month + overhead_per_month + interest_per_month
    return bills / (btc_per_month * (1 - selling_cost))


def network_path(inputs: RunwayInputs) -> Series:
    """Network hashrate by month, TH/s, first axis = month. The first month has not grown yet (N10)."""
    steps = np.arange(inputs.horizon_months).reshape((-1,) + (1,) * len(inputs.shape))
    return np.asanyarray(inputs.network_hashrate * (1 + inputs.network_growth) ** steps)


def mined_and_hosting(inputs: RunwayInputs, btc_per_th: Number, net_price: Number) -> tuple[Number, Number]:
    """Coins mined and hosting cost of a month after curtailment.

    A cohort stops when the power it would save costs more than its coins would fetch (U14, but net of the
    selling cost: at the gross price a higher price could make the company poorer). Judgement: of the
    hosting cost only the power part is saved, efficiency × tariff, never more than the hosting cost itself;
    what the contracts really allow is not known.
    """
    hashrate = inputs.self_mining_hashrate
    hosting = hosting_cost_per_month(
        inputs.cash_cost_at_reference,
        hashrate,
        inputs.reference_network_hashrate,
        inputs.block_subsidy,
        inputs.fee_ratio,
    )
    efficiencies = inputs.cohort_efficiency or (inputs.fleet_efficiency,)
    shares = inputs.cohort_share or (1.0,)
    usd_per_watt = inputs.power_tariff * HOURS_PER_MONTH / WATTS_PER_KILOWATT
    power = [hashrate * share * watts * usd_per_watt for share, watts in zip(shares, efficiencies, strict=True)]
    total_power = sum(power)
    avoidable_share = np.fmin(1, quotient(hosting, total_power))
    mined: Number = 0.0
    for share, cohort_power in zip(shares, power, strict=True):
        coins = hashrate * share * btc_per_th
        avoidable = cohort_power * avoidable_share
        runs = np.logical_or(np.logical_not(inputs.curtailment), coins * net_price >= avoidable)
        mined = mined + np.where(runs, coins, 0)
        hosting = hosting - np.where(runs, 0, avoidable)
    return mined, hosting


def ai_margin_at_full_capacity(inputs: RunwayInputs, month: Number) -> Number:
    """AI cash margin in USD per complete IT megawatt and month; only the selling price decays."""
    price_level = (1 - inputs.price_decay) ** ((month - 1) / MONTHS_PER_YEAR)
    cost = inputs.ai_power_cost_per_mw_year + inputs.ai_opex_per_mw_year
    return (inputs.ai_revenue_per_mw_year * price_level - cost) / MONTHS_PER_YEAR


def month_flows(inputs: RunwayInputs, month: int, btc_price: Number, network_hashrate: Number) -> Flows:
    """What month `month` (1 = first) brings.

    AI plant is paid for in equal parts over the ramp and earns from the month after it was paid for:
    capacity in month m is (m − 1) ÷ ramp, at most 1; power and running cost scale with it.
    """
    before_halving = np.clip(inputs.halving_month + inputs.halving_share_before - month, 0, 1)
    subsidy = inputs.block_subsidy * (1 + before_halving) / 2
    btc_per_th = btc_per_day(1.0, network_hashrate, subsidy, inputs.fee_ratio) * DAYS_PER_MONTH
    mined, hosting = mined_and_hosting(inputs, btc_per_th, btc_price * (1 - inputs.output_selling_cost))
    capacity = np.minimum(1, (month - 1) / inputs.ramp_months)
    return Flows(
        month=month,
        btc_price=btc_price,
        btc_mined=mined,
        hosting=hosting,
        lease=inputs.lease_income_per_month,
        ai_margin=inputs.ai_mw * capacity * ai_margin_at_full_capacity(inputs, month),
        capex=np.where(month <= inputs.ramp_months, inputs.ai_mw * inputs.ai_capex_per_mw / inputs.ramp_months, 0),
        equity=np.where(month == 1, inputs.equity_raise, 0),
    )


def opening_state(inputs: RunwayInputs, shape: tuple[int, ...]) -> State:
    """Balance before month 1. No more coins are pledged than there are."""
    zero = np.zeros(shape)
    pledged = np.minimum(inputs.pledged_btc, inputs.opening_btc)
    return State(
        cash=zero + inputs.opening_cash,
        unpledged=zero + inputs.opening_btc - pledged,
        pledged=zero + pledged,
        btc_loan=zero + inputs.btc_loan,
        other_debt=zero + inputs.other_debt,
        buffer=zero,
        failed=np.zeros(shape, dtype=bool),
    )


class MarginTest(NamedTuple):
    """Outcome of the margin test: coins sold, dollars repaid, and the balance after it."""

    cash: Series
    sold_margin_call: Series
    sold_liquidation: Series
    repaid: Series
    called: Flags
    unpledged: Series
    pledged: Series
    btc_loan: Series
    other_debt: Series


def margin_test(state: State, cash: Series, inputs: RunwayInputs, btc_price: Number, alive: Flags) -> MarginTest:
    """Test the pledged coins against the bitcoin loan at the month's price (L01, L04, L06).

    Above the margin-call LTV the company first pledges free coins of the treasury, then repays from cash
    above the minimum. If that does not suffice it sells pledged coins and repays until the LTV is back at
    the call level; above the liquidation LTV (never taken lower than the call level) the lender sells what
    repays the loan and releases the rest. What a sale of all collateral leaves unpaid stays owed, without
    security.
    """
    net_price = btc_price * (1 - inputs.selling_cost)
    call_ltv = inputs.margin_call_ltv
    liquidation_ltv = np.maximum(call_ltv, inputs.liquidation_ltv)
    unpledged, pledged, loan = state.unpledged, state.pledged, state.btc_loan

    called = alive & (loan > call_ltv * btc_price * pledged + ROUNDING_USD)
    top_up = np.where(called, np.minimum(unpledged, top_up_btc(loan, pledged, btc_price, call_ltv)), 0)
    unpledged, pledged = unpledged - top_up, pledged + top_up
    spare_cash = np.where(called, np.maximum(cash - inputs.minimum_cash, 0), 0)
    paid_in_cash = np.minimum(spare_cash, np.maximum(loan - call_ltv * btc_price * pledged, 0))
    loan = loan - paid_in_cash

    liquidated = called & (loan > liquidation_ltv * btc_price * pledged + ROUNDING_USD)
    cured = called & ~liquidated & (loan > call_ltv * btc_price * pledged + ROUNDING_USD)
    # fmin takes all pledged coins where selling them cannot cure the LTV (nan).
    cure = np.fmin(pledged, btc_to_cure(loan, pledged, btc_price, call_ltv, inputs.selling_cost))
    sold_margin_call = np.where(cured, cure, 0)
    sold_liquidation = np.where(liquidated, np.minimum(pledged, loan / net_price), 0)
    sold = sold_margin_call + sold_liquidation

    proceeds = sold * net_price
    paid_by_coins = np.minimum(loan, proceeds)
    loan, pledged = loan - paid_by_coins, pledged - sold
    unsecured = np.where(called & (liquidated | (pledged <= 0)), loan, 0)
    released = np.where(liquidated, pledged, 0)
    return MarginTest(
        cash=cash + proceeds - paid_by_coins - paid_in_cash,
        sold_margin_call=sold_margin_call,
        sold_liquidation=sold_liquidation,
        repaid=paid_by_coins + paid_in_cash,
        called=called,
        unpledged=unpledged + released,
        pledged=pledged - released,
        btc_loan=loan - unsecured,
        other_debt=state.other_debt + unsecured,
    )


class Restored(NamedTuple):
    """Outcome of selling coins for the minimum cash: BTC sold, USD repaid and raised, and what is left."""

    sold: Series
    repaid: Series
    raised: Series
    unpledged: Series
    pledged: Series
    btc_loan: Series


def restore_minimum_cash(
    cash: Series, alive: Flags, net_price: Number, margin: MarginTest, minimum_cash: Number
) -> Restored:
    """Sell free coins until cash is back at the minimum (R01, R02); if they run out, sell pledged coins.

    Judgement: a pledged coin is freed by repaying its part of the loan from its own proceeds, so the LTV
    stays and the rest is cash; where the loan exceeds the value of the coins nothing can be freed.
    """
    short = np.where(alive, np.maximum(minimum_cash - cash, 0), 0)
    from_unpledged = np.minimum(margin.unpledged, short / net_price)
    raised = from_unpledged * net_price

    some_pledged = np.where(margin.pledged > 0, margin.pledged, 1)
    free_per_coin = net_price - margin.btc_loan / some_pledged
    wanted = np.maximum(short - raised, 0) / np.where(free_per_coin > 0, free_per_coin, 1)
    from_pledged = np.where(free_per_coin > 0, np.minimum(margin.pledged, wanted), 0)
    repaid = margin.btc_loan * (from_pledged / some_pledged)
    return Restored(
        sold=from_unpledged + from_pledged,
        repaid=repaid,
        raised=raised + from_pledged * net_price - repaid,
        unpledged=margin.unpledged - from_unpledged,
        pledged=margin.pledged - from_pledged,
        btc_loan=margin.btc_loan - repaid,
    )


def month_step(state: State, flows: Flows, inputs: RunwayInputs) -> tuple[State, Month]:
    """One month, for a scalar balance or an array of them: the closing balance and the record of the month.

    Order: 1 mine, 2 hosting and fixed cost, 3 interest, 4 capex, 5 lease and AI income, 6 equity, 7 margin
    test, 8 sell the month's output and then free treasury coins until the minimum cash is restored (R01,
    R02), 9 if that is not enough sell pledged coins and repay the loan pro rata; repay what matures, 10
    record.

    Selling the month's output is the company's policy and not a forced sale. A month is paid when cash is
    at least the minimum after all sales; else it is a shortfall: cash may run down to zero, what then
    remains unpaid is `arrears` (unpaid principal stays debt), and the balance is frozen from the next month
    on.

    Causes of treasury sales. Dollars that bills would have required with no minimum cash at all count as
    liquidity, the rest as minimum cash: the company's own cash is used up first, and `buffer` remembers how
    much of the minimum has since been paid for with coins.
    """
    alive = ~state.failed
    running = np.where(alive, 1.0, 0.0)
    net_price = flows.btc_price * (1 - inputs.selling_cost)
    output_price = flows.btc_price * (1 - inputs.output_selling_cost)

    mined = flows.btc_mined * running
    hosting = flows.hosting * running
    overhead = inputs.overhead_per_month * running
    interest_due = (state.btc_loan + state.other_debt) * (inputs.interest_rate / MONTHS_PER_YEAR)
    interest = interest_due * running
    burn = flows.hosting + inputs.overhead_per_month + interest_due - flows.btc_mined * output_price - flows.lease
    capex = flows.capex * running
    lease = flows.lease * running
    ai_margin = flows.ai_margin * running
    equity = flows.equity * running
    cash = state.cash - hosting - overhead - interest - capex + lease + ai_margin + equity

    margin = margin_test(state, cash, inputs, flows.btc_price, alive)
    output_sales = mined * output_price
    cash = margin.cash + output_sales
    restored = restore_minimum_cash(cash, alive, net_price, margin, inputs.minimum_cash)
    unpledged, pledged, loan = restored.unpledged, restored.pledged, restored.btc_loan
    bills = np.minimum(np.maximum(state.buffer - cash, 0), restored.raised)
    buffer = state.buffer + restored.raised - bills
    sold_liquidity = restored.sold * bills / np.where(restored.raised > 0, restored.raised, 1)
    cash = cash + restored.raised

    matures = alive & (flows.month == np.asanyarray(inputs.maturity_month))
    due = np.where(matures, loan + margin.other_debt, 0)
    cash = cash - due
    free = unpledged + np.where(matures, pledged, 0)
    missing = np.where(matures, np.maximum(inputs.minimum_cash - cash, 0), 0)
    sold_maturity = np.minimum(free, missing / net_price)
    unpledged = free - sold_maturity
    pledged = np.where(matures, 0, pledged)
    cash = cash + sold_maturity * net_price

    shortfall = alive & (cash < inputs.minimum_cash - ROUNDING_USD)
    unpaid = np.maximum(-cash, 0)
    unpaid_principal = np.minimum(unpaid, due)
    loan = np.where(matures, 0, loan)
    other = np.where(matures, unpaid_principal, margin.other_debt)
    cash = cash + unpaid

    sold_treasury = restored.sold + margin.sold_margin_call + margin.sold_liquidation + sold_maturity
    closing = State(cash, unpledged, pledged, loan, other, buffer, state.failed | shortfall)
    record = Month(
        btc_price=np.asanyarray(flows.btc_price),
        cash_open=state.cash,
        hosting=hosting,
        overhead=overhead,
        interest=interest,
        capex=capex,
        lease=lease,
        ai_margin=ai_margin,
        equity=equity,
        output_sales=output_sales,
        treasury_sales=sold_treasury * net_price,
        debt_repaid=margin.repaid + restored.repaid + due - unpaid_principal,
        arrears=unpaid - unpaid_principal,
        cash_close=cash,
        btc_open=state.unpledged + state.pledged,
        btc_mined=mined,
        sold_output=mined,
        sold_liquidity=sold_liquidity,
        sold_minimum_cash=restored.sold - sold_liquidity,
        sold_margin_call=margin.sold_margin_call,
        sold_liquidation=margin.sold_liquidation,
        sold_maturity=sold_maturity,
        btc_close=unpledged + pledged,
        pledged_close=pledged,
        debt_open=state.btc_loan + state.other_debt,
        debt_close=loan + other,
        btc_loan_close=loan,
        margin_called=margin.called,
        shortfall=shortfall,
        burn=np.asanyarray(burn),
        ai_margin_planned=np.asanyarray(flows.ai_margin),
    )
    return closing, record


def simulate_months(inputs: RunwayInputs, btc_prices: Series, network_hashrates: Series) -> Iterator[Month]:
    """Yield the months in order; prices, hashrates: first axis = month, the rest broadcasts with inputs."""
    shape = np.broadcast_shapes(inputs.shape, btc_prices.shape[1:], network_hashrates.shape[1:])
    state = opening_state(inputs, shape)
    for index in range(inputs.horizon_months):
        flows = month_flows(inputs, index + 1, btc_prices[index], network_hashrates[index])
        state, record = month_step(state, flows, inputs)
        yield record


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
    columns = zip(*records, strict=True)
    return Runway(inputs, Month(*(np.stack([np.broadcast_to(value, shape) for value in column]) for column in columns)))


def runway_cost_of_ai(inputs: RunwayInputs) -> Series:
    """Months of runway that the AI plant costs (negative = gains); nan where either run never falls short."""
    without = run_runway(replace(inputs, ai_mw=0.0)).runway_months
    return np.asanyarray(without - run_runway(inputs).runway_months)


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
