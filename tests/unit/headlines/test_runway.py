"""The sentence of the Runway page: true for every order of its dates, in both languages, short, and dated."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline, note_case
from dashboard.headlines.runway import LONGEST, key_figures, variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang
from tests.figures.drawing import without
from tests.unit.headlines.told import Told, claims

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
Values = dict[str, Any]


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("runway", scenario, lang).title).replace(text.NBSP, " ")


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("runway", scenario, lang).standfirst).replace(text.NBSP, " ")


def assert_true(s: Scenario) -> None:
    """The sentence is short, whole, dated, makes a claim, and every claim and number in it is the path's own."""
    for lang in text.LANGUAGES:
        head = headline("runway", s, lang)
        words = text.plain(head.title).replace(text.NBSP, " ")
        assert len(words) <= LONGEST, f"{len(words)}: {words}"
        assert not re.search(r"None|nan|[{}]|_", words + text.plain(head.standfirst)), words
        assert text.DASH not in words + text.plain(head.standfirst), words
        assert not re.search(r"\d[\s\u00a0](?:months?|Monate?n?)\b", words), words
        told = Told(s, lang)
        found = claims(words, lang)
        assert found, words
        for said, check, named in found:
            assert check(told, *named), f"{words}: {said!r} is not so ({s.value('runway_case')})"
        for shown in text.figures_of(head.title):
            assert shown.value == s.value(shown.key), shown.key


# The sentences that the design fixes, at the sliders of the example.
@pytest.mark.parametrize(("values", "english", "german"), [
    ({}, "At $83,000, EcoHash carries the burn until May 2027; the money is gone by Jun 2028",
     "Bei 83.000 $ trägt EcoHash die Lücke bis Mai 2027; im Juni 2028 ist das Geld weg"),
    ({"btc": 85}, "At $85,000, EcoHash carries the burn until Mar 2028; the money is gone by Jul 2028",
     "Bei 85.000 $ trägt EcoHash die Lücke bis März 2028; im Juli 2028 ist das Geld weg"),
    ({"btc": 120}, "At $120,000, mining pays its way: no forced sale before Nov 2029",
     "Bei 120.000 $ trägt sich das Mining: kein Zwangsverkauf vor Nov. 2029"),
    ({"btc": 77}, "At $77,000, Cango keeps selling coins, until $49m of debt is due in Apr 2028",
     "Bei 77.000 $ verkauft Cango weiter Coins, bis im Apr. 2028 49 Mio. $ fällig sind"),
    ({"btc": 60}, "At $60,000, Cango keeps selling coins, all gone by Jul 2027; EcoHash covers 15%",
     "Bei 60.000 $ verkauft Cango weiter Coins, alle weg im Juli 2027; EcoHash deckt 15 %"),
    ({"btc": 77, "raise": 100}, "At $77,000, coins go from Jul 2028 and are gone by Mar 2029; EcoHash covers 42%",
     "Bei 77.000 $ gehen ab Juli 2028 Coins weg, alle bis März 2029; EcoHash deckt 42 %"),
    ({"mw": 5}, "At $83,000, AI plant takes most coins, from Nov 2026; the money is gone by Apr 2027",
     "Bei 83.000 $ kostet der KI-Bau ab Nov. 2026 die meisten Coins; Geld weg im Apr. 2027"),
    ({"btc": 100}, "At $100,000, mining pays its way now; bills take coins from Jun 2028",
     "Bei 100.000 $ trägt sich das Mining noch; Rechnungen kosten Coins ab Juni 2028"),
    ({"btc": 20}, "At $20,000, Nov 2026 ends $4m short of the minimum cash, with every coin sold",
     "Bei 20.000 $ fehlen im Nov. 2026 4 Mio. $ zur Mindestliquidität, ohne einen Coin"),
    ({"mw0": 20}, "The money would have been gone in Apr 2026: these assumptions cannot all be right",
     "Das Geld wäre im Apr. 2026 weg gewesen: Diese Annahmen können nicht alle stimmen"),
])  # fmt: skip
def test_the_sentence_of_each_example(scenario: Make, values: Values, english: str, german: str) -> None:
    s = scenario(**values)
    assert title(s) == english
    assert title(s, "DE") == german
    assert_true(s)


# Links whose sentence of the first edition was false.
@pytest.mark.parametrize(("values", "never"), [
    ({"btc": 95, "growth": 2}, "no forced sale|covers"),
    ({"btc": 120, "growth": 5}, "no forced sale|carries|covers"),
    ({"btc": 100, "ehs": 20}, "no forced sale|gone"),
    ({"btc": 83}, "never covers"),
    ({"btc": 84}, "before a coin must be sold"),
    ({"model": "COLO", "mw": 5}, "EcoHash|before a coin"),
])  # fmt: skip
def test_known_false_sentences_are_gone(scenario: Make, values: Values, never: str) -> None:
    s = scenario(**values)
    assert not re.search(never, title(s)), title(s)
    assert_true(s)


