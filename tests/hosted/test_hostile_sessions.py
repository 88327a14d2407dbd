"""A reader beside a hostile one is served as well as alone, whatever the other one does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.replicas import Replica
from tests.own_loop import run_apart
from tools.reader import Reader

from . import one_process
from .attacks import ATTACKS, attacked
from .one_process import MEGABYTE, PAGE, address, share, steps, usage

pytestmark = pytest.mark.xdist_group("one process")


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with one_process.replica() as found:
        yield found


Rounds = list[list[float]]


def beside(replica: Replica, attack: str, rounds: int, count: int, pause: float) -> tuple[Rounds, Rounds]:
    """Seconds of a reader's steps alone and under attack, in turns, so that other load on the machine meets both."""

    async def visit() -> tuple[Rounds, Rounds]:
        alone: Rounds = []
        under: Rounds = []
        async with Reader(address(replica), PAGE) as calm:
            await calm.step()
            await steps(calm, 2, 0)
            before = usage(replica)[0]
            for _ in range(rounds):
                alone.append(await steps(calm, count, pause))
                with attacked(address(replica), attack):
                    under.append(await steps(calm, count, pause))
            assert usage(replica)[0] - before < 64 * MEGABYTE
        return alone, under

    return run_apart(visit())


def usual(rounds: Rounds, part: float) -> float:
    """What ``part`` of the steps stay below in the usual round: one in which the machine was busy decides nothing."""
    return share([share(one, part) for one in rounds], 0.5)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_reader_is_served_beside_a_hostile_one(replica: Replica, attack: str) -> None:
    alone, under = beside(replica, attack, 1, 3, 0.1)
    # Seconds, for a machine with much else to do: an event loop that waits for the network stands still for ten.
    assert usual(under, 0.5) < 2 * usual(alone, 0.5) + 3


@pytest.mark.full
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_session_leaves_another_reader_in_peace(replica: Replica, attack: str) -> None:
    rounds = beside(replica, attack, 5, 12, 0.5)
    for part in (0.5, 0.95):
        alone, under = (usual(one, part) for one in rounds)
        what = "median" if part == 0.5 else "p95"
        print(f"\n{attack}, {what}: {alone * 1000:.0f} ms alone, {under * 1000:.0f} ms beside it")
        # The tenth of a second is one more run in line.
        assert under < 2 * alone + 0.1
