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


def stands_idle(scenario: Scenario) -> bool:
    """Whether the machines are switched off, because a month earns less than the hosting that this saves."""
    return bool(scenario.value("mining_idle") == 1 and scenario.value("output_basis") == "RUN")


def note_case(scenario: Scenario, key: str) -> str:
    """The ending of the note under a key figure while the machines stand idle."""
    return ".idle" if key == "mining_result_per_year" and stands_idle(scenario) else ""


def as_of(scenario: Scenario, lang: Lang) -> str:
    """The day of the latest published hashrate."""
    return text.date(catalog.period(scenario.facts, "self_mining_hashrate_reported"), lang)


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """The margin on a coin, the way to break-even, and what a year of it is worth."""
    case = variant(scenario)
    if stands_idle(scenario):
        return Headline(
            say(scenario, "mining.kicker", lang, as_of=as_of(scenario, lang)),
            say(
                scenario, f"mining.title.stands_idle{'' if scenario.value('idle_hosting_per_year') else '.free'}", lang
            ),
            say(scenario, "mining.standfirst.stands_idle", lang),
        )
    worth = case if scenario.known("mining_result_per_year") else "unknown"
    title = case
    if scenario.value("btc_mined_per_year") == 0:
        title = worth = "idle"
    return Headline(
        say(scenario, "mining.kicker", lang, as_of=as_of(scenario, lang)),
        say(scenario, f"mining.title.{title}", lang),
        (*say(scenario, f"mining.standfirst.{case}", lang), " ", *say(scenario, f"mining.worth.{worth}", lang)),
    )