def test_a_cover_above_all_of_the_burn_is_never_called_none(scenario: Make) -> None:
    """AI covers two months with more than the burn: too few to speak of, and no sentence denies them."""
    s = scenario(btc=95, growth=2)
    assert s.value("ai_covered_months") == 2 and s.value("ai_burn_cover") > 1
    assert not re.search("never|covers|%", title(s))


def sliders(facts: Facts) -> dict[str, Any]:
    return {a.key: a for a in facts.assumptions if {"runway", "all"} & set(a.pages)}


def drawn(dice: random.Random, assumption: Any) -> Any:
    """One value of a slider, every fifth time an end of it."""
    if assumption.options:
        return dice.choice(sorted(assumption.options))
    low, high, step = assumption.bounds
    steps = round((high - low) / step)
    return low + step * dice.choice((0, steps, *(dice.randint(0, steps) for _ in range(8))))


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(3, 12))])
def test_the_sentence_holds_on_its_path(scenario: Make, published: Facts, seed: int) -> None:
    """250 links each: no event that the path does not hold, no cause that is not the largest, no bare months."""
    dice = random.Random(seed)
    moved = sliders(published)
    for _ in range(250):
        keys = dice.sample(sorted(moved), dice.choice((1, 2, 3, 5, 8)))
        assert_true(scenario(published, **{key: drawn(dice, moved[key]) for key in keys}))


def test_the_sentence_holds_at_the_end_of_every_slider(scenario: Make, published: Facts) -> None:
    for key, assumption in sliders(published).items():
        for value in sorted(assumption.options) if assumption.options else assumption.bounds[:2]:
            for btc in (20, 83, 110, 200):
                assert_true(scenario(published, **{"btc": btc, key: value}))


def test_every_kind_of_sentence_occurs(scenario: Make) -> None:
    """One link for each case, so that none of the words is dead."""
    links: dict[str, Values] = {
        "carries.gone": {}, "carries.gone.from": CARRIES_LATER, "carries.no_sale": {"raise": 200},
        "pays": {"btc": 120}, "pays_with_ai": {"btc": 113}, "pays_gone": {"btc": 90},
        "pays_then.liquidity": {"btc": 100},
        "sale_gone": {"btc": 77, "raise": 100}, "sale_gone.keeps": {"btc": 60},
        "sale_last_to_debt.keeps": {"btc": 77}, "plant_takes_all": {"mw": 5}, "short_minimum": {"btc": 20},
        "estimate_failed": {"mw0": 20},
    }  # fmt: skip
    for case, values in links.items():
        assert variant(scenario(**values)) == case, values


CARRIES_LATER: Values = {"btc": 90, "growth": 1, "gpuh": 5}


def test_the_halving_is_named_where_it_and_not_the_debt_ends_the_money(scenario: Make) -> None:
    s = scenario()
    assert not s.value("shortfall_by_maturity") and s.value("months_to_money_gone") > s.value("halving_month")
    assert "halving" in standfirst(s) and "Halving" in standfirst(s, "DE")
    assert note_case("runway", s, "money_gone_month") == ".halving"
    assert note_case("runway", scenario(btc=77), "money_gone_month") == ".debt"


