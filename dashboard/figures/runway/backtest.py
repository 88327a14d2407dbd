"""The back-test: the same months run over a published quarter, what they predict, and what they cannot know."""

from __future__ import annotations

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.layout import Block, Table
from dashboard.headlines import figure, say
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

# Row name, prediction, published figure, error.
_GIVEN = (
    ("mined_two_months", "backtest_mined_two_months", "btc_mined_two_months", "backtest_mined_two_months_error"),
    ("mined", "backtest_mined", "btc_mined_q1_2026", "backtest_mined_error"),
    ("mined_carried_on", "backtest_mined_carried_on", "btc_mined_q1_2026", "backtest_mined_carried_on_error"),
    ("btc", "backtest_btc", "treasury_after", "backtest_btc_error"),
    ("cash", "backtest_cash", "cash_after", "backtest_cash_error"),
)
_ANNOUNCED = (
    ("cash", "backtest_announced_cash", "cash_after", "backtest_announced_cash_error"),
    ("debt", "backtest_announced_debt", "debt_after", "backtest_announced_debt_error"),
    ("btc", "backtest_announced_btc", "treasury_after", "backtest_announced_btc_error"),
)
_UNKNOWN = ("hashrate", "deposits", "working_capital", "capex", "equity", "overhead")


def given(scenario: Scenario, lang: Lang) -> Block:
    """Run A: every published decision given; coins mined and cash against what was published."""
    if not scenario.known(*(error for *_, error in _GIVEN)):
        return base.missing("given", "backtest_cash", lang)
    over = scenario.value("backtest_cash_error") >= 0
    return Block(
        "given",
        say(scenario, f"runway.given.title.{'over' if over else 'under'}", lang),
        say(scenario, "runway.given.subtitle", lang),
        table=_table(scenario, lang, _GIVEN, "given"),
        origins=tuple((kind, text.t(f"runway.given.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        uses=("backtest_sales", "equity_raised_2026", "debt_reduction_q1_2026", "backtest_hosting",
              "mining_cash_cost_q1_2026", "backtest_overhead", "backtest_interest", "cash_before",
              "treasury_before", "debt_before", "backtest_mined_error_share", "realised_hashrate_at_quarter_end"),
    )  # fmt: skip


def announced(scenario: Scenario, lang: Lang) -> Block:
    """Run B: only what was announced is sold and repaid; cash, debt and coins against what was published."""
    if not scenario.known(*(error for *_, error in _ANNOUNCED)):
        return base.missing("announced", "backtest_announced", lang)
    more = scenario.value("backtest_announced_debt_error") > 0
    return Block(
        "announced",
        say(scenario, f"runway.announced.title.{'more' if more else 'less'}", lang),
        say(scenario, "runway.announced.subtitle", lang),
        table=_table(scenario, lang, _ANNOUNCED, "announced"),
        origins=tuple((kind, text.t(f"runway.announced.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        uses=("loan_repayment_announced", "march_2026_sale_value"),
    )


def unknowns(scenario: Scenario, lang: Lang) -> Block:
    """What no outsider can know about the quarter, and how large it could be."""
    if not scenario.known("backtest_cash_error"):
        return base.missing("unknowns", "backtest_cash", lang)
    return Block(
        "unknowns",
        say(scenario, "runway.unknowns.title", lang),
        say(scenario, "runway.unknowns.subtitle", lang),
        items=tuple(say(scenario, f"runway.unknowns.{name}", lang) for name in _UNKNOWN),
    )


def _table(scenario: Scenario, lang: Lang, rows: tuple[tuple[str, str, str, str], ...], run: str) -> Table:
    cells = []
    for name, predicted, published, error in rows:
        spec = OUTPUTS[error]
        difference = scenario.output(error)
        cells.append(
            (
                text.t(f"runway.{run}.{name}", lang),
                figure(scenario.output(predicted), lang),
                figure(scenario.output(published), lang, "bare" if spec.unit != "btc" else f"bare,d{spec.digits or 0}"),
                shapes.cell(error, difference.value, spec.unit, difference.kind, lang, signed=True, digits=spec.digits),
            )
        )
    head = tuple(text.t(f"runway.backtest.{c}", lang) for c in ("figure", "predicted", "published", "difference"))
    return Table(head, tuple(cells), phone="pairs")
