"""The charts of the Mining page about machines: what each earns its power at, and the back-test of output."""

from __future__ import annotations

import numpy as np

from dashboard.figures import layout as base
from dashboard.figures import shapes
from dashboard.figures.colors import ASSUMED, INK, MUTED
from dashboard.figures.layout import HERO, Block, Chart, Dict, Table
from dashboard.headlines import say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang


def machines(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The price at which each machine generation stops paying for its power, against the reader's price."""
    series = scenario.facts.series.get("machine_generations")
    if series is None or not scenario.known("machine_generations_efficiency", "shutdown_price"):
        return base.missing("machines", "machines", lang, HERO)
    efficiencies = scenario.value("machine_generations_efficiency")
    prices = scenario.sweep("shutdown_price", fleet_efficiency=efficiencies)
    names = [row.label.get(lang) if row.label else "" for row in series.rows]
    fleet = text.plain(say(scenario, "mining.machines.fleet", lang))
    entries = [(n, float(e), float(p), False) for n, e, p in zip(names, efficiencies, prices, strict=True)]
    entries.append((fleet, scenario.value("fleet_efficiency"), scenario.value("shutdown_price"), True))
    entries.sort(key=lambda entry: -entry[2])
    price = scenario.value("btc_price")
    paying = sum(1 for _, _, p, own in entries if not own and p <= price)
    low = 0.0
    high = max(price, *(p for _, _, p, _ in entries)) * 1.12

    def build(width: int) -> Dict:
        left = 122 if width >= base.WIDE else 112
        scale, notes = base.row_axis([n for n, *_ in entries], left)
        scale["range"] = [len(entries) - 0.5, -0.95]
        traces = []
        for row, (_, _, at, own) in enumerate(entries):
            traces.append(base.marks([at], [row], shape="diamond" if own else "open"))
            flip = at / high > 0.66 or (0 < (price - at) / high < 0.27 and at / high > 0.3)
            notes.append(base.beside(at, row, f"<b>{text.usd(at, lang, 0)}</b>", ASSUMED if own else INK, flip))
        share = price / high
        notes.append(
            base.label(
                price, -0.72, f"<b>{text.usd(price, lang)}</b> {text.t('mining.machines.yours', lang)}", ASSUMED,
                "left" if share < 0.5 else "right", dx=4 if share < 0.5 else -4,
            )
        )  # fmt: skip
        values = base.inner_ticks(low, high, 5)
        return {
            "data": traces,
            "layout": base.layout(
                margin={"l": left, "r": 14, "t": 4, "b": 26},
                xaxis={"range": [low, high], **base.ticks(values, base.unit_once(values, lang, "ksd", 1e3))},
                yaxis=scale,
                annotations=notes,
                shapes=[
                    *base.row_lines(low, high, len(entries)),
                    base.segment(price, -0.95, price, len(entries) - 0.5, ASSUMED, 2) | {"layer": "below"},
                ],
            ),
        }

    wide, narrow = base.both(build)
    rows = tuple(
        (n, text.show(e, "j_per_th", lang), Figure("shutdown_price", text.usd(p, lang, 0), p, "scenario"))
        for n, e, p, _ in entries
    )
    total = len(entries) - 1
    return Chart(
        "machines",
        say(scenario, "mining.machines.title", lang, count=str(paying), total=str(total)),
        say(scenario, "mining.machines.subtitle", lang),
        say(scenario, "mining.machines.alt", lang),
        wide,
        tuple((kind, text.t(f"mining.machines.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
        Table(tuple(text.t(f"mining.machines.{c}", lang) for c in ("model", "efficiency", "price")), rows),
        ("power_cost_per_btc", "fleet_power_mw"),
        HERO,
        narrow,
    )


def backtest(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Computed against reported output per month, with the error under each month."""
    needed = ("monthly_operations_period", "monthly_operations_btc_produced", "monthly_operations_operating_hashrate",
              "backtest_btc_computed", "backtest_error", "full_month", "backtest_mean_absolute_error")  # fmt: skip
    if not scenario.known(*needed):
        return base.missing("backtest", "backtest", lang, HERO)
    periods, reported, hashrate, computed, error, full, _ = (scenario.value(key) for key in needed)
    shown = [i for i in range(len(periods)) if np.isfinite(computed[i])]
    high = float(np.nanmax([*reported[shown], *computed[shown]])) * 1.08
    y_ticks = base.nice_ticks(0, high, 4)
    y_labels = base.unit_once(y_ticks, lang, "btc", 1)

    def coins(value: float) -> str:
        return text.show(float(value), "btc", lang, digits=1)

    def build(width: int) -> Dict:
        margins = (base.room(y_labels), 10, 10, 62)
        wide = width >= base.WIDE
        names = [
            f"{text.date(str(periods[i]), lang).split()[0].rstrip('.')[:3]}<br>{str(periods[i])[2:4]}" for i in shown
        ]
        notes = []
        for column, i in enumerate(shown):
            words = text.number(error[i] * 100, lang, 1 if full[i] else 0, True)
            notes.append(
                base.label(column, 0, words, INK if full[i] else MUTED, "center", dy=-46, halo=False, yref="paper",
                           size=12 if wide else 11)
            )  # fmt: skip
            if not full[i]:
                notes.append(
                    base.label(column, float(reported[i]), text.t("mining.backtest.partial", lang), MUTED, "left", dx=9,
                               halo=False, align="left")
                )  # fmt: skip
        return {
            "data": [
                base.marks(range(len(shown)), computed[shown], None, "open", marker={"size": 13}),
                base.marks(
                    range(len(shown)), reported[shown],
                    [base.hover((text.t("mining.backtest.published", lang), coins(reported[i])),
                                (text.t("mining.backtest.computed", lang), coins(computed[i])),
                                (text.t("mining.backtest.error", lang), text.percent(float(error[i]), lang, 1, True)))
                     for i in shown],
                    "filled", marker={"size": 7},
                ),
            ],
            "layout": base.layout(
                margin={"l": margins[0], "r": margins[1], "t": margins[2], "b": margins[3]},
                xaxis={"range": [-0.6, len(shown) - 0.4], **base.ticks(range(len(shown)), names),
                       "tickfont": {"size": 12 if wide else 11, "color": MUTED}},
                yaxis={"range": [0, high], **base.ticks(y_ticks, y_labels)},
                annotations=[
                    *notes,
                    base.label(0, 0, "%", MUTED, "right", dx=-6, dy=-46, halo=False, xref="paper", yref="paper"),
                ],
                shapes=[base.segment(-0.6, 0, len(shown) - 0.4, 0, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    rows = []
    for i, period in enumerate(periods):
        fault = shapes.cell("backtest_error", error[i], "pct", "scenario", lang, signed=True, digits=1)
        rows.append(
            (
                text.date(str(period), lang),
                shapes.cell("monthly_operations_operating_hashrate", hashrate[i], "eh", "reported", lang, digits=2),
                shapes.cell("backtest_btc_computed", computed[i], "btc", "scenario", lang, digits=1),
                shapes.cell("monthly_operations_btc_produced", reported[i], "btc", "reported", lang, digits=1),
                fault if full[i] or fault.value is None else (fault, f" ({text.t('mining.backtest.excluded', lang)})"),
            )
        )
    return Chart(
        "backtest",
        say(scenario, "mining.backtest.title", lang),
        say(scenario, "mining.backtest.subtitle", lang),
        say(scenario, "mining.backtest.alt", lang),
        wide,
        tuple((kind, text.t(f"mining.backtest.{kind}", lang)) for kind in ("reported", "derived", "assumed")),
        Table(
            tuple(
                text.t(f"mining.backtest.{c}", lang) for c in ("month", "hashrate", "computed", "published", "error")
            ),
            tuple(rows),
            text.t("mining.backtest.caption", lang),
        ),
        ("realised_hashrate_at_quarter_end",),
        HERO,
        narrow,
    )
