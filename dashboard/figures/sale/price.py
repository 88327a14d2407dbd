"""The charts of the February sale itself: hindsight, and the price obtained."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, WIDE, Block, Chart
from dashboard.figures.plot import Plot, shade
from dashboard.headlines.sale import variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_DAYS_AROUND = 10


def day(value: Any, lang: Lang) -> str:
    """A date without its year, for an axis."""
    return text.date(str(value), lang).rsplit(" ", 1)[0]


def around_sale(scenario: Scenario, before: int, after: int) -> tuple[np.datetime64, Any, Any]:
    """The last day of the sale, the rows of the daily closes around it, and their days counted from it."""
    last = np.datetime64(scenario.value("sale_date"), "D")
    dates = scenario.value("btc_price_daily_date")
    chosen = np.flatnonzero((dates >= last - before) & (dates <= last + after))
    return last, chosen, (dates[chosen] - last).astype(int)


@compared
def regret(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the coins would fetch beyond the proceeds, by price; orange where selling cost money."""
    draft = Draft(scenario, lang, "sale.regret")
    if not scenario.known("sale_outcome", "hold_break_even_price"):
        return draft.missing(height=HERO)
    price, sold_at, even = (scenario.value(k) for k in ("btc_price", "sale_price", "hold_break_even_price"))
    cost, saved = scenario.value("all_in_cost_financial_year"), scenario.value("interest_saved")
    low, high = max(min(40e3, *(draft.both("btc_price") - 15e3)), 0.0), max(130e3, *(draft.both("btc_price") + 15e3))
    ends = -scenario.sweep("sale_outcome", btc_price=np.array([low, high]))
    missed = draft.taken_off("sale_outcome", "musd", 0)
    yours, turn, x = missed.value, min(max(sold_at, low), high), axes.across(low, high, lang, "ksd", 1e3)
    y = axes.upright(float(ends[0]) * 1.15, float(ends[1]) * 1.12, lang, "musd", 1e6, 6, True)
    tick = (y.high - y.low) * 0.022
    hover = (
        (draft.label("btc_price"), text.usd(price, lang)),
        (draft.words("value"), draft.shown("sale_value_now", "musd", 0)),
        (draft.words("difference"), missed),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, right=14)
        # Only a mark beside the axis must leave the ticks their place; on a phone the other labels need that room.
        ticks, plot.placer.taken = plot.placer.taken, []
        plot.area([low, turn], [ends[0], 0], GAIN)
        plot.area([turn, high], [0, ends[1]], LOSS)
        plot.line([low, high], ends, clear=1)
        plot.marks(even, saved, "open", clear=6, marker={"size": 8})
        plot.marks(sold_at, 0, "open", clear=6)
        plot.marks(price, yours, "diamond", clear=7, hover=hover)
        plot.level(clear=1)
        plot.rule(price, 0, price, yours, ASSUMED, 2, clear=4)
        marked = list(plot.placer.taken)
        if price < low + 0.2 * (high - low):
            plot.placer.taken += ticks
        words = f"<b>{draft.spoken(variant(scenario))}</b><br>{draft.words('yours')}"
        plot.label(price, yours, words, ASSUMED, "nw se e w s n ne sw", gap=13, halo=False)
        plot.placer.taken = [*marked, plot.placer.taken[-1]]
        pair = "<br>".join(
            f"<b>{text.usd(at, lang, 0)}</b> {draft.words(key)}"
            for key, at in (("sale_price", sold_at), ("even" if plot.wide else "even.narrow", even))
        )
        plot.label(sold_at, 0, pair, INK, "se s nw n sw ne", halo=False)
        if cost is not None and low < cost < high:
            plot.rule(cost, -tick, cost, tick, INK, 2, clear=1)
            hedge = measure.wrap(draft.spoken("cost"), 20 if plot.wide else 14)
            plot.label(cost, 0, hedge, MUTED, "n s ne nw se", gap=9, halo=False)
        _name_areas(plot, draft, sold_at, price, float(ends[0]))
        return plot

    prices = np.array(sorted({*axes.nice_ticks(low, high, 8), price, sold_at, even}))
    values = draft.at("sale_value_now", "musd", btc_price=prices)
    outcomes = draft.at("sale_outcome", "musd", 1, True, btc_price=prices)
    rows = zip((text.usd(at, lang, 0) for at in prices), values, outcomes, strict=True)
    return draft.chart(
        draw,
        draft.table(draft.labels("btc_price", "sale_value_now", "sale_outcome"), rows),
        "reported derived assumed",
        ("sale_price", "sale_outcome", "sale_value_now", "hold_break_even_price", "interest_saved",
         "all_in_cost_financial_year"),
        HERO,
        alt=f"alt.{variant(scenario)}",
    )  # fmt: skip


