"""Does each coin make or lose money?"""

from dashboard.headlines import Headline
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang


def variant(scenario: Scenario) -> str:
    """``loss``, ``gain`` or ``even`` by the margin as it is shown, in whole dollars."""
    margin = round(scenario.value("margin_per_btc") or 0)
    return "loss" if margin < 0 else "gain" if margin > 0 else "even"


def as_of(scenario: Scenario, lang: Lang) -> str:
    """The day of the latest published hashrate."""
    return text.date(catalog.period(scenario.facts, "self_mining_hashrate_q1_2026"), lang)


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """The margin on a coin, the way to break-even, and what a year of it is worth."""
    case = variant(scenario)
    worth = case if scenario.known("mining_result_per_year") else "unknown"
    title = case
    if scenario.value("btc_mined_per_year") == 0:
        title = worth = "idle"
    return Headline(
        say(scenario, "mining.kicker", lang, as_of=as_of(scenario, lang)),
        say(scenario, f"mining.title.{title}", lang),
        (*say(scenario, f"mining.standfirst.{case}", lang), " ", *say(scenario, f"mining.worth.{worth}", lang)),
    )
