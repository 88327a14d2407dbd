"""A reader as a browser makes one: comes back when the connection breaks, with cookies, session and address."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tools.reader import Reader, WrongScenarioError

# As Streamlit's page does: again after a tenth of a second, then twice as long each time.
_FIRST, _LONGEST = 0.1, 4.0
_BROKEN = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, EOFError)


class Loyal:
    """Moves one slider, and sees which scenario comes back; ``outages`` in seconds, ``wrong`` in words."""

    def __init__(self, address: str, path: str) -> None:
        self.address, self.path = address, path
        self.cookies: dict[str, str] = {}
        self.session = ""
        self.steps = 0
        self.outages: list[float] = []
        self.wrong: list[str] = []
        self._reader: Reader | None = None

    @property
    def cookie(self) -> str:
        """The cookies as a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def come(self) -> Reader:
        """An open connection with the page loaded, the one there is or a new one."""
        if self._reader is None:
            reader = Reader(self.address, self.path, self.cookie, self.session)
            await reader.__aenter__()
            self.cookies.update({name: one.value for name, one in SimpleCookie(reader.cookie).items()})
            self._reader = reader
            await reader.step()
            self.session = reader.session
        return self._reader

    async def leave(self) -> None:
        """Close the connection."""
        if self._reader is not None:
            reader, self._reader = self._reader, None
            with suppress(*_BROKEN):
                await reader.__aexit__(None, None, None)

    async def step(self, **sliders: float) -> float:
        """Move sliders until the server shows them; returns the seconds it took, breaks included."""
        started, pause, broken = time.perf_counter(), _FIRST, False
        while True:
            try:
                reader = await self.come()
                await reader.step(**sliders)
                break
            except WrongScenarioError as problem:
                self.wrong.append(str(problem))
                break
            except _BROKEN:
                broken = True
                await self.leave()
                await asyncio.sleep(pause)
                pause = min(_LONGEST, pause * 2)
        seconds = time.perf_counter() - started
        if broken:
            self.outages.append(seconds)
        self.steps += 1
        # The page keeps the browser's address up to date, so that is what it comes back with.
        self.path = f"{urlsplit(self.path).path}?{urlencode(reader.shown)}"
        return seconds
