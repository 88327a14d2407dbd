"""What the reader has chosen, kept for the session and said by the address: the only place that reads or writes it.

Streamlit's own binding of widgets to the URL drops what it cannot use in silence and makes one history step of every
parameter. So the choices live here: a widget is given its value before it is drawn and reports back when it is moved,
and each run writes the whole query at once. Which writings are a step of the browser's history is the browser's to
know; see address.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from secrets import token_hex
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.errors import StreamlitAPIException

from dashboard import registry
from dashboard.facts import Facts, archive
from dashboard.numbers.resolver import Scenario
from dashboard.screen import given, origin, own_file
from dashboard.takeaway import link as links
from dashboard.takeaway import link_figure, link_notices, served
from dashboard.takeaway.link import FACTS, FIND, LANG, Request
from dashboard.words.text import Lang

_STATE, _ACTED, _SESSION, _GO = (f"address{what}" for what in ("", "_acted", "_session", "_go"))
# What is run again after a move: the page and what in the frame follows the sliders. The sliders themselves are not.
BODY, ASSUME = "body", "assume"


def arrive(published: Facts) -> Facts:
    """Read the address where the reader has come by it: at a session's first run, and after Back or Forward.

    Any other request says an older one where it crosses the answer to a move, or follows one that a cut line has kept
    back. Returns the facts to show: the reader's own, the archived ones that a link asks for, else the published ones.
    """
    said, back = _said(), origin.through_history()
    state = st.session_state.get(_STATE)
    if state is None:
        st.session_state[_SESSION] = (token_hex(4), not said)
    elif not back:
        _catch_up()
    acted = st.session_state.pop(_ACTED, False)
    # The links of the navigation lead to a page, not to a scenario: without a query everything stays as it is.
    if state is None or (back and said and said not in state["expected"] and not acted):
        st.session_state.pop(_GO, None)
        _read(published, said, first=state is None)
    st.session_state[_STATE] |= {"said": said, "line": origin.line()}
    return _facts(published, st.session_state[_STATE]["archived"])


def resume() -> None:
    """Begin a run of the fragments alone: the address is at most as old as the move, and nothing is to be read."""
    _catch_up()
    st.session_state.pop(_ACTED, None)
    st.session_state[_STATE]["said"] = _said()


def go(page: str | None) -> None:
    """Take down that the reader has chosen another page; for callbacks."""
    if page in registry.PAGE:
        st.session_state[_GO] = page
    again(page_only=True)


def gone_to() -> str | None:
    """The page that the reader has chosen since the last run."""
    return cast(str | None, st.session_state.pop(_GO, None))


def _said() -> str:
    """The query by which this run was asked for."""
    return urlencode({key: st.query_params.get_all(key) for key in st.query_params}, doseq=True)


def _read(published: Facts, said: str, first: bool) -> None:
    asked = links.decode(published, f"?{said}")
    own_file.ask(asked.own_file)
    archived = asked.own_file if asked.own_file in archive.versions() else None
    request = links.decode(_facts(published, archived), f"?{said}")
    st.session_state[_STATE] = {
        "values": dict(request.values),
        "switches": dict(request.switches),
        LANG: request.lang,
        FIND: request.find,
        "archived": archived,
        "request": request,
        "expected": {said},
        "fresh": first,
    }


def _facts(published: Facts, archived: str | None) -> Facts:
    own = own_file.active()
    if own is not None or archived is None:
        return own or published
    return served.archived(published, archived)


def _parameter(facts: Facts) -> dict[str, str]:
    """What a link adds while other facts than the published ones are shown."""
    archived = st.session_state[_STATE]["archived"]
    return own_file.parameter() or ({FACTS: archived} if archived == facts.fingerprint else {})


def session() -> tuple[str, bool]:
    """A name for this session, and whether it began without a query; the page's script asks for both."""
    return cast(tuple[str, bool], st.session_state[_SESSION])


