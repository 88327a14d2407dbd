"""What a page says and draws at a price, for the rivals: headline, key figures, figure dicts, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard import facts as facts_file
from dashboard import figures, headlines, registry
from dashboard.facts import Facts
from dashboard.figures.layout import Chart
from dashboard.numbers.resolver import Scenario
from dashboard.words import say, text

ROOT = Path(__file__).parent.parent
PAGE = "mining"
LOW, HIGH, START = 40, 160, 60
# Key figures in the order of the page.
FIGURES = (
    *registry.PAGE[PAGE].figures, "hashprice", "energy_per_btc", "implied_tariff", "shutdown_price",
    "break_even_tariff",
)  # fmt: skip


@dataclass(frozen=True)
class Content:
    """The page at one price: sentence, (name, value) of each key figure, and figure dicts in reading order."""

    headline: str
    figures: tuple[tuple[str, str], ...]
    charts: tuple[dict[str, Any], ...]
    heights: tuple[int, ...]


@cache
def published() -> Facts:
    """The facts that all of them start from."""
    return facts_file.load(facts_file.PUBLISHED)


def scenario(price: float) -> Scenario:
    """The default scenario at a price in thousands of dollars."""
    facts = published()
    values = {a.name: a.to_base(a.default_value) for a in facts.assumptions}
    return Scenario(facts, {**values, "btc_price": price * 1e3})


def content(price: float) -> Content:
    """The page at a price in thousands of dollars, in English."""
    here = scenario(price)
    drawn = [chart for chart in figures.drawn(PAGE, here, "EN", {}) if isinstance(chart, Chart)]
    return Content(
        text.plain(headlines.headline(PAGE, here, "EN").title),
        tuple((say.label(here, key, "EN"), say.figure(here.output(key), "EN").text) for key in FIGURES),
        tuple({**c.figure, "layout": {**c.figure["layout"], "height": c.height}} for c in drawn),
        tuple(chart.height for chart in drawn),
    )


def changed(before: Content, after: Content) -> list[int]:
    """Indices of the charts that a step redraws."""
    return [at for at, (a, b) in enumerate(zip(before.charts, after.charts, strict=True)) if a != b]
