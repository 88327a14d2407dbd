"""Cost, margin and output of a coin; the machine view; what the financial year was; the back-test of output."""

from __future__ import annotations

from typing import Final

from dashboard.model import mining, network, results
from dashboard.numbers.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    # Cost and margin of a coin
    "cash_cost_per_btc": Spec(
        mining.cash_cost_per_btc,
        "usd",
        "{cash_cost_at_reference} × {network_hashrate} ÷ {reference_network_hashrate}"
        " × {reference_block_subsidy} ÷ {block_subsidy}",
    ),
    "depreciation_per_btc": Spec(
        mining.depreciation_per_btc,
        "usd",
        "{depreciation_at_reference} × {network_hashrate} ÷ {reference_network_hashrate}"
        " × {reference_block_subsidy} ÷ {block_subsidy}",
    ),
    "all_in_cost_per_btc": Spec(mining.all_in_cost_per_btc, "usd", "{cash_cost_per_btc} + {depreciation_per_btc}"),
    "margin_per_btc": Spec(mining.margin_per_btc, "usd", "{btc_price} − {all_in_cost_per_btc}", result=True),
    "cash_margin_per_btc": Spec(mining.cash_margin_per_btc, "usd", "{btc_price} − {cash_cost_per_btc}", result=True),
    "margin_share_of_price": Spec(mining.margin_share_of_price, "pct", "{margin_per_btc} ÷ {btc_price}", result=True),
    "break_even_price": Spec(mining.break_even_price, "usd", "{all_in_cost_per_btc}"),
    "break_even_price_change": Spec(mining.break_even_price_change, "pct", "{break_even_price} ÷ {btc_price} − 1"),
    "break_even_cost_change": Spec(mining.break_even_cost_change, "pct", "{btc_price} ÷ {all_in_cost_per_btc} − 1"),
    "btc_close_last_date": Spec(mining.btc_close_last_date, "date", ""),
    "btc_close_last": Spec(mining.btc_close_last, "usd", ""),
    "btc_mined_per_year_run": Spec(
        mining.btc_mined_per_year_run,
        "btc",
        "{self_mining_hashrate} ÷ {network_hashrate} × 144 × 365 × {block_subsidy} × (1 + {fee_ratio})",
    ),
    "mining_idle": Spec(mining.mining_idle, "count", ""),
    "idle_hosting_per_year": Spec(mining.idle_hosting_per_year, "musd", ""),
    "idle_depreciation_per_year": Spec(mining.idle_depreciation_per_year, "musd", ""),
    "btc_mined_per_year": Spec(
        mining.btc_mined_per_year, "btc", "{output_basis}: {btc_mined_financial_year} | {btc_mined_per_year_run}"
    ),
    "mining_result_per_year": Spec(
        mining.mining_result_per_year,
        "musd",
        "{margin_per_btc} × {btc_mined_per_year} − {idle_hosting_per_year} − {idle_depreciation_per_year}",
        result=True,
        digits=0,
    ),
    "mining_cash_result_per_year": Spec(
        mining.mining_cash_result_per_year,
        "musd",
        "{cash_margin_per_btc} × {btc_mined_per_year} − {idle_hosting_per_year}",
        result=True,
        digits=0,
    ),
    # The machine view
    "hashprice": Spec(
        network.hashprice,
        "usd_per_ph_day",
        "144 × {block_subsidy} × (1 + {fee_ratio}) × {btc_price} ÷ {network_hashrate}",
    ),
    "energy_per_btc": Spec(
        mining.energy_per_btc,
        "mwh",
        "{network_hashrate} × {fleet_efficiency} × 24 h ÷ (144 × {block_subsidy} × (1 + {fee_ratio}))",
    ),
    "power_cost_per_btc": Spec(mining.power_cost_per_btc, "usd", "{energy_per_btc} × {power_tariff}"),
    "implied_tariff": Spec(mining.implied_tariff, "ct_per_kwh", "{cash_cost_per_btc} ÷ {energy_per_btc}"),
    "shutdown_price": Spec(mining.shutdown_price, "usd", "{energy_per_btc} × {power_tariff}"),
    "break_even_tariff": Spec(mining.break_even_tariff, "ct_per_kwh", "{hashprice} ÷ ({fleet_efficiency} × 24 h)"),
    "fleet_power_mw": Spec(mining.fleet_power_mw, "mw", "{self_mining_hashrate} × {fleet_efficiency}"),
    # What the financial year was
    "revenue_per_btc_financial_year": Spec(
        results.revenue_per_btc_financial_year, "usd", "{btc_revenue_financial_year} ÷ {btc_mined_financial_year}"
    ),
    "revenue_per_btc_last_quarter": Spec(
        results.revenue_per_btc_last_quarter, "usd", "{btc_revenue_last_quarter} ÷ {btc_mined_last_quarter}"
    ),
    "margin_per_btc_financial_year": Spec(
        results.margin_per_btc_financial_year,
        "usd",
        "{revenue_per_btc_financial_year} − {all_in_cost_financial_year}",
        result=True,
    ),
    "cash_margin_per_btc_financial_year": Spec(
        results.cash_margin_per_btc_financial_year,
        "usd",
        "{revenue_per_btc_financial_year} − {cash_cost_financial_year}",
        result=True,
    ),
    "cash_margin_per_btc_last_quarter": Spec(
        results.cash_margin_per_btc_last_quarter,
        "usd",
        "{revenue_per_btc_last_quarter} − {cash_cost_last_quarter}",
        result=True,
    ),
    "mining_cost_total_financial_year": Spec(
        results.mining_cost_total_financial_year, "musd", "{all_in_cost_financial_year} × {btc_mined_financial_year}"
    ),
    "mining_margin_financial_year": Spec(
        results.mining_margin_financial_year,
        "musd",
        "{margin_per_btc_financial_year} × {btc_mined_financial_year}",
        result=True,
    ),
    "other_revenue_financial_year": Spec(
        results.other_revenue_financial_year, "musd", "{revenue_financial_year} − {btc_revenue_financial_year}"
    ),
    "other_charges_financial_year": Spec(
        results.other_charges_financial_year,
        "musd",
        "{net_result_financial_year} − ({revenue_financial_year} − {mining_cost_total_financial_year})",
        result=True,
    ),
    "other_charges_unidentified_financial_year": Spec(
        results.other_charges_unidentified_financial_year,
        "musd",
        "{other_charges_financial_year} − {impairment_first_half}",
        result=True,
    ),
    "net_result_unexplained_financial_year": Spec(
        results.net_result_unexplained_financial_year,
        "musd",
        "{net_result_total_financial_year} − {net_result_financial_year} − {net_result_discontinued_first_half}",
        result=True,
    ),
    "btc_revenue_share_financial_year": Spec(
        results.btc_revenue_share_financial_year,
        "pct",
        "{btc_revenue_financial_year} ÷ {revenue_financial_year}",
        digits=1,
    ),
    "btc_revenue_share_last_quarter": Spec(
        results.btc_revenue_share_last_quarter, "pct", "{btc_revenue_last_quarter} ÷ {revenue_last_quarter}", digits=1
    ),
    "btc_revenue_change_last_quarter": Spec(
        results.btc_revenue_change_last_quarter,
        "pct",
        "{btc_revenue_last_quarter} ÷ {quarterly_results_btc_revenue} − 1",
        result=True,
    ),
    "other_revenue_per_month_last_quarter": Spec(
        results.other_revenue_per_month_last_quarter,
        "musd",
        "({revenue_last_quarter} − {btc_revenue_last_quarter}) ÷ 3",
    ),
    "cash_cost_financial_year_weighted": Spec(
        results.cash_cost_financial_year_weighted, "usd", "Σ {quarterly_results_cash_cost} × BTC ÷ Σ BTC"
    ),
    "all_in_cost_implied_first_quarter": Spec(
        results.all_in_cost_implied_first_quarter,
        "usd",
        "({all_in_cost_financial_year} × {btc_mined_financial_year} − Σ Q2…Q4) ÷ BTC Q1",
    ),
    "quarterly_revenue_per_btc": Spec(
        results.quarterly_revenue_per_btc, "usd", "{quarterly_results_btc_revenue} ÷ {quarterly_results_btc_mined}"
    ),
    "quarterly_margin_per_btc": Spec(
        results.quarterly_margin_per_btc, "usd", "{quarterly_revenue_per_btc} − {quarterly_results_all_in_cost}"
    ),
    "quarterly_cash_margin_per_btc": Spec(
        results.quarterly_cash_margin_per_btc, "usd", "{quarterly_revenue_per_btc} − {quarterly_results_cash_cost}"
    ),
    "days_below_all_in_cost_financial_year": Spec(
        results.days_below_all_in_cost_financial_year,
        "count",
        "#({btc_price_daily_close} < {all_in_cost_financial_year})",
    ),
    "days_with_close_financial_year": Spec(
        results.days_with_close_financial_year, "count", "#({btc_price_daily_close})"
    ),
    "share_days_below_all_in_cost_financial_year": Spec(
        results.share_days_below_all_in_cost_financial_year,
        "pct",
        "{days_below_all_in_cost_financial_year} ÷ {days_with_close_financial_year}",
        digits=1,
    ),
    "btc_price_average_financial_year": Spec(
        results.btc_price_average_financial_year, "usd", "Ø {btc_price_daily_close}"
    ),
    "btc_price_production_weighted_financial_year": Spec(
        results.btc_price_production_weighted_financial_year,
        "usd",
        "Σ {network_btc_price_avg} × {monthly_operations_btc_produced} ÷ Σ {monthly_operations_btc_produced}",
    ),
    "all_in_cost_lowest_quarter": Spec(
        results.all_in_cost_lowest_quarter, "usd", "min {quarterly_results_all_in_cost}, {financial_year}"
    ),
    "all_in_cost_highest_quarter": Spec(
        results.all_in_cost_highest_quarter, "usd", "max {quarterly_results_all_in_cost}, {financial_year}"
    ),
    "btc_produced_financial_year": Spec(
        results.btc_produced_financial_year, "btc", "Σ {monthly_operations_btc_produced}, {financial_year}"
    ),
    "block_subsidy_before_halving": Spec(network.block_subsidy_before_halving, "btc", "2 × {block_subsidy}"),
    # Back-test of output
    "full_month": Spec(network.full_month, "text", "{monthly_operations_period}"),
    "backtest_btc_computed": Spec(
        network.backtest_btc_computed,
        "btc",
        "{monthly_operations_operating_hashrate} × {network_days} × 86,400 s × {block_subsidy} × (1 + {fee_ratio})"
        " ÷ ({network_difficulty} × 2³²)",
    ),
    "backtest_btc_computed_without_fees": Spec(
        network.backtest_btc_computed_without_fees,
        "btc",
        "{monthly_operations_operating_hashrate} × {network_days} × 86,400 s × {block_subsidy}"
        " ÷ ({network_difficulty} × 2³²)",
    ),
    "backtest_error": Spec(
        network.backtest_error, "pct", "{backtest_btc_computed} ÷ {monthly_operations_btc_produced} − 1"
    ),
    "backtest_error_without_fees": Spec(
        network.backtest_error_without_fees,
        "pct",
        "{backtest_btc_computed_without_fees} ÷ {monthly_operations_btc_produced} − 1",
    ),
    "backtest_mean_absolute_error": Spec(network.backtest_mean_absolute_error, "pct", "Ø |{backtest_error}|", digits=2),
    "backtest_mean_absolute_error_without_fees": Spec(
        network.backtest_mean_absolute_error_without_fees, "pct", "Ø |{backtest_error_without_fees}|", digits=2
    ),
    "backtest_months": Spec(network.backtest_months, "count", "#({backtest_error_without_fees})"),
    "monthly_realised_hashrate": Spec(
        network.monthly_realised_hashrate,
        "eh",
        "{monthly_operations_btc_produced} × {network_difficulty} × 2³²"
        " ÷ ({network_days} × 86,400 s × {block_subsidy})",
    ),
    "realised_hashrate_at_quarter_end": Spec(
        network.realised_hashrate_at_quarter_end, "eh", "{monthly_realised_hashrate}, {sale_quarter}"
    ),
}
