"""What did the February sale cost, and what did it buy?"""

from dashboard.headlines import Headline
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang

CURVE_MONTHS = 24


def variant(scenario: Scenario) -> str:
    """``more``, ``less`` or ``same``: what the coins would fetch, in whole millions; else what is undisclosed."""
    if not scenario.known("sale_btc"):
        return "coins_unknown"
    if not scenario.known("sale_proceeds"):
        return "proceeds_unknown"
    outcome = round(scenario.value("sale_outcome") / 1e6)
    return "more" if outcome < 0 else "less" if outcome > 0 else "same"


def hold_case(scenario: Scenario) -> str:
    """``above``, ``below`` or ``even``: the price against the break-even of holding, in whole dollars."""
    price, even = scenario.value("btc_price"), scenario.value("hold_break_even_price")
    if even is None:
        return "unknown"
    return "even" if round(price) == round(even) else "above" if price > even else "below"


def hold_months_case(scenario: Scenario) -> str:
    """``never``, ``until`` or ``always``: for how many months of the curve holding to the price beats selling."""
    months = scenario.value("hold_break_even_months")
    return "never" if round(months) <= 0 else "until" if months <= CURVE_MONTHS else "always"


def loan_case(scenario: Scenario) -> str:
    """``repaid`` (nothing left), ``under_water`` (LTV above 100%), ``flat`` (the same as shown) or ``lower``."""
    if scenario.value("loan_after_sale") <= 0:
        return "repaid"
    before, after = (text.percent(scenario.value(key), "EN") for key in ("ltv_before", "ltv_after"))
    return "flat" if before == after else "under_water" if scenario.value("ltv_before") > 1 else "lower"


def note_case(scenario: Scenario, key: str) -> str:
    """The ending of the note under a key figure of the loan, where the usual one would not be true."""
    if key in ("ltv_after", "margin_call_price_after", "margin_call_touch_probability_after"):
        return ".repaid" if scenario.value("loan_after_sale") == 0 else ""
    if key == "ltv_before" and (scenario.value(key) or 0) > 1:
        return ".under_water"
    return ""


def kicker(scenario: Scenario) -> str:
    """The string key of the line above the sentence: with the dates, where they are published."""
    dated = scenario.known("sale_date") and catalog.period(scenario.facts, "treasury_after")
    return "sale.kicker" if dated else "sale.kicker.undated"


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """What the coins sold would fetch at the reader's price, and what the sale bought instead."""
    as_of = text.date(catalog.period(scenario.facts, "treasury_after"), lang)
    bought = "known" if scenario.known("interest_saved", "sale_proceeds") else "unknown"
    hold = say(scenario, f"sale.hold.{hold_case(scenario)}", lang)
    return Headline(
        say(scenario, kicker(scenario), lang, as_of=as_of),
        say(scenario, f"sale.title.{variant(scenario)}", lang),
        (*say(scenario, f"sale.standfirst.{bought}", lang), " ", *hold),
    )
