"""The aims, each held against what was measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """One figure and its limit; floor: it should be at least, else at most that."""

    name: str
    limit: float
    unit: str = ""
    floor: bool = False

    def verdict(self, value: float | None) -> str:
        """The row of README.md: the figure, the limit, and pass or miss."""
        bound = f"{'≥' if self.floor else '≤'} {self.limit:g}{self.unit}"
        if value is None or value != value:
            return f"| {self.name} | not measured | {bound} | |"
        held = value >= self.limit if self.floor else value <= self.limit
        return f"| {self.name} | {_short(value)}{self.unit} | {bound} | {'pass' if held else 'miss'} |"


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


AIMS = {
    "view.own": Aim("key press to charts in view ÷ Dash, own server", 0.5),
    "view.plain": Aim("key press to charts in view ÷ Dash, plain streamlit run", 0.6),
    "all.own": Aim("key press to all charts ÷ Dash, own server", 0.8),
    "all.plain": Aim("key press to all charts ÷ Dash, plain streamlit run", 0.8),
    "drag.own": Aim("states painted a second while dragging, own server", 8, "/s", True),
    "drag.plain": Aim("states painted a second while dragging, plain streamlit run", 5, "/s", True),
    "release.own": Aim("letting go to the final state, own server", 250, " ms"),
    "release.plain": Aim("letting go to the final state, plain streamlit run", 250, " ms"),
    "bytes": Aim("bytes of one step of the price, Mining", 50, " KB"),
    "bytes.idle": Aim("bytes of a step back to a state that the browser holds", 2, " KB"),
    "cpu.mining": Aim("processor time of the server for one step, Mining", 25, " ms"),
    "cpu.runway": Aim("processor time of the server for one step, Runway", 60, " ms"),
    "readers.mining": Aim("readers on Mining with p95 < 1 s, one process", 80, "", True),
    "readers.runway": Aim("readers on Runway with p95 < 1 s, one process", 40, "", True),
    "beside": Aim("p95 on Mining while another reader drags on Runway ÷ alone, the worse of both servers", 1.5),
    "visit.headline": Aim("first visit, warm server: headline", 1.2, " s"),
    "visit.view": Aim("first visit, warm server: charts in view", 2.0, " s"),
}
