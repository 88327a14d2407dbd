"""The AI business: revenue, margin, capital, returns, and a megawatt-hour against mining."""

from __future__ import annotations

from typing import Final

from dashboard.model import ai, investment
from dashboard.numbers.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    # A year of one IT megawatt of the chosen business
    "ai_revenue_per_mw_year": Spec(
        ai.ai_revenue_per_mw_year,
        "musd",
        "{ai_model}: {gpus_per_it_mw} × {gpu_hour_price} × 8,760 h × {gpu_utilisation}"
        " | {colocation_rent} × 1,000 × 12",
        digits=2,
    ),
    "ai_power_cost_per_mw_year": Spec(
        ai.ai_power_cost_per_mw_year,
        "musd",
        "{ai_model}: 1 MW × 8,760 h × {pue:count,d2} × {load_factor} × {power_tariff} | 0",
        digits=2,
    ),
    "ai_running_cost_per_mw_year": Spec(
        ai.ai_running_cost_per_mw_year, "musd", "{ai_power_cost_per_mw_year} + {ai_opex}", digits=2
    ),
    "ai_capex_per_mw": Spec(
        ai.ai_capex_per_mw, "musd", "{ai_model}: {gpus_per_it_mw} × {gpu_cost} + {facility_capex} | {colocation_capex}"
    ),
    "ai_capital_cost_per_mw_year": Spec(ai.ai_capital_cost_per_mw_year, "musd", "", digits=2),
    # The business at its full size
    "ai_cards": Spec(ai.ai_cards, "count", "{ai_mw} × {gpus_per_it_mw}"),
    "ai_revenue_per_year": Spec(
        ai.ai_revenue_per_year,
        "musd",
        "{ai_model}: {ai_mw} × {gpus_per_it_mw} × {gpu_hour_price} × 8,760 h × {gpu_utilisation}"
        " | {ai_mw} × {colocation_rent} × 1,000 × 12",
    ),
    "ai_power_cost_per_year": Spec(
        ai.ai_power_cost_per_year,
        "musd",
        "{ai_model}: {ai_mw} × 8,760 h × {pue:count,d2} × {load_factor} × {power_tariff} | 0",
    ),
    "ai_margin_per_year": Spec(
        ai.ai_margin_per_year,
        "musd",
        "{ai_revenue_per_year} − {ai_power_cost_per_year} − {ai_mw} × {ai_opex}",
        result=True,
    ),
    "ai_margin_share": Spec(
        ai.ai_margin_share,
        "pct",
        "({ai_revenue_per_mw_year} − {ai_running_cost_per_mw_year}) ÷ {ai_revenue_per_mw_year}",
        digits=0,
    ),
    "ai_capex_total": Spec(
        ai.ai_capex_total,
        "musd",
        "{ai_mw} × {ai_capex_per_mw}",
    ),
    "ai_capital_cost_per_year": Spec(ai.ai_capital_cost_per_year, "musd", "{ai_mw} × {ai_capital_cost_per_mw_year}"),
    "ai_result_after_capital_per_year": Spec(
        ai.ai_result_after_capital_per_year,
        "musd",
        "{ai_mw} × {ai_result_after_capital_per_mw_year}",
        result=True,
    ),
    "ai_level_price_share": Spec(ai.ai_level_price_share, "pct", ""),
    "ai_result_after_capital_per_mw_year": Spec(
        ai.ai_result_after_capital_per_mw_year,
        "musd",
        "{ai_revenue_per_mw_year} × {ai_level_price_share} − {ai_running_cost_per_mw_year}"
        " − {ai_capital_cost_per_mw_year}",
        result=True,
        digits=2,
    ),
    # Against the burn: cash against cash
    "burn_month": Spec(ai.burn_month, "date", "{today_month} + 1"),
    "burn_per_year": Spec(ai.burn_per_year, "musd", "12 × {burn_per_month}"),
    "ai_revenue_needed": Spec(ai.ai_revenue_needed, "musd", "max({burn_per_year}, 0) ÷ {ai_margin_share}"),
    "ai_mw_for_revenue_needed": Spec(
        ai.ai_mw_for_revenue_needed, "mw", "{ai_revenue_needed} ÷ {ai_revenue_per_mw_year}"
    ),
    "ai_cards_for_revenue_needed": Spec(
        ai.ai_cards_for_revenue_needed, "count", "{ai_model}: {ai_mw_for_revenue_needed} × {gpus_per_it_mw} | –"
    ),
    "ai_capex_for_revenue_needed": Spec(
        ai.ai_capex_for_revenue_needed, "musd", "{ai_mw_for_revenue_needed} × {ai_capex_per_mw}"
    ),
    "ai_revenue_needed_share_financial_year": Spec(
        ai.ai_revenue_needed_share_financial_year, "pct", "{ai_revenue_needed} ÷ {btc_revenue_financial_year}"
    ),
    "ai_plan_share_of_need": Spec(ai.ai_plan_share_of_need, "pct", "{ai_revenue_per_year} ÷ {ai_revenue_needed}"),
    "ai_reported_share_of_need": Spec(ai.ai_reported_share_of_need, "pct", "{ecohash_revenue} ÷ {ai_revenue_needed}"),
    # Break-even and returns
    "ai_break_even_gpu_price": Spec(
        ai.ai_break_even_gpu_price,
        "usd2",
        "{ai_model}: ({ai_capital_cost_per_mw_year} + {ai_running_cost_per_mw_year})"
        " ÷ ({gpus_per_it_mw} × 8,760 h × {gpu_utilisation} × {ai_level_price_share}) | –",
    ),
    "ai_break_even_colocation_rent": Spec(
        ai.ai_break_even_colocation_rent,
        "usd",
        "{ai_model}: – | ({ai_capital_cost_per_mw_year} + {ai_running_cost_per_mw_year}) ÷ (1,000 kW × 12)",
        digits=0,
    ),
    "ai_life": Spec(investment.ai_life, "years", "{ai_model}: {card_life} | {facility_life}", digits=0),
    "ai_price_decay": Spec(investment.ai_price_decay, "pct", "{ai_model}: {price_decay} | 0"),
    "ai_npv": Spec(
        investment.ai_npv,
        "musd",
        "{ai_mw} × (Σ ({ai_revenue_per_mw_year} × (1 − {ai_price_decay})ᵗ⁻¹ − {ai_running_cost_per_mw_year})"
        " ÷ (1 + {wacc})ᵗ − {ai_capex_per_mw}), t = 1…{ai_life}",
        result=True,
    ),
    "ai_irr_per_mw": Spec(
        investment.ai_irr_per_mw,
        "pct",
        "0 = Σ ({ai_revenue_per_mw_year} × (1 − {ai_price_decay})ᵗ⁻¹ − {ai_running_cost_per_mw_year})"
        " ÷ (1 + r)ᵗ − {ai_capex_per_mw}, t = 1…{ai_life}",
    ),
    "ai_irr": Spec(
        investment.ai_irr,
        "pct",
        "{ai_mw} > 0: 0 = Σ ({ai_revenue_per_mw_year} × (1 − {ai_price_decay})ᵗ⁻¹ − {ai_running_cost_per_mw_year})"
        " ÷ (1 + r)ᵗ − {ai_capex_per_mw}, t = 1…{ai_life}",
    ),
    "ai_payback_years_per_mw": Spec(
        investment.ai_payback_years_per_mw,
        "years",
        "Σ ({ai_revenue_per_mw_year} × (1 − {ai_price_decay})ᵗ⁻¹ − {ai_running_cost_per_mw_year})"
        " = {ai_capex_per_mw}, t ≤ {ai_life}",
    ),
    "ai_payback_years": Spec(
        investment.ai_payback_years,
        "years",
        "{ai_mw} > 0: Σ ({ai_revenue_per_mw_year} × (1 − {ai_price_decay})ᵗ⁻¹ − {ai_running_cost_per_mw_year})"
        " = {ai_capex_per_mw}, t ≤ {ai_life}",
    ),
    "ai_break_even_decay": Spec(
        investment.ai_break_even_decay,
        "pct",
        "0 = Σ ({ai_revenue_per_mw_year} × (1 − d)ᵗ⁻¹ − {ai_running_cost_per_mw_year})"
        " ÷ (1 + {wacc})ᵗ − {ai_capex_per_mw}, t = 1…{ai_life} ({ai_model})",
    ),
    # A megawatt-hour
    "mining_value_per_mwh": Spec(
        ai.mining_value_per_mwh,
        "usd_per_mwh",
        "{mining_gross_value_per_mwh} − 1,000 × {power_tariff} − {mining_depreciation_per_mwh}",
        result=True,
    ),
    "mining_depreciation_per_mwh": Spec(
        ai.mining_depreciation_per_mwh,
        "usd_per_mwh",
        "{mining_gross_value_per_mwh} ÷ {btc_price} × {depreciation_per_btc}",
    ),
    "ai_value_per_mwh": Spec(
        ai.ai_value_per_mwh,
        "usd_per_mwh",
        "{ai_result_after_capital_per_mw_year} ÷ (8,760 h × {pue:count,d2})",
        result=True,
    ),
    "ai_gross_value_per_mwh": Spec(
        ai.ai_gross_value_per_mwh, "usd_per_mwh", "{ai_revenue_per_mw_year} ÷ (8,760 h × {pue:count,d2})"
    ),
    # Site and container
    "georgia_it_mw": Spec(ai.georgia_it_mw, "mw", "{georgia_mw} ÷ {pue:count,d2}"),
    "georgia_ai_revenue": Spec(ai.georgia_ai_revenue, "musd", "{georgia_it_mw} × {ai_revenue_per_mw_year}"),
    "container_gpus_per_it_mw": Spec(
        ai.container_gpus_per_it_mw, "count", "{container_gpus} ÷ ({container_grid_power} ÷ {pue:count,d2})"
    ),
    "container_capex_per_gpu": Spec(ai.container_capex_per_gpu, "usd", "{container_capex} ÷ {container_gpus}"),
    "container_capex_per_it_mw": Spec(
        ai.container_capex_per_it_mw, "musd", "{container_capex} ÷ ({container_grid_power} ÷ {pue:count,d2})"
    ),
    # Per card, for the business the reader chose
    "ai_revenue_per_gpu_year": Spec(
        ai.ai_revenue_per_gpu_year, "usd", "{gpu_hour_price} × 8,760 h × {gpu_utilisation}"
    ),
    "ai_running_cost_per_gpu_year": Spec(
        ai.ai_running_cost_per_gpu_year, "usd", "{ai_running_cost_per_mw_year} ÷ {gpus_per_it_mw}"
    ),
    "ai_capital_cost_per_gpu_year": Spec(
        ai.ai_capital_cost_per_gpu_year, "usd", "{ai_capital_cost_per_mw_year} ÷ {gpus_per_it_mw}"
    ),
}
