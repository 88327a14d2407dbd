"""What a move of a slider runs again: the page and what follows the sliders, with the result of a run of everything."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.facts import Facts
from dashboard.registry import NAMES as PAGES
from dashboard.screen import address, browser, drag, given, origin
from dashboard.screen.component import blocks as component
from dashboard.takeaway import link as links
from tests import blocks

from .conftest import start


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves run fragments alone, as in the app; everything is sent, because no browser keeps anything here."""
    monkeypatch.undo()
    monkeypatch.setattr(browser, "VERSIONS", 0)
    monkeypatch.setattr(browser, "LATER", False)


def bodies(app: AppTest) -> dict[str, Any]:
    return {name: body for message in blocks.messages(app) for name, body in message["bodies"].items()}


@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("page", PAGES)
def test_a_moved_slider_runs_the_page_alone_and_shows_the_same(page: str) -> None:
    whole = start(page, {"btc": "71", "lang": "EN"})
    app = start(page, {"btc": "70", "lang": "EN"})
    assert len(app.slider) > 3
    app.slider(key="btc").set_value(71.0).run()
    assert not app.exception
    assert [slider.key for slider in app.slider] == ["m_btc-1", "m_cash-0", "m_dep-0"], "the sidebar was not run"
    assert bodies(app) == bodies(whole)
    assert app.query_params["btc"] in ("71", ["71"])
    assert "btc=71&" in app.code[0].value, "the link to share follows"


_NOW = 1000.0


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, facts: Facts) -> dict[str, Any]:
    """The state of a session whose sliders stand at their defaults; ``asked`` holds the runs that were asked for.

    No time passes but what a test says has passed.
    """
    monkeypatch.undo()
    monkeypatch.setattr(given, "time", SimpleNamespace(monotonic=lambda: _NOW))
    values = links.defaults(facts)
    state: dict[str, Any] = {"address": {"values": values, "said": "", "expected": set()}, "asked": []}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "rerun", state["asked"].append)
    return state