def language() -> Lang:
    """The language that the reader or the link has chosen, else the browser's, else English."""
    preferred: Lang = "DE" if (st.context.locale or "").lower().startswith("de") else "EN"
    state = st.session_state.get(_STATE)
    return cast(Lang, (links.language(f"?{_said()}") if state is None else state[LANG]) or preferred)


def values(facts: Facts) -> dict[str, Any]:
    """Every slider of ``facts`` in its own unit: as chosen, else its default."""
    chosen = st.session_state[_STATE]["values"]
    return {a.key: chosen[a.key] if a.accepts(chosen.get(a.key)) else a.default_value for a in facts.assumptions}


def switches(page: str) -> dict[str, str]:
    """The tokens of the controls that stand on ``page``."""
    chosen = st.session_state[_STATE]["switches"]
    return {
        key: chosen[key] if chosen.get(key) in tokens else tokens[0]
        for key, tokens in registry.PAGE[page].switches.items()
    }


def found() -> str:
    """What the reader searches for."""
    return str(st.session_state[_STATE][FIND])


def request(page: str, moving: bool = False) -> Request:
    """The link by which the reader came to ``page``, without what a move, or one under way, has made untrue of it."""
    came = replace(cast(Request, st.session_state[_STATE]["request"]), page=page)
    return _without_sender(came) if moving else came


def _without_sender(request: Request) -> Request:
    return replace(request, seen=None, version=None, notices=())


# ------------------------------------------------------------------------------------------------ widgets


def choose(chosen: Mapping[str, Any]) -> None:
    """Set sliders; for callbacks."""
    put(chosen)
    again(whole=True)


def put(chosen: Mapping[str, Any]) -> None:
    """Set sliders, and leave it to the caller to ask for a run; for callbacks."""
    state = _moved()
    state["values"].update({key: float(v) if isinstance(v, int) else v for key, v in chosen.items()})


def take(key: str, widget: str = "", alone: bool = False) -> None:
    """Take over what a slider's widget shows now; for callbacks.

    ``alone``: nothing else in the frame shows this value, so that only what follows from it is run again.

    A request that crosses an answer carries every widget as it was before: what a preset, Reset or a second slider has
    just moved would go back.
    """
    if _take_over(widget or key, key):
        again(whole=not alone)
    else:
        again(page_only=True)


def _catch_up() -> None:
    """Take over what ``take`` was stopped from taking over: Streamlit does not call back twice for one move."""
    for widget, key in given.unheard():
        _take_over(widget, key)


def _take_over(widget: str, key: str) -> bool:
    """Set a slider to what its widget shows, unless that crosses an answer; whether it was set."""
    if _crossed(widget):
        given.done(widget)
        return False
    # The move comes first: whatever stops this here is caught up with.
    put({key: st.session_state[widget]})
    given.moved(widget)
    return True


def _crossed(widget: str) -> bool:
    return given.crossed(widget, heard=_said() in st.session_state[_STATE]["expected"])


def keep(other: Mapping[str, Any] | None) -> None:
    """Keep these sliders as scenario A, or drop it; for callbacks."""
    _keep(other)
    again()


