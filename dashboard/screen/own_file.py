"""The reader's own facts file of this session: kept in its state only, never on disk."""

from __future__ import annotations

import streamlit as st

from dashboard.facts import Facts
from dashboard.takeaway.link import FACTS
from dashboard.words import text
from dashboard.words.text import Lang

PREFIX = "up-"
_STATE = "own_facts"


def active() -> Facts | None:
    """The facts that this session has uploaded, if any."""
    found: Facts | None = st.session_state.get(_STATE)
    return found


def parameter() -> dict[str, str]:
    """What a link adds while an uploaded file is in use, so that it cannot pass for the published one."""
    own = active()
    return {} if own is None else {FACTS: f"{PREFIX}{own.fingerprint}"}


def use(facts: Facts) -> None:
    """Let every page of this session use ``facts``."""
    st.session_state[_STATE] = facts


def forget() -> None:
    """Return to the published file."""
    st.session_state.pop(_STATE, None)


def notices(asked: str | None, lang: Lang) -> list[str]:
    """What must be said when the numbers are not those of the published file, or not those of the link.

    ``asked``: the facts that the link names.
    """
    own = active()
    wanted = (asked or "").removeprefix(PREFIX)
    if own is None:
        return [text.t("notice.missing_own_file", lang)] if wanted != (asked or "") else []
    lines = [text.t("notice.own_file", lang, name=own.company.name, version=own.fingerprint)]
    if wanted and wanted != own.fingerprint:
        lines.append(text.t("notice.other_own_file", lang))
    return lines


def elsewhere(asked: str | None) -> bool:
    """Whether the link was made with a file that this session does not hold."""
    return (asked or "").startswith(PREFIX) and active() is None
