"""The sentence of the Runway page: true for every order of its two dates, in both languages, and short enough."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline, note_case
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang
from tests.figures.drawing import without

Make = Callable[..., Scenario]
Values = dict[str, Any]
KPIS = ("cash_2026_03_31", "burn_per_month", "months_to_next_sale", "runway_months", "ai_burn_cover", "ai_mw_needed",
        "ai_capex_needed", "funds_available")  # fmt: skip


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("runway", scenario, lang).title).replace(text.NBSP, " ")


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("runway", scenario, lang).standfirst).replace(text.NBSP, " ")


@dataclasses.dataclass(frozen=True)
class Dates:
    """The numbers a sentence is about; None = not within 36 months."""

    burn: float
    sale: float | None
    runway: float | None
    ai: float | None
    cover: float | None
    ramp: float

    @classmethod
    def of(cls, s: Scenario) -> Dates:
        keys = ("burn_per_month", "months_to_next_sale", "runway_months", "months_to_ai_break_even", "ai_burn_cover",
                "ramp_months")  # fmt: skip
        return cls(*(s.value(key) for key in keys))

    @property
    def in_time(self) -> bool:
        """AI covers a burn that there is, in a month that is still paid."""
        return self.burn > 0 and self.ai is not None and (self.runway is None or self.ai <= self.runway)


# What the words of a sentence claim, English and German, and when that is so. A captured number is the second argument.
Check = Callable[[Dates, float], bool]
CLAIMS: tuple[tuple[str, str, Check], ...] = (
    (r"(?:coins|they) last (\d+)", r"(?:reichen|Rest:)(?: Cangos)?(?: die)?(?: Coins)? (\d+)",
     lambda d, n: d.runway == n > 0),
    (r"cash and coins last (\d+) months, until", r"Cash und Coins (\d+) Monate, bis", lambda d, n: d.runway == n),
    (r"uses up the coins after (\d+)", r"KI-Bau reichen die Coins (\d+)", lambda d, n: d.burn <= 0 and d.runway == n),
    (r"month(?:’s bills| of building| of the)|is \$\d+m short|are \$\d+m short", r"fehlen",
     lambda d, _: d.runway == 0 and d.sale in (None, 1)),
    (r"(?:outlasts?|lasts? beyond) 36 months", r"über 36 Monate|Rest hält 36 Monate", lambda d, _: d.runway is None),
    (r"no forced sale within 36 months|no coin (?:is|must be) sold", r"36 Monate kein Zwangsverkauf|[kK]ein Coin",
     lambda d, _: d.sale is None and d.runway is None),
    (r"(?:sale (?:comes )?in|sale is in|sells from|sale until|takes coins in) month (\d+)",
     r"(?:Verkauf erst in|Verkauf in|Zwangsverkauf erst in|Verkäufe ab|Coins in|fällig werden in) Monat (\d+)",
     lambda d, n: d.sale == n),
    (r"covers (?:the burn in|it from) month (\d+)|(?<!would )pays from month (\d+)",
     r"deckt \S+ die Lücke ab Monat (\d+)|; \S+ (?:deckt die Lücke|trägt) ab Monat (\d+)",
     lambda d, n: d.ai == n and d.in_time),
    (r"would (?:cover the burn in|pay from) month (\d+)", r"trägt erst ab Monat (\d+)",
     lambda d, n: d.ai == n and d.runway is not None and n > d.runway),
    (r"covers (\d+)% of the burn", r"deckt (\d+) % der Lücke",
     lambda d, n: d.cover is not None and 0 < round(100 * d.cover) == n < 100 and d.ai is None),
    (r"never covers the burn", r"deckt die Lücke nie", lambda d, _: d.ai is None),
    (r"only adds to the burn", r"vergrößert die Lücke", lambda d, _: d.cover is not None and d.cover <= 0),
    (r"takes (\d+) to ramp up", r"braucht (\d+) zum Aufbau",
     lambda d, n: d.ramp == n and d.runway is not None and d.runway < n and d.ai is None),
    (r"mining (?:pays|burns cash)", r"trägt sich|zehrt Mining", lambda d, _: d.burn <= 0),
    (r"no AI capacity is planned", r"KI ist keine geplant", lambda d, _: d.cover in (None, 0)),
)  # fmt: skip


def claims_of(words: str, lang: Lang) -> list[tuple[Check, float]]:
    """The checks of the claims that a sentence makes, each with the number it names (0 where it names none)."""
    found = []
    for english, german, check in CLAIMS:
        match = re.search(english if lang == "EN" else german, words)
        if match:
            found.append((check, float(next((group for group in match.groups() if group), 0))))
    return found


def assert_true(s: Scenario) -> None:
    """The sentence is short, whole, makes a claim, and every claim and every number in it is the scenario's own."""
    dates = Dates.of(s)
    for lang in text.LANGUAGES:
        words = title(s, lang)
        assert len(words) <= 75, words
        assert text.DASH not in words + standfirst(s, lang)
        # "None" never reaches the reader, nor does the name of a number.
        assert not re.search(r"None|nan|[{}]|_", words + standfirst(s, lang)), words
        claims = claims_of(words, lang)
        assert claims, words
        for check, number in claims:
            assert check(dates, number), f"{words}: {dates}"
        for shown in text.figures_of(headline("runway", s, lang).title):
            assert shown.value == s.value(shown.key), shown.key
    english, german = (text.figures_of(headline("runway", s, lang).title) for lang in text.LANGUAGES)
    if s.value("ai_model") == "GPU":
        # With the long word "colocation" a language may leave a number out.
        assert {f.key for f in english} == {f.key for f in german}


