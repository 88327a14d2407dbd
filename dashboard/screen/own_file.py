"""The reader's own facts file of this session: kept in its state only, never on disk."""

from __future__ import annotations

import streamlit as st

from dashboard.facts import Facts
from dashboard.screen import markup
from dashboard.words import text
from dashboard.words.text import Lang

# The URL parameter, and the key of the control that holds it.
PARAMETER = "facts"
_PREFIX = "up-"
_STATE, _OTHER = "own_facts", "own_facts_other"
# Characters of a fingerprint; whatever else an address may hold is not worth repeating.
_SHOWN = 8


def active() -> Facts | None:
    """The facts that this session has uploaded, if any."""
    found: Facts | None = st.session_state.get(_STATE)
    return found


def draw() -> None:
    """Keep the address and the session agreed on ``?facts=``; for a hidden place in the frame.

    The browser drops the parameter when it goes to another page, and a restarted server has no session left: what
    survives both is the value of a control. Binding the control to the parameter is not enough, because a page that
    is opened while the server is away loses the parameter for good.
    """
    own, said = active(), st.query_params.get(PARAMETER, "")
    if own is not None:
        # The way back through the browser's history may lead to the address of another file.
        st.session_state[_OTHER] = said not in ("", _token(own))
        st.session_state[PARAMETER] = _token(own)
    elif said:
        st.session_state[PARAMETER] = said
    wanted = st.text_input(PARAMETER, key=PARAMETER, label_visibility="collapsed")
    if wanted and st.query_params.get(PARAMETER) != wanted:
        st.query_params[PARAMETER] = wanted


def parameter() -> dict[str, str]:
    """What a link adds where the address names an uploaded file, so that it cannot pass for the published one."""
    own = active()
    wanted = _wanted() if own is None else _token(own)
    return {PARAMETER: wanted} if wanted else {}


def use(facts: Facts) -> None:
    """Let every page of this session use ``facts``, all sliders at their defaults."""
    st.session_state[_STATE] = facts
    st.session_state[PARAMETER] = st.query_params[PARAMETER] = _token(facts)
    st.query_params.pop("v", None)
    _reset_sliders(facts)


def forget(published: Facts) -> None:
    """Return to the published file."""
    st.session_state.pop(_STATE, None)
    _drop()
    _reset_sliders(published)


def notices(lang: Lang) -> list[str]:
    """What must be said while the numbers are those of an uploaded file."""
    own = active()
    if own is None:
        return []
    lines = [text.t("notice.own_file", lang, name=own.company.name, version=own.fingerprint)]
    if st.session_state.get(_OTHER):
        lines.append(text.t("notice.other_own_file", lang))
    return lines


def gone(published: Facts, lang: Lang) -> None:
    """Say on every page, until the reader accepts it, that the file of the address is not in this session."""
    if not elsewhere():
        return
    with st.container(key="own_gone"):
        words = text.t(
            "notice.missing_own_file",
            lang,
            company=published.company.short_name,
            version=_wanted().removeprefix(_PREFIX)[:_SHOWN],
        )
        markup.notice(words)
        st.button(text.t("notice.missing_own_file.accept", lang), key="own_accept", on_click=_accept)


def elsewhere() -> bool:
    """Whether the address names a file that this session does not hold."""
    return active() is None and bool(_wanted())


def _drop() -> None:
    st.session_state[PARAMETER] = ""
    st.query_params.pop(PARAMETER, None)


def _accept() -> None:
    _drop()
    # Its facts' version belonged to that file.
    st.query_params.pop("v", None)


def _token(own: Facts) -> str:
    return f"{_PREFIX}{own.fingerprint}"


def _wanted() -> str:
    return str(st.session_state.get(PARAMETER) or "").strip()


def _reset_sliders(facts: Facts) -> None:
    for assumption in facts.assumptions:
        st.session_state[assumption.key] = assumption.default_value
