"""Where the money went: the stated uses of the proceeds, and the cash of the quarter."""

from __future__ import annotations

from dashboard.figures import layout as base
from dashboard.figures.colors import GREY, INK, MUTED, PAPER
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.sale.price import head, origins
from dashboard.figures.sale.treasury import ledger
from dashboard.headlines import say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_CASH = (
    ("btc_sales_value_q1_2026", "plus", False),
    ("equity_raised_2026", "plus", False),
    ("debt_reduction_q1_2026", "minus", False),
    ("mining_cash_cost_q1_2026", "minus", False),
    ("cash_bridge_q1_2026", "plus", True),
    ("cash_change_q1_2026", "total", False),
)


@fixed
def cash_bridge(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The money of the quarter: what came in, what is known to have gone out, and what that leaves."""
    if not scenario.known(*(key for key, *_ in _CASH)):
        return base.missing("cash", "cash", lang)
    wide, narrow, amounts = ledger(scenario, lang, "cash", _CASH, 1e6)
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


_USES = ("release", "article", "equity")


@fixed
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
            amount = (
                text.t("sale.uses.article.amount", lang) if row == 1 else text.millions(total, lang, 0 if inside else 1)
            )
            amount = f"<b>{amount}</b>"
            color = PAPER if row == 0 and repaid > proceeds / 2 else INK
            notes.append(
                base.label(
                    0 if inside else total, row, amount, color, "left", dx=10 if inside else 8, size=16, halo=False
                )
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
    none = text.t("word.not_disclosed", lang)

    def money(key: str, digits: int) -> Figure:
        output = scenario.output(key)
        return Figure(key, text.millions(output.number, lang, digits), output.value, output.kind)

    def quote(key: str) -> str:
        return f"“{facts[key].phrase}”" if key in facts and facts[key].phrase else text.DASH

    rows: tuple[tuple[Cell, ...], ...] = (
        (names[0], money("sale_proceeds", 0), money("loan_repayment_announced", 0),
         money("proceeds_beyond_repayment", 0), quote("loan_repayment_announced")),
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
        (
            "sale_proceeds",
            "loan_repayment_share",
            "proceeds_beyond_repayment",
            "equity_raised_2026",
            "equity_agreed_2026",
        ),
        SUPPORT,
        narrow,
    )
