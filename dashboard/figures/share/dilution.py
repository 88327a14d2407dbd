"""The charts of the Share price page about new shares: what holders keep, and how the count has grown."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import ASSUMED, GREY, INK
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.share.history import day_numbers, day_words, shown
from dashboard.headlines import figure, label, say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MILLION = 1e6
_STEPS = 81


def dilution(scenario: Scenario, lang: Lang) -> Chart | Block:
    """What today's holders keep when new shares are sold at today's price, by the amount raised."""
    needed = ("ownership_after_raise", "nav_per_share_after_raise", "nav_per_share")
    if not scenario.known(*needed):
        return base.missing("dilution", "dilution", lang)
    slider = scenario.facts.assumption("equity_raise")
    raised, kept = scenario.value("equity_raise"), scenario.value("ownership_after_raise")
    most = float(slider.to_base(slider.bounds[1])) if slider is not None else max(raised, 1.0)
    xs = np.unique([*np.linspace(0, most, _STEPS), raised])
    curve = scenario.sweep("ownership_after_raise", equity_raise=xs)
    nav_after = figure(scenario.output("nav_per_share_after_raise"), lang).text
    issued_words = figure(scenario.output("new_shares_from_raise"), lang).text

    def build(width: int) -> Dict:
        margins = (50, 22, 12, 26)
        placer = Placer(width, SUPPORT, (0.0, most), (0.0, 1.05), margins)
        y_ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
        y_words = base.unit_once(y_ticks, lang, "pct", 0.01)
        placer.keep_ticks_clear(y_ticks, y_words)
        placer.keep_clear(raised, kept, 10)
        for a in range(0, len(xs) - 3, 3):
            placer.keep_line_clear(xs[a], curve[a], xs[a + 3], curve[a + 3])
        notes = [
            placer.place(
                raised, kept,
                f"<b>{text.percent(kept, lang, 0)}</b> {text.t('share.dilution.kept', lang)}<br>"
                f"{text.t('share.dilution.nav', lang)} <b>{nav_after}</b>",
                ASSUMED, prefer=("ne", "e", "sw", "s", "nw", "w"), gap=12,
            )
        ]  # fmt: skip
        x_ticks = base.inner_ticks(0, most, 4)
        return {
            "data": [
                base.area(xs, curve, GREY, 0.12),
                base.line(xs, curve),
                base.marks([raised], [kept], [base.hover(
                    (label(scenario, "equity_raise", lang), text.millions(raised, lang)),
                    (label(scenario, "new_shares_from_raise", lang), issued_words),
                    (label(scenario, "ownership_after_raise", lang), text.percent(kept, lang, 0)),
                )], "diamond"),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-0.02 * most, most],
                       **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "musd", 1e6))},
                yaxis={"range": [0, 1.05], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=[base.segment(0, 0, most, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = []
    for at in sorted({*base.nice_ticks(0, most, 5), raised}):
        issued, left, nav = (
            float(scenario.sweep(key, equity_raise=at))
            for key in ("new_shares_from_raise", "ownership_after_raise", "nav_per_share_after_raise")
        )
        rows.append(
            (
                text.millions(at, lang),
                shapes.cell("new_shares_from_raise", issued, "shares", "scenario", lang, digits=1),
                shapes.cell("ownership_after_raise", left, "pct", "scenario", lang),
                shapes.cell("nav_per_share_after_raise", nav, "usd2", "scenario", lang),
            )
        )
    gap = round(scenario.value("share_price") - scenario.value("nav_per_share"), 2)
    effect = "lifts" if gap > 0 else "lowers" if gap < 0 else "keeps"
    return Chart(
        "dilution",
        say(scenario, f"share.dilution.title.{effect}.{'some' if raised > 0 else 'none'}", lang),
        say(scenario, "share.dilution.subtitle", lang),
        say(scenario, "share.dilution.alt", lang),
        wide,
        tuple((kind, text.t(f"share.dilution.{kind}", lang)) for kind in ("assumed", "derived")),
        Table(
            (
                label(scenario, "equity_raise", lang),
                *(label(scenario, key, lang) for key in ("new_shares_from_raise", *needed[:2])),
            ),
            tuple(rows),
        ),
        (*needed, "equity_raise", "new_shares_from_raise"),
        SUPPORT,
        narrow,
    )


def share_counts(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Published share counts on today's basis, and the count after the reader's raise."""
    needed = ("share_counts_date", "share_count_on_todays_basis", "share_count_growth_total")
    if not scenario.known(*needed):
        return base.missing("counts", "counts", lang)
    dates, counts = (scenario.value(key) for key in needed[:2])
    known = np.flatnonzero(np.isfinite(counts))
    kind = scenario.output("share_count_on_todays_basis").kind
    names = [day_words(float(day_numbers(dates[i])), lang) for i in known]
    values = [float(counts[i]) for i in known]
    colors = [INK] * len(values)
    cells: list[Cell] = [shapes.cell("share_count_on_todays_basis", v, "shares", kind, lang) for v in values]
    if scenario.value("equity_raise") > 0 and scenario.known("shares_after_raise"):
        names.append(text.t("share.counts.after", lang))
        values.append(float(scenario.value("shares_after_raise")))
        colors.append(ASSUMED)
        cells.append(shown(scenario, "shares_after_raise", lang))

    def build(width: int) -> Dict:
        left = 104 if width >= base.WIDE else 96
        scale, notes = base.row_axis(names, left)
        for row, value in enumerate(values):
            notes.append(base.label(value, row, f"<b>{text.number(value / _MILLION, lang, 1)}</b>", colors[row], dx=5))
        high = max(values) * 1.16
        ticks = base.inner_ticks(0, high, 4)
        return {
            "data": [
                {
                    "type": "bar", "orientation": "h", "y": list(range(len(values))), "x": values, "width": 0.6,
                    "marker": {"color": colors}, "hoverinfo": "skip",
                }
            ],
            "layout": base.layout(
                margin={"l": left, "r": 8, "t": 4, "b": 26},
                xaxis={"range": [0, high], **base.ticks(ticks, base.unit_once(ticks, lang, "shares", 1e6))},
                yaxis=scale,
                annotations=notes,
                shapes=[base.segment(0, -0.5, 0, len(values) - 0.5, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    first = text.date(str(dates[known[0]])[:7], lang)
    growth = round(scenario.value("share_count_growth_total"), 2)
    insiders = scenario.known("insider_share_of_company", "insider_premium_at_agreement")
    notes_of = [row.note.get(lang) if row.note else "" for row in scenario.facts.series["share_counts"].rows]
    rows = tuple(
        (name, cell, notes_of[known[i]] if i < len(known) else "")
        for i, (name, cell) in enumerate(zip(names, cells, strict=True))
    )
    return Chart(
        "counts",
        say(
            scenario,
            f"share.counts.title.{'up' if growth > 0 else 'down' if growth < 0 else 'same'}",
            lang,
            first=first,
        ),
        say(scenario, f"share.counts.subtitle.{'insiders' if insiders else 'plain'}", lang),
        say(scenario, "share.counts.alt", lang, first=first),
        wide,
        tuple((kind, text.t(f"share.counts.{kind}", lang)) for kind in ("reported", "derived")),
        Table(tuple(text.t(f"share.counts.{c}", lang) for c in ("date", "shares", "basis")), rows),
        ("share_count_growth_total", "share_count_on_todays_basis", "shares_after_raise", "insider_shares"),
        SUPPORT,
        narrow,
    )
