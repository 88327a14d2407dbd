"""Swings, verdicts and shares over the plausible ranges, on a few columns of a path written by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dashboard.model import drivers

NAN = float("nan")


def path(**columns: Any) -> Any:
    """A path of which only what is asked for is known: a value a column."""
    terms = SimpleNamespace(horizon_months=36, maturity_month=15)
    return SimpleNamespace(terms=terms, **{name: np.array(values) for name, values in columns.items()})


def test_the_larger_swing_comes_first_and_what_is_left_decides_between_equal_ones() -> None:
    # Column 0 is the scenario; then low and high of each name. Beyond the horizon counts as month 37.
    found = drivers.tornado(
        path(money_gone=[9.0, 8.0, 10.0, NAN, 30.0, 12.0, 14.0], net_before_debt=[0.0, 1e6, 2e6, 0.0, 0.0, 4e6, 9e6]),
        1,
        ("price", "network", "cost"),
        ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0)),
    )
    assert [(one.name, one.span) for one in found] == [("network", 7.0), ("cost", 2.0), ("price", 2.0)]
    assert (found[1].low, found[1].high, found[1].gone_low, found[1].gone_high) == (5.0, 6.0, 12.0, 14.0)
    assert (found[1].net_low, found[1].net_high) == (4e6, 9e6)
    assert np.isnan(found[0].gone_low) and found[0].gone_high == 30.0


@pytest.mark.parametrize(
    ("sale", "covers", "gone", "verdict"),
    [
        (5, 6, NAN, "sale"), (6, 6, NAN, "neither"), (7, 6, 9, "gone"), (5, NAN, 9, "sale_gone"),
        (NAN, NAN, NAN, "neither"),
    ],
)  # fmt: skip
def test_a_sale_in_the_month_of_cover_is_not_before_it(sale: float, covers: float, gone: float, verdict: str) -> None:
    one = path(next_forced_sale=[float(sale)], ai_covers_lasting_from=[float(covers)], money_gone=[float(gone)])
    assert drivers.VERDICTS[int(drivers.coarse_verdict(one)[0])] == verdict


# Column 0 is the scenario; then five points, of which the last could not have come as far as today.
POINTS = {
    "estimate_failed": [False, False, False, False, False, True],
    "next_forced_sale": [5.0, 5.0, 5.0, NAN, NAN, 1.0],
    "ai_covers_lasting_from": [NAN, NAN, NAN, 3.0, 3.0, NAN],
    "money_gone": [9.0, 20.0, 10.0, NAN, 15.0, 1.0],
    "ai_covers_from": [NAN, NAN, NAN, 2.0, 3.0, 4.0],
    "burn_per_month": [1e6, 1e6, 1.0, 0.0, -1e6, -1e6],
}


def test_shares_are_of_the_possible_points() -> None:
    found = drivers.robustness(path(**POINTS), 0, slice(1, None))
    assert found.points == 5 and found.impossible == pytest.approx(0.2)
    assert drivers.VERDICTS[found.verdict] == "sale_gone" and found.holds == 0.5
    # Of 10, 15, 20 and never: the smallest, the second, and the fourth, which lies beyond the horizon.
    assert found.gone_range[:2] == (10.0, 15.0) and np.isnan(found.gone_range[2])
    assert (found.no_burn, found.ai_before_gone, found.never_gone) == (0.5, 0.5, 0.25)


def test_where_no_point_is_possible_there_is_a_verdict_and_no_share() -> None:
    found = drivers.robustness(path(**{**POINTS, "estimate_failed": [False] + 5 * [True]}), 0, slice(1, None))
    assert (found.points, found.impossible, drivers.VERDICTS[found.verdict]) == (5, 1.0, "sale_gone")
    assert len(found.gone_range) == 3
    assert np.isnan([found.holds, *found.gone_range, found.no_burn, found.ai_before_gone, found.never_gone]).all()


def test_a_target_is_reached() -> None:
    one = path(
        money_gone=[NAN, 14.0, 15.0, NAN, NAN, NAN],
        next_forced_sale=[NAN, NAN, 15.0, 14.0, 15.0, NAN],
        estimate_failed=[False, False, False, False, False, True],
    )
    assert drivers.reaches(one, "no_forced").tolist() == [True, False, False, False, False, False]
    assert drivers.reaches(one, "no_forced_before_debt").tolist() == [True, False, True, False, True, False]
    assert drivers.reaches(one, "paid").tolist() == [True, False, False, True, True, False]


@pytest.mark.parametrize(
    ("share", "error", "shown"),
    [
        (0.984, 0.0099, 0.98), (0.984, 0.01, 0.95), (0.339, 0.02, 0.35),
        (0.999, 0.001, 0.99), (0.001, 0.001, 0.01), (0.01, 0.02, 0.05), (0.0, 0.0, 0.0), (1.0, 0.0, 1.0),
    ],
)  # fmt: skip
def test_a_share_is_shown_as_far_as_its_error_bears(share: float, error: float, shown: float) -> None:
    assert drivers.answer_holds_rounded(share, error) == pytest.approx(shown, abs=1e-12)


def test_the_value_nearest_to_the_slider_is_the_one_that_is_named() -> None:
    grid = np.array([1.0, 2.0, 3.0, 4.0])
    assert drivers.nearest_that_reaches(grid, np.array([True, False, False, True]), 3.0) == 4.0
    assert np.isnan(drivers.nearest_that_reaches(grid, np.zeros(4, dtype=bool), 3.0))
