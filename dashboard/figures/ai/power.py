"""The charts of the AI page that compare uses: of a megawatt-hour, and of an hour of a card."""

from __future__ import annotations

from typing import Final

from dashboard.figures import layout as base
from dashboard.figures import placing
from dashboard.figures.colors import ASSUMED, GREY, GRID, INK, MUTED
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.headlines import figure, label, say
from dashboard.headlines.ai import model
from dashboard.numbers.resolver import Output, Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang, Sentence

# Panels with an axis each: rows of (name, what is left, revenue).
_HASHES: Final = ("hashes", "mining_value_per_mwh", "mining_gross_value_per_mwh")
_PANELS: Final = (
    (
        "gpu",
        (
            _HASHES,
            ("gpu", "gpu_value_per_mwh", "gpu_gross_value_per_mwh"),
            ("falling", "gpu_value_per_mwh_with_decay", None),
        ),
    ),
    ("colo", (_HASHES, ("colo", "colocation_value_per_mwh", "colocation_gross_value_per_mwh"))),
)
_BAND = 26


def megawatt_hour(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What a megawatt-hour leaves as hashes and as AI, and the revenue before cost: one axis per business."""
    keys = tuple(dict.fromkeys(key for _, rows in _PANELS for _, *pair in rows for key in pair if key))
    if not scenario.known(*keys):
        return base.missing("mwh", "mwh", lang, SUPPORT)
    chosen = model(scenario)
    height = SUPPORT + 24

    def build(width: int) -> Dict:
        left = 128 if width >= base.WIDE else 100
        plot, high = width - left - 8, height - 4 - _BAND
        lines = sum(len(rows) for _, rows in _PANELS)
        per_row = (high - _BAND) / lines
        layout = base.layout(margin={"l": left, "r": 8, "t": 4, "b": _BAND})
        traces: list[Dict] = []
        top = 1.0
        for index, (business, rows) in enumerate(_PANELS):
            tail = "" if index == 0 else str(index + 1)
            bottom = max(top - len(rows) * per_row / high, 0.0)
            drawn = _panel(scenario, lang, rows, business == chosen, plot, left, tail)
            traces += drawn["data"]
            layout[f"xaxis{tail}"] = drawn["xaxis"] | {"anchor": f"y{tail}"}
            layout[f"yaxis{tail}"] = drawn["yaxis"] | {"anchor": f"x{tail}", "domain": [bottom, top]}
            layout["annotations"] += drawn["annotations"]
            layout["shapes"] += drawn["shapes"]
            top = bottom - _BAND / high
        return {"data": traces, "layout": layout}

    wide, narrow = base.both(build)
    rows = tuple(
        (text.plain(_row_name(scenario, name, lang)), _cell(scenario, net, lang), _cell(scenario, gross, lang))
        for name, net, gross in dict.fromkeys(row for _, rows in _PANELS for row in rows)
    )
    return Chart(
        "mwh",
        say(scenario, "ai.mwh.title", lang),
        say(scenario, "ai.mwh.subtitle", lang),
        say(scenario, "ai.mwh.alt", lang),
        wide,
        (("derived", text.t("ai.mwh.derived", lang)), ("assumed", text.t("ai.mwh.assumed", lang))),
        Table(tuple(text.t(f"ai.mwh.{c}", lang) for c in ("use", "left", "gross")), rows),
        ("ai_value_per_mwh", "ai_gross_value_per_mwh", "hashprice", "fleet_efficiency", "ai_model", *keys),
        height,
        narrow,
    )


def _panel(
    scenario: Scenario,
    lang: Lang,
    rows: tuple[tuple[str, str, str | None], ...],
    chosen: bool,
    plot: int,
    left: int,
    tail: str,
) -> Dict:
    nets = [scenario.output(net) for _, net, _ in rows]
    grosses = [None if gross is None else scenario.output(gross) for _, _, gross in rows]
    names = [text.plain(_row_name(scenario, name, lang)) for name, *_ in rows]
    least = min(0.0, *(o.number for o in nets))
    most = max(o.number for o in (*nets, *(g for g in grosses if g is not None)))
    # Labels stand outside the marks: what is left to its left, the revenue to its right.
    before = max(placing.text_size(_mwh(o.number, lang, True), 12)[0] for o in nets) + 16
    after = max(placing.text_size(_mwh(g.number, lang), 12)[0] for g in grosses if g is not None) + 12
    per_px = (most - least) / max(plot - before - after, 40)
    span = (least - before * per_px, most + after * per_px)
    scale, notes = base.row_axis(names, left)
    for note in notes:
        note["yref"] = f"y{tail}"
    axes: Dict = {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
    at: Dict = {"xref": f"x{tail}", "yref": f"y{tail}"}
    traces, shapes_ = [], [base.segment(0, -0.5, 0, len(rows) - 0.5, INK, 1) | at]
    for row, (name, net, gross) in enumerate(zip((name for name, *_ in rows), nets, grosses, strict=True)):
        yours = chosen and name == ("gpu" if len(rows) > 2 else "colo")
        shapes_.append(base.segment(span[0], row, span[1], row, GRID, 1) | at | {"layer": "below"})
        if gross is not None:
            shapes_.append(base.segment(net.number, row, gross.number, row, GREY, 1.5) | at | {"layer": "below"})
            traces.append(base.marks([gross.number], [row], shape="filled", marker={"color": GREY, "size": 7}, **axes))
            notes.append(base.label(gross.number, row, _mwh(gross.number, lang), MUTED, dx=8, **at))
        traces.append(base.marks([net.number], [row], shape="diamond" if yours else "open", **axes))
        notes.append(
            base.label(
                net.number, row, f"<b>{_mwh(net.number, lang, True)}</b>", ASSUMED if yours else INK, "right",
                dx=-12, **at,
            )
        )  # fmt: skip
    values = base.inner_ticks(*span, 5 if plot > 300 else 3)
    ticks = base.ticks(values, base.unit_once(values, lang, "usd_per_mwh", 1))
    return {
        "data": traces,
        "xaxis": base.axis(range=list(span), **ticks),
        "yaxis": scale,
        "annotations": notes,
        "shapes": shapes_,
    }


def _row_name(scenario: Scenario, name: str, lang: Lang) -> Sentence:
    return say(scenario, f"ai.mwh.{name}", lang)


def _mwh(value: float, lang: Lang, signed: bool = False) -> str:
    """Dollars per megawatt-hour without the unit, which stands on the axis."""
    return text.show(value, "usd_per_mwh", lang, signed).removesuffix("/MWh")


def _cell(scenario: Scenario, key: str | None, lang: Lang) -> Cell:
    return text.missing(lang) if key is None else figure(scenario.output(key), lang)


# ------------------------------------------------------------------------------------------ an hour of a card

_HOUR: Final = (
    "token_revenue_gpt_oss_20b",
    "token_revenue_gpt_oss_20b_july",
    "token_revenue_llama31_8b",
    "card_hour_revenue",
)


def card_hour(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What an hour of a card brings: selling tokens at the published prices, or renting the card out."""
    outputs = [scenario.output(key) for key in _HOUR if scenario.known(key)]
    tokens = [o for o in outputs if o.key.startswith("token_")]
    if not tokens or not scenario.known("card_hour_cost", "card_hour_revenue"):
        return base.missing("hour", "hour", lang, SUPPORT)
    cost = scenario.value("card_hour_cost")
    names = [text.t(f"ai.hour.{o.key}", lang) for o in outputs]
    words = [text.usd(o.number, lang, 2) for o in outputs]
    price = f"<b>{text.usd(cost, lang, 2)}</b> {text.t('ai.hour.cost', lang)}"
    height = SUPPORT + 24

    def build(width: int) -> Dict:
        left = 132 if width >= base.WIDE else 108
        plot = width - left - 14
        room = max(placing.text_size(word, 12)[0] for word in words) + 16
        biggest = max(*(o.number for o in outputs), cost)
        high = biggest * plot / (plot - room)
        scale, notes = base.row_axis(names, left)
        scale["range"] = [len(outputs) - 0.5, -0.95]
        traces = []
        for row, (output, word) in enumerate(zip(outputs, words, strict=True)):
            yours = output.key == "card_hour_revenue"
            traces.append(base.marks([output.number], [row], shape="diamond" if yours else "open"))
            notes.append(base.label(output.number, row, f"<b>{word}</b>", ASSUMED if yours else INK, dx=12))
        fits = placing.text_size(price, 12)[0] + 8 < (1 - cost / high) * plot
        notes.append(base.label(cost, -0.72, price, INK, "left" if fits else "right", dx=5 if fits else -5))
        values = base.inner_ticks(0, high, 5)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 4, "b": _BAND},
                xaxis={"range": [0, high], **base.ticks(values, base.unit_once(values, lang, "usd", 1))},
                yaxis=scale,
                annotations=notes,
                shapes=[
                    *base.row_lines(0, high, len(outputs)),
                    base.segment(0, -0.5, 0, len(outputs) - 0.5, INK, 1),
                    base.segment(cost, -0.95, cost, len(outputs) - 0.5, INK, 2) | {"layer": "below"},
                ],
            ),
        }

    wide, narrow = base.both(build)
    rows = (
        *((name, Figure(o.key, word, o.value, o.kind)) for name, o, word in zip(names, outputs, words, strict=True)),
        (label(scenario, "card_hour_cost", lang), figure(scenario.output("card_hour_cost"), lang)),
    )
    best = max(tokens, key=_number)
    return Chart(
        "hour",
        say(scenario, "ai.hour.title", lang, best=figure(best, lang)),
        say(scenario, "ai.hour.subtitle", lang),
        say(scenario, "ai.hour.alt", lang, best=figure(best, lang)),
        wide,
        tuple((kind, text.t(f"ai.hour.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        Table(tuple(text.t(f"ai.hour.{c}", lang) for c in ("use", "value")), rows, text.t("ai.hour.caption", lang)),
        (
            *(o.key for o in outputs),
            "card_hour_cost",
            *(
                key
                for key in (
                    "throughput_llama31_8b",
                    "throughput_gpt_oss_20b",
                    "token_price_llama31_8b",
                    "token_price_gpt_oss_20b",
                    "token_price_gpt_oss_20b_july",
                )
                if scenario.known(key)
            ),
        ),
        height,
        narrow,
    )


def _number(output: Output) -> float:
    return output.number
