"""Symbolic cells: what numpy computes, written as a spreadsheet formula; whatever has no formula is refused."""

from __future__ import annotations

import math
from typing import Any

import formulas
import numpy as np
import pytest
from scipy.special import ndtr

from dashboard.takeaway.symbolic import Cells, Node, NotAFormula, cells, formula, literal, to_place


def cell(value: Any, address: str = "a", fails: bool = False) -> Cells:
    return cells(Node(value, address=address, fails=fails))


def written(result: Any) -> str:
    assert isinstance(result, Cells)
    return formula(result.node)


A, B, C = cell(7.0, "A1"), cell(2.0, "B1"), cell(-3.0, "C1")


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (A + B * C, "=A1+B1*C1"),
        ((A + B) * C, "=(A1+B1)*C1"),
        (A - (B - C), "=A1-(B1-C1)"),
        (A - B - C, "=A1-B1-C1"),
        (A / (B / C), "=A1/(B1/C1)"),
        (A / (B * C), "=A1/(B1*C1)"),
        (-(A**2), "=-(A1^2)"),
        ((-A) ** 2, "=(-A1)^2"),
        (2**-A, "=2^-A1"),
        (1 - A, "=1-A1"),
        (A * 0.005, "=A1*0.005"),
        (A >= B, "=A1>=B1"),
        ((A > 1) & (B < 2), "=AND(A1>1,B1<2)"),
        (~(A == B), "=NOT(A1=B1)"),
        (np.where(A > B, A, 0), "=IF(A1>B1,A1,0)"),
        (np.minimum(A, np.maximum(B, 0)), "=MIN(A1,MAX(B1,0))"),
        (np.clip(A, 0, 1), "=MIN(MAX(A1,0),1)"),
        (np.floor(A / B), "=INT(A1/B1)"),
        (np.abs(C), "=ABS(C1)"),
        (np.exp(np.log(A)) + np.sqrt(B), "=EXP(LN(A1))+SQRT(B1)"),
        (ndtr(A), "=_xlfn.NORM.S.DIST(A1,TRUE)"),
        (cell("RUN", "basis") == "FY2025", '=basis="FY2025"'),
    ],
)
def test_formulas(result: Cells, text: str) -> None:
    assert written(result) == text


def test_numpy_semantics_of_no_answer() -> None:
    gap = cell(math.nan, "gap", fails=True)
    assert written(gap > 0) == "=IFERROR(gap>0,FALSE)"
    assert written(gap != 0) == "=IFERROR(gap<>0,TRUE)"
    assert written(np.where(gap > 0, A, B)) == "=IF(IFERROR(gap>0,FALSE),A1,B1)"
    assert written(np.fmin(gap, A)) == "=IFERROR(MIN(gap,A1),IFERROR(gap,A1))"
    assert written(np.isnan(gap)) == "=ISERROR(gap)"
    assert np.where(gap > 0, A, B).node.value == 2.0
    assert np.fmin(gap, A).node.value == 7.0


def test_constants_that_decide_leave_no_trace() -> None:
    assert np.where(np.bool_(True), A, B) is not None
    assert written(np.where(np.bool_(True), A + B, B)) == "=A1+B1"
    assert written(1 * A + B) == "=A1+B1"
    assert written(A + 0 - 0 + B) == "=A1+B1"
    assert written(np.bool_(True) & (A > B)) == "=A1>B1"


def test_a_branch_knows_its_condition() -> None:
    """The guard against a division by zero shrinks to what a person would write."""
    usable = B != 0
    assert written(np.where(usable, A / np.where(usable, B, 1.0), np.nan)) == "=IF(B1<>0,A1/B1,NA())"


def test_arrays_of_cells() -> None:
    row = A * np.arange(1, 4)
    assert isinstance(row, Cells) and row.shape == (3,)
    assert written(row[2]) == "=A1*3"
    assert written(row.sum(axis=0)) == "=SUM(A1,A1*2,A1*3)"
    assert row.sum(axis=0).node.value == 42.0
    flags = row > 10
    assert written(flags.any(axis=0)) == "=OR(A1>10,A1*2>10,A1*3>10)"
    assert np.argmax(flags, axis=0).node.value == 1
    assert written(np.argmax(flags, axis=0)) == "=IF(A1>10,0,IF(A1*2>10,1,IF(A1*3>10,2,0)))"
    stacked = np.stack([A, B, np.asarray(5.0)])
    assert [entry.node.value for entry in stacked] == [7.0, 2.0, 5.0]
    assert row.cumsum(axis=0)[2].node.value == 42.0


@pytest.mark.parametrize(
    "step",
    [bool, float, int, str, lambda a: f"{a}", lambda a: np.sort(A * np.arange(3)), lambda a: np.sin(a),
     lambda a: a.astype(int), lambda a: np.add.outer(a, a), lambda a: np.linspace(0, a, 3)],
)  # fmt: skip
def test_what_has_no_formula_is_refused(step: Any) -> None:
    with pytest.raises((NotAFormula, TypeError)):
        step(A)


def test_literals() -> None:
    assert literal(3.0) == "3"
    assert literal(0.1) == "0.1"
    assert literal(1e-6) == "1E-06"
    assert literal(-2.5) == "-2.5"
    assert literal(True) == "TRUE"
    assert literal('say "x"') == '"say ""x"""'
    assert literal(math.nan) == "NA()"
    assert float(literal(math.inf)) > 1e307


def test_the_same_step_is_the_same_node() -> None:
    assert (A + B).node is (A + B).node
    assert (A + B).node is not (B + A).node


def test_long_formulas_are_cut_into_cells() -> None:
    long = A
    for number in range(2, 300):
        long = long * B + number
    working = to_place([long.node], 200)
    for row, node in enumerate(working, start=1):
        node.address = f"W!$A${row}"
    texts = [formula(node) for node in [*working, long.node]]
    assert max(map(len, texts)) < 400
    assert len(working) > 5


@pytest.mark.parametrize("b", [-2.0, 0.0, 0.5, 3.0])
@pytest.mark.parametrize("a", [-1.5, 0.0, 2.0])
def test_an_independent_engine_agrees(a: float, b: float) -> None:
    """The written formulas, recalculated by the package formulas, equal what numpy computes."""

    def model(x: Any, y: Any) -> list[Any]:
        guarded = np.where(y != 0, x / np.where(y != 0, y, 1.0), -1.0)
        return [
            x - (y - x) * 2 / 3,
            -(x**2) + 2**-y,
            guarded,
            np.where((x > 0) & ~(y > 0) | (x == y), np.minimum(x, y), np.maximum(x, y)),
            np.clip(x + y, -1, 1) * np.floor(x * 1.7),
            ndtr(x / 2) - np.exp(-np.abs(y)),
        ]

    for cell_result, number in zip(model(cell(a, "A1"), cell(b, "B1")), model(a, b), strict=True):
        compiled = formulas.Parser().ast(written(cell_result))[1].compile()
        given = {"A1": a, "B1": b}
        found = compiled(*(given[name] for name in compiled.inputs))
        assert float(np.asarray(found).ravel()[0]) == pytest.approx(float(number), rel=1e-12, abs=1e-15)
        assert cell_result.node.value == pytest.approx(float(number), rel=1e-15, abs=0)
