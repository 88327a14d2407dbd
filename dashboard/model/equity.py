"""What a share holds and what its price implies: values, multiples, new shares and consolidation."""

import numpy as np

from dashboard.model import MONTHS_PER_YEAR, Dates, Day, Number, Series, quotient, value_on
from dashboard.model.investment import annuity_factor

TERAHASHES_PER_EXAHASH = 1e6


# Market value and net asset value


def market_value(share_price: Number, shares_outstanding: Number) -> Number:
    """Market value of all shares in USD; elementwise. E01."""
    return share_price * shares_outstanding


def btc_value(treasury_now: Number, btc_price: Number) -> Number:
    """Value of the coins held in USD; elementwise. E01."""
    return treasury_now * btc_price


def net_asset_value(btc_value: Number, cash_now: Number, debt_now: Number) -> Number:
    """Coins plus cash minus long-term debt in USD; no machines, no other liabilities; elementwise. E01."""
    return btc_value + cash_now - debt_now


def nav_per_share(net_asset_value: Number, shares_outstanding: Number) -> Number:
    """Net asset value in USD per share; elementwise. E01."""
    return net_asset_value / shares_outstanding


def btc_value_per_share(btc_value: Number, shares_outstanding: Number) -> Number:
    """Coins in USD per share; elementwise. E01."""
    return btc_value / shares_outstanding


def cash_per_share(cash_now: Number, shares_outstanding: Number) -> Number:
    """Cash in USD per share; elementwise. E01."""
    return cash_now / shares_outstanding


def debt_per_share(debt_now: Number, shares_outstanding: Number) -> Number:
    """Long-term debt in USD per share (positive); elementwise. E01."""
    return debt_now / shares_outstanding


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


def enterprise_value(market_value: Number, debt_now: Number, cash_now: Number) -> Number:
    """Market value plus debt minus cash in USD; elementwise. E01."""
    return market_value + debt_now - cash_now


def mnav_enterprise(enterprise_value: Number, btc_value: Number) -> Number:
    """Enterprise value ÷ value of the coins, ratio; nan without coins; elementwise. E01."""
    return quotient(enterprise_value, btc_value)


def enterprise_value_ex_btc(enterprise_value: Number, btc_value: Number) -> Number:
    """What the market pays for everything but the bitcoin, in USD; may be negative; elementwise. E01."""
    return enterprise_value - btc_value


def ev_per_eh(enterprise_value_ex_btc: Number, deployed_hashrate_now: Number) -> Number:
    """Enterprise value without bitcoin in USD per deployed EH/s (hashrate in TH/s); elementwise. E01."""
    return enterprise_value_ex_btc / (deployed_hashrate_now / TERAHASHES_PER_EXAHASH)


def ev_per_self_mining_eh(enterprise_value_ex_btc: Number, self_mining_hashrate_q1_2026: Number) -> Number:
    """Enterprise value without bitcoin in USD per self-mining EH/s (hashrate in TH/s); elementwise. E01."""
    return enterprise_value_ex_btc / (self_mining_hashrate_q1_2026 / TERAHASHES_PER_EXAHASH)


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


def ai_npv_per_mw(ai_npv: Number, ai_mw: Number) -> Number:
    """What a megawatt of the assumed AI plan is worth net of its capital, USD per IT MW; nan without a plan."""
    return quotient(ai_npv, ai_mw)


def btc_price_at_nav(
    share_price: Number,
    shares_outstanding: Number,
    debt_now: Number,
    cash_now: Number,
    treasury_now: Number,
) -> Number:
    """Bitcoin price in USD at which net asset value per share is the share price; nan without coins. E06."""
    return quotient(share_price * shares_outstanding + debt_now - cash_now, treasury_now)


# Issues and consolidation


def issue_price_at_discount(share_price: Number, discount: Number) -> Number:
    """Issue price in USD at a discount as share of 1; elementwise. E03."""
    return share_price * (1 - discount)


def new_shares(amount: Number, issue_price: Number) -> Number:
    """Shares issued for an amount at a price, both USD; elementwise. E03."""
    return amount / issue_price


def new_shares_from_raise(equity_raise: Number, share_price: Number) -> Number:
    """Shares issued for the assumed raise at today's price; elementwise. E03."""
    return new_shares(equity_raise, share_price)


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
