from dashboard import shell, widgets
from dashboard.figures import mining, mining_machines, mining_past

context = shell.context()
page = widgets.Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis("btc_price", "all_in_cost_per_btc", "margin_per_btc", "btc_mined_per_year", "mining_result_per_year")
page.row(mining.sensitivity(scenario, lang), mining.margin_curve(scenario, lang))
page.row(mining_past.loss_bridge(scenario, lang), mining.price_ladder(scenario, lang))
page.row(mining_past.quarters(scenario, lang), mining_past.days_below_cost(scenario, lang))
page.section("mining.section.machines")
page.kpis("hashprice", "energy_per_btc", "implied_tariff", "shutdown_price", "break_even_tariff")
page.row(mining_machines.backtest(scenario, lang), mining_machines.machines(scenario, lang))
page.register()
