"""How much a reader may upload: few files, their size said before, into a session of his own."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, runtime
from streamlit.runtime.stats import CACHE_MEMORY_FAMILY

from deploy import reception, watch
from deploy.reception import Reception

_PREFIX: Final = "/_stcore/upload_file/"
_FILES: Final = 8
# Of all sessions together; a file is read once and then only kept for the widget.
_BYTES: Final = 64 * 1024 * 1024
# What the form around a file adds.
_FORM: Final = 16 * 1024
# Nothing of 1 MiB takes longer on a line that is of any use.
_SECONDS: Final = 60.0


class Uploads:
    """Answers 403, 408, 411, 413 or 429 with a sentence where a reader uploads what the app does not ask for."""

    def __init__(self, app: ASGIApp, desk: Reception) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(_PREFIX):
            await self.app(scope, receive, send)
            return
        session, _, name = scope["path"].removeprefix(_PREFIX).partition("/")
        problem = self._problem(scope, session, name)
        if problem is not None:
            watch.refused("upload", status=problem[0])
            await PlainTextResponse(problem[1], problem[0])(scope, receive, send)
            return
        self.desk.uploading(session, 1)
        try:
            async with asyncio.timeout(_SECONDS):
                await self.app(scope, receive, send)
        except TimeoutError:
            watch.refused("upload", status=408)
            await PlainTextResponse("The upload took too long.", 408)(scope, receive, send)
        finally:
            self.desk.uploading(session, -1)
            watch.UPLOADED.set(_held())

    def _problem(self, scope: Scope, session: str, name: str) -> tuple[int, str] | None:
        if not self.desk.owns(session, reception.token(scope)):
            return 403, "This session belongs to another browser; reload the page."
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdecimal():
            return 411, "Say the length of the file before it is sent."
        most = int(config.get_option("server.maxUploadSize")) * 1024 * 1024
        if len(length) > 12 or int(length) > most + _FORM:
            return 413, f"A file may have {most // 1024} KiB."
        there: dict[str, Any] = _manager().file_storage.get(session, {})
        if name not in there and len(there) + self.desk.uploading(session, 0) >= _FILES:
            return 429, f"{_FILES} files are kept for a session; remove one or reload the page."
        if _held() + int(length) > _BYTES:
            return 429, "The uploads of all readers fill the room for them; try again in some minutes."
        return None


def _manager() -> Any:
    return runtime.get_instance().uploaded_file_mgr


def _held() -> int:
    """Bytes of uploaded files in memory, of all sessions."""
    return sum(stat.byte_length for stat in _manager().get_stats().get(CACHE_MEMORY_FAMILY, []))
