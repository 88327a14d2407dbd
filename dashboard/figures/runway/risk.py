"""The runway on random price paths: the fan of cash and coins, how they end, and what competes with ruin on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.figures import axes, measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GAIN, GREY, INK, LOSS, MUTED, PAPER
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block, Chart
from dashboard.figures.placing import apart
from dashboard.figures.plot import Hover, Plot, Rows, shade
from dashboard.figures.runway.coins import mark_turns
from dashboard.figures.runway.runs import YEAR, month_date, month_head, months_axis, unavailable
from dashboard.headlines.runway import ai
from dashboard.model.simulate import FAN_LEVELS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
_MEDIAN = 0.5
# Two labels at the right end need this much height, in px.
_APART = 14
_LINE = 15.6
_TALLER = 2.2
# A bar that ends beyond this share of the width has no room for its number.
_LATE = 0.86
# A bar wider than this share has room for it inside.
_WIDE = 0.25


@compared
def fan(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Cash and coins by month over the random paths: the middle half, the middle 90 %, the median, the flat path."""
    draft = Draft(scenario, lang, "runway.fan")
    gap = unavailable(draft, "value_fan", "today_month")
    if gap is not None:
        return gap
    estimated = scenario.value("runway_path").terms.clock.estimated
    flat = scenario.value("value_by_month")[estimated:]
    bands = {
        level: np.concatenate((flat[:1], values))
        for level, values in zip(FAN_LEVELS, scenario.value("value_fan"), strict=True)
    }
    horizon, gone = int(scenario.value("horizon_months")), scenario.value("months_to_money_gone")
    shown = flat if gone is None else flat[: int(gone) + 1]
    *_, upper, top = sorted(bands)
    middle = max(float(bands[upper].max()), float(shown.max()), 1.0)
    # The best paths climb so far that showing them whole would press everything else against the axis.
    high = max(min(float(bands[top].max()), middle * _TALLER), middle) * 1.06
    months = list(range(horizon + 1))
    y = axes.upright(0, high, lang, "musd", _MILLION)
    # Every path starts from the same coins: those of today.
    cells = [
        [draft.element("value_fan", at, "musd", column=month - 1) for at in range(len(FAN_LEVELS))]
        if month
        else [draft.element("value_by_month", estimated, "musd")] * len(FAN_LEVELS)
        for month in months
    ]
    named = [_level(level, draft) for level in FAN_LEVELS]
    hovers = [
        ((month_date(scenario, month, lang), ""), *zip(named[::-1], cells[month][::-1], strict=True))
        for month in months
    ]

    def draw(width: int) -> Plot:
        most = text.millions(float(bands[top][-1]), lang, 0)
        x = months_axis(scenario, lang, -0.6, horizon, YEAR)
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
        mark_turns(plot, draft, horizon)
        return plot

    rows = [
        (*month_head(scenario, month, lang), draft.element("value_by_month", estimated + month, "musd"), *cells[month])
        for month in months[::3]
    ]
    flat_case = "hurt" if gone is None else "help"
    process = scenario.value("price_process")
    return draft.chart(
        draw,
        draft.table((text.t("runway.path.column.month", lang), draft.words("flat"), *named), rows, "caption"),
        "assumed derived reported",
        ("btc_volatility", "price_process", "price_drift", "network_response", "random_seed", "random_paths",
         "network_response_beta", "network_response_lag", "student_df", "bootstrap_block"),
        HERO,
        f"title.{_case(scenario.value('probability_money_gone'))}",
        (*draft.say("subtitle"), " ", *draft.say(flat_case),
         *((" ", *draft.say("history")) if process == "HISTORY" else ())),
        f"alt{'.history' if process == 'HISTORY' else ''}",
    )  # fmt: skip


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


_OUTCOMES = (
    ("probability_money_gone", "gone", LOSS),
    ("probability_forced_sale_survived", "survived", GREY),
    ("probability_no_forced_sale", "none", GAIN),
)
_COMPARED = (
    ("probability_money_gone_never_built", "never_built"),
    ("probability_money_gone_stopped", "stopped"),
)
_CHANGES = (
    "probability_ai_changes", "probability_ai_saves", "probability_ai_costs", "probability_ai_changes_from_today",
    "probability_ai_saves_from_today", "probability_ai_costs_from_today",
)  # fmt: skip


