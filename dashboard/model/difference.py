"""What explains the difference between two scenarios: each moved assumption by its share, in no order (Shapley).

The share of an assumption is what moving it adds to a set of others already moved, averaged over all orders in which
they could be moved. The shares add up to the difference, and swapping the two scenarios turns every sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import factorial
from typing import Any

import numpy as np

from dashboard.model import Series
from dashboard.model.month import Flags

# Up to here every set of moved assumptions is run; beyond, so many orders are drawn.
EXACT = 7
ORDERS = 64
_SEED = 1


@lru_cache(maxsize=16)
def moved_sets(count: int) -> Flags:
    """Which assumptions are moved in each run: bool array (runs, count); row 0 none, the last row all."""
    if count <= EXACT:
        sets: Flags = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 == 1
    else:
        steps = np.arange(count + 1)[:, None]
        places = [np.argsort(order) for order in _orders(count)]
        # Each order comes with its reverse, so that swapping the two scenarios runs the same sets.
        sets = np.concatenate([place[None, :] < steps for place in places])
    sets.flags.writeable = False
    return sets


def _orders(count: int) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    chance = np.random.default_rng(_SEED)
    drawn = [chance.permutation(count) for _ in range(ORDERS // 2)]
    return [order for one in drawn for order in (one, one[::-1])]


def shares(values: Sequence[float] | Series, count: int) -> Series:
    """The share of each of `count` assumptions in the last value less the first, from a value for each moved set."""
    found = np.asarray(values, dtype=float)
    if count <= EXACT:
        sets = moved_sets(count)
        sizes = sets.sum(axis=1)
        weights = np.array([factorial(k) * factorial(count - k - 1) / factorial(count) for k in range(count)])
        result = np.zeros(count)
        for at in range(count):
            without = np.flatnonzero(~sets[:, at])
            result[at] = np.sum(weights[sizes[without]] * (found[without + 2**at] - found[without]))
        return result
    steps = np.diff(found.reshape(ORDERS, count + 1), axis=1)
    result = np.zeros(count)
    for order, step in zip(_orders(count), steps, strict=True):
        result[order] += step
    return result / ORDERS
