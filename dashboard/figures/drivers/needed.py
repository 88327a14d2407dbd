"""What would have to be true, one assumption at a time, for the answer to turn."""

from __future__ import annotations

from dataclasses import replace

from dashboard.figures.draft import Draft
from dashboard.figures.drivers.swings import declared
from dashboard.figures.layout import HERO, Block
from dashboard.figures.runway.runs import unavailable
from dashboard.model.drivers import TARGETS
from dashboard.numbers.resolver import Scenario
from dashboard.words import say, text
from dashboard.words.text import Figure, Lang


def must_be_true(scenario: Scenario, lang: Lang) -> Block:
    """By assumption and target the nearest value of its slider that alone reaches it, as a link that sets it."""
    draft = Draft(scenario, lang, "drivers.needed")
    gap = unavailable(draft, "runway_path")
    if gap is not None:
        return gap
    found = scenario.value("what_must_be_true")
    names = list(found[TARGETS[0]])
    rows = [
        (draft.label(name), draft.number(name), *(_cell(draft, name, found[target][name]) for target in TARGETS))
        for name in names
    ]
    reached = [name for name in names if found["paid"][name] == found["paid"][name]]
    case = "kept" if scenario.value("months_to_money_gone") is None else "some" if reached else "none"
    price = found["paid"].get("btc_price")
    if case == "some" and (price is None or price != price):
        case = "other"
    head = draft.head("column.name", "column.now", *(f"column.{target}" for target in TARGETS))
    return Block(
        draft.key,
        draft.say(f"title.{case}", price=_cell(draft, "btc_price", float("nan") if price is None else price)),
        draft.say("subtitle"),
        table=draft.table(head, rows, "caption", "pairs"),
        origins=draft.origins("assumed", "derived"),
        height=HERO,
        uses=("money_gone_month", "next_forced_sale_month", *names),
    )


def _cell(draft: Draft, name: str, value: float) -> Figure:
    assumption = draft.scenario.facts.assumption(name)
    style = say.style_of(draft.scenario.output(name))
    one = draft.figure(name, value, style, at=f"{name}={value!r}")
    if one.value is None or assumption is None:
        return replace(one, text=draft.words("cannot"))
    if value == draft.scenario.value(name):
        return replace(one, text=draft.words("already"))
    return replace(one, text=text.show(value, style, draft.lang), sets=((assumption.key, declared(assumption, value)),))
