"""The charts of the Share price page about the exchange's one-dollar rule and about the share against bitcoin."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import GREY, INK, LOSS, MUTED
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.figures.placing import Placer
from dashboard.figures.share.history import day_numbers, day_words, dollars, month_ticks, shown
from dashboard.headlines import label, say
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_CLOSE = "share_price_daily_close_as_traded"
_MEAN = "share_price_mean_30_of_the_day"


@fixed
def dollar_rule(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Close and 30-day mean as traded since shortly before the first close below one dollar, against that dollar."""
    needed = ("share_price_daily_date", _CLOSE, _MEAN, "first_day_below_one_dollar", "consolidation_date")
    if not scenario.known(*needed):
        return base.missing("rule", "rule", lang, HERO)
    days, closes, means = day_numbers(scenario.value(needed[0])), scenario.value(_CLOSE), scenario.value(_MEAN)
    below = float(day_numbers(str(scenario.value("first_day_below_one_dollar"))))
    merged = float(day_numbers(scenario.value("consolidation_date")))
    mean_day = scenario.value("first_day_mean_below_one_dollar")
    near = days >= below - 75
    x, close, mean = days[near], closes[near], means[near]
    cut = int(np.searchsorted(x, merged))
    first, last, high = x[0], x[-1], float(np.nanmax([*close, 1.0])) * 1.2

    def build(width: int) -> Dict:
        margins = (46, 50, 8, 26)
        placer = Placer(width, HERO, (first, last), (0.0, high), margins)
        y_ticks = base.nice_ticks(0, high, 5)
        y_words = dollars(y_ticks, lang)
        placer.keep_ticks_clear(y_ticks, y_words)
        for values in (close, mean):
            for a in range(0, len(x) - 4, 4):
                if not a < cut <= a + 4 and np.isfinite(values[a]):
                    placer.keep_line_clear(x[a], values[a], x[a + 4], values[a + 4])
        placer.keep_line_clear(first, 1, last, 1)
        notes = [base.label(last, float(close[-1]), f"<b>{text.usd(float(close[-1]), lang, 2)}</b>", dx=6, halo=False)]
        points: list[tuple[float, float, str]] = []
        at = int(np.searchsorted(x, below))
        points.append((x[at], float(close[at]), text.t("share.rule.first_close", lang)))
        if mean_day is not None:
            at = int(np.searchsorted(x, float(day_numbers(str(mean_day)))))
            points.append((x[at], float(mean[at]), text.t("share.rule.first_mean", lang)))
        for px, py, words in points:
            placer.keep_clear(px, py, 7)
            notes.append(
                placer.place(px, py, f"{words}<br><b>{day_words(px, lang)}</b>", prefer=("ne", "n", "sw", "e"), gap=14)
            )
        if cut < len(x):
            notes.append(
                placer.place(
                    merged, high * 0.9,
                    f"{text.t('share.rule.consolidation', lang)}<br><b>{day_words(merged, lang)}</b>", MUTED,
                    prefer=("w", "e"), gap=6,
                )
            )  # fmt: skip
        half = len(x) // 2
        notes.append(
            placer.place(x[half], float(mean[half]), text.t("share.history.mean", lang), MUTED,
                         prefer=("ne", "n", "e", "s"), gap=12)
        )  # fmt: skip
        gap_x, gap_close = _gapped(x, close, cut)
        _, gap_mean = _gapped(x, mean, cut)
        _, under = _gapped(x, np.minimum(close, 1.0), cut)
        return {
            "data": [
                base.line(gap_x, [None if v is None else 1.0 for v in under], INK, 0, connectgaps=False),
                {**base.line(gap_x, under, LOSS, 0, connectgaps=False), "fill": "tonexty",
                 "fillcolor": base.shade(LOSS, 0.22)},
                base.line(gap_x, gap_mean, GREY, 1.8, connectgaps=False),
                base.line(gap_x, gap_close, INK, 1.8, connectgaps=False),
                base.line([first, last], [1, 1], LOSS, 2),
                base.marks([p[0] for p in points], [p[1] for p in points],
                           [base.hover((words, day_words(px, lang))) for px, _, words in points]),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [first, last], **month_ticks(first, last, lang, 2 if width >= base.WIDE else 3)},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_words)},
                annotations=notes,
                shapes=[
                    base.segment(first, 0, last, 0, INK, 1),
                    base.segment(merged, 0, merged, high, GREY, 1, "dash") | {"layer": "below"},
                ],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    months = x.astype(np.int64).astype("datetime64[D]").astype("datetime64[M]")
    ends = np.flatnonzero(np.append(months[1:] != months[:-1], True))
    kinds = {key: scenario.output(key).kind for key in (_CLOSE, _MEAN)}
    rows = tuple(
        (
            day_words(x[i], lang),
            shapes.cell(_CLOSE, close[i], "usd2", kinds[_CLOSE], lang, digits=4),
            shapes.cell(_MEAN, mean[i], "usd2", kinds[_MEAN], lang, digits=4),
        )
        for i in ends
    )
    ended = closes[days < merged]
    case = "ended" if ended.size and ended[-1] < 1 and cut < len(x) else "count"
    return Chart(
        "rule",
        say(scenario, f"share.rule.title.{case}", lang),
        say(scenario, "share.rule.subtitle", lang),
        say(scenario, "share.rule.alt", lang),
        wide,
        tuple((kind, text.t(f"share.rule.{kind}", lang)) for kind in ("reported", "derived")),
        Table(tuple(text.t(f"share.rule.head.{c}", lang) for c in ("day", "close", "mean")), rows),
        ("days_below_one_dollar", "share_price_mean_30", _MEAN, "consolidation_date", "consolidation_ratio"),
        HERO,
        narrow,
    )


