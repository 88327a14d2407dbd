"""The share: market value, net asset value, what the price implies, dilution and the listing rule."""

from __future__ import annotations

from typing import Final

from dashboard.model import equity, listing, peers, share_price
from dashboard.numbers.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    # What the market pays, and for what
    "market_value": Spec(equity.market_value, "musd", "{share_price} × {shares_outstanding}"),
    "valuation_date": Spec(equity.valuation_date, "date", ""),
    "coins_valued": Spec(equity.coins_valued, "btc", "", digits=0),
    "cash_valued": Spec(equity.cash_valued, "musd", ""),
    "debt_valued": Spec(equity.debt_valued, "musd", ""),
    "btc_value": Spec(equity.btc_value, "musd", "{coins_valued} × {btc_price}"),
    "net_asset_value": Spec(equity.net_asset_value, "musd", "{btc_value} + {cash_valued} − {debt_valued}"),
    "nav_per_share": Spec(equity.nav_per_share, "usd2", "{net_asset_value} ÷ {shares_outstanding}"),
    "nav_per_share_with_other": Spec(
        equity.nav_per_share_with_other, "usd2", "({net_asset_value} − {other_liabilities}) ÷ {shares_outstanding}"
    ),
    "nav_per_share_published": Spec(
        equity.nav_per_share_published,
        "usd2",
        "({treasury_now} × {btc_price} + {cash_now} − {debt_now}) ÷ {shares_outstanding}",
    ),
    "btc_value_per_share": Spec(equity.btc_value_per_share, "usd2", "{btc_value} ÷ {shares_outstanding}"),
    "cash_per_share": Spec(equity.cash_per_share, "usd2", "{cash_valued} ÷ {shares_outstanding}"),
    "debt_per_share": Spec(equity.debt_per_share, "usd2", "{debt_valued} ÷ {shares_outstanding}"),
    "other_liabilities": Spec(
        equity.other_liabilities, "musd", "{total_liabilities_last} − {debt_at_total_liabilities}"
    ),
    "other_liabilities_per_share": Spec(
        equity.other_liabilities_per_share, "usd2", "{other_liabilities} ÷ {shares_outstanding}"
    ),
    "price_above_nav_per_share": Spec(equity.price_above_nav_per_share, "usd2", "{share_price} − {nav_per_share}"),
    "mnav": Spec(equity.mnav, "ratio", "{market_value} ÷ {btc_value}"),
    "mnav_with_treasury_before": Spec(
        equity.mnav_with_treasury_before,
        "ratio",
        "{market_value} ÷ ({treasury_before} × {btc_price})",
    ),
    "enterprise_value": Spec(equity.enterprise_value, "musd", "{market_value} + {debt_valued} − {cash_valued}"),
    "mnav_enterprise": Spec(equity.mnav_enterprise, "ratio", "{enterprise_value} ÷ {btc_value}"),
    "mnav_net_of_debt": Spec(equity.mnav_net_of_debt, "ratio", "{market_value} ÷ ({btc_value} − {debt_valued})"),
    "coins_share_of_value": Spec(equity.coins_share_of_value, "pct", "{btc_value} ÷ {enterprise_value}"),
    "price_to_book": Spec(equity.price_to_book, "ratio", "{market_value} ÷ {equity_last}"),
    "price_to_book_implied": Spec(equity.price_to_book_implied, "ratio", "{market_value} ÷ {equity_implied}"),
    "enterprise_value_ex_btc": Spec(
        equity.enterprise_value_ex_btc, "musd", "{enterprise_value} − {btc_value}", digits=0
    ),
    "enterprise_value_ex_btc_with_other": Spec(
        equity.enterprise_value_ex_btc_with_other,
        "musd",
        "{enterprise_value_ex_btc} + {other_liabilities}",
        digits=0,
    ),
    "enterprise_value_ex_btc_published": Spec(
        equity.enterprise_value_ex_btc_published,
        "musd",
        "{market_value} + {debt_now} − {cash_now} − {treasury_now} × {btc_price}",
        digits=0,
    ),
    "ev_per_running_eh": Spec(
        equity.ev_per_running_eh, "musd", "{enterprise_value_ex_btc} ÷ {self_mining_hashrate}", digits=2
    ),
    "ev_per_eh": Spec(equity.ev_per_eh, "musd", "{enterprise_value_ex_btc} ÷ {deployed_hashrate_now}", digits=2),
    "ev_per_self_mining_eh": Spec(
        equity.ev_per_self_mining_eh,
        "musd",
        "{enterprise_value_ex_btc} ÷ {self_mining_hashrate_reported}",
        digits=2,
    ),
    "bitmain_price_per_eh": Spec(
        equity.bitmain_price_per_eh, "musd", "{bitmain_purchase_price} ÷ {bitmain_purchase_hashrate}", digits=2
    ),
    "ev_per_owned_mw": Spec(equity.ev_per_owned_mw, "musd", "{enterprise_value} ÷ {georgia_mw}", digits=2),
    "georgia_price_per_mw": Spec(equity.georgia_price_per_mw, "musd", "{georgia_price} ÷ {georgia_mw}", digits=2),
    "mining_value": Spec(equity.mining_value, "musd", ""),
    "implied_ai_mw": Spec(
        equity.implied_ai_mw,
        "mw",
        "max(0, {enterprise_value_ex_btc} − {mining_value}) ÷ {contracted_mw_value}",
    ),
    "implied_ai_mw_without_tenant": Spec(
        equity.implied_ai_mw_without_tenant,
        "mw",
        "max(0, {enterprise_value_ex_btc} − {mining_value}) ÷ {uncontracted_mw_value}",
    ),
    "ai_npv_per_mw": Spec(equity.ai_npv_per_mw, "musd", "{ai_npv} ÷ {ai_mw}", result=True),
    "btc_price_at_nav": Spec(
        equity.btc_price_at_nav,
        "usd",
        "({share_price} × {shares_outstanding} + {debt_valued} − {cash_valued}) ÷ {coins_valued}",
    ),
    # New shares
    "issue_price": Spec(equity.issue_price, "usd2", "{share_price} × (1 − {issue_discount})"),
    "new_shares_from_raise": Spec(equity.new_shares_from_raise, "shares", "{equity_raise} ÷ {issue_price}", digits=1),
    "new_shares_share": Spec(equity.new_shares_share, "pct", "{new_shares_from_raise} ÷ {shares_outstanding}"),
    "raise_of_a_third": Spec(equity.raise_of_a_third, "musd", "{shares_outstanding} × {issue_price} ÷ 3"),
    "shares_after_raise": Spec(equity.shares_after_raise, "shares", "{shares_outstanding} + {new_shares_from_raise}"),
    "ownership_after_raise": Spec(
        equity.ownership_after_raise,
        "pct",
        "{shares_outstanding} ÷ ({shares_outstanding} + {new_shares_from_raise})",
    ),
    "dilution_from_raise": Spec(equity.dilution_from_raise, "pct", "1 − {ownership_after_raise}"),
    "nav_per_share_after_raise": Spec(
        equity.nav_per_share_after_raise,
        "usd2",
        "({net_asset_value} + {equity_raise}) ÷ ({shares_outstanding} + {new_shares_from_raise})",
    ),
    "share_count_on_todays_basis": Spec(equity.share_count_on_todays_basis, "shares", ""),
    "share_count_growth_total": Spec(equity.share_count_growth_total, "pct", ""),
    "holders_share_left_now": Spec(equity.holders_share_left_now, "pct", "1 ÷ (1 + {share_count_growth_total})"),
    "insider_share_of_company": Spec(
        equity.insider_share_of_company, "pct", "{insider_shares} ÷ {consolidation_ratio} ÷ {shares_outstanding}"
    ),
    "insider_premium_at_agreement": Spec(equity.insider_premium_at_agreement, "pct", ""),
    # Price history
    "share_price_change_3m": Spec(
        share_price.share_price_change_3m,
        "pct",
        "{share_price_fall_end} ÷ {share_price_fall_start} − 1",
        result=True,
        digits=1,
    ),
    "share_price_change_difference": Spec(
        share_price.share_price_change_difference,
        "pct",
        "{share_price_change_3m} − {share_price_change_article}",
        digits=1,
    ),
    "share_price_fall_end_adjusted": Spec(
        share_price.share_price_fall_end_adjusted, "usd2", "{share_price_fall_end} × {consolidation_ratio}"
    ),
    "share_price_change_since_article": Spec(
        share_price.share_price_change_since_article,
        "pct",
        "{share_price} ÷ {share_price_fall_end_adjusted} − 1",
        result=True,
        digits=1,
    ),
    "share_price_adjusted": Spec(share_price.share_price_adjusted, "usd2", ""),
    "one_dollar_on_todays_basis": Spec(
        share_price.one_dollar_on_todays_basis, "usd2", "{share_price_adjusted} ÷ {share_price_daily_close_as_traded}"
    ),
    "share_price_peak": Spec(share_price.share_price_peak, "usd2", ""),
    "share_price_peak_day": Spec(share_price.share_price_peak_day, "date", ""),
    "share_price_drawdown": Spec(share_price.share_price_drawdown, "pct", "", result=True),
    "share_price_largest_drawdown": Spec(share_price.share_price_largest_drawdown, "pct", "", result=True, digits=1),
    "share_price_low_day": Spec(share_price.share_price_low_day, "date", ""),
    "share_price_drawdown_now": Spec(share_price.share_price_drawdown_now, "pct", "", result=True, digits=1),
    "share_price_drawdown_before_sale": Spec(
        share_price.share_price_drawdown_before_sale, "pct", "", result=True, digits=1
    ),
    "btc_beta": Spec(share_price.btc_beta, "count", "", digits=2),
    "btc_beta_standard_error": Spec(share_price.btc_beta_standard_error, "count", "", digits=2),
    "btc_correlation": Spec(share_price.btc_correlation, "count", "", digits=2),
    "btc_beta_btc_returns": Spec(share_price.btc_beta_btc_returns, "pct", ""),
    "btc_beta_share_returns": Spec(share_price.btc_beta_share_returns, "pct", ""),
    "btc_beta_days": Spec(share_price.btc_beta_days, "count", ""),
    "btc_beta_by_window": Spec(share_price.btc_beta_by_window, "count", ""),
    # The other miners
    "peers_companies": Spec(peers.peers_companies, "count", ""),
    "peers_publishing_sales": Spec(peers.peers_publishing_sales, "count", ""),
    "peers_comparable_sales": Spec(peers.peers_comparable_sales, "count", ""),
    "peers_sales_total": Spec(peers.peers_sales_total, "btc", "", digits=0),
    "peers_publishing_ai_mw": Spec(peers.peers_publishing_ai_mw, "count", ""),
    "peers_ai_mw_total": Spec(peers.peers_ai_mw_total, "mw", "", digits=0),
    # The one-dollar rule
    "share_price_mean_30": Spec(listing.share_price_mean_30, "usd2", ""),
    "share_price_mean_30_adjusted": Spec(listing.share_price_mean_30_adjusted, "usd2", ""),
    "share_price_mean_30_of_the_day": Spec(
        listing.share_price_mean_30_of_the_day,
        "usd2",
        "{share_price_mean_30_adjusted} ÷ {one_dollar_on_todays_basis}",
    ),
    "first_day_below_one_dollar": Spec(listing.first_day_below_one_dollar, "date", ""),
    "first_day_mean_below_one_dollar": Spec(listing.first_day_mean_below_one_dollar, "date", ""),
    "days_below_one_dollar": Spec(listing.days_below_one_dollar, "days", ""),
    "cure_period_end": Spec(listing.cure_period_end, "date", ""),
    "cured_month_end": Spec(listing.cured_month_end, "date", ""),
    "no_cure_period_until": Spec(listing.no_cure_period_until, "date", ""),
    "trading_days_since_consolidation": Spec(
        listing.trading_days_since_consolidation, "count", "#({share_price_daily_date} ≥ {consolidation_date})"
    ),
    "lowest_close_since_consolidation": Spec(listing.lowest_close_since_consolidation, "usd2", ""),
}
