"""What a share holds and what its price implies: values, multiples, new shares and consolidation.

A price of today is set against coins, cash and debt of today: those that the runway's estimate arrives at. Where the
estimate cannot have been paid, the last published balance stands in.
"""

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Dates, Day, Number, Series, Truth, quotient, value_on
from dashboard.model.investment import annuity_factor

TERAHASHES_PER_EXAHASH = 1e6
# An issue above a third of the shares there are is marked as one that few holders would follow.
LARGE_ISSUE = 1 / 3


# The balance that the price is set against


def valuation_date(estimate_failed: Number, today_month: str, balance_date: Day) -> str:
    """What day or month the coins, cash and debt are of: "2026-10", or the day of the published balance."""
    return str(balance_date) if bool(estimate_failed) else today_month


def valued(estimate_failed: Number, today: Number, published: Number) -> Number:
    """The estimate of today, or the published amount where the estimate cannot have been paid; elementwise."""
    return np.where(estimate_failed, published, today)


def coins_valued(estimate_failed: Number, coins_today: Number, treasury_now: Number) -> Number:
    """Coins behind a share, BTC; elementwise."""
    return valued(estimate_failed, coins_today, treasury_now)


def cash_valued(estimate_failed: Number, cash_today: Number, cash_now: Number) -> Number:
    """Cash behind a share, USD; elementwise."""
    return valued(estimate_failed, cash_today, cash_now)


def debt_valued(estimate_failed: Number, debt_today: Number, debt_now: Number) -> Number:
    """Debt before a share, USD (positive); elementwise."""
    return valued(estimate_failed, debt_today, debt_now)


# Market value and net asset value


def market_value(share_price: Number, shares_outstanding: Number) -> Number:
    """Market value of all shares in USD; elementwise. E01."""
    return share_price * shares_outstanding


def btc_value(coins_valued: Number, btc_price: Number) -> Number:
    """Value of the coins held in USD; elementwise. E01."""
    return coins_valued * btc_price


def net_asset_value(btc_value: Number, cash_valued: Number, debt_valued: Number) -> Number:
    """Coins plus cash minus debt in USD; no machines, no other liabilities; elementwise. E01."""
    return btc_value + cash_valued - debt_valued


def nav_per_share(net_asset_value: Number, shares_outstanding: Number) -> Number:
    """Net asset value in USD per share; elementwise. E01."""
    return net_asset_value / shares_outstanding


def nav_per_share_with_other(net_asset_value: Number, other_liabilities: Number, shares_outstanding: Number) -> Number:
    """The other end: net asset value in USD per share if the other liabilities still stand; elementwise."""
    return (net_asset_value - other_liabilities) / shares_outstanding


def nav_per_share_published(
    treasury_now: Number, btc_price: Number, cash_now: Number, debt_now: Number, shares_outstanding: Number
) -> Number:
    """Net asset value in USD per share on the last published balance; elementwise. E01."""
    return (treasury_now * btc_price + cash_now - debt_now) / shares_outstanding


def btc_value_per_share(btc_value: Number, shares_outstanding: Number) -> Number:
    """Coins in USD per share; elementwise. E01."""
    return btc_value / shares_outstanding


def cash_per_share(cash_valued: Number, shares_outstanding: Number) -> Number:
    """Cash in USD per share; elementwise. E01."""
    return cash_valued / shares_outstanding


def debt_per_share(debt_valued: Number, shares_outstanding: Number) -> Number:
    """Debt in USD per share (positive); elementwise. E01."""
    return debt_valued / shares_outstanding


def other_liabilities(total_liabilities_last: Number, debt_at_total_liabilities: Number) -> Number:
    """Total liabilities less long-term debt on the last day for which both are published, USD; elementwise."""
    return total_liabilities_last - debt_at_total_liabilities


def other_liabilities_per_share(other_liabilities: Number, shares_outstanding: Number) -> Number:
    """Other liabilities of the last year end in USD per share of today; not part of the net asset value."""
    return other_liabilities / shares_outstanding


def price_above_nav_per_share(share_price: Number, nav_per_share: Number) -> Number:
    """Share price minus net asset value in USD per share: paid for everything else; elementwise. E01."""
    return share_price - nav_per_share


def mnav(market_value: Number, btc_value: Number) -> Number:
    """Market value ÷ value of the coins, ratio; nan without coins; elementwise. E01."""
    return quotient(market_value, btc_value)


def mnav_with_treasury_before(market_value: Number, treasury_before: Number, btc_price: Number) -> Number:
    """Market value ÷ value of the coins held a quarter earlier, ratio; nan without coins; elementwise. E01."""
    return quotient(market_value, treasury_before * btc_price)


def enterprise_value(market_value: Number, debt_valued: Number, cash_valued: Number) -> Number:
    """Market value plus debt minus cash in USD; elementwise. E01."""
    return market_value + debt_valued - cash_valued


