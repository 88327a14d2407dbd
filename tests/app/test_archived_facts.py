"""A link made on older facts: said, and opened as it was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import facts as facts_file
from dashboard.facts import Facts, archive
from dashboard.numbers.resolver import shared
from dashboard.takeaway import link as links
from dashboard.takeaway import link_figure, served
from dashboard.words import text

from .conftest import ROOT, figure, headline, markup, notices, start

Archived = Callable[[int], Facts]


@pytest.fixture
def archived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: Facts) -> Archived:
    """``archived(90)``: an archived version whose bitcoin slider stood at 90 by default."""

    def make(price: int) -> Facts:
        before, found, after = facts.data.decode().partition("  - key: btc\n")
        assert found
        old = re.sub(r"(default: )[\d.]+", rf"\g<1>{price}", after, count=1)
        older = facts_file.loads((before + found + old).encode(), "older.yaml", None, facts.beside)
        monkeypatch.setattr(archive, "FOLDER", tmp_path)
        archive.store(older)
        return older

    return make


def _link(past: Facts) -> dict[str, str]:
    """What the sender's address said: nothing of the price, which stood at the default of the time."""
    values = links.defaults(past)
    seen = link_figure.of_page("mining", links.scenario(past, values), "EN")
    return links.pairs(past, values, "EN", seen=seen, moved_only=True)


def _ways(app: AppTest) -> list[str]:
    within = r'<p class="cg-notice"[^>]*>(?:(?!</p>).)*?<a href="([^"]*)"'
    return [unescape(way) for way in re.findall(within, markup(app))]


def test_facts_that_cannot_be_read_any_more_are_not_offered(
    archived: Archived, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = archived(90)
    monkeypatch.setattr(archive, "load", lambda *_: archive.content("00000000"))
    archive._opens.cache_clear()
    app = start("mining", _link(past))
    assert notices(app)[0] == text.t("notice.changed", "EN")
    assert _ways(app) == []
    archive._opens.cache_clear()


def test_as_sent_beside_on_todays_facts(archived: Archived) -> None:
    past = archived(90)
    app = start("mining", _link(past))
    changed, difference = notices(app)
    assert changed == f"{text.t('notice.changed', 'EN')} As sent"
    assert "the sender saw" in difference and "on today’s facts it is" in difference
    (way,) = _ways(app)
    assert urlsplit(way).path == "mining"
    query = {key: values[0] for key, values in parse_qs(urlsplit(way).query).items()}
    sent = start("mining", query)
    assert figure(sent, "btc_price") == 90_000
    (line,) = notices(sent)
    assert past.fingerprint in line and line.endswith("On today’s facts")
    (way,) = _ways(sent)
    back = start("mining", {key: values[0] for key, values in parse_qs(urlsplit(way).query).items()})
    assert headline(back) == headline(app)
    # Shared on, the link still asks for those facts.
    (code,) = sent.sidebar.code
    assert parse_qs(urlsplit(code.value).query)["facts"] == [past.fingerprint]
    sent.switch_page(str(ROOT / "pages" / "runway.py")).run()
    assert figure(sent, "btc_price") == 90_000


def test_a_version_that_cannot_be_opened_is_said(archived: Archived, facts: Facts) -> None:
    past = archived(91)
    (archive.FOLDER / f"{past.fingerprint}.yaml.gz").unlink()
    app = start("mining", {**_link(past), "facts": past.fingerprint})
    assert not app.exception
    assert figure(app, "btc_price") == links.scenario(facts, links.defaults(facts)).value("btc_price")
    assert any(past.fingerprint in line and "cannot be opened" in line for line in notices(app))


@pytest.fixture
def _forgetful() -> Iterator[None]:
    """The app remembers with its facts what it has said of the archive; other tests have another one."""
    shared(served.served()[0]).clear()
    yield
    shared(served.served()[0]).clear()


@pytest.mark.usefixtures("_forgetful")
def test_a_version_with_other_words_alone_is_not_told_as_news(
    facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FOLDER", tmp_path)
    data = facts.data.replace(b"He was no longer", b"He was not any more")
    past = facts_file.loads(data, "past.yaml", None, facts.beside)
    archive.store(past)
    page = markup(start("claims", {"lang": "EN"}))
    assert "<section data-version" not in page
    (since,) = re.findall(r'data-since="([^"]*)"', page)
    assert json.loads(unescape(since)) == [[past.fingerprint, past.company.as_of, ""]]
