"""Conditions under which the page is read: a thumb on glass, forced colours, paper, another program's clipboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard import registry
from tests.conftest import NO_OFFICE, OFFICE, through_calc
from tools.chromium import settle

from .conftest import PHONE, Visitor
from .test_journey import query

_SWIPES = 8


@pytest.fixture
def thumb(browser: Browser, server: str) -> Iterator[Visitor]:
    """A reader on a phone with a touch screen."""
    yield from _with_a_thumb(browser, server)


@pytest.fixture
def thumb_on_own_server(browser: Browser, deployed: str) -> Iterator[Visitor]:
    """The same, of a server that has a route for drags."""
    yield from _with_a_thumb(browser, deployed)


def _with_a_thumb(browser: Browser, server: str) -> Iterator[Visitor]:
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, is_mobile=True, locale="en-US"
    )
    reader = Visitor(context, server)
    yield reader
    context.close()
    assert reader.wrong == []


@contextmanager
def _finger(page: Page, start: tuple[float, float]) -> Iterator[Callable[[float, float], None]]:
    """One finger on ``start``, moved to so many pixels from there, as the browser's own input sees it."""
    client = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, float]) -> None:
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    def move(x: float, y: float) -> None:
        send("touchMove", {"x": start[0] + x, "y": start[1] + y})

    send("touchStart", {"x": start[0], "y": start[1]})
    yield move
    send("touchEnd")
    client.detach()


def _drag(page: Page, start: tuple[float, float], by: tuple[float, float], steps: int = 8) -> None:
    with _finger(page, start) as move:
        for step in range(1, steps + 1):
            move(by[0] * step / steps, by[1] * step / steps)


def test_a_swipe_that_begins_on_a_slider_scrolls_and_a_dragged_thumb_sets(thumb: Visitor) -> None:
    page = thumb.open("/mining?btc=70&lang=EN")
    page.locator(".st-key-mobile").get_by_role("button").click()
    track = page.locator(".st-key-m_btc").get_by_role("group")
    expect(track).to_be_visible()
    knob = track.locator("div:has(> div > input)")
    box, small = track.bounding_box(), knob.bounding_box()
    assert box and small
    for turn in range(_SWIPES):
        # Every other swipe begins on the thumb itself.
        across = small["x"] + small["width"] / 2 if turn % 2 else box["x"] + box["width"] * (turn + 1) / (_SWIPES + 1)
        now = track.bounding_box()
        assert now
        _drag(page, (across, now["y"] + now["height"] / 2), (2, -60 if turn % 4 < 2 else 60))
    settle(page)
    assert page.locator(".st-key-m_btc input").input_value() == "70"
    assert query(page.url)["btc"] == "70"
    now = knob.bounding_box()
    assert now
    # 20 px beside its middle is still the thumb.
    _drag(page, (now["x"] + now["width"] / 2 + 20, now["y"] + now["height"] / 2), (60, 0))
    page.wait_for_function("document.querySelector('.st-key-m_btc input').value > 80")
    settle(page)
    page.wait_for_url(re.compile("btc=(8|9|1)"))


@pytest.mark.xdist_group("deployed")
def test_the_page_follows_a_finger(thumb_on_own_server: Visitor) -> None:
    page = thumb_on_own_server.open("/mining?btc=70&lang=EN")
    page.locator(".st-key-mobile").get_by_role("button").click()
    knob = page.locator(".st-key-m_btc").get_by_role("group").locator("div:has(> div > input)")
    expect(knob).to_be_visible()
    held, box = knob.element_handle(), knob.bounding_box()
    assert box
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    price = "() => Number(document.querySelector('h1 data[data-figure=btc_price]').value)"
    with _finger(page, at) as move:
        move(20, 0)
        page.wait_for_function(f"above => ({price})() > above", arg=72_000)
        move(40, 0)
        page.wait_for_function(f"above => ({price})() > above", arg=76_000)
        assert query(page.url)["btc"] == "70", "nothing is committed yet"
        assert held.evaluate("node => node.isConnected"), "the finger is still on the same thumb"
    page.wait_for_url(re.compile("btc=(7[6-9]|8|9|1)"))
    settle(page)
    assert page.evaluate(price) == 1000 * int(query(page.url)["btc"])


