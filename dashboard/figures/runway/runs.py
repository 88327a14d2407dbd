"""The runs that the charts of the Runway page draw: the reader's and the presets', and their months in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.facts import Assumption, Preset
from dashboard.figures import layout as base
from dashboard.figures.layout import Dict
from dashboard.model import by_month as months_of
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

YEAR = 12
_TICK_MONTHS = 6


@dataclass(frozen=True)
class Run:
    """One scenario on the flat path: its name and its dates; None = not within the horizon."""

    name: str
    own: bool
    values: Any
    coins: float | None
    ai: float | None
    ai_paid: bool

    @property
    def long_enough(self) -> bool:
        """Whether cash and coins last for the horizon, or until AI covers a burn that there is."""
        return self.coins is None or (self.ai_paid and self.ai != 0)


def own_run(scenario: Scenario, lang: Lang) -> Run:
    """The reader's scenario."""
    return Run(
        text.t("runway.yours", lang),
        True,
        from_today(scenario, "value_by_month"),
        scenario.value("runway_months"),
        scenario.value("months_to_ai_break_even"),
        bool(scenario.value("ai_break_even_reached")),
    )


def from_today(scenario: Scenario, key: str) -> Any:
    """An array by month from the balance of today on: its first entry is today, then the months of the forecast."""
    return scenario.value(key)[scenario.value("clock").estimated :]


def presets(scenario: Scenario, lang: Lang) -> list[Run]:
    """The presets, each with the reader's other assumptions; all of them in one run."""
    found = scenario.facts.presets
    if not found:
        return []
    values = {
        a.name: np.array([_value_in(preset, a, scenario) for preset in found])
        for a in scenario.facts.assumptions
        if not a.options and any(a.key in preset.values for preset in found)
    }
    run = scenario.sweep("runway_path", **values)
    by_month = months_of.value_by_month(run)[run.terms.clock.estimated :]
    months, arrives, paid = run.money_gone - 1, run.ai_covers_from, run.ai_covers
    return [
        Run(
            preset.label.get(lang), False, by_month[:, i], _known(months[i]), _known(arrives[i]), bool(paid[i])
        )
        for i, preset in enumerate(found)
    ]  # fmt: skip


def _value_in(preset: Preset, assumption: Assumption, scenario: Scenario) -> float:
    """The value of a slider under the preset, in base units; the reader's where the preset leaves it alone."""
    value = preset.values.get(assumption.key)
    return float(scenario.value(assumption.name) if value is None else assumption.to_base(value))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def month_ticks(horizon: int, lang: Lang) -> Dict:
    """Every sixth month, every third of a single year; the first tick carries the word."""
    months = list(range(0, horizon + 1, _TICK_MONTHS if horizon > YEAR else _TICK_MONTHS // 2))
    names = [text.number(month, lang) for month in months]
    names[0] = text.show(0, "month_number", lang)
    return base.ticks(months, names)


def shown_path(run: Run) -> Any:
    """The values by month up to the first unpaid month, where there is one."""
    return run.values if run.coins is None else run.values[: int(run.coins) + 2]


def calendar(scenario: Scenario, month: int, lang: Lang) -> str:
    """The calendar month that lies ``month`` months after today's; empty without its date."""
    day = scenario.value("today_month")
    return "" if day is None else text.date(str(np.datetime64(day, "M") + month), lang)
