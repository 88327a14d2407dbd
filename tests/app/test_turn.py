"""Runs draw one after the other; a long one lets others pass."""

from __future__ import annotations

import threading
import time

import pytest

from dashboard.screen import turn
from dashboard.screen.turn import Turn
from tests.conftest import PATIENCE


def asking(it: Turn, name: str, done: list[str]) -> threading.Thread:
    """A thread that draws as soon as it may; returned when it stands in line."""
    begun = threading.Event()

    def draw() -> None:
        begun.set()
        with it:
            done.append(name)

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()
    assert begun.wait(PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while not it._next.locked() and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.001)
    return thread


def test_they_draw_one_after_the_other() -> None:
    it, done = Turn(), list[str]()
    with it:
        others = [asking(it, name, done) for name in ("first", "second")]
        done.append("holder")
    for other in others:
        other.join(PATIENCE)
    assert done[0] == "holder" and sorted(done[1:]) == ["first", "second"]


def test_a_long_run_lets_the_one_in_line_pass_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_LONG", 0.0)
    it, done = Turn(), list[str]()
    with it:
        it.let_pass()
        done.append("alone")
        other = asking(it, "other", done)
        time.sleep(0.01)
        it.let_pass()
        done.append("again")
    other.join(PATIENCE)
    assert done == ["alone", "other", "again"]


def test_a_short_run_is_not_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_LONG", float(PATIENCE))
    it, done = Turn(), list[str]()
    with it:
        other = asking(it, "other", done)
        it.let_pass()
        done.append("holder")
    other.join(PATIENCE)
    assert done == ["holder", "other"]


def test_a_run_that_fails_gives_the_turn_back() -> None:
    it, done = Turn(), list[str]()
    with pytest.raises(ValueError, match="no page"), it:
        raise ValueError("no page")
    asking(it, "next", done).join(PATIENCE)
    assert done == ["next"]
