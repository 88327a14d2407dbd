"""Where the company stands today, its burn, the dates of its path, how likely each is, and the back-test.

`runway_path` (a `model.path.Path`) holds every flow of every month: `.of("hosting")` for all months,
`.estimated(...)` for those up to today, `.ahead(...)` for the forecast, `.today("cash")` for the balance between
them; `model.path.FIELDS` names them all. Arrays by month among the outputs begin with the opening balance, and
`path_months` names their months. Numbers of months count from today: 1 = the first of the forecast.
"""

from __future__ import annotations

from typing import Final

from dashboard.model import backtest, by_month, carried, clock, cover, estimate, ledger, network, odds, opening, outlook
from dashboard.model.month import CASH_FLOWS, CAUSES, FORCED_CAUSES
from dashboard.numbers.spec import Spec

_CLOCK: Final[dict[str, Spec]] = {
    "today_month": Spec(clock.today_month, "date", ""),
    "clock": Spec(clock.clock, "text", ""),
    "estimate": Spec(estimate.estimate, "text", ""),
    "next_halving_height": Spec(
        network.next_halving_height, "count", "(⌊{block_height_reference} ÷ 210,000⌋ + 1) × 210,000"
    ),
    "halving_days": Spec(clock.halving_days, "days", ""),
    "halving_month": Spec(clock.halving_month, "month_number", "⌊{halving_days} ÷ (365 ÷ 12)⌋ + 1"),
    "next_halving_month": Spec(clock.next_halving_month, "date", "{today_month} + {halving_month}"),
    "maturity_month": Spec(clock.maturity_month, "month_number", ""),
    "horizon_end": Spec(outlook.horizon_end, "date", "{today_month} + {horizon_months}"),
    "after_horizon": Spec(outlook.after_horizon, "date", "{horizon_end} + 1"),
    "btc_pledged": Spec(opening.btc_pledged, "btc", "", digits=0),
    "margin_call_price_now": Spec(
        opening.margin_call_price_now, "usd", "{btc_loan_now} ÷ ({btc_pledged} × {margin_call_ltv})"
    ),
    "runway_path": Spec(opening.runway_path, "text", ""),
}

_TODAY: Final[dict[str, Spec]] = {
    "coins_today": Spec(outlook.coins_today, "btc", "", digits=0),
    "cash_today": Spec(outlook.cash_today, "musd", ""),
    "debt_today": Spec(outlook.debt_today, "musd", ""),
    "pledged_today": Spec(outlook.pledged_today, "btc", "", digits=0),
    "estimate_failed": Spec(outlook.estimate_failed, "count", ""),
    "estimate_failed_month": Spec(outlook.estimate_failed_month, "date", ""),
    # The first month of the forecast
    "hosting_per_month": Spec(
        outlook.hosting_per_month,
        "musd",
        "{cash_cost_at_reference} × {self_mining_hashrate} ÷ {reference_network_hashrate} × 144 × 365 ÷ 12"
        " × {reference_block_subsidy} × (1 + {fee_ratio}) × (1 − {mining_idle} × {avoidable_hosting_share})",
    ),
    "interest_per_month": Spec(outlook.interest_per_month, "musd", "{debt_today} × {interest_rate} ÷ 12"),
    "mining_revenue_per_month": Spec(
        outlook.mining_revenue_per_month,
        "musd",
        "{self_mining_hashrate} ÷ {network_hashrate} × 144 × 365 ÷ 12 × {block_subsidy} × (1 + {fee_ratio})"
        " × {btc_price}",
    ),
    "burn_per_month": Spec(
        outlook.burn_per_month,
        "musd",
        "{hosting_per_month} + {overhead_per_month} + {other_outflow_per_month} + {interest_per_month}"
        " − {mining_revenue_per_month} − {lease_income_per_month}",
    ),
    "ai_net_per_month": Spec(outlook.ai_net_per_month, "musd", "", result=True),
    "ai_capex_per_month": Spec(outlook.ai_capex_per_month, "musd", ""),
    "funds_available": Spec(
        cover.funds_available,
        "musd",
        "{cash_today} − {minimum_cash} + {coins_today} × {btc_price} × (1 − {selling_cost}) + {equity_raise}",
        digits=0,
    ),
}

