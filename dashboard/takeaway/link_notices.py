"""What the reader of a link must know before its numbers, in words: what was not used, and what differs."""

from __future__ import annotations

from typing import Final

from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import link_figure
from dashboard.takeaway.link import FACTS, OTHER, SEEN, VERSION, Kind, Notice, Request
from dashboard.words import text
from dashboard.words.text import Lang

_ORDER: Final[tuple[Kind, ...]] = ("page", "refused", "repeated", "gone", "unread", "unknown", "cut")
_STRINGS: Final[dict[Kind, str]] = {
    "page": "link.page", "refused": "notice.refused", "repeated": "link.repeated", "gone": "link.gone",
    "unread": "link.unread", "unknown": "link.unknown", "cut": "link.cut",
}  # fmt: skip
_PARTS: Final = {
    SEEN: "link.part.h", VERSION: "link.part.v", OTHER: "link.part.a", FACTS: "link.part.facts",
}  # fmt: skip
# Names of the link's own making: there is no end to them.
_MADE_UP: Final[tuple[Kind, ...]] = ("unknown", "gone", "unread")
_MOST_NAMED: Final = 12


def lines(request: Request, lang: Lang) -> list[str]:
    """One line for each kind of thing in the link that was not used, with the name of every one."""
    found = []
    for kind in _ORDER:
        names = [_named(notice, lang) for notice in request.notices if notice.kind == kind]
        if kind in _MADE_UP and len(names) > _MOST_NAMED:
            names[_MOST_NAMED:] = [text.t("link.more", lang, count=len(names) - _MOST_NAMED)]
        if names:
            found.append(text.t(_STRINGS[kind], lang, names=", ".join(names)))
    return found


def _named(notice: Notice, lang: Lang) -> str:
    if notice.hint:
        return text.t("link.meant", lang, key=notice.key, hint=notice.hint)
    if notice.kind in ("unread", "repeated") and notice.key in _PARTS:
        return text.t(_PARTS[notice.key], lang)
    return notice.key


def changed(request: Request, facts: Facts) -> bool:
    """Whether the link was made on other facts than these."""
    return request.version is not None and request.version != facts.fingerprint


def difference(request: Request, scenario: Scenario, lang: Lang) -> str | None:
    """One line with the sender's headline figure and the one here, where the two differ."""
    seen = request.seen
    if seen is None:
        return None
    here = link_figure.own(seen, scenario, lang)
    if here is None:
        return text.t("link.differs.gone", lang, names=seen.key)
    sent, own = link_figure.both(seen, here, scenario, lang)
    name = link_figure.name(here.key, scenario, lang)
    if not link_figure.agrees(seen, here):
        key = "link.differs.facts" if changed(request, scenario.facts) else "link.differs.here"
        return text.t(key, lang, name=name, sent=sent, own=own)
    # The number is the sender's, but under other values the page may speak of another one.
    headline = link_figure.of_page(seen.page, scenario, lang)
    if request.page != seen.page or (headline is not None and headline.key == here.key):
        return None
    return text.t("link.differs.front", lang, name=name, sent=sent)
