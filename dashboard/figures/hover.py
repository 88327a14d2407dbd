"""Hover boxes: lines of a label and a number, in Plotly's dialect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.figures import measure
from dashboard.figures.axes import Dict
from dashboard.words.text import Figure

# The rows of a hover box, each a pair: what it is, and its number as words or as a figure.
Hover = tuple[Any, ...]


def boxes(hover: Sequence[Hover]) -> Dict:
    """What a trace says of its points: label plain, value bold; labels that all boxes share are sent once."""
    said = [[one.text if isinstance(one, Figure) else one for _, one in box] for box in hover]
    names = {tuple(name for name, _ in box) for box in hover}
    if len(names) == 1:
        lines = [f"{measure.escaped(name)} <b>%{{customdata[{at}]}}</b>" for at, name in enumerate(names.pop())]
    else:
        rows = zip(hover, said, strict=True)
        said = [["<br>".join(f"{of[0]} <b>{one}</b>" for of, one in zip(*row, strict=True))] for row in rows]
        lines = ["%{customdata[0]}"]
    return {"customdata": said, "hovertemplate": f"{'<br>'.join(lines)}<extra></extra>"}


def escaped(trace: Dict) -> Dict:
    """The trace with the words on and of its points in Plotly's dialect."""
    words: Dict = {}
    if "text" in trace:
        words["text"] = [measure.escaped(one) for one in trace["text"]]
    if "customdata" in trace:
        words["customdata"] = [[measure.escaped(one) for one in box] for box in trace["customdata"]]
    return {**trace, **words}
