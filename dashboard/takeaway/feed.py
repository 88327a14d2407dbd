"""What changed in the facts as a feed: one entry a figure, with its old and new value and the document."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from typing import Final

from dashboard.facts import Facts
from dashboard.facts.comparison import Changed, Comparison
from dashboard.words import changes, say, text
from dashboard.words.text import Lang

_ATOM: Final = "http://www.w3.org/2005/Atom"
# Readers of feeds keep what they have seen; a feed that grows for ever is of use to none.
_MOST: Final = 300


def atom(facts: Facts, origin: str, lang: Lang) -> bytes:
    """An Atom feed (RFC 4287) of the versions of the facts, the latest first; ``origin`` is where the pages are."""
    product = say.product(facts.company, lang)
    address = f"{origin}/feed.xml?lang={lang}"
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": lang.lower()})
    _add(feed, "title", text.t("feed.title", lang, product=product))
    _add(feed, "id", _urn("feed", facts.company.ticker, lang))
    _add(feed, "updated", _moment(facts.company.as_of))
    _add(feed, "link", rel="self", href=address)
    _add(feed, "link", rel="alternate", href=f"{origin}/claims?lang={lang}#changes")
    _add(ET.SubElement(feed, "author"), "name", product)
    listed = [(version, one) for version in reversed(changes.history(facts)) for one in version.figures]
    for version, changed in listed[:_MOST]:
        _entry(feed, facts, version, changed, f"{origin}/claims?lang={lang}#changes", lang)
    ET.indent(feed)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, facts: Facts, version: Comparison, changed: Changed, page: str, lang: Lang) -> None:
    entry, place = ET.SubElement(feed, "entry"), changed.place
    words = f"{changes.label(changed, facts, lang)}: {changes.values(changed, lang)}"
    _add(entry, "title", words)
    _add(entry, "id", _urn(version.new.fingerprint, place.section, place.name, place.at, place.row, lang))
    _add(entry, "updated", _moment(version.new.as_of))
    _add(entry, "link", rel="alternate", href=page)
    for document in changed.documents:
        if document.url:
            _add(entry, "link", rel="related", href=document.url, title=document.title)
    papers = "; ".join(f"{document.publisher}: {document.title}" for document in changed.documents)
    said = text.t("feed.entry", lang, date=text.date(version.new.as_of, lang), version=version.new.fingerprint)
    _add(entry, "summary", f"{words}. {papers}. {said}" if papers else f"{words}. {said}")


def _add(parent: ET.Element, name: str, words: str = "", **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = words or None


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _urn(*parts: object) -> str:
    """A name that stays the same whenever and wherever the feed is made."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "|".join(str(part) for part in parts)).urn
