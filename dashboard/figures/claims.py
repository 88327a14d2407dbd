"""The status bar of the Claims page: how the claims fared, as one bar."""

from __future__ import annotations

from dashboard import text
from dashboard.colors import INK, LOSS, MUTED, PAPER
from dashboard.figures import layout as base
from dashboard.figures.layout import STRIP, Block, Chart, Dict, Table
from dashboard.figures.placing import Placer, text_size
from dashboard.headlines import figure, label, say
from dashboard.resolver import Scenario
from dashboard.text import Lang

ORDER = ("supported", "partly", "contradicted", "outdated", "unverifiable")
# Tokens of the filter in the link; the first is the default.
VERDICTS = ("ALL", *(verdict.upper() for verdict in ORDER))
# Ink and its tints; orange for what the documents contradict; an outline for what nobody can settle.
_FILLS = {
    "supported": INK,
    "partly": MUTED,
    "contradicted": LOSS,
    "outdated": base.shade(INK, 0.28),
    "unverifiable": "rgba(0,0,0,0)",
}
_LOW, _HIGH = 0.32, 0.68


def status_bar(scenario: Scenario, lang: Lang) -> Chart | Block:
    """One stacked bar of all claims by verdict; names stand in the bar where they fit, else beside it."""
    if not scenario.value("claims_checked"):
        return base.missing("status", "claims", lang, STRIP)
    outputs = [scenario.output(f"claims_{verdict}") for verdict in ORDER]
    counts = [int(output.number) for output in outputs]
    total = sum(counts)
    words = [text.t(f"claims.verdict.{verdict}", lang) for verdict in ORDER]

    def build(width: int) -> Dict:
        margins = (2, 2, 2, 2)
        placer = Placer(width, STRIP, (0, total), (0, 1), margins)
        placer.taken.append((0, _LOW * STRIP, width, _HIGH * STRIP))
        shapes, notes, outside = [], [], []
        start = 0
        for verdict, count, word in zip(ORDER, counts, words, strict=True):
            if count == 0:
                continue
            shapes.append(
                {
                    "type": "rect", "x0": start, "x1": start + count, "y0": _LOW, "y1": _HIGH,
                    "fillcolor": _FILLS[verdict], "layer": "below",
                    "line": {"color": MUTED, "width": 1.5, "dash": "dot"} if verdict == "unverifiable"
                    else {"color": PAPER, "width": 2},
                }
            )  # fmt: skip
            middle = start + count / 2
            name = f"<b>{text.number(count, lang)}</b> {word}"
            if text_size(name, 12)[0] < count / total * (width - 4) - 6:
                color = INK if verdict in ("outdated", "unverifiable") else PAPER
                notes.append(base.label(middle, (_LOW + _HIGH) / 2, name, color, "center", halo=False))
            else:
                outside.append((middle, name))
            start += count
        for place, (middle, name) in enumerate(outside):
            sides = ("n", "nw", "ne", "s", "sw", "se") if place % 2 == 0 else ("s", "sw", "se", "n", "nw", "ne")
            edge = _HIGH if place % 2 == 0 else _LOW
            notes.append(placer.place(middle, edge, name, prefer=sides, gap=4))
            shapes.append(base.segment(middle, edge, middle, edge + (0.05 if place % 2 == 0 else -0.05), MUTED, 1))
        return {
            "data": [base.line([0, total], [0, 0], "rgba(0,0,0,0)", 0)],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [0, total], "showticklabels": False},
                yaxis={"range": [0, 1], "showticklabels": False, "showgrid": False},
                shapes=shapes,
                annotations=notes,
            ),
        }

    wide, narrow = base.both(build)
    rows = tuple((label(scenario, o.key, lang), figure(o, lang)) for o in outputs)
    return Chart(
        "status",
        say(scenario, "claims.status.title", lang),
        say(scenario, "claims.status.subtitle", lang),
        say(scenario, "claims.status.alt", lang),
        wide,
        (("derived", text.t("claims.status.derived", lang)),),
        Table((text.t("claims.status.verdict", lang), text.t("claims.status.count", lang)), rows),
        tuple(o.key for o in outputs),
        STRIP,
        narrow,
    )
