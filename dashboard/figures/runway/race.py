"""Who is first: the month the coins run out against the month AI pays, per scenario and over price and capacity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import ASSUMED, DIVERGING, GAIN, GREY, INK, LOSS
from dashboard.figures.layout import HERO, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.runway.runs import Run, own_run, presets
from dashboard.headlines import label, say
from dashboard.model.path import Path
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_COLUMNS, _ROWS = 9, 6
_PRICE_STEP = 10_000.0


def race(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Per scenario the month in which cash and coins run out against the month in which AI covers the burn."""
    if not scenario.known("value_by_month"):
        return base.missing("race", "race", lang, HERO)
    horizon = int(scenario.value("horizon_months"))
    own = replace(own_run(scenario, lang), name=text.t("runway.race.yours", lang))
    runs = [own, *presets(scenario, lang)]
    beyond_coins, beyond_ai, right = horizon + 3.2, horizon + 6.4, horizon + 8.4

    def spots(run: Run) -> tuple[float, float]:
        coins = beyond_coins if run.coins is None else run.coins
        return coins, beyond_ai if run.ai is None else run.ai

    def build(width: int) -> Dict:
        left = 84 if width >= base.WIDE else 70
        scale, names = base.row_axis([run.name for run in runs], left)
        names[0] = {**names[0], "text": f"<b>{runs[0].name}</b>", "font": {**names[0]["font"], "color": ASSUMED}}
        low, high = len(runs) - 0.45, -0.75
        scale["range"] = [low, high]
        margins = (left, 10, 6, 26)
        placer = Placer(width, HERO, (-1.5, right), (low, high), margins)
        zone = {"type": "rect", "x0": horizon + 1.2, "x1": right, "y0": low, "y1": high, "line": {"width": 0},
                "fillcolor": base.shade(GREY, 0.12), "layer": "below"}  # fmt: skip
        lines = base.row_lines(-1.5, right, len(runs))
        traces: list[Dict] = []
        notes: list[Dict] = []
        for row, run in enumerate(runs):
            coins, due = spots(run)
            placer.keep_clear(coins, row, 7)
            placer.keep_clear(due, row, 7)
            if not (run.coins is None and run.ai is None) and run.ai != 0:
                known = run.coins is not None and run.ai is not None
                dash = "solid" if known else "dot"
                lines.append(base.segment(coins, row, due, row, INK, 2, dash) | {"layer": "below"})
            hovers = [base.hover((run.name, ""), *_race_words(run, lang, scenario))]
            traces.append(base.marks([coins], [row], hovers, marker={"color": LOSS, "size": 12}))
            open_mark = {"line": {"color": GAIN, "width": 2.5}, "size": 12}
            paid = run.ai_paid and run.ai is not None
            traces.append(
                base.marks([due], [row], hovers, "filled" if paid else "open",
                           marker={"color": GAIN, "size": 12} if paid else open_mark)
            )  # fmt: skip
        for row, run in enumerate(runs):
            coins, due = spots(run)
            first = row == 0
            for at, value, color, key in ((coins, run.coins, LOSS, "coins"), (due, run.ai, GAIN, "ai")):
                words = _race_label(run, value, key, lang, horizon, with_name=first)
                if words:
                    notes.append(
                        placer.place(at, row, words, color, prefer=("n", "nw", "ne", "w", "e", "s"), gap=7, size=12)
                    )
        ticks = [*range(0, horizon + 1, 12), (horizon + 1.2 + right) / 2]
        labels = [text.number(tick, lang) for tick in ticks[:-1]]
        labels[0] = text.show(0, "month_number", lang)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-1.5, right], **base.ticks(ticks, [*labels, f"> {text.number(horizon, lang)}"])},
                yaxis=scale,
                annotations=[*names, *notes],
                shapes=[zone, *lines],
            ),
        }

    wide, narrow = base.both(build)
    enough = sum(run.long_enough for run in runs[1:])
    counts = {"count": str(enough), "total": str(len(runs) - 1)}
    rows = tuple(
        (
            run.name,
            Figure("runway_months", _race_words(run, lang, scenario)[0][1], run.coins, "scenario"),
            Figure("months_to_ai_break_even", _race_words(run, lang, scenario)[1][1], run.ai, "scenario"),
        )
        for run in runs
    )
    return Chart(
        "race",
        say(scenario, f"runway.race.title.{'enough' if runs[0].long_enough else 'short'}", lang, **counts),
        say(scenario, "runway.race.subtitle", lang),
        say(scenario, "runway.race.alt", lang),
        wide,
        tuple((kind, text.t(f"runway.race.{kind}", lang)) for kind in ("assumed", "derived")),
        Table(tuple(text.t(f"runway.race.{c}", lang) for c in ("scenario", "coins", "ai")), rows),
        ("runway_months", "months_to_ai_break_even", "runway_months_without_ai"),
        HERO,
        narrow,
    )


