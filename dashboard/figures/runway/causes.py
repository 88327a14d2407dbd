"""What the coins are sold for: AI plant by choice, everything else by force."""

from __future__ import annotations

import numpy as np

from dashboard.figures.axes import Axis
from dashboard.figures.colors import LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, WIDE, Block, Chart
from dashboard.figures.plot import Plot, Rows
from dashboard.figures.runway.runs import unavailable
from dashboard.model.month import CAUSES, FORCED_CAUSES
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_TICKS = (0.0, 0.25, 0.5, 0.75)
# A diamond nearer to the bar's end than this would stand in its figure, which then goes beyond the diamond.
_ROOM = 0.25


@compared
def causes(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the treasury coins are sold for: share of all coins sold on the random paths, and on the flat path."""
    draft = Draft(scenario, lang, "runway.causes")
    gap = unavailable(draft, "chances", what="fan")
    if gap is not None:
        return gap
    shares = [draft.shown(f"share_sold_{cause}", "pct", 1) for cause in CAUSES]
    firsts = [
        draft.shown(f"first_sales_{cause}", "pct", 1) if cause in FORCED_CAUSES else draft.words("chosen")
        for cause in CAUSES
    ]
    coins = [draft.shown(f"btc_sold_{cause}", "btc", 0) for cause in CAUSES]
    before = [draft.shown(f"btc_sold_up_to_today_{cause}", "btc", 0) for cause in CAUSES]
    sold = scenario.value("btc_sold_within_horizon")
    flat = [one.value / sold if sold > 0 else 0.0 for one in coins]
    names = draft.head(*CAUSES)
    head = draft.head(*(f"column.{c}" for c in ("cause", "share", "first", "flat", "before")))
    hovers = [tuple(zip(head[1:3], pair, strict=True)) for pair in zip(shares, firsts, strict=True)]

    def draw(width: int) -> Plot:
        words = [*(text.number(tick * 100, lang) for tick in _TICKS[:-1]), text.percent(_TICKS[-1], lang)]
        x = Axis(0, 1.14 if width >= WIDE else 1.3, _TICKS, words, {"showgrid": True})
        plot = Rows(width, HERO, x, names, (128, 112))
        inks = [LOSS if cause in FORCED_CAUSES else MUTED for cause in CAUSES]
        plot.bars([one.value for one in shares], inks, 0.5, hovers)
        drawn = [(row, own) for row, own in enumerate(flat) if own]
        plot.marks([own for _, own in drawn], [row for row, _ in drawn], "diamond", clear=7)
        plot.edge()
        for row, (share, own, ink) in enumerate(zip(shares, flat, inks, strict=True)):
            said = f"<b>{text.percent(round(share.value, 3), lang)}</b>"
            beside = own if 0 < own - share.value < _ROOM else share.value
            plot.fixed(beside, row, said, ink, dx=10)
        return plot

    values = [one.value for one in shares]
    largest = CAUSES[int(np.argmax(values))] if max(values) > 0 else "none"
    return draft.chart(
        draw,
        draft.table(head, zip(names, shares, firsts, coins, before, strict=True), "caption"),
        "assumed derived",
        (*(one.key for one in shares), "probability_margin_call", "btc_pledged", "margin_call_price_now"),
        HERO,
        f"title.{largest}",
        f"subtitle.{'some' if sold > 0 else 'none'}",
    )
