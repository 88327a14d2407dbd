"""A link as a scenario, and a scenario as a link: the one decoder and the one encoder."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, Literal
from urllib.parse import urlencode

from dashboard import registry
from dashboard.facts import Assumption, Facts, archive
from dashboard.numbers.resolver import Scenario, remember, shared
from dashboard.takeaway import link_figure, link_packed, link_text
from dashboard.takeaway.link_figure import Seen
from dashboard.words.text import LANGUAGES, Lang

SEEN, LANG, VERSION, OTHER, FACTS, FIND = "h", "lang", "v", "a", "facts", "find"
FREE: Final = frozenset({FIND})
LONGEST_OTHER: Final = 300
# What advertising and mailing systems append; no page of ours reads it.
_TRACKING: Final = re.compile(
    r"(?:utm|mc|pk|mtm|matomo|oly|vero|hsa|trk|at|ref)_\w*|_hs\w+|_g[al]|__s|\w{0,6}clid|[gw]braid|igsh|igshid"
    r"|srsltid|li_fat_id|mkt_tok|ref|referrer|source|src|cmpid|s_cid|spm|si|wt_mc|xtor|ck_subscriber_id"
)
# Parameters of Streamlit's own.
FRAME: Final = frozenset({"embed", "embed_options"})
_SHOWN_KEY: Final = 24
_VERSION: Final = re.compile(r"[0-9a-f]{8}")
_BETWEEN, _NONE = "~", "0"
# Scenarios kept as A, of a few readers; and the latest, each with the paths of its months: some megabytes.
_REMEMBERED, _LATEST = 8, 2

Kind = Literal["refused", "repeated", "unknown", "gone", "unread", "cut", "page"]


@dataclass(frozen=True)
class Notice:
    """Something of a link that was not used. ``hint``: what it may have meant."""

    kind: Kind
    key: str
    hint: str = ""


@dataclass(frozen=True)
class Request:
    """What a link asks for, and everything of it that is not used.

    values: every slider in its own unit. given: keys of those that the link sets. lang: ``None`` where it names none.
    switches: tokens of controls that choose what a page shows. other: the kept scenario A, as ``values``.
    """

    page: str
    anchor: str
    values: Mapping[str, Any]
    given: tuple[str, ...]
    lang: Lang | None
    switches: Mapping[str, str]
    find: str
    version: str | None
    own_file: str | None
    seen: Seen | None
    other: Mapping[str, Any] | None
    notices: tuple[Notice, ...]

    def scenario(self, facts: Facts) -> Scenario:
        """The facts under these values, compared with A where the link keeps one."""
        return compared(facts, self.values, self.other)

    def names(self, kind: Kind) -> tuple[str, ...]:
        """The keys of one kind of notice."""
        return tuple(notice.key for notice in self.notices if notice.kind == kind)


def scenario(facts: Facts, values: Mapping[str, Any]) -> Scenario:
    """The facts under ``values`` by slider key, in the sliders' own units."""
    return Scenario(facts, {a.name: a.to_base(values[a.key]) for a in facts.assumptions})


def kept(facts: Facts, values: Mapping[str, Any] | None) -> Scenario | None:
    """The scenario kept as A with its numbers: remembered, because it stays while the reader's own sliders move."""
    if values is None:
        return None
    key = tuple(values[a.key] for a in facts.assumptions)
    return _remembered(facts, "kept scenarios", key, _REMEMBERED, lambda: scenario(facts, values))


def compared(facts: Facts, values: Mapping[str, Any], other: Mapping[str, Any] | None) -> Scenario:
    """The facts under ``values``, compared with ``other`` as A: remembered, because what a drag or a key has shown is
    committed next, and because readers begin at the same place."""
    theirs = kept(facts, other)
    key = tuple(None if chosen is None else chosen[a.key] for chosen in (values, other) for a in facts.assumptions)
    return _remembered(
        facts, "scenarios", key, _LATEST, lambda: Scenario(facts, scenario(facts, values).values, theirs)
    )


def _remembered(facts: Facts, kind: str, key: Hashable, most: int, make: Callable[[], Scenario]) -> Scenario:
    memory: dict[Any, Scenario] = shared(facts).setdefault(kind, {})
    return remember(memory, key, make, most)


def defaults(facts: Facts) -> dict[str, Any]:
    """Every slider at its default, in its own unit."""
    return {a.key: a.default_value for a in facts.assumptions}


# ----------------------------------------------------------------------------------------------- decode