def test_what_crosses_an_answer_is_no_move(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that the browser sent before it heard of Reset says where the slider stood until then."""
    state, asked = session["address"], session["asked"]
    state |= {"request": links.decode(facts, "?"), "said": "btc=75", "expected": {"btc=70"}}
    monkeypatch.setattr(address, "_said", lambda: "btc=75")
    session["btc"], state["values"]["btc"] = 75.0, 70.0
    given.hold("btc", 70.0)
    session["btc"] = 75.0
    address.take("btc", alone=True)
    assert (state["values"]["btc"], asked.pop()) == (70.0, ["body"])
    # From the first move on, what it says is the reader's.
    for moved in (74.0, 75.0):
        session["btc"] = moved
        address.take("btc", alone=True)
        assert (state["values"]["btc"], asked.pop()) == (moved, ["body", "assume"])


@pytest.mark.parametrize("key", ["role", "lang"])
def test_what_crosses_a_back_is_no_choice(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """A second Back, or any other request, that is sent before the first is answered says what was shown before it."""
    state: dict[str, Any] = session["address"]
    asked: list[Any] = []
    monkeypatch.setattr(st, "rerun", lambda *what: asked.append(what))
    state |= {"request": links.decode(facts, "?"), "switches": {"role": "all"}, "lang": "EN", "expected": {"first"}}
    monkeypatch.setattr(address, "_said", lambda: "second")
    take, chosen, before = (
        (address.take_switch, state["switches"], "AI") if key == "role" else (address.take_word, state, "DE")
    )
    session[key], now = before, chosen[key]
    given.hold(key, now)
    session[key] = before
    take(key)
    assert (chosen[key], asked) == (now, []), "the run goes on to the second address"
    session["given"][key] = dict.fromkeys(session["given"][key], _NOW - 60)
    take(key)
    assert chosen[key] == before and asked
    # From the first choice on, what it says is the reader's, at once.
    session[key] = now
    take(key)
    assert chosen[key] == now


def test_a_slider_goes_where_it_stood_once_the_answer_is_heard(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = session["address"]
    state |= {"request": links.decode(facts, "?"), "expected": {"btc=70"}}
    monkeypatch.setattr(address, "_said", lambda: "btc=70")
    session["btc"], state["values"]["btc"] = 75.0, 70.0
    given.hold("btc", 70.0)
    for passed, value in ((0.4, 70.0), (0.6, 75.0)):
        session["given"]["btc"] = dict.fromkeys(session["given"]["btc"], _NOW - passed)
        session["btc"] = 75.0
        address.take("btc", alone=True)
        assert state["values"]["btc"] == value


def _given(session: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """A session whose widget of the price has been given 70, long enough ago for the browser to have heard of it."""
    state: dict[str, Any] = session["address"]
    state |= {"request": links.decode(facts, "?"), "said": "btc=70", "expected": {"btc=70"}, "archived": None}
    state["values"]["btc"] = 70.0
    given.hold("btc", 70.0, "btc")
    session["given"]["btc"] = dict.fromkeys(session["given"]["btc"], _NOW - 60)
    return state


@pytest.mark.parametrize("whole", [True, False])
def test_a_move_whose_callback_was_stopped_is_caught_up_with(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """Streamlit calls back once for a move, and a cut line or a second request stops the callback at any access."""
    state = _given(session, facts)
    monkeypatch.setattr(address, "_said", lambda: "btc=70")
    session["btc"] = 71.0
    if whole:
        assert address.arrive(facts) is facts
    else:
        address.resume()
    assert state["values"]["btc"] == 71.0
    assert "btc" not in session["given"], "from here on what it says is the reader's, as after any move"
    # It is done with: what is chosen afterwards is not overtaken by it.
    address.put({"btc": 83.0})
    address.resume()
    assert state["values"]["btc"] == 83.0


def test_what_crosses_an_answer_is_not_caught_up_with(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = _given(session, facts)
    monkeypatch.setattr(address, "_said", lambda: "btc=60")
    session["given"]["btc"][60.0] = _NOW
    session["btc"] = 60.0
    address.resume()
    assert state["values"]["btc"] == 70.0
    # Nor later, when it might be a move: it has been looked at.
    session["given"]["btc"][60.0] -= 60
    address.resume()
    assert state["values"]["btc"] == 70.0


@pytest.mark.parametrize(("through_history", "price"), [(True, 60.0), (False, 70.0)])
def test_an_address_is_read_after_back_alone(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch, through_history: bool, price: float
) -> None:
    """A request that crosses the answer to a move, or comes over a new line, says an address from before the move."""
    _given(session, facts)
    monkeypatch.setattr(address, "_said", lambda: "btc=60")
    monkeypatch.setattr(origin, "through_history", lambda: through_history)
    address.arrive(facts)
    assert address.values(facts)["btc"] == price


def test_a_widget_that_something_else_has_moved_is_another_one(session: dict[str, Any]) -> None:
    """What the browser says of the old one may be what it showed when its popover was closed."""
    first = given.hold(given.anew("m_btc", 70.0), 70.0, "btc")
    session[first] = 71.0
    assert given.anew("m_btc", 71.0) == first == given.key_of("m_btc"), "its own move changes nothing"
    other = given.anew("m_btc", 90.0)
    assert other == given.key_of("m_btc") != first and session[other] == 90.0
    session[first] = 60.0
    assert list(given.unheard()) == []


def test_the_first_move_over_a_new_line_draws_everything(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser may have emptied its page for a run of which it has heard the beginning and the end."""
    _given(session, facts)
    monkeypatch.setattr(address, "_said", lambda: "btc=70")
    asked: list[Any] = []
    monkeypatch.setattr(st, "rerun", lambda *what: asked.append(what))
    monkeypatch.setattr(origin, "line", lambda: "first")
    address.arrive(facts)
    address.again()
    monkeypatch.setattr(origin, "line", lambda: "second")
    address.again()
    assert asked == [([address.BODY, address.ASSUME],), (), ([address.BODY, address.ASSUME],)]


def test_a_request_of_a_part_that_is_gone_is_heard_as_nothing(
    session: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, Any] = {}
    heard: list[Any] = []
    monkeypatch.setattr(component, "component", lambda: drawn.update)
    component.draw("blocks_0", b"", component.Heard(lambda: None, *([heard.append] * 4)))
    session["blocks_0"] = {"need": {"all": True}}
    drawn["on_need_change"]()
    del session["blocks_0"]
    for name in ("need", "go", "live", "rest"):
        drawn[f"on_{name}_change"]()
    assert heard == [{"all": True}, None, None, None, None]


def _without_fragments() -> None:
    import streamlit as st

    from dashboard.screen import address

    st.session_state.setdefault("address", {"said": "", "expected": set()})
    st.button("move", on_click=address.again)
    st.markdown("drawn")


@pytest.mark.usefixtures("as_served")
def test_a_move_before_the_page_was_ever_drawn_runs_everything() -> None:
    app = AppTest.from_function(_without_fragments).run()
    app.button[0].click().run()
    assert not app.exception
    assert [words.value for words in app.markdown] == ["drawn"]


def test_a_dragged_slider_asks_for_the_page_alone_and_once(session: dict[str, Any], facts: Facts) -> None:
    drag.to({"key": "btc", "value": 90, "number": 3})
    assert session["asked"] == [[address.BODY]]
    values, number = drag.dragged(facts)
    assert (values, number) == ({**links.defaults(facts), "btc": 90.0}, 3)
    assert session["address"]["values"] == links.defaults(facts), "nothing is committed"
    assert drag.dragged(facts) == (links.defaults(facts), None)


def test_a_move_that_meets_a_link_to_another_page_does_not_hold_it_up(
    session: dict[str, Any], facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit makes one run of the two: one of the fragments alone would be one of the page that was left."""
    session["address"]["wrote"] = "btc=70&lang=EN"
    monkeypatch.setattr(st, "query_params", {})
    session["btc"] = 71.0
    session["address"]["request"] = links.decode(facts, "/mining")
    address.take("btc")
    assert session["asked"] == []
    assert session["address"]["values"]["btc"] == 71.0


def test_a_move_that_is_made_overtakes_a_drag(session: dict[str, Any], facts: Facts) -> None:
    session["address_acted"] = True
    drag.to({"key": "btc", "value": 90, "number": 3})
    assert drag.dragged(facts) == (links.defaults(facts), None)


@pytest.mark.parametrize("position", [
    None, 7, "btc", [], {}, {"key": "btc"}, {"key": ["btc"], "value": 90, "number": 1},
    {"key": "btc", "value": "90", "number": 1}, {"key": "btc", "value": 1e99, "number": 1},
    {"key": "btc", "value": float("nan"), "number": 1}, {"key": "basis", "value": 1, "number": 1},
    {"key": "__class__", "value": 1, "number": 1}, {"key": "btc", "value": 90, "number": "1"},
])  # fmt: skip
def test_a_position_that_no_slider_has_is_passed_over(session: dict[str, Any], facts: Facts, position: Any) -> None:
    drag.to(position)
    assert drag.dragged(facts) == (links.defaults(facts), None)


@pytest.mark.parametrize("asked", [
    None, 7, "all", {"all": "yes"}, {"open": "x"}, {"open": [1, None, ["x"]]}, {"narrow": ["x"]},
    {"narrow": {"x": "y"}},
])  # fmt: skip
def test_what_a_browser_says_is_not_believed(session: dict[str, Any], asked: Any) -> None:
    reader = browser.Browser()
    reader.need(asked)
    assert session["asked"] == [[address.BODY]]
    assert not reader.wants("x") and not reader.wants("y")


def test_a_browser_cannot_fill_the_memory(session: dict[str, Any]) -> None:
    reader = browser.Browser()
    for number in range(30):
        names = [f"{number}/{name}" for name in range(100)]
        reader.need({"open": names, "narrow": dict.fromkeys(names, True)})
    held = [name for number in range(30) for name in range(100) if reader.wants(f"{number}/{name}")]
    assert len(held) == 1000
