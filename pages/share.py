from dashboard import shell, widgets
from dashboard.figures import share, share_dilution, share_fall, share_rule, share_value

context = shell.context()
page = widgets.Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis("share_price", "share_price_change_3m", "market_value", "nav_per_share", "mnav")
top = page.place()
basis = page.switch("basis_price", share.BASES, "share.basis")
with top:
    page.row(share.price_history(scenario, lang, basis), share.events(scenario, lang, basis))
page.row(share_fall.drawdown(scenario, lang), share_fall.three_months(scenario, lang))
page.section("share.section.value")
page.kpis("mnav_enterprise", "enterprise_value_ex_btc", "ev_per_eh", "implied_ai_mw", "days_below_one_dollar")
page.row(share_value.nav_bridge(scenario, lang), share_value.mnav_curve(scenario, lang))
page.row(share_value.implied_megawatts(scenario, lang), share_value.hashrate_ladder(scenario, lang))
page.section("share.section.dilution")
page.kpis(
    "equity_raise",
    "new_shares_from_raise",
    "ownership_after_raise",
    "nav_per_share_after_raise",
    "insider_share_of_company",
)
page.row(share_dilution.dilution(scenario, lang), share_dilution.share_counts(scenario, lang))
page.section("share.section.rule")
page.row(share_rule.dollar_rule(scenario, lang), share_rule.checklist(scenario, lang))
page.section("share.section.beta")
page.row(share_rule.beta(scenario, lang), share_rule.beta_windows(scenario, lang))
page.register()