_DATES: Final[dict[str, Spec]] = {
    "runway_case": Spec(outlook.runway_case, "text", ""),
    "months_to_next_sale": Spec(outlook.months_to_next_sale, "month_number", ""),
    "next_forced_sale_month": Spec(outlook.next_forced_sale_month, "date", "{today_month} + {months_to_next_sale}"),
    "first_sale_cause": Spec(outlook.first_sale_cause, "text", ""),
    "months_to_plant_sale": Spec(outlook.months_to_plant_sale, "month_number", ""),
    "next_plant_sale_month": Spec(outlook.next_plant_sale_month, "date", "{today_month} + {months_to_plant_sale}"),
    "plant_share_of_sales": Spec(
        outlook.plant_share_of_sales, "pct", "{btc_sold_plant} ÷ {btc_sold_within_horizon}", digits=0
    ),
    "months_to_ai_break_even": Spec(outlook.months_to_ai_break_even, "month_number", ""),
    "ai_covers_from": Spec(outlook.ai_covers_from, "date", "{today_month} + {months_to_ai_break_even}"),
    "ai_covered_months": Spec(outlook.ai_covered_months, "months", ""),
    "months_to_ai_stop": Spec(
        outlook.months_to_ai_stop, "month_number", "{months_to_ai_break_even} + {ai_covered_months}"
    ),
    "ai_stops_covering": Spec(outlook.ai_stops_covering, "date", "{today_month} + {months_to_ai_stop}"),
    "months_to_lasting_cover": Spec(outlook.months_to_lasting_cover, "month_number", ""),
    "ai_covers_lasting_from": Spec(outlook.ai_covers_lasting_from, "date", "{today_month} + {months_to_lasting_cover}"),
    "months_to_carried": Spec(carried.months_to_carried, "month_number", ""),
    "carried_from": Spec(carried.carried_from, "date", "{today_month} + {months_to_carried}"),
    "months_to_carried_end": Spec(carried.months_to_carried_end, "month_number", ""),
    "carried_until": Spec(carried.carried_until, "date", "{today_month} + {months_to_carried_end}"),
    "ai_break_even_reached": Spec(outlook.ai_break_even_reached, "count", ""),
    "months_to_money_gone": Spec(outlook.months_to_money_gone, "month_number", ""),
    "money_gone_month": Spec(outlook.money_gone_month, "date", "{today_month} + {months_to_money_gone}"),
    "runway_months": Spec(outlook.runway_months, "months", "max({months_to_money_gone} − 1, 0)"),
    "last_paid_month": Spec(outlook.last_paid_month, "date", "{today_month} + {months_to_money_gone} − 1"),
    "months_to_first_burn": Spec(outlook.months_to_first_burn, "month_number", ""),
    "first_burn_month": Spec(outlook.first_burn_month, "date", "{today_month} + {months_to_first_burn}"),
    "burn_after_halving": Spec(outlook.burn_after_halving, "musd", ""),
    "mining_pays_its_way": Spec(outlook.mining_pays_its_way, "count", ""),
    "debt_due": Spec(outlook.debt_due, "musd", "", digits=0),
    "net_before_debt": Spec(outlook.net_before_debt, "musd", "", result=True, digits=0),
    "shortfall_gap": Spec(outlook.shortfall_gap, "musd", "", digits=0),
    "shortfall_by_maturity": Spec(outlook.shortfall_by_maturity, "count", ""),
    # AI against the burn
    "burn_at_ramp": Spec(cover.burn_at_ramp, "musd", ""),
    "ai_full_month": Spec(cover.ai_full_month, "date", "{today_month} + min({ramp_months} + 1, {horizon_months})"),
    "ai_net_at_ramp": Spec(cover.ai_net_at_ramp, "musd", "", result=True),
    "ai_margin_per_mw_at_ramp": Spec(cover.ai_margin_per_mw_at_ramp, "musd", "", result=True, digits=2),
    "ai_margin_per_mw_standing": Spec(cover.ai_margin_per_mw_standing, "musd", "", result=True, digits=2),
    "ai_burn_cover": Spec(cover.ai_burn_cover, "pct", "", digits=0),
    "ai_mw_needed": Spec(cover.ai_mw_needed, "mw", ""),
    "ai_capex_needed": Spec(
        cover.ai_capex_needed, "musd", "max({ai_mw_needed} − {ai_mw_today}, 0) × {ai_capex_per_mw}", digits=0
    ),
    "money_gone_month_without_ai": Spec(cover.money_gone_month_without_ai, "date", ""),
    "money_gone_month_stopped_today": Spec(cover.money_gone_month_stopped_today, "date", ""),
    "next_forced_sale_month_stopped_today": Spec(cover.next_forced_sale_month_stopped_today, "date", ""),
    "runway_months_without_ai": Spec(cover.runway_months_without_ai, "months", ""),
    "runway_cost_of_ai": Spec(cover.runway_cost_of_ai, "months", ""),
}

