"""The runway on random price paths: the fan of cash and coins, and the odds by month."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart
from dashboard.figures.placing import apart
from dashboard.figures.plot import Plot
from dashboard.figures.runway.runs import month_head, month_words, months_axis
from dashboard.headlines.runway import ai
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
_MEDIAN = 0.5
# Two labels at the right end need this much height, in px.
_APART = 14
_LINE = 15.6
_TALLER = 2.2


def fan(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Cash and coins by month over the random paths: the middle half, the middle 90 %, the median, the flat path."""
    draft = Draft(scenario, lang, "runway.fan")
    if not scenario.known("value_fan"):
        return draft.missing(height=HERO)
    levels, flat = scenario.value("monte_carlo").fan_levels, scenario.value("value_by_month")
    bands = {
        level: np.concatenate((flat[:1], values))
        for level, values in zip(levels, scenario.value("value_fan"), strict=True)
    }
    horizon = int(scenario.value("horizon_months"))
    lasts = scenario.value("runway_months")
    shown = flat if lasts is None else flat[: int(lasts) + 2]
    *_, upper, top = sorted(bands)
    middle = max(float(bands[upper].max()), float(shown.max()), 1.0)
    # The best paths climb so far that showing them whole would press everything else against the axis.
    high = max(min(float(bands[top].max()), middle * _TALLER), middle) * 1.06
    months = list(range(horizon + 1))
    x, y = months_axis(horizon, lang, -0.6, horizon), axes.upright(0, high, lang, "musd", _MILLION)
    # Every path starts from the same coins: the first month is that of the flat path.
    cells = [
        [draft.element("value_fan", at, "musd", column=month - 1) for at in range(len(levels))]
        if month
        else [draft.element("value_by_month", 0, "musd")] * len(levels)
        for month in months
    ]
    named = [_level(level, draft) for level in levels]
    hovers = [
        (month_words(scenario, month, lang), *zip(named[::-1], cells[month][::-1], strict=True)) for month in months
    ]

    def draw(width: int) -> Plot:
        most = text.millions(float(bands[top][-1]), lang, 0)
        plot = Plot(width, HERO, x, y, measure.gutter(y.words, 46), max(62, measure.gutter([most])))
        ordered = sorted(bands)
        for low_level, high_level in zip(ordered[: len(ordered) // 2], reversed(ordered), strict=False):
            plot.band(months, bands[low_level], bands[high_level], GREY, 0.22)
        plot.line(months, bands[_MEDIAN], INK, 2, clear=1, hover=hovers)
        plot.line(range(len(shown)), shown, ASSUMED, 3, clear=1)
        plot.rule(-0.6, 0, horizon, 0)
        at = int((len(shown) - 1) * 0.55)
        plot.label(at, float(shown[at]), f"<b>{draft.words('flat')}</b>", ASSUMED, "ne sw n s e w nw", gap=8)
        _name_ends(plot, {level: float(line[-1]) for level, line in bands.items()}, draft)
        for turn, events in _breaks(scenario, horizon).items():
            plot.rule(turn, 0, turn, high, GREY, 1, "dot", below=True)
            words = text.join([draft.words(event) for event in events], lang)
            plot.label(turn, high * 0.97, words, MUTED, "sw se", gap=3)
        return plot

    rows = [
        (month_head(scenario, month, lang), draft.element("value_by_month", month, "musd"), *cells[month])
        for month in months[::3]
    ]
    return draft.chart(
        draw,
        draft.table((text.t("runway.path.column.month", lang), draft.words("flat"), *named), rows, "caption"),
        "assumed derived reported",
        ("btc_volatility", "price_process", "network_response", "random_seed", "monte_carlo_paths",
         "network_response_beta", "network_response_lag", "student_df", "bootstrap_block", "probability_survival"),
        HERO,
        f"title.{_case(scenario.value('probability_shortfall'))}",
        (*draft.say("subtitle"), " ", *draft.say("hurt" if lasts is None else "help")),
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


def _level(level: float, draft: Draft) -> str:
    return text.t("runway.fan.median", draft.lang) if level == _MEDIAN else text.percent(level, draft.lang, 0)


def _name_ends(plot: Plot, ends: dict[float, float], draft: Draft) -> None:
    """Labels right of the plot at the ends of the bands; those that would collide share one, from low to high."""
    high, pixels = plot.y.high, plot.placer.inner[1]
    groups: list[list[float]] = []
    for level in sorted(ends):
        beyond = ends[level] > high
        if groups and not beyond and (ends[level] - ends[groups[-1][-1]]) / high * pixels < _APART:
            groups[-1].append(level)
        else:
            groups.append([level])
    words, middles = [], []
    for group in groups:
        said = _level(group[0], draft)
        if len(group) > 1:
            said = f"{text.number(group[0] * 100, draft.lang)}–{text.percent(group[-1], draft.lang, 0)}"
        if ends[group[-1]] > high:
            said = f"↑ {said}<br>{text.millions(ends[group[-1]], draft.lang, 0)}"
        words.append(said)
        middles.append(float(np.mean([min(ends[one], high) for one in group])) / high * pixels)
    places = apart(middles, [_LINE * (1 + said.count("<br>")) for said in words], 0, pixels)
    for group, said, place in zip(groups, words, places, strict=True):
        ink = INK if group == [_MEDIAN] else MUTED
        plot.fixed(plot.x.high, place / pixels * high, said, ink, dx=4, halo=False)


_ODDS = (
    ("probability_forced_sale", "forced_sale", INK),
    ("probability_shortfall", "shortfall", LOSS),
    ("probability_ai_break_even", "ai_break_even", GAIN),
)


def odds(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The probability that a treasury coin was sold, a month was not paid, or AI covered the burn, by month."""
    draft = Draft(scenario, lang, "runway.odds")
    if not scenario.known("monte_carlo"):
        return draft.missing("fan", HERO)
    chances, horizon = scenario.value("monte_carlo"), int(scenario.value("horizon_months"))
    lines = {key: np.concatenate(([0.0], getattr(chances, name).by_month)) for key, name, _ in _ODDS}
    months = list(range(horizon + 1))
    ticks = [0, 0.25, 0.5, 0.75, 1]
    words = [*(text.number(tick * 100, lang) for tick in ticks[:-1]), text.percent(1, lang)]
    x, y = months_axis(horizon, lang, -0.6, horizon), Axis(-0.015, 1.03, ticks, words)
    names = draft.labels(*lines)

    def by(month: int, digits: int | None = None) -> list[Figure]:
        found = ((key, float(line[month])) for key, line in lines.items())
        return [draft.figure(key, value, "pct", digits, at=f"month={month}") for key, value in found]

    hovers = [(month_words(scenario, month, lang), *zip(names, by(month), strict=True)) for month in months]

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, x, y, measure.gutter(["100 %"], 46), (112, 92))
        for key, _, color in _ODDS:
            plot.line(months, lines[key], color, 2.5, hover=hovers)
        plot.rule(-0.6, 0, horizon, 0)
        _name_odds(plot, draft, lines)
        return plot

    rows = [(month_head(scenario, month, lang), *by(month, 1)) for month in months[3::3]]
    known = [scenario.known(key) for key in ("months_to_half_sale", "months_to_half_short")]
    table = draft.table((text.t("runway.path.column.month", lang), *names), rows)
    return draft.chart(
        draw,
        replace(table, caption=text.t("runway.fan.caption", lang)),
        "assumed derived",
        (*lines, "months_to_half_sale", "months_to_half_short", "probability_forced_sale_error",
         "probability_shortfall_error"),
        HERO,
        f"title.{'both' if all(known) else 'sale' if known[0] else 'few'}",
        ai=ai(scenario, lang),
    )  # fmt: skip


def _name_odds(plot: Plot, draft: Draft, lines: dict[str, Any]) -> None:
    """Labels of two or more lines each beside the ends of the lines, moved apart where they would touch."""
    pixels = plot.placer.inner[1]
    room = measure.letters(plot.placer.margin[1])
    ordered = sorted((float(lines[key][-1]), name, color) for key, name, color in _ODDS)
    said = [measure.wrap(draft.words(name, ai=ai(draft.scenario, draft.lang)), room) for _, name, _ in ordered]
    heights = [_LINE * (2 + one.count("<br>")) + 4 for one in said]
    places = apart([value * pixels for value, *_ in ordered], heights, -np.inf, pixels + 6)
    for (value, _, color), words, place in zip(ordered, said, places, strict=True):
        label = f"<b>{text.percent(value, draft.lang, 0)}</b><br>{words}"
        plot.fixed(plot.x.high, place / pixels, label, color, dx=5, halo=False)
