"""Month by month: cash, coins and debt of a miner that sells its output and builds AI capacity.

One month step serves a single scenario, a table of scenarios, an array of random paths, the back-tests and the
symbolic cells of the workbook: every branch is a mask, left out only where it is false for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Number
from dashboard.model.forced_sale import margin_test, sell_for_cash
from dashboard.model.month import ROUNDING_USD, Flows, Rules, State, Step, Terms, nowhere


def opening_state(terms: Terms, shape: tuple[int, ...] = ()) -> State:
    """Balance at the opening. No more coins are pledged than there are."""
    zero = np.zeros(np.broadcast_shapes(shape, terms.shape))
    pledged = np.minimum(terms.pledged_btc, terms.opening_btc)
    return State(
        cash=zero + terms.opening_cash,
        unpledged=zero + (terms.opening_btc - pledged),
        pledged=zero + pledged,
        btc_loan=zero + terms.btc_loan,
        other_debt=zero + terms.other_debt,
        buffer=zero,
        failed=zero > 0,
    )


def month_step(state: State, flows: Flows, index: int, rules: Rules, minimum_cash: Number) -> Step:
    """One month, for a scalar balance or an array of them.

    Order: 1 mine, 2 hosting, overhead and other bills, interest on the opening debt, 3 income of AI and the
    rest, new money, AI plant, 4 margin test at the month's low, 5 sell the month's output and then free
    treasury coins until the minimum cash is restored (R01, R02), 6 if that is not enough sell pledged coins
    and repay the loan pro rata, 7 repay what falls due.

    Selling the month's output is the company's policy and not a forced sale. A month is paid when cash is
    at least the minimum after all sales; else it is a shortfall: cash may run down to zero, what then
    remains unpaid is `arrears` (unpaid principal stays debt), and the balance is frozen from the next month
    on.

    Causes of treasury sales: coins that would not have been sold without this month's plant are sold for
    plant. Of the rest, dollars that bills would have required with no minimum cash at all count as
    liquidity, what is left as minimum cash: the company's own cash is used up first, and `buffer` remembers
    how much of the minimum has since been paid for with coins.

    It stays one piece because each of the seven steps needs what the one before has left.
    """
    running = np.where(state.failed, 0.0, 1.0)
    net_price = flows.btc_price[index] * (1 - rules.selling_cost)
    interest = (state.btc_loan + state.other_debt) * (rules.interest_rate / MONTHS_PER_YEAR)
    cash = state.cash + (flows.net_cash[index] - interest) * running
    plant, borrowed, kept = flows.capex[index], flows.borrowed[index], flows.btc_kept[index]
    held = state if nowhere(kept) else state._replace(unpledged=state.unpledged + kept * running)

    margin = margin_test(held, cash, flows.output_sales[index], rules, flows.btc_low[index], minimum_cash)
    cash = margin.cash
    short = np.maximum(minimum_cash - cash, 0) * running
    sale = sell_for_cash(short, plant, net_price, margin)
    own_cash = cash + plant if not nowhere(plant) else cash
    liquidity = np.minimum(np.maximum(state.buffer - own_cash, 0), sale.forced_raised)
    buffer = state.buffer + (sale.forced_raised - liquidity)
    cash = cash + sale.raised
    unpledged, pledged, loan, other = sale.unpledged, sale.pledged, sale.btc_loan, margin.other_debt
    if not nowhere(borrowed):
        other = other + borrowed * running
    sold_maturity = maturity_proceeds = due = unpaid = np.zeros(())

    if flows.number[index] == rules.maturity_month:
        falls_due = (1 - rules.debt_rolled_over) * running
        due = np.asanyarray((loan + other) * falls_due)
        cash = cash - due
        free = unpledged + pledged * falls_due
        sold_maturity = np.asanyarray(np.minimum(free, np.maximum(minimum_cash - cash, 0) * running / net_price))
        maturity_proceeds = np.asanyarray(sold_maturity * net_price)
        unpledged, pledged = free - sold_maturity, pledged * (1 - falls_due)
        cash = cash + maturity_proceeds
        loan, other = loan * (1 - falls_due), other * (1 - falls_due)

    shortfall = ~state.failed & (cash < minimum_cash - ROUNDING_USD)
    if not nowhere(shortfall):
        unpaid = np.asanyarray(np.maximum(-cash, 0))
    closing = State(cash, unpledged, pledged, loan, other, buffer, state.failed | shortfall)
    step = Step(
        opening=state,
        closing=closing,
        running=running,
        interest_due=interest,
        margin=margin,
        sale=sale,
        liquidity_raised=liquidity,
        sold_maturity=sold_maturity,
        maturity_proceeds=maturity_proceeds,
        due=due,
        unpaid=unpaid,
        shortfall=shortfall,
    )
    if nowhere(shortfall):
        return step
    left = closing._replace(cash=cash + unpaid, other_debt=other + step.unpaid_principal)
    return step._replace(closing=left)


def roll(state: State, flows: Flows, rules: Rules, minimum_cash: Number) -> Iterator[Step]:
    """Yield the months in order, each from the closing balance of the one before."""
    for index in range(len(flows.number)):
        step = month_step(state, flows, index, rules, minimum_cash)
        yield step
        state = step.closing


def estimate_minimum_cash(terms: Terms) -> Number:
    """Minimum cash held up to today, USD: never more than the company had at the opening."""
    return np.minimum(terms.minimum_cash, terms.opening_cash)
