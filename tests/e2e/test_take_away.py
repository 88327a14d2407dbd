"""What a chart's menu hands out: pictures that carry their source, the table, words for the clipboard."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from dashboard import figures
from dashboard.facts import Facts
from dashboard.figures.layout import Chart
from dashboard.registry import NAMES as PAGES
from dashboard.takeaway import link as links
from dashboard.takeaway import tables
from dashboard.words import text
from dashboard.words.text import Lang

from .conftest import Visitor
from .test_every_page import path

Visit = Callable[..., Visitor]
SVG = "{http://www.w3.org/2000/svg}"
# What makes whoever opens a file fetch something: an address that is no part of the file, a style sheet, a script.
_ASKS = re.compile(r"""(?:href|src)=["'](?!#|data:)|url\((?!(?:&quot;|["'])?#)|@import|<script|<foreignObject""")
# Texts that reach beyond the paper, with the room that a font of another machine may take.
_BEYOND = """source => {
  const svg = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
  document.body.prepend(document.importNode(svg, true));
  const drawn = document.body.firstChild, paper = drawn.getBoundingClientRect();
  const out = [...drawn.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < paper.left + 2 || box.right > paper.right - 2 ||
      box.top < paper.top + 2 || box.bottom > paper.bottom - 2);
  }).map(text => text.textContent);
  drawn.remove();
  return out;
}"""


def _charts(facts: Facts, page: str, lang: Lang) -> Iterator[Chart]:
    scenario = links.scenario(facts, links.defaults(facts))
    return (chart for chart in figures.drawn(page, scenario, lang, {}) if isinstance(chart, Chart))


def _file(page: Page, menu: Locator, kind: str) -> bytes:
    with page.expect_download() as download:
        menu.locator(f"[data-take={kind}]").press("Enter")
    found: Download = download.value
    assert found.suggested_filename.endswith(f".{kind}")
    return Path(found.path()).read_bytes()


def _spoken(words: str) -> str:
    """Without blanks, which lines are broken at, and which some of the ways here make plain."""
    return re.sub(r"\s", "", words)


def _whole(page: Page, menu: Locator, chart: Chart, facts: Facts, lang: Lang) -> None:
    """Both pictures of a chart hold it with title, subtitle, source, date, version and link, and nothing is cut."""
    source = _file(page, menu, "svg").decode()
    root = ElementTree.fromstring(source)
    said = _spoken("".join("".join(node.itertext()) for node in root.iter(f"{SVG}text")))
    address = page.locator(".cg-about").get_attribute("data-link") or ""
    for words in (
        text.plain(chart.title),
        text.plain(chart.subtitle),
        *(origin for _, origin in chart.origins),
        text.date(facts.company.as_of, lang),
        facts.fingerprint,
        address,
    ):
        assert _spoken(words) in said, (chart.key, words)
    # Nothing is fetched by who opens it: no style sheet, font or picture from anywhere.
    assert not _ASKS.search(source)
    assert source.count('fill="#FCFBF9"') == 1, "light paper, whatever the theme"
    assert page.evaluate(_BEYOND, source) == [], chart.key
    width, height = (int(root.attrib[side]) for side in ("width", "height"))
    picture = _file(page, menu, "png")
    assert picture.startswith(b"\x89PNG") and struct.unpack(">II", picture[16:24]) == (2 * width, 2 * height)
    # A picture of one colour would be far smaller.
    assert len(picture) > 20_000


def _menu(page: Page, chart: Chart) -> Locator:
    menu = page.locator(f".cg-menu[data-chart='{chart.key}']")
    menu.locator("summary").press("Enter")
    expect(menu.locator("button").first).to_be_visible()
    return menu


@pytest.mark.parametrize(("name", "lang"), [("mining", "DE"), pytest.param("share", "EN", marks=pytest.mark.full)])
def test_a_chart_is_taken_away_by_keyboard(visit: Visit, facts: Facts, name: str, lang: Lang) -> None:
    reader = visit(dark=True)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(path(name, f"lang={lang}"))
    chart = next(_charts(facts, name, lang))
    menu = _menu(page, chart)
    _whole(page, menu, chart, facts, lang)
    assert chart.table is not None
    address = page.locator(".cg-about").get_attribute("data-link") or ""
    link = f"{address}#chart-{menu.get_attribute('data-anchor')}"
    expected = tables.table_csv(facts, link, text.plain(chart.title), chart.table, lang)
    own, theirs = (_cells(one, lang) for one in (_file(page, menu, "csv"), expected))
    assert len(own) == len(theirs)
    for row, other in zip(own, theirs, strict=True):
        for cell, wanted in zip(row, other, strict=True):
            assert cell == wanted or float(cell) == pytest.approx(float(wanted), rel=1e-9)
    copied = _copied(page, menu, "copy").splitlines()
    assert len(copied) == len(chart.table.rows) + 1
    assert re.fullmatch(r"-?\d+([.,]\d+)?", copied[1].split("\t")[1])
    code = ElementTree.fromstring(_copied(page, menu, "embed").replace("&nbsp;", " "))
    assert code.tag == "iframe" and code.attrib["title"]
    framed = visit().page
    framed.goto(code.attrib["src"])
    expect(framed.locator("h2")).to_have_text(text.plain(chart.title))
    cited = _copied(page, menu, "cite")
    for words in (text.plain(chart.title), "Cango file", facts.fingerprint, link):
        assert words in cited


def _copied(page: Page, menu: Locator, kind: str) -> str:
    said = menu.locator(".cg-said")
    # What was said of the copy before this one would pass for this one's.
    said.evaluate("node => { node.textContent = ''; }")
    menu.locator(f"[data-take={kind}]").press("Enter")
    expect(said).not_to_be_empty()
    return str(page.evaluate("navigator.clipboard.readText()"))


def _cells(data: bytes, lang: Lang) -> list[list[str]]:
    separator = ";" if lang == "DE" else ","
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator)
    number = re.compile(r"-?\d+,\d+(e-?\d+)?")
    return [[c.replace(",", ".") if number.fullmatch(c) else " ".join(c.split()) for c in row] for row in rows]


