"""One chart alone, for a frame of another site where no route of a server of one's own is at hand."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.figures.layout import Block, Chart, Grid
from dashboard.screen import address, markup, provenance
from dashboard.screen.markup import html, joined, note, sentence_html, table_html
from dashboard.takeaway import chart_file, served
from dashboard.takeaway.asked import Asked, ask
from dashboard.words import say, text

_CHART = "chart"


def run() -> None:
    """Draw the chart that the address names as ``chart=<page>/<chart>``, with its source and the way to its page."""
    markup.style()
    said = {key: st.query_params.get_all(key) for key in st.query_params}
    page, _, name = (said.pop(_CHART, None) or [""])[0].partition("/")
    lang = address.language()
    asked = ask(served.served()[0], f"{page}?{urlencode(said, doseq=True)}", lang)
    if page not in registry.PAGE:
        html(note(text.t("api.error.page", lang, names=", ".join(registry.NAMES))))
        return
    names = chart_file.names(asked)
    if name not in names:
        html(note(text.t("api.error.chart", lang, page=page, names=", ".join(names))))
        return
    if asked.problem():
        html(markup.notice(asked.problem()))
    _draw(chart_file.find(asked, name), asked, f"{page}/{name}")
    with st.container(key="script"):
        markup.run_script(markup.frame_script())


def _draw(chart: Chart | Block | Grid, asked: Asked, name: str) -> None:
    facts, lang = asked.facts, asked.lang
    st.set_page_config(page_title=text.plain(chart.title))
    html(
        Markup('<div class="cg cg-chart" data-framed="{}"><h2>{}</h2><p class="cg-sub">{}</p></div>').format(
            name, sentence_html(chart.title), sentence_html(chart.subtitle)
        )
    )
    if isinstance(chart, Chart):
        # Re-inked on dark paper as everywhere, but drawn by Streamlit: nothing here is updated in place.
        st.plotly_chart(
            {"data": chart.figure["data"], "layout": {**chart.figure["layout"], "height": chart.height}},
            theme=None,
            key=f"embedded_{chart.key}",
            config={"displayModeBar": False},
        )
    elif isinstance(chart, Block):
        html(joined(Markup('<p class="cg">{}</p>').format(sentence_html(line)) for line in (*chart.body, *chart.items)))
    if isinstance(chart, Block) and chart.table is not None:
        html(Markup('<div class="cg">{}</div>').format(table_html(chart.table)))
    if isinstance(chart, Grid):
        markup_rows = joined(
            Markup("<tr>{}</tr>").format(joined(Markup("<td>{}</td>").format(cell) for cell in row))
            for row in chart.texts
        )
        heads = markup.column_heads(head for head, _ in chart.columns)
        html(
            Markup('<div class="cg cg-scroll"><table class="cg-data"><tr>{}</tr>{}</table></div>').format(
                heads, markup_rows
            )
        )
    origins = () if isinstance(chart, Grid) else chart.origins
    source = say.version(facts, lang)
    product = say.product(facts.company, lang)
    way = Markup('<a href="./{}?{}" target="_blank" rel="noopener">{} →</a>').format(
        asked.path, asked.query(), text.t("embed.whole", lang)
    )
    html(
        Markup('<div class="cg cg-foot">{}</div><p class="cg cg-sub">{} · {} {}</p>').format(
            provenance.origins(origins, lang), product, source, way
        )
    )
