"""A few scenarios for the checks that go through every chart."""

from __future__ import annotations

import pytest

from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario
from tests.figures.drawing import Make
from tests.figures.every import CASES, ENDS


@pytest.fixture(scope="module")
def cases(scenario: Make, facts: Facts) -> list[Scenario]:
    """A few scenarios, and those with every slider at its lower and at its upper end; with fewer random paths."""
    known = {a.key for a in facts.assumptions}
    values = [{key: value for key, value in case.items() if key in known} for case in CASES]
    values += [{a.key: end(a) for a in facts.assumptions} for end in ENDS]
    return [scenario(**chosen).with_values(random_paths=256) for chosen in values]
