"""``/healthz``: the process answers. ``/readyz``: a new reader may come. And the way to a good end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from dashboard.facts import FactsError
from dashboard.takeaway import served
from deploy import first_visit, watch
from deploy.reception import Reception
from deploy.settings import Settings

_REASONS = {
    "draining": "This process is about to stop.",
    "facts": "The facts are not loaded.",
    "full": "No room for another reader.",
}
# Between two looks at facts that could not be read.
_AGAIN = 2.0


class Probes:
    """Knows whether the process is ready, and lets readers go before it ends."""

    def __init__(self, desk: Reception, settings: Settings) -> None:
        self.desk, self.settings = desk, settings
        self._said = ""

    def routes(self) -> list[Route]:
        """The two addresses that a load balancer asks."""
        return [Route("/healthz", self._alive), Route("/readyz", self._ready)]

    async def _alive(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    async def _ready(self, _: Request) -> PlainTextResponse:
        reason = self.desk.closed()
        return PlainTextResponse(_REASONS[reason], 503) if reason else PlainTextResponse("ok")

    @asynccontextmanager
    async def lifespan(self, app: ASGIApp) -> AsyncIterator[dict[str, Any]]:
        """Load the facts and draw a page before anything is answered, and take over SIGTERM.

        With facts that cannot be read it starts as well: the pages say what is wrong.
        """
        watch.start(self.settings.metrics)
        self._drain_on_signal()
        await self._load(app)
        waiting = asyncio.create_task(self._wait_for_facts(app))
        watch.event("started", sessions=self.desk.limit)
        yield {}
        waiting.cancel()

    async def _wait_for_facts(self, app: ASGIApp) -> None:
        while not self.desk.facts_loaded:
            await asyncio.sleep(_AGAIN)
            await self._load(app)

    async def _load(self, app: ASGIApp) -> None:
        try:
            await asyncio.to_thread(served.served)
        except FactsError as problem:
            if str(problem) != self._said:
                self._said = str(problem)
                watch.event("facts", problem=self._said)
            return
        await first_visit.make(app)
        self.desk.facts_loaded = True

    def _drain_on_signal(self) -> None:
        """On SIGTERM: not ready, no new reader, and the server's own end some seconds later. Again: at once."""
        loop, end = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
        if not callable(end):
            return
        finish = end

        def drain(number: int, frame: FrameType | None) -> None:
            if self.desk.draining:
                finish(number, frame)
                return
            self.desk.draining = True
            loop.call_soon_threadsafe(loop.call_later, self.settings.drain, finish, number, None)

        signal.signal(signal.SIGTERM, drain)
