"""Model functions run on symbolic cells: every step is a ufunc or np.where, and replaying it agrees."""

import inspect
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from dashboard.model import (
    Choice,
    Number,
    Truth,
    ai,
    ai_compared,
    equity,
    investment,
    listing,
    loan,
    mining,
    network,
    results,
    sale,
    share_price,
    treasury,
)

SOLVERS = {"ai_irr_per_mw", "ai_payback_years_per_mw", "ai_break_even_decay"}
CELL_TYPES = (Number, Choice, Truth)


class Cell(NDArrayOperatorsMixin):
    """A cell that knows its formula, refuses to be a number, and can be evaluated afterwards."""

    def __init__(self, evaluate: Callable[[], Any]) -> None:
        self.evaluate = evaluate

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> "Cell":
        assert method == "__call__"
        assert not options
        return Cell(lambda: ufunc(*map(evaluated, inputs)))

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> "Cell":
        assert function is np.where
        assert len(args) == 3
        assert not options
        return Cell(lambda: np.where(*map(evaluated, args)))

    def __bool__(self) -> bool:
        raise TypeError("a cell has no truth value")

    def __float__(self) -> float:
        raise TypeError("a cell is not a number")


def evaluated(value: Any) -> Any:
    return value.evaluate() if isinstance(value, Cell) else value


def elementwise_functions() -> list[Any]:
    found = []
    modules: tuple[ModuleType, ...] = (
        network,
        mining,
        results,
        loan,
        sale,
        treasury,
        ai,
        ai_compared,
        investment,
        equity,
        share_price,
        listing,
    )
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters.values()
            own = function.__module__ == module.__name__ and name not in SOLVERS
            if own and parameters and all(p.annotation in CELL_TYPES for p in parameters):
                found.append(function)
    return found


def argument(parameter: inspect.Parameter, index: int) -> Any:
    if parameter.annotation == Choice:
        return "GPU" if parameter.name == "ai_model" else "FY2025"
    if parameter.annotation == Truth:
        return False
    return 0.3 + 0.11 * index


def test_most_of_the_model_is_elementwise() -> None:
    assert len(elementwise_functions()) > 130


def test_cells_replay_to_the_same_number() -> None:
    for function in elementwise_functions():
        parameters = inspect.signature(function).parameters.values()
        plain = {p.name: argument(p, index) for index, p in enumerate(parameters)}
        cells = {name: Cell(partial(evaluated, value)) for name, value in plain.items()}
        result = function(**cells)
        assert isinstance(result, Cell), function.__name__
        np.testing.assert_array_equal(evaluated(result), function(**plain), err_msg=function.__name__)


def test_scalars_and_arrays_agree() -> None:
    for function in elementwise_functions():
        parameters = inspect.signature(function).parameters.values()
        plain = {p.name: argument(p, index) for index, p in enumerate(parameters)}
        arrays = {name: np.array([value, value]) for name, value in plain.items()}
        np.testing.assert_array_equal(function(**arrays), [function(**plain)] * 2, err_msg=function.__name__)
