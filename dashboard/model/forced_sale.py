"""Sales that a month asks of the company: the margin test of the lender, and coins sold for the minimum cash.

Most columns of a run need neither: they are left out, and only those concerned are worked on. Symbolic cells are
worked on as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dashboard.model import Number, Series
from dashboard.model.loan import btc_to_cure, top_up_btc
from dashboard.model.month import ROUNDING_USD, CashSale, Flags, MarginTest, Rules, State, nowhere


def on_columns(
    concerned: Flags, work: Callable[..., Sequence[Series]], otherwise: Sequence[Series], inputs: Sequence[Number]
) -> Sequence[Series]:
    """`work(*inputs)` where it is concerned, else `otherwise`; arrays of the shape of `concerned`.

    `work` must give what `otherwise` is where it has nothing to do.
    """
    if nowhere(concerned):
        return otherwise
    if concerned.dtype == object or concerned.ndim == 0:
        return [np.where(concerned, done, left) for done, left in zip(work(*inputs), otherwise, strict=True)]
    at = np.nonzero(concerned)
    results = []
    for done, left in zip(work(*(_at(value, at) for value in inputs)), otherwise, strict=True):
        result = np.empty(concerned.shape)
        result[...] = left
        result[at] = done
        results.append(result)
    return results


def _at(value: Number, at: tuple[Any, ...]) -> Series:
    """The entries of a number or array at these places of the shape that it broadcasts to."""
    array = np.asanyarray(value)
    if array.ndim == 0:
        return array
    places = zip(at[-array.ndim :], array.shape, strict=True)
    found: Series = np.asanyarray(array[tuple(place if size > 1 else 0 for place, size in places)])
    return found


def margin_test(
    state: State, cash: Series, output_sales: Number, rules: Rules, btc_low: Number, minimum_cash: Number
) -> MarginTest:
    """Test the pledged coins against the bitcoin loan at the month's lowest price (L01, L04, L06).

    `cash` is that of the month before treasury coins are sold, `output_sales` the part of it that is not there
    yet. Above the margin-call LTV the company first pledges free coins of the treasury, then repays from cash
    above the minimum. If that does not suffice it sells pledged coins and repays until the LTV is back at
    the call level; above the liquidation LTV (never taken lower than the call level) the lender sells what
    repays the loan and releases the rest. What a sale of all collateral leaves unpaid stays owed, without
    security.
    """
    called = ~state.failed & (state.btc_loan > rules.margin_call_ltv * btc_low * state.pledged + ROUNDING_USD)
    none: Series = np.zeros(())
    otherwise = (cash, none, none, none, none, state.unpledged, state.pledged, state.btc_loan, state.other_debt)
    inputs = (
        cash, cash - output_sales - minimum_cash, btc_low, rules.margin_call_ltv, rules.liquidation_ltv,
        rules.selling_cost, state.unpledged, state.pledged, state.btc_loan, state.other_debt,
    )  # fmt: skip
    return MarginTest(called, *on_columns(called, _cure, otherwise, inputs))


def _cure(
    cash: Series,
    spare: Series,
    btc_low: Series,
    call_ltv: Series,
    liquidation_ltv: Series,
    selling_cost: Series,
    unpledged: Series,
    pledged: Series,
    loan: Series,
    other_debt: Series,
) -> tuple[Series, ...]:
    call_price = call_ltv * btc_low
    top_up = np.minimum(unpledged, top_up_btc(loan, pledged, btc_low, call_ltv))
    unpledged, pledged = unpledged - top_up, pledged + top_up
    paid_in_cash = np.minimum(np.maximum(spare, 0), np.maximum(loan - call_price * pledged, 0))
    loan = loan - paid_in_cash

    liquidation_price = np.maximum(call_ltv, liquidation_ltv) * btc_low
    liquidated = loan > liquidation_price * pledged + ROUNDING_USD
    cured = np.logical_not(liquidated) & (loan > call_price * pledged + ROUNDING_USD)
    # fmin takes all pledged coins where selling them cannot cure the LTV (nan).
    cure = np.fmin(pledged, btc_to_cure(loan, pledged, btc_low, call_ltv, selling_cost))
    net_price = btc_low * (1 - selling_cost)
    sold_margin_call = np.where(cured, cure, 0)
    sold_liquidation = np.where(liquidated, np.minimum(pledged, loan / net_price), 0)
    sold = sold_margin_call + sold_liquidation

    proceeds = sold * net_price
    paid_by_coins = np.minimum(loan, proceeds)
    loan, pledged = loan - paid_by_coins, pledged - sold
    unsecured = np.where(liquidated | (pledged <= 0), loan, 0)
    released = np.where(liquidated, pledged, 0)
    return (
        cash + proceeds - paid_by_coins - paid_in_cash, sold_margin_call, sold_liquidation, proceeds,
        paid_by_coins + paid_in_cash, unpledged + released, pledged - released, loan - unsecured,
        other_debt + unsecured,
    )  # fmt: skip


def sell_for_cash(short: Series, plant: Number, net_price: Number, margin: MarginTest) -> CashSale:
    """Sell free coins for the cash that is short (R01, R02); if they run out, sell pledged coins.

    `plant` is AI plant paid in the month: bills come first, so of what is short only what would be short
    without the plant is sold by force, and the rest is sold for the plant.

    Judgement: a pledged coin is freed by repaying its part of the loan from its own proceeds, so the LTV
    stays and the rest is cash; where the loan exceeds the value of the coins nothing can be freed.
    """
    unpledged, none = margin.unpledged, np.zeros(())
    wanted = np.asanyarray(short / net_price)
    built = not nowhere(plant)
    forced_short = np.asanyarray(np.maximum(short - plant, 0)) if built else short
    forced_btc = np.asanyarray(forced_short / net_price) if built else wanted
    plant_btc = np.asanyarray(wanted - forced_btc) if built else none
    beyond = wanted > unpledged
    otherwise = (
        short, forced_short, forced_btc, plant_btc, short, none, unpledged - wanted, margin.pledged, margin.btc_loan
    )  # fmt: skip
    inputs = (short, forced_short, net_price, unpledged, margin.pledged, margin.btc_loan)
    return CashSale(*on_columns(beyond, _sell_pledged, otherwise, inputs))


def _sell_pledged(
    short: Series, forced_short: Series, net_price: Series, unpledged: Series, pledged: Series, loan: Series
) -> tuple[Series, ...]:
    """All free coins, and of the pledged ones as many as it takes."""
    loan_per_coin = loan / np.where(pledged > 0, pledged, 1)
    cash_per_coin = net_price - loan_per_coin
    frees = cash_per_coin > 0
    some_cash = np.where(frees, cash_per_coin, 1)
    from_unpledged = unpledged * net_price
    from_pledged = np.where(frees, np.minimum(pledged, (short - from_unpledged) / some_cash), 0)
    repaid = loan_per_coin * from_pledged
    raised = from_unpledged + from_pledged * cash_per_coin
    forced_raised = np.minimum(raised, forced_short)
    forced_unpledged = np.minimum(unpledged, forced_raised / net_price)
    forced_pledged = np.minimum(from_pledged, np.maximum(forced_raised - forced_unpledged * net_price, 0) / some_cash)
    forced_btc = forced_unpledged + forced_pledged
    sold = unpledged + from_pledged
    return (
        raised, forced_raised, forced_btc, sold - forced_btc, sold * net_price, repaid, 0.0 * unpledged,
        pledged - from_pledged, loan - repaid,
    )  # fmt: skip
