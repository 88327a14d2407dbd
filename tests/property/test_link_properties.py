"""Whatever happens to a link on its way: the receiver reads the sender's headline number, or a line says otherwise."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import registry
from dashboard.facts import Assumption, Facts
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import link as links
from dashboard.takeaway import link_figure, link_notices
from dashboard.words.text import LANGUAGES, Lang

# `make fuzz` explores; the suite runs the same cases each time.
FUZZ = int(os.environ.get("FUZZ_LINKS", "0"))
SEEDS = [Random().getrandbits(48) for _ in range(FUZZ)] or range(120)
HOST = "https://example.org"
TRACKING = ("utm_source=news&utm_source=mail", "fbclid=IwAR0", "gclid=x", "mc_cid=1&mc_eid=2", "ref=chat")
TAILS = (".", ",", ")", ">.", "”", "!", "…", "%20", "%C2%A0", "&gt;", "&quot;.", " ", "\n", "*")


def _value(chance: Random, assumption: Assumption) -> Any:
    """One that the control can show: on a step or between two."""
    if assumption.options is not None:
        return chance.choice(list(assumption.options))
    low, high, step = assumption.bounds
    on_step = min(high, round(low + chance.randint(0, round((high - low) / step)) * step, 10))
    return chance.choice([on_step, on_step, chance.uniform(low, high)])


def sent(chance: Random, facts: Facts) -> tuple[str, Lang, Scenario, str]:
    """A link that Share writes: page, language, the sender's scenario, address."""
    page, lang = chance.choice(registry.NAMES), chance.choice(LANGUAGES)
    share = chance.choice([0.05, 0.3, 1.0])
    values = {a.key: _value(chance, a) if chance.random() < share else a.default_value for a in facts.assumptions}
    scenario = links.scenario(facts, values)
    switches = {key: chance.choice(tokens) for key, tokens in registry.PAGE[page].switches.items()}
    other = chance.choice([None, values, links.defaults(facts)])
    query = links.query(
        facts, values, lang, seen=link_figure.of_page(page, scenario, lang), switches=switches, other=other
    )
    anchor = chance.choice(["", "#sources", "#chart-table"])
    return page, lang, scenario, f"{HOST}/{'' if page == registry.NAMES[0] else page}?{query}{anchor}"


# ------------------------------------------------------------------------------------------- manglings


def _pairs(link: str) -> tuple[str, list[str], str]:
    head, _, rest = link.partition("?")
    query, hash_, anchor = rest.partition("#")
    return head, query.split("&"), hash_ + anchor


def escaped(chance: Random, link: str) -> str:
    return link.replace("&", chance.choice(["&amp;", "&#38;", "&#x26;", "&AMP;", "&amp%3B", "%26amp%3B"]))


def escaped_twice(chance: Random, link: str) -> str:
    return link.replace("&", chance.choice(["&amp;amp;", "&amp;#38;", "&amp%3Bamp%3B", "&amp%3B%2338%3B"]))


def other_case(chance: Random, link: str) -> str:
    return chance.choice([str.upper, str.lower, str.swapcase])(link)


def dropped(chance: Random, link: str) -> str:
    head, pairs, tail = _pairs(link)
    gone = chance.randrange(len(pairs))
    return f"{head}?{'&'.join(pairs[:gone] + pairs[gone + 1 :])}{tail}"


def doubled(chance: Random, link: str) -> str:
    head, pairs, tail = _pairs(link)
    return f"{head}?{'&'.join([*pairs, *chance.choices(pairs, k=chance.randint(1, 5))])}{tail}"


def contradicted(chance: Random, link: str) -> str:
    head, pairs, tail = _pairs(link)
    key = chance.choice(pairs).partition("=")[0]
    return f"{head}?{'&'.join([*pairs, f'{key}={chance.randint(0, 100)}'])}{tail}"


def reordered(chance: Random, link: str) -> str:
    head, pairs, tail = _pairs(link)
    return f"{head}?{'&'.join(chance.sample(pairs, len(pairs)))}{tail}"


def truncated(chance: Random, link: str) -> str:
    return link[: chance.randint(link.index("?") + 2, len(link))]


