"""One slider or choice of the facts file: its label, its format, and the published figure beside it."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard.facts import Assumption, Facts
from dashboard.numbers import STYLE_OF_UNIT, catalog
from dashboard.screen.markup import html, mark, number_html, plain_label
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
    templates = {
        "kusd": {"EN": f"${number}k", "DE": f"{number} Tsd. $"},
        "musd": {"EN": f"${number}m", "DE": f"{number} Mio. $"},
        "usd": {"EN": f"${number}", "DE": f"{number} $"},
        "usd_per_gpu_hour": {"EN": f"${number}", "DE": f"{number} $"},
        "usd_per_kw_month": {"EN": f"${number}", "DE": f"{number} $"},
        "pct": {"EN": f"{number}%%", "DE": f"{number} %%"},
        "eh_s": {"EN": f"{number} EH/s", "DE": f"{number} EH/s"},
        "j_per_th": {"EN": f"{number} J/TH", "DE": f"{number} J/TH"},
        "ct_per_kwh": {"EN": f"{number} ct", "DE": f"{number} ct"},
        "mw": {"EN": f"{number} MW", "DE": f"{number} MW"},
        "months": {"EN": number, "DE": number},
        "years": {"EN": number, "DE": number},
    }
    pattern = templates.get(assumption.unit, {"EN": number, "DE": number})[lang]
    unit = f"unit.slider.{assumption.unit}"
    if digits and lang == "DE":
        # printf cannot write a decimal comma; the browser's own format can, so the unit moves into the label.
        pattern = "localized"
        unit = f"unit.slider_localized.{assumption.unit}"
    if text.has(unit):
        label = f"{label} ({text.t(unit, lang)})"
    return plain_label(label), pattern


def _help(assumption: Assumption, lang: Lang) -> str:
    lines = [plain_label(assumption.reason.get(lang))]
    lines += [f"**{token}**: {plain_label(words.get(lang))}" for token, words in (assumption.options or {}).items()]
    return "  \n".join(lines)


def _reported_value(facts: Facts, assumption: Assumption, lang: Lang) -> None:
    """The published figure under the slider that replaces it."""
    if assumption.reported is None or not facts.has(assumption.reported):
        return
    value = facts.lookup(assumption.reported)
    kind = facts.kind_of(assumption.reported)
    style_name = STYLE_OF_UNIT.get(catalog.unit(facts, assumption.reported), "count")
    number = Figure(assumption.reported, text.show(value, style_name, lang), value, kind, "")
    words = text.t(f"sidebar.{kind}", lang, period=text.date(catalog.period(facts, assumption.reported), lang))
    html(Markup('<div class="cg cg-reported">{} {} {}</div>').format(mark(kind), words, number_html(number)))