def mnav_enterprise(enterprise_value: Number, btc_value: Number) -> Number:
    """Enterprise value ÷ value of the coins, ratio; nan without coins; elementwise. E01."""
    return quotient(enterprise_value, btc_value)


def mnav_net_of_debt(market_value: Number, btc_value: Number, debt_valued: Number) -> Number:
    """Market value ÷ value of the coins left after all debt, ratio; nan where the debt takes them all; elementwise."""
    left = btc_value - debt_valued
    return quotient(market_value, np.where(left > 0, left, 0.0))


def enterprise_value_ex_btc(enterprise_value: Number, btc_value: Number) -> Number:
    """What the market pays for everything but the bitcoin, in USD; may be negative; elementwise. E01."""
    return enterprise_value - btc_value


def enterprise_value_ex_btc_with_other(enterprise_value_ex_btc: Number, other_liabilities: Number) -> Number:
    """The other end: what everything but the bitcoin costs if the other liabilities still stand, USD; elementwise."""
    return enterprise_value_ex_btc + other_liabilities


def enterprise_value_ex_btc_published(
    market_value: Number, debt_now: Number, cash_now: Number, treasury_now: Number, btc_price: Number
) -> Number:
    """What the market pays beyond the coins of the last published balance, USD; elementwise. E01."""
    return market_value + debt_now - cash_now - treasury_now * btc_price


def coins_share_of_value(btc_value: Number, enterprise_value: Number) -> Number:
    """Value of the coins ÷ enterprise value, share of 1; nan without a positive enterprise value; elementwise."""
    return quotient(btc_value, np.maximum(enterprise_value, 0.0))


def price_to_book(market_value: Number, equity_last: Number) -> Number:
    """Market value ÷ equity of the last balance that shows it, ratio; nan without positive equity; elementwise."""
    return quotient(market_value, np.maximum(equity_last, 0.0))


def price_to_book_implied(market_value: Number, equity_implied: Number) -> Number:
    """Market value ÷ the later equity that published ratios imply, ratio; nan without positive equity; elementwise."""
    return price_to_book(market_value, equity_implied)


def ev_per_running_eh(enterprise_value_ex_btc: Number, self_mining_hashrate: Number) -> Number:
    """Enterprise value without bitcoin in USD per EH/s that mines (hashrate in TH/s); nan without any; elementwise."""
    return quotient(enterprise_value_ex_btc, self_mining_hashrate / TERAHASHES_PER_EXAHASH)


def ev_per_eh(enterprise_value_ex_btc: Number, deployed_hashrate_now: Number) -> Number:
    """Enterprise value without bitcoin in USD per deployed EH/s (hashrate in TH/s); elementwise. E01."""
    return enterprise_value_ex_btc / (deployed_hashrate_now / TERAHASHES_PER_EXAHASH)


def ev_per_self_mining_eh(enterprise_value_ex_btc: Number, self_mining_hashrate_reported: Number) -> Number:
    """Enterprise value without bitcoin in USD per self-mining EH/s (hashrate in TH/s); elementwise. E01."""
    return enterprise_value_ex_btc / (self_mining_hashrate_reported / TERAHASHES_PER_EXAHASH)


def bitmain_price_per_eh(bitmain_purchase_price: Number, bitmain_purchase_hashrate: Number) -> Number:
    """What the first machines cost in USD per EH/s (hashrate in TH/s); elementwise."""
    return bitmain_purchase_price / (bitmain_purchase_hashrate / TERAHASHES_PER_EXAHASH)


def ev_per_owned_mw(enterprise_value: Number, georgia_mw: Number) -> Number:
    """Enterprise value in USD per owned MW; elementwise. E01."""
    return enterprise_value / georgia_mw


def georgia_price_per_mw(georgia_price: Number, georgia_mw: Number) -> Number:
    """What the owned site cost in USD per MW of power; elementwise."""
    return georgia_price / georgia_mw


# What the price implies


def mining_value(
    cash_margin_per_btc: Number, btc_mined_per_year_run: Number, wacc: Number, machine_life: Number
) -> Number:
    """Present value in USD of the cash margin over the life of the machines (months), at least 0. E05."""
    yearly = np.maximum(0.0, cash_margin_per_btc) * btc_mined_per_year_run
    return yearly * annuity_factor(wacc, machine_life / MONTHS_PER_YEAR)


def implied_ai_mw(enterprise_value_ex_btc: Number, mining_value: Number, contracted_mw_value: Number) -> Number:
    """Contracted IT MW that explain the price beyond coins and mining; at least 0; elementwise. E05.

    The value of a contracted MW is net of its capital.
    """
    return np.maximum(0.0, enterprise_value_ex_btc - mining_value) / contracted_mw_value


def implied_ai_mw_without_tenant(
    enterprise_value_ex_btc: Number, mining_value: Number, uncontracted_mw_value: Number
) -> Number:
    """The same at the value of a megawatt for which no tenant has signed; elementwise. E05."""
    return implied_ai_mw(enterprise_value_ex_btc, mining_value, uncontracted_mw_value)


