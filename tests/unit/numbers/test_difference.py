"""What explains the difference between two scenarios: shares by hand, sums to 1e-9, and signs that turn."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.model import difference
from dashboard.numbers.difference import contributions, moved
from dashboard.numbers.resolver import Scenario

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]


def test_shares_of_three_by_hand() -> None:
    """A bonus of 12 that needs the first and second together is split between them; the third brings 5 alone."""
    values = [12.0 * (row[0] and row[1]) + 5.0 * row[2] + 1.0 * row[0] for row in difference.moved_sets(3)]
    assert difference.shares(values, 3) == pytest.approx([7.0, 6.0, 5.0])


def test_many_are_sampled_in_orders_that_add_up() -> None:
    count = difference.EXACT + 2
    worth = np.arange(1.0, count + 1)
    values = [float(row @ worth + 3 * (row[0] and row[1])) for row in difference.moved_sets(count)]
    found = difference.shares(values, count)
    assert found.sum() == pytest.approx(worth.sum() + 3, abs=1e-9)
    assert found[2:] == pytest.approx(worth[2:]), "what acts alone is its own worth in every order"
    assert found[0] + found[1] == pytest.approx(6.0) and 1.0 < found[0] < 4.0


def gone(s: Scenario) -> float:
    """The month in which the money is gone; never is the first beyond the horizon."""
    month = s.value("months_to_money_gone")
    return float(s.value("horizon_months")) + 1 if month is None else float(month)


def anywhere(facts: Facts, make: Make, seed: int, most: int) -> Scenario:
    chance = random.Random(seed)
    behind = set(make().assumptions_behind("runway_path"))
    sliders = chance.sample([a for a in facts.assumptions if a.name in behind], chance.randint(1, most))
    values: dict[str, Any] = {}
    for one in sliders:
        if one.options is not None:
            values[one.key] = chance.choice(list(one.options))
        else:
            low, high, step = one.bounds
            values[one.key] = round(low + step * chance.randint(0, round((high - low) / step)), 9)
    return make(**values)


@pytest.mark.parametrize("seed", range(20))
def test_contributions_add_up_and_turn_with_the_scenarios(published: Facts, scenario: Make, seed: int) -> None:
    most, make = 4 if seed % 2 else 8, partial(scenario, published)
    here, there = (anywhere(published, make, 100 * seed + side, most) for side in (1, 2))
    found, back = contributions(here, there), contributions(there, here)
    assert set(found) == set(moved(here, there))
    assert sum(found.values()) == pytest.approx(gone(here) - gone(there), abs=1e-9)
    for name, months in found.items():
        assert back[name] == pytest.approx(-months, abs=1e-9), name


def test_one_moved_slider_explains_everything(scenario: Make) -> None:
    here, there = scenario(fixed=5.0), scenario()
    assert contributions(here, there) == {"overhead_per_month": pytest.approx(-2.0)}


def test_a_moved_choice_alone_explains_everything(scenario: Make) -> None:
    here, there = scenario(btc=50.0, avoid=100.0, curtail="OFF"), scenario(btc=50.0, avoid=100.0, curtail="ON")
    assert here.value("months_to_money_gone") != there.value("months_to_money_gone")
    found = contributions(here, there)
    assert list(found.values()) == [pytest.approx(gone(here) - gone(there))]


def test_what_moves_no_path_explains_nothing(scenario: Make) -> None:
    assert contributions(scenario(touch=12.0), scenario()) == {}
