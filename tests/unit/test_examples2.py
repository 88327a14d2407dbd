"""Every worked example of the second edition, run through the facts, the sliders' keys and the functions of the app.

The figures come from an implementation that is independent of this one; `meta` in the file names its conventions.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.model import drivers, headroom
from dashboard.model.mining_month import mining_month
from dashboard.model.path import Path as RunwayPath
from dashboard.numbers.resolver import Scenario

pytestmark = pytest.mark.by_hand

FILE = json.loads(Path(__file__).with_name("examples2.json").read_text())
CASES = {case["id"]: case for case in FILE["cases"]}
MILLION = 1e6
TH_PER_EH = 1e6

# What the file calls a figure, what the path calls it, and by how much the path's unit is finer.
OF_MONTH = {
    "mined": ("btc_mined", 1), "net": ("network_hashrate", TH_PER_EH), "network_ehs": ("network_hashrate", TH_PER_EH),
    "price": ("btc_price", 1), "hosting": ("hosting", MILLION), "interest": ("interest", MILLION),
    "burn": ("burn", MILLION), "ai": ("ai_margin", MILLION), "service": ("vendor_payments", MILLION),
    "capex": ("capex", MILLION), "plant": ("capex", MILLION), "sold_bills": ("sold_liquidity", 1),
    "btc": ("btc_close", 1), "coins": ("btc_close", 1), "pledged": ("pledged_close", 1),
    "cash": ("cash_close", MILLION), "debt": ("debt_close", MILLION),
    **{f"sold_{c}": (f"sold_{c}", 1) for c in ("liquidity", "minimum_cash", "plant", "margin_call", "liquidation",
                                               "maturity")},
}  # fmt: skip
OUTPUT_OF = {
    "case": ("runway_case", 1), "coins_today": ("coins_today", 1), "cash_today_musd": ("cash_today", MILLION),
    "debt_today_musd": ("debt_today", MILLION), "burn_per_month_musd": ("burn_per_month", MILLION),
    "ai_net_month1_musd": ("ai_net_per_month", MILLION), "next_forced_sale": ("next_forced_sale_month", 1),
    "next_plant_sale": ("next_plant_sale_month", 1), "ai_covers_from": ("ai_covers_from", 1),
    "ai_stops_covering": ("ai_stops_covering", 1), "money_gone": ("money_gone_month", 1),
    "ai_burn_cover": ("ai_burn_cover", 1), "gap_musd": ("shortfall_gap", MILLION),
    "coins_left_at_horizon": ("btc_left_at_horizon", 1),
}  # fmt: skip
PROBABILITY_OF = {
    "no_forced_sale": "probability_no_forced_sale",
    "forced_but_money_lasts": "probability_forced_sale_survived",
    "money_gone": "probability_money_gone",
    "money_gone_never_built": "probability_money_gone_never_built",
    "money_gone_if_stopped_today": "probability_money_gone_stopped",
    "saves_vs_never_built": "probability_ai_saves",
    "costs_vs_never_built": "probability_ai_costs",
    "margin_called": "probability_margin_call",
    "forced_sale_before_debt_month": "probability_forced_sale_before_debt",
    "money_gone_in_debt_month": "probability_gone_with_debt",
    "money_gone_before_debt_month": "probability_gone_before_debt",
}


def scenario(facts: Facts, inputs: dict[str, Any]) -> Scenario:
    """The facts under defaults and the inputs of a case, which use the sliders' keys and units."""
    values = {a.key: a.default_value for a in facts.assumptions}
    for key, value in inputs.items():
        if not key.startswith("_"):
            assert key.rstrip("_") in values, key
            values[key.rstrip("_")] = value
    return Scenario(facts, {a.name: a.to_base(values[a.key]) for a in facts.assumptions})