def ai_npv_per_mw(ai_npv: Number, ai_mw: Number) -> Number:
    """What a megawatt of the assumed AI plan is worth net of its capital, USD per IT MW; nan without a plan."""
    return quotient(ai_npv, ai_mw)


def btc_price_at_nav(
    share_price: Number,
    shares_outstanding: Number,
    debt_valued: Number,
    cash_valued: Number,
    coins_valued: Number,
) -> Number:
    """Bitcoin price in USD at which net asset value per share is the share price; nan without coins. E06."""
    return quotient(share_price * shares_outstanding + debt_valued - cash_valued, coins_valued)


# Issues and consolidation


def issue_price(share_price: Number, issue_discount: Number) -> Number:
    """What a new share brings in USD at a discount to the close, as share of 1; elementwise. E03."""
    return share_price * (1 - issue_discount)


def new_shares(amount: Number, issue_price: Number) -> Number:
    """Shares issued for an amount at a price, both USD; elementwise. E03."""
    return amount / issue_price


def new_shares_from_raise(equity_raise: Number, issue_price: Number) -> Number:
    """Shares issued for the assumed raise at the issue price; elementwise. E03."""
    return new_shares(equity_raise, issue_price)


def new_shares_share(new_shares_from_raise: Number, shares_outstanding: Number) -> Number:
    """New shares ÷ today's shares, share of 1; elementwise. E03."""
    return new_shares_from_raise / shares_outstanding


def raise_of_a_third(shares_outstanding: Number, issue_price: Number) -> Number:
    """The raise in USD that takes a third of today's shares; elementwise. E03."""
    return shares_outstanding * issue_price * LARGE_ISSUE


def issue_is_large(new_shares_share: Number) -> Truth:
    """Whether the new shares exceed a third of today's; elementwise."""
    return new_shares_share > LARGE_ISSUE


def shares_after_raise(shares_outstanding: Number, new_shares_from_raise: Number) -> Number:
    """Shares after the raise; elementwise. E03."""
    return shares_outstanding + new_shares_from_raise


def ownership_after_raise(shares_outstanding: Number, new_shares_from_raise: Number) -> Number:
    """Share of 1 that today's holders own after the raise; elementwise. E03."""
    return shares_outstanding / (shares_outstanding + new_shares_from_raise)


def dilution_from_raise(ownership_after_raise: Number) -> Number:
    """Share of 1 of the company that today's holders give up; elementwise. E03."""
    return 1 - ownership_after_raise


def nav_per_share_after_raise(
    net_asset_value: Number, equity_raise: Number, shares_outstanding: Number, new_shares_from_raise: Number
) -> Number:
    """Net asset value in USD per share after the raise; elementwise. E03."""
    return (net_asset_value + equity_raise) / (shares_outstanding + new_shares_from_raise)


def price_after_consolidation(price: Number, ratio: Number) -> Number:
    """Per-share figure in USD after a consolidation of ratio old shares into one; elementwise. E02."""
    return price * ratio


def shares_after_consolidation(shares: Number, ratio: Number) -> Number:
    """Shares after a consolidation of ratio old shares into one; elementwise. E02."""
    return shares / ratio


def share_count_on_todays_basis(
    share_counts_date: Dates, share_counts_total: Series, consolidation_date: Day, consolidation_ratio: Number
) -> Series:
    """Published share counts in shares of today; shape of the dates, nan = not known. E02."""
    before = share_counts_date < np.datetime64(consolidation_date, "D")
    return share_counts_total / np.where(before, consolidation_ratio, 1.0)


def share_count_growth_total(share_count_on_todays_basis: Series) -> float:
    """Growth from the first to the last published share count on one basis, share of 1. E03."""
    known = share_count_on_todays_basis[np.isfinite(share_count_on_todays_basis)]
    return float(known[-1] / known[0] - 1) if known.size else float("nan")


def holders_share_left_now(share_count_growth_total: Number) -> Number:
    """Share of 1 that a holder of the first count still owns of what they owned; elementwise. E03."""
    return 1 / (1 + share_count_growth_total)


def insider_share_of_company(insider_shares: Number, consolidation_ratio: Number, shares_outstanding: Number) -> Number:
    """Shares issued to insiders before the consolidation ÷ shares of today, share of 1. E03."""
    return shares_after_consolidation(insider_shares, consolidation_ratio) / shares_outstanding


def insider_premium_at_agreement(
    insider_issue_price: Number,
    share_price_daily_date: Dates,
    share_price_daily_close_as_traded: Series,
    insider_agreement_date: Day,
) -> Number:
    """Insider issue price ÷ close of the day of the agreement − 1; share of 1."""
    close = value_on(insider_agreement_date, share_price_daily_date, share_price_daily_close_as_traded)
    return insider_issue_price / close - 1
