"""What mail clients, chats, newsletters and thumbs do to a link, undone: text to path, pairs and anchor."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Final
from urllib.parse import unquote, unquote_plus

_LONGEST: Final = 20_000
_MOST_PAIRS: Final = 500
# An address that was escaped, sent on and escaped again needs three rounds; more is no accident.
_ROUNDS: Final = 4
_ENTITY: Final = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);", re.I)
# A line break with the quotation marks of an answer; characters without width.
_WRAPPED: Final = re.compile(r"[\r\n]+[ \t]*(?:>[ \t]*)*|[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08]")
# Quoted-printable mail: every equals sign is written so, and a line that goes on ends with a bare one.
_SOFT_BREAK: Final = re.compile(r"=\r?\n")
_QUOTED_EQUALS: Final = "=3D"
_SEPARATOR: Final = re.compile(r"[&;?]")
_NESTED: Final = re.compile(r"[&;?=#]|%[0-9A-Fa-f]{2}")
_OPENING: Final = "\"'`´<([{|*=„“‚‘«»›‹"
_CLOSING: Final = "\"'`´>)]}|*=”“’‘»«›‹.,;:!?…–—\\/"


@dataclass(frozen=True)
class Parts:
    """A link taken apart. ``pairs`` are keys and values as written, percent-encoding and escapes undone.

    cut: whether it was too long to be read to its end.
    """

    path: str
    pairs: tuple[tuple[str, str], ...]
    anchor: str
    cut: bool


def take_apart(link: str, free: frozenset[str] = frozenset()) -> Parts:
    """The parts of an address, of ``?query`` or of ``query``; any text whatever has some.

    ``free``: keys whose values are a reader's own words, in which an ampersand is an ampersand.
    """
    text = link[:_LONGEST]
    joined = _SOFT_BREAK.sub("", text)
    if _QUOTED_EQUALS in joined and joined.count("=") == joined.count(_QUOTED_EQUALS):
        text = joined.replace(_QUOTED_EQUALS, "=")
    text = _WRAPPED.sub("", text).strip()
    text = _unescaped(text)
    for _ in range(_ROUNDS):
        if "?" not in text and "=" not in text and "%" in text:
            text = unquote(text)
    text, _, anchor = text.partition("#")
    path, query = text, ""
    if "?" in text:
        path, _, query = text.partition("?")
    elif "=" in text.partition("/")[0]:
        path, query = "", text
    if "=" in _decoded(anchor):
        # No anchor of ours: the rest of a query, behind the remains of an escape such as &#38;.
        query, anchor = f"{query}&{anchor}", ""
    found = []
    for key, value in _pairs(query, free):
        if key == "#":
            anchor = anchor or value
        else:
            found.append((key, value))
    cut = len(link) > _LONGEST or len(found) > _MOST_PAIRS
    return Parts(path, tuple(found[:_MOST_PAIRS]), bare(unquote(anchor).partition("?")[0]), cut)


def bare(word: str) -> str:
    """``word`` without spaces, and without the punctuation of a sentence around it."""
    return "".join(word.split()).lstrip(_OPENING).rstrip(_CLOSING)


def is_litter(key: str, value: str) -> bool:
    """Whether a pair is nothing but the remains of an escape or of punctuation."""
    return not bare(value) and (not bare(key) or f"{key.strip()};" in html5 or key.strip().isdigit())


def _unescaped(text: str) -> str:
    """``text`` without HTML escapes, however often it was escaped."""
    for _ in range(_ROUNDS):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


def _decoded(text: str) -> str:
    """``text`` without percent-encoding, however often it was encoded."""
    for _ in range(_ROUNDS):
        text = unquote(text)
    return text


def _pairs(query: str, free: frozenset[str], round_: int = 1) -> Iterator[tuple[str, str]]:
    """Key and value of each part; a part in which another query hides is taken apart in its turn."""
    for part in _SEPARATOR.split(query):
        key, equals, value = (unquote_plus(piece) for piece in part.partition("="))
        if bare(key).casefold() in free:
            yield key, value
        elif round_ < _ROUNDS and _NESTED.search(key + value):
            # The ampersand of an escape that only shows now has separated this part from the one before.
            inner = _unescaped(f"&{key}{equals}{value}").removeprefix("&")
            before, hash_, anchor = inner.partition("#")
            if hash_ and "=" not in anchor:
                yield "#", anchor
            elif hash_:
                before = f"{before}&{anchor}"
            yield from _pairs(before, free, round_ + 1)
        elif key or value:
            yield key, value
