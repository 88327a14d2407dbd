"""The charts of the Share price page about value: what a share holds, and what its price implies."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes, shapes
from dashboard.figures.ai.price import bounds_of
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.figures.shapes import Dot, Step, dots
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MILLION = 1e6
_STEPS = 81
# Name of the row, the number, whether it is a level, and its colour as a step.
_NAV = (
    ("coins", "btc_value_per_share", False, GAIN),
    ("cash", "cash_per_share", False, GAIN),
    ("debt", "debt_per_share", False, LOSS),
    ("nav", "nav_per_share", True, ""),
    ("rest", "price_above_nav_per_share", False, MUTED),
    ("price", "share_price", True, ""),
)


@compared
def nav_bridge(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Coins plus cash minus debt of one share, and what the price adds to them."""
    draft = Draft(scenario, lang, "share.nav")
    keys = [key for _, key, *_ in _NAV]
    if not scenario.known(*keys, "valuation_date", "balance_date", "nav_per_share_published"):
        return draft.missing()
    steps, also = _nav_steps(draft), []
    if scenario.other is not None and scenario.other.known(*keys):
        also = _nav_steps(Draft(scenario.other, lang, "share.nav"))
    rows = [(draft.words(name), draft.number(key)) for name, key, *_ in _NAV]
    others = "others" if scenario.known("nav_per_share_with_other") else "plain"
    if others == "others":
        day = text.date(catalog.period(scenario.facts, "total_liabilities_last"), lang)
        rows.append((draft.words("outside", day=day), draft.number("other_liabilities_per_share")))
        rows.append((draft.words("with_other"), draft.number("nav_per_share_with_other")))
    day = text.date(str(scenario.value("balance_date")), lang)
    rows.append((draft.words("published", day=day), draft.number("nav_per_share_published")))
    rest = round(scenario.value("price_above_nav_per_share"), 2)
    return draft.chart(
        lambda width: shapes.waterfall(width, SUPPORT, steps, (118, 96), also=also),
        draft.table(draft.head("step", "amount"), rows),
        "reported assumed derived",
        (*keys[:5], "net_asset_value", "other_liabilities"),
        title=f"title.{'above' if rest > 0 else 'below' if rest < 0 else 'equal'}",
        subtitle=f"subtitle.{others}",
    )


def _nav_steps(draft: Draft) -> list[Step]:
    steps = []
    for name, key, total, color in _NAV:
        amount = float(draft.scenario.value(key)) * (-1 if name == "debt" else 1)
        words = text.usd(amount, draft.lang, 2) if total else text.number(amount, draft.lang, 2, True)
        steps.append(Step(draft.words(name), amount, words, total, color))
    return steps


_MULTIPLES = ("mnav", "mnav_enterprise")