@pytest.mark.full
@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_chart_is_a_whole_picture(visit: Visit, facts: Facts, name: str, lang: Lang) -> None:
    page = visit(dark=True).open(path(name, f"lang={lang}"))
    for chart in _charts(facts, name, lang):
        menu = _menu(page, chart)
        _whole(page, menu, chart, facts, lang)
        menu.locator("summary").press("Enter")


def test_a_chart_in_a_frame_of_the_plain_app_says_how_high_it_is(visit: Visit, server: str) -> None:
    page = visit().page
    page.goto(f"{server}/_stcore/health")
    page.set_content(f"""<script>window.heard = []; addEventListener('message', event => {{
        if (event.data?.embed) heard.push([event.origin, event.data]);
    }});</script>
    <iframe name="chart" width="700" height="200" src="{server}/embed?embed=true&chart=mining/curve"></iframe>""")
    page.frame_locator("[name=chart]").locator(".main-svg").first.wait_for()
    frame = page.frame("chart")
    assert frame is not None
    high = "Math.ceil(document.querySelector('.stMainBlockContainer').getBoundingClientRect().height)"
    page.wait_for_function("heard.length > 0")
    frame.wait_for_function(f"{high} > 400")
    page.wait_for_function("high => heard.at(-1)[1].height === high", arg=frame.evaluate(high))
    assert page.evaluate("heard.map(one => [one[0], one[1].embed])")[-1] == [server, "mining/curve"]


def test_what_is_new_since_the_last_visit(visit: Visit, facts: Facts) -> None:
    reader = visit()
    page = reader.open("/?lang=EN")
    line = page.locator("#since")
    # Who has not been here before is told nothing.
    expect(line).to_be_hidden()
    assert facts.fingerprint in page.evaluate("localStorage.getItem('cango-facts')")
    page.evaluate("""() => {
      localStorage.setItem('cango-facts', JSON.stringify({version: '35762a60', day: '2026-11-22'}));
      sessionStorage.clear();
    }""")
    reader.open("/mining?lang=EN")
    expect(line).to_be_visible()
    expect(line).to_contain_text("Since the facts of 22 Nov 2026, which you saw last,")
    # Through the visit it stays, on every page; the next one begins with these facts.
    reader.open("/runway?lang=EN")
    expect(line).to_be_visible()
    page.evaluate("sessionStorage.clear()")
    reader.open("/mining?lang=EN")
    expect(line).to_be_hidden()
