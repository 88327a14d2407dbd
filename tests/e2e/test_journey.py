"""A reader's way through the app: cold link, slider, reload, other page, shared link, Back; dark and print."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.own_loop import run_apart
from tools.chromium import settle
from tools.reader import Reader

from .conftest import Visitor, shows

# At the reference network a coin costs what the slider says: 70 − 80 − 17.
LINK = "/mining?btc=70&cash=80&dep=17&net=1000&basis=FY2025"
Visit = Callable[..., Visitor]


def value(page: Page, key: str, within: str = "") -> float:
    """The raw value of a figure, from its ``<data>`` element."""
    return float(page.locator(f"{within} data[data-figure={key}]").first.get_attribute("value") or "nan")


def query(url: str) -> dict[str, str]:
    """The parameters of an address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


def drawn(page: Page) -> list[str]:
    """The state each chart shows."""
    return list(page.evaluate("[...document.querySelectorAll('.cgplot')].map(node => node.dataset.drawn)"))


def test_one_keyboard_step_changes_everything_together(desktop: Visitor) -> None:
    page = desktop.open(f"{LINK}&lang=EN")
    slider = page.locator(".st-key-btc").get_by_role("slider")
    headline, register = page.locator("h1").inner_text(), page.locator(".cg-register").text_content()
    table, charts = page.locator("table.cg-data").first.text_content(), drawn(page)
    nodes = page.evaluate_handle("[...document.querySelectorAll('.cgplot .main-svg')]")
    slider.focus()
    page.evaluate("""() => {
        window.blank = 0;
        const look = () => {
            if ([...document.querySelectorAll('.cgplot')].some(n => !n.querySelector('.main-svg path'))) window.blank++;
            window.looking = requestAnimationFrame(look);
        };
        look();
    }""")
    page.keyboard.press("ArrowLeft")
    shows(page, "btc", 69)
    page.evaluate("cancelAnimationFrame(window.looking)")

    expect(page.locator("h1")).to_contain_text("loses $28,000")
    assert page.locator("h1").inner_text() != headline
    for place in (".cg-head", ".cg-kpis", ".cg-register"):
        assert value(page, "margin_per_btc", place) == -28_000
    assert value(page, "mining_result_per_year", ".cg-kpis") == pytest.approx(-28_000 * 6594.6)
    assert page.locator(".cg-register").text_content() != register
    assert page.locator("table.cg-data").first.text_content() != table
    assert drawn(page)[0] != charts[0], "the table of cells was drawn anew"
    assert query(page.url)["btc"] == "69"

    assert page.evaluate("window.blank") == 0, "a chart was blank for a frame"
    assert page.evaluate(
        "old => [...document.querySelectorAll('.cgplot .main-svg')].every((node, i) => node === old[i])", nodes
    ), "a chart was rebuilt instead of updated"
    assert slider.evaluate("node => node === document.activeElement"), "the slider lost the focus"

    page.reload()
    settle(page)
    expect(page.locator("h1")).to_contain_text("loses $28,000")


def test_values_survive_other_pages_shared_links_and_back(desktop: Visitor, visit: Visit) -> None:
    page = desktop.open(f"{LINK}&lang=EN")
    slider = page.locator(".st-key-btc").get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    shows(page, "btc", 71)
    page.get_by_role("link", name="Overview", exact=True).first.click()
    page.wait_for_url(re.compile(r"/\?"))
    shows(page, "btc", 71)
    assert query(page.url)["btc"] == "71"
    assert query(page.url)["basis"] == "FY2025"
    page.go_back()
    page.wait_for_url(re.compile(r"/mining\?"))
    expect(page.locator("h1")).to_contain_text("loses $26,000")

    page.get_by_role("button", name=re.compile("Share")).click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    assert query(link)["btc"] == "71"
    assert query(link)["lang"] == "EN"
    other = visit(locale="de-DE").open(link)
    expect(other.locator("h1")).to_have_text(page.locator("h1").inner_text())
    expect(other.locator(".cg-notice")).to_have_count(0)
    assert page.locator(".cg-register").text_content() == other.locator(".cg-register").text_content()


def test_refused_values_are_named(desktop: Visitor) -> None:
    page = desktop.open("/mining?btc=<script>&cash=1e99&net=1000&lang=EN#100%")
    # A link cut in the middle of a letter: the page's script runs all the same.
    expect(page.get_by_role("link", name="Overview", exact=True).first).to_have_attribute("href", re.compile("=1000"))
    expect(page.get_by_role("status").filter(has_text="btc, cash")).to_be_visible()


def test_switching_the_theme_recolours_charts_at_once(desktop: Visitor) -> None:
    ink = "getComputedStyle(document.querySelector('.cgplot .xtick text, .cgplot .annotation-text')).fill"
    paper = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    desktop.page.emulate_media(color_scheme="dark")
    page = desktop.open(LINK)
    assert page.evaluate(paper) == "rgb(17, 22, 29)"
    in_the_dark, before = page.evaluate(ink), drawn(page)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{paper} === 'rgb(252, 251, 249)'")
    assert page.evaluate(ink) != in_the_dark
    assert drawn(page) == before


