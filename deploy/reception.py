"""Who is here: how many readers, whose session is whose, and whether new ones are let in."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit import config, runtime

from deploy import watch

COOKIE: Final = "dash_reader"
# A reader who is here already comes back through this much more than the limit, say after a break of the network.
_ROOM_TO_RETURN: Final = 1.1


@dataclass
class _Owned:
    """A session: the token of its owner's browser, its sockets, its uploads under way, the end of its keeping."""

    token: str
    sockets: int = 0
    uploading: int = 0
    ending: asyncio.TimerHandle | None = field(default=None, repr=False)


class Reception:
    """The readers of this process. Called on the event loop only."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.open = 0
        self.facts_loaded = False
        self.draining = False
        self._owned: dict[str, _Owned] = {}
        watch.CAPACITY.set(limit)
        watch.SESSIONS.set_function(lambda: self.open)
        watch.READY.set_function(lambda: not self.closed())

    def closed(self) -> str:
        """Why no new reader is let in: draining, facts, full; empty if one is."""
        if self.draining:
            return "draining"
        if not self.facts_loaded:
            return "facts"
        return "full" if self.open >= self.limit else ""

    def admits(self, returning: bool) -> bool:
        """Whether a socket may open; who returns to a session may where a new reader may not."""
        if returning:
            return not self.draining and self.open < self.limit * _ROOM_TO_RETURN
        return self.closed() in ("", "facts")

    def owns(self, session: str, token: str | None) -> bool:
        """Whether the browser with ``token`` is the one for which ``session`` was made."""
        owned = self._owned.get(session)
        return owned is not None and token is not None and secrets.compare_digest(owned.token.encode(), token.encode())

    def known(self, session: str) -> bool:
        """Whether there is such a session, whoever it belongs to."""
        return session in self._owned

    def connected(self, session: str, token: str) -> None:
        """A socket of ``session`` is open."""
        owned = self._owned.setdefault(session, _Owned(token))
        owned.sockets += 1
        if owned.ending is not None:
            owned.ending.cancel()
            owned.ending = None

    def gone(self, session: str) -> None:
        """A socket of ``session`` has closed: keep it as long as Streamlit would, then free what it holds.

        Streamlit itself frees the uploads of an expired session only when another one expires or disconnects.
        """
        owned = self._owned[session]
        owned.sockets -= 1
        if owned.sockets == 0:
            seconds = max(1, int(config.get_option("server.disconnectedSessionTTL")) - 1)
            owned.ending = asyncio.get_running_loop().call_later(seconds, self._end, session)

    def _end(self, session: str) -> None:
        del self._owned[session]
        if runtime.exists():
            runtime.get_instance().close_session(session)

    def uploading(self, session: str, change: int) -> int:
        """Count uploads under way; returns how many there are."""
        owned = self._owned.get(session)
        if owned is None:
            # It ended while its reader's last upload was on the way.
            return 0
        owned.uploading += change
        return owned.uploading


def token(scope: Scope) -> str | None:
    """The reader's token that the browser sends, if any."""
    cookies = SimpleCookie()
    try:
        cookies.load(Headers(scope=scope).get("cookie", ""))
    except ValueError:
        return None
    morsel = cookies.get(COOKIE)
    return morsel.value if morsel is not None and morsel.value else None


def set_cookie(value: str, secure: bool) -> str:
    """The header that gives a browser its token; no script can read it, no other site can send it."""
    return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if secure else "")
