"""Why other pages show other figures for the same company: what each showed, and the step from there to ours."""

from __future__ import annotations

from dashboard.facts import Facts, Site
from dashboard.figures.draft import Draft
from dashboard.figures.layout import Block, Cell
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang, Link

_OURS = {
    "shares": "shares_outstanding",
    "market_value": "market_value",
    "enterprise_value": "enterprise_value",
    "btc_held": "coins_valued",
}
_LOOK = {"shares": "shares", "market_value": "musd", "enterprise_value": "musd", "btc_held": "btc"}


def elsewhere(scenario: Scenario, lang: Lang) -> Block:
    """Each page with its day, figures and source, and the words that lead from its figures to ours; ours first."""
    draft, facts = Draft(scenario, lang, "share.elsewhere"), scenario.facts
    if facts.elsewhere is None or not scenario.known("share_price", "shares_outstanding"):
        return draft.missing()
    sites = facts.elsewhere.sites
    day = text.date(catalog.period(facts, "share_price"), lang)
    gap = draft.spoken("here.gap") if scenario.known("valuation_date") else ""
    ours = tuple((draft.number(key),) for key in _OURS.values())
    differ = sum(bool(site.steps) for site in sites)
    rows: list[tuple[Cell, ...]] = [(draft.words("here", day=day), *ours, gap)]
    rows += [_row(draft, facts, site) for site in sites]
    return Block(
        "elsewhere",
        draft.say("title", count=text.number(differ, lang), all=text.number(len(sites), lang)),
        draft.say("subtitle"),
        table=draft.table(draft.head("site", *_LOOK, "gap"), rows, "blank", phone="pairs"),
        origins=draft.origins("reported", "derived"),
        uses=tuple(_OURS.values()),
    )


def _row(draft: Draft, facts: Facts, site: Site) -> tuple[Cell, ...]:
    assert facts.elsewhere is not None
    lang = draft.lang
    source = facts.elsewhere.sources[site.source]
    shown = [
        text.DASH if field not in site.figures else text.show(site.figures[field].base, look, lang)
        for field, look in _LOOK.items()
    ]
    why = " ".join([*(facts.elsewhere.steps[step].get(lang) for step in site.steps), site.note.get(lang)])
    return ((Link(site.name, source.url), f", {text.date(site.as_of, lang)}"), *shown, why)