_MONTHS: Final[dict[str, Spec]] = {
    "path_months": Spec(by_month.path_months, "date", ""),
    "path_estimated": Spec(by_month.path_estimated, "count", ""),
    "price_by_month": Spec(by_month.price_by_month, "usd", ""),
    "value_by_month": Spec(by_month.value_by_month, "musd", ""),
    "cash_by_month": Spec(by_month.cash_by_month, "musd", ""),
    "btc_by_month": Spec(by_month.btc_by_month, "btc", "", digits=0),
    "debt_by_month": Spec(by_month.debt_by_month, "musd", ""),
    "btc_sold_by_month": Spec(by_month.btc_sold_by_month, "btc", "", digits=0),
    "btc_mined_by_month": Spec(by_month.btc_mined_by_month, "btc", "", digits=0),
    "network_by_month": Spec(by_month.network_by_month, "eh", "", digits=0),
    "burn_by_month": Spec(by_month.burn_by_month, "musd", ""),
    "ai_net_by_month": Spec(by_month.ai_net_by_month, "musd", ""),
    "btc_sold_within_horizon": Spec(
        by_month.btc_sold_within_horizon, "btc", " + ".join(f"{{btc_sold_{cause}}}" for cause in CAUSES), digits=0
    ),
    "btc_left_at_horizon": Spec(
        by_month.btc_left_at_horizon, "btc", "{coins_today} − {btc_sold_within_horizon}", digits=0
    ),
    **{f"btc_sold_{cause}": Spec(by_month.btc_sold_for(cause), "btc", "", digits=0) for cause in CAUSES},
    **{
        f"btc_sold_up_to_today_{cause}": Spec(by_month.btc_sold_up_to_today_for(cause), "btc", "", digits=0)
        for cause in CAUSES
    },
    "first_year_mining": Spec(
        by_month.first_year_mining, "musd", "{first_year_output_sales} + {first_year_hosting}", result=True
    ),
    **{
        f"first_year_{flow}": Spec(by_month.first_year(flow), "musd", "", result=flow in CASH_FLOWS)
        for flow in ("cash_open", *CASH_FLOWS, "cash_close")
    },
}

_SHARES_OF_PATHS: Final = (
    "probability_no_forced_sale",
    "probability_forced_sale_survived",
    "probability_money_gone",
    "probability_forced_sale",
    "probability_margin_call",
    "probability_forced_sale_before_debt",
    "probability_gone_before_debt",
    "probability_gone_with_debt",
    "probability_money_gone_never_built",
    "probability_money_gone_stopped",
)

