"""A page drawn for a slider that is being dragged, without a session: the very blocks that a session sends."""

from __future__ import annotations

import datetime as dt
import gc
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.facts import Facts
from dashboard.registry import NAMES
from dashboard.screen import ahead, routes
from dashboard.screen.ahead import Elsewhere, Holds
from tests import blocks

from .conftest import start

PAGES = [name for name in NAMES if name != "claims"]
TODAY = dt.date(2026, 11, 28)
SCENARIOS = {
    "a low price": "btc=31&lang=EN",
    "another, in German": "btc=120&cash=80&net=1000&lang=DE",
    "beside another": "btc=64&lang=EN&a=btc~90~cash~70",
    "with the pages' own controls": "btc=71&lang=DE&role=AI&basis_price=TRADED",
}


@pytest.fixture(autouse=True)
def _routes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_offered", [True])


def sent(app: AppTest) -> list[dict[str, Any]]:
    assert not app.exception
    return blocks.messages(app)


def stamps(messages: list[dict[str, Any]]) -> list[tuple[Any, dict[str, str]]]:
    """Frame and stamps of each part, but the stamp of the footer: it holds the address, which a drag does not have."""
    return [(one["frame"], {**one["stamps"], "footer": ""}) for one in messages]


def holds(messages: list[dict[str, Any]], *, everything: bool = False) -> Holds:
    """What a browser says that was sent these messages and has opened every disclosure."""
    bodies = {name: body for one in messages for name, body in one["bodies"].items()}
    return Holds(
        frozenset(stamp for one in messages for stamp in one["stamps"].values()) if everything else frozenset(),
        frozenset(name for name in bodies if name.startswith("later-")),
        frozenset(name for name, body in bodies.items() if body.get("narrow")),
    )


def asked(app: AppTest) -> dict[str, str]:
    offered: dict[str, str] = blocks.messages(app)[0]["ahead"]
    return offered


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
@pytest.mark.parametrize("page", PAGES)
def test_it_is_what_a_session_sends(page: str, scenario: str) -> None:
    asked_for = dict(parse_qsl(scenario))
    messages = sent(start(page, asked_for))
    # Offered at another position of the slider, as in a drag.
    offered = asked(start(page, {**asked_for, "btc": "55"}))
    moved = urlencode({**dict(parse_qsl(offered["q"])), "btc": asked_for["btc"]})
    drawn = json.loads(ahead.drawn(page, moved, dt.date.fromisoformat(offered["day"]), "", holds(messages)))
    assert stamps(drawn) == stamps(messages)
    ours, theirs = (one[-1]["bodies"]["footer"]["html"] for one in (drawn, messages))
    assert ours.replace(f"{'' if page == 'overview' else page}?", "?") == re.sub(r' data-query="[^"]*"', "", theirs)


def test_what_is_held_is_not_sent_again() -> None:
    messages = sent(start("mining", {"btc": "70", "lang": "EN"}))
    offered = messages[0]["ahead"]
    day = dt.date.fromisoformat(offered["day"])
    same = json.loads(ahead.drawn("mining", offered["q"], day, "", holds(messages, everything=True)))
    assert {name for one in same for name in one["bodies"]} == {"footer"}
    moved = offered["q"].replace("btc=70", "btc=71")
    other = json.loads(ahead.drawn("mining", moved, day, "", holds(messages, everything=True)))
    for one in other:
        known = set(holds(messages, everything=True).stamps)
        assert one["bodies"].keys() == {name for name, stamp in one["stamps"].items() if stamp not in known}
    assert {"headline", "kpis"} <= {name for one in other for name in one["bodies"]}


def test_closed_disclosures_stay_closed() -> None:
    offered = asked(start("mining", {"lang": "EN"}))
    drawn = json.loads(ahead.drawn("mining", offered["q"], TODAY, "", Holds()))
    assert not [name for one in drawn for name in one["stamps"] if name.startswith("later-")]


@pytest.mark.parametrize(
    "query",
    [
        {"facts": "up-12345678"},
        {"v": "00000000"},
        {"btc": "1e9"},
        {"h": "-27000.margin_per_btc.mining", "btc": "70"},
        {"nonsense": "1"},
    ],
)
def test_nothing_is_offered_where_a_line_stands_above_the_headline(query: dict[str, str]) -> None:
    assert asked(start("mining", {"lang": "EN", **query})) is None


def test_nothing_is_offered_without_the_route_or_on_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(start("claims", {"lang": "EN"})) is None
    monkeypatch.setattr(routes, "_offered", [])
    assert asked(start("mining", {"lang": "EN"})) is None


@pytest.mark.parametrize(
    "more", ["facts=35762a60", "facts=up-12345678", "v=00000000", "btc=1e9", "h=-27000.margin_per_btc.mining", "x=1"]
)
def test_what_only_a_session_shows_is_refused(more: str, facts: Facts) -> None:
    version = "" if more.startswith("v=") else f"&v={facts.fingerprint}"
    with pytest.raises(Elsewhere):
        ahead.drawn("mining", f"lang=EN&{more}{version}", TODAY, "", Holds())
    with pytest.raises(Elsewhere):
        ahead.drawn("claims", f"lang=EN&v={facts.fingerprint}", TODAY, "", Holds())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leaves_nothing_that_must_be_searched_for(page: str, facts: Facts) -> None:
    """Numbers of a page that hold each other stay in memory until all of it is searched, which stops every reader."""

    def draw(price: int) -> None:
        ahead.drawn(page, f"btc={price}&lang=EN&v={facts.fingerprint}", TODAY, "", Holds())

    draw(60)
    draw(61)
    gc.collect()
    # What is there by now is not looked through again.
    gc.freeze()
    gc.disable()
    try:
        for price in (62, 63, 64):
            draw(price)
        # A table of figures alone is some hundred objects.
        assert gc.collect() < 100
    finally:
        gc.enable()
