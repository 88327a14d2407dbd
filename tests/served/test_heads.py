"""Whoever opens a link without running a script is told what its page says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp

from dashboard import headlines, registry
from dashboard.facts import Facts
from dashboard.takeaway import link as links
from dashboard.words import text
from dashboard.words.text import Lang
from deploy import heads

from .asking import HOST, ask, get

pytestmark = pytest.mark.xdist_group("served")

_JUNK = (
    "mining?btc=70&amp;cash=80&amp;lang=DE",
    "mining?btc=70&btc=71",
    "runway?btc=1e999&cash=-5&nonsense=<script>alert(1)</script>",
    "sale?utm_source=x&fbclid=y&btc=88.",
    "share?lang=FR&v=zzzz",
    "?%00%ff%fe=%c3%28",
    "no-such-page?btc=70",
    "claims?q=%22%3E%3Cimg%20src=x%3E",
    "ai?facts=up-12345678",
)


def _cases(facts: Facts) -> Iterator[str]:
    """Pages × languages; presets; both ends of sliders; junk: more than forty links."""
    for page in registry.NAMES:
        for lang in text.LANGUAGES:
            yield f"{page}?lang={lang}"
    for index, preset in enumerate(facts.presets):
        chosen = "&".join(f"{key}={links.written(value)}" for key, value in preset.values.items())
        yield f"{registry.NAMES[index % len(registry.NAMES)]}?{chosen}&lang=DE"
    for end in (0, 1):
        ends = "&".join(f"{a.key}={links.written(a.bounds[end])}" for a in facts.assumptions if a.options is None)
        for page in ("overview", "mining", "runway", "sale", "ai"):
            yield f"{page}?{ends}&lang=EN"
    yield from _JUNK


def _meta(document: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', document)
    assert found is not None, f"no {name}"
    return html.unescape(found[1])


def test_title_and_description_are_the_sentences_of_the_page(served: ASGIApp, facts: Facts) -> None:
    cases = list(_cases(facts))
    assert len(cases) >= 40
    for case, answer in zip(cases, [get(served, f"/{case}") for case in cases], strict=True):
        request = links.decode(facts, case)
        lang: Lang = request.lang or "EN"
        head = headlines.headline(request.page, request.scenario(facts), lang)
        title, standfirst = text.plain(head.title), text.plain(head.standfirst)
        document = answer.text
        assert answer.status == 200
        written = re.findall(r"<title>(.*?)</title>", document)
        assert [html.unescape(one) for one in written] == [title], case
        assert _meta(document, "og:title") == title, case
        assert _meta(document, "description") == _meta(document, "og:description") == standfirst, case
        assert f'<html lang="{lang.lower()}">' in document
        assert "<script>alert" not in document and "<img" not in document
        image = _meta(document, "og:image")
        assert image.startswith(f"https://{HOST}/card/{request.page}.png?"), case
        again = links.decode(facts, image.removeprefix(f"https://{HOST}/card/{request.page}.png"))
        assert again.values == request.values and not again.notices, "the picture is of the very link"


def test_a_link_without_a_language_speaks_that_of_the_browser(served: ASGIApp) -> None:
    german = get(served, "/mining?btc=70", accept_language="de-AT,de;q=0.9,en;q=0.5")
    assert '<html lang="de">' in german.text and "verliert" in german.text
    assert german.headers["vary"] == "Accept-Language"
    assert '<html lang="en">' in get(served, "/mining?btc=70", accept_language="fr,de").text


@pytest.mark.parametrize("path", ["/", "/index.html", "/mining", "/mining.", "/deep/er/mining", "/x.php"])
def test_no_address_is_called_streamlit(served: ASGIApp, path: str) -> None:
    answer = get(served, path, if_none_match='"x"', range="bytes=0-10", accept_encoding="gzip")
    assert answer.status == 200
    assert "Streamlit</title>" not in answer.text and answer.text.count("<title>") == 1
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["cache-control"] == "no-cache"


def test_an_endless_link_shows_the_page_as_it_is_without_it(served: ASGIApp) -> None:
    plain = get(served, "/mining")
    endless = get(served, f"/mining?btc=70&{'x=1&' * 5000}")
    assert _meta(endless.text, "og:title") == _meta(plain.text, "og:title")
    assert len(endless.body) < 2 * len(plain.body)


def test_files_are_passed_on_as_they_are(served: ASGIApp) -> None:
    favicon = get(served, "/favicon.png")
    assert favicon.body[:4] == b"\x89PNG"


def test_a_foreign_host_is_not_printed(served: ASGIApp) -> None:
    document = get(served, "/mining", host='evil"><script>').text
    assert "evil" not in document
    assert _meta(document, "og:image").startswith("/card/mining.png?")


def test_the_page_comes_even_if_its_sentence_cannot_be_made(served: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(link: str, preferred: Lang) -> bytes:
        raise ArithmeticError(link)

    monkeypatch.setattr(heads, "_said", broken)
    answer = get(served, "/runway?btc=61&lang=DE")
    assert answer.status == 200
    assert _meta(answer.text, "og:title") == text.t("nav.runway", "EN")


def test_many_links_at_once_are_each_answered(served: ASGIApp, facts: Facts) -> None:
    answers = ask(served, *(f"/mining?btc={40 + index / 10}" for index in range(20)))
    assert {answer.status for answer in answers} == {200}
    titles = {_meta(answer.text, "og:title") for answer in answers}
    assert 1 < len(titles) <= 21
