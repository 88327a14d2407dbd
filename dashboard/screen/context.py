"""What a page is a function of, and where the facts file is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario
from dashboard.screen.browser import Browser
from dashboard.screen.sheet import Sheet
from dashboard.words import text
from dashboard.words.text import Lang

ROOT = Path(__file__).parents[2]
# The page that shows one chart for a frame of another site.
EMBED = "embed"


@dataclass(frozen=True)
class Context:
    """What a page is a function of: the facts under the reader's assumptions, the language, and what to say first.

    other: the kept scenario A, and its sliders in their own units; None where none is kept.
    live: the number of the position of a dragged slider that this shows; None where nothing is dragged.
    switches: the tokens of the page's own controls. reader: the browser that it is drawn for, and today the day there.
    widgets: whether those of Streamlit stand on it; without a session there are none.
    """

    page: str
    lang: Lang
    facts: Facts
    scenario: Scenario
    values: dict[str, Any]
    notices: tuple[str | Markup, ...]
    link: str
    published: Facts
    switches: Mapping[str, str]
    reader: Browser
    today: dt.date
    other: Scenario | None = None
    other_values: dict[str, Any] | None = None
    live: int | None = None
    widgets: bool = True

    @cached_property
    def sheet(self) -> Sheet:
        """What the page puts on the screen."""
        return Sheet(self.page, self.reader, self.widgets)


RUNNING: ContextVar[Context | None] = ContextVar("context", default=None)


def page_file(name: str) -> Path:
    """The script of a page."""
    return ROOT / "pages" / f"{name}.py"


def pages(lang: Lang) -> list[Any]:
    """The pages for Streamlit's navigation, the overview as the start; and, out of sight, a chart on its own."""
    shown = [
        st.Page(page_file(name), title=text.t(f"nav.{name}", lang), default=name == "overview")
        for name in registry.NAMES
    ]
    return [*shown, st.Page(page_file(EMBED), visibility="hidden")]


def current() -> Context:
    """The context of this run, for a page.

    A page that a cold server opened without app.py (the first deep link after a start, while Streamlit still takes
    pages/ for its old convention) has none: it declares the navigation and starts over.
    """
    running = RUNNING.get()
    if running is None:
        st.navigation(pages("EN"), position="hidden")
        st.rerun()
    return running
