"""Runs draw one after the other; a long one lets others pass, and what is soon overtaken lets everyone."""

from __future__ import annotations

import datetime as dt
import threading
import time
from unittest.mock import Mock

import pytest

from dashboard.facts import Facts
from dashboard.screen import ahead, script, shell, turn
from dashboard.screen.turn import Line, Turn
from tests.conftest import PATIENCE

FIRST, LAST = 0, 1


def asking(line: Line, name: str, done: list[str], place: int = FIRST) -> threading.Thread:
    """A thread that draws as soon as it may; returned when it stands in line."""
    before = len(line._waiting[place])

    def draw() -> None:
        with Turn(line, place):
            done.append(name)

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while len(line._waiting[place]) == before and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.001)
    return thread


def test_they_draw_one_after_the_other_as_they_came() -> None:
    line, done = Line(), list[str]()
    with Turn(line, FIRST):
        others = [asking(line, name, done) for name in ("first", "second", "third")]
        done.append("holder")
    for other in others:
        other.join(PATIENCE)
    assert done == ["holder", "first", "second", "third"]


def test_a_long_run_lets_those_in_line_pass_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_LONG", 0.0)
    line, done = Line(), list[str]()
    with Turn(line, FIRST):
        line.let_pass()
        done.append("alone")
        others = [asking(line, name, done) for name in ("other", "another")]
        time.sleep(0.01)
        line.let_pass()
        done.append("again")
    for other in others:
        other.join(PATIENCE)
    assert done == ["alone", "other", "another", "again"]


def test_a_short_run_is_not_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_LONG", float(PATIENCE))
    line, done = Line(), list[str]()
    with Turn(line, FIRST):
        other = asking(line, "other", done)
        line.let_pass()
        done.append("holder")
    other.join(PATIENCE)
    assert done == ["holder", "other"]


def test_what_is_soon_overtaken_comes_last_and_parts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_LONG", 0.0)
    line, done = Line(), list[str]()
    with Turn(line, FIRST):
        last = asking(line, "last", done, LAST)
        first = asking(line, "first", done)
        time.sleep(0.01)
        line.let_pass()
        done.append("holder")
    for other in (last, first):
        other.join(PATIENCE)
    assert done == ["first", "holder", "last"]


@pytest.mark.parametrize("place", [FIRST, LAST])
def test_what_is_soon_overtaken_lets_others_pass_however_short_it_was(
    monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(turn, "_LONG", float(PATIENCE))
    line, done = Line(), list[str]()
    with Turn(line, place):
        if place == FIRST:
            line.step_back()
        other = asking(line, "other", done)
        like_it = asking(line, "like it", done, LAST)
        line.let_pass()
        done.append("holder")
    for thread in (other, like_it):
        thread.join(PATIENCE)
    assert done == ["other", "holder", "like it"]


def test_a_run_that_fails_gives_the_turn_back() -> None:
    line, done = Line(), list[str]()
    with pytest.raises(ValueError, match="no page"), Turn(line, FIRST):
        raise ValueError("no page")
    asking(line, "next", done).join(PATIENCE)
    assert done == ["next"]


def test_the_route_draws_after_others(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[int | None] = []
    monkeypatch.setattr(script, "run", lambda page: places.append(turn.LINE._holder))
    ahead.drawn("mining", f"lang=EN&v={facts.fingerprint}", dt.date(2026, 11, 28), "", ahead.Holds())
    assert places == [LAST]


@pytest.mark.parametrize(("live", "place"), [(None, FIRST), (7, LAST)])
def test_a_session_draws_after_others_while_a_slider_is_dragged(
    monkeypatch: pytest.MonkeyPatch, live: int | None, place: int
) -> None:
    monkeypatch.setattr(shell, "address", Mock(gone_to=lambda: None))
    monkeypatch.setattr(shell, "served", Mock(served=lambda: (None, None)))
    monkeypatch.setattr(shell, "RUNNING", Mock())
    frame = Mock(published=None, context=lambda: Mock(live=live))
    with turn.TURN:
        shell._moved(frame)
        assert turn.LINE._holder == place
