"""The dashboard as a process of its own, for browser tests, benchmarks and screenshots."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import SystemRandom

ROOT = Path(__file__).parent.parent
# A busy machine may need minutes; a server that has died is noticed at once.
_START_SECONDS = 600
_PORTS = range(20_000, 32_000)


class ServerError(RuntimeError):
    """The server did not start, or its log holds a traceback."""


@contextmanager
def serve(script: str = "app.py", port: int | None = None) -> Iterator[str]:
    """Start ``script`` on ``port`` or a free one; yields the address as soon as it answers, before any session.

    Raises ServerError if it does not start, and at the end if anything was logged with a traceback.
    """
    port = port or free_port()
    with started(streamlit(script, port), f"http://127.0.0.1:{port}/_stcore/health"):
        yield f"http://127.0.0.1:{port}"


def streamlit(script: str, port: int) -> list[str]:
    """The command that serves ``script`` to this machine alone."""
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    return [sys.executable, "-m", "streamlit", "run", script, *options]


@contextmanager
def started(command: list[str], health: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server as a process, from when ``health`` answers on. Raises ServerError as ``serve`` does."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)

        def written() -> str:
            log.seek(0)
            return log.read().decode(errors="replace")

        try:
            if not _answers(health, process):
                raise ServerError(f"the server did not start:\n{written()}")
            yield process
        finally:
            process.terminate()
            process.wait(_START_SECONDS)
        if "Traceback" in written():
            raise ServerError(written()[-8_000:])


def cpu_seconds(pid: int) -> float:
    """Processor time that a process and its threads have spent; other load on the machine does not count."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of this machine that nobody listens on, and that stays free while a server is started anew.

    It is none of those that the system gives to clients: one of them could take it in the meantime. Raises ServerError
    where all of many are taken.
    """
    # Not of the seeded generator: two processes of one test run would ask for the same.
    for port in SystemRandom().sample(_PORTS, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise ServerError(f"no free port from {_PORTS.start} to {_PORTS.stop}")


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)  # between two attempts to connect there is nothing to wait on
    return False
