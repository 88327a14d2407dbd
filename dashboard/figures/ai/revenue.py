"""The charts of the AI page: the revenue needed, what it is measured against, what is disclosed and reusable."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import placing, shapes
from dashboard.figures.colors import ASSUMED, GREY, GRID, INK, MUTED, SEQUENTIAL
from dashboard.figures.layout import HERO, Block, Cell, Chart, Dict, Table
from dashboard.headlines import figure, label, say
from dashboard.headlines.ai import capital, variant
from dashboard.model import Series
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
_ROWS, _COLUMNS = 6, 8
_STEPS = (10e6, 25e6, 50e6, 100e6)
_DARKER = (50e6, 100e6, 200e6, 400e6, 800e6)


def required_revenue(scenario: Scenario, lang: Lang) -> Chart | Block:
    """AI revenue needed by cash margin and yearly mining result; the boxed cell is the reader's scenario."""
    case = variant(scenario)
    if case == "unknown":
        return base.missing("required", "required", lang, HERO)
    margin, result = scenario.value("ai_margin_share"), scenario.value("mining_result_per_year")
    margins = _margins(margin)
    step = next((s for s in _STEPS if s >= abs(result) / 3), _STEPS[-1])
    results = np.copysign(shapes.steps_through(abs(result), _ROWS, 2, step), result if result else -1)[::-1]
    needed = scenario.sweep(
        "ai_revenue_needed", ai_margin_share=margins[None, :], mining_result_per_year=results[:, None]
    )
    own = None
    if margin > 0:
        own = (int(np.argmin(abs(results - result))), int(np.argmin(abs(margins - margin))))
    site = scenario.value("georgia_ai_revenue")
    border = None if site is None else [int(np.sum(row > site)) for row in needed]
    drawn = border is not None and any(0 < count < len(margins) for count in border)
    hovers = [
        [
            base.hover(
                (label(scenario, "mining_result_per_year", lang), text.millions(gap, lang, 0, True)),
                (label(scenario, "ai_margin_share", lang), text.percent(share, lang, 0)),
                (label(scenario, "ai_revenue_needed", lang), text.millions(needed[row][column], lang, 0)),
            )
            for column, share in enumerate(margins)
        ]
        for row, gap in enumerate(results)
    ]
    wide, narrow = base.both(
        lambda width: shapes.cell_table(
            [[text.number(value / _MILLION, lang) for value in row] for row in needed],
            [[int(np.digitize(value, _DARKER)) for value in row] for row in needed],
            [text.number(share * 100, lang) for share in margins],
            [text.number(gap / _MILLION, lang, 0, True) for gap in results],
            own,
            width,
            hovers,
            border,
            SEQUENTIAL,
            left=42,
        )
    )
    head = (label(scenario, "mining_result_per_year", lang), *(text.percent(share, lang, 0) for share in margins))
    kind = scenario.output("ai_revenue_needed").kind
    rows: list[tuple[Cell, ...]] = []
    for gap, row in zip(results, needed, strict=True):
        cells = [Figure("ai_revenue_needed", text.millions(value, lang, 0), float(value), kind) for value in row]
        rows.append((text.millions(gap, lang, 0, True), *cells))
    return Chart(
        "required",
        say(scenario, f"ai.table.title.{_fit(scenario, case)}", lang),
        say(scenario, "ai.table.subtitle", lang)
        + ((" ", text.t("ai.table.box", lang)) if own else ())
        + ((" ", *say(scenario, "ai.table.line", lang)) if drawn else ()),
        capital(say(scenario, f"ai.table.alt.{case if case == 'none' else 'known'}", lang)),
        wide,
        (("derived", text.t("ai.table.derived", lang)), ("assumed", text.t("ai.table.assumed", lang))),
        Table(head, tuple(rows), text.t("ai.table.caption", lang)),
        (
            "ai_revenue_needed",
            "mining_result_per_year",
            "ai_revenue_per_mw_year",
            "ai_running_cost_per_mw_year",
            "ai_capital_cost_per_mw_year",
            "ai_capex_per_mw",
            "ai_capex_total",
        ),
        HERO,
        narrow,
    )


