"""While a slider is dragged: every frame of one state, and at the end the state of the slider, whatever the line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import PATIENCE
from tools.chromium import settle

from .conftest import PHONE, Visitor, shows

Visit = Callable[..., Visitor]
TALL = (1440, 2400)
FRAMES, STATES = 50, 3

# The prices that headline, key figures, an open table and the mark of the chart in sight stand for.
PRICES = """() => {
  const said = scope => [...document.querySelectorAll(`${scope} data[data-figure=btc_price]`)]
    .filter(n => !n.closest('[data-later][data-stale]')).map(n => +n.value);
  const marks = [...document.querySelectorAll('[data-block=plot-curve]')].flatMap(block => {
    const box = block.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) return [];
    return [...block.querySelectorAll('path.point')]
      .filter(n => n.closest('.trace').__data__[0].trace.marker.symbol === 'diamond').map(n => n.__data__.x);
  });
  return {headline: said('h1'), figures: said('.cg-kpi'), table: said('details[open] .cg-data'), marks};
}"""
_SAMPLE = f"""() => {{
  const prices = {PRICES};
  window.sampled = [];
  const look = () => {{ window.sampled.push(prices()); window.looking = requestAnimationFrame(look); }};
  look();
}}"""
_SHOWN = f"""slider => {{
  const {{headline, figures, marks}} = ({PRICES})();
  return [...headline, ...figures, ...marks].every(price => price === slider.value * 1000);
}}"""
_AGREED = f"""slider => {{
  const address = new URLSearchParams(location.search).get('btc') ?? '83';
  return address === slider.value && ({_SHOWN})(slider);
}}"""


def thumb(slider: Locator) -> tuple[float, float]:
    """Where the slider can be taken."""
    x, y = slider.evaluate("""node => {
        const box = node.closest('[data-rac]').getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    }""")
    return x, y


def price_slider(page: Page) -> Locator:
    """The slider of the bitcoin price."""
    return page.locator(".st-key-btc").get_by_role("slider")


@pytest.fixture(params=["plain", pytest.param("own", marks=pytest.mark.xdist_group("deployed"))])
def anywhere(request: pytest.FixtureRequest) -> str:
    """Address of the app as ``streamlit run`` serves it, and as the own server does, which has a route for drags."""
    return str(request.getfixturevalue("server" if request.param == "plain" else "deployed"))


def test_every_frame_of_a_drag_is_of_one_state(visit: Visit, anywhere: str) -> None:
    page = visit(size=TALL, address=anywhere).open("/mining?btc=60&lang=EN")
    page.locator("#chart-ladder").locator("xpath=../..").locator(".cg-table:not(.cg-menu) summary").click()
    expect(page.locator("details[open] .cg-data data[data-figure=btc_price]")).to_be_visible()
    x, y = thumb(price_slider(page))
    page.evaluate(_SAMPLE)
    page.mouse.move(x, y)
    page.mouse.down()
    sampled: list[dict[str, list[float]]] = []
    started = time.monotonic()
    step = 0
    while len(sampled) < FRAMES or len({frame["headline"][0] for frame in sampled}) < STATES:
        assert time.monotonic() - started < PATIENCE, "the page does not follow the drag"
        step += 1
        page.mouse.move(x + step % 90, y)
        page.wait_for_timeout(20)
        sampled = page.evaluate("window.sampled")
    page.mouse.up()
    page.wait_for_function(_AGREED, arg=price_slider(page).element_handle())
    sampled = page.evaluate("cancelAnimationFrame(window.looking), window.sampled")
    for frame in sampled:
        assert all(frame.values()), f"something was missing in a frame: {frame}"
        assert len({price for prices in frame.values() for price in prices}) == 1, f"a frame of two states: {frame}"


def gesture(page: Page, slider: Locator, chance: Random) -> None:
    """A drag, a flick, or a key held down."""
    x, y = thumb(slider)
    target = x + chance.choice((-1, 1)) * chance.randrange(6, 60)
    kind = chance.choice(("drag", "flick", "back", "keys"))
    if kind == "keys":
        slider.focus()
        for _ in range(chance.randrange(2, 12)):
            page.keyboard.press(chance.choice(("ArrowLeft", "ArrowRight")))
        return
    page.mouse.move(x, y)
    page.mouse.down()
    steps = 2 if kind == "flick" else chance.randrange(5, 25)
    for step in range(1, steps + 1):
        page.mouse.move(x + (target - x) * step / steps, y)
        if kind != "flick":
            page.wait_for_timeout(chance.randrange(0, 40))
    if kind == "back":
        page.mouse.move(x, y)
    page.mouse.up()


def ends_on_the_sliders_value(page: Page, seed: int, tries: int) -> None:
    """After each gesture the page shows what the slider says, and goes on showing it."""
    chance, slider = Random(seed), price_slider(page)
    handle = slider.element_handle()
    for attempt in range(tries):
        gesture(page, slider, chance)
        try:
            page.wait_for_function(_AGREED, arg=handle)
            settle(page)
            page.wait_for_timeout(500)
            assert page.evaluate(_SHOWN, handle), "a late answer has replaced the last one"
            page.wait_for_function(_AGREED, arg=handle)
        except Exception as problem:
            shown: Any = page.evaluate(PRICES)
            raise AssertionError(f"try {attempt}: {slider.input_value()}, {page.url}, {shown}") from problem


@pytest.fixture
def far_from_anywhere(anywhere: str, request: pytest.FixtureRequest, server: str) -> str:
    """The same server, 100 ms away each way."""
    return str(request.getfixturevalue("far" if anywhere == server else "far_deployed"))


@contextmanager
def throttled(page: Page, rate: int) -> Iterator[None]:
    """Let the browser's processor be ``rate`` times slower."""
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    yield
    client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    client.detach()


