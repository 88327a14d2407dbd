"""The chart of the AI page with the price that pays for everything: of a card-hour, or of a kilowatt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.figures import axes
from dashboard.figures.axes import Dict
from dashboard.figures.colors import ASSUMED, GREY, INK, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart
from dashboard.figures.placing import apart
from dashboard.figures.plot import Plot
from dashboard.headlines.ai import model
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_GAP = 15.0
# A published price: who asks it, and the number.
Offer = tuple[str, Figure]


@compared
def break_even(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The price that pays for everything: of a card-hour by utilisation, or of a kilowatt by facility cost."""
    return _gpu_price(scenario, lang) if model(scenario) == "gpu" else _rent(scenario, lang)


# The first is the key figure of the page: its price changes every year as the reader says; the other one holds.
_GPU = ("gpu_break_even_price_with_decay", "gpu_break_even_price")


def _gpu_price(scenario: Scenario, lang: Lang) -> Chart | Block:
    draft = Draft(scenario, lang, "ai.price")
    if not scenario.known(*_GPU, "ai_break_even_gpu_price"):
        return draft.missing("gpu_price", HERO)
    own = scenario.value("gpu_utilisation")
    price, even, steady = (draft.shown(key, "usd", 2) for key in ("gpu_hour_price", *_GPU))
    bounds = bounds_of(scenario, "gpu_utilisation")
    shares = np.unique(np.append(np.linspace(*bounds, 35), own))
    curves = [scenario.sweep(key, gpu_utilisation=shares) for key in _GPU]
    offers = _offers(draft)
    top = 1.12 * max(price.value, even.value, steady.value, *(one.value for _, one in offers), 1.0)
    top = axes.reaching(top, 1.12 * draft.both("gpu_hour_price", *_GPU))
    decay = scenario.value("price_decay")
    path = "falling" if decay > 0 else "rising" if decay < 0 else "steady"
    x, y = axes.across(*bounds, lang, "pct", 0.01), axes.upright(0, top, lang, "usd")
    hover = (
        (draft.label("gpu_utilisation"), draft.shown("gpu_utilisation", "pct")),
        (draft.label("gpu_hour_price"), price),
        (draft.label("ai_break_even_gpu_price"), even),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, right=98 if offers else 12, top=10)
        plot.line(shares, curves[0], clear=1)
        plot.keep_line_clear(shares, curves[1])
        if path != "steady":
            plot.line(shares, curves[1], GREY, 2, "dot")
            plot.marks(own, steady.value, "open", marker={"line": {"color": GREY, "width": 2}})
        _edge(plot, offers, lang)
        plot.marks(own, even.value, "open", clear=6)
        plot.marks(own, price.value, "diamond", clear=10, hover=hover)
        plot.level()
        words = f"<b>{price.text}</b> {draft.words('yours')}"
        plot.label(own, price.value, words, ASSUMED, "e w ne nw n s", gap=13)
        plot.label(own, even.value, f"<b>{even.text}</b> {draft.words('even')}", INK, "ne n e nw se w s", gap=12)
        if path != "steady":
            plot.placer.keep_clear(own, steady.value, 6)
            words = f"<b>{steady.text}</b>{' ' if plot.wide else '<br>'}{draft.words('holds')}"
            plot.label(own, steady.value, words, MUTED, "sw s w se e n", gap=12)
        return plot

    told = np.array([share for share in shares if abs(share * 10 - round(share * 10)) < 1e-9 or share == own])
    cells = (draft.at(key, "usd", 2, gpu_utilisation=told) for key in _GPU)
    rows = zip((text.percent(share, lang, 0) for share in told), *cells, strict=True)
    published = [(*offer, text.DASH) for offer in offers]
    return draft.chart(
        draw,
        draft.table(draft.labels("gpu_utilisation", *_GPU), [*rows, *published], "caption"),
        "reported derived assumed",
        ("ai_break_even_gpu_price", *_GPU, "level_price_share", "gpu_hour_price", "gpu_utilisation",
         *(one.key for _, one in offers)),
        HERO,
        f"title.{path}",
        f"subtitle.{path}",
        basis="hour",
    )  # fmt: skip