def decode(facts: Facts, link: str) -> Request:
    """The request in ``link`` (an address, ``?query`` or ``query``). Any text whatever gives a valid request."""
    parts = link_text.take_apart(link, FREE)
    reading = _Reading(facts)
    for key, raw in parts.pairs:
        reading.add(key, raw)
    page = reading.page(parts.path)
    values = defaults(facts)
    readers: dict[str, Callable[[str], Any]] = {a.key: _reader(a) for a in facts.assumptions}
    given = {key: value for key, value in reading.read(readers).items() if value is not None}
    switches = reading.read({key: _token(tokens) for key, tokens in _switches().items()})
    lang = reading.read({LANG: _token(LANGUAGES)})
    seen = reading.read({SEEN: link_figure.read}, "unread").get(SEEN)
    version = reading.read({VERSION: _version, FACTS: str}, "unread")
    other = reading.other()
    if parts.cut or (seen is not None and VERSION not in reading.said):
        # What Share writes ends with the version of the facts.
        reading.say("cut", VERSION)
    return Request(
        page=page,
        anchor=parts.anchor,
        values={**values, **given},
        given=tuple(given),
        lang=lang.get(LANG),
        switches=switches,
        find=reading.words(FIND),
        version=version.get(VERSION),
        own_file=version.get(FACTS),
        seen=seen,
        other=other,
        notices=tuple(dict.fromkeys(reading.notices)),
    )


def language(link: str) -> Lang | None:
    """The language that a link names: all that can be read of it without facts."""
    said = [raw for key, raw in link_text.take_apart(link, FREE).pairs if link_text.bare(key).casefold() == LANG]
    chosen = {_read(_token(LANGUAGES), raw) for raw in said}
    return chosen.pop() if len(chosen) == 1 else None


class _Reading:
    """The pairs of one link by key, and what was noticed on the way."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.notices: list[Notice] = []
        self.said: dict[str, list[str]] = {}
        own = [a.key for a in facts.assumptions]
        keys = [*own, *_switches(), SEEN, LANG, VERSION, OTHER, FACTS, FIND, *FRAME]
        self._known = {key.casefold(): key for key in keys}

    def say(self, kind: Kind, key: str, hint: str = "") -> None:
        """Keep a notice; a key of the link's own making is cut to what can be printed."""
        self.notices.append(Notice(kind, key, hint))

    def add(self, key: str, raw: str) -> None:
        """Sort one pair: known, tracking, remains of an escape, gone, or unknown."""
        folded = "".join(key.split()).casefold()
        if folded not in self._known:
            folded = link_text.bare(folded)
        if folded not in self._known and folded.removeprefix("amp") in self._known:
            folded = folded.removeprefix("amp")
        if folded in self._known:
            self.said.setdefault(self._known[folded], []).append(raw)
        elif not (_TRACKING.fullmatch(folded) or link_text.is_litter(key, raw)):
            shown = re.sub(r"[^\w.-]", "", link_text.bare(key))[:_SHOWN_KEY] or "?"
            if folded in archive.sliders():
                self.say("gone", shown)
            else:
                near = get_close_matches(folded, self._known, 1)
                self.say("unknown", shown, self._known[near[0]] if near else "")

    def read(self, readers: Mapping[str, Callable[[str], Any]], failed: Kind = "refused") -> dict[str, Any]:
        """The value of each key that the link sets and its reader accepts; the others are noticed.

        A value said twice is taken; of two different ones neither is.
        """
        found = {}
        for key, reader in readers.items():
            if key not in self.said:
                continue
            values = [_read(reader, raw) for raw in self.said[key]]
            if any(value != values[0] for value in values):
                self.say("repeated", key)
            elif values[0] is None:
                self.say(failed, key)
            else:
                found[key] = values[0]
        return found

    def words(self, key: str) -> str:
        """What a reader typed, as it was typed."""
        values = list(dict.fromkeys(raw.strip() for raw in self.said.get(key, [""])))
        if len(values) > 1:
            self.say("repeated", key)
        return values[0] if len(values) == 1 else ""

    def other(self) -> Mapping[str, Any] | None:
        """The scenario A that the link keeps, every slider; what of it cannot be used is noticed as ``a.KEY``."""
        written = self.read({OTHER: str}).get(OTHER)
        if written is None:
            return None
        readers = {a.key: _reader(a) for a in self.facts.assumptions}
        chosen: dict[str, Any] | None = defaults(self.facts)
        words = [] if written == _NONE else written.split(_BETWEEN)
        usable = not words
        if words and words[0].startswith(link_packed.MARK):
            chosen, usable = link_packed.unpack(self.facts, words.pop(0)), True
        if chosen is None:
            self.say("unread", OTHER)
            return None
        for key, raw in zip(words[::2], [*words[1::2], ""], strict=False):
            value = _read(readers[key.casefold()], raw) if key.casefold() in readers else None
            if value is None:
                self.say("unread", f"{OTHER}.{re.sub(r'[^a-zA-Z0-9_]', '', key)[:_SHOWN_KEY]}")
            else:
                chosen[key.casefold()] = value
                usable = True
        # Of what cannot be read at all no scenario is made: it would be that of the defaults, which nobody kept.
        return chosen if usable else None

    def page(self, path: str) -> str:
        """The page that a path names; one that almost names another is noticed."""
        last = link_text.bare(re.split(r"[/\\]", link_text.bare(path))[-1]).casefold()
        if last in registry.NAMES:
            return last
        near = get_close_matches(last, registry.NAMES, 1, cutoff=0.7)
        # A folder before the pages is the host's affair; a word on its own was meant as a page.
        if near or (last and "/" not in path):
            self.say("page", re.sub(r"[^\w.-]", "", last)[:_SHOWN_KEY], near[0] if near else "")
        return registry.NAMES[0]


