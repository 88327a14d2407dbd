"""The loan that the sale repaid, on the reader's terms: trigger prices and loan-to-value."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GREY, INK, LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, WIDE, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.figures.sale.price import around_sale, day
from dashboard.headlines.sale import loan_case
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_DAYS_AROUND = 24
_SWEEP = 241


def terms(scenario: Scenario, lang: Lang) -> Block:
    """What this part of the page rests on, and what is not disclosed."""
    draft = Draft(scenario, lang, "sale.terms")
    body = [draft.say("body")]
    if scenario.known("pledged_share_before"):
        body.append(draft.say("pledged"))
    ltvs = ("liquidation_ltv", "margin_call_ltv")
    if scenario.known(*ltvs) and scenario.value(ltvs[0]) <= scenario.value(ltvs[1]):
        body.append(draft.say("crossed"))
    return Block("terms", draft.say("title"), body=tuple(body))


# Row of the table: its name, its format, and the number before and after the sale.
_TRIGGERS = (
    ("btc_loan", "musd", 1, "btc_loan_before", "loan_after_sale"),
    ("treasury", "btc", 1, "treasury_at_sale_month_start", "treasury_after_sale"),
    ("ltv", "pct", None, "ltv_before", "ltv_after"),
    ("margin_call_price", "usd", 0, "margin_call_price_before", "margin_call_price_after"),
    ("liquidation_price", "usd", 0, "liquidation_price_before", "liquidation_price_after"),
    ("margin_call_touch_probability", "pct", None, "margin_call_touch_probability_before",
     "margin_call_touch_probability_after"),
)  # fmt: skip


@compared
def triggers(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The close around the sale against the margin-call and liquidation prices before and after it."""
    draft = Draft(scenario, lang, "sale.triggers")
    needed = ("sale_date", "btc_price_daily_date", "btc_price_daily_close", "margin_call_price_before",
              "margin_call_price_after", "liquidation_price_before", "liquidation_price_after",
              "margin_call_closes_before_sale", "liquidation_closes_before_sale")  # fmt: skip
    if not scenario.known(*needed):
        return draft.missing(height=HERO)
    last, chosen, x = around_sale(scenario, _DAYS_AROUND, _DAYS_AROUND)
    values = scenario.value("btc_price_daily_close")[chosen]
    repaid = scenario.value("loan_after_sale") <= 0
    lines = [
        (name, stage, float(scenario.value(f"{name}_price_{stage}")))
        for stage in ("before", "after")
        if not (stage == "after" and repaid)
        for name in ("margin_call", "liquidation")
    ]
    levels = draft.both(*(f"{name}_price_{stage}" for name, stage, _ in lines))
    low, high = min(float(values.min()), *levels), max(float(values.max()), *levels)
    low, high = low - (high - low) * 0.18, high + (high - low) * 0.1
    ticks = axes.nice_ticks(max(low, 0.0), high)
    y = Axis(low, high, ticks, axes.unit_once(ticks, lang, "ksd", 1e3))
    hovers = [((day(last + int(at), lang), draft.element("btc_price_daily_close", i, "usd", 0)),)
              for at, i in zip(x, chosen, strict=True)]  # fmt: skip

    def draw(width: int) -> Plot:
        shown = (-20, -10, 0, 10, 20) if width >= WIDE else (-20, 0, 20)
        days = Axis(-_DAYS_AROUND, _DAYS_AROUND, shown, [day(last + at, lang) for at in shown])
        plot = Plot(width, HERO, days, y)
        # Only the days before the sale can have been below the trigger prices that held then.
        before, called = x <= _CHANGE, scenario.value("margin_call_price_before")
        plot.band(x[before], [called] * int(before.sum()), np.minimum(values[before], called), LOSS, 0.25, ASSUMED)
        for name, stage, level in lines:
            ends = (days.low, _CHANGE) if stage == "before" else (_CHANGE, days.high)
            plot.line(ends, [level, level], ASSUMED, 2, "solid" if name == "margin_call" else "dot", clear=1)
        plot.line(x, values, INK, 1.8, clear=1)
        plot.marks(x, values, hover=hovers, marker={"size": 5, "line": {"width": 0}})
        for name, stage, level in lines:
            words = f"{draft.words(name)}{' ' if plot.wide else '<br>'}<b>{text.usd(level, lang, 0)}</b>"
            upper = level == max(one for _, when, one in lines if when == stage)
            _name_trigger(plot, words, level, stage, upper, x, values)
        if repaid:
            words = measure.wrap(draft.words("repaid"), 20)
            plot.label(days.high * 0.55, (low + float(values.min())) / 2, words, ASSUMED, "c n s", gap=4)
        plot.label(days.high, float(values[-1]), draft.words("close"), INK, "nw n sw s", gap=8)
        plot.rule(_CHANGE, low, _CHANGE, high, INK, 1, "dot")
        plot.label(_CHANGE, high, draft.words("sale"), MUTED, "se sw", gap=2)
        return plot

    rows = [
        (draft.words(f"row.{name}"), *(draft.shown(key, style, digits) for key in pair))
        for name, style, digits, *pair in _TRIGGERS
    ]
    case = (
        "liquidation" if scenario.value("liquidation_closes_before_sale") else
        "called" if scenario.value("margin_call_closes_before_sale") else "clear"
    )  # fmt: skip
    return draft.chart(
        draw,
        draft.table(draft.head("what", "before", "after"), rows, "caption"),
        "reported assumed derived",
        ("btc_loan_before", "loan_after_sale", "treasury_at_sale_month_start", "treasury_after_sale", "margin_call_ltv",
         "liquidation_ltv", "margin_call_price_before", "margin_call_price_after", "liquidation_price_before",
         "liquidation_price_after", "margin_call_closes_before_sale", "closes_before_sale"),
        HERO,
        f"title.{case}",
    )  # fmt: skip


