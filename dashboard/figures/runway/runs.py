"""The runs that the charts of the Runway page draw: the reader's and the presets', and their months as dates.

Months count from today: 0 = today's month, 1 = the first of the forecast, negative = estimated ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.facts import Assumption, Preset
from dashboard.figures import shapes
from dashboard.figures.axes import Axis
from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block
from dashboard.headlines import runway
from dashboard.model import by_month as months_of
from dashboard.model.carried import months_to_carried, months_to_carried_end
from dashboard.model.clock import calendar_month
from dashboard.model.path import Path
from dashboard.numbers.drivers import grid
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang, Sentence

YEAR = 12
# The table of prices and megawatts: its size, how many prices stand below the reader's, and their step.
_COLUMNS, _ROWS, _BELOW, _PRICE_STEP = 9, 6, 4, 10_000.0


@dataclass(frozen=True)
class Run:
    """One scenario on the flat path: its name and its months; None = not within the horizon. key: of its preset.

    coins: coins held at the end of today's month and of each month of the forecast. sale: the next forced sale.
    carried, until: first and last month in which AI carries the burn; until is the horizon where cover does not end.
    gone: the first month that is not paid.
    """

    name: str
    key: str
    coins: Any
    sale: float | None
    carried: float | None
    until: float | None
    gone: float | None


def unavailable(draft: Draft, *needed: str, height: int = HERO, what: str = "") -> Block | None:
    """What stands in the chart's place where its numbers are unknown, or where the estimate fails."""
    if not draft.scenario.known(*needed):
        return draft.missing(what, height)
    if runway.failed(draft.scenario):
        return draft.missing("estimate_failed", height)
    return None


def own_run(scenario: Scenario, lang: Lang) -> Run:
    """The reader's scenario."""
    path = scenario.value("runway_path")
    carried, ends = scenario.value("months_to_carried"), scenario.value("months_to_carried_end")
    return Run(
        text.t("runway.yours", lang),
        "",
        _coins(path),
        scenario.value("months_to_next_sale"),
        carried,
        scenario.value("horizon_months") if carried and ends is None else ends,
        scenario.value("months_to_money_gone"),
    )


@dataclass(frozen=True)
class Beside:
    """The scenarios beside the reader's on the Runway page, as columns of one run of the months.

    Columns are the presets, then the cells of the table of sizes (AI megawatts) × prices (USD) row by row, then every
    price of the slider (ladder). gone: by column the first month that is not paid; nan = none.
    """

    path: Path
    prices: Any
    sizes: Any
    ladder: Any
    gone: Any

    @property
    def gone_by_cell(self) -> Any:
        """The table, shape (sizes, prices)."""
        last = len(self.gone) - len(self.ladder)
        cells = self.gone[last - len(self.sizes) * len(self.prices) : last]
        return cells.reshape(len(self.sizes), len(self.prices))

    @property
    def gone_by_price(self) -> Any:
        """By price of the ladder."""
        return self.gone[len(self.gone) - len(self.ladder) :]


def beside(scenario: Scenario) -> Beside:
    """Run them; ask ``scenario.once(beside)``, so that charts share the run."""
    facts = scenario.facts
    price, megawatts = float(scenario.value("btc_price")), float(scenario.value("ai_mw"))
    prices = shapes.steps_through(price, _COLUMNS, _BELOW, _PRICE_STEP)
    step = max(1.0, float(np.ceil(megawatts / (_ROWS - 1))))
    sizes = megawatts + step * (np.arange(_ROWS) - min(int(megawatts // step), _ROWS - 1))
    slider = facts.assumption("btc_price")
    ladder = np.array([price]) if slider is None else grid(slider)
    moved = [a for a in facts.assumptions if not a.options and any(a.key in preset.values for preset in facts.presets)]
    count = len(facts.presets)
    columns = {
        name: np.full(count + prices.size * sizes.size + ladder.size, float(scenario.value(name)))
        for name in {"btc_price", "ai_mw", *(a.name for a in moved)}
    }
    for assumption in moved:
        columns[assumption.name][:count] = [_value_in(preset, assumption, scenario) for preset in facts.presets]
    columns["btc_price"][count:] = np.concatenate((np.tile(prices, sizes.size), ladder))
    columns["ai_mw"][count : count + prices.size * sizes.size] = np.repeat(sizes, prices.size)
    path: Path = scenario.sweep("runway_path", **columns)
    return Beside(path, prices, sizes, ladder, scenario.sweep("months_to_money_gone", runway_path=path))


def presets(scenario: Scenario, lang: Lang) -> list[Run]:
    """The presets, each with the reader's other assumptions."""
    found: Beside = scenario.once(beside)
    path, horizon = found.path, found.path.terms.horizon_months
    coins, start = _coins(path), months_to_carried(path)
    ends = np.where(np.isnan(found_end := months_to_carried_end(path, start)), horizon, found_end)
    dates = (path.next_forced_sale, start, np.where(np.isnan(start), np.nan, ends), found.gone)
    return [
        Run(preset.label.get(lang), preset.key, coins[:, i], *(_known(date[i]) for date in dates))
        for i, preset in enumerate(scenario.facts.presets)
    ]


def _coins(path: Any) -> Any:
    return months_of.btc_by_month(path)[path.terms.clock.estimated :]


def _value_in(preset: Preset, assumption: Assumption, scenario: Scenario) -> float:
    """The value of a slider under the preset, in base units; the reader's where the preset leaves it alone."""
    value = preset.values.get(assumption.key)
    return float(scenario.value(assumption.name) if value is None else assumption.to_base(value))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def month_date(scenario: Scenario, month: float, lang: Lang) -> str:
    """The calendar month that lies ``month`` months after today's, in words."""
    return text.date(calendar_month(scenario.value("today_month"), month) or "", lang)


def months_axis(scenario: Scenario, lang: Lang, low: float, high: float, every: int = YEAR) -> Axis:
    """An axis of months from today, with the first of every sixth or twelfth month of the calendar named."""
    numbers = range(int(np.ceil(low)), int(high) + 1)
    names = [calendar_month(scenario.value("today_month"), number) or "" for number in numbers]
    chosen = [(n, name) for n, name in zip(numbers, names, strict=True) if int(name[5:]) % every == 1 % every]
    return Axis(low, high, [n for n, _ in chosen], [text.date(name, lang) for _, name in chosen])


def shown_coins(run: Run) -> Any:
    """The coins by month up to the first unpaid month, where there is one."""
    return run.coins if run.gone is None else run.coins[: int(run.gone) + 1]


def month_head(scenario: Scenario, month: float, lang: Lang) -> Sentence:
    """A month as the first cell of its row."""
    return (month_date(scenario, month, lang),)