# The own server is tried on the slow line, and here in the full run.
@pytest.mark.parametrize(
    "where", ["server", pytest.param("deployed", marks=[pytest.mark.full, pytest.mark.xdist_group("deployed")])]
)
def test_no_last_value_is_lost(visit: Visit, where: str, request: pytest.FixtureRequest) -> None:
    page = visit(address=request.getfixturevalue(where)).open("/mining?lang=EN")
    ends_on_the_sliders_value(page, seed=1, tries=2)


@pytest.mark.xdist_group("deployed")
def test_no_last_value_is_lost_on_a_slow_line_and_machine(visit: Visit, far_deployed: str) -> None:
    page = visit(address=far_deployed).open("/mining?lang=EN")
    with throttled(page, 2):
        ends_on_the_sliders_value(page, seed=2, tries=1)


@pytest.mark.parametrize("size", [PHONE, pytest.param(TALL, marks=pytest.mark.full)])
def test_a_second_move_does_not_take_back_the_first(visit: Visit, far: str, size: tuple[int, int]) -> None:
    """It goes off before the browser has heard that no preset is chosen any more, and where a mirror stands."""
    page = visit(size=size, address=far).open("/mining?lang=EN")
    if size == PHONE:
        page.locator(".st-key-mobile").get_by_role("button").first.click()
    prefix = "m_" if size == PHONE else ""
    sliders = [page.locator(f".st-key-{prefix}{key}").get_by_role("slider") for key in ("btc", "cash")]
    preset = page.locator(f".st-key-{prefix}preset").get_by_role("radio", checked=True)
    expect(preset).to_have_count(1)
    wanted = [int(slider.input_value()) - 1 for slider in sliders]
    for slider in sliders:
        slider.press("ArrowLeft")
        page.wait_for_timeout(120)
    page.wait_for_function("([btc, cash]) => location.search.includes(`btc=${btc}&cash=${cash}`)", arg=wanted)
    settle(page)
    assert [int(slider.input_value()) for slider in sliders] == wanted
    expect(preset).to_have_count(0)


# A browser says of what stands in a closed popover what that showed last, and goes on saying so long after an answer.
_HEARD = 800


def test_what_was_typed_does_not_come_back_after_a_move(desktop: Visitor) -> None:
    page = desktop.open("/mining?btc=75&lang=EN")
    page.locator(".st-key-exact").get_by_role("button").click()
    field = page.get_by_test_id("stPopoverBody").get_by_role("textbox").last
    field.fill("70.4")
    field.press("Enter")
    shows(page, "btc", 70.4)
    page.keyboard.press("Escape")
    price_slider(page).press("ArrowRight")
    shows(page, "btc", 71)
    page.wait_for_timeout(_HEARD)
    page.locator(".st-key-cash").get_by_role("slider").press("ArrowRight")
    shows(page, "cash", 77)
    assert price_slider(page).input_value() == "71"


def test_what_a_closed_bar_showed_does_not_undo_a_back(phone: Visitor) -> None:
    page = phone.open("/mining?btc=75&lang=EN")
    page.locator(".st-key-mobile").get_by_role("button").first.click()
    page.locator(".st-key-m_preset").get_by_role("radio").last.click()
    page.wait_for_function("!location.search.includes('btc=75')")
    settle(page)
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-m_btc")).to_have_count(0)
    page.evaluate("history.back()")
    shows(page, "btc", 75)
    page.wait_for_timeout(_HEARD)
    page.keyboard.press("r")
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.locator(".st-key-mobile").get_by_role("button").first.click()
    expect(page.locator(".st-key-m_btc").get_by_role("slider")).to_have_value("75")
    settle(page)
    assert "btc=75&" in page.url


@pytest.mark.full
@pytest.mark.parametrize(("delayed", "rate"), [(False, 1), (True, 1), (False, 4)])
def test_no_last_value_is_lost_in_a_hundred_tries(
    visit: Visit, anywhere: str, far_from_anywhere: str, delayed: bool, rate: int
) -> None:
    page = visit(address=far_from_anywhere if delayed else anywhere).open("/mining?lang=EN")
    with throttled(page, rate):
        ends_on_the_sliders_value(page, seed=3, tries=100)
