"""The hero of the Runway page: cash and coins by month, yours against the presets."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.layout import HERO, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.runway.runs import (
    YEAR,
    Run,
    calendar,
    from_today,
    month_ticks,
    own_run,
    presets,
    shown_path,
)
from dashboard.headlines import figure, say
from dashboard.headlines.runway import ai
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
_TALLER = 1.35


def path(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Cash and coins by month: yours, the presets in grey, the minimum cash, the first sale and AI's month."""
    if not scenario.known("value_by_month"):
        return base.missing("path", "path", lang, HERO)
    own = own_run(scenario, lang)
    own_values = shown_path(own)
    others = [run for run in presets(scenario, lang) if not np.allclose(run.values, own.values)]
    horizon, floor = int(scenario.value("horizon_months")), scenario.value("minimum_cash")
    tall = max(float(own_values.max()), floor * 1.5, 1.0)
    # A preset that starts or climbs far above the rest is named at the edge: showing it would flatten the others.
    high = 1.12 * max([tall, *(run.values[0] for run in others if run.values[0] < tall * _TALLER)])
    sale, due = scenario.value("months_to_next_sale"), own.ai
    ramp = int(scenario.value("ramp_months")) if scenario.value("ai_mw") > 0 else 0
    ends = [len(shown_path(run)) - 1 for run in (own, *others) if run.values[0] < high]
    last = min(int(np.ceil(max(*ends, ramp, due or 0, 1) / YEAR) * YEAR), horizon)

    def build(width: int) -> Dict:
        y_ticks = base.nice_ticks(0, high, 5)
        y_labels = base.unit_once(y_ticks, lang, "musd", _MILLION)
        margins = (base.room(y_labels, 46), 12, 8, 26)
        x_range = (-0.02 * last, last * 1.02)
        placer = Placer(width, HERO, x_range, (0, high), margins)
        for tick in y_ticks:
            _, level = placer.pixel(0, tick)
            placer.taken.append((-float(margins[0]), level - 8, 0.0, level + 8))
        traces: list[Dict] = []
        notes: list[Dict] = []
        marks = [base.segment(x_range[0], floor, x_range[1], floor, INK, 1.5, "dash")]
        band = {"type": "rect", "x0": x_range[0], "x1": x_range[1], "y0": 0, "y1": floor, "line": {"width": 0},
                "fillcolor": base.shade(LOSS, 0.15), "layer": "below"}  # fmt: skip
        lines = {}
        for run in others:
            values, before = shown_path(run), len(placer.soft)
            traces.append(base.line(range(len(values)), values, GREY, 1.5))
            _keep_path_clear(placer, values, high)
            lines[run.name] = placer.soft[before:]
        traces.append(
            {
                **base.line(range(len(own_values)), own_values, ASSUMED, 3),
                **base.hover_text([_path_hover(scenario, lang, month) for month in range(len(own_values))]),
            }
        )
        # The reader's own path weighs more than the presets' grey ones: no label may cut it.
        _keep_path_clear(placer, own_values, high, 4)
        placer.keep_line_clear(x_range[0], floor, x_range[1], floor)
        for month in (sale, own.coins if own.coins is not None else horizon, due if own.ai_paid and due else None):
            if month is not None:
                placer.keep_clear(month, own_values[int(month)], 9)

        end = horizon if own.coins is None else int(own.coins)
        words = figure(scenario.output("runway_months"), lang).text
        notes.append(
            placer.place(
                end, own_values[end], f"<b>{words}</b><br>{text.t('runway.yours', lang)}", ASSUMED,
                prefer=("ne", "e", "nw", "n", "w", "sw"), gap=10,
            )
        )  # fmt: skip
        if sale is not None:
            words = _dated("runway.path.sale", scenario, "months_to_next_sale", "next_forced_sale_month", lang)
            notes.append(
                placer.place(
                    sale, own_values[int(sale)], words, INK, prefer=("ne", "n", "e", "se", "sw", "s", "nw"), gap=10
                )
            )
            traces.append(base.marks([sale], [own_values[int(sale)]], shape="open"))
        if due and due <= horizon:
            notes += _ai_mark(scenario, lang, own, own_values, floor, high, placer, traces, marks)
        if ramp and not due:
            level = max(high * 0.42, floor + high * 0.12)
            marks.append(base.segment(ramp, floor, ramp, level, GREY, 1, "dot"))
            placer.keep_line_clear(ramp, floor, ramp, level)
            notes.append(_ramp_label(scenario, lang, ramp, level, placer))
        every = placer.soft
        for run in others:
            # A preset's name may stand on its own line.
            placer.soft = [box for box in every if box not in lines[run.name]]
            notes.append(_preset_label(run, high, last, placer, lang))
        placer.soft = every
        short = "" if width >= base.WIDE else ".short"
        words = f"{text.t(f'runway.path.minimum{short}', lang)} {text.millions(floor, lang, 0)}"
        along = [(last * share, floor) for share in (1, 0.85, 0.7, 0.55, 0.4, 0.25)]
        notes.append(placer.place_along(along, words, MUTED, prefer=("nw", "sw", "n", "w"), gap=8))
        traces.append(base.marks([end], [own_values[end]], shape="diamond"))
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": list(x_range), **month_ticks(last, lang)},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_labels)},
                shapes=[band, base.segment(x_range[0], 0, x_range[1], 0, INK, 1), *marks],
                annotations=notes,
            ),
        }

    wide, narrow = base.both(build)
    case = path_case(scenario)
    return Chart(
        "path",
        say(scenario, f"runway.path.title.{case}", lang),
        say(scenario, "runway.path.subtitle", lang),
        say(scenario, f"runway.path.alt.{'lasts' if own.coins is None else 'ends'}", lang, ai=ai(scenario, lang)),
        wide,
        tuple((kind, text.t(f"runway.path.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        _path_table(scenario, lang),
        ("treasury_now", "hosting_per_month", "mining_revenue_per_month", "interest_per_month",
         "ai_capex_per_month", "months_to_ai_break_even", "btc_left_at_horizon", "halving_month", "maturity_month"),
        HERO,
        narrow,
    )  # fmt: skip


def path_case(scenario: Scenario) -> str:
    """Which title fits the path."""
    runway, due = scenario.value("runway_months"), scenario.value("months_to_ai_break_even")
    if runway is None:
        return "outlasts_sale" if scenario.known("months_to_next_sale") else "outlasts"
    if runway == 0:
        return "short"
    if not due:
        return "runs_out" if due == 0 or scenario.value("ai_mw") == 0 else "never"
    gap = scenario.value("months_short")
    return "too_late" if gap > 0 else "in_time" if gap < 0 else "just"


def _keep_path_clear(placer: Placer, values: Any, high: float, weight: float = 1) -> None:
    for month in range(len(values) - 1):
        if values[month] < high:
            placer.keep_line_clear(month, values[month], month + 1, min(values[month + 1], high), weight)


def _preset_label(run: Run, high: float, last: int, placer: Placer, lang: Lang) -> Dict:
    """The preset's name: on its line, or where that leaves the plot, with how far it climbs."""
    values = shown_path(run)
    above = values > high
    seen = np.flatnonzero(~above[: last + 1])
    if not seen.size or (above.any() and not above[0]):
        most = text.t("runway.path.above", lang, name=run.name, value=text.millions(float(values.max()), lang, 0))
        if not seen.size:
            edge = [(last * share, high * level) for level in (1, 0.92, 0.84, 0.76, 0.68) for share in (1, 0.8, 0.6)]
            return placer.place_along(edge, most, MUTED, prefer=("sw", "s"), gap=6)
        month = float(np.argmax(above)) - 1.0
        return placer.place(month, float(values[int(month)]), most, MUTED, prefer=("se", "e", "ne", "nw", "w"), gap=6)
    shares = (0.66, 0.5, 0.8, 0.35, 0.9, 0.2) if run.coins is not None else (0.9, 0.75, 0.6, 0.45)
    months = [int(seen[int((len(seen) - 1) * share)]) for share in shares]
    # Beside the axis only the right side is free.
    sides = ("e", "ne", "se") if months[0] < YEAR / 4 else ("c", "sw", "ne", "s", "n", "w", "e", "se", "nw")
    return placer.place_along([(m, float(values[m])) for m in months], run.name, MUTED, prefer=sides, gap=4)


def _ramp_label(scenario: Scenario, lang: Lang, month: float, level: float, placer: Placer) -> Dict:
    """The month in which the AI capacity is full, and how much of the burn it covers then."""
    cover = figure(scenario.output("ai_burn_cover"), lang).text
    key = "runway.path.ramp" if scenario.known("ai_burn_cover") else "runway.path.ramp.none"
    words = f"{text.t(key, lang, cover=cover)}<br>{text.show(month, 'month_number', lang)}"
    points = [(month, level * share) for share in (1, 1.25, 1.5, 1.75, 2)]
    return placer.place_along(points, words, MUTED, prefer=("ne", "n", "e", "nw", "w"), gap=4)


def _ai_mark(
    scenario: Scenario, lang: Lang, own: Run, values: Any, floor: float, high: float, placer: Placer,
    traces: list[Dict], marks: list[Dict],
) -> list[Dict]:  # fmt: skip
    """AI's month: on the path where it is paid for, else on the line of the minimum cash, with the gap as a bracket."""
    due = float(own.ai or 0)
    paid = own.ai_paid
    at = float(values[int(due)]) if paid else floor
    placer.keep_clear(due, at, 10)
    traces.append(
        base.marks(
            [due], [at], shape="open", marker={"line": {"color": GAIN if paid else GREY, "width": 2.5}, "size": 11}
        )
    )
    key = "covers" if paid else "would_cover"
    dates = ("months_to_ai_break_even", "ai_covers_from")
    words = _dated(f"runway.path.{key}", scenario, *dates, lang)
    points = [(due, at + high * share) for share in (0, 0.1, 0.2, 0.3)]
    sides = ("ne", "n", "nw", "se", "e", "s", "w")
    notes = [placer.place_along(points, words, GAIN if paid else MUTED, prefer=sides, gap=12)]
    if own.coins is None or own.coins == due:
        return notes
    left, right = sorted((float(own.coins), due))
    level = high * 0.62 if paid else floor + high * 0.3
    marks += [
        base.segment(left, level, right, level, INK, 1.5),
        base.segment(left, level - high * 0.015, left, level + high * 0.015, INK, 1.5),
        base.segment(right, level - high * 0.015, right, level + high * 0.015, INK, 1.5),
    ]
    placer.keep_line_clear(left, level, right, level)
    gap = text.months(abs(scenario.value("months_short")), lang)
    words = text.t(f"runway.path.{'spare' if paid else 'gap'}", lang, months=gap)
    notes.append(
        placer.place(
            (left + right) / 2, level, f"<b>{words}</b>", INK, prefer=("n", "s", "ne", "nw"), gap=5,
        )
    )  # fmt: skip
    return notes


def _dated(key: str, scenario: Scenario, month: str, date: str, lang: Lang) -> str:
    """The words of a mark and, below, its month by number and in the calendar."""
    words = figure(scenario.output(month), lang).text
    day = f", {figure(scenario.output(date), lang).text}" if scenario.known(date) else ""
    return f"{text.t(key, lang, ai=ai(scenario, lang))}<br><b>{words}{day}</b>"


def _path_hover(scenario: Scenario, lang: Lang, month: int) -> str:
    keys = ("cash_by_month", "btc_by_month", "value_by_month")
    cash, coins, value = (float(from_today(scenario, key)[month]) for key in keys)
    return base.hover(
        (text.show(month, "month_number", lang), calendar(scenario, month, lang)),
        (text.t("runway.path.column.cash", lang), text.millions(cash, lang)),
        (text.t("runway.path.column.coins", lang), text.show(coins, "btc", lang)),
        (text.t("runway.path.column.value", lang), text.millions(value, lang)),
    )


def _path_table(scenario: Scenario, lang: Lang) -> Table:
    columns = ("cash_by_month", "btc_by_month", "btc_sold_by_month", "value_by_month")
    ends = scenario.value("runway_months")
    last = int(scenario.value("horizon_months") if ends is None else ends + 1)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            (text.show(month, "month_number", lang), f" · {calendar(scenario, month, lang)}"),
            *(_by_month(scenario, key, month, lang) for key in columns),
        )
        for month in range(last + 1)
    )
    head = tuple(text.t(f"runway.path.column.{c}", lang) for c in ("month", "cash", "coins", "sold", "value"))
    return Table(head, rows, text.t("runway.path.caption", lang))


def _by_month(scenario: Scenario, key: str, month: int, lang: Lang) -> Figure:
    spec = OUTPUTS[key]
    return shapes.cell(key, float(from_today(scenario, key)[month]), spec.unit, "scenario", lang, digits=spec.digits)
