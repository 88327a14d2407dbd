"""Readers at once over the real protocol (WebSocket, protobuf): what one of them waits, and what a step costs."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
import urllib.request
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from math import inf
from urllib.parse import urlencode, urlsplit

import numpy as np

from benchmarks.targets import Target
from tools.reader import Reader

# Seconds between two steps of a reader, and steps that are measured.
_PAUSE, _STEPS = 3.0, 8
# Seconds for which a browser leaves the route alone that has refused (component/ahead.js).
_REST = 3.0


class Timed(Reader):
    """A reader who notes what each step has taken: seconds, and bytes of messages."""

    def __init__(self, target: Target, page: str) -> None:
        parts = urlsplit(target.address)
        super().__init__(f"{parts.scheme}://{parts.netloc}", f"/{page}?btc=60&lang=EN")
        self.waits: list[float] = []
        self.sizes: list[int] = []

    async def move(self, price: float) -> None:
        """Move the slider of the price and wait for the end of the run, whether or not it shows anything new."""
        before, started = self.received, time.perf_counter()
        await self.send(self.asking(btc=price))
        await self.ended()
        self.waits.append(time.perf_counter() - started)
        self.sizes.append(self.received - before)


@dataclass(frozen=True)
class Cost:
    """What one step asks of the server: ms of processor, and bytes; and bytes of one back to a state that is held."""

    cpu: float
    bytes: float
    idle_bytes: float


def cost(target: Target, page: str, steps: int = 20) -> Cost:
    """One reader alone, one step after the other."""
    return asyncio.run(_cost(target, page, steps))


async def _cost(target: Target, page: str, steps: int) -> Cost:
    async with Timed(target, page) as reader:
        await reader.step()
        for at in range(4):
            await reader.move(61.0 + at)
        reader.sizes.clear()
        await asyncio.sleep(0.5)
        before = target.cpu_seconds()
        for at in range(steps):
            await reader.move(66.0 + at)
        await asyncio.sleep(0.5)
        spent = (target.cpu_seconds() - before) * 1e3 / steps
        size = float(np.median(reader.sizes))
        reader.sizes.clear()
        for back in (64.0, 65.0, 64.0):
            await reader.move(back + steps)
        idle = float(np.median(reader.sizes))
        return Cost(spent, size, idle)


def crowd(target: Target, page: str, count: int) -> float:
    """95th percentile of the wait in seconds when so many readers move a slider every three seconds."""
    return asyncio.run(_crowd(target, page, count))


async def _crowd(target: Target, page: str, count: int) -> float:
    async with AsyncExitStack() as stack:
        readers = [await _opened(stack, target, page) for _ in range(count)]
        return await _slowest(readers)


async def _opened(stack: AsyncExitStack, target: Target, page: str) -> Timed:
    reader = await stack.enter_async_context(Timed(target, page))
    await reader.step()
    return reader


async def _slowest(readers: Sequence[Timed]) -> float:
    """95th percentile of the wait in seconds while all of them move a slider."""
    await asyncio.gather(*(_steps(reader, at / len(readers)) for at, reader in enumerate(readers)))
    return float(np.percentile([wait for reader in readers for wait in reader.waits], 95))


async def _steps(reader: Timed, phase: float) -> None:
    await asyncio.sleep(phase * _PAUSE)
    for at in range(_STEPS):
        started = time.perf_counter()
        await reader.move(61.0 + (at * 7 + round(phase * 40)) % 90)
        await asyncio.sleep(max(_PAUSE - (time.perf_counter() - started), 0.0))


def beside_a_drag(target: Target, page: str, other: str, route: bool) -> tuple[float, float]:
    """95th percentile in seconds of five readers on ``page``: alone, and while one drags on ``other``.

    route: whether the server has one for a drag.
    """
    return asyncio.run(_beside(target, page, other, route))


async def _beside(target: Target, page: str, other: str, route: bool) -> tuple[float, float]:
    found = []
    for dragging in (False, True):
        async with AsyncExitStack() as stack:
            readers = [await _opened(stack, target, page) for _ in range(5)]
            hand = await stack.enter_async_context(Hand(target, other, route))
            await hand.step()
            drag = asyncio.create_task(hand.drag()) if dragging else None
            found.append(await _slowest(readers))
            if drag is not None:
                drag.cancel()
                if hand.seen < len(readers) * _STEPS:
                    raise RuntimeError(f"the drag on {other} has seen {hand.seen} states only")
    return found[0], found[1]


class Hand(Timed):
    """Who drags a slider without a pause, as the browser asks for it: the route, and while that rests the session.

    seen: states that have come.
    """

    def __init__(self, target: Target, page: str, route: bool) -> None:
        super().__init__(target, page)
        self._rests = 0.0 if route else inf
        self.seen = 0

    async def drag(self) -> None:
        """Ask for one position after the other until cancelled."""
        while True:
            price = 61 + self.seen % 90
            if time.monotonic() < self._rests:
                live = self.telling("live", {"key": "btc", "value": price, "number": self.seen})
                await self.send(live.SerializeToString())
                await self.ended()
            elif not await self._route(price):
                self._rests = time.monotonic() + _REST
                continue
            self.seen += 1

    async def _route(self, price: int) -> bool:
        link = urlencode({"btc": price, "lang": "EN", "v": self.shown["v"]})
        asked = urlencode({"q": link, "day": dt.date.today().isoformat()})
        address = f"{self.address}/live{urlsplit(self.path).path}?{asked}"
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        return await asyncio.to_thread(_answered, request)


def _answered(request: urllib.request.Request) -> bool:
    with urllib.request.urlopen(request) as answer:
        return bool(answer.read())
