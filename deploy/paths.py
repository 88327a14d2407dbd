"""Which addresses are answered: nothing that speaks of the inside, no page in place of a missing script."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy import watch

_STATIC: Final = Path(st.__file__).parent / "static"
# Metrics, the agent's API and its description, the run of the script as a check: each tells of the inside or works
# for whoever asks.
_INNER: Final = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
# The uploads have a limit of their own; nothing else takes a body of any size.
_BODY: Final = 64 * 1024
_UPLOAD: Final = "/_stcore/upload_file/"


class Paths:
    """Answers 404 for the inside and for files that are not there, 413 for a body that nothing needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and (problem := _problem(scope)):
            reason, status, words = problem
            watch.refused(reason)
            await PlainTextResponse(words, status)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _problem(scope: Scope) -> tuple[str, int, str] | None:
    path = scope["path"]
    if path.startswith(_INNER):
        return "inner path", 404, "Not found."
    # Streamlit answers any unknown path with its page; a browser that asks for yesterday's script would get HTML.
    if path.startswith("/static/") and not _is_file(path.removeprefix("/static/")):
        return "missing file", 404, "Not found."
    headers = Headers(scope=scope)
    chunked = "transfer-encoding" in headers
    length = headers.get("content-length", "0")
    if not path.startswith(_UPLOAD) and (chunked or not length.isdecimal() or int(length[:12]) > _BODY):
        return "body", 413, f"At most {_BODY // 1024} KiB, with the length said before."
    return None


def _is_file(name: str) -> bool:
    parts = name.split("/")
    return ".." not in parts and "\0" not in name and (_STATIC / "static").joinpath(*parts).is_file()
