"""Links in a real browser: mangled on the way, in new tabs, stepped back through, and led to a part of a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.facts import Facts
from dashboard.takeaway import link_figure
from dashboard.takeaway.link_figure import Seen
from tests.conftest import PATIENCE
from tests.own_loop import run_apart
from tests.property import test_link_properties as mangling
from tools.chromium import settle
from tools.reader import Reader

from .conftest import Visitor
from .test_journey import query, value

Visit = Callable[..., Visitor]
# What the browser and Streamlit could have changed too; other mangled links are for the decoder's own tests.
MANGLED = (
    "/mining?btc=70&amp;cash=80&net=1000",
    "/mining?btc%3D70%26cash%3D80%26net%3D1000",
    "/mining?net=1000&btc=70%26amp%3Bcash=80",
)
RANDOM_WALKS = 30
# Mangled at random; each is a page load.
MANGLED_AT_RANDOM = 60


_BACK = """new Promise(done => {
    addEventListener('popstate', () => done(location.href), { once: true });
    history.back();
})"""


def click(page: Page, place: str, name: str) -> None:
    """Choose one of a row of buttons and wait until the page has followed."""
    before = page.url
    page.locator(place).get_by_text(name, exact=True).click()
    page.wait_for_function("before => location.href !== before", arg=before)
    settle(page)


def back(page: Page) -> None:
    """One step back, as the browser's button does it."""
    wanted = page.evaluate(_BACK)
    page.wait_for_function("wanted => location.href === wanted", arg=wanted)
    page.wait_for_timeout(300)
    settle(page)


@pytest.mark.parametrize("link", [MANGLED[0], *(pytest.param(link, marks=pytest.mark.full) for link in MANGLED[1:])])
def test_a_mangled_link_shows_the_senders_numbers(desktop: Visitor, link: str) -> None:
    page = desktop.open(f"{link}&lang=EN" if "%3D" not in link else link)
    expect(page.locator("h1")).to_contain_text("27")
    assert value(page, "margin_per_btc") == -27_000
    expect(page.locator(".cg-notice")).to_have_count(0)
    assert query(page.url)["btc"] == "70", "the address has become a clean one"


def _told_or_the_same(page: Page, seen: Seen | None) -> bool:
    """Whether a line above the headline says something, or the page shows the figure that the sender saw."""
    if page.locator(".cg-notice").count() or seen is None or seen.value is None:
        return True
    found = page.locator(f"data[data-figure={seen.key}]:not([data-at])").evaluate_all(
        "nodes => nodes.map(node => Number(node.getAttribute('value')))"
    )
    # Where a sentence has no number, the figure of a link need not stand on the page.
    return not found or any(abs(number - seen.value) <= seen.step for number in found)


@pytest.mark.full
def test_a_link_mangled_at_random_is_right_or_says_so(desktop: Visitor, facts: Facts) -> None:
    """What tests/property does to the decoder, done to the whole page."""
    for seed in range(MANGLED_AT_RANDOM):
        chance = Random(seed)
        page, lang, scenario, link = mangling.sent(chance, facts)
        for mangle in mangling.some(chance):
            link = mangle(chance, link)
        # A browser is given host and page as they are; what was made of the query arrives with them.
        asked = re.sub(r"\s", "%20", link.partition("?")[2])
        shown = desktop.open(f"/{'' if page == 'overview' else page}?{asked}")
        assert _told_or_the_same(shown, link_figure.of_page(page, scenario, lang)), (seed, link, shown.url)


def test_the_links_of_the_claims_carry_the_scenario_of_the_article(desktop: Visitor) -> None:
    page = desktop.open("/claims?btc=70&lang=DE")
    link = page.locator(".cg-cited a[href*='btc=74']").first
    href = link.get_attribute("href") or ""
    assert query(href)["lang"] == "DE"
    link.click()
    page.wait_for_url(re.compile("btc=74"))
    settle(page)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".cg-notice")).to_have_count(0)


@pytest.mark.full
def test_a_link_of_the_claims_opens_in_another_tab_too(desktop: Visitor) -> None:
    page = desktop.open("/claims?btc=70&lang=DE")
    with desktop.context.expect_page() as opened:
        page.locator(".cg-cited a[href*='btc=74']").first.click(modifiers=["Control"])
    other = opened.value
    other.set_default_timeout(PATIENCE * 1000)
    settle(other)
    assert query(other.url)["btc"] == "74"
    expect(other.locator(".cg-notice")).to_have_count(0)
    expect(other.locator("html")).to_have_attribute("lang", "de")
    other.close()


