"""One slider or choice of the facts file: its label, its format, and the published figure beside it."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard.facts import Assumption, Facts
from dashboard.facts.units import look_of
from dashboard.numbers import catalog
from dashboard.screen.markup import html, joined, mark, number_html, plain_label
from dashboard.words import text
from dashboard.words.text import Figure, Lang

GLOBAL = "all"


def control(assumption: Assumption, facts: Facts, lang: Lang) -> Any:
    """The slider or choice, bound to the URL; its value in its declared unit."""
    if assumption.options:
        value = st.segmented_control(
            plain_label(assumption.label.get(lang)),
            list(assumption.options),
            default=assumption.default_value,
            required=True,
            key=assumption.key,
            bind="query-params",
            help=_help(assumption, lang),
            width="stretch",
        )
        return value or assumption.default_value
    value = slider(assumption, lang, key=assumption.key, bind="query-params")
    if GLOBAL in assumption.pages and assumption.reported is not None:
        _reported_value(facts, assumption, lang)
    return value


def slider(assumption: Assumption, lang: Lang, **options: Any) -> float:
    """The slider alone, with further ``options`` of Streamlit's; its value in its declared unit."""
    label, pattern = slider_format(assumption, lang)
    low, high, step = assumption.bounds
    if "on_change" not in options:
        options["value"] = assumption.default_value
    return float(
        st.slider(
            label,
            min_value=low,
            max_value=high,
            step=step,
            format=pattern,
            help=_help(assumption, lang),
            **options,
        )
    )


def slider_format(assumption: Assumption, lang: Lang) -> tuple[str, str]:
    """Label and printf format of a slider in its own unit. Only US separators exist there, hence thousands."""
    label = assumption.label.get(lang)
    *_, step = assumption.bounds
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    number = f"%.{digits}f"
    written = f"unit.slider_pattern.{assumption.unit}"
    pattern = text.t(written, lang, number=number) if text.has(written) else number
    unit = f"unit.slider.{assumption.unit}"
    if digits and lang == "DE":
        # printf cannot write a decimal comma; the browser's own format can, so the unit moves into the label.
        pattern = "localized"
        unit = f"unit.slider_localized.{assumption.unit}"
    if text.has(unit):
        label = f"{label} ({text.t(unit, lang)})"
    return plain_label(label), pattern


def plausible_ranges(facts: Facts) -> Markup:
    """The style sheet that tells the look of each slider where on its track the plausible range begins and ends."""
    rules = []
    for assumption in facts.assumptions:
        if not assumption.plausible:
            continue
        least, most, _ = assumption.bounds
        low, high = ((end - least) / (most - least) * 100 for end in assumption.plausible)
        key = assumption.key
        rules.append(
            Markup(".st-key-{},.st-key-m_{}{{--cg-low:{}%;--cg-span:{}%}}").format(
                key, key, f"{low:.2f}", f"{high - low:.2f}"
            )
        )
    return Markup("<style>{}</style>").format(joined(rules))


def plausible_range(assumption: Assumption, lang: Lang) -> str:
    """The plausible range of a slider in words; empty where the file gives none."""
    if not assumption.plausible:
        return ""
    style = look_of(assumption.unit).name
    low, high = (text.show(assumption.to_base(end), style, lang) for end in assumption.plausible)
    return text.t("sidebar.plausible", lang, low=low, high=high)


def _help(assumption: Assumption, lang: Lang) -> str:
    lines = [plain_label(assumption.reason.get(lang))]
    if assumption.plausible and assumption.evidence is not None:
        # Only the dollar sign means something to Markdown here; the other escapes would break the spaces apart.
        words = plausible_range(assumption, lang).replace("$", "\\$")
        lines.append(f"{words} {plain_label(assumption.evidence.get(lang))}")
    lines += [f"**{token}**: {plain_label(words.get(lang))}" for token, words in (assumption.options or {}).items()]
    return "  \n".join(lines)


def _reported_value(facts: Facts, assumption: Assumption, lang: Lang) -> None:
    """The published figure under the slider that replaces it."""
    if assumption.reported is None or not facts.has(assumption.reported):
        return
    value = facts.lookup(assumption.reported)
    kind = facts.kind_of(assumption.reported)
    style = look_of(catalog.unit(facts, assumption.reported)).name
    number = Figure(assumption.reported, text.show(value, style, lang), value, kind, "")
    words = text.t(f"sidebar.{kind}", lang, period=text.date(catalog.period(facts, assumption.reported), lang))
    html(Markup('<div class="cg cg-reported">{} {} {}</div>').format(mark(kind), words, number_html(number)))
