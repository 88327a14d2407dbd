"""The reader's own facts file of this session: kept in its state only, never on disk."""

from __future__ import annotations

import streamlit as st

from dashboard.facts import Facts
from dashboard.takeaway.link import FACTS
from dashboard.words import text
from dashboard.words.text import Lang

PREFIX = "up-"
_STATE, _WANTED = "own_facts", "own_facts_wanted"
# Characters of a fingerprint; whatever else an address may hold is not worth repeating.
_SHOWN = 8


def active() -> Facts | None:
    """The facts that this session has uploaded, if any."""
    found: Facts | None = st.session_state.get(_STATE)
    return found


def ask(named: str | None) -> None:
    """Take down which facts the address names; those of an upload may not be here."""
    st.session_state[_WANTED] = named if named is not None and named.startswith(PREFIX) else ""


def parameter() -> dict[str, str]:
    """What a link adds where the address names an uploaded file, so that it cannot pass for the published one."""
    own = active()
    wanted = _wanted() if own is None else _token(own)
    return {FACTS: wanted} if wanted else {}


def use(facts: Facts) -> None:
    """Let every page of this session use ``facts``."""
    st.session_state[_STATE] = facts
    ask(None)


def forget() -> None:
    """Return to the published file; no longer ask for one that is gone."""
    st.session_state.pop(_STATE, None)
    ask(None)


def notices(lang: Lang) -> list[str]:
    """What must be said while the numbers are those of an uploaded file."""
    own = active()
    if own is None:
        return []
    lines = [text.t("notice.own_file", lang, name=own.company.name, version=own.fingerprint)]
    # The way back through the browser's history may lead to the address of another file.
    if _wanted() not in ("", _token(own)):
        lines.append(text.t("notice.other_own_file", lang))
    return lines


def missing() -> str:
    """The version of the file that the address names and this session does not hold; empty if there is none."""
    return "" if active() is not None else _wanted().removeprefix(PREFIX)[:_SHOWN]


def _token(own: Facts) -> str:
    return f"{PREFIX}{own.fingerprint}"


def _wanted() -> str:
    return str(st.session_state.get(_WANTED, ""))
