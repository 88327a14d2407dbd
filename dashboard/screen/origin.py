"""Where a run comes from: of what kind its request is, and by which connection it came."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def through_history() -> bool:
    """Whether the reader has gone Back or Forward: then alone the address is newer than what the session knows."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def line() -> str | None:
    """What tells the browser's connection from the one before a cut; None where nothing does."""
    return st.context.headers.get("Sec-WebSocket-Key")
