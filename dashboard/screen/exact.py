"""Beside the sliders: what a moved one was at, with a way back for it alone, and a field that takes any value."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard.facts import Assumption
from dashboard.screen import address, given
from dashboard.screen.context import Context
from dashboard.screen.controls import exact
from dashboard.screen.markup import html, note, plain_label
from dashboard.words import text, typed
from dashboard.words.text import Lang

_CHOSEN, _TYPED, _REFUSED = "exact_of", "exact_value", "exact_refused"
_FIELD: Final = "exact"


def draw(context: Context) -> None:
    """The sliders that were moved, one line each, and the field for exact values."""
    with st.container(key="moved"):
        for assumption, before in _moved(context):
            words = text.t(
                "exact.was",
                context.lang,
                name=plain_label(assumption.label.get(context.lang)),
                value=plain_label(_shown(assumption, before, context.lang)),
            )
            st.button(
                words,
                key=f"back_{assumption.key}",
                icon=":material/undo:",
                type="tertiary",
                help=text.t("exact.back", context.lang),
                on_click=address.choose,
                args=({assumption.key: before},),
            )
    _field(context)


def _moved(context: Context) -> list[tuple[Assumption, Any]]:
    """Each slider that is not at what it was at when the reader came: what the link set, else the default."""
    came = address.request(context.page)
    found = []
    for assumption in context.facts.assumptions:
        before = came.values[assumption.key] if assumption.key in came.given else assumption.default_value
        if assumption.accepts(before) and context.values[assumption.key] != before:
            found.append((assumption, before))
    return found


def _shown(assumption: Assumption, value: Any, lang: Lang) -> str:
    return str(value) if assumption.options else exact(assumption, value, lang)


def _field(context: Context) -> None:
    lang = context.lang
    sliders = {a.key: a for a in context.facts.assumptions if not a.options}

    def take() -> None:
        assumption = sliders[st.session_state[_CHOSEN]]
        value = typed.number(st.session_state[given.key_of(_TYPED)], lang)
        if value is None or not assumption.accepts(value):
            low, high = (exact(assumption, end, lang) for end in assumption.bounds[:2])
            st.session_state[_REFUSED] = text.t("exact.refused", lang, low=low, high=high)
            return
        st.session_state.pop(_REFUSED, None)
        address.choose({assumption.key: value})

    with st.popover(text.t("exact.title", lang), icon=":material/edit:", type="tertiary", key=_FIELD):
        chosen = st.selectbox(
            text.t("exact.which", lang),
            list(sliders),
            format_func=lambda key: sliders[key].label.get(lang),
            key=_CHOSEN,
            on_change=lambda: st.session_state.pop(_REFUSED, None),
        )
        if chosen is None:
            return
        assumption = sliders[chosen]
        if _REFUSED not in st.session_state:
            given.anew(_TYPED, exact(assumption, context.values[chosen], lang, unit=False))
        st.text_input(
            text.t("exact.value", lang, value=plain_label(exact(assumption, context.values[chosen], lang))),
            key=given.key_of(_TYPED),
            on_change=take,
            max_chars=30,
        )
        refused = st.session_state.get(_REFUSED)
        if refused is not None:
            html(note(refused, "cg-refused"))
