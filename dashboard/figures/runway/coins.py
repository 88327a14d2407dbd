"""The hero of the Runway page: cash and coins by month, yours against the presets."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart, Table
from dashboard.figures.plot import Hover, Plot, shade
from dashboard.figures.runway.runs import YEAR, Run, month_head, month_words, months_axis, own_run, presets, shown_path
from dashboard.headlines.runway import ai
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MILLION = 1e6
_TALLER = 1.35


def path(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Cash and coins by month: yours, the presets in grey, the minimum cash, the first sale and AI's month."""
    draft = Draft(scenario, lang, "runway.path")
    if not scenario.known("value_by_month"):
        return draft.missing(height=HERO)
    own = own_run(scenario, lang)
    values = shown_path(own)
    others = [run for run in presets(scenario, lang) if not np.allclose(run.values, own.values)]
    horizon, floor = int(scenario.value("horizon_months")), scenario.value("minimum_cash")
    tall = max(float(values.max()), floor * 1.5, 1.0)
    # A preset that starts or climbs far above the rest is named at the edge: showing it would flatten the others.
    high = 1.12 * max([tall, *(run.values[0] for run in others if run.values[0] < tall * _TALLER)])
    sale, due = scenario.value("months_to_next_sale"), own.ai
    ramp = int(scenario.value("ramp_months")) if scenario.value("ai_mw") > 0 else 0
    ends = [len(shown_path(run)) - 1 for run in (own, *others) if run.values[0] < high]
    last = min(int(np.ceil(max(*ends, ramp, due or 0, 1) / YEAR) * YEAR), horizon)
    end = horizon if own.coins is None else int(own.coins)
    x = months_axis(last, lang, -0.02 * last, last * 1.02)
    y = axes.upright(0, high, lang, "musd", _MILLION)
    hovers = [_hover(draft, month) for month in range(len(values))]

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, measure.gutter(y.words, 46))
        for tick in y.ticks:
            level = plot.placer.pixel(0, tick)[1]
            plot.placer.taken.append((-plot.placer.margin[0], level - 8, 0.0, level + 8))
        plot.box(x.low, x.high, 0, floor, shade(LOSS, 0.15))
        plot.level()
        plot.level(floor, INK, 1.5, "dash", clear=1)
        lines = {}
        for run in others:
            before = len(plot.placer.soft)
            shown = shown_path(run)
            plot.line(range(len(shown)), shown, GREY, 1.5, clear=1)
            lines[run.name] = plot.placer.soft[before:]
        # The reader's own path weighs more than the presets' grey ones: no label may cut it.
        plot.line(range(len(values)), values, ASSUMED, 3, clear=4, hover=hovers)
        for month in (sale, end, due if own.ai_paid and due else None):
            if month is not None:
                plot.placer.keep_clear(month, values[int(month)], 9)
        words = draft.number("runway_months").text
        yours = f"<b>{words}</b><br>{text.t('runway.yours', lang)}"
        plot.label(end, values[end], yours, ASSUMED, "ne e nw n w sw")
        if sale is not None:
            words = _dated(draft, "sale", "months_to_next_sale", "next_sale_date")
            plot.label(sale, values[int(sale)], words, INK, "ne n e se sw s nw")
            plot.marks(sale, values[int(sale)], "open")
        if due and due <= horizon:
            _mark_ai(plot, draft, own, values, floor)
        if ramp and not due:
            _mark_ramp(plot, draft, ramp, floor)
        every = plot.placer.soft
        for run in others:
            # A preset's name may stand on its own line.
            plot.placer.soft = [box for box in every if box not in lines[run.name]]
            _name_preset(plot, draft, run, last)
        plot.placer.soft = every
        words = f"{draft.words('minimum' if plot.wide else 'minimum.short')} {text.millions(floor, lang, 0)}"
        along = [(last * share, floor) for share in (1, 0.85, 0.7, 0.55, 0.4, 0.25)]
        plot.label_along(along, words, MUTED, "nw sw n w", gap=8)
        plot.marks(end, values[end], "diamond")
        return plot

    return draft.chart(
        draw,
        _table(draft),
        "reported assumed derived",
        ("treasury_now", "hosting_per_month", "mining_revenue_per_month", "interest_per_month",
         "ai_capex_per_month", "months_to_ai_break_even", "btc_left_at_horizon", "halving_month", "maturity_month"),
        HERO,
        f"title.{path_case(scenario)}",
        alt=f"alt.{'lasts' if own.coins is None else 'ends'}",
        ai=ai(scenario, lang),
    )  # fmt: skip


def path_case(scenario: Scenario) -> str:
    """Which title fits the path."""
    runway, due = scenario.value("runway_months"), scenario.value("months_to_ai_break_even")
    if runway is None:
        return "outlasts_sale" if scenario.known("months_to_next_sale") else "outlasts"
    if runway == 0:
        return "short"
    if not due:
        return "runs_out" if due == 0 or scenario.value("ai_mw") == 0 else "never"
    gap = scenario.value("months_short")
    return "too_late" if gap > 0 else "in_time" if gap < 0 else "just"


