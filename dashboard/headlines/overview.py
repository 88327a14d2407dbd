"""The whole story in one sentence: the runway's, under this page's own question."""

from dashboard import headlines
from dashboard.headlines import Headline
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang, Sentence

_FACTS = ("btc_disposed_q1_2026", "treasury_after", "debt_reduction_q1_2026")


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """The runway sentence; without the facts for it, what happened to the treasury."""
    latest = catalog.latest_balance(scenario.facts)
    date = text.date(latest, lang) if latest is not None else text.missing(lang)
    return Headline(
        say(scenario, "overview.kicker", lang, date=date),
        _title(scenario, lang),
        say(scenario, "overview.standfirst", lang) if scenario.known(*_FACTS) else (),
    )


def _title(scenario: Scenario, lang: Lang) -> Sentence:
    if scenario.known("runway_path"):
        return headlines.headline("runway", scenario, lang).title
    if scenario.known("btc_disposed_q1_2026", "treasury_after"):
        return say(scenario, "overview.title.treasury", lang)
    return say(scenario, "overview.title.unknown", lang)
