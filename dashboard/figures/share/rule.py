"""The charts of the Share price page about the exchange's one-dollar rule and about the share against bitcoin."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.figures import axes
from dashboard.figures.axes import Axis, day_numbers, day_words
from dashboard.figures.colors import GREY, INK, LOSS, MUTED
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, SUPPORT, WIDE, Block, Cell, Chart
from dashboard.figures.plot import Plot, Rows
from dashboard.figures.share.history import CLOSE, DAYS
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MEAN = "share_price_mean_30_of_the_day"
_DAYS_BEFORE = 75


@fixed
def dollar_rule(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Close and 30-day mean as traded since shortly before the first close below one dollar, against that dollar."""
    draft = Draft(scenario, lang, "share.rule")
    if not scenario.known(DAYS, CLOSE, _MEAN, "first_day_below_one_dollar", "consolidation_date"):
        return draft.missing(height=HERO)
    dates = scenario.value(DAYS)
    days = day_numbers(dates)
    below, merged = (
        float(day_numbers(str(scenario.value(k)))) for k in ("first_day_below_one_dollar", "consolidation_date")
    )
    mean_day = scenario.value("first_day_mean_below_one_dollar")
    near = np.flatnonzero(days >= below - _DAYS_BEFORE)
    x, close, mean = days[near], scenario.value(CLOSE)[near], scenario.value(_MEAN)[near]
    cut = int(np.searchsorted(x, merged))
    first, last = x[0], x[-1]
    y = axes.upright(0, float(np.nanmax([*close, 1.0])) * 1.2, lang, "usd")
    points = [(below, close, draft.words("first_close"))]
    if mean_day is not None:
        points.append((float(day_numbers(str(mean_day))), mean, draft.words("first_mean")))
    marked = [(x[at], float(line[at]), said) for day, line, said in points for at in [int(np.searchsorted(x, day))]]
    # Before index cut the share basis changes: no line joins the two.
    cuts = [cut] if 0 < cut < len(x) else []
    gapped = [np.insert(values, cuts, np.nan) for values in (x, mean, close, np.minimum(close, 1.0))]

    def draw(width: int) -> Plot:
        plot = Plot(width, HERO, axes.calendar(first, last, lang, 2 if width >= WIDE else 3), y, 46, 50)
        gap_x, gap_mean, gap_close, under = gapped
        plot.band(gap_x, np.where(np.isnan(under), np.nan, 1.0), under, LOSS, 0.22, INK, connectgaps=False)
        plot.line(gap_x, gap_mean, GREY, 1.8, connectgaps=False)
        plot.line(gap_x, gap_close, INK, 1.8, connectgaps=False)
        for values in (close, mean):
            for part in (slice(0, cut), slice(cut, None)):
                plot.keep_line_clear(x[part], values[part], every=4)
        plot.line([first, last], [1, 1], LOSS, 2, clear=1)
        hovers = [((said, day_words(at, lang)),) for at, _, said in marked]
        plot.marks([at for at, *_ in marked], [value for _, value, _ in marked], hover=hovers)
        plot.level()
        plot.rule(merged, 0, merged, y.high, GREY, 1, "dash", below=True)
        plot.fixed(last, float(close[-1]), f"<b>{text.usd(float(close[-1]), lang, 2)}</b>", dx=6, halo=False)
        for at, value, said in marked:
            plot.placer.keep_clear(at, value, 7)
            plot.label(at, value, f"{said}<br><b>{day_words(at, lang)}</b>", INK, "ne n sw e", gap=14)
        if cut < len(x):
            words = f"{draft.words('consolidation')}<br><b>{day_words(merged, lang)}</b>"
            plot.label(merged, y.high * 0.9, words, MUTED, "w e", gap=6)
        half = len(x) // 2
        words = text.t("share.history.mean", lang)
        plot.label(x[half], float(mean[half]), words, MUTED, "ne n e s", gap=12)
        return plot

    rows = [
        (day_words(x[i], lang), *(draft.element(key, int(near[i]), "usd2", 4) for key in (CLOSE, _MEAN)))
        for i in axes.month_ends(dates[near])
    ]
    ended = close[x < merged]
    return draft.chart(
        draw,
        draft.table(draft.head("head.day", "head.close", "head.mean"), rows),
        "reported derived",
        ("days_below_one_dollar", "share_price_mean_30", _MEAN, "consolidation_date", "consolidation_ratio"),
        HERO,
        "title.ended" if ended.size and ended[-1] < 1 and cut < len(x) else "title.count",
        "subtitle.back" if _known(scenario, "nyse_compliance_date") else "subtitle",
    )


# Row of the checklist -> the number it shows; None where the rule itself is the row.
_CHECKS = (
    ("first_close", "first_day_below_one_dollar"),
    ("first_mean", "first_day_mean_below_one_dollar"),
    ("notice", "nyse_notice_date"),
    ("period", "cure_period_end"),
    ("announced", "consolidation_announced"),
    ("consolidation", "consolidation_date"),
    ("month_end", "cured_month_end"),
    ("back", "nyse_compliance_date"),
    ("lowest", "lowest_close_since_consolidation"),
    ("one_year", "no_cure_period_until"),
)


def _known(scenario: Scenario, key: str) -> bool:
    """Whether a step has a date; a fact that no output asks for may be a name that the file does not know."""
    return (key in OUTPUTS or scenario.facts.has(key)) and scenario.known(key)


