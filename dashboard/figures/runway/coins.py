"""The hero of the Runway page: the coins by month, estimated up to today, then yours against the presets."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, WIDE, Block, Chart, Table
from dashboard.figures.plot import Hover, Plot
from dashboard.figures.runway.runs import (
    YEAR,
    Run,
    month_date,
    months_axis,
    own_run,
    presets,
    shown_coins,
    unavailable,
)
from dashboard.headlines.runway import ai
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang


@compared
def path(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Coins by month: published, estimated, then yours and the presets, with the dates of the sentence."""
    draft = Draft(scenario, lang, "runway.path")
    gap = unavailable(draft, "runway_path", "today_month", what="path")
    if gap is not None:
        return gap
    own = own_run(scenario, lang)
    others = [run for run in presets(scenario, lang) if not np.allclose(run.coins, own.coins, atol=0.5)]
    estimated = scenario.value("runway_path").terms.clock.estimated
    past = scenario.value("btc_by_month")[: estimated + 1]
    horizon, coins = int(scenario.value("horizon_months")), shown_coins(own)
    ends = [horizon if run.gone is None else int(run.gone) for run in (own, *others)]
    last = min(int(np.ceil((max(ends) + 1) / YEAR) * YEAR), horizon)
    high = 1.16 * max(float(past.max()), float(coins.max()), 1.0)
    y = axes.upright(0, high, lang, "btc")
    months = list(range(-estimated, 1))
    hovers = [_hover(draft, row) for row in range(estimated + len(coins))]

    def draw(width: int) -> Plot:
        every = YEAR // 2 if width >= WIDE else YEAR
        x = months_axis(scenario, lang, -estimated - 0.02 * last, last * 1.02, every)
        plot = Plot(width, HERO, x, y, measure.gutter(y.words, 46), top=24)
        plot.level()
        lines = {run.name: _line(plot, shown_coins(run)[: last + 1], MUTED, 1.2) for run in others}
        plot.line(months, past, GREY, 3, clear=4, hover=hovers[: estimated + 1])
        plot.line(range(len(coins)), coins, ASSUMED, 3, clear=4, hover=hovers[estimated:])
        _mark_today(plot, draft, past)
        _mark_dates(plot, draft, own, coins, last)
        mark_turns(plot, draft, last)
        soft = plot.placer.soft
        for run in others:
            # A preset's name may stand on its own line.
            own_line = set(lines[run.name])
            plot.placer.soft = [box for box in soft if box not in own_line]
            _name(plot, run, last)
        plot.placer.soft = soft
        return plot

    case = "lasts" if own.gone is None else "ends"
    return draft.chart(
        draw,
        _table(draft),
        "reported derived assumed",
        ("treasury_now", "cash_now", "debt_now", "coins_today", "cash_today",
         "hosting_per_month", "mining_revenue_per_month",
         "interest_per_month", "ai_capex_per_month", "carried_from", "btc_left_at_horizon", "next_halving_month",
         "money_gone_month"),
        HERO,
        f"title.{_case(scenario, own)}",
        alt=f"alt.{case}",
        ai=ai(scenario, lang),
    )  # fmt: skip


def _case(scenario: Scenario, own: Run) -> str:
    """Which title fits: what becomes of the coins of today."""
    if own.gone is None and own.sale is None:
        return "plant" if scenario.known("months_to_plant_sale") else "stay"
    if own.gone is None:
        return "last"
    return "gone" if own.sale is None or own.sale == own.gone else "sold"


def _line(plot: Plot, values: Any, color: str, width: float) -> list[Any]:
    before = len(plot.placer.soft)
    plot.line(range(len(values)), np.minimum(values, plot.y.high), color, width, clear=1)
    return plot.placer.soft[before:]


def mark_turns(plot: Plot, draft: Draft, last: int) -> None:
    """The months in which the path turns by date: the halving, and the debt that falls due."""
    for month, events in turns(draft.scenario, last).items():
        plot.rule(month, 0, month, plot.y.high, GREY, 1, "dot", below=True, clear=1)
        words = text.join([text.t(f"runway.turn.{event}", draft.lang) for event in events], draft.lang)
        along = [(month, plot.y.high * share) for share in (0.985, 0.9, 0.82, 0.74)]
        plot.label_along(along, words, MUTED, "sw se", gap=3)


def turns(scenario: Scenario, last: float) -> dict[float, list[str]]:
    """Month -> what happens in it by date: ``halving``, ``debt``."""
    found: dict[float, list[str]] = {}
    for key, event in (("halving_month", "halving"), ("maturity_month", "debt")):
        month = scenario.value(key)
        if month is not None and 0 < month <= last and (event == "halving" or scenario.value("debt_due")):
            found.setdefault(month, []).append(event)
    return found


