from dashboard import shell, widgets
from dashboard.figures import runway, runway_backtest, runway_causes, runway_race, runway_risk, runway_year

context = shell.context()
page = widgets.Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis("cash_2026_03_31", "burn_per_month", "months_to_next_sale", "runway_months", "ai_burn_cover")
page.row(runway.path(scenario, lang), runway_race.race(scenario, lang))
page.kpis("ai_mw_needed", "ai_capex_needed", "funds_available", "probability_forced_sale", "probability_shortfall")
page.row(runway_race.months_table(scenario, lang), runway_year.first_year(scenario, lang))
page.section("runway.section.odds")
page.row(runway_risk.fan(scenario, lang), runway_risk.odds(scenario, lang))
page.row(runway_year.order_of_events(scenario, lang), runway_causes.causes(scenario, lang))
page.section("runway.section.backtest")
page.kpis(
    "backtest_mined_error_share",
    "backtest_cash_error",
    "backtest_announced_cash_error",
    "backtest_announced_debt_error",
    "backtest_announced_btc_error",
)
page.row(runway_backtest.given(scenario, lang), runway_backtest.announced(scenario, lang))
page.chart(runway_backtest.unknowns(scenario, lang))
page.register()
