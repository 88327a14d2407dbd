"""The chart component: Plotly drawn once and updated in place, so that a slider step shows no blank frame."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

_HERE = Path(__file__).parent
_STATIC = Path(__file__).parents[3] / "static" / "plotly.min.js"

# A component of our own because st.plotly_chart remounts on every change of the figure (blank frame, lost focus)
# and keeps the old colours after a theme switch. The script is the one inside the installed plotly package.
_HTML = '<div class="cgplot" role="img" aria-label=""><div class="cgplot-alt"></div></div>'


@cache
def provide_plotly_script() -> Path:
    """Put the installed plotly.js where Streamlit serves static files; once per process, renewed when it differs."""
    source = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    if not _STATIC.exists() or _STATIC.stat().st_size != source.stat().st_size:
        _STATIC.parent.mkdir(exist_ok=True)
        partial = _STATIC.with_suffix(".partial")
        shutil.copyfile(source, partial)
        partial.replace(_STATIC)
    return _STATIC


@cache
def _component() -> Any:
    provide_plotly_script()
    script = (_HERE / "plot.js").read_text(encoding="utf-8")
    # plot.css travels with the page's style sheet, once, not with every chart.
    return st.components.v2.component("cango_plot", html=_HTML, js=script, isolate_styles=False)


@dataclass(frozen=True)
class Packed:
    """A chart ready to be sent: the message, and a stamp that identifies the state it draws."""

    message: bytes
    stamp: str


def pack(figure: dict[str, Any], narrow: dict[str, Any] | None, alt: str, height: int) -> Packed:
    """Write a chart as the component reads it.

    figure, narrow: Plotly dicts with "data" and "layout"; ``narrow`` is used below 520 px of width.
    alt: one sentence with the finding and key numbers; height in px.
    """
    # Bytes, because Streamlit writes a dict as JSON twice: once to send it and once to compare it.
    chart = json.dumps({"figure": figure, "narrow": narrow, "alt": alt, "height": height})
    stamp = hashlib.blake2s(chart.encode(), digest_size=6).hexdigest()
    return Packed(f'{{"stamp": "{stamp}", {chart[1:]}'.encode(), stamp)


def draw(key: str, packed: Packed, height: int) -> None:
    """Draw or update the chart ``key``, ``height`` px high."""
    _component()(key=key, data=packed.message, height=height)
