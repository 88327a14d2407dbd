"""What a month consists of: the cash flows of the first year, and the order in which things happen."""

from __future__ import annotations

from dashboard.figures import shapes
from dashboard.figures.colors import GREY
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart
from dashboard.figures.runway.runs import month_date, unavailable
from dashboard.figures.shapes import Step
from dashboard.headlines.runway import failed
from dashboard.model import MONTHS_PER_YEAR
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
# Flows below this are not drawn, and a sale below it is none.
_LEAST = 0.05 * _MILLION
_FLOWS = ("mining", "overhead", "other_outflow", "interest", "lease", "ai_margin", "vendor_payments", "capex",
          "equity", "borrowed", "treasury_sales", "debt_repaid", "arrears")  # fmt: skip
_ENDS = ("first_year_cash_open", "first_year_cash_close")
_KEYS = (_ENDS[0], *(f"first_year_{flow}" for flow in _FLOWS), _ENDS[1])


@compared
def first_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Sources and uses of twelve months, from opening to closing cash; flows of nothing are left out."""
    draft = Draft(scenario, lang, "runway.year")
    gap = unavailable(draft, "runway_path", "today_month")
    if gap is not None:
        return gap
    steps = _steps(draft)
    other = scenario.other
    also = [] if other is None or failed(other) else [*_steps(Draft(other, lang, "runway.year")).values()]
    listed = [_ENDS[0], "first_year_output_sales", "first_year_hosting", *_KEYS[2:]]
    rows = [(draft.label(key), draft.shown(key, "musd", 1, key not in _ENDS)) for key in listed]
    gone = scenario.value("months_to_money_gone")
    fails = gone is not None and gone <= MONTHS_PER_YEAR
    sold = scenario.value("first_year_treasury_sales") >= _LEAST
    case = "sells" if sold else "pays_with_equity" if scenario.value("first_year_equity") > 0 else "pays"
    if fails:
        case = "fails"
    return draft.chart(
        lambda width: shapes.waterfall(width, HERO, [*steps.values()], (128, 108), also=also),
        draft.table(draft.head("step", "amount"), rows),
        "reported assumed derived",
        [*steps],
        HERO,
        f"title.{case}",
        "subtitle.fails" if fails else "subtitle",
        last=month_date(scenario, MONTHS_PER_YEAR, lang),
    )


def _steps(draft: Draft) -> dict[str, Step]:
    """The flows that are drawn, by key."""
    kept = [key for key in _KEYS if key in _ENDS or abs(draft.scenario.value(key)) >= _LEAST]
    amounts = {key: float(draft.scenario.value(key)) for key in kept}
    return {
        key: Step(
            draft.label(key),
            amount,
            text.number(amount / _MILLION, draft.lang, 1, key not in _ENDS),
            key in _ENDS,
            GREY if key == "first_year_arrears" else "",
        )
        for key, amount in amounts.items()
    }


_EVENTS = ("mine", "bills", "interest", "capex", "income", "equity", "margin", "sell", "debt", "record")


def order_of_events(scenario: Scenario, lang: Lang) -> Block:
    """What happens in a month, in this order, with the assumption behind each step."""
    draft = Draft(scenario, lang, "runway.order")
    chosen = scenario.output("curtailment")
    assumption = scenario.facts.assumption("curtailment")
    names = {} if assumption is None or assumption.options is None else assumption.options
    words = names[chosen.value].get(lang) if chosen.value in names else str(chosen.value)
    switch = Figure("curtailment", words, chosen.value, chosen.kind, "as")
    return Block(
        "order",
        draft.say("title"),
        draft.say("subtitle" if scenario.known("today_month") else "subtitle.undated"),
        items=tuple(draft.say(event, switch=switch) for event in _EVENTS),
        origins=draft.origins("reported", "assumed"),
    )
