"""The page frame: facts, language, navigation, sidebar and link; the only place that reads the URL."""

from __future__ import annotations

import gc
import logging
import os
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import facts as facts_file
from dashboard import registry
from dashboard.facts import Facts, FactsError
from dashboard.numbers.resolver import Scenario
from dashboard.screen import markup, own_file, sidebar
from dashboard.screen.page import page_end
from dashboard.takeaway import rehearsal
from dashboard.words import text
from dashboard.words.text import Lang

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Context:
    """What a page is a function of: the facts under the reader's assumptions, the language, and what to say first."""

    page: str
    lang: Lang
    facts: Facts
    scenario: Scenario
    values: dict[str, Any]
    notices: tuple[str, ...]
    link: str
    published: Facts


_context: ContextVar[Context | None] = ContextVar("context", default=None)


def facts_path() -> Path:
    """The facts file: ``DASHBOARD_FACTS`` or ``data/cango.yaml``."""
    return Path(os.environ.get("DASHBOARD_FACTS") or _ROOT / "data" / "cango.yaml")


@cache
def _settle() -> None:
    # Streamlit collects all garbage after every run; moving the imported libraries out of the collector's sight
    # takes tens of milliseconds off each slider step.
    gc.collect()
    gc.freeze()


def _pages(lang: Lang) -> list[Any]:
    return [
        st.Page(_ROOT / "pages" / f"{name}.py", title=text.t(f"nav.{name}", lang), default=name == "overview")
        for name in registry.NAMES
        if (_ROOT / "pages" / f"{name}.py").exists()
    ]


def context() -> Context:
    """The context of this run, for a page.

    A page that a cold server opened without app.py (the first deep link after a start, while Streamlit still takes
    pages/ for its old convention) has none: it declares the navigation and starts over.
    """
    current = _context.get()
    if current is None:
        st.navigation(_pages("EN"), position="hidden")
        st.rerun()
    return current


def run() -> None:
    """Draw the frame, then the page that the URL names."""
    st.set_page_config(page_icon=str(_ROOT / "static" / "favicon.png"), layout="wide")
    asked = sidebar.asked()
    brand = st.sidebar.container()
    lang = sidebar.language()
    page = st.navigation(_pages(lang), position="top")
    name = page.url_path or "overview"
    markup.style()
    try:
        published, error = facts_file.current(facts_path(), rehearsal.rehearse)
    except FactsError as problem:
        markup.facts_error(str(problem), lang)
        _settle()
        return
    loaded = own_file.active() or published
    st.set_page_config(page_title=f"{text.t(f'nav.{name}', lang)} · {loaded.company.short_name}")
    with brand:
        markup.wordmark(loaded.company, lang)
    notices = [] if error is None else [text.t("notice.stale_file", lang, error=str(error))]
    values, refused = sidebar.draw(loaded, name, lang, asked)
    notices += own_file.notices(lang)
    notices += sidebar.notices(loaded, refused, lang, own_file.elsewhere())
    current = Context(
        name,
        lang,
        loaded,
        Scenario(loaded, {a.name: a.to_base(values[a.key]) for a in loaded.assumptions}),
        values,
        tuple(notices),
        sidebar.link(loaded, values, lang, name),
        published,
    )
    own_file.gone(published, lang)
    token = _context.set(current)
    try:
        page.run()
    except Exception:
        # A file that its reader made is no error of ours: say so, and keep the rest of the app standing.
        if loaded is published:
            raise
        _log.exception("page %s with an uploaded facts file", name)
        markup.page_error(lang)
    finally:
        _context.reset(token)
    page_end(current)
    _settle()
