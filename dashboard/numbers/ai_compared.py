"""Own cards beside colocation, two facility costs, and a megawatt-hour as hashes or as AI: what is computed of both."""

from __future__ import annotations

from typing import Final

from dashboard.model import ai
from dashboard.model import ai_compared as both
from dashboard.numbers.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    # GPU rental, one IT megawatt
    "gpu_revenue_per_mw_year": Spec(
        ai.gpu_revenue_per_mw_year,
        "musd",
        "{gpus_per_it_mw} × {gpu_hour_price} × 8,760 h × {gpu_utilisation}",
        digits=2,
    ),
    "gpu_power_cost_per_mw_year": Spec(
        both.gpu_power_cost_per_mw_year,
        "musd",
        "1 MW × 8,760 h × {pue:count,d2} × {load_factor} × {power_tariff}",
        digits=2,
    ),
    "gpu_running_cost_per_mw_year": Spec(
        both.gpu_running_cost_per_mw_year, "musd", "{gpu_power_cost_per_mw_year} + {ai_opex}", digits=2
    ),
    "gpu_capital_cost_per_mw_year": Spec(both.gpu_capital_cost_per_mw_year, "musd", "", digits=2),
    "gpu_result_per_mw_year": Spec(
        both.gpu_result_per_mw_year,
        "musd",
        "{gpu_revenue_per_mw_year} − {gpu_running_cost_per_mw_year} − {gpu_capital_cost_per_mw_year}",
        result=True,
        digits=2,
    ),
    "gpu_capex_per_mw": Spec(
        both.gpu_capex_per_mw, "musd", "{gpus_per_it_mw} × {gpu_cost} + {facility_capex}", digits=2
    ),
    # Colocation, one IT megawatt
    "colocation_revenue_per_mw_year": Spec(
        ai.colocation_revenue_per_mw_year, "musd", "{colocation_rent} × 1,000 kW × 12", digits=2
    ),
    "colocation_capital_cost_per_mw_year": Spec(both.colocation_capital_cost_per_mw_year, "musd", "", digits=2),
    "colocation_result_per_mw_year": Spec(
        both.colocation_result_per_mw_year,
        "musd",
        "{colocation_revenue_per_mw_year} − {ai_opex} − {colocation_capital_cost_per_mw_year}",
        result=True,
        digits=2,
    ),
    # GPU rental, one card
    "gpu_running_cost_per_card_year": Spec(
        both.gpu_running_cost_per_card_year, "usd", "{gpu_running_cost_per_mw_year} ÷ {gpus_per_it_mw}", digits=0
    ),
    "gpu_capital_cost_per_card_year": Spec(
        both.gpu_capital_cost_per_card_year, "usd", "{gpu_capital_cost_per_mw_year} ÷ {gpus_per_it_mw}", digits=0
    ),
    "gpu_result_per_card_year": Spec(
        both.gpu_result_per_card_year,
        "usd",
        "{gpu_result_per_mw_year} ÷ {gpus_per_it_mw}",
        result=True,
        digits=0,
    ),
    "gpu_capex_per_card": Spec(both.gpu_capex_per_card, "usd", "{gpu_capex_per_mw} ÷ {gpus_per_it_mw}"),
    "gpu_break_even_price": Spec(
        both.gpu_break_even_price,
        "usd2",
        "({gpu_capital_cost_per_mw_year} + {gpu_running_cost_per_mw_year})"
        " ÷ ({gpus_per_it_mw} × 8,760 h × {gpu_utilisation})",
    ),
    "level_price_share": Spec(both.level_price_share, "pct", ""),
    "gpu_break_even_price_with_decay": Spec(
        both.gpu_break_even_price_with_decay, "usd2", "{gpu_break_even_price} ÷ {level_price_share}"
    ),
    # One hour of a card
    "card_hour_revenue": Spec(both.card_hour_revenue, "usd2", "{gpu_hour_price} × {gpu_utilisation}"),
    "card_hour_cost": Spec(
        both.card_hour_cost,
        "usd2",
        "({gpu_capital_cost_per_card_year} + {gpu_running_cost_per_card_year}) ÷ 8,760 h",
    ),
    "token_revenue_llama31_8b": Spec(
        both.token_revenue_llama31_8b,
        "usd2",
        "{throughput_llama31_8b} × 3,600 s × {token_price_llama31_8b} ÷ 1,000,000 × {gpu_utilisation}",
    ),
    "token_revenue_gpt_oss_20b": Spec(
        both.token_revenue_gpt_oss_20b,
        "usd2",
        "{throughput_gpt_oss_20b} × 3,600 s × {token_price_gpt_oss_20b} ÷ 1,000,000 × {gpu_utilisation}",
    ),
    "token_revenue_gpt_oss_20b_earlier": Spec(
        both.token_revenue_gpt_oss_20b_earlier,
        "usd2",
        "{throughput_gpt_oss_20b} × 3,600 s × {token_price_gpt_oss_20b_earlier} ÷ 1,000,000 × {gpu_utilisation}",
    ),
    # The one owned site
    "georgia_gpu_revenue": Spec(both.georgia_gpu_revenue, "musd", "{georgia_it_mw} × {gpu_revenue_per_mw_year}"),
    "georgia_gpu_running_cost": Spec(
        both.georgia_gpu_running_cost, "musd", "{georgia_it_mw} × {gpu_running_cost_per_mw_year}"
    ),
    "georgia_gpu_capital_cost": Spec(
        both.georgia_gpu_capital_cost, "musd", "{georgia_it_mw} × {gpu_capital_cost_per_mw_year}"
    ),
    "georgia_gpu_result": Spec(
        both.georgia_gpu_result, "musd", "{georgia_it_mw} × {gpu_result_per_mw_year}", result=True
    ),
    "georgia_gpu_capex": Spec(both.georgia_gpu_capex, "musd", "{georgia_it_mw} × {gpu_capex_per_mw}"),
    "georgia_colocation_revenue": Spec(
        both.georgia_colocation_revenue, "musd", "{georgia_it_mw} × {colocation_revenue_per_mw_year}"
    ),
    "georgia_colocation_running_cost": Spec(
        both.georgia_colocation_running_cost, "musd", "{georgia_it_mw} × {ai_opex}"
    ),
    "georgia_colocation_capital_cost": Spec(
        both.georgia_colocation_capital_cost, "musd", "{georgia_it_mw} × {colocation_capital_cost_per_mw_year}"
    ),
    "georgia_colocation_result": Spec(
        both.georgia_colocation_result, "musd", "{georgia_it_mw} × {colocation_result_per_mw_year}", result=True
    ),
    "georgia_colocation_capex": Spec(both.georgia_colocation_capex, "musd", "{georgia_it_mw} × {colocation_capex}"),
    # One megawatt-hour from the grid
    "mining_gross_value_per_mwh": Spec(
        both.mining_gross_value_per_mwh, "usd_per_mwh", "{hashprice} ÷ ({fleet_efficiency} × 24 h)"
    ),
    "gpu_gross_value_per_mwh": Spec(
        both.gpu_gross_value_per_mwh, "usd_per_mwh", "{gpu_revenue_per_mw_year} ÷ (8,760 h × {pue:count,d2})"
    ),
    "gpu_value_per_mwh": Spec(
        both.gpu_value_per_mwh, "usd_per_mwh", "{gpu_result_per_mw_year} ÷ (8,760 h × {pue:count,d2})", result=True
    ),
    "gpu_value_per_mwh_with_decay": Spec(
        both.gpu_value_per_mwh_with_decay,
        "usd_per_mwh",
        "({gpu_revenue_per_mw_year} × {level_price_share} − {gpu_running_cost_per_mw_year}"
        " − {gpu_capital_cost_per_mw_year}) ÷ (8,760 h × {pue:count,d2})",
        result=True,
    ),
    "colocation_gross_value_per_mwh": Spec(
        both.colocation_gross_value_per_mwh,
        "usd_per_mwh",
        "{colocation_revenue_per_mw_year} ÷ (8,760 h × {pue:count,d2})",
    ),
    "colocation_value_per_mwh": Spec(
        both.colocation_value_per_mwh,
        "usd_per_mwh",
        "{colocation_result_per_mw_year} ÷ (8,760 h × {pue:count,d2})",
        result=True,
    ),
}
