"""``/live/<page>``: a page with a slider elsewhere, for one that is being dragged; the session is not asked."""

from __future__ import annotations

import datetime as dt
import time
from functools import partial
from typing import Final

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import registry
from dashboard.facts import FactsError
from dashboard.screen import ahead
from dashboard.screen.ahead import Elsewhere, Holds
from deploy import site, watch
from deploy.budget import client
from deploy.work import Busy, Workshop

# A link, and the stamps of every block.
_LONGEST: Final = 2 * site.LONGEST
# A drag that waits longer has moved on.
_SECONDS: Final = 2.0
# On a small machine the time to pack more tightly is longer than the line takes.
_PACKED: Final = 1

# Half of the machine's time for one client, in milliseconds, as messages.Pace has it for a session.
_TIME: Final = parse("5000 per 10 seconds")

_DRAWN = Workshop("live", 0)
_SPENT = FixedWindowRateLimiter(MemoryStorage())


def _nothing() -> Response:
    # A session shows the page, or says why not. What our own page may well meet is no error: browsers report those.
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


async def _live(request: Request) -> Response:
    page = request.path_params["page"]
    if page not in registry.PAGE:
        return Response(status_code=404)
    who = client(request.scope)
    if not _SPENT.test(_TIME, who):
        watch.refused("live")
        return _nothing()
    asked = request.query_params
    if len(site.query(request.scope)) > _LONGEST:
        return Response(status_code=414)
    try:
        today = dt.date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return Response(status_code=400)
    holds = Holds(*(frozenset(asked.get(name, "").split(",")) for name in ("stamps", "opened", "narrow")))
    draw = partial(ahead.drawn, page, asked.get("q", ""), today, f"{site.origin(request.scope)}/", holds)

    def make() -> bytes:
        began = time.thread_time()
        try:
            return draw()
        finally:
            _SPENT.hit(_TIME, who, cost=1 + round((time.thread_time() - began) * 1e3))

    try:
        drawn = await _DRAWN.get((request.url.query, request.url.netloc, page), make, _SECONDS, keep=False)
    except (Busy, Elsewhere, FactsError):
        return _nothing()
    return Response(drawn, media_type="application/json", headers={"Cache-Control": "no-store"})


ROUTES: Final = [
    Route("/live/{page}", _live, middleware=[Middleware(GZipMiddleware, compresslevel=_PACKED)]),
]
