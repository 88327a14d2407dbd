from dashboard.figures import peers
from dashboard.headlines import peers as headline
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*headline.key_figures(scenario), notes=headline.notes(scenario, lang))
page.row(peers.sales(scenario, lang), peers.contracts(scenario, lang))
page.section("peers.section.table")
role = page.switch("role", peers.ROLES, "peers.roles")
page.grid(peers.grid(scenario, lang, role))
page.register(peers.entries(scenario, lang))
