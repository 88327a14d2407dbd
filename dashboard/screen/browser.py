"""What the browser of this session has said: what it holds, what it is about to open, how wide its charts are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard.screen import address
from dashboard.screen.component.blocks import Body

# Both ends keep so many versions of a block; blocks.js has the other.
VERSIONS: Final = 6
# Whether what a closed disclosure holds waits until it is asked for.
LATER: Final = True
_STATE = "browser"
# No page has more blocks than this; more cannot be asked for.
_MOST: Final = 1000


class Browser:
    """The browser of one session: one for every tab, since each is a session of its own."""

    def __init__(self) -> None:
        self._sent: dict[str, list[str]] = {}
        self._opened: set[str] = set()
        self._narrow: dict[str, bool] = {}
        self._everything = not LATER

    def lacks(self, name: str, body: Body) -> bool:
        """Whether it should not hold this version of the block; from now on it should."""
        versions = self._sent.setdefault(name, [])
        lacking = body.stamp not in versions
        if not lacking:
            versions.remove(body.stamp)
        versions.append(body.stamp)
        del versions[: len(versions) - VERSIONS]
        return lacking

    def wants(self, name: str) -> bool:
        """Whether it looks into a disclosure, or has asked for all of them in this run."""
        return self._everything or name in self._opened

    def narrow(self, name: str, share: float) -> bool:
        """Whether a chart stands in a narrow column; a guess, until it has been drawn."""
        return self._narrow.get(name, share <= 0.5 or "Mobi" in st.context.headers.get("User-Agent", ""))

    def served(self) -> None:
        """A run has been sent: asking for everything holds for one."""
        self._everything = not LATER

    def forget(self) -> None:
        """It lacks what it was sent: send everything again; for callbacks."""
        self._sent.clear()
        address.again(page_only=True)

    def need(self, asked: Any) -> None:
        """Take down what it asks for; for callbacks.

        asked: "all", or a list "open" of the names of disclosures, and "narrow", names of charts with true or false.
        """
        if isinstance(asked, Mapping):
            self._everything = self._everything or asked.get("all") is True
            self._opened.update(name for name in _listed(asked.get("open")) if len(self._opened) < _MOST)
            widths = asked.get("narrow")
            for name in _listed(widths):
                if len(self._narrow) < _MOST and isinstance(widths, Mapping):
                    self._narrow[name] = widths[name] is True
        address.again(page_only=True)


def _listed(names: Any) -> list[str]:
    return [name for name in names if isinstance(name, str)] if isinstance(names, (list, Mapping)) else []


def current() -> Browser:
    """The browser of this session."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = Browser()
    return st.session_state[_STATE]  # type: ignore[no-any-return]
