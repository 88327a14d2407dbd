from dashboard.figures.share import dilution, fall, history, rule, value
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis("share_price", "share_price_change_3m", "market_value", "nav_per_share", "mnav")
top = page.place()
basis = page.switch("basis_price", history.BASES, "share.basis")
with top:
    page.row(history.price_history(scenario, lang, basis), history.events(scenario, lang, basis))
page.row(fall.drawdown(scenario, lang), fall.three_months(scenario, lang))
page.section("share.section.value")
page.kpis("mnav_enterprise", "enterprise_value_ex_btc", "ev_per_eh", "implied_ai_mw", "days_below_one_dollar")
page.row(value.nav_bridge(scenario, lang), value.mnav_curve(scenario, lang))
page.row(value.implied_megawatts(scenario, lang), value.hashrate_ladder(scenario, lang))
page.section("share.section.dilution")
page.kpis(
    "equity_raise",
    "new_shares_from_raise",
    "ownership_after_raise",
    "nav_per_share_after_raise",
    "insider_share_of_company",
)
page.row(dilution.dilution(scenario, lang), dilution.share_counts(scenario, lang))
page.section("share.section.rule")
page.row(rule.dollar_rule(scenario, lang), rule.checklist(scenario, lang))
page.section("share.section.beta")
page.row(rule.beta(scenario, lang), rule.beta_windows(scenario, lang))
page.register()