# The sale took two days: between them the terms changed.
_CHANGE = -0.5


def _name_trigger(plot: Plot, words: str, level: float, stage: str, upper: bool, x: Any, values: Any) -> None:
    """The words of a trigger price on its line, where the closes are farthest; of two lines the upper's above it."""
    span = measure.size(words)[0] / plot.placer.pixel(plot.x.low + 1, plot.y.low)[0] + 1
    first, final = (plot.x.low + 1.0, _CHANGE - span) if stage == "before" else (_CHANGE + 1.0, plot.x.high - span)
    starts = np.linspace(first, max(final, first), 7)
    free = [float(np.min(abs(values[(x >= at - 1) & (x <= at + span)] - level), initial=np.inf)) for at in starts]
    sides = "ne se" if upper else "se ne"
    plot.label(float(starts[int(np.argmax(free))]), level, words, ASSUMED, sides, gap=3, halo=False)


@compared
def loan_to_value(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Loan-to-value by the number of coins sold to repay, at the sale price: it falls only from below 100%."""
    draft = Draft(scenario, lang, "sale.ltv")
    if not scenario.known("ltv_before", "ltv_after", "treasury_at_sale_month_start"):
        return draft.missing(height=HERO)
    held, sold, price, before, after = (
        float(scenario.value(k))
        for k in ("treasury_at_sale_month_start", "sale_btc", "sale_price", "ltv_before", "ltv_after")
    )
    call, liquidation = scenario.value("margin_call_ltv"), scenario.value("liquidation_ltv")

    def sale_of(coins: Any) -> dict[str, Any]:
        """A sale of other sizes at the price obtained, which a sale of nothing could not tell."""
        return {"sale_btc": coins, "sale_proceeds": coins * price, "sale_price": price}

    coins = np.linspace(0, held * 0.985, _SWEEP)
    path = scenario.sweep("ltv_after", **sale_of(coins))
    top = max(1.15, before * 1.15, after * 1.15)
    path = np.where(path <= top, path, np.nan)
    ticks = axes.nice_ticks(0, top)
    x = axes.across(0, held, lang, "btc", about=4)
    y = Axis(0, top, ticks, [text.percent(v, lang, 0) for v in ticks])
    hover = (
        (draft.words("sold"), draft.shown("sale_btc", "btc")),
        (draft.words("loan"), draft.shown("loan_after_sale", "musd")),
        (draft.label("ltv_after"), draft.shown("ltv_after", "pct")),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, 46)
        plot.line([0, held], [1, 1], GREY, 1, clear=1)
        plot.line([0, held], [call, call], ASSUMED, 1.5, clear=1)
        plot.line([0, held], [liquidation, liquidation], ASSUMED, 1.5, "dot", clear=1)
        plot.line(coins, path, clear=1, every=6)
        plot.marks(0, before, "open", clear=7)
        plot.marks(sold, after, "diamond", clear=7, hover=hover)
        plot.level()
        for key, level in (("call", call), ("liquidation", liquidation)):
            plot.label(held, level, f"{draft.words(key)} <b>{text.percent(level, lang)}</b>", ASSUMED, "nw sw", gap=2)
        plot.label(held, 1.0, draft.words("full"), MUTED, "nw sw", gap=2)
        words = f"<b>{text.percent(after, lang)}</b><br>{draft.words('after')}"
        plot.label(sold, after, words, ASSUMED, "nw w n ne" if before > 1 else "ne sw e w se nw", gap=12)
        words = f"<b>{text.percent(before, lang)}</b> {draft.words('before')}"
        plot.label(0, before, words, INK, "ne se", gap=12)
        return plot

    at = np.array(sorted({*np.arange(0, held, 1000.0), sold}))
    columns = (("loan_after_sale", "musd"), ("ltv_after", "pct"))
    cells = (draft.at(key, style, **sale_of(at)) for key, style in columns)
    return draft.chart(
        draw,
        draft.table(
            draft.head("sold", "loan", "ratio"),
            list(zip((text.show(float(n), "btc", lang) for n in at), *cells, strict=True)),
        ),
        "assumed derived",
        ("ltv_before", "ltv_after", "loan_after_sale", "margin_call_ltv", "liquidation_ltv"),
        HERO,
        f"title.{loan_case(scenario)}",
        "subtitle.under_water" if before > 1 else "subtitle",
    )
