"""The sentences of the AI page: below, at and above each threshold, in both languages, and with facts missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from itertools import product

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline
from dashboard.headlines.ai import break_even_key, variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import figure, label, say
from dashboard.words.text import Lang
from tests.figures.drawing import without

Make = Callable[..., Scenario]
N = text.NBSP
KPIS = ("ai_revenue_needed", "ai_margin_share", "ai_break_even_gpu_price", "ai_break_even_colocation_rent",
        "ai_revenue_needed_share_fy2025", "ai_npv", "ai_irr", "ai_payback_years", "ai_value_per_mwh",
        "mining_value_per_mwh")  # fmt: skip


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("ai", scenario, lang).title)


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("ai", scenario, lang).standfirst)


def with_values(facts: Facts, values: Mapping[str, float | None]) -> Facts:
    return dataclasses.replace(facts, names={**facts.names, **values})


# 4,645.2 coins a year × (77,000 − 94,000) = −78.97m; ÷ a cash margin of 0.91986 = 85.84m.
# At 93: 4.645m ÷ 0.91986 = 5.05m.
@pytest.mark.parametrize(
    ("btc", "case", "en", "de"),
    [
        (77, "loss", "EcoHash needs $86m of yearly revenue to replace what mining loses",
         f"EcoHash braucht 86{N}Mio.{N}$ Umsatz im Jahr, um Mining-Verluste zu decken"),
        (93, "loss", "EcoHash needs $5m of yearly revenue to replace what mining loses",
         f"EcoHash braucht 5{N}Mio.{N}$ Umsatz im Jahr, um Mining-Verluste zu decken"),
        (94, "zero", "At $94,000, mining just breaks even: EcoHash has nothing to replace",
         f"Bei 94.000{N}$ deckt Mining die Kosten: EcoHash hat nichts zu ersetzen"),
        (95, "gain", "EcoHash needs $5m of yearly revenue to match what mining earns",
         f"EcoHash braucht 5{N}Mio.{N}$ Umsatz im Jahr, um Mining zu ersetzen"),
    ],
)  # fmt: skip
def test_title_around_the_break_even_of_mining(scenario: Make, btc: float, case: str, en: str, de: str) -> None:
    s = scenario(btc=btc)
    assert variant(s) == case
    assert title(s) == en
    assert title(s, "DE") == de


# 1,270 × 0.9 × 8,760 × 0.1 = 1.0013m against a running cost of 0.9985m: just a margin; at 0.85 there is none.
@pytest.mark.parametrize(("gpuh", "case"), [(0.85, "none"), (0.9, "loss")])
def test_title_around_the_margin_of_own_cards(scenario: Make, gpuh: float, case: str) -> None:
    s = scenario(gpuh=gpuh, util=10)
    assert variant(s) == case
    assert s.known("ai_revenue_needed") == (case == "loss")


def test_title_without_a_margin(scenario: Make) -> None:
    gpu = scenario(gpuh=0.3, util=10)
    assert title(gpu) == "At $0.30 an hour and 10% use, no revenue lets EcoHash replace mining"
    assert title(gpu, "DE") == f"Bei 0,30{N}$ je Stunde und 10{N}% Auslastung ersetzt kein Umsatz das Mining"
    # 50 × 12,000 = 0.6m of rent against 0.6m and 2m of running cost
    for opex in (0.6, 2):
        colo = scenario(model="COLO", colo=50, opex=opex)
        assert title(colo) == "At $50 per kW and month, no revenue lets EcoHash replace mining"
        assert title(colo, "DE") == f"Bei 50{N}$ je kW und Monat ersetzt kein Umsatz von EcoHash das Mining"
    assert variant(scenario(model="COLO", colo=50, opex=0.55)) == "loss"


def test_a_loss_that_rounds_to_nothing_is_no_loss(scenario: Make) -> None:
    # Cost 94,940 against 95,000 at a network of 1,010 EH/s: 60 a coin, 0.3m a year.
    assert variant(scenario(btc=95, net=1010)) == "zero"
    assert variant(scenario(ehs=0)) == "zero"


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_titles_fit_and_never_show_a_dash(scenario: Make, lang: Lang) -> None:
    for model, btc, util, gpuh, colo in product(
        ("GPU", "COLO"), (20, 60, 93, 94, 95, 120, 200), (10, 70, 95), (0.3, 1.6, 6), (50, 250)
    ):
        for opex, mw in ((0.35, 1), (2, 0)):
            s = scenario(model=model, btc=btc, util=util, gpuh=gpuh, colo=colo, opex=opex, mw=mw)
            words = title(s, lang)
            assert len(words) <= 75, words
            assert text.DASH not in words + standfirst(s, lang)
            assert any(one.isdigit() for one in words)


def test_standfirst_names_size_cost_plan_and_the_silence(scenario: Make) -> None:
    # 85.844m ÷ 12.460m = 6.889 MW; × 1,270 = 8,750 cards; × 33.48m = 230.7m
    assert standfirst(scenario()) == (
        f"That takes 6.9{N}MW of IT load, 8,750 cards and $231m of plant, its capital cost not counted. "
        f"Your 1{N}MW would bring in $12.5m. What EcoHash earns today is not disclosed."
    )
    # 104.32m ÷ 1.44m = 72.44 MW; × 3m = 217.3m
    assert standfirst(scenario(model="COLO")) == (
        f"That takes 72.4{N}MW of IT load let to tenants and $217m of plant, its capital cost not counted. "
        f"Your 1{N}MW would bring in $1.4m. What EcoHash earns today is not disclosed."
    )
    assert "Ihr Plan enthält keine KI-Kapazität." in standfirst(scenario(mw=0), "DE")


def test_reported_revenue_takes_the_place_of_the_silence(scenario: Make, facts: Facts) -> None:
    s = scenario(with_values(facts, {"ecohash_revenue": 3.6e6}))
    assert standfirst(s).endswith("Reported AI revenue is $3.6m.")
    assert s.value("ai_reported_share_of_need") == pytest.approx(3.6 / 85.8443, rel=1e-5)


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
    assert gpu.value("ai_value_per_mwh") == pytest.approx(gpu.value("gpu_value_per_mwh"))
    assert colo.value("ai_value_per_mwh") == pytest.approx(colo.value("colocation_value_per_mwh"))
    assert gpu.value("ai_break_even_gpu_price") == pytest.approx(gpu.value("gpu_break_even_price"))
    for key in ("gpu_value_per_mwh", "colocation_value_per_mwh", "gpu_result_per_mw_year"):
        assert gpu.value(key) == pytest.approx(colo.value(key))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_missing_output_changes_the_sentence(scenario: Make, facts: Facts, lang: Lang) -> None:
    s = scenario(without(facts, "btc_mined_fy2025"))
    assert variant(s) == "unknown"
    expected = {
        "EN": "What EcoHash would have to replace is not known",
        "DE": "Was EcoHash ersetzen müsste, ist nicht bekannt",
    }
    assert title(s, lang) == expected[lang]
    assert label(s, "btc_mined_fy2025", lang) in standfirst(s, lang)


@pytest.mark.parametrize("model", ["GPU", "COLO"])
def test_sentences_survive_the_loss_of_any_fact(scenario: Make, facts: Facts, model: str) -> None:
    for name in (*facts.facts, *(constant.name for constant in facts.constants)):
        for changed in (without(facts, name), with_values(facts, {name: None})):
            s = scenario(changed, model=model)
            for lang in text.LANGUAGES:
                assert len(title(s, lang)) <= 75
                assert text.DASH not in title(s, lang) + standfirst(s, lang)


def test_a_business_without_a_name_starts_with_a_capital(scenario: Make, facts: Facts) -> None:
    nameless = dataclasses.replace(facts, company=facts.company.model_copy(update={"ai_name": None}))
    assert title(scenario(nameless)).startswith("The AI business needs $86m")
    assert title(scenario(nameless), "DE").startswith("Das KI-Geschäft braucht")


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", [{}, {"model": "COLO"}, {"gpuh": 0.3, "util": 10}, {"mw": 0}], ids=str)
def test_notes_under_the_key_figures_are_short(scenario: Make, values: dict[str, float], lang: Lang) -> None:
    s = scenario(**values)
    for key in KPIS:
        note = f"kpi.ai.{key}"
        if not s.known(key) and text.has(f"{note}.none"):
            note = f"{note}.none"
        words = text.plain(say(s, note, lang))
        assert 0 < len(words) <= 36, words
        assert label(s, key, lang) and len(label(s, key, lang)) <= 30