def _offers(draft: Draft) -> list[Offer]:
    """Published prices of an hour of the card: the two facts first, then other providers."""
    facts = draft.scenario.facts
    found = [
        (draft.words(name), draft.shown(key, "usd", 2))
        for name, key in (("docs", "gpu_hour_price_docs"), ("list", "gpu_hour_price_list"))
        if facts.has(key) and isinstance(facts.lookup(key), float)
    ]
    taken = {one.value for _, one in found}
    series = facts.series.get("ecohash_prices")
    for at, row in enumerate(() if series is None else series.rows):
        price = row.values.get("input_price")
        if row.kind == "gpu_hour" and price is not None and float(price) not in taken and row.label is not None:
            # "RTX PRO 6000 at RunPod": the provider is the last word in both languages.
            name = row.label.get(draft.lang).split(" ")[-1]
            found.append((name, draft.element("ecohash_prices_input_price", at, "usd", 2)))
    return found


def _edge(plot: Plot, offers: Sequence[Offer], lang: Lang) -> None:
    """Dots on the right edge, with labels beside them that keep their distance, and lines that lead to them."""
    if not offers:
        return
    wide, high = plot.placer.inner
    plot.placer.taken.append((wide - 6, 0, wide + plot.placer.margin[1], HERO))
    ordered = sorted(offers, key=lambda offer: float(offer[1].value))
    shares = [one.value / plot.y.high for _, one in ordered]
    places = apart([share * high for share in shares], [_GAP] * len(shares), 0, high)
    paper: Dict = {"xref": "paper", "yref": "paper"}
    dots = []
    for (name, one), share, place in zip(ordered, shares, places, strict=True):
        own = one.key == "gpu_hour_price_docs"
        # In paper coordinates on both axes: anything else would be cut off at the edge of the plot.
        plot.rule(1 + 6 / wide, share, 1 + 16 / wide, place / high, GREY, **paper)
        words = f"{name} <b>{text.number(one.value, lang, 2)}</b>"
        plot.fixed(1, place / high, words, INK if own else MUTED, dx=18, halo=False, **paper)
        dots.append((own, one.value))
    for own, value in sorted(dots, key=lambda dot: dot[0]):
        plot.marks(plot.x.high, value, marker={"color": INK if own else GREY, "size": 8})


def _rent(scenario: Scenario, lang: Lang) -> Chart | Block:
    draft, key = Draft(scenario, lang, "ai.rent", "price"), "ai_break_even_colocation_rent"
    if not scenario.known(key):
        return draft.missing("rent", HERO)
    own = scenario.value("colocation_capex")
    rent, even = (draft.shown(one, "usd", 0) for one in ("colocation_rent", key))
    bounds = bounds_of(scenario, "colocation_capex")
    costs = np.unique(np.append(np.linspace(*bounds, 25), own))
    rents = scenario.sweep(key, colocation_capex=costs)
    x = axes.across(*bounds, lang, "musd", 1e6)
    y = axes.upright(0, 1.15 * max(*draft.both("colocation_rent"), float(rents.max())), lang, "usd")
    hover = (
        (draft.label("colocation_capex"), draft.shown("colocation_capex", "musd", 1)),
        (draft.label("colocation_rent"), rent),
        (draft.label(key), even),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, right=14, top=10)
        plot.line(costs, rents, clear=1)
        plot.marks(own, even.value, "open", clear=6)
        plot.marks(own, rent.value, "diamond", clear=10, hover=hover)
        plot.level()
        plot.label(own, rent.value, f"<b>{rent.text}</b> {draft.words('yours')}", ASSUMED, "e w ne nw n s", gap=13)
        plot.label(own, even.value, f"<b>{even.text}</b> {draft.words('even')}", INK, "se e s nw w n", gap=12)
        return plot

    told = np.array([cost for cost in costs if abs(cost / 4e6 - round(cost / 4e6)) < 1e-9 or cost in (own, *bounds)])
    cells = draft.at(key, "usd", 0, colocation_capex=told)
    return draft.chart(
        draw,
        draft.table(
            draft.labels("colocation_capex", key),
            zip((text.millions(cost, lang, 1) for cost in told), cells, strict=True),
        ),
        "derived assumed",
        (key, "ai_break_even_gpu_price", "colocation_rent", "colocation_capex"),
        HERO,
        basis="rent",
    )


def bounds_of(scenario: Scenario, name: str) -> tuple[float, float]:
    """The range of a slider in base units."""
    assumption = scenario.facts.assumption(name)
    if assumption is None:
        return 0.0, float(scenario.value(name)) * 2 or 1.0
    low, high, _ = assumption.bounds
    return float(assumption.to_base(low)), float(assumption.to_base(high))
