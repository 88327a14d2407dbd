"""The three dates side by side: yours and the presets', and the end of the money over price and capacity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.figures import shapes
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, DIVERGING, GAIN, GREY, INK, LOSS
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.kept import Cells
from dashboard.figures.layout import HERO, Block, Chart
from dashboard.figures.plot import Plot, Rows, shade
from dashboard.figures.runway.runs import (
    Beside,
    Run,
    beside,
    month_date,
    months_axis,
    own_run,
    presets,
    unavailable,
)
from dashboard.headlines.runway import ai
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang


@compared
def race(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Per scenario the next forced sale, the months that AI carries, and the month in which the money is gone."""
    draft = Draft(scenario, lang, "runway.race")
    gap = unavailable(draft, "runway_path", "today_month")
    if gap is not None:
        return gap
    horizon = int(scenario.value("horizon_months"))
    runs = [replace(own_run(scenario, lang), name=draft.words("yours")), *presets(scenario, lang)]
    beyond, right = horizon + 3.5, horizon + 7.5
    rows = [(run.name, *_dates(draft, run)) for run in runs]
    names = draft.head("sale", "ai_from", "ai_until", "gone")
    hovers = [((name, ""), *zip(names, dates, strict=True)) for name, *dates in rows]

    def draw(width: int) -> Plot:
        x = months_axis(scenario, lang, -1.5, right)
        named = [(tick, words) for tick, words in zip(x.ticks, x.words, strict=True) if tick < horizon - 3]
        named.append((beyond, draft.words("later")))
        x = Axis(x.low, x.high, [tick for tick, _ in named], [words for _, words in named], {"tickangle": 0})
        plot = Rows(width, HERO, x, [run.name for run in runs], (84, 70), 0.8, True, 0.55, 1, right=12, top=6)
        first = plot.notes[0]
        plot.notes[0] = {**first, "text": f"<b>{runs[0].name}</b>", "font": {**first["font"], "color": ASSUMED}}
        plot.box(horizon + 1, right, plot.y.low, plot.y.high, shade(GREY, 0.12))
        labels = []
        for row, run in enumerate(runs):
            if run.carried is not None and run.until is not None:
                plot.rule(run.carried - 0.5, row, run.until + 0.5, row, GAIN, 7, clear=3)
                labels.append(((run.carried + run.until) / 2, row, draft.words("carries", ai=ai(scenario, lang)), GAIN))
            gone = beyond if run.gone is None else run.gone
            if run.sale is not None:
                # Where the money is gone in the same month, the ring stands around its dot.
                size = 18 if run.sale == run.gone else 11
                plot.marks(run.sale, row, "open", clear=7, hover=hovers[row], marker={"size": size})
                labels.append((run.sale, row, draft.words("first"), INK))
            ink = GAIN if run.gone is None else LOSS
            plot.marks(gone, row, clear=7, hover=hovers[row], marker={"color": ink, "size": 12})
            date = "" if run.gone is None else f"<b>{month_date(scenario, run.gone, lang)}</b>"
            plot.label(gone, row, date or draft.words("lasts"), ink, "s n se sw", gap=7)
        for at, row, words_of, color in labels:
            if row == 0:
                plot.label(at, row, words_of, color, "n nw ne s sw se", gap=9)
        return plot

    lasting = sum(run.gone is None for run in runs[1:])
    return draft.chart(
        draw,
        draft.table(draft.head("scenario", "sale", "ai_from", "ai_until", "gone"), rows),
        "assumed derived",
        ("money_gone_month", "carried_from", "carried_until", "next_forced_sale_month",
         "money_gone_month_without_ai", "money_gone_month_stopped_today"),
        HERO,
        f"title.{'lasts' if runs[0].gone is None else 'ends'}",
        count=str(lasting),
        total=str(len(runs) - 1),
    )  # fmt: skip


def _dates(draft: Draft, run: Run) -> tuple[Figure, ...]:
    """The dates of a run: next forced sale, first and last month that AI carries, money gone."""
    at = f"preset={run.key}" if run.key else ""
    horizon = draft.scenario.value("horizon_months")
    until = None if run.until == horizon else run.until
    months = {
        "next_forced_sale_month": run.sale,
        "carried_from": run.carried,
        "carried_until": until,
        "money_gone_month": run.gone,
    }
    return tuple(_date(draft, key, month, at) for key, month in months.items())


