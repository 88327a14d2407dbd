from dashboard.figures.sale import hold, loan, money, price, risk, treasury
from dashboard.registry import PAGE
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*PAGE["sale"].figures)
page.row(price.regret(scenario, lang), price.closes(scenario, lang))
page.row(hold.holding(scenario, lang), treasury.scale(scenario, lang))
page.section("sale.section.treasury")
page.row(treasury.roll_forward(scenario, lang), treasury.backcheck(scenario, lang))
page.row(money.uses_of_money(scenario, lang), money.cash_bridge(scenario, lang))
page.section("sale.section.loan")
page.chart(loan.terms(scenario, lang))
page.kpis(
    "ltv_before",
    "ltv_after",
    "margin_call_price_before",
    "margin_call_price_after",
    "margin_call_touch_probability_after",
)
page.row(loan.triggers(scenario, lang), loan.loan_to_value(scenario, lang))
page.row(risk.touch(scenario, lang), risk.pressure(scenario, lang))
page.register()
