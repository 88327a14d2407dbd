"""A reader without a browser: Streamlit's protocol over one socket, for tests and load."""

from __future__ import annotations

import asyncio
import html
import json
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# A whole run, not one that a newer value has cut short.
_ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_LINK = re.compile(rb'class=\\?"cg-print-only\\?">([^<]+)<')


class WrongScenarioError(AssertionError):
    """The server shows other sliders than were asked for."""


class Reader:
    """Opens a page as a browser does, moves its sliders, and knows which scenario the server showed last.

    It sees what is sent: a state of a page that a browser still holds is not, so a step must go to one not seen lately.

    address: of the server. path: page and query. cookie, session: to go on where another socket stopped. source: the
    reader's own address, for example one of 127.0.0.0/8 for each, where the server tells readers apart by it.
    """

    def __init__(
        self, address: str, path: str = "/mining", cookie: str = "", session: str = "", source: str = ""
    ) -> None:
        self.address, self.path, self.cookie, self.session, self.source = address, path, cookie, session, source
        self.widgets: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.kinds: list[str] = []
        self.received = 0
        self.first: ForwardMsg | None = None
        self.fragment = ""
        self._page = self._part = ""
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        protocols = ["streamlit", "none", *([self.session] if self.session else [])]
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            origin=self.address,  # type: ignore[arg-type]
            subprotocols=protocols,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie} if self.cookie else None,
            local_addr=(self.source, 0) if self.source else None,
            max_size=None,
            open_timeout=180,
            # A browser sends none.
            ping_interval=None,
        )
        assert self._socket.response is not None
        given = [one.split(";")[0] for one in self._socket.response.headers.get_all("Set-Cookie")]
        self.cookie = "; ".join([*filter(None, [self.cookie]), *given])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    @property
    def socket(self) -> ClientConnection:
        """The open socket."""
        assert self._socket is not None, "the reader has not connected"
        return self._socket

    def asking(self, **sliders: float) -> bytes:
        """The message of a rerun with sliders moved, by their keys in the link."""
        message, parts = BackMsg(), urlsplit(self.path)
        message.rerun_script.query_string = parts.query
        # The first time by its name; then by what the server calls it.
        message.rerun_script.page_name = "" if self._page else parts.path.strip("/")
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.context_info.url = self.address + parts.path
        for key, value in sliders.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.double_array_value.data[:] = self.widgets[key], [value]
        return bytes(message.SerializeToString())

    def telling(self, event: str, value: Mapping[str, object], whole: bool = False) -> BackMsg:
        """What the page tells the server of an event, which runs the page, or everything where it is ``whole``."""
        message = BackMsg()
        message.ParseFromString(self.asking())
        message.rerun_script.fragment_id = "" if whole else self.fragment
        state = message.rerun_script.widget_states.widgets.add()
        state.id = _make_trigger_id(self._part, "events")
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return message

    async def send(self, message: bytes) -> None:
        """Send a message as it is."""
        await self.socket.send(message)

    async def step(self, **sliders: float) -> float:
        """Move sliders and wait for the run that shows them; returns its seconds. Without sliders: load the page.

        Raises WrongScenarioError where other values stay.
        """
        started = time.perf_counter()
        await self.send(self.asking(**sliders))
        await self.ended()
        asked = {key: f"{value:g}" for key, value in sliders.items()}
        # A run that was asked for before may still have come to its end first.
        for _ in range(3):
            if self._shows(asked):
                return time.perf_counter() - started
            with suppress(TimeoutError):
                await self.ended(20)
        raise WrongScenarioError(f"asked for {asked}, shown { ({key: self.shown.get(key) for key in asked}) }")

    def _shows(self, asked: Mapping[str, str]) -> bool:
        return all(self.shown.get(key) == value for key, value in asked.items())

    async def ended(self, seconds: float = 120) -> None:
        """Wait until a run has ended."""
        async with asyncio.timeout(seconds):
            while (message := await self._next()).WhichOneof("type") != "script_finished" or (
                message.script_finished not in _ENDED
            ):
                pass

    async def until(self, key: str, value: str, seconds: float = 120) -> None:
        """Wait until the server has shown ``value`` for a slider."""
        async with asyncio.timeout(seconds):
            while self.shown.get(key) != value:
                await self._next()

    async def silent(self, seconds: float) -> Sequence[str]:
        """The kinds of messages that come within ``seconds``."""
        before = len(self.kinds)
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self._next()
        except TimeoutError:
            return self.kinds[before:]

    def note(self, frame: bytes) -> None:
        """Called with each frame that comes; for readers who look closer."""

    async def _next(self) -> ForwardMsg:
        frame = await self.socket.recv(decode=False)
        assert isinstance(frame, bytes)
        self.received += len(frame)
        self.note(frame)
        message = ForwardMsg()
        message.ParseFromString(frame)
        kind = str(message.WhichOneof("type"))
        self.kinds.append(kind)
        if kind == "new_session":
            self.first = self.first or message
            self.session = message.new_session.initialize.session_id or self.session
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "delta":
            element = message.delta.new_element
            if element.bidi_component.id:
                self._part, self.fragment = element.bidi_component.id, message.delta.fragment_id
            for widget in filter(None, (element.slider.id, element.file_uploader.id)):
                self.widgets[widget.rpartition("-")[2]] = widget
            # The link for print in the footer names every slider; it is the last that a run writes.
            for link in _LINK.findall(frame):
                self.shown = dict(parse_qsl(urlsplit(html.unescape(link.decode())).query))
        return message