def _gapped(x: Any, values: Any, cut: int) -> tuple[list[Any], list[Any]]:
    """x and y with a gap before index ``cut``, where the share basis changes."""
    cuts = [cut] if 0 < cut < len(x) else []
    return base.listed(np.insert(x, cuts, np.nan)), base.listed(np.insert(values, cuts, np.nan))


# Row of the checklist -> the number it shows; None where the rule itself is the row.
_CHECKS = (
    ("first_close", "first_day_below_one_dollar"),
    ("first_mean", "first_day_mean_below_one_dollar"),
    ("notice", "nyse_notice_date"),
    ("period", "cure_period_end"),
    ("consolidation", "consolidation_date"),
    ("month_end", "cured_month_end"),
    ("lowest", "lowest_close_since_consolidation"),
    ("one_year", "no_cure_period_until"),
)


@fixed
def checklist(scenario: Scenario, lang: Lang) -> Block:
    """The steps of the one-dollar rule with the date on which each was reached, or what is not known."""
    rows: list[tuple[Cell, ...]] = []
    for name, key in _CHECKS:
        # The notice is a fact that no output asks for, so a file without it does not know its name.
        known = (key in OUTPUTS or scenario.facts.has(key)) and scenario.known(key)
        number = shown(scenario, key, lang) if known else Figure(key, text.missing(lang), None, "reported")
        state = "done" if known else "open"
        own = f"share.check_list.{name}.{state}"
        reading = text.t(own if text.has(own) else "share.check_list.open", lang)
        rows.append((text.t(f"share.check_list.{name}", lang), number, reading))
    case = "date" if scenario.known("no_cure_period_until") else "unknown"
    return Block(
        "checklist",
        say(scenario, f"share.check_list.title.{case}", lang),
        say(scenario, "share.check_list.subtitle", lang),
        table=Table(tuple(text.t(f"share.check_list.{c}", lang) for c in ("step", "date", "reading")), tuple(rows)),
        origins=tuple((kind, text.t(f"share.check_list.{kind}", lang)) for kind in ("reported", "derived")),
        uses=tuple(key for _, key in _CHECKS if key in OUTPUTS or scenario.facts.has(key)),
        height=HERO,
    )


