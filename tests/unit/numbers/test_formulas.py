"""Every shown formula that is arithmetic gives its number, computed from its own words; a wrong sign is noticed."""

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

pytestmark = pytest.mark.by_hand

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "data" / "examples" / "nordlicht.yaml"

# Why a formula is left to its reader, by what is in it once the names in braces are out.
REASONS = {
    "says it in words": r"[A-Za-zä-ü]{3,}",
    "states what a search solves": r"=",
    "takes one part of a series": r"\}, |Q[1-4]|, \d{4}",
    "compares days": r"date\}",
    "counts what lies below or above": r"[<>≥]",
    "is a property of a series": r"cov|ln |σ|BTC|^#$|^\{x\} \| \{x\}$",
    "repeats one number": r"^\{x\}$",
}
# Arithmetic that a reader must complete, and why.
INCOMPLETE = {
    "days_with_close_financial_year": "of one year",
    "btc_price_average_financial_year": "of one year",
    "btc_price_production_weighted_financial_year": "of one year",
    "backtest_mean_absolute_error": "full months only",
    "backtest_mean_absolute_error_without_fees": "full months only",
    "backtest_months": "full months only",
    "backtest_btc_computed": "month by month from two tables of different length",
    "backtest_btc_computed_without_fees": "month by month from two tables of different length",
    "monthly_realised_hashrate": "month by month from two tables of different length",
    "treasury_close_computed": "starts from the month before",
    "btc_by_month": "sales so far",
    "backtest_sales": "a sum of products",
    "btc_revenue_change_last_quarter": "against the quarter before",
}
# The number is 0 where there is nothing to compute: machines idle, no burn to cover, no end in sight, no coin sold.
NOTHING = {
    "mining_revenue_per_month",
    "btc_mined_per_year_run",
    "ai_mw_needed",
    "runway_cost_of_ai",
    "plant_share_of_sales",
}
# Nothing is paid in a first month that comes after the money is gone, so its parts are no parts of the burn.
FIRST_MONTH = {"burn_per_month", "ai_capex_per_month", "hosting_per_month"}
# Base units that a formula leaves unsaid: W and kW, kW and MW, TH/s and PH/s or EH/s.
SCALE = {
    "energy_per_btc": 1e-3,
    "fleet_power_mw": 1e-6,
    "container_gpus_per_it_mw": 1e3,
    "container_capex_per_it_mw": 1e3,
    "hashprice": 1e3,
    "mining_gross_value_per_mwh": 1e3,
    "ev_per_eh": 1e6,
    "ev_per_running_eh": 1e6,
    "ev_per_self_mining_eh": 1e6,
    "bitmain_price_per_eh": 1e6,
    "ai_power_cost_per_year": 1e3,
}


def shown(key: str, lang: text.Lang) -> str:
    """The formula as the pages show it, names still in braces."""
    return text.t(f"formula.{key}", lang) if text.has(f"formula.{key}") else OUTPUTS[key].formula


def scenarios(facts: Facts, count: int) -> Iterator[Scenario]:
    """The defaults, a plan that costs coins and outcomes, then sliders and choices anywhere in their range."""
    default = {a.name: a.to_base(a.default_value) for a in facts.assumptions}
    yield Scenario(facts, default)
    if "ai_mw" in default:
        yield Scenario(facts, default | {"ai_mw": 5.0, "ai_vendor_share": 0.4, "curtailment": "ON"})
        yield Scenario(facts, default | {"minimum_cash": 2e7, "other_outflow_per_month": 2e5})
        # Coins go to the lender: by a margin call, and by liquidation.
        for overhead, minimum in ((7e6, 5e6), (8.5e6, 0.0)):
            bills = {"overhead_per_month": overhead, "minimum_cash": minimum}
            yield Scenario(facts, default | {"btc_price": 20e3, "network_hashrate": 3e8} | bills)
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


_IDLE: dict[str, Any] = {"btc": 20.0, "curtail": "ON", "avoid": 50.0}