def grid(**axes: Iterable[Any]) -> list[Values]:
    """Every combination of the slider values given for each slider."""
    return [dict(zip(axes, one, strict=True)) for one in product(*axes.values())]


def first(scenario: Make, candidates: Iterable[Values], wanted: Callable[[Dates], bool]) -> Scenario:
    """The first scenario among the candidates whose dates stand in the wanted order."""
    for values in candidates:
        s = scenario(**values)
        if wanted(Dates.of(s)):
            return s
    raise AssertionError("no slider value brings the dates into this order")


# The debt of $30.6m falls due in month 25.
BEFORE_MATURITY = 24
# The order of the dates -> where to look for it, what makes it that order, what the sentence then says.
ORDERS: dict[str, tuple[list[Values], Callable[[Dates], bool], str, str]] = {
    "neither in time": (
        grid(btc=range(70, 86)), lambda d: d.ai is None and d.runway is not None and d.runway >= d.ramp,
        r"coins last \d+ months; EcoHash covers \d+% of the burn",
        r"reichen Cangos Coins \d+ Monate; EcoHash deckt \d+ % der Lücke"),
    "AI first": (
        grid(ehs=(28, 54), gpuh=(4, 6), ramp=(1, 6)),
        lambda d: d.in_time and d.runway is not None and d.runway != BEFORE_MATURITY,
        r"covers the burn in month \d+; the coins last \d+", r"ab Monat \d+; Coins reichen \d+"),
    "the debt falls due before anything else ends the runway": (
        grid(net=range(960, 900, -10)), lambda d: d.runway == BEFORE_MATURITY,
        r"cash and coins last 24 months, until \$31m of debt is due", r"Coins 24 Monate, bis 31 Mio. \$ fällig werden"),
    "AI covers the burn before any sale": (
        grid(growth=(-3,), raise_=(100, 150, 200)), lambda d: d.in_time and d.sale is None,
        "no coin is sold", "kein Coin geht weg"),
    "AI covers the burn, and a sale follows": (
        grid(mincash=(10, 14, 18, 22), lease=(2.5, 2.7), raise_=(45,)),
        lambda d: d.in_time and d.runway is None and d.sale is not None and d.ai is not None and d.sale > d.ai,
        r"covers the burn in month \d+; a sale comes in month \d+", r"ab Monat \d+; Verkauf erst in Monat \d+"),
    "sale first but survived": (
        grid(growth=(-0.5, -1, -1.5)),
        lambda d: d.in_time and d.runway is None and d.sale is not None and d.ai is not None and d.sale <= d.ai,
        r"sells from month \d+; EcoHash covers the burn in month \d+", r"Verkäufe ab Monat \d+; EcoHash deckt"),
    "AI too late": (
        grid(mw=range(3, 20)), lambda d: d.ai is not None and d.runway is not None and 0 < d.runway < d.ai,
        r"coins last \d+ months?; EcoHash would cover the burn in month \d+", r"EcoHash trägt erst ab Monat \d+"),
    "already short because of the plant": (
        grid(mw=range(10, 51, 4)), lambda d: d.runway == 0,
        r"first month of building \d+ MW is \$\d+m short", "fehlen im ersten Monat des Baus"),
    "already short of the bills": (
        grid(btc=(20,), cash=(120,), mincash=range(5, 50, 5)), lambda d: d.runway == 0,
        r"Cango is \$\d+m short of its first month’s bills", "fehlen Cango im ersten Monat"),
    "short of the minimum cash alone": (
        grid(btc=(20,), mincash=(40, 50)), lambda d: d.runway == 0,
        r"cash and coins are \$\d+m short of the minimum cash", "zur Mindestliquidität"),
    "no burn": (
        grid(btc=range(100, 130, 5)), lambda d: d.burn <= 0 and d.sale is None and d.runway is None,
        "mining pays its way: no forced sale within 36 months", "trägt sich das Mining: 36 Monate kein Zwangsverkauf"),
    "coins gone before the ramp ends": (
        grid(btc=range(76, 40, -4)), lambda d: d.ai is None and d.runway is not None and 0 < d.runway < d.ramp,
        r"coins last \d+ months; EcoHash takes 12 to ramp up", r"Coins \d+ Monate; EcoHash braucht 12 zum Aufbau"),
    "coins outlast the horizon though AI never covers the burn": (
        grid(raise_=range(100, 201, 20)), lambda d: d.burn > 0 and d.ai is None and d.runway is None and d.sale,
        r"coins last beyond 36 months; EcoHash covers \d+% of the burn", "Coins über 36 Monate"),
}  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_of_the_two_dates_has_its_sentence(scenario: Make, order: str) -> None:
    candidates, wanted, english, german = ORDERS[order]
    # "raise" is a word of Python.
    named = [{key.rstrip("_"): value for key, value in one.items()} for one in candidates]
    s = first(scenario, named, wanted)
    assert re.search(english, title(s, "EN")), title(s, "EN")
    assert re.search(german, title(s, "DE")), title(s, "DE")
    assert_true(s)


