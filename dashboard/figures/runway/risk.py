"""The runway on random price paths: the fan of cash and coins, and the odds by month."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import ASSUMED, GREY, INK, LOSS, MUTED
from dashboard.figures.layout import HERO, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.runway.runs import calendar, month_ticks
from dashboard.headlines import label, say
from dashboard.headlines.runway import ai
from dashboard.model.simulate import FAN_LEVELS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

_MILLION = 1e6
_MEDIAN = 0.5
# Two labels at the right end need this much height, in px.
_APART = 14
_LINE = 15.6
_TALLER = 2.2


def fan(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Cash and coins by month over the random paths: the middle half, the middle 90 %, the median, the flat path."""
    if not scenario.known("value_fan"):
        return base.missing("fan", "fan", lang, HERO)
    flat = scenario.value("value_by_month")[scenario.value("clock").estimated :]
    bands = {
        level: np.concatenate((flat[:1], values))
        for level, values in zip(FAN_LEVELS, scenario.value("value_fan"), strict=True)
    }
    horizon = int(scenario.value("horizon_months"))
    lasts = scenario.value("runway_months")
    shown = flat if lasts is None else flat[: int(lasts) + 2]
    *_, upper, top = sorted(bands)
    middle = max(float(bands[upper].max()), float(shown.max()), 1.0)
    # The best paths climb so far that showing them whole would press everything else against the axis.
    high = max(min(float(bands[top].max()), middle * _TALLER), middle) * 1.06
    months = list(range(horizon + 1))

    def build(width: int) -> Dict:
        y_ticks = base.nice_ticks(0, high, 5)
        y_labels = base.unit_once(y_ticks, lang, "musd", _MILLION)
        most = text.millions(float(bands[top][-1]), lang, 0)
        margins = (base.room(y_labels, 46), max(62, int(len(most) * 6.2) + 10), 8, 26)
        placer = Placer(width, HERO, (-0.6, horizon), (0, high), margins)
        levels = sorted(bands)
        pairs = zip(levels[: len(levels) // 2], reversed(levels), strict=False)
        traces: list[Dict] = []
        for low_level, high_level in pairs:
            traces.append(base.line(months, bands[low_level], GREY, 0))
            traces.append(
                {
                    **base.line(months, bands[high_level], GREY, 0),
                    "fill": "tonexty",
                    "fillcolor": base.shade(GREY, 0.22),
                }
            )
        traces.append(
            {
                **base.line(months, bands[_MEDIAN], INK, 2),
                **base.hover_text([_fan_hover(scenario, lang, bands, month) for month in months]),
            }
        )
        traces.append(base.line(range(len(shown)), shown, ASSUMED, 3))
        for line in (bands[_MEDIAN], shown):
            for month in range(len(line) - 1):
                placer.keep_line_clear(month, line[month], month + 1, line[month + 1])
        at = int((len(shown) - 1) * 0.55)
        notes = [
            placer.place(
                at, float(shown[at]), f"<b>{text.t('runway.fan.flat', lang)}</b>", ASSUMED,
                prefer=("ne", "sw", "n", "s", "e", "w", "nw"), gap=8,
            )
        ]  # fmt: skip
        ends = {level: float(line[-1]) for level, line in bands.items()}
        notes += _end_labels(ends, horizon, high, HERO - margins[2] - margins[3], lang)
        breaks = _breaks(scenario, horizon)
        for turn, events in breaks.items():
            words = text.join([text.t(f"runway.fan.{event}", lang) for event in events], lang)
            notes.append(placer.place(turn, high * 0.97, words, MUTED, prefer=("sw", "se"), gap=3))
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-0.6, horizon], **month_ticks(horizon, lang)},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_labels)},
                shapes=[
                    base.segment(-0.6, 0, horizon, 0, INK, 1),
                    *(base.segment(month, 0, month, high, GREY, 1, "dot") | {"layer": "below"} for month in breaks),
                ],
                annotations=notes,
            ),
        }

    wide, narrow = base.both(build)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            (text.show(month, "month_number", lang), f" · {calendar(scenario, month, lang)}"),
            shapes.cell("value_by_month", float(flat[month]), "musd", "scenario", lang),
            *(shapes.cell("value_fan", float(line[month]), "musd", "scenario", lang) for line in bands.values()),
        )
        for month in months
        if month % 3 == 0
    )
    head = (
        text.t("runway.path.column.month", lang),
        text.t("runway.fan.flat", lang),
        *(_level(level, lang) for level in bands),
    )
    swings = "hurt" if lasts is None else "help"
    return Chart(
        "fan",
        say(scenario, f"runway.fan.title.{_case(scenario.value('probability_shortfall'))}", lang),
        (*say(scenario, "runway.fan.subtitle", lang), " ", *say(scenario, f"runway.fan.{swings}", lang)),
        say(scenario, "runway.fan.alt", lang),
        wide,
        tuple((kind, text.t(f"runway.fan.{kind}", lang)) for kind in ("assumed", "derived", "reported")),
        Table(head, rows, text.t("runway.fan.caption", lang)),
        ("btc_volatility", "price_process", "network_response", "random_seed", "random_paths",
         "network_response_beta", "network_response_lag", "student_df", "bootstrap_block", "probability_survival"),
        HERO,
        narrow,
    )  # fmt: skip


