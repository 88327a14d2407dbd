"""What stands on a page: headline, KPI row, chart block, register, footer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import headlines, registry
from dashboard.facts import Assumption
from dashboard.figures.layout import Block, Cell, Chart, Entry, Grid, Table
from dashboard.headlines import Headline
from dashboard.numbers import STYLE_OF_UNIT, catalog, peers
from dashboard.numbers.resolver import Output, Scenario
from dashboard.screen import markup, sidebar
from dashboard.screen.component import plot
from dashboard.screen.markup import html, link, mark, number_html, sentence_html
from dashboard.words import peers as peer_words
from dashboard.words import text
from dashboard.words.text import Figure, Sentence

if TYPE_CHECKING:
    from dashboard.screen.shell import Context

_STALE_AFTER_DAYS = 100
_PAGES = Path(__file__).parents[2] / "pages"


def _text_of(words: Mapping[object, str], value: object) -> str:
    return words[value]


def page_end(context: Context) -> None:
    """Footer, and the one script: it tells the browser the language and announces headline changes."""
    facts = context.facts
    lang = context.lang
    line = text.t(
        "footer.line",
        lang,
        as_of=text.date(facts.company.as_of, lang),
        version=facts.fingerprint,
    )
    html(
        f'<footer class="cg cg-footer"><p>{escape(line)} {escape(text.t("footer.disclaimer", lang))}</p>'
        f'<p class="cg-print-only">{escape(context.link)}</p></footer>'
    )
    if context.page != "claims":
        st.page_link(_PAGES / "claims.py", label=f"{text.t('nav.claims', lang)} →")
    with st.container(key="script"):
        st.html(f"<script>{markup.page_script(lang)}</script>", unsafe_allow_javascript=True)


class Page:
    """The parts of one page in reading order; it remembers which numbers it has shown, for the register."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._shown: dict[str, None] = {}
        self._dated = False

    @property
    def scenario(self) -> Scenario:
        """The facts under the reader's assumptions."""
        return self.context.scenario

    def headline(self) -> None:
        """Notices, kicker, the one sentence, standfirst, and the assumption bar of the phone."""
        context = self.context
        head: Headline = headlines.headline(context.page, context.scenario, context.lang)
        self._remember(head.kicker, head.title, head.standfirst)
        notes = "".join(f'<p class="cg-notice" role="status">{escape(line)}</p>' for line in context.notices)
        with st.container(key="headline"):
            html(
                f'<div class="cg cg-head">{notes}<p class="cg-kicker">{sentence_html(head.kicker)}</p>'
                f"<h1>{sentence_html(head.title)}</h1>"
                f'<p class="cg-stand">{sentence_html(head.standfirst)}</p></div>'
            )
        sidebar.mobile(context.facts, context.values, context.lang)

    def kpis(self, *keys: str, notes: Mapping[str, Sentence] | None = None) -> None:
        """One row of key figures, each with a note (``notes`` or a string) and a badge that opens to its origin."""
        own = notes or {}
        stale = "" if self._dated else self._stale_note()
        self._dated = True
        cells = "".join(self._kpi(key, own.get(key)) for key in keys)
        html(f'<div class="cg cg-kpis" style="--cg-n:{len(keys)}">{cells}</div>{stale}')

    def chart(self, chart: Chart | Block) -> None:
        """Title, plot, footer with provenance and table; or, where facts are missing, what would stand there."""
        if isinstance(chart, Block):
            self._remember(chart.title, chart.subtitle, *chart.body, *chart.items)
            for key in chart.uses:
                self._shown.setdefault(key)
            subtitle = f'<p class="cg-sub">{sentence_html(chart.subtitle)}</p>' if chart.subtitle else ""
            body = "".join(f"<p>{sentence_html(line)}</p>" for line in chart.body)
            if chart.items:
                body += f"<ol>{''.join(f'<li>{sentence_html(item)}</li>' for item in chart.items)}</ol>"
            table = "" if chart.table is None else self._table(chart.table)
            css = "cg cg-chart cg-missing" if chart.missing else "cg cg-chart"
            html(
                f'<section class="{css}" style="min-height:{chart.height}px">'
                f"<h2>{sentence_html(chart.title)}</h2>{subtitle}{body}{table}"
                f"{self._footer(chart.origins, None)}</section>"
            )
            return
        self._remember(chart.title, chart.subtitle)
        for key in chart.uses:
            self._shown.setdefault(key)
        alt = text.plain(chart.alt)
        packed = plot.pack(chart.figure, chart.narrow, alt, chart.height)
        html(
            f'<div class="cg cg-chart" data-stamp="{packed.stamp}"><h2>{sentence_html(chart.title)}</h2>'
            f'<p class="cg-sub">{sentence_html(chart.subtitle)}</p></div>'
        )
        plot.draw(f"plot_{chart.key}", packed, chart.height)
        html(f'<div class="cg cg-foot">{self._footer(chart.origins, chart.table)}</div>')

    def row(self, *charts: Chart | Block, shares: Sequence[int] = (7, 5)) -> None:
        """Charts side by side on a wide screen, stacked below 1180 px."""
        with st.container(key=f"pair_{'_'.join(chart.key for chart in charts)}"):
            for column, chart in zip(st.columns(list(shares), gap="medium"), charts, strict=True):
                with column:
                    self.chart(chart)

    def switch(self, key: str, options: Sequence[str], label_key: str) -> str:
        """A choice that belongs to this page: the URL parameter ``key`` holds its token, the first is the default.

        Tokens stay as they are in both languages, because they are what the link holds; the help names them in words.
        """
        lang = self.context.lang
        words = [f"**{option}**: {text.t(f'{label_key}.{option}', lang)}" for option in options]
        chosen = st.segmented_control(
            text.t(label_key, lang),
            list(options),
            default=options[0],
            required=True,
            key=key,
            bind="query-params",
            help="  \n".join(words).replace("$", "\\$"),
        )
        return str(chosen or options[0])

    def place(self) -> DeltaGenerator:
        """A place to fill later, for what stands above the control that it depends on."""
        return st.container()

    def verdicts(self, heading: str, *pages: str) -> None:
        """One row per page: its question, its live sentence, where you stand among the presets, and a link."""
        scenario, lang = self.scenario, self.context.lang
        self.section(heading)
        presets = self._under_presets()
        for name in pages:
            if not (_PAGES / f"{name}.py").exists():
                continue
            sentence = headlines.headline(name, scenario, lang).title
            self._remember(sentence)
            with st.container(key=f"verdict_{name}"):
                words, strip, opener = st.columns([14, 4, 3], vertical_alignment="center", gap="small")
                with words:
                    html(
                        f'<div class="cg cg-verdict"><h3>{escape(text.t(f"overview.question.{name}", lang))}</h3>'
                        f"<p>{sentence_html(sentence)}</p></div>"
                    )
                with strip:
                    html(f'<div class="cg">{self._strip(name, presets)}</div>')
                with opener:
                    st.page_link(_PAGES / f"{name}.py", label=f"{text.t(f'nav.{name}', lang)} →")

    def _under_presets(self) -> list[tuple[str, Scenario]]:
        """Each preset's name, and the scenario with its values over the reader's."""
        facts, found = self.scenario.facts, []
        for preset in facts.presets:
            chosen = [(a, preset.values.get(a.key)) for a in facts.assumptions]
            values = {a.name: a.to_base(value) for a, value in chosen if value is not None}
            found.append((preset.label.get(self.context.lang), self.scenario.with_values(**values)))
        return found

    def _strip(self, name: str, presets: Sequence[tuple[str, Scenario]]) -> str:
        """A small number line: presets grey, yours violet, zero as a tick."""
        key = registry.PAGE[name].strip
        scenario, lang = self.scenario, self.context.lang
        own = scenario.value(key) if key else None
        if own is None:
            return ""
        others = [(label, preset.value(key)) for label, preset in presets]
        points = [value for _, value in others if value is not None]
        style_name = headlines.style_of(scenario.output(key))
        words = text.t(
            "overview.strip",
            lang,
            name=headlines.label(scenario, key, lang),
            own=text.show(own, style_name, lang),
            others=", ".join(f"{label} {text.show(value, style_name, lang)}" for label, value in others),
        )
        return markup.strip(own, points, words)

    def section(self, key: str) -> None:
        """A heading between two parts of a page."""
        html(f'<div class="cg cg-section"><h2>{escape(text.t(key, self.context.lang))}</h2></div>')

    def grid(self, grid: Grid | Block) -> None:
        """A table that sorts by a click on a column, in the page's language; blanks stay blank."""
        if isinstance(grid, Block):
            self.chart(grid)
            return
        self._remember(grid.title, grid.subtitle, grid.note)
        html(
            f'<div class="cg cg-chart"><h2>{sentence_html(grid.title)}</h2>'
            f'<p class="cg-sub">{sentence_html(grid.subtitle)}</p></div>'
        )
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
        if grid.note:
            html(f'<p class="cg cg-sub">{sentence_html(grid.note)}</p>')

    def register(self, extra: Sequence[Entry] = ()) -> None:
        """How this page is computed: every number shown on it, one row each; ``extra`` rows bring their own origin."""
        lang = self.context.lang
        rows = "".join(self._register_row(key) for key in self._shown) + "".join(
            self._extra_row(entry)
            for entry in extra
            if entry.figure.key not in self._shown or self.scenario.value(entry.figure.key) != entry.figure.value
        )
        heads = "".join(f'<th scope="col">{escape(text.t(f"register.{c}", lang))}</th>' for c in _REGISTER)
        html(
            f'<details class="cg cg-how"><summary><h2>{escape(text.t("register.title", lang))}</h2></summary>'
            f'<p class="cg-sub">{escape(text.t("register.note", lang))}</p>'
            f'<div class="cg-scroll"><table class="cg-register"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div></details>"
        )

    # ------------------------------------------------------------------------------------------ internals

    def _stale_note(self) -> str:
        """One line where the latest balance sheet is long past when the facts were compiled."""
        facts, lang = self.context.facts, self.context.lang
        latest = catalog.latest_balance(facts)
        if latest is None:
            return ""
        age = (dt.date.fromisoformat(facts.company.as_of) - latest).days
        if age <= _STALE_AFTER_DAYS:
            return ""
        words = text.t("notice.old", lang, date=text.date(latest, lang), days=age)
        return f'<p class="cg cg-old">{escape(words)}</p>'

    def _remember(self, *sentences: Sentence) -> None:
        for sentence in sentences:
            for figure in text.figures_of(sentence):
                self._shown.setdefault(figure.key)

    def _kpi(self, key: str, given: Sentence | None = None) -> str:
        scenario, lang = self.scenario, self.context.lang
        output = scenario.output(key)
        self._shown.setdefault(key)
        note_key = f"kpi.{self.context.page}.{key}"
        if not text.has(note_key):
            note_key = f"kpi.{key}"
        if output.value is None and not output.missing and text.has(f"{note_key}.none"):
            note_key = f"{note_key}.none"
        note_key += headlines.note_case(self.context.page, scenario, key)
        if output.value is None and output.missing:
            note: Sentence = (text.t("word.not_disclosed", lang),)
        elif given is not None:
            note = given
            self._remember(note)
        elif text.has(note_key):
            note = headlines.say(scenario, note_key, lang)
            self._remember(note)
        else:
            note = ()
        short = f"kpi_label.{self.context.page}.{key}"
        name = text.t(short, lang) if text.has(short) else headlines.label(scenario, key, lang)
        return (
            f'<div class="cg-kpi"><div class="cg-label">{escape(name)}</div>'
            f'<div class="cg-value">{number_html(headlines.figure(output, lang))}</div>'
            f'<div class="cg-note">{sentence_html(note)}</div>{self.badge(output)}</div>'
        )

    def badge(self, output: Output) -> str:
        """Reported, Derived or Assumed, opening to source, formula or slider."""
        css = "pv pv-a" if output.kind == "assumed" else "pv"
        return (
            f'<details class="{css}" name="pv"><summary>{self._status(output)}</summary>'
            f'<div class="box">{self._origin(output, full=True)}</div></details>'
        )

    def _status(self, output: Output) -> str:
        word = escape(text.t(f"kind.{output.kind}", self.context.lang))
        return f"{mark(output.kind)} {word}{' ' + mark('assumed') if output.kind == 'scenario' else ''}"

    def _origin(self, output: Output, full: bool = False) -> str:
        """Where a number comes from: document, formula with its numbers, or slider with its range."""
        scenario, lang = self.scenario, self.context.lang
        facts = scenario.facts
        explained = headlines.formula(scenario, output.key, lang)
        if explained is not None:
            words, numbers = explained
            lines = [f'<span class="cg-formula">{escape(words)}</span>']
            if full and output.value is not None:
                lines.append(f'<span class="cg-formula">= {sentence_html(numbers)}</span>')
            sliders = scenario.assumptions_behind(output.key)
            if output.kind == "scenario" and sliders:
                names = ", ".join(headlines.label(scenario, name, lang) for name in sliders)
                lines.append(f"{mark('assumed')} {escape(text.t('origin.depends', lang, names=names))}")
            if output.missing:
                names = ", ".join(headlines.label(scenario, name, lang) for name in output.missing)
                lines.append(escape(text.t("origin.missing", lang, names=names)))
            return "<br>".join(lines)
        if peers.is_peer(output.key):
            return self._peer_origin(output.key)
        assumption = facts.assumption(output.key)
        if assumption is not None:
            return self._slider_origin(assumption)
        if output.key not in facts.facts:
            constant = catalog.constant_of(facts, output.key)
            words = text.t("origin.series", lang) if constant is None else constant.reason.get(lang)
            daily = catalog.daily_documents(facts, output.key).items()
            files = "".join(f" · {link(address, title)}" for title, address in daily)
            return escape(words) + files + self._sources(catalog.sources(facts, output.key))
        fact = facts.facts[output.key]
        lines = []
        if output.value is None:
            lines.append(escape(text.t("word.not_disclosed", lang)))
        period = text.date(catalog.period(facts, output.key), lang)
        lines.append(f"{escape(period)}{self._sources(fact.sources)}")
        if full and fact.phrase:
            lines.append(f"<q>{escape(fact.phrase)}</q>")
        if fact.note is not None:
            lines.append(escape(fact.note.get(lang)))
        return "<br>".join(lines)

    def _slider_origin(self, assumption: Assumption) -> str:
        facts, lang = self.context.facts, self.context.lang
        lines = [escape(assumption.reason.get(lang))]
        if not assumption.options:
            style_name = STYLE_OF_UNIT.get(assumption.unit, "count")
            low, high = (text.show(assumption.to_base(v), style_name, lang) for v in assumption.bounds[:2])
            lines.append(escape(text.t("origin.range", lang, low=low, high=high, key=assumption.key)))
        preset = sidebar.current_preset(facts, self.context.values)
        if preset is not None and assumption.key in preset.values:
            lines.append(escape(text.t("origin.preset", lang, name=preset.label.get(lang))))
        return "<br>".join(lines)

    def _sources(self, keys: Iterable[str]) -> str:
        facts, lang = self.context.facts, self.context.lang
        links = []
        for key in keys:
            source = facts.sources[key]
            published = f", {text.date(source.published, lang)}" if source.published else ""
            links.append(f" · {link(source.url, source.publisher)}{escape(published)}")
        return "".join(links)

    def _footer(self, origins: Sequence[tuple[str, str]], table: Table | None) -> str:
        lang = self.context.lang
        parts = "".join(
            f"<span>{mark(kind)} {escape(text.t(f'kind.{kind}', lang))}: {escape(words)}</span>"
            for kind, words in origins
        )
        shown = (
            ""
            if table is None
            else (
                f'<details class="cg-table"><summary>{escape(text.t("chart.table", lang))}</summary>'
                f'<div class="cg-pop">{self._table(table)}</div></details>'
            )
        )
        return f'<div class="cg-origins">{parts}</div>{shown}'

    def _table(self, table: Table) -> str:
        numeric = [isinstance(cell, Figure) for cell in table.rows[0]] if table.rows else [False] * len(table.head)
        heads = "".join(
            f'<th scope="col"{" class=num" if right else ""}>{escape(head)}</th>'
            for head, right in zip(table.head, numeric, strict=True)
        )
        names = table.head if table.phone == "pairs" else ("",) * len(table.head)
        rows = "".join(
            "<tr>"
            + "".join(self._cell(cell, i, name) for i, (cell, name) in enumerate(zip(row, names, strict=True)))
            + "</tr>"
            for row in table.rows
        )
        css = f"cg-data cg-{table.phone}" if table.phone else "cg-data"
        caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
        return (
            f'<div class="cg-scroll" tabindex="0" role="group" aria-label="{escape(table.caption or table.head[0])}">'
            f'<table class="{css}">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        )

    def _cell(self, cell: Cell, column: int, name: str = "") -> str:
        tag = 'th scope="row"' if column == 0 else f'td data-head="{escape(name)}"' if name else "td"
        end = "th" if column == 0 else "td"
        if isinstance(cell, Figure):
            return f'<{tag} class="num">{number_html(cell)}</{end}>'
        if isinstance(cell, tuple):
            return f"<{tag}>{sentence_html(cell)}</{end}>"
        return f"<{tag}>{escape(cell)}</{end}>"

    def _extra_row(self, entry: Entry) -> str:
        publisher = f" · {link(entry.url, entry.publisher)}" if entry.publisher else ""
        return (
            f'<tr><th scope="row">{escape(entry.label)}</th><td class="num">{number_html(entry.figure)}</td>'
            f"<td>{mark(entry.figure.kind)} {escape(text.t(f'kind.{entry.figure.kind}', self.context.lang))}</td>"
            f"<td>{escape(entry.words)}{publisher}</td></tr>"
        )

    def _peer_origin(self, key: str) -> str:
        """The document of another company's figure, or how the figure follows from two of them."""
        facts, lang = self.context.facts, self.context.lang
        found = peers.find(facts, key)
        if found is None or found.value is None:
            return escape(text.t("word.not_disclosed", lang))
        if found.peer is None:
            return escape(text.t("peers.origin.all", lang))
        return "<br>".join(
            escape(words) + ("" if source is None else f" · {link(source.url, source.publisher)}")
            for words, source in peer_words.origins(facts, found, key, lang)
        )

    def _register_row(self, key: str) -> str:
        scenario, lang = self.scenario, self.context.lang
        output = scenario.output(key)
        return (
            f'<tr><th scope="row">{escape(headlines.label(scenario, key, lang))}</th>'
            f'<td class="num">{number_html(headlines.figure(output, lang, "plain"))}</td>'
            f"<td>{self._status(output)}</td><td>{self._origin(output)}</td></tr>"
        )


# Visible on light and on dark paper alike, because the canvas of a sorted table does not follow our style sheet.
_GRID_LETTER = 6.1
_OWN_ROW = "rgba(122, 131, 141, 0.22)"
_REGISTER = ("figure", "value", "status", "origin")