@fixed
def checklist(scenario: Scenario, lang: Lang) -> Block:
    """The steps of the one-dollar rule with the date on which each was reached, or what is not known."""
    draft = Draft(scenario, lang, "share.check_list", "checklist")
    rows: list[tuple[Cell, ...]] = []
    for name, key in _CHECKS:
        known = _known(scenario, key)
        number = draft.number(key) if known else Figure(key, text.DASH, None, "reported")
        # Who is back within the rules has been told to cure, whether or not the day of the notice is found.
        told = name == "notice" and not known and _known(scenario, "nyse_compliance_date")
        own = f"{name}.{'done' if known else 'implied' if told else 'open'}"
        reading = draft.words(own if text.has(f"share.check_list.{own}") else "open")
        rows.append((draft.words(name), number, reading))
    return Block(
        "checklist",
        draft.say(f"title.{'date' if scenario.known('no_cure_period_until') else 'unknown'}"),
        draft.say("subtitle"),
        table=draft.table(draft.head("step", "date", "reading"), rows),
        origins=draft.origins("reported", "derived"),
        uses=tuple(key for _, key in _CHECKS if key in OUTPUTS or scenario.facts.has(key)),
        height=HERO,
    )


@fixed
def beta(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Daily returns of the share against those of bitcoin, with the fitted line and its error."""
    draft = Draft(scenario, lang, "share.beta")
    needed = ("btc_beta", "btc_beta_standard_error", "btc_beta_btc_returns", "btc_beta_share_returns")
    if not scenario.known(*needed, "btc_correlation"):
        return draft.missing()
    slope, error, x, y = (scenario.value(key) for key in needed)
    left, right = float(x.min()) * 1.1, float(x.max()) * 1.1
    low, high = float(y.min()) * 1.15, float(y.max()) * 1.15

    def fitted(at: float) -> float:
        """A least-squares line passes through the middle of the cloud."""
        return float(np.mean(y) + slope * (at - np.mean(x)))

    ends = [fitted(left), fitted(right)]
    hovers = [
        tuple(
            (draft.words(name), draft.element(key, i, "pct", 1, True))
            for name, key in (("btc", needed[2]), ("share", needed[3]))
        )
        for i in range(len(x))
    ]

    def draw(width: int) -> Plot:
        across = axes.across(left, right, lang, "pct", 0.01, signed=True)
        plot = Plot(width, SUPPORT, across, axes.upright(low, high, lang, "pct", 0.01, signed=True), 48, 14)
        plot.marks(x, y, clear=4, hover=hovers, marker={"color": GREY, "size": 7, "line": {"width": 0}})
        plot.line([left, right], ends, clear=1)
        plot.level()
        plot.rule(0, low, 0, high, GREY)
        plot.label(right * 0.86, fitted(right * 0.86), draft.spoken("label"), INK, "nw n sw s", gap=16)
        return plot

    keys = (*needed[:2], "btc_correlation", "btc_beta_days")
    return draft.chart(
        draw,
        draft.table(
            tuple(text.t(f"share.check.{part}", lang) for part in ("head", "value")),
            [(draft.label(key), draft.number(key)) for key in keys],
        ),
        "derived",
        keys,
        title=f"title.{'linked' if abs(slope) >= 2 * error else 'loose'}",
    )


@fixed
def beta_windows(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The same beta over shorter and longer windows, each with two standard errors either side."""
    draft, key = Draft(scenario, lang, "share.windows"), "btc_beta_by_window"
    if not scenario.known(key, "btc_beta_days"):
        return draft.missing("beta")
    every = scenario.value(key)
    used = [int(i) for i in np.flatnonzero(np.isfinite(every[:, 1]))]
    if not used:
        return draft.missing("beta")
    own = int(scenario.value("btc_beta_days"))
    days, slopes, errors = every[used].T
    low, high = min(0.0, float((slopes - 2 * errors).min())) - 0.2, float((slopes + 2 * errors).max()) + 0.2
    ticks = axes.inner_ticks(low, high)
    digits = 0 if all(v == round(v) for v in ticks) else 1
    x = Axis(low, high, ticks, [text.number(v, lang, digits) for v in ticks])
    rows: list[tuple[Any, ...]] = [
        (
            text.show(float(every[i, 0]), "days", lang),
            *(draft.element(key, i, "count", 2, column=column) for column in (1, 2)),
        )
        for i in used
    ]

    def draw(width: int) -> Plot:
        plot = Rows(width, SUPPORT, x, [name for name, *_ in rows], 72, 0.7, foot=0.4, right=14, top=10)
        plot.marks(slopes, range(len(used)), "open")
        for row, (window, slope, error) in enumerate(zip(days, slopes, errors, strict=True)):
            ink = INK if window == own else GREY
            plot.rule(slope - 2 * error, row, slope + 2 * error, row, ink, 2, below=True)
            plot.fixed(slope, row, f"<b>{rows[row][1].text}</b>", INK, "center", dy=14)
        plot.upright()
        plot.upright(1, GREY, 1, "dash")
        return plot

    ordered = sorted((one for _, one, _ in rows), key=lambda one: float(one.value))
    return draft.chart(
        draw,
        draft.table(draft.head("window", "beta", "error"), rows),
        "derived",
        (key,),
        low=ordered[0],
        high=ordered[-1],
    )
