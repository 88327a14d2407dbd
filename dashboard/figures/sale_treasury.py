"""Where the coins and the money of the quarter went: roll-forward, back-check, use of proceeds, cash bridge."""

from __future__ import annotations

import numpy as np

from dashboard import text
from dashboard.colors import GAIN, GREY, INK, LOSS, MUTED, PAPER
from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import text_size
from dashboard.figures.sale import gutter, head, origins
from dashboard.headlines import say
from dashboard.resolver import Scenario
from dashboard.text import Figure, Lang

# Key of the step, what it is, and whether no source explains it.
_STEPS = (
    ("treasury_2025_12_31", "total", False),
    ("btc_mined_q1_2026", "plus", False),
    ("january_2026_sold", "minus", False),
    ("sale_btc", "minus", False),
    ("february_2026_other_disposals", "minus", False),
    ("march_2026_sold_reported", "minus", False),
    ("march_2026_unexplained", "minus", True),
    ("treasury_2026_03_31", "total", False),
)
_CASH = (
    ("btc_sales_value_q1_2026", "plus", False),
    ("equity_raised_2026", "plus", False),
    ("debt_reduction_q1_2026", "minus", False),
    ("mining_cash_cost_q1_2026", "minus", False),
    ("cash_bridge_q1_2026", "plus", True),
    ("cash_change_q1_2026", "total", False),
)


def roll_forward(scenario: Scenario, lang: Lang) -> Chart | Block:
    """From the coins at year end to those at the end of March, the unexplained part as a step of its own."""
    if not scenario.known(*(key for key, *_ in _STEPS), "sale_share_of_disposals"):
        return base.missing("roll", "roll", lang)
    wide, narrow, amounts = _waterfall(scenario, lang, "roll", _STEPS, 1.0)
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
        (*(key for key, *_ in _STEPS), "btc_disposed_q1_2026", "btc_disposed_share_q1_2026", "treasury_rounding_q1_2026",
         "march_2026_disposed", "march_2026_sale_value"),
        SUPPORT,
        narrow,
    )  # fmt: skip


