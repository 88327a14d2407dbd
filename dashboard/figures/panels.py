"""Several plots as one drawing, each on a part of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.figures.axes import Dict
from dashboard.figures.plot import NARROW, WIDE, Hover, Plot

Span = tuple[float, float]


@dataclass(frozen=True)
class Panels:
    """Plots, each with the part (start, end) of the width and of the height that is its own.

    right: margin in px of the whole; the other margins are those of the first plot.
    """

    parts: tuple[tuple[Plot, Span, Span], ...]
    right: int = 8

    @property
    def plots(self) -> tuple[Plot, ...]:
        """The plots alone."""
        return tuple(plot for plot, *_ in self.parts)

    @property
    def hovers(self) -> Mapping[int, Sequence[Hover]]:
        """What the hover boxes say, by trace of the whole drawing."""
        found: dict[int, Sequence[Hover]] = {}
        before = 0
        for plot in self.plots:
            found |= {before + trace: boxes for trace, boxes in plot.hovers.items()}
            before += len(plot.traces)
        return found

    def figure(self) -> Dict:
        """The drawing for Plotly."""
        figure: Dict = {"data": [], "layout": {"annotations": [], "shapes": []}}
        for index, (plot, across, up) in enumerate(self.parts):
            tail = "" if index == 0 else str(index + 1)
            axes = {"xref": f"x{tail}", "yref": f"y{tail}"}
            drawn = plot.figure()
            layout = drawn["layout"]
            figure["data"] += [{**trace, "xaxis": f"x{tail}", "yaxis": f"y{tail}"} for trace in drawn["data"]]
            spans = {
                f"xaxis{tail}": layout["xaxis"] | {"anchor": f"y{tail}", "domain": list(across)},
                f"yaxis{tail}": layout["yaxis"] | {"anchor": f"x{tail}", "domain": list(up)},
            }
            for part in ("annotations", "shapes"):
                spans[part] = figure["layout"][part] + [axes | one for one in layout[part]]
            figure["layout"] = layout | figure["layout"] | spans
        figure["layout"]["margin"] = figure["layout"]["margin"] | {"r": self.right}
        return figure


Drawn = Plot | Panels
# The drawing for a width in px.
Draw = Callable[[int], Drawn]


class Drawings:
    """A chart's drawings by width, each made when it is first asked for: a reader sees one of them.

    draw: makes one; drawn: those that are there already. Two are the same when what Plotly draws of them is.
    """

    def __init__(self, draw: Draw, drawn: Mapping[int, Drawn] | None = None) -> None:
        self.draw = draw
        self._drawn = dict(drawn or {})
        self._figures: dict[int, Dict] = {}

    def at(self, width: int) -> Drawn:
        """The drawing for one of the two widths, `WIDE` and `NARROW`."""
        if width not in self._drawn:
            self._drawn[width] = self.draw(width)
        return self._drawn[width]

    def figure(self, width: int) -> Dict:
        """The same as a Plotly dict ("data", "layout")."""
        if width not in self._figures:
            self._figures[width] = self.at(width).figure()
        return self._figures[width]

    def both(self) -> tuple[Dict, Dict]:
        """All of it, for what must know that it can be drawn, or keeps it."""
        return self.figure(WIDE), self.figure(NARROW)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawings) and self.both() == other.both()

    __hash__ = None  # type: ignore[assignment]
