"""Several processes of the app behind one address: ``python -m deploy.replicas --replicas 3 --port 8501``.

A replica that dies is started again. SIGHUP (``--upgrade``) restarts them one after the other, each when the one before
is ready, so that new code or settings come in under running readers. SIGTERM lets readers go and ends.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from deploy import nginx

ROOT = Path(__file__).resolve().parent.parent
_PULSE = 0.1
# Reading and rehearsing the facts takes seconds, on a busy machine many.
_READY_SECONDS = 300
_STOP_SECONDS = 30
_AGAIN = 1.0


@dataclass
class Replica:
    """A process and the port that it answers on; ``metrics`` is 1,000 above."""

    port: int
    process: subprocess.Popen[bytes]
    born: float

    @classmethod
    def start(cls, port: int) -> Replica:
        """Start one on a port of this machine only."""
        command = [sys.executable, "-m", "deploy.serve", str(port)]
        metrics = f"127.0.0.1:{port + 1000}" if port + 1000 < 65_536 else ""
        environment = {**os.environ, "DASHBOARD_METRICS": metrics}
        return cls(port, subprocess.Popen(command, cwd=ROOT, env=environment), time.monotonic())

    def ready(self) -> bool:
        """Whether it lets readers in."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


class Replicas:
    """The replicas and the proxy before them."""

    def __init__(self, count: int, port: int, folder: Path, sticky: bool = True) -> None:
        self.port, self.folder = port, folder
        self.ports = free_ports(count)
        self.sticky = sticky
        self.replicas: list[Replica] = []
        self.proxy: subprocess.Popen[bytes] | None = None
        self.ending = threading.Event()
        self.upgrading = threading.Event()

    def start(self) -> None:
        """Start everything; returns when all replicas let readers in. Raises NoProxyError, RuntimeError."""
        program = nginx.find()
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = self.folder / "nginx.conf"
        settings.write_text(nginx.configuration(self.port, self.ports, self.folder, self.sticky), encoding="utf-8")
        (self.folder / "pid").write_text(str(os.getpid()), encoding="ascii")
        self.replicas = [Replica.start(port) for port in self.ports]
        for replica in self.replicas:
            self._wait_until_ready(replica)
        self.proxy = subprocess.Popen([program, "-p", str(self.folder), "-c", str(settings), "-e", "stderr"])
        while self.proxy.poll() is None and not _listening(self.port):
            time.sleep(_PULSE)
        if self.proxy.poll() is not None:
            raise RuntimeError(f"nginx did not start; is port {self.port} taken?")

    def _wait_until_ready(self, replica: Replica) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not replica.ready():
            if replica.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the replica on port {replica.port} did not become ready")
            if self.ending.wait(_PULSE):
                return

    def run(self) -> None:
        """Keep the replicas alive until told to end."""
        while not self.ending.wait(_PULSE):
            if self.upgrading.is_set():
                self.upgrading.clear()
                self.upgrade()
            self.revive()

    def revive(self) -> None:
        """Start again what has died."""
        for number, replica in enumerate(self.replicas):
            # One that cannot start must not keep the machine busy with trying.
            if replica.process.poll() is not None and time.monotonic() - replica.born > _AGAIN:
                print(f"replica {number} has ended with {replica.process.returncode}; started again", flush=True)
                self.replicas[number] = Replica.start(replica.port)

    def upgrade(self) -> None:
        """Restart one replica after the other; the proxy sends its readers to the others in the meantime.

        Where the new one does not come up, the others stay as they are.
        """
        for number, replica in enumerate(self.replicas):
            replica.process.terminate()
            _wait(replica.process)
            self.replicas[number] = Replica.start(replica.port)
            try:
                self._wait_until_ready(self.replicas[number])
            except RuntimeError as problem:
                print(f"{problem}; the others are not restarted", flush=True)
                return
            print(f"replica {number} is new", flush=True)

    def stop(self) -> None:
        """End replicas, then the proxy."""
        for replica in self.replicas:
            replica.process.terminate()
        for replica in self.replicas:
            _wait(replica.process)
        if self.proxy is not None:
            self.proxy.terminate()
            _wait(self.proxy)


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def main() -> int:
    """The command; 1 with a sentence if something is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--folder", type=Path, default=ROOT / ".replicas")
    parser.add_argument("--upgrade", action="store_true", help="restart running replicas one after the other")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    if asked.upgrade:
        return _tell_to_upgrade(folder)
    replicas = Replicas(asked.replicas, asked.port, folder)

    def end(_: int, __: FrameType | None) -> None:
        replicas.ending.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGHUP, lambda *_: replicas.upgrading.set())
    try:
        replicas.start()
        print(f"Dashboard: http://localhost:{asked.port} ({asked.replicas} replicas)", flush=True)
        replicas.run()
    except (nginx.NoProxyError, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        replicas.stop()
        (folder / "pid").unlink(missing_ok=True)
    return 0


def _tell_to_upgrade(folder: Path) -> int:
    try:
        os.kill(int((folder / "pid").read_text(encoding="ascii")), signal.SIGHUP)
    except (OSError, ValueError):
        print("No replicas are running here: make replicas starts them.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