def misspelt(chance: Random, link: str) -> str:
    head, pairs, tail = _pairs(link)
    at = chance.randrange(len(pairs))
    return f"{head}?{'&'.join([*pairs[:at], 'x' + pairs[at], *pairs[at + 1 :]])}{tail}"


def punctuated(chance: Random, link: str) -> str:
    return chance.choice(["", "<", "(", "„"]) + link + chance.choice(TAILS)


def wrapped(chance: Random, link: str) -> str:
    at = chance.randrange(1, len(link))
    return link[:at] + chance.choice(["\n", "\r\n", "\n> ", "\r\n\t", "\n>> "]) + link[at:]


def quoted_printable(chance: Random, link: str) -> str:
    coded = link.replace("=", "=3D")
    at = chance.randrange(1, len(coded))
    return coded[:at] + "=\r\n" + coded[at:]


def tracked(chance: Random, link: str) -> str:
    head, _, rest = link.partition("?")
    query, hash_, anchor = rest.partition("#")
    added = chance.choice(TRACKING)
    return (
        f"{head}?{added}&{query}{hash_}{anchor}" if chance.random() < 0.5 else f"{head}?{query}&{added}{hash_}{anchor}"
    )


def encoded_again(chance: Random, link: str) -> str:
    head, _, rest = link.partition("?")
    again = quote(rest, safe=chance.choice(["", "=", "&=", "#"]))
    return f"{head}?{quote(again, safe='') if chance.random() < 0.5 else again}"


Mangling = Callable[[Random, str], str]
MANGLINGS: tuple[Mangling, ...] = (
    escaped, escaped_twice, other_case, dropped, doubled, contradicted, reordered, truncated, misspelt, punctuated,
    wrapped, quoted_printable, tracked, encoded_again,
)  # fmt: skip
# After these nothing of the link is lost: every number is the sender's, and there is nothing to say.
HARMLESS: tuple[Mangling, ...] = (
    escaped, escaped_twice, other_case, doubled, reordered, punctuated, wrapped, quoted_printable, tracked,
    encoded_again,
)  # fmt: skip


def some(chance: Random) -> list[Mangling]:
    """One to three of them. The first may take something away, the others only dress up what is left.

    Figure and version have both to be lost before nothing is left that could tell.
    """
    return [chance.choice(MANGLINGS), *chance.choices(HARMLESS, k=chance.randint(0, 2))]


def _number(page: str, scenario: Scenario) -> str:
    """The page's headline figure as it is shown."""
    seen = link_figure.of_page(page, scenario, "EN")
    return "" if seen is None else seen.written()


def test_the_senders_number_is_shown_or_a_line_says_otherwise(facts: Facts) -> None:
    for seed in SEEDS:
        chance = Random(seed)
        page, lang, scenario, link = sent(chance, facts)
        for mangle in some(chance):
            link = mangle(chance, link)
        request = links.decode(facts, link)
        here = request.scenario(facts)
        told = link_notices.lines(request, lang) or link_notices.difference(request, here, lang)
        assert all(a.accepts(request.values[a.key]) for a in facts.assumptions), (seed, link)
        if not told:
            assert request.page == page, (seed, link)
            assert _number(page, here) == _number(page, scenario), (seed, link)


def test_what_only_dresses_a_link_up_changes_nothing(facts: Facts) -> None:
    for seed in SEEDS:
        chance = Random(seed)
        page, lang, scenario, link = sent(chance, facts)
        mangled = chance.choice(HARMLESS)(chance, link)
        request = links.decode(facts, mangled)
        assert (request.page, request.lang) == (page, lang), (seed, mangled)
        assert request.scenario(facts).values == scenario.values, (seed, mangled)
        assert link_notices.lines(request, lang) == [], (seed, mangled)
        assert link_notices.difference(request, request.scenario(facts), lang) is None, (seed, mangled)


@pytest.mark.parametrize(
    "between", ["&amp%3B%2338%3B", "&amp;amp%3B%2338%3B", "%26%2338%3B", "&%23x26%3B", "%26amp%3Bamp%3B"]
)
def test_an_escape_in_an_escape_separates(between: str, facts: Facts) -> None:
    """Found by fuzzing: the number sign of a percent-encoded &#38; is not that of an anchor."""
    link = f"{HOST}/mining?{between.join(['utm_source=a', 'h=-27000.margin_per_btc.mining', 'btc=70', 'cash=80'])}#how"
    request = links.decode(facts, link)
    assert (request.given, request.anchor) == (("btc", "cash"), "how")
    assert request.seen is not None and request.names("unknown") == ()


