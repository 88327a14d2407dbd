"""Every model function makes a number that is shown, serves one that does, or says that it is a worked example."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from dashboard.numbers import OUTPUTS

ROOM = Path(__file__).parents[3] / "dashboard"
# Below this line of a module stand functions that only tests/unit/test_examples.py calls.
EXAMPLES = "# Worked examples: "


def _named(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield one.attr


def _definitions(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """What a module states at its top, each with the function's name, if it is one."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        yield node, node.name if isinstance(node, ast.FunctionDef) else ""


def unreached(room: Path) -> set[str]:
    """Functions of ``room``/model that make no output and that no other room names, nor a function that is reached."""
    reached = {spec.function.__name__ for spec in OUTPUTS.values()}
    calls: dict[str, set[str]] = {}
    for path in room.rglob("*.py"):
        for node, name in _definitions(path):
            if path.parent.name == "model" and name:
                calls[name] = calls.get(name, set()) | set(_named(node)) - {name}
            elif not isinstance(node, ast.ImportFrom):
                reached |= set(_named(node))
    waiting = reached & set(calls)
    while waiting:
        found = {name for one in waiting for name in calls[one]} & set(calls)
        waiting, reached = found - reached, reached | found
    return set(calls) - reached


def declared(room: Path) -> set[str]:
    """Functions that stand under the heading of the worked examples."""
    found = set()
    for path in (room / "model").glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        start = next((number for number, line in enumerate(lines, 1) if line.startswith(EXAMPLES)), len(lines))
        found |= {name for node, name in _definitions(path) if name and node.lineno > start}
    return found


def test_what_no_number_rests_on_says_so() -> None:
    examples = declared(ROOM)
    assert examples and unreached(ROOM) == examples


def test_every_worked_example_is_worked() -> None:
    worked = (ROOM.parent / "tests" / "unit" / "test_examples.py").read_text(encoding="utf-8")
    assert declared(ROOM) <= set(_named(ast.parse(worked)))
