"""Language, presets, sliders, reset and share: the reader's assumptions, and the link that carries them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Assumption, Facts, Preset
from dashboard.screen import own_file
from dashboard.screen.controls import GLOBAL, control, plausible_ranges, slider
from dashboard.screen.markup import html, plain_label
from dashboard.words import labels, text
from dashboard.words.text import LANGUAGES, Lang

Values = dict[str, Any]
_MOST_NAMED = 4
_SHOWN_FIRST = 3


def asked() -> dict[str, list[str]]:
    """What the URL says, before the widgets bound to it drop what they cannot use.

    A session that opens with ?key=x&key=y starts over without that key: a choice bound to it would take the one of
    the two that it knows, and only the URL of a session's first run can still be changed.
    """
    said = {key: st.query_params.get_all(key) for key in st.query_params}
    repeated = {key: values for key, values in said.items() if len(values) > 1}
    if repeated and "lang" not in st.session_state:
        st.session_state["repeated"] = repeated
        for key in repeated:
            del st.query_params[key]
        st.rerun()
    return {**said, **st.session_state.pop("repeated", {})}


def language() -> Lang:
    """The language switch: ``?lang=``, else the browser's locale, else English."""
    preferred = "DE" if (st.context.locale or "").lower().startswith("de") else "EN"
    with st.sidebar:
        chosen = st.segmented_control(
            "Language / Sprache",
            LANGUAGES,
            default=preferred,
            required=True,
            key="lang",
            bind="query-params",
            label_visibility="collapsed",
            width="stretch",
        )
    return cast(Lang, chosen or preferred)


def draw(facts: Facts, page: str, lang: Lang, asked: Mapping[str, list[str]]) -> tuple[Values, tuple[str, ...]]:
    """Draw the sidebar. Returns the values in the sliders' own units and the parameters the URL could not set."""
    values: Values = {}
    with st.sidebar:
        html(
            Markup('<div class="cg cg-side"><h2>{}</h2><p>{}</p></div>').format(
                text.t("sidebar.title", lang), text.t("sidebar.note", lang)
            )
        )
        preset_slot = st.container()
        for assumption in _of(facts, GLOBAL):
            values[assumption.key] = control(assumption, facts, lang)
        own = _of(facts, page)
        if own:
            # A hairline between the sliders of every page and those of this one.
            words = text.t("sidebar.this_page", lang)
            html(Markup('<div class="cg cg-side cg-rule"><h3>{}</h3></div>').format(words))
        for assumption in own[:_SHOWN_FIRST]:
            values[assumption.key] = control(assumption, facts, lang)
        if own[_SHOWN_FIRST:]:
            with st.expander(text.t("sidebar.more", lang)):
                for assumption in own[_SHOWN_FIRST:]:
                    values[assumption.key] = control(assumption, facts, lang)
        with st.container(key="unused"):
            html(plausible_ranges(facts))
            own_file.draw()
            # Drawn but hidden: a bound slider that is not drawn would drop out of the URL on this page. One at its
            # default is not in the URL anyway, and leaving it out saves time on every run.
            for assumption in facts.assumptions:
                if assumption.key not in values:
                    default = assumption.default_value
                    moved = assumption.key in asked or st.session_state.get(assumption.key, default) != default
                    values[assumption.key] = control(assumption, facts, lang) if moved else default
        with preset_slot:
            _presets(facts, values, lang)
        with st.container(key="actions", horizontal=True):
            st.button(
                text.t("sidebar.reset", lang),
                icon=":material/restart_alt:",
                type="tertiary",
                key="reset",
                on_click=_set,
                args=({a.key: a.default_value for a in facts.assumptions},),
            )
            with st.popover(text.t("sidebar.share", lang), icon=":material/link:", type="tertiary"):
                st.caption(text.t("sidebar.share_note", lang))
                st.code(link(facts, values, lang, page), language=None, wrap_lines=True)
        words = text.t("sidebar.menu_note", lang)
        html(Markup('<div class="cg cg-side"><p class="cg-small">{}</p></div>').format(words))
    return values, _refused(asked, {**values, "lang": lang, **switches(page)})


def mobile(facts: Facts, values: Values, lang: Lang) -> None:
    """The assumption bar of the phone: the preset and the three global sliders under the sentence they change."""
    with st.container(key="mobile"):
        summary = text.t("sidebar.title", lang)
        # A file of another company may lack these sliders.
        if {"btc", "cash", "dep"} <= values.keys():
            summary = text.t(
                "mobile.bar",
                lang,
                price=text.thousands(values["btc"] * 1e3, lang).replace("$", "\\$"),
                cost=text.thousands((values["cash"] + values["dep"]) * 1e3, lang).replace("$", "\\$"),
            )
        with st.popover(summary, icon=":material/tune:", width="stretch"):
            _presets(facts, values, lang, prefix="m_")
            for assumption in _of(facts, GLOBAL):
                key = f"m_{assumption.key}"
                # A mirror of the slider in the sidebar, which is out of reach behind the menu on a phone.
                st.session_state[key] = values[assumption.key]
                slider(assumption, lang, key=key, on_change=_copy_back, args=(assumption.key,))