def _breaks(scenario: Scenario, horizon: int) -> dict[float, list[str]]:
    """The months in which the path turns by date: the halving, and the debt that falls due."""
    months: dict[float, list[str]] = {}
    for key in ("halving_month", "maturity_month"):
        if scenario.known(key) and 0 < scenario.value(key) <= horizon:
            months.setdefault(scenario.value(key), []).append(key)
    return months


def _case(probability: float) -> str:
    return "none" if round(probability, 2) == 0 else "all" if round(probability, 2) == 1 else "some"


def _level(level: float, lang: Lang) -> str:
    return text.t("runway.fan.median", lang) if level == _MEDIAN else text.percent(level, lang, 0)


def _fan_hover(scenario: Scenario, lang: Lang, bands: dict[float, Any], month: int) -> str:
    return base.hover(
        (text.show(month, "month_number", lang), calendar(scenario, month, lang)),
        *((_level(level, lang), text.millions(float(line[month]), lang)) for level, line in reversed(bands.items())),
    )


def _end_labels(ends: dict[float, float], x: float, high: float, pixels: float, lang: Lang) -> list[Dict]:
    """Labels right of the plot at the ends of the bands; those that would collide share one, from low to high."""
    groups: list[list[float]] = []
    for level in sorted(ends):
        beyond = ends[level] > high
        if groups and not beyond and (ends[level] - ends[groups[-1][-1]]) / high * pixels < _APART:
            groups[-1].append(level)
        else:
            groups.append([level])
    notes = []
    floor = 0.0
    for group in groups:
        words = _level(group[0], lang)
        if len(group) > 1:
            words = f"{text.number(group[0] * 100, lang)}–{text.percent(group[-1], lang, 0)}"
        if ends[group[-1]] > high:
            words = f"↑ {words}<br>{text.millions(ends[group[-1]], lang, 0)}"
        # The lowest label is lifted and the highest lowered, so that both stay inside the plot.
        margin = high * _LINE * (1 + words.count("<br>")) / 2 / pixels
        middle = float(np.mean([min(ends[one], high) for one in group]))
        level = max(min(middle, high - margin), floor + margin)
        floor = level + margin
        notes.append(base.label(x, level, words, INK if group == [_MEDIAN] else MUTED, "left", dx=4, halo=False))
    return notes


_ODDS = (
    ("probability_forced_sale", "forced_sale", INK),
    ("probability_shortfall", "shortfall", LOSS),
)

_BY_MONTH = {"forced_sale": "forced_sale_by_month", "shortfall": "money_gone_by_month"}


