"""Every chart under a few scenarios, its numbers and its hover boxes: what the checks of numbers go through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import Any

from dashboard import figures, registry
from dashboard.figures.layout import Block, Chart
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import numbers_in, numbers_of

PAGES = [row.name for row in registry.PAGES]
ENDS: tuple[Callable[[Any], Any], ...] = (
    lambda slider: slider.bounds[0] if slider.options is None else next(iter(slider.options)),
    lambda slider: slider.bounds[1] if slider.options is None else list(slider.options)[-1],
)
CASES: tuple[dict[str, Any], ...] = (
    {}, {"btc": 20}, {"btc": 200, "mw": 0}, {"btc": 95, "raise": 50, "loan": 560},
    {"model": "COLO", "mw": 50, "wacc": 25},
    {"loan": 305, "ehs": 0}, {"gpuh": 4, "mw": 2, "ramp": 6, "decay": 0}, {"cash": 30, "mwvalue": 0.5, "hold": 2},
)  # fmt: skip


@cache
def drawn(page: str, s: Scenario, lang: Lang = "EN") -> list[Chart | Block]:
    """The charts and blocks of a page that have a table, under each token of its switches."""
    row = registry.PAGE[page]
    every = [{name: token} for name, tokens in row.switches.items() for token in tokens] or [{}]
    found = [one for chosen in every for one in figures.drawn(page, s, lang, chosen)]
    return [one for one in found if isinstance(one, (Chart, Block)) and one.table is not None]


def hovers(chart: Chart | Block) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """Trace, place in it and rows of each hover box of a chart."""
    for trace, boxes in (chart.hovers if isinstance(chart, Chart) else {}).items():
        for place, box in enumerate(boxes):
            yield trace, place, box


def shown(page: str, s: Scenario, lang: Lang = "EN") -> Iterator[tuple[str, Figure]]:
    """Every number of a page's tables and hover boxes, with the chart."""
    for one in drawn(page, s, lang):
        assert one.table is not None
        for figure in chain(numbers_of(one.table), *(numbers_in(box) for *_, box in hovers(one))):
            yield one.key, figure


_SCALES = tuple(10.0**power for power in (-6, -3, -2, 0, 3, 6, 9, 12))
_READ = {"EN": r"\d[\d,]*(?:\.\d+)?", "DE": r"\d[\d.]*(?:,\d+)?"}


def reads_as(words: str, value: float, lang: Lang) -> bool:
    """Whether the number in ``words`` is ``value`` in some unit, as precisely as it is written."""
    found = re.search(_READ[lang], words)
    if found is None:
        return True
    digits = found[0].replace(",", "") if lang == "EN" else found[0].replace(".", "").replace(",", ".")
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    negative = text.MINUS in words[: found.start()]
    if negative != (value < 0) and float(digits) > half:
        return False
    return any(abs(abs(value) / scale - float(digits)) <= half * (1 + 1e-6) for scale in _SCALES)
