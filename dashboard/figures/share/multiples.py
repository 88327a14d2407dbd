"""The multiples of the Share price page: three readings of the coins and two of the books, each with its day."""

from __future__ import annotations

from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, Block, Cell
from dashboard.numbers.resolver import Scenario
from dashboard.words.text import Lang, Link, Sentence

_TRACKER = "tracker_without_mnav"
_LENSES = ("mnav", "mnav_enterprise", "mnav_net_of_debt", "price_to_book", "price_to_book_implied")
# What the words beside a lens name; without it the row is left out.
_NEEDED = {
    "mnav": ("valuation_date", "btc_value"),
    "mnav_enterprise": ("debt_valued", "cash_valued", "btc_value"),
    "mnav_net_of_debt": ("debt_valued", "btc_value"),
    "price_to_book": ("equity_last",),
    "price_to_book_implied": ("equity_implied",),
}


def multiples(scenario: Scenario, lang: Lang) -> Block:
    """mNAV in three lenses and price to book twice, with day and confidence, and why mNAV says little about a miner."""
    draft = Draft(scenario, lang, "share.multiples")
    used = [key for key in _LENSES if scenario.known("market_value", *_NEEDED[key])]
    numbers = {key: draft.number(key) for key in used}
    rows: list[tuple[Cell, ...]] = [(draft.words(key), numbers[key], draft.say(f"{key}.basis")) for key in used]
    ordered = sorted((one for one in numbers.values() if one.value is not None), key=lambda one: float(one.value))
    if not ordered:
        return draft.missing("multiples")
    return Block(
        "multiples",
        draft.say(f"title.{'all' if len(ordered) == len(_LENSES) else 'some'}", low=ordered[0], high=ordered[-1]),
        draft.say("subtitle"),
        body=_reason(draft),
        table=draft.table(draft.head("lens", "multiple", "basis"), rows),
        origins=draft.origins("reported", "assumed", "derived"),
        uses=tuple(used),
        height=SUPPORT,
    )


def _reason(draft: Draft) -> tuple[Sentence, ...]:
    """Why the multiple misleads: whoever says so, and the arithmetic."""
    if not draft.scenario.known("coins_share_of_value"):
        return ()
    facts = draft.scenario.facts
    if not facts.has(_TRACKER) or facts.lookup(_TRACKER) is None:
        return (draft.say("arithmetic"),)
    source = facts.sources[facts.facts[_TRACKER].sources[0]]
    return (draft.say("tracker", tracker=Link(str(facts.lookup(_TRACKER)), source.url)),)
