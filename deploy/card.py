"""``/card/<page>.png?…``: the picture of a link, for chats and search engines."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import resvg_py
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import registry
from dashboard.takeaway import card
from dashboard.takeaway.asked import Asked
from deploy.answers import Kind, answer
from deploy.fonts import fonts


def png(asked: Asked, link: str) -> bytes:
    """The card of ``link`` as a PNG of 1200 × 630 px."""
    loaded = fonts()
    drawn = card.svg(card.card(asked), urlsplit(link).netloc, loaded.measure)
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, skip_system_fonts=True, font_files=list(loaded.files)))


_CARD = Kind("card", "image/png", png)


def prepare() -> None:
    """Unpack the fonts beforehand, so that the first card need not wait for them."""
    threading.Thread(target=fonts, name="fonts", daemon=True).start()


async def _card(request: Request) -> Response:
    # What cannot be read is left out, as on the page: a chat shows the picture of what it can.
    page = request.path_params["page"]
    return await answer(request, _CARD, page if page in registry.PAGE else "", strict=False)


ROUTES = [Route("/card/{page}.png", _card)]
