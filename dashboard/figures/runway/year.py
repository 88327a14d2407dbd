"""What a month consists of: the cash flows of the first year, and the order in which things happen."""

from __future__ import annotations

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import GAIN, GREY, INK, LOSS
from dashboard.figures.layout import HERO, Block, Chart, Dict, Table
from dashboard.headlines import label, say
from dashboard.model import MONTHS_PER_YEAR
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
_FLOWS = ("mining", "overhead", "interest", "lease", "ai_margin", "capex", "equity", "treasury_sales", "debt_repaid",
          "arrears")  # fmt: skip


def first_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Sources and uses of twelve months, from opening to closing cash; flows of nothing are left out."""
    if not scenario.known("value_by_month"):
        return base.missing("year", "year", lang, HERO)
    keys = ["first_year_cash_open", *(f"first_year_{flow}" for flow in _FLOWS), "first_year_cash_close"]
    ends = (keys[0], keys[-1])
    kept = [key for key in keys if key in ends or abs(scenario.value(key)) >= 0.05 * _MILLION]
    starts, stops, colors, words = [], [], [], []
    level = 0.0
    for key in kept:
        amount = scenario.value(key)
        start, stop = (0.0, amount) if key in ends else (level, level + amount)
        level = stop
        starts.append(start)
        stops.append(stop)
        unpaid = key == "first_year_arrears"
        colors.append(INK if key in ends else GREY if unpaid else GAIN if amount > 0 else LOSS)
        words.append(text.number(amount / _MILLION, lang, 1, key not in ends))
    names = [label(scenario, key, lang) for key in kept]

    def build(width: int) -> Dict:
        return shapes.waterfall(names, starts, stops, colors, words, 128 if width >= base.WIDE else 108, width)

    wide, narrow = base.both(build)
    listed = [key for key in keys if key != "first_year_mining"]
    listed[1:1] = ["first_year_output_sales", "first_year_hosting"]
    rows = tuple(
        (
            label(scenario, key, lang),
            Figure(key, text.millions(scenario.value(key), lang, 1, key not in ends), scenario.value(key), "scenario"),
        )
        for key in listed
    )
    sold = scenario.value("first_year_treasury_sales") >= 0.05 * _MILLION
    runway = scenario.value("runway_months")
    fails = runway is not None and runway < MONTHS_PER_YEAR
    case = "sells" if sold else "pays_with_equity" if scenario.value("first_year_equity") > 0 else "pays"
    if fails:
        case = "fails" if runway > 0 else "fails_first"
    return Chart(
        "year",
        say(scenario, f"runway.year.title.{case}", lang),
        say(scenario, f"runway.year.subtitle{'.fails' if fails else ''}", lang),
        say(scenario, "runway.year.alt", lang),
        wide,
        tuple((kind, text.t(f"runway.year.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        Table((text.t("runway.year.step", lang), text.t("runway.year.amount", lang)), rows),
        tuple(kept),
        HERO,
        narrow,
    )


_EVENTS = ("mine", "bills", "interest", "capex", "income", "equity", "margin", "sell", "debt", "record")


def order_of_events(scenario: Scenario, lang: Lang) -> Block:
    """What happens in a month, in this order, with the assumption behind each step."""
    chosen = scenario.output("curtailment")
    assumption = scenario.facts.assumption("curtailment")
    names = {} if assumption is None or assumption.options is None else assumption.options
    words = names[chosen.value].get(lang) if chosen.value in names else str(chosen.value)
    switch = Figure("curtailment", words, chosen.value, chosen.kind, "as")
    return Block(
        "order",
        say(scenario, "runway.order.title", lang),
        say(scenario, f"runway.order.subtitle{'' if scenario.known('balance_date') else '.undated'}", lang),
        items=tuple(say(scenario, f"runway.order.{event}", lang, switch=switch) for event in _EVENTS),
        origins=tuple((kind, text.t(f"runway.order.{kind}", lang)) for kind in ("reported", "assumed")),
    )
