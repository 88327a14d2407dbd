"""``/live/<page>``: the page of a slider that is being dragged."""

from __future__ import annotations

import gzip
import json
from urllib.parse import urlencode

import pytest
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp

from dashboard.facts import Facts
from deploy import ahead

from .asking import app, ask


def address(facts: Facts, page: str = "mining", **more: str) -> str:
    asked = {"q": urlencode({"btc": "70", "lang": "EN", "v": facts.fingerprint}), "day": "2026-11-28"}
    return f"/live/{page}?{urlencode(asked | more)}"


def test_it_answers_with_the_blocks_of_the_page(served: ASGIApp, facts: Facts) -> None:
    (answer,) = ask(served, address(facts))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    parts = json.loads(answer.body)
    bodies = {name: body for part in parts for name, body in part["bodies"].items()}
    assert "$70,000" in bodies["headline"]["html"]
    assert bodies["plot-curve"]["figure"]["data"]
    (less,) = ask(served, address(facts, stamps=",".join(parts[0]["stamps"].values())))
    assert len(less.body) < len(answer.body)


def test_it_is_packed_for_whoever_can_unpack_it(served: ASGIApp, facts: Facts) -> None:
    (plain,) = ask(served, address(facts))
    (packed,) = ask(served, address(facts), accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"page": "nowhere"}, 404),
        ({"page": "claims"}, 204),
        ({"q": "btc=70&v=00000000"}, 204),
        ({"q": "<script>"}, 204),
        ({"day": "yesterday"}, 400),
        ({"day": ""}, 400),
        ({"stamps": "x" * 9000}, 414),
    ],
)
def test_anything_else_is_left_to_the_session(served: ASGIApp, facts: Facts, more: dict[str, str], status: int) -> None:
    (answer,) = ask(served, address(facts, **more))
    assert (answer.status, answer.body) == (status, b"")


def test_it_has_a_budget(facts: Facts) -> None:
    answers = [ask(one, address(facts, page="claims"))[0].status for one in [app(live="2/minute")] for _ in range(3)]
    assert answers == [204, 204, 429]


def test_nobody_has_more_than_half_of_the_machines_time(
    served: ASGIApp, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_SPENT", FixedWindowRateLimiter(MemoryStorage()))
    monkeypatch.setattr(ahead, "_TIME", parse("3 per 1 hour"))
    answers = [ask(served, address(facts, q=f"btc={price}&lang=EN&v={facts.fingerprint}"))[0] for price in (71, 72)]
    assert [answer.status for answer in answers] == [200, 204]
