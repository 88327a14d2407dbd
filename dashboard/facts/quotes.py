"""Prices of today, fetched by the server for all readers at once, and only where ``DASHBOARD_QUOTES=on`` asks for it.

Whatever a feed answers or fails to answer, a reader waits two seconds at most and is given a price that can be true or
the word that there is none; the dated price of the facts file then stands. Nothing here is called otherwise.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

DEADLINE_SECONDS: Final = 2.0
_LARGEST_BYTES: Final = 64 * 1024
_SECONDS_BETWEEN_CALLS: Final = 60.0
# After so many failures in a row a feed is left alone for so long.
_FAILURES: Final = 3
_SECONDS_OPEN: Final = 600.0
# A price that is more than half away from the last one known is a slip of the feed.
_FARTHEST: Final = 0.5

Failure = Literal["slow", "large", "refused", "unreadable", "impossible", "stale", "far", "resting"]


class FeedError(Exception):
    """Why a feed has no price to give."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure: Failure = failure


@dataclass(frozen=True)
class Quote:
    """A price in dollars, when it was made (UTC), and who says so."""

    price: float
    at: dt.datetime
    publisher: str


@dataclass(frozen=True)
class Feed:
    """Where a price is had. ``kind``: content type that the answer must have; ``read``: its bytes as price and time."""

    publisher: str
    url: str
    kind: str
    read: Callable[[bytes], tuple[float, dt.datetime]]
    oldest: dt.timedelta


def enabled() -> bool:
    """Whether the server may ask for prices of today: ``DASHBOARD_QUOTES=on``."""
    return os.environ.get("DASHBOARD_QUOTES", "").strip().lower() == "on"


def feeds(ticker: str) -> dict[str, Feed]:
    """Bitcoin at a public exchange, and the share called ``ticker``, a quarter of an hour late, as a file."""
    return {
        "btc": Feed(
            "Coinbase Exchange",
            "https://api.exchange.coinbase.com/products/BTC-USD/ticker",
            "application/json",
            ticker_json,
            dt.timedelta(hours=1),
        ),
        "share": Feed(
            "Stooq",
            f"https://stooq.com/q/l/?s={ticker.lower()}.us&f=sd2t2ohlcv&h&e=csv",
            "text/",
            close_csv,
            # A long weekend.
            dt.timedelta(days=5),
        ),
    }


def ticker_json(data: bytes) -> tuple[float, dt.datetime]:
    """Price and time of an exchange's ticker: ``{"price": "83208.43", "time": "2026-10-07T12:00:00Z"}``."""
    found = json.loads(data)
    return float(found["price"]), dt.datetime.fromisoformat(found["time"])


def close_csv(data: bytes) -> tuple[float, dt.datetime]:
    """Close and day of the one row of a table with the columns ``Date`` and ``Close``."""
    row = next(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    day = dt.date.fromisoformat(row["Date"])
    return float(row["Close"]), dt.datetime.combine(day, dt.time(23, 59), dt.UTC)


def fetch(feed: Feed, known: float, now: dt.datetime) -> Quote:
    """The price that ``feed`` gives ``now``, held against the last one ``known``. Raises FeedError."""
    try:
        price, at = feed.read(_answer(feed))
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    except FeedError:
        raise
    except Exception:
        # A feed may answer anything at all; none of it is a fault of this program.
        raise FeedError("unreadable") from None
    if not math.isfinite(price) or price <= 0:
        raise FeedError("impossible")
    if now - at > feed.oldest:
        raise FeedError("stale")
    if abs(price / known - 1) > _FARTHEST:
        raise FeedError("far")
    return Quote(price, at, feed.publisher)


def _answer(feed: Feed) -> bytes:
    """What the feed sends, whole, within the deadline and the size allowed. Raises FeedError."""
    # Imported where it is used: without quotes the program does not need it at all.
    import httpx

    until = time.monotonic() + DEADLINE_SECONDS
    found = bytearray()
    try:
        with (
            httpx.Client(timeout=DEADLINE_SECONDS, follow_redirects=False) as client,
            # Compressed, a small answer could become a huge one.
            client.stream("GET", feed.url, headers={"Accept-Encoding": "identity"}) as answer,
        ):
            kind = answer.headers.get("content-type", "")
            if answer.status_code != httpx.codes.OK or not kind.startswith(feed.kind):
                raise FeedError("refused")
            for part in answer.iter_raw():
                found += part
                if len(found) > _LARGEST_BYTES:
                    raise FeedError("large")
                # The client's own limit is one for each part: an answer may drip for ever.
                if time.monotonic() > until:
                    raise FeedError("slow")
    except httpx.TimeoutException:
        raise FeedError("slow") from None
    except httpx.HTTPError:
        raise FeedError("refused") from None
    return bytes(found)


@dataclass
class _State:
    """What is known of one feed."""

    quote: Quote | None = None
    failure: Failure | None = None
    failures: int = 0
    called: float = -math.inf
    running: threading.Event | None = None


@dataclass
class Quotes:
    """The latest answer of each feed, shared by all readers of the process."""

    feeds: Mapping[str, Feed]
    clock: Callable[[], float] = time.monotonic
    _states: dict[str, _State] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def latest(self, name: str, dated: float) -> Quote | Failure:
        """Today's price, or why there is none; ``dated`` is the price of the facts file.

        Whoever comes first in a minute causes the call; the others wait for its answer, nobody longer than the
        deadline. An answer that comes later is there for the next reader.
        """
        with self._lock:
            state = self._states.setdefault(name, _State())
            pause = _SECONDS_OPEN if state.failures >= _FAILURES else _SECONDS_BETWEEN_CALLS
            if state.running is None and self.clock() - state.called >= pause:
                state.called, state.running = self.clock(), threading.Event()
                threading.Thread(target=self._call, args=(name, dated, state), daemon=True).start()
            running = state.running
        if running is not None and not running.wait(DEADLINE_SECONDS):
            return "slow"
        with self._lock:
            if state.quote is not None and state.failure is None:
                return state.quote
            return "resting" if state.failures >= _FAILURES else state.failure or "slow"

    def _call(self, name: str, dated: float, state: _State) -> None:
        known = dated if state.quote is None else state.quote.price
        quote: Quote | None = None
        failure: Failure | None = "unreadable"
        try:
            quote, failure = fetch(self.feeds[name], known, dt.datetime.now(dt.UTC)), None
        except FeedError as error:
            failure = error.failure
        finally:
            with self._lock:
                state.quote, state.failure = quote or state.quote, failure
                state.failures = 0 if failure is None else state.failures + 1
                running, state.running = state.running, None
            if running is not None:
                running.set()
