"""The sentences of the AI page: below, at and above each threshold, in both languages, and with facts missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from itertools import product

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline
from dashboard.headlines.ai import break_even_key, key_figures, note_case, variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import figure, label, say
from dashboard.words.text import Lang
from tests.figures.drawing import without

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
N = text.NBSP
KPIS = ("ai_revenue_needed", "ai_margin_share", "ai_break_even_gpu_price", "ai_break_even_colocation_rent",
        "ai_result_after_capital_per_year", "ai_npv", "ai_irr", "ai_payback_years", "ai_value_per_mwh",
        "mining_value_per_mwh")  # fmt: skip


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("ai", scenario, lang).title)


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("ai", scenario, lang).standfirst)


def with_values(facts: Facts, values: Mapping[str, float | None]) -> Facts:
    return dataclasses.replace(facts, names={**facts.names, **values})


# 220.905 coins a month at the defaults; the burn is 16.28511m of hosting + 3m + 0.324m − 0.5m less the coins.
# At 83: 0.774002m x 12 = 9.288m ; / a cash margin of 0.9198613 = 10.097m. At 87: burn below nothing.
@pytest.mark.parametrize(
    ("btc", "case", "en", "de"),
    [
        (60, "burn", "EcoHash needs $76.4m of revenue a year to cover what Cango burns",
         f"EcoHash braucht 76,4{N}Mio.{N}$ Umsatz im Jahr, um Cangos Lücke zu decken"),
        (83, "burn", "EcoHash needs $10.1m of revenue a year to cover what Cango burns",
         f"EcoHash braucht 10,1{N}Mio.{N}$ Umsatz im Jahr, um Cangos Lücke zu decken"),
        (87, "no_burn", "Cango burns nothing at $87,000; EcoHash adds $11.5m a year",
         f"Bei 87.000{N}$ hat Cango keine Lücke; EcoHash bringt 11,5{N}Mio.{N}$ im Jahr dazu"),
    ],
)  # fmt: skip
def test_title_around_the_price_that_pays_the_bills(scenario: Make, btc: float, case: str, en: str, de: str) -> None:
    s = scenario(btc=btc)
    assert variant(s) == case
    assert title(s) == en
    assert title(s, "DE") == de


def test_without_a_burn_the_plan_adds_costs_or_is_not_there(scenario: Make) -> None:
    assert title(scenario(btc=120, mw=0)) == "Cango burns nothing at $120,000: EcoHash has nothing to cover"
    assert "EcoHash costs $" in title(scenario(btc=120, gpuh=0.3, util=10))
    assert "kostet" in title(scenario(btc=120, gpuh=0.3, util=10), "DE")


# 1,270 × 0.9 × 8,760 × 0.1 = 1.0013m against a running cost of 0.9985m: just a margin; at 0.85 there is none.
@pytest.mark.parametrize(("gpuh", "case"), [(0.85, "none"), (0.9, "burn")])
def test_title_around_the_margin_of_own_cards(scenario: Make, gpuh: float, case: str) -> None:
    s = scenario(gpuh=gpuh, util=10, btc=60)
    assert variant(s) == case
    assert s.known("ai_revenue_needed") == (case == "burn")


def test_title_without_a_margin(scenario: Make) -> None:
    gpu = scenario(gpuh=0.3, util=10, btc=60)
    assert title(gpu) == "At $0.30 an hour and 10% use, no revenue of EcoHash covers the burn"
    assert title(gpu, "DE") == f"Bei 0,30{N}$ je Stunde und 10{N}% Auslastung deckt kein Umsatz die Lücke"
    # 50 × 12,000 = 0.6m of rent against 0.6m and 2m of running cost
    for opex in (0.6, 2):
        colo = scenario(model="COLO", colo=50, opex=opex, btc=60)
        assert title(colo) == "At $50 per kW and month, no revenue of EcoHash covers the burn"
        assert title(colo, "DE") == f"Bei 50{N}$ je kW und Monat deckt kein Umsatz von EcoHash die Lücke"
    assert variant(scenario(model="COLO", colo=50, opex=0.55, btc=60)) == "burn"


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_titles_fit_and_never_show_a_dash(scenario: Make, published: Facts, lang: Lang) -> None:
    for model, btc, util, gpuh, colo in product(("GPU", "COLO"), (20, 83, 87, 200), (10, 70), (0.3, 1.6, 6), (50, 250)):
        for opex, mw in ((0.35, 1), (2, 0)):
            s = scenario(published, model=model, btc=btc, util=util, gpuh=gpuh, colo=colo, opex=opex, mw=mw)
            words = title(s, lang)
            assert len(words) <= 84, words
            assert text.DASH not in words + standfirst(s, lang)
            assert any(one.isdigit() for one in words)


def test_standfirst_sets_like_against_like(scenario: Make) -> None:
    # 10.0972m ÷ 12.460m = 0.8104 MW; × 1,270 = 1,029 cards; × 33.48m = 27.1m
    # 12,460,224 × 0.7057178 − 998,546.6 − 9,287,677.8 = −1.4928m a year
    said = standfirst(scenario())
    assert said.startswith(
        f"Cash against cash at first-year prices, that takes 0.8{N}MW of IT load: 1,029 cards, $27.1m of plant, "
        "what stands today included. With capital counted, mining makes "
    )
    assert f"your 1{N}MW {text.MINUS}$1.5m after capital at 12%. What EcoHash earns today is not disclosed." in said
    # a hall of 10m a MW
    assert "of IT load let to tenants and $" in standfirst(scenario(model="COLO"))
    assert "Ihr Plan enthält keine KI-Kapazität." in standfirst(scenario(mw=0), "DE")


def test_reported_revenue_takes_the_place_of_the_silence(scenario: Make, facts: Facts) -> None:
    s = scenario(with_values(facts, {"ecohash_revenue": 3.6e6}))
    assert standfirst(s).endswith("Reported AI revenue is $3.6m.")
    assert s.value("ai_reported_share_of_need") == pytest.approx(3.6 / 10.0972, rel=1e-3)


def test_the_break_even_of_the_chosen_business_is_shown(scenario: Make) -> None:
    assert break_even_key(scenario()) == "ai_break_even_gpu_price"
    assert break_even_key(scenario(model="COLO")) == "ai_break_even_colocation_rent"


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_no_rate_of_return_is_a_word_and_not_a_gap(scenario: Make, lang: Lang) -> None:
    words = {"EN": ("none exists", "never", "none"), "DE": ("keiner", "nie", "keiner")}[lang]
    s = scenario(gpuh=0.3, util=10)
    keys = ("ai_irr", "ai_payback_years", "ai_revenue_needed")
    assert tuple(figure(s.output(key), lang).text for key in keys) == words
    for key in keys:
        assert s.value(key) is None and not s.output(key).missing
        assert text.has(f"kpi.ai.{key}.none")


def test_no_capacity_has_no_value_and_no_return(scenario: Make) -> None:
    for model in ("GPU", "COLO"):
        s = scenario(mw=0, model=model)
        assert s.value("ai_npv") == 0
        assert s.value("ai_irr") is None and s.value("ai_payback_years") is None
        assert s.value("ai_revenue_per_year") == 0
        assert s.known("ai_value_per_mwh", "ai_margin_share", "ai_revenue_needed")


def test_the_chosen_business_is_one_of_the_two_compared(scenario: Make) -> None:
    gpu, colo = scenario(), scenario(model="COLO")
    assert gpu.value("ai_value_per_mwh") == pytest.approx(gpu.value("gpu_value_per_mwh_with_decay"))
    assert colo.value("ai_value_per_mwh") == pytest.approx(colo.value("colocation_value_per_mwh"))
    assert gpu.value("ai_break_even_gpu_price") == pytest.approx(gpu.value("gpu_break_even_price_with_decay"))
    for key in ("gpu_value_per_mwh", "colocation_value_per_mwh", "gpu_result_per_mw_year"):
        assert gpu.value(key) == pytest.approx(colo.value(key))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_missing_output_changes_the_sentence(scenario: Make, facts: Facts, lang: Lang) -> None:
    s = scenario(without(facts, "block_subsidy"))
    assert variant(s) == "unknown"
    expected = {
        "EN": "What EcoHash would have to cover is not known",
        "DE": "Was EcoHash decken müsste, ist nicht bekannt",
    }
    assert title(s, lang) == expected[lang]
    assert label(s, "block_subsidy", lang) in standfirst(s, lang)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["GPU", "COLO"])
def test_sentences_survive_the_loss_of_any_fact(scenario: Make, published: Facts, model: str) -> None:
    for name in (*published.facts, *(constant.name for constant in published.constants)):
        for changed in (without(published, name), with_values(published, {name: None})):
            s = scenario(changed, model=model)
            for lang in text.LANGUAGES:
                assert len(title(s, lang)) <= 84
                assert text.DASH not in title(s, lang) + standfirst(s, lang)


def test_a_business_without_a_name_starts_with_a_capital(scenario: Make, facts: Facts) -> None:
    nameless = dataclasses.replace(facts, company=facts.company.model_copy(update={"ai_name": None}))
    assert title(scenario(nameless)).startswith("The AI business needs $10.1m")
    assert title(scenario(nameless), "DE").startswith("Das KI-Geschäft braucht")


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", [{}, {"model": "COLO"}, {"gpuh": 0.3, "util": 10}, {"mw": 0}], ids=str)
def test_notes_under_the_key_figures_are_short(
    scenario: Make, published: Facts, values: dict[str, float], lang: Lang
) -> None:
    s = scenario(published, **values)
    for key in KPIS:
        note = f"kpi.ai.{key}"
        if not s.known(key) and text.has(f"{note}.none"):
            note = f"{note}.none"
        words = text.plain(say(s, note, lang))
        assert 0 < len(words) <= 36, words
        assert label(s, key, lang) and len(label(s, key, lang)) <= 30


def test_where_the_estimate_fails_nothing_is_forecast(scenario: Make) -> None:
    s = scenario(mw0=20)
    assert variant(s) == "failed" and "is open" in title(s) and "in Apr 2026 already" in standfirst(s)
    assert "ai_revenue_needed" not in key_figures(s)
    assert "against the burn of" in text.plain(headline("ai", scenario(), "EN").kicker)
    assert "against the burn of" not in text.plain(headline("ai", s, "EN").kicker)


def test_what_is_only_of_the_first_year_or_only_of_cards_says_so(scenario: Make) -> None:
    assert "counted at first-year prices" in standfirst(scenario(btc=120))
    assert "first-year prices" not in standfirst(scenario(btc=120, mw=0)), "there is no margin to count"
    assert note_case(scenario(model="COLO"), "ai_npv") == ".colo" and note_case(scenario(), "ai_npv") == ""
