"""The charts of the Mining page that follow the price: sensitivity, margin, ladder."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes, shapes
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.kept import Cells
from dashboard.figures.layout import HERO, SUPPORT, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.figures.shapes import Dot, dots
from dashboard.headlines.mining import variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_STEP = 10_000.0
_COLUMNS, _ROWS = 9, 6
_BIN = 100


@compared
def sensitivity(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The yearly mining result by price and cost; the boxed cell is the reader's scenario."""
    draft = Draft(scenario, lang, "mining.table")
    if not scenario.known("mining_result_per_year"):
        return draft.missing(height=HERO)
    price, cost = scenario.value("btc_price"), scenario.value("all_in_cost_per_btc")
    prices = shapes.steps_through(price, _COLUMNS, 2, _STEP)
    costs = shapes.steps_through(cost, _ROWS, 4, _STEP)[::-1]
    inputs = {"btc_price": prices[None, :], "all_in_cost_per_btc": costs[:, None]}
    results = draft.at("mining_result_per_year", "musd", 0, True, **inputs)
    margins = draft.at("margin_per_btc", "usd", None, True, **inputs)
    own = int(np.argmin(abs(costs - cost))), int(np.argmin(abs(prices - price)))
    names = [text.t(f"mining.{part}", lang) for part in ("price", "cost", "margin", "result")]
    hovers = [
        [
            tuple(zip(names, (text.usd(at, lang), text.usd(full, lang), *pair), strict=True))
            for at, *pair in zip(prices, *row, strict=True)
        ]
        for full, *row in zip(costs, margins, results, strict=True)
    ]
    millions = [[round(cell.value / 1e6) for cell in row] for row in results]

    def draw(width: int) -> Plot:
        return shapes.cell_table(
            width,
            [[text.number(value, lang, 0, True) for value in row] for row in millions],
            [[shapes.bin_of(value, _BIN) for value in row] for row in millions],
            [_thousands(v, lang) for v in prices],
            [_thousands(v, lang) for v in costs],
            own,
            Cells(prices, costs, (price, cost)),
            hovers,
            [sum(value < 0 for value in row) for row in millions],
        )

    head = (draft.words("head"), *(text.thousands(at, lang) for at in prices))
    rows = [(text.usd(full, lang), *row) for full, row in zip(costs, results, strict=True)]
    return draft.chart(
        draw,
        draft.table(head, rows, "caption"),
        "assumed derived",
        ("btc_mined_per_year_run", "btc_mined_financial_year"),
        HERO,
        f"title.{variant(scenario)}",
    )


def _thousands(value: float, lang: Lang) -> str:
    return text.number(value / 1e3, lang, 0 if abs(value / 1e3 - round(value / 1e3)) < 1e-9 else 1)


