"""The sentences of the Peers page, with the published figures and with some of them gone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline
from dashboard.headlines.peers import comparator, key_figures, notes, variant
from dashboard.numbers import peers
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
N = text.NBSP


def title(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("peers", scenario, lang).title)


def standfirst(scenario: Scenario, lang: Lang = "EN") -> str:
    return text.plain(headline("peers", scenario, lang).standfirst).replace(N, " ")


def edited(facts: Facts, *dropped: tuple[str, str]) -> Facts:
    """The facts without some (ticker, field) figures of the peers file."""
    assert facts.peers is not None
    rows = tuple(
        peer.model_copy(update={"figures": tuple(f for f in peer.figures if (peer.ticker, f.field) not in dropped)})
        for peer in facts.peers.peers
    )
    return dataclasses.replace(facts, peers=facts.peers.model_copy(update={"peers": rows}))


def test_the_sentence_of_the_specification(scenario: Make) -> None:
    # 7,768.61 ÷ 7,528.3 = 1.0319; 15,133 ÷ 53,822 = 0.2812
    assert title(scenario()) == "Cango sold 103% of its opening coins in a quarter; MARA sold 28%"
    assert title(scenario(), "DE") == f"Cango verkaufte in einem Quartal 103{N}% des Anfangsbestands, MARA 28{N}%"
    figures = list(text.figures_of(headline("peers", scenario(), "EN").title))
    assert [(f.key, f.kind) for f in figures] == [
        ("peer_CANG_btc_sold_share", "derived"), ("peer_MARA_btc_sold_share", "derived"),
    ]  # fmt: skip
    assert [f.value for f in figures] == pytest.approx([1.031921, 0.281168], rel=1e-5)


def test_standfirst_states_the_coverage(scenario: Make) -> None:
    words = standfirst(scenario())
    assert "Only 2 of 15 companies publish both figures" in words
    # 25 + 590 + 200 + 597 + 200 + 0 + 600
    assert "7 publish AI megawatts under contract, 2,212 MW together; Cango publishes none." in words
    assert words.startswith("More than all of them can go because newly mined coins were sold too.")


def test_sliders_do_not_change_what_was_published(scenario: Make) -> None:
    assert title(scenario(btc=20)) == title(scenario(btc=200, cash=30))


def test_the_comparator_is_the_largest_with_both_figures_of_the_same_quarter(scenario: Make, facts: Facts) -> None:
    found = comparator(scenario())
    assert found is not None and found.ticker == "MARA"
    # Core Scientific published the coins it sold in the quarter, not those it held before; Riot sold in a month.
    assert peers.find(facts, "peer_CORZ_btc_sold_share") is None
    assert peers.find(facts, "peer_RIOT_btc_sold_share") is None


@pytest.mark.parametrize(("dropped", "case", "en", "de"), [
    (("MARA", "btc_held_before"), "alone",
     "Cango sold 103% of its opening coins in a quarter; no peer’s share is known",
     f"Cango verkaufte in einem Quartal 103{N}% des Anfangsbestands; kein Vergleich"),
    (("MARA", "btc_sold"), "alone", "Cango sold 103% of its opening coins in a quarter; no peer’s share is known",
     f"Cango verkaufte in einem Quartal 103{N}% des Anfangsbestands; kein Vergleich"),
    (("CANG", "btc_sold"), "unknown", "How much of its coins Cango sold in a quarter cannot be compared",
     "Welchen Teil seiner Coins Cango verkaufte, ist nicht vergleichbar"),
])  # fmt: skip
def test_a_missing_figure_changes_the_sentence(
    scenario: Make, facts: Facts, dropped: tuple[str, str], case: str, en: str, de: str
) -> None:
    s = scenario(edited(facts, dropped))
    assert variant(s) == case
    assert title(s) == en
    assert title(s, "DE") == de
    for lang in text.LANGUAGES:
        assert len(title(s, lang)) <= 75
        assert text.DASH not in standfirst(s, lang)


def test_no_file_of_peers(scenario: Make, facts: Facts) -> None:
    s = scenario(dataclasses.replace(facts, peers=None))
    assert variant(s) == "nobody"
    assert title(s) == "The facts hold no figures of other miners"
    assert key_figures(s)[0] == "peer_CANG_btc_sold_share"
    assert not s.known(*key_figures(s))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_notes_of_the_key_figures(scenario: Make, lang: Lang) -> None:
    found = notes(scenario(), lang)
    assert set(key_figures(scenario())) - set(found) == {"peer_CANG_ai_mw"}, "not disclosed says so itself"
    words = {key: text.plain(note) for key, note in found.items()}
    assert all(text.DASH not in one and len(one) <= 45 for one in words.values())
    if lang == "EN":
        assert words["peer_MARA_btc_sold_share"] == f"15,133 of 53,822{N}BTC, Q1{N}2026"


def test_a_figure_of_ai_megawatts_is_named(scenario: Make, facts: Facts) -> None:
    assert facts.peers is not None
    riot = next(peer for peer in facts.peers.peers if peer.ticker == "RIOT").figure("ai_mw")
    rows = tuple(
        peer.model_copy(update={"figures": (*peer.figures, riot)}) if peer.ticker == "CANG" else peer
        for peer in facts.peers.peers
    )
    s = scenario(dataclasses.replace(facts, peers=facts.peers.model_copy(update={"peers": rows})))
    assert "Cango has 25 MW." in standfirst(s)