@compared
def outcomes(scenario: Scenario, lang: Lang) -> Chart | Block:
    """How the paths end, adding up to all of them; and on how many the money is gone without AI, or with it stopped."""
    draft = Draft(scenario, lang, "runway.outcomes")
    gap = unavailable(draft, "chances", what="fan")
    if gap is not None:
        return gap
    keys = [key for key, *_ in (*_OUTCOMES, *_COMPARED)]
    shares = [draft.shown(key, "pct", 1) for key in keys]
    names = draft.head(*(name for _, name, *_ in (*_OUTCOMES, *_COMPARED)))
    inks = [*(color for *_, color in _OUTCOMES), *([LOSS] * len(_COMPARED))]
    # The outcomes stand end to end, so that one sees them fill the whole.
    ends = np.cumsum([one.value for one in shares[: len(_OUTCOMES)]])
    starts = [0.0, *ends[:-1].tolist(), *([0.0] * len(_COMPARED))]
    words = [text.number(0, lang), text.number(50, lang), text.percent(1, lang, 0)]

    def draw(width: int) -> Plot:
        plot = Rows(width, HERO, Axis(0, 1, [0, 0.5, 1], words, {"showgrid": True}), names, (128, 112), right=16)
        faint = [shade(ink, 0.45) if row >= len(_OUTCOMES) else ink for row, ink in enumerate(inks)]
        hovers = [((name, one),) for name, one in zip(names, shares, strict=True)]
        plot.bars([one.value for one in shares], faint, 0.5, hovers, base=starts)
        plot.edge()
        plot.edge(1, GREY)
        for row, (start, one, ink) in enumerate(zip(starts, shares, inks, strict=True)):
            end = start + one.value
            at, anchor, dx = (end, "left", 6) if end < _LATE else (start, "right", -6)
            if end >= _LATE and one.value > _WIDE:
                at, anchor, dx, ink = end, "right", -8, PAPER if row < len(_OUTCOMES) else INK
            said = f"<b>{text.percent(one.value, lang)}</b>"
            plot.fixed(at, row, said, MUTED if ink == GREY else ink, anchor, dx=dx, halo=False)
        return plot

    rows = [
        *zip(names, shares, strict=True),
        *((draft.label(key), draft.shown(key, "pct", 1)) for key in _CHANGES),
    ]
    return draft.chart(
        draw,
        draft.table(draft.head("outcome", "share"), rows, "caption"),
        "assumed derived",
        (*keys, *_CHANGES, "probability_forced_sale_before_debt",
         "probability_gone_before_debt", "probability_gone_with_debt"),
        HERO,
        f"title.{'changes' if round(scenario.value('probability_ai_changes'), 3) else 'same'}",
        ai=ai(scenario, lang),
    )  # fmt: skip


_ODDS = (
    ("forced_sale_by_month", "forced_sale", INK),
    ("margin_call_by_month", "margin_call", GREY),
    ("money_gone_by_month", "money_gone", LOSS),
)


@compared
def odds(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The share of paths on which, by each month, coins were sold by force, the loan called, the money gone."""
    draft = Draft(scenario, lang, "runway.odds")
    gap = unavailable(draft, "chances", "today_month", what="fan")
    if gap is not None:
        return gap
    horizon = int(scenario.value("horizon_months"))
    lines = {key: np.concatenate(([0.0], scenario.value(key))) for key, *_ in _ODDS}
    months = list(range(horizon + 1))
    ticks = [0, 0.25, 0.5, 0.75, 1]
    words = [*(text.number(tick * 100, lang) for tick in ticks[:-1]), text.percent(1, lang)]
    y = Axis(-0.015, 1.03, ticks, words)
    names = draft.head(*(name for _, name, _ in _ODDS))

    def by(month: int, digits: int | None = None) -> list[Figure]:
        return [draft.element(key, month - 1, "pct", digits) for key in lines]

    # Today nothing has happened yet on any path.
    today: Hover = ((month_date(scenario, 0, lang), text.percent(0, lang)),)
    hovers = [
        today,
        *(((month_date(scenario, month, lang), ""), *zip(names, by(month), strict=True)) for month in months[1:]),
    ]

    def draw(width: int) -> Plot:
        x = months_axis(scenario, lang, -0.6, horizon, YEAR)
        plot = Plot(width, HERO, x, y, measure.gutter(["100 %"], 46), (104, 92))
        for key, _, color in _ODDS:
            plot.line(months, lines[key], color, 2.5, hover=hovers)
        plot.rule(-0.6, 0, horizon, 0)
        _name_odds(plot, draft, lines)
        mark_turns(plot, draft, horizon)
        return plot

    rows = [(*month_head(scenario, month, lang), *by(month, 1)) for month in months[3::3]]
    known = [scenario.known(key) for key in ("months_to_half_sale", "months_to_half_short")]
    halves = {
        name: month_date(scenario, scenario.value(key) or 0, lang)
        for name, key in (("half_sale", "months_to_half_sale"), ("half_gone", "months_to_half_short"))
    }
    table = draft.table((text.t("runway.path.column.month", lang), *names), rows)
    return draft.chart(
        draw,
        replace(table, caption=text.t("runway.fan.caption", lang)),
        "assumed derived",
        (*lines, "months_to_half_sale", "months_to_half_short", "probability_margin_call"),
        HERO,
        f"title.{'both' if all(known) else 'sale' if known[0] else 'few'}",
        **halves,
    )


def _name_odds(plot: Plot, draft: Draft, lines: dict[str, Any]) -> None:
    """Labels of two or more lines each beside the ends of the lines, moved apart where they would touch."""
    pixels = plot.placer.inner[1]
    room = measure.letters(plot.placer.margin[1])
    ordered = sorted((float(lines[key][-1]), name, color) for key, name, color in _ODDS)
    said = [measure.wrap(draft.words(name), room) for _, name, _ in ordered]
    heights = [_LINE * (2 + one.count("<br>")) + 4 for one in said]
    places = apart([value * pixels for value, *_ in ordered], heights, -np.inf, pixels + 6)
    for (value, _, color), words, place in zip(ordered, said, places, strict=True):
        label = f"<b>{text.percent(value, draft.lang, 0)}</b><br>{words}"
        plot.fixed(plot.x.high, place / pixels, label, MUTED if color == GREY else color, dx=5, halo=False)
