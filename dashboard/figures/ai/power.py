"""The charts of the AI page that compare uses: of a megawatt-hour, and of an hour of a card."""

from __future__ import annotations

from typing import Final

from dashboard.figures import axes, measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GREY, INK, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, WIDE, Block, Chart
from dashboard.figures.panels import Panels, Span
from dashboard.figures.plot import Plot, Rows
from dashboard.figures.shapes import Dot, dots
from dashboard.headlines.ai import model
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

# Panels with an axis each: rows of (name, what is left, revenue).
_HASHES: Final = ("hashes", "mining_value_per_mwh", "mining_gross_value_per_mwh")
_PANELS: Final = {
    "gpu": (
        _HASHES,
        ("gpu", "gpu_value_per_mwh", "gpu_gross_value_per_mwh"),
        ("falling", "gpu_value_per_mwh_with_decay", None),
    ),
    "colo": (_HASHES, ("colo", "colocation_value_per_mwh", "colocation_gross_value_per_mwh")),
}
_BAND, _HEIGHT = 26, SUPPORT + 24


@compared
def megawatt_hour(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What a megawatt-hour leaves as hashes and as AI, and the revenue before cost: one axis per business."""
    draft = Draft(scenario, lang, "ai.mwh")
    keys = tuple(dict.fromkeys(key for rows in _PANELS.values() for _, *pair in rows for key in pair if key))
    if not scenario.known(*keys):
        return draft.missing()

    def build(width: int) -> Panels:
        high = _HEIGHT - 4 - _BAND
        per_row = (high - _BAND) / sum(len(rows) for rows in _PANELS.values())
        panels: list[tuple[Plot, Span, Span]] = []
        top = 1.0
        for business in _PANELS:
            bottom = max(top - len(_PANELS[business]) * per_row / high, 0.0)
            panels.append((_panel(draft, business, width, (top - bottom) * high), (0, 1), (bottom, top)))
            top = bottom - _BAND / high
        return Panels(tuple(panels))

    rows = [
        (draft.spoken(name), draft.number(net, ""), text.DASH if gross is None else draft.number(gross, ""))
        for name, net, gross in dict.fromkeys(row for rows in _PANELS.values() for row in rows)
    ]
    return draft.chart(
        build,
        draft.table(draft.head("use", "left", "gross"), rows),
        "derived assumed",
        ("ai_value_per_mwh", "ai_gross_value_per_mwh", "hashprice", "fleet_efficiency", "ai_model", *keys),
        _HEIGHT,
    )


def _panel(draft: Draft, business: str, width: int, high: float) -> Plot:
    """The rows of one business on ``high`` px; what is left is named left of its mark, the revenue right of it."""
    rows = _PANELS[business]
    chosen = model(draft.scenario) == business
    left = 128 if width >= WIDE else 100
    inner = width - left - 8
    nets = [draft.shown(net, "usd_per_mwh", None, True) for _, net, _ in rows]
    grosses = [None if gross is None else draft.shown(gross, "usd_per_mwh") for _, _, gross in rows]
    sold = [one for one in grosses if one is not None]
    least, most = min(0.0, *(one.value for one in nets)), max(one.value for one in (*nets, *sold))
    before = max(measure.size(_bare(one))[0] for one in nets) + 16
    after = max(measure.size(_bare(one))[0] for one in sold) + 12
    per_px = (most - least) / max(inner - before - after, 40)
    x = axes.across(
        least - before * per_px, most + after * per_px, draft.lang, "usd_per_mwh", about=5 if inner > 300 else 3
    )
    panel = Rows(width, round(high) + 4 + _BAND, x, [draft.spoken(name) for name, *_ in rows], left, lines=True)
    panel.edge()
    for row, ((name, *_), net, gross) in enumerate(zip(rows, nets, grosses, strict=True)):
        yours = chosen and name == business
        if gross is not None:
            panel.rule(net.value, row, gross.value, row, GREY, 1.5, below=True)
            panel.marks(gross.value, row, marker={"color": GREY, "size": 7})
            panel.fixed(gross.value, row, _bare(gross), MUTED, dx=8)
        panel.marks(net.value, row, "diamond" if yours else "open")
        panel.fixed(net.value, row, f"<b>{_bare(net)}</b>", ASSUMED if yours else INK, "right", dx=-12)
    return panel


def _bare(one: Figure) -> str:
    """Dollars per megawatt-hour without the unit, which stands on the axis."""
    return one.text.removesuffix("/MWh")


# ------------------------------------------------------------------------------------------ an hour of a card

_HOUR: Final = (
    "token_revenue_gpt_oss_20b",
    "token_revenue_gpt_oss_20b_earlier",
    "token_revenue_llama31_8b",
    "card_hour_revenue",
)
_TOKENS: Final = (
    "throughput_llama31_8b",
    "throughput_gpt_oss_20b",
    "token_price_llama31_8b",
    "token_price_gpt_oss_20b",
    "token_price_gpt_oss_20b_earlier",
)


@compared
def card_hour(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What an hour of a card brings: selling tokens at the published prices, or renting the card out."""
    draft = Draft(scenario, lang, "ai.hour")
    shown = [draft.shown(key, "usd", 2) for key in _HOUR if scenario.known(key)]
    tokens = [one for one in shown if one.key.startswith("token_")]
    if not tokens or not scenario.known("card_hour_cost", "card_hour_revenue"):
        return draft.missing()
    cost = draft.shown("card_hour_cost", "usd", 2)
    marks = []
    for one in shown:
        yours = one.key == "card_hour_revenue"
        shape, ink = ("diamond", ASSUMED) if yours else ("open", INK)
        marks.append(Dot(draft.words(one.key), one.value, one.text, shape, ink))

    def draw(width: int) -> Plot:
        left = 132 if width >= WIDE else 108
        inner = width - left - 14
        room = max(measure.size(mark.words)[0] for mark in marks) + 16
        high = max(*(mark.value for mark in marks), cost.value) * inner / (inner - room)
        ticks = axes.inner_ticks(0, high)
        x = Axis(0, high, ticks, axes.unit_once(ticks, lang, "usd", 1))
        drawn = dots(
            width, _HEIGHT, x, marks, left, (cost.value, f"<b>{cost.text}</b> {draft.words('cost')}", INK), turn=1.12
        )
        drawn.edge()
        return drawn

    rows = [
        *((mark.name, one) for mark, one in zip(marks, shown, strict=True)),
        (draft.label("card_hour_cost"), draft.number("card_hour_cost", "")),
    ]
    best = max(tokens, key=lambda one: float(one.value))
    return draft.chart(
        draw,
        draft.table(draft.head("use", "value"), rows, "caption"),
        "reported derived assumed",
        (*(one.key for one in shown), "card_hour_cost", *(key for key in _TOKENS if scenario.known(key))),
        _HEIGHT,
        best=draft.number(best.key, ""),
    )
