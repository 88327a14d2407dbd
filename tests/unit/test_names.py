"""A name says which row it means by its part, never by its date: the next quarter is a row of the facts."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dashboard import registry
from dashboard.facts import Facts, load
from dashboard.numbers import OUTPUTS
from dashboard.words import text

ROOT = Path(__file__).parents[2]
FILES = ("cango.yaml", "examples/nordlicht.yaml", "examples/template.yaml")
# "may" is a word of its own.
MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
DATED = re.compile(rf"(?:19|20)\d\d|(?:^|[._])(?:[qh][1-4]|fy\d*|{MONTHS})(?=[._]|$)", re.IGNORECASE)


def dated(names: Iterable[str]) -> list[str]:
    """Those that hold a year, a half, a quarter or a month."""
    return [name for name in names if DATED.search(name)]


def of_facts(facts: Facts) -> Iterator[str]:
    """Every name in a facts file but those of documents, which have a date, and the tokens of links."""
    yield from facts.facts
    for table, series in facts.series.items():
        yield from (table, *series.columns)
    yield from facts.daily
    for assumption in facts.assumptions:
        yield from (assumption.key, assumption.name)
    yield from (constant.name for constant in facts.constants)
    yield from (preset.key for preset in facts.presets)
    yield from (disclosure.key for disclosure in facts.disclosures)
    yield from (conflict.id for conflict in facts.conflicts)


def of_code(source: str) -> Iterator[str]:
    """Functions and their arguments."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
            yield from (one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))


@pytest.mark.parametrize("file", FILES)
def test_no_name_in_the_facts_holds_a_date(file: str) -> None:
    assert dated(of_facts(load(ROOT / "data" / file))) == []


def test_no_output_chart_or_string_holds_a_date() -> None:
    assert dated([*OUTPUTS, *text.strings()]) == []
    for row in registry.PAGES:
        assert dated([row.name, *(chart.build for chart in row.charts), *row.switches]) == []


def test_no_function_and_no_argument_holds_a_date() -> None:
    for path in (ROOT / "dashboard").rglob("*.py"):
        assert dated(of_code(path.read_text(encoding="utf-8"))) == [], path.name


@pytest.mark.parametrize(
    "name", ["cash_fy2025", "cash_2026", "q3_cash", "sale.roll.january_sold", "impairment_h1", "output.fy", "Cash_Q1.a"]
)
def test_a_date_in_a_name_is_found(name: str, facts: Facts) -> None:
    assert dated([name, "cash_second_quarter", "throughput_llama31_8b", "marching", "h100_price"]) == [name]
    assert dated(of_code(f"def f(*, {name.replace('.', '_')}): ...")) == [name.replace(".", "_")]
    planted = dataclasses.replace(facts, facts={**facts.facts, name: facts.facts["cash_now"]})
    assert dated(of_facts(planted)) == [name]
