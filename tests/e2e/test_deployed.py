"""The app as a server of one's own runs it: every page works under its content security policy."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from dashboard.shell import PAGES
from tools.server import serve

from .conftest import Visitor, shows
from .test_every_page import path


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
    page = reader.open("/mining?btc=70&cash=80&dep=17&lang=EN")
    page.locator(".st-key-btc").get_by_role("slider").press("ArrowLeft")
    shows(page, "btc", 69)
    expect(page.locator("h1")).to_contain_text("loses $28,000")


def test_headers_and_health(deployed: str) -> None:
    with urllib.request.urlopen(f"{deployed}/healthz") as answer:
        assert answer.read() == b"ok"
    with urllib.request.urlopen(f"{deployed}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("origin", "opens"), [("{own}", True), ("https://evil.example", False), (None, False)])
def test_only_our_own_pages_open_the_websocket(
    visit: Callable[..., Visitor], deployed: str, origin: str | None, opens: bool
) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    own = None if origin is None else origin.replace("{own}", deployed)
    url = deployed.replace("http://", "ws://") + "/_stcore/stream"
    if opens:
        connect(url, origin=own, subprotocols=["streamlit"]).close()  # type: ignore[arg-type]
    else:
        with pytest.raises(InvalidStatus, match="403"):
            connect(url, origin=own, subprotocols=["streamlit"]).close()  # type: ignore[arg-type]
