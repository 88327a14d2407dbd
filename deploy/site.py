"""What a request says of the site and its reader: address, language, and the link that it is."""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from dashboard.words.text import Lang

# A host as it may be printed and linked to.
_HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,8}|\[[0-9a-f:]{2,39}\])(?::\d{1,5})?", re.I
)
# The longest query that a link of ours can have is half of this.
LONGEST: Final = 4_000


def host(scope: Scope) -> str:
    """The host as the reader wrote it; empty where it is none."""
    written = Headers(scope=scope).get("host", "")
    return written.lower() if _HOST.fullmatch(written) else ""


def origin(scope: Scope) -> str:
    """``https://host``; empty where the request does not name its host."""
    name = host(scope)
    return f"{'https' if scope.get('scheme') in ('https', 'wss') else 'http'}://{name}" if name else ""


def preferred(scope: Scope) -> Lang:
    """The language of a reader whose link names none: German where the browser asks for it first."""
    return "DE" if Headers(scope=scope).get("accept-language", "").lower().startswith("de") else "EN"


def query(scope: Scope) -> str:
    """The query as it was written."""
    return bytes(scope.get("query_string", b"")).decode("latin-1")
