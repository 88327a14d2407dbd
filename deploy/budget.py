"""How often one client may ask for what costs the server work: cards, the API, the embed, the feed, pages of a drag."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import time
from collections.abc import Mapping
from typing import Final

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deploy import watch

# Nobody waits longer for his turn; a proxy or reader would give up as well.
_PATIENCE: Final = 10.0


class Budgets:
    """Answers 429 to a client that asks too often, and 503 where too much is computed at once.

    rates: path prefix -> rate as limits writes it, such as ``{"/api/": "60/minute"}``; the first that fits counts.
    at_once: requests of all clients under these prefixes that are worked on together; others wait, ten seconds at most.
    """

    def __init__(self, app: ASGIApp, rates: Mapping[str, str], at_once: int = 2) -> None:
        self.app = app
        self.rates: dict[str, RateLimitItem] = {prefix: parse(rate) for prefix, rate in rates.items()}
        self.limiter = MovingWindowRateLimiter(MemoryStorage())
        self.turns = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        prefix = next((prefix for prefix in self.rates if path.startswith(prefix)), None)
        if scope["type"] != "http" or prefix is None:
            await self.app(scope, receive, send)
            return
        rate, who = self.rates[prefix], client(scope)
        if not self.limiter.hit(rate, prefix, who):
            wait = self.limiter.get_window_stats(rate, prefix, who).reset_time - time.time()
            await _refuse(429, max(1, math.ceil(wait)), f"At most {rate}.")(scope, receive, send)
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.turns.acquire()
        except TimeoutError:
            await _refuse(503, math.ceil(_PATIENCE), "Too many at once; try again.")(scope, receive, send)
            return
        held = True

        async def send_and_release(message: Message) -> None:
            # The work is done when the answer begins; a client that reads slowly must not hold up the others.
            nonlocal held
            if held and message["type"] == "http.response.start":
                held = False
                self.turns.release()
            await send(message)

        try:
            await self.app(scope, receive, send_and_release)
        finally:
            if held:
                self.turns.release()


def client(scope: Scope) -> str:
    """Whose request it is: the address that the proxy has passed on; of IPv6 the network, which is one customer's."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if address.version == 4 or address.ipv4_mapped is not None:
        return str(address.ipv4_mapped if address.version == 6 else address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _refuse(status: int, seconds: int, words: str) -> PlainTextResponse:
    watch.refused("budget", status=status)
    return PlainTextResponse(words, status, {"Retry-After": str(seconds)})
