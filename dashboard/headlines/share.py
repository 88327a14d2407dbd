"""What is the market paying for?"""

from dashboard.headlines import Headline
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang, Sentence

_MILLION = 1e6


def variant(scenario: Scenario) -> str:
    """What the price leaves for everything but the coins, as shown in whole millions; or which input is missing."""
    if not scenario.known("share_price"):
        return "no_price"
    if not scenario.known("shares_outstanding"):
        return "no_shares"
    if not scenario.known("enterprise_value_ex_btc"):
        return "unknown"
    rest = round(scenario.value("enterprise_value_ex_btc") / _MILLION)
    return "more" if rest > 0 else "less" if rest < 0 else "nothing"


def implied(scenario: Scenario) -> str:
    """Which sentence fits the AI megawatts that the price implies."""
    if not scenario.known("implied_ai_mw"):
        return "unknown"
    if round(scenario.value("implied_ai_mw"), 1) > 0:
        return "some" if round(scenario.value("mining_value") / _MILLION) > 0 else "only"
    return "mining" if round(scenario.value("enterprise_value_ex_btc") / _MILLION) > 0 else "coins"


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """What the price pays beyond the coins, the AI capacity that would explain it, and what a share holds."""
    case = implied(scenario)
    parts: Sentence = say(scenario, f"share.implied.{case}", lang)
    if case in ("some", "only"):
        parts += _disclosed(scenario, lang)
    if scenario.known("nav_per_share"):
        parts += (" ", *say(scenario, "share.nav", lang))
    return Headline(_kicker(scenario, lang), say(scenario, f"share.title.{variant(scenario)}", lang), parts)


def _disclosed(scenario: Scenario, lang: Lang) -> Sentence:
    known = scenario.facts.has("ecohash_mw") and scenario.facts.lookup("ecohash_mw") is not None
    return say(scenario, f"share.disclosed.{'some' if known else 'none'}", lang)


def _kicker(scenario: Scenario, lang: Lang) -> Sentence:
    close, balance = (catalog.period(scenario.facts, name) for name in ("share_price", "treasury_2026_03_31"))
    if not close or not balance:
        return say(scenario, "share.kicker.undated", lang)
    return say(scenario, "share.kicker", lang, close=text.date(close, lang), balance=text.date(balance, lang))
