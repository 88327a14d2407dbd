"""Burn, runway, the next forced sale, how likely each is, and the back-test of the same months."""

from __future__ import annotations

from typing import Final

from dashboard.model import backtest, odds, opening, outlook
from dashboard.model.month import CASH_FLOWS, CAUSES
from dashboard.numbers.spec import Spec

_PATH: Final[dict[str, Spec]] = {
    # What the simulation starts from
    "halving_days": Spec(
        opening.halving_days,
        "days",
        "(1,050,000 − {block_height_reference}) ÷ 144 + ({block_height_date} − {balance_date})",
    ),
    "halving_month": Spec(opening.halving_month, "month_number", "{halving_days} ÷ (365 ÷ 12) + 1"),
    "maturity_month": Spec(opening.maturity_month, "month_number", "{loan_maturity} − {balance_date}"),
    "btc_pledged": Spec(opening.btc_pledged, "btc", "{btc_loan_now} ÷ ({opening_ltv} × P({balance_date}))", digits=0),
    "runway_path": Spec(opening.runway_path, "text", ""),
    # The first month
    "hosting_per_month": Spec(
        outlook.hosting_per_month,
        "musd",
        "{cash_cost_at_reference} × {self_mining_hashrate} ÷ {reference_network_hashrate} × 144 × 365 ÷ 12"
        " × {block_subsidy} × (1 + {fee_ratio})",
    ),
    "interest_per_month": Spec(outlook.interest_per_month, "musd", "{debt_now} × {interest_rate} ÷ 12"),
    "mining_revenue_per_month": Spec(
        outlook.mining_revenue_per_month,
        "musd",
        "{self_mining_hashrate} ÷ {network_hashrate} × 144 × 365 ÷ 12 × {block_subsidy} × (1 + {fee_ratio})"
        " × {btc_price}",
    ),
    "burn_per_month": Spec(
        outlook.burn_per_month,
        "musd",
        "{hosting_per_month} + {overhead_per_month} + {interest_per_month} − {mining_revenue_per_month}"
        " − {lease_income_per_month}",
    ),
    "ai_capex_per_month": Spec(outlook.ai_capex_per_month, "musd", "{ai_mw} × {ai_capex_per_mw} ÷ {ramp_months}"),
    # The path
    "months_to_next_sale": Spec(outlook.months_to_next_sale, "month_number", ""),
    "runway_months": Spec(outlook.runway_months, "months", ""),
    "months_to_ai_break_even": Spec(outlook.months_to_ai_break_even, "month_number", ""),
    "ai_break_even_reached": Spec(
        outlook.ai_break_even_reached, "count", "{months_to_ai_break_even} ≤ {runway_months}"
    ),
    "months_short": Spec(outlook.months_short, "months", "{months_to_ai_break_even} − {runway_months}"),
    "months_to_first_burn": Spec(outlook.months_to_first_burn, "month_number", ""),
    "burn_after_halving": Spec(outlook.burn_after_halving, "musd", ""),
    "mining_pays_its_way": Spec(outlook.mining_pays_its_way, "count", ""),
    "first_sale_cause": Spec(outlook.first_sale_cause, "text", ""),
    "debt_due": Spec(outlook.debt_due, "musd", "", digits=0),
    "next_sale_date": Spec(outlook.next_sale_date, "date", "{balance_date} + {months_to_next_sale}"),
    "last_paid_date": Spec(outlook.last_paid_date, "date", "{balance_date} + {runway_months}"),
    "ai_break_even_date": Spec(outlook.ai_break_even_date, "date", "{balance_date} + {months_to_ai_break_even}"),
    "shortfall_gap": Spec(outlook.shortfall_gap, "musd", "", digits=0),
    "shortfall_by_maturity": Spec(outlook.shortfall_by_maturity, "count", ""),
    "value_by_month": Spec(outlook.value_by_month, "musd", ""),
    "cash_by_month": Spec(outlook.cash_by_month, "musd", ""),
    "btc_by_month": Spec(outlook.btc_by_month, "btc", "", digits=0),
    "btc_sold_by_month": Spec(outlook.btc_sold_by_month, "btc", "", digits=0),
    "btc_sold_within_horizon": Spec(outlook.btc_sold_within_horizon, "btc", "", digits=0),
    "btc_left_at_horizon": Spec(
        outlook.btc_left_at_horizon, "btc", "{treasury_now} − {btc_sold_within_horizon}", digits=0
    ),
    # AI against the burn
    "burn_at_ramp": Spec(outlook.burn_at_ramp, "musd", ""),
    "ai_margin_per_mw_at_ramp": Spec(
        outlook.ai_margin_per_mw_at_ramp,
        "musd",
        "({ai_revenue_per_mw_year} × (1 − {ai_price_decay})^(({ramp_months} − 1) ÷ 12) − {ai_power_cost_per_mw_year}"
        " − {ai_opex}) ÷ 12",
        result=True,
        digits=2,
    ),
    "ai_margin_at_ramp": Spec(outlook.ai_margin_at_ramp, "musd", "{ai_mw} × {ai_margin_per_mw_at_ramp}", result=True),
    "ai_burn_cover": Spec(outlook.ai_burn_cover, "pct", "{ai_margin_at_ramp} ÷ {burn_at_ramp}", digits=0),
    "ai_mw_needed": Spec(outlook.ai_mw_needed, "mw", "{burn_at_ramp} ÷ {ai_margin_per_mw_at_ramp}"),
    "ai_capex_needed": Spec(outlook.ai_capex_needed, "musd", "{ai_mw_needed} × {ai_capex_per_mw}", digits=0),
    "funds_available": Spec(
        outlook.funds_available,
        "musd",
        "{cash_now} − {minimum_cash} + {treasury_now} × {btc_price} × (1 − {selling_cost}) + {equity_raise}",
        digits=0,
    ),
    "runway_months_without_ai": Spec(outlook.runway_months_without_ai, "months", ""),
    "runway_cost_of_ai": Spec(outlook.runway_cost_of_ai, "months", "{runway_months_without_ai} − {runway_months}"),
    "margin_call_price_now": Spec(
        opening.margin_call_price_now, "usd", "{btc_loan_now} ÷ ({btc_pledged} × {margin_call_ltv})"
    ),
    **{f"btc_sold_{cause}": Spec(outlook.btc_sold_for(cause), "btc", "", digits=0) for cause in CAUSES},
    "first_year_mining": Spec(
        outlook.first_year_mining, "musd", "{first_year_output_sales} + {first_year_hosting}", result=True
    ),
    **{
        f"first_year_{flow}": Spec(outlook.first_year(flow), "musd", "", result=flow in CASH_FLOWS)
        for flow in ("cash_open", *CASH_FLOWS, "cash_close")
    },
}

