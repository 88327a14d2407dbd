"""The parts of the Claims page: claims with their evidence, sources, a search over every number, conflicts, changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import headlines
from dashboard.facts import Claim, Facts, period_bounds
from dashboard.figures.claims import VERDICTS
from dashboard.headlines import say_template
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Scenario, WiringError, shared
from dashboard.screen import own_file
from dashboard.screen.markup import html, link, mark, number_html, sentence_html
from dashboard.screen.page import Page
from dashboard.takeaway.tables import names
from dashboard.words import text
from dashboard.words.text import LANGUAGES, Figure, Lang, Piece, Sentence

OLD_AFTER_DAYS = 100
FILTER, FIND = "verdict", "find"
_PRESET = "article"
_MOST_FOUND = 25
_EXAMPLE = "mining_result_per_year"
_SECTIONS = ("claims", "sources", "register", "conflicts", "changes", "downloads", "own")


class EvidencePage(Page):
    """A page that shows where everything comes from."""

    def contents(self) -> None:
        """Links to the parts of this long page."""
        lang = self.context.lang
        items = "".join(f'<li><a href="#{key}">{escape(self._t(f"section.{key}"))}</a></li>' for key in _SECTIONS)
        html(f'<nav class="cg cg-toc" aria-label="{escape(text.t("claims.contents", lang))}"><ul>{items}</ul></nav>')

    def part(self, key: str) -> None:
        """The heading of a part, with a place to link to."""
        html(
            f'<div class="cg cg-section" id="{key}"><h2>{escape(self._t(f"section.{key}"))}</h2>'
            f'<p class="cg-sub">{escape(self._t(f"section.{key}.note"))}</p></div>'
        )

    # ---------------------------------------------------------------------------------------- claims

    def filter(self) -> str:
        """The verdict to show, as in the link: a token of VERDICTS."""
        chosen = _chosen_verdict()
        st.session_state[FILTER] = chosen
        facts = self.context.facts
        counts = {token: sum(claim.verdict.upper() == token for claim in facts.claims) for token in VERDICTS}
        counts[VERDICTS[0]] = len(facts.claims)

        def named(token: str) -> str:
            return f"{self._t(f'filter.{token}')} {counts[token]}"

        st.segmented_control(
            self._t("filter"), list(VERDICTS), format_func=named, key=FILTER, required=True, on_change=_write_verdict
        )
        return chosen

    def claims(self, verdict: str) -> None:
        """Every claim with that verdict: who said it, what the documents say, the arithmetic, and where to look."""
        facts = self.context.facts
        found = [claim for claim in facts.claims if verdict in (VERDICTS[0], claim.verdict.upper())]
        if not found:
            html(f'<p class="cg cg-none">{escape(self._t("none"))}</p>')
            return
        html(f'<div class="cg cg-claims">{"".join(self._claim(claim) for claim in found)}</div>')

    def _claim(self, claim: Claim) -> str:
        lang = self.context.lang
        evidence = self._said(claim.evidence.get(lang))
        arithmetic = () if claim.arithmetic is None else self._said(claim.arithmetic)
        self._remember(evidence, arithmetic)
        computed = f'<p class="cg-arithmetic">{sentence_html(arithmetic)}</p>' if arithmetic else ""
        return (
            f'<article class="cg-claim" id="{escape(claim.id)}">'
            f'<p class="cg-verdict-word"><span class="cg-v cg-v-{claim.verdict}" aria-hidden="true"></span>'
            f"{escape(self._t(f'verdict.{claim.verdict}'))}</p>"
            f'<div class="cg-said"><h3>{escape(claim.claim.get(lang))}</h3>'
            f'<p class="cg-who">{escape(claim.id)} · {escape(claim.speaker.get(lang))}</p></div>'
            f'<div class="cg-evidence"><p>{sentence_html(evidence)}</p>{computed}'
            f'<p class="cg-cited">{self._computed_on(claim.page)}{self._sources(claim.sources)}</p></div></article>'
        )

    def _said(self, template: str) -> Sentence:
        """A sentence of the facts file; a name that nothing provides stands as a gap, not as an error."""
        gaps: dict[str, Piece] = {}
        for name in set(text.placeholders(template)) - set(headlines.NAMES):
            try:
                self.scenario.output(name)
            except WiringError:
                gaps[name] = text.missing(self.context.lang)
        return say_template(self.scenario, template, self.context.lang, **gaps)

    def _computed_on(self, page: str) -> str:
        lang = self.context.lang
        title = text.t(f"nav.{page}", lang)
        if own_file.parameter():
            # A link would load the app anew: end the session that holds the file, or forget that it is gone.
            return escape(self._t("computed_here", page=title))
        address = f"{'./' if page == 'overview' else page}?{urlencode(self._article_query())}"
        return f'<a href="{escape(address)}" target="_self">{escape(self._t("computed", page=title))}</a>'

    def _article_query(self) -> Mapping[str, Any]:
        """The full query of the Article preset: every slider, the language and the version of the facts."""
        facts = self.context.facts
        preset = next((p for p in facts.presets if p.key == _PRESET), None)
        values = {a.key: a.default_value for a in facts.assumptions} | dict(preset.values if preset else {})
        written = {key: f"{value:g}" if isinstance(value, float) else value for key, value in values.items()}
        return {**written, "lang": self.context.lang, "v": facts.fingerprint}

    # --------------------------------------------------------------------------------------- sources

    def sources(self) -> None:
        """Every document: publisher, title, dates, kind, and the numbers that rest on it."""
        facts, lang = self.context.facts, self.context.lang
        memory = shared(facts)
        key = ("sources", lang)
        if key not in memory:
            resting = _resting(facts, lang)
            order = sorted(facts.sources, key=lambda name: -len(resting.get(name, ())))
            rows = "".join(self._source_row(name, resting.get(name, [])) for name in order)
            heads = "".join(
                f'<th scope="col">{escape(self._t(f"source.{c}"))}</th>' for c in ("document", "date", "kind", "rests")
            )
            memory[key] = (
                f'<details class="cg cg-how"><summary><h3>{escape(self._t("sources.open", count=len(order)))}</h3>'
                f'</summary><div class="cg-scroll"><table class="cg-sources"><thead><tr>{heads}</tr></thead>'
                f"<tbody>{rows}</tbody></table></div></details>"
            )
        html(memory[key])

    def _source_row(self, key: str, resting: list[str]) -> str:
        facts, lang = self.context.facts, self.context.lang
        source = facts.sources[key]
        published = text.date(source.published, lang) if source.published else text.missing(lang)
        accessed = self._t("source.accessed", date=text.date(source.accessed, lang))
        items = "".join(f"<li>{escape(label)}</li>" for label in resting)
        uses = (
            f'<details class="cg-uses"><summary>{escape(self._t("source.uses", count=len(resting)))}</summary>'
            f"<ul>{items}</ul></details>"
        )
        return (
            f'<tr><th scope="row">{link(source.url, source.title)}<br><span class="cg-who">{escape(source.publisher)}'
            f"</span></th><td>{escape(published)}<br><span class='cg-who'>{escape(accessed)}</span></td>"
            f"<td>{escape(text.t(f'source.{source.kind}', lang))}</td><td>{uses}</td></tr>"
        )

    # -------------------------------------------------------------------------------------- register

    def find(self) -> None:
        """A search over every fact, assumption, constant and output; each opens to its lineage."""
        asked = st.text_input(
            self._t("find"), key=FIND, bind="query-params", placeholder=self._t("find.example"), max_chars=80
        )
        everything = _index(self.scenario)
        if asked.split():
            hits = _matches(self.scenario, asked, self.context.lang)
            line = self._t("find.hits" if hits else "find.none", count=len(hits), most=min(len(hits), _MOST_FOUND))
        else:
            hits = [_EXAMPLE]
            line = self._t("find.all", count=len(everything))
        old = sum(_age(self.context.facts, name) > OLD_AFTER_DAYS for name in self.context.facts.facts)
        note = self._t("old.count", old=old, count=len(self.context.facts.facts), days=OLD_AFTER_DAYS)
        rows = "".join(self._found(key, opened=len(hits) == 1) for key in hits[:_MOST_FOUND])
        html(f'<div class="cg cg-find"><p class="cg-sub" role="status">{escape(line)} {escape(note)}</p>{rows}</div>')

    def _found(self, key: str, opened: bool) -> str:
        return f'<div class="cg-tree">{self._branch(key, set(), opened)}</div>'

    def _branch(self, key: str, seen: set[str], opened: bool = False) -> str:
        """``key`` with everything below it, as nested disclosures that end at documents and sliders."""
        scenario, lang = self.scenario, self.context.lang
        output = scenario.output(key)
        head = (
            f"{mark(output.kind)} {escape(headlines.label(scenario, key, lang))} "
            f"{number_html(self._plain_figure(key))} <code>{escape(key)}</code>{self._old_mark(key)}"
        )
        if key in seen:
            return f"<p>{head} <span class='cg-who'>{escape(self._t('tree.above'))}</span></p>"
        seen.add(key)
        inner = "".join(f"<li>{self._branch(name, seen)}</li>" for name in output.inputs)
        inner = f"<ul>{inner}</ul>" if inner else ""
        attribute = " open" if opened else ""
        return f"<details{attribute}><summary>{head}</summary><p>{self._origin(output, full=True)}</p>{inner}</details>"

    def _plain_figure(self, key: str) -> Figure:
        return headlines.figure(self.scenario.output(key), self.context.lang, "plain")

    def _old_mark(self, name: str) -> str:
        days = _age(self.context.facts, name)
        if days <= OLD_AFTER_DAYS:
            return ""
        return f' <span class="cg-aged">{escape(self._t("old.mark", days=days))}</span>'

    # ------------------------------------------------------------------------------ conflicts, changes

    def conflicts(self) -> None:
        """Where documents disagree, with the figures concerned."""
        facts, lang = self.context.facts, self.context.lang
        if not facts.conflicts:
            html(f'<p class="cg cg-none">{escape(self._t("conflicts.none"))}</p>')
            return
        rows = []
        for conflict in facts.conflicts:
            figures = [
                (headlines.label(self.scenario, name, lang), self._plain_figure(name)) for name in conflict.facts
            ]
            self._remember(tuple(figure for _, figure in figures))
            values = "".join(f"<li>{escape(label)}: {number_html(figure)}</li>" for label, figure in figures)
            rows.append(
                f"<tr><td>{escape(conflict.note.get(lang))}</td><td><ul>{values}</ul></td>"
                f"<td>{self._sources(conflict.sources).removeprefix(' · ')}</td></tr>"
            )
        heads = "".join(
            f'<th scope="col">{escape(self._t(f"conflicts.{c}"))}</th>' for c in ("what", "values", "sources")
        )
        html(
            f'<div class="cg cg-scroll"><table class="cg-conflicts"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def changes(self) -> None:
        """The dated log of edits to the facts file, latest first."""
        facts, lang = self.context.facts, self.context.lang
        if not facts.changes:
            html(f'<p class="cg cg-none">{escape(self._t("changes.none"))}</p>')
            return
        items = "".join(
            f"<dt>{escape(text.date(change.date, lang))}</dt><dd>{escape(change.text.get(lang))}</dd>"
            for change in sorted(facts.changes, key=lambda change: change.date, reverse=True)
        )
        html(f'<div class="cg cg-changes"><dl>{items}</dl></div>')

    def _t(self, key: str, **values: object) -> str:
        return text.t(f"claims.{key}", self.context.lang, **values)


# ------------------------------------------------------------------------------------------- internals


def _chosen_verdict() -> str:
    """The filter's token: what the link says when it has changed, else what the reader chose."""
    in_link = st.query_params.get(FILTER)
    if in_link is not None and in_link not in VERDICTS:
        del st.query_params[FILTER]
        in_link = None
    if in_link != st.session_state.get("verdict_in_link", in_link) or FILTER not in st.session_state:
        chosen = in_link or VERDICTS[0]
    else:
        chosen = str(st.session_state[FILTER] or VERDICTS[0])
    st.session_state["verdict_in_link"] = in_link
    return chosen


