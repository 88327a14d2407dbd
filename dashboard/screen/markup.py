"""HTML from escaped text: numbers, sentences, marks, the frame's fixed parts. Nothing else builds HTML but widgets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard.facts import Assumption, Company, Facts
from dashboard.figures import colors
from dashboard.numbers import STYLE_OF_UNIT, catalog
from dashboard.words import text
from dashboard.words.text import Figure, Lang, Link, Sentence, Toned

_SHORT = {"reported": "r", "derived": "d", "assumed": "a", "scenario": "d"}

# ------------------------------------------------------------------------------------------------ HTML


def number_html(figure: Figure, css: str = "") -> str:
    """A number as people read it and as a machine does: ``<data value data-figure data-kind>``."""
    value = "" if figure.value is None else _raw(figure.value)
    classes = " ".join(word for word in (figure.tone, css) if word)
    attribute = f' class="{classes}"' if classes else ""
    return (
        f'<data value="{escape(value)}" data-figure="{escape(figure.key)}" data-kind="{figure.kind}"{attribute}>'
        f"{escape(figure.text)}</data>"
    )


def _raw(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value + 0.0:.12g}"


def sentence_html(sentence: Sentence) -> str:
    """A sentence as HTML, every figure in it a ``<data>`` element."""
    return "".join(_piece(piece) for piece in sentence)


def _piece(piece: str | Figure | Toned | Link) -> str:
    if isinstance(piece, Figure):
        return number_html(piece)
    if isinstance(piece, Link):
        return link(piece.url, piece.text)
    if isinstance(piece, Toned):
        return f'<span class="{piece.tone}">{escape(piece.text)}</span>'
    return escape(piece)


def mark(kind: str) -> str:
    """The glyph of a kind: dot (reported), two bars (derived), diamond (assumed)."""
    return f'<span class="cg-mark cg-{_SHORT[kind]}" aria-hidden="true"></span>'


def link(url: str | None, label: str) -> str:
    """A link to another site; plain text where the address is missing or not http."""
    if url is None or urlsplit(url).scheme not in ("http", "https"):
        return escape(label)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def html(markup: str) -> None:
    """Put markup made by this module on the page."""
    st.html(markup)


# ----------------------------------------------------------------------------------------- frame and style


@cache
def _stylesheet() -> str:
    rules = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    return f"<style>.stApp{{{colors.style_variables()}}}{rules}@media screen{{{colors.reink_rules('.cgplot')}}}</style>"


def style() -> None:
    """The style sheet, with the colour tokens as variables and the rules that re-ink charts in the dark."""
    with st.container(key="style"):
        html(_stylesheet())


def page_script(lang: Lang) -> str:
    """The one inline script: tells the browser the language, announces headline changes; deploy/asgi.py allows it."""
    return (
        f"document.documentElement.lang='{lang.lower()}';"
        "document.querySelectorAll('.st-key-headline').forEach(n=>n.setAttribute('aria-live','polite'));"
    )


def facts_error(message: str, lang: Lang) -> None:
    """The page when there are no facts to show: one sentence with file, line, key and remedy."""
    html(
        f'<div class="cg"><h1>{escape(text.t("error.facts_title", lang))}</h1>'
        f'<p class="cg-stand">{escape(message)}</p></div>'
    )


def page_error(lang: Lang) -> None:
    """What stands where a page cannot be built from an uploaded file."""
    notice(text.t("notice.page_broken", lang))


def notice(words: str) -> None:
    """A sentence that the reader must see before anything else."""
    html(f'<div class="cg"><p class="cg-notice" role="alert">{escape(words)}</p></div>')


def plain_label(words: str) -> str:
    """Words of the facts file as the label or help of a widget, which Streamlit would read as Markdown."""
    plain = re.sub(r"([\\`*_\[\]<>$~|#&!])", r"\\\1", " ".join(words.split()))
    plain = re.sub(r"^([-+=])", r"\\\1", plain)
    plain = re.sub(r"^(\d+)([.)])", r"\1\\\2", plain)
    # No escape keeps an address from becoming a link; an invisible joiner inside it does.
    return re.sub(r"(:(?=//)|www(?=\.)|@)", "\\1\u2060", plain)


def wordmark(company: Company, lang: Lang) -> None:
    """The name of the product at the top of the sidebar, and where the share is listed."""
    name = text.t("product.name", lang, company=company.short_name)
    listed = ": ".join(part for part in (company.exchange, company.ticker) if part)
    html(f'<div class="cg cg-wordmark"><b>{escape(name)}</b> <span>{escape(listed)}</span></div>')


def sidebar_heading(facts: Facts, lang: Lang) -> None:
    """The heading above the sliders."""
    html(
        f'<div class="cg cg-side"><h2>{escape(text.t("sidebar.title", lang))}</h2>'
        f"<p>{escape(text.t('sidebar.note', lang))}</p></div>"
    )


def sidebar_rule(lang: Lang) -> None:
    """The hairline between the sliders of every page and those of this one."""
    html(f'<div class="cg cg-side cg-rule"><h3>{escape(text.t("sidebar.this_page", lang))}</h3></div>')


def sidebar_note(lang: Lang) -> None:
    """Where theme and print are."""
    html(f'<div class="cg cg-side"><p class="cg-small">{escape(text.t("sidebar.menu_note", lang))}</p></div>')


def reported_value(facts: Facts, assumption: Assumption, lang: Lang) -> None:
    """The published figure under the slider that replaces it."""
    if assumption.reported is None or not facts.has(assumption.reported):
        return
    value = facts.lookup(assumption.reported)
    kind = facts.kind_of(assumption.reported)
    style_name = STYLE_OF_UNIT.get(catalog.unit(facts, assumption.reported), "count")
    number = Figure(assumption.reported, text.show(value, style_name, lang), value, kind, "")
    words = text.t(f"sidebar.{kind}", lang, period=text.date(catalog.period(facts, assumption.reported), lang))
    html(f'<div class="cg cg-reported">{mark(kind)} {escape(words)} {number_html(number)}</div>')


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


def strip(own: float, others: Sequence[float], words: str) -> str:
    """A number line: ``others`` as grey dots, ``own`` as a violet diamond, a tick at zero if it is in sight."""
    every = [*others, own]
    low, high = min(every), max(every)
    if low == high:
        low, high = low - 1, high + 1

    def at(css: str, value: float) -> str:
        return f'<span class="{css}" style="left:{6 + (value - low) / (high - low) * 88:.1f}%"></span>'

    zero = at("cg-zero", 0) if low < 0 < high else ""
    dots = "".join(at("cg-other", value) for value in others)
    return f'<div class="cg-strip" role="img" aria-label="{escape(words)}">{zero}{dots}{at("cg-own", own)}</div>'
