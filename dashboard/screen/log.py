"""The change log: what each version of the facts changed, why, and what is new since the reader's last visit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from dashboard.facts import Change, Facts
from dashboard.facts.comparison import Changed, Comparison, Sort
from dashboard.facts.edition import Cited
from dashboard.numbers.resolver import shared
from dashboard.screen import provenance
from dashboard.screen.context import Context
from dashboard.screen.markup import NOTHING, html, joined, link, note
from dashboard.words import changes, text
from dashboard.words.text import Lang

# Figures that the line about the last visit names; of the others it gives the number.
_NAMED = 4
_SORTS: tuple[Sort, ...] = ("changed", "new", "gone")


def drawn(context: Context) -> Markup:
    """Every version, latest first: the reasons with their figures, then every other figure that differs."""
    memory, key = shared(context.facts), ("log", context.lang)
    if key not in memory:
        memory[key] = _drawn(context)
    found: Markup = memory[key]
    return found


def _drawn(context: Context) -> Markup:
    facts, lang = context.facts, context.lang
    found = changes.history(facts)
    if not found and not facts.changes:
        return note(text.t("claims.changes.none", lang), "cg-none")
    parts = [_version(context, one, _reasons(facts, found, index)) for index, one in enumerate(found)]
    alone = _reasons(facts, found, -1)
    if alone:
        parts.insert(0, _reasoned(context, alone, [])[0])
    return Markup('<div class="cg cg-changes">{}</div>').format(joined(reversed(parts)))


def since(context: Context) -> None:
    """What the browser's script needs to say what is new since the reader's last visit; hidden until it does.

    Nothing for an archived version or a file of the reader's own: a visit is counted for the published facts alone.
    """
    facts, lang = context.facts, context.lang
    if facts is not context.published:
        return
    memory, key = shared(facts), ("since", lang)
    if key not in memory:
        found = changes.history(facts)
        memory[key] = json.dumps(
            [[one.old.fingerprint, one.old.as_of, _since_line(facts, found[i:], lang)] for i, one in enumerate(found)],
            ensure_ascii=False,
        )
    html(
        Markup(
            '<div class="cg cg-since" id="since" hidden data-version="{}" data-day="{}" data-since="{}">'
            '<p role="status"><span></span> <a href="claims#changes" target="_self">{}</a></p></div>'
        ).format(
            facts.fingerprint,
            facts.company.as_of,
            memory[key],
            text.t("since.log", lang),
        )
    )


# ------------------------------------------------------------------------------------------- internals


def _since_line(facts: Facts, found: Sequence[Comparison], lang: Lang) -> str:
    """How many figures these versions changed, and the first of them with old and new value; empty for words alone."""
    latest: dict[tuple[str, str, str], Changed] = {}
    for comparison in found:
        for one in comparison.figures:
            if one.sort == "changed":
                latest[one.place.name, one.place.at, one.place.row] = one
    # The company's own figures first, what moved most before what was only rounded.
    order = sorted(latest.values(), key=lambda one: (one.place.section in ("peers", "daily"), -_moved(one)))
    named = [f"{changes.label(one, facts, lang)} {changes.values(one, lang)}" for one in order[:_NAMED]]
    new = sum(one.sort == "new" for comparison in found for one in comparison.figures)
    if not order and not new:
        return ""
    return text.t(
        "since.line" if order else "since.line.new",
        lang,
        date=text.date(found[0].old.as_of, lang),
        count=text.number(len(order), lang),
        new=text.number(new, lang),
        named="; ".join(named),
    )


def _moved(changed: Changed) -> float:
    """By which share of itself a figure has changed; nothing for words."""
    old, new = (None if one is None else one.base for one in (changed.old, changed.new))
    return abs(new / old - 1) if isinstance(old, float) and isinstance(new, float) and old else 0.0


def _reasons(facts: Facts, found: Sequence[Comparison], index: int) -> list[Change]:
    """The reasons that belong to one version: those dated after the version before it. Index -1: to none."""
    if index < 0:
        return [one for one in facts.changes if not found or one.date <= found[0].old.as_of]
    first, last = found[index].old.as_of, found[index].new.as_of
    final = index == len(found) - 1
    return [one for one in facts.changes if first < one.date and (final or one.date <= last)]


def _version(context: Context, comparison: Comparison, reasons: list[Change]) -> Markup:
    """What a version changed, and why; nothing where it has other words alone."""
    lang = context.lang
    head = text.t(
        "claims.changes.version",
        lang,
        date=text.date(comparison.new.as_of, lang),
        version=comparison.new.fingerprint,
        before=text.date(comparison.old.as_of, lang),
        old=comparison.old.fingerprint,
    )
    said, rest = _reasoned(context, reasons, list(comparison.figures))
    lists = joined(_listed(context, sort, [one for one in rest if one.sort == sort]) for sort in _SORTS)
    days = _days(context, comparison)
    if not said and not lists and not days:
        return NOTHING
    return Markup('<section data-version="{}"><h3>{}</h3>{}{}{}</section>').format(
        comparison.new.fingerprint, head, said, lists, days
    )


def _reasoned(context: Context, reasons: Iterable[Change], figures: list[Changed]) -> tuple[Markup, list[Changed]]:
    """The reasons, each with the figures it speaks of; and the figures of which none does."""
    lang, items = context.lang, []
    for reason in sorted(reasons, key=lambda one: one.date, reverse=True):
        own = [one for one in figures if changes.concerns(reason, one)]
        figures = [one for one in figures if one not in own]
        lines = joined(_figure(context, one) for one in own)
        shown = Markup("<ul>{}</ul>").format(lines) if own else NOTHING
        # Figures bring their own documents.
        papers = NOTHING if own else joined(provenance.sources(context, reason.sources), Markup(" · "))
        items.append(
            Markup("<dt>{}</dt><dd>{}{}{}</dd>").format(
                text.date(reason.date, lang), reason.text.get(lang), note(papers) if papers else NOTHING, shown
            )
        )
    return (Markup("<dl>{}</dl>").format(joined(items)) if items else NOTHING), figures


def _listed(context: Context, sort: Sort, figures: Sequence[Changed]) -> Markup:
    if not figures:
        return NOTHING
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(
        text.t(f"claims.changes.{sort}", context.lang, count=text.number(len(figures), context.lang)),
        joined(_figure(context, one) for one in figures),
    )


def _figure(context: Context, changed: Changed) -> Markup:
    lang = context.lang
    papers = joined(Markup(" · {}").format(_paper(one, lang)) for one in changed.documents)
    return Markup('<li data-change="{}" data-at="{}">{}: <b>{}</b><span class="cg-who">{}</span></li>').format(
        changed.place.name,
        changed.place.at,
        changes.label(changed, context.facts, lang),
        changes.values(changed, lang),
        papers,
    )


def _paper(cited: Cited, lang: Lang) -> Markup:
    published = f", {text.date(cited.published, lang)}" if cited.published else ""
    return Markup("{}{}").format(link(cited.url, cited.publisher), published)


def _days(context: Context, comparison: Comparison) -> Markup:
    """How many days were added to each price file; they are not listed one by one."""
    lang, facts = context.lang, context.facts
    lines = []
    for name, (count, last) in comparison.added_days.items():
        table = next((key for key in facts.daily if name.startswith(f"{key}_")), "")
        words = facts.daily[table].label.get(lang) if table else name
        column = f"column.{name.removeprefix(f'{table}_')}"
        if text.has(column):
            words = f"{words}: {text.t(column, lang)}"
        day = text.date(last, lang)
        lines.append(text.t("claims.changes.days", lang, name=words, count=text.number(count, lang), last=day))
    return joined(note(line) for line in lines)
