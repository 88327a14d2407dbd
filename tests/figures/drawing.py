"""What every page's charts are checked for: valid, described, labelled inside the plot and apart, robust to gaps."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard import facts as facts_file
from dashboard.facts import Facts
from dashboard.figures.layout import NARROW, WIDE, Block, Chart, Table
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario, dependencies
from dashboard.words import text
from dashboard.words.text import Figure, Lang

ROOT = Path(__file__).parents[2]

TICK = "tick "
Box = tuple[float, float, float, float]
Draw = Callable[[Scenario, Lang], Chart | Block]
Make = Callable[..., Scenario]


def without(facts: Facts, *names: str) -> Facts:
    """The facts as if the file lacked ``names``."""
    return dataclasses.replace(
        facts,
        facts={k: v for k, v in facts.facts.items() if k not in names},
        names={k: v for k, v in facts.names.items() if k not in names},
    )


@cache
def _published() -> Facts:
    return facts_file.load(ROOT / "data" / "cango.yaml")


def facts_behind(*modules: str) -> list[str]:
    """Names of the facts, sliders left out, that the outputs of these modules of the model rest on."""
    homes = {f"dashboard.model.{module}" for module in modules}
    computed = {key: dependencies(key) for key, spec in OUTPUTS.items() if spec.function.__module__ in homes}
    assert {OUTPUTS[key].function.__module__ for key in computed} == homes, "a module that computes no output"
    names = frozenset().union(*computed.values()) - OUTPUTS.keys()
    return sorted(name for name in names if _published().assumption(name) is None)


def chart(function: Draw, scenario: Scenario, lang: Lang = "EN") -> Chart:
    """The chart that ``function`` draws; fails where it says that something is missing."""
    result = function(scenario, lang)
    assert isinstance(result, Chart), result
    return result


def plain(words: str) -> str:
    """What a reader sees of words in Plotly's dialect, in one line."""
    return unescape(re.sub(r"<[^>]+>", "", words.replace("<br>", " ")))


def numbers_in(pairs: Any) -> list[Figure]:
    """The numbers among (name, cell) pairs, those inside sentences too."""
    parts = [part for _, cell in pairs for part in (cell if isinstance(cell, tuple) else (cell,))]
    return [part for part in parts if isinstance(part, Figure)]


def numbers_of(table: Table) -> list[Figure]:
    """Every number of a table, row by row."""
    return [figure for row in table.rows for figure in numbers_in([("", cell) for cell in row])]


def sized(drawn: Chart) -> Iterator[tuple[dict[str, Any], int]]:
    """The figure for a wide and for a narrow plot, with the width in px."""
    yield drawn.figure, WIDE
    yield drawn.narrow, NARROW


def size_of(words: str, size: float) -> tuple[float, float]:
    """Width and height in px of ``words`` in Source Sans: digits and signs in bold take 0.52 em, letters 0.46."""
    lines = [unescape(re.sub(r"<[^>]+>", "", line)) for line in words.split("<br>")]
    width = max(sum(0.52 if one in "0123456789$%−+" else 0.46 for one in line) for line in lines)
    return width * size, len(lines) * size * 1.3


def boxes(figure: dict[str, Any], width: int, height: int) -> list[tuple[str, Box]]:
    """Every annotation and every tick of the upright axes as (words, box in px from the figure's lower left corner)."""
    layout = figure["layout"]
    margin = layout["margin"]
    spans = {"x": width - margin["l"] - margin["r"], "y": height - margin["t"] - margin["b"]}

    def along(value: Any, letter: str, reference: str) -> float:
        """px from the start of the plot; an axis may take up a part of it only, its domain."""
        if reference == "paper":
            return float(value) * spans[letter]
        assert reference[0] == letter
        axis = layout[f"{letter}axis{reference[1:]}"]
        low, top = (_position(end) for end in axis["range"])
        start, end = axis.get("domain", (0, 1))
        return float((start + (_position(value) - low) / (top - low) * (end - start)) * spans[letter])

    found = []
    for note in layout["annotations"]:
        x = margin["l"] + along(note["x"], "x", note.get("xref", "x")) + note["xshift"]
        y = margin["b"] + along(note["y"], "y", note.get("yref", "y")) + note["yshift"]
        w, h = size_of(note["text"], note["font"]["size"])
        left = x - {"left": 0, "center": w / 2, "right": w}[note["xanchor"]]
        low = y - {"bottom": 0, "middle": h / 2, "top": h}[note["yanchor"]]
        found.append((note["text"], (left, low, left + w, low + h)))
    for name, axis in layout.items():
        if not name.startswith("yaxis") or not axis.get("showticklabels", True):
            continue
        for value, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
            y = margin["b"] + along(value, "y", name.replace("axis", ""))
            w, h = size_of(words, 12)
            right = margin["l"] - margin["pad"]
            found.append((f"{TICK}{words}", (right - w, y - h / 2, right, y + h / 2)))
    return found