def odds(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The probability that a treasury coin was sold by force, or a month was not paid, by month."""
    if not scenario.known("chances"):
        return base.missing("odds", "fan", lang, HERO)
    horizon = int(scenario.value("horizon_months"))
    lines = {name: np.concatenate(([0.0], scenario.value(_BY_MONTH[name]))) for _, name, _ in _ODDS}
    months = list(range(horizon + 1))

    def build(width: int) -> Dict:
        margins = (base.room(["100 %"], 46), 112 if width >= base.WIDE else 92, 8, 26)
        ticks = [0, 0.25, 0.5, 0.75, 1]
        labels = [text.number(tick * 100, lang) for tick in ticks]
        labels[-1] = text.percent(1, lang)
        traces = [
            {
                **base.line(months, lines[name], color, 2.5),
                **base.hover_text([_odds_hover(scenario, lang, lines, month) for month in months]),
            }
            for _, name, color in _ODDS
        ]
        ends = [(float(lines[name][-1]), name, color) for _, name, color in _ODDS]
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-0.6, horizon], **month_ticks(horizon, lang)},
                yaxis={"range": [-0.015, 1.03], **base.ticks(ticks, labels)},
                shapes=[base.segment(-0.6, 0, horizon, 0, INK, 1)],
                annotations=_spread(ends, horizon, HERO - margins[2] - margins[3], lang, scenario, margins[1]),
            ),
        }

    wide, narrow = base.both(build)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            (text.show(month, "month_number", lang), f" · {calendar(scenario, month, lang)}"),
            *(shapes.cell(key, float(lines[name][month]), "pct", "scenario", lang, digits=1) for key, name, _ in _ODDS),
        )
        for month in months
        if month % 3 == 0 and month
    )
    head = (text.t("runway.path.column.month", lang), *(label(scenario, key, lang) for key, _, _ in _ODDS))
    known = [scenario.known(key) for key in ("months_to_half_sale", "months_to_half_short")]
    case = "both" if all(known) else "sale" if known[0] else "few"
    return Chart(
        "odds",
        say(scenario, f"runway.odds.title.{case}", lang, ai=ai(scenario, lang)),
        say(scenario, "runway.odds.subtitle", lang),
        say(scenario, "runway.odds.alt", lang, ai=ai(scenario, lang)),
        wide,
        tuple((kind, text.t(f"runway.odds.{kind}", lang)) for kind in ("assumed", "derived")),
        Table(head, rows, text.t("runway.fan.caption", lang)),
        (
            *(key for key, _, _ in _ODDS),
            "months_to_half_sale",
            "months_to_half_short",
        ),
        HERO,
        narrow,
    )


def _odds_hover(scenario: Scenario, lang: Lang, lines: dict[str, Any], month: int) -> str:
    return base.hover(
        (text.show(month, "month_number", lang), calendar(scenario, month, lang)),
        *((label(scenario, key, lang), text.percent(float(lines[name][month]), lang)) for key, name, _ in _ODDS),
    )


def _spread(
    ends: list[tuple[float, str, str]], x: float, pixels: float, lang: Lang, scenario: Scenario, room: float
) -> list[Dict]:
    """Labels of two or more lines each beside the ends of the lines, moved apart where they would touch."""
    ordered = sorted(ends)
    who = ai(scenario, lang)
    words = [base.wrap(text.t(f"runway.odds.{name}", lang, ai=who), int(room / 6.4)) for _, name, _ in ordered]
    heights = [_LINE * (1 + one.count("<br>") + 1) + 4 for one in words]
    middles: list[float] = []
    top = -np.inf
    for (value, _, _), height in zip(ordered, heights, strict=True):
        middles.append(max(value * pixels, top + height / 2))
        top = middles[-1] + height / 2
    ceiling = pixels + 6
    for place in reversed(range(len(middles))):
        middles[place] = min(middles[place], ceiling - heights[place] / 2)
        ceiling = middles[place] - heights[place] / 2
    return [
        base.label(
            x, middle / pixels, f"<b>{text.percent(value, lang, 0)}</b><br>{one}", color, "left", dx=5, halo=False
        )
        for (value, _, color), one, middle in zip(ordered, words, middles, strict=True)
    ]
