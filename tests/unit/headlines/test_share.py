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


# 2.14 × 41.02m + 30.6m − 7.2m = 111.1828m; minus 1,025.69 coins at 77,000 = 32.2m, at 108,000 = 0.41m, at 109,000
# = −0.62m, at 200,000 = −93.96m. At 107,000 it is 1.43m.
@pytest.mark.parametrize(
    ("btc", "case", "en", "de"),
    [
        (77, "more", "At $2.14, the market pays $32m for everything but the bitcoin",
         f"Bei 2,14{N}$ zahlt der Markt 32{N}Mio.{N}$ für alles außer Bitcoin"),
        (107, "more", "At $2.14, the market pays $1m for everything but the bitcoin",
         f"Bei 2,14{N}$ zahlt der Markt 1{N}Mio.{N}$ für alles außer Bitcoin"),
        (108, "nothing", "At $2.14, the market pays for the bitcoin and for nothing else",
         f"Bei 2,14{N}$ bezahlt der Markt die Coins und sonst nichts"),
        (109, "less", "At $2.14, all but the bitcoin is priced at less than nothing: −$1m",
         f"Bei 2,14{N}$ ist alles außer Bitcoin weniger als nichts wert: −1{N}Mio.{N}$"),
        (200, "less", "At $2.14, all but the bitcoin is priced at less than nothing: −$94m",
         f"Bei 2,14{N}$ ist alles außer Bitcoin weniger als nichts wert: −94{N}Mio.{N}$"),
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
    # 32.2047m ÷ 1m; (78.978m + 7.2m − 30.6m) ÷ 41.02m = 1.35
    assert standfirst(scenario()) == (
        "At your $1m a megawatt, that implies 32.2 MW of contracted AI; Cango has disclosed none."
        " Coins plus cash minus debt come to $1.35 a share."
    )
    assert standfirst(scenario(), "DE") == (
        "Bei Ihren 1 Mio. $ je Megawatt sind das 32,2 MW vertraglich gesicherte KI; Cango hat keine"
        " veröffentlicht. Coins plus Cash minus Schulden: 1,35 $ je Aktie."
    )
    violet = [f.key for f in text.figures_of(headline("share", scenario(), "EN").standfirst) if f.tone == "as"]
    assert violet == ["contracted_mw_value"]


# 4,645.2 coins a year × 1,000 × 2.4018 (three years at 12%) = 11.16m for mining; (32.2 − 11.2) ÷ 1m = 21.0 MW. At 72
# of cash cost mining alone is worth 55.8m, more than the 32.2m.
@pytest.mark.parametrize(("values", "case", "words"), [
    ({}, "only", "that implies 32.2 MW"),
    ({"cash": 76}, "some", "After $11m for mining, your $1m a megawatt make that 21.0 MW of contracted AI"),
    ({"cash": 72}, "mining", "Mining alone would be worth $56m"),
    ({"btc": 108}, "coins", "The coins are worth $111m against an enterprise value of $111m"),
    ({"btc": 200}, "coins", "so the share price implies no AI at all"),
])  # fmt: skip
def test_standfirst_by_what_the_price_leaves(scenario: Make, values: dict[str, float], case: str, words: str) -> None:
    s = scenario(**values)
    assert implied(s) == case
    assert words in standfirst(s)


def test_a_disclosed_capacity_is_named(scenario: Make, facts: Facts) -> None:
    assert "Cango has disclosed 5 MW." in standfirst(scenario(with_values(facts, ecohash_mw=5.0)))


@pytest.mark.parametrize(("removed", "case", "en", "de"), [
    ("shares_outstanding", "no_shares", "Cango publishes no share count, so $2.14 a share values nothing",
     f"Ohne Aktienzahl ergibt der Kurs von 2,14{N}$ keinen Börsenwert"),
    ("share_price", "no_price", "No price of Cango’s share is known, so its value is not known either",
     "Ohne bekannten Kurs der Cango-Aktie ist auch ihr Wert unbekannt"),
    ("debt_2026_03_31", "unknown", "At $2.14, what the market pays beyond the bitcoin is not known",
     f"Bei 2,14{N}$ ist unbekannt, was der Markt außer Bitcoin bezahlt"),
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
    for btc, cash, worth in product((20, 77, 90, 107, 108, 109, 150, 200), (30, 77, 120), (0.5, 20)):
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
