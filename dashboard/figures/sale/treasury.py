"""Where the coins of the quarter went: the size of the sale, the roll-forward and its monthly check."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes, shapes
from dashboard.figures.axes import Axis
from dashboard.figures.colors import GREY, INK, MUTED
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, WIDE, Block, Chart
from dashboard.figures.plot import Plot, Rows
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_STEPS = (
    ("treasury_before", "total"),
    ("btc_mined_sale_quarter", "plus"),
    ("sold_month_before_sale", "minus"),
    ("sale_btc", "minus"),
    ("other_disposals_sale_month", "minus"),
    ("sold_reported_month_after_sale", "minus"),
    ("disposed_unexplained_month_after_sale", "minus"),
    ("treasury_after", "total"),
)


@fixed
def roll_forward(scenario: Scenario, lang: Lang) -> Chart | Block:
    """From the coins before the quarter of the sale to those after it, the unexplained part as a step of its own."""
    draft = Draft(scenario, lang, "sale.roll")
    if not scenario.known(*(key for key, _ in _STEPS), "sale_share_of_disposals"):
        return draft.missing()
    rows, steps = shapes.bridge(draft, _STEPS, "btc", 1, 2, "disposed_unexplained_month_after_sale")
    if scenario.known("treasury_rounding_sale_quarter"):
        rows.insert(-1, (draft.words("rounding"), draft.taken_off("treasury_rounding_sale_quarter", "btc", 2)))
    return draft.chart(
        lambda width: shapes.waterfall(width, SUPPORT, steps, (136, 106)),
        draft.table(draft.head("step", "amount"), rows, "caption"),
        "reported derived",
        (*(key for key, _ in _STEPS), "btc_disposed_sale_quarter", "btc_disposed_share_sale_quarter",
         "treasury_rounding_sale_quarter", "disposed_month_after_sale", "sold_value_month_after_sale"),
    )  # fmt: skip


@fixed
def backcheck(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Opening + mined − sold against the balance published for each month, with the difference below."""
    draft = Draft(scenario, lang, "sale.backcheck")
    needed = ("monthly_operations_period", "monthly_operations_btc_held", "treasury_close_computed",
              "treasury_close_difference", "treasury_close_largest_difference")  # fmt: skip
    if not scenario.known(*needed):
        return draft.missing()
    periods, held, computed, difference, _ = (scenario.value(key) for key in needed)
    shown = [i for i in range(len(periods)) if np.isfinite(difference[i])]
    free = _independent(scenario)
    checks = [free[i] for i in shown]
    y = axes.upright(0, float(max(held[shown].max(), computed[shown].max())) * 1.08, lang, "btc", about=4)
    cells = [
        (
            text.date(str(periods[i]), lang),
            draft.element("treasury_close_computed", i, "btc", 2),
            draft.element("monthly_operations_btc_held", i, "btc", 2),
            draft.element("treasury_close_difference", i, "btc", 2, True),
        )
        for i in shown
    ]
    hovers = [tuple(zip(draft.head("published", "computed"), (row[2], row[1]), strict=True)) for row in cells]

    def draw(width: int) -> Plot:
        roomy = width >= WIDE
        names = [axes.short_month(periods[i], lang) if roomy or at % 3 == 0 else "" for at, i in enumerate(shown)]
        plot = shapes.columns(width, SUPPORT, y, names, "±")
        plot.marks(range(len(shown)), computed[shown], "open", marker={"size": plot.pick((12, 10))})
        inks = [INK if ok else GREY for ok in checks]
        dots = {"size": plot.pick((6, 5)), "color": inks, "line": {"width": 0}}
        plot.marks(range(len(shown)), held[shown], hover=hovers, marker=dots)
        for column, i in enumerate(shown):
            words = "0" if round(abs(difference[i]), 1) == 0 else text.number(difference[i], lang, 1, True)
            shapes.under(plot, column, words, INK if checks[column] else MUTED)
        return plot

    bound = f" ({draft.words('bound')})"
    rows = [(*row[:3], row[3] if ok else (row[3], bound)) for row, ok in zip(cells, checks, strict=True)]
    return draft.chart(
        draw,
        draft.table(draft.head("month", "computed", "published", "difference"), rows, "caption"),
        "reported derived",
        ("treasury_close_largest_difference",),
        checked=str(sum(checks)),
        total=str(len(checks)),
    )


def _independent(scenario: Scenario) -> list[bool]:
    """Per month, whether balance, output and sales were each published, so that the check could have failed."""
    result = []
    for row in scenario.facts.series["monthly_operations"].rows:
        bound = set(row.derived) & {"btc_held", "btc_produced"}
        sold_from_balance = "btc_sold" in row.derived and row.values.get("btc_sold") not in (0, 0.0)
        result.append(not bound and not sold_from_balance)
    return result


_SIZES = (
    "sale_btc",
    "btc_mined_financial_year",
    "treasury_at_sale_month_start",
    "treasury_after_sale",
    "treasury_after",
)


@fixed
def scale(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The sale beside a year of mining and the coins before and after it, as bars from zero."""
    draft = Draft(scenario, lang, "sale.scale")
    if not scenario.known(*_SIZES, "months_of_output_sold"):
        return draft.missing()
    rows = [(draft.spoken(key), draft.shown(key, "btc", 2)) for key in _SIZES]
    values = [float(one.value) for _, one in rows]

    def draw(width: int) -> Plot:
        reach = 1.3 if width >= WIDE else 1.58
        plot = Rows(width, SUPPORT, Axis(0, max(values) * reach), [name for name, _ in rows], (128, 108))
        plot.bars(values, [INK] + [GREY] * (len(values) - 1), 0.56)
        plot.edge()
        for row, value in enumerate(values):
            words = f"<b>{text.show(value, 'btc', lang, digits=0 if value.is_integer() else 1)}</b>"
            plot.fixed(value, row, words, INK if row == 0 else MUTED, dx=5)
        return plot

    return draft.chart(
        draw, draft.table(draft.head("what", "coins"), rows), "reported derived", (*_SIZES, "months_of_output_sold")
    )
