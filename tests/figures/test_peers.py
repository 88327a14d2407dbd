"""The charts and the table of the Peers page: the published figures, blanks as blanks, labels inside the plot."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from dashboard import registry
from dashboard.facts import Facts
from dashboard.figures import peers
from dashboard.figures.layout import Block, Grid
from dashboard.numbers import peers as file
from dashboard.numbers.resolver import Scenario
from dashboard.words import peers as peer_words
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import assert_described, assert_labels_fit, assert_states_what_is_missing, chart

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
CHARTS = (peers.sales, peers.contracts)
N = text.NBSP


def table(scenario: Scenario, lang: Lang = "EN", role: str = peers.ALL) -> Grid:
    result = peers.grid(scenario, lang, role)
    assert isinstance(result, Grid)
    return result


# Not the shared function of this name: a figure of the file of peers goes, not a fact.
def without(facts: Facts, ticker: str, field: str) -> Facts:
    assert facts.peers is not None
    rows = tuple(
        peer.model_copy(update={"figures": tuple(f for f in peer.figures if (peer.ticker, f.field) != (ticker, field))})
        for peer in facts.peers.peers
    )
    return dataclasses.replace(facts, peers=facts.peers.model_copy(update={"peers": rows}))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_charts_are_described_and_their_labels_fit(scenario: Make, published: Facts, lang: Lang) -> None:
    for function in CHARTS:
        drawn = chart(function, scenario(published), lang)
        assert_described(drawn, lang)
        assert_labels_fit(drawn)


def test_sales_are_sorted_and_only_the_company_is_ink(scenario: Make) -> None:
    bars = chart(peers.sales, scenario()).figure["data"][0]
    assert bars["x"] == [15_133.0, 7_768.61, 2_385.0, 1_080.0, 159.0]
    assert bars["marker"]["line"]["color"] == ["#7A838D", "#16202A", "#7A838D", "#7A838D", "#7A838D"]
    # Riot’s and CleanSpark’s sales are those of one month: an outline, not a bar that compares.
    assert [color.startswith("rgba") for color in bars["marker"]["color"]] == [False, False, False, True, True]


def test_sales_name_their_purpose(scenario: Make) -> None:
    words = [note["text"] for note in chart(peers.sales, scenario()).figure["layout"]["annotations"]]
    assert any("convertible notes" in one.replace("<br>", " ") for one in words)
    assert "Purpose not published." in words, "CleanSpark did not say"
    rows = chart(peers.sales, scenario()).table.rows  # type: ignore[union-attr]
    shares = [row[4].text for row in rows if isinstance(row[4], Figure)]
    assert shares == ["28%", "103%", "", "", ""], "only figures of a full quarter make a share"


def test_title_of_the_sales(scenario: Make, facts: Facts) -> None:
    assert text.plain(chart(peers.sales, scenario()).title).replace(N, " ") == (
        "MARA sold more coins, 15,133 BTC, but from a far larger treasury"
    )
    alone = without(facts, "MARA", "btc_sold")
    assert text.plain(chart(peers.sales, scenario(alone)).title).replace(N, " ") == "Cango sold most: 7,769 BTC"
    quiet = text.plain(chart(peers.sales, scenario(without(facts, "CANG", "btc_sold"))).title)
    assert quiet.replace(N, " ") == "MARA sold most: 15,133 BTC; Cango’s sales are not known"


def test_contracts_leave_blanks_blank(scenario: Make) -> None:
    drawn = chart(peers.contracts, scenario())
    contracted, planned, hashrates = drawn.figure["data"]
    # KEEL publishes that it has none: a figure, not a blank.
    assert sorted(contracted["x"]) == [0, 25, 200, 200, 590, 597, 600]
    assert planned["x"] == [1_000.0, 900.0, 50.0]
    assert sorted(np.array(hashrates["x"]) / 1e6) == pytest.approx([25.0, 35.4, 37.01, 47.3, 66.4])
    words = [note["text"] for note in drawn.figure["layout"]["annotations"]]
    assert words.count("not published") == 1, "Cango publishes no megawatts, signed or planned"
    own = next(note for note in drawn.figure["layout"]["annotations"] if note["text"] == "<b>Cango</b>")
    assert own["font"]["color"] == "#16202A"
    assert f"≥{N}<b>200</b>" in words, "TeraWulf gives a lower bound"
    assert text.plain(drawn.title) == "7 of 15 publish AI megawatts; Cango is not among them"


def test_grid_shows_every_company_and_the_company_first(scenario: Make) -> None:
    shown = table(scenario())
    assert len(shown.values) == 15 and shown.own == 0
    assert shown.values[0][0] == "Cango (CANG)"
    names = [label for label, _ in shown.columns]
    assert all(len(row) == len(names) for row in (*shown.values, *shown.texts))
    megawatts = names.index("AI megawatts")
    assert [row[megawatts] for row in shown.values[:3]] == [None, None, 25.0]
    for values, words in zip(shown.values, shown.texts, strict=True):
        assert all((value is None) == (shown_as == "") for value, shown_as in zip(values, words, strict=True))


def test_grid_states_the_coverage(scenario: Make) -> None:
    shown = table(scenario())
    helps = dict(shown.columns)
    assert helps["Share sold"] == "2 of 15 companies publish it"
    assert helps["AI megawatts"] == "7 of 15 companies publish it"
    words = text.plain(shown.note)
    assert words.startswith("Of 15 companies publish: BTC held 7, BTC sold 5, Share sold 2")
    for field_label, coverage in shown.columns[1:]:
        published = sum(
            row[[label for label, _ in shown.columns].index(field_label)] is not None for row in shown.values
        )
        assert coverage.startswith(f"{published} of ")


@pytest.mark.parametrize(("role", "count", "roles"), [
    (peers.ALL, 15, {"subject", "peer", "ai_comparator"}), (peers.MINERS, 12, {"subject", "peer"}),
    (peers.AI, 4, {"subject", "ai_comparator"}),
])  # fmt: skip
def test_grid_is_filtered_by_role(scenario: Make, facts: Facts, role: str, count: int, roles: set[str]) -> None:
    shown = table(scenario(), role=role)
    assert len(shown.values) == count
    tickers = {str(row[0]).rsplit("(", 1)[1].rstrip(")") for row in shown.values}
    assert {peer.role for peer in file.companies(facts) if peer.ticker in tickers} == roles
    assert f"these {count} companies" in text.plain(shown.title)


def test_grid_speaks_the_language_of_the_page(scenario: Make) -> None:
    english, german = table(scenario()), table(scenario(), "DE")
    assert english.values[1][1:] == german.values[1][1:], "the numbers that sort are the same"
    assert english.texts[0][2] == f"7,769 · Q1{N}26" and german.texts[0][2] == f"7.769 · Q1{N}26"
    assert "13,561" in english.texts[3]
    assert any(f"≥{N}" in cell for row in english.texts for cell in row), "bounds keep their sign"


def test_every_figure_of_the_file_is_in_the_register(scenario: Make, facts: Facts) -> None:
    found = peers.entries(scenario(), "EN")
    assert facts.peers is not None
    figures = [(peer, figure) for peer in facts.peers.peers for figure in peer.figures]
    assert len(found) == len(figures)
    for entry, (peer, figure) in zip(found, figures, strict=True):
        assert entry.figure.key == f"peer_{peer.ticker}_{figure.field}"
        assert entry.figure.value == figure.base
        assert entry.figure.kind == ("derived" if figure.kind == "derived" else "reported")
        assert entry.publisher == facts.peers.sources[figure.source].publisher
        assert ("second-hand source" in entry.words) == (figure.kind == "secondary")
        assert entry.figure.text.startswith({"lower": "≥", "upper": "≤"}.get(figure.bound or "", entry.figure.text[0]))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_field_has_a_name(facts: Facts, lang: Lang) -> None:
    for peer in file.companies(facts):
        for figure in peer.figures:
            assert text.has(f"peers.field.{figure.field}"), figure.field
            assert peer_words.shown(figure, lang)


def test_names_resolve_to_the_figures_of_the_file(scenario: Make) -> None:
    s = scenario()
    assert s.value("peer_MARA_btc_sold") == 15_133.0
    assert s.output("peer_CANG_btc_sold").kind == "derived"
    assert s.output("peer_MARA_btc_held").kind == "reported", "second-hand is still what somebody reported"
    assert s.value("peer_RIOT_ai_mw") == 25.0
    for unknown in ("peer_CANG_ai_mw", "peer_NONE_btc_sold", "peer_CANG_no_such_field"):
        assert s.output(unknown).missing == (unknown,)
    held = s.value("peers_btc_held")
    assert held.shape == (15,) and np.isnan(held).sum() == 8
    assert s.value("peer_CANG_btc_sold_share") == pytest.approx(s.value("btc_disposed_share_sale_quarter"), rel=1e-4)


def test_without_a_file_of_peers(scenario: Make, facts: Facts) -> None:
    s = scenario(dataclasses.replace(facts, peers=None))
    for function in (*CHARTS, peers.grid):
        block = function(s, "EN")
        assert isinstance(block, Block) and block.missing and block.body
    assert peers.entries(s, "EN") == ()


@pytest.mark.parametrize("ticker", ["CANG", "MARA"])
@pytest.mark.parametrize("field", ["btc_sold", "btc_held_before", "hashrate", "btc_sold_value"])
def test_without_one_figure_everything_is_still_drawn(scenario: Make, facts: Facts, ticker: str, field: str) -> None:
    s = scenario(without(facts, ticker, field))
    for lang in text.LANGUAGES:
        for function in CHARTS:
            assert_states_what_is_missing(chart(function, s, lang))
        assert len(table(s, lang).values) == 15


def test_the_link_knows_the_switch_of_the_page() -> None:
    assert registry.PAGE["peers"].switches == {"role": peers.ROLES}
