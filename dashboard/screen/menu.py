"""The menu of a chart: what a reader takes away of it, made in the browser (picture.js) from what the page shows."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from markupsafe import Markup

from dashboard.figures.layout import Chart
from dashboard.screen import routes
from dashboard.screen.context import Context
from dashboard.screen.markup import joined
from dashboard.takeaway import link as links
from dashboard.takeaway import tables
from dashboard.takeaway.link import SEEN
from dashboard.words import say, text
from dashboard.words.text import Lang

PICTURES, TABLES, WORDS = ("svg", "png"), ("csv", "copy"), ("embed", "cite")


def menu(chart: Chart, anchor: str, lang: Lang) -> Markup:
    """A disclosure with a button for each thing; those of the table only where the chart has one."""
    return _menu(chart.key, anchor, (*PICTURES, *(TABLES if chart.table is not None else ()), *WORDS), lang)


@cache
def _menu(key: str, anchor: str, kinds: tuple[str, ...], lang: Lang) -> Markup:
    buttons = joined(
        Markup('<button type="button" data-take="{}">{}</button>').format(kind, text.t(f"menu.{kind}", lang))
        for kind in kinds
    )
    return Markup(
        '<details class="cg-table cg-menu" data-chart="{}" data-anchor="{}"><summary>{}</summary>'
        '<div class="cg-pop">{}<p class="cg-said" role="status"></p></div></details>'
    ).format(key, anchor, text.t("menu", lang), buttons)


def about(context: Context) -> Markup:
    """What all menus of a page put on what is taken away: the product, the facts, the link, how it is cited."""
    facts, lang = context.facts, context.lang
    product = say.product(facts.company, lang)
    dated = {"date": text.date(facts.company.as_of, lang), "version": facts.fingerprint}
    return Markup(
        '<div class="cg-about" hidden data-page="{}" data-source="{}" data-csv="{}" data-link="{}"'
        ' data-raw="{}" data-cite="{}" data-embed="{}" data-copied="{}" data-failed="{}" data-table="{}"></div>'
    ).format(
        context.page,
        text.t("menu.source", lang, product=product, **dated),
        tables.about(facts, lang),
        _link(context),
        text.t("csv.raw", lang, name="{name}"),
        text.t("menu.cite.line", lang, product=product, **dated, title="{title}", link="{link}", day="{day}"),
        routes.embed(context, "{chart}"),
        text.t("menu.copied", lang),
        text.t("menu.failed", lang),
        text.t("menu.table", lang),
    )


def _link(context: Context) -> str:
    """The shortest link to the view: what stands at its default follows from the version of the facts."""
    found = urlsplit(context.link)
    base = f"{found.scheme}://{found.netloc}" if found.netloc else ""
    defaults = {a.key: links.written(a.default_value) for a in context.facts.assumptions}
    pairs = [(key, value) for key, value in parse_qsl(found.query) if key != SEEN and defaults.get(key) != value]
    return f"{base}{found.path}?{urlencode(pairs)}"