def swap(chosen: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    """Make A the reader's scenario, and what the reader has chosen A; for callbacks."""
    put(other)
    _keep(chosen)
    again(whole=True)


def acted() -> bool:
    """Whether the reader has moved something since the last run."""
    return bool(st.session_state.get(_ACTED))


def again(whole: bool = False, page_only: bool = False) -> None:
    """Ask for a run of the fragments, of everything, or of the page; for callbacks, as the last thing they do.

    Streamlit makes one run of two requests that meet. One in which the reader goes to another address stays a run of
    everything, whatever the page has asked for in the meantime.
    """
    if _followed_a_link() or (page_only and _gone_elsewhere()):
        return
    # Of the runs before a cut the browser may have heard a part: what it shows need not be what the fragments stand in.
    if whole or st.session_state[_STATE].get("line") != origin.line():
        st.rerun()
    # A session whose first run was cut short has no fragments yet; what has begun then is a run of everything.
    with suppress(StreamlitAPIException):
        st.rerun([BODY] if page_only else [BODY, ASSUME])


def _followed_a_link() -> bool:
    """Whether this run was asked for by a link of the navigation: it is of another page, and knows no query."""
    return not _said() and "wrote" in st.session_state[_STATE]


def _gone_elsewhere() -> bool:
    """Whether this run was asked for by an address that neither the last run came by nor the server has written."""
    state = st.session_state[_STATE]
    return _said() not in {state["said"], *state["expected"]}


def kept(facts: Facts, page: str) -> dict[str, Any] | None:
    """Every slider of scenario A in its own unit; None where none is kept."""
    other = request(page).other
    if other is None:
        return None
    return {a.key: other[a.key] if a.accepts(other.get(a.key)) else a.default_value for a in facts.assumptions}


def _keep(other: Mapping[str, Any] | None) -> None:
    state = _moved(scenario=False)
    state["request"] = replace(state["request"], other=None if other is None else dict(other))


def take_switch(key: str) -> None:
    """Take over what a page's control shows now; for callbacks."""
    crossed = _crossed(key)
    if not crossed:
        _moved(scenario=False)["switches"][key] = st.session_state[key]
        given.moved(key)
    again(page_only=crossed)


def take_word(key: str) -> None:
    """Take over the language, or the words of the search; for callbacks."""
    crossed = _crossed(key)
    if not crossed:
        _moved(scenario=False)[key] = st.session_state[key]
        given.moved(key)
    again(whole=key == LANG and not crossed, page_only=crossed)


def _moved(scenario: bool = True) -> dict[str, Any]:
    """The state, marked as moved by the reader; a moved scenario is no longer the sender's."""
    st.session_state[_ACTED] = True
    state = cast(dict[str, Any], st.session_state[_STATE])
    if scenario:
        state["request"] = _without_sender(state["request"])
    return state


# ------------------------------------------------------------------------------------------------ address


def shared_link(facts: Facts, page: str, scenario: Scenario, lang: Lang, chosen: Mapping[str, Any]) -> str:
    """What Share hands out: the address with every parameter, the headline figure and the version of the facts."""
    url = urlsplit(st.context.url or "")
    base = f"{url.scheme}://{url.netloc}{url.path}" if url.netloc else ""
    query = links.query(
        facts,
        chosen,
        lang,
        seen=link_figure.of_page(page, scenario, lang),
        switches=switches(page),
        own_file=_parameter(facts),
        other=request(page).other,
    )
    return f"{base}?{query}"


def write(facts: Facts, page: str, scenario: Scenario, lang: Lang) -> str:
    """Let the address say this view; returns the query.

    It holds what differs from the defaults, and with it the figure and the version that show when those have changed.
    At a session's first run the query is left to the page's script: Streamlit's own way would be a step of history.
    """
    state = st.session_state[_STATE]
    came = request(page)
    stale = link_notices.changed(came, facts) or link_notices.difference(came, scenario, lang) is not None
    pairs = links.pairs(
        facts,
        values(facts),
        cast(Lang | None, state[LANG]),
        seen=came.seen if stale and came.seen is not None else link_figure.of_page(page, scenario, lang),
        switches={k: v for k, v in switches(page).items() if v != registry.PAGE[page].switches[k][0]},
        own_file=_parameter(facts),
        other=came.other,
        find=state[FIND],
        version=came.version if stale else None,
        moved_only=True,
    )
    query = urlencode(pairs)
    if state.pop("fresh", False):
        state["expected"].add(query)
    elif not query == state["said"] == state.get("wrote", query):
        # What the browser says may be older than what it was told last: two moves can cross its answer.
        state["expected"] = {query}
        st.query_params.from_dict(pairs)
    state["wrote"] = query
    return query


def written() -> str:
    """The query that the address has been given last."""
    return str(st.session_state[_STATE]["wrote"])
