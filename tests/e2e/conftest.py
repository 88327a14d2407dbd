"""The real server and a real browser. Every visit is watched: no foreign request, no console error, no traceback."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import PATIENCE
from tools import chromium
from tools.chromium import settle
from tools.server import free_port, serve

from .slow_line import slow_line

expect.set_options(timeout=PATIENCE * 1000)
DESKTOP, PHONE, SMALL_PHONE = (1440, 900), (390, 844), (320, 800)
# Streamlit looks for its base path on a deep link; the two misses are its own.
_PROBES = ("/_stcore/health", "/_stcore/host-config")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of the one server that most tests share."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def deployed() -> Iterator[str]:
    """Address of a server started from deploy/asgi.py."""
    with serve("deploy/asgi.py") as address:
        yield address


@pytest.fixture(scope="session")
def port() -> int:
    """For servers of one test: the browser has the scripts from the one before."""
    return free_port()


@pytest.fixture(scope="session")
def far(server: str) -> Iterator[str]:
    """The one server, 100 ms away each way."""
    with slow_line(server, 0.1) as address:
        yield address


@pytest.fixture(scope="session")
def far_deployed(deployed: str) -> Iterator[str]:
    """The own server, 100 ms away each way."""
    with slow_line(deployed, 0.1) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Missing is an error, never a skip."""
    with chromium.browser() as running:
        yield running


class Visitor:
    """One reader with a profile of the browser, and a record of everything that should not happen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.wrong: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        self.page.on("request", lambda request: self._request(request.url))

    def _console(self, message: Any) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not urlsplit(url).path.endswith(_PROBES):
            self.wrong.append(f"console: {message.text} ({url})")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.address).netloc:
            self.wrong.append(f"request to another host: {url}")

    def resize(self, size: tuple[int, int]) -> None:
        """Another window or device."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def open(self, path: str) -> Page:
        """Open ``path`` and wait until everything on it is drawn."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        settle(self.page)
        return self.page

    def leave(self) -> None:
        """Become the next reader: nothing is left in the browser but what it keeps of scripts and fonts."""
        for page in self.context.pages:
            if page != self.page:
                page.close()
        self.context.set_offline(False)
        self.context.clear_permissions()
        self.context.clear_cookies()
        if urlsplit(self.page.url).netloc:
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            self.page.goto("about:blank")
        self.wrong.clear()


def shows(page: Page, key: str, value: Any) -> None:
    """Wait until a slider's new value has reached the whole page (the address in the footer comes last)."""
    page.wait_for_function(
        "pair => new URLSearchParams(document.querySelector('.cg-print-only')?.textContent.split('?')[1])"
        ".get(pair[0]) === pair[1]",
        arg=[key, str(value)],
    )
    settle(page)


@pytest.fixture(scope="session")
def left() -> Iterator[dict[str, list[Visitor]]]:
    """Readers who have left, by language: a new one takes over the tab of one, since scripts are compiled there."""
    found: dict[str, list[Visitor]] = defaultdict(list)
    yield found
    for reader in chain(*found.values()):
        reader.context.close()


@pytest.fixture
def visit(browser: Browser, server: str, left: dict[str, list[Visitor]]) -> Iterator[Callable[..., Visitor]]:
    """``visit(size=PHONE, dark=True)``: a new reader; afterwards nothing wrong may have been recorded."""
    here: list[tuple[str, Visitor]] = []

    def make(
        size: tuple[int, int] = DESKTOP, address: str = server, dark: bool = False, locale: str = "en-US"
    ) -> Visitor:
        reader = left[locale].pop() if left[locale] else Visitor(browser.new_context(locale=locale), address)
        reader.address = address
        reader.resize(size)
        reader.page.emulate_media(color_scheme="dark" if dark else "light", media="screen")
        # What the page before said last may be heard only now.
        reader.wrong.clear()
        here.append((locale, reader))
        return reader

    yield make
    wrong = [line for _, reader in here for line in reader.wrong]
    for locale, reader in here:
        reader.leave()
        left[locale].append(reader)
    assert wrong == []


def _returning(regular: Visitor, size: tuple[int, int]) -> Iterator[Visitor]:
    """The regular reader, in the light; afterwards nothing wrong may have been recorded."""
    # The page of the test before would be drawn anew for another window and other colours.
    regular.page.goto("about:blank")
    regular.wrong.clear()
    regular.resize(size)
    regular.page.emulate_media(color_scheme="light", media="screen")
    yield regular
    assert regular.wrong == []


@pytest.fixture(scope="session")
def regular(browser: Browser, server: str) -> Iterator[Visitor]:
    """A reader who has been here before: scripts and fonts are in the browser's cache, which saves seconds a page."""
    reader = Visitor(browser.new_context(locale="en-US"), server)
    yield reader
    reader.context.close()


@pytest.fixture(scope="session")
def regular_of_own_server(browser: Browser, deployed: str) -> Iterator[Visitor]:
    """The same on the own server."""
    reader = Visitor(browser.new_context(locale="en-US"), deployed)
    yield reader
    reader.context.close()


@pytest.fixture
def desktop(regular: Visitor) -> Iterator[Visitor]:
    """The regular reader at a desk."""
    yield from _returning(regular, DESKTOP)


@pytest.fixture
def phone(regular: Visitor) -> Iterator[Visitor]:
    """The same reader on a phone."""
    yield from _returning(regular, PHONE)


@pytest.fixture
def desktop_of_own_server(regular_of_own_server: Visitor) -> Iterator[Visitor]:
    """A regular reader of the own server, at a desk."""
    yield from _returning(regular_of_own_server, DESKTOP)