def _date(draft: Draft, key: str, month: float | None, at: str) -> Figure:
    """A month from today as the date ``key``; a word of its own where there is none."""
    if month is None:
        return replace(draft.figure(key, None, at=at), text=text.t(f"none.{key}", draft.lang))
    date = np.datetime64(draft.scenario.value("today_month"), "M") + int(month)
    return draft.figure(key, str(date), "date", at=at)


@compared
def months_table(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Months from today until the money is gone by price and AI megawatts; the boxed cell is the reader's scenario."""
    draft = Draft(scenario, lang, "runway.months")
    gap = unavailable(draft, "runway_path", "today_month")
    if gap is not None:
        return gap
    price, own_mw = scenario.value("btc_price"), scenario.value("ai_mw")
    horizon = float(scenario.value("horizon_months"))
    found: Beside = scenario.once(beside)
    prices, sizes, months = found.prices, found.sizes, found.gone_by_cell
    inputs = {"btc_price": prices[None, :], "ai_mw": sizes[:, None]}
    lasts = np.isnan(months)
    own = (int(np.argmin(abs(sizes - own_mw))), int(np.argmin(abs(prices - price))))
    beyond = f">{text.number(horizon, lang)}"
    cells = [
        [one if one.value is not None else replace(one, text=beyond) for one in row]
        for row in draft.at("months_to_money_gone", "count", swept=months, **inputs)
    ]
    megawatts = [text.show(float(size), "mw", lang) for size in sizes]
    names = draft.labels("btc_price", "ai_mw", "money_gone_month")
    hovers = [
        [
            (*zip(names, (text.usd(at, lang), size, _gone(draft, one.value)), strict=True), (draft.words("after"), one))
            for at, one in zip(prices, row, strict=True)
        ]
        for size, row in zip(megawatts, cells, strict=True)
    ]
    bins = [[_shade(float(value), horizon) for value in row] for row in months]

    def draw(width: int) -> Plot:
        return shapes.cell_table(
            width,
            [[one.text for one in row] for row in cells],
            bins,
            [text.number(at / 1e3, lang) for at in prices],
            [text.number(size, lang, 0 if float(size).is_integer() else 1) for size in sizes],
            own,
            Cells(prices, sizes, (price, own_mw)),
            hovers,
            [_left_of_staircase(row) for row in lasts],
        )

    column = months[:, own[1]]
    best = int(np.argmax(np.where(np.isnan(column), np.inf, column)))
    enough, highest = _price_that_suffices(found)
    case = "own_lasts" if lasts[own] else "price" if enough is not None else "none"
    return draft.chart(
        draw,
        draft.table(
            (names[1], *(text.thousands(at, lang) for at in prices)),
            [(size, *row) for size, row in zip(megawatts, cells, strict=True)],
            "caption",
        ),
        "assumed derived",
        ("ai_mw", "ramp_months", "ai_capex_per_mw"),
        HERO,
        f"title.{case}",
        price=text.usd(enough or highest, lang),
        highest=text.usd(highest, lang),
        size=megawatts[best],
        best=_gone(draft, None if np.isnan(column[best]) else float(column[best])),
    )


def _gone(draft: Draft, month: float | None) -> str:
    """The month from today in which the money is gone as a date, or the word for never."""
    return _date(draft, "money_gone_month", month, "").text


def _shade(value: float, horizon: float) -> int:
    """The strongest gain colour where the money lasts; else loss by months, the darker the sooner."""
    return len(DIVERGING) - 1 if np.isnan(value) else min(int((value - 1) / horizon * 5), 4)


def _price_that_suffices(found: Beside) -> tuple[float | None, float]:
    """The lowest price on the slider from which on the money lasts, None if there is none; and the highest price."""
    ends = np.flatnonzero(np.isfinite(found.gone_by_price))
    first = int(ends[-1]) + 1 if ends.size else 0
    return (float(found.ladder[first]) if first < len(found.ladder) else None), float(found.ladder[-1])


def _left_of_staircase(lasts: Any) -> int:
    """How many cells of a row lie left of the first from which on the money lasts to the right end."""
    ends = np.flatnonzero(~np.asarray(lasts))
    return 0 if not ends.size else int(ends[-1]) + 1
