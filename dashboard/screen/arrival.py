"""What a reader must know before the numbers: of the facts, of the link, and of its sender's number."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Facts, FactsError, archive
from dashboard.numbers.resolver import Scenario
from dashboard.screen import address, own_file
from dashboard.screen.markup import html, notice
from dashboard.takeaway import link as links
from dashboard.takeaway import link_notices
from dashboard.takeaway.link import FACTS, Request
from dashboard.words import labels, text
from dashboard.words.text import Lang

# Names that one line holds.
_MOST_NAMED = 4


def notices(
    published: Facts, facts: Facts, error: FactsError | None, request: Request, scenario: Scenario, lang: Lang
) -> list[str | Markup]:
    """The lines above the headline, none if all is as it should be."""
    lines: list[str | Markup] = [] if error is None else [text.t("notice.stale_file", lang, error=str(error))]
    lines += own_file.notices(lang)
    lines += _stand_ins(facts, lang)
    lines += link_notices.lines(request, lang)
    lines += _facts_of_the_link(request, published, facts, lang)
    difference = link_notices.difference(request, scenario, lang)
    return lines if difference is None or own_file.missing() else [*lines, difference]


def _stand_ins(facts: Facts, lang: Lang) -> list[str]:
    """Which sliders and estimates the file leaves to the published one; no line where it sets them all.

    Few are named; of many the number is given, since the origin of each says so as well.
    """
    names = [labels.label(facts, name, lang) or name for name in facts.stand_ins]
    if not names:
        return []
    case = "notice.stand_ins" if len(names) <= _MOST_NAMED else "notice.stand_ins.many"
    return [text.t(case, lang, names=", ".join(names), count=len(names))]


def gone(published: Facts, lang: Lang) -> None:
    """Say on every page, until the reader accepts it, that the file of the address is not in this session."""
    version = own_file.missing()
    if not version:
        return
    with st.container(key="own_gone"):
        company = published.company.short_name
        html(notice(text.t("notice.missing_own_file", lang, company=company, version=version)))
        st.button(text.t("notice.missing_own_file.accept", lang), key="own_accept", on_click=_accept)


def _accept() -> None:
    own_file.forget()
    # The version of the facts and the sender's figure belonged to that file.
    address.choose({})


def _facts_of_the_link(request: Request, published: Facts, facts: Facts, lang: Lang) -> list[str | Markup]:
    """That the facts are not today's, or not the sender's, with the way to the others."""
    if own_file.parameter():
        return []
    if facts is not published:
        words = text.t("link.archived", lang, date=text.date(facts.company.as_of, lang), version=facts.fingerprint)
        return [_with_way(words, "link.today", request, published, lang)]
    lines: list[str | Markup] = []
    if request.own_file in archive.versions() and request.own_file != published.fingerprint:
        lines.append(text.t("link.unreadable_version", lang, version=request.own_file))
    elif link_notices.changed(request, published):
        words = text.t("notice.changed", lang)
        version = request.version
        known = version is not None and archive.opens(version)
        lines.append(_with_way(words, "link.as_sent", request, facts, lang, version) if known else words)
    return lines


def _with_way(
    words: str, label: str, request: Request, facts: Facts, lang: Lang, archived: str | None = None
) -> Markup:
    """A line that ends in a link to the same view on other facts."""
    pairs = links.pairs(
        facts,
        request.values,
        request.lang,
        seen=request.seen,
        switches=request.switches,
        own_file={FACTS: archived} if archived else {},
        other=request.other,
        version=request.version,
    )
    # What the link left to the defaults of its facts must stay left to them.
    kept = {key: value for key, value in pairs.items() if key not in request.values or key in request.given}
    path = "./" if request.page == registry.NAMES[0] else request.page
    return Markup('{} <a href="{}?{}" target="_self">{}</a>').format(words, path, urlencode(kept), text.t(label, lang))