def _name_areas(plot: Plot, draft: Draft, sold_at: float, price: float, lowest: float) -> None:
    """Say in each of the two areas what the coins would be worth; ``lowest``: the line at its left end, in US$."""
    low, high = plot.x.low, plot.x.high
    # Inside the area, where neither its edge nor the rule of the price runs through the words.
    inside = [
        (sold_at + (high - sold_at) * part, share * part * plot.y.high)
        for part in (0.8, 0.7, 0.88, 0.6, 0.94, 0.5) for share in (0.55, 0.65, 0.4)
    ]  # fmt: skip
    for key, points, end, color, prefer in (
        ("worth_more", inside, plot.y.high, LOSS, "c"),
        ("worth_less", [(low + (sold_at - low) * 0.3, 0.7 * lowest)], plot.y.low, GAIN, "e se ne"),
    ):
        tall = abs(plot.placer.pixel(0, end)[1] - plot.placer.pixel(0, 0)[1]) > 80
        # On a phone the mark in the same area says it already.
        said = (key == "worth_less") == (price < sold_at) and not plot.wide
        if tall and not said:
            plot.label_along(points, measure.wrap(draft.words(key), 18), color, prefer, gap=12, halo=False)


@fixed
def closes(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The daily close ten days before and after the sale, and the price that the sale obtained."""
    draft = Draft(scenario, lang, "sale.closes")
    needed = ("sale_date", "sale_price", "btc_price_daily_date", "btc_price_daily_close", "price_obtained_vs_close",
              "price_obtained_vs_close_day_before", "btc_close_sale_month_low")  # fmt: skip
    if not scenario.known(*needed):
        return draft.missing(height=HERO)
    sold_at, lowest = scenario.value("sale_price"), float(scenario.value("btc_close_sale_month_low"))
    last, chosen, x = around_sale(scenario, _DAYS_AROUND + 1, _DAYS_AROUND)
    shown = [draft.element("btc_price_daily_close", i, "usd", 0) for i in chosen]
    days = [str(scenario.value("btc_price_daily_date")[i]) for i in chosen]
    names = [text.date(one, lang) for one in days]
    values = np.array([one.value for one in shown])
    low_at = int(x[np.flatnonzero(values == lowest)[0]])
    y = axes.upright(min(float(np.nanmin(values)), sold_at) * 0.96, float(np.nanmax(values)) * 1.03, lang, "ksd", 1e3)

    def draw(width: int) -> Plot:
        ticks = (-10, -5, 0, 5, 10) if width >= WIDE else (-10, 0, 10)
        start, end = -_DAYS_AROUND - 1.4, _DAYS_AROUND + 0.4
        plot = Plot(width, HERO, Axis(start, end, ticks, [day(last + at, lang) for at in ticks]), y, right=14)
        plot.box(-1.5, 0.5, 0, 1, shade(GREY, 0.18), yref="paper")
        plot.line([start, end], [sold_at, sold_at], INK, 1.5, "dash", clear=1)
        plot.line(x, values, INK, 1.8, clear=1)
        hovers = [((name, one),) for name, one in zip(names, shown, strict=True)]
        plot.marks(x, values, clear=4, hover=hovers, marker={"size": 6})
        plot.marks(-0.5, sold_at, "open", marker={"size": 10})
        words = f"{day(last + low_at, lang)}<br><b>{text.usd(lowest, lang, 0)}</b>"
        plot.label(low_at, lowest, words, INK, "s sw w se e", gap=9)
        words = f"{draft.words('sale')}<br><b>{text.usd(sold_at, lang, 0)}</b>"
        plot.label(start + 0.4, sold_at, words, INK, "se ne e", gap=6)
        pair = [shown[int(np.flatnonzero(x == at)[0])] for at in (-1, 0)]
        words = f"{draft.words('on_days')}<br><b>{' · '.join(one.text for one in pair)}</b>"
        plot.label(0, max(one.value for one in pair), words, INK, "n ne e", gap=14)
        return plot

    against = [draft.at("price_obtained_vs_close", "pct", 1, True, sale_date=one)[()] for one in days]
    both_below = all((scenario.value(key) or 0) < 0 for key in needed[4:6])
    return draft.chart(
        draw,
        draft.table(draft.head("day", "close", "against"), zip(names, shown, against, strict=True)),
        "reported derived",
        ("sale_price", "sale_date", "btc_close_sale_month_low"),
        HERO,
        "title" if both_below else "title.mixed",
    )
