"""A link with a scenario kept as A, opened by the colleague: both numbers, the words of A, on paper and on a phone."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.facts import Facts
from dashboard.takeaway import link as links
from dashboard.words import text
from tests.property.test_link_properties import steps

from .conftest import PHONE, Visitor

# Random pairs; each is a page load.
PAIRS = 60
# Yours, and A's sliders in the link, with the page that is opened.
_PAIRS = (
    ("mining", "btc=60&cash=85", "btc~95"),
    ("runway", "fixed=7&drawn=40", "btc~70~fixed~2"),
    ("share", "mwvalue=2&raise=40", "0"),
)


def numbers_of_a(page: Page) -> dict[str, Any]:
    """What stands beside the key figures as A's: raw value by key."""
    found: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll('.cg-other-value')]
        .map(n => [n.textContent, n.querySelector('data').dataset.figure, n.querySelector('data').value])""")
    assert found and all(words.startswith("A: ") for words, *_ in found), "a screen reader hears whose it is"
    return {key: value for _, key, value in found}


def numbers_beside_a(page: Page) -> dict[str, Any]:
    """The reader's own key figures beside which A's stand: raw value by key."""
    found: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll('.cg-other-value')]
        .map(n => n.closest('.cg-kpi').querySelector('.cg-value data')).map(n => [n.dataset.figure, n.value])""")
    return dict(found)


@pytest.mark.parametrize(
    ("name", "mine", "theirs"), [_PAIRS[1], *(pytest.param(*pair, marks=pytest.mark.full) for pair in _PAIRS[::2])]
)
def test_both_scenarios_arrive(desktop: Visitor, facts: Facts, name: str, mine: str, theirs: str) -> None:
    query = f"{mine}&a={theirs}&lang=EN"
    page = desktop.open(f"/{name}?{query}")
    expect(page.locator(".cg-notice")).to_have_count(0)
    expect(page.locator(".cg-against")).to_contain_text("Against A: the money is gone")
    sender = links.decode(facts, query).scenario(facts).other
    assert sender is not None
    for key, value in numbers_of_a(page).items():
        expected = sender.value(key)
        assert value == str(expected) if isinstance(expected, str) else float(value) == pytest.approx(expected), key
    described = page.evaluate("[...document.querySelectorAll('.cgplot')].map(n => n.getAttribute('aria-label'))")
    drawn = page.evaluate("""() => [...document.querySelectorAll('.cgplot')]
        .map(n => [...n.querySelectorAll('.annotation-text')].some(t => /^A( |$)/.test(t.textContent)))""")
    assert sum(drawn) >= 2
    assert [" A: " in words for words in described] == drawn


@pytest.mark.full
def test_random_pairs_open_to_both_numbers(desktop: Visitor, facts: Facts) -> None:
    for seed in range(PAIRS):
        chance = Random(seed)
        name = chance.choice(("mining", "sale", "ai", "runway", "share"))
        mine, theirs = (steps(chance, facts, chance.choice([0.5, 1.0])) for _ in range(2))
        query = links.query(facts, mine, chance.choice(text.LANGUAGES), other=theirs)
        page = desktop.open(f"/{name}?{query}")
        expect(page.locator(".cg-notice")).to_have_count(0)
        sender = links.decode(facts, query).scenario(facts)
        assert sender.other is not None
        for one, found in ((sender.other, numbers_of_a(page)), (sender, numbers_beside_a(page))):
            for key, value in found.items():
                expected = one.value(key)
                same = value == str(expected) if isinstance(expected, str) else _number(value) == _close(expected)
                assert same, (seed, key, value, expected)


def _number(value: str) -> float:
    return float(value or "nan")


def _close(value: float | None) -> Any:
    return pytest.approx(float("nan") if value is None else value, nan_ok=True)


def test_on_a_phone_in_german_in_the_dark_and_on_paper(phone: Visitor) -> None:
    page = phone.open("/runway?btc=60&a=0&lang=DE")
    expect(page.locator(".cg-against")).to_contain_text("Gegenüber A endet das Geld")
    assert numbers_of_a(page)["money_gone_month"]
    page.emulate_media(color_scheme="dark")
    name = page.locator("#chart-path ~ * .annotation-text, .cgplot .annotation-text").filter(has_text="A").first
    expect(name).to_be_visible()
    phone.resize(PHONE)
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator(".cg-against")).to_be_visible()
    expect(page.locator(".cg-other-value").first).to_be_visible()
    page.emulate_media(media="screen")
