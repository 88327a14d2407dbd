"""The chance of a margin call, and the pressure that published figures show."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures.colors import ASSUMED, GREY, INK, LOSS, MUTED
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.sale.price import head, origins
from dashboard.headlines import say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MONTHS = 24


def touch(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The chance that the price touches the margin call within so many months, before and after the sale."""
    if not scenario.known("margin_call_touch_probability_before", "margin_call_touch_probability_after"):
        return base.missing("touch", "touch", lang)
    months = np.concatenate([[0.0], np.linspace(0.25, _MONTHS, 96)])
    curves = {
        name: np.broadcast_to(scenario.sweep(f"margin_call_{key}", touch_horizon=months), months.shape)
        for name, key in (
            ("before", "touch_probability_before"),
            ("after", "touch_probability_after"),
            ("end", "terminal_probability_after"),
        )
    }
    horizon = float(scenario.value("touch_horizon"))
    before, after, end = (
        float(scenario.value(f"margin_call_{key}"))
        for key in ("touch_probability_before", "touch_probability_after", "terminal_probability_after")
    )
    top = 1.12

    def build(width: int) -> Dict:
        margins = (46, 34, 8, 26)
        placer = Placer(width, SUPPORT, (0, _MONTHS), (0, top), margins)
        for curve in curves.values():
            for i in range(0, len(months) - 6, 6):
                placer.keep_line_clear(months[i], curve[i], months[i + 6], curve[i + 6])
        placer.keep_line_clear(horizon, 0, horizon, 1)
        for level in (before, after):
            placer.keep_clear(horizon, level, 7)
        notes = [
            placer.place(
                horizon, after, f"<b>{text.percent(after, lang)}</b> {text.t('sale.touch.after', lang)}", ASSUMED,
                prefer=("nw", "ne", "se", "e", "w", "n"), gap=11,
            ),
            placer.place(
                horizon, before, f"<b>{text.percent(before, lang)}</b> {text.t('sale.touch.before', lang)}", MUTED,
                prefer=("se", "ne", "nw", "sw", "e"), gap=11,
            ),
        ]  # fmt: skip
        apart = float(curves["after"][-1] - curves["end"][-1]) > 0.08
        if scenario.value("loan_after_sale") > 0:
            for key, which, color, prefer in (
                ("end", "end", MUTED, ("sw", "nw", "s")), ("passage", "after", INK, ("nw", "n", "sw")),
            ):  # fmt: skip
                crowded = not 0.05 < float(curves["after"][-1]) < 0.93 if key == "passage" else not apart
                if crowded:
                    continue
                words = text.t(f"sale.touch.{key}", lang)
                last = float(curves[which][-1])
                notes.append(placer.place(_MONTHS, last, words, color, prefer=prefer, gap=6))
        x_ticks = [0, 6, 12, 18, 24]
        x_words = [*(text.number(v, lang) for v in x_ticks[:-1]), text.months(x_ticks[-1], lang)]
        y_ticks = [0, 0.25, 0.5, 0.75, 1]
        return {
            "data": [
                base.line(months, curves["end"], GREY, 1.5, "dot"),
                base.line(months, curves["before"], GREY, 2),
                base.line(months, curves["after"]),
                base.marks([horizon], [before], shape="diamond", marker={"color": GREY, "size": 11}),
                base.marks(
                    [horizon], [after],
                    [base.hover(
                        (text.t("sale.touch.window", lang), text.months(horizon, lang)),
                        (text.t("sale.touch.before", lang), text.percent(before, lang)),
                        (text.t("sale.touch.after", lang), text.percent(after, lang)),
                        (text.t("sale.touch.end", lang), text.percent(end, lang)),
                    )],
                    "diamond",
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={
                    "range": [0, _MONTHS],
                    **base.ticks(x_ticks, x_words),
                    "ticklabeloverflow": "allow",
                },
                yaxis={"range": [0, top], **base.ticks(y_ticks, [text.percent(v, lang, 0) for v in y_ticks])},
                annotations=notes,
                shapes=[
                    base.segment(0, 0, _MONTHS, 0, INK, 1),
                    base.segment(horizon, 0, horizon, 1, ASSUMED, 1.5) | {"layer": "below"},
                ],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    stops = np.array(sorted({1.0, 3.0, 6.0, 12.0, 18.0, 24.0, horizon}))
    columns = [
        (key, np.broadcast_to(scenario.sweep(key, touch_horizon=stops), stops.shape))
        for key in ("margin_call_touch_probability_before", "margin_call_touch_probability_after",
                    "margin_call_terminal_probability_before", "margin_call_terminal_probability_after")
    ]  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            text.months(int(month), lang),
            *(Figure(key, text.percent(float(v[i]), lang), float(v[i]), "scenario") for key, v in columns),
        )
        for i, month in enumerate(stops)
    )
    case = (
        "repaid" if scenario.value("loan_after_sale") <= 0
        else "certain" if text.percent(before, lang) == text.percent(after, lang) else "fell"
    )  # fmt: skip
    return Chart(
        "touch",
        say(scenario, f"sale.touch.title.{case}", lang),
        say(scenario, "sale.touch.subtitle", lang),
        say(scenario, "sale.touch.alt", lang),
        wide,
        origins("touch", lang, "assumed", "derived"),
        Table(
            head("touch", lang, "window", "touch_before", "touch_after", "end_before", "end_after"),
            rows, text.t("sale.touch.caption", lang),
        ),
        ("margin_call_touch_probability_before", "margin_call_touch_probability_after", "btc_volatility",
         "touch_horizon", "margin_call_terminal_probability_before", "margin_call_terminal_probability_after"),
        SUPPORT,
        narrow,
    )  # fmt: skip


_DEBT = (
    "debt_to_btc_value_before",
    "debt_to_btc_value_february_low",
    "debt_to_btc_value_at_sale",
    "debt_to_btc_value_after",
)


@fixed
def pressure(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The published long-term debt against the value of all coins on four days; no assumption is in it."""
    if not scenario.known(*_DEBT):
        return base.missing("pressure", "pressure", lang)
    values = [float(scenario.value(key)) for key in _DEBT]
    names = [text.plain(say(scenario, f"sale.pressure.{key}", lang)) for key in _DEBT]
    above = scenario.value("debt_to_btc_value_february_low") > 1

    def build(width: int) -> Dict:
        left = 132 if width >= base.WIDE else 112
        axis, notes = base.row_axis(names, left)
        axis["range"] = [len(names) - 0.5, -0.95]
        high = max(1.0, *values) * (1.22 if width >= base.WIDE else 1.36)
        for row, value in enumerate(values):
            color = LOSS if value > 1 else INK
            # The label turns to the side on which it does not cross the line at 100%.
            left_side = 0.72 < value <= 1.02
            notes.append(base.beside(value, row, f"<b>{text.percent(value, lang, 1)}</b>", color, left_side, 10))
        notes.append(base.label(1, -0.72, text.t("sale.pressure.full", lang), MUTED, "right", dx=-4))
        ticks = base.inner_ticks(0, high, 5)
        return {
            "data": [
                base.marks(
                    values, list(range(len(values))), shape="open",
                    marker={"line": {"color": [LOSS if v > 1 else INK for v in values], "width": 2}},
                )
            ],
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 4, "b": 26},
                xaxis={"range": [0, high], **base.ticks(ticks, [text.percent(v, lang, 0) for v in ticks])},
                yaxis=axis,
                annotations=notes,
                shapes=[
                    *base.row_lines(0, high, len(values)),
                    base.segment(1, -0.95, 1, len(values) - 0.5, INK, 1.5) | {"layer": "below"},
                ],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = tuple(
        (name, Figure(key, text.percent(value, lang, 1), value, scenario.output(key).kind))
        for key, name, value in zip(_DEBT, names, values, strict=True)
    )
    return Chart(
        "pressure",
        say(scenario, "sale.pressure.title" + (".above" if above else ".below"), lang),
        say(scenario, "sale.pressure.subtitle", lang),
        say(scenario, "sale.pressure.alt", lang),
        wide,
        origins("pressure", lang, "reported", "derived"),
        Table(head("pressure", lang, "when", "ratio"), rows, text.t("sale.pressure.caption", lang)),
        (*_DEBT, "debt_before", "debt_after", "btc_close_february_low"),
        SUPPORT,
        narrow,
    )
