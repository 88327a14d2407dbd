"""Which comes first, AI income or the next forced sale?

Three dates decide, in this order: the next forced sale of treasury coins, the months in which AI covers the burn, the
first month that cannot be paid. The model's case says which of them the path holds; this module picks the words.
"""

from __future__ import annotations

from dashboard.headlines import Headline
from dashboard.model.month import FORCED_CAUSES, ROUNDING_BTC
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import label, say
from dashboard.words.text import Lang, Sentence

# Characters that fit the two lines of a headline.
LONGEST = 84
_MILLION = 1e6
# Where the money ends or coins go without a word about AI's months, the sentence says how much of the burn AI covers.
_WITH_COVER = ("sale_gone", "money_gone", "sale_coins_last", "cash_pays")


def failed(scenario: Scenario) -> bool:
    """Whether the months up to today could not have been paid, so that no forecast may be shown."""
    return bool(scenario.value("estimate_failed") == 1)


def variant(scenario: Scenario) -> str:
    """Which sentence is true: the model's case, and what the order of the dates adds to it."""
    if not scenario.known("runway_path"):
        return "missing"
    if failed(scenario):
        return "estimate_failed"
    if scenario.value("months_to_money_gone") == 1:
        return _first_month(scenario)
    if scenario.value("burn_per_month") <= 0:
        return _mining_pays_now(scenario)
    case = str(scenario.value("runway_case"))
    if case == "plant_takes_all":
        return case
    return _carried(scenario) if scenario.known("months_to_carried") else _uncovered(scenario, case)


def _first_month(scenario: Scenario) -> str:
    """Month 1 is not paid: because of the AI plant, of the minimum cash alone, or of the bills."""
    gap = scenario.value("shortfall_gap")
    if gap <= scenario.value("ai_capex_per_month"):
        return "short_plant"
    return "short_minimum" if gap <= scenario.value("minimum_cash") else "short_bills"


def _mining_pays_now(scenario: Scenario) -> str:
    """Mining pays the bills of month 1: what happens later."""
    gone, sale = scenario.value("months_to_money_gone"), scenario.value("months_to_next_sale")
    if gone is None and sale is None:
        if scenario.known("months_to_plant_sale"):
            return "pays_plant"
        if not scenario.value("mining_pays_its_way"):
            return "pays_later"
        return "pays_with_ai" if scenario.known("next_forced_sale_month_stopped_today") else "pays"
    if gone is None:
        return f"pays_then.{scenario.value('first_sale_cause')}"
    if scenario.value("runway_case") == "plant_takes_all":
        return "pays_gone.plant"
    if scenario.value("ai_break_even_reached"):
        return "carries.gone.from"
    if sale is not None and sale < gone:
        return "pays_gone"
    return "pays_gone.debt" if scenario.value("shortfall_by_maturity") else "pays_gone.at_once"


def _carried(scenario: Scenario) -> str:
    """There is a burn, and AI carries it for some months: until when, and what happens before and after."""
    start, gone, sale = (scenario.value(f"months_to_{date}") for date in ("carried", "money_gone", "next_sale"))
    began = "" if start == 1 else ".from"
    if gone is not None:
        return f"carries.gone{began}"
    to_the_end = not scenario.known("months_to_carried_end")
    if sale is None:
        if not to_the_end:
            return f"carries.no_sale{began}"
        return "covers.plant" if scenario.known("months_to_plant_sale") else "covers.first"
    if sale <= start:
        return f"{'covers' if to_the_end else 'carries'}.after{_keeps(scenario)}"
    return f"covers.then.{scenario.value('first_sale_cause')}" if to_the_end else f"carries.sale{began}"


def _uncovered(scenario: Scenario, case: str) -> str:
    """There is a burn, and AI covers it in too few months to speak of."""
    if case in ("sale_last_to_debt", "sale_gone"):
        at_once = scenario.value("months_to_next_sale") == scenario.value("months_to_money_gone")
        return f"{case}.at_once" if at_once else f"{case}{_keeps(scenario)}"
    if case == "sale_coins_last":
        return f"{case}{_keeps(scenario)}"
    return "cash_pays.plant" if case == "cash_pays" and scenario.known("months_to_plant_sale") else case


