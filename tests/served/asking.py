"""A client as curl is one, without a socket: the routes and the heads before Streamlit's own page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from deploy import ahead, card, data, embed, feed
from deploy.budget import Budgets
from deploy.heads import Heads
from tests.own_loop import run_apart

HOST = "file.example.org"


def app(**rates: str) -> ASGIApp:
    """What deploy/asgi.py serves, without sessions. rates: what a client may ask, by the first word of the path."""
    own = [*ahead.ROUTES, *card.ROUTES, *data.ROUTES, *embed.ROUTES, *feed.ROUTES]
    return Starlette(
        routes=[*own, *create_streamlit_static_assets_routes("")],
        middleware=[Middleware(Budgets, rates={f"/{name}": rate for name, rate in rates.items()}), Middleware(Heads)],
    )


@dataclass(frozen=True)
class Answer:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode()


def ask(served: ASGIApp, *addresses: str, method: str = "GET", **headers: str) -> list[Answer]:
    """The answers to requests that come at once."""

    async def together() -> list[Answer]:
        return list(await asyncio.gather(*(one(served, address, method, headers) for address in addresses)))

    return run_apart(together())


def get(served: ASGIApp, address: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to one request."""
    return ask(served, address, method=method, **headers)[0]


async def one(
    served: ASGIApp, address: str, method: str = "GET", headers: Mapping[str, str] = MappingProxyType({})
) -> Answer:
    """The answer to one request, within a loop of the caller's own."""
    path, _, query = address.partition("?")
    said = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in said.items()],
        "client": ("203.0.113.7", 40000),
        "server": (HOST, 443),
    }
    status, given, body = 0, {}, b""
    received = False

    async def receive() -> dict[str, Any]:
        nonlocal received
        if received:
            # The client stays until it has its answer.
            await asyncio.Event().wait()
        received = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, given, body
        if message["type"] == "http.response.start":
            status = message["status"]
            given = {name.decode().lower(): value.decode("latin-1") for name, value in message["headers"]}
        body += message.get("body", b"")

    await served(scope, receive, send)
    return Answer(status, given, body)