def _write_verdict() -> None:
    chosen = st.session_state[FILTER]
    if chosen in (None, VERDICTS[0]):
        st.query_params.pop(FILTER, None)
    else:
        st.query_params[FILTER] = chosen
    st.session_state["verdict_in_link"] = None if chosen in (None, VERDICTS[0]) else chosen


def _age(facts: Facts, name: str) -> int:
    """Days from the day or the end of the period of a fact to the day the facts were compiled; 0 for anything else."""
    fact = facts.facts.get(name)
    if fact is None or fact.value is None:
        return 0
    day = dt.date.fromisoformat(fact.as_of) if fact.as_of else period_bounds(fact.period or "")[1]
    return (dt.date.fromisoformat(facts.company.as_of) - day).days


def _resting(facts: Facts, lang: Lang) -> dict[str, list[str]]:
    """For each document the names of what rests on it, in the order of the file."""
    found: dict[str, dict[str, None]] = {}
    for label, keys in _cited(facts, lang):
        for key in keys:
            found.setdefault(key, {})[label] = None
    return {key: list(labels) for key, labels in found.items()}


def _cited(facts: Facts, lang: Lang) -> Iterator[tuple[str, Sequence[str]]]:
    """Everything in the file that names documents, with those it names."""
    for fact in facts.facts.values():
        yield fact.label.get(lang), fact.sources
    for series in facts.series.values():
        for row in series.rows:
            yield series.label.get(lang), row.sources
    for assumption in facts.assumptions:
        yield assumption.label.get(lang), assumption.sources
    for constant in facts.constants:
        yield constant.label.get(lang), constant.sources
    for disclosure in facts.disclosures:
        yield disclosure.label.get(lang), disclosure.sources
    for claim in facts.claims:
        yield text.t("claims.source.claim", lang, id=claim.id), claim.sources