def _name_preset(plot: Plot, draft: Draft, run: Run, last: int) -> None:
    """The preset's name: on its line, or where that leaves the plot, with how far it climbs."""
    values, high = shown_path(run), plot.y.high
    above = values > high
    seen = np.flatnonzero(~above[: last + 1])
    if not seen.size or (above.any() and not above[0]):
        most = draft.words("above", name=run.name, value=text.millions(float(values.max()), draft.lang, 0))
        if not seen.size:
            edge = [(last * share, high * level) for level in (1, 0.92, 0.84, 0.76, 0.68) for share in (1, 0.8, 0.6)]
            plot.label_along(edge, most, MUTED, "sw s", gap=6)
            return
        month = float(np.argmax(above)) - 1.0
        plot.label(month, float(values[int(month)]), most, MUTED, "se e ne nw w", gap=6)
        return
    shares = (0.66, 0.5, 0.8, 0.35, 0.9, 0.2) if run.coins is not None else (0.9, 0.75, 0.6, 0.45)
    months = [int(seen[int((len(seen) - 1) * share)]) for share in shares]
    # Beside the axis only the right side is free.
    sides = "e ne se" if months[0] < YEAR / 4 else "c sw ne s n w e se nw"
    plot.label_along([(m, float(values[m])) for m in months], run.name, MUTED, sides, gap=4)


def _mark_ramp(plot: Plot, draft: Draft, month: float, floor: float) -> None:
    """The month in which the AI capacity is full, and how much of the burn it covers then."""
    level = max(plot.y.high * 0.42, floor + plot.y.high * 0.12)
    plot.rule(month, floor, month, level, GREY, 1, "dot", clear=1)
    cover = draft.number("ai_burn_cover").text
    key = "ramp" if draft.scenario.known("ai_burn_cover") else "ramp.none"
    words = f"{draft.words(key, cover=cover)}<br>{text.show(month, 'month_number', draft.lang)}"
    points = [(month, level * share) for share in (1, 1.25, 1.5, 1.75, 2)]
    plot.label_along(points, words, MUTED, "ne n e nw w", gap=4)


def _mark_ai(plot: Plot, draft: Draft, own: Run, values: Any, floor: float) -> None:
    """AI's month: on the path where it is paid for, else on the line of the minimum cash, with the gap as a bracket."""
    due, paid, high = float(own.ai or 0), own.ai_paid, plot.y.high
    at = float(values[int(due)]) if paid else floor
    ring = {"line": {"color": GAIN if paid else GREY, "width": 2.5}, "size": 11}
    plot.marks(due, at, "open", clear=10, marker=ring)
    key = "covers" if paid else "would_cover"
    words = _dated(draft, key, "months_to_ai_break_even", "ai_break_even_date")
    points = [(due, at + high * share) for share in (0, 0.1, 0.2, 0.3)]
    plot.label_along(points, words, GAIN if paid else MUTED, "ne n nw se e s w", gap=12)
    if own.coins is None or own.coins == due:
        return
    left, right = sorted((float(own.coins), due))
    level, foot = high * 0.62 if paid else floor + high * 0.3, high * 0.015
    plot.rule(left, level, right, level, INK, 1.5, clear=1)
    for end in (left, right):
        plot.rule(end, level - foot, end, level + foot, INK, 1.5)
    gap = text.months(abs(draft.scenario.value("months_short")), draft.lang)
    words = draft.words("spare" if paid else "gap", months=gap)
    plot.label((left + right) / 2, level, f"<b>{words}</b>", INK, "n s ne nw", gap=5)


def _dated(draft: Draft, part: str, month: str, date: str) -> str:
    """The words of a mark and, below, its month by number and in the calendar."""
    day = f", {draft.number(date).text}" if draft.scenario.known(date) else ""
    return f"{draft.words(part, ai=ai(draft.scenario, draft.lang))}<br><b>{draft.number(month).text}{day}</b>"


def _hover(draft: Draft, month: int) -> Hover:
    shown = (
        draft.element("cash_by_month", month, "musd"),
        draft.element("btc_by_month", month, "btc"),
        draft.element("value_by_month", month, "musd"),
    )
    names = draft.head(*(f"column.{c}" for c in ("cash", "coins", "value")))
    return (month_words(draft.scenario, month, draft.lang), *zip(names, shown, strict=True))


def _table(draft: Draft) -> Table:
    columns = ("cash_by_month", "btc_by_month", "btc_sold_by_month", "value_by_month")
    ends = draft.scenario.value("runway_months")
    last = int(draft.scenario.value("horizon_months") if ends is None else ends + 1)
    rows = [
        (month_head(draft.scenario, month, draft.lang), *(draft.element(key, month) for key in columns))
        for month in range(last + 1)
    ]
    head = draft.head(*(f"column.{c}" for c in ("month", "cash", "coins", "sold", "value")))
    return draft.table(head, rows, "caption")
