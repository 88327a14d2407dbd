"""Which of the claims hold?"""

from dashboard.headlines import Headline
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang


def variant(scenario: Scenario) -> str:
    """``none`` without claims, ``one`` or ``many`` by the number that are supported."""
    if not scenario.value("claims_checked"):
        return "none"
    return "one" if scenario.value("claims_supported") == 1 else "many"


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """How many claims the documents bear out, and what the others are."""
    case = variant(scenario)
    as_of = text.date(scenario.facts.company.as_of, lang)
    return Headline(
        say(scenario, "claims.kicker", lang, as_of=as_of),
        say(scenario, f"claims.title.{case}", lang),
        say(scenario, "claims.standfirst.none" if case == "none" else "claims.standfirst", lang),
    )