# 97,000 and 97.000 are found as 97000, and the other way round.
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


def _index(scenario: Scenario) -> dict[str, str]:
    """Every name with the words under which it can be found: its labels in both languages and its documents."""
    facts = scenario.facts
    memory = shared(facts)
    if "find" not in memory:
        memory["find"] = {
            key: " ".join(
                (
                    key,
                    key.replace("_", " "),
                    *(headlines.label(scenario, key, lang) for lang in LANGUAGES),
                    *(facts.sources[source].publisher for source in catalog.sources(facts, key)),
                )
            ).casefold()
            for key in dict.fromkeys([*OUTPUTS, *names(scenario)])
        }
    found: dict[str, str] = memory["find"]
    return found


def _matches(scenario: Scenario, asked: str, lang: Lang) -> list[str]:
    """Names that hold every word of ``asked``, those whose own name begins with one first."""
    words = asked.casefold().split()
    index = _index(scenario)
    # Whoever types a number has seen it on a page: then the values are searched too, as they are shown.
    numbers = any(word[-1:].isdigit() or word[:1].isdigit() for word in words)

    def hay(key: str) -> str:
        if not numbers:
            return index[key]
        shown = headlines.figure(scenario.output(key), lang, "plain").text.casefold()
        plain = _THOUSANDS.sub("", shown.replace(text.NBSP, "").replace(text.MINUS, "-"))
        return f"{index[key]} {shown} {plain}"

    def holds(words_of: str, word: str) -> bool:
        return word in words_of or _THOUSANDS.sub("", word) in words_of

    hits = [key for key in index if all(holds(hay(key), word) for word in words)]
    return sorted(hits, key=lambda key: not any(part.startswith(word) for word in words for part in key.split("_")))
