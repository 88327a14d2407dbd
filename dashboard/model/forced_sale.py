"""Sales that a month forces on the company: the margin test of the lender, and coins sold for the minimum cash."""

from typing import NamedTuple

import numpy as np

from dashboard.model import Number, Series
from dashboard.model.loan import btc_to_cure, top_up_btc
from dashboard.model.month import ROUNDING_USD, Flags, RunwayInputs, State


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
