from dashboard.figures import overview
from dashboard.figures.drivers import swings
from dashboard.headlines import overview as headline
from dashboard.screen.context import current
from dashboard.screen.page import Page
from dashboard.takeaway.served import own_company

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*headline.key_figures(scenario))
page.verdicts("overview.verdicts", "runway", "mining", "sale", "ai", "share", "peers")
page.chart(swings.tornado(scenario, lang))
page.row(overview.timeline(scenario, lang), overview.events(scenario, lang))
if own_company(context.facts):
    page.section("overview.faq.heading")
    page.row(*(overview.question(scenario, name, lang) for name in overview.QUESTIONS[:2]), shares=(1, 1))
    page.row(*(overview.question(scenario, name, lang) for name in overview.QUESTIONS[2:]), shares=(1, 1))
page.register()
