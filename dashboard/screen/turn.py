"""Whose turn it is to draw.

Python computes in one thread at a time anyway, and threads that change places every few milliseconds need half as much
time again for the same. So runs take turns; a long one lets others pass between two blocks of its page.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import ContextDecorator
from types import TracebackType
from typing import Final

# Seconds after which a run lets others pass; most pages are done by then.
_LONG: Final = 0.03


class Line:
    """Who draws, and who waits for it: a line of those whom all await, and one of those who come after them."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: tuple[deque[threading.Event], ...] = (deque(), deque())
        self._holder: int | None = None
        self._since = 0.0

    def take(self, place: int) -> None:
        """Wait in the line of ``place``, 0 for the first, until it is one's turn."""
        mine = threading.Event()
        with self._mutex:
            if self._holder is None:
                self._holder = place
                mine.set()
            else:
                self._waiting[place].append(mine)
        mine.wait()
        self._since = time.monotonic()

    def leave(self) -> None:
        """Hand the turn to whoever is next; nobody who comes meanwhile is before them."""
        with self._mutex:
            self._holder = next((place for place, line in enumerate(self._waiting) if line), None)
            if self._holder is not None:
                self._waiting[self._holder].popleft().set()

    def step_back(self) -> None:
        """Come after all others from here on; for whoever has the turn."""
        self._holder = len(self._waiting) - 1

    def let_pass(self) -> None:
        """Let others draw first: whoever stands in a line before one's own, and after a long time all of the own.

        For whoever has the turn alone.
        """
        place = self._holder
        assert place is not None
        long = time.monotonic() - self._since > _LONG
        if any(self._waiting[: place + long]):
            with self._mutex:
                mine, line = threading.Event(), self._waiting[place]
                if long:
                    line.append(mine)
                else:
                    line.appendleft(mine)
            self.leave()
            mine.wait()
            self._since = time.monotonic()


class Turn(ContextDecorator):
    """A place in a line, held while something is drawn."""

    def __init__(self, line: Line, place: int) -> None:
        self._line, self._place = line, place

    def __enter__(self) -> None:
        self._line.take(self._place)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.leave()


LINE: Final = Line()
TURN: Final = Turn(LINE, 0)
# What shows the way of a slider, and is soon overtaken, comes after what readers have asked for.
TURN_AFTER_OTHERS: Final = Turn(LINE, 1)