def _position(value: Any) -> float:
    """A number as it is, a day or an hour as minutes."""
    return float(np.datetime64(value, "m").astype(float)) if isinstance(value, str) else float(value)


_VALID: set[str] = set()


def assert_valid(figure: dict[str, Any]) -> None:
    """Plotly accepts it. Data or layout that it accepted before are not shown to it again: that takes the longest."""
    for part, words in ((part, json.dumps({part: figure[part]})) for part in figure):
        if words not in _VALID:
            go.Figure({part: figure[part]})
            _VALID.add(words)


def assert_described(drawn: Chart, lang: Lang) -> None:
    """Valid in both sizes, a short title, an alt text with numbers, a table that fits its head, known origins."""
    for figure, _ in sized(drawn):
        assert_valid(figure)
    title = text.plain(drawn.title)
    assert 0 < len(title) <= (65 if lang == "EN" else 70), title
    assert len(re.findall(r"\d", text.plain(drawn.alt))) >= 2
    assert text.DASH not in text.plain((*drawn.title, *drawn.subtitle, *drawn.alt)), drawn.key
    assert drawn.table is not None and drawn.table.rows
    assert all(len(row) == len(drawn.table.head) for row in drawn.table.rows)
    assert all(kind in ("reported", "derived", "assumed") and words for kind, words in drawn.origins)


def assert_labels_fit(drawn: Chart, ticks: bool = True) -> None:
    """No label leaves the figure, and no two cover each other; ``ticks``: those of the upright axes count as labels."""
    for figure, width in sized(drawn):
        labels = [one for one in boxes(figure, width, drawn.height) if ticks or not one[0].startswith(TICK)]
        for words, (left, low, right, top) in labels:
            where = f"{drawn.key} at {width}: {words}"
            assert left >= -1 and right <= width + 1, where
            assert low >= -1 and top <= drawn.height + 1, where
        for (one, a), (other, b) in combinations(labels, 2):
            shared = (min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))
            assert min(shared) < 3, f"{drawn.key} at {width}: {one} on {other}"


def assert_states_what_is_missing(drawn: Chart | Block) -> None:
    """In the place of a chart: a chart whose numbers are all known, or the block that says what would stand there."""
    words = text.plain((*drawn.title, *drawn.subtitle))
    assert words and text.DASH not in words, f"{drawn.key}: {words}"
    if isinstance(drawn, Block):
        assert drawn.missing and drawn.title and drawn.body and drawn.height > 0, drawn.key
    else:
        assert_valid(drawn.figure)


def assert_block_stands(drawn: Chart | Block) -> None:
    """In the place of words or a table: something to read, and without a fact the words that say so."""
    assert isinstance(drawn, Block), drawn
    words = text.plain((*drawn.title, *drawn.subtitle))
    assert drawn.title and text.DASH not in words, f"{drawn.key}: {words}"
    if drawn.missing:
        assert drawn.body and drawn.height > 0, drawn.key
    else:
        assert drawn.body or drawn.table or drawn.items, drawn.key


def hovered(trace: Mapping[str, Any], place: int) -> str:
    """What the hover box of a point says, as Plotly fills its template."""
    words = str(trace["hovertemplate"]).removesuffix("<extra></extra>")
    for at, one in enumerate(trace["customdata"][place]):
        words = words.replace(f"%{{customdata[{at}]}}", one)
    return words
