"""Forecast against published: what the model would have said on the day of the balance, and what is still open."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes
from dashboard.figures.colors import INK, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, Block, Chart
from dashboard.figures.plot import Plot, Rows
from dashboard.figures.runway.runs import unavailable
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

# What a quarter is scored by: the row's words, and the number it is.
_FORECASTS = (("deployed", "ledger_btc_deployed"), ("implied", "ledger_btc_implied"))
_NEEDED = tuple(f"ledger_{what}_{who}" for what in ("btc", "revenue") for who in ("published", "deployed", "implied"))
_OPEN = ("ledger_open_btc_mined", "ledger_open_revenue", "ledger_open_btc_held", "ledger_open_cash")


@compared
def scored(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Per published quarter the coins mined as forecast at two hashrates and as published, with the errors."""
    draft = Draft(scenario, lang, "runway.ledger")
    if not scenario.known("ledger_periods", *_NEEDED) or not len(scenario.value("ledger_periods")):
        return draft.missing()
    periods = [text.date(str(period), lang) for period in scenario.value("ledger_periods")]
    marks = [
        (row, *_of(draft, name, key, index))
        for index in range(len(periods))
        for row, (name, key) in enumerate((*_FORECASTS, ("published", "ledger_btc_published")), start=3 * index)
    ]
    names = [f"{periods[row // 3]}: {draft.words(name)}" if len(periods) > 1 else draft.words(name)
             for row, name, *_ in marks]  # fmt: skip
    high = max(float(np.nanmax(scenario.value(key))) for _, key in (*_FORECASTS, ("", "ledger_btc_published"))) * 1.3

    def draw(width: int) -> Plot:
        plot = Rows(width, SUPPORT, axes.across(0, high, lang, "btc"), names, (168, 116), 0.6, True, right=16)
        for row, name, coins, error in marks:
            words = coins.text if error is None else f"{coins.text} ({error.text})"
            plot.marks(coins.value, row, "filled" if name == "published" else "open", hover=((names[row], coins),))
            plot.beside(coins.value, row, f"<b>{words}</b>", INK if name == "published" else MUTED)
        plot.edge()
        return plot

    rows = [
        (period, draft.words(name), coins, "" if error is None else error,
         draft.element(f"ledger_revenue_{name}", index, "musd", 1))
        for index, period in enumerate(periods)
        for _, name, coins, error in marks[3 * index : 3 * index + 3]
    ]  # fmt: skip
    last = len(periods) - 1
    return draft.chart(
        draw,
        draft.table(draft.head("column.quarter", "column.said", "column.coins", "column.error", "column.revenue"),
                    rows, "caption"),
        "reported derived",
        ("ledger_network", "ledger_close", "ledger_hashrate_implied", "self_mining_hashrate_reported"),
        SUPPORT,
        period=periods[last],
        error=draft.element("ledger_error_implied", last, "pct", 0, True),
        other=draft.element("ledger_error_deployed", last, "pct", 0, True),
        published=draft.element("ledger_btc_published", last, "btc", 0),
        deployed=draft.element("ledger_btc_deployed", last, "btc", 0),
        implied=draft.element("ledger_btc_implied", last, "btc", 0),
    )  # fmt: skip


def _of(draft: Draft, name: str, key: str, index: int) -> tuple[str, text.Figure, text.Figure | None]:
    error = None if name == "published" else draft.element(f"ledger_error_{name}", index, "pct", 0, True)
    return name, draft.element(key, index, "btc", 0), error


def open_forecasts(scenario: Scenario, lang: Lang) -> Block:
    """What the estimate says of the quarters that have begun and are not published: to be scored when they are."""
    draft = Draft(scenario, lang, "runway.open")
    gap = unavailable(draft, "ledger_open_btc_mined", "today_month", height=SUPPORT, what="ledger")
    if gap is not None:
        return gap
    periods = [text.date(str(period), lang) for period in scenario.value("ledger_open_periods")]
    if not periods:
        return Block("open", draft.say("title.none"), draft.say("subtitle.none"))
    styles = (("btc", 0), ("musd", 1), ("btc", 0), ("musd", 1))
    rows = [
        (period, *(draft.element(key, row, *style) for key, style in zip(_OPEN, styles, strict=True)))
        for row, period in enumerate(periods)
    ]
    return Block(
        "open",
        draft.say("title"),
        draft.say("subtitle", as_of=text.date(scenario.facts.company.as_of, lang)),
        table=draft.table(draft.head(*(f"column.{c}" for c in ("quarter", "mined", "revenue", "coins", "cash"))), rows),
        origins=draft.origins("derived", "assumed"),
        uses=_OPEN,
    )
