"""How a route answers that makes something of a link: the same bytes from every process, unchanged ones not again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard import registry
from dashboard.facts import FactsError
from dashboard.takeaway import served
from dashboard.takeaway.asked import Asked, ask
from dashboard.words import text
from dashboard.words.text import Lang
from deploy import site
from deploy.work import Busy, Workshop

_ROOT: Final = Path(__file__).parents[1]
# What the answers are made by, besides the facts.
_MADE_BY: Final = ("dashboard/**/*.py", "data/strings/*.yaml", "deploy/*.py")
# Seconds after which an answer that is not there is given up.
SECONDS = 2.0
_LARGEST: Final = 8 * 2**20
# Any site may read what any reader may.
_OPEN: Final = {"Access-Control-Allow-Origin": "*"}

_READ = Workshop("read", 2**20)
_MADE = Workshop("make", 24 * 2**20)


class Refused(ValueError):
    """A request that cannot be answered: one sentence that says why, and the status."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True)
class Kind:
    """What a route makes of a link, by ``make``: it is given what is asked for and the canonical link.

    longer: how many times as long as others it may take. refuse: what answers a request that is refused.
    """

    name: str
    media: str
    make: Callable[[Asked, str], bytes]
    longer: float = 1.0
    headers: tuple[tuple[str, str], ...] = ()
    refuse: Callable[[str, int, Lang], Response] | None = None


async def answer(
    request: Request, kind: Kind, path: str = "", strict: bool = True, query: str | None = None
) -> Response:
    """The answer to a request for ``kind`` of the link that its query is, of the page ``path``.

    query: the link's own part of the query, where it is not all of it.

    400 with one sentence where something of the link cannot be used (unless not ``strict``: then its page shows the
    defaults instead, and so does this), 304 where the client has it, 503 where it cannot be made in time.
    """
    lang: Lang = "EN"
    query = site.query(request.scope) if query is None else query
    try:
        if len(query) > site.LONGEST:
            if strict:
                raise Refused(text.t("api.error.long", lang, most=text.number(site.LONGEST, lang)))
            query = ""
        if path and path not in registry.PAGE:
            raise Refused(text.t("api.error.page", lang, names=", ".join(registry.NAMES)), 404)
        asked = f"{path}?{query}"
        read = json.loads(await _READ.get(asked, partial(_read, asked), SECONDS * kind.longer, keep=False))
        lang = read["lang"]
        if strict and read["problem"]:
            raise Refused(read["problem"])
        link = f"{site.origin(request.scope)}/{read['path']}?{read['query']}"
        stamp = hashlib.blake2s(f"{kind.name} {link}".encode(), key=release(), digest_size=10).hexdigest()
        tag = f'"{read["version"]}-{stamp}"'
        headers = {"ETag": tag, "Cache-Control": "public, max-age=300", **_OPEN, **dict(kind.headers)}
        if tag in [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        made = await _MADE.get((tag, kind.name), partial(_make, kind, link), SECONDS * kind.longer)
        return Response(made, media_type=kind.media, headers=headers)
    except Refused as refused:
        return _refusal(kind, str(refused), refused.status, lang)
    except Busy:
        return _refusal(kind, text.t("api.error.busy", lang), 503, lang)
    except FactsError:
        return _refusal(kind, text.t("api.error.facts", lang), 503, lang)


def _read(link: str) -> bytes:
    """The canonical form of a link, its language, and what of it cannot be used, as JSON."""
    published = served.served()[0]
    asked = ask(published, link)
    read = {
        "version": published.fingerprint,
        "path": asked.path,
        "query": asked.query(),
        "lang": asked.lang,
        "problem": asked.problem(),
    }
    return json.dumps(read).encode()


def _make(kind: Kind, link: str) -> bytes:
    made = kind.make(ask(served.served()[0], link), link)
    if len(made) > _LARGEST:
        raise Refused(text.t("api.error.large", "EN"), 503)
    return made


def _refusal(kind: Kind, words: str, status: int, lang: Lang) -> Response:
    refuse = kind.refuse or _as_json
    response = refuse(words, status, lang)
    response.headers.update({"Cache-Control": "no-store", **_OPEN})
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def _as_json(words: str, status: int, lang: Lang) -> Response:
    return JSONResponse({"error": words}, status, {"Content-Language": lang.lower()})


@cache
def release() -> bytes:
    """What tells this version of the program from others: its own files."""
    digest = hashlib.blake2s(digest_size=16)
    for pattern in _MADE_BY:
        for file in sorted(_ROOT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.digest()