def cash_bridge(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The money of the quarter: what came in, what is known to have gone out, and what that leaves."""
    if not scenario.known(*(key for key, *_ in _CASH)):
        return base.missing("cash", "cash", lang)
    wide, narrow, amounts = _waterfall(scenario, lang, "cash", _CASH, 1e6)
    rows = tuple(
        (
            text.t(f"sale.cash.{key}", lang),
            Figure(key, text.millions(amount, lang, 1, True), amount, scenario.output(key).kind),
        )
        for (key, *_), amount in zip(_CASH, amounts, strict=True)
    )
    spent = (scenario.value("cash_bridge_q1_2026") or 0) < 0
    return Chart(
        "cash",
        say(scenario, "sale.cash.title" + ("" if spent else ".unexplained"), lang),
        say(scenario, "sale.cash.subtitle", lang),
        say(scenario, "sale.cash.alt", lang),
        wide,
        origins("cash", lang, "reported", "derived"),
        Table(head("cash", lang, "step", "amount"), rows, text.t("sale.cash.caption", lang)),
        (*(key for key, *_ in _CASH), "cash_bridge_known_q1_2026", "debt_reduction_share_of_sales_q1_2026"),
        SUPPORT,
        narrow,
    )


def _waterfall(
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
        axis = figure["layout"]["xaxis"]
        low, high = axis["range"]
        # Room for the amounts that stand to the right of the widest bars.
        needed = [text_size(one, 12)[0] + 10 for one in words]
        inner = width - left - 8
        reach = max(((max(start, end) - low) * inner / (inner - room) for start, end, room in zip(starts, ends, needed, strict=True)))
        axis["range"] = [low, max(high, low + reach)]
        pixel = (axis["range"][1] - low) / inner
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if 0 < end < start and end < needed[row] * pixel:
                # Left of the bar the amount would stand on the zero line.
                figure["layout"]["annotations"][len(names) + row].update(x=start, xanchor="left", align="left", xshift=4)
        return figure

    return *base.both(build), amounts


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
            notes.append(base.label(column, 0, words, color, "center", dy=-46, halo=False, yref="paper", size=12 if roomy else 11))
        return {
            "data": [
                base.marks(range(len(shown)), computed[shown], None, "open", marker={"size": 12 if roomy else 10}),
                base.marks(
                    range(len(shown)), held[shown],
                    [base.hover((text.t("sale.backcheck.published", lang), text.show(float(held[i]), "btc", lang, digits=2)),
                                (text.t("sale.backcheck.computed", lang), text.show(float(computed[i]), "btc", lang, digits=2)))
                     for i in shown],
                    "filled",
                    marker={"size": 6 if roomy else 5, "color": [INK if ok else GREY for ok in checks], "line": {"width": 0}},
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
        gap: Cell = shapes.cell("treasury_close_difference", difference[i], "btc", "derived", lang, signed=True, digits=2)
        rows.append(
            (
                text.date(str(periods[i]), lang),
                shapes.cell("treasury_close_computed", computed[i], "btc", "derived", lang, digits=2),
                shapes.cell("monthly_operations_btc_held", held[i], "btc", "reported", lang, digits=2),
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
        Table(head("backcheck", lang, "month", "computed", "published", "difference"), tuple(rows), text.t("sale.backcheck.caption", lang)),
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


_USES = ("release", "article", "equity")


def uses_of_money(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the release and the article say the sale paid for, and the equity raised for AI beside it."""
    if not scenario.known("sale_proceeds", "loan_repayment_share", "equity_raised_2026", "equity_agreed_2026"):
        return base.missing("uses", "uses", lang)
    proceeds, repaid = scenario.value("sale_proceeds"), scenario.value("loan_repayment_announced")
    equity, agreed = scenario.value("equity_raised_2026"), scenario.value("equity_agreed_2026")
    # Left and right end of each bar, and whether it is drawn as disclosed.
    bars = [(0, 0.0, repaid, True), (0, repaid, proceeds, False), (1, 0.0, proceeds, False),
            (2, 0.0, equity - agreed, True), (2, equity - agreed, equity, False)]  # fmt: skip
    bars = [bar for bar in bars if bar[2] - bar[1] > 0.5]
    totals = (proceeds, proceeds, equity)
    names = [text.t(f"sale.uses.{key}", lang) for key in _USES]
    high = proceeds * 1.02

    def build(width: int) -> Dict:
        left = 112 if width >= base.WIDE else 92
        at = 58 if width >= base.WIDE else 32
        axis, notes = base.row_axis(names, left)
        axis["range"] = [2.62 if width >= base.WIDE else 2.86, -0.42]
        for row, (key, total) in enumerate(zip(_USES, totals, strict=True)):
            inside = row < 2
            amount = text.t("sale.uses.article.amount", lang) if row == 1 else text.millions(total, lang, 0 if inside else 1)
            amount = f"<b>{amount}</b>"
            color = PAPER if row == 0 and repaid > proceeds / 2 else INK
            notes.append(
                base.label(0 if inside else total, row, amount, color, "left", dx=10 if inside else 8, size=16, halo=False)
            )
            words = base.wrap(text.plain(say(scenario, f"sale.uses.{key}.words", lang)), at)
            notes.append(base.label(0, row + 0.24, words, MUTED, "left", halo=False, yanchor="top", dx=10, size=13))
        return {
            "data": [
                {
                    "type": "bar", "orientation": "h", "y": [row for row, *_ in bars], "width": 0.4,
                    "base": [start for _, start, *_ in bars], "x": [end - start for _, start, end, _ in bars],
                    "marker": {
                        "color": [INK if solid else base.shade(GREY, 0.2) for *_, solid in bars],
                        "line": {"color": [INK if solid else GREY for *_, solid in bars], "width": 1.5},
                    },
                    "hoverinfo": "skip",
                }
            ],
            "layout": base.layout(
                margin={"l": left, "r": 8, "t": 4, "b": 4},
                barmode="overlay",
                xaxis={"range": [0, high], "showticklabels": False},
                yaxis=axis,
                annotations=notes,
                shapes=[base.segment(0, -0.4, 0, 2.22, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    facts = scenario.facts.facts
    beyond = scenario.output("proceeds_beyond_repayment")
    none = text.t("word.not_disclosed", lang)

    def money(key: str, digits: int) -> Figure:
        output = scenario.output(key)
        return Figure(key, text.millions(output.number, lang, digits), output.value, output.kind)

    def quote(key: str) -> str:
        return f"“{facts[key].phrase}”" if key in facts and facts[key].phrase else text.DASH

    rows: tuple[tuple[Cell, ...], ...] = (
        (names[0], money("sale_proceeds", 0), money("loan_repayment_announced", 0),
         Figure(beyond.key, text.millions(beyond.number, lang, 0), beyond.value, beyond.kind), quote("loan_repayment_announced")),
        (names[1], text.DASH, none, none, text.t("sale.uses.article.quote", lang)),
        (names[2], money("equity_raised_2026", 1), text.DASH, none, quote("equity_raised_2026")),
    )  # fmt: skip
    everything = round(scenario.value("loan_repayment_share"), 3) >= 1
    return Chart(
        "uses",
        say(scenario, "sale.uses.title" + ("" if everything else ".part"), lang),
        say(scenario, "sale.uses.subtitle", lang),
        say(scenario, "sale.uses.alt", lang),
        wide,
        origins("uses", lang, "reported", "derived"),
        Table(head("uses", lang, "who", "amount", "loan", "ai", "words"), rows),
        ("sale_proceeds", "loan_repayment_share", "proceeds_beyond_repayment", "equity_raised_2026", "equity_agreed_2026"),
        SUPPORT,
        narrow,
    )
