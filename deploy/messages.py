"""What a browser may say to Streamlit over its socket, how much and how fast, and what Streamlit says of the inside."""

from __future__ import annotations

import hashlib
import time
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import registry

# All sliders, an address and the hashes of a page are some 20 KB.
FRAME: Final = 256 * 1024
# Left out: emptying everybody's caches, the repository's state, shutting down, settings of the server.
_KINDS: Final = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})
_OPERATIONS: Final = frozenset({"deferred_file", "dataframe_chunk"})
# Only messages below this size are looked into on their way out; those that matter are far smaller.
_LOOKED_INTO: Final = 64 * 1024
# Equal for equal versions, because a page that meets another one after a reconnect loads itself anew.
_VERSION: Final = hashlib.sha256(st.__version__.encode()).hexdigest()[:8]


class RefusedFrame(ValueError):
    """A frame after which the socket is closed: ``code`` of the WebSocket protocol, and the reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def read(frame: bytes | None) -> BackMsg | None:
    """The message in a frame; None if nobody needs its kind. Raises RefusedFrame."""
    if frame is None:
        raise RefusedFrame(1003, "text frame")
    if len(frame) > FRAME:
        raise RefusedFrame(1009, "frame too large")
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
        raise RefusedFrame(1002, "no message") from None
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        named = {field.name for field, _ in message.backend_operation_request.ListFields()}
        return message if named & _OPERATIONS and named <= _OPERATIONS | {"request_id", "session_id"} else None
    return message if kind in _KINDS else None


def page(message: BackMsg) -> str:
    """The name of the page that a rerun asks for; the first where the address names none of ours."""
    try:
        name = urlsplit(message.rerun_script.context_info.url).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        name = ""
    return name if name in registry.PAGE else registry.NAMES[0]


def outgoing(frame: bytes) -> tuple[bytes, ForwardMsg | None]:
    """A frame without path and versions of the server, and its message where that begins or ends a run."""
    if len(frame) > _LOOKED_INTO:
        return frame, None
    message = ForwardMsg()
    message.ParseFromString(frame)
    kind = message.WhichOneof("type")
    if kind == "script_finished":
        return frame, message
    if kind != "new_session":
        return frame, None
    new = message.new_session
    new.main_script_path = new.main_script_path.replace("\\", "/").rpartition("/")[2]
    if new.HasField("initialize"):
        new.initialize.ClearField("environment_info")
        # Streamlit's page wants one, be it empty.
        new.initialize.user_info.Clear()
        new.initialize.user_info.SetInParent()
        new.initialize.environment_info.streamlit_version = _VERSION
    return message.SerializeToString(), message


class Pace:
    """How fast one reader is served: a share of the machine's time, and a number of messages.

    A run costs the seconds it took, a second at most; a reader has ``SAVED`` of them and earns ``EARNED`` more each
    second. Who has used them up waits, and what he has sent in the meantime is then handed over at once: Streamlit
    runs only the latest of it, so that the last value is never lost.
    """

    SAVED: Final = 4.0
    EARNED: Final = 0.5
    MESSAGES: Final = 100.0
    MESSAGES_A_SECOND: Final = 40.0
    # Longer would look like a dead connection, because nothing is read in the meantime.
    LONGEST: Final = 5.0

    def __init__(self) -> None:
        self._at = time.monotonic()
        self._seconds, self._messages = self.SAVED, self.MESSAGES

    def _earn(self) -> None:
        now = time.monotonic()
        passed, self._at = now - self._at, now
        self._seconds = min(self.SAVED, self._seconds + passed * self.EARNED)
        self._messages = min(self.MESSAGES, self._messages + passed * self.MESSAGES_A_SECOND)

    def message(self) -> float:
        """A message has come; returns the seconds to wait before the next is read."""
        self._earn()
        self._messages -= 1
        return min(self.LONGEST, max(0.0, -self._messages / self.MESSAGES_A_SECOND))

    def rerun(self) -> float:
        """Seconds to wait before a rerun is handed over."""
        self._earn()
        return min(self.LONGEST, max(0.0, -self._seconds / self.EARNED))

    def ran(self, seconds: float) -> None:
        """A run has taken ``seconds``."""
        self._earn()
        self._seconds -= min(seconds, 1.0)
