"""Which comes first, AI income or the next forced sale?"""

from __future__ import annotations

from dashboard.headlines import Headline
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import label, say
from dashboard.words.text import Lang, Sentence

_MILLION = 1e6


def variant(scenario: Scenario) -> str:
    """Which sentence is true: the order of the dates on the flat path, and what causes the first of them."""
    if not scenario.known("runway_path"):
        return "missing"
    runway, sale = scenario.value("runway_months"), scenario.value("months_to_next_sale")
    if runway == 0:
        return _short(scenario)
    if scenario.value("first_sale_cause") in ("margin_call", "liquidation"):
        return "margin_lasts" if runway is None else "margin_ruin"
    if scenario.value("shortfall_by_maturity"):
        return "maturity_ruin"
    if scenario.value("burn_per_month") <= 0:
        return _without_burn(scenario, runway, sale)
    return _outlasts(scenario, sale) if runway is None else _runs_out(scenario, runway)


def _short(scenario: Scenario) -> str:
    """Month 1 is not paid: because of the AI plant, of the minimum cash alone, or of the bills."""
    if scenario.value("runway_months_without_ai") > 0:
        return "short_ai"
    return "short_minimum" if scenario.value("shortfall_gap") <= scenario.value("minimum_cash") else "short_bills"


def _without_burn(scenario: Scenario, runway: float | None, sale: float | None) -> str:
    """Mining pays the bills of month 1: what happens later."""
    if runway is None and sale is None:
        return "pays" if scenario.value("mining_pays_its_way") else "pays_later"
    if runway is None:
        first = scenario.with_values(ai_mw=0.0).value("months_to_next_sale")
        if first is None or first > sale:
            return "capex_sale"
        turns = scenario.value("months_to_first_burn")
        if turns is None or turns > sale:
            return "maturity_sale" if scenario.value("first_sale_cause") == "maturity" else "minimum_sale"
        return "maturity_sale" if scenario.value("first_sale_cause") == "maturity" else "turns_sale"
    turns = scenario.value("months_to_first_burn")
    return "capex_ruin" if turns is None or turns > runway + 1 else "turns_ruin"


def _outlasts(scenario: Scenario, sale: float | None) -> str:
    """There is a burn, and cash and coins outlast it."""
    if scenario.value("ai_break_even_reached"):
        arrives = scenario.value("months_to_ai_break_even")
        return "covered_no_sale" if sale is None else "covered_then_sale" if sale > arrives else "survived"
    lasts = "cash_lasts" if sale is None else "coins_last"
    return lasts if _covers_part(scenario) else f"{lasts}_alone"


def _runs_out(scenario: Scenario, runway: float) -> str:
    """There is a burn, and it uses up cash and coins."""
    if scenario.value("ai_break_even_reached"):
        return "ai_first"
    if scenario.value("ai_mw") == 0:
        return "no_ai"
    if scenario.known("months_to_ai_break_even"):
        return "too_late"
    cover = scenario.value("ai_burn_cover")
    if cover is not None and cover <= 0:
        return "ai_loses"
    if runway < scenario.value("ramp_months"):
        return "not_reached"
    return "neither" if _covers_part(scenario) else "never"


def _covers_part(scenario: Scenario) -> bool:
    cover = scenario.value("ai_burn_cover")
    return cover is not None and scenario.value("ai_mw") > 0 and 0 < round(cover, 2) < 1


def ai(scenario: Scenario, lang: Lang) -> str:
    """What the AI business of the scenario is called in a sentence."""
    if scenario.value("ai_model") == "COLO":
        return text.t("runway.colocation", lang)
    return scenario.facts.company.ai_name or text.t("word.ai_business", lang)


def _title_key(scenario: Scenario, case: str) -> str:
    """The string of the case; "colocation" is a long word, so some sentences are shorter with it."""
    short = f"runway.title.{case}.colo"
    return short if scenario.value("ai_model") == "COLO" and text.has(short) else f"runway.title.{case}"


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """Which date comes first; what covering the burn takes, what there is, and what building costs in time."""
    case = variant(scenario)
    kicker = say(scenario, "runway.kicker" if scenario.known("balance_date") else "runway.kicker.undated", lang)
    title = say(scenario, _title_key(scenario, case), lang, ai=ai(scenario, lang))
    if case == "missing":
        names = [label(scenario, name, lang) for name in scenario.output("runway_path").missing]
        return Headline(kicker, title, say(scenario, "runway.standfirst.missing", lang, names=", ".join(names)))
    parts = [*_bills(scenario, lang), *_cost_of_ai(scenario, lang), *_margin(scenario, lang)]
    standfirst: Sentence = ()
    for part in parts:
        standfirst += ((" ",) if standfirst else ()) + part
    return Headline(kicker, title, standfirst)


def _bills(scenario: Scenario, lang: Lang) -> list[Sentence]:
    """What covering the burn takes against what there is; without a burn, what mining leaves."""
    needed = scenario.value("ai_mw_needed")
    if scenario.value("burn_per_month") <= 0:
        after = scenario.value("burn_after_halving")
        shown = 0 if after is None else round(after / _MILLION, 1)
        if round(scenario.value("burn_per_month") / _MILLION, 1) == 0:
            return [say(scenario, "runway.pays.even", lang)]
        case = "alone" if after is None else "then_burns" if shown > 0 else "still_pays" if shown < 0 else "then_even"
        return [say(scenario, f"runway.pays.{case}", lang)]
    funds = (
        "minus" if scenario.value("funds_available") < 0 else "raised" if scenario.value("equity_raise") else "plain"
    )
    owned = say(scenario, f"runway.funds.{funds}", lang)
    if needed == 0:
        return [say(scenario, "runway.need.nothing", lang)]
    if needed is None:
        return [say(scenario, "runway.need.impossible", lang), say(scenario, f"runway.funds.{funds}.start", lang)]
    enough = "enough" if scenario.value("ai_mw") >= needed else "more"
    return [(*say(scenario, f"runway.need.{enough}", lang), "; ", *owned)]


def _cost_of_ai(scenario: Scenario, lang: Lang) -> list[Sentence]:
    """How many months of runway the AI capacity costs or gains; nothing where none is planned."""
    if scenario.value("ai_mw") == 0:
        return []
    cost = scenario.value("runway_cost_of_ai")
    if cost == 0 and scenario.value("runway_months") == 0:
        return []
    horizon = scenario.value("horizon_months")
    open_end = scenario.value("runway_months_without_ai") == horizon or not scenario.known("runway_months")
    if cost == 0:
        return [say(scenario, f"runway.cost.{'outlasts' if open_end else 'none'}", lang)]
    word = "costs" if cost > 0 else "gains"
    return [say(scenario, f"runway.cost.{word}{'.at_least' if open_end else ''}", lang)]


def _margin(scenario: Scenario, lang: Lang) -> list[Sentence]:
    """That the bitcoin loan is called at this price, where it is."""
    price = scenario.value("margin_call_price_now")
    called = price is not None and scenario.value("btc_price") < price
    return [say(scenario, "runway.called", lang)] if called else []


def note_case(scenario: Scenario, key: str) -> str:
    """Which note stands under a key figure whose meaning turns with the scenario."""
    if key == "burn_per_month" and scenario.known(key):
        return ".surplus" if scenario.value(key) <= 0 else ""
    if key == "runway_months" and scenario.value(key) == 0:
        return ".zero"
    if key == "months_to_next_sale" and scenario.known(key):
        return f".{scenario.value('first_sale_cause')}"
    return ""
