"""What decides the sentence: assumptions one by one and all at once in their plausible ranges, and what must be true.

Everything here reads a path whose columns are scenarios, so one run of the months serves it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import qmc

from dashboard.model import Number, Series
from dashboard.model.clock import calendar_month
from dashboard.model.month import Flags
from dashboard.model.path import Path

TARGETS = ("no_forced", "no_forced_before_debt", "paid")
RANGE = (0.10, 0.50, 0.90)


@lru_cache(maxsize=4)
def plausible_points(dimensions: int, points: int, seed: int) -> Series:
    """Scrambled Sobol points in the unit cube, shape (dimensions, points); same seed, same points."""
    drawn = qmc.Sobol(dimensions, scramble=True, rng=seed).random(points).T
    drawn.flags.writeable = False
    return drawn


def within(low: float, high: float, share: Series) -> Series:
    """The value at a share of the way from low to high."""
    return low + (high - low) * share


@dataclass(frozen=True)
class Swing:
    """One assumption at both ends of its plausible range: month the money is gone (nan = never), and what is left.

    `net_low`, `net_high`: cash + coins − debt before the debt falls due, USD. `span`: months between the two
    dates, "never" counting as the first month beyond the horizon.
    """

    name: str
    low: float
    high: float
    gone_low: float
    gone_high: float
    net_low: float
    net_high: float
    span: float

    @property
    def moves(self) -> bool:
        """Whether it makes any difference, to the date or to what is left."""
        return self.span > 0 or self.net_low != self.net_high


def tornado(path: Path, first: int, names: Sequence[str], ranges: Sequence[tuple[float, float]]) -> tuple[Swing, ...]:
    """The largest swings first; ties of the date are broken by what is left before the debt falls due.

    Columns first, first + 1 of the path hold the low and high end of the first name, and so on.
    """
    gone, net = path.money_gone, path.net_before_debt
    dated = np.where(np.isnan(gone), path.terms.horizon_months + 1.0, gone)
    swings = []
    for index, (name, (low, high)) in enumerate(zip(names, ranges, strict=True)):
        at = first + 2 * index
        ends = (float(gone[at]), float(gone[at + 1]), float(net[at]), float(net[at + 1]))
        swings.append(Swing(name, low, high, *ends, abs(float(dated[at] - dated[at + 1]))))
    return tuple(sorted(swings, key=lambda swing: (-swing.span, -abs(swing.net_high - swing.net_low))))


def coarse_verdict(path: Path) -> Series:
    """Twice whether a forced sale comes before AI covers the burn, plus whether the money is gone; per scenario."""
    sale, covers = path.next_forced_sale, path.ai_covers_lasting_from
    sale_first = np.isfinite(sale) & ~(covers <= sale)
    return np.asarray(2 * sale_first + np.isfinite(path.money_gone), dtype=float)


@dataclass(frozen=True)
class Robustness:
    """How far the sentence holds over the plausible ranges; shares of 1, months (nan = beyond the horizon).

    `impossible`: share of the points whose estimate runs out; they are left out of everything else.
    `verdict`: the coarse verdict of the scenario; `holds`: it stays. `gone_range`: 10th, 50th and 90th percentile of
    the month in which the money is gone. `no_burn`: mining pays month 1; `ai_before_gone`: AI covers a burn in some
    month that is paid; `never_gone`: the money lasts. The worked example says these too.
    """

    points: int
    impossible: float
    verdict: int
    holds: float
    gone_range: tuple[float, float, float]
    no_burn: float
    ai_before_gone: float
    never_gone: float


@dataclass(frozen=True)
class Drivers:
    """Swings of single assumptions, the largest first, and how far the sentence holds over all ranges at once."""

    swings: tuple[Swing, ...]
    robustness: Robustness


# The coarse verdicts, in the order of their numbers.
VERDICTS = ("neither", "gone", "sale", "sale_gone")


def answer_case(drivers: Drivers) -> str:
    """The coarse verdict of the scenario, one of `VERDICTS`: a forced sale before AI covers, the money gone."""
    return VERDICTS[drivers.robustness.verdict]


def answer_holds(drivers: Drivers, estimate_failed: Number) -> float:
    """Share of the plausible range in which the coarse verdict is that of the scenario; nan = no verdict to hold."""
    return float("nan") if estimate_failed else drivers.robustness.holds


def answer_holds_error(drivers: Drivers, answer_holds: float) -> float:
    """Standard error of that share, from the number of possible points as if drawn at random: an upper bound."""
    points = drivers.robustness.points * (1 - drivers.robustness.impossible)
    return float(np.sqrt(answer_holds * (1 - answer_holds) / points))


def answer_holds_rounded(answer_holds: float, answer_holds_error: float) -> float:
    """The share as far as its error bears: to one point where the error is below a point, else to five.

    Short of all and of nothing it is never rounded to them.
    """
    step = 0.01 if answer_holds_error < 0.01 else 0.05
    if answer_holds in (0.0, 1.0):
        return answer_holds
    return min(max(round(answer_holds / step) * step, step), 1 - step)


def estimate_impossible(drivers: Drivers) -> float:
    """Share of the plausible range in which a month before today could not have been paid; left out of the rest."""
    return drivers.robustness.impossible


def _gone(drivers: Drivers, estimate_failed: Number, today_month: str, place: int) -> str | None:
    return None if estimate_failed else calendar_month(today_month, drivers.robustness.gone_range[place])


def gone_early_month(drivers: Drivers, estimate_failed: Number, today_month: str) -> str | None:
    """The month by which the money is gone in a tenth of the plausible range; None = beyond the horizon."""
    return _gone(drivers, estimate_failed, today_month, 0)


def gone_late_month(drivers: Drivers, estimate_failed: Number, today_month: str) -> str | None:
    """The month by which the money is gone in nine tenths of the plausible range; None = beyond the horizon."""
    return _gone(drivers, estimate_failed, today_month, 2)


def robustness(path: Path, as_set: int, points: slice) -> Robustness:
    """Read columns `points` of a path against column `as_set`. Percentiles are order statistics."""
    possible = ~path.estimate_failed[points]
    count = int(np.count_nonzero(possible))
    total = possible.size
    verdict = coarse_verdict(path)
    if count == 0:
        nan = float("nan")
        return Robustness(total, 1.0, int(verdict[as_set]), nan, (nan, nan, nan), nan, nan, nan)
    gone = np.sort(np.where(np.isnan(path.money_gone[points]), np.inf, path.money_gone[points])[possible])
    dates = [float(gone[max(int(np.ceil(level * count)) - 1, 0)]) for level in RANGE]
    low, middle, high = (date if np.isfinite(date) else float("nan") for date in dates)
    return Robustness(
        points=total,
        impossible=1 - count / total,
        verdict=int(verdict[as_set]),
        holds=_share((verdict[points] == verdict[as_set])[possible]),
        gone_range=(low, middle, high),
        no_burn=_share((path.burn_per_month <= 0)[points][possible]),
        ai_before_gone=_share(np.isfinite(path.ai_covers_from)[points][possible]),
        never_gone=_share(np.isnan(path.money_gone)[points][possible]),
    )


def _share(flags: Flags) -> float:
    return float(np.count_nonzero(flags)) / flags.size


def reaches(path: Path, target: str) -> Flags:
    """Which scenarios reach a target: no coin sold by force within the horizon, or before the debt; every bill paid.

    Raises KeyError for another target.
    """
    gone, sale, due = path.money_gone, path.next_forced_sale, path.terms.maturity_month
    possible = ~path.estimate_failed
    return np.asarray(
        {
            "no_forced": possible & np.isnan(gone) & np.isnan(sale),
            "no_forced_before_debt": possible & ~(gone < due) & ~(sale < due),
            "paid": possible & np.isnan(gone),
        }[target]
    )


def nearest_that_reaches(grid: Series, reached: Flags, now: float) -> float:
    """The value of the grid nearest to where the slider stands that reaches the target; nan = none does."""
    values = grid[reached]
    return float(values[np.argmin(np.abs(values - now))]) if values.size else float("nan")