_ODDS: Final[dict[str, Spec]] = {
    "monte_carlo": Spec(odds.monte_carlo, "text", ""),
    "probability_forced_sale": Spec(odds.probability_forced_sale, "pct", "", digits=0),
    "probability_forced_sale_error": Spec(
        odds.probability_forced_sale_error,
        "pct",
        "√({probability_forced_sale} × (1 − {probability_forced_sale}) ÷ {monte_carlo_paths})",
        digits=1,
    ),
    "probability_shortfall": Spec(odds.probability_shortfall, "pct", "", digits=0),
    "probability_shortfall_error": Spec(
        odds.probability_shortfall_error,
        "pct",
        "√({probability_shortfall} × (1 − {probability_shortfall}) ÷ {monte_carlo_paths})",
        digits=1,
    ),
    "probability_forced_sale_band": Spec(
        odds.probability_forced_sale_band, "points", "2 × {probability_forced_sale_error}"
    ),
    "probability_shortfall_band": Spec(odds.probability_shortfall_band, "points", "2 × {probability_shortfall_error}"),
    "months_to_half_sale": Spec(odds.months_to_half_sale, "month_number", ""),
    "months_to_half_short": Spec(odds.months_to_half_short, "month_number", ""),
    "probability_survival": Spec(odds.probability_survival, "pct", "1 − {probability_shortfall}", digits=0),
    "probability_margin_call": Spec(odds.probability_margin_call, "pct", "", digits=0),
    "probability_ai_break_even": Spec(odds.probability_ai_break_even, "pct", "", digits=0),
    "value_fan": Spec(odds.value_fan, "musd", ""),
    **{f"share_sold_{cause}": Spec(odds.share_sold_for(cause), "pct", "") for cause in CAUSES},
    **{f"first_sales_{cause}": Spec(odds.first_sales_for(cause), "pct", "") for cause in CAUSES},
}

_BACKTEST: Final[dict[str, Spec]] = {
    "backtest_hashrate": Spec(
        backtest.backtest_hashrate, "eh", "{monthly_operations_operating_hashrate} | {realised_hashrate_at_quarter_end}"
    ),
    "backtest_hashrate_carried_on": Spec(
        backtest.backtest_hashrate_carried_on, "eh", "{monthly_operations_operating_hashrate}"
    ),
    "backtest_btc_price": Spec(backtest.backtest_btc_price, "usd", "{network_btc_price_avg}"),
    "backtest_btc_sold": Spec(backtest.backtest_btc_sold, "btc", "{monthly_operations_btc_sold}"),
    "backtest_btc_sold_announced": Spec(
        backtest.backtest_btc_sold_announced,
        "btc",
        "{monthly_operations_btc_sold}, {sale_btc}, {march_2026_sold_reported}",
    ),
    "backtest_sale_price": Spec(
        backtest.backtest_sale_price, "usd", "{sale_proceeds} ÷ {sale_btc} | {backtest_btc_price}"
    ),
    "backtest_given": Spec(backtest.backtest_given, "text", ""),
    "backtest_announced": Spec(backtest.backtest_announced, "text", ""),
    "backtest_mined": Spec(backtest.backtest_mined, "btc", "", digits=0),
    "backtest_mined_error": Spec(
        backtest.backtest_mined_error, "btc", "{backtest_mined} − {btc_mined_q1_2026}", digits=0, signed=True
    ),
    "backtest_mined_error_share": Spec(
        backtest.backtest_mined_error_share,
        "pct",
        "{backtest_mined_error} ÷ {btc_mined_q1_2026}",
        digits=1,
        signed=True,
    ),
    "btc_mined_two_months": Spec(backtest.btc_mined_two_months, "btc", "Σ {monthly_operations_btc_produced}", digits=0),
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
        "{backtest_mined_carried_on} − {btc_mined_q1_2026}",
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
        "{cash_before} + {backtest_sales} + {equity_raised_2026} − {debt_reduction_q1_2026} − {backtest_hosting}"
        " − {backtest_overhead} − {backtest_interest}",
    ),
    "backtest_cash_error": Spec(backtest.backtest_cash_error, "musd", "{backtest_cash} − {cash_after}", signed=True),
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
        "{debt_before} − {loan_repayment_announced} − {march_2026_sale_value}",
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

OUTPUTS: Final[dict[str, Spec]] = {**_PATH, **_ODDS, **_BACKTEST}
