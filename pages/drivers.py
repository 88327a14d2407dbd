from dashboard.figures.drivers import needed, room, side, swings
from dashboard.registry import PAGE
from dashboard.screen.context import current
from dashboard.screen.page import Page

context = current()
page = Page(context)
scenario, lang = context.scenario, context.lang

page.headline()
page.kpis(*PAGE["drivers"].figures)
page.row(swings.tornado(scenario, lang), needed.must_be_true(scenario, lang))
page.section("drivers.section.room")
page.row(room.headroom(scenario, lang), room.before_coins(scenario, lang))
page.section("drivers.section.side")
page.chart(side.coins_of_all(scenario, lang))
page.chart(side.side_by_side(scenario, lang))
page.register()
