"""The sentence of the Mining page below, at and above break-even."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline, note_case
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import formula
from dashboard.words.text import Lang
from tests.figures.drawing import without

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]


def title(scenario: Scenario, lang: Lang) -> str:
    return text.plain(headline("mining", scenario, lang).title).replace(text.NBSP, " ")


@pytest.mark.parametrize(
    ("btc", "english", "german"),
    [
        (70, "At $70,000 a bitcoin, Cango loses $27,000 on every coin it mines",
         "Bei 70.000 $ je Bitcoin verliert Cango 27.000 $ mit jedem geschürften Coin"),
        (96, "At $96,000 a bitcoin, Cango loses $1,000 on every coin it mines",
         "Bei 96.000 $ je Bitcoin verliert Cango 1.000 $ mit jedem geschürften Coin"),
        (97, "At $97,000 a bitcoin, Cango’s mining just breaks even",
         "Bei 97.000 $ je Bitcoin deckt Cangos Mining gerade die Kosten"),
        (98, "At $98,000 a bitcoin, Cango earns $1,000 on every coin it mines",
         "Bei 98.000 $ je Bitcoin verdient Cango 1.000 $ mit jedem geschürften Coin"),
    ],
)  # fmt: skip
def test_around_break_even(scenario: Make, btc: float, english: str, german: str) -> None:
    s = scenario(btc=btc, cash=80, dep=17, basis="FY2025", net=1000)
    assert title(s, "EN") == english
    assert title(s, "DE") == german


def test_without_hashrate_there_is_no_coin_to_lose_on(scenario: Make) -> None:
    s = scenario(ehs=0)
    assert title(s, "EN") == "Mining 0 BTC a year, Cango neither earns nor loses on a coin"
    assert title(s, "DE") == "Bei 0 BTC im Jahr verdient oder verliert Cango an keinem Coin"
    assert "that loss" not in text.plain(headline("mining", s, "EN").standfirst)


# 15.5 EH/s at the reference of 1,000 EH/s and 3.125 BTC mine 2,571.6 coins a year, fees included: × $76,000 of cash
# cost is $195.4m of hosting a year, of which idle machines save half.
def test_idle_machines_still_cost_their_hosts(scenario: Make) -> None:
    s = scenario(btc=30, curtail="ON")
    hosting = 15.5 / 1000 * 144 * 365 * 3.125 * (1 + s.value("fee_ratio")) * 76_000
    assert s.value("idle_hosting_per_year") == pytest.approx(hosting / 2)
    assert title(s, "EN") == "At $30,000, the machines stand idle and the hosts still cost $98m a year"
    assert title(s, "DE") == "Bei 30.000 $ stehen die Maschinen still; Hosting kostet noch 98 Mio. $ im Jahr"
    words = text.plain(headline("mining", s, "EN").standfirst)
    assert "50% of hosting" in words and "$141m" in words
    assert s.value("mining_result_per_year") == pytest.approx(-hosting / 2 - s.value("idle_depreciation_per_year"))
    assert note_case("mining", s, "mining_result_per_year") == ".idle"


@pytest.mark.parametrize(("values", "idle"), [
    ({"btc": 30, "curtail": "OFF"}, False),
    ({"btc": 120, "curtail": "ON"}, False),
    # 12 × a month at 970 EH/s earns more than half of hosting from 76,000 × 970 ÷ 1,000 ÷ 2 = 36,860 on.
    ({"btc": 37, "curtail": "ON"}, False),
    ({"btc": 36, "curtail": "ON"}, True),
    ({"btc": 30, "curtail": "ON", "basis": "FY2025"}, False),
])  # fmt: skip
def test_machines_are_called_idle_only_where_they_are(scenario: Make, values: dict[str, object], idle: bool) -> None:
    assert ("idle" in title(scenario(**values), "EN")) is idle


def test_machines_whose_hosting_all_falls_away_cost_nothing_idle(scenario: Make) -> None:
    s = scenario(btc=30, curtail="ON", avoid=100)
    assert s.value("idle_hosting_per_year") == 0
    assert title(s, "EN") == "At $30,000, the machines stand idle, and idle machines cost no hosting"


def test_the_example_of_the_product(scenario: Make) -> None:
    s = scenario(btc=70, cash=80, dep=17, basis="FY2025", net=1000)
    # (70,000 − 97,000) × 6,594.6 = −178,054,200
    assert s.value("mining_result_per_year") == pytest.approx(-178_054_200)
    assert s.value("break_even_price") == 97_000
    figures = {f.key: f for f in text.figures_of(headline("mining", s, "EN").title)}
    assert figures["btc_price"].kind == "assumed" and figures["btc_price"].tone == "as"
    assert figures["margin_per_btc"].kind == "scenario" and figures["margin_per_btc"].tone == "neg"
    assert "$178m" in text.plain(headline("mining", s, "EN").standfirst)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_no_sentence_is_longer_than_its_place(scenario: Make, published: Facts, lang: Lang) -> None:
    for btc in (20, 77, 94, 111, 200):
        for cash, dep, net in ((30, 0, 500), (77, 17, 1000), (120, 40, 2000)):
            # Two amounts of six digits take one character more in German than the place is meant for.
            limit = 76 if lang == "DE" and btc > 99 else 75
            assert len(title(scenario(published, btc=btc, cash=cash, dep=dep, net=net), lang)) <= limit


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_without_the_output_the_yearly_result_is_called_unknown(scenario: Make, facts: Facts, lang: Lang) -> None:
    s = scenario(without(facts, "btc_mined_financial_year"))
    words = text.plain(headline("mining", s, lang).standfirst)
    assert text.DASH not in words
    assert ("not disclosed" in words) if lang == "EN" else ("nicht veröffentlicht" in words)


def test_formulas_write_thousands_as_the_language_does(scenario: Make) -> None:
    for lang, hours in (("EN", "8,760 h"), ("DE", "8.760 h")):
        found = formula(scenario(), "ai_revenue_per_mw_year", lang)
        assert found is not None
        assert hours in found[0]
        assert hours in text.plain(found[1])
