from dashboard.figures.mining import machines, margin, past
from dashboard.registry import PAGE
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*PAGE["mining"].figures)
page.row(margin.sensitivity(scenario, lang), margin.margin_curve(scenario, lang))
page.row(past.loss_bridge(scenario, lang), margin.price_ladder(scenario, lang))
page.row(past.quarters(scenario, lang), past.days_below_cost(scenario, lang))
page.section("mining.section.machines")
page.kpis("hashprice", "energy_per_btc", "implied_tariff", "shutdown_price", "break_even_tariff")
page.row(machines.backtest(scenario, lang), machines.machines(scenario, lang))
page.register()
