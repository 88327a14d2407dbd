"""A visit by nobody before the first reader: what is read and computed only once is then there already."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from deploy import messages, watch

_HOST: Final = "localhost"
# A page takes two or three seconds when nothing of it is there yet, on a busy machine many.
_LONGEST: Final = 60.0


async def make(app: ASGIApp, longest: float = _LONGEST) -> None:
    """Open the first page of ``app`` as a browser does, and leave when it is drawn, or after ``longest`` seconds.

    After a replica has died, all its readers come to another one at once. Where that one has drawn no page yet, each of
    them would compute all there is to compute once: twenty readers waited sixteen seconds, and one second after this.
    """
    coming: asyncio.Queue[Message] = asyncio.Queue()
    drawn = asyncio.Event()
    asking = BackMsg()
    asking.rerun_script.context_info.url = f"http://{_HOST}/"
    coming.put_nowait({"type": "websocket.connect"})
    coming.put_nowait({"type": "websocket.receive", "bytes": asking.SerializeToString()})

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            _, told = messages.outgoing(message["bytes"])
            if told is not None and told.WhichOneof("type") == "script_finished":
                drawn.set()
        elif message["type"] != "websocket.accept":
            # Closed or refused: nothing will come.
            drawn.set()

    visit = asyncio.ensure_future(app(_SCOPE, coming.get, send))
    ended = asyncio.ensure_future(drawn.wait())
    try:
        await asyncio.wait((visit, ended), timeout=longest, return_when=asyncio.FIRST_COMPLETED)
        if not drawn.is_set():
            watch.event("first visit", problem="the page was not drawn")
    finally:
        ended.cancel()
        coming.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait((visit,), timeout=1)
        visit.cancel()


_SCOPE: Final = {
    "type": "websocket",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "scheme": "ws",
    "path": "/_stcore/stream",
    "raw_path": b"/_stcore/stream",
    "root_path": "",
    "query_string": b"",
    "headers": [(b"host", _HOST.encode()), (b"origin", f"http://{_HOST}".encode())],
    "client": ("127.0.0.1", 0),
    "server": (_HOST, 80),
    "subprotocols": [],
    "state": {},
    "extensions": {},
}
