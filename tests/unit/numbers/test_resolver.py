"""The wiring: names resolve, kinds never understate, circles and unknown names are refused."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.numbers import OUTPUTS, Spec, peers
from dashboard.numbers.resolver import Scenario, WiringError, _walk, dependencies, signature, wired_names
from dashboard.takeaway.tables import leaves
from dashboard.words import text

Make = Callable[..., Scenario]


def test_every_argument_of_every_model_function_is_provided(facts: Facts) -> None:
    provided = set(OUTPUTS) | {a.name for a in facts.assumptions} | set(facts.names)
    provided |= {name for name in wired_names() if peers.is_peer(name) and peers.find(facts, name) is not None}
    assert wired_names() - provided == set()


def test_no_name_is_both_a_fact_and_an_output(facts: Facts) -> None:
    assert set(OUTPUTS) & (set(facts.names) | {a.name for a in facts.assumptions}) == set()


# Families of numbers that one function makes for several causes or flows: named by member, not by function.
FAMILIES = ("btc_sold_", "first_sales_", "first_year_", "share_sold_")


def test_an_output_is_named_like_its_function_and_labelled() -> None:
    for key, spec in OUTPUTS.items():
        assert spec.function.__name__ == key or key.startswith(FAMILIES)
        assert spec.function.__doc__, f"{key} says nothing about itself"
        for lang in text.LANGUAGES:
            assert text.t(f"output.{key}", lang)


def test_a_formula_stands_once_in_symbols_or_in_words() -> None:
    assert [key for key, spec in OUTPUTS.items() if spec.formula and text.has(f"formula.{key}")] == []


def test_a_formula_names_only_what_the_number_rests_on() -> None:
    for key, spec in OUTPUTS.items():
        template = text.t(f"formula.{key}", "EN") if text.has(f"formula.{key}") else spec.formula
        rests_on = dependencies(key)
        for name in text.placeholders(template):
            # A sibling read off the same inputs may stand in a formula too: it brings in nothing else.
            assert name in rests_on or (name in OUTPUTS and dependencies(name) <= rests_on), (key, name)


def test_kinds_never_understate(scenario: Make) -> None:
    rank = {"reported": 0, "derived": 1, "assumed": 2, "scenario": 3}
    s = scenario()
    for key in OUTPUTS:
        output = s.output(key)
        assert output.kind in ("derived", "scenario")
        assert all(rank[output.kind] >= rank[s.output(name).kind] for name in output.inputs)
        touches = any(s.output(leaf).kind == "assumed" for leaf in leaves(key))
        assert (output.kind == "scenario") == touches, key


def test_kinds_by_example(scenario: Make) -> None:
    s = scenario()
    assert s.output("sale_btc").kind == "reported"
    assert s.output("sale_price").kind == "derived"
    assert s.output("btc_price").kind == "assumed"
    assert s.output("margin_per_btc").kind == "scenario"


def test_lineage_of_the_yearly_result_ends_at_documents_and_sliders(facts: Facts) -> None:
    ends = set(leaves("mining_result_per_year"))
    assert {"btc_price", "cash_cost_at_reference", "btc_mined_financial_year", "block_subsidy"} <= ends
    assert all(facts.has(key) or facts.assumption(key) is not None for key in ends)


def test_an_unknown_name_is_refused(scenario: Make) -> None:
    with pytest.raises(WiringError, match="margin_per_bitcoin"):
        scenario().value("margin_per_bitcoin")
    with pytest.raises(WiringError, match="price_of_bitcoin"):
        scenario().with_values(price_of_bitcoin=70_000.0)


def test_a_circle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def egg(hen: float) -> float:
        return hen

    def hen(egg: float) -> float:
        return egg

    monkeypatch.setitem(OUTPUTS, "egg", Spec(egg, "count", "{hen}"))
    monkeypatch.setitem(OUTPUTS, "hen", Spec(hen, "count", "{egg}"))
    with pytest.raises(WiringError, match="egg -> hen -> egg"):
        dependencies("egg")


def test_asked_for_its_value_a_circle_is_refused_too(monkeypatch: pytest.MonkeyPatch, scenario: Make) -> None:
    def ouroboros(ouroboros: float) -> float:
        return ouroboros

    monkeypatch.setitem(OUTPUTS, "ouroboros", Spec(ouroboros, "count", ""))
    with pytest.raises(WiringError, match="ouroboros -> ouroboros"):
        scenario().value("ouroboros")


def test_what_a_number_rests_on_is_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaf(btc_price: float, cash_now: float) -> float:
        return btc_price + cash_now

    def top(leaf: float, overhead_per_month: float) -> float:
        return leaf + overhead_per_month

    monkeypatch.setitem(OUTPUTS, "leaf", Spec(leaf, "count", ""))
    monkeypatch.setitem(OUTPUTS, "top", Spec(top, "count", ""))
    # Past the memory of ``dependencies``, which an earlier run in this process would have filled.
    assert _walk("top", ()) == {"leaf", "btc_price", "cash_now", "overhead_per_month"}
    assert _walk("leaf", ()) == {"btc_price", "cash_now"}
    assert _walk("btc_price", ()) == set()


def test_what_is_remembered_belongs_to_the_position_of_its_sliders(scenario: Make) -> None:
    one, other = scenario(btc=71.0), scenario(btc=72.0)
    assert [s.remembered("runway_path", lambda s=s: s.value("btc_price")) for s in (one, other)] == [71_000, 72_000]
    assert scenario(btc=71.0).remembered("runway_path", lambda: "made again") == 71_000


def test_what_is_made_once_is_what_was_made(scenario: Make) -> None:
    made: list[Scenario] = []

    def count(s: Scenario) -> int:
        made.append(s)
        return len(made)

    s = scenario()
    assert [s.once(count), s.once(count)] == [1, 1] and made == [s]


def test_a_peers_figure_that_is_not_published_names_itself(scenario: Make) -> None:
    found = scenario().output("peer_WULF_btc_held")
    assert (found.key, found.value, found.missing) == ("peer_WULF_btc_held", None, ("peer_WULF_btc_held",))


def test_a_missing_fact_makes_the_answer_unknown_and_names_itself(scenario: Make, facts: Facts) -> None:
    from dataclasses import replace

    names = {name: value for name, value in facts.names.items() if name != "sale_proceeds"}
    s = scenario(replace(facts, names=names))
    assert s.value("sale_price") is None
    assert s.output("hold_break_even_price").missing == ("sale_proceeds",)
    assert s.value("margin_per_btc") is not None


def test_a_sweep_is_the_same_function_as_the_number(scenario: Make) -> None:
    s = scenario(btc=70, cash=80, dep=17, net=1000, basis="FY2025")
    prices = np.array([20e3, 70e3, 97e3, 200e3])
    swept = s.sweep("mining_result_per_year", btc_price=prices)
    singly = [
        scenario(btc=p / 1e3, cash=80, dep=17, net=1000, basis="FY2025").value("mining_result_per_year") for p in prices
    ]
    assert swept == pytest.approx(singly, rel=1e-12)
    # (70,000 − 97,000) × 6,594.6 = −178,054,200
    assert swept[1] == pytest.approx(-178_054_200)


def test_signatures_skip_defaults() -> None:
    def function(a: float, b: float, c: float = 1.0) -> float:
        return a + b + c

    assert signature(function) == ("a", "b")
