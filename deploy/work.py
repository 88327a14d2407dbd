"""One thread that makes what the routes hand out, so that however many ask, they occupy one core; results are kept."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor

# Requests that may stand in line for the thread.
_MOST_WAITING = 24


class Busy(RuntimeError):
    """Too many are in line, or the answer was not there in time; it may be when asked for again."""


def _retrieve(done: asyncio.Future[bytes]) -> None:
    # Who has given up does not hear of what went wrong later; asyncio would complain.
    if not done.cancelled():
        done.exception()


class Workshop:
    """Makes one thing at a time and keeps the latest results, ``room`` bytes at most. Asked within the event loop."""

    def __init__(self, name: str, room: int) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._room = room
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._held = 0
        self._running: dict[Hashable, Future[bytes]] = {}
        self._asking: Counter[Hashable] = Counter()

    async def get(self, key: Hashable, make: Callable[[], bytes], seconds: float, keep: bool = True) -> bytes:
        """What ``make`` gives for ``key``, from the latest results where it is there.

        Who asks for what is already being made waits with the first; what nobody waits for any more is not begun.
        Raises Busy after ``seconds``, or at once where too many are in line; and whatever ``make`` raises.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._running:
            if len(self._running) >= _MOST_WAITING:
                raise Busy
            self._running[key] = self._pool.submit(make)
        running = self._running[key]
        self._asking[key] += 1
        try:
            awaited = asyncio.wrap_future(running)
            awaited.add_done_callback(_retrieve)
            made = await asyncio.wait_for(asyncio.shield(awaited), seconds)
        except TimeoutError:
            raise Busy from None
        finally:
            self._asking[key] -= 1
            if not self._asking[key]:
                del self._asking[key]
                running.cancel()
                if self._running.get(key) is running:
                    self._running.pop(key)
        if keep:
            self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: bytes) -> None:
        if key in self._kept or len(made) > self._room:
            return
        self._kept[key] = made
        self._held += len(made)
        while self._held > self._room:
            _, oldest = self._kept.popitem(last=False)
            self._held -= len(oldest)
