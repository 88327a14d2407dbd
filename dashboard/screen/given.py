"""What widgets have been given to show, and whether the browser has heard of it.

A request carries every widget as it stands in the browser. One that crosses an answer says what a widget showed before
it: where a preset, Reset, a mirror or Back has just moved a slider, that is no move of the reader's.
"""

from __future__ import annotations

import time
from typing import Any, Final

import streamlit as st

_GIVEN: Final = "given"
# An answer takes no longer to the browser and back, in seconds; and from its first word, the address, to its last.
_ON_THE_WAY: Final = 10.0
_BEING_SAID: Final = 0.5


def hold(key: str, value: Any) -> str:
    """Give the widget called ``key`` its value before it is drawn; returns the key.

    What it showed before and what it is given are taken down: the browser may say either until it has heard all.
    """
    if st.session_state.get(key) != value:
        now = time.monotonic()
        given = st.session_state.setdefault(_GIVEN, {})
        recent = {one: since for one, since in given.get(key, {}).items() if now - since < _ON_THE_WAY}
        given[key] = {**recent, st.session_state.get(key): now, value: now}
        st.session_state[key] = value
    return key


def crossed(widget: str, heard: bool) -> bool:
    """Whether what the browser says of a widget is no move, but what it showed before it was given another value.

    heard: whether the browser knows the newest address, which is the first word of an answer.
    """
    since = st.session_state.get(_GIVEN, {}).get(widget, {}).get(st.session_state[widget])
    return since is not None and time.monotonic() - float(since) < (_BEING_SAID if heard else _ON_THE_WAY)


def moved(widget: str) -> None:
    """The reader has moved the widget: from here on what it says is the reader's."""
    st.session_state.get(_GIVEN, {}).pop(widget, None)
