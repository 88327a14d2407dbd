"""A table that sorts by a click on a column, in the page's language; blanks stay blank."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.figures.layout import Grid
from dashboard.screen.markup import sentence_html
from dashboard.words import text

# Visible on light and on dark paper alike, because the canvas of a sorted table does not follow our style sheet.
_GRID_LETTER = 6.1
_OWN_ROW = "rgba(122, 131, 141, 0.22)"


def head(grid: Grid) -> Markup:
    """Title and subtitle."""
    return Markup('<div class="cg cg-chart" id="chart-{}"><h2>{}</h2><p class="cg-sub">{}</p></div>').format(
        grid.key, sentence_html(grid.title), sentence_html(grid.subtitle)
    )


def draw(grid: Grid) -> None:
    """The table with its own row shaded."""
    names = [str(number) for number in range(len(grid.columns))]
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in grid.values], columns=names)
    # The canvas measures the raw numbers, not the texts we show for them.
    widths = [
        int(max([len(label) + 1.5, *(len(row[i]) for row in grid.texts)]) * _GRID_LETTER) + 20
        for i, (label, _) in enumerate(grid.columns)
    ]
    # One formatter a column is what pandas does fast; only equal numbers with different texts need their own.
    words: dict[str, dict[object, str]] = {name: {} for name in names[1:]}
    odd: list[tuple[int, str, dict[object, str]]] = []
    for index, (values, texts) in enumerate(zip(grid.values, grid.texts, strict=True)):
        for column in filter(lambda name: texts[int(name)], words):
            if words[column].setdefault(values[int(column)], texts[int(column)]) != texts[int(column)]:
                odd.append((index, column, {values[int(column)]: texts[int(column)]}))
    shown = frame.style.format({column: partial(_text_of, known) for column, known in words.items()}, na_rep="")
    for index, column, own in odd:
        shown = shown.format({column: partial(_text_of, own)}, subset=pd.IndexSlice[[index], [column]])
    if grid.own is not None:
        shown = shown.set_properties(subset=pd.IndexSlice[[grid.own], :], **{"background-color": _OWN_ROW})
    st.dataframe(
        shown,
        key=f"grid_{grid.key}",
        hide_index=True,
        height="content",
        placeholder="",
        column_config={
            name: st.column_config.Column(
                label, help=words.replace("$", "\\$") or None, pinned=name == "0", width=widths[int(name)]
            )
            for name, (label, words) in zip(names, grid.columns, strict=True)
        },
        alt=text.plain(grid.alt),
    )


def _text_of(words: Mapping[object, str], value: object) -> str:
    return words[value]