def _mark_today(plot: Plot, draft: Draft, past: Any) -> None:
    """The published balance, the hairline of today, and the estimate between them."""
    start, scenario, lang = -(len(past) - 1), draft.scenario, draft.lang
    plot.upright(0, INK, 1, clear=6)
    plot.fixed(0, plot.y.high, text.t("runway.today", lang), INK, "center", dy=9, halo=False)
    plot.marks(start, past[0], "filled", clear=9)
    published = text.show(scenario.value("treasury_now"), "btc", lang, digits=0)
    plot.label(start, past[0], f"<b>{published}</b>", INK, "ne n e")
    left = draft.number("coins_today").text
    if left == published:
        # A balance that is a month old or less: the same number twice would only crowd the others out.
        return
    words = f"{draft.words('estimate')}<br><b>{left}</b>"
    points = [(start * share, float(past[int((1 - share) * (len(past) - 1))])) for share in (0.5, 0.7, 0.3)]
    plot.label_along(points, words, MUTED, "s sw se", gap=10)


def _mark_dates(plot: Plot, draft: Draft, own: Run, coins: Any, last: int) -> None:
    """The next forced sale, the months that AI carries, and the month in which the money is gone."""
    lang = draft.lang
    if own.gone is not None:
        plot.placer.keep_clear(own.gone, coins[int(own.gone)], 10)
    if own.carried is not None and own.until is not None:
        level = plot.y.high * 0.04
        plot.rule(own.carried, level, own.until, level, GAIN, 5, clear=3)
        words = f"{draft.words('carries', ai=ai(draft.scenario, lang))}<br><b>{_span(draft, own)}</b>"
        plot.label(own.carried, level, words, GAIN, "ne n e nw", gap=6)
    if own.sale is not None and own.sale != own.gone:
        at, value = own.sale, float(coins[int(own.sale)])
        words = f"{draft.words('sale')}<br><b>{month_date(draft.scenario, own.sale, lang)}</b>"
        plot.marks(at, value, "open", clear=9)
        points = [(at, value + plot.y.high * share) for share in (0, 0.1, -0.1)]
        plot.label_along(points, words, INK, "ne n e se sw s nw")
    end = last if own.gone is None else own.gone
    level = float(coins[int(end)])
    words = draft.words("left") if own.gone is None else draft.words("gone")
    date = draft.number("btc_left_at_horizon").text if own.gone is None else month_date(draft.scenario, end, lang)
    points = [(end, level + plot.y.high * share) for share in (0, 0.12, 0.22, -0.12)]
    plot.label_along(points, f"{words}<br><b>{date}</b>", ASSUMED, "ne nw n w sw e s")
    plot.marks(end, level, "diamond")


def _span(draft: Draft, own: Run) -> str:
    dates = [month_date(draft.scenario, month or 0, draft.lang) for month in (own.carried, own.until)]
    return draft.words("span", first=dates[0], last=dates[1])


def _name(plot: Plot, run: Run, last: int) -> None:
    """The preset's name on its line."""
    values = np.minimum(shown_coins(run)[: last + 1], plot.y.high)
    months = [int((len(values) - 1) * share) for share in (0.66, 0.5, 0.8, 0.35, 0.9, 0.2)]
    plot.label_along([(m, float(values[m])) for m in months], run.name, MUTED, "c sw ne s n w e se nw", gap=4)


_COLUMNS = ("cash_by_month", "btc_by_month", "btc_sold_by_month", "debt_by_month")


def _hover(draft: Draft, row: int) -> Hover:
    names = draft.head("column.cash", "column.coins", "column.sold", "column.debt")
    numbers = [draft.element(key, row) for key in _COLUMNS]
    return ((_month_of(draft, row), ""), *zip(names, numbers, strict=True))


def _month_of(draft: Draft, row: int) -> str:
    return text.date(str(draft.scenario.value("path_months")[row]), draft.lang)


def _table(draft: Draft) -> Table:
    gone, estimated = draft.scenario.value("months_to_money_gone"), draft.scenario.value("path_estimated")
    last = int(estimated.sum() + (draft.scenario.value("horizon_months") if gone is None else gone))
    few = draft.scenario.value("estimate").partial
    kinds = ["balance", *("partial" if partial else "estimate" for partial in few)]
    rows = []
    for row in range(last):
        status = draft.words(f"status.{kinds[row]}" if row < len(kinds) else "status.forecast")
        rows.append((_month_of(draft, row), status, *(draft.element(key, row) for key in _COLUMNS)))
    columns = ("month", "status", "cash", "coins", "sold", "debt")
    return draft.table(draft.head(*(f"column.{c}" for c in columns)), rows, "caption")
