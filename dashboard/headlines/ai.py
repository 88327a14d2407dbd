"""How much must the AI business bring in to cover what the company burns?"""

from dashboard.headlines import Headline
from dashboard.headlines.runway import failed
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import label, say
from dashboard.words.text import Lang, Sentence

_TENTH = 1e5


def variant(scenario: Scenario) -> str:
    """``burn``: there is something to cover; ``no_burn``; ``none``: no revenue would do; ``unknown``: not disclosed;
    ``failed``: the money would have been gone before today.

    As shown, in tenths of a million: a burn that rounds to nothing is none.
    """
    if not scenario.known("burn_per_year", "ai_margin_share"):
        return "unknown"
    if failed(scenario):
        return "failed"
    if scenario.value("burn_per_year") < _TENTH / 2:
        return "no_burn"
    return "none" if scenario.value("ai_revenue_needed") is None else "burn"


def model(scenario: Scenario) -> str:
    """``gpu`` or ``colo``, the business the reader chose, as it stands in the names of strings."""
    return str(scenario.value("ai_model")).lower()


def break_even_key(scenario: Scenario) -> str:
    """The break-even price of the chosen business: of a card-hour, or of a kilowatt."""
    return "ai_break_even_gpu_price" if model(scenario) == "gpu" else "ai_break_even_colocation_rent"


def key_figures(scenario: Scenario) -> tuple[str, ...]:
    """What AI must bring in, at which price it breaks even, and what the investment is worth."""
    needed = () if variant(scenario) == "failed" else ("ai_revenue_needed",)
    return *needed, break_even_key(scenario), "ai_npv", "ai_irr", "ai_payback_years"


def note_case(scenario: Scenario, key: str) -> str:
    """Which note stands under a key figure: the rent of colocation does not fall."""
    return ".colo" if key == "ai_npv" and model(scenario) == "colo" else ""


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """Cash against cash; then mining after depreciation beside AI after capital; then what is reported."""
    case = variant(scenario)
    as_of = text.date(scenario.facts.company.as_of, lang)
    first = None if case == "failed" else scenario.value("burn_month")
    month = "" if first is None else text.date(first, lang)
    kicker = say(scenario, "ai.kicker" if month else "ai.kicker.undated", lang, as_of=as_of, burn_month=month)
    return Headline(
        kicker,
        capital(say(scenario, _title(scenario, case), lang)),
        _takes(scenario, case, lang, month) + _capital_cost(scenario, lang) + _reported(scenario, lang),
    )


def _title(scenario: Scenario, case: str) -> str:
    if case == "none":
        return f"ai.title.none.{model(scenario)}"
    if case == "no_burn":
        return f"ai.title.no_burn.{_adds(scenario)}"
    return f"ai.title.{case}"


def _adds(scenario: Scenario) -> str:
    """What AI does where there is nothing to cover, as a case of ``ai.title.no_burn``."""
    margin = scenario.value("ai_margin_per_year")
    return "alone" if abs(margin) < _TENTH / 2 else "adds" if margin > 0 else "takes"


def capital(sentence: Sentence) -> Sentence:
    """``sentence`` with a capital first letter: a company may have no name for its AI business."""
    first = sentence[0]
    return (first[:1].upper() + first[1:], *sentence[1:]) if isinstance(first, str) else sentence


def _takes(scenario: Scenario, case: str, lang: Lang, month: str) -> Sentence:
    missing = scenario.output("ai_revenue_needed").missing
    names = text.join([label(scenario, name, lang) for name in missing], lang)
    key = f"ai.takes.{model(scenario) if case == 'burn' else case}"
    takes = capital(say(scenario, key, lang, names=names, burn_month=month))
    priced = case == "no_burn" and _adds(scenario) != "alone"
    return (*takes, " ", *say(scenario, "ai.takes.priced", lang)) if priced else takes


def _capital_cost(scenario: Scenario, lang: Lang) -> Sentence:
    if not scenario.known("mining_result_per_year", "ai_result_after_capital_per_year"):
        return ()
    return (" ", *say(scenario, "ai.capital" if scenario.value("ai_mw") > 0 else "ai.capital.empty", lang))


def _reported(scenario: Scenario, lang: Lang) -> Sentence:
    known = scenario.known("ecohash_revenue")
    return (" ", *capital(say(scenario, "ai.reported" if known else "ai.reported.none", lang)))