def test_print_from_the_dark_is_a_white_brief_with_the_link(desktop: Visitor) -> None:
    desktop.page.emulate_media(color_scheme="dark")
    page = desktop.open(f"{LINK}&lang=EN")
    before = drawn(page)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".cg-print-only")).to_contain_text("btc=70&cash=80")
    expect(page.locator(".cg-print-only")).to_contain_text("Read on ")
    for place in ("stSidebar", "stHeader"):
        expect(page.get_by_test_id(place)).to_be_hidden()
    expect(page.locator(".cg-how")).to_be_hidden()
    assert page.locator(".stApp").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("h1").evaluate("node => getComputedStyle(node).color") == "rgb(22, 32, 42)"
    for pair in page.locator(".cg-pair").all():
        left, right = (box.bounding_box() for box in pair.locator(".cg-column").all())
        assert left and right and left["y"] == right["y"] and abs(left["width"] - right["width"]) < 2
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen", color_scheme="dark")
    settle(page)
    assert drawn(page) == before, "on the screen everything is as it was"
    page.locator(".cg-how summary").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".cg-register")).to_be_visible()


_BANDS = """nodes => nodes.map(node => {
    const band = getComputedStyle(node.querySelector('[role=group] > div'), '::before');
    return parseFloat(band.width) > 0 && !/, 0\\)|\\/ 0\\)/.test(band.backgroundColor);
})"""


def test_assumption_bar_on_a_phone(phone: Visitor) -> None:
    page = phone.open(f"{LINK}&lang=EN")
    page.locator(".st-key-mobile").get_by_role("button").click()
    slider = page.locator(".st-key-m_btc").get_by_role("slider")
    # The plausible range behind the slider is as visible as in the sidebar, which stands in another part of the page.
    assert page.locator(".st-key-btc,.st-key-m_btc").evaluate_all(_BANDS) == [True, True]
    slider.focus()
    page.keyboard.press("ArrowRight")
    shows(page, "btc", 71)
    expect(page.locator("h1")).to_contain_text("loses $26,000")
    expect(page.locator("h1")).to_be_in_viewport()
    assert slider.evaluate("node => node === document.activeElement")


GONE = "/mining?btc=70&lang=EN&facts=up-12345678"


def test_an_address_whose_facts_file_is_gone_says_so_until_answered(desktop: Visitor) -> None:
    page = desktop.open(GONE)
    said = page.locator(".st-key-own_gone")
    for title in ("Runway", "AI pivot"):
        page.get_by_role("link", name=title, exact=True).first.click()
        expect(page.locator("h1")).to_be_visible()
        settle(page)
        expect(said).to_contain_text("version 12345678")
        page.wait_for_url(re.compile("facts=up-12345678"))
        assert query(page.url)["btc"] == "70"
    said.get_by_role("button").click()
    expect(said).to_have_count(0)
    page.wait_for_url(lambda url: "facts" not in query(url))
    page.get_by_role("link", name="Mining", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("Cango loses")
    expect(said).to_have_count(0)
    settle(page)
    assert "facts" not in query(page.url)


class Watchful(Reader):
    """A reader that takes down what the page says of errors."""

    def __init__(self, address: str, path: str) -> None:
        super().__init__(address, path)
        self.errors: list[str] = []

    def note(self, frame: bytes) -> None:
        error = ForwardMsg.FromString(frame).delta.new_element.exception
        if error.message:
            self.errors.append(f"{error.type}: {error.message}")


def test_a_file_that_went_with_its_server_is_no_error(server: str) -> None:
    """The browser still holds the uploader's state, and a server that has begun anew is told of it."""

    async def said() -> list[str]:
        async with Watchful(server, "/claims?lang=EN") as reader:
            await reader.step()
            message = BackMsg.FromString(reader.asking())
            state = message.rerun_script.widget_states.widgets.add(id=reader.widgets["own_upload_0"])
            state.file_uploader_state_value.uploaded_file_info.add(file_id="gone", name="own.yaml", size=9)
            await reader.send(message.SerializeToString())
            await reader.ended()
            return reader.errors

    assert run_apart(said()) == []


@pytest.mark.parametrize(("lang", "sentence"), [("DE", "verliert Cango 27.000\u00a0$"), ("EN", "loses $27,000")])
def test_a_deep_link_is_answered_at_once(desktop: Visitor, lang: str, sentence: str) -> None:
    page = desktop.open(f"{LINK}&lang={lang}")
    expect(page.locator("h1")).to_contain_text(sentence)
    assert value(page, "margin_per_btc") == -27_000
    assert value(page, "mining_result_per_year") == pytest.approx(-178.05e6, abs=0.01e6)
    assert value(page, "break_even_price") == 97_000
    assert page.locator("html").get_attribute("lang") == lang.lower()
    assert page.get_by_role("slider").count() > 3, "the sidebar is there"
