"""The charts of the Share price page about new shares: what holders keep, and how the count has grown."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes
from dashboard.figures.ai.price import bounds_of
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GREY, INK, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, Block, Chart
from dashboard.figures.plot import Plot, Rows
from dashboard.headlines.share import large_issue
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MILLION = 1e6
_STEPS = 81
_AFTER = (
    ("new_shares_from_raise", "shares", 1),
    ("ownership_after_raise", "pct", None),
    ("nav_per_share_after_raise", "usd2", None),
)


@compared
def dilution(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What today's holders keep when new shares are sold at a discount to the close, by the amount raised."""
    draft = Draft(scenario, lang, "share.dilution")
    needed = ("ownership_after_raise", "nav_per_share_after_raise", "nav_per_share", "raise_of_a_third")
    if not scenario.known(*needed):
        return draft.missing()
    raised, kept = scenario.value("equity_raise"), draft.shown("ownership_after_raise", "pct", 0)
    most = bounds_of(scenario, "equity_raise")[1]
    xs = np.unique([*np.linspace(0, most, _STEPS), raised])
    curve = scenario.sweep("ownership_after_raise", equity_raise=xs)
    ticks, levels = axes.inner_ticks(0, most, 4), [0.0, 0.25, 0.5, 0.75, 1.0]
    x = Axis(-0.02 * most, most, ticks, axes.unit_once(ticks, lang, "musd", 1e6))
    y = Axis(0, 1.05, levels, axes.unit_once(levels, lang, "pct", 0.01))
    third = draft.number("raise_of_a_third")
    hover = (
        (draft.label("equity_raise"), draft.shown("equity_raise", "musd")),
        (draft.label("new_shares_from_raise"), draft.number("new_shares_from_raise")),
        (draft.label("ownership_after_raise"), kept),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, x, y, 50, 22, 12)
        plot.area(xs, curve, GREY, 0.12)
        plot.line(xs, curve, clear=1, every=3)
        plot.marks(raised, kept.value, "diamond", clear=10, hover=hover)
        plot.rule(0, 0, most, 0)
        if third.value < most:
            plot.upright(third.value, GREY, 1, "dash", below=True, clear=1)
            plot.label(third.value, 0.08, f"{draft.words('third')} <b>{third.text}</b>", MUTED, "e w", gap=6)
        nav = draft.number("nav_per_share_after_raise").text
        words = f"<b>{kept.text}</b> {draft.words('kept')}<br>{draft.words('nav')} <b>{nav}</b>"
        plot.label(raised, kept.value, words, ASSUMED, "ne e sw s nw w", gap=12)
        return plot

    amounts = np.array(sorted({*axes.nice_ticks(0, most), raised}))
    # What is held today does not move with the raise, so the table need not run the estimate again.
    held = {"net_asset_value": scenario.value("net_asset_value")}
    cells = (
        draft.at(key, style, digits, swept=scenario.sweep(key, equity_raise=amounts, **held), equity_raise=amounts)
        for key, style, digits in _AFTER
    )
    gap = round(scenario.value("issue_price") - scenario.value("nav_per_share"), 2)
    effect = "lifts" if gap > 0 else "lowers" if gap < 0 else "keeps"
    return draft.chart(
        draw,
        draft.table(
            draft.labels("equity_raise", *(key for key, *_ in _AFTER)),
            zip((text.millions(at, lang) for at in amounts), *cells, strict=True),
        ),
        "assumed derived",
        (*needed, "equity_raise", "new_shares_from_raise", "new_shares_share"),
        title=f"title.{effect}.{'some' if raised > 0 else 'none'}",
        subtitle="subtitle.large" if large_issue(scenario) else "subtitle",
    )


@compared
def share_counts(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Published share counts on today's basis, and the count after the reader's raise."""
    draft = Draft(scenario, lang, "share.counts")
    needed = ("share_counts_date", "share_count_on_todays_basis", "share_count_growth_total")
    if not scenario.known(*needed):
        return draft.missing()
    dates, counts = (scenario.value(key) for key in needed[:2])
    known = [int(i) for i in np.flatnonzero(np.isfinite(counts))]
    notes = [row.note.get(lang) if row.note else "" for row in scenario.facts.series["share_counts"].rows]
    rows = [
        (axes.day_words(float(axes.day_numbers(dates[i])), lang), draft.element(needed[1], i, "shares"), notes[i])
        for i in known
    ]
    colors = [INK] * len(rows)
    if scenario.known("equity_raise", "shares_after_raise") and draft.both("equity_raise").max() > 0:
        rows.append((draft.words("after"), draft.number("shares_after_raise"), ""))
        colors.append(ASSUMED)
    values = [float(one.value) for _, one, _ in rows]
    x = axes.across(0, max(*values, *draft.both("shares_after_raise")) * 1.16, lang, "shares", 1e6, 4)

    def draw(width: int) -> Plot:
        plot = Rows(width, SUPPORT, x, [name for name, *_ in rows], (104, 96))
        plot.bars(values, colors)
        plot.edge()
        for row, (value, color) in enumerate(zip(values, colors, strict=True)):
            plot.fixed(value, row, f"<b>{text.number(value / _MILLION, lang, 1)}</b>", color, dx=5)
        return plot

    growth = round(scenario.value("share_count_growth_total"), 2)
    insiders = scenario.known("insider_share_of_company", "insider_premium_at_agreement")
    return draft.chart(
        draw,
        draft.table(draft.head("date", "shares", "basis"), rows),
        "reported derived",
        ("share_count_growth_total", "share_count_on_todays_basis", "shares_after_raise", "insider_shares"),
        title=f"title.{'up' if growth > 0 else 'down' if growth < 0 else 'same'}",
        subtitle=f"subtitle.{'insiders' if insiders else 'plain'}",
        first=text.date(str(dates[known[0]])[:7], lang),
    )
