"""All that lies between browser and server, which a test can cut."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Cable:
    """A relay of bytes on an address of its own."""

    def __init__(self, server: str) -> None:
        self._to = (urlsplit(server).hostname, urlsplit(server).port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self.cut:
                    near.close()
                    continue
                far = socket.create_connection(self._to)
                self._open += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=ends, daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            Cable._break(end)

    @staticmethod
    def _break(end: socket.socket) -> None:
        # Closing alone would not wake the thread that reads from it.
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()

    def drop(self) -> None:
        """Break what is open and take nothing more."""
        self.cut = True
        while self._open:
            self._break(self._open.pop())

    def mend(self) -> None:
        """Work again."""
        self.cut = False

    def close(self) -> None:
        """Take it away."""
        self.drop()
        self._break(self._listening)
