from dashboard import shell, widgets
from dashboard.figures import sale, sale_hold, sale_loan, sale_money, sale_risk, sale_treasury

context = shell.context()
page = widgets.Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis("sale_btc", "sale_proceeds", "sale_price", "sale_value_now", "months_of_output_sold")
page.row(sale.regret(scenario, lang), sale.closes(scenario, lang))
page.row(sale_hold.holding(scenario, lang), sale_treasury.scale(scenario, lang))
page.section("sale.section.treasury")
page.row(sale_treasury.roll_forward(scenario, lang), sale_treasury.backcheck(scenario, lang))
page.row(sale_money.uses_of_money(scenario, lang), sale_money.cash_bridge(scenario, lang))
page.section("sale.section.loan")
page.chart(sale_loan.terms(scenario, lang))
page.kpis(
    "ltv_before",
    "ltv_after",
    "margin_call_price_before",
    "margin_call_price_after",
    "margin_call_touch_probability_after",
)
page.row(sale_loan.triggers(scenario, lang), sale_loan.loan_to_value(scenario, lang))
page.row(sale_risk.touch(scenario, lang), sale_risk.pressure(scenario, lang))
page.register()
