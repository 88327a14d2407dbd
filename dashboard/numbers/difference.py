"""Which assumptions explain that two scenarios give different answers: both run at every mixture of the two."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

import numpy as np

from dashboard.model import Series, difference
from dashboard.model.month import Flags
from dashboard.numbers.resolver import Scenario

PATH: Final = "runway_path"
FIGURE: Final = "months_to_money_gone"


def moved(here: Scenario, there: Scenario) -> tuple[str, ...]:
    """The assumptions behind the path that differ between two scenarios of the same facts, in the file's order."""
    return tuple(name for name in here.assumptions_behind(PATH) if here.value(name) != there.value(name))


def contributions(here: Scenario, there: Scenario) -> dict[str, float]:
    """How many months earlier (-) or later (+) the money is gone here than there, by moved assumption.

    Never counts as the first month beyond the horizon. The numbers add up to the difference; swapping the scenarios
    turns every sign. Empty where nothing moved, or the path is not known.
    """
    names = moved(here, there)
    if not names or not here.known(PATH) or not there.known(PATH):
        return {}
    values = _months(here, there, names, difference.moved_sets(len(names)))
    return dict(zip(names, difference.shares(values, len(names)).tolist(), strict=True))


def _months(here: Scenario, there: Scenario, names: tuple[str, ...], sets: Flags) -> Series:
    """Month in which the money is gone with each set of assumptions moved from there to here.

    Numbers are columns of one sweep; each combination of choices is a sweep of its own.
    """
    choices = [at for at, name in enumerate(names) if isinstance(here.value(name), str)]
    beyond = float(here.value("horizon_months")) + 1
    result = np.zeros(len(sets))
    rows = sorted(range(len(sets)), key=lambda row: tuple(sets[row, choices]))
    for chosen, group in groupby(rows, key=lambda row: tuple(sets[row, choices])):
        picked = list(group)
        tokens: dict[str, Any] = {
            names[at]: (here if is_here else there).value(names[at])
            for at, is_here in zip(choices, chosen, strict=True)
        }
        base = there.with_values(**tokens)
        columns = {
            name: np.where(sets[picked, at], float(here.value(name)), float(there.value(name)))
            for at, name in enumerate(names)
            if at not in choices
        }
        gone = base.sweep(FIGURE, **columns) if columns else base.value(FIGURE)
        months = np.asarray(np.nan if gone is None else gone, dtype=float)
        result[picked] = np.where(np.isnan(months), beyond, months)
    return result
