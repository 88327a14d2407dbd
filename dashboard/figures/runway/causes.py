"""What forces the sales of treasury coins, on the random paths and on the flat one."""

from __future__ import annotations

import numpy as np

from dashboard.figures.axes import Axis
from dashboard.figures.colors import LOSS
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, WIDE, Block, Chart
from dashboard.figures.plot import Plot, Rows
from dashboard.model.month import CAUSES
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_TICKS = (0.0, 0.25, 0.5, 0.75)


def causes(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the treasury coins are sold for: share of all coins sold on the random paths, and on the flat path."""
    draft = Draft(scenario, lang, "runway.causes")
    if not scenario.known("monte_carlo"):
        return draft.missing("fan")
    shares = [draft.shown(f"share_sold_{cause}", "pct", 1) for cause in CAUSES]
    firsts = [draft.shown(f"first_sales_{cause}", "pct", 1) for cause in CAUSES]
    coins = [draft.shown(f"btc_sold_{cause}", "btc", 0) for cause in CAUSES]
    sold = scenario.value("btc_sold_within_horizon")
    flat = [one.value / sold if sold > 0 else 0.0 for one in coins]
    names = draft.head(*CAUSES)
    head = draft.head(*(f"column.{c}" for c in ("cause", "share", "first", "flat")))
    hovers = [tuple(zip(head[1:3], pair, strict=True)) for pair in zip(shares, firsts, strict=True)]

    def draw(width: int) -> Plot:
        words = [*(text.number(tick * 100, lang) for tick in _TICKS[:-1]), text.percent(_TICKS[-1], lang)]
        x = Axis(0, 1.14 if width >= WIDE else 1.3, _TICKS, words, {"showgrid": True})
        plot = Rows(width, HERO, x, names, (128, 112))
        plot.bars([one.value for one in shares], LOSS, 0.5, hovers)
        drawn = [(row, own) for row, own in enumerate(flat) if own]
        plot.marks([own for _, own in drawn], [row for row, _ in drawn], "diamond", clear=7)
        plot.edge()
        for row, (share, own) in enumerate(zip(shares, flat, strict=True)):
            said = f"<b>{text.percent(share.value, lang)}</b>"
            plot.fixed(max(share.value, own), row, said, LOSS, dx=10)
        return plot

    values = [one.value for one in shares]
    largest = CAUSES[int(np.argmax(values))] if max(values) > 0 else "none"
    return draft.chart(
        draw,
        draft.table(head, zip(names, shares, firsts, coins, strict=True), "caption"),
        "assumed derived",
        (*(one.key for one in shares), "probability_margin_call", "btc_pledged", "margin_call_price_now"),
        HERO,
        f"title.{largest}",
        f"subtitle.{'some' if sold > 0 else 'none'}",
    )
