"""Language, presets, sliders, reset and share: the reader's assumptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Assumption, Facts, Preset
from dashboard.screen import address, exact, given, kept, quotes
from dashboard.screen.context import Context, current
from dashboard.screen.controls import GLOBAL, control, plausible_ranges, slider
from dashboard.screen.markup import html, note, plain_label
from dashboard.takeaway.link import LANG, defaults
from dashboard.words import text
from dashboard.words.text import LANGUAGES, Lang

Values = dict[str, Any]
_SHOWN_FIRST = 3


def language(lang: Lang) -> None:
    """The language switch, showing ``lang``."""
    with st.sidebar:
        st.segmented_control(
            "Language / Sprache",
            LANGUAGES,
            default=lang,
            required=True,
            key=given.hold(LANG, lang),
            on_change=address.take_word,
            args=(LANG,),
            label_visibility="collapsed",
            width="stretch",
        )


def draw(facts: Facts, page: str, lang: Lang, values: Values) -> None:
    """Draw the sidebar: presets, the sliders of every page and of this one at ``values``, Reset, Share, scenario A."""
    with st.sidebar:
        html(
            Markup('<div class="cg cg-side"><h2>{}</h2><p>{}</p></div>').format(
                text.t("sidebar.title", lang), text.t("sidebar.note", lang)
            )
        )
        _following(_presets_of_the_sidebar)
        for assumption in _of(facts, GLOBAL):
            control(assumption, facts, lang, values[assumption.key])
        own = _of(facts, page)
        if own:
            # A hairline between the sliders of every page and those of this one.
            words = text.t("sidebar.this_page", lang)
            html(Markup('<div class="cg cg-side cg-rule"><h3>{}</h3></div>').format(words))
        for assumption in own[:_SHOWN_FIRST]:
            control(assumption, facts, lang, values[assumption.key])
        if own[_SHOWN_FIRST:]:
            with st.expander(text.t("sidebar.more", lang)):
                for assumption in own[_SHOWN_FIRST:]:
                    control(assumption, facts, lang, values[assumption.key])
        with st.container(key="unused"):
            html(plausible_ranges(facts))
        _following(exact.draw)
        with st.container(key="actions", horizontal=True):
            st.button(
                text.t("sidebar.reset", lang),
                icon=":material/restart_alt:",
                type="tertiary",
                key="reset",
                on_click=address.choose,
                args=(defaults(facts),),
            )
            with st.popover(text.t("sidebar.share", lang), icon=":material/link:", type="tertiary"):
                st.caption(text.t("sidebar.share_note", lang))
                _following(_link)
        words = text.t("sidebar.menu_note", lang)
        html(Markup('<div class="cg cg-side"><p class="cg-small">{}</p></div>').format(words))
        _following(kept.draw)


@st.fragment(key=address.ASSUME)
def _following(part: Callable[[Context], None]) -> None:
    """A part of the sidebar that shows what the sliders are set to, and is run again without them."""
    part(current())


def _presets_of_the_sidebar(context: Context) -> None:
    _presets(context.facts, context.values, context.lang)


def _link(context: Context) -> None:
    st.code(context.link, language=None, wrap_lines=True)


def mobile(context: Context) -> None:
    """The assumption bar of the phone: preset, the three global sliders and A under the sentence they change."""
    facts, lang = context.facts, context.lang
    # While a slider is dragged, the page is ahead of the sliders.
    values = address.values(facts)
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
                # A mirror of the slider in the sidebar, which is out of reach behind the menu on a phone.
                with st.container(key=f"m_{assumption.key}"):
                    slider(assumption, lang, values[assumption.key], mirror=True)
            kept.draw(context, "m_")


def current_preset(facts: Facts, values: Mapping[str, Any]) -> Preset | None:
    """The preset whose values the sliders show, if any."""
    return next((p for p in quotes.presets(facts) if all(values.get(k) == v for k, v in p.values.items())), None)


def _of(facts: Facts, page: str) -> list[Assumption]:
    row = registry.PAGE.get(page, registry.PageRow(page))
    order = row.telling
    own = [a for a in facts.assumptions if (row.sliders or page) in a.pages]
    return sorted(own, key=lambda a: order.index(a.key) if a.key in order else len(order))


def _presets(facts: Facts, values: Values, lang: Lang, prefix: str = "") -> None:
    chosen = current_preset(facts, values)
    by_key = {preset.key: preset for preset in quotes.presets(facts)}
    if not by_key:
        return
    # Before the browser has heard of a move, it names a preset that the move has unchosen, as if it were chosen again.
    key = given.anew(f"{prefix}preset", chosen.key if chosen else None)

    def apply() -> None:
        preset = by_key.get(st.session_state[key] or "")
        if preset == chosen and given.key_of(f"{prefix}preset") != key:
            address.again(page_only=True)
        elif preset is not None:
            address.choose(preset.values)

    with st.container(key=f"{prefix}preset"):
        st.segmented_control(
            text.t("sidebar.scenario", lang),
            list(by_key),
            format_func=lambda name: plain_label(by_key[name].label.get(lang)),
            key=key,
            on_change=apply,
            width="stretch",
        )
    for line in quotes.lines(facts, lang):
        html(note(line))
