"""Charts that rest on facts alone are built once, not at every step of a slider."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from dashboard.figures.layout import Chart
from dashboard.numbers.resolver import Scenario, shared

Rest = ParamSpec("Rest")
Result = TypeVar("Result")


def fixed(
    build: Callable[Concatenate[Scenario, Rest], Result],
) -> Callable[Concatenate[Scenario, Rest], Result]:
    """Remember what ``build`` returns for the same facts and arguments, unless it asked for an assumption."""

    @wraps(build)
    def remembered(scenario: Scenario, /, *rest: Rest.args, **named: Rest.kwargs) -> Result:
        memory, key = shared(scenario.facts), (build, rest, tuple(sorted(named.items())))
        if key in memory:
            known: Result = memory[key]
            return known
        own = Scenario(scenario.facts, scenario.values)
        result = build(own, *rest, **named)
        if isinstance(result, Chart):
            # What it is drawn from is known when it is drawn.
            result.drawings.both()
        if not own.moved:
            memory[key] = result
        return result

    return remembered
