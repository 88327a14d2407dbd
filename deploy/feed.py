"""``/feed.xml``: what changed in the facts, for readers of feeds."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.takeaway import feed
from dashboard.takeaway.asked import Asked
from deploy.answers import Kind, answer


def _atom(asked: Asked, link: str) -> bytes:
    parts = urlsplit(link)
    return feed.atom(asked.facts, f"{parts.scheme}://{parts.netloc}" if parts.netloc else "", asked.lang)


# The versions are compared once; unpacking them takes as long as a workbook.
_FEED = Kind("feed", "application/atom+xml", _atom, 5.0)


async def _feed(request: Request) -> Response:
    return await answer(request, _FEED)


ROUTES = [Route("/feed.xml", _feed)]
