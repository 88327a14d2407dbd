"""What holds on every page: accessible, no sideways scroll, no label on another, every number with its origin."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario
from dashboard.registry import NAMES as PAGES
from dashboard.words import text
from tools.chromium import settle

from .conftest import DESKTOP, PHONE, SMALL_PHONE, Visitor, shows

KINDS = {"reported", "derived", "assumed", "scenario"}
# In pixels. Letters do not fill the box of their line: above capitals there is air, and below descenders a little.
_WIDE, _HIGH = 2.0, 1.0
_ABOVE, _BELOW = 3.0, 1.5


def path(page: str, query: str) -> str:
    """The address of a page; the overview stands at the root."""
    return f"/{'' if page == 'overview' else page}?{query}"


_COLORS = ("color-contrast", "link-in-text-block")


def violations(page: Page, only_colors: bool = False, colors: bool = True) -> list[str]:
    """What axe-core objects to, target size included (off by default); in colours alone, or in all else."""
    rules: dict[str, Any] = {"rules": {"target-size": {"enabled": True}} | {c: {"enabled": colors} for c in _COLORS}}
    if only_colors:
        rules = {"runOnly": _COLORS}
    results = Axe().run(page, options={"resultTypes": ["violations"], **rules})
    return [
        f"{found['id']}: {node['html'][:200]} {node['failureSummary']}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


def assert_sourced(page: Page, name: str) -> None:
    """Every number says what it is, whence it came and what it is worth; the page has one headline and its title."""
    figures: list[dict[str, Any]] = page.evaluate(
        "[...document.querySelectorAll('data')].map(n => ({...n.dataset, value: n.getAttribute('value')}))"
    )
    assert figures
    for figure in figures:
        assert figure["figure"]
        assert figure["kind"] in KINDS
        assert figure["value"] is not None
    assert page.locator("h1").count() == 1
    assert page.title().startswith(text.t(f"nav.{name}", "EN"))


def assert_anchored(page: Page) -> None:
    """Every section and chart can be linked to."""
    expect(page.locator(".cg-chart:not([id]), .cg-section:not([id])")).to_have_count(0)
    found = page.evaluate("[...document.querySelectorAll('.cg-chart,.cg-section,.cg-how')].map(node => node.id)")
    assert len(set(found) - {""}) == len([one for one in found if one])


_TEXTS = """() => [...document.querySelectorAll('.cgplot')].map(plot => {
  const frame = plot.getBoundingClientRect();
  return {
    name: plot.getAttribute('aria-label'), width: frame.width, height: frame.height,
    // Plotly hides a tick label that finds no room: it has no box.
    texts: [...plot.querySelectorAll('.main-svg text')].filter(n => n.textContent.trim() && n.getClientRects().length)
      .map(n => {
        const box = n.getBoundingClientRect();
        return {words: n.textContent, box: [box.left - frame.left, box.top - frame.top,
                                            box.right - frame.left, box.bottom - frame.top]};
      }),
  };
})"""


def clashes(page: Page) -> list[str]:
    """Labels that leave their chart or cover each other by more than the tolerance."""
    found = []
    for plot in page.evaluate(_TEXTS):
        texts = plot["texts"]
        for i, one in enumerate(texts):
            x0, y0, x1, y1 = one["box"]
            if min(x0, y0) < -_WIDE or x1 > plot["width"] + _WIDE or y1 > plot["height"] + _WIDE:
                found.append(f"cut: {one['words']!r} {one['box']} in {plot['name']}")
            for other in texts[i + 1 :]:
                u0, v0, u1, v1 = other["box"]
                high = min(y1, v1) - max(y0, v0) - _ABOVE - _BELOW
                if min(x1, u1) - max(x0, u0) > _WIDE and high > _HIGH:
                    found.append(f"overlap: {one['words']!r} {one['box']} and {other} in {plot['name']}")
    return found


def prices(facts: Facts) -> list[int]:
    """Bitcoin prices, in thousands: the ends of the slider, and the two steps around break-even."""
    slider = facts.assumption("btc")
    assert slider is not None
    low, high, _ = slider.bounds
    even = Scenario(facts, {a.name: a.to_base(a.default_value) for a in facts.assumptions}).value("break_even_price")
    return [int(low), int(even / 1e3), int(even / 1e3) + 1, int(high)]


def move_to(page: Page, slider: Locator, price: int) -> None:
    """Put the price slider on ``price``: beside it first, then one step by keyboard, which is what commits."""
    lowest = price == int(slider.get_attribute("min") or 0)
    slider.fill(str(price + 1 if lowest else price - 1))
    slider.press("ArrowLeft" if lowest else "ArrowRight")
    shows(page, "btc", price)


def assert_labels_fit(reader: Visitor, *sizes: tuple[int, int]) -> None:
    """No label is cut or covered at any of these sizes."""
    found = []
    for size in sizes:
        reader.resize(size)
        settle(reader.page)
        found += [f"at {size[0]}: {clash}" for clash in clashes(reader.page)]
    assert not found, "\n".join(found)


# Whether a point within the last line of the sentence is the sentence's, and nothing lies over it.
_SEEN = """() => {
  const box = document.querySelector('h1').getBoundingClientRect();
  return !!document.elementFromPoint(box.left + 20, box.bottom - 10)?.closest('h1');
}"""


def assert_bar_leaves_the_sentence(reader: Visitor) -> None:
    """On a phone the open bar of sliders covers nothing of the sentence that they change."""
    reader.resize(PHONE)
    settle(reader.page)
    reader.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    reader.page.locator(".st-key-mobile").get_by_role("button").first.click()
    reader.page.locator(".st-key-m_btc").get_by_role("slider").wait_for()
    reader.page.wait_for_function(_SEEN)
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator(".st-key-m_btc")).to_have_count(0)


# One visit a page and language, because opening a page costs more than all that is looked at. Where labels have to fit,
# the charts' own tests look at many more prices; the browser shows what real fonts make of them.
@pytest.mark.parametrize("name", PAGES)
def test_in_english_on_a_desk(desktop: Visitor, facts: Facts, name: str) -> None:
    page = desktop.open(path(name, f"btc={prices(facts)[0]}&lang=EN"))
    assert_anchored(page)
    assert_sourced(page, name)
    assert not (found := violations(page)), "\n".join(["light", *found])
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(17, 22, 29)'")
    # Between light and dark nothing but the colours differs.
    assert not (found := violations(page, only_colors=True)), "\n".join(["dark", *found])
    page.emulate_media(color_scheme="light")
    assert_labels_fit(desktop, DESKTOP, PHONE)


# Of each kind of page one: on a phone all have the same bar, and what else is on them was looked at on a desk. The full
# run looks at all.
_ON_A_PHONE = ("overview", "runway", "claims")
_SCROLLS = """() => [document.scrollingElement, ...document.querySelectorAll('[data-testid=stMain]')]
    .some(node => node.scrollWidth > node.clientWidth)"""
_TURNED = """() => [...document.querySelectorAll('.cgplot .xtick text')]
    .filter(node => /rotate\\((?!0\\b)/.test(node.getAttribute('transform') ?? '')).map(node => node.textContent)"""


# On the own server: what its policy forbids is an error of the console, which nothing of this visit may leave there.
@pytest.mark.xdist_group("deployed")
@pytest.mark.parametrize("name", PAGES)
def test_in_german_on_a_phone(desktop_of_own_server: Visitor, facts: Facts, name: str) -> None:
    reader = desktop_of_own_server
    # With a scenario kept as A: its ghosts and their names stand in every chart that the price moves. From the widest
    # window to the narrowest, because the sidebar is drawn anew when there is room for it again.
    page = reader.open(path(name, f"btc={prices(facts)[1]}&lang=DE&a=cash~80"))
    assert page.locator("html").get_attribute("lang") == "de", "our own script ran"
    assert_labels_fit(reader, DESKTOP, PHONE)
    assert not page.evaluate(_SCROLLS), "the page scrolls sideways"
    if name in _ON_A_PHONE:
        assert not (found := violations(page, colors=False)), "\n".join(found)
    assert_bar_leaves_the_sentence(reader)
    assert_labels_fit(reader, SMALL_PHONE)
    assert not page.evaluate(_SCROLLS), "the page scrolls sideways on a small phone"
    assert page.evaluate(_TURNED) == []


@pytest.mark.full
@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_labels_fit_wherever_the_price_goes_and_a_phone_has_all_that_a_desk_has(
    desktop: Visitor, facts: Facts, name: str, lang: text.Lang
) -> None:
    page = desktop.open(path(name, f"lang={lang}"))
    slider = page.locator(".st-key-btc").get_by_role("slider")
    for price in prices(facts):
        desktop.resize(DESKTOP)
        # The sidebar is drawn anew when there is room for it again.
        settle(page)
        move_to(page, slider, price)
        assert_labels_fit(desktop, DESKTOP, PHONE)
    assert not (found := violations(page, colors=False)), "\n".join(found)
