"""Who is first: the month the coins run out against the month AI pays, per scenario and over price and capacity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.figures import shapes
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, DIVERGING, GAIN, GREY, INK, LOSS
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart
from dashboard.figures.plot import Plot, Rows, shade
from dashboard.figures.runway.runs import Run, own_run, presets
from dashboard.model.path import Path
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_COLUMNS, _ROWS = 9, 6
_PRICE_STEP = 10_000.0


def race(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Per scenario the month in which cash and coins run out against the month in which AI covers the burn."""
    draft = Draft(scenario, lang, "runway.race")
    if not scenario.known("value_by_month"):
        return draft.missing(height=HERO)
    horizon = int(scenario.value("horizon_months"))
    runs = [replace(own_run(scenario, lang), name=draft.words("yours")), *presets(scenario, lang)]
    # Right of the horizon stand the dates that lie beyond it.
    beyond_coins, beyond_ai, right = horizon + 3.2, horizon + 6.4, horizon + 8.4
    ticks = [*range(0, horizon + 1, 12), (horizon + 1.2 + right) / 2]
    words = [text.show(0, "month_number", lang), *(text.number(tick, lang) for tick in ticks[1:-1])]
    x = Axis(-1.5, right, ticks, [*words, f"> {text.number(horizon, lang)}"])
    rows = [(run.name, *_months(draft, run)) for run in runs]
    names = draft.head("coins", "ai")
    hovers = [((name, ""), *zip(names, pair, strict=True)) for name, *pair in rows]

    def draw(width: int) -> Plot:
        plot = Rows(width, HERO, x, [run.name for run in runs], (84, 70), 0.75, True, 0.55, right=10, top=6)
        first = plot.notes[0]
        plot.notes[0] = {**first, "text": f"<b>{runs[0].name}</b>", "font": {**first["font"], "color": ASSUMED}}
        plot.box(horizon + 1.2, right, plot.y.low, plot.y.high, shade(GREY, 0.12))
        labels = []
        for row, run in enumerate(runs):
            coins = beyond_coins if run.coins is None else run.coins
            due = beyond_ai if run.ai is None else run.ai
            if not (run.coins is None and run.ai is None) and run.ai != 0:
                known = run.coins is not None and run.ai is not None
                plot.rule(coins, row, due, row, INK, 2, "solid" if known else "dot", below=True)
            plot.marks(coins, row, clear=7, hover=hovers[row], marker={"color": LOSS, "size": 12})
            paid = run.ai_paid and run.ai is not None
            ring = {"color": GAIN} if paid else {"line": {"color": GAIN, "width": 2.5}}
            shape = "filled" if paid else "open"
            plot.marks(due, row, shape, clear=7, hover=hovers[row], marker={**ring, "size": 12})
            labels += [(coins, row, run.coins, LOSS, "coins"), (due, row, run.ai, GAIN, "ai")]
        for at, row, value, color, key in labels:
            words = _label(draft, value, key, with_name=row == 0)
            if words:
                plot.label(at, row, words, color, "n nw ne w e s", gap=7)
        return plot

    return draft.chart(
        draw,
        draft.table(draft.head("scenario", "coins", "ai"), rows),
        "assumed derived",
        ("runway_months", "months_to_ai_break_even", "runway_months_without_ai"),
        HERO,
        f"title.{'enough' if runs[0].long_enough else 'short'}",
        count=str(sum(run.long_enough for run in runs[1:])),
        total=str(len(runs) - 1),
    )


def _label(draft: Draft, value: float | None, key: str, with_name: bool) -> str:
    if key == "ai" and value == 0:
        return draft.words("no_burn")
    number = "" if value is None else f"<b>{text.number(value, draft.lang)}</b>"
    return "<br>".join(part for part in (draft.words(key) if with_name else "", number) if part)


def _months(draft: Draft, run: Run) -> tuple[Figure, Figure]:
    """The month in which cash and coins run out, and that in which AI covers the burn, in words."""
    at = f"preset={run.key}" if run.key else ""
    coins = draft.figure("runway_months", run.coins, at=at)
    due = draft.figure("months_to_ai_break_even", run.ai, at=at)
    return coins, replace(due, text=draft.words("no_burn")) if run.ai == 0 else due