def _keeps(scenario: Scenario) -> str:
    """The ending for a company that sold coins by force before today and goes on without a month's rest."""
    before = sum(scenario.value(f"btc_sold_up_to_today_{cause}") for cause in FORCED_CAUSES)
    return ".keeps" if scenario.value("months_to_next_sale") == 1 and before > ROUNDING_BTC else ""


def cover_case(scenario: Scenario) -> str:
    """How much of a burn AI covers at best in a month that is paid, as a case of ``runway.cover``; empty = no burn."""
    cover = scenario.value("ai_burn_cover")
    if cover is None:
        return ""
    if scenario.value("ai_mw") == 0:
        return "none"
    if cover >= 1:
        return "briefly"
    if cover <= 0:
        return "loses"
    return "little" if cover < 0.005 else "nearly" if cover >= 0.995 else "part"


def ai(scenario: Scenario, lang: Lang) -> str:
    """What the AI business of the scenario is called in a sentence; what stands today are cards, whatever is built."""
    if scenario.value("ai_model") == "COLO" and scenario.value("ai_mw") > scenario.value("ai_mw_today"):
        return text.t("runway.colocation" if scenario.value("ai_mw_today") == 0 else "runway.cards_and_space", lang)
    return scenario.facts.company.ai_name or text.t("word.ai_business", lang)


def _title(scenario: Scenario, lang: Lang) -> Sentence:
    """The first wording of the case that fits two lines: with what AI covers, without it, or in shorter words."""
    case = variant(scenario)
    key = f"runway.title.{case}"
    pieces = {"ai": ai(scenario, lang), "go": text.t(f"runway.go{_chosen_before(scenario)}", lang)}
    keys = [one for one in (key, f"{key}.short") if text.has(one)]
    heads = [say(scenario, one, lang, **pieces) for one in keys]
    cover = cover_case(scenario) if case.split(".")[0] in _WITH_COVER else ""
    if cover:
        tail = say(scenario, f"runway.cover.{cover}", lang, **pieces)
        heads = [*((*head, "; ", *tail) for head in heads), *heads]
    return next((head for head in heads if len(text.plain(head)) <= LONGEST), heads[-1])


def _chosen_before(scenario: Scenario) -> str:
    """The ending where AI plant takes coins before any goes by force."""
    plant, sale = scenario.value("months_to_plant_sale"), scenario.value("months_to_next_sale")
    return ".must" if plant is not None and sale is not None and plant < sale else ""


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """Which date comes first; what covering the burn takes, and the month in which halving and debt meet."""
    kicker = say(scenario, "runway.kicker" if scenario.known("today_month") else "runway.kicker.undated", lang)
    if not scenario.known("runway_path"):
        names = ", ".join(label(scenario, name, lang) for name in scenario.output("runway_path").missing)
        title = say(scenario, "runway.title.missing", lang)
        return Headline(kicker, title, say(scenario, "runway.standfirst.missing", lang, names=names))
    if failed(scenario):
        standfirst = say(scenario, "runway.standfirst.estimate_failed", lang)
        return Headline(kicker, say(scenario, "runway.title.estimate_failed", lang), standfirst)
    parts = [*_burn(scenario, lang), *_need(scenario, lang), *_wall(scenario, lang), *_lender(scenario, lang)]
    said: Sentence = ()
    for part in parts:
        said += ((" ",) if said else ()) + part
    return Headline(kicker, _title(scenario, lang), said)


def _burn(scenario: Scenario, lang: Lang) -> list[Sentence]:
    """The burn of the first month, and what AI adds to it or takes from it."""
    if round(scenario.value("burn_per_month") / _MILLION, 1) == 0:
        case = "even"
    else:
        case = "burns" if scenario.value("burn_per_month") > 0 else "earns"
    brings = round(scenario.value("ai_net_per_month") / _MILLION, 1)
    does = "loses" if brings < 0 else "brings" if brings > 0 else "nothing"
    return [say(scenario, f"runway.burn.{case}.{does}", lang, ai=ai(scenario, lang))]