def _switches() -> dict[str, tuple[str, ...]]:
    return {key: tokens for row in registry.PAGES for key, tokens in row.switches.items()}


def _read(reader: Callable[[str], Any], raw: str) -> Any:
    """What a reader makes of a raw value without the punctuation around it; ``None`` of an empty one."""
    word = link_text.bare(raw)
    return reader(word) if word else None


def _reader(assumption: Assumption) -> Callable[[str], float | str | None]:
    """How the text of a slider or a choice is read: ``None`` where it cannot be used."""
    if assumption.options is not None:
        # An old link may name an option by the token that it had then.
        token = _token([*assumption.options, *assumption.renamed])
        return lambda raw: assumption.renamed.get(token(raw) or "", token(raw))

    def number(raw: str) -> float | None:
        try:
            value = float(raw) if re.fullmatch(r"[-+0-9.eE]+", raw) else math.nan
        except ValueError:
            return None
        return value + 0.0 if math.isfinite(value) and assumption.accepts(value) else None

    return number


def _token(tokens: Iterable[str]) -> Callable[[str], str | None]:
    by_fold = {token.casefold(): token for token in tokens}
    return lambda raw: by_fold.get(raw.casefold())


def _version(raw: str) -> str | None:
    return raw.casefold() if _VERSION.fullmatch(raw.casefold()) else None


# ----------------------------------------------------------------------------------------------- encode


def pairs(
    facts: Facts,
    values: Mapping[str, Any],
    lang: Lang | None,
    *,
    seen: Seen | None = None,
    switches: Mapping[str, str] | None = None,
    own_file: Mapping[str, str] | None = None,
    other: Mapping[str, Any] | None = None,
    find: str = "",
    version: str | None = None,
    moved_only: bool = False,
) -> dict[str, str]:
    """The parameters of a link: the sender's figure, sliders, switches, A, language and version of the facts.

    The figure comes first and the version last, so that a link which was cut on its way shows it. ``moved_only``
    leaves out sliders at their defaults.
    """
    compact = None if other is None else compacted(facts, other)
    return {
        **({} if seen is None else {SEEN: seen.written()}),
        **{
            a.key: written(values[a.key])
            for a in facts.assumptions
            if not moved_only or values[a.key] != a.default_value
        },
        **(switches or {}),
        **({FIND: find} if find else {}),
        **(own_file or {}),
        **({} if compact is None else {OTHER: compact}),
        **({} if lang is None else {LANG: lang}),
        VERSION: version or facts.fingerprint,
    }


def query(facts: Facts, values: Mapping[str, Any], lang: Lang | None, **further: Any) -> str:
    """The parameters of ``pairs`` as a query: what Share writes."""
    return urlencode(pairs(facts, values, lang, **further))


def written(value: Any) -> str:
    """A slider's value as a link holds it, exact to the last bit."""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def compacted(facts: Facts, values: Mapping[str, Any]) -> str | None:
    """The sliders that differ from their defaults, in one word of at most 300 characters; ``None`` if it is longer.

    Spelt out where that is short enough, else packed, with those spelt out that stand between two steps.
    """
    moved = [a.key for a in facts.assumptions if values[a.key] != a.default_value]
    word = _spelt(values, moved) or _NONE
    if len(word) > LONGEST_OTHER:
        packed, between = link_packed.pack(facts, values)
        word = _BETWEEN.join(part for part in (packed, _spelt(values, between)) if part)
    return word if len(word) <= LONGEST_OTHER else None


def _spelt(values: Mapping[str, Any], keys: Iterable[str]) -> str:
    return _BETWEEN.join(part for key in keys for part in (key, written(values[key])))