def months_table(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Months of cash and coins by bitcoin price and AI megawatts; the boxed cell is the reader's scenario."""
    draft = Draft(scenario, lang, "runway.months")
    if not scenario.known("value_by_month"):
        return draft.missing(height=HERO)
    price, own_mw = scenario.value("btc_price"), scenario.value("ai_mw")
    horizon = float(scenario.value("horizon_months"))
    prices = shapes.steps_through(price, _COLUMNS, 4, _PRICE_STEP)
    step = max(1.0, float(np.ceil(own_mw / (_ROWS - 1))))
    sizes = own_mw + step * (np.arange(_ROWS) - min(int(own_mw // step), _ROWS - 1))
    inputs = {"btc_price": prices[None, :], "ai_mw": sizes[:, None]}
    run = scenario.sweep("runway_path", **inputs)
    months, in_time = run.runway_months, lasts_long_enough(run)
    own = (int(np.argmin(abs(sizes - own_mw))), int(np.argmin(abs(prices - price))))
    beyond = f">{text.number(horizon, lang)}"
    cells = [
        [one if one.value is not None else replace(one, text=beyond) for one in row]
        for row in draft.at("runway_months", "count", swept=months, **inputs)
    ]
    megawatts = [text.show(float(size), "mw", lang) for size in sizes]
    names = draft.labels("btc_price", "ai_mw", "runway_months")
    hovers = [
        [tuple(zip(names, (text.usd(at, lang), size, one), strict=True)) for at, one in zip(prices, row, strict=True)]
        for size, row in zip(megawatts, cells, strict=True)
    ]
    bins = [
        [_shade(float(value), bool(enough), horizon) for value, enough in zip(*row, strict=True)]
        for row in zip(months, in_time, strict=True)
    ]

    def draw(width: int) -> Plot:
        return shapes.cell_table(
            width,
            [[one.text for one in row] for row in cells],
            bins,
            [text.number(at / 1e3, lang) for at in prices],
            [text.number(size, lang, 0 if float(size).is_integer() else 1) for size in sizes],
            own,
            hovers,
            [_left_of_staircase(row) for row in in_time],
        )

    column = months[:, own[1]]
    best = int(np.argmax(np.where(np.isnan(column), np.inf, column)))
    enough, highest = _price_that_suffices(scenario)
    case = "price" if enough is not None else "none"
    if in_time[own]:
        case = "own_lasts" if np.isnan(months[own]) else "own_in_time"
    lasts = text.t("none.runway_months", lang) if np.isnan(column[best]) else text.months(float(column[best]), lang)
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
        best=lasts,
    )


def _shade(value: float, enough: bool, horizon: float) -> int:
    """Gain colours where the money lasts long enough, the strongest where it never ends; else loss by months."""
    if np.isnan(value):
        return len(DIVERGING) - 1
    return len(DIVERGING) - 3 if enough else min(int(value / horizon * 5), 4)


def lasts_long_enough(run: Path) -> Any:
    """Where cash and coins last for the horizon, or until AI covers a burn that there is; shape of the scenario."""
    return np.isnan(run.money_gone) | (run.ai_covers & (run.ai_covers_from > 0))


def _price_that_suffices(scenario: Scenario) -> tuple[float | None, float]:
    """The lowest price on the slider from which on the money lasts, None if there is none; and the highest price."""
    slider = scenario.facts.assumption("btc_price")
    low, high, step = slider.bounds if slider is not None else (1.0, 1.0, 1.0)
    factor = slider.to_base(1.0) if slider is not None else scenario.value("btc_price")
    prices = np.arange(low, high + step / 2, step) * factor
    late = np.flatnonzero(~lasts_long_enough(scenario.sweep("runway_path", btc_price=prices)))
    first = int(late[-1]) + 1 if late.size else 0
    return (float(prices[first]) if first < len(prices) else None), float(prices[-1])


def _left_of_staircase(in_time: Any) -> int:
    """How many cells of a row lie left of the first that stays in time to the right end."""
    late = np.flatnonzero(~np.asarray(in_time))
    return 0 if not late.size else int(late[-1]) + 1
