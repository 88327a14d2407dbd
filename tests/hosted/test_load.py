"""Many readers on one process: how much memory, files and threads they take, and how much comes back."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator

import pytest

from deploy.replicas import Replica
from tests.own_loop import run_apart
from tools.reader import Reader
from tools.server import cpu_seconds

from . import one_process
from .one_process import MEGABYTE, PAGE, address, share, steps, usage

pytestmark = pytest.mark.xdist_group("one process")

HELD, CHURN = int(os.environ.get("HELD", "1000")), int(os.environ.get("CHURN", "2000"))
# Seconds after which a session that has gone is freed (server.disconnectedSessionTTL), and a few more.
KEPT = 125


@pytest.fixture
def replica() -> Iterator[Replica]:
    with one_process.replica() as found:
        yield found


def hold(replica: Replica, points: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """What the process uses with so many readers on it, who all stay; each of them can still move a slider."""

    async def visit() -> list[tuple[int, int, int]]:
        held: list[Reader] = []
        found = []
        try:
            for number in range(1, points[-1] + 1):
                reader = Reader(address(replica), PAGE)
                await reader.__aenter__()
                await reader.step()
                held.append(reader)
                if number in points:
                    found.append(usage(replica))
                    memory, files, threads = found[-1]
                    print(f"\n{number} held: {memory / MEGABYTE:.0f} MB, {files} files, {threads} threads")
            seconds = share(await steps(held[0], 20, 0.1), 0.95)
            print(f"one of them active: p95 {seconds * 1000:.0f} ms")
        finally:
            await asyncio.gather(*(reader.socket.close() for reader in held))
        return found

    return run_apart(visit())


async def churn(replica: Replica, count: int) -> None:
    """So many readers, one after the other, each of whom loads the page, moves a slider and leaves."""
    for _ in range(count):
        async with Reader(address(replica), PAGE) as reader:
            await reader.step()
            await reader.step(btc=90)


def come_and_go(replica: Replica, points: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """What the process uses when so many readers have come and gone."""

    async def visit() -> list[tuple[int, int, int]]:
        found, gone = [], 0
        for number in points:
            await churn(replica, number - gone)
            gone = number
            found.append(usage(replica))
            memory, files, threads = found[-1]
            print(f"\n{number} gone: {memory / MEGABYTE:.0f} MB, {files} files, {threads} threads")
        return found

    return run_apart(visit())


def test_some_readers_at_once_and_gone_again(replica: Replica) -> None:
    (first, files, threads), (last, more_files, more_threads) = hold(replica, (20, 50))
    assert last - first < 30 * 0.6 * MEGABYTE, "a thousand would not fit into 700 MB"
    assert more_files - files <= 30 * 4 + 10 and more_threads - threads < 10
    # Streamlit keeps sessions that have gone for two minutes, each with a few files.
    (half, files, threads), (last, more_files, more_threads) = come_and_go(replica, (20, 50))
    assert last - half < 30 * 0.6 * MEGABYTE
    assert more_files - files <= 30 * 4 and abs(more_threads - threads) < 10


@pytest.mark.full
def test_a_thousand_readers_at_once(replica: Replica) -> None:
    assert hold(replica, (1, HELD // 2, HELD))[-1][0] <= 700 * MEGABYTE


@pytest.mark.full
def test_readers_who_come_and_go_leave_nothing(replica: Replica) -> None:
    found = come_and_go(replica, tuple(CHURN * part // 4 for part in (1, 2, 3, 4)))
    (half, files, threads), (last, more_files, more_threads) = found[1], found[-1]
    # Streamlit keeps 128 sessions that have gone; by half the visits they are there.
    assert last - half < 16 * MEGABYTE
    assert abs(more_files - files) < 20 and abs(more_threads - threads) < 10


@pytest.mark.full
def test_three_hundred_readers_leave_nothing_when_their_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with one_process.replica() as replica:
        # What the first readers bring with them stays: caches, arenas of threads.
        (before, _, _), *_ = come_and_go(replica, (150,))
        time.sleep(KEPT)
        before = usage(replica)[0]
        come_and_go(replica, (300,))
        time.sleep(KEPT)
        left = usage(replica)[0] - before
        print(f"\nleft by 300: {left / MEGABYTE:.1f} MB")
        assert left < 10 * MEGABYTE


@pytest.mark.full
@pytest.mark.parametrize(("page", "readers"), [("mining", (5, 10, 20, 30)), ("runway", (2, 4, 8))])
def test_readers_who_each_step_every_three_seconds(replica: Replica, page: str, readers: tuple[int, ...]) -> None:
    """Prints the points of the capacity model; what must hold is that every scenario is right."""

    async def one(reader: Reader, number: int, end: float) -> list[float]:
        found = []
        await asyncio.sleep(3 * number / 10 % 3)
        price = 84 + number
        while time.monotonic() < end:
            # Never one of the last few, nor the one the page began with: what a browser holds is not sent again.
            price = 84 + (price - 84 + 7) % 36
            found.append(await reader.step(btc=price))
            assert reader.shown["btc"] == str(price)
            await asyncio.sleep(max(0.0, 3 - found[-1]))
        return found

    async def visit() -> None:
        held: list[Reader] = []
        try:
            for count in readers:
                while len(held) < count:
                    reader = Reader(address(replica), f"/{page}?lang=EN")
                    await reader.__aenter__()
                    await reader.step()
                    held.append(reader)
                end = time.monotonic() + 30
                received, used = sum(reader.received for reader in held), cpu_seconds(replica.process.pid)
                parts = await asyncio.gather(*(one(reader, n, end) for n, reader in enumerate(held)))
                seconds = sorted(second for part in parts for second in part)
                used, size = cpu_seconds(replica.process.pid) - used, sum(reader.received for reader in held) - received
                print(f"\n{page}, {count} readers: {len(seconds) / 30:.1f} steps a second,")
                print(f"median {seconds[len(seconds) // 2]:.2f} s, p95 {share(seconds, 0.95):.2f} s,")
                print(f"{size / len(seconds) / 1000:.0f} KB and {used / len(seconds) * 1000:.0f} ms of one core a step")
        finally:
            await asyncio.gather(*(reader.socket.close() for reader in held))

    run_apart(visit())
