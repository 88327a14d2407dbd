"""The chart of the AI page with the price that pays for everything: of a card-hour, or of a kilowatt."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures.colors import ASSUMED, GREY, INK, MUTED
from dashboard.figures.layout import HERO, Block, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.headlines import label, say
from dashboard.headlines.ai import model
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
_GAP = 15.0


def break_even(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The price that pays for everything: of a card-hour by utilisation, or of a kilowatt by facility cost."""
    return _gpu_price(scenario, lang) if model(scenario) == "gpu" else _rent(scenario, lang)


def _gpu_price(scenario: Scenario, lang: Lang) -> Chart | Block:
    if not scenario.known("gpu_break_even_price_with_decay"):
        return base.missing("price", "gpu_price", lang, HERO)
    own, price = scenario.value("gpu_utilisation"), scenario.value("gpu_hour_price")
    even, falling = scenario.value("gpu_break_even_price"), scenario.value("gpu_break_even_price_with_decay")
    bounds = bounds_of(scenario, "gpu_utilisation")
    shares = np.unique(np.append(np.linspace(*bounds, 35), own))
    steady = scenario.sweep("gpu_break_even_price", gpu_utilisation=shares)
    decaying = scenario.sweep("gpu_break_even_price_with_decay", gpu_utilisation=shares)
    offers = _offers(scenario, lang)
    top = 1.12 * max(price, falling, *(at for _, at, _ in offers), 1.0)
    path = "falling" if scenario.value("price_decay") > 0 else "steady"
    y_ticks = base.nice_ticks(0, top, 5)
    y_labels = base.unit_once(y_ticks, lang, "usd", 1)

    def build(width: int) -> Dict:
        margins = (base.room(y_labels), 98 if offers else 12, 10, 26)
        placer = Placer(width, HERO, bounds, (0, top), margins)
        placer.keep_ticks_clear(y_ticks, y_labels)
        placer.keep_clear(own, price, 10)
        placer.keep_clear(own, even, 6)
        for values in (steady, decaying):
            keep_curve(placer, shares, values, top)
        if offers:
            plot = width - margins[0] - margins[1]
            placer.taken.append((plot - 6, 0, plot + margins[1], HERO))
        notes = [
            placer.place(
                own, price, f"<b>{text.usd(price, lang, 2)}</b> {text.t('ai.price.yours', lang)}", ASSUMED,
                prefer=("e", "w", "ne", "nw", "n", "s"), gap=13,
            ),
            placer.place(
                own, even, f"<b>{text.usd(even, lang, 2)}</b> {text.t('ai.price.even', lang)}",
                prefer=("sw", "s", "w", "se", "e", "n"), gap=12,
            ),
        ]  # fmt: skip
        traces = [base.line(shares, steady)]
        if path == "falling":
            traces.append(base.line(shares, decaying, GREY, 2, "dot"))
            placer.keep_clear(own, falling, 6)
            words, wide = text.plain(say(scenario, "ai.price.falling", lang)), width >= base.WIDE
            notes.append(
                placer.place(
                    own, falling, f"<b>{text.usd(falling, lang, 2)}</b>{' ' if wide else '<br>'}{words}", MUTED,
                    prefer=("ne", "n", "e", "nw", "se", "w", "s"), gap=12,
                )
            )  # fmt: skip
            traces.append(base.marks([own], [falling], shape="open", marker={"line": {"color": GREY, "width": 2}}))
        lines, names, dots = _offer_marks(offers, bounds[1], top, width, margins, lang)
        x_ticks = base.inner_ticks(*bounds, 5)
        return {
            "data": [
                *traces,
                *dots,
                base.marks([own], [even], shape="open"),
                base.marks(
                    [own], [price],
                    [base.hover(
                        (label(scenario, "gpu_utilisation", lang), text.percent(own, lang)),
                        (label(scenario, "gpu_hour_price", lang), text.usd(price, lang, 2)),
                        (label(scenario, "gpu_break_even_price", lang), text.usd(even, lang, 2)),
                    )],
                    "diamond",
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": list(bounds), **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "pct", 0.01))},
                yaxis={"range": [0, top], **base.ticks(y_ticks, y_labels)},
                shapes=[*lines, base.segment(bounds[0], 0, bounds[1], 0, INK, 1)],
                annotations=[*notes, *names],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    kinds = {key: scenario.output(key).kind for key in ("gpu_break_even_price", "gpu_break_even_price_with_decay")}
    rows = [
        (
            text.percent(share, lang, 0),
            Figure("gpu_break_even_price", text.usd(at, lang, 2), float(at), kinds["gpu_break_even_price"]),
            Figure(
                "gpu_break_even_price_with_decay", text.usd(later, lang, 2), float(later),
                kinds["gpu_break_even_price_with_decay"],
            ),
        )
        for share, at, later in zip(shares, steady, decaying, strict=True)
        if abs(share * 10 - round(share * 10)) < 1e-9 or share == own
    ]  # fmt: skip
    facts = [(name, Figure(key, text.usd(at, lang, 2), at, "reported"), text.missing(lang)) for name, at, key in offers]
    return Chart(
        "price",
        say(scenario, f"ai.price.title.{path}", lang),
        say(scenario, f"ai.price.subtitle.{path}", lang),
        say(scenario, "ai.price.alt", lang),
        wide,
        tuple((kind, text.t(f"ai.price.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        Table(
            (
                label(scenario, "gpu_utilisation", lang),
                label(scenario, "gpu_break_even_price", lang),
                label(scenario, "gpu_break_even_price_with_decay", lang),
            ),
            (*rows, *facts),
            text.t("ai.price.caption", lang),
        ),
        (
            "ai_break_even_gpu_price",
            "gpu_break_even_price",
            "gpu_break_even_price_with_decay",
            "level_price_share",
            "gpu_hour_price",
            "gpu_utilisation",
            *(key for _, _, key in offers),
        ),
        HERO,
        narrow,
    )


def _offers(scenario: Scenario, lang: Lang) -> list[tuple[str, float, str]]:
    """Published prices of an hour of the card: name, price, key; the two facts first, then other providers."""
    facts = scenario.facts
    found = [
        (text.t(f"ai.price.{name}", lang), float(at), key)
        for name, key in (("docs", "gpu_hour_price_docs"), ("list", "gpu_hour_price_list"))
        if facts.has(key) and isinstance(at := facts.lookup(key), float)
    ]
    taken = {at for _, at, _ in found}
    series = facts.series.get("ecohash_prices")
    for row in () if series is None else series.rows:
        at = row.values.get("input_price")
        if row.kind == "gpu_hour" and at is not None and float(at) not in taken and row.label is not None:
            # "RTX PRO 6000 at RunPod": the provider is the last word in both languages.
            found.append((row.label.get(lang).split(" ")[-1], float(at), "ecohash_prices_input_price"))
    return found


def _offer_marks(
    offers: list[tuple[str, float, str]],
    edge: float,
    top: float,
    width: int,
    margins: tuple[int, int, int, int],
    lang: Lang,
) -> tuple[list[Dict], list[Dict], list[Dict]]:
    """Dots on the right edge, with labels beside them that keep their distance: leader lines, labels, dots."""
    high = HERO - margins[2] - margins[3]
    ordered = sorted(offers, key=lambda offer: offer[1])
    heights = [at / top * high for _, at, _ in ordered]
    places = _spread(heights, 7, high - 7)
    per_px = 1 / (width - margins[0] - margins[1])
    lines, names, dots = [], [], []
    for (name, at, key), place in zip(ordered, places, strict=True):
        own = key == "gpu_hour_price_docs"
        # In paper coordinates on both axes: anything else would be cut off at the edge of the plot.
        lines.append(
            base.segment(1 + 6 * per_px, at / top, 1 + 16 * per_px, place / high, GREY, 1)
            | {"xref": "paper", "yref": "paper"}
        )
        words = f"{name} <b>{text.number(at, lang, 2)}</b>"
        names.append(
            base.label(
                1, place / high, words, INK if own else MUTED, dx=18, halo=False, xref="paper", yref="paper",
            )
        )  # fmt: skip
        dots.append(base.marks([edge], [at], shape="filled", marker={"color": INK if own else GREY, "size": 8}))
    return lines, names, sorted(dots, key=lambda dot: bool(dot["marker"]["color"] == INK))


def _spread(places: list[float], low: float, high: float) -> list[float]:
    """Ascending positions moved apart to at least one line of text, and kept between ``low`` and ``high``."""
    spread: list[float] = []
    for place in places:
        spread.append(max(place, spread[-1] + _GAP if spread else low))
    for index in range(len(spread) - 1, -1, -1):
        limit = high if index == len(spread) - 1 else spread[index + 1] - _GAP
        spread[index] = min(spread[index], limit)
    return spread


def _rent(scenario: Scenario, lang: Lang) -> Chart | Block:
    if not scenario.known("ai_break_even_colocation_rent"):
        return base.missing("price", "rent", lang, HERO)
    own, rent = scenario.value("facility_capex"), scenario.value("colocation_rent")
    even = scenario.value("ai_break_even_colocation_rent")
    bounds = bounds_of(scenario, "facility_capex")
    costs = np.unique(np.append(np.linspace(*bounds, 25), own))
    rents = scenario.sweep("ai_break_even_colocation_rent", facility_capex=costs)
    top = 1.15 * max(rent, float(rents.max()))
    y_ticks = base.nice_ticks(0, top, 5)
    y_labels = base.unit_once(y_ticks, lang, "usd", 1)

    def build(width: int) -> Dict:
        margins = (base.room(y_labels), 14, 10, 26)
        placer = Placer(width, HERO, bounds, (0, top), margins)
        placer.keep_clear(own, rent, 10)
        placer.keep_clear(own, even, 6)
        keep_curve(placer, costs, rents, top)
        notes = [
            placer.place(
                own, rent, f"<b>{text.usd(rent, lang, 0)}</b> {text.t('ai.rent.yours', lang)}", ASSUMED,
                prefer=("e", "w", "ne", "nw", "n", "s"), gap=13,
            ),
            placer.place(
                own, even, f"<b>{text.usd(even, lang, 0)}</b> {text.t('ai.rent.even', lang)}",
                prefer=("se", "e", "s", "nw", "w", "n"), gap=12,
            ),
        ]  # fmt: skip
        x_ticks = base.inner_ticks(*bounds, 5)
        return {
            "data": [
                base.line(costs, rents),
                base.marks([own], [even], shape="open"),
                base.marks(
                    [own], [rent],
                    [base.hover(
                        (label(scenario, "facility_capex", lang), text.millions(own, lang, 1)),
                        (label(scenario, "colocation_rent", lang), text.usd(rent, lang, 0)),
                        (label(scenario, "ai_break_even_colocation_rent", lang), text.usd(even, lang, 0)),
                    )],
                    "diamond",
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": list(bounds), **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "musd", _MILLION))},
                yaxis={"range": [0, top], **base.ticks(y_ticks, y_labels)},
                shapes=[base.segment(bounds[0], 0, bounds[1], 0, INK, 1)],
                annotations=notes,
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    key = "ai_break_even_colocation_rent"
    rows = tuple(
        (
            text.millions(cost, lang, 1),
            Figure(key, text.usd(at, lang, 0), float(at), scenario.output(key).kind),
        )
        for cost, at in zip(costs, rents, strict=True)
        if abs(cost / 4e6 - round(cost / 4e6)) < 1e-9 or cost in (own, *bounds)
    )
    return Chart(
        "price",
        say(scenario, "ai.rent.title", lang),
        say(scenario, "ai.rent.subtitle", lang),
        say(scenario, "ai.rent.alt", lang),
        wide,
        tuple((kind, text.t(f"ai.rent.{kind}", lang)) for kind in ("derived", "assumed")),
        Table((label(scenario, "facility_capex", lang), label(scenario, key, lang)), rows),
        (key, "ai_break_even_gpu_price", "colocation_rent", "facility_capex"),
        HERO,
        narrow,
    )


def bounds_of(scenario: Scenario, name: str) -> tuple[float, float]:
    """The range of a slider in base units."""
    assumption = scenario.facts.assumption(name)
    if assumption is None:
        return 0.0, float(scenario.value(name)) * 2 or 1.0
    low, high, _ = assumption.bounds
    return float(assumption.to_base(low)), float(assumption.to_base(high))


def keep_curve(placer: Placer, xs: Any, ys: Any, top: float) -> None:
    for (x0, y0), (x1, y1) in zip(zip(xs, ys, strict=True), zip(xs[1:], ys[1:], strict=True), strict=False):
        if min(y0, y1) <= top:
            placer.keep_line_clear(x0, min(y0, top), x1, min(y1, top))
