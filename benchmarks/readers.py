"""Readers at once over the real protocol (WebSocket, protobuf): what one of them waits, and what a step costs."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

from benchmarks.targets import Target

# Seconds between two steps of a reader, and steps that are measured.
_PAUSE, _STEPS = 3.0, 8


@dataclass
class Reader:
    """One session on one page."""

    address: str
    page: str
    identities: dict[str, tuple[str, str]] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    script: str = ""

    async def open(self) -> None:
        """Connect and run the page once."""
        parts = urlsplit(self.address)
        self.socket = await websockets.connect(
            f"ws://{parts.netloc}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(f"{parts.scheme}://{parts.netloc}"),
            max_size=None,
            ping_interval=None,
        )
        message = BackMsg()
        message.rerun_script.query_string = "btc=60&lang=EN"
        message.rerun_script.page_name = self.page
        await self.socket.send(message.SerializeToString())
        await self._finished()

    async def step(self, slider: str, value: float) -> None:
        """Move a slider and wait for the end of the run."""
        identity, fragment = self.identities[slider]
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = "btc=60&lang=EN", self.script, fragment
        widget = state.widget_states.widgets.add()
        widget.id = identity
        widget.double_array_value.data.append(value)
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        size = await self._finished()
        self.waits.append(time.perf_counter() - started)
        self.sizes.append(size)

    async def _finished(self) -> int:
        size = 0
        while True:
            data = await self.socket.recv()
            size += len(data)
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.script = message.new_session.page_script_hash
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "slider":
                identity = message.delta.new_element.slider.id
                self.identities[identity.rpartition("-")[2]] = (identity, message.delta.fragment_id)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return size


@dataclass(frozen=True)
class Cost:
    """What one step asks of the server: ms of processor, and bytes; and bytes of one back to a state that is held."""

    cpu: float
    bytes: float
    idle_bytes: float


def cost(target: Target, page: str, steps: int = 20) -> Cost:
    """One reader alone, one step after the other."""
    return asyncio.run(_cost(target, page, steps))


async def _cost(target: Target, page: str, steps: int) -> Cost:
    reader = Reader(target.address, page)
    await reader.open()
    for at in range(4):
        await reader.step("btc", 61.0 + at)
    reader.sizes.clear()
    await asyncio.sleep(0.5)
    before = target.cpu_seconds()
    for at in range(steps):
        await reader.step("btc", 66.0 + at)
    await asyncio.sleep(0.5)
    spent = (target.cpu_seconds() - before) * 1e3 / steps
    size = float(np.median(reader.sizes))
    reader.sizes.clear()
    for back in (64.0, 65.0, 64.0):
        await reader.step("btc", back + steps)
    idle = float(np.median(reader.sizes))
    await reader.socket.close()
    return Cost(spent, size, idle)


def crowd(target: Target, page: str, count: int) -> float:
    """95th percentile of the wait in seconds when so many readers move a slider every three seconds."""
    return asyncio.run(_crowd(target, page, count))


async def _crowd(target: Target, page: str, count: int) -> float:
    readers = [Reader(target.address, page) for _ in range(count)]
    for reader in readers:
        await reader.open()
    await asyncio.gather(*(_steps(reader, at / count) for at, reader in enumerate(readers)))
    await asyncio.gather(*(reader.socket.close() for reader in readers))
    return float(np.percentile([wait for reader in readers for wait in reader.waits], 95))


async def _steps(reader: Reader, phase: float) -> None:
    await asyncio.sleep(phase * _PAUSE)
    for at in range(_STEPS):
        started = time.perf_counter()
        await reader.step("btc", 61.0 + (at * 7 + round(phase * 40)) % 90)
        await asyncio.sleep(max(_PAUSE - (time.perf_counter() - started), 0.0))


def beside_a_drag(target: Target, page: str, other: str) -> tuple[float, float]:
    """95th percentile in seconds of five readers on ``page``: alone, and while one drags on ``other``."""
    return asyncio.run(_beside(target, page, other))


async def _beside(target: Target, page: str, other: str) -> tuple[float, float]:
    found = []
    for dragging in (False, True):
        readers = [Reader(target.address, page) for _ in range(5)]
        hand = Reader(target.address, other)
        for reader in (*readers, hand):
            await reader.open()
        drag = asyncio.create_task(_drag(hand)) if dragging else None
        await asyncio.gather(*(_steps(reader, at / 5) for at, reader in enumerate(readers)))
        if drag is not None:
            drag.cancel()
        for reader in (*readers, hand):
            await reader.socket.close()
        found.append(float(np.percentile([wait for reader in readers for wait in reader.waits], 95)))
    return found[0], found[1]


async def _drag(reader: Reader) -> None:
    at = 0
    while True:
        await reader.step("btc", 61.0 + at % 90)
        at += 1
