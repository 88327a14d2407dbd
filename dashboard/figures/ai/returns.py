"""The chart of the AI page with net present value and rate of return."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes
from dashboard.figures.ai.price import bounds_of
from dashboard.figures.axes import Axis, Dict
from dashboard.figures.colors import ASSUMED, GAIN, INK, LOSS
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart, Table
from dashboard.figures.plot import Plot
from dashboard.headlines.ai import model
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MILLION = 1e6


@compared
def value(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Net present value by the fall of prices (own cards) or by the cost of capital (colocation)."""
    draft = Draft(scenario, lang, "ai.value")
    if not scenario.known("ai_npv"):
        return draft.missing("npv", HERO)
    key = "price_decay" if model(scenario) == "gpu" else "wacc"
    own, npv = scenario.value(key), scenario.value("ai_npv")
    bounds = bounds_of(scenario, key)
    zero = scenario.value("ai_break_even_decay" if key == "price_decay" else "ai_irr")
    inside = zero is not None and bounds[0] < zero < bounds[1] and npv != 0
    rates = np.unique(np.append(np.linspace(*bounds, 41), [own, *([zero] if inside else [])]))
    worth = np.broadcast_to(scenario.sweep("ai_npv", **{key: rates}), rates.shape) + 0.0
    most = 2 * float(np.abs(worth).max())
    kept = np.clip(draft.both("ai_npv"), -most, most)
    x, y = axes.across(*bounds, lang, "pct", 0.01), _dollars(np.append(worth, kept), lang)
    hover = (
        (draft.label(key), draft.shown(key, "pct")),
        (draft.label("ai_npv"), draft.number("ai_npv")),
        (draft.label("ai_irr"), draft.number("ai_irr")),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, right=14, top=10)
        plot.area(rates, np.minimum(worth, 0), LOSS)
        plot.area(rates, np.maximum(worth, 0), GAIN)
        plot.line(rates, worth, clear=1)
        plot.level(clear=1)
        if inside:
            plot.marks(zero, 0, "open")
        plot.marks(own, npv, "diamond", clear=10, hover=hover)
        words = f"<b>{draft.number('ai_npv').text}</b><br>{draft.words(f'yours.{key}')}"
        plot.label(own, npv, words, ASSUMED, "ne e sw w n s se nw", gap=13)
        if inside:
            plot.placer.keep_clear(zero, 0, 6)
            words = f"<b>{text.percent(zero, lang)}</b><br>{draft.words(f'zero.{key}')}"
            plot.label(zero, 0, words, INK, "ne n e sw s w se nw", gap=11)
        return plot

    returns = "irr" if scenario.known("ai_irr") else "no_irr"
    return draft.chart(
        draw,
        _table(draft, key, bounds),
        "derived assumed",
        ("ai_npv", "ai_irr_per_mw", "ai_payback_years_per_mw", "ai_life", "ai_price_decay", "wacc",
         *(("ai_break_even_decay",) if key == "price_decay" else ())),
        HERO,
        f"title.{_finding(scenario, key)}",
        (*draft.say(f"subtitle.{key}"), " ", *draft.say(returns)),
        f"alt.{key}",
        basis=key,
    )  # fmt: skip


def _dollars(worth: np.ndarray[tuple[int, ...], np.dtype[np.float64]], lang: Lang) -> Axis:
    """The axis of the value, from zero with room on both sides, the unit on the largest tick."""
    reach = max(float(np.abs(worth).max()) * 0.12, _MILLION)
    low, high = min(0.0, float(worth.min())) - reach, max(0.0, float(worth.max())) + reach
    ticks = axes.nice_ticks(low, high, 7)
    biggest = int(np.argmax(np.abs(ticks)))
    return Axis(low, high, ticks, axes.unit_once(ticks, lang, "musd", _MILLION, signed=True, at=biggest))


def _table(draft: Draft, key: str, bounds: tuple[float, float]) -> Table:
    """Value, return and payback at a few rates; a return without an answer is the word that says so."""
    rates = np.unique(np.append(np.linspace(*bounds, 6), draft.scenario.value(key)))
    columns = ("ai_npv", "ai_irr_per_mw", "ai_payback_years_per_mw")
    inputs: Dict = {key: rates}
    cells = (draft.at(name, **inputs) for name in columns)
    rows = zip((text.percent(rate, draft.lang, 0) for rate in rates), *cells, strict=True)
    return draft.table(draft.labels(key, *columns), list(rows))


def _finding(scenario: Scenario, key: str) -> str:
    """Which title fits: ``empty`` without capacity, else by what the zero of the curve means."""
    if scenario.value("ai_mw") == 0:
        return "empty"
    if key == "wacc":
        return "return" if scenario.known("ai_irr") else "no_return"
    zero = scenario.value("ai_break_even_decay")
    if zero is None:
        return "safe"
    return "decay" if round(zero, 3) > 0 else "never"
