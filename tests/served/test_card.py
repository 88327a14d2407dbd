"""The picture of a link: its size, its words, and that it comes whatever the link is."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET

import pytest
from starlette.types import ASGIApp

from dashboard import registry
from dashboard.facts import Facts
from dashboard.figures.colors import ASSUMED, INK
from dashboard.takeaway import card
from dashboard.takeaway.asked import ask as asked
from dashboard.words import text
from deploy.card import png
from deploy.fonts import fonts

from .asking import ask, get

pytestmark = pytest.mark.xdist_group("served")
_LINKS = [
    "mining?btc=70&lang=DE",
    "runway?btc=20&mw0=20&lang=DE",
    "drivers?lang=EN",
    "no-such-page?btc=70",
    f"mining?{'x=1&' * 5000}",
    "overview?<svg/onload=alert(1)>=&amp;&btc=70",
]


def _size(data: bytes) -> tuple[int, int]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", data[16:24])


@pytest.mark.parametrize("link", _LINKS)
def test_a_card_is_1200_by_630_and_under_200_kb(served: ASGIApp, link: str) -> None:
    page, _, query = link.partition("?")
    answer = get(served, f"/card/{page}.png?{query}")
    assert answer.status == 200 and answer.headers["content-type"] == "image/png"
    assert _size(answer.body) == (1200, 630)
    assert 10_000 < len(answer.body) < 200_000


def test_the_same_link_is_the_same_picture_and_is_not_sent_twice(served: ASGIApp) -> None:
    first, second = (get(served, f"/card/mining.png?{q}") for q in ("btc=70&lang=EN", "lang=en&BTC=70.0&utm_x=1"))
    assert first.body == second.body and first.headers["etag"] == second.headers["etag"]
    unchanged = get(served, "/card/mining.png?btc=70&lang=EN", if_none_match=first.headers["etag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    other = get(served, "/card/mining.png?btc=71&lang=EN", if_none_match=first.headers["etag"])
    assert other.status == 200 and other.body != first.body


def test_no_page_of_the_name_is_the_first_page(served: ASGIApp) -> None:
    unknown, first = ask(served, "/card/no-such-page.png?lang=EN", "/card/overview.png?lang=EN")
    assert unknown.body == first.body


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("page", registry.NAMES)
def test_every_word_of_a_card_is_there_and_fits(facts: Facts, page: str, lang: str) -> None:
    shown = card.card(asked(facts, f"{page}?lang={lang}&btc=20&mw0=20"))
    measure = fonts().measure
    root = ET.fromstring(card.svg(shown, "file.example.org", measure))
    lines = ["".join(line.itertext()) for line in root.iter("{http://www.w3.org/2000/svg}text")]
    whole = " ".join(lines)
    assert shown.sentence in whole, "the sentence is never cut"
    for name, figure in shown.figures:
        assert figure.text in whole and name in whole
    assert "file.example.org" in whole and facts.fingerprint in whole
    assert len(shown.figures) == 4
    known = {character for face in fonts().widths.values() for character in face}
    assert set(whole) <= known, f"no glyph for {set(whole) - known}"


def test_a_figure_of_a_card_keeps_its_colour_to_itself(facts: Facts) -> None:
    shown = card.card(asked(facts, "runway?lang=EN&btc=83"))
    root = ET.fromstring(card.svg(shown, "", fonts().measure))
    pieces = [(piece.text, piece.attrib["fill"]) for piece in root.iter("{http://www.w3.org/2000/svg}tspan")]
    at = pieces.index(("$83,000", ASSUMED))
    assert pieces[at + 1] == (",", INK)


def test_long_words_are_cut_and_markup_stays_words(facts: Facts) -> None:
    title = ("<b>" + "Donaudampfschifffahrt" * 40 + "</b> " + "& " * 400,)
    shown = card.Card("DE", "Ä" * 300, "kicker " * 90, title, "", (("n " * 99, next(_figures(facts))),), "dated")
    drawn = card.svg(shown, "h" * 100, fonts().measure)
    lines = ["".join(line.itertext()) for line in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert "<b>" in "".join(lines) and any(line.endswith("…") for line in lines)
    for line in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text"):
        face = "title" if "Serif" in line.attrib["font-family"] else "words"
        assert fonts().measure("".join(line.itertext()), face, float(line.attrib["font-size"])) < 1200


def _figures(facts: Facts):  # type: ignore[no-untyped-def]
    return (figure for _, figure in card.card(asked(facts, "mining")).figures)


def test_the_sentence_shows_in_the_picture(facts: Facts) -> None:
    # A renderer that finds no font draws nothing and says nothing: the two pictures would be the same.
    first, second = (png(asked(facts, f"mining?btc={btc}&lang=DE"), "https://x.example/") for btc in (70, 71))
    assert first != second and abs(len(first) - len(second)) < 20_000