@compared
def margin_curve(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Margin per coin against the price, with break-even, the financial year's revenue and the reader's price on it."""
    draft = Draft(scenario, lang, "mining.curve")
    if not scenario.known("margin_per_btc", "cash_margin_per_btc", "break_even_price"):
        return draft.missing(height=HERO)
    price, even, revenue = (
        scenario.value(k) for k in ("btc_price", "break_even_price", "revenue_per_btc_financial_year")
    )
    here, zero = draft.both("btc_price"), draft.both("break_even_price")
    low = max(min(40e3, *(here - 25e3), *(zero - 40e3)), 0.0)
    high = max(140e3, *(here + 15e3), *(zero + 25e3))
    all_in, cash = (
        scenario.sweep(k, btc_price=np.array([low, high])) for k in ("margin_per_btc", "cash_margin_per_btc")
    )
    own = draft.shown("margin_per_btc", "usd", None, True)
    turn = min(max(even, low), high)
    at_turn = float(scenario.sweep("margin_per_btc", btc_price=turn))
    x = axes.across(low, high, lang, "ksd", 1e3)
    y = axes.upright(float(all_in[0]) * 1.12, float(max(all_in[1], cash[1])) * 1.15, lang, "ksd", 1e3, 6, True)
    hover = (
        (text.t("mining.price", lang), text.usd(price, lang)),
        (text.t("mining.cost", lang), draft.shown("all_in_cost_per_btc", "usd")),
        (text.t("mining.margin", lang), own),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, right=14)
        plot.area([low, turn], [all_in[0], min(0.0, at_turn)], LOSS)
        plot.area([turn, high], [max(0.0, at_turn), all_in[1]], GAIN)
        plot.line([low, high], cash, GREY, 1.5, "dot", clear=2)
        plot.line([low, high], all_in, clear=3)
        plot.marks(even, 0, "open", clear=6)
        known = revenue is not None and low < revenue < high
        if known:
            earned = float(scenario.sweep("margin_per_btc", btc_price=revenue))
            plot.marks(revenue, earned, clear=6)
        plot.marks(price, own.value, "diamond", clear=9, hover=hover)
        plot.level(clear=1)
        plot.rule(price, 0, price, own.value, ASSUMED, 2, clear=1)
        shown = draft.number("margin_per_btc").text
        plot.label(
            price, own.value, f"<b>{shown}</b><br>{draft.words('yours')}", ASSUMED, "se e w nw s n ne sw", gap=13
        )
        threshold = draft.number("break_even_price").text
        plot.label(even, 0, f"{draft.words('break_even')}<br><b>{threshold}</b>", prefer="se nw s n sw ne")
        if known:
            words = f"{draft.spoken('revenue')}<br><b>{text.usd(revenue, lang)}</b>"
            note = plot.label(revenue, earned, words, prefer="nw n w se s ne e", gap=12, far=True)
            plot.rule(revenue, earned, *plot.placer.foot(note), GREY)
        plot.label(high - (high - low) * 0.02, float(cash[1]), draft.words("cash"), MUTED, "w nw n", gap=6)
        along = [low + (high - low) * share for share in (0.08, 0.85, 0.75, 0.65, 0.5, 0.35)]
        points = list(zip(along, np.interp(along, [low, high], all_in), strict=True))
        plot.label_along(points, draft.words("all_in"), INK, "se e s", halo=False)
        return plot

    prices = np.array(sorted({*axes.nice_ticks(low, high, 8), price, even}))
    columns = ("margin_per_btc", "cash_margin_per_btc")
    margins = [draft.at(key, "usd", 0, True, btc_price=prices) for key in columns]
    rows = zip((text.usd(at, lang) for at in prices), *margins, strict=True)
    return draft.chart(
        draw,
        draft.table((text.t("mining.price", lang), *draft.labels(*columns)), list(rows)),
        (("derived", draft.words("derived")), ("assumed", text.t("mining.table.assumed", lang))),
        ("cash_cost_per_btc", "depreciation_per_btc", "cash_margin_per_btc", "revenue_per_btc_financial_year"),
        HERO,
    )


_LADDER = (
    "btc_price",
    "cash_cost_per_btc",
    "all_in_cost_per_btc",
    "revenue_per_btc_financial_year",
    "all_in_cost_financial_year",
    "cash_cost_last_quarter",
)


@compared
def price_ladder(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Your price among the cost lines, sorted from high to low."""
    draft = Draft(scenario, lang, "mining.ladder")
    if not scenario.known("cash_cost_per_btc", "all_in_cost_per_btc"):
        return draft.missing("curve")
    shown = [draft.shown(key, "usd", 0) for key in _LADDER if scenario.known(key)]
    shown.sort(key=lambda one: (-one.value, _LADDER.index(one.key)))
    price, cash, full = (scenario.value(k) for k in ("btc_price", "cash_cost_per_btc", "all_in_cost_per_btc"))
    case = (
        "even" if round(price) == round(full) else "above" if price > full else
        "equal" if round(price) == round(cash) else "between" if price > cash else "below"
    )  # fmt: skip
    low, high = min(40e3, *draft.both(*_LADDER)), max(120e3, *draft.both(*_LADDER))
    pad = (high - low) * 0.04
    x = axes.across(low - pad, high + pad, lang, "ksd", 1e3)
    marks = []
    for one in shown:
        yours = one.kind in ("assumed", "scenario")
        shape = "diamond" if yours else "filled" if one.kind == "reported" else "open"
        marks.append(Dot(draft.spoken(one.key), one.value, one.text, shape, ASSUMED if yours else INK))
    return draft.chart(
        lambda width: dots(width, SUPPORT, x, marks, (120, 108)),
        draft.table(draft.head("figure", "value"), [(dot.name, one) for dot, one in zip(marks, shown, strict=True)]),
        "reported assumed derived",
        [one.key for one in shown],
        title=f"title.{case}",
    )