def _contrast(one: str, other: str) -> float:
    def light(color: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_forced_colours_leave_every_control_and_mark_visible(desktop: Visitor) -> None:
    page = desktop.page
    page.emulate_media(forced_colors="active")
    desktop.open("/mining?btc=83&cash=76&net=970&lang=EN")
    for dark in (False, True):
        page.emulate_media(color_scheme="dark" if dark else "light")
        settle(page)
        _assert_visible(page)
    page.emulate_media(forced_colors="none")


def _assert_visible(page: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    parts = {
        "track": ".st-key-btc [role=group]>div>div:first-child",
        "thumb": ".st-key-btc [role=group]>div>div:has(input)",
        "choice": ".st-key-lang [aria-checked=true]",
        "reported": ".cg-mark.cg-r",
    }
    canvas = page.evaluate(paper)
    for name, place in parts.items():
        shown = page.locator(place).first.evaluate("node => getComputedStyle(node).backgroundColor")
        assert _contrast(shown, canvas) >= 3, f"{name}: {shown} on {canvas}"
    edge = page.locator(".cg-mark.cg-a").first.evaluate("node => getComputedStyle(node).borderTopColor")
    assert _contrast(edge, canvas) >= 3
    own = page.locator(".cgplot").first.evaluate("node => getComputedStyle(node).backgroundColor")
    lines = page.locator(".cgplot path[style*='stroke: rgb(22, 32, 42)']").first
    assert _contrast(lines.evaluate("node => getComputedStyle(node).stroke"), own) >= 3


# Sheets of A4 that a page may take; Claims is an archive, not a brief.
SHEETS = {"overview": 2, "peers": 2}


# The two briefs, and the longest page; the others are printed in a full run.
_PRINTED = ("overview", "peers", "runway")


@pytest.mark.parametrize(
    "name",
    [
        name if name in _PRINTED else pytest.param(name, marks=pytest.mark.full)
        for name in registry.NAMES
        if name != "claims"
    ],
)
def test_a_page_is_printed_on_few_sheets(desktop: Visitor, name: str) -> None:
    page = desktop.open(f"/{'' if name == 'overview' else name}?btc=70&lang=DE")
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= SHEETS.get(name, 4)
    settle(page)


# Whether each table that sorts is turned from dark to light, when it goes onto paper; nothing of it stays.
_INVERTED = """() => {
  const ask = () => [...document.querySelectorAll('[data-testid=stDataFrame] canvas')]
    .map(canvas => getComputedStyle(canvas).filter.startsWith('invert'));
  dispatchEvent(new Event('beforeprint'));
  const inverted = ask();
  dispatchEvent(new Event('afterprint'));
  return [inverted, ask()];
}"""


def test_a_sorted_table_is_as_light_as_its_paper(desktop: Visitor) -> None:
    page = desktop.open("/peers?lang=EN")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"getComputedStyle(document.querySelector('.stApp')).colorScheme === '{scheme}'")
        on_paper, afterwards = page.evaluate(_INVERTED)
        assert on_paper and set(on_paper) == {scheme == "dark"}
        assert not any(afterwards)


def copied(page: Page, place: str) -> tuple[str, str]:
    """What a reader who copies it hands to another program, as plain text and as HTML."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(place).first.evaluate("node => getSelection().selectAllChildren(node)")
    page.keyboard.press("Control+c")
    both = page.evaluate("""async () => {
        const [item] = await navigator.clipboard.read();
        return [await (await item.getType('text/plain')).text(), await (await item.getType('text/html')).text()];
    }""")
    return both[0], both[1]


@pytest.mark.skipif(OFFICE is None, reason=NO_OFFICE)
@pytest.mark.parametrize(("lang", "code"), [("EN", 1033), ("DE", 1031)])
def test_a_copied_table_is_numbers_in_a_spreadsheet(desktop: Visitor, lang: str, code: int, tmp_path: Path) -> None:
    """Pasted as HTML and as plain text, into one that is set to the language of the page."""
    page = desktop.open(f"/mining?btc=70&lang={lang}")
    page.locator(".cg-table summary").first.click()
    plain, rich = copied(page, ".cg-table[open] table.cg-data")
    ways = {
        "plain.csv": (plain, f"CSV:9,34,76,1,,{code},false,true"),
        "rich.html": (f'<meta charset="utf-8">{rich}', "HTML (StarCalc)"),
    }
    wanted = page.locator(".cg-table[open] table.cg-data tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td data')].map(data => Number(data.getAttribute('value'))))"
    )
    assert any(wanted)
    for name, (words, how) in ways.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
        sheet = through_calc(tmp_path / name, tmp_path, how).worksheets[0]
        # Without the head of each row, which may be a number too.
        rows = [row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)]
        found = [[cell for cell in row if isinstance(cell, (int, float))] for row in rows]
        assert found == [pytest.approx(row) for row in wanted], name


def test_a_copied_table_or_figure_is_plain_numbers(desktop: Visitor) -> None:
    """What a spreadsheet is given."""
    page = desktop.open("/mining?btc=70&cash=80&dep=17&net=1000&basis=FY2025&lang=DE")
    plain, rich = copied(page, ".cg-kpi .cg-value data[data-figure=margin_per_btc]")
    assert plain == "-27000" and "27.000" in rich and "\u2212" in rich
    page.locator(".cg-table summary").first.click()
    plain, rich = copied(page, ".cg-table[open] table.cg-data")
    lines = [line.split("\t") for line in plain.split("\n")]
    assert len({len(line) for line in lines}) == 1 and len(lines) > 3
    numbers = [cell for line in lines[1:] for cell in line[1:]]
    assert all(re.fullmatch(r"-?\d+(,\d+)?", cell) for cell in numbers), numbers
    assert len(re.findall(r'sdval="-?[\d.]+"', rich)) >= len(numbers)
    # Words stay words.
    before = page.locator("h1").inner_text()
    plain, _ = copied(page, "h1")
    assert plain.split() == before.split()
