"""The one measure of text in a chart: how much room words take, where they break, and what of them is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final

# Widths in em: no line of ours is wider than the first per letter; a line of words averages the second.
_WIDEST: Final = 0.53
_AVERAGE: Final = 6.2 / 12
_LINE: Final = 1.32
# The only markup that a chart writes; anything else between angle brackets is somebody's words.
_TAGS: Final = {escape(tag): tag for tag in ("<b>", "</b>", "<br>")}


def size(words: str, px: int = 12) -> tuple[float, float]:
    """Width and height in px that ``words`` (lines split by <br>) take at ``px`` px; a slight overestimate."""
    lines = words.replace("<b>", "").replace("</b>", "").split("<br>")
    return max(len(line) for line in lines) * px * _WIDEST + 4, len(lines) * px * _LINE + 2


def gutter(words: Iterable[str], least: int = 34) -> int:
    """Width in px of the left margin in which the widest of the tick labels fits."""
    return max(least, round(max((size(one)[0] for one in words), default=0)) + 8)


def letters(room: float, px: int = 12) -> int:
    """How many letters of a line of words fit into ``room`` px."""
    return int(room / (px * _AVERAGE))


def wrap(words: str, at: int = 14) -> str:
    """A label broken into lines of about ``at`` letters, at spaces and after hyphens."""
    lines: list[str] = [""]
    for part in re.findall(r"[^ -]+-?|-", words):
        glue = "" if lines[-1] == "" or lines[-1].endswith("-") else " "
        if lines[-1] and len(lines[-1]) + len(glue) + len(part) > at:
            lines.append(part)
        else:
            lines[-1] += glue + part
    return "<br>".join(lines)


def escaped(words: str) -> str:
    """``words`` in Plotly's dialect: our own <b> and <br> stay markup, whatever a fact says stays words."""
    spoken = escape(words, quote=False)
    for spelled, tag in _TAGS.items():
        spoken = spoken.replace(spelled, tag)
    return spoken
