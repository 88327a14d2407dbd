"""The chart of the AI page with net present value and rate of return."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures.ai.price import bounds_of, keep_curve
from dashboard.figures.colors import ASSUMED, GAIN, INK, LOSS
from dashboard.figures.layout import HERO, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.headlines import figure, label, say
from dashboard.headlines.ai import model
from dashboard.numbers.resolver import Output, Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION, _BILLION = 1e6, 1e9


def value(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Net present value by the fall of prices (own cards) or by the cost of capital (colocation)."""
    key = "price_decay" if model(scenario) == "gpu" else "wacc"
    if not scenario.known("ai_npv"):
        return base.missing("value", "npv", lang, HERO)
    return _value(scenario, lang, key)


def _value(scenario: Scenario, lang: Lang, key: str) -> Chart:
    own, npv = scenario.value(key), scenario.value("ai_npv")
    bounds = bounds_of(scenario, key)
    zero = scenario.value("ai_break_even_decay" if key == "price_decay" else "ai_irr")
    inside = zero is not None and bounds[0] < zero < bounds[1] and npv != 0
    rates = np.unique(np.append(np.linspace(*bounds, 41), [own, *([zero] if inside else [])]))
    worth = np.broadcast_to(scenario.sweep("ai_npv", **{key: rates}), rates.shape) + 0.0
    reach = max(float(np.abs(worth).max()) * 0.12, _MILLION)
    low, high = min(0.0, float(worth.min())) - reach, max(0.0, float(worth.max())) + reach
    case = _finding(scenario, key)
    returns = "ai.value.irr" if scenario.known("ai_irr") else "ai.value.no_irr"

    y_ticks = base.nice_ticks(low, high, 7)
    biggest = int(np.argmax(np.abs(y_ticks)))
    unit = _BILLION if abs(y_ticks[biggest]) >= _BILLION else _MILLION
    y_labels = base.unit_once(y_ticks, lang, "musd", unit, signed=True, at=biggest)

    def build(width: int) -> Dict:
        margins = (base.room(y_labels), 14, 10, 26)
        placer = Placer(width, HERO, bounds, (low, high), margins)
        placer.keep_clear(own, npv, 10)
        keep_curve(placer, rates, worth, high)
        placer.keep_line_clear(bounds[0], 0, bounds[1], 0)
        notes = [
            placer.place(
                own, npv,
                f"<b>{figure(scenario.output('ai_npv'), lang).text}</b><br>{text.t(f'ai.value.yours.{key}', lang)}",
                ASSUMED, prefer=("ne", "e", "sw", "w", "n", "s", "se", "nw"), gap=13,
            )
        ]  # fmt: skip
        traces = [
            base.area(rates, np.minimum(worth, 0), LOSS),
            base.area(rates, np.maximum(worth, 0), GAIN),
            base.line(rates, worth),
        ]
        if inside:
            placer.keep_clear(zero, 0, 6)
            words = f"<b>{text.percent(zero, lang)}</b><br>{text.t(f'ai.value.zero.{key}', lang)}"
            notes.append(placer.place(zero, 0, words, prefer=("ne", "n", "e", "sw", "s", "w", "se", "nw"), gap=11))
            traces.append(base.marks([zero], [0], shape="open"))
        x_ticks = base.inner_ticks(*bounds, 5)
        return {
            "data": [
                *traces,
                base.marks(
                    [own], [npv],
                    [base.hover(
                        (label(scenario, key, lang), text.percent(own, lang)),
                        (label(scenario, "ai_npv", lang), figure(scenario.output("ai_npv"), lang).text),
                        (label(scenario, "ai_irr", lang), figure(scenario.output("ai_irr"), lang).text),
                    )],
                    "diamond",
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": list(bounds), **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "pct", 0.01))},
                yaxis={"range": [low, high], **base.ticks(y_ticks, y_labels)},
                shapes=[base.segment(bounds[0], 0, bounds[1], 0, INK, 1)],
                annotations=notes,
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    return Chart(
        "value",
        say(scenario, f"ai.value.title.{case}", lang),
        (*say(scenario, f"ai.value.subtitle.{key}", lang), " ", *say(scenario, returns, lang)),
        say(scenario, f"ai.value.alt.{key}", lang),
        wide,
        (("derived", text.t("ai.value.derived", lang)), ("assumed", text.t("ai.value.assumed", lang))),
        _value_table(scenario, lang, key, bounds),
        (
            "ai_npv",
            "ai_irr_per_mw",
            "ai_payback_years_per_mw",
            "ai_life",
            "ai_price_decay",
            "wacc",
            *(("ai_break_even_decay",) if key == "price_decay" else ()),
        ),
        HERO,
        narrow,
    )


def _value_table(scenario: Scenario, lang: Lang, key: str, bounds: tuple[float, float]) -> Table:
    rates = np.unique(np.append(np.linspace(*bounds, 6), scenario.value(key)))
    columns = ("ai_npv", "ai_irr_per_mw", "ai_payback_years_per_mw")
    # The rate of return does not depend on the cost of capital: one value then stands in every row.
    found = [scenario.sweep(name, **{key: rates}) for name in columns]
    values = [np.broadcast_to(np.nan if one is None else one, rates.shape) for one in found]
    rows: list[tuple[Cell, ...]] = []
    for index, rate in enumerate(rates):
        cells = [
            _shown(scenario.output(name), float(column[index]), lang)
            for name, column in zip(columns, values, strict=True)
        ]
        rows.append((text.percent(rate, lang, 0), *cells))
    return Table((label(scenario, key, lang), *(label(scenario, c, lang) for c in columns)), tuple(rows))


def _shown(output: Output, value: float, lang: Lang) -> Figure:
    """``output`` with another value; where there is none, the word that says so."""
    return figure(replace(output, value=value if np.isfinite(value) else None), lang, "plain")


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
