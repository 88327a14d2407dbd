"""HTML from escaped text: numbers, sentences, marks, links, tables, the style sheet.

Every piece is a literal ``Markup`` filled by ``format`` or ``filled``, which escape whatever is not Markup itself;
``html`` takes nothing else. So text of the facts file, of a link or of an upload cannot become HTML by an oversight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st
from markupsafe import Markup, escape

from dashboard import registry
from dashboard.figures import colors
from dashboard.figures.layout import Cell, Table
from dashboard.screen.context import RUNNING
from dashboard.words import text
from dashboard.words.text import Figure, Lang, Link, Sentence, Toned

_SHORT = {"reported": "r", "derived": "d", "assumed": "a", "scenario": "d"}
_HERE = Path(__file__).parent
NOTHING = Markup("")
_SCRIPTS = ("changed.js", "address.js", "visit.js", "connection.js", "clipboard.js", "contents.js")


def html(markup: Markup) -> None:
    """Put a piece on the page."""
    if not isinstance(markup, Markup):
        raise TypeError("only Markup goes on the page; fill a literal one with format")
    st.html(markup)


def joined(parts: Iterable[Markup], between: Markup = NOTHING) -> Markup:
    """Pieces one after the other."""
    return between.join(parts)


def filled(template: Markup, *parts: object) -> Markup:
    """The literal ``template`` with each ``{}`` filled and escaped as by ``format``, which parses it every time.

    Raises ValueError for another number of parts.
    """
    pieces: list[str] = [""] * (2 * len(parts) + 1)
    pieces[::2] = _literals(template)
    pieces[1::2] = map(escape, parts)
    # Markup.join escapes once more whatever is escaped already, which takes three times as long.
    return Markup("".join(pieces))


@cache
def _literals(template: Markup) -> tuple[str, ...]:
    return tuple(template.split("{}"))


# --------------------------------------------------------------------------------------------- small pieces


_AT, _CLASS = Markup(' data-at="{}"'), Markup(' class="{}"')
_NUMBER = Markup('<data value="{}" data-figure="{}" data-kind="{}"{}{}>{}</data>')


def number_html(figure: Figure) -> Markup:
    """A number as people read it and as a machine does: ``<data value data-figure data-kind>``.

    ``data-at`` says at which inputs a number holds that is not the scenario's own. One that sets sliders is a link.
    """
    value = "" if figure.value is None else _raw(figure.value)
    at = filled(_AT, figure.at) if figure.at else NOTHING
    tone = filled(_CLASS, figure.tone) if figure.tone else NOTHING
    number = filled(_NUMBER, value, figure.key, figure.kind, at, tone, figure.text)
    return (
        filled(Markup('<a class="cg-set" href="{}" target="_self">{}</a>'), _set(figure), number)
        if figure.sets
        else number
    )


def _set(figure: Figure) -> str:
    """The address of this page with the sliders of ``figure`` moved and everything else as it is."""
    running = RUNNING.get()
    here = {} if running is None else dict(parse_qsl(urlsplit(running.link).query))
    return f"?{urlencode({**here, **dict(figure.sets)})}"


def _raw(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value + 0.0:.12g}"


def sentence_html(sentence: Sentence) -> Markup:
    """A sentence as HTML, every figure in it a ``<data>`` element."""
    return joined(_piece(piece) for piece in sentence)


def _piece(piece: str | Figure | Toned | Link) -> Markup:
    if isinstance(piece, Figure):
        return number_html(piece)
    if isinstance(piece, Link):
        return link(piece.url, piece.text)
    if isinstance(piece, Toned):
        return filled(Markup('<span class="{}">{}</span>'), piece.tone, piece.text)
    return Markup.escape(piece)


@cache
def mark(kind: str) -> Markup:
    """The glyph of a kind: dot (reported), two bars (derived), diamond (assumed)."""
    return filled(Markup('<span class="cg-mark cg-{}" aria-hidden="true"></span>'), _SHORT[kind])


def link(url: str | None, label: str) -> Markup:
    """A link to another site; plain text where the address is missing or not http."""
    if url is None or urlsplit(url).scheme not in ("http", "https"):
        return Markup.escape(label)
    return filled(Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'), url, label)


def page_link(name: str, lang: Lang) -> Markup:
    """A link to another page of this session; the address it leads to gets the scenario in the browser."""
    path = "./" if name == registry.NAMES[0] else name
    return filled(
        Markup('<a class="cg-open" href="{}" data-page="{}" target="_self">{} →</a>'),
        path,
        name,
        text.t(f"nav.{name}", lang),
    )


def notice(*words: str) -> Markup:
    """Words that must be noticed, read aloud at once."""
    return filled(Markup('<div class="cg"><p class="cg-notice" role="alert">{}</p></div>'), " ".join(words))


def note(words: str, css: str = "cg-sub") -> Markup:
    """One quiet line."""
    return filled(Markup('<p class="cg {}">{}</p>'), css, words)


def column_heads(names: Iterable[str]) -> Markup:
    """The head of a table."""
    return joined(filled(Markup('<th scope="col">{}</th>'), name) for name in names)


def plain_label(words: str) -> str:
    """Words of the facts file as the label or help of a widget, which Streamlit would read as Markdown."""
    plain = re.sub(r"([\\`*_\[\]<>$~|#&!])", r"\\\1", " ".join(words.split()))
    plain = re.sub(r"^([-+=])", r"\\\1", plain)
    plain = re.sub(r"^(\d+)([.)])", r"\1\\\2", plain)
    # No escape keeps an address from becoming a link; an invisible joiner inside it does.
    return re.sub(r"(:(?=//)|www(?=\.)|@)", "\\1\u2060", plain)


# ------------------------------------------------------------------------------------------- larger pieces


def table_html(table: Table) -> Markup:
    """The table of a chart; on a phone it scrolls, or each row becomes a list of pairs."""
    numeric = [isinstance(cell, Figure) for cell in table.rows[0]] if table.rows else [False] * len(table.head)
    number = Markup(" class=num")
    heads = joined(
        filled(Markup('<th scope="col"{}>{}</th>'), number if right else NOTHING, head)
        for head, right in zip(table.head, numeric, strict=True)
    )
    names = table.head if table.phone == "pairs" else ("",) * len(table.head)
    rows = joined(
        filled(
            Markup("<tr>{}</tr>"),
            joined(_cell(cell, i, name) for i, (cell, name) in enumerate(zip(row, names, strict=True))),
        )
        for row in table.rows
    )
    css = f"cg-data cg-{table.phone}" if table.phone else "cg-data"
    caption = filled(Markup("<caption>{}</caption>"), table.caption) if table.caption else NOTHING
    return Markup(
        '<div class="cg-scroll" tabindex="0" role="group" aria-label="{}">'
        '<table class="{}">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(table.caption or table.head[0], css, caption, heads, rows)


def _cell(cell: Cell, column: int, name: str) -> Markup:
    css = Markup(' class="num"') if isinstance(cell, Figure) else NOTHING
    if isinstance(cell, Figure):
        content = number_html(cell)
    elif isinstance(cell, tuple):
        content = sentence_html(cell)
    else:
        content = Markup.escape(cell)
    if column == 0:
        return filled(Markup('<th scope="row"{}>{}</th>'), css, content)
    head = filled(Markup(' data-head="{}"'), name) if name else NOTHING
    return filled(Markup("<td{}{}>{}</td>"), head, css, content)


def strip(own: float, others: Sequence[float], words: str, kept: float | None = None) -> Markup:
    """A number line: ``others`` as grey dots, ``own`` as a violet diamond, a tick at zero if it is in sight.

    kept: what the scenario kept as A has, if it is another number: a ring, with its name above the line.
    """
    every = [*others, own, *([] if kept is None else [kept])]
    low, high = min(every), max(every)
    if low == high:
        low, high = low - 1, high + 1

    def at(css: str, value: float, name: str = "") -> Markup:
        left = f"{6 + (value - low) / (high - low) * 88:.1f}"
        return filled(Markup('<span class="{}" style="left:{}%">{}</span>'), css, left, name)

    zero = at("cg-zero", 0) if low < 0 < high else NOTHING
    dots = joined(at("cg-other", value) for value in others)
    ring = NOTHING if kept is None else at("cg-kept", kept) + at("cg-kept-name", kept, "A")
    return filled(
        Markup('<div class="cg-strip{}" role="img" aria-label="{}">{}{}{}{}</div>'),
        "" if kept is None else " cg-two", words, zero, dots, ring, at("cg-own", own),
    )  # fmt: skip


# ----------------------------------------------------------------------------------------- style and script


@cache
def _stylesheet() -> Markup:
    look, blocks = ((_HERE / name).read_text(encoding="utf-8") for name in ("style.css", "component/blocks.css"))
    inks = colors.reink_rules(":is(.cgplot,.stPlotlyChart)")
    # A popover stands outside the app.
    tokens = f'.stApp,[data-testid="stPopoverBody"]{{{colors.style_variables()}}}'
    rules = f"{tokens}{look}{blocks}@media screen{{{inks}}}"
    # A style sheet is no text to escape, and all of it is our own.
    return filled(Markup("<style>{}</style>"), Markup(rules))


def style() -> None:
    """The style sheet, with the colour tokens as variables and the rules that re-ink charts in the dark."""
    with st.container(key="style"):
        html(_stylesheet())


def run_script(script: str) -> None:
    """Let the page run one of the scripts below."""
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


@cache
def page_script(lang: Lang) -> str:
    """The one inline script: language for the browser, and the modules beside this file.

    deploy/asgi.py allows it by its text, so that must not depend on anything but ``lang``.
    """
    modules = "".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return f"document.documentElement.lang='{lang.lower()}';{modules}"


@cache
def frame_script() -> str:
    """The script of the page that shows one chart for a frame of another site."""
    return (_HERE / "framed.js").read_text(encoding="utf-8")
