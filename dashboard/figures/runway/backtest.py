"""The back-test: the same months run over a published quarter, what they predict, and what they cannot know."""

from __future__ import annotations

from dashboard.figures.draft import Draft
from dashboard.figures.layout import Block, Table
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.words.text import Lang

# Row name, prediction, published figure, error.
_GIVEN = (
    ("mined_two_months", "backtest_mined_two_months", "btc_mined_two_months", "backtest_mined_two_months_error"),
    ("mined", "backtest_mined", "btc_mined_sale_quarter", "backtest_mined_error"),
    ("mined_carried_on", "backtest_mined_carried_on", "btc_mined_sale_quarter", "backtest_mined_carried_on_error"),
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
    draft = Draft(scenario, lang, "runway.given")
    if not scenario.known(*(error for *_, error in _GIVEN)):
        return draft.missing("backtest_cash")
    over = scenario.value("backtest_cash_error") >= 0
    return Block(
        "given",
        draft.say(f"title.{'over' if over else 'under'}"),
        draft.say("subtitle"),
        table=_table(draft, _GIVEN),
        origins=draft.origins("reported", "derived", "assumed"),
        uses=("backtest_sales", "equity_raised_sale_quarter", "debt_reduction_sale_quarter", "backtest_hosting",
              "mining_cash_cost_sale_quarter", "backtest_overhead", "backtest_interest", "cash_before",
              "treasury_before", "debt_before", "backtest_mined_error_share", "realised_hashrate_at_quarter_end"),
    )  # fmt: skip


def announced(scenario: Scenario, lang: Lang) -> Block:
    """Run B: only what was announced is sold and repaid; cash, debt and coins against what was published."""
    draft = Draft(scenario, lang, "runway.announced")
    if not scenario.known(*(error for *_, error in _ANNOUNCED)):
        return draft.missing("backtest_announced")
    more = scenario.value("backtest_announced_debt_error") > 0
    return Block(
        "announced",
        draft.say(f"title.{'more' if more else 'less'}"),
        draft.say("subtitle"),
        table=_table(draft, _ANNOUNCED),
        origins=draft.origins("reported", "derived", "assumed"),
        uses=("loan_repayment_announced", "sold_value_month_after_sale"),
    )


def unknowns(scenario: Scenario, lang: Lang) -> Block:
    """What no outsider can know about the quarter, and how large it could be."""
    draft = Draft(scenario, lang, "runway.unknowns")
    if not scenario.known("backtest_cash_error"):
        return draft.missing("backtest_cash")
    items = tuple(draft.say(name) for name in _UNKNOWN)
    return Block("unknowns", draft.say("title"), draft.say("subtitle"), items=items)


def _table(draft: Draft, rows: tuple[tuple[str, str, str, str], ...]) -> Table:
    """Prediction, publication and difference; a published number of coins is written like its prediction."""
    cells = []
    for name, predicted, published, error in rows:
        spec = OUTPUTS[error]
        digits = f"d{spec.digits or 0}" if spec.unit == "btc" else ""
        difference = draft.shown(error, spec.unit, spec.digits, True)
        cells.append((draft.words(name), draft.number(predicted, ""), draft.number(published, digits), difference))
    backtest = Draft(draft.scenario, draft.lang, "runway.backtest")
    return draft.table(backtest.head("figure", "predicted", "published", "difference"), cells, phone="pairs")
