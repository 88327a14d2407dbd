"""What every page's charts are checked for: valid, described, labelled inside the plot and apart, robust to gaps."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import plotly.graph_objects as go

from dashboard import text
from dashboard.facts import Facts
from dashboard.figures.layout import NARROW, WIDE, Block, Chart
from dashboard.resolver import Scenario
from dashboard.text import Lang

Box = tuple[float, float, float, float]
Draw = Callable[[Scenario, Lang], Chart | Block]


def without(facts: Facts, *names: str) -> Facts:
    """The facts as if the file lacked ``names``."""
    return dataclasses.replace(
        facts,
        facts={k: v for k, v in facts.facts.items() if k not in names},
        names={k: v for k, v in facts.names.items() if k not in names},
    )


def chart(function: Draw, scenario: Scenario, lang: Lang = "EN") -> Chart:
    """The chart that ``function`` draws; fails where it says that something is missing."""
    result = function(scenario, lang)
    assert isinstance(result, Chart), result
    return result


def sized(drawn: Chart) -> Iterator[tuple[dict[str, Any], int]]:
    """The figure for a wide and for a narrow plot, with the width in px."""
    yield drawn.figure, WIDE
    if drawn.narrow is not None:
        yield drawn.narrow, NARROW


def size_of(words: str, size: float) -> tuple[float, float]:
    """Width and height in px of ``words`` in Source Sans: digits and signs in bold take 0.52 em, letters 0.46."""
    lines = [re.sub(r"<[^>]+>", "", line) for line in words.split("<br>")]
    width = max(sum(0.52 if one in "0123456789$%−+" else 0.46 for one in line) for line in lines)
    return width * size, len(lines) * size * 1.3


def boxes(figure: dict[str, Any], width: int, height: int) -> list[tuple[str, Box]]:
    """Every annotation as (words, box in px from the lower left corner of the figure); date axes are left out."""
    layout = figure["layout"]
    margin = layout["margin"]
    wide, high = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]

    def along(value: Any, axis: str, reference: str, span: float) -> float | None:
        if reference == "paper":
            return float(value) * span
        low, top = layout[axis]["range"]
        if isinstance(low, str):
            return None
        return float((value - low) / (top - low) * span)

    found = []
    for note in layout["annotations"]:
        x = along(note["x"], "xaxis", note.get("xref", "x"), wide)
        y = along(note["y"], "yaxis", note.get("yref", "y"), high)
        if x is None or y is None:
            continue
        x, y = margin["l"] + x + note["xshift"], margin["b"] + y + note["yshift"]
        w, h = size_of(note["text"], note["font"]["size"])
        left = x - {"left": 0, "center": w / 2, "right": w}[note["xanchor"]]
        low = y - {"bottom": 0, "middle": h / 2, "top": h}[note["yanchor"]]
        found.append((note["text"], (left, low, left + w, low + h)))
    return found


def assert_described(drawn: Chart, lang: Lang) -> None:
    """Valid in both sizes, a short title, an alt text with numbers, a table that fits its head."""
    for figure, _ in sized(drawn):
        go.Figure(figure)
    title = text.plain(drawn.title)
    assert 0 < len(title) <= (65 if lang == "EN" else 70), title
    assert len(re.findall(r"\d", text.plain(drawn.alt))) >= 2
    assert text.DASH not in text.plain((*drawn.title, *drawn.alt))
    assert drawn.table is not None and drawn.table.rows
    assert all(len(row) == len(drawn.table.head) for row in drawn.table.rows)


def assert_labels_fit(drawn: Chart) -> None:
    """No label leaves the figure, and no two labels cover each other."""
    for figure, width in sized(drawn):
        labels = boxes(figure, width, drawn.height)
        for words, (left, low, right, top) in labels:
            where = f"{drawn.key} at {width}: {words}"
            assert left >= -1 and right <= width + 1, where
            assert low >= -1 and top <= drawn.height + 1, where
        for (one, a), (other, b) in combinations(labels, 2):
            shared = (min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))
            assert min(shared) < 3, f"{drawn.key} at {width}: {one} on {other}"


def assert_states_what_is_missing(drawn: Chart | Block) -> None:
    """A chart whose numbers are all known, or the block that says what would stand there."""
    if isinstance(drawn, Block):
        assert drawn.title and (drawn.body or drawn.table)
    else:
        assert text.DASH not in text.plain(drawn.title)