def test_the_four_presets_give_four_different_true_sentences(scenario: Make, facts: Facts) -> None:
    made = [scenario(**preset.values) for preset in facts.presets]
    assert len(made) == 4
    for lang in text.LANGUAGES:
        assert len({title(s, lang) for s in made}) == 4
    for s in made:
        assert_true(s)
        assert title(s).startswith(f"At {text.usd(s.value('btc_price'), 'EN')}, ")


def test_the_sentence_is_true_anywhere_on_the_sliders(scenario: Make, facts: Facts) -> None:
    dice = random.Random(5)
    moved = ("btc", "cash", "net", "ehs", "growth", "fixed", "lease", "mincash", "raise", "rate", "mw", "gpuh", "util",
             "decay", "capex", "opex", "ramp", "call", "liq", "model", "colo")  # fmt: skip
    sliders = {a.key: a for a in facts.assumptions if a.key in moved}
    assert len(sliders) == len(moved)
    for _ in range(200):
        values: Values = {}
        for key in dice.sample(moved, dice.choice((1, 2, 3, 5))):
            options = sliders[key].options
            low, high, step = sliders[key].bounds
            steps = round((high - low) / step)
            at = dice.choice((0, steps, dice.randint(0, steps), dice.randint(0, steps)))
            values[key] = dice.choice(sorted(options)) if options else low + at * step
        assert_true(scenario(**values))


def test_figures_carry_their_colour_and_kind(scenario: Make) -> None:
    figures = {f.key: f for f in text.figures_of(headline("runway", scenario(), "EN").title)}
    assert figures["btc_price"].tone == "as" and figures["btc_price"].kind == "assumed"
    assert figures["runway_months"].kind == "scenario"


def test_a_loan_above_its_collateral_is_called(scenario: Make) -> None:
    s = scenario(btc=20)
    # 20,000 lies below the price at which the loan equals its collateral: the call price × the call LTV.
    assert s.value("btc_price") < s.value("margin_call_price_now") * s.value("margin_call_ltv")
    assert_true(s)
    assert "Below $54,576 the bitcoin loan is called" in standfirst(s)
    assert "the bitcoin loan is called" not in standfirst(scenario(btc=55))


def with_debt(facts: Facts, btc_loan: float, debt: float) -> Facts:
    return dataclasses.replace(facts, names={**facts.names, "btc_loan_2026_03_31": btc_loan, "debt_2026_03_31": debt})


# A loan of 35m against all 1,025.69 coins: 41.0m at 40,000, 85% of which is lent (called, not liquidated); 30.8m at
# 30,000, 114%: the coins are taken, and nothing is left for the minimum cash.
@pytest.mark.parametrize(("btc", "ltv", "cause", "words"), [
    (40, 0.853, "margin_call", "At $40,000, a margin call takes coins in month 1; they last 1 month"),
    (30, 1.137, "liquidation", "At $30,000, cash and coins are $4m short of the minimum cash"),
])  # fmt: skip
def test_a_loan_that_takes_the_coins(
    scenario: Make, facts: Facts, btc: float, ltv: float, cause: str, words: str
) -> None:
    s = scenario(with_debt(facts, 35e6, 35e6), btc=btc)
    coins = s.value("treasury_2026_03_31") * s.value("btc_price")
    assert s.value("btc_loan_2026_03_31") / coins == pytest.approx(ltv, abs=1e-3)
    assert s.value("first_sale_cause") == cause
    assert title(s) == words
    assert_true(s)


