"""The reader's own facts file of this session: kept in its state only, never on disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.facts import Facts
from dashboard.words import text
from dashboard.words.text import Lang

PARAMETER = "facts"
_PREFIX = "up-"
_STATE = "own_facts"


def active() -> Facts | None:
    """The facts that this session has uploaded, if any."""
    found: Facts | None = st.session_state.get(_STATE)
    return found


def parameter() -> dict[str, str]:
    """What a link adds while an uploaded file is in use, so that it cannot pass for the published one."""
    own = active()
    return {} if own is None else {PARAMETER: f"{_PREFIX}{own.fingerprint}"}


def use(facts: Facts) -> None:
    """Let every page of this session use ``facts``, all sliders at their defaults."""
    st.session_state[_STATE] = facts
    st.query_params.pop("v", None)
    st.query_params.update(parameter())
    _reset_sliders(facts)


def forget(published: Facts) -> None:
    """Return to the published file."""
    st.session_state.pop(_STATE, None)
    st.query_params.pop(PARAMETER, None)
    _reset_sliders(published)


def notices(asked: Mapping[str, list[str]], lang: Lang) -> list[str]:
    """What must be said when the numbers are not those of the published file, or not those of the link."""
    own = active()
    wanted = (asked.get(PARAMETER) or [""])[0].removeprefix(_PREFIX)
    lines = []
    if own is not None:
        lines.append(text.t("notice.own_file", lang, name=own.company.name, version=own.fingerprint))
        if wanted and wanted != own.fingerprint:
            lines.append(text.t("notice.other_own_file", lang))
        # A reload or a restarted server ends the session; the address then still says what was shown.
        if st.query_params.get(PARAMETER) != parameter()[PARAMETER]:
            st.query_params.update(parameter())
    elif wanted:
        lines.append(text.t("notice.missing_own_file", lang))
    return lines


def elsewhere(asked: Mapping[str, list[str]]) -> bool:
    """Whether the link was made with a file that this session does not hold."""
    return PARAMETER in asked and active() is None


def _reset_sliders(facts: Facts) -> None:
    values: dict[str, Any] = {a.key: a.default_value for a in facts.assumptions}
    for key, value in values.items():
        st.session_state[key] = value
