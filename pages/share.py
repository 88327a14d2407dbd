from dashboard.figures.share import dilution, elsewhere, fall, history, multiples, rule, value
from dashboard.registry import PAGE
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*PAGE["share"].figures)
top = page.place()
basis = page.switch("basis_price", history.BASES, "share.basis")
with top:
    page.row(history.price_history(scenario, lang, basis), history.events(scenario, lang, basis))
page.row(fall.drawdown(scenario, lang), fall.three_months(scenario, lang))
page.section("share.section.value")
page.kpis("mnav", "mnav_enterprise", "mnav_net_of_debt", "price_to_book_implied", "ev_per_running_eh")
page.row(value.nav_bridge(scenario, lang), value.implied_megawatts(scenario, lang))
page.row(multiples.multiples(scenario, lang), value.mnav_curve(scenario, lang))
page.chart(value.hashrate_ladder(scenario, lang))
page.section("share.section.dilution")
page.kpis(
    "equity_raise",
    "issue_price",
    "new_shares_from_raise",
    "ownership_after_raise",
    "nav_per_share_after_raise",
)
page.row(dilution.dilution(scenario, lang), dilution.share_counts(scenario, lang))
page.section("share.section.rule")
page.row(rule.dollar_rule(scenario, lang), rule.checklist(scenario, lang))
page.section("share.section.elsewhere")
page.chart(elsewhere.elsewhere(scenario, lang))
page.section("share.section.beta")
page.row(rule.beta(scenario, lang), rule.beta_windows(scenario, lang))
page.register()