_ODDS: Final[dict[str, Spec]] = {
    "price_history": Spec(odds.price_history, "usd", "{btc_price_history_close}, {btc_price_daily_close}"),
    "chances": Spec(odds.chances, "text", ""),
    **{name: Spec(getattr(odds, name), "pct", "", digits=0) for name in _SHARES_OF_PATHS},
    "probability_error": Spec(odds.probability_error, "points", "", digits=1),
    "probability_shortfall": Spec(odds.probability_shortfall, "pct", "{probability_money_gone}", digits=0),
    "probability_survival": Spec(odds.probability_survival, "pct", "1 − {probability_money_gone}", digits=0),
    "probability_ai_saves": Spec(odds.probability_ai_saves, "pct", "", digits=1),
    "probability_ai_costs": Spec(odds.probability_ai_costs, "pct", "", digits=1),
    "probability_ai_changes": Spec(
        odds.probability_ai_changes, "pct", "{probability_ai_saves} + {probability_ai_costs}", digits=1
    ),
    "probability_ai_saves_from_today": Spec(odds.probability_ai_saves_from_today, "pct", "", digits=1),
    "probability_ai_costs_from_today": Spec(odds.probability_ai_costs_from_today, "pct", "", digits=1),
    "probability_ai_changes_from_today": Spec(
        odds.probability_ai_changes_from_today,
        "pct",
        "{probability_ai_saves_from_today} + {probability_ai_costs_from_today}",
        digits=1,
    ),
    "forced_sale_by_month": Spec(odds.forced_sale_by_month, "pct", "", digits=0),
    "money_gone_by_month": Spec(odds.money_gone_by_month, "pct", "", digits=0),
    "margin_call_by_month": Spec(odds.margin_call_by_month, "pct", "", digits=0),
    "months_to_half_sale": Spec(odds.months_to_half_sale, "month_number", ""),
    "months_to_half_short": Spec(odds.months_to_half_short, "month_number", ""),
    "price_fan": Spec(odds.price_fan, "usd", ""),
    "value_fan": Spec(odds.value_fan, "musd", ""),
    **{f"share_sold_{cause}": Spec(odds.share_sold_for(cause), "pct", "") for cause in CAUSES},
    **{f"first_sales_{cause}": Spec(odds.first_sales_for(cause), "pct", "") for cause in FORCED_CAUSES},
}

_LEDGER: Final[dict[str, Spec]] = {
    "ledger_periods": Spec(ledger.ledger_periods, "date", "{quarterly_results_btc_mined}, > {balance_date}"),
    "ledger_network": Spec(ledger.ledger_network, "eh", "{network_difficulty}, {balance_date}", digits=0),
    "ledger_close": Spec(ledger.ledger_close, "usd", "P({balance_date})"),
    "ledger_hashrate_implied": Spec(
        ledger.ledger_hashrate_implied, "eh", "{monthly_operations_btc_produced}, {ledger_network}"
    ),
    "ledger_btc_published": Spec(ledger.ledger_btc_published, "btc", "{quarterly_results_btc_mined}", digits=0),
    "ledger_btc_deployed": Spec(ledger.ledger_btc_deployed, "btc", "", digits=0),
    "ledger_btc_implied": Spec(ledger.ledger_btc_implied, "btc", "", digits=0),
    "ledger_error_deployed": Spec(
        ledger.ledger_error_deployed, "pct", "{ledger_btc_deployed} ÷ {ledger_btc_published} − 1", signed=True, digits=0
    ),
    "ledger_error_implied": Spec(
        ledger.ledger_error_implied, "pct", "{ledger_btc_implied} ÷ {ledger_btc_published} − 1", signed=True, digits=0
    ),
    "ledger_revenue_published": Spec(
        ledger.ledger_revenue_published, "musd", "{quarterly_results_btc_revenue}", digits=0
    ),
    "ledger_revenue_deployed": Spec(
        ledger.ledger_revenue_deployed, "musd", "{ledger_btc_deployed} × {ledger_close}", digits=0
    ),
    "ledger_revenue_implied": Spec(
        ledger.ledger_revenue_implied, "musd", "{ledger_btc_implied} × {ledger_close}", digits=0
    ),
    "ledger_open_periods": Spec(ledger.ledger_open_periods, "date", ""),
    "ledger_open_btc_mined": Spec(ledger.ledger_open_btc_mined, "btc", "", digits=0),
    "ledger_open_revenue": Spec(ledger.ledger_open_revenue, "musd", "", digits=0),
    "ledger_open_btc_held": Spec(ledger.ledger_open_btc_held, "btc", "", digits=0),
    "ledger_open_cash": Spec(ledger.ledger_open_cash, "musd", ""),
}