def test_a_lost_parameter_is_said_until_the_reader_moves(desktop: Visitor) -> None:
    link = "/mining?h=-27000.margin_per_btc.mining&btc=70&lang=EN"
    page = desktop.open(link)
    expect(page.locator(".cg-notice")).to_have_count(2)
    expect(page.locator(".cg-notice").last).to_contain_text("the sender saw \u2212$27,000")
    page.reload()
    settle(page)
    expect(page.locator(".cg-notice").last).to_contain_text("the sender saw \u2212$27,000")
    page.locator(".st-key-btc").get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cg-notice")).to_have_count(0)


def test_one_action_is_one_step_back(desktop: Visitor) -> None:
    page = desktop.open("/mining?btc=70&lang=EN")
    slider = page.locator(".st-key-btc").get_by_role("slider")
    slider.focus()
    for price in ("71", "72"):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("price => new URLSearchParams(location.search).get('btc') === price", arg=price)
    # The address is written before the page is drawn.
    expect(page.locator("h1")).to_contain_text("$72,000")
    settle(page)
    seen = [(page.url, page.locator("h1").inner_text())]

    def remember() -> None:
        settle(page)
        seen.append((page.url, page.locator("h1").inner_text()))

    click(page, ".st-key-preset", "Bull")
    remember()
    click(page, ".st-key-reset", "Reset")
    remember()
    click(page, ".st-key-lang", "DE")
    remember()
    page.get_by_role("link", name="Vergleich", exact=True).first.click()
    page.wait_for_url(re.compile("/peers.*peers"))
    remember()
    click(page, ".st-key-role", "AI")
    remember()
    for url, words in reversed(seen[:-1]):
        back(page)
        assert page.url == url
        expect(page.locator("h1")).to_have_text(words)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(RANDOM_WALKS))
def test_random_actions_are_walked_back_one_by_one(desktop: Visitor, seed: int) -> None:
    chance = Random(seed)
    page = desktop.open("/mining?btc=70&lang=EN")
    # By position, because the words change with the language. Each action changes something, to be waited for.
    scenarios = {(".st-key-preset", 1), (".st-key-preset", 3), (".st-key-reset", 0)}
    languages = {(".st-key-lang", 0), (".st-key-lang", 1)}
    present = {(".st-key-lang", 0)}
    seen = [page.url]
    for _ in range(8):
        place, position = action = chance.choice(sorted((scenarios | languages) - present))
        page.locator(f"{place} button").nth(position).click()
        page.wait_for_function("before => location.href !== before", arg=seen[-1])
        settle(page)
        present = present - (scenarios if action in scenarios else languages) | {action}
        seen.append(page.url)
    for url in reversed(seen[:-1]):
        back(page)
        assert page.url == url, "a state that nobody chose"


def test_a_request_of_the_page_that_meets_a_back_does_not_undo_it(server: str) -> None:
    async def shown() -> str:
        async with Reader(server, "/mining?btc=70&lang=EN") as reader:
            await reader.step()
            # A run of everything for an address; meanwhile the page has asked for what closed disclosures hold.
            back = reader.telling("need", {"all": True}, whole=True)
            back.rerun_script.query_string = "btc=60&lang=EN"
            back.rerun_script.is_history_navigation = True
            await reader.send(back.SerializeToString())
            await reader.ended()
            return reader.shown["btc"]

    assert run_apart(shown()) == "60"


def test_a_request_finds_the_page_whatever_stands_before_it(server: str) -> None:
    # Streamlit drops a request that names a fragment which is gone, and an upload takes away a line above the page.
    async def named(path: str) -> str:
        async with Reader(server, path) as reader:
            await reader.step()
            return reader.fragment

    paths = ("/mining?lang=EN", "/mining?lang=EN&facts=up-f7529a34", "/runway?lang=DE")
    names = [run_apart(named(path)) for path in paths]
    assert names[0]
    assert set(names) == {names[0]}


_LOST = "addEventListener('popstate', event => event.stopImmediatePropagation(), { once: true, capture: true })"


