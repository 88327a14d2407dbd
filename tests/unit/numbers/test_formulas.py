"""Every shown formula that is arithmetic, computed from its own words, gives the number beside it; a wrong sign does not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard import facts as facts_file
from dashboard.facts import Facts
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text

from .formula import Formula, NotArithmetic, names

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "data" / "examples" / "nordlicht.yaml"

# Why a formula is left to the reader: what it says beyond arithmetic.
REASONS = {
    "a search or a simulation: the formula states what is solved": r"^0 =|: 0 =|: Σ|^Σ.*= \{",
    "words": r"[A-Za-z]{3,}.*",
    "one part of a series": r"\}, |Q[1-4]|, \d{4}",
    "a property of a series or a distribution": r"\bmin\b|max \{|cov|P\(|BTC|σ|ln |\^#$|#$|[<>≥=]|₃₀",
    "alternatives without a slider": r"\} \| \{",
    "nothing to compute": r"^$|^\{\w+\}$",
}
# Base units that the formula leaves unsaid: W and kW, kW and MW.
SCALE = {
    "energy_per_btc": 1e-3,
    "fleet_power_mw": 1e-6,
    "container_gpus_per_it_mw": 1e3,
    "container_capex_per_it_mw": 1e3,
}


def shown(key: str, lang: text.Lang) -> str:
    """The formula as the pages show it, names still in braces."""
    return text.t(f"formula.{key}", lang) if text.has(f"formula.{key}") else OUTPUTS[key].formula


def scenarios(facts: Facts, count: int) -> Iterator[Scenario]:
    """The defaults, then sliders and choices anywhere in their range."""
    yield Scenario(facts, {a.name: a.to_base(a.default_value) for a in facts.assumptions})
    for seed in range(1, count):
        chance = random.Random(seed)
        values: dict[str, Any] = {}
        for one in facts.assumptions:
            if one.options is not None:
                values[one.name] = chance.choice(list(one.options))
            else:
                low, high, step = one.bounds
                values[one.name] = one.to_base(low + step * chance.randint(0, round((high - low) / step)))
        yield Scenario(facts, values)


@pytest.fixture(scope="module")
def cases(facts: Facts) -> list[Scenario]:
    """Cango's facts under four sets of sliders, and another company's under two."""
    return [*scenarios(facts, 4), *scenarios(facts_file.load(EXAMPLE), 2)]


def computed(formula: str, scenario: Scenario) -> Any:
    """The value of ``formula`` in ``scenario``. Raises NotArithmetic."""
    first = {
        one.name: scenario.values[one.name] == next(iter(one.options))
        for one in scenario.facts.assumptions
        if one.options is not None
    }
    return Formula(formula, {name: scenario.value(name) for name in names(formula)}, first).value()


def same(key: str, formula: str, scenario: Scenario) -> bool:
    """Whether the formula gives the number; a formula without an answer belongs to a number without one."""
    value = scenario.value(key)
    found = np.asarray(computed(formula, scenario), dtype=float) * SCALE.get(key, 1.0)
    if value is None:
        return not np.isfinite(found).all()
    return bool(np.allclose(found, np.asarray(value, dtype=float), rtol=1e-9, atol=1e-12, equal_nan=True))


def arithmetic(cases: list[Scenario]) -> dict[str, str]:
    """The formulas that can be computed, by output."""
    found = {}
    for key in OUTPUTS:
        formula = shown(key, "EN")
        if re.fullmatch(r"\s*(\{[^}]*\})?\s*", formula):
            continue
        try:
            computed(formula, cases[0])
        except (NotArithmetic, TypeError, ValueError):
            continue
        found[key] = formula
    return found


def test_a_shown_formula_gives_the_number_beside_it(cases: list[Scenario]) -> None:
    formulas = arithmetic(cases)
    wrong = [
        (key, formula, number)
        for key, formula in formulas.items()
        for number, scenario in enumerate(cases)
        if not same(key, formula, scenario)
    ]
    assert wrong == []
    assert len(formulas) >= 180


def test_both_languages_show_the_same_arithmetic(cases: list[Scenario]) -> None:
    for key in arithmetic(cases):
        assert shown(key, "DE") == shown(key, "EN"), key


def test_a_formula_is_left_out_for_a_stated_reason_only(cases: list[Scenario]) -> None:
    left = {key: shown(key, "EN") for key in OUTPUTS.keys() - arithmetic(cases).keys()}
    bare = {key: re.sub(r"\{[^}]*\}", "{x}", formula) for key, formula in left.items()}
    unexplained = {k: left[k] for k, f in bare.items() if not any(re.search(r, f) for r in REASONS.values())}
    assert unexplained == {}


def test_a_wrong_sign_is_noticed(cases: list[Scenario]) -> None:
    swaps = {"+": "−", "−": "+", "×": "÷", "÷": "×"}
    unnoticed, tried = [], 0
    for key, formula in arithmetic(cases).items():
        answered = [one for one in cases if one.value(key) is not None]
        for at, sign in enumerate(formula):
            if sign not in swaps or not answered:
                continue
            planted = formula[:at] + swaps[sign] + formula[at + 1 :]
            tried += 1
            if all(same(key, planted, scenario) for scenario in answered):
                unnoticed.append((key, planted))
    assert unnoticed == []
    assert tried > 300
