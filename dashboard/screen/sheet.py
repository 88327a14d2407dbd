"""The blocks of a page in reading order, and how they reach the browser: only what it does not hold already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from dashboard.figures.layout import Chart
from dashboard.screen import address, drag
from dashboard.screen.browser import Browser
from dashboard.screen.component import blocks
from dashboard.screen.component.blocks import Body
from dashboard.screen.turn import LINE
from dashboard.words import text

_Frame = list[Any]


class _Part:
    """Blocks that no widget of Streamlit interrupts, and the container they go to."""

    def __init__(self, place: DeltaGenerator | None = None) -> None:
        self.place = place
        self.frame: _Frame = []
        self.bodies: dict[str, Body] = {}
        self.closed: dict[str, Callable[[], Markup]] = {}


class Sheet:
    """What a page consists of. Blocks go on it one after the other; ``send`` hands them to the browser all at once."""

    def __init__(self, page: str, reader: Browser, widgets: bool = True) -> None:
        self.page = page
        self._reader = reader
        self._widgets = widgets
        self._parts: list[_Part] = []
        self._open: _Part | None = None
        self._frame: _Frame | None = None
        self._share = 1.0
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

    def later(self, name: str, fill: Callable[[], Markup]) -> Markup:
        """The inside of a closed disclosure: made and sent when it is about to be looked into."""
        self._part().closed[f"later-{name}"] = fill
        return Markup('<div data-later="later-{}" data-stale></div>').format(name)

    def chart(self, key: str, chart: Chart) -> None:
        """Put a chart on the page, in the one of its two forms that fits."""
        name = f"plot-{key}"
        narrow = self._reader.narrow(f"{self.page}/{name}", self._share)
        figure = chart.narrow if narrow else chart.figure
        self._add(name, blocks.chart(figure, narrow, text.plain(chart.alt), chart.height))

    def row(self, columns: Sequence[tuple[int, Callable[[], None]]]) -> None:
        """Columns side by side, each of a share of the width and with what its function puts on the page."""
        outer, cells = self._frame, []
        try:
            for share, fill in columns:
                self._frame, self._share = [], share / sum(share for share, _ in columns)
                fill()
                cells.append([share, self._frame])
        finally:
            self._frame, self._share = outer, 1.0
        self._part().frame.append(cells)

    def interrupt(self) -> None:
        """Let widgets of Streamlit follow here."""
        if self._open is not None and self._open.place is None:
            self._open.place = self._container()
        self._open = None

    def place(self) -> AbstractContextManager[None]:
        """A place here: what goes on the page within it stands above what has come in the meantime."""
        self.interrupt()
        part = _Part(self._container())
        self._parts.append(part)
        return self._within(part)

    @contextmanager
    def _within(self, part: _Part) -> Iterator[None]:
        before, self._open = self._open, part
        try:
            yield
        finally:
            self._open = before

    def send(
        self, of: str, at: Mapping[str, Any], live: int | None = None, ahead: dict[str, str] | None = None
    ) -> None:
        """Hand all blocks to the browser of the session.

        of: what the page is a function of, as a full link: while that stays, so does what a closed disclosure holds.
        at: where the sliders stand; live: the number of the position of one that the browser asked about; ahead: what
        it asks with for other positions without a session (ahead.py), None where it may not.
        """
        reader = self._reader
        for number, (part, message) in enumerate(self._finished(of, at=dict(at), live=live, ahead=ahead)):
            with part.place or st.container():
                blocks.draw(f"blocks_{number}", message, _heard(reader))
        reader.served()

    def messages(self, of: str) -> list[bytes]:
        """What ``send`` would hand over, one message for each part of the page."""
        return [message for _, message in self._finished(of)]

    def _finished(self, of: str, **further: Any) -> list[tuple[_Part, bytes]]:
        self.interrupt()
        reader = self._reader
        parts = [part for part in self._parts if part.bodies]
        for part in parts:
            for name in [name for name in part.closed if reader.wants(f"{self.page}/{name}")]:
                part.bodies[name] = blocks.html(part.closed.pop(name)())
        stamps = [[(name, body.stamp) for name, body in part.bodies.items()] for part in parts]
        state = _short(repr((self.page, stamps)))
        about = {"page": self.page, "state": state, "of": _short(of), "parts": len(parts), **further}
        # What fills closed disclosures holds the page, which holds this sheet: let go of, all of it is freed at once.
        self._parts = []
        return [(part, _message(part, {**about, "part": at}, reader)) for at, part in enumerate(parts)]

    def _container(self) -> DeltaGenerator | None:
        return st.container() if self._widgets else None

    def _part(self) -> _Part:
        if self._open is None:
            self._open = _Part()
            self._parts.append(self._open)
        return self._open

    def _add(self, name: str, body: Body) -> None:
        LINE.let_pass()
        part = self._part()
        (part.frame if self._frame is None else self._frame).append(name)
        part.bodies[name] = body


def _short(words: str) -> str:
    return hashlib.blake2s(words.encode(), digest_size=6).hexdigest()


def _message(part: _Part, about: dict[str, Any], reader: Browser) -> bytes:
    """The stamps of all blocks, and the blocks of which the browser should not hold this version."""
    head = {**about, "frame": part.frame, "stamps": {name: body.stamp for name, body in part.bodies.items()}}
    missing = ",".join(
        f"{json.dumps(name)}:{body.json}"
        for name, body in part.bodies.items()
        if reader.lacks(f"{about['page']}/{name}", body)
    )
    return f'{json.dumps(head, separators=(",", ":"))[:-1]},"bodies":{{{missing}}}}}'.encode()


def _heard(reader: Browser) -> blocks.Heard:
    return blocks.Heard(lost=reader.forget, go=address.go, live=drag.to, rest=drag.rest, need=reader.need)
