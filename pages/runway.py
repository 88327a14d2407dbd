from dashboard.figures.runway import backtest, causes, coins, ledger, race, risk, year
from dashboard.headlines import runway
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang
first, second, odds = runway.key_figures(scenario)

page.headline()
page.kpis(*first)
page.row(coins.path(scenario, lang), race.race(scenario, lang))
page.kpis(*second)
page.row(race.months_table(scenario, lang), year.first_year(scenario, lang))
page.section("runway.section.odds")
if odds:
    page.kpis(*odds)
page.row(risk.fan(scenario, lang), risk.outcomes(scenario, lang))
page.row(risk.odds(scenario, lang), causes.causes(scenario, lang))
page.chart(year.order_of_events(scenario, lang))
page.section("runway.section.ledger")
page.row(ledger.scored(scenario, lang), ledger.open_forecasts(scenario, lang))
page.section("runway.section.backtest")
page.kpis(
    "backtest_mined_error_share",
    "backtest_cash_error",
    "backtest_cash_error_after_plant",
    "backtest_announced_debt_error",
    "backtest_announced_btc_error",
)
page.row(backtest.given(scenario, lang), backtest.announced(scenario, lang))
page.chart(backtest.unknowns(scenario, lang))
page.register()
