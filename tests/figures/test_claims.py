"""The status bar of the Claims page: whatever the verdicts, it is drawn whole and every label has a place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from itertools import combinations

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.facts import Facts
from dashboard.figures import claims, measure
from dashboard.figures.layout import NARROW, STRIP, WIDE, Block, Chart, Dict
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

Make = Callable[..., Scenario]
COUNTS = [
    (13, 8, 6, 1, 2), (30, 0, 0, 0, 0), (0, 0, 0, 0, 1), (1, 1, 1, 1, 1), (6, 6, 6, 6, 6), (0, 1, 28, 1, 0),
    (1, 28, 1, 0, 0), (20, 1, 1, 1, 1),
]  # fmt: skip


def judged(facts: Facts, counts: tuple[int, ...]) -> Facts:
    verdicts = np.array([v for v, count in zip(claims.ORDER, counts, strict=True) for _ in range(count)])
    return dataclasses.replace(facts, names={**facts.names, "claims_verdict": verdicts})


def chart(scenario: Scenario, lang: Lang = "EN") -> Chart:
    drawn = claims.status_bar(scenario, lang)
    assert isinstance(drawn, Chart)
    return drawn


def boxes(figure: Dict, width: int) -> list[tuple[float, float, float, float]]:
    (low, high), margin = figure["layout"]["xaxis"]["range"], figure["layout"]["margin"]
    found = []
    for note in figure["layout"]["annotations"]:
        w, h = measure.size(note["text"])
        x = margin["l"] + (note["x"] - low) / (high - low) * (width - margin["l"] - margin["r"]) + note["xshift"]
        y = margin["b"] + note["y"] + note["yshift"]
        found.append((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
    return found


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("counts", COUNTS)
def test_the_bar_is_whole_and_its_labels_are_apart(
    facts: Facts, scenario: Make, counts: tuple[int, ...], lang: Lang
) -> None:
    drawn = chart(scenario(judged(facts, counts)), lang)
    for figure, width in ((drawn.figure, WIDE), (drawn.narrow, NARROW)):
        go.Figure(**figure)
        bars = [shape for shape in figure["layout"]["shapes"] if shape["type"] == "rect"]
        assert [bar["x1"] - bar["x0"] for bar in bars] == [count for count in counts if count]
        assert (bars[0]["x0"], bars[-1]["x1"]) == (0, sum(counts))
        placed = boxes(figure, width)
        assert len(placed) == len(bars), "every part is named"
        for left, bottom, right, top in placed:
            assert left >= 0 and bottom >= 0 and right <= width and top <= STRIP
        for a, b in combinations(placed, 2):
            wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert wide <= 1 or high <= 1, (counts, width, a, b)


def test_the_labels_say_the_counts(scenario: Make) -> None:
    words = [re.sub(r"<[^>]+>", "", note["text"]) for note in chart(scenario()).figure["layout"]["annotations"]]
    assert sorted(words) == sorted(["13 Supported", "8 Partly", "6 Contradicted", "1 Outdated", "2 Cannot be checked"])


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_words_and_table_hold_the_same_numbers(scenario: Make, lang: Lang) -> None:
    s = scenario()
    drawn = chart(s, lang)
    assert len(text.plain(drawn.title)) <= 65
    assert drawn.table is not None
    table = [cell for row in drawn.table.rows for cell in row if isinstance(cell, Figure)]
    assert [figure.value for figure in table] == [s.value(f"claims_{verdict}") for verdict in claims.ORDER]
    assert sum(figure.value for figure in table) == s.value("claims_checked")
    spoken = [figure.value for figure in text.figures_of(drawn.alt)]
    assert spoken == [s.value("claims_checked"), *(figure.value for figure in table)]


def test_without_claims_the_place_says_so(facts: Facts, scenario: Make) -> None:
    bare = dataclasses.replace(facts, claims=(), names={k: v for k, v in facts.names.items() if k != "claims_verdict"})
    drawn = claims.status_bar(scenario(bare), "EN")
    assert isinstance(drawn, Block) and drawn.missing
