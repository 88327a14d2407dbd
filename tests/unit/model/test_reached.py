"""Every model function makes a number that is shown, serves one that does, or says that it is a worked example."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from dashboard.numbers import OUTPUTS

ROOM = Path(__file__).parents[3] / "dashboard"
# Below this line of a module stand functions that only tests/unit/test_examples.py calls.
EXAMPLES = "# Worked examples: "


MODEL = "dashboard.model"
# A function by its module and its name: two modules may use one name.
Place = tuple[str, str]


def _module(path: Path) -> str:
    return f"{MODEL}.{path.stem}" if path.stem != "__init__" else MODEL


def _definitions(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """What a module states at its top, each with the function's name, if it is one."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        yield node, node.name if isinstance(node, ast.FunctionDef) else ""


def _meant(path: Path) -> dict[str, Place]:
    """What each name of a file may mean: a function of its own, or one or a module that it imports from the model."""
    meant = {name: (_module(path), name) for _, name in _definitions(path) if name}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(MODEL):
            meant |= {one.asname or one.name: (str(node.module), one.name) for one in node.names}
    return meant


def _named(node: ast.AST, meant: Mapping[str, Place]) -> Iterator[Place]:
    """The functions that a statement names; its arguments are none."""
    own = {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id in meant and one.id not in own:
            yield meant[one.id]
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in meant:
            module, name = meant[one.value.id]
            yield f"{module}.{name}", one.attr


def unreached(room: Path) -> set[Place]:
    """Functions of ``room``/model that make no output and that no other room names, nor a function that is reached."""
    reached = {(spec.function.__module__, spec.function.__name__) for spec in OUTPUTS.values()}
    calls: dict[Place, set[Place]] = {}
    for path in room.rglob("*.py"):
        meant = _meant(path)
        for node, name in _definitions(path):
            named = set(_named(node, meant))
            if path.parent.name == "model" and name:
                calls[_module(path), name] = named - {(_module(path), name)}
            elif not isinstance(node, ast.ImportFrom):
                reached |= named
    waiting = reached & set(calls)
    while waiting:
        found = {name for one in waiting for name in calls[one]} & set(calls)
        waiting, reached = found - reached, reached | found
    return set(calls) - reached


def declared(room: Path) -> set[Place]:
    """Functions that stand under the heading of the worked examples."""
    found = set()
    for path in (room / "model").glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        start = next((number for number, line in enumerate(lines, 1) if line.startswith(EXAMPLES)), len(lines))
        found |= {(_module(path), name) for node, name in _definitions(path) if name and node.lineno > start}
    return found


def test_what_no_number_rests_on_says_so() -> None:
    examples = declared(ROOM)
    assert examples and unreached(ROOM) == examples


def test_every_worked_example_is_worked() -> None:
    worked = (ROOM.parent / "tests" / "unit" / "test_examples.py").read_text(encoding="utf-8")
    names = {one.attr for one in ast.walk(ast.parse(worked)) if isinstance(one, ast.Attribute)}
    assert {name for _, name in declared(ROOM)} <= names
