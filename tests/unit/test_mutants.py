"""The score of `make mutants`: which mutants run, what is told of those that live."""

from __future__ import annotations

import pytest

from tools.mutants import Change, change, covers, report, sample

NAMES = {f"dashboard.{module}.x_f__mutmut_{n}" for module in ("model.loan", "numbers.peers") for n in range(1, 11)}


def test_a_share_of_each_module_runs_and_the_same_every_time() -> None:
    chosen = sample(NAMES, 0.25)
    assert chosen == sample(sorted(NAMES, reverse=True), 0.25) < NAMES
    assert sorted(name.split(".")[1] for name in chosen) == ["model"] * 3 + ["numbers"] * 3
    assert sample(NAMES, 1.0) == NAMES
    assert sample(["a.x_f__mutmut_1"], 0.01) == {"a.x_f__mutmut_1"}


def _changed(name: str) -> Change:
    return Change("dashboard.model.loan.f", "a < b", f"a > b{name[-1]}")


LIVES = Change("dashboard.model.loan.f", "a < b", "a > b1")
ROOM = {f"dashboard.model.loan.x_f__mutmut_{n}": 1 for n in range(2, 10)}


def test_a_survivor_needs_a_reason() -> None:
    found: dict[str, int | None] = {**ROOM, "dashboard.model.loan.x_f__mutmut_1": 0}
    lines, well = report(found, [], _changed)
    assert not well
    assert lines[0] == "model: 88.9% of 9 killed (9 in all); 1 live, 0 of them with a reason"
    assert "a < b" in lines[1] and "a > b1" in lines[1]
    assert report(found, [LIVES], _changed) == (
        ["model: 88.9% of 9 killed (9 in all); 1 live, 1 of them with a reason"],
        True,
    )


@pytest.mark.parametrize("code", [0, 33])
def test_a_room_with_too_many_survivors_fails_whatever_the_reasons(code: int) -> None:
    found: dict[str, int | None] = {"dashboard.model.loan.x_f__mutmut_1": code, "dashboard.model.loan.x_f__mutmut_2": 1}
    lines, well = report(found, [LIVES], _changed)
    assert not well and lines == ["model: 50.0% of 2 killed (2 in all); 1 live, 1 of them with a reason"]


@pytest.mark.parametrize("code", [1, 36])
def test_a_reason_whose_mutant_has_died_is_to_go(code: int) -> None:
    found: dict[str, int | None] = {**ROOM, "dashboard.model.loan.x_f__mutmut_1": code}
    lines, well = report(found, [LIVES], _changed)
    assert not well and lines[1:] == ["dashboard.model.loan.f: a > b1: dead or gone; take it out of mutants.yaml"]


def test_what_has_not_run_says_nothing() -> None:
    found: dict[str, int | None] = {**ROOM, "dashboard.model.loan.x_f__mutmut_1": None}
    lines, well = report(found, [LIVES], _changed)
    assert well and lines == ["model: 100.0% of 8 killed (9 in all); 0 live, 0 of them with a reason"]


def test_a_mutant_is_known_by_what_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    diff = "--- a.py\n+++ a.py\n@@ -1,3 +1,3 @@\n def f(a, b):\n-    return a < b\n+    return a > b"
    monkeypatch.setattr("tools.mutants.get_diff_for_mutant", lambda name, path: diff)
    monkeypatch.setattr("tools.mutants.find_mutant", lambda name: type("Found", (), {"path": "a.py"}))
    assert change("dashboard.model.loan.xǁLoanǁf__mutmut_3") == Change(
        "dashboard.model.loan.Loan.f", "return a < b", "return a > b"
    )


@pytest.mark.parametrize(("line", "becomes", "same"), [
    ('x = a or float("nan")', 'x = a or float("NAN")', True),
    ('x = float("nan") + float("nan")', 'x = float("nan") + float("NAN")', True),
    ('x = a or float("nan")', 'x = a and float("nan")', False),
    ('x = a', 'x = float("NAN")', False),
])  # fmt: skip
def test_a_reason_may_hold_everywhere(line: str, becomes: str, same: bool) -> None:
    reason = Change("*", 'float("nan")', 'float("NAN")')
    assert covers(reason, Change("dashboard.model.loan.f", line, becomes)) == same
    assert report(ROOM, [reason], _changed)[1], "no mutant of it need live"
