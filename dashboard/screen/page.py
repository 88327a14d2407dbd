"""What stands on a page: headline, KPI row, chart block, verdicts, table, register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial

import streamlit as st
from markupsafe import Markup

from dashboard import headlines
from dashboard.figures.layout import Block, Chart, Entry, Grid
from dashboard.headlines import drivers as deciding
from dashboard.numbers.resolver import Output, Scenario
from dashboard.screen import address, given, kept, menu, provenance, sidebar, sorted_table, verdicts
from dashboard.screen.context import Context
from dashboard.screen.markup import NOTHING, filled, joined, number_html, page_link, sentence_html, table_html
from dashboard.words import say, text
from dashboard.words.text import Sentence

_CONTENTS = "contents"
_HEAD = Markup('<div class="cg cg-chart" id="chart-{}"><h2>{}</h2><p class="cg-sub">{}</p></div>')
_TABLE = Markup('<details class="cg-table"><summary>{}</summary><div class="cg-pop">{}</div></details>')
_FOOT = Markup('<div class="cg cg-foot">{}<div class="cg-tools">{}</div></div>')
_KPI = Markup(
    '<div class="cg-kpi" data-key="{}"><div class="cg-label">{}</div><div class="cg-value">{}</div>'
    '{}<div class="cg-note">{}</div>{}{}</div>'
)


class Page:
    """The parts of one page in reading order; it remembers which numbers it has shown, for the register."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.put = context.sheet.html
        self._shown: dict[str, None] = {}
        self._dated = False
        self._sections: dict[str, str] = {}

    @property
    def scenario(self) -> Scenario:
        """The facts under the reader's assumptions."""
        return self.context.scenario

    def headline(self) -> None:
        """Notices, kicker, the one sentence, standfirst, and the assumption bar of the phone."""
        context = self.context
        head = headlines.headline(context.page, context.scenario, context.lang)
        self._remember(head.kicker, head.title, head.standfirst)
        notes = joined(Markup('<p class="cg-notice" role="status">{}</p>').format(line) for line in context.notices)
        self.put(
            Markup(
                '<div class="cg cg-head">{}<p class="cg-kicker">{}</p><h1>{}</h1><p class="cg-stand">{}</p>{}</div>'
            ).format(
                notes,
                *(sentence_html(part) for part in (head.kicker, head.title, head.standfirst)),
                self._against() + self._sure(head.title),
            ),
            "headline",
        )
        if self.native():
            sidebar.mobile(context)

    def native(self) -> bool:
        """Widgets of Streamlit follow; whether they are to be drawn."""
        self.context.sheet.interrupt()
        return self.context.widgets

    def _against(self) -> Markup:
        """How the answer differs from that of the kept scenario A, and why."""
        said = kept.difference(self.context)
        return Markup('<p class="cg-against">{}</p>').format(sentence_html(said)) if said else NOTHING

    def _sure(self, title: Sentence) -> Markup:
        """How far the answer holds over the plausible ranges, with the way to what decides it."""
        context = self.context
        said = deciding.sureness(context.page, title, context.scenario, context.lang)
        if not said:
            return NOTHING
        self._remember(said)
        return Markup('<p class="cg-sure">{} {}</p>').format(sentence_html(said), page_link("drivers", context.lang))

    def kpis(self, *keys: str, notes: Mapping[str, Sentence] | None = None) -> None:
        """One row of key figures, each with a note (``notes`` or a string) and a badge that opens to its origin."""
        own = notes or {}
        first = not self._dated
        stale = provenance.stale_note(self.context) if first else NOTHING
        self._dated = True
        cells = joined(self._kpi(key, own.get(key)) for key in keys)
        self.put(Markup('<div class="cg cg-kpis" style="--cg-n:{}">{}</div>{}').format(len(keys), cells, stale), "kpis")
        if first:
            # Filled when the page is known.
            self.put(NOTHING, _CONTENTS)

    def chart(self, chart: Chart | Block) -> None:
        """Title, plot, footer with provenance and table; or, where facts are missing, what would stand there."""
        if isinstance(chart, Block):
            self._block(chart)
            return
        self._remember(chart.title, chart.subtitle)
        self._uses(chart)
        self.put(
            filled(_HEAD, _anchor(chart.key), sentence_html(chart.title), sentence_html(chart.subtitle)),
            f"head-{chart.key}",
        )
        self.context.sheet.chart(chart.key, chart)
        shown = NOTHING
        if chart.table is not None:
            table = self.context.sheet.later(f"table-{chart.key}", partial(table_html, chart.table))
            shown = filled(_TABLE, text.t("chart.table", self.context.lang), table)
        origins = provenance.origins(chart.origins, self.context.lang)
        tools = shown + menu.menu(chart, _anchor(chart.key), self.context.lang)
        self.put(filled(_FOOT, origins, tools), f"foot-{chart.key}")

    def _block(self, block: Block) -> None:
        self._remember(block.title, block.subtitle, *block.body, *block.items)
        self._uses(block)
        subtitle = (
            Markup('<p class="cg-sub">{}</p>').format(sentence_html(block.subtitle)) if block.subtitle else NOTHING
        )
        body = joined(Markup("<p>{}</p>").format(sentence_html(line)) for line in block.body)
        if block.items:
            items = joined(Markup("<li>{}</li>").format(sentence_html(item)) for item in block.items)
            body += Markup("<ol>{}</ol>").format(items)
        self.put(
            Markup('<section class="{}" id="chart-{}" style="min-height:{}px"><h2>{}</h2>{}{}{}{}</section>').format(
                "cg cg-chart cg-missing" if block.missing else "cg cg-chart",
                _anchor(block.key),
                block.height,
                sentence_html(block.title),
                subtitle,
                body,
                NOTHING if block.table is None else table_html(block.table),
                provenance.origins(block.origins, self.context.lang),
            ),
            f"block-{block.key}",
        )

    def _uses(self, chart: Chart | Block) -> None:
        for key in chart.uses:
            self._shown.setdefault(key)

    def row(self, *charts: Chart | Block, shares: Sequence[int] = (7, 5)) -> None:
        """Charts side by side on a wide screen, stacked below 1180 px."""
        columns = [(share, partial(self.chart, chart)) for share, chart in zip(shares, charts, strict=True)]
        self.context.sheet.row(columns)

    def switch(self, key: str, options: Sequence[str], label_key: str) -> str:
        """A choice that belongs to this page: the URL parameter ``key`` holds its token, the first is the default.

        Tokens stay as they are in both languages, because they are what the link holds; the help names them in words.
        """
        lang = self.context.lang
        words = [f"**{option}**: {text.t(f'{label_key}.{option}', lang)}" for option in options]
        chosen = self.context.switches[key]
        if not self.native():
            return chosen
        st.segmented_control(
            text.t(label_key, lang),
            list(options),
            default=chosen,
            required=True,
            key=given.hold(key, chosen),
            on_change=address.take_switch,
            args=(key,),
            help="  \n".join(words).replace("$", "\\$"),
        )
        return chosen

    def place(self) -> AbstractContextManager[None]:
        """A place to fill later, for what stands above the control that it depends on."""
        return self.context.sheet.place()

    def verdicts(self, heading: str, *pages: str) -> None:
        """One row per page: its question, its live sentence, where you stand among the presets, and a link."""
        scenario, lang = self.scenario, self.context.lang
        self.section(heading)
        presets = verdicts.under_presets(self.context)
        for name in pages:
            sentence = headlines.headline(name, scenario, lang).title
            self._remember(sentence)
            self.put(verdicts.row(self.context, name, sentence, presets), f"verdict-{name}")

    def section(self, key: str) -> None:
        """A heading between two parts of a page."""
        words = text.t(key, self.context.lang)
        self._sections[_anchor(key)] = words
        self.put(Markup('<div class="cg cg-section" id="{}"><h2>{}</h2></div>').format(_anchor(key), words), "section")

    def grid(self, grid: Grid | Block) -> None:
        """A table that sorts by a click on a column, in the page's language; blanks stay blank."""
        if isinstance(grid, Block):
            self.chart(grid)
            return
        self._remember(grid.title, grid.subtitle, grid.note)
        self.put(sorted_table.head(grid), f"head-{grid.key}")
        if self.native():
            sorted_table.draw(grid)
        if grid.note:
            self.put(Markup('<p class="cg cg-sub">{}</p>').format(sentence_html(grid.note)), f"foot-{grid.key}")

    def register(self, extra: Sequence[Entry] = ()) -> None:
        """How this page is computed: every number shown on it, one row each; ``extra`` rows bring their own origin."""
        self._contents()
        own = [entry for entry in extra if not self._says(entry)]
        self.put(provenance.register(self.context, self._shown, own), "register")

    # ------------------------------------------------------------------------------------------ internals

    def _contents(self) -> None:
        """A line of links to the sections, which a page shows that is longer than three screens (contents.js)."""
        lang = self.context.lang
        named = {**self._sections, provenance.REGISTER: text.t("register.title", lang)} if self._sections else {}
        items = joined(Markup('<li><a href="#{}">{}</a></li>').format(anchor, words) for anchor, words in named.items())
        if items:
            line = Markup('<nav class="cg cg-toc cg-contents" aria-label="{}"><ul>{}</ul></nav>')
            self.context.sheet.fill(_CONTENTS, line.format(text.t("claims.contents", lang), items))

    def _says(self, entry: Entry) -> bool:
        """Whether the page has shown this very number already."""
        key = entry.figure.key
        return key in self._shown and self.scenario.value(key) == entry.figure.value

    def _remember(self, *sentences: Sentence) -> None:
        for sentence in sentences:
            for figure in text.figures_of(sentence):
                self._shown.setdefault(figure.key)

    def _kpi(self, key: str, given: Sentence | None = None) -> Markup:
        lang = self.context.lang
        output = self.scenario.output(key)
        self._shown.setdefault(key)
        note = self._note(output) if given is None or output.missing else given
        self._remember(note)
        name = headlines.figure_name(self.context.page, self.scenario, key, lang)
        return filled(
            _KPI,
            key,
            name,
            number_html(say.figure(output, lang)),
            kept.beside(self.context, output),
            sentence_html(note),
            provenance.age(self.context, (key, *(figure.key for figure in text.figures_of(note)))),
            provenance.badge(self.context, output),
        )

    def _note(self, output: Output) -> Sentence:
        """The line under a key figure: this page's own, the general one, or that there is no answer."""
        scenario, lang, page = self.scenario, self.context.lang, self.context.page
        if output.value is None and output.missing:
            return (text.t("word.not_disclosed", lang),)
        key = f"kpi.{page}.{output.key}"
        if not text.has(key):
            key = f"kpi.{output.key}"
        if output.value is None and text.has(f"{key}.none"):
            key = f"{key}.none"
        key += headlines.note_case(page, scenario, output.key)
        return say.say(scenario, key, lang) if text.has(key) else ()


def _anchor(key: str) -> str:
    """What an address calls a part of a page: the last word of its key."""
    return key.removesuffix(".heading").rpartition(".")[2].replace("_", "-")