def _race_label(run: Run, value: float | None, key: str, lang: Lang, horizon: int, with_name: bool) -> str:
    if key == "ai" and value == 0:
        return text.t("runway.race.no_burn", lang)
    number = "" if value is None else f"<b>{text.number(value, lang)}</b>"
    if not with_name:
        return number
    name = text.t(f"runway.race.{key}", lang)
    return f"{name}<br>{number}" if number else name


def _race_words(run: Run, lang: Lang, scenario: Scenario) -> tuple[tuple[str, str], tuple[str, str]]:
    coins = text.t("none.runway_months", lang) if run.coins is None else text.months(run.coins, lang)
    due = (
        text.t("none.months_to_ai_break_even", lang) if run.ai is None
        else text.t("runway.race.no_burn", lang) if run.ai == 0
        else text.show(run.ai, "month_number", lang)
    )  # fmt: skip
    return (text.t("runway.race.coins", lang), coins), (text.t("runway.race.ai", lang), due)


def months_table(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Months of cash and coins by bitcoin price and AI megawatts; the boxed cell is the reader's scenario."""
    if not scenario.known("value_by_month"):
        return base.missing("months", "months", lang, HERO)
    price, own_mw = scenario.value("btc_price"), scenario.value("ai_mw")
    horizon = float(scenario.value("horizon_months"))
    prices = shapes.steps_through(price, _COLUMNS, 4, _PRICE_STEP)
    step = max(1.0, float(np.ceil(own_mw / (_ROWS - 1))))
    sizes = own_mw + step * (np.arange(_ROWS) - min(int(own_mw // step), _ROWS - 1))
    run = scenario.sweep("runway_path", btc_price=prices[None, :], ai_mw=sizes[:, None])
    months, in_time = (run.money_gone - 1), lasts_long_enough(run)
    own = (int(np.argmin(abs(sizes - own_mw))), int(np.argmin(abs(prices - price))))
    beyond = f">{text.number(horizon, lang)}"

    def words(value: float) -> str:
        return beyond if np.isnan(value) else text.number(value, lang)

    def shade(value: float, enough: bool) -> int:
        """Gain colours where the money lasts long enough, the strongest where it never ends; else loss by months."""
        if np.isnan(value):
            return len(DIVERGING) - 1
        return len(DIVERGING) - 3 if enough else min(int(value / horizon * 5), 4)

    hovers = [
        [
            base.hover(
                (label(scenario, "btc_price", lang), text.usd(at, lang)),
                (label(scenario, "ai_mw", lang), text.show(float(size), "mw", lang)),
                (label(scenario, "runway_months", lang), words(float(months[row][column]))),
            )
            for column, at in enumerate(prices)
        ]
        for row, size in enumerate(sizes)
    ]
    names = [text.number(size, lang, 0 if float(size).is_integer() else 1) for size in sizes]
    border = [_left_of_staircase(row) for row in in_time]

    def build(width: int) -> Dict:
        return shapes.cell_table(
            [[words(float(value)) for value in row] for row in months],
            [
                [shade(float(m), bool(e)) for m, e in zip(*row, strict=True)]
                for row in zip(months, in_time, strict=True)
            ],
            [text.number(at / 1e3, lang) for at in prices],
            names,
            own,
            width,
            hovers,
            border=border,
        )

    wide, narrow = base.both(build)
    head = (label(scenario, "ai_mw", lang), *(text.thousands(at, lang) for at in prices))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            text.show(float(size), "mw", lang),
            *(
                Figure("runway_months", words(float(value)), None if np.isnan(value) else float(value), "scenario")
                for value in months[row]
            ),
        )
        for row, size in enumerate(sizes)
    )
    column = months[:, own[1]]
    best = int(np.argmax(np.where(np.isnan(column), np.inf, column)))
    lasts = np.isnan(column[best])
    enough, highest = _price_that_suffices(scenario)
    case = "price" if enough is not None else "none"
    if in_time[own]:
        case = "own_lasts" if np.isnan(months[own]) else "own_in_time"
    return Chart(
        "months",
        say(
            scenario, f"runway.months.title.{case}", lang, price=text.usd(enough or highest, lang),
            highest=text.usd(highest, lang),
        ),
        say(scenario, "runway.months.subtitle", lang),
        say(
            scenario, "runway.months.alt", lang, size=text.show(float(sizes[best]), "mw", lang),
            best=text.t("none.runway_months", lang) if lasts else text.months(float(column[best]), lang),
        ),
        wide,
        tuple((kind, text.t(f"runway.months.{kind}", lang)) for kind in ("assumed", "derived")),
        Table(head, rows, text.t("runway.months.caption", lang)),
        ("ai_mw", "ramp_months", "ai_capex_per_mw"),
        HERO,
        narrow,
    )  # fmt: skip


def lasts_long_enough(run: Path) -> Any:
    """Where cash and coins last for the horizon, or until AI covers a burn that there is; shape of the scenario."""
    return np.isnan(run.money_gone - 1) | (run.ai_covers & (run.ai_covers_from > 0))


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
