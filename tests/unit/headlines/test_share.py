"""The sentences of the Share price page: around each threshold, in both languages, and with facts missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline, note_case
from dashboard.headlines.share import implied, large_issue, variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang
from tests.figures.drawing import without

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
N = text.NBSP
# The price of the share says its day and age instead; see tests/app/test_age.py.
KPIS = ("market_value", "enterprise_value_ex_btc", "nav_per_share", "implied_ai_mw", "mnav",
        "mnav_enterprise", "mnav_net_of_debt", "price_to_book_implied", "ev_per_running_eh", "equity_raise",
        "issue_price", "new_shares_from_raise", "ownership_after_raise", "nav_per_share_after_raise")  # fmt: skip
# 20 MW of today's plant cannot have been paid: the balance of 31 March stands in.
PUBLISHED = {"mw0": 20}


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("share", scenario, lang).title)


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("share", scenario, lang).standfirst).replace(N, " ")


def with_values(facts: Facts, **values: Any) -> Facts:
    return dataclasses.replace(facts, names={**facts.names, **values})


# 3.51 × 41.022m + 48.6m − 5m = 187.587m; minus 783.77 coins of October at 83,000 = 122.53m. On the balance of March:
# 143.987m + 30.6m − 7.171m = 167.416m minus 1,025.69 coins at 163,000 = 0.23m, at 164,000 = −0.80m, at 200,000 =
# −37.72m. Other liabilities: 735.944m − 557.568m = 178.376m.
@pytest.mark.parametrize(
    ("values", "case", "en", "de"),
    [
        ({}, "more", "At $3.51, all but the bitcoin costs $123m, $301m if 2025’s other liabilities stand",
         f"Bei 3,51{N}$ kostet alles außer Coins 123{N}Mio.{N}$, 301{N}Mio.{N}$ mit übrigen Schulden 2025"),
        ({"btc": 200}, "more", "At $3.51, all but the bitcoin costs $31m, $209m if 2025’s other liabilities stand",
         f"Bei 3,51{N}$ kostet alles außer Coins 31{N}Mio.{N}$, 209{N}Mio.{N}$ mit übrigen Schulden 2025"),
        ({"btc": 163, **PUBLISHED}, "nothing",
         "At $3.51, all but the bitcoin costs nothing, $179m if 2025’s other liabilities stand",
         f"Bei 3,51{N}$ kostet alles außer Coins nichts, 179{N}Mio.{N}$ mit übrigen Schulden 2025"),
        ({"btc": 164, **PUBLISHED}, "more",
         "At $3.51, all but the bitcoin costs −$1m, $178m if 2025’s other liabilities stand",
         f"Bei 3,51{N}$ kostet alles außer Coins −1{N}Mio.{N}$, 178{N}Mio.{N}$ mit übrigen Schulden 2025"),
        ({"btc": 200, **PUBLISHED}, "more",
         "At $3.51, all but the bitcoin costs −$38m, $141m if 2025’s other liabilities stand",
         f"Bei 3,51{N}$ kostet alles außer Coins −38{N}Mio.{N}$, 141{N}Mio.{N}$ mit übrigen Schulden 2025"),
    ],
)  # fmt: skip
def test_title_around_zero(scenario: Make, values: dict[str, float], case: str, en: str, de: str) -> None:
    s = scenario(**values)
    assert variant(s) == case
    assert title(s) == en
    assert title(s, "DE") == de


def test_both_ends_below_zero(scenario: Make, facts: Facts) -> None:
    # 567.568m − 557.568m = 10m of other liabilities: −37.72m and −27.72m.
    s = scenario(with_values(facts, total_liabilities_last=567.567671e6), btc=200, **PUBLISHED)
    assert variant(s) == "less"
    assert title(s) == "At $3.51, all but the bitcoin costs less than nothing: −$38m to −$28m"
    de = f"Bei 3,51{N}$ kostet alles außer Bitcoin weniger als nichts: −38{N}Mio.{N}$ bis −28{N}Mio.{N}$"
    assert title(s, "DE") == de


@pytest.mark.parametrize(("values", "case", "words"), [
    ({}, "alone.more", "At $3.51, the market pays $123m for everything but the bitcoin"),
    ({"btc": 163, **PUBLISHED}, "alone.nothing", "At $3.51, the market pays for the bitcoin and for nothing else"),
    ({"btc": 200, **PUBLISHED}, "alone.less", "At $3.51, all but the bitcoin is priced at less than nothing: −$38m"),
])  # fmt: skip
def test_without_other_liabilities_there_is_one_end(
    scenario: Make, facts: Facts, values: dict[str, float], case: str, words: str
) -> None:
    s = scenario(with_values(facts, total_liabilities_last=None), **values)
    assert variant(s) == case
    assert title(s) == words
    assert "other liabilities are not disclosed" in standfirst(s)


def test_kicker_dates_price_and_balance(scenario: Make) -> None:
    words = text.plain(headline("share", scenario(), "EN").kicker).replace(N, " ")
    assert words == "Share price · close of 9 Oct 2026 · balance of 31 Mar 2026, estimated through Oct 2026"
    words = text.plain(headline("share", scenario(**PUBLISHED), "EN").kicker).replace(N, " ")
    assert "balance of 31 Mar 2026 as published" in words


def test_price_is_ink_and_the_result_is_neutral(scenario: Make) -> None:
    for btc in (20, 77, 200):
        found = text.figures_of(headline("share", scenario(btc=btc), "EN").title)
        assert {f.key: (f.tone, f.kind) for f in found} == {
            "share_price": ("", "reported"),
            "enterprise_value_ex_btc": ("", "scenario"),
            "enterprise_value_ex_btc_with_other": ("", "scenario"),
        }


def test_standfirst_names_the_implied_megawatts_and_what_is_in_a_share(scenario: Make) -> None:
    # At 80,000 a coin: 187.587m − 62.701m = 124.886m, and mining, which costs 76,000 at 1,000 EH/s, is worth 35.9m:
    # 88.98m ÷ 4m and ÷ 1m. (62.701m + 5m − 48.6m) ÷ 41.022m = 0.4656; minus 178.376m ÷ 41.022m = 4.3483.
    s = scenario(btc=80)
    mining = s.value("mining_value") / 1e6
    assert s.value("implied_ai_mw") == pytest.approx((124.8858 - mining) / 4, rel=1e-4)
    assert s.value("implied_ai_mw_without_tenant") == pytest.approx(124.8858 - mining, rel=1e-4)
    one, other = (round(s.value(key), 1) for key in ("implied_ai_mw", "implied_ai_mw_without_tenant"))
    assert standfirst(s) == (
        f"After ${mining:.0f}m for mining, the lower figure implies {one} MW of AI at your $4m a megawatt with a"
        f" tenant, {other} MW at $1m without one; Cango has disclosed none."
        " Coins plus cash minus debt come to $0.47 a share, −$3.88 after the $178m of other liabilities of 31 Dec 2025."
    )
    assert "0,47 $ je Aktie, und −3,88 $, zieht man die 178 Mio. $ übriger Verbindlichkeiten" in standfirst(s, "DE")
    violet = [f.key for f in text.figures_of(headline("share", s, "EN").standfirst) if f.tone == "as"]
    assert violet == ["contracted_mw_value"]


@pytest.mark.parametrize(("values", "case", "words"), [
    ({"btc": 20}, "only", "The lower figure implies 43.0 MW of AI at your $4m"),
    ({}, "some", "for mining, the lower figure implies"),
    ({"btc": 200}, "mining", "Mining alone would be worth $804m"),
    ({"btc": 163, **PUBLISHED}, "coins", "The coins are worth $167m against an enterprise value of $167m"),
    ({"btc": 200, **PUBLISHED}, "coins", "so the lower figure implies no AI at all"),
])  # fmt: skip
def test_standfirst_by_what_the_price_leaves(scenario: Make, values: dict[str, float], case: str, words: str) -> None:
    s = scenario(**values)
    assert implied(s) == case
    assert words in standfirst(s)


def test_two_values_of_a_megawatt_stand_side_by_side(scenario: Make) -> None:
    # At the slider's own 1m both are the same number.
    s = scenario(mwvalue=1)
    assert s.value("implied_ai_mw") == pytest.approx(s.value("implied_ai_mw_without_tenant"))
    assert scenario(mwvalue=4).value("implied_ai_mw") == pytest.approx(s.value("implied_ai_mw") / 4)


@pytest.mark.parametrize(("values", "large"), [
    # A third of 41.022m shares at 3.51 × 0.9 = 3.159 is 43.196m; at 3.51 it is 47.996m, at 2.106 it is 28.797m.
    ({"raise": 0}, False), ({"raise": 43}, False), ({"raise": 44}, True), ({"raise": 47, "discount": 0}, False),
    ({"raise": 48, "discount": 0}, True), ({"raise": 28, "discount": 40}, False), ({"raise": 29, "discount": 40}, True),
])  # fmt: skip
def test_more_new_shares_than_a_third_are_a_warning(scenario: Make, values: dict[str, float], large: bool) -> None:
    s = scenario(**values)
    assert large_issue(s) is large
    assert note_case("share", s, "new_shares_from_raise") == (".large" if large else "")
    assert note_case("share", s, "issue_price") == ""


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


def test_lengths_over_the_sliders(scenario: Make, published: Facts) -> None:
    for btc, cash, worth in product((20, 77, 90, 133, 134, 163, 164, 200), (30, 76, 100, 120), (0.5, 20)):
        s = scenario(published, btc=btc, cash=cash, mwvalue=worth)
        for lang in text.LANGUAGES:
            assert len(title(s, lang)) <= 84, title(s, lang)
            assert text.DASH not in standfirst(s, lang)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_key_figure_has_a_note(scenario: Make, published: Facts, lang: Lang) -> None:
    for key in KPIS:
        words = text.plain(say(scenario(published), f"kpi.share.{key}", lang))
        assert words and text.DASH not in words
        assert len(words) <= 45, f"{key}: {words}"
