"""Month by month: cash, coins and debt of a miner that sells its output and builds AI capacity.

One month step serves a single scenario, a table of scenarios, an array of random paths and the symbolic cells
of the workbook: every branch is a mask, and np.asanyarray keeps cells what they are.
"""

from collections.abc import Iterator

import numpy as np

from dashboard.model import DAYS_PER_YEAR, HOURS_PER_YEAR, MONTHS_PER_YEAR, Number, Series, quotient
from dashboard.model.forced_sale import margin_test, restore_minimum_cash
from dashboard.model.month import ROUNDING_USD, Flows, Month, RunwayInputs, State
from dashboard.model.network import btc_per_day

DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
HOURS_PER_MONTH = HOURS_PER_YEAR / MONTHS_PER_YEAR
WATTS_PER_KILOWATT = 1e3


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

    It stays one piece because each of the ten steps needs what the one before has left.
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
