"""The app as a server of one's own runs it: every page works under its policy, one chart in another site's frame."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PATIENCE

from .conftest import Visitor, shows
from .test_live import price_slider, thumb

pytestmark = pytest.mark.xdist_group("deployed")
_AROUND = """<!doctype html><script>
window.heard = [];
addEventListener('message', (event) => heard.push([event.origin, event.data]));
</script>
<iframe name="chart" src="{address}/embed/mining/curve?btc=70&lang=DE&theme=dark" width="700" height="200"></iframe>
<iframe name="whole" src="{address}/mining" width="300" height="100"></iframe>"""


def test_headers_and_health(deployed: str) -> None:
    with urllib.request.urlopen(f"{deployed}/healthz") as answer:
        assert answer.read() == b"ok"
    with urllib.request.urlopen(f"{deployed}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "'unsafe-eval'" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("origin", "status"), [("{own}", 101), ("https://evil.example", 403), (None, 403)])
def test_only_our_own_pages_open_the_websocket(deployed: str, origin: str | None, status: int) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    if origin is not None:
        handshake["Origin"] = origin.replace("{own}", deployed)
    connection = http.client.HTTPConnection(urlsplit(deployed).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", "/_stcore/stream", headers=handshake)
        assert connection.getresponse().status == status
    finally:
        connection.close()


@pytest.fixture
def around(deployed: str) -> Iterator[str]:
    """Address of another site that frames ours."""
    page = _AROUND.format(address=deployed).encode()
    _ready(deployed)

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://localhost:{site.server_port}/"
        site.shutdown()


def _ready(address: str) -> None:
    """Wait until the facts are loaded: until then the server says that it is not ready."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/readyz"):
                return
        except urllib.error.HTTPError:
            time.sleep(0.1)  # between two questions there is nothing to wait on
    raise TimeoutError(address)


def _frame(page: Page, name: str) -> str:
    frame = page.frame(name)
    assert frame is not None
    return frame.content()


def test_one_chart_stands_in_a_frame_and_says_how_high_it_is(browser: Browser, deployed: str, around: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(around)
    page.frame_locator("[name=chart]").locator(".main-svg").first.wait_for()
    page.wait_for_function("heard.length > 0")
    origin, said = page.evaluate("heard[heard.length - 1]")
    assert origin == deployed and said["embed"] == "mining/curve"
    frame = page.frame("chart")
    assert frame is not None
    assert 400 < said["height"] == frame.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    assert "Jeder Coin" in _frame(page, "chart")
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 29)"
    # No message from outside does anything: the frame is as it was.
    before = _frame(page, "chart")
    page.evaluate("frames.chart.postMessage({type: 'SET_PAGE_CONFIG', height: 1, embed: 'x'}, '*')")
    assert _frame(page, "chart") == before
    assert "Cango" not in _frame(page, "whole"), "the page itself refuses to be framed"
    assert all(url.startswith((deployed, around)) for url in asked)
    page.close()


def test_a_page_says_the_same_with_and_without_a_script(visit: Callable[..., Visitor], deployed: str) -> None:
    link = f"{deployed}/mining?btc=70&cash=80&lang=DE"
    sentence = visit(address=deployed).open(link).locator("h1").inner_text()
    with urllib.request.urlopen(link) as answer:
        document = unescape(answer.read().decode())
    assert f"<title>{sentence}</title>" in document


# What the policy of the own server forbids is an error of the console, which the visitor records.
def test_a_drag_and_a_key_are_answered_by_the_route(visit: Callable[..., Visitor], deployed: str) -> None:
    page = visit(address=deployed).open("/mining?btc=60&lang=EN")
    answers: list[tuple[str, int]] = []
    page.on(
        "response",
        lambda it: (
            answers.append((parse_qs(urlsplit(it.url).query)["q"][0], it.status)) if "/live/" in it.url else None
        ),
    )
    x, y = thumb(price_slider(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=4)
    # Before anything is committed.
    page.wait_for_function("() => document.querySelector('h1 data[data-figure=btc_price]').value > 61000")
    assert parse_qs(urlsplit(page.url).query)["btc"] == ["60"]
    page.mouse.up()
    shown = price_slider(page).input_value()
    shows(page, "btc", shown)
    # 204 says that the machine is busy: then the session answers.
    statuses = {status for _, status in answers}
    answers.clear()
    price_slider(page).press("ArrowRight")
    shows(page, "btc", int(shown) + 1)
    assert {parse_qs(asked)["btc"][0] for asked, _ in answers} == {str(int(shown) + 1)}
    statuses |= {status for _, status in answers}
    assert 200 in statuses <= {200, 204}
    expect(page.locator("h1")).to_contain_text(f"${int(shown) + 1},000")
