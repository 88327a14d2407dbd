"""How big must the AI business become to replace mining?"""

from dashboard.headlines import Headline
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import label, say
from dashboard.words.text import Lang, Sentence

_MILLION = 1e6


def variant(scenario: Scenario) -> str:
    """``loss`` or ``gain`` by the mining result; ``zero``: nothing to replace; ``none``: no revenue would do.

    ``unknown``: an input is not disclosed. As shown, in whole millions.
    """
    if not scenario.known("mining_result_per_year", "ai_margin_share"):
        return "unknown"
    result = scenario.value("mining_result_per_year")
    needed = scenario.value("ai_revenue_needed")
    if round((result if needed is None else needed) / _MILLION) == 0:
        return "zero"
    if needed is None:
        return "none"
    return "loss" if result < 0 else "gain"


def model(scenario: Scenario) -> str:
    """``gpu`` or ``colo``, the business the reader chose, as it stands in the names of strings."""
    return str(scenario.value("ai_model")).lower()


def break_even_key(scenario: Scenario) -> str:
    """The break-even price of the chosen business: of a card-hour, or of a kilowatt."""
    return "ai_break_even_gpu_price" if model(scenario) == "gpu" else "ai_break_even_colocation_rent"


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """The revenue needed, what it takes in megawatts, cards and money, and what is reported."""
    case, business = variant(scenario), model(scenario)
    as_of = text.date(scenario.facts.company.as_of, lang)
    title = f"ai.title.{case}.{business}" if case == "none" else f"ai.title.{case}"
    if case == "zero" and scenario.value("btc_mined_per_year") == 0:
        title = "ai.title.idle"
    takes = f"ai.takes.{business}" if case in ("loss", "gain") else f"ai.takes.{case}"
    return Headline(
        say(scenario, "ai.kicker", lang, as_of=as_of),
        capital(say(scenario, title, lang)),
        _takes(scenario, takes, lang) + _plan(scenario, lang) + _reported(scenario, lang),
    )


def capital(sentence: Sentence) -> Sentence:
    """``sentence`` with a capital first letter: a company may have no name for its AI business."""
    first = sentence[0]
    return (first[:1].upper() + first[1:], *sentence[1:]) if isinstance(first, str) else sentence


def _takes(scenario: Scenario, key: str, lang: Lang) -> Sentence:
    missing = scenario.output("ai_revenue_needed").missing
    names = text.join([label(scenario, name, lang) for name in missing], lang)
    return capital(say(scenario, key, lang, names=names))


def _plan(scenario: Scenario, lang: Lang) -> Sentence:
    if not scenario.known("ai_revenue_per_year"):
        return ()
    return (" ", *say(scenario, "ai.plan" if scenario.value("ai_mw") > 0 else "ai.plan.empty", lang))


def _reported(scenario: Scenario, lang: Lang) -> Sentence:
    known = scenario.known("ecohash_revenue")
    return (" ", *capital(say(scenario, "ai.reported" if known else "ai.reported.none", lang)))