@pytest.mark.parametrize(("values", "words", "so"), [
    ({}, r"Bills exceed income by \$0.8m in Nov 2026; EcoHash brings \$0.9m",
     lambda s: round(s.value("burn_per_month") / 1e6, 1) == 0.8),
    ({}, r"takes 1.1 MW and \$4m of new plant, from cash and coins worth \$65m above the minimum",
     lambda s: s.value("ai_mw_needed") > s.value("ai_mw_today")),
    ({"btc": 84}, "0.8 MW of the 1 MW that stand would cover it", lambda s: s.value("ai_mw_needed") < 1),
    ({}, r"In Apr 2028 comes the halving, after which the burn is \$9.6m a month, and \$49m of debt falls due",
     lambda s: s.value("halving_month") == s.value("maturity_month")),
    ({"btc": 200}, r"after which mining still earns \$3.3m a month", lambda s: s.value("burn_after_halving") < 0),
    ({"btc": 60}, "The money does not reach Apr 2028", lambda s: s.value("months_to_money_gone") < 18),
    ({"btc": 120}, r"Mining earns \$7.4m beyond its bills", lambda s: s.value("burn_per_month") < 0),
    ({"util": 10, "opex": 2, "decay": 50}, "No AI capacity would cover it", lambda s: s.value("ai_mw_needed") is None),
    ({"btc": 20, "mincash": 50}, r"cash and coins are \$\d+m short of the minimum",
     lambda s: s.value("funds_available") < 0),
    ({"mw": 0}, "EcoHash brings nothing", lambda s: s.value("ai_net_per_month") == 0),
    ({"btc": 80, "aidebt": 50}, "of new plant, 50% of it on the supplier’s credit, the rest from cash and coins",
     lambda s: s.value("ai_vendor_share") == 0.5),
    ({"ramp": 36}, r"In Oct 2029, the last month that is computed, the burn is \$7.5m",
     lambda s: round(s.value("runway_path").ahead("burn")[-1] / 1e6, 1) == 7.5),
    # What stands are cards, also where space is to be built; of both, the one word for either.
    ({"model": "COLO"}, r"EcoHash brings \$0.9m", lambda s: s.value("ai_mw") == s.value("ai_mw_today")),
    ({"model": "COLO", "mw": 2}, r"AI brings \$0.9m", lambda s: s.value("ai_mw_today") == 1),
    ({"model": "COLO", "mw": 5, "mw0": 0}, "colocation brings nothing", lambda s: s.value("ai_mw_today") == 0),
    ({"btc": 50}, r"Below \$54,576 the bitcoin loan is called",
     lambda s: s.value("btc_price") < s.value("margin_call_price_now")),
    ({"mw0": 20}, "No forecast is shown", lambda s: s.value("estimate_failed") == 1),
])  # fmt: skip
def test_the_standfirst_says_what_the_numbers_say(
    scenario: Make, values: Values, words: str, so: Callable[[Scenario], bool]
) -> None:
    s = scenario(**values)
    assert so(s)
    assert re.search(words, standfirst(s)), standfirst(s)


def test_figures_carry_their_colour_and_kind(scenario: Make) -> None:
    figures = {f.key: f for f in text.figures_of(headline("runway", scenario(), "EN").title)}
    assert figures["btc_price"].tone == "as" and figures["btc_price"].kind == "assumed"
    assert figures["money_gone_month"].kind == "scenario"


@pytest.mark.parametrize("removed", ["cash_now", "treasury_now", "debt_now"])
def test_without_the_balance_the_sentence_says_so(scenario: Make, facts: Facts, removed: str) -> None:
    s = scenario(without(facts, removed))
    assert title(s) == "How long Cango’s coins last cannot be computed from what is published"
    assert title(s, "DE") == "Wie lange Cangos Coins reichen, ist aus den Fakten nicht zu berechnen"
    for lang in text.LANGUAGES:
        assert text.DASH not in title(s, lang) + standfirst(s, lang)


def test_the_kicker_dates_the_balance_and_the_estimate(scenario: Make, facts: Facts) -> None:
    words = text.plain(headline("runway", scenario(), "EN").kicker).replace(text.NBSP, " ")
    assert words.endswith("estimated from the balance of 31 Mar 2026 through Oct 2026, then your assumptions")
    undated = text.plain(headline("runway", scenario(without(facts, "balance_date")), "EN").kicker)
    assert text.DASH not in undated and "estimated" not in undated


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", [
    {}, {"btc": 20}, {"btc": 120}, {"btc": 77}, {"btc": 200}, {"mw": 40}, {"raise": 200, "mincash": 0},
    {"mw0": 20}, {"ehs": 0},
], ids=str)  # fmt: skip
def test_every_key_figure_has_a_note(scenario: Make, published: Facts, values: Values, lang: Lang) -> None:
    s = scenario(published, **values)
    for row in key_figures(s):
        # A published balance has its date in place of a note.
        for key in (key for key in row if key not in s.facts.latest):
            names = [f"kpi.runway.{key}", f"kpi.{key}"]
            name = next(one for one in names if text.has(one))
            if s.value(key) is None and text.has(f"{name}.none"):
                name += ".none"
            words = text.plain(say(s, name + note_case("runway", s, key), lang))
            assert words and text.DASH not in words, f"{name}: {words}"


def test_a_share_of_the_burn_without_a_paid_month_is_not_called_no_burn(scenario: Make) -> None:
    s = scenario(btc=20)
    assert s.value("burn_per_month") > 0 and s.value("ai_burn_cover") is None
    assert note_case("runway", s, "ai_burn_cover") == ".unpaid"
    assert note_case("runway", scenario(btc=200), "ai_burn_cover") == ""


def test_where_the_estimate_fails_no_forecast_is_a_key_figure(scenario: Make) -> None:
    shown = {key for row in key_figures(scenario(mw0=20)) for key in row}
    assert not shown & {"coins_today", "burn_per_month", "next_forced_sale_month", "ai_burn_cover", "money_gone_month",
                        "probability_money_gone", "net_before_debt"}  # fmt: skip
