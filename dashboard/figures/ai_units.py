"""The charts of the AI page that count one unit: an IT megawatt, a card, the owned site, a megawatt-hour."""

from __future__ import annotations

from typing import Final

from dashboard import text
from dashboard.colors import ASSUMED, GAIN, GREY, GRID, INK, LOSS, MUTED
from dashboard.figures import layout as base
from dashboard.figures import placing, shapes
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.headlines import figure, label, say
from dashboard.headlines.ai import model
from dashboard.resolver import Output, Scenario
from dashboard.text import Figure, Lang, Sentence, Toned

_MILLION = 1e6

# Rows of the yearly account of an IT megawatt; None: the tenant pays.
_GPU_YEAR: Final = (
    "gpu_revenue_per_mw_year",
    "gpu_power_cost_per_mw_year",
    "ai_opex",
    "gpu_capital_cost_per_mw_year",
    "gpu_result_per_mw_year",
)
_COLO_YEAR: Final = (
    "colocation_revenue_per_mw_year",
    None,
    "ai_opex",
    "colocation_capital_cost_per_mw_year",
    "colocation_result_per_mw_year",
)
_STEPS: Final = ("revenue", "power", "running", "capital", "result")


def gpu_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """A year of an IT megawatt of own cards: from rental revenue to what is left after capital."""
    return _year(scenario, lang, "gpu", _GPU_YEAR)


def colocation_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """A year of an IT megawatt of colocation: from rent to what is left after capital."""
    return _year(scenario, lang, "colo", _COLO_YEAR)


def _year(scenario: Scenario, lang: Lang, business: str, keys: tuple[str | None, ...]) -> Chart | Block:
    known = [key for key in keys if key is not None]
    if not scenario.known(*known):
        return base.missing(f"year_{business}", f"year_{business}", lang, SUPPORT)
    chosen = model(scenario) == business
    names = [text.t(f"ai.year.{step}", lang) for step in _STEPS]
    starts, ends, colors, words, cells = [], [], [], [], []
    level = 0.0
    for step, key in zip(_STEPS, keys, strict=True):
        amount = 0.0 if key is None else float(scenario.value(key))
        total = step in ("revenue", "result")
        start, end = (0.0, amount) if total else (level, level - amount)
        level = end
        starts.append(start)
        ends.append(end)
        # Only the chosen business carries colour; the result keeps it in both, because it is the finding.
        sign = MUTED if amount == 0 else GAIN if amount > 0 else LOSS
        plain = not chosen or key is None
        colors.append(sign if step == "result" else MUTED if plain else INK if total else LOSS)
        shown = text.number((amount if total else -amount) / _MILLION, lang, 2, step == "result")
        words.append(text.t("ai.year.tenant", lang) if key is None else shown)
        cells.append(
            text.t("ai.year.tenant", lang)
            if key is None
            else figure(scenario.output(key), lang, "plain" if total else "plain,d2")
        )

    def build(width: int) -> Dict:
        left = 112 if width >= base.WIDE else 92
        drawn = shapes.waterfall(names, starts, ends, colors, words, left, width)
        drawn["layout"]["xaxis"]["range"] = _reach(starts, ends, words, width - left - 8)
        if chosen:
            drawn["data"].append(base.marks([ends[-1]], [len(names) - 1], shape="diamond"))
            drawn["layout"]["annotations"][-1] |= {"xshift": 14 if ends[-1] >= 0 else -14}
        return drawn

    wide, narrow = base.both(build)
    mine: Sentence = (Toned(text.t("ai.year.chosen", lang), "as"), " ") if chosen else ()
    return Chart(
        f"year_{business}",
        say(scenario, f"ai.year.title.{business}", lang),
        mine + say(scenario, f"ai.year.subtitle.{business}", lang),
        say(scenario, f"ai.year.alt.{business}", lang),
        wide,
        (("assumed", text.t(f"ai.year.assumed.{business}", lang)), ("derived", text.t("ai.year.derived", lang))),
        Table((text.t("ai.year.step", lang), text.t("ai.year.amount", lang)), tuple(zip(names, cells, strict=True))),
        tuple(known),
        SUPPORT,
        narrow,
    )


