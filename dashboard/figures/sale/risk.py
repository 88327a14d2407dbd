"""The chance of a margin call, and the pressure that published figures show."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GREY, INK, LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, WIDE, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.figures.shapes import Dot, dots
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MONTHS = 24
_TOUCH = (
    "margin_call_touch_probability_before",
    "margin_call_touch_probability_after",
    "margin_call_terminal_probability_before",
    "margin_call_terminal_probability_after",
)


@compared
def touch(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The chance that the price touches the margin call within so many months, before and after the sale."""
    draft = Draft(scenario, lang, "sale.touch")
    if not scenario.known(*_TOUCH[:2]):
        return draft.missing()
    months = np.concatenate([[0.0], np.linspace(0.25, _MONTHS, 96)])
    curves = [np.broadcast_to(scenario.sweep(key, touch_horizon=months), months.shape) for key in _TOUCH]
    before_curve, after_curve, _, end_curve = curves
    horizon = float(scenario.value("touch_horizon"))
    before, after, _, end = (draft.shown(key, "pct") for key in _TOUCH)
    levels = [0, 0.25, 0.5, 0.75, 1]
    x, y = axes.months_across(_MONTHS, lang), Axis(0, 1.12, levels, [text.percent(v, lang, 0) for v in levels])
    hover = (
        (draft.words("window"), text.months(horizon, lang)),
        *zip(draft.head("before", "after", "end"), (before, after, end), strict=True),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, x, y, 46, 34)
        plot.line(months, end_curve, GREY, 1.5, "dot", clear=1, every=6)
        plot.line(months, before_curve, GREY, 2, clear=1, every=6)
        plot.line(months, after_curve, clear=1, every=6)
        plot.marks(horizon, before.value, "diamond", clear=7, marker={"color": GREY, "size": 11})
        plot.marks(horizon, after.value, "diamond", clear=7, hover=hover)
        plot.level()
        plot.rule(horizon, 0, horizon, 1, ASSUMED, 1.5, below=True, clear=1)
        words = f"<b>{after.text}</b> {draft.words('after')}"
        plot.label(horizon, after.value, words, ASSUMED, "nw ne se e w n", gap=11)
        words = f"<b>{before.text}</b> {draft.words('before')}"
        plot.label(horizon, before.value, words, MUTED, "se ne nw sw e", gap=11)
        if scenario.value("loan_after_sale") > 0:
            last, last_end = float(after_curve[-1]), float(end_curve[-1])
            if last - last_end > 0.08:
                plot.label(_MONTHS, last_end, draft.words("end"), MUTED, "sw nw s", gap=6)
            if 0.05 < last < 0.93:
                plot.label(_MONTHS, last, draft.words("passage"), INK, "nw n sw", gap=6)
        return plot

    stops = np.array(sorted({1.0, 3.0, 6.0, 12.0, 18.0, 24.0, horizon}))
    cells = (draft.at(key, "pct", touch_horizon=stops) for key in _TOUCH)
    case = (
        "repaid" if scenario.value("loan_after_sale") <= 0
        else "certain" if before.text == after.text else "fell"
    )  # fmt: skip
    return draft.chart(
        draw,
        draft.table(
            draft.head("window", "touch_before", "touch_after", "end_before", "end_after"),
            list(zip((text.months(int(month), lang) for month in stops), *cells, strict=True)),
            "caption",
        ),
        "assumed derived",
        (*_TOUCH, "btc_volatility", "touch_horizon"),
        title=f"title.{case}",
    )


_DEBT = (
    "debt_to_btc_value_before",
    "debt_to_btc_value_sale_month_low",
    "debt_to_btc_value_at_sale",
    "debt_to_btc_value_after",
)


@fixed
def pressure(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The published long-term debt against the value of all coins on four days; no assumption is in it."""
    draft = Draft(scenario, lang, "sale.pressure")
    if not scenario.known(*_DEBT):
        return draft.missing()
    rows = [(draft.spoken(key), draft.shown(key, "pct", 1)) for key in _DEBT]
    marks = [Dot(name, one.value, one.text, color=LOSS if one.value > 1 else INK) for name, one in rows]

    def draw(width: int) -> Plot:
        high = max(1.0, *(mark.value for mark in marks)) * (1.22 if width >= WIDE else 1.36)
        ticks = axes.inner_ticks(0, high)
        x = Axis(0, high, ticks, [text.percent(v, lang, 0) for v in ticks])
        return dots(width, SUPPORT, x, marks, (132, 112), (1, draft.words("full"), MUTED))

    above = scenario.value("debt_to_btc_value_sale_month_low") > 1
    return draft.chart(
        draw,
        draft.table(draft.head("when", "ratio"), rows, "caption"),
        "reported derived",
        (*_DEBT, "debt_before", "debt_after", "btc_close_sale_month_low"),
        title="title.above" if above else "title.below",
    )
