"""The parts of the Claims page: claims with their evidence, sources, a search over every number, conflicts, changes."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Claim, Conflict, Facts, Source
from dashboard.figures.claims import VERDICTS
from dashboard.numbers.resolver import WiringError, shared
from dashboard.screen import address, given, log, own_file, provenance, search
from dashboard.screen.markup import (
    NOTHING,
    column_heads,
    joined,
    link,
    mark,
    note,
    number_html,
    sentence_html,
)
from dashboard.screen.page import Page
from dashboard.takeaway import link as links
from dashboard.takeaway import link_figure
from dashboard.words import age, say, text
from dashboard.words.text import Figure, Piece, Sentence

OLD_AFTER_DAYS = age.NOTED_AFTER_DAYS["balance"]
FILTER = "verdict"
_PRESET = "article"
_MOST_FOUND = 25
_EXAMPLE = "mining_result_per_year"
_SECTIONS = ("claims", "sources", "register", "conflicts", "changes", "downloads", "own")

_CLAIM = Markup(
    '<article class="cg-claim" id="{id}">'
    '<p class="cg-verdict-word"><span class="cg-v cg-v-{css}" aria-hidden="true"></span>{verdict}</p>'
    '<div class="cg-said"><h3>{claim}</h3><p class="cg-who">{id} · {speaker}</p></div>'
    '<div class="cg-evidence"><p>{evidence}</p>{computed}<p class="cg-cited">{cited}</p></div></article>'
)


class EvidencePage(Page):
    """A page that shows where everything comes from."""

    def contents(self) -> None:
        """Links to the parts of this long page."""
        lang = self.context.lang
        items = joined(
            Markup('<li><a href="#{}">{}</a></li>').format(key, self._t(f"section.{key}")) for key in _SECTIONS
        )
        self.put(
            Markup('<nav class="cg cg-toc" aria-label="{}"><ul>{}</ul></nav>').format(
                text.t("claims.contents", lang), items
            )
        )

    def part(self, key: str) -> None:
        """The heading of a part, with a place to link to."""
        self.put(
            Markup('<div class="cg cg-section" id="{}"><h2>{}</h2><p class="cg-sub">{}</p></div>').format(
                key, self._t(f"section.{key}"), self._t(f"section.{key}.note")
            )
        )

    # ---------------------------------------------------------------------------------------- claims

    def filter(self) -> str:
        """The verdict to show, as in the link: a token of VERDICTS."""
        chosen = self.context.switches[FILTER]
        facts = self.context.facts
        counts = {token: sum(claim.verdict.upper() == token for claim in facts.claims) for token in VERDICTS}
        counts[VERDICTS[0]] = len(facts.claims)

        def named(token: str) -> str:
            return f"{self._t(f'filter.{token}')} {counts[token]}"

        self.native()
        st.segmented_control(
            self._t("filter"),
            list(VERDICTS),
            default=chosen,
            format_func=named,
            key=given.hold(FILTER, chosen),
            required=True,
            on_change=address.take_switch,
            args=(FILTER,),
        )
        return chosen

    def claims(self, verdict: str) -> None:
        """Every claim with that verdict: who said it, what the documents say, the arithmetic, and where to look."""
        facts = self.context.facts
        found = [claim for claim in facts.claims if verdict in (VERDICTS[0], claim.verdict.upper())]
        if not found:
            self.put(note(self._t("none"), "cg-none"))
            return
        self.put(Markup('<div class="cg cg-claims">{}</div>').format(joined(self._claim(claim) for claim in found)))

    def _claim(self, claim: Claim) -> Markup:
        lang = self.context.lang
        evidence = self._said(claim.evidence.get(lang))
        arithmetic = () if claim.arithmetic is None else self._said(claim.arithmetic)
        self._remember(evidence, arithmetic)
        computed = (
            Markup('<p class="cg-arithmetic">{}</p>').format(sentence_html(arithmetic)) if arithmetic else NOTHING
        )
        documents = provenance.cited(provenance.sources(self.context, claim.sources))
        return _CLAIM.format(
            id=claim.id,
            css=claim.verdict,
            verdict=self._t(f"verdict.{claim.verdict}"),
            claim=claim.claim.get(lang),
            speaker=claim.speaker.get(lang),
            evidence=sentence_html(evidence),
            computed=computed,
            cited=joined((self._computed_on(claim.page), documents)),
        )

    def _said(self, template: str) -> Sentence:
        """A sentence of the facts file; a name that nothing provides stands as a gap, not as an error."""
        gaps: dict[str, Piece] = {}
        for name in set(text.placeholders(template)) - set(say.NAMES):
            try:
                self.scenario.output(name)
            except WiringError:
                gaps[name] = text.DASH
        return say.say_template(self.scenario, template, self.context.lang, **gaps)

    def _computed_on(self, page: str) -> Markup:
        lang = self.context.lang
        title = text.t(f"nav.{page}", lang)
        if own_file.parameter():
            # A link would load the app anew: end the session that holds the file, or forget that it is gone.
            return Markup.escape(self._t("computed_here", page=title))
        memory = shared(self.context.facts)
        query = memory.get(("article", page, lang))
        if query is None:
            query = memory[("article", page, lang)] = _article_query(self.context.facts, page, lang)
        path = "./" if page == registry.NAMES[0] else page
        return Markup('<a href="{}?{}" target="_self">{}</a>').format(path, query, self._t("computed", page=title))

    # --------------------------------------------------------------------------------------- sources

    def sources(self) -> None:
        """Every document: publisher, title, dates, kind, and the numbers that rest on it."""
        facts, lang = self.context.facts, self.context.lang
        memory = shared(facts)
        key = ("sources", lang)
        if key not in memory:
            resting = search.resting(facts, lang)
            order = sorted(facts.sources, key=lambda name: -len(resting.get(name, ())))
            memory[key] = Markup(
                '<details class="cg cg-how"><summary><h3>{}</h3></summary><div class="cg-scroll">'
                '<table class="cg-sources"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>'
            ).format(
                self._t("sources.open", count=len(order)),
                column_heads(self._t(f"source.{column}") for column in ("document", "date", "kind", "rests")),
                joined(_source_row(facts.sources[name], resting.get(name, []), lang) for name in order),
            )
        self.put(memory[key])

    # -------------------------------------------------------------------------------------- register

    def find(self) -> None:
        """A search over every fact, assumption, constant and output; each opens to its lineage."""
        asked = address.found()
        self.native()
        st.text_input(
            self._t("find"),
            value=asked,
            key=given.hold(links.FIND, asked),
            on_change=address.take_word,
            args=(links.FIND,),
            placeholder=self._t("find.example"),
            max_chars=80,
        )
        everything = search.index(self.scenario)
        if asked.split():
            hits = search.matches(self.scenario, asked, self.context.lang)
            line = self._t("find.hits" if hits else "find.none", count=len(hits), most=min(len(hits), _MOST_FOUND))
        else:
            hits = [_EXAMPLE]
            line = self._t("find.all", count=len(everything))
        today, facts = self.context.today, self.context.facts
        old = sum(age.days_of(facts, name, today) > OLD_AFTER_DAYS for name in facts.facts)
        old_note = self._t("old.count", old=old, count=len(facts.facts), days=OLD_AFTER_DAYS)
        trees = joined(
            Markup('<div class="cg-tree">{}</div>').format(self._branch(key, set(), opened=len(hits) == 1))
            for key in hits[:_MOST_FOUND]
        )
        self.put(
            Markup('<div class="cg cg-find"><p class="cg-sub" role="status">{} {}</p>{}</div>').format(
                line, old_note, trees
            )
        )

    def _branch(self, key: str, seen: set[str], opened: bool = False) -> Markup:
        """``key`` with everything below it, as nested disclosures that end at documents and sliders."""
        scenario, lang = self.scenario, self.context.lang
        output = scenario.output(key)
        head = Markup("{} {} {} <code>{}</code>{}").format(
            mark(output.kind),
            say.label(scenario, key, lang),
            number_html(self._plain_figure(key)),
            key,
            self._old_mark(key),
        )
        if key in seen:
            return Markup('<p>{} <span class="cg-who">{}</span></p>').format(head, self._t("tree.above"))
        seen.add(key)
        inner = joined(Markup("<li>{}</li>").format(self._branch(name, seen)) for name in output.inputs)
        return Markup('<details data-key="{}"{}><summary>{}</summary><p>{}</p>{}</details>').format(
            key,
            Markup(" open") if opened else NOTHING,
            head,
            provenance.origin(self.context, output, full=True),
            Markup("<ul>{}</ul>").format(inner) if inner else NOTHING,
        )

    def _plain_figure(self, key: str) -> Figure:
        return say.figure(self.scenario.output(key), self.context.lang, "plain")

    def _old_mark(self, name: str) -> Markup:
        days = age.days_of(self.context.facts, name, self.context.today)
        if days <= OLD_AFTER_DAYS:
            return NOTHING
        return Markup(' <span class="cg-aged">{}</span>').format(self._t("old.mark", days=days))

    # ------------------------------------------------------------------------------ conflicts, changes

    def conflicts(self) -> None:
        """Where documents disagree, with the figures concerned."""
        facts = self.context.facts
        if not facts.conflicts:
            self.put(note(self._t("conflicts.none"), "cg-none"))
            return
        heads = column_heads(self._t(f"conflicts.{column}") for column in ("what", "values", "sources"))
        self.put(
            Markup(
                '<div class="cg cg-scroll"><table class="cg-conflicts"><thead><tr>{}</tr></thead>'
                "<tbody>{}</tbody></table></div>"
            ).format(heads, joined(self._conflict(conflict) for conflict in facts.conflicts))
        )

    def _conflict(self, conflict: Conflict) -> Markup:
        lang = self.context.lang
        figures = [(say.label(self.scenario, name, lang), self._plain_figure(name)) for name in conflict.facts]
        self._remember(tuple(figure for _, figure in figures))
        values = joined(Markup("<li>{}: {}</li>").format(label, number_html(figure)) for label, figure in figures)
        documents = joined(provenance.sources(self.context, conflict.sources), Markup(" · "))
        return Markup("<tr><td>{}</td><td><ul>{}</ul></td><td>{}</td></tr>").format(
            conflict.note.get(lang), values, documents
        )

    def changes(self) -> None:
        """What each version of the facts changed, latest first."""
        self.put(log.drawn(self.context))

    def _t(self, key: str, **values: object) -> str:
        return text.t(f"claims.{key}", self.context.lang, **values)


# ------------------------------------------------------------------------------------------- internals


def _article_query(facts: Facts, page: str, lang: text.Lang) -> str:
    """The full query of the Article preset for ``page``."""
    preset = next((p for p in facts.presets if p.key == _PRESET), None)
    values = links.defaults(facts) | dict(preset.values if preset else {})
    seen = link_figure.of_page(page, links.scenario(facts, values), lang)
    return links.query(facts, values, lang, seen=seen)


def _source_row(source: Source, resting: list[str], lang: text.Lang) -> Markup:
    published = text.date(source.published, lang) if source.published else text.DASH
    uses = Markup('<details class="cg-uses"><summary>{}</summary><ul>{}</ul></details>').format(
        text.t("claims.source.uses", lang, count=len(resting)),
        joined(Markup("<li>{}</li>").format(label) for label in resting),
    )
    return Markup(
        '<tr><th scope="row">{}<br><span class="cg-who">{}</span></th>'
        '<td>{}<br><span class="cg-who">{}</span></td><td>{}</td><td>{}</td></tr>'
    ).format(
        link(source.url, source.title),
        source.publisher,
        published,
        text.t("claims.source.accessed", lang, date=text.date(source.accessed, lang)),
        text.t(f"source.{source.kind}", lang),
        uses,
    )
