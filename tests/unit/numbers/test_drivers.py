"""What the plausible ranges and the grids of the sliders are made of, in the published file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.numbers import drivers
from dashboard.numbers.resolver import Scenario

Make = Callable[..., Scenario]


def test_every_swing_is_over_the_plausible_range_and_the_points_are_all_that_were_drawn(
    facts: Facts, scenario: Make
) -> None:
    found = drivers.drivers(scenario())
    assert found is not None and found.swings
    plausible = {a.name: a.plausible_base for a in facts.assumptions}
    assert [(one.low, one.high) for one in found.swings] == [plausible[one.name] for one in found.swings]
    assert found.robustness.points == drivers.POINTS


def test_a_grid_is_every_stop_of_the_slider(facts: Facts) -> None:
    slider = facts.assumption("btc_price")
    assert slider is not None
    low, high, step = slider.bounds
    found = drivers.grid(slider)
    assert found[[0, -1]] == pytest.approx([slider.to_base(low), slider.to_base(high)])
    np.testing.assert_allclose(np.diff(found), slider.to_base(step))
