"""The charts: outputs in, Plotly dictionaries and tables out."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from dashboard import registry


@cache
def builder(name: str) -> Callable[..., Any]:
    """The function called ``module:function`` below this package."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    return found


def drawn(page: str, scenario: Any, lang: Any, chosen: Mapping[str, str]) -> Iterator[Any]:
    """Every chart of ``page`` as its registry row lists it; ``chosen`` holds the tokens of the page's switches."""
    row = registry.PAGE[page]
    for chart in row.charts:
        switch = (chosen.get(chart.switch) or row.switches[chart.switch][0],) if chart.switch else ()
        yield builder(chart.build)(scenario, lang, *switch)
