"""The real facts, and scenarios made from slider values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard import facts as facts_file
from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The published facts file."""
    return facts_file.load(ROOT / "data" / "cango.yaml")


@pytest.fixture(scope="session")
def scenario(facts: Facts) -> Callable[..., Scenario]:
    """``scenario(btc=70, cash=80)``: URL keys in the sliders' own units, the rest at their defaults."""

    def make(base: Facts = facts, /, **values: Any) -> Scenario:
        chosen = {a.key: values.get(a.key, a.default_value) for a in base.assumptions}
        assert set(values) <= set(chosen), f"no slider called {set(values) - set(chosen)}"
        return Scenario(base, {a.name: a.to_base(chosen[a.key]) for a in base.assumptions})

    return make
