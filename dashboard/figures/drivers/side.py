"""The presets and the reader's scenario side by side: key figures as rows, and the coins of all in one chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.colors import ASSUMED, GREY, MUTED
from dashboard.figures.draft import Draft
from dashboard.figures.drivers.swings import declared
from dashboard.figures.layout import HERO, Block, Cell, Chart
from dashboard.figures.plot import Plot
from dashboard.figures.runway.runs import (
    Run,
    month_date,
    month_head,
    months_axis,
    own_run,
    presets,
    shown_coins,
    unavailable,
)
from dashboard.headlines import runway
from dashboard.headlines.drivers import against
from dashboard.numbers.resolver import Scenario
from dashboard.words import say, text
from dashboard.words.text import Figure, Lang

# Where a preset has its key.
KEPT = "*"
_ROWS = (
    "btc_price",
    "cash_cost_at_reference",
    "self_mining_hashrate",
    "network_hashrate",
    "margin_per_btc",
    "burn_per_month",
    "next_forced_sale_month",
    "ai_burn_cover",
    "money_gone_month",
    "net_before_debt",
    "answer_holds_rounded",
    "enterprise_value_ex_btc",
)


def columns(scenario: Scenario, lang: Lang) -> Iterator[tuple[str, str, Scenario, tuple[tuple[str, str], ...]]]:
    """Each scenario to compare: its name, the key of its preset, the scenario, and the sliders that open it."""
    yield text.t("runway.yours", lang), "", scenario, ()
    if scenario.other is not None:
        sets = tuple((a.key, declared(a, scenario.other.value(a.name))) for a in scenario.facts.assumptions)
        yield "A", KEPT, scenario.other, sets
    for preset in scenario.facts.presets:
        moved = [(a, preset.values[a.key]) for a in scenario.facts.assumptions if a.key in preset.values]
        values = {a.name: a.to_base(value) for a, value in moved if value is not None}
        sets = tuple((a.key, f"{value:g}" if isinstance(value, (int, float)) else str(value)) for a, value in moved)
        yield preset.label.get(lang), preset.key, scenario.with_values(**values), sets


def side_by_side(scenario: Scenario, lang: Lang) -> Block:
    """Key figures as rows, yours and the presets as columns; the price of a preset is the link that opens it."""
    draft = Draft(scenario, lang, "drivers.side")
    gap = unavailable(draft, "runway_path")
    if gap is not None:
        return gap
    compared = list(columns(scenario, lang))
    rows: list[tuple[Cell, ...]] = [
        (draft.label(key), *(_cell(draft, key, other, preset, sets) for _, preset, other, sets in compared))
        for key in _ROWS
    ]
    explained = [against(other, scenario, lang) for _, preset, other, _ in compared if preset]
    rows.append((draft.words("column.against"), ("",), *explained))
    return Block(
        draft.key,
        draft.say("title", count=str(len(compared))),
        draft.say("subtitle"),
        table=draft.table((draft.words("column.name"), *(name for name, *_ in compared)), rows, "caption", "pairs"),
        origins=draft.origins("assumed", "derived"),
        height=HERO,
        uses=_ROWS,
    )


def _cell(draft: Draft, key: str, other: Scenario, preset: str, sets: tuple[tuple[str, str], ...]) -> Figure:
    shown = say.figure(other.output(key), draft.lang)
    link = sets if key == "btc_price" else ()
    return replace(shown, at=_at(preset), sets=link, tone="" if shown.tone == "as" else shown.tone)


def _at(preset: str) -> str:
    """Of which scenario a number is."""
    return "scenario=A" if preset == KEPT else f"preset={preset}" if preset else ""


def coins_of_all(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Coins held at the end of each month until the money is gone: yours in violet, the presets in grey."""
    draft = Draft(scenario, lang, "drivers.coins")
    gap = unavailable(draft, "runway_path", "today_month")
    if gap is not None:
        return gap
    own = replace(own_run(scenario, lang), name=draft.words("yours"))
    every = presets(scenario, lang)
    if scenario.other is not None and not runway.failed(scenario.other):
        every.insert(0, replace(own_run(scenario.other, lang), name="A", key=KEPT))
    others = [run for run in every if not np.array_equal(shown_coins(run), shown_coins(own))]
    horizon = int(scenario.value("horizon_months"))
    tall = max(float(np.max(shown_coins(run))) for run in (own, *others))
    x = months_axis(scenario, lang, -0.5, horizon + 0.5)
    y = axes.upright(0, max(tall, 1.0) * 1.12, lang, "btc")

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, measure.gutter(y.words, 46))
        plot.level()
        for run in others:
            values = shown_coins(run)
            plot.line(range(len(values)), values, GREY, 1.5, clear=2)
        values = shown_coins(own)
        plot.line(range(len(values)), values, ASSUMED, 3, clear=4)
        for run, ink in ((own, ASSUMED), *((run, MUTED) for run in others)):
            _name(plot, draft, run, ink)
        plot.marks(len(values) - 1, float(values[-1]), "diamond")
        return plot

    runs = [own, *others]
    rows = [
        (month_head(scenario, month, lang), *(_coins(draft, run, month) for run in runs))
        for month in range(0, horizon + 1, 3)
    ]
    return draft.chart(
        draw,
        draft.table((draft.words("column.month"), *(run.name for run in runs)), rows, "caption"),
        "assumed derived",
        ("coins_today", "btc_left_at_horizon", "money_gone_month"),
        HERO,
        f"title.{'lasts' if own.gone is None else 'ends'}",
        count=str(len(others)),
    )


def _name(plot: Plot, draft: Draft, run: Run, ink: str) -> None:
    """The name of a run and, where its money ends, the month, beside its line."""
    values = shown_coins(run)
    words = run.name if run.gone is None else f"{run.name}, {month_date(draft.scenario, run.gone, draft.lang)}"
    last = len(values) - 1
    months = sorted({last, *(int(last * share) for share in (0.9, 0.75, 0.6, 0.45))}, reverse=True)
    plot.label_along([(m, float(values[m])) for m in months], words, ink, "ne n e nw w se s sw", gap=8)


def _coins(draft: Draft, run: Run, month: int) -> Figure | str:
    values = shown_coins(run)
    if month >= len(values):
        return text.DASH
    # The months of the path begin before today.
    row = int(draft.scenario.value("path_estimated").sum()) - 1 + month
    return draft.figure("btc_by_month", float(values[month]), "count", 0, at=f"{_at(run.key)} row={row}".strip())