def test_the_rest_of_a_query_behind_a_number_sign_is_read_where_it_is_encoded(facts: Facts) -> None:
    """Found by fuzzing: escaped twice, then encoded but for the number sign."""
    link = f"{HOST}/mining?v%3Df048c910%26amp%3B#38%3Bbtc%3D70%26amp%3B#38%3Bh%3D-27000.margin_per_btc.mining#how"
    request = links.decode(facts, link)
    assert (request.given, request.anchor, request.version) == (("btc",), "how", "f048c910")
    assert request.seen is not None


def test_nought_per_cent_is_not_two(kept: Facts) -> None:
    """Found by fuzzing: the rounding of a nought was taken for that of a whole number."""
    link = f"{HOST}/drivers?gpuh=5.5&lease=9.9&lang=EN"
    sender = links.decode(kept, link).scenario(kept)
    seen = link_figure.of_page("drivers", sender, "EN")
    assert seen is not None and (seen.value, seen.written()) == (0.0, "0e-2.answer_holds_rounded.drivers")
    assert link_figure.read(seen.written()) == seen
    lost = links.decode(kept, f"{HOST}/drivers?gpuh=5.5&h={seen.written()}&lang=EN&v={kept.fingerprint}")
    assert link_notices.difference(lost, lost.scenario(kept), "EN")
    assert link_notices.difference(lost, sender, "EN") is None


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
        here = link_figure.own(seen, scenario, lang)
        assert here is not None
        assert link_figure.agrees(seen, here)
        away = link_figure.Seen(page, seen.key, seen.value + seen.step, seen.step)
        assert not link_figure.agrees(away, here)
        sent_words, own_words = link_figure.both(away, here, scenario, lang)
        assert sent_words != own_words


# ---------------------------------------------------------------------------------------- mine against yours


def steps(chance: Random, facts: Facts, share: float) -> dict[str, Any]:
    """Sliders at steps of theirs, as a reader sets them; ``share`` of them moved."""
    found = links.defaults(facts)
    for a in facts.assumptions:
        if chance.random() < share:
            low, high, step = a.bounds if a.options is None else (0, 0, 1)
            count = chance.randint(0, round((high - low) / step))
            found[a.key] = chance.choice(list(a.options)) if a.options is not None else round(low + count * step, 10)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_a_link_with_an_a_opens_to_the_same_two_scenarios(seed: int, facts: Facts) -> None:
    chance = Random(seed)
    mine, theirs = (steps(chance, facts, chance.choice([0.05, 0.5, 1.0])) for _ in range(2))
    query = links.query(facts, mine, chance.choice(LANGUAGES), other=theirs)
    (kept,) = re.findall(r"(?<=&a=)[^&]*", query)
    assert len(kept) <= 300
    for link in (query, query.upper()):
        request = links.decode(facts, f"{HOST}/runway?{link}")
        assert request.notices == () and request.other is not None
        opened = request.scenario(facts)
        assert opened.other is not None
        for one, sent_values in ((opened, mine), (opened.other, theirs)):
            sender = links.scenario(facts, sent_values)
            for key in ("margin_per_btc", "money_gone_month", "enterprise_value_ex_btc"):
                assert one.value(key) == sender.value(key), key


def test_every_slider_moved_is_packed_and_those_between_steps_are_spelt_out(facts: Facts) -> None:
    low = {a.key: list(a.options)[-1] if a.options is not None else a.bounds[1] for a in facts.assumptions}
    between = {a.key: float(low[a.key]) - 0.123 * a.bounds[2] for a in facts.assumptions
               if a.options is None and a.key in ("btc", "gpuh", "net", "mw")}  # fmt: skip
    for values in (low, low | between):
        word = links.compacted(facts, values)
        assert word is not None and word.startswith("1") and len(word) <= 300
        assert links.decode(facts, f"?a={word}").other == values
    assert word is not None
    changed = "1" + ("0000" if word[1:5] != "0000" else "1111") + word[5:]
    request = links.decode(facts, f"?a={changed}")
    assert request.other is None and request.names("unread") == ("a",)
