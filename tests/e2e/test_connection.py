"""The line to the server is cut, or the server begins anew: the page says so, mixes nothing, and loses no move."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.screen.downloads import example
from tools.chromium import settle
from tools.server import serve

from .cable import Cable
from .conftest import DESKTOP, Visitor, shows
from .test_journey import query
from .test_live import PRICES, price_slider, thumb

# One cable for all.
pytestmark = pytest.mark.xdist_group("connection")
# From when the socket has closed, or the browser knows that it is off the net. By the page's own clock, so that it is
# the page's time and not that of the test.
WITHIN = 2000
SHORT, LONG = 4, 40
# No message but that of a whole page is as long, in bytes.
BLOCKS = 10_000
# The moments at which a socket closed, and at which the browser was off the net.
_TIMED = """() => {
  window.cuts = [];
  const cut = () => window.cuts.push(performance.now());
  window.WebSocket = class extends WebSocket {
    constructor(...given) { super(...given); this.addEventListener('close', cut); }
  };
  addEventListener('offline', cut);
}"""
# In every frame that changed anything: what is said of the connection, what takes input, of which prices numbers are.
_WATCHED = f"""() => {{
  const prices = {PRICES};
  const inputs = 'button,input,a[href],textarea,select,[tabindex="0"]';
  const reachable = scope => document.querySelectorAll(scope).length &&
    [...document.querySelectorAll(scope)].some(n => [...n.querySelectorAll(inputs)].some(i => !i.closest('[inert]')));
  window.watched = [];
  let changed = true;
  const changes = new MutationObserver(() => changed = true);
  changes.observe(document, {{subtree: true, childList: true, characterData: true, attributes: true}});
  const look = () => {{
    window.watching = requestAnimationFrame(look);
    if (!changed) return;
    changed = false;
    const {{headline, figures, marks}} = prices();
    window.watched.push({{
      at: performance.now(), band: document.querySelector('.cg-band')?.textContent ?? '',
      open: [reachable('[data-testid=stSidebarUserContent]'), reachable('[data-testid$=NavLinkContainer]')],
      prices: [...headline, ...figures, ...marks],
    }});
  }};
  look();
}}"""


@pytest.fixture(scope="module")
def one_cable(server: str) -> Iterator[Cable]:
    """A cable to the shared server, for all of these tests: at an address known to it the browser has the scripts."""
    found = Cable(server)
    yield found
    found.close()


@pytest.fixture
def cable(one_cable: Cable) -> Iterator[Cable]:
    """The cable, whole."""
    yield one_cable
    one_cable.mend()


@pytest.fixture(scope="module")
def noting(browser: Browser, server: str) -> Iterator[Visitor]:
    """A reader whose browser notes when its line is cut."""
    reader = Visitor(browser.new_context(locale="en-US"), server)
    reader.resize(DESKTOP)
    reader.page.add_init_script(f"({_TIMED})()")
    yield reader
    reader.context.close()


@pytest.fixture
def timed(noting: Visitor) -> Iterator[Callable[..., Page]]:
    """``timed(address, "btc=70")``: a page of a new reader that notes when its line is cut.

    What a browser says while its server is away is not ours: nothing is asked of this visitor's record.
    """
    yield lambda address, sliders="btc=70": noting.open(f"{address}/mining?{sliders}&lang=EN")
    noting.leave()


def frames(page: Page) -> list[dict[str, Any]]:
    """What was seen since the watch began."""
    found: list[dict[str, Any]] = page.evaluate("cancelAnimationFrame(window.watching), window.watched")
    return found


def cut_seen(page: Page) -> int:
    """The page has said in time that it is cut, and takes no input; the price of its numbers, in thousands."""
    expect(page.locator(".cg-band")).to_have_text(re.compile(r"Not connected: the numbers are those of \$\d+,000\."))
    page.wait_for_function("window.watched.some(frame => frame.band)")
    seen: list[dict[str, Any]] = page.evaluate("window.watched")
    said = next(frame for frame in seen if frame["band"])
    assert said["at"] - page.evaluate("window.cuts[0]") < WITHIN
    assert said["open"] == [False, False]
    return int(said["prices"][0] / 1000)


def is_back(page: Page) -> None:
    """Wait until the page takes input again, and says nothing of the connection."""
    page.wait_for_function("!document.querySelector('[data-testid=stSidebarUserContent]').inert")
    expect(page.locator(".cg-band")).to_be_hidden()
    settle(page)


def of_one_state(seen: list[dict[str, Any]], of_a: int = 0) -> None:
    """No frame mixes two states, what the band says of the numbers is true in each, and no input is taken beside it.

    of_a: the price of the scenario kept as A, in thousands, whose numbers stand beside the reader's.
    """
    for frame in seen:
        assert len(set(frame["prices"]) - {of_a * 1000}) <= 1, f"a frame of two states: {frame}"
        assert "Not connected" not in frame["band"] or not any(frame["open"]), frame
        named = re.search(r"numbers are those of \$([\d,]+)\.", frame["band"])
        assert not named or frame["prices"][0] == int(named[1].replace(",", "")), frame


def watched_until_applied(page: Page, wanted: int | None) -> list[dict[str, Any]]:
    """All frames until the page has said what was applied; None: nothing is, and nothing must be said."""
    told = f"Connected again; applied: Bitcoin price ${wanted}k"
    if wanted is not None:
        page.wait_for_function("told => window.watched.some(frame => frame.band === told)", arg=told)
    seen = frames(page)
    assert {frame["band"] for frame in seen if "applied" in frame["band"]} == ({told} if wanted else set())
    return seen


@pytest.mark.parametrize("seconds", [SHORT, pytest.param(LONG, marks=pytest.mark.full)])
def test_a_line_cut_while_a_slider_is_dragged(timed: Callable[..., Page], cable: Cable, seconds: int) -> None:
    page = timed(cable.address)
    slider = price_slider(page)
    x, y = thumb(slider)
    page.evaluate(_WATCHED)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 31):
        page.mouse.move(x + step, y)
        page.wait_for_timeout(20)
    cable.drop()
    ends = time.monotonic() + seconds
    page.mouse.move(x + 36, y)
    page.mouse.up()
    cut_seen(page)
    wanted = int(slider.input_value())
    assert wanted != 70
    # Neither key nor click reaches what nobody would hear.
    slider.evaluate("node => node.focus()")
    page.keyboard.press("ArrowRight")
    before = page.url
    page.get_by_role("link", name="Runway", exact=True, include_hidden=True).first.click(force=True)
    assert int(slider.input_value()) == wanted and page.url == before
    page.wait_for_timeout(max(0.0, ends - time.monotonic()) * 1000)
    cable.mend()
    expect(page.locator("h1")).to_contain_text(f"${wanted},000")
    page.wait_for_url(re.compile(f"btc={wanted}"))
    of_one_state(watched_until_applied(page, wanted))
    # The slider is let go of: the page goes on to what it does at rest.
    is_back(page)
    assert int(slider.input_value()) == wanted


def test_a_line_cut_while_a_key_is_pressed(timed: Callable[..., Page], cable: Cable) -> None:
    page = timed(cable.address)
    page.evaluate(_WATCHED)
    price_slider(page).press("ArrowRight")
    cable.drop()
    cut_seen(page)
    cable.mend()
    expect(page.locator("h1")).to_contain_text("$71,000")
    page.wait_for_url(re.compile("btc=71"))
    # The answer to the step may have come just before the cut: then it was shown all along.
    shown = page.evaluate("window.watched.findLast(frame => frame.band.startsWith('Not')).prices[0]")
    of_one_state(watched_until_applied(page, None if shown == 71_000 else 71))
    settle(page)
    assert price_slider(page).input_value() == "71"


def test_what_is_drawn_while_the_line_is_cut_takes_no_input(timed: Callable[..., Page], cable: Cable) -> None:
    page = timed(cable.address)
    page.evaluate(_WATCHED)
    cable.drop()
    cut_seen(page)
    # As a link of the navigation, which a server that has begun anew sends again before the page.
    page.get_by_test_id("stMain").evaluate("node => node.insertAdjacentHTML('beforeend', '<a data-testid=stNavLink>')")
    page.wait_for_function("document.querySelector('a[data-testid=stNavLink]').inert")
    page.locator("a[data-testid=stNavLink]").evaluate("node => node.remove()")
    cable.mend()
    page.wait_for_function("!document.querySelector('[data-testid=stSidebarUserContent]').inert")


def test_a_browser_off_the_net_says_so_before_its_socket_does(timed: Callable[..., Page], server: str) -> None:
    page = timed(server)
    page.evaluate(_WATCHED)
    page.context.set_offline(True)
    assert cut_seen(page) == 70
    page.context.set_offline(False)
    is_back(page)
    price_slider(page).press("ArrowRight")
    shows(page, "btc", 71)
    of_one_state(frames(page))


def uploads(page: Page) -> str:
    """Hand in the example of another company; the version that the address names from now on."""
    page.get_by_text("Facts file (YAML").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.yaml", "mimeType": "application/yaml", "buffer": example("nordlicht", frozenset())}
    )
    expect(page.locator(".cg-notice").first).to_contain_text("Nordlicht")
    settle(page)
    return query(page.url)["facts"]


def test_a_server_begun_anew_keeps_scenarios_and_replaces_no_uploaded_company(
    timed: Callable[..., Page], visit: Callable[..., Visitor], port: int
) -> None:
    with serve(port=port) as address:
        # The very first that the server hears is a deep link.
        page = timed(address, "btc=70&cash=85&a=btc~95")
        expect(page.locator("h1")).to_contain_text("$70,000")
        price_slider(page).press("ArrowRight")
        shows(page, "btc", 71)
        headline, against = page.locator("h1").inner_text(), page.locator(".cg-against").inner_text()
        owner = visit(address=address)
        own = owner.open("/claims?btc=70&lang=EN")
        named = uploads(own)
        assert owner.wrong == []
        page.evaluate(_WATCHED)
    assert cut_seen(page) == 71
    with serve(port=port):
        with page.expect_websocket() as line:
            pass
        with line.value.expect_event("framereceived", lambda data: len(data) > BLOCKS):
            pass
        is_back(page)
        of_one_state(frames(page), of_a=95)
        price_slider(page).press("ArrowRight")
        shows(page, "btc", 72)
        price_slider(page).press("ArrowLeft")
        shows(page, "btc", 71)
        assert page.locator("h1").inner_text() == headline
        assert page.locator(".cg-against").inner_text() == against
        asked = query(page.url)
        assert (asked["btc"], asked["cash"], asked["a"]) == ("71", "85", "btc~95")
        for title, name in (("Runway", "runway"), ("Mining", "mining")):
            own.get_by_role("link", name=title, exact=True).first.click()
            expect(own.locator(".st-key-own_gone")).to_contain_text("published numbers of Cango")
            own.wait_for_url(re.compile(f"/{name}.*facts={named}"))
        expect(own.locator("h1")).to_contain_text("Cango")
        # What the browser says when its server is away is not ours.
        owner.leave()