def test_without_hashrate_only_overhead_and_interest_are_to_be_paid(scenario: Make) -> None:
    s = scenario(ehs=0)
    # 3m of overhead + 8% of 30.6m of debt ÷ 12
    assert s.value("burn_per_month") == pytest.approx(
        s.value("overhead_per_month") + s.value("debt_2026_03_31") * 0.08 / 12
    )
    assert_true(s)
    assert "mining" not in title(s)


def test_without_debt_nothing_is_called_or_due(scenario: Make, facts: Facts) -> None:
    for btc in (20, 60, 77, 120):
        s = scenario(with_debt(facts, 0.0, 0.0), btc=btc)
        assert s.value("interest_per_month") == 0
        assert_true(s)
        for lang in text.LANGUAGES:
            assert not re.search("loan|debt|Kredit|fällig", title(s, lang) + standfirst(s, lang))


def test_36_months_of_profit(scenario: Make) -> None:
    s = scenario(btc=200, mw=0)
    assert s.value("burn_per_month") < 0 and s.value("months_to_first_burn") is None
    assert title(s) == "At $200,000, mining pays its way: no forced sale within 36 months"
    assert title(s, "DE") == "Bei 200.000 $ trägt sich das Mining: 36 Monate kein Zwangsverkauf"
    assert re.search(r"beyond its bills, and still \$[\d.]+m after the halving in month 25", standfirst(s))
    assert_true(s)


@pytest.mark.parametrize(("values", "words", "so"), [
    ({"mw": 6}, "less than the 6 MW planned", lambda s: s.value("ai_mw_needed") < 6),
    ({}, r"Covering the whole burn takes [\d.]+ MW and \$\d+m; cash", lambda s: s.value("ai_mw_needed") > 1),
    ({}, r"Building 1 MW costs \d+ months? of runway", lambda s: s.value("runway_cost_of_ai") > 0),
    ({"ehs": 54, "gpuh": 6, "ramp": 1}, r"Building 1 MW adds \d+ months? of runway",
     lambda s: s.value("runway_cost_of_ai") < 0),
    ({"growth": -1}, "In month 12, when the AI capacity is full, mining pays its own bills",
     lambda s: s.value("burn_at_ramp") <= 0),
    ({"util": 10, "opex": 2, "decay": 50}, "No AI capacity would cover the burn",
     lambda s: s.value("ai_mw_needed") is None),
    ({"raise": 200}, "cash, coins and new equity are worth", lambda s: s.value("equity_raise") == 200e6),
    ({"btc": 20, "mincash": 50}, r"cash and coins fall \$\d+m short of the minimum cash",
     lambda s: s.value("funds_available") < 0),
])  # fmt: skip
def test_the_standfirst_says_what_the_numbers_say(
    scenario: Make, values: Values, words: str, so: Callable[[Scenario], bool]
) -> None:
    s = scenario(**values)
    assert so(s)
    assert re.search(words, standfirst(s)), standfirst(s)


@pytest.mark.parametrize("removed", ["cash_2026_03_31", "treasury_2026_03_31", "debt_2026_03_31"])
def test_without_the_balance_the_sentence_says_so(scenario: Make, facts: Facts, removed: str) -> None:
    s = scenario(without(facts, removed))
    assert title(s) == "How long Cango’s coins last cannot be computed from what is published"
    assert title(s, "DE") == "Wie lange Cangos Coins reichen, ist aus den Fakten nicht zu berechnen"
    for lang in text.LANGUAGES:
        assert text.DASH not in title(s, lang) + standfirst(s, lang)


def test_the_kicker_dates_the_balance(scenario: Make, facts: Facts) -> None:
    words = text.plain(headline("runway", scenario(), "EN").kicker).replace(text.NBSP, " ")
    assert words.endswith("counted from the balance of 31 Mar 2026")
    undated = text.plain(headline("runway", scenario(without(facts, "balance_date")), "EN").kicker)
    assert text.DASH not in undated and "counted" not in undated


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", [{}, {"btc": 120}, {"mw": 40}, {"raise": 200, "mincash": 0}], ids=str)
def test_every_key_figure_has_a_note(scenario: Make, values: Values, lang: Lang) -> None:
    s = scenario(**values)
    for key in KPIS:
        case = note_case("runway", s, key)
        unknown = f"kpi.runway.{key}.none"
        name = unknown if s.value(key) is None and not case and text.has(unknown) else f"kpi.runway.{key}{case}"
        words = text.plain(say(s, name, lang))
        assert words and text.DASH not in words, f"{name}: {words}"
