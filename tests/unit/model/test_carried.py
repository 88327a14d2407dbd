"""The months in which AI carries the burn, against a count by hand along the covered months."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dashboard.model.carried import months_to_carried, months_to_carried_end
from dashboard.numbers.resolver import Scenario

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]


def counted(covered: list[bool]) -> tuple[float, float]:
    """First and last month of the stretch: a year or to the end first, else the first one if three months long."""
    stretches, start = [], None
    for month, flag in enumerate([*covered, False], start=1):
        if flag and start is None:
            start = month
        if not flag and start is not None:
            stretches.append((start, month - 1))
            start = None
    horizon = len(covered)
    lasting = [one for one in stretches if one[1] - one[0] >= 11 or one[1] == horizon]
    chosen = lasting[:1] or [one for one in stretches[:1] if one[1] - one[0] >= 2]
    if not chosen:
        return np.nan, np.nan
    first, last = chosen[0]
    return first, np.nan if last == horizon else last


def test_it_is_the_first_stretch_that_is_long_enough(scenario: Make) -> None:
    prices, sizes = np.arange(70e3, 125e3, 1e3)[None, :], np.array([1.0, 2, 3, 5])[:, None]
    seen = 0
    for growth in (0, 1, -1):
        path = scenario(growth=growth).sweep("runway_path", btc_price=prices, ai_mw=sizes)
        start = months_to_carried(path)
        end = months_to_carried_end(path, start)
        for index in np.ndindex(start.shape):
            expected = counted(path.covered[(slice(None), *index)].tolist())
            np.testing.assert_equal((start[index], end[index]), expected)
            seen += bool(np.isfinite(expected[0]))
    assert seen > 30


@pytest.mark.parametrize(("values", "first", "last"), [
    ({}, "2026-11", "2027-05"),
    ({"btc": 84}, "2026-11", "2028-03"),
    ({"btc": 60}, None, None),
    # Two months in a row are not worth a word.
    ({"btc": 95, "growth": 2}, None, None),
])  # fmt: skip
def test_the_dates_of_the_stretch(
    scenario: Make, values: dict[str, float], first: str | None, last: str | None
) -> None:
    s = scenario(**values)
    assert (s.value("carried_from"), s.value("carried_until")) == (first, last)


def test_the_month_after_the_forecast(scenario: Make) -> None:
    assert (scenario().value("horizon_end"), scenario().value("after_horizon")) == ("2029-10", "2029-11")
