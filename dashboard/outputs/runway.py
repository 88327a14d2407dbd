"""Burn, runway, the next forced sale, and how likely each is."""

from __future__ import annotations

from typing import Final

from dashboard.model import outlook
from dashboard.outputs.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    "halving_days": Spec(outlook.halving_days, "days", "(1,050,000 − {block_height_reference}) ÷ 144 + ({block_height_date} − {balance_date})"),
    "maturity_month": Spec(outlook.maturity_month, "count", "{loan_maturity} − {balance_date}"),
    "btc_pledged": Spec(outlook.btc_pledged, "btc", "{btc_loan_2026_03_31} ÷ ({opening_ltv} × P)"),
    "runway_path": Spec(outlook.runway_path, "text", "{cash_2026_03_31} + {treasury_2026_03_31} × {btc_price} → …"),
    "burn_per_month": Spec(outlook.burn_per_month, "musd", "{runway_path}"),
    "months_to_next_sale": Spec(outlook.months_to_next_sale, "months", "{runway_path}"),
    "runway_months": Spec(outlook.runway_months, "months", "{runway_path}"),
    "months_to_ai_break_even": Spec(outlook.months_to_ai_break_even, "months", "{runway_path}"),
    "ai_break_even_reached": Spec(outlook.ai_break_even_reached, "count", "{months_to_ai_break_even} ≤ {runway_months}"),
    "ai_burn_cover": Spec(outlook.ai_burn_cover, "pct", "{runway_path}", digits=0),
    "ai_mw_needed": Spec(outlook.ai_mw_needed, "mw", "{runway_path}"),
    "ai_capex_needed": Spec(outlook.ai_capex_needed, "musd", "{ai_mw_needed} × {ai_capex_per_mw}", digits=0),
    "funds_available": Spec(
        outlook.funds_available,
        "musd",
        "{cash_2026_03_31} − {minimum_cash} + {treasury_2026_03_31} × {btc_price} × (1 − {selling_cost}) + {equity_raise}",
        digits=0,
    ),
    "btc_left_at_horizon": Spec(outlook.btc_left_at_horizon, "btc", "{runway_path}", digits=0),
    "runway_months_without_ai": Spec(outlook.runway_months_without_ai, "months", "{runway_path}, {ai_mw} = 0"),
    "runway_cost_of_ai": Spec(outlook.runway_cost_of_ai, "months", "{runway_months_without_ai} − {runway_months}"),
    "monte_carlo": Spec(outlook.monte_carlo, "text", "{runway_path} × {monte_carlo_paths}"),
    "probability_forced_sale": Spec(outlook.probability_forced_sale, "pct", "{monte_carlo}"),
    "probability_forced_sale_error": Spec(outlook.probability_forced_sale_error, "pct", "√(p (1 − p) ÷ {monte_carlo_paths})"),
    "probability_shortfall": Spec(outlook.probability_shortfall, "pct", "{monte_carlo}"),
    "probability_shortfall_error": Spec(outlook.probability_shortfall_error, "pct", "√(p (1 − p) ÷ {monte_carlo_paths})"),
    "probability_ai_break_even": Spec(outlook.probability_ai_break_even, "pct", "{monte_carlo}"),
    "margin_call_price_now": Spec(
        outlook.margin_call_price_now, "usd", "{btc_loan_2026_03_31} ÷ ({btc_pledged} × {margin_call_ltv})"
    ),
}
