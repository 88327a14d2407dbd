"""What is seen from outside: Prometheus numbers on a private port, and log lines of one JSON object, without readers.

Neither holds an address, a session or a query: a page's name, seconds and reasons are all that is kept of a visit.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any, Final

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from dashboard import registry

SESSIONS: Final = Gauge("dashboard_sessions", "Readers connected now")
CAPACITY: Final = Gauge("dashboard_sessions_limit", "Readers that are let in at once")
READY: Final = Gauge("dashboard_ready", "1 while new readers are let in")
UPLOADED: Final = Gauge("dashboard_uploaded_bytes", "Bytes of uploaded files held")
RUNS: Final = Histogram(
    "dashboard_run_seconds",
    "From a reader's step to the end of its run",
    ["page"],
    buckets=(0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 2, 4, 8),
)
REFUSED: Final = Counter("dashboard_refused_total", "What was not let through", ["reason"])

# A flood must not fill the log: so many seconds pass between two lines of one reason.
_QUIET: Final = 10.0

_log = logging.getLogger("hosted")
_last: dict[str, tuple[float, int]] = {}


def start(metrics: tuple[str, int] | None) -> None:
    """Write the log to standard output, and serve the numbers at ``metrics``, if given."""
    # A full disk behind the log must not become an exception in whoever writes a line.
    logging.raiseExceptions = False
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _log.handlers, _log.propagate = [handler], False
    _log.setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").addFilter(_worth_a_line)
    for page in registry.NAMES:
        RUNS.labels(page)
    if metrics is not None:
        start_http_server(metrics[1], metrics[0])


def _worth_a_line(record: logging.LogRecord) -> bool:
    # uvicorn's word for a socket that was refused, one for each however many; here they are counted.
    return record.msg != "ASGI callable returned without completing handshake."


def event(name: str, **fields: Any) -> None:
    """One line: ``{"time": …, "event": name, …}``."""
    _log.info(json.dumps({"time": round(time.time(), 3), "event": name, **fields}))


def ran(page: str, seconds: float, part: bool) -> None:
    """A run has ended; ``part`` if only a part of the page was drawn anew."""
    RUNS.labels(page).observe(seconds)
    event("run", page=page, seconds=round(seconds, 3), part=part)


def refused(reason: str, **fields: Any) -> None:
    """Count what was not let through, and log it, at most once in ten seconds for a reason."""
    REFUSED.labels(reason).inc()
    now = time.monotonic()
    logged, silent = _last.get(reason, (-_QUIET, 0))
    if now - logged < _QUIET:
        _last[reason] = (logged, silent + 1)
        return
    _last[reason] = (now, 0)
    event("refused", reason=reason, **fields, **({"unlogged": silent} if silent else {}))
