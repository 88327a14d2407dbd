"""A reader as a browser makes one: comes back when the connection breaks, with cookies, session and address."""

from __future__ import annotations

import asyncio
import http.client
import re
import time
from contextlib import suppress
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from dashboard.facts import PUBLISHED
from tests.conftest import PATIENCE
from tools.reader import Reader, WrongScenarioError

from .test_guard import put

# As Streamlit's page does: again after a tenth of a second, then twice as long each time.
_FIRST, _LONGEST = 0.1, 4.0
_BROKEN = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, EOFError, http.client.HTTPException)


class Attentive(Reader):
    """Keeps all that the server says in a run."""

    said = b""

    async def seen(self) -> str:
        """What is on the page when it is drawn from the start; a step draws only what sliders move."""
        self.said = b""
        await self.step()
        return self.said.decode(errors="replace")

    def note(self, frame: bytes) -> None:
        self.said += frame


class Loyal:
    """Moves one slider, and sees which scenario comes back.

    ``outages`` and ``calm``, the steps without one, in seconds; ``wrong``, ``failed`` and ``silent`` in words: other
    sliders or figures than asked for, what could not be had in two tries, and a change of company that the page did not
    tell. source: the reader's own address.
    """

    def __init__(self, address: str, path: str, source: str = "") -> None:
        self.address, self.path, self.source = address, path, source
        self.cookies: dict[str, str] = {}
        self.session, self.page = "", ""
        self.steps = self.downloads = self.again = 0
        self.outages: list[float] = []
        self.calm: list[float] = []
        self.wrong: list[str] = []
        self.failed: list[str] = []
        self.silent: list[str] = []
        self._reader: Attentive | None = None

    @property
    def cookie(self) -> str:
        """The cookies as a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def come(self) -> Attentive:
        """An open connection with the page loaded, the one there is or a new one."""
        if self._reader is None:
            reader = Attentive(self.address, self.path, self.cookie, self.session, self.source)
            await reader.__aenter__()
            self.cookies.update({name: one.value for name, one in SimpleCookie(reader.cookie).items()})
            self._reader = reader
            self.page = await reader.seen()
            self.session = reader.session
        # What comes from here on is of no interest.
        self._reader.said = b""
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
        (self.outages if broken else self.calm).append(seconds)
        self.steps += 1
        # The page keeps the browser's address up to date, so that is what it comes back with.
        self.path = f"{urlsplit(self.path).path}?{urlencode(reader.shown)}"
        return seconds

    async def fetch(self, kind: str) -> None:
        """Take away the numbers on the page, ``json`` or ``csv``; where that fails, once more."""
        self.downloads += 1
        found, pause = (0, ""), 0.0
        for _ in range(2):
            await asyncio.sleep(pause)
            try:
                found, pause = await asyncio.to_thread(self._get, f"/api/scenario.{kind}?{urlsplit(self.path).query}")
            except _BROKEN as problem:
                found, pause = (0, repr(problem)), 2
            if found[0] == 200:
                break
            self.again += 1
        status, text = found
        if status != 200:
            self.failed.append(f"{kind}: {status} {text[:200]}")
        elif not (link := re.search(r"btc=([\d.]+)", text)) or not f"&{urlsplit(self.path).query}".count(f"&{link[0]}"):
            self.wrong.append(f"{kind} of {link and link[0]} for {self.path}")

    def _get(self, path: str) -> tuple[tuple[int, str], float]:
        """Status and text of an answer, and the seconds after which one that is too busy wants to be asked again."""
        connection = http.client.HTTPConnection(
            urlsplit(self.address).netloc, timeout=PATIENCE, source_address=(self.source, 0) if self.source else None
        )
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            again = float(answer.getheader("Retry-After", "2"))
            return (answer.status, answer.read().decode("utf-8-sig")), again
        finally:
            connection.close()


class Owner(Loyal):
    """Has a facts file of his own, puts it back where it was lost, and must be told when it was."""

    GONE = "The facts file that this address names"
    FILE = PUBLISHED.read_bytes().replace(b"ticker: CANG", b"ticker: CANGO", 1)

    def __init__(self, address: str, path: str, source: str = "") -> None:
        super().__init__(address, path, source)
        self.version = ""

    async def step(self, **sliders: float) -> float:
        """As every reader; then sees whose numbers they are."""
        seconds = await super().step(**sliders)
        shown = self._reader.shown["v"] if self._reader else self.version
        if self.version and shown != self.version:
            if self.GONE not in self.page:
                self.silent.append(f"version {shown} for {self.version} on {self.path}")
            await self.use()
        return seconds

    async def use(self) -> None:
        """Upload the file and let the page be of it; a break in between is left to the next step."""
        if not await self.upload():
            return
        with suppress(*_BROKEN):
            reader = await self.come()
            message = BackMsg.FromString(reader.asking())
            state = message.rerun_script.widget_states.widgets.add(id=reader.widgets["own_upload_0"])
            state.file_uploader_state_value.uploaded_file_info.add(file_id="own", name="own.yaml", size=len(self.FILE))
            await reader.send(message.SerializeToString())
            await reader.ended()
            self.version = reader.shown["v"]

    async def upload(self) -> bool:
        """Give the file to the session, where that fails once more after another step; whether it was taken."""
        said = ""
        for _ in range(2):
            try:
                reader = await self.come()
                reader.cookie = self.cookie
                status = await asyncio.to_thread(put, self.address, reader, "own", self.FILE, True, self.source)
                if status == 204:
                    return True
                said = str(status)
            except _BROKEN as problem:
                said = repr(problem)
            self.again += 1
            # A connection that is dead is noticed, and another one made, when the page is asked for something.
            await super().step()
        self.failed.append(f"upload: {said}")
        return False
