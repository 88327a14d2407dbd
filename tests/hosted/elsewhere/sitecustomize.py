"""Makes of this machine one whose clock is a year ahead, whose disk cannot be written, and which has no network.

Python imports this before anything else where its folder is in PYTHONPATH.
"""

from __future__ import annotations

import errno
import os
import sys
from datetime import UTC, datetime, timedelta

import time_machine

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGING = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod")


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        # A number is a file that is open already.
        new = not isinstance(path, int) and not str(path).startswith("/dev/")
        if new and isinstance(flags, int) and flags & _WRITING:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
    elif event in _CHANGING:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), arguments[0])
    elif event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        where = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        host = where[0] if isinstance(where, tuple) else where
        if host not in ("127.0.0.1", "localhost", "::1", None):
            print(f"network: {event} {host}", file=sys.stderr, flush=True)
            raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))


time_machine.travel(datetime.now(UTC) + timedelta(days=366), tick=True).start()
sys.addaudithook(_refuse)
