"""The same page in Dash: one slider, one callback. ``python -m benchmarks.rival_dash PORT`` with Dash installed."""

from __future__ import annotations

import sys
from typing import Any

import dash
from dash import Input, Output, dcc, html

from benchmarks.same_page import HIGH, LOW, START, content

# As wide as the app's own slider: a drag passes as many prices.
_NARROW = {"width": "340px"}


def _figures(price: float) -> list[Any]:
    return [
        html.Div(
            [html.Div(name), html.Div(value, className="value")], style={"width": "20%", "display": "inline-block"}
        )
        for name, value in content(price).figures
    ]


def _app() -> dash.Dash:
    app, first = dash.Dash(__name__, serve_locally=True), content(START)
    charts = [
        dcc.Graph(id=f"chart-{at}", figure=figure, config={"displayModeBar": False}, style={"width": "560px"})
        for at, figure in enumerate(first.charts)
    ]
    app.layout = html.Div(
        [
            html.Div(dcc.Slider(LOW, HIGH, 1, value=START, marks=None, updatemode="drag", id="price"), style=_NARROW),
            html.H1(first.headline, id="headline"),
            html.Div(_figures(START), id="figures"),
            html.Div(charts, style={"display": "grid", "gridTemplateColumns": "560px 560px"}),
        ]
    )
    outputs = [Output("headline", "children"), Output("figures", "children")]
    outputs += [Output(f"chart-{at}", "figure") for at in range(len(charts))]

    def step(price: float) -> tuple[Any, ...]:
        now = content(price)
        return (now.headline, _figures(price), *now.charts)

    app.callback(*outputs, Input("price", "value"), prevent_initial_call=True)(step)
    return app


if __name__ == "__main__":
    _app().run(port=int(sys.argv[1]), debug=False)