def _reach(starts: list[float], ends: list[float], words: list[str], plot: int) -> list[float]:
    """The part of the axis that holds all bars and the labels at their ends, on ``plot`` px."""
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    widest = max(placing.text_size(word, 12)[0] for word in words) + 16
    per_px = (high - low or 1.0) / max(plot - widest, 40)
    for start, end, word in zip(starts, ends, words, strict=True):
        label_width = (placing.text_size(word, 12)[0] + 18) * per_px
        low, high = (low, max(high, end + label_width)) if end >= start else (min(low, end - label_width), high)
    return [low, high]


# Lines of the table: revenue, running cost, capital cost, result, plant; columns: card, IT MW, site | IT MW, site.
_UNITS: Final = (
    (
        "revenue",
        "ai_revenue_per_gpu_year",
        "gpu_revenue_per_mw_year",
        "georgia_gpu_revenue",
        "colocation_revenue_per_mw_year",
        "georgia_colocation_revenue",
    ),
    (
        "running",
        "gpu_running_cost_per_card_year",
        "gpu_running_cost_per_mw_year",
        "georgia_gpu_running_cost",
        "ai_opex",
        "georgia_colocation_running_cost",
    ),
    (
        "capital",
        "gpu_capital_cost_per_card_year",
        "gpu_capital_cost_per_mw_year",
        "georgia_gpu_capital_cost",
        "colocation_capital_cost_per_mw_year",
        "georgia_colocation_capital_cost",
    ),
    (
        "result",
        "gpu_result_per_card_year",
        "gpu_result_per_mw_year",
        "georgia_gpu_result",
        "colocation_result_per_mw_year",
        "georgia_colocation_result",
    ),
    (
        "plant",
        "gpu_capex_per_card",
        "gpu_capex_per_mw",
        "georgia_gpu_capex",
        "facility_capex",
        "georgia_colocation_capex",
    ),
)


def unit_table(scenario: Scenario, lang: Lang) -> Block:
    """Both businesses per card, per IT megawatt and for the whole owned site, as a table."""
    rows: list[tuple[Cell, ...]] = [
        (
            text.t(f"ai.units.{line}", lang),
            *(figure(scenario.output(key), lang, _digits(key, line)) for key in keys),
        )
        for line, *keys in _UNITS
    ]
    known = scenario.known("georgia_gpu_result", "georgia_colocation_result", "georgia_gpu_capex")
    site = text.plain(say(scenario, "ai.units.site", lang)) if known else text.t("ai.units.site.unknown", lang)
    heads = tuple(text.t(f"ai.units.{c}", lang) for c in ("line", "card", "gpu_mw"))
    return Block(
        "units",
        say(scenario, f"ai.units.title{'' if known else '.unknown'}", lang),
        say(scenario, f"ai.units.subtitle{'' if known else '.unknown'}", lang),
        table=Table(
            (
                *heads,
                text.t("ai.units.gpu_site", lang, site=site),
                text.t("ai.units.colo_mw", lang),
                text.t("ai.units.colo_site", lang, site=site),
            ),
            tuple(rows),
            text.plain(say(scenario, "ai.units.caption", lang)),
        ),
        origins=tuple((kind, text.t(f"ai.units.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        uses=(
            *(key for _, *keys in _UNITS for key in keys),
            "georgia_it_mw",
            "container_capex_per_gpu",
            "container_gpus_per_it_mw",
        ),
    )


def _digits(key: str, line: str) -> str:
    if key in ("ai_opex", "facility_capex"):
        return "d2,plain"
    dollars = key.endswith(("card_year", "per_card", "gpu_year"))
    return ("d0" if dollars else "") + ("" if line == "result" else ",plain")


# ------------------------------------------------------------------------------------------ a megawatt-hour

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
        ("ai_value_per_mwh", "ai_gross_value_per_mwh", "hashprice", *keys),
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
    values = base.inner_ticks(*span, 5)
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
        traces, grid = [], []
        for row, (output, word) in enumerate(zip(outputs, words, strict=True)):
            yours = output.key == "card_hour_revenue"
            grid.append(base.segment(0, row, high, row, GRID, 1) | {"layer": "below"})
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
                    *grid,
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