@pytest.fixture(scope="module")
def cases(facts: Facts) -> list[Scenario]:
    """Cango's facts under ten sets of sliders, one with machines that stand idle, and another company's under three."""
    idle = {a.name: a.to_base(_IDLE.get(a.key, a.default_value)) for a in facts.assumptions}
    return [*scenarios(facts, 5), Scenario(facts, idle), *scenarios(facts_file.load(EXAMPLE), 3)]


def computed(formula: str, scenario: Scenario) -> Any:
    """The value of ``formula`` in ``scenario``. Raises NotArithmetic."""
    first = {
        one.name: scenario.values[one.name] == next(iter(one.options))
        for one in scenario.facts.assumptions
        if one.options is not None
    }
    return Formula(formula, {name: counted(scenario.value(name)) for name in names(formula)}, first).value()


def counted(value: Any) -> Any:
    """A calendar month such as "2026-10" as a number of months; anything else as it is."""
    if isinstance(value, str) and (month := re.fullmatch(r"(\d{4})-(\d{2})", value)):
        return 12 * int(month[1]) + int(month[2])
    return value


def same(key: str, formula: str, scenario: Scenario) -> bool:
    """Whether the formula gives the number, where there is one."""
    value = counted(scenario.value(key))
    if value is None or (key in FIRST_MONTH and scenario.value("estimate_failed")):
        return True
    if key in NOTHING and abs(float(value)) < 1e-6:
        return True
    found = np.asarray(computed(formula, scenario), dtype=float) * SCALE.get(key, 1.0)
    return bool(np.allclose(found, np.asarray(value, dtype=float), rtol=1e-9, atol=1e-12, equal_nan=True))


def arithmetic(cases: list[Scenario]) -> dict[str, str]:
    """The formulas that can be computed, by output."""
    found = {}
    for key in OUTPUTS:
        formula = shown(key, "EN")
        if key in INCOMPLETE or re.fullmatch(r"\s*(\{[^}]*\})?\s*", formula):
            continue
        try:
            computed(formula, cases[0])
        except (NotArithmetic, TypeError):
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
    assert len(formulas) >= 200


def test_both_languages_show_the_same_arithmetic(cases: list[Scenario]) -> None:
    for key in arithmetic(cases):
        assert shown(key, "DE") == shown(key, "EN"), key


def test_a_formula_is_left_out_for_a_stated_reason_only(cases: list[Scenario]) -> None:
    assert OUTPUTS.keys() >= INCOMPLETE.keys() | SCALE.keys() | NOTHING | FIRST_MONTH
    left = {key: shown(key, "EN") for key in OUTPUTS.keys() - arithmetic(cases).keys() - INCOMPLETE.keys()}
    # A name that ends in _date stays: adding to a day is no arithmetic of numbers.
    bare = {key: re.sub(r"\{(?!\w*_date\})[^}]*\}", "{x}", formula) for key, formula in left.items()}
    assert {k: left[k] for k, f in bare.items() if not any(re.search(r, f) for r in REASONS.values())} == {}


def times_one(rest: str, cases: list[Scenario]) -> bool:
    """Whether the operand that ``rest`` begins with is 1 everywhere, so that × and ÷ come to the same."""
    operand = re.match(r"\s*\{(\w+)\}", rest)
    return operand is not None and all(np.array_equal(one.value(operand[1]), 1) for one in cases)


def test_a_wrong_sign_is_noticed(cases: list[Scenario]) -> None:
    swaps = {"+": "−", "−": "+", "×": "÷", "÷": "×"}
    unnoticed, tried = [], 0
    for key, formula in arithmetic(cases).items():
        answered = [one for one in cases if one.value(key) is not None]
        for at, sign in enumerate(formula):
            if sign not in swaps or not answered or times_one(formula[at + 1 :], answered):
                continue
            planted = formula[:at] + swaps[sign] + formula[at + 1 :]
            tried += 1
            if all(same(key, planted, scenario) for scenario in answered):
                unnoticed.append((key, planted))
    assert unnoticed == []
    assert tried > 350
