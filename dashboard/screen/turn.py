"""Whose turn it is to draw.

Python computes in one thread at a time anyway, and threads that change places every few milliseconds need half as much
time again for the same. So runs take turns; a long one lets others pass between two blocks of its page.
"""

from __future__ import annotations

import threading
import time
from contextlib import ContextDecorator
from types import TracebackType
from typing import Final

# Seconds after which a run lets others pass; most pages are done by then.
_LONG: Final = 0.03


class Turn(ContextDecorator):
    """A lock that its holder can hand on for a while, and not take again before whoever waits has had it."""

    def __init__(self) -> None:
        self._held, self._next = threading.Lock(), threading.Lock()
        self._since = 0.0

    def __enter__(self) -> None:
        # Who waits for the lock is the only one who may, so that nobody who lets go of it takes it up again at once.
        with self._next:
            self._held.acquire()
        self._since = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.release()

    def let_pass(self) -> None:
        """Let the others who wait draw first, if the holder has had the lock for long; for the holder alone."""
        if self._next.locked() and time.monotonic() - self._since > _LONG:
            self._held.release()
            self.__enter__()


TURN: Final = Turn()