def _margins(own: float) -> Series:
    """Cash margins of about 20 to 90 per cent, in steps of ten points that pass through the reader's."""
    through = own if own > 0 else 0.2
    below = min(max(int((through - 0.15) // 0.1), 0), _COLUMNS - 1)
    shares: Series = np.asarray(through + 0.1 * (np.arange(_COLUMNS) - below), dtype=np.float64)
    return shares[shares < 0.995]


def _fit(scenario: Scenario, case: str) -> str:
    if case in ("zero", "none"):
        return case
    if not scenario.known("georgia_it_mw"):
        return "plain"
    return "within" if scenario.value("ai_mw_matching_mining") <= scenario.value("georgia_it_mw") else "beyond"


_SCALE = ("btc_revenue_fy2025", "ai_revenue_needed", "ai_revenue_per_year", "ecohash_revenue")


def scale(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Bitcoin revenue of 2025, AI revenue needed, planned and reported, as rows from zero."""
    if not scenario.known("ai_revenue_per_year"):
        return base.missing("scale", "ai_scale", lang, HERO)
    outputs = [scenario.output(key) for key in _SCALE]
    names = [text.t(f"ai.scale.{key}", lang) for key in _SCALE]
    words = [
        figure(o, lang).text
        if o.value is not None
        else text.t("word.not_disclosed" if o.missing else "ai.scale.none", lang)
        for o in outputs
    ]
    lengths = [0.0 if o.value is None else o.number for o in outputs]

    def build(width: int) -> Dict:
        left = 128 if width >= base.WIDE else 104
        plot = width - left - 10
        # Each bar ends where its label still fits beside it.
        ends = [
            length * plot / max(plot - placing.text_size(word, 13)[0] - 18, 40)
            for length, word in zip(lengths, words, strict=True)
        ]
        high = max(ends) or 1.0
        rows, notes = base.row_axis(names, left)
        traces, lines = [], []
        for row, output in enumerate(outputs):
            known, yours = output.value is not None, output.kind == "scenario"
            value = output.number if known else 0.0
            color = ASSUMED if yours and known else INK if known else MUTED
            lines.append(base.segment(0, row, high, row, GRID, 1) | {"layer": "below"})
            if yours and known:
                lines.append(base.segment(0, row, value, row, ASSUMED, 3))
                traces.append(base.marks([value], [row], shape="diamond"))
            elif known:
                traces.append(
                    {"type": "bar", "orientation": "h", "y": [row], "x": [value], "width": 0.36,
                     "marker": {"color": INK}, "hoverinfo": "skip"}
                )  # fmt: skip
            else:
                traces.append(base.marks([0], [row], shape="open", marker={"line": {"color": GREY, "width": 2}}))
            notes.append(
                base.label(value, row, f"<b>{words[row]}</b>", color, dx=12 if yours or not known else 6, size=13)
            )
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 10, "t": 4, "b": 8},
                xaxis={"range": [0, high], "showticklabels": False},
                yaxis=rows,
                annotations=notes,
                shapes=[*lines, base.segment(0, -0.5, 0, len(names) - 0.5, INK, 1)],
            ),
        }

    wide, narrow = base.both(build)
    table = tuple(
        (name, Figure(o.key, word, o.value, o.kind)) for name, word, o in zip(names, words, outputs, strict=True)
    )
    return Chart(
        "scale",
        capital(say(scenario, f"ai.scale.title.{_cover(scenario)}", lang)),
        say(scenario, "ai.scale.subtitle", lang),
        capital(say(scenario, "ai.scale.alt", lang, reported=words[-1])),
        wide,
        tuple((kind, text.t(f"ai.scale.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        Table((text.t("ai.scale.figure", lang), text.t("ai.scale.value", lang)), table),
        (*_SCALE, "ai_margin_per_year", "ai_plan_share_of_need", "ai_reported_share_of_need"),
        HERO,
        narrow,
    )


def _cover(scenario: Scenario) -> str:
    """Which finding fits the plan's revenue beside the need."""
    case = variant(scenario)
    if scenario.value("ai_mw") == 0:
        return "empty"
    if case in ("zero", "none", "unknown"):
        return case
    return "whole" if round(scenario.value("ai_plan_share_of_need"), 2) > 1 else "part"
