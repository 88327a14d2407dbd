"""The status bar of the Claims page: how the claims fared, as one bar."""

from __future__ import annotations

from itertools import combinations, product

from dashboard.figures import measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import INK, LOSS, MUTED, PAPER
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import STRIP, Block, Chart
from dashboard.figures.plot import Plot, shade
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
    "outdated": shade(INK, 0.28),
    "unverifiable": "rgba(0,0,0,0)",
}
# In px from the lower edge: the bar, and the lanes for names that do not fit into their part of it.
_BAR = (44, 76)
_LANES = (88, 31, 106, 13)


@fixed
def status_bar(scenario: Scenario, lang: Lang) -> Chart | Block:
    """One stacked bar of all claims by verdict; names stand in the bar where they fit, else beside it."""
    draft = Draft(scenario, lang, "claims.status")
    if not scenario.value("claims_checked"):
        return draft.missing("claims", STRIP)
    shown = [draft.number(f"claims_{verdict}", "") for verdict in ORDER]
    total = sum(int(one.value) for one in shown)

    def draw(width: int) -> Plot:
        plot = Plot(width, STRIP, Axis(0, total), Axis(0, STRIP), 0, 0, 0, 0)
        plot.line([0, total], [0, 0], "rgba(0,0,0,0)", 0)
        outside = []
        start = 0
        for verdict, count in zip(ORDER, (int(one.value) for one in shown), strict=True):
            if count == 0:
                continue
            edge = {"color": PAPER, "width": 2}
            dotted = {"color": MUTED, "width": 1.5, "dash": "dot"}
            line = dotted if verdict == "unverifiable" else edge
            plot.box(start, start + count, *_BAR, _FILLS[verdict], line=line)
            middle = start + count / 2
            name = f"<b>{text.number(count, lang)}</b> {text.t(f'claims.verdict.{verdict}', lang)}"
            if measure.size(name)[0] < count / total * width - 6:
                color = INK if verdict in ("outdated", "unverifiable") else PAPER
                plot.fixed(middle, sum(_BAR) / 2, name, color, "center", halo=False)
            else:
                outside.append((middle / total * width, name))
            start += count
        for (at, name), (center, lane) in zip(outside, _places(outside, width), strict=True):
            foot, end = (_BAR[1], lane - 8) if lane > _BAR[1] else (_BAR[0], lane + 8)
            x = at / width * total
            plot.rule(x, foot, x, end, MUTED)
            plot.fixed(x, lane, name, INK, "center", dx=center - at)
        return plot

    rows = [(draft.label(one.key), one) for one in shown]
    return draft.chart(
        draw, draft.table(draft.head("verdict", "count"), rows), "derived", [one.key for one in shown], STRIP
    )


def _places(labels: list[tuple[float, str]], width: int) -> list[tuple[float, int]]:
    """Centre and lane of each label (px of its mark, words): no two overlap, no line to a far lane crosses a name."""
    half = [measure.size(words)[0] / 2 for _, words in labels]
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
