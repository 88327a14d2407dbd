"""The app as a server of one's own runs it: every page works under its content security policy."""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.registry import NAMES as PAGES
from tests.conftest import PATIENCE
from tools.server import serve

from .conftest import Visitor, shows
from .test_every_page import path

pytestmark = pytest.mark.xdist_group("deployed")


@pytest.fixture(scope="module")
def deployed() -> Iterator[str]:
    """Address of a server started from deploy/asgi.py."""
    with serve("deploy/asgi.py") as address:
        yield address


def test_every_page_works_under_the_policy(visit: Callable[..., Visitor], deployed: str) -> None:
    # A violation is a console error, which the visitor records and the fixture refuses.
    reader = visit(address=deployed)
    for name in PAGES:
        page = reader.open(path(name, "lang=DE"))
        assert page.locator("html").get_attribute("lang") == "de", "our own script ran"
    page = reader.open("/mining?btc=70&cash=80&dep=17&net=1000&lang=EN")
    page.locator(".st-key-btc").get_by_role("slider").press("ArrowLeft")
    shows(page, "btc", 69)
    expect(page.locator("h1")).to_contain_text("loses $28,000")


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
