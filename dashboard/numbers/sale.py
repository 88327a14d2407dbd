"""The February sale, the treasury it came from, and the loan it repaid."""

from __future__ import annotations

from typing import Final

from dashboard.model import loan, sale, treasury
from dashboard.numbers.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    "sale_price": Spec(sale.sale_price, "usd", "{sale_proceeds} ÷ {sale_btc}"),
    "sale_value_now": Spec(sale.sale_value_now, "musd", "{sale_btc} × {btc_price}", digits=0),
    "sale_outcome": Spec(sale.sale_outcome, "musd", "{sale_proceeds} − {sale_value_now}", result=True, digits=0),
    "months_of_output_sold": Spec(
        sale.months_of_output_sold, "months", "{sale_btc} ÷ {btc_mined_fy2025} × 12", digits=1
    ),
    "sale_share_of_output_fy2025": Spec(sale.sale_share_of_output_fy2025, "pct", "{sale_btc} ÷ {btc_mined_fy2025}"),
    "sale_price_against_all_in_cost": Spec(
        sale.sale_price_against_all_in_cost, "pct", "{sale_price} ÷ {all_in_cost_fy2025} − 1", result=True
    ),
    "price_obtained_vs_close": Spec(
        sale.price_obtained_vs_close, "pct", "{sale_price} ÷ {btc_price_daily_close} − 1", result=True
    ),
    "price_obtained_vs_close_day_before": Spec(
        sale.price_obtained_vs_close_day_before, "pct", "{sale_price} ÷ {btc_price_daily_close} − 1", result=True
    ),
    "treasury_fall_share": Spec(
        treasury.treasury_fall_share, "pct", "1 − {treasury_after} ÷ {treasury_before}", digits=1
    ),
    "btc_disposed_q1_2026": Spec(
        treasury.btc_disposed_q1_2026, "btc", "{treasury_before} + {btc_mined_q1_2026} − {treasury_after}"
    ),
    "btc_disposed_share_q1_2026": Spec(
        treasury.btc_disposed_share_q1_2026, "pct", "{btc_disposed_q1_2026} ÷ {treasury_before}"
    ),
    "sale_share_of_disposals": Spec(treasury.sale_share_of_disposals, "pct", "{sale_btc} ÷ {btc_disposed_q1_2026}"),
    "sale_share_of_treasury": Spec(
        treasury.sale_share_of_treasury, "pct", "{sale_btc} ÷ {treasury_at_sale_month_start}"
    ),
    "treasury_after_sale": Spec(treasury.treasury_after_sale, "btc", "{treasury_at_sale_month_start} − {sale_btc}"),
    "treasury_close_computed": Spec(
        treasury.treasury_close_computed,
        "btc",
        "{monthly_operations_btc_held} + {monthly_operations_btc_produced} − {monthly_operations_btc_sold}",
    ),
    "treasury_close_difference": Spec(
        treasury.treasury_close_difference, "btc", "{treasury_close_computed} − {monthly_operations_btc_held}"
    ),
    "treasury_close_largest_difference": Spec(
        treasury.treasury_close_largest_difference, "btc", "max |{treasury_close_difference}|", digits=2
    ),
    "february_2026_other_disposals": Spec(
        treasury.february_2026_other_disposals, "btc", "{monthly_operations_btc_sold} − {sale_btc}"
    ),
    "march_2026_disposed": Spec(
        treasury.march_2026_disposed,
        "btc",
        "{monthly_operations_btc_held} + {monthly_operations_btc_produced} − {monthly_operations_btc_held}",
    ),
    "march_2026_unexplained": Spec(
        treasury.march_2026_unexplained, "btc", "{march_2026_disposed} − {march_2026_sold_reported}", digits=1
    ),
    "btc_price_average_march_2026": Spec(
        treasury.btc_price_average_march_2026, "usd", "{network_btc_price_avg}, {sale_quarter}"
    ),
    "march_2026_sale_value": Spec(
        treasury.march_2026_sale_value, "musd", "{march_2026_sold_reported} × {btc_price_average_march_2026}"
    ),
    "btc_sales_value_q1_2026": Spec(
        treasury.btc_sales_value_q1_2026,
        "musd",
        "{sale_proceeds} + ({monthly_operations_btc_sold} − {sale_btc}) × {network_btc_price_avg}",
    ),
    "debt_reduction_q1_2026": Spec(treasury.debt_reduction_q1_2026, "musd", "{debt_before} − {debt_after}"),
    "debt_reduction_share_of_sales_q1_2026": Spec(
        treasury.debt_reduction_share_of_sales_q1_2026, "pct", "{debt_reduction_q1_2026} ÷ {btc_sales_value_q1_2026}"
    ),
    "mining_cash_cost_q1_2026": Spec(
        treasury.mining_cash_cost_q1_2026, "musd", "{cash_cost_q1_2026} × {btc_mined_q1_2026}"
    ),
    "cash_change_q1_2026": Spec(treasury.cash_change_q1_2026, "musd", "{cash_after} − {cash_before}", result=True),
    "cash_bridge_known_q1_2026": Spec(
        treasury.cash_bridge_known_q1_2026,
        "musd",
        "{btc_sales_value_q1_2026} + {equity_raised_2026} − {debt_reduction_q1_2026} − {mining_cash_cost_q1_2026}",
        result=True,
    ),
    "cash_bridge_q1_2026": Spec(
        treasury.cash_bridge_q1_2026, "musd", "{cash_change_q1_2026} − {cash_bridge_known_q1_2026}", result=True
    ),
    "january_2026_sold": Spec(
        treasury.january_2026_sold, "btc", "{monthly_operations_btc_sold}, {sale_date}", digits=1
    ),
    "treasury_rounding_q1_2026": Spec(
        treasury.treasury_rounding_q1_2026,
        "btc",
        "{btc_disposed_q1_2026} − ({january_2026_sold} + {sale_btc} + {february_2026_other_disposals}"
        " + {march_2026_disposed})",
        digits=2,
    ),
    "sale_price_against_february_low": Spec(
        sale.sale_price_against_february_low, "pct", "{sale_price} ÷ {btc_close_february_low} − 1", result=True
    ),
    "loan_repayment_share": Spec(sale.loan_repayment_share, "pct", "{loan_repayment_announced} ÷ {sale_proceeds}"),
    "proceeds_beyond_repayment": Spec(
        sale.proceeds_beyond_repayment, "musd", "{sale_proceeds} − {loan_repayment_announced}", digits=0
    ),
    "equity_agreed_2026": Spec(treasury.equity_agreed_2026, "musd", "{equity_raised_2026} − {ewcl_amount}"),
    # The loan, on assumed terms
    "hold_break_even_months": Spec(
        sale.hold_break_even_months, "months", "({btc_price} ÷ {sale_price} − 1) ÷ {interest_rate} × 12"
    ),
    "interest_saved": Spec(sale.interest_saved, "musd", "{sale_proceeds} × {interest_rate} × {hold_years}"),
    "hold_break_even_price": Spec(
        sale.hold_break_even_price, "usd", "{sale_price} × (1 + {interest_rate} × {hold_years})"
    ),
    "loan_after_sale": Spec(sale.loan_after_sale, "musd", "max(0, {btc_loan_before} − {sale_proceeds})"),
    "ltv_before": Spec(sale.ltv_before, "pct", "{btc_loan_before} ÷ ({treasury_at_sale_month_start} × {sale_price})"),
    "ltv_after": Spec(sale.ltv_after, "pct", "{loan_after_sale} ÷ ({treasury_after_sale} × {sale_price})"),
    "margin_call_price_before": Spec(
        sale.margin_call_price_before, "usd", "{btc_loan_before} ÷ ({treasury_at_sale_month_start} × {margin_call_ltv})"
    ),
    "margin_call_price_after": Spec(
        sale.margin_call_price_after, "usd", "{loan_after_sale} ÷ ({treasury_after_sale} × {margin_call_ltv})"
    ),
    "liquidation_price_before": Spec(
        sale.liquidation_price_before, "usd", "{btc_loan_before} ÷ ({treasury_at_sale_month_start} × {liquidation_ltv})"
    ),
    "liquidation_price_after": Spec(
        sale.liquidation_price_after, "usd", "{loan_after_sale} ÷ ({treasury_after_sale} × {liquidation_ltv})"
    ),
    "margin_call_touch_probability_before": Spec(
        sale.margin_call_touch_probability_before,
        "pct",
        "P(min P ≤ {margin_call_price_before} | {sale_price}, {btc_volatility}, {touch_horizon})",
    ),
    "margin_call_touch_probability_after": Spec(
        sale.margin_call_touch_probability_after,
        "pct",
        "P(min P ≤ {margin_call_price_after} | {sale_price}, {btc_volatility}, {touch_horizon})",
    ),
    "margin_call_terminal_probability_before": Spec(
        loan.margin_call_terminal_probability_before,
        "pct",
        "P(P ≤ {margin_call_price_before} | {sale_price}, {btc_volatility}, {touch_horizon})",
    ),
    "margin_call_terminal_probability_after": Spec(
        loan.margin_call_terminal_probability_after,
        "pct",
        "P(P ≤ {margin_call_price_after} | {sale_price}, {btc_volatility}, {touch_horizon})",
    ),
    "closes_before_sale": Spec(loan.closes_before_sale, "count", "#({btc_price_daily_close}), 1. … {sale_date} − 2 d"),
    "margin_call_closes_before_sale": Spec(
        loan.margin_call_closes_before_sale, "count", "#({btc_price_daily_close} ≤ {margin_call_price_before})"
    ),
    "liquidation_closes_before_sale": Spec(
        loan.liquidation_closes_before_sale, "count", "#({btc_price_daily_close} ≤ {liquidation_price_before})"
    ),
    "pledged_share_before": Spec(
        loan.pledged_share_before, "pct", "{collateral_receivable_before} ÷ BTC × P", digits=1
    ),
    "debt_to_btc_value_before": Spec(
        loan.debt_to_btc_value_before, "pct", "{debt_before} ÷ ({treasury_before} × P)", digits=1
    ),
    "btc_close_february_low": Spec(loan.btc_close_february_low, "usd", "min {btc_price_daily_close}"),
    "debt_to_btc_value_february_low": Spec(
        loan.debt_to_btc_value_february_low,
        "pct",
        "{debt_before} ÷ ({treasury_at_sale_month_start} × {btc_close_february_low})",
        digits=1,
    ),
    "debt_to_btc_value_at_sale": Spec(
        loan.debt_to_btc_value_at_sale, "pct", "{debt_before} ÷ ({treasury_at_sale_month_start} × P)", digits=1
    ),
    "debt_to_btc_value_after": Spec(
        loan.debt_to_btc_value_after, "pct", "{debt_after} ÷ ({treasury_after} × P)", digits=1
    ),
}
