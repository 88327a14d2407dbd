"""The one thread behind the routes: one thing at a time, nothing twice, nothing for nobody, nothing without end."""

from __future__ import annotations

import asyncio
import threading

import pytest

from deploy.work import Busy, Workshop
from tests.own_loop import run_apart


def test_what_is_asked_for_twice_is_made_once_and_kept() -> None:
    made: list[str] = []

    def make() -> bytes:
        made.append("one")
        return b"x" * 10

    async def ask() -> None:
        shop = Workshop("test", 100)
        assert await asyncio.gather(*(shop.get("a", make, 60) for _ in range(5))) == [b"x" * 10] * 5
        assert await shop.get("a", make, 60) == b"x" * 10

    run_apart(ask())
    assert made == ["one"]


def test_the_oldest_gives_way_and_what_is_too_large_is_not_kept() -> None:
    made: list[str] = []

    def maker(name: str, size: int):  # type: ignore[no-untyped-def]
        def make() -> bytes:
            made.append(name)
            return b"x" * size

        return make

    async def ask() -> None:
        shop = Workshop("test", 100)
        for name, size in (("a", 60), ("b", 60), ("a", 60), ("c", 101), ("c", 101), ("a", 60)):
            await shop.get(name, maker(name, size), 60)

    run_apart(ask())
    assert made == ["a", "b", "a", "c", "c"]


def test_one_at_a_time_and_no_more_than_the_line_holds() -> None:
    go_on, running, most = threading.Event(), [0], [0]

    def make() -> bytes:
        running[0] += 1
        most[0] = max(most[0], running[0])
        go_on.wait(60)
        running[0] -= 1
        return b""

    async def ask() -> None:
        shop = Workshop("test", 100)
        asking = [asyncio.ensure_future(shop.get(index, make, 60)) for index in range(40)]
        await asyncio.sleep(0)
        go_on.set()
        answers = await asyncio.gather(*asking, return_exceptions=True)
        assert [isinstance(answer, Busy) for answer in answers] == [False] * 24 + [True] * 16

    run_apart(ask())
    assert most == [1]


def test_what_nobody_waits_for_any_more_is_not_begun() -> None:
    go_on, made = threading.Event(), []

    def first() -> bytes:
        go_on.wait(60)
        return b"first"

    def second() -> bytes:
        made.append("second")
        return b"second"

    async def ask() -> None:
        shop = Workshop("test", 100)
        begun = asyncio.ensure_future(shop.get("first", first, 60))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await shop.get("second", second, 0.01)
        go_on.set()
        assert await begun == b"first"
        assert await shop.get("third", lambda: b"third", 60) == b"third"

    run_apart(ask())
    assert made == []


def test_an_error_is_told_to_who_asks_and_not_kept() -> None:
    async def ask() -> None:
        shop = Workshop("test", 100)
        with pytest.raises(ZeroDivisionError):
            await shop.get("a", lambda: bytes(1 // 0), 60)
        assert await shop.get("a", lambda: b"well", 60) == b"well"

    run_apart(ask())
