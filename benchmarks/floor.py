"""The browser's floor: the same figures through Plotly.react, without a server; the states are in the page."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import plotly
from markupsafe import Markup
from playwright.sync_api import Page

from benchmarks.same_page import START, Content, content

_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# Nothing answers there: the browser is told what it holds.
_ADDRESS = "http://floor.test/"
_PAGE = Markup(
    '<!doctype html><meta charset="utf-8"><style>.chart{{width:560px}}.all{{display:grid;'
    "grid-template-columns:560px 560px}}</style>"
    '<label><input type="range" min="{}" max="{}" value="{}"></label><h1></h1>{}<div class="all">{}</div>'
)


def open_floor(page: Page, steps: int) -> None:
    """Fill ``page`` with the states of so many steps of the price."""
    states = {price: content(price) for price in range(START, START + steps + 1)}
    first: Content = states[START]
    values = Markup("").join(Markup('<p>{} <b class="value"></b></p>').format(name) for name, _ in first.figures)
    charts = Markup("").join(
        Markup('<div class="chart" style="height:{}px"></div>').format(height) for height in first.heights
    )
    body = str(_PAGE.format(START, START + steps, START, values, charts))
    page.route(_ADDRESS, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(_ADDRESS)
    page.add_script_tag(path=str(_PLOTLY))
    page.evaluate("states => { window.states = states }", json.loads(json.dumps(_plain(states))))
    page.add_script_tag(path=str(Path(__file__).with_name("floor.js")))


def _plain(states: dict[int, Content]) -> dict[str, object]:
    return {str(price): asdict(state) for price, state in states.items()}
