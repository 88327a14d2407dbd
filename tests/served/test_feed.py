"""The feed of changes: one entry a figure, names that stay, and who asks too often waits."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from starlette.types import ASGIApp

from dashboard.facts import Facts
from dashboard.words import changes

from . import asking
from .asking import HOST, get

pytestmark = pytest.mark.xdist_group("served")
_ATOM = "{http://www.w3.org/2005/Atom}"


def test_each_changed_figure_is_one_entry(served: ASGIApp, facts: Facts) -> None:
    english, german = (get(served, f"/feed.xml?lang={lang}") for lang in ("EN", "DE"))
    assert english.headers["content-type"].startswith("application/atom+xml")
    entries = ET.fromstring(english.body).findall(f"{_ATOM}entry")
    figures = [one for version in reversed(changes.history(facts)) for one in version.figures]
    assert len(entries) == min(300, len(figures)) > 0
    names = [entry.findtext(f"{_ATOM}id") for entry in entries]
    assert len(set(names)) == len(names) and all(str(name).startswith("urn:uuid:") for name in names)
    titles = [str(entry.findtext(f"{_ATOM}title")) for entry in entries]
    assert titles[0] == f"{changes.label(figures[0], facts, 'EN')}: {changes.values(figures[0], 'EN')}"
    assert all(" → " in title for title in titles)
    papers = [link.get("href") for entry in entries for link in entry.findall(f"{_ATOM}link[@rel='related']")]
    assert any(str(paper).startswith("https://") for paper in papers)
    feed = ET.fromstring(german.body)
    assert str(feed.findtext(f"{_ATOM}title")).endswith("geändert hat")
    assert feed.find(f"{_ATOM}link[@rel='self']").get("href") == f"https://{HOST}/feed.xml?lang=DE"  # type: ignore[union-attr]


def test_a_feed_takes_no_unknown_words(served: ASGIApp) -> None:
    assert get(served, "/feed.xml?lang=FR").status == 400


def test_who_asks_too_often_is_told_when_to_come_back(served: ASGIApp) -> None:
    limited = asking.app(api="2/minute", card="1/minute")
    statuses = [get(limited, f"/api/openapi.json?btc={btc}").status for btc in (70, 71, 72)]
    assert statuses == [200, 200, 429]
    assert [get(limited, "/card/mining.png?btc=70").status for _ in range(2)] == [200, 429]
    refused = get(limited, "/api/scenario.json")
    assert int(refused.headers["retry-after"]) >= 1
    assert get(limited, "/mining?btc=70").status == 200, "a page is never refused"