def _need(scenario: Scenario, lang: Lang) -> list[Sentence]:
    """What covering the whole burn takes once AI is at full size, and where it would come from."""
    if scenario.value("burn_per_month") <= 0:
        return []
    needed = scenario.value("ai_mw_needed")
    if needed is None:
        return [say(scenario, "runway.need.impossible", lang)]
    last = scenario.value("ramp_months") >= scenario.value("horizon_months")
    when = text.t(f"runway.need.when{'.last' if last else ''}", lang)
    if needed == 0:
        return [say(scenario, "runway.need.nothing", lang, when=when)]
    if needed <= scenario.value("ai_mw_today"):
        return [say(scenario, "runway.need.stands", lang, when=when)]
    funds = "minus" if scenario.value("funds_available") < 0 else "plus"
    credit = say(scenario, f"runway.need.vendor.{funds}", lang) if scenario.value("ai_vendor_share") > 0 else ()
    return [
        (*say(scenario, "runway.need.more", lang, when=when), *credit, *say(scenario, f"runway.funds.{funds}", lang))
    ]


def _wall(scenario: Scenario, lang: Lang) -> list[Sentence]:
    """What the halving does to the burn, and the debt that falls due; nothing beyond the horizon."""
    halving, debt = scenario.value("halving_month"), scenario.value("maturity_month")
    gone, horizon = scenario.value("months_to_money_gone"), scenario.value("horizon_months")
    after = scenario.value("burn_after_halving")
    due = debt if scenario.value("debt_due") and 0 < debt <= horizon else None
    comes = halving if after is not None else None
    same = comes is not None and comes == due
    if same and gone is not None and gone < halving:
        return [say(scenario, "runway.wall.before", lang)]
    shown = 0.0 if after is None else round(after / _MILLION, 1)
    found = []
    if comes is not None and (gone is None or gone >= comes):
        case = "burns" if shown > 0 else "earns" if shown < 0 else "even"
        found.append(say(scenario, f"runway.wall.{case}{'.both' if same else ''}", lang))
    if due is not None and not same and (gone is None or gone >= due):
        found.append(say(scenario, "runway.wall.debt", lang))
    return found


def _lender(scenario: Scenario, lang: Lang) -> list[Sentence]:
    """That the bitcoin loan is called at this price, where it is."""
    price = scenario.value("margin_call_price_now")
    called = price is not None and scenario.value("btc_price") < price
    return [say(scenario, "runway.called", lang)] if called else []


def key_figures(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Three rows of key figures; where the estimate fails, what is published and what was assumed, and no odds."""
    if failed(scenario):
        return (
            ("treasury_now", "cash_now", "debt_now", "estimate_failed_month"),
            ("ai_mw_today", "overhead_per_month", "new_borrowing", "minimum_cash"),
            (),
        )
    return (
        ("coins_today", "burn_per_month", "next_forced_sale_month", "ai_burn_cover", "money_gone_month"),
        ("cash_today", "debt_due", "funds_available", "ai_mw_needed", "ai_capex_needed"),
        ("probability_no_forced_sale", "probability_forced_sale_survived", "probability_money_gone",
         "probability_ai_saves", "probability_ai_costs"),
    )  # fmt: skip


def note_case(scenario: Scenario, key: str) -> str:
    """Which note stands under a key figure whose meaning turns with the scenario."""
    if key == "burn_per_month" and scenario.known(key):
        return ".surplus" if scenario.value(key) <= 0 else ""
    if key == "next_forced_sale_month" and scenario.known(key):
        return f".{scenario.value('first_sale_cause')}"
    if key == "ai_burn_cover" and scenario.known("months_to_carried"):
        return ".until" if scenario.known("carried_until") else ".from"
    if key == "ai_burn_cover" and not scenario.known(key) and scenario.known("months_to_money_gone"):
        return ".unpaid"
    if key == "money_gone_month" and scenario.known(key):
        halving, gone = scenario.value("halving_month"), scenario.value("months_to_money_gone")
        return ".debt" if scenario.value("shortfall_by_maturity") else ".halving" if gone >= halving else ""
    return ""
