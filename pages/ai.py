from dashboard import shell, widgets
from dashboard.figures import ai, ai_evidence, ai_power, ai_price, ai_returns, ai_units
from dashboard.headlines.ai import break_even_key

context = shell.context()
page = widgets.Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(
    "ecohash_revenue",
    "ai_revenue_needed",
    "ai_margin_share",
    break_even_key(scenario),
    "ai_revenue_needed_share_fy2025",
)
page.row(ai.required_revenue(scenario, lang), ai.scale(scenario, lang))
page.section("ai.section.returns")
page.kpis("ai_npv", "ai_irr", "ai_payback_years", "ai_value_per_mwh", "mining_value_per_mwh")
page.row(ai_price.break_even(scenario, lang), ai_returns.value(scenario, lang))
page.section("ai.section.units")
page.row(ai_units.gpu_year(scenario, lang), ai_units.colocation_year(scenario, lang), shares=(1, 1))
page.chart(ai_units.unit_table(scenario, lang))
page.row(ai_power.megawatt_hour(scenario, lang), ai_power.card_hour(scenario, lang))
page.section("ai.section.evidence")
page.chart(ai_evidence.disclosures(scenario, lang))
page.chart(ai_evidence.ledger(scenario, lang))
page.register()
