"""What widgets have been given to show, and whether the browser has heard of it.

A request carries every widget as it stands in the browser. One that crosses an answer says what a widget showed before
it: where a preset, Reset, a mirror or Back has just moved a slider, that is no move of the reader's. And where a cut
line or a second request has stopped a callback, nothing has been made of what is one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

import streamlit as st

_GIVEN: Final = "given"
_SLIDERS: Final = "given_sliders"
_NUMBERS: Final = "given_numbers"
# An answer takes no longer to the browser and back, in seconds; and from its first word, the address, to its last.
_ON_THE_WAY: Final = 10.0
_BEING_SAID: Final = 0.5


def hold(key: str, value: Any, slider: str = "") -> str:
    """Give the widget called ``key`` its value before it is drawn; returns the key.

    What it showed before and what it is given are taken down: the browser may say either until it has heard all.
    slider: the assumption that the widget moves, if it moves one.
    """
    if slider:
        st.session_state.setdefault(_SLIDERS, {})[key] = (slider, value)
    if st.session_state.get(key) != value:
        now = time.monotonic()
        given = st.session_state.setdefault(_GIVEN, {})
        recent = {one: since for one, since in given.get(key, {}).items() if now - since < _ON_THE_WAY}
        given[key] = {**recent, st.session_state.get(key): now, value: now}
        st.session_state[key] = value
    return key


def anew(name: str, value: Any) -> str:
    """The key of the widget called ``name``, which shows ``value``; another one where something else has moved it.

    What the browser says of the old one is not heard. It may not know yet, or it never will: what stands in a closed
    popover is not drawn, and is said for ever to show what it showed when that was closed.
    """
    key = key_of(name)
    if st.session_state.get(key) not in (None, value):
        st.session_state.get(_SLIDERS, {}).pop(key, None)
        numbers = st.session_state.setdefault(_NUMBERS, {})
        numbers[name] = numbers.get(name, 0) + 1
        key = key_of(name)
    # Said at each run: in a closed popover it is first drawn from a later one.
    st.session_state[key] = value
    return key


def key_of(name: str) -> str:
    """The key under which the widget called ``name`` stands now."""
    return f"{name}-{st.session_state.get(_NUMBERS, {}).get(name, 0)}"


def crossed(widget: str, heard: bool) -> bool:
    """Whether what the browser says of a widget is no move, but what it showed before it was given another value.

    heard: whether the browser knows the newest address, which is the first word of an answer.
    """
    since = st.session_state.get(_GIVEN, {}).get(widget, {}).get(st.session_state[widget])
    return since is not None and time.monotonic() - float(since) < (_BEING_SAID if heard else _ON_THE_WAY)


def moved(widget: str) -> None:
    """The reader has moved the widget, which has been taken over: from here on what it says is the reader's."""
    st.session_state.get(_GIVEN, {}).pop(widget, None)
    done(widget)


def done(widget: str) -> None:
    """All has been made of what the browser now says of a slider's widget that was to be made of it."""
    sliders = st.session_state.get(_SLIDERS, {})
    if widget in sliders:
        sliders[widget] = (sliders[widget][0], st.session_state[widget])


def unheard() -> Iterator[tuple[str, str]]:
    """Widgets that the browser has said something of with which nothing has been done, and their sliders."""
    for widget, (slider, value) in list(st.session_state.get(_SLIDERS, {}).items()):
        if st.session_state.get(widget) not in (None, value):
            yield widget, slider
