"""What decides the sentence: the scenario run over plausible ranges and slider grids, as columns of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboard.facts import Assumption
from dashboard.model import Series, raisable
from dashboard.model import drivers as deciding
from dashboard.model import headroom as limits
from dashboard.model.drivers import (
    TARGETS,
    Drivers,
    nearest_that_reaches,
    plausible_points,
    reaches,
    robustness,
    tornado,
    within,
)
from dashboard.model.path import Path
from dashboard.numbers.spec import Spec

if TYPE_CHECKING:
    # The resolver reads the list below: at run time it is the scenario that comes here.
    from dashboard.numbers.resolver import Scenario

PATH: Final = "runway_path"
POINTS: Final = 1024
SCANNED: Final = ("btc_price", "network_hashrate", "gpu_hour_price", "gpu_utilisation", "equity_raise", "ai_mw")


def varied(scenario: Scenario) -> tuple[Assumption, ...]:
    """The assumptions that have a plausible range, are no decision, and move the path."""
    names = scenario.assumptions_behind(PATH)
    return tuple(a for a in scenario.facts.assumptions if a.plausible_base is not None and a.name in names)


def drivers(scenario: Scenario) -> Drivers | None:
    """Each assumption at both ends of its range, others as set, and all of them at `POINTS` Sobol points.

    One run: column 0 as set, then two for each assumption, then the points; kept for the facts and the sliders.
    None where the path is not known.
    """
    if not scenario.known(PATH):
        return None
    found: Drivers = scenario.remembered("drivers", lambda: _drivers(scenario))
    return found


def _drivers(scenario: Scenario) -> Drivers:
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

    All grids are columns of one run; kept for the facts and the sliders. None where the path is not known.
    """
    if not scenario.known(PATH):
        return None
    found: dict[str, dict[str, float]] = scenario.remembered("what_must_be_true", lambda: _what_must_be_true(scenario))
    return found


def _what_must_be_true(scenario: Scenario) -> dict[str, dict[str, float]]:
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


_RESTS_ON: Final = (PATH, "random_seed")

OUTPUTS: Final[dict[str, Spec]] = {
    "drivers": Spec(drivers, "text", "", rests_on=_RESTS_ON),
    "answer_case": Spec(deciding.answer_case, "text", ""),
    "answer_holds": Spec(deciding.answer_holds, "pct", "", digits=1),
    "answer_holds_error": Spec(deciding.answer_holds_error, "points", "", digits=1),
    "answer_holds_rounded": Spec(deciding.answer_holds_rounded, "pct", "", digits=0),
    "estimate_impossible": Spec(deciding.estimate_impossible, "pct", "", digits=1),
    "gone_early_month": Spec(deciding.gone_early_month, "date", ""),
    "gone_late_month": Spec(deciding.gone_late_month, "date", ""),
    "what_must_be_true": Spec(what_must_be_true, "text", "", rests_on=(PATH,)),
    # How far each limit is, in the order of model.headroom.LIMITS
    "headroom": Spec(limits.headroom, "text", ""),
    "headroom_now": Spec(limits.headroom_now, "count", ""),
    "headroom_threshold": Spec(limits.headroom_threshold, "count", ""),
    "headroom_trips_at": Spec(limits.headroom_trips_at, "usd", ""),
    "headroom_reached": Spec(limits.headroom_reached, "count", ""),
    "headroom_distance": Spec(limits.headroom_distance, "pct", "", signed=True, digits=0),
    # What could be raised before a coin is sold
    "raisable_machines": Spec(
        raisable.raisable_machines, "musd", "{self_mining_hashrate} × {used_machine_price}", digits=0
    ),
    "raisable_vendor": Spec(
        raisable.raisable_vendor,
        "musd",
        "max({ai_mw} − {ai_mw_today}, 0) × {ai_capex_per_mw} × (1 − {ai_vendor_share})",
        digits=0,
    ),
    "raisable_shares": Spec(
        raisable.raisable_shares,
        "musd",
        "{shares_outstanding} ÷ 3 × {share_price} × (1 − {issue_discount})",
        digits=0,
    ),
    "raisable_total": Spec(
        raisable.raisable_total,
        "musd",
        "{georgia_price} + {raisable_machines} + {raisable_vendor} + {raisable_shares}",
        digits=0,
    ),
}