def assert_agrees(found: Any, expected: Any, what: str) -> None:
    """Within the stated tolerance, or exactly where there is none; a date may have alternatives."""
    if isinstance(expected, dict) and "any_of" in expected:
        assert (found or "never") in expected["any_of"], what
    elif isinstance(expected, dict):
        assert found is not None and abs(float(found) - expected["value"]) <= expected["tol"], (what, found, expected)
    else:
        assert found == expected, (what, found, expected)


def differences(path: RunwayPath, index: int, row: dict[str, Any]) -> Iterator[tuple[str, float, Any]]:
    """What a month of the file says, and what the path has."""
    for name, expected in row.items():
        field, unit = OF_MONTH[name.removesuffix("_musd")]
        yield name, float(path.of(field)[index]) / unit, expected


def check_estimate(scene: Scenario, expected: dict[str, Any]) -> None:
    path = scene.value("runway_path")
    clock = path.terms.clock
    assert [month["month"] for month in expected["months"]] == clock.month[: clock.estimated].astype(str).tolist()
    for index, month in enumerate(expected["months"]):
        assert bool(path.terms.estimate.partial[index]) == month["partial"]
        assert bool(path.of("shortfall")[index]) != month["paid"]
        assert_agrees(float(path.of("ai_net")[index]) / MILLION, month["ai_musd"], f"{month['month']} ai")
        row = {k: v for k, v in month.items() if k not in ("month", "partial", "paid", "ai_musd")}
        for name, found, value in differences(path, index, row):
            assert_agrees(found, value, f"{month['month']} {name}")
    assert scene.value("estimate_failed_month") == expected["runs_out"]


def check_mining_month(scene: Scenario, expected: dict[str, Any], inputs: dict[str, Any]) -> None:
    found = mining_month(
        inputs["price_usd"],
        inputs["network_ehs"] * TH_PER_EH,
        inputs["hashrate_ehs"] * TH_PER_EH,
        inputs["subsidy_btc"],
        inputs["days"],
        scene.value("fee_ratio"),
        inputs["cash_cost_usd"],
        scene.value("reference_network_hashrate"),
        scene.value("reference_block_subsidy"),
        inputs["curtail"],
        inputs["avoid_share"],
    )
    assert_agrees(found.mined, expected["mined_btc"], "mined")
    assert_agrees(found.hosting, expected["hosting_usd"], "hosting")
    assert bool(found.idle) == expected["idle"]


def check_path(scene: Scenario, expected: dict[str, Any]) -> None:
    path = scene.value("runway_path")
    for name, value in expected.items():
        if name.startswith("month_"):
            index = path.terms.clock.estimated + int(name.removeprefix("month_")) - 1
            for field, found, figure in differences(path, index, value):
                assert_agrees(found, figure, f"{name} {field}")
        else:
            key, unit = OUTPUT_OF[name]
            found = scene.value(key)
            assert_agrees(found / unit if isinstance(found, float) else found, value, name)


def check_odds(scene: Scenario, expected: dict[str, Any]) -> None:
    for name, value in expected.items():
        assert_agrees(scene.value(PROBABILITY_OF[name]), value, name)


def month_number(scene: Scenario, date: str | None) -> float:
    """Months after today; beyond the horizon for never."""
    if date is None:
        return float(scene.value("horizon_months")) + 1
    return float((np.datetime64(date, "M") - np.datetime64(scene.value("today_month"), "M")).astype(int))


def check_tornado(scene: Scenario, expected: dict[str, Any]) -> None:
    found = scene.value("drivers")
    assert found is not None
    swings = {scene.facts.assumption(swing.name).key: swing for swing in found.swings}  # type: ignore[union-attr]
    assert set(swings) == {row["key"] for row in expected["rows"]}
    assert next(iter(swings)) == expected["order_checked_for"]
    for row in expected["rows"]:
        swing = swings[row["key"]]
        for end, gone, net in (("low", swing.gone_low, swing.net_low), ("high", swing.gone_high, swing.net_high)):
            late = abs(gone - month_number(scene, row[f"money_gone_{end}"]))
            assert late <= expected["date_tolerance_months"], (row["key"], end)
            assert_agrees(net / MILLION, row[f"net_before_debt_{end}_musd"], f"{row['key']} {end}")


