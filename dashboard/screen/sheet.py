"""The blocks of a page in reading order, and how they reach the browser: only what it does not hold already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from dashboard.screen import address
from dashboard.screen.component import blocks
from dashboard.screen.component.blocks import Body

# Both ends keep so many versions of a block; blocks.js has the other.
VERSIONS: Final = 6
_STATE = "sheet"
_Frame = list[Any]


class _Part:
    """Blocks that no widget of Streamlit interrupts, and the container they go to."""

    def __init__(self, place: DeltaGenerator | None = None) -> None:
        self.place = place
        self.frame: _Frame = []
        self.bodies: dict[str, Body] = {}


class Sheet:
    """What a page consists of. Blocks go on it one after the other; ``send`` hands them to the browser all at once."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._open: _Part | None = None
        self._frame: _Frame | None = None
        self._named: dict[str, int] = {}

    def html(self, markup: Markup, name: str = "words") -> None:
        """Put a piece of HTML on the page; blocks of one ``name`` are numbered."""
        if not isinstance(markup, Markup):
            raise TypeError("only Markup goes on the page; fill a literal one with format")
        count = self._named[name] = self._named.get(name, 0) + 1
        self._add(name if count == 1 else f"{name}-{count}", blocks.html(markup))

    def fill(self, name: str, markup: Markup) -> None:
        """Put something else in place of the block called ``name``."""
        for part in self._parts:
            if name in part.bodies:
                part.bodies[name] = blocks.html(markup)

    def chart(self, key: str, body: Body) -> None:
        """Put a chart on the page."""
        self._add(f"plot-{key}", body)

    def row(self, columns: Sequence[tuple[int, Callable[[], None]]]) -> None:
        """Columns side by side, each of a share of the width and with what its function puts on the page."""
        outer, cells = self._frame, []
        for share, fill in columns:
            self._frame = []
            fill()
            cells.append([share, self._frame])
        self._frame = outer
        self._part().frame.append(cells)

    def interrupt(self) -> None:
        """Let widgets of Streamlit follow here."""
        if self._open is not None and self._open.place is None:
            self._open.place = st.container()
        self._open = None

    def place(self) -> AbstractContextManager[None]:
        """A place here: what goes on the page within it stands above what has come in the meantime."""
        self.interrupt()
        part = _Part(st.container())
        self._parts.append(part)
        return self._within(part)

    @contextmanager
    def _within(self, part: _Part) -> Iterator[None]:
        before, self._open = self._open, part
        yield
        self._open = before

    def send(self, page: str) -> None:
        """Hand all blocks of ``page`` to the browser."""
        self.interrupt()
        parts = [part for part in self._parts if part.bodies]
        stamps = [[(name, body.stamp) for name, body in part.bodies.items()] for part in parts]
        state = hashlib.blake2s(repr((page, stamps)).encode(), digest_size=6).hexdigest()
        sent = st.session_state.setdefault(_STATE, {})
        for number, part in enumerate(parts):
            message = _message(part, {"page": page, "state": state, "parts": len(parts)}, sent)
            with part.place or st.container():
                blocks.draw(f"blocks_{number}", message, _forget, address.go)

    def _part(self) -> _Part:
        if self._open is None:
            self._open = _Part()
            self._parts.append(self._open)
        return self._open

    def _add(self, name: str, body: Body) -> None:
        part = self._part()
        (part.frame if self._frame is None else self._frame).append(name)
        part.bodies[name] = body


def _message(part: _Part, about: dict[str, Any], sent: dict[str, list[str]]) -> bytes:
    """The stamps of all blocks, and the blocks of which the browser should not hold this version."""
    missing = []
    for name, body in part.bodies.items():
        versions = sent.setdefault(f"{about['page']}/{name}", [])
        if body.stamp in versions:
            versions.remove(body.stamp)
        else:
            missing.append(f"{json.dumps(name)}:{body.json}")
        versions.append(body.stamp)
        del versions[: len(versions) - VERSIONS]
    head = {**about, "frame": part.frame, "stamps": {name: body.stamp for name, body in part.bodies.items()}}
    return f'{json.dumps(head)[:-1]},"bodies":{{{",".join(missing)}}}}}'.encode()


def _forget() -> None:
    """The browser lacks what it was sent: send everything."""
    st.session_state.pop(_STATE, None)