@compared
def mnav_curve(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Market value and enterprise value as multiples of the coins, against the bitcoin price."""
    draft = Draft(scenario, lang, "share.mnav")
    if scenario.known("market_value", "coins_valued") and scenario.value("coins_valued") <= 0:
        return draft.missing("mnav_coins")
    if not scenario.known(*_MULTIPLES, "btc_price_at_nav"):
        return draft.missing()
    price, even = scenario.value("btc_price"), scenario.value("btc_price_at_nav")
    own = draft.shown("mnav", "ratio")
    here = draft.both("btc_price")
    low, high = min(20e3, *here), max(200e3, *here)
    xs = np.linspace(low, high, _STEPS)
    # The estimate of today does not move with the price slider, so the sweep need not run it again.
    held = {key: scenario.value(key) for key in ("coins_valued", "cash_valued", "debt_valued")}
    market, enterprise = (scenario.sweep(key, btc_price=xs, **held) for key in _MULTIPLES)
    # Near a price of zero every multiple runs off; the reader's own must stay in sight.
    top = max(3.0, own.value * 1.25, float(scenario.value("mnav_enterprise")) * 1.2)
    top = axes.reaching(top, 1.25 * draft.both("mnav"))
    x, y = axes.across(low, high, lang, "ksd", 1e3), axes.upright(0, top, lang, "ratio", about=4)
    early = price < (low + high) / 2
    hover = (
        (text.t("share.price", lang), text.usd(price, lang)),
        (draft.label("mnav"), own),
        (draft.label("mnav_enterprise"), draft.number("mnav_enterprise")),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, x, y, 46, 16)
        for values, color, thick, dash in ((enterprise, GREY, 1.8, "dot"), (market, INK, 2.5, "solid")):
            seen = np.where(values <= top, values, np.nan)
            plot.line(xs, seen, color, thick, dash)
            plot.keep_line_clear(xs, values, every=4)
        if low < even < high:
            plot.marks(even, 1.0, "open", clear=6)
        plot.marks(price, own.value, "diamond", clear=10, hover=hover)
        plot.level(1, clear=1)
        plot.level()
        words = f"<b>{own.text}</b><br>{draft.words('yours')}"
        plot.label(price, own.value, words, ASSUMED, "ne sw e n" if early else "sw s ne nw", gap=12)
        if low < even < high:
            words = f"{draft.words('even')}<br><b>{text.usd(even, lang)}</b>"
            plot.label(even, 1.0, words, INK, "ne n e sw", gap=12)
        # High up the two curves stand side by side; at the right end they are too close for a label each.
        upper = int(np.argmin(np.abs(enterprise - top * 0.62)))
        plot.label(xs[upper], float(enterprise[upper]), draft.words("enterprise"), MUTED, "e ne se n")
        end = int(_STEPS * 0.86) if early else int(np.argmin(np.abs(market - top * 0.42)))
        plot.label(xs[end], float(market[end]), draft.words("market"), INK, "sw s se", gap=8)
        return plot

    prices = np.array(sorted({*axes.nice_ticks(low, high, 8), price}))
    swept = {key: scenario.sweep(key, btc_price=prices, **held) for key in _MULTIPLES}
    cells = (draft.at(key, "ratio", swept=swept[key], btc_price=prices) for key in _MULTIPLES)
    case = "before_sale" if scenario.known("mnav_with_treasury_before") else "plain"
    return draft.chart(
        draw,
        draft.table(
            (text.t("share.price", lang), *draft.labels(*_MULTIPLES)),
            zip((text.usd(at, lang) for at in prices), *cells, strict=True),
        ),
        "reported assumed derived",
        (*_MULTIPLES, "btc_price_at_nav", "btc_value", "enterprise_value"),
        title=f"title.{case}",
        subtitle=f"subtitle.{case}",
    )


@compared
def implied_megawatts(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The AI capacity that would explain the price, by what a contracted megawatt is worth."""
    draft = Draft(scenario, lang, "share.implied")
    bare_key = "implied_ai_mw_without_tenant"
    if not scenario.known("implied_ai_mw", "mining_value", bare_key):
        return draft.missing()
    unsigned, bare = scenario.value("uncontracted_mw_value"), draft.shown(bare_key, "mw")
    worth, plan = scenario.value("contracted_mw_value"), scenario.value("ai_mw")
    own = draft.shown("implied_ai_mw", "mw")
    low, high = bounds_of(scenario, "contracted_mw_value")
    xs = np.unique([*np.geomspace(low, high, _STEPS), worth])
    curve = scenario.sweep("implied_ai_mw", contracted_mw_value=xs)
    apart = abs(worth - unsigned) > 1e-9
    top = max(plan * 3, 3.0, bare.value * 1.15, min(float(np.max(curve)), max(own.value * 3, 30.0)) * 1.12)
    top = axes.reaching(top, 1.15 * draft.both(bare_key, "implied_ai_mw"))
    x, y = axes.across(0, high, lang, "musd", 1e6), axes.upright(0, top, lang, "mw")
    hover = (
        (draft.label("contracted_mw_value"), draft.shown("contracted_mw_value", "musd")),
        (draft.label("implied_ai_mw"), own),
    )

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, x, y, 56, 18)
        if plan <= top:
            plot.line([low, high], [plan, plan], ASSUMED, 1.5, "dash", clear=1)
        plot.line(xs, np.where(curve <= top, curve, np.nan))
        plot.keep_line_clear(xs, curve, every=3)
        if apart:
            plot.marks(unsigned, bare.value, "open", clear=6, hover=((draft.label(bare_key), bare),))
        plot.marks(worth, own.value, "diamond", clear=10, hover=hover)
        plot.level()
        words = f"<b>{own.text}</b><br>{draft.words('yours')}"
        plot.label(worth, own.value, words, ASSUMED, "ne e n se" if worth < high / 2 else "nw n w sw", gap=12)
        if apart:
            words = f"<b>{bare.text}</b> {draft.words('none')}"
            plot.label(unsigned, bare.value, words, INK, "e ne n se s", gap=10)
        if plan <= top:
            words = f"{draft.words('plan')} <b>{text.show(plan, 'mw', lang)}</b>"
            plot.label(high - (high - low) * 0.02, plan, words, ASSUMED, "nw w sw", gap=6)
        return plot

    told = {*(low * factor for factor in (1, 2, 4, 10, 16, 20, 30)), high, worth, unsigned}
    values = np.array(sorted(at for at in told if low <= at <= high))
    cells = draft.at("implied_ai_mw", "mw", contracted_mw_value=values)
    return draft.chart(
        draw,
        draft.table(
            draft.labels("contracted_mw_value", "implied_ai_mw"),
            zip((text.millions(at, lang) for at in values), cells, strict=True),
        ),
        "reported assumed derived",
        ("implied_ai_mw", bare_key, "mining_value", "ai_mw", "wacc", "machine_life"),
        title=f"title.{('some' if apart else 'alone') if round(own.value, 1) > 0 else 'none'}",
        subtitle=f"subtitle.{'plan' if scenario.known('ai_npv_per_mw') else 'plain'}",
    )


