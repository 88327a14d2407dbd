"""The head of every page's document says what its link says, before a script has run and where none ever does."""

from __future__ import annotations

import json
import logging
import re
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import streamlit as st
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import registry
from dashboard.facts import FactsError
from dashboard.takeaway import card as cards
from dashboard.takeaway import served
from dashboard.takeaway.asked import ask
from dashboard.words import text
from dashboard.words.text import LANGUAGES, Lang
from deploy import site
from deploy.work import Busy, Workshop

_TITLE: Final = "<title>Streamlit</title>"
# A reader waits for the head before anything is seen.
SECONDS = 1.5
# These are answered as they are: files by name, and what is no page.
_APART: Final = (
    "/static/", "/app/static/", "/_stcore/", "/media/", "/component/", "/healthz", "/readyz",
    "/api", "/card/", "/embed/", "/feed.xml", "/live/",
)  # fmt: skip
# With these Streamlit might answer "unchanged", or in another form than plain text.
_CONDITIONS: Final = ("if-none-match", "if-modified-since", "range", "accept-encoding")
_LOCALES: Final[dict[Lang, str]] = {"EN": "en_US", "DE": "de_DE"}

_HEAD: Final = Markup(
    '<title>{title}</title><meta name="description" content="{description}">'
    '<link rel="canonical" href="{canonical}">'
    '<link rel="alternate" type="application/atom+xml" href="{origin}/feed.xml?lang={lang}">'
    '<meta property="og:type" content="article"><meta property="og:site_name" content="{product}">'
    '<meta property="og:title" content="{title}"><meta property="og:description" content="{description}">'
    '<meta property="og:url" content="{url}"><meta property="og:locale" content="{locale}">'
    '<meta property="og:image" content="{image}"><meta property="og:image:type" content="image/png">'
    f'<meta property="og:image:width" content="{cards.WIDTH}">'
    f'<meta property="og:image:height" content="{cards.HEIGHT}">'
    '<meta property="og:image:alt" content="{title}"><meta name="twitter:card" content="summary_large_image">'
)
_BODY: Final = Markup("<noscript><p>{product}</p><h1>{title}</h1><p>{description}</p><dl>{figures}</dl></noscript>")
_FIGURE: Final = Markup("<dt>{}</dt><dd>{}</dd>")


# What of Streamlit's page makes room for what. Its pointer to an interface for programs gives way to ours.
_PLACES: Final = {
    r'<html lang="en">': '<html lang="{lang}">',
    re.escape(_TITLE): "{head}",
    r"<!--\s*Machine-readable pointer.*?-->": "",
    r'<link rel="service-desc"[^>]*>': '<link rel="service-desc" href="./api/openapi.json">',
    r"<noscript>.*?</noscript>": "{body}",
}
_log = logging.getLogger(__name__)


class DocumentError(RuntimeError):
    """Streamlit's page is not as it was, so that the head cannot be written into it."""


class Heads:
    """Puts title, description and card of the link into Streamlit's page, which is the same for every address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.page = _streamlit_page()
        self.workshop = Workshop("heads", 2**21)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(_APART):
            await self.app(scope, receive, send)
            return
        answer = _Answer(send)
        await self.app(_plain(scope), receive, answer.take)
        if _TITLE.encode() in answer.body:
            document = self._document(scope, await self._head(scope))
            headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
            await HTMLResponse(document, headers=headers)(scope, receive, send)
            return
        for message in answer.held:
            await send(message)

    async def _head(self, scope: Scope) -> dict[str, Any]:
        """What the link says; what its page says without the link, where that cannot be had in time."""
        preferred, link = site.preferred(scope), f"{scope['path']}?{site.query(scope)}"
        path = scope["path"]
        for asked in ([link] if len(link) <= site.LONGEST else []) + [path[:200]]:
            try:
                version = await self.workshop.get("version", _version, SECONDS, keep=False)
                made = await self.workshop.get((version, asked, preferred), partial(_said, asked, preferred), SECONDS)
                return dict(json.loads(made))
            except (Busy, FactsError):
                continue
            except Exception:
                # Whatever is wrong with a sentence, the page itself must come.
                _log.exception("the head of %s", path)
        return _unsaid(path, preferred)

    def _document(self, scope: Scope, said: dict[str, Any]) -> str:
        origin = site.origin(scope)
        base = f"{origin}/{said['path']}"
        words = {key: said[key] for key in ("title", "description", "product")}
        head = _HEAD.format(
            **words,
            lang=said["lang"],
            locale=_LOCALES[said["lang"]],
            origin=origin,
            canonical=f"{base}?lang={said['lang']}" if said["lang"] != LANGUAGES[0] else base,
            url=f"{base}?{said['query']}",
            image=f"{origin}/card/{said['page']}.png?{said['query']}",
        )
        body = _BODY.format(**words, figures=Markup("").join(_FIGURE.format(*figure) for figure in said["figures"]))
        return self.page.format(lang=said["lang"].lower(), head=head, body=body)


class _Answer:
    """An answer that is held back where it is a page, and passed on where not."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.held: list[Message] = []
        self.body = b""
        self.page = False

    async def take(self, message: Message) -> None:
        """Hold or pass on one part."""
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            self.page = message["status"] == 200 and kind.startswith("text/html")
        if not self.page:
            await self.send(message)
            return
        self.held.append(message)
        self.body += message.get("body", b"")


def _plain(scope: Scope) -> Scope:
    """The request as one for the whole page as it is."""
    kept = [(name, value) for name, value in scope["headers"] if name.decode("latin-1").lower() not in _CONDITIONS]
    return {**scope, "method": "GET", "headers": kept}


@cache
def _streamlit_page() -> Markup:
    """Streamlit's page with places for language, head and body. Raises DocumentError where it has changed."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    page = page.replace("{", "{{").replace("}", "}}")
    for pattern, place in _PLACES.items():
        page, found = re.subn(pattern, place, page, flags=re.S)
        if found != 1:
            raise DocumentError(f"{pattern} stands {found} times in Streamlit's index.html, expected once")
    return Markup(page)


def _version() -> bytes:
    return served.served()[0].fingerprint.encode()


def _said(link: str, preferred: Lang) -> bytes:
    """What the page of ``link`` says, as JSON."""
    asked = ask(served.served()[0], link, preferred)
    card = cards.card(asked)
    said = {
        "page": asked.page,
        "path": asked.path,
        "query": asked.query(),
        "lang": asked.lang,
        "product": card.product,
        "title": card.sentence,
        "description": card.standfirst,
        "figures": [(name, figure.text) for name, figure in card.figures],
    }
    return json.dumps(said).encode()


def _unsaid(path: str, lang: Lang) -> dict[str, Any]:
    """What can be said of a page without its numbers: its name."""
    page = next((name for name in registry.NAMES if name == path.strip("/")), registry.NAMES[0])
    name = text.t(f"nav.{page}", lang)
    where = "" if page == registry.NAMES[0] else page
    return {
        "page": page,
        "path": where,
        "query": f"lang={lang}",
        "lang": lang,
        "product": name,
        "title": name,
        "description": text.t("footer.disclaimer", lang),
        "figures": [],
    }