def check_solver(scene: Scenario, expected: dict[str, Any]) -> None:
    found = scene.value("what_must_be_true")
    assert found is not None and set(found) == set(drivers.TARGETS) == set(expected)
    for target, row in expected.items():
        for key, value in row.items():
            assumption = scene.facts.assumption(key.rstrip("_"))
            assert assumption is not None
            reached = found[target][assumption.name]
            if value is None:
                assert np.isnan(reached), (target, key)
            else:
                assert_agrees(reached / float(assumption.to_base(1.0)), value, f"{target} {key}")


_LIMITS = {"nyse_1": "nyse_price", "nyse_50": "nyse_value_equity", "nyse_15": "nyse_value"}


def check_headroom(scene: Scenario, expected: dict[str, Any]) -> None:
    for name, row in expected.items():
        place = headroom.LIMITS.index(_LIMITS.get(name, name))
        for field, value in row.items():
            assert_agrees(scene.value(f"headroom_{field}")[place], value, f"{name} {field}")


def check_ledger(scene: Scenario, expected: dict[str, Any]) -> None:
    assert scene.value("ledger_periods").tolist() == ["2026-Q2"]
    hashrate = {"deployed": "self_mining_hashrate_reported", "march": "ledger_hashrate_implied"}
    for name, row in expected.items():
        kind = "deployed" if name == "deployed" else "implied"
        assert_agrees(scene.value(hashrate[name]) / TH_PER_EH, row["ehs"], f"{name} hashrate")
        assert_agrees(scene.value(f"ledger_btc_{kind}")[0], row["btc"], f"{name} coins")
        assert_agrees(scene.value(f"ledger_error_{kind}")[0], row["error"], f"{name} error")
        assert_agrees(scene.value(f"ledger_revenue_{kind}")[0] / MILLION, row["revenue"], f"{name} revenue")


def check_robustness(scene: Scenario, expected: dict[str, Any]) -> None:
    found = scene.value("drivers")
    assert found is not None
    robust = found.robustness
    for field in ("impossible", "no_burn", "ai_before_gone", "never_gone"):
        assert_agrees(getattr(robust, field), expected[field], field)
    for month, date in zip(robust.gone_range, expected["money_gone_10_50_90"], strict=True):
        assert abs(month - month_number(scene, date)) <= expected["date_tolerance_months"]


CHECKS: dict[str, Callable[[Scenario, dict[str, Any]], None]] = {
    "estimate": check_estimate,
    "path": check_path,
    "odds": check_odds,
    "tornado": check_tornado,
    "solver": check_solver,
    "headroom": check_headroom,
    "ledger": check_ledger,
    "robustness": check_robustness,
}
OURS = [case for case in CASES if CASES[case]["kind"] in CHECKS]


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case]["kind"] == "mining_month"])
def test_a_month_of_mining(case: str, facts: Facts) -> None:
    """The only function that computes coins and hosting, alone."""
    check_mining_month(scenario(facts, {}), CASES[case]["expected"], CASES[case]["inputs"])


@pytest.mark.parametrize("case", OURS)
def test_example(case: str, facts: Facts) -> None:
    """The figures of the case, each to its tolerance."""
    CHECKS[CASES[case]["kind"]](scenario(facts, CASES[case]["inputs"]), CASES[case]["expected"])


def test_the_robustness_case_samples_the_published_ranges(facts: Facts) -> None:
    """The ranges of the file are those of the facts."""
    for key, ends in CASES["robust_default"]["inputs"]["_ranges"].items():
        assumption = facts.assumption(key)
        assert assumption is not None and list(assumption.plausible) == ends, key