@fixed
def beta(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Daily returns of the share against those of bitcoin, with the fitted line and its error."""
    needed = (
        "btc_beta",
        "btc_beta_standard_error",
        "btc_beta_btc_returns",
        "btc_beta_share_returns",
        "btc_correlation",
    )
    if not scenario.known(*needed):
        return base.missing("beta", "beta", lang)
    slope, error = scenario.value("btc_beta"), scenario.value("btc_beta_standard_error")
    x, y = scenario.value("btc_beta_btc_returns"), scenario.value("btc_beta_share_returns")
    middle = float(np.mean(y) - slope * np.mean(x))
    left, right = float(x.min()) * 1.1, float(x.max()) * 1.1
    low, high = float(y.min()) * 1.15, float(y.max()) * 1.15
    ends = np.array([left, right])

    def build(width: int) -> Dict:
        margins = (48, 14, 8, 26)
        placer = Placer(width, SUPPORT, (left, right), (low, high), margins)
        for a, b in zip(x, y, strict=True):
            placer.keep_clear(float(a), float(b), 4)
        fit = middle + slope * ends
        placer.keep_line_clear(left, float(fit[0]), right, float(fit[1]))
        words = text.plain(say(scenario, "share.beta.label", lang))
        notes = [
            placer.place(
                right * 0.86, float(middle + slope * right * 0.86), words, prefer=("nw", "n", "sw", "s"), gap=16
            )
        ]
        x_ticks, y_ticks = base.inner_ticks(left, right, 5), base.nice_ticks(low, high, 5)
        return {
            "data": [
                base.marks(x, y, [
                    base.hover((text.t("share.beta.btc", lang), text.percent(float(a), lang, 1, True)),
                               (text.t("share.beta.share", lang), text.percent(float(b), lang, 1, True)))
                    for a, b in zip(x, y, strict=True)
                ], marker={"color": GREY, "size": 7, "line": {"width": 0}}),
                base.line(ends, fit, INK, 2.5),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [left, right], **base.ticks(x_ticks, base.unit_once(x_ticks, lang, "pct", 0.01, True))},
                yaxis={"range": [low, high], **base.ticks(y_ticks, base.unit_once(y_ticks, lang, "pct", 0.01, True))},
                annotations=notes,
                shapes=[base.segment(left, 0, right, 0, INK, 1), base.segment(0, low, 0, high, GREY, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    case = "linked" if abs(slope) >= 2 * error else "loose"
    keys = ("btc_beta", "btc_beta_standard_error", "btc_correlation", "btc_beta_days")
    return Chart(
        "beta",
        say(scenario, f"share.beta.title.{case}", lang),
        say(scenario, "share.beta.subtitle", lang),
        say(scenario, "share.beta.alt", lang),
        wide,
        (("derived", text.t("share.beta.derived", lang)),),
        Table(
            (text.t("share.check.head", lang), text.t("share.check.value", lang)),
            tuple((label(scenario, key, lang), shown(scenario, key, lang)) for key in keys),
        ),
        keys,
        SUPPORT,
        narrow,
    )


@fixed
def beta_windows(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The same beta over shorter and longer windows, each with two standard errors either side."""
    if not scenario.known("btc_beta_by_window", "btc_beta_days"):
        return base.missing("windows", "beta", lang)
    every = scenario.value("btc_beta_by_window")
    used = every[np.isfinite(every[:, 1])]
    if not len(used):
        return base.missing("windows", "beta", lang)
    own = int(scenario.value("btc_beta_days"))
    names = [text.show(float(days), "days", lang) for days, _, _ in used]
    low = min(0.0, float((used[:, 1] - 2 * used[:, 2]).min())) - 0.2
    high = float((used[:, 1] + 2 * used[:, 2]).max()) + 0.2

    def build(width: int) -> Dict:
        left = 72
        scale, notes = base.row_axis(names, left)
        bars = []
        for row, (days, slope, error) in enumerate(used):
            bars.append(
                base.segment(slope - 2 * error, row, slope + 2 * error, row, INK if days == own else GREY, 2)
                | {"layer": "below"}
            )
            notes.append(base.label(slope, row, f"<b>{text.number(float(slope), lang, 2)}</b>", INK, "center", dy=14))
        values = base.inner_ticks(low, high, 5)
        digits = 0 if all(v == round(v) for v in values) else 1
        return {
            "data": [base.marks(used[:, 1], range(len(used)), shape="open")],
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 10, "b": 26},
                xaxis={"range": [low, high], **base.ticks(values, [text.number(v, lang, digits) for v in values])},
                yaxis={**scale, "range": [len(names) - 0.6, -0.7]},
                annotations=notes,
                shapes=[*bars, base.segment(0, -0.7, 0, len(names) - 0.6, INK, 1),
                        base.segment(1, -0.7, 1, len(names) - 0.6, GREY, 1, "dash")],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    lowest, highest = float(used[:, 1].min()), float(used[:, 1].max())
    kind = scenario.output("btc_beta_by_window").kind
    ends = {
        name: Figure("btc_beta_by_window", text.number(value, lang, 2), value, kind)
        for name, value in (("low", lowest), ("high", highest))
    }
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(shapes.cell("btc_beta_by_window", v, "count", kind, lang, digits=2) for v in (slope, error)))
        for name, (_, slope, error) in zip(names, used, strict=True)
    )
    return Chart(
        "windows",
        say(scenario, "share.windows.title", lang, **ends),
        say(scenario, "share.windows.subtitle", lang),
        say(scenario, "share.windows.alt", lang, **ends),
        wide,
        (("derived", text.t("share.windows.derived", lang)),),
        Table(tuple(text.t(f"share.windows.{c}", lang) for c in ("window", "beta", "error")), rows),
        ("btc_beta_by_window",),
        SUPPORT,
        narrow,
    )
