"""The status bar of the Claims page: how the claims fared, as one bar."""

from __future__ import annotations

from itertools import combinations, product

from dashboard.figures import layout as base
from dashboard.figures.colors import INK, LOSS, MUTED, PAPER
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import STRIP, Block, Chart, Dict, Table
from dashboard.figures.placing import text_size
from dashboard.headlines import figure, label, say
from dashboard.numbers.resolver import Scenario
from dashboard.registry import PAGE
from dashboard.words import text
from dashboard.words.text import Lang

# Tokens of the filter in the link; the first is the default.
VERDICTS = PAGE["claims"].switches["verdict"]
ORDER = tuple(token.lower() for token in VERDICTS[1:])
# Ink and its tints; orange for what the documents contradict; an outline for what nobody can settle.
_FILLS = {
    "supported": INK,
    "partly": MUTED,
    "contradicted": LOSS,
    "outdated": base.shade(INK, 0.28),
    "unverifiable": "rgba(0,0,0,0)",
}
# In px from the lower edge: the bar, and the lanes for names that do not fit into their part of it.
_BAR = (44, 76)
_LANES = (88, 31, 106, 13)
_SIZE = 12


@fixed
def status_bar(scenario: Scenario, lang: Lang) -> Chart | Block:
    """One stacked bar of all claims by verdict; names stand in the bar where they fit, else beside it."""
    if not scenario.value("claims_checked"):
        return base.missing("status", "claims", lang, STRIP)
    outputs = [scenario.output(f"claims_{verdict}") for verdict in ORDER]
    counts = [int(output.number) for output in outputs]
    total = sum(counts)
    words = [text.t(f"claims.verdict.{verdict}", lang) for verdict in ORDER]

    def build(width: int) -> Dict:
        shapes, notes, outside = [], [], []
        start = 0
        for verdict, count, word in zip(ORDER, counts, words, strict=True):
            if count == 0:
                continue
            dotted = {"color": MUTED, "width": 1.5, "dash": "dot"}
            shapes.append(
                {
                    "type": "rect", "x0": start, "x1": start + count, "y0": _BAR[0], "y1": _BAR[1],
                    "fillcolor": _FILLS[verdict], "layer": "below",
                    "line": dotted if verdict == "unverifiable" else {"color": PAPER, "width": 2},
                }
            )  # fmt: skip
            middle = start + count / 2
            name = f"<b>{text.number(count, lang)}</b> {word}"
            if text_size(name, _SIZE)[0] < count / total * width - 6:
                color = INK if verdict in ("outdated", "unverifiable") else PAPER
                notes.append(base.label(middle, sum(_BAR) / 2, name, color, "center", halo=False))
            else:
                outside.append((middle / total * width, name))
            start += count
        for (at, name), (center, lane) in zip(outside, _places(outside, width), strict=True):
            above = lane > _BAR[1]
            edge, end = (_BAR[1], lane - 8) if above else (_BAR[0], lane + 8)
            shapes.append(base.segment(at / width * total, edge, at / width * total, end, MUTED, 1))
            notes.append(base.label(at / width * total, lane, name, INK, "center", dx=center - at))
        return {
            "data": [base.line([0, total], [0, 0], "rgba(0,0,0,0)", 0)],
            "layout": base.layout(
                margin={"l": 0, "r": 0, "t": 0, "b": 0},
                xaxis={"range": [0, total], "showticklabels": False},
                yaxis={"range": [0, STRIP], "showticklabels": False, "showgrid": False},
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


def _places(labels: list[tuple[float, str]], width: int) -> list[tuple[float, int]]:
    """Centre and lane of each label (px of its mark, words): no two overlap, no line to a far lane crosses a name."""
    half = [text_size(words, _SIZE)[0] / 2 for _, words in labels]
    centers = [min(max(at, h + 1), width - h - 1) for (at, _), h in zip(labels, half, strict=True)]
    pairs = list(combinations(range(len(labels)), 2))

    def cost(lanes: tuple[int, ...]) -> float:
        total = sum(_LANES.index(lane) for lane in lanes) * 0.1
        for i, j in pairs:
            if lanes[i] == lanes[j]:
                total += max(half[i] + half[j] + 4 - abs(centers[i] - centers[j]), 0)
                continue
            for near, far in ((i, j), (j, i)):
                beside = (lanes[near], lanes[far]) in ((_LANES[0], _LANES[2]), (_LANES[1], _LANES[3]))
                if beside and abs(labels[far][0] - centers[near]) < half[near] + 2:
                    total += 20
        return total

    best = min(product(_LANES, repeat=len(labels)), key=cost)
    return list(zip(centers, best, strict=True))
