"""Where the money went: the stated uses of the proceeds, and the cash of the quarter."""

from __future__ import annotations

from dashboard.figures import measure, shapes
from dashboard.figures.axes import Axis
from dashboard.figures.colors import GREY, INK, MUTED, PAPER
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, WIDE, Block, Cell, Chart
from dashboard.figures.plot import Plot, Rows, shade
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_CASH = (
    ("btc_sales_value_sale_quarter", "plus"),
    ("equity_raised_sale_quarter", "plus"),
    ("debt_reduction_sale_quarter", "minus"),
    ("mining_cash_cost_sale_quarter", "minus"),
    ("cash_bridge_sale_quarter", "plus"),
    ("cash_change_sale_quarter", "total"),
)


@fixed
def cash_bridge(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The money of the quarter: what came in, what is known to have gone out, and what that leaves."""
    draft = Draft(scenario, lang, "sale.cash")
    if not scenario.known(*(key for key, _ in _CASH)):
        return draft.missing()
    rows, steps = shapes.bridge(draft, _CASH, "musd", 1e6, 1, "cash_bridge_sale_quarter")
    spent = (scenario.value("cash_bridge_sale_quarter") or 0) < 0
    return draft.chart(
        lambda width: shapes.waterfall(width, SUPPORT, steps, (136, 106)),
        draft.table(draft.head("step", "amount"), rows, "caption"),
        "reported derived",
        (*(key for key, _ in _CASH), "cash_bridge_known_sale_quarter", "debt_reduction_share_of_sales_sale_quarter"),
        title="title" if spent else "title.unexplained",
    )


_USES = ("release", "article", "equity")


@fixed
def uses_of_money(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the release and the article say the sale paid for, and the equity raised for AI beside it."""
    draft = Draft(scenario, lang, "sale.uses")
    if not scenario.known(
        "sale_proceeds", "loan_repayment_share", "equity_raised_sale_quarter", "equity_agreed_sale_quarter"
    ):
        return draft.missing()
    proceeds, repaid = scenario.value("sale_proceeds"), scenario.value("loan_repayment_announced")
    equity, agreed = scenario.value("equity_raised_sale_quarter"), scenario.value("equity_agreed_sale_quarter")
    # Row, left and right end of each bar, and whether it is drawn as disclosed.
    bars = [(0, 0.0, repaid, True), (0, repaid, proceeds, False), (1, 0.0, proceeds, False),
            (2, 0.0, equity - agreed, True), (2, equity - agreed, equity, False)]  # fmt: skip
    bars = [bar for bar in bars if bar[2] - bar[1] > 0.5]
    names = [draft.words(key) for key in _USES]
    money = {
        key: draft.shown(key, "musd", digits)
        for key, digits in (("sale_proceeds", 0), ("loan_repayment_announced", 0), ("proceeds_beyond_repayment", 0),
                            ("equity_raised_sale_quarter", 1))
    }  # fmt: skip
    amounts = (money["sale_proceeds"].text, draft.words("article.amount"), money["equity_raised_sale_quarter"].text)

    def draw(width: int) -> Plot:
        foot = 0.62 if width >= WIDE else 0.86
        plot = Rows(width, SUPPORT, Axis(0, proceeds * 1.02), names, (112, 92), 0.42, foot=foot)
        inks = [INK if solid else GREY for *_, solid in bars]
        plot.bars(
            [end - start for _, start, end, _ in bars],
            [INK if solid else shade(GREY, 0.2) for *_, solid in bars],
            0.4,
            y=[row for row, *_ in bars],
            line={"color": inks, "width": 1.5},
            base=[start for _, start, *_ in bars],
        )
        for row, (key, amount) in enumerate(zip(_USES, amounts, strict=True)):
            color = PAPER if row == 0 and repaid > proceeds / 2 else INK
            at, dx = (equity, 8) if key == "equity" else (0, 10)
            plot.fixed(at, row, f"<b>{amount}</b>", color, dx=dx, size=16, halo=False)
            words = measure.wrap(draft.spoken(f"{key}.words"), plot.pick((58, 32)))
            plot.fixed(0, row + 0.24, words, MUTED, halo=False, yanchor="top", dx=10, size=13)
        plot.rule(0, -0.4, 0, 2.22)
        return plot

    facts, none = scenario.facts.facts, text.t("word.not_disclosed", lang)

    def quote(key: str) -> str:
        return f"“{facts[key].phrase}”" if key in facts and facts[key].phrase else text.DASH

    rows: list[tuple[Cell, ...]] = [
        (names[0], money["sale_proceeds"], money["loan_repayment_announced"], money["proceeds_beyond_repayment"],
         quote("loan_repayment_announced")),
        (names[1], text.DASH, none, none, draft.words("article.quote")),
        (names[2], money["equity_raised_sale_quarter"], text.DASH, none, quote("equity_raised_sale_quarter")),
    ]  # fmt: skip
    everything = round(scenario.value("loan_repayment_share"), 3) >= 1
    uses = ("sale_proceeds", "loan_repayment_share", "proceeds_beyond_repayment", "equity_raised_sale_quarter",
            "equity_agreed_sale_quarter")  # fmt: skip
    return draft.chart(
        draw,
        draft.table(draft.head("who", "amount", "loan", "ai", "words"), rows),
        "reported derived",
        uses,
        title="title" if everything else "title.part",
    )
