"""Where the coins of the quarter went: the size of the sale, the roll-forward and its monthly check."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import text_size
from dashboard.figures.sale.price import gutter, head, origins
from dashboard.headlines import say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

# Key of the step, what it is, and whether no source explains it.
_STEPS = (
    ("treasury_before", "total", False),
    ("btc_mined_q1_2026", "plus", False),
    ("january_2026_sold", "minus", False),
    ("sale_btc", "minus", False),
    ("february_2026_other_disposals", "minus", False),
    ("march_2026_sold_reported", "minus", False),
    ("march_2026_unexplained", "minus", True),
    ("treasury_after", "total", False),
)


@fixed
def roll_forward(scenario: Scenario, lang: Lang) -> Chart | Block:
    """From the coins at year end to those at the end of March, the unexplained part as a step of its own."""
    if not scenario.known(*(key for key, *_ in _STEPS), "sale_share_of_disposals"):
        return base.missing("roll", "roll", lang)
    wide, narrow, amounts = ledger(scenario, lang, "roll", _STEPS, 1.0)
    rows: list[tuple[Cell, ...]] = []
    for (key, role, _), amount in zip(_STEPS, amounts, strict=True):
        kind = scenario.output(key).kind
        cell = shapes.cell(key, amount, "btc", kind, lang, signed=role != "total", digits=2)
        rows.append((text.t(f"sale.roll.{key}", lang), cell))
    if scenario.known("treasury_rounding_q1_2026"):
        gap = -float(scenario.value("treasury_rounding_q1_2026"))
        words = text.show(gap, "btc", lang, True, 2)
        rounding = Figure("treasury_rounding_q1_2026", words, gap, "derived")
        rows.insert(-1, (text.t("sale.roll.rounding", lang), rounding))
    return Chart(
        "roll",
        say(scenario, "sale.roll.title", lang),
        say(scenario, "sale.roll.subtitle", lang),
        say(scenario, "sale.roll.alt", lang),
        wide,
        origins("roll", lang, "reported", "derived"),
        Table(head("roll", lang, "step", "amount"), tuple(rows), text.t("sale.roll.caption", lang)),
        (*(key for key, *_ in _STEPS), "btc_disposed_q1_2026", "btc_disposed_share_q1_2026",
         "treasury_rounding_q1_2026", "march_2026_disposed", "march_2026_sale_value"),
        SUPPORT,
        narrow,
    )  # fmt: skip


def ledger(
    scenario: Scenario, lang: Lang, chart: str, steps: tuple[tuple[str, str, bool], ...], unit: float
) -> tuple[Dict, Dict, list[float]]:
    """The figure wide and narrow, and the signed amounts; an unexplained step is drawn as an outline."""
    starts, ends, colors, words, amounts = [], [], [], [], []
    level = 0.0
    for key, role, _ in steps:
        amount = float(scenario.value(key)) * (-1 if role == "minus" else 1)
        start, end = (0.0, amount) if role == "total" else (level, level + amount)
        level = end
        starts.append(start)
        ends.append(end)
        colors.append(INK if role == "total" else GAIN if amount > 0 else LOSS)
        words.append(text.number(amount / unit, lang, 1, role != "total"))
        amounts.append(amount)
    names = [text.t(f"sale.{chart}.{key}", lang) for key, *_ in steps]

    def build(width: int) -> Dict:
        left = 136 if width >= base.WIDE else 106
        figure = shapes.waterfall(names, starts, ends, colors, words, left, width)
        marker = figure["data"][0]["marker"]
        marker["color"] = [
            base.shade(color, 0.18) if open_end else color for color, (*_, open_end) in zip(colors, steps, strict=True)
        ]
        marker["line"] = {"color": colors, "width": [1.5 if open_end else 0 for *_, open_end in steps]}
        needed = [text_size(one, 12)[0] + 8 for one in words]
        axis, on_right = _room(starts, ends, needed, width - left - 8)
        figure["layout"]["xaxis"]["range"] = axis
        for note, start, end, right in zip(
            figure["layout"]["annotations"][len(names) :], starts, ends, on_right, strict=True
        ):
            if right and end < start:
                note.update(x=start, xanchor="left", align="left", xshift=4)
        return figure

    return *base.both(build), amounts


def _room(starts: list[float], ends: list[float], needed: list[float], inner: float) -> tuple[list[float], list[bool]]:
    """The axis on which every amount fits beside its bar, and which amounts stand to the right of it.

    A falling bar carries its amount at the left, unless that would put it on the zero line. needed, inner: px.
    """
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    bounds, on_right = [low, high], [False] * len(starts)
    # Each pass makes the scale a little coarser, which needs a little more room: it settles at once.
    for _ in range(8):
        pixel = (bounds[1] - bounds[0]) / inner
        room = [n * pixel for n in needed]
        on_right = [e >= s or 0 < e < r for s, e, r in zip(starts, ends, room, strict=True)]
        sides = list(zip(starts, ends, room, on_right, strict=True))
        bounds = [
            min([low, *(min(s, e) - r for s, e, r, right in sides if not right)]),
            max([high, *(max(s, e) + r for s, e, r, right in sides if right)]),
        ]
    return bounds, on_right


@fixed
def backcheck(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Opening + mined − sold against the balance published for each month, with the difference below."""
    needed = ("monthly_operations_period", "monthly_operations_btc_held", "treasury_close_computed",
              "treasury_close_difference", "treasury_close_largest_difference")  # fmt: skip
    if not scenario.known(*needed):
        return base.missing("backcheck", "backcheck", lang)
    periods, held, computed, difference, _ = (scenario.value(key) for key in needed)
    shown = [i for i in range(len(periods)) if np.isfinite(difference[i])]
    free = _independent(scenario)
    checks = [free[i] for i in shown]
    high = float(max(held[shown].max(), computed[shown].max())) * 1.08

    y_ticks = base.nice_ticks(0, high, 4)
    y_words = base.unit_once(y_ticks, lang, "btc", 1)

    def build(width: int) -> Dict:
        margins = (gutter(y_words), 8, 8, 62)
        roomy = width >= base.WIDE
        names = [
            f"{text.date(str(periods[i]), lang).split()[0].rstrip('.')[:3]}<br>{str(periods[i])[2:4]}"
            if roomy or at % 3 == 0 else "" for at, i in enumerate(shown)
        ]  # fmt: skip
        notes = []
        for column, i in enumerate(shown):
            small = round(abs(difference[i]), 1) == 0
            words = "0" if small else text.number(difference[i], lang, 1, True)
            color = INK if checks[column] else MUTED
            notes.append(
                base.label(
                    column, 0, words, color, "center", dy=-46, halo=False, yref="paper", size=12 if roomy else 11
                )
            )
        return {
            "data": [
                base.marks(range(len(shown)), computed[shown], None, "open", marker={"size": 12 if roomy else 10}),
                base.marks(
                    range(len(shown)), held[shown],
                    [base.hover(*((text.t(f"sale.backcheck.{name}", lang),
                                   text.show(float(v[i]), "btc", lang, digits=2))
                                  for name, v in (("published", held), ("computed", computed))))
                     for i in shown],
                    "filled",
                    marker={
                        "size": 6 if roomy else 5, "color": [INK if ok else GREY for ok in checks],
                        "line": {"width": 0},
                    },
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-0.7, len(shown) - 0.3], **base.ticks(range(len(shown)), names),
                       "tickfont": {"size": 12 if roomy else 11, "color": MUTED}},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_words)},
                annotations=[
                    *notes,
                    base.label(0, 0, "±", MUTED, "right", dx=-8, dy=-46, halo=False, xref="paper", yref="paper"),
                ],
                shapes=[base.segment(-0.7, 0, len(shown) - 0.3, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows: list[tuple[Cell, ...]] = []
    for i, ok in zip(shown, checks, strict=True):
        kind = "derived" if "btc_held" in scenario.facts.series["monthly_operations"].rows[i].derived else "reported"
        gap = shapes.cell("treasury_close_difference", difference[i], "btc", "derived", lang, signed=True, digits=2)
        rows.append(
            (
                text.date(str(periods[i]), lang),
                shapes.cell("treasury_close_computed", computed[i], "btc", "derived", lang, digits=2),
                shapes.cell("monthly_operations_btc_held", held[i], "btc", kind, lang, digits=2),
                gap if ok else (gap, f" ({text.t('sale.backcheck.bound', lang)})"),
            )
        )  # fmt: skip
    counted = {"checked": str(sum(checks)), "total": str(len(checks))}
    return Chart(
        "backcheck",
        say(scenario, "sale.backcheck.title", lang),
        say(scenario, "sale.backcheck.subtitle", lang, **counted),
        say(scenario, "sale.backcheck.alt", lang, **counted),
        wide,
        origins("backcheck", lang, "reported", "derived"),
        Table(
            head("backcheck", lang, "month", "computed", "published", "difference"),
            tuple(rows),
            text.t("sale.backcheck.caption", lang),
        ),
        ("treasury_close_largest_difference",),
        SUPPORT,
        narrow,
    )


def _independent(scenario: Scenario) -> list[bool]:
    """Per month, whether balance, output and sales were each published, so that the check could have failed."""
    result = []
    for row in scenario.facts.series["monthly_operations"].rows:
        bound = set(row.derived) & {"btc_held", "btc_produced"}
        sold_from_balance = "btc_sold" in row.derived and row.values.get("btc_sold") not in (0, 0.0)
        result.append(not bound and not sold_from_balance)
    return result


_SIZES = ("sale_btc", "btc_mined_fy2025", "treasury_at_sale_month_start", "treasury_after_sale", "treasury_after")


@fixed
def scale(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The sale beside a year of mining and the coins before and after it, as bars from zero."""
    if not scenario.known(*_SIZES, "months_of_output_sold"):
        return base.missing("scale", "scale", lang)
    values = [float(scenario.value(key)) for key in _SIZES]
    names = [text.t(f"sale.scale.{key}", lang) for key in _SIZES]

    def build(width: int) -> Dict:
        left = 128 if width >= base.WIDE else 108
        axis, notes = base.row_axis(names, left)
        for row, value in enumerate(values):
            words = f"<b>{text.show(value, 'btc', lang, digits=_decimals(value))}</b>"
            notes.append(base.label(value, row, words, INK if row == 0 else MUTED, "left", dx=5))
        return {
            "data": [
                {
                    "type": "bar", "orientation": "h", "y": list(range(len(values))), "x": values, "width": 0.56,
                    "marker": {"color": [INK] + [GREY] * (len(values) - 1)}, "hoverinfo": "skip",
                }
            ],
            "layout": base.layout(
                margin={"l": left, "r": 8, "t": 4, "b": 4},
                xaxis={"range": [0, max(values) * (1.3 if width >= base.WIDE else 1.58)], "showticklabels": False},
                yaxis=axis,
                annotations=notes,
                shapes=[base.segment(0, -0.5, 0, len(values) - 0.5, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = tuple(
        (name, shapes.cell(key, value, "btc", scenario.output(key).kind, lang, digits=2))
        for key, name, value in zip(_SIZES, names, values, strict=True)
    )
    return Chart(
        "scale",
        say(scenario, "sale.scale.title", lang),
        say(scenario, "sale.scale.subtitle", lang),
        say(scenario, "sale.scale.alt", lang),
        wide,
        origins("scale", lang, "reported", "derived"),
        Table(head("scale", lang, "what", "coins"), rows),
        (*_SIZES, "months_of_output_sold"),
        SUPPORT,
        narrow,
    )


def _decimals(value: float) -> int:
    return 0 if value.is_integer() else 1