def switches(page: str) -> dict[str, str]:
    """The tokens of the controls that stand on ``page``; they are drawn after the link that has to hold them."""
    chosen = {}
    for key, tokens in registry.PAGE[page].switches.items():
        token = st.session_state.get(key) or st.query_params.get(key)
        chosen[key] = token if token in tokens else tokens[0]
    return chosen


def link(facts: Facts, values: Values, lang: Lang, page: str = "") -> str:
    """The full address of this view: every parameter, the language and the fingerprint of the facts."""
    url = urlsplit(st.context.url or "")
    base = f"{url.scheme}://{url.netloc}{url.path}" if url.netloc else ""
    query = {**{a.key: _written(values[a.key]) for a in facts.assumptions}, **switches(page), **own_file.parameter()}
    return f"{base}?{urlencode({**query, 'lang': lang, 'v': facts.fingerprint})}"


def notices(facts: Facts, refused: tuple[str, ...], lang: Lang, elsewhere: bool) -> list[str]:
    """What the reader must know before the numbers: refused parameters, and facts that changed since the link.

    With ``elsewhere`` the link rests on a file that is not here, which has been said already.
    """
    lines = []
    if refused:
        lines.append(text.t("notice.refused", lang, names=", ".join(refused)))
    version = st.query_params.get("v")
    if version is not None and version != facts.fingerprint and not elsewhere:
        lines.append(text.t("notice.changed", lang))
    return lines


def stand_ins(facts: Facts, lang: Lang) -> list[str]:
    """Which sliders and estimates the file leaves to the published one; no line where it sets them all.

    Few are named; of many the number is given, since the origin of each says so as well.
    """
    names = [labels.label(facts, name, lang) or name for name in facts.stand_ins]
    if not names:
        return []
    case = "notice.stand_ins" if len(names) <= _MOST_NAMED else "notice.stand_ins.many"
    return [text.t(case, lang, names=", ".join(names), count=len(names))]


def current_preset(facts: Facts, values: Mapping[str, Any]) -> Preset | None:
    """The preset whose values the sliders show, if any."""
    return next((p for p in facts.presets if all(values.get(k) == v for k, v in p.values.items())), None)


def _of(facts: Facts, page: str) -> list[Assumption]:
    row = registry.PAGE.get(page, registry.PageRow(page))
    order = row.telling
    own = [a for a in facts.assumptions if (row.sliders or page) in a.pages]
    return sorted(own, key=lambda a: order.index(a.key) if a.key in order else len(order))


def _written(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _presets(facts: Facts, values: Values, lang: Lang, prefix: str = "") -> None:
    key = f"{prefix}preset"
    chosen = current_preset(facts, values)
    by_key = {preset.key: preset for preset in facts.presets}
    if not by_key:
        return
    st.session_state[key] = chosen.key if chosen else None

    def apply() -> None:
        preset = by_key.get(st.session_state[key] or "")
        if preset is not None:
            _set(preset.values)

    st.segmented_control(
        text.t("sidebar.scenario", lang),
        list(by_key),
        format_func=lambda name: plain_label(by_key[name].label.get(lang)),
        key=key,
        on_change=apply,
        width="stretch",
    )


def _set(values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        st.session_state[key] = float(value) if isinstance(value, int) else value


def _copy_back(key: str) -> None:
    st.session_state[key] = st.session_state[f"m_{key}"]


def _refused(asked: Mapping[str, list[str]], values: Values) -> tuple[str, ...]:
    """Parameters of the link that did not become the value shown; remembered until the reader moves a control.

    The memory is needed because Streamlit drops a refused parameter from the URL at once.
    """
    memory = st.session_state.setdefault("refused", {"query": None, "values": None, "names": ()})
    query = {key: raw for key, raw in asked.items() if key in values}
    if query != memory["query"]:
        memory["query"] = query
        names = tuple(key for key, raw in query.items() if not _taken(raw, values[key]))
        if names:
            memory.update(values=dict(values), names=names)
    if values != memory["values"]:
        memory.update(values=dict(values), names=())
    return cast(tuple[str, ...], memory["names"])


def _taken(raw: list[str], value: Any) -> bool:
    if len(raw) != 1:
        return False
    if isinstance(value, str):
        return raw[0] == value
    try:
        number = float(raw[0])
    except ValueError:
        return False
    return math.isclose(number, value, rel_tol=1e-9, abs_tol=1e-9)
