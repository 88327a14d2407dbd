"""A line to the server that takes its time: what is sent either way arrives later, in order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from urllib.parse import urlsplit


@contextmanager
def slow_line(address: str, seconds: float) -> Iterator[str]:
    """Another address of the server at ``address``, ``seconds`` further away each way."""
    target = urlsplit(address)
    told: SimpleQueue[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = SimpleQueue()

    writers: set[asyncio.StreamWriter] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(target.hostname, target.port)
        writers.update((writer, far_writer))
        with suppress(ConnectionError):
            await asyncio.gather(_carry(reader, far_writer, seconds), _carry(far_reader, writer, seconds))

    async def serve() -> None:
        over = asyncio.Event()
        server = await asyncio.start_server(meet, "127.0.0.1", 0)
        told.put((server.sockets[0].getsockname()[1], asyncio.get_running_loop(), over))
        await over.wait()
        server.close()
        for writer in writers:
            writer.transport.abort()
        # Both sides of every connection hear of its end.
        await asyncio.sleep(0.2)

    # A loop of its own, because Playwright has the one of this thread.
    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    port, loop, over = told.get()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not data:
                writer.close()
                return
            writer.write(data)

    delivery = loop.create_task(deliver())
    data = b"."
    with suppress(ConnectionError):
        while data:
            data = await reader.read(1 << 16)
            queue.put_nowait((loop.time() + seconds, data))
    await delivery