_LADDER = ("bitmain_price_per_eh", "ev_per_running_eh", "ev_per_self_mining_eh", "ev_per_eh")
_SITES = ("ev_per_owned_mw", "georgia_price_per_mw")


@compared
def hashrate_ladder(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the price leaves for an EH/s of hashrate, against what the first machines cost."""
    draft = Draft(scenario, lang, "share.ladder")
    if not scenario.known("ev_per_running_eh", "deployed_hashrate_now"):
        return draft.missing()
    shown = [draft.number(key) for key in _LADDER if scenario.known(key)]
    shown.sort(key=lambda one: (-one.value, _LADDER.index(one.key)))
    marks = [Dot(draft.label(one.key), float(one.value), one.text) for one in shown]
    low, high = min(0.0, *(mark.value for mark in marks)), max(_MILLION, *(mark.value for mark in marks))
    pad = (high - low) * 0.06
    x = axes.across(low - pad, high + pad, lang, "musd", 1e6, 4)

    def draw(width: int) -> Plot:
        plot = dots(width, SUPPORT, x, marks, (128, 108))
        plot.edge()
        return plot

    paid = round(scenario.value("ev_per_running_eh") / _MILLION, 2)
    case = "more" if paid > 0 else "less" if paid < 0 else "nothing"
    rows = [
        (draft.label(key), draft.number(key)) for key in (*(one.key for one in shown), *_SITES) if scenario.known(key)
    ]
    return draft.chart(
        draw,
        draft.table(tuple(text.t(f"share.check.{part}", lang) for part in ("head", "value")), rows),
        "reported assumed derived",
        (*(one.key for one in shown), "bitmain_purchase_price", "bitmain_purchase_hashrate"),
        title=f"title.{case if scenario.known('bitmain_price_per_eh') else 'alone'}",
        subtitle=f"subtitle.{'sites' if scenario.known(*_SITES) else 'plain'}",
    )
