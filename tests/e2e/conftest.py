"""The real server and a real browser. Every visit is watched: no foreign request, no console error, no traceback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools import chromium

ROOT = Path(__file__).parent.parent.parent
DESKTOP, PHONE = (1440, 900), (390, 844)
_START_SECONDS = 60
# Streamlit looks for its base path on a deep link; the two misses are its own.
_PROBES = ("/_stcore/health", "/_stcore/host-config")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(log: Path, script: str = "app.py") -> Iterator[str]:
    """A server of its own process; yields its address as soon as it answers, before any session."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    with log.open("wb") as output:
        process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            _await_health(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)
    written = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in written, written[-4000:]


def _await_health(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
            time.sleep(0.05)  # between two attempts to connect; nothing else can be waited on


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the one server that most tests share."""
    with serve(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Missing is a failure, never a skip."""
    path = chromium.find()
    assert path, "no Chromium: run make test, which installs it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()


class Visitor:
    """One reader in a fresh browser profile, with a record of everything that should not happen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.wrong: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
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


# Every chart that the page announces has drawn the very state announced, at the width it has now.
_DRAWN = """() => {
  const problem = document.querySelector('[data-testid=stException]');
  if (problem) throw new Error(problem.innerText);
  const app = document.querySelector('[data-testid=stApp]');
  if (app?.dataset.testScriptState !== 'notRunning' || !document.querySelector('.cg-footer')) return false;
  const nodes = [...document.querySelectorAll('.cgplot')];
  const asked = [...document.querySelectorAll('[data-stamp]')].map(node => node.dataset.stamp).sort().join();
  const drawn = nodes.map(node => node.dataset.drawn).sort().join();
  return asked === drawn && nodes.every(node =>
    Math.abs(node.querySelector('.main-svg').clientWidth - node.clientWidth) <= 1);
}"""


def settle(page: Page) -> None:
    """Wait until the script has ended and every chart shows the state of the page."""
    page.wait_for_function(_DRAWN)


def shows(page: Page, key: str, value: Any) -> None:
    """Wait until a slider's new value has reached the whole page (the address in the footer comes last)."""
    page.wait_for_function(
        "pair => new URLSearchParams(document.querySelector('.cg-print-only')?.textContent.split('?')[1])"
        ".get(pair[0]) === pair[1]",
        arg=[key, str(value)],
    )
    settle(page)


def _reader(browser: Browser, address: str, size: tuple[int, int], dark: bool = False, locale: str = "en-US") -> Visitor:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", locale=locale
    )
    return Visitor(context, address)


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Visitor]]:
    """``visit(size=PHONE, dark=True)``: a new reader; afterwards nothing wrong may have been recorded."""
    readers: list[Visitor] = []

    def make(size: tuple[int, int] = DESKTOP, address: str = server, **options: Any) -> Visitor:
        readers.append(_reader(browser, address, size, **options))
        return readers[-1]

    yield make
    wrong = [line for reader in readers for line in reader.wrong]
    for reader in readers:
        reader.context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def regular(browser: Browser, server: str) -> Iterator[Visitor]:
    """A reader who has been here before: scripts and fonts are in the browser's cache, which saves seconds a page."""
    reader = _reader(browser, server, DESKTOP)
    yield reader
    reader.context.close()


@pytest.fixture
def desktop(regular: Visitor) -> Iterator[Visitor]:
    """The regular reader at a desk, in the light; afterwards nothing wrong may have been recorded."""
    regular.wrong.clear()
    regular.resize(DESKTOP)
    regular.page.emulate_media(color_scheme="light")
    yield regular
    assert regular.wrong == []


@pytest.fixture
def phone(desktop: Visitor) -> Visitor:
    """The same reader on a phone."""
    desktop.resize(PHONE)
    return desktop
