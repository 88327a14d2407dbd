"""Prices of today against a server that answers slowly, wrongly, hugely, not at all: the dated price always stands."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dashboard.facts import quotes
from dashboard.facts.quotes import Feed, Quote, Quotes, close_csv, ticker_json
from tests.conftest import PATIENCE

DATED = 80_000.0
_DEADLINE = quotes.DEADLINE_SECONDS


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no slow feed: only what hangs is cut off, and soon."""
    monkeypatch.setattr(quotes, "DEADLINE_SECONDS", PATIENCE)


class Server(ThreadingHTTPServer):
    """Answers every path with ``answer`` and counts the calls; ``over`` ends an answer that drips."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls = 0
        self.over = threading.Event()
        self.answer: Callable[[_Handler], None] = lambda handler: handler.say(ticker())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.calls += 1
        # The client may be gone before the answer is.
        with contextlib.suppress(OSError):
            self.server.answer(self)

    def say(self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        self.say(b'{"price": "')
        while not self.server.over.wait(0.2):
            self.wfile.write(b"8")
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    threading.Thread(target=found.serve_forever, args=(0.05,), daemon=True).start()
    yield found
    found.over.set()
    found.shutdown()
    found.server_close()


def ticker(price: str = "86120.5", at: dt.datetime | None = None) -> bytes:
    return json.dumps({"price": price, "time": (at or dt.datetime.now(dt.UTC)).isoformat()}).encode()


def at_hand(url: str) -> Quotes:
    return Quotes({"btc": Feed("Local", url, "application/json", ticker_json, dt.timedelta(hours=1))})


def test_a_good_answer_is_the_price_of_today(server: Server) -> None:
    found = at_hand(server.url).latest("btc", DATED)
    assert isinstance(found, Quote) and (found.price, found.publisher) == (86120.5, "Local")


WRONG: dict[str, tuple[Callable[[_Handler], None], str]] = {
    "slow": (lambda handler: handler.server.over.wait(PATIENCE), "slow"),  # type: ignore[dict-item]
    "dripping": (lambda handler: handler.drip(), "slow"),
    "huge": (lambda handler: handler.say(ticker() + b" " * 70_000), "large"),
    "wrong type": (lambda handler: handler.say(b"<html>sorry</html>", kind="text/html"), "refused"),
    "not the format": (lambda handler: handler.say(b'["sorry"]'), "unreadable"),
    "not a number": (lambda handler: handler.say(ticker("NaN")), "impossible"),
    "negative": (lambda handler: handler.say(ticker("-86120")), "impossible"),
    "zero": (lambda handler: handler.say(ticker("0")), "impossible"),
    "redirect": (lambda handler: handler.say(ticker(), 302, Location="/elsewhere"), "refused"),
    "not found": (lambda handler: handler.say(ticker(), 404), "refused"),
    "stale": (lambda handler: handler.say(ticker(at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))), "stale"),
    "jump up": (lambda handler: handler.say(ticker("120001")), "far"),
    "jump down": (lambda handler: handler.say(ticker("39999")), "far"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_answer_is_none(case: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answer, failure = WRONG[case]
    if failure == "slow":
        monkeypatch.setattr(quotes, "DEADLINE_SECONDS", 0.5)
    assert at_hand(server.url).latest("btc", DATED) == failure
    assert not server.over.is_set(), "nobody has waited for the end of it"
    assert server.calls <= 1, "a redirect is not followed"


def test_a_reader_waits_two_seconds_at_most() -> None:
    assert _DEADLINE == 2.0


def test_a_broken_lock_or_nobody_there_is_none(server: Server) -> None:
    assert at_hand(server.url.replace("http:", "https:")).latest("btc", DATED) == "refused"
    server.shutdown()
    server.server_close()
    assert at_hand(server.url).latest("btc", DATED) == "refused"


def test_a_hundred_readers_cause_one_call_a_minute(server: Server) -> None:
    now = [0.0]
    found = at_hand(server.url)
    found.clock = lambda: now[0]
    with ThreadPoolExecutor(100) as pool:
        prices = list(pool.map(lambda _: found.latest("btc", DATED), range(100)))
    assert {price.price for price in prices if isinstance(price, Quote)} == {86120.5} and len(prices) == 100
    assert server.calls == 1
    now[0] = 59.9
    found.latest("btc", DATED)
    assert server.calls == 1
    now[0] = 60.0
    found.latest("btc", DATED)
    assert server.calls == 2


def test_after_three_failures_the_feed_is_left_alone_for_ten_minutes(server: Server) -> None:
    now = [0.0]
    found = at_hand(server.url)
    found.clock = lambda: now[0]
    server.answer = lambda handler: handler.say(b"", 500)
    for minute in range(3):
        now[0] = 60.0 * minute
        found.latest("btc", DATED)
    now[0] = 120.0 + 599
    assert (found.latest("btc", DATED), server.calls) == ("resting", 3)
    server.answer = lambda handler: handler.say(ticker())
    now[0] = 120.0 + 600
    assert isinstance(found.latest("btc", DATED), Quote) and server.calls == 4


def test_a_jump_is_counted_from_the_last_price(server: Server) -> None:
    now = [0.0]
    found = at_hand(server.url)
    found.clock = lambda: now[0]
    for price in ("110000", "150000"):
        server.answer = lambda handler, price=price: handler.say(ticker(price))  # type: ignore[misc]
        quote = found.latest("btc", DATED)
        assert isinstance(quote, Quote) and quote.price == float(price)
        now[0] += 60


def test_the_delayed_file_of_the_share() -> None:
    rows = b"Symbol,Date,Time,Open,High,Low,Close,Volume\r\nX.US,2026-11-27,22:00:19,3.4,3.6,3.3,3.51,99\r\n"
    assert close_csv(rows) == (3.51, dt.datetime(2026, 11, 27, 23, 59, tzinfo=dt.UTC))
    assert quotes.feeds("XYZ")["share"].url.count("xyz.us") == 1


@pytest.mark.parametrize(("word", "on"), [(None, False), ("", False), ("off", False), ("1", False), ("on", True)])
def test_off_unless_asked_for(word: str | None, on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if word is None:
        monkeypatch.delenv("DASHBOARD_QUOTES", raising=False)
    else:
        monkeypatch.setenv("DASHBOARD_QUOTES", word)
    assert quotes.enabled() == on
