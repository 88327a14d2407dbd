from dashboard.figures.ai import evidence, power, price, returns, revenue, units
from dashboard.headlines import ai
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*ai.key_figures(scenario))
page.row(revenue.required_revenue(scenario, lang), revenue.scale(scenario, lang))
page.section("ai.section.returns")
page.kpis(
    "ecohash_revenue",
    "ai_margin_share",
    "ai_result_after_capital_per_year",
    "ai_value_per_mwh",
    "mining_value_per_mwh",
)
page.row(price.break_even(scenario, lang), returns.value(scenario, lang))
page.section("ai.section.units")
page.row(units.gpu_year(scenario, lang), units.colocation_year(scenario, lang), shares=(1, 1))
page.chart(units.unit_table(scenario, lang))
page.row(power.megawatt_hour(scenario, lang), power.card_hour(scenario, lang))
page.section("ai.section.evidence")
page.chart(evidence.disclosures(scenario, lang))
page.chart(evidence.ledger(scenario, lang))
page.register()
