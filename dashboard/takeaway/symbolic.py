"""Cells that stand in for numbers: a model function run on them yields the spreadsheet formula it computes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NoReturn
from weakref import WeakValueDictionary

import numpy as np

from dashboard.takeaway.symbolic_steps import ATOM, COMPUTE, FOLDS, REDUCTIONS, STEPS, UNARY, Written

_TOO_LARGE: Final = "9.99E+307"


class NotAFormula(TypeError):
    """A step that a spreadsheet formula cannot repeat: a loop, a search, a date, a branch in Python."""


class Node:
    """One number, truth value or word with the way it was computed.

    value: what numpy computes. address: where it stands in the workbook; without one it is written out
    inside the formulas that use it. fails: it may have no answer (nan in numpy, an error in a spreadsheet).
    """

    __slots__ = ("__weakref__", "address", "fails", "inputs", "step", "value")

    def __init__(
        self, value: Any, step: Any = None, inputs: Sequence[Any] = (), address: str | None = None, fails: bool = False
    ) -> None:
        self.value = value
        self.step = step
        self.inputs = tuple(inputs)
        self.address = address
        self.fails = fails


class Cells(np.ndarray[Any, Any]):
    """An array of nodes, of shape () for a scalar: usable wherever the model takes numbers.

    It refuses to become a plain number, so that no step of the model is lost unnoticed.
    """

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method == "__call__" and not options:
            return _each(ufunc, *inputs)
        if method == "reduce" and ufunc in FOLDS and _along_rows(options):
            return _fold(FOLDS[ufunc], inputs[0])
        if method == "accumulate" and ufunc is np.add and _along_rows(options):
            return _running_sum(inputs[0])
        raise NotAFormula(f"{ufunc.__name__}.{method} has no formula")

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        if function in (np.where, np.clip) and not options:
            return _each(function, *args)
        if function in REDUCTIONS and len(args) == 1 and _along_rows(options):
            return _fold(REDUCTIONS[function], args[0])
        if function in _SHAPING:
            result = function._implementation(*(_plain(arg) for arg in args), **options)
            return _all_nodes(result) if isinstance(result, np.ndarray) and result.dtype == object else result
        raise NotAFormula(f"{function.__name__} has no formula")

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return cells(found) if isinstance(found, Node) else found

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))

    @property
    def node(self) -> Node:
        """The one node of a scalar."""
        found: Any = self.view(np.ndarray)[()]
        node: Node = found
        return node

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise NotAFormula("a cell is not a plain number; the model branches with np.where")

    __bool__ = __float__ = __int__ = __index__ = __str__ = __format__ = astype = _refuse


def cells(nodes: Any) -> Cells:
    """One node or an array of nodes as Cells."""
    if not isinstance(nodes, Node):
        return np.asarray(nodes, dtype=object).view(Cells)
    box = np.empty((), dtype=object)
    box[()] = nodes
    return box.view(Cells)


# ------------------------------------------------------------------------------------------ steps of the model

_SHAPING: Final = (np.shape, np.ndim, np.size, np.stack, np.concatenate, np.broadcast_to, np.reshape)


def _along_rows(options: Mapping[str, Any]) -> bool:
    """Whether a reduction runs along the first axis, over all rows, and asks for nothing else."""
    asked = {name: value for name, value in options.items() if value is not None and value is not np._NoValue}
    return (
        asked.pop("axis", 0) == 0
        and asked.pop("where", True) is True
        and not asked.pop("keepdims", False)
        and set(asked) <= {"dtype"}
    )


def _all_nodes(array: np.ndarray[Any, Any]) -> Cells:
    result = np.empty(array.shape, dtype=object)
    for place in np.ndindex(*array.shape):
        entry = array[place]
        result[place] = entry if isinstance(entry, Node) else Node(entry, fails=_fails(entry))
    return result.view(Cells)


def _each(function: Any, *inputs: Any) -> Cells:
    """One step of the model on every element."""
    scalars = [_scalar(value) for value in inputs]
    if not any(isinstance(value, np.ndarray) for value in scalars):
        return cells(_step(function, *scalars))
    spread = np.broadcast_arrays(*(_objects(value) for value in scalars))
    result = np.empty(spread[0].shape, dtype=object)
    for place in np.ndindex(*result.shape):
        result[place] = _step(function, *(array[place] for array in spread))
    return result.view(Cells)


def _scalar(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.view(np.ndarray).item() if value.ndim == 0 else value
    return value.item() if isinstance(value, np.generic) else value


def _objects(value: Any) -> np.ndarray[Any, Any]:
    return _plain(value).astype(object) if not isinstance(value, Node) else cells(value).view(np.ndarray)


def _plain(value: Any) -> Any:
    if isinstance(value, Cells):
        return value.view(np.ndarray)
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return np.asarray(value)


def _fold(step: Any, values: Cells) -> Cells:
    if values.ndim != 1:
        raise NotAFormula("only one row of cells can be added up")
    return cells(_step(step, *values.view(np.ndarray)))


def _running_sum(values: Cells) -> Cells:
    total: Any = 0.0
    sums = np.empty(len(values), dtype=object)
    for index, node in enumerate(values.view(np.ndarray)):
        total = sums[index] = _step(np.add, total, node)
    return sums.view(Cells)


# The same step on the same nodes is the same node. A node keeps its inputs alive, so their ids stay theirs.
_known_steps: WeakValueDictionary[Any, Node] = WeakValueDictionary()


def _step(function: Any, *inputs: Any) -> Node:
    """One step on scalars: nodes or plain values."""
    known = _shortcut(function, *inputs)
    if known is not None:
        return known if isinstance(known, Node) else Node(known, fails=_fails(known))
    step = STEPS.get(function)
    if step is None:
        raise NotAFormula(f"{getattr(function, '__name__', function)} has no formula")
    signature = (function, *(id(v) if isinstance(v, Node) else (type(v), v) for v in inputs))
    same = _known_steps.get(signature)
    if same is not None:
        return same
    with np.errstate(all="ignore"):
        value = COMPUTE.get(function, function)(*(v.value if isinstance(v, Node) else v for v in inputs))
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.item()
    either = all if function in (np.fmin, np.fmax) else any
    fails = not step.safe and (step.fails or either(_fails(v) for v in inputs))
    node = Node(value, function, inputs, fails=fails)
    _known_steps[signature] = node
    return node


def _shortcut(function: Any, *inputs: Any) -> Any:
    """The result where a constant decides it, so that formulas hold no ``1*x`` and no ``IF(TRUE,…)``."""
    if function is np.where and not isinstance(inputs[0], Node):
        return inputs[1] if inputs[0] else inputs[2]
    if len(inputs) != 2:
        return None
    left, right = inputs
    one_left, one_right = _is(left, 1), _is(right, 1)
    if function is np.multiply and (one_left or one_right):
        return right if one_left else left
    if function is np.add and (_is(left, 0) or _is(right, 0)):
        return right if _is(left, 0) else left
    if (function in (np.true_divide, np.power) and one_right) or (function is np.subtract and _is(right, 0)):
        return left
    if function in (np.bitwise_and, np.logical_and) and (left is True or right is True):
        return right if left is True else left
    if function in (np.bitwise_or, np.logical_or) and (left is False or right is False):
        return right if left is False else left
    return None


def _is(value: Any, number: int) -> bool:
    return not isinstance(value, (Node, bool, str)) and bool(value == number)


def _fails(value: Any) -> bool:
    if isinstance(value, Node):
        return value.fails
    return isinstance(value, float) and not math.isfinite(value)


# ---------------------------------------------------------------------------------------------- writing


def literal(value: Any) -> str:
    """A constant as a formula writes it: numbers to the last digit, text in quotes, NA() for "no answer"."""
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    number = float(value)
    if math.isnan(number):
        return "NA()"
    if math.isinf(number):
        return _TOO_LARGE if number > 0 else f"-{_TOO_LARGE}"
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number).upper()


def formula(node: Node) -> str:
    """The formula that computes ``node`` from nodes with an address; its own address does not count."""
    return "=" + (literal(node.value) if node.step is None else _own_step(node, {}).text)


def _write(value: Any, decided: Mapping[int, bool]) -> Written:
    if isinstance(value, Node) and value.address is not None:
        return Written(value.address, ATOM, value.fails)
    if isinstance(value, Node) and value.step is not None:
        return _own_step(value, decided)
    text = literal(value.value if isinstance(value, Node) else value)
    return Written(text, UNARY if text.startswith("-") else ATOM, _fails(value))


def _own_step(node: Node, decided: Mapping[int, bool]) -> Written:
    """``node`` spelled out; ``decided`` holds the conditions that the branch around it has settled."""
    step = STEPS[node.step]
    if node.step is np.where:
        condition, then, otherwise = node.inputs
        settled = decided.get(id(condition))
        if settled is not None:
            return _write(then if settled else otherwise, decided)
        pieces: tuple[Written, ...] = (
            _write(condition, decided),
            _write(then, {**decided, id(condition): True}),
            _write(otherwise, {**decided, id(condition): False}),
        )
    else:
        pieces = tuple(_write(value, decided) for value in node.inputs)
    text = step.write(*pieces)
    return Written(text, ATOM if text.startswith("IFERROR(") else step.level, node.fails)


def steps_below(roots: Iterable[Node]) -> Iterator[Node]:
    """Every node that ``roots`` are computed from, themselves included, each once, inputs before users."""
    seen: set[int] = set()
    stack: list[tuple[Node, bool]] = [(root, False) for root in roots]
    while stack:
        node, done = stack.pop()
        if done:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((value, False) for value in node.inputs if isinstance(value, Node) and id(value) not in seen)


def to_place(roots: Iterable[Node], longest: int) -> list[Node]:
    """Nodes that need a cell of their own so that no formula grows much beyond ``longest`` characters; inputs first."""
    length: dict[int, int] = {}
    found: list[Node] = []
    for node in steps_below(roots):
        inner = [value for value in node.inputs if isinstance(value, Node)]
        size = 8 + 6 * len(node.inputs) + sum(length[id(value)] for value in inner)
        for value in sorted(inner, key=lambda value: -length[id(value)]):
            if size <= longest or length[id(value)] <= _REFERENCE:
                break
            if value.address is None and value.step is not None:
                found.append(value)
                size += _REFERENCE - length[id(value)]
                length[id(value)] = _REFERENCE
        length[id(node)] = _REFERENCE if node.address is not None or node.step is None else size
    return list({id(node): node for node in found}.values())


_REFERENCE: Final = 24
