"""One process of the app, what it uses, and steps of a reader on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from deploy.replicas import Replica, free_ports
from tests.conftest import PATIENCE
from tools.reader import Reader

PAGE: Final = "/mining?lang=EN"
MEGABYTE: Final = 1 << 20


@contextmanager
def replica() -> Iterator[Replica]:
    """A fresh process that lets readers in."""
    (port,) = free_ports(1)
    found = Replica.start(port)
    try:
        deadline = time.monotonic() + PATIENCE
        while not found.ready() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert found.ready()
        yield found
    finally:
        found.process.kill()
        found.process.wait()


def address(replica: Replica) -> str:
    """Where it answers."""
    return f"http://127.0.0.1:{replica.port}"


def usage(replica: Replica) -> tuple[int, int, int]:
    """Bytes resident, open files, threads."""
    folder = Path(f"/proc/{replica.process.pid}")
    fields = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) * 1024, len(list((folder / "fd").iterdir())), int(fields["Threads"])


def share(seconds: list[float], part: float) -> float:
    """The seconds that ``part`` of them stay below, for example 0.95."""
    return sorted(seconds)[int(len(seconds) * part)]


async def steps(reader: Reader, count: int, pause: float = 0.5) -> list[float]:
    """Seconds of ``count`` steps of the price, ``pause`` seconds apart; each must show its own scenario."""
    found, first = [], int(reader.shown.get("btc", "40"))
    for i in range(count):
        # Another one each time, or nothing would be sent.
        price = 40 + (first - 40 + 1 + i) % 60
        found.append(await reader.step(btc=price))
        assert reader.shown["btc"] == str(price)
        await asyncio.sleep(pause)
    return found
