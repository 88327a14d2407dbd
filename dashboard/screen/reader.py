"""What the browser says of its reader."""

from __future__ import annotations

import datetime as dt

import streamlit as st


def today() -> dt.date:
    """The day where the reader is; the server's, where the browser does not say."""
    now = dt.datetime.now(dt.UTC)
    offset = st.context.timezone_offset
    return (now.astimezone() if offset is None else now - dt.timedelta(minutes=offset)).date()
