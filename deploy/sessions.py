"""The sockets of readers: who may open one, whose session it is, what passes through it."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import registry
from dashboard.words import text
from deploy import messages, reception, watch
from deploy.reception import Reception

_PAGES: Final = frozenset({"/", *(f"/{name}" for name in registry.NAMES)})
_RETRY: Final = {"Retry-After": "10", "Cache-Control": "no-store"}
_PROTOCOL: Final = b"sec-websocket-protocol"


class Sessions:
    """Lets readers in as long as there is room, and guards the socket of each."""

    def __init__(self, app: ASGIApp, desk: Reception) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in _PAGES and self.desk.closed() in ("draining", "full"):
            watch.refused(self.desk.closed())
            await _no_room()(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        # Streamlit's own check of a foreign Origin makes blocking requests to the outside from within the event loop.
        if urlsplit(headers.get("origin", "")).netloc != headers.get("host"):
            watch.refused("origin", origin=headers.get("origin", "")[:100], host=headers.get("host", "")[:100])
            await PlainTextResponse("Another site may not connect.", 403)(scope, receive, send)
            return
        token = reception.token(scope)
        asked = _session_asked_for(headers)
        returning = bool(asked) and self.desk.owns(asked, token)
        if not self.desk.admits(returning):
            watch.refused(self.desk.closed() or "full")
            await PlainTextResponse(_words(), 503, _RETRY)(scope, receive, send)
            return
        if asked and not returning:
            if self.desk.known(asked):
                watch.refused("foreign session")
            scope = _without_session(scope)
        self.desk.open += 1
        try:
            await _Socket(self.desk, scope, receive, send, token).run(self.app)
        finally:
            self.desk.open -= 1


class _Socket:
    """One open socket."""

    def __init__(self, desk: Reception, scope: Scope, receive: Receive, send: Send, token: str | None) -> None:
        self.desk, self.scope, self._receive, self._send = desk, scope, receive, send
        self.new = token is None
        self.token = token or secrets.token_urlsafe(24)
        self.session = ""
        self.pace = messages.Pace()
        self.page = registry.NAMES[0]
        self.started: float | None = None
        self.part = False

    async def run(self, app: ASGIApp) -> None:
        try:
            await app(self.scope, self.receive, self.send)
        finally:
            if self.session:
                self.desk.gone(self.session)

    async def receive(self) -> Message:
        """The next message that Streamlit may see."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            if pause := self.pace.message():
                watch.refused("too many messages")
                await asyncio.sleep(pause)
            try:
                said = messages.read(message.get("bytes"))
            except messages.RefusedFrame as problem:
                watch.refused(str(problem))
                await self._send({"type": "websocket.close", "code": problem.code})
                return {"type": "websocket.disconnect", "code": problem.code}
            if said is None:
                watch.refused("kind of message")
                continue
            if said.WhichOneof("type") == "rerun_script":
                if pause := self.pace.rerun():
                    watch.refused("pace")
                    await asyncio.sleep(pause)
                self.page, self.part = messages.page(said), bool(said.rerun_script.fragment_id)
                self.started = self.started or time.monotonic()
            return message

    async def send(self, message: Message) -> None:
        """Pass a message on to the browser."""
        if message["type"] == "websocket.accept" and self.new:
            secure = self.scope.get("scheme") == "wss"
            message = {**message, "headers": message.get("headers", ())}
            MutableHeaders(scope=message).append("set-cookie", reception.set_cookie(self.token, secure))
        elif message["type"] == "websocket.send" and message.get("bytes"):
            frame, told = messages.outgoing(message["bytes"])
            message = {**message, "bytes": frame}
            if told is not None:
                self._note(told)
        await self._send(message)

    def _note(self, told: ForwardMsg) -> None:
        if told.WhichOneof("type") == "new_session":
            session = told.new_session.initialize.session_id
            if session and not self.session:
                self.session = session
                self.desk.connected(session, self.token)
        elif self.started is not None:
            now = time.monotonic()
            seconds, early = now - self.started, told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            # A run that a newer value has cut short is followed by the run of that value.
            self.started = now if early else None
            self.pace.ran(seconds)
            if not early:
                watch.ran(self.page, seconds, self.part)


def _words() -> str:
    return " ".join(text.t("hosted.no_room", lang) for lang in text.LANGUAGES)


def _no_room() -> HTMLResponse:
    page = Markup(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>503</title>{}</html>"
    ).format(
        Markup("").join(
            Markup('<p lang="{}">{}</p>').format(lang.lower(), text.t("hosted.no_room", lang))
            for lang in text.LANGUAGES
        )
    )
    return HTMLResponse(page, 503, _RETRY)


def _session_asked_for(headers: Headers) -> str:
    """The session that a browser wants to go on with: the third entry of a field that Streamlit uses for it."""
    entries = headers.get("sec-websocket-protocol", "").split(",")
    return entries[2].strip() if len(entries) > 2 else ""


def _without_session(scope: Scope) -> dict[str, Any]:
    def kept(value: bytes) -> bytes:
        return b",".join(value.split(b",")[:2])

    fields = [(name, kept(value) if name == _PROTOCOL else value) for name, value in scope["headers"]]
    return {**scope, "headers": fields, "subprotocols": scope["subprotocols"][:2]}
