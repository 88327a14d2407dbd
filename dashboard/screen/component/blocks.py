"""The component that draws a page: blocks of HTML and charts, changed in place and all at once."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

_log = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_STATIC = Path(__file__).parents[3] / "static"
_SCRIPTS = (
    "ahead.js",
    "blocks.js",
    "charts.js",
    "commit.js",
    "held.js",
    "later.js",
    "live.js",
    "morph.js",
    "picture.js",
)

# A component of our own because Streamlit draws every element by itself (a page of two states between two frames),
# and st.plotly_chart remounts on every change of the figure and keeps the old colours after a theme switch.
_HTML = '<div class="cg-blocks"></div>'
# What Streamlit sends with every message; the rest is loaded once, from an address that changes with its text.
_LOADER = """const base = document.querySelector('script[type="module"][src*="/static/"]')?.src.split("/static/")[0];
export default (given) => import(`${base ?? location.origin}/app/static/%s/blocks.js`).then((it) => it.receive(given));
"""


@cache
def sources() -> dict[str, Path]:
    """Where each script lies, by its address below /app/static: ours in a folder that changes with their text."""
    installed = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return {installed.name: installed} | {f"{version()}/{name}": _HERE / name for name in _SCRIPTS}


@cache
def version() -> str:
    """The name of the folder of our own scripts."""
    texts = [(_HERE / name).read_bytes() for name in _SCRIPTS]
    return hashlib.blake2s(b"".join(texts), digest_size=6).hexdigest()


def provide_scripts() -> None:
    """Put the scripts where Streamlit serves static files, where they differ from what is there."""
    try:
        for name, source in sources().items():
            target = _STATIC / name
            if not target.exists() or target.stat().st_size != source.stat().st_size:
                _put(source, target)
    except OSError as problem:
        _log.warning("static/ cannot be written (%s); deploy/asgi.py serves the scripts without it.", problem.strerror)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Several processes may start at once; each renames a copy of its own.
    partial = target.with_suffix(f".{os.getpid()}.partial")
    shutil.copyfile(source, partial)
    partial.replace(target)


@cache
def component() -> Any:
    """The component, registered with Streamlit."""
    provide_scripts()
    # blocks.css travels with the page's style sheet.
    return st.components.v2.component("cango_blocks", html=_HTML, js=_LOADER % version(), isolate_styles=False)


@dataclass(frozen=True)
class Body:
    """What stands in a block, as the component reads it, and a stamp that changes with it."""

    json: str
    stamp: str


def html(words: str) -> Body:
    """A block of HTML."""
    return _body({"html": words})


def chart(figure: dict[str, Any], narrow: bool, alt: str, height: int) -> Body:
    """A chart.

    figure: a Plotly dict with "data" and "layout"; narrow: whether it is the one for less than 520 px of width.
    alt: one sentence with the finding and key numbers; height in px.
    """
    return _body({"figure": figure, "narrow": narrow, "alt": alt, "height": height})


def _body(content: dict[str, Any]) -> Body:
    text = json.dumps(content, separators=(",", ":"))
    return Body(text, hashlib.blake2s(text.encode(), digest_size=6).hexdigest())


@dataclass(frozen=True)
class Heard:
    """What the component says.

    lost: it lacks something that it should hold; go: the reader has chosen that page; live: where a slider stands that
    is being dragged; rest: a slider was let go of elsewhere than is known; need: what it asks for (browser.py). What
    was said by a part that is gone is None.
    """

    lost: Callable[[], None]
    go: Callable[[Any], None]
    live: Callable[[Any], None]
    rest: Callable[[Any], None]
    need: Callable[[Any], None]


def draw(key: str, message: bytes, heard: Heard) -> None:
    """Hand ``message`` to the component ``key``."""

    def said(name: str) -> Any:
        # A run for another page, which has fewer parts, may have let go of this one since.
        return st.session_state[key][name] if key in st.session_state else None

    component()(
        key=key,
        data=message,
        on_lost_change=heard.lost,
        on_go_change=lambda: heard.go(said("go")),
        on_live_change=lambda: heard.live(said("live")),
        on_rest_change=lambda: heard.rest(said("rest")),
        on_need_change=lambda: heard.need(said("need")),
    )
