from dashboard.figures import claims
from dashboard.registry import PAGE
from dashboard.screen import downloads, evidence
from dashboard.screen.context import current

context = current()
page = evidence.EvidencePage(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*PAGE["claims"].figures)
page.chart(claims.status_bar(scenario, lang))
page.contents()
page.part("claims")
page.claims(page.filter())
page.part("sources")
page.sources()
page.part("register")
page.find()
page.part("conflicts")
page.conflicts()
page.part("changes")
page.changes()
page.part("downloads")
downloads.downloads(page)
downloads.chart_tables(page)
page.part("own")
downloads.own_panel(page)
page.register()