_BACKTEST: Final[dict[str, Spec]] = {
    "backtest_hashrate": Spec(backtest.backtest_hashrate, "eh", ""),
    "backtest_hashrate_carried_on": Spec(backtest.backtest_hashrate_carried_on, "eh", ""),
    "backtest_btc_price": Spec(backtest.backtest_btc_price, "usd", "{network_btc_price_avg}"),
    "backtest_btc_sold": Spec(backtest.backtest_btc_sold, "btc", "{monthly_operations_btc_sold}"),
    "backtest_btc_sold_announced": Spec(
        backtest.backtest_btc_sold_announced,
        "btc",
        "{monthly_operations_btc_sold}, {sale_btc}, {sold_reported_month_after_sale}",
    ),
    "backtest_sale_price": Spec(backtest.backtest_sale_price, "usd", ""),
    "backtest_given": Spec(backtest.backtest_given, "text", ""),
    "backtest_announced": Spec(backtest.backtest_announced, "text", ""),
    "backtest_mined": Spec(backtest.backtest_mined, "btc", "", digits=0),
    "backtest_mined_error": Spec(
        backtest.backtest_mined_error, "btc", "{backtest_mined} − {btc_mined_sale_quarter}", digits=0, signed=True
    ),
    "backtest_mined_error_share": Spec(
        backtest.backtest_mined_error_share,
        "pct",
        "{backtest_mined_error} ÷ {btc_mined_sale_quarter}",
        digits=1,
        signed=True,
    ),
    "btc_mined_two_months": Spec(backtest.btc_mined_two_months, "btc", "", digits=0),
    "backtest_mined_two_months": Spec(backtest.backtest_mined_two_months, "btc", "", digits=0),
    "backtest_mined_two_months_error": Spec(
        backtest.backtest_mined_two_months_error,
        "btc",
        "{backtest_mined_two_months} − {btc_mined_two_months}",
        digits=0,
        signed=True,
    ),
    "backtest_mined_carried_on": Spec(backtest.backtest_mined_carried_on, "btc", "", digits=0),
    "backtest_mined_carried_on_error": Spec(
        backtest.backtest_mined_carried_on_error,
        "btc",
        "{backtest_mined_carried_on} − {btc_mined_sale_quarter}",
        digits=0,
        signed=True,
    ),
    "backtest_hosting": Spec(backtest.backtest_hosting, "musd", ""),
    "backtest_interest": Spec(backtest.backtest_interest, "musd", ""),
    "backtest_sales": Spec(backtest.backtest_sales, "musd", ""),
    "backtest_overhead": Spec(backtest.backtest_overhead, "musd", "3 × {overhead_per_month}"),
    "backtest_cash": Spec(
        backtest.backtest_cash,
        "musd",
        "{cash_before} + {backtest_sales} + {equity_raised_sale_quarter} − {debt_reduction_sale_quarter}"
        " − {backtest_hosting} − {backtest_overhead} − {backtest_interest}",
    ),
    "backtest_cash_error": Spec(backtest.backtest_cash_error, "musd", "{backtest_cash} − {cash_after}", signed=True),
    "backtest_ai_plant": Spec(backtest.backtest_ai_plant, "musd", ""),
    "backtest_cash_error_after_plant": Spec(
        backtest.backtest_cash_error_after_plant,
        "musd",
        "{backtest_cash_error} − {backtest_ai_plant}",
        signed=True,
    ),
    "backtest_btc": Spec(
        backtest.backtest_btc, "btc", "{treasury_before} + {backtest_mined} − Σ {backtest_btc_sold}", digits=0
    ),
    "backtest_btc_error": Spec(
        backtest.backtest_btc_error, "btc", "{backtest_btc} − {treasury_after}", digits=0, signed=True
    ),
    "backtest_announced_cash": Spec(backtest.backtest_announced_cash, "musd", ""),
    "backtest_announced_cash_error": Spec(
        backtest.backtest_announced_cash_error, "musd", "{backtest_announced_cash} − {cash_after}", signed=True
    ),
    "backtest_announced_debt": Spec(
        backtest.backtest_announced_debt,
        "musd",
        "{debt_before} − {loan_repayment_announced} − {sold_value_month_after_sale}",
    ),
    "backtest_announced_debt_error": Spec(
        backtest.backtest_announced_debt_error, "musd", "{backtest_announced_debt} − {debt_after}", signed=True
    ),
    "backtest_announced_btc": Spec(backtest.backtest_announced_btc, "btc", "", digits=0),
    "backtest_announced_btc_error": Spec(
        backtest.backtest_announced_btc_error,
        "btc",
        "{backtest_announced_btc} − {treasury_after}",
        digits=0,
        signed=True,
    ),
}

OUTPUTS: Final[dict[str, Spec]] = {**_CLOCK, **_TODAY, **_DATES, **_MONTHS, **_ODDS, **_LEDGER, **_BACKTEST}
