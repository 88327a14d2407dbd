"""How far a number travels from the facts file to the screen, by a trace of one run.

A module counts when one of its functions hands the number on: returns it, declared or in base units, an object that
holds it, its words, or its HTML. The badge beside a key figure gets the number too, but hands on words about it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from dashboard import facts as facts_file
from dashboard.facts import Facts
from dashboard.numbers.resolver import Output, Scenario
from dashboard.registry import PAGE
from dashboard.screen.browser import Browser
from dashboard.screen.context import Context
from dashboard.screen.page import Page
from dashboard.screen.sheet import Sheet
from dashboard.words import say
from dashboard.words.text import Figure

ROOT = Path(__file__).parents[2]
LIMIT = 7
# A smaller file than the published one, because a trace makes reading it ten times slower.
SMALL = ROOT / "data" / "examples" / "nordlicht.yaml"
# A figure computed from two figures of the file: dollars received by coins sold.
KEY, DOLLARS, COINS = "sale_price", "sale_proceeds", "sale_btc"


def _holds(thing: Any, numbers: set[float], words: str) -> bool:
    """Whether ``thing`` is one of the numbers, holds one, or is text with its words."""
    if isinstance(thing, bool) or thing is None:
        return False
    if isinstance(thing, (int, float)):
        return float(thing) in numbers
    if isinstance(thing, str):
        return words in thing
    if isinstance(thing, (Output, Figure)):
        return _holds(thing.value, numbers, words)
    return isinstance(thing, tuple) and any(_holds(part, numbers, words) for part in thing)


@contextmanager
def traced(numbers: set[float], words: str) -> Iterator[set[str]]:
    """The modules of the app whose functions return one of ``numbers`` or a text with ``words`` meanwhile."""
    modules: set[str] = set()

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        if not str(frame.f_globals.get("__name__", "")).startswith("dashboard."):
            return None
        frame.f_trace_lines = False
        return leave

    def leave(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "return" and _holds(argument, numbers, words):
            modules.add(frame.f_globals["__name__"])
        return leave

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield modules
    finally:
        sys.settrace(before)


def _context(facts: Facts) -> Context:
    scenario = Scenario(facts, {a.name: a.to_base(a.default_value) for a in facts.assumptions})
    values = {a.key: a.default_value for a in facts.assumptions}
    switches = {key: tokens[0] for key, tokens in PAGE["sale"].switches.items()}
    today = dt.date(2026, 11, 28)
    return Context("sale", "EN", facts, scenario, values, (), "", facts, switches, Browser(), today)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is put on the page."""
    shown: list[str] = []
    monkeypatch.setattr(Sheet, "html", lambda _, piece, name="": shown.append(piece))
    return shown


def _followed(facts: Facts) -> tuple[set[float], str]:
    """The figure and what it is made of, as declared and in base units; and its words."""
    output = _context(facts).scenario.output(KEY)
    numbers = {float(output.value)}
    for name in (DOLLARS, COINS):
        declared, base = facts.facts[name].value, facts.lookup(name)
        assert isinstance(declared, float) and isinstance(base, float)
        numbers |= {declared, base}
    return numbers, say.figure(output, "EN").text


def test_from_the_file_to_the_screen_through_few_rooms(page: list[str]) -> None:
    numbers, words = _followed(facts_file.load(SMALL))
    with traced(numbers, words) as modules:
        Page(_context(facts_file.load(SMALL))).kpis(KEY)
    assert f'data-figure="{KEY}"' in page[0] and words in page[0]
    rooms = {module.split(".")[1] for module in modules}
    assert rooms == {"facts", "model", "numbers", "words", "screen"}
    assert len(rooms) <= LIMIT


def test_from_the_facts_to_the_screen_through_few_modules(facts: Facts, page: list[str]) -> None:
    numbers, words = _followed(facts)
    # A copy, because the figures of the published facts are remembered once they have been computed.
    context = _context(replace(facts))
    with traced(numbers, words) as modules:
        Page(context).kpis(KEY)
    assert f'data-figure="{KEY}"' in page[0] and words in page[0]
    assert len(modules) <= LIMIT, sorted(modules)
    for room in ("facts", "model", "numbers", "words", "screen"):
        assert any(module.startswith(f"dashboard.{room}.") for module in modules), f"the trace has lost {room}"


def test_the_trace_sees_a_detour(facts: Facts, page: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    numbers, words = _followed(facts)
    detour: dict[str, Any] = {"__name__": "dashboard.detour", "figure": say.figure}
    exec("def through(*parts):\n    return figure(*parts)", detour)
    monkeypatch.setattr(say, "figure", detour["through"])
    context = _context(replace(facts))
    with traced(numbers, words) as modules:
        Page(context).kpis(KEY)
    assert "dashboard.detour" in modules
