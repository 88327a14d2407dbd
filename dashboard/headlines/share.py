"""What is the market paying for?"""

from dashboard.headlines import Headline
from dashboard.model import equity
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import figure, say
from dashboard.words.text import Lang, Sentence

_MILLION = 1e6
_LOW, _HIGH = "enterprise_value_ex_btc", "enterprise_value_ex_btc_with_other"


def variant(scenario: Scenario) -> str:
    """What the price leaves for everything but the coins, in whole millions as shown; or which input is missing.

    Two ends where other liabilities are known, the lower one first; ``alone.`` before it where they are not.
    """
    if not scenario.known("share_price"):
        return "no_price"
    if not scenario.known("shares_outstanding"):
        return "no_shares"
    if not scenario.known(_LOW):
        return "unknown"
    low = _whole(scenario, _LOW)
    if not scenario.known(_HIGH):
        return f"alone.{'more' if low > 0 else 'less' if low < 0 else 'nothing'}"
    if low == 0:
        return "nothing"
    return "less" if low < 0 and _whole(scenario, _HIGH) <= 0 else "more"


def _whole(scenario: Scenario, key: str) -> int:
    return round(float(scenario.value(key)) / _MILLION)


def implied(scenario: Scenario) -> str:
    """Which sentence fits the AI megawatts that the price implies."""
    if not scenario.known("implied_ai_mw", "implied_ai_mw_without_tenant"):
        return "unknown"
    if round(scenario.value("implied_ai_mw"), 1) > 0:
        return "some" if _whole(scenario, "mining_value") > 0 else "only"
    return "mining" if _whole(scenario, _LOW) > 0 else "coins"


def large_issue(scenario: Scenario) -> bool:
    """Whether the reader's raise takes more new shares than a third of today's."""
    return scenario.known("new_shares_share") and bool(equity.issue_is_large(scenario.value("new_shares_share")))


def note_case(scenario: Scenario, key: str) -> str:
    """Ending of the string key of a key figure's note: a large issue is named as such."""
    return ".large" if key == "new_shares_from_raise" and large_issue(scenario) else ""


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """Both ends of what the price pays beyond the coins, the AI capacity that would explain it, and a share's NAV."""
    case = implied(scenario)
    parts: Sentence = say(scenario, f"share.implied.{case}", lang)
    if case in ("some", "only"):
        parts += _disclosed(scenario, lang)
    if scenario.known("nav_per_share"):
        both = scenario.known("nav_per_share_with_other")
        parts += (" ", *say(scenario, f"share.nav.{'both' if both else 'alone'}", lang))
    return Headline(_kicker(scenario, lang), _title(scenario, lang), parts)


def _title(scenario: Scenario, lang: Lang) -> Sentence:
    case = variant(scenario)
    pieces = {
        name: figure(scenario.output(key), lang, "d0")
        for name, key in (("low", _LOW), ("high", _HIGH))
        if scenario.known(key)
    }
    year = catalog.period(scenario.facts, "total_liabilities_last")[:4]
    return say(scenario, f"share.title.{case}", lang, year=year, **pieces)


def _disclosed(scenario: Scenario, lang: Lang) -> Sentence:
    known = scenario.facts.has("ecohash_mw") and scenario.facts.lookup("ecohash_mw") is not None
    return say(scenario, f"share.disclosed.{'some' if known else 'none'}", lang)


def _kicker(scenario: Scenario, lang: Lang) -> Sentence:
    close, balance = (catalog.period(scenario.facts, name) for name in ("share_price", "treasury_now"))
    if not close or not balance or not scenario.known("valuation_date"):
        return say(scenario, "share.kicker.undated", lang)
    valued = scenario.value("valuation_date")
    return say(
        scenario,
        "share.kicker.published" if valued == balance else "share.kicker",
        lang,
        close=text.date(close, lang),
        balance=text.date(balance, lang),
        valued=text.date(valued, lang),
    )
