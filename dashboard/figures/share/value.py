"""The charts of the Share price page about value: what a share holds, what its price implies, what new shares cost."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.share.history import shown
from dashboard.headlines import figure, label, say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MILLION = 1e6
_STEPS = 81


def nav_bridge(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Coins plus cash minus debt of one share, and what the price adds to them."""
    keys = ("btc_value_per_share", "cash_per_share", "debt_per_share", "nav_per_share", "price_above_nav_per_share")
    if not scenario.known(*keys, "share_price"):
        return base.missing("nav", "nav", lang)
    coins, cash, debt, nav, rest = (float(scenario.value(key)) for key in keys)
    price = float(scenario.value("share_price"))
    names = [text.t(f"share.nav.{name}", lang) for name in ("coins", "cash", "debt", "nav", "rest", "price")]
    starts = [0.0, coins, coins + cash, 0.0, nav, 0.0]
    ends = [coins, coins + cash, nav, nav, price, price]
    colors = [GAIN, GAIN, LOSS, INK, MUTED, INK]
    words = [
        *(text.number(value, lang, 2, True) for value in (coins, cash, -debt)),
        text.usd(nav, lang, 2), text.number(rest, lang, 2, True), text.usd(price, lang, 2),
    ]  # fmt: skip

    def build(width: int) -> Dict:
        return shapes.waterfall(names, starts, ends, colors, words, 118 if width >= base.WIDE else 96, width)

    wide, narrow = base.both(build)
    shown_keys = (*keys[:4], keys[4], "share_price")
    case = "above" if round(rest, 2) > 0 else "below" if round(rest, 2) < 0 else "equal"
    others = "others" if scenario.known("other_liabilities_per_share") else "plain"
    extra = () if others == "plain" else (
        (text.t("share.nav.outside", lang), shown(scenario, "other_liabilities_per_share", lang)),
    )  # fmt: skip
    return Chart(
        "nav",
        say(scenario, f"share.nav.title.{case}", lang),
        say(scenario, f"share.nav.subtitle.{others}", lang),
        say(scenario, "share.nav.alt", lang),
        wide,
        tuple((kind, text.t(f"share.nav.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        Table(
            (text.t("share.nav.step", lang), text.t("share.nav.amount", lang)),
            (
                *((name, shown(scenario, key, lang)) for name, key in zip(names, shown_keys, strict=True)),
                *extra,
            ),
        ),
        (*keys, "net_asset_value", "other_liabilities"),
        SUPPORT,
        narrow,
    )


def mnav_curve(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Market value and enterprise value as multiples of the coins, against the bitcoin price."""
    needed = ("mnav", "mnav_enterprise", "btc_price_at_nav")
    if not scenario.known(*needed):
        return base.missing("mnav", "mnav", lang)
    price, own, even = scenario.value("btc_price"), scenario.value("mnav"), scenario.value("btc_price_at_nav")
    low, high = min(20e3, price), max(200e3, price)
    xs = np.linspace(low, high, _STEPS)
    market = scenario.sweep("mnav", btc_price=xs)
    enterprise = scenario.sweep("mnav_enterprise", btc_price=xs)
    # Near a price of zero every multiple runs off; the reader's own must stay in sight.
    top = max(3.0, own * 1.25, float(scenario.value("mnav_enterprise")) * 1.2)
    right = text.usd(even, lang)

    def build(width: int) -> Dict:
        margins = (46, 16, 8, 26)
        placer = Placer(width, SUPPORT, (low, high), (0.0, top), margins)
        y_ticks = base.nice_ticks(0, top, 4)
        y_words = base.unit_once(y_ticks, lang, "ratio", 1)
        placer.keep_ticks_clear(y_ticks, y_words)
        placer.keep_clear(price, own, 10)
        early = price < (low + high) / 2
        for values in (market, enterprise):
            for a in range(0, _STEPS - 4, 4):
                if values[a] <= top:
                    placer.keep_line_clear(xs[a], values[a], xs[a + 4], values[a + 4])
        placer.keep_line_clear(low, 1, high, 1)
        shown_even = low < even < high
        if shown_even:
            placer.keep_clear(even, 1, 6)
        notes = [
            placer.place(
                price, own,
                f"<b>{text.show(own, 'ratio', lang)}</b><br>{text.t('share.mnav.yours', lang)}", ASSUMED,
                prefer=("ne", "sw", "e", "n") if early else ("sw", "s", "ne", "nw"), gap=12,
            )
        ]  # fmt: skip
        if shown_even:
            notes.append(
                placer.place(
                    even,
                    1.0,
                    f"{text.t('share.mnav.even', lang)}<br><b>{right}</b>",
                    prefer=("ne", "n", "e", "sw"),
                    gap=12,
                )
            )
        # High up the two curves stand side by side; at the right end they are too close for a label each.
        end = int(_STEPS * 0.86) if early else int(np.argmin(np.abs(market - top * 0.42)))
        upper = int(np.argmin(np.abs(enterprise - top * 0.62)))
        notes.append(
            placer.place(
                xs[upper],
                float(enterprise[upper]),
                text.t("share.mnav.enterprise", lang),
                MUTED,
                prefer=("e", "ne", "se", "n"),
                gap=10,
            )
        )
        notes.append(
            placer.place(
                xs[end], float(market[end]), text.t("share.mnav.market", lang), prefer=("sw", "s", "se"), gap=8
            )
        )
        x_ticks = base.inner_ticks(low, high, 5)
        return {
            "data": [
                base.line(xs, np.where(enterprise <= top, enterprise, np.nan), GREY, 1.8, "dot"),
                base.line(xs, np.where(market <= top, market, np.nan)),
                *([base.marks([even], [1.0], shape="open")] if shown_even else []),
                base.marks([price], [own], [base.hover(
                    (text.t("share.price", lang), text.usd(price, lang)),
                    (label(scenario, "mnav", lang), text.show(own, "ratio", lang)),
                    (label(scenario, "mnav_enterprise", lang), figure(scenario.output("mnav_enterprise"), lang).text),
                )], "diamond"),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [low, high], **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "ksd", 1e3))},
                yaxis={"range": [0, top], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=[base.segment(low, 1, high, 1, INK, 1), base.segment(low, 0, high, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    kind = scenario.output("mnav").kind
    points = sorted({*base.nice_ticks(low, high, 8), price})
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            text.usd(at, lang),
            *(
                shapes.cell(key, float(scenario.sweep(key, btc_price=at)), "ratio", kind, lang)
                for key in ("mnav", "mnav_enterprise")
            ),
        )
        for at in points
    )
    case = "december" if scenario.known("mnav_with_treasury_before") else "plain"
    return Chart(
        "mnav",
        say(scenario, f"share.mnav.title.{case}", lang),
        say(scenario, f"share.mnav.subtitle.{case}", lang),
        say(scenario, "share.mnav.alt", lang),
        wide,
        tuple((kind, text.t(f"share.mnav.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        Table(
            (text.t("share.price", lang), *(label(scenario, key, lang) for key in ("mnav", "mnav_enterprise"))), rows
        ),
        (*needed, "btc_value", "enterprise_value"),
        SUPPORT,
        narrow,
    )


def implied_megawatts(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The AI capacity that would explain the price, by what a contracted megawatt is worth."""
    if not scenario.known("implied_ai_mw", "mining_value"):
        return base.missing("implied", "implied", lang)
    slider = scenario.facts.assumption("contracted_mw_value")
    worth, own, plan = (scenario.value(k) for k in ("contracted_mw_value", "implied_ai_mw", "ai_mw"))
    least, most, _ = slider.bounds if slider is not None else (worth / 2, worth * 2, 1)
    low, high = (float(slider.to_base(v)) if slider is not None else v for v in (least, most))
    xs = np.unique([*np.geomspace(low, high, _STEPS), worth])
    curve = scenario.sweep("implied_ai_mw", contracted_mw_value=xs)
    top = max(plan * 3, 3.0, min(float(np.max(curve)), max(own * 3, plan * 1.5, 30.0)) * 1.12)

    def build(width: int) -> Dict:
        margins = (56, 18, 8, 26)
        placer = Placer(width, SUPPORT, (0.0, high), (0.0, top), margins)
        y_ticks = base.nice_ticks(0, top, 5)
        y_words = base.unit_once(y_ticks, lang, "mw", 1)
        placer.keep_ticks_clear(y_ticks, y_words)
        placer.keep_clear(worth, own, 10)
        for a in range(0, len(xs) - 3, 3):
            if curve[a] <= top:
                placer.keep_line_clear(xs[a], curve[a], xs[a + 3], curve[a + 3])
        placer.keep_line_clear(low, plan, high, plan)
        notes = [
            placer.place(
                worth, own,
                f"<b>{text.show(own, 'mw', lang)}</b><br>{text.t('share.implied.yours', lang)}", ASSUMED,
                prefer=("ne", "e", "n", "se") if worth < high / 2 else ("nw", "n", "w", "sw"), gap=12,
            )
        ]  # fmt: skip
        if plan <= top:
            words = f"{text.t('share.implied.plan', lang)} <b>{text.show(plan, 'mw', lang)}</b>"
            notes.append(
                placer.place(high - (high - low) * 0.02, plan, words, ASSUMED, prefer=("nw", "w", "sw"), gap=6)
            )
        x_ticks = base.inner_ticks(0, high, 5)
        return {
            "data": [
                base.line([low, high], [plan, plan], ASSUMED, 1.5, "dash") if plan <= top else base.line([], []),
                base.line(xs, np.where(curve <= top, curve, np.nan)),
                base.marks([worth], [own], [base.hover(
                    (label(scenario, "contracted_mw_value", lang), text.millions(worth, lang)),
                    (label(scenario, "implied_ai_mw", lang), text.show(own, "mw", lang)),
                )], "diamond"),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [0, high], **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "musd", 1e6))},
                yaxis={"range": [0, top], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=[base.segment(0, 0, high, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    points = sorted({*(low * f for f in (1, 2, 4, 10, 16, 20, 30)), high, worth})
    rows = tuple(
        (
            text.millions(at, lang),
            shapes.cell(
                "implied_ai_mw", float(scenario.sweep("implied_ai_mw", contracted_mw_value=at)), "mw", "scenario", lang
            ),
        )
        for at in points
        if low <= at <= high
    )
    return Chart(
        "implied",
        say(scenario, f"share.implied.title.{'some' if round(own, 1) > 0 else 'none'}", lang),
        say(scenario, f"share.implied.subtitle.{'plan' if scenario.known('ai_npv_per_mw') else 'plain'}", lang),
        say(scenario, "share.implied.alt", lang),
        wide,
        tuple((kind, text.t(f"share.implied.{kind}", lang)) for kind in ("assumed", "derived")),
        Table((label(scenario, "contracted_mw_value", lang), label(scenario, "implied_ai_mw", lang)), rows),
        ("implied_ai_mw", "mining_value", "ai_mw", "wacc", "machine_life"),
        SUPPORT,
        narrow,
    )


_LADDER = ("bitmain_price_per_eh", "ev_per_self_mining_eh", "ev_per_eh")


def hashrate_ladder(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What the price leaves for an EH/s of hashrate, against what the first machines cost."""
    if not scenario.known("ev_per_eh"):
        return base.missing("ladder", "ladder", lang)
    outputs = [scenario.output(key) for key in _LADDER if scenario.known(key)]
    outputs.sort(key=lambda o: (-o.number, _LADDER.index(o.key)))
    names = [label(scenario, o.key, lang) for o in outputs]
    low, high = min(0.0, *(o.number for o in outputs)), max(_MILLION, *(o.number for o in outputs))
    pad = (high - low) * 0.06
    low, high = low - pad, high + pad

    def build(width: int) -> Dict:
        left = 128 if width >= base.WIDE else 108
        scale, notes = base.row_axis(names, left)
        traces = []
        for row, output in enumerate(outputs):
            traces.append(base.marks([output.number], [row], shape="open"))
            flip = (output.number - low) / (high - low) > 0.6
            notes.append(base.beside(output.number, row, f"<b>{figure(output, lang).text}</b>", INK, flip))
        values = base.inner_ticks(low, high, 4)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 4, "b": 26},
                xaxis={"range": [low, high], **base.ticks(values, base.unit_once(values, lang, "musd", 1e6))},
                yaxis=scale,
                annotations=notes,
                shapes=[
                    *base.row_lines(low, high, len(outputs)),
                    base.segment(0, -0.5, 0, len(outputs) - 0.5, INK, 1),
                ],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    paid = round(scenario.value("ev_per_eh") / _MILLION, 2)
    case = "more" if paid > 0 else "less" if paid < 0 else "nothing"
    if not scenario.known("bitmain_price_per_eh"):
        case = "alone"
    sites = scenario.known("ev_per_owned_mw", "georgia_price_per_mw")
    more = tuple(
        (label(scenario, key, lang), shown(scenario, key, lang))
        for key in ("ev_per_owned_mw", "georgia_price_per_mw")
        if scenario.known(key)
    )
    return Chart(
        "ladder",
        say(scenario, f"share.ladder.title.{case}", lang),
        say(scenario, f"share.ladder.subtitle.{'sites' if sites else 'plain'}", lang),
        say(scenario, "share.ladder.alt", lang),
        wide,
        tuple((kind, text.t(f"share.ladder.{kind}", lang)) for kind in ("reported", "derived")),
        Table(
            (text.t("share.check.head", lang), text.t("share.check.value", lang)),
            (*((name, shown(scenario, o.key, lang)) for name, o in zip(names, outputs, strict=True)), *more),
        ),
        (*(o.key for o in outputs), "bitmain_purchase_price", "bitmain_purchase_hashrate"),
        SUPPORT,
        narrow,
    )
