"""What a stranger can hold in mind: no file over 350 lines, no class over 250, no function over 70.

What is longer says in its docstring why: with the words "one piece" (so that a reader can search for all of them).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE, CLASS, FUNCTION = 350, 250, 70
REASON = re.compile(r"one\s+piece", re.IGNORECASE)


def _too_long(name: str, source: str) -> Iterator[str]:
    lines, tree = source.count("\n"), ast.parse(source)
    if lines > FILE and not REASON.search(ast.get_docstring(tree) or ""):
        yield f"{name}: {lines} lines"
    for node in ast.walk(tree):
        if not isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        length = (node.end_lineno or 0) - node.lineno + 1
        allowed = CLASS if isinstance(node, ast.ClassDef) else FUNCTION
        if length > allowed and not REASON.search(ast.get_docstring(node) or ""):
            yield f"{name}: {node.name} has {length} lines"


def _files() -> list[Path]:
    return sorted((ROOT / "dashboard").rglob("*.py"))


@pytest.mark.parametrize("path", _files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_short_enough(path: Path) -> None:
    assert list(_too_long(path.name, path.read_text(encoding="utf-8"))) == []


def test_what_is_too_long_is_found() -> None:
    body = "    x = 1\n"
    assert list(_too_long("a", "\n" * 351)) == ["a: 351 lines"]
    assert list(_too_long("a", "def f():\n" + body * 70)) == ["a: f has 71 lines"]
    assert list(_too_long("a", "class C:\n" + body * 250)) == ["a: C has 251 lines"]
    assert list(_too_long("a", '"""Long: one piece, because."""' + "\n" * 351)) == []
    assert list(_too_long("a", 'def f():\n    """Long: one piece, because."""\n' + body * 70)) == []
