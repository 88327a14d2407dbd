from dashboard.figures.runway import backtest, causes, coins, race, risk, year
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis("cash_2026_03_31", "burn_per_month", "months_to_next_sale", "runway_months", "ai_burn_cover")
page.row(coins.path(scenario, lang), race.race(scenario, lang))
page.kpis("ai_mw_needed", "ai_capex_needed", "funds_available", "probability_forced_sale", "probability_shortfall")
page.row(race.months_table(scenario, lang), year.first_year(scenario, lang))
page.section("runway.section.odds")
page.row(risk.fan(scenario, lang), risk.odds(scenario, lang))
page.row(year.order_of_events(scenario, lang), causes.causes(scenario, lang))
page.section("runway.section.backtest")
page.kpis(
    "backtest_mined_error_share",
    "backtest_cash_error",
    "backtest_announced_cash_error",
    "backtest_announced_debt_error",
    "backtest_announced_btc_error",
)
page.row(backtest.given(scenario, lang), backtest.announced(scenario, lang))
page.chart(backtest.unknowns(scenario, lang))
page.register()
