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
        sale.months_of_output_sold, "months", "{sale_btc} ÷ {btc_mined_financial_year} × 12", digits=1
    ),
    "sale_share_of_output_financial_year": Spec(
        sale.sale_share_of_output_financial_year, "pct", "{sale_btc} ÷ {btc_mined_financial_year}"
    ),
    "sale_price_against_all_in_cost": Spec(
        sale.sale_price_against_all_in_cost, "pct", "{sale_price} ÷ {all_in_cost_financial_year} − 1", result=True
    ),
    "price_obtained_vs_close": Spec(sale.price_obtained_vs_close, "pct", "", result=True),
    "price_obtained_vs_close_day_before": Spec(sale.price_obtained_vs_close_day_before, "pct", "", result=True),
    "treasury_fall_share": Spec(
        treasury.treasury_fall_share, "pct", "1 − {treasury_after} ÷ {treasury_before}", digits=1
    ),
    "btc_disposed_sale_quarter": Spec(
        treasury.btc_disposed_sale_quarter, "btc", "{treasury_before} + {btc_mined_sale_quarter} − {treasury_after}"
    ),
    "btc_disposed_share_sale_quarter": Spec(
        treasury.btc_disposed_share_sale_quarter, "pct", "{btc_disposed_sale_quarter} ÷ {treasury_before}"
    ),
    "sale_share_of_disposals": Spec(
        treasury.sale_share_of_disposals, "pct", "{sale_btc} ÷ {btc_disposed_sale_quarter}"
    ),
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
    "treasury_close_largest_difference": Spec(treasury.treasury_close_largest_difference, "btc", "", digits=2),
    "other_disposals_sale_month": Spec(treasury.other_disposals_sale_month, "btc", ""),
    "disposed_month_after_sale": Spec(treasury.disposed_month_after_sale, "btc", ""),
    "disposed_unexplained_month_after_sale": Spec(
        treasury.disposed_unexplained_month_after_sale,
        "btc",
        "{disposed_month_after_sale} − {sold_reported_month_after_sale}",
        digits=1,
    ),
    "btc_price_average_month_after_sale": Spec(
        treasury.btc_price_average_month_after_sale, "usd", "{network_btc_price_avg}, {sale_quarter}"
    ),
    "sold_value_month_after_sale": Spec(
        treasury.sold_value_month_after_sale,
        "musd",
        "{sold_reported_month_after_sale} × {btc_price_average_month_after_sale}",
    ),
    "btc_sales_value_sale_quarter": Spec(treasury.btc_sales_value_sale_quarter, "musd", ""),
    "debt_reduction_sale_quarter": Spec(treasury.debt_reduction_sale_quarter, "musd", "{debt_before} − {debt_after}"),
    "debt_reduction_share_of_sales_sale_quarter": Spec(
        treasury.debt_reduction_share_of_sales_sale_quarter,
        "pct",
        "{debt_reduction_sale_quarter} ÷ {btc_sales_value_sale_quarter}",
    ),
    "mining_cash_cost_sale_quarter": Spec(
        treasury.mining_cash_cost_sale_quarter, "musd", "{cash_cost_sale_quarter} × {btc_mined_sale_quarter}"
    ),
    "cash_change_sale_quarter": Spec(
        treasury.cash_change_sale_quarter, "musd", "{cash_after} − {cash_before}", result=True
    ),
    "cash_bridge_known_sale_quarter": Spec(
        treasury.cash_bridge_known_sale_quarter,
        "musd",
        "{btc_sales_value_sale_quarter} + {equity_raised_sale_quarter} − {debt_reduction_sale_quarter}"
        " − {mining_cash_cost_sale_quarter}",
        result=True,
    ),
    "cash_bridge_sale_quarter": Spec(
        treasury.cash_bridge_sale_quarter,
        "musd",
        "{cash_change_sale_quarter} − {cash_bridge_known_sale_quarter}",
        result=True,
    ),
    "sold_month_before_sale": Spec(treasury.sold_month_before_sale, "btc", "", digits=1),
    "treasury_rounding_sale_quarter": Spec(
        treasury.treasury_rounding_sale_quarter,
        "btc",
        "{btc_disposed_sale_quarter} − ({sold_month_before_sale} + {sale_btc} + {other_disposals_sale_month}"
        " + {disposed_month_after_sale})",
        digits=2,
    ),
    "sale_price_against_sale_month_low": Spec(
        sale.sale_price_against_sale_month_low, "pct", "{sale_price} ÷ {btc_close_sale_month_low} − 1", result=True
    ),
    "loan_repayment_share": Spec(sale.loan_repayment_share, "pct", "{loan_repayment_announced} ÷ {sale_proceeds}"),
    "proceeds_beyond_repayment": Spec(
        sale.proceeds_beyond_repayment, "musd", "{sale_proceeds} − {loan_repayment_announced}", digits=0
    ),
    "equity_agreed_sale_quarter": Spec(
        treasury.equity_agreed_sale_quarter, "musd", "{equity_raised_sale_quarter} − {ewcl_amount}"
    ),
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
    "margin_call_touch_probability_before": Spec(sale.margin_call_touch_probability_before, "pct", ""),
    "margin_call_touch_probability_after": Spec(sale.margin_call_touch_probability_after, "pct", ""),
    "margin_call_terminal_probability_before": Spec(loan.margin_call_terminal_probability_before, "pct", ""),
    "margin_call_terminal_probability_after": Spec(loan.margin_call_terminal_probability_after, "pct", ""),
    "closes_before_sale": Spec(loan.closes_before_sale, "count", ""),
    "margin_call_closes_before_sale": Spec(loan.margin_call_closes_before_sale, "count", ""),
    "liquidation_closes_before_sale": Spec(loan.liquidation_closes_before_sale, "count", ""),
    "pledged_share_before": Spec(loan.pledged_share_before, "pct", "", digits=1),
    "debt_to_btc_value_before": Spec(loan.debt_to_btc_value_before, "pct", "", digits=1),
    "btc_close_sale_month_low": Spec(loan.btc_close_sale_month_low, "usd", ""),
    "debt_to_btc_value_sale_month_low": Spec(
        loan.debt_to_btc_value_sale_month_low,
        "pct",
        "{debt_before} ÷ ({treasury_at_sale_month_start} × {btc_close_sale_month_low})",
        digits=1,
    ),
    "debt_to_btc_value_at_sale": Spec(loan.debt_to_btc_value_at_sale, "pct", "", digits=1),
    "debt_to_btc_value_after": Spec(loan.debt_to_btc_value_after, "pct", "", digits=1),
}
