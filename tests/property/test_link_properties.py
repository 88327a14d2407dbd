"""Whatever happens to a link on its way: the receiver reads the sender's headline number, or a line says otherwise."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import headlines, registry
from dashboard.facts import Assumption, Facts
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import link as links
from dashboard.takeaway import link_figure, link_notices
from dashboard.words import text
from dashboard.words.text import LANGUAGES, Lang

# `make fuzz` explores; the suite runs the same cases each time.
FUZZ = int(os.environ.get("FUZZ_LINKS", "0"))
HOST = "https://example.org"
TRACKING = ("utm_source=news&utm_source=mail", "fbclid=IwAR0", "gclid=x", "mc_cid=1&mc_eid=2", "ref=chat")
TAILS = (".", ",", ")", ">.", "”", "!", "…", "%20", "%C2%A0", "&gt;", "&quot;.", " ", "\n", "*")

Draw = Callable[[st.SearchStrategy[Any]], Any]


def _value(draw: Draw, assumption: Assumption) -> Any:
    if assumption.options is not None:
        return draw(st.sampled_from(list(assumption.options)))
    low, high, step = assumption.bounds
    steps = round((high - low) / step)
    on_step = st.integers(0, steps).map(lambda n: min(high, round(low + n * step, 10)))
    return draw(st.one_of(st.just(assumption.default_value), on_step, st.floats(low, high)))


@st.composite
def sent(draw: Draw, facts: Facts) -> tuple[str, Lang, Scenario, str]:
    """A link that Share writes: page, language, the sender's scenario, address."""
    page, lang = draw(st.sampled_from(registry.NAMES)), draw(st.sampled_from(LANGUAGES))
    few = draw(st.sets(st.sampled_from(range(len(facts.assumptions))), max_size=5))
    values = links.defaults(facts) | {
        a.key: _value(draw, a) for i, a in enumerate(facts.assumptions) if i in few or draw(st.integers(0, 9)) == 0
    }
    scenario = links.scenario(facts, values)
    switches = {key: draw(st.sampled_from(tokens)) for key, tokens in registry.PAGE[page].switches.items()}
    other = draw(st.sampled_from([None, values, links.defaults(facts)]))
    query = links.query(
        facts, values, lang, seen=link_figure.of_page(page, scenario, lang), switches=switches, other=other
    )
    anchor = draw(st.sampled_from(["", "#sources", "#chart-table"]))
    return page, lang, scenario, f"{HOST}/{'' if page == registry.NAMES[0] else page}?{query}{anchor}"


# ------------------------------------------------------------------------------------------- manglings


def _pairs(link: str) -> tuple[str, list[str], str]:
    head, _, rest = link.partition("?")
    query, hash_, anchor = rest.partition("#")
    return head, query.split("&"), hash_ + anchor


def escaped(draw: Draw, link: str) -> str:
    return link.replace("&", draw(st.sampled_from(["&amp;", "&#38;", "&#x26;", "&AMP;", "&amp%3B", "%26amp%3B"])))


def escaped_twice(draw: Draw, link: str) -> str:
    return link.replace("&", draw(st.sampled_from(["&amp;amp;", "&amp;#38;", "&amp%3Bamp%3B"])))


def other_case(draw: Draw, link: str) -> str:
    return draw(st.sampled_from([str.upper, str.lower, str.swapcase]))(link)


def dropped(draw: Draw, link: str) -> str:
    head, pairs, tail = _pairs(link)
    gone = draw(st.integers(0, len(pairs) - 1))
    return f"{head}?{'&'.join(pairs[:gone] + pairs[gone + 1 :])}{tail}"


def doubled(draw: Draw, link: str) -> str:
    head, pairs, tail = _pairs(link)
    return f"{head}?{'&'.join([*pairs, *draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=5))])}{tail}"


def contradicted(draw: Draw, link: str) -> str:
    head, pairs, tail = _pairs(link)
    key = draw(st.sampled_from(pairs)).partition("=")[0]
    return f"{head}?{'&'.join([*pairs, f'{key}={draw(st.integers(0, 100))}'])}{tail}"


def reordered(draw: Draw, link: str) -> str:
    head, pairs, tail = _pairs(link)
    return f"{head}?{'&'.join(draw(st.permutations(pairs)))}{tail}"


def truncated(draw: Draw, link: str) -> str:
    # A link of which no parameter is left cannot be told from the page's own address.
    return link[: draw(st.integers(link.index("?") + 2, len(link)))]


def misspelt(draw: Draw, link: str) -> str:
    head, pairs, tail = _pairs(link)
    at = draw(st.integers(0, len(pairs) - 1))
    return f"{head}?{'&'.join([*pairs[:at], 'x' + pairs[at], *pairs[at + 1 :]])}{tail}"