def test_a_back_that_is_lost_on_the_way_is_asked_for_again(desktop: Visitor) -> None:
    page = desktop.open("/mining?btc=70&lang=EN")
    words = page.locator("h1").inner_text()
    click(page, ".st-key-preset", "Bull")
    page.evaluate(_LOST)
    page.evaluate("history.back()")
    expect(page.locator("h1")).to_have_text(words)
    assert query(page.url)["btc"] == "70"


# The page says its address; before the browser puts its own right by it, a new one comes. Then the page says its own
# once more. At last comes one that no page follows. Returns the addresses that stood after each.
_OVERTAKEN = """async () => {
    const sleep = time => new Promise(done => setTimeout(done, time));
    const page = document.querySelector('[data-query]');
    page.dataset.query = page.dataset.query;
    await sleep(100);
    history.pushState({}, '', '?btc=71');
    await sleep(1000);
    const stood = location.search;
    page.dataset.query = page.dataset.query;
    while (location.search === stood) await sleep(5);
    const right = location.search;
    history.pushState({}, '', '?btc=72');
    while (location.search === '?btc=72') await sleep(5);
    return [stood, right, location.search];
}"""


def test_an_address_newer_than_what_the_page_says_is_not_taken_back(desktop: Visitor) -> None:
    page = desktop.open("/mining?btc=70&lang=EN")
    right = page.url.partition("?")[2]
    assert page.evaluate(_OVERTAKEN) == ["?btc=71", f"?{right}", f"?{right}"]


def test_links_of_the_navigation_carry_the_scenario_into_another_tab(desktop: Visitor) -> None:
    page = desktop.open("/mining?btc=70&cash=80&lang=DE")
    link = page.get_by_role("link", name="Überblick", exact=True).first
    expect(link).to_have_attribute("href", re.compile("btc=70.*cash=80.*lang=DE"))
    ways: tuple[dict[str, Any], ...] = ({"button": "middle"}, {"modifiers": ["Shift"]}, {"modifiers": ["Control"]})
    for way in ways:
        with desktop.context.expect_page() as opened:
            link.click(**way)
        other = opened.value
        other.wait_for_url(re.compile(r"/\?.*btc=70.*cash=80.*lang=DE"), wait_until="commit")
        assert page.url.endswith(page.evaluate("location.pathname + location.search")) and "/mining" in page.url
        # One of the three shows what all of them lead to.
        if way == ways[-1]:
            other.set_default_timeout(PATIENCE * 1000)
            settle(other)
            expect(other.locator("h1")).to_contain_text("70.000")
            expect(other.locator(".cg-notice")).to_have_count(0)
        other.close()


def test_verdicts_and_the_foot_carry_the_scenario(desktop: Visitor) -> None:
    page = desktop.open("/?btc=70&lang=EN")
    links = page.locator('[data-testid="stPageLink-NavLink"],a[data-page]').all()
    # A verdict for each subject, what decides it, the way to the sources, and the product's name above the sidebar.
    assert len(links) == page.locator(".cg-verdict").count() + 3 > 6
    for link in links:
        assert "btc=70" in (link.get_attribute("href") or "")
    page.evaluate("window.same = true")
    page.locator(".cg-verdict").get_by_role("link", name="Mining").click()
    page.wait_for_url(re.compile(r"/mining\?.*btc=70"))
    settle(page)
    assert page.evaluate("window.same"), "the page was not loaded anew"
    expect(page.locator("h1")).to_contain_text("$70,000")
    page.locator(".st-key-wordmark").get_by_role("link").click()
    page.wait_for_url(re.compile(r"/\?.*btc=70"))
    settle(page)
    expect(page.locator("h1")).to_contain_text("$70,000")


@pytest.mark.parametrize(
    "address",
    [
        "/claims?lang=DE#changes",
        "/mining?btc=70#chart-backtest",
        *(pytest.param(more, marks=pytest.mark.full) for more in ("/claims#sources", "/runway#how")),
    ],
)
def test_an_anchor_is_reached_on_first_load(desktop: Visitor, address: str) -> None:
    page = desktop.open(address)
    anchor = address.partition("#")[2]
    page.wait_for_function(
        "id => { const top = document.getElementById(id)?.getBoundingClientRect().top;"
        " return top > 0 && top < innerHeight * 0.9; }",
        arg=anchor,
    )
    assert page.url.endswith(f"#{anchor}")
    if "chart" in anchor:
        page.locator(".st-key-btc").get_by_role("slider").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile("btc=71"))
        assert page.url.endswith(f"#{anchor}"), "the anchor survives a move"
