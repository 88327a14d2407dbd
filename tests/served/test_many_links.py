"""Many links, most of them hostile: each is answered at once, with what it asks for or with one sentence."""

from __future__ import annotations

import json
import os
import random
import resource
import time
from urllib.parse import quote

import pytest
from starlette.types import ASGIApp

from dashboard import registry
from dashboard.facts import Facts
from tests.own_loop import run_apart

from .asking import Answer, one

pytestmark = pytest.mark.xdist_group("served")

COUNT = int(os.environ.get("HOSTILE_LINKS", "20000"))
PIECES = (
    "", "nan", "-inf", "1e400", "9" * 400, "-1", "0x10", "٣", "1,5", "70.0000000001", "%00", "\x00", "\ud7ff\u202e",
    "<svg/onload=alert(1)>", "';drop table", "{{7*7}}", "${x}", "=1+1", "../../etc/passwd", "%2e%2e%2f", "&&&", "===",
    "up-0011aabb", "1.margin_per_btc.70", "b" * 300, "é" * 100, "\U0001f600", "[]", "null", "true", "on", "DE", "de-AT",
)  # fmt: skip
# What a chat, a mail client or a crawler adds or leaves out.
KEYS = ("lang", "v", "a", "h", "facts", "find", "utm_source", "embed", "chart", "theme", "x", "<b>", "btc[]", "", "bct")


def made_up(chance: random.Random, facts: Facts) -> str:
    """An address of the routes with a link that is right, nearly right, or nothing of the kind."""
    page = chance.choice((*registry.NAMES, *registry.NAMES, "nothing", "..", "%2f", "<b>"))
    chart = chance.choice((*registry.PAGE[page].charts, "none") if page in registry.PAGE else ("curve",))
    path = chance.choice(
        ("/api/scenario.json", "/api/scenario.csv", "/api/openapi.json", "/api", f"/api/chart/{page}/{chart}.json",
         f"/card/{page}.png", f"/embed/{page}/{chart}", "/feed.xml", f"/api/{page}"),
    )  # fmt: skip
    pairs = []
    for _ in range(chance.choice((0, 1, 2, 3, 8, 40))):
        slider = chance.choice(facts.assumptions)
        if slider.options is None and chance.random() < 0.7:
            low, high, _ = slider.bounds
            value = f"{chance.uniform(low - 1, high + 1):.{chance.randrange(6)}f}"
        else:
            value = chance.choice(PIECES)
        key = slider.key if chance.random() < 0.7 else chance.choice(KEYS)
        pairs.append(f"{quote(key)}={value if chance.random() < 0.1 else quote(value)}")
    query = "&".join(pairs)
    if chance.random() < 0.1:
        query = query[: chance.randrange(len(query) + 1)]
    return f"{path}?{query.encode('ascii', 'ignore').decode()}".replace(" ", "%20")


def attacked(served: ASGIApp, facts: Facts, count: int, seed: int) -> tuple[dict[int, int], float, str]:
    """How many answers of each status, and the processor seconds of the slowest, with its address."""
    chance = random.Random(seed)
    statuses: dict[int, int] = {}
    worst, which = 0.0, ""

    async def visit() -> None:
        nonlocal worst, which
        for _ in range(count):
            address = made_up(chance, facts)
            started = time.process_time()
            answer = await one(served, address)
            seconds = time.process_time() - started
            if seconds > worst:
                worst, which = seconds, address
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            assert answer.status in (200, 301, 400, 404), (address, answer)
            told(address, answer)

    run_apart(visit())
    return statuses, worst, which


def told(address: str, answer: Answer) -> None:
    """A refusal is one sentence and no page of an error."""
    assert b"Traceback" not in answer.body
    assert answer.status != 301 or answer.headers["location"].startswith("/api"), "to nobody else"
    if answer.status == 400 and address.startswith(("/api/scenario", "/api/openapi", "/api/chart")):
        assert list(json.loads(answer.body)) == ["error"], address


def test_some_hostile_links(served: ASGIApp, facts: Facts) -> None:
    statuses, _, _ = attacked(served, facts, 300, 1)
    assert statuses[200] > 20 and statuses[400] > 20 and statuses[404] > 5, "or nothing was tried"


@pytest.mark.full
def test_hostile_links(served: ASGIApp, facts: Facts) -> None:
    attacked(served, facts, 1000, 2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    statuses, worst, which = attacked(served, facts, COUNT, 3)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"\n{COUNT} links, {statuses}, slowest {worst:.3f} s ({which[:200]}), memory + {more:.0f} MB")
    assert worst < 0.3 and more < 50
