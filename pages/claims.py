from dashboard import evidence, shell, takeaway
from dashboard.figures import claims

context = shell.context()
page = evidence.EvidencePage(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis("claims_checked", "claims_supported", "claims_partly", "claims_contradicted", "claims_unverifiable")
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
takeaway.downloads(page)
takeaway.chart_tables(page)
page.part("own")
takeaway.own_file(page)
page.register()
