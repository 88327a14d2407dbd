"""The parts of the Claims page that hand something over: downloads, the workbook, and the reader's own facts file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import registry
from dashboard.facts import Facts, FactsError
from dashboard.screen import address, own_file, routes
from dashboard.screen.markup import html, note, notice
from dashboard.screen.page import Page
from dashboard.takeaway import link as links
from dashboard.takeaway import rehearsal, tables, workbook
from dashboard.words import text
from dashboard.words.text import Lang

_EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
_PREPARED, _ERROR, _ROUND = "prepared_files", "own_error", "own_round"
_ROUTES: Final = {"xlsx": "workbook.xlsx", "csv": "scenario.csv", "json": "scenario.json"}
_TYPES: Final = {**tables.MEDIA, "yaml": "application/yaml"}


def downloads(page: Page) -> None:
    """Every figure as CSV and JSON and the workbook, made on request for the scenario on the screen.

    Where the server has addresses for them, those: they need no session. An uploaded file is known to its session only.
    """
    context = page.context
    lang, facts = context.lang, context.facts
    page.native()
    if routes.offered() and own_file.active() is None:
        with st.container(key="files", horizontal=True):
            for kind, name in _ROUTES.items():
                st.link_button(_t(f"file.{kind}", lang), routes.data(context, name), icon=":material/download:")
        html(note(_t("prepared", lang)))
        return
    stamp = (context.link, facts.fingerprint)
    prepared: dict[str, Any] = st.session_state.get(_PREPARED, {})
    if prepared.get("stamp") != stamp:
        # Files of an earlier scenario must not be handed out under the sliders of this one.
        st.session_state.pop(_PREPARED, None)
        prepared = {}
    with st.container(key="files", horizontal=True):
        if not prepared and st.button(_t("prepare", lang), key="prepare", icon=":material/download:"):
            prepared = {"stamp": stamp, "files": _files(page)}
            st.session_state[_PREPARED] = prepared
            st.rerun()
        for kind, data in prepared.get("files", {}).items():
            st.download_button(
                _t(f"file.{kind}", lang),
                data,
                file_name=_file_name(facts, "model" if kind == "xlsx" else "figures", kind),
                mime=_TYPES[kind],
                key=f"file_{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
    html(note(_t("prepared" if prepared else "prepare.note", lang)))


def _files(page: Page) -> dict[str, bytes]:
    scenario, link, lang = page.scenario, page.context.link, page.context.lang
    return {
        "xlsx": workbook.build(scenario, link, lang),
        "csv": tables.as_csv(scenario, link, lang),
        "json": tables.as_json(scenario, link, lang),
    }


def chart_tables(page: Page) -> None:
    """The table behind any chart as CSV: choose the page, then the chart."""
    context = page.context
    lang = context.lang
    page.native()
    with st.container(key="tables", horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            _t("table.page", lang),
            registry.NAMES,
            index=None,
            format_func=lambda key: text.t(f"nav.{key}", lang),
            placeholder=_t("table.choose", lang),
            key="table_page",
        )
        found = tables.charts(name, page.scenario, lang, address.switches(name)) if name is not None else {}
        chosen = st.selectbox(
            _t("table.chart", lang),
            list(found),
            format_func=lambda key: found[key][0],
            disabled=not found,
            placeholder=_t("table.choose", lang),
            key=f"table_chart_{name}",
        )
        if chosen in found:
            title, table = found[chosen]
            st.download_button(
                _t("file.table", lang),
                tables.table_csv(context.facts, context.link, title, table, lang),
                file_name=_file_name(context.facts, f"{name}-{chosen}", "csv"),
                mime=_TYPES["csv"],
                key="file_table",
                icon=":material/download:",
                on_click="ignore",
            )
    html(note(_t("print", lang)))


def own_panel(page: Page) -> None:
    """Upload a facts file for this session, return to the published one, or take a template."""
    context = page.context
    lang, published = context.lang, context.published
    own = own_file.active()
    st.session_state.setdefault(_ROUND, 0)
    key = f"own_upload_{st.session_state[_ROUND]}"

    def take() -> None:
        given = st.session_state.get(key)
        st.session_state.pop(_ERROR, None)
        # None, or a file that went with the server to which it was given.
        if not isinstance(given, UploadedFile):
            return
        try:
            own = rehearsal.check(given.getvalue(), given.name, published)
        except FactsError as problem:
            st.session_state[_ERROR] = str(problem)
            return
        own_file.use(own)
        address.choose(links.defaults(own))

    def leave() -> None:
        own_file.forget()
        st.session_state.pop(_ERROR, None)
        # A new key empties the uploader, and with it the server's copy of the bytes.
        st.session_state[_ROUND] += 1
        address.choose(links.defaults(published))

    page.native()
    with st.container(key="own"):
        # Behind a disclosure, because few need it and Streamlit's drop zone carries a role that axe-core objects to.
        with st.expander(_t("own.upload", lang)):
            st.file_uploader(
                _t("own.upload", lang),
                type=["yaml", "yml"],
                key=key,
                on_change=take,
                max_upload_size=1,
                label_visibility="collapsed",
            )
        error = st.session_state.get(_ERROR)
        if error is not None:
            html(notice(_t("own.refused", lang), error))
        if own is not None:
            words = _t("own.active", lang, name=own.company.name, version=own.fingerprint)
            html(note(words, "cg-own-file"))
            st.button(_t("own.leave", lang), key="own_leave", on_click=leave, icon=":material/undo:")
    with st.container(key="templates", horizontal=True):
        files = {
            "published": (published.data, Path(published.file).name),
            "template": (example("template", frozenset(published.beside)), "template.yaml"),
            "example": (example("nordlicht", frozenset(published.beside)), "nordlicht.yaml"),
        }
        for kind, (data, name) in files.items():
            st.download_button(
                _t(f"own.{kind}", lang),
                data,
                file_name=name,
                mime=_TYPES["yaml"],
                key=f"own_{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
    html(note(_t("own.note", lang, files=", ".join(published.beside) or "–")))


@cache
def example(name: str, beside: frozenset[str]) -> bytes:
    """An example file without the files it names, except those beside the published file."""

    def kept(found: re.Match[str]) -> str:
        return found[0] if found["file"] in beside else ""

    data = (_EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    data = re.sub(r"^  peers: (?P<file>\S+)\n", kept, data, flags=re.M)
    data = re.sub(r"^  \w+:\n    file: (?P<file>\S+)\n(?:    .*\n)*", kept, data, flags=re.M)
    return re.sub(r"^daily:\n(?!  )", "", data, flags=re.M).encode()


def _file_name(facts: Facts, what: str, kind: str) -> str:
    """A plain file name: the ticker, what is inside, and the version of the facts."""
    ticker = re.sub(r"[^A-Za-z0-9]+", "-", facts.company.ticker).strip("-").lower() or "facts"
    return f"{ticker}-{what}-{facts.fingerprint}.{kind}"


def _t(key: str, lang: Lang, **values: object) -> str:
    return text.t(f"take.{key}", lang, **values)
