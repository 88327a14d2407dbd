"""``/embed/<page>/<chart>?…``: one chart with its source, the only route that another site may frame."""

from __future__ import annotations

import json
import re
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import streamlit as st
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from dashboard.figures import colors
from dashboard.figures.layout import Chart
from dashboard.screen.markup import joined, sentence_html
from dashboard.takeaway import chart_file
from dashboard.takeaway.asked import Asked
from dashboard.takeaway.openapi import THEMES
from dashboard.words import say, text
from dashboard.words.text import Lang
from deploy import site
from deploy.answers import Kind, answer
from deploy.data import known

_HERE: Final = Path(__file__).parent
_STATIC: Final = Path(st.__file__).parent / "static"
_THEME: Final = re.compile(r"(?:^|&)theme=([^&]*)")
_SCHEMES: Final = {"light": "light", "dark": "dark", "auto": "light dark"}
# Whoever frames this gets a picture with a link: nothing is sent anywhere, and no command is taken.
_POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    ]
)
_HEADERS: Final = (("Content-Security-Policy", _POLICY),)

_PAGE: Final = Markup(
    '<!doctype html><html lang="{lang}" style="color-scheme:{scheme}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
    '<title>{title}</title><link rel="canonical" href="{link}"><style>{style}</style>'
    '<script src="/app/static/plotly.min.js" defer></script><script src="/embed/embed.js" defer></script></head>'
    "<body><h1>{heading}</h1>{body}<footer>{origins}<p>{source} "
    '<a href="{link}" target="_blank" rel="noopener">{whole} →</a></p></footer>'
    '<script type="application/json" id="chart">{data}</script></body></html>'
)
_REFUSAL: Final = Markup(
    '<!doctype html><html lang="{}"><head><meta charset="utf-8"></head><body><p>{}</p></body></html>'
)


def page(name: str, theme: str, asked: Asked, link: str) -> bytes:
    """The chart ``name`` as a document of its own. Raises Refused where the page has none of this name."""
    lang, facts = asked.lang, asked.facts
    chart = chart_file.find(asked, known(name, asked))
    found = chart_file.as_dict(asked, name, link)
    data = {key: found.get(key) for key in ("figure", "narrow", "height")}
    product = say.product(facts.company, lang)
    dated = say.version(facts, lang)
    return str(
        _PAGE.format(
            lang=lang.lower(),
            scheme=_SCHEMES[theme],
            style=_style(),
            title=found["title"],
            link=link,
            heading=sentence_html(chart.title),
            body=Markup('<p class="sub">{}</p>').format(found["subtitle"]) + _drawn(chart, found, lang),
            origins=joined(
                Markup("<p>{}: {}</p>").format(text.t(f"kind.{one['kind']}", lang), one["words"])
                for one in found.get("origins", [])
            ),
            source=f"{product} · {dated}",
            whole=text.t("embed.whole", lang),
            # Within a script element only its own end would be read as markup.
            data=Markup(json.dumps({"name": f"{asked.page}/{name}", **data}).replace("<", "\\u003c")),
        )
    ).encode()


def _drawn(chart: object, found: dict[str, Any], lang: Lang) -> Markup:
    """The place of the drawing with its table behind a disclosure; of a chart without one its words and its table."""
    table = _table(found["table"]) if found["table"] else Markup("")
    if not isinstance(chart, Chart):
        return joined(Markup("<p>{}</p>").format(line) for line in found.get("body", [])) + table
    place = Markup('<div class="cgplot" role="img" aria-label="{}" style="height:{}px"></div>').format(
        found["alt"], chart.height
    )
    if not table:
        return place
    return place + Markup("<details><summary>{}</summary>{}</details>").format(text.t("embed.table", lang), table)


def _table(table: dict[str, Any]) -> Markup:
    caption = Markup("<caption>{}</caption>").format(table["caption"]) if table["caption"] else ""
    heads = joined(Markup('<th scope="col">{}</th>').format(head["name"]) for head in table["head"])
    rows = joined(Markup("<tr>{}</tr>").format(joined(_cell(cell) for cell in row)) for row in table["rows"])
    return Markup('<div class="table"><table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>').format(
        caption, heads, rows
    )


def _cell(cell: dict[str, Any]) -> Markup:
    value = cell.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Markup("<td>{}</td>").format(cell["text"])
    return Markup('<td class="num"><data value="{:.12g}">{}</data></td>').format(value + 0.0, cell["text"])


@cache
def _style() -> Markup:
    """The style sheet: all of it is our own, so that there is nothing to escape."""
    css = (_HERE / "embed.css").read_text(encoding="utf-8")
    for place, name in (("SANS", "SourceSansVF-Upright"), ("SERIF", "SourceSerifVariable-Roman")):
        file = next(iter(sorted((_STATIC / "static" / "media").glob(f"{name}*.woff2"))))
        css = css.replace(place, f"/{file.relative_to(_STATIC).as_posix()}")
    return Markup(f":root{{{colors.style_variables()}}}{css}{colors.reink_rules('.cgplot')}")


def _refuse(words: str, status: int, lang: Lang) -> Response:
    return HTMLResponse(str(_REFUSAL.format(lang.lower(), words)), status, dict(_HEADERS))


async def _embed(request: Request) -> Response:
    name, where = request.path_params["chart"], request.path_params["page"]
    query = site.query(request.scope)
    themes = {found.lower() for found in _THEME.findall(query)} or {THEMES[0]}
    if len(themes) > 1 or not themes <= set(THEMES):
        return _refuse(text.t("api.error.theme", "EN"), 400, "EN")
    theme = themes.pop()
    kind = Kind(
        f"embed/{where}/{name}/{theme}", "text/html", partial(page, name, theme), headers=_HEADERS, refuse=_refuse
    )
    return await answer(request, kind, where, query=_THEME.sub("", query))


async def _script(_: Request) -> FileResponse:
    return FileResponse(
        _HERE / "embed.js", media_type="text/javascript", headers={"Cache-Control": "public, max-age=300"}
    )


ROUTES = [Route("/embed/embed.js", _script), Route("/embed/{page}/{chart}", _embed)]
