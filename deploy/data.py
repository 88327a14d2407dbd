"""``/api/…``: a scenario and its charts as files, one address for each; and the page that describes them."""

from __future__ import annotations

import json
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.takeaway import chart_file, openapi, tables, workbook
from dashboard.takeaway.asked import Asked
from dashboard.takeaway.tables import MEDIA
from dashboard.words import text
from deploy.answers import Kind, Refused, answer

# A reader who has clicked waits longer than a program that asks for a preview; a workbook takes two seconds by itself.
_FILE = 5.0


def _named(name: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Disposition", f'attachment; filename="{name}"'),)


def _json(asked: Asked, link: str) -> bytes:
    return tables.as_json(asked.scenario, link, asked.lang)


def _csv(asked: Asked, link: str) -> bytes:
    return tables.as_csv(asked.scenario, link, asked.lang)


def _xlsx(asked: Asked, link: str) -> bytes:
    return workbook.build(asked.scenario, link, asked.lang)


def _openapi(asked: Asked, link: str) -> bytes:
    return _written(openapi.document(asked.facts, asked.lang))


def _page(asked: Asked, link: str) -> bytes:
    return str(openapi.page(asked.facts, asked.lang)).encode()


def _chart(name: str, asked: Asked, link: str) -> bytes:
    return _written(chart_file.as_dict(asked, known(name, asked), link))


def known(name: str, asked: Asked) -> str:
    """The name of a chart. Raises Refused where the page has none of this name."""
    names = chart_file.names(asked)
    if name not in names:
        raise Refused(text.t("api.error.chart", asked.lang, page=asked.page, names=", ".join(names)), 404)
    return name


def _written(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


_KINDS = {
    "/api/scenario.json": Kind("json", MEDIA["json"], _json, _FILE),
    "/api/scenario.csv": Kind("csv", MEDIA["csv"], _csv, _FILE, _named("scenario.csv")),
    "/api/workbook.xlsx": Kind("xlsx", MEDIA["xlsx"], _xlsx, _FILE, _named("workbook.xlsx")),
    "/api/openapi.json": Kind("openapi", MEDIA["json"], _openapi),
    "/api": Kind("api", "text/html", _page),
}


async def _file(request: Request) -> Response:
    return await answer(request, _KINDS[request.url.path])


async def _chart_file(request: Request) -> Response:
    page, name = request.path_params["page"], request.path_params["chart"]
    kind = Kind(f"chart/{page}/{name}", MEDIA["json"], partial(_chart, name))
    return await answer(request, kind, page)


ROUTES = [
    *(Route(path, _file) for path in _KINDS),
    Route("/api/chart/{page}/{chart}.json", _chart_file),
]
