"""What hostile clients do, each in a process of its own: ``python -m tests.hosted.attacks flooding http://…``."""

from __future__ import annotations

import asyncio
import http.client
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.conftest import PATIENCE, ROOT
from tools.reader import Reader

from .test_guard import put

PAGE: Final = "/mining?lang=EN"


async def _asking(reader: Reader, pause: float) -> None:
    i = 0
    while True:
        i += 1
        await reader.send(reader.asking(btc=40 + i % 60))
        await asyncio.sleep(pause)


async def dragging(reader: Reader) -> None:
    """Steps without a pause, never waiting for an answer."""
    await _asking(reader, 0.02)


async def never_reading(reader: Reader) -> None:
    """Asks for a page again and again, and takes nothing of it from the line."""
    await _asking(reader, 0.2)


async def flooding(reader: Reader) -> None:
    """Messages that nobody needs, as fast as the line takes them."""
    message = BackMsg(clear_cache=True).SerializeToString()
    while True:
        await reader.send(message)


async def _sending(reader: Reader, frame: bytes) -> None:
    while True:
        with suppress(Exception):
            async with Reader(reader.address, PAGE) as other:
                await other.send(frame)
                await other.silent(0.2)


async def forging(reader: Reader) -> None:
    """Frames that are no message; a new connection for each."""
    await _sending(reader, b"\xff" * 1000)


async def huge(reader: Reader) -> None:
    """Frames that are too large; a new connection for each."""
    await _sending(reader, b"\x00" * 3_000_000)


async def uploading(reader: Reader) -> None:
    """Uploads of the greatest size, one after the other."""
    i = 0
    while True:
        i += 1
        await asyncio.to_thread(put, reader.address, reader, f"f{i}", b"x" * ((1 << 20) - 1000))


async def foreign(reader: Reader) -> None:
    """Handshakes that another site would make."""
    headers = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "https://evil.example",
    }  # fmt: skip

    def ask() -> int:
        # urllib would not say Connection: Upgrade.
        connection = http.client.HTTPConnection(urlsplit(reader.address).netloc, timeout=PATIENCE)
        try:
            connection.request("GET", "/_stcore/stream", headers=headers)
            return connection.getresponse().status
        finally:
            connection.close()

    while True:
        assert await asyncio.to_thread(ask) == 403


async def asking_ahead(reader: Reader) -> None:
    """The page that costs most, as for a slider that is dragged: another position each time, without a pause."""
    link, i = dict(reader.shown), 0
    while True:
        i += 1
        asked = {"q": urlencode({"btc": 40 + i % 900 / 10, "v": link["v"]}), "day": "2026-11-28"}
        # Refused or not, the next one follows.
        with suppress(urllib.error.HTTPError):
            await asyncio.to_thread(_read, f"{reader.address}/live/runway?{urlencode(asked)}")


def _read(url: str) -> None:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        answer.read()


ATTACKS: Final[dict[str, Callable[[Reader], Awaitable[None]]]] = {
    one.__name__: one for one in (dragging, never_reading, flooding, forging, huge, uploading, foreign, asking_ahead)
}


@contextmanager
def attacked(address: str, name: str) -> Iterator[None]:
    """While the attack goes on; entered when it has begun."""
    command = [sys.executable, "-m", "tests.hosted.attacks", name, address]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == b"begun\n"
            yield
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
                raise AssertionError("the attack has not gone on to the end")
        finally:
            process.kill()


async def _attack(name: str, address: str) -> None:
    async with Reader(address, PAGE) as reader:
        await reader.step()
        print("begun", flush=True)
        await ATTACKS[name](reader)


if __name__ == "__main__":
    # Somebody else's machine: what it computes is not taken from the cores of the server.
    os.nice(19)
    asyncio.run(_attack(sys.argv[1], sys.argv[2]))
