"""One slider or choice of the facts file: its label, its format, and the published figure beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import streamlit as st
from markupsafe import Markup

from dashboard.facts import Assumption, Facts
from dashboard.facts.units import look_of
from dashboard.numbers import catalog
from dashboard.screen import address, given
from dashboard.screen.markup import html, joined, mark, number_html, plain_label
from dashboard.takeaway.link import written
from dashboard.words import text
from dashboard.words.text import Figure, Lang

GLOBAL = "all"
_OFF_STEP: Final = 1e-6


def control(assumption: Assumption, facts: Facts, lang: Lang, value: Any) -> None:
    """The slider or choice, showing ``value`` in its declared unit."""
    if assumption.options:
        st.segmented_control(
            plain_label(assumption.label.get(lang)),
            list(assumption.options),
            default=value,
            required=True,
            key=given.hold(assumption.key, value, assumption.key),
            on_change=address.take,
            args=(assumption.key, "", True),
            help=_help(assumption, lang),
            width="stretch",
        )
        return
    slider(assumption, lang, value)
    if GLOBAL in assumption.pages and assumption.reported is not None:
        _reported_value(facts, assumption, lang)


def slider(assumption: Assumption, lang: Lang, value: float, mirror: bool = False) -> None:
    """The slider alone, and beside it the exact value where that is on none of its steps.

    mirror: this is a second slider of the assumption, in a popover.
    """
    widget = given.anew(f"m_{assumption.key}", value) if mirror else assumption.key
    label, pattern = slider_format(assumption, lang)
    low, high, step = assumption.bounds
    steps = (value - low) / step
    off_step = abs(steps - round(steps)) > _OFF_STEP
    st.slider(
        label,
        min_value=low,
        max_value=high,
        # A slider in a closed popover is first drawn from a later run, in which its state counts as known.
        value=float(value),
        step=step,
        format=pattern,
        help=_help(assumption, lang),
        key=given.hold(widget, value, assumption.key),
        on_change=address.take,
        args=(assumption.key, widget, not (mirror or off_step)),
    )
    if off_step:
        words = text.t("sidebar.exact", lang, value=exact(assumption, value, lang))
        html(Markup('<div class="cg cg-reported cg-exact">{}</div>').format(words))


def exact(assumption: Assumption, value: float, lang: Lang, unit: bool = True) -> str:
    """A slider's value with every digit it has, in its own unit and the formats of ``lang``; or without the unit."""
    digits = max(0, -int(Decimal(written(value)).normalize().as_tuple().exponent))
    number = text.number(value, lang, digits)
    if not unit:
        return number
    pattern = f"unit.slider_pattern.{assumption.unit}"
    words = text.t(pattern, lang, number=number).replace("%%", "%") if text.has(pattern) else number
    return words.replace(" ", text.NBSP)


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