def punctuated(draw: Draw, link: str) -> str:
    return draw(st.sampled_from(["", "<", "(", "„"])) + link + draw(st.sampled_from(TAILS))


def wrapped(draw: Draw, link: str) -> str:
    at = draw(st.integers(1, len(link) - 1))
    return link[:at] + draw(st.sampled_from(["\n", "\r\n", "\n> ", "\r\n\t", "\n>> "])) + link[at:]


def quoted_printable(draw: Draw, link: str) -> str:
    coded = link.replace("=", "=3D")
    at = draw(st.integers(1, len(coded) - 1))
    return coded[:at] + "=\r\n" + coded[at:]


def tracked(draw: Draw, link: str) -> str:
    head, _, rest = link.partition("?")
    query, hash_, anchor = rest.partition("#")
    added = draw(st.sampled_from(TRACKING))
    return f"{head}?{added}&{query}{hash_}{anchor}" if draw(st.booleans()) else f"{head}?{query}&{added}{hash_}{anchor}"


def encoded_again(draw: Draw, link: str) -> str:
    head, _, rest = link.partition("?")
    again = quote(rest, safe=draw(st.sampled_from(["", "=", "&=", "#"])))
    return f"{head}?{quote(again, safe='') if draw(st.booleans()) else again}"


MANGLINGS = (
    escaped, escaped_twice, other_case, dropped, doubled, contradicted, reordered, truncated, misspelt, punctuated,
    wrapped, quoted_printable, tracked, encoded_again,
)  # fmt: skip
# After these nothing of the link is lost: every number is the sender's, and there is nothing to say.
HARMLESS = (
    escaped, escaped_twice, other_case, doubled, reordered, punctuated, wrapped, quoted_printable, tracked,
    encoded_again,
)  # fmt: skip


def _shown(page: str, scenario: Scenario) -> str:
    return text.plain(headlines.headline(page, scenario, "EN").title)


def _number(page: str, scenario: Scenario) -> str:
    """The text of the page's headline figure."""
    seen = link_figure.of_page(page, scenario, "EN")
    return "" if seen is None else seen.written()


@settings(
    max_examples=FUZZ or 80, derandomize=not FUZZ, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(data=st.data())
def test_the_senders_number_is_shown_or_a_line_says_otherwise(data: st.DataObject, facts: Facts) -> None:
    page, lang, scenario, link = data.draw(sent(facts))
    for mangle in data.draw(st.lists(st.sampled_from(MANGLINGS), min_size=1, max_size=3)):
        if "?" in link and len(link.partition("?")[2]) > 1:
            link = mangle(data.draw, link)
    request = links.decode(facts, link)
    here = request.scenario(facts)
    said = link_notices.lines(request, lang)
    difference = link_notices.difference(request, here, lang)
    for assumption in facts.assumptions:
        assert assumption.accepts(request.values[assumption.key])
    if request.page != page or _number(page, here) != _number(page, scenario):
        assert said or difference, link


@settings(
    max_examples=FUZZ // 4 or 60, derandomize=not FUZZ, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(data=st.data())
def test_what_only_dresses_a_link_up_changes_nothing(data: st.DataObject, facts: Facts) -> None:
    page, lang, scenario, link = data.draw(sent(facts))
    mangled = data.draw(st.sampled_from(HARMLESS))(data.draw, link)
    request = links.decode(facts, mangled)
    assert (request.page, request.lang) == (page, lang), mangled
    assert request.scenario(facts).values == scenario.values, mangled
    assert link_notices.lines(request, lang) == [], mangled
    assert link_notices.difference(request, request.scenario(facts), lang) is None


@settings(max_examples=FUZZ // 4 or 100, derandomize=not FUZZ, deadline=None, database=None)
@given(junk=st.text(max_size=200))
def test_any_text_whatever_is_a_request(junk: str, facts: Facts) -> None:
    request = links.decode(facts, junk)
    assert request.page in registry.NAMES
    for line in link_notices.lines(request, "EN"):
        assert not re.search(r"[<>&\"\x00-\x1f]", line)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_difference_is_not_hidden_by_rounding(lang: Lang, facts: Facts) -> None:
    """Each page: a figure one step of its rounding away is another figure, and half a step is not."""
    scenario = links.scenario(facts, links.defaults(facts))
    for page in registry.NAMES:
        seen = link_figure.of_page(page, scenario, lang)
        assert seen is not None and seen.value is not None, page
        here = link_figure.own(seen, page, scenario, lang)
        assert here is not None
        assert link_figure.agrees(seen, here)
        away = link_figure.Seen(seen.key, seen.value + seen.step, seen.step)
        assert not link_figure.agrees(away, here)
        sent_words, own_words = link_figure.both(away, here, scenario, lang)
        assert sent_words != own_words
