"""What forces the sales of treasury coins, on the random paths and on the flat one."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import GRID, INK, LOSS
from dashboard.figures.layout import HERO, Block, Chart, Dict, Table
from dashboard.headlines import say
from dashboard.model.month import FORCED_CAUSES as CAUSES
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang


def causes(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the treasury coins are sold for: share of all coins sold on the random paths, and on the flat path."""
    if not scenario.known("chances"):
        return base.missing("causes", "fan", lang)
    shares = [scenario.value(f"share_sold_{cause}") for cause in CAUSES]
    firsts = [scenario.value(f"first_sales_{cause}") for cause in CAUSES]
    sold = scenario.value("btc_sold_within_horizon")
    flat = [scenario.value(f"btc_sold_{cause}") / sold if sold > 0 else None for cause in CAUSES]
    names = [text.t(f"runway.causes.{cause}", lang) for cause in CAUSES]
    high = 1.0

    def build(width: int) -> Dict:
        left = 128 if width >= base.WIDE else 112
        scale, notes = base.row_axis(names, left)
        traces: list[Dict] = [
            {
                "type": "bar",
                "orientation": "h",
                "y": list(range(len(CAUSES))),
                "x": shares,
                "width": 0.5,
                "marker": {"color": LOSS},
                **base.hover_text([_cause_hover(scenario, lang, cause) for cause in CAUSES]),
            }
        ]
        for row, (share, own) in enumerate(zip(shares, flat, strict=True)):
            at = max(share, own or 0)
            notes.append(base.label(at, row, f"<b>{text.percent(share, lang)}</b>", LOSS, "left", dx=10))
        own_rows = [(row, own) for row, own in enumerate(flat) if own]
        traces.append(base.marks([own for _, own in own_rows], [row for row, _ in own_rows], shape="diamond"))
        ticks = [0.0, 0.25, 0.5, 0.75]
        labels = [text.number(tick * 100, lang) for tick in ticks]
        labels[-1] = text.percent(ticks[-1], lang)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 8, "t": 4, "b": 26},
                xaxis={
                    "range": [0, high * (1.14 if width >= base.WIDE else 1.3)],
                    "showgrid": True,
                    "gridcolor": GRID,
                    **base.ticks(ticks, labels),
                },
                yaxis=scale,
                annotations=notes,
                shapes=[base.segment(0, -0.5, 0, len(CAUSES) - 0.5, INK, 1)],
            ),
        }

    wide, narrow = base.both(build)
    rows = tuple(
        (
            name,
            shapes.cell(f"share_sold_{cause}", share, "pct", "scenario", lang, digits=1),
            shapes.cell(f"first_sales_{cause}", first, "pct", "scenario", lang, digits=1),
            Figure(
                f"btc_sold_{cause}", text.show(scenario.value(f"btc_sold_{cause}"), "btc", lang, digits=0),
                scenario.value(f"btc_sold_{cause}"), "scenario",
            ),
        )
        for name, cause, share, first in zip(names, CAUSES, shares, firsts, strict=True)
    )  # fmt: skip
    largest = CAUSES[int(np.argmax(shares))] if max(shares) > 0 else "none"
    head = tuple(text.t(f"runway.causes.column.{c}", lang) for c in ("cause", "share", "first", "flat"))
    return Chart(
        "causes",
        say(scenario, f"runway.causes.title.{largest}", lang),
        say(scenario, f"runway.causes.subtitle.{'some' if sold > 0 else 'none'}", lang),
        say(scenario, "runway.causes.alt", lang),
        wide,
        tuple((kind, text.t(f"runway.causes.{kind}", lang)) for kind in ("assumed", "derived")),
        Table(head, rows, text.t("runway.causes.caption", lang)),
        (
            *(f"share_sold_{cause}" for cause in CAUSES),
            "probability_margin_call",
            "btc_pledged",
            "margin_call_price_now",
        ),
        HERO,
        narrow,
    )


def _cause_hover(scenario: Scenario, lang: Lang, cause: str) -> str:
    keys = (f"share_sold_{cause}", f"first_sales_{cause}")
    return base.hover(
        *(
            (text.t(f"runway.causes.column.{column}", lang), text.percent(scenario.value(key), lang, 1))
            for column, key in zip(("share", "first"), keys, strict=True)
        )
    )
