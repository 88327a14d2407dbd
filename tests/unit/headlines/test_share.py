"""The sentences of the Share price page: around each threshold, in both languages, and with facts missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline
from dashboard.headlines.share import implied, variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang
from tests.figures.drawing import without

Make = Callable[..., Scenario]
N = text.NBSP
KPIS = ("share_price", "share_price_change_3m", "market_value", "nav_per_share", "mnav", "mnav_enterprise",
        "enterprise_value_ex_btc", "ev_per_eh", "implied_ai_mw", "days_below_one_dollar", "equity_raise",
        "new_shares_from_raise", "ownership_after_raise", "nav_per_share_after_raise",
        "insider_share_of_company")  # fmt: skip


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("share", scenario, lang).title)


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("share", scenario, lang).standfirst).replace(N, " ")


def with_values(facts: Facts, **values: Any) -> Facts:
    return dataclasses.replace(facts, names={**facts.names, **values})


# 3.51 × 41.022m + 30.6m − 7.171m = 167.4157m; minus 1,025.69 coins at 77,000 = 88.44m, at 163,000 = 0.23m, at 164,000
# = −0.80m, at 200,000 = −37.72m. At 162,000 it is 1.25m.
@pytest.mark.parametrize(
    ("btc", "case", "en", "de"),
    [
        (77, "more", "At $3.51, the market pays $88m for everything but the bitcoin",
         f"Bei 3,51{N}$ zahlt der Markt 88{N}Mio.{N}$ für alles außer Bitcoin"),
        (162, "more", "At $3.51, the market pays $1m for everything but the bitcoin",
         f"Bei 3,51{N}$ zahlt der Markt 1{N}Mio.{N}$ für alles außer Bitcoin"),
        (163, "nothing", "At $3.51, the market pays for the bitcoin and for nothing else",
         f"Bei 3,51{N}$ bezahlt der Markt die Coins und sonst nichts"),
        (164, "less", "At $3.51, all but the bitcoin is priced at less than nothing: −$1m",
         f"Bei 3,51{N}$ ist alles außer Bitcoin weniger als nichts wert: −1{N}Mio.{N}$"),
        (200, "less", "At $3.51, all but the bitcoin is priced at less than nothing: −$38m",
         f"Bei 3,51{N}$ ist alles außer Bitcoin weniger als nichts wert: −38{N}Mio.{N}$"),
    ],
)  # fmt: skip
def test_title_around_zero(scenario: Make, btc: float, case: str, en: str, de: str) -> None:
    s = scenario(btc=btc)
    assert variant(s) == case
    assert title(s) == en
    assert title(s, "DE") == de


def test_price_is_ink_and_the_result_is_neutral(scenario: Make) -> None:
    for btc in (20, 77, 200):
        tones = {f.key: f.tone for f in text.figures_of(headline("share", scenario(btc=btc), "EN").title)}
        assert tones == {"share_price": "", "enterprise_value_ex_btc": ""}
        kinds = {f.key: f.kind for f in text.figures_of(headline("share", scenario(btc=btc), "EN").title)}
        assert kinds == {"share_price": "reported", "enterprise_value_ex_btc": "scenario"}


def test_standfirst_names_the_implied_megawatts_and_what_is_in_a_share(scenario: Make) -> None:
    # 88.4375m ÷ 1m; (78.978m + 7.171m − 30.6m) ÷ 41.022m = 1.35
    assert standfirst(scenario()) == (
        "At your $1m a megawatt, that implies 88.4 MW of contracted AI; Cango has disclosed none."
        " Coins plus cash minus debt come to $1.35 a share."
    )
    assert standfirst(scenario(), "DE") == (
        "Bei Ihren 1 Mio. $ je Megawatt sind das 88,4 MW vertraglich gesicherte KI; Cango hat keine"
        " veröffentlicht. Coins plus Cash minus Schulden: 1,35 $ je Aktie."
    )
    violet = [f.key for f in text.figures_of(headline("share", scenario(), "EN").standfirst) if f.tone == "as"]
    assert violet == ["contracted_mw_value"]


# 4,645.2 coins a year × 1,000 × 2.4018 (three years at 12%) = 11.16m for mining; (88.4 − 11.2) ÷ 1m = 77.3 MW. At 68
# of cash cost mining alone is worth 100.4m, more than the 88.4m.
@pytest.mark.parametrize(("values", "case", "words"), [
    ({}, "only", "that implies 88.4 MW"),
    ({"cash": 76}, "some", "After $11m for mining, your $1m a megawatt make that 77.3 MW of contracted AI"),
    ({"cash": 68}, "mining", "Mining alone would be worth $100m"),
    ({"btc": 163}, "coins", "The coins are worth $167m against an enterprise value of $167m"),
    ({"btc": 200}, "coins", "so the share price implies no AI at all"),
])  # fmt: skip
def test_standfirst_by_what_the_price_leaves(scenario: Make, values: dict[str, float], case: str, words: str) -> None:
    s = scenario(**values)
    assert implied(s) == case
    assert words in standfirst(s)


def test_a_disclosed_capacity_is_named(scenario: Make, facts: Facts) -> None:
    assert "Cango has disclosed 5 MW." in standfirst(scenario(with_values(facts, ecohash_mw=5.0)))


@pytest.mark.parametrize(("removed", "case", "en", "de"), [
    ("shares_outstanding", "no_shares", "Cango publishes no share count, so $3.51 a share values nothing",
     f"Ohne Aktienzahl ergibt der Kurs von 3,51{N}$ keinen Börsenwert"),
    ("share_price", "no_price", "No price of Cango’s share is known, so its value is not known either",
     "Ohne bekannten Kurs der Cango-Aktie ist auch ihr Wert unbekannt"),
    ("debt_now", "unknown", "At $3.51, what the market pays beyond the bitcoin is not known",
     f"Bei 3,51{N}$ ist unbekannt, was der Markt außer Bitcoin bezahlt"),
])  # fmt: skip
def test_a_missing_fact_changes_the_sentence(
    scenario: Make, facts: Facts, removed: str, case: str, en: str, de: str
) -> None:
    for changed in (without(facts, removed), with_values(facts, **{removed: None})):
        s = scenario(changed)
        assert variant(s) == case
        assert title(s) == en
        assert title(s, "DE") == de
        assert "cannot be computed" in standfirst(s)
        assert text.DASH not in title(s) + standfirst(s)


def test_lengths_over_the_sliders(scenario: Make) -> None:
    for btc, cash, worth in product((20, 77, 90, 162, 163, 164, 180, 200), (30, 77, 120), (0.5, 20)):
        s = scenario(btc=btc, cash=cash, mwvalue=worth)
        for lang in text.LANGUAGES:
            assert len(title(s, lang)) <= 75, title(s, lang)
            assert text.DASH not in standfirst(s, lang)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_key_figure_has_a_note(scenario: Make, lang: Lang) -> None:
    for key in KPIS:
        words = text.plain(say(scenario(), f"kpi.share.{key}", lang))
        assert words and text.DASH not in words
        assert len(words) <= 45, f"{key}: {words}"
