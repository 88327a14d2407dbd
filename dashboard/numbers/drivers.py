"""What decides the sentence: the scenario run over plausible ranges and slider grids, as columns of one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dashboard.facts import Assumption
from dashboard.model import Series
from dashboard.model.drivers import (
    TARGETS,
    Robustness,
    Swing,
    nearest_that_reaches,
    plausible_points,
    reaches,
    robustness,
    tornado,
    within,
)
from dashboard.model.path import Path
from dashboard.numbers.resolver import Scenario, dependencies

PATH: Final = "runway_path"
POINTS: Final = 1024
SCANNED: Final = ("btc_price", "network_hashrate", "gpu_hour_price", "gpu_utilisation", "equity_raise", "ai_mw")


@dataclass(frozen=True)
class Drivers:
    """Swings of single assumptions, the largest first, and how far the sentence holds over all ranges at once."""

    swings: tuple[Swing, ...]
    robustness: Robustness


def varied(scenario: Scenario) -> tuple[Assumption, ...]:
    """The assumptions that have a plausible range, are no decision, and move the path."""
    names = dependencies(PATH)
    return tuple(a for a in scenario.facts.assumptions if a.plausible_base is not None and a.name in names)


def drivers(scenario: Scenario) -> Drivers | None:
    """Each assumption at both ends of its range, others as set, and all of them at `POINTS` Sobol points.

    One run: column 0 as set, then two for each assumption, then the points. None where the path is not known.
    """
    if not scenario.known(PATH):
        return None
    assumptions = varied(scenario)
    points = plausible_points(len(assumptions), POINTS, int(scenario.value("random_seed")))
    ends = 2 * len(assumptions)
    columns: dict[str, Series] = {}
    for index, assumption in enumerate(assumptions):
        low, high = _range(assumption)
        column = np.full(1 + ends + POINTS, float(scenario.value(assumption.name)))
        column[1 + 2 * index], column[2 + 2 * index] = low, high
        column[1 + ends :] = within(low, high, points[index])
        columns[assumption.name] = column
    path: Path = scenario.sweep(PATH, **columns)
    swings = tornado(path, 1, [a.name for a in assumptions], [_range(a) for a in assumptions])
    moving = tuple(swing for swing in swings if swing.moves)
    return Drivers(moving, robustness(path, 0, slice(1 + ends, None)))


def _range(assumption: Assumption) -> tuple[float, float]:
    low, high = assumption.plausible_base or (0.0, 0.0)
    return low, high


def what_must_be_true(scenario: Scenario) -> dict[str, dict[str, float]] | None:
    """By target and slider name, the value nearest to the scenario's that reaches it alone; nan = none on its grid.

    All grids are columns of one run. None where the path is not known.
    """
    if not scenario.known(PATH):
        return None
    grids = {name: grid(a) for name in SCANNED if (a := scenario.facts.assumption(name)) is not None}
    total = sum(len(values) for values in grids.values())
    columns: dict[str, Any] = {name: np.full(total, float(scenario.value(name))) for name in grids}
    parts, start = {}, 0
    for name, values in grids.items():
        parts[name] = slice(start, start + len(values))
        columns[name][parts[name]] = values
        start += len(values)
    path: Path = scenario.sweep(PATH, **columns)
    reached = {target: reaches(path, target) for target in TARGETS}
    return {
        target: {
            name: nearest_that_reaches(values, reached[target][parts[name]], float(scenario.value(name)))
            for name, values in grids.items()
        }
        for target in TARGETS
    }


def grid(assumption: Assumption) -> Series:
    """Every value of a slider, in the base unit."""
    low, high, step = assumption.bounds
    steps = np.arange(round((high - low) / step) + 1)
    return np.array([assumption.to_base(round(low + step * float(index), 9)) for index in steps], dtype=float)
