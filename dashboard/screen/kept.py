"""Mine against yours: a scenario kept as A, what differs from it, and A's values beside the reader's."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from dashboard.facts import Assumption
from dashboard.facts.units import look_of
from dashboard.headlines import drivers as deciding
from dashboard.headlines import runway
from dashboard.numbers.resolver import Output
from dashboard.screen import address
from dashboard.screen.context import Context
from dashboard.screen.markup import NOTHING, html, number_html, plain_label
from dashboard.takeaway import link as links
from dashboard.words import say, text
from dashboard.words.text import Lang, Sentence


def draw(context: Context, prefix: str = "") -> None:
    """Keep what is set as A; with an A, swap or drop it, and a chip for each slider that differs from it."""
    facts, lang, other = context.facts, context.lang, context.other_values
    with st.container(key=f"{prefix}kept"):
        if other is None:
            # What no link could hold cannot be kept.
            long = links.compacted(facts, context.values) is None
            _button("keep", context, prefix, address.keep, dict(context.values), disabled=long)
            return
        html(Markup('<div class="cg cg-side"><h3>{}</h3></div>').format(text.t("kept.title", lang)))
        for assumption in facts.assumptions:
            theirs = other[assumption.key]
            if context.values[assumption.key] != theirs:
                st.button(
                    text.t("kept.chip", lang, name=plain_label(assumption.label.get(lang)),
                           value=_shown(assumption, theirs, lang)).replace("$", "\\$"),
                    key=f"{prefix}kept_{assumption.key}",
                    icon=":material/undo:",
                    type="tertiary",
                    on_click=address.choose,
                    args=({assumption.key: theirs},),
                )  # fmt: skip
        _button("swap", context, prefix, address.swap, dict(context.values), other)
        _button("drop", context, prefix, address.keep, None)


def _button(name: str, context: Context, prefix: str, act: object, *args: object, disabled: bool = False) -> None:
    st.button(
        text.t(f"kept.{name}", context.lang),
        key=f"{prefix}{name}",
        type="tertiary",
        on_click=act,  # type: ignore[arg-type]
        args=args,
        disabled=disabled,
        help=text.t(f"kept.{name}.help", context.lang),
    )


def _shown(assumption: Assumption, value: float | str, lang: Lang) -> str:
    return text.show(assumption.to_base(value), look_of(assumption.unit).name, lang)


def difference(context: Context) -> Sentence:
    """One sentence: how much earlier or later than under A the money is gone, and why; empty without an A."""
    here, there, lang = context.scenario, context.other, context.lang
    if there is None or not (here.known("runway_path") and there.known("runway_path")):
        return ()
    if runway.failed(here) or runway.failed(there):
        return (text.t("kept.failed", lang),)
    return (text.t("kept.against", lang), " ", *deciding.against(here, there, lang), ".")


def beside(context: Context, output: Output) -> Markup:
    """A's value of a key figure and, of a number, how far the reader's lies from it; nothing without an A."""
    if context.other is None:
        return NOTHING
    lang, theirs = context.lang, context.other.output(output.key)
    if output.kind not in ("assumed", "scenario"):
        return NOTHING
    shown = replace(say.figure(theirs, lang, "plain"), at="scenario=A")
    apart = NOTHING
    values = (output.value, theirs.value)
    if all(isinstance(value, (int, float)) for value in values) and values[0] != values[1]:
        style = say.style_of(output)
        words = text.show(float(values[0]) - float(values[1]), "points" if style == "pct" else style, lang, signed=True)
        apart = Markup(" ({})").format(words)
    return Markup('<div class="cg-note cg-other-value">A: {}{}</div>').format(number_html(shown), apart)
