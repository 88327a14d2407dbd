"""What is measured: the app twice, Dash, plain Streamlit. Each is a process of its own with a clock of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.same_page import ROOT

_DASH = "dash==4.4.1"
_RIVALS = ROOT / ".venv" / f"bench-{_DASH.replace('==', '-')}"
_START_SECONDS = 300


@dataclass(frozen=True)
class Target:
    """A running server. values: selector of the key figures; slider: of what holds the slider."""

    name: str
    address: str
    pid: int
    values: str
    slider: str

    def cpu_seconds(self) -> float:
        """Processor time that the server and its threads have spent."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rivals_python() -> str:
    """The interpreter with Dash beside our own packages; installed at the first call."""
    python = _RIVALS / "bin" / "python"
    if not (_RIVALS / ".done").exists():
        subprocess.run([sys.executable, "-m", "venv", str(_RIVALS)], check=True)
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        ours = next(path for path in sys.path if path.endswith("site-packages"))
        # The rivals compute with the very packages that we do.
        (_RIVALS / "lib" / version / "site-packages" / "ours.pth").write_text(f"{ours}\n", encoding="utf-8")
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", _DASH]
        subprocess.run(pip, check=True)
        (_RIVALS / ".done").touch()
    return str(python)


@contextmanager
def ours(script: str, name: str, page: str = "mining") -> Iterator[Target]:
    """The app as ``streamlit run`` starts it."""
    with _streamlit(script, name, f"/{page}?btc=60&lang=EN", ".cg-kpis .cg-value", ".st-key-btc") as found:
        yield found


@contextmanager
def plain() -> Iterator[Target]:
    """The same page with st.metric and st.plotly_chart."""
    values = "[data-testid=stMetricValue]"
    with _streamlit("benchmarks/rival_plain.py", "plain st.plotly_chart", "", values, ".st-key-btc") as found:
        yield found


@contextmanager
def dash() -> Iterator[Target]:
    """The same page in Dash, one callback."""
    port = _free_port()
    command = [rivals_python(), "-m", "benchmarks.rival_dash", str(port)]
    with _running(command, f"http://127.0.0.1:{port}", "/") as process:
        yield Target("Dash", f"http://127.0.0.1:{port}", process.pid, ".value", "#price")


@contextmanager
def _streamlit(script: str, name: str, path: str, values: str, slider: str) -> Iterator[Target]:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.fileWatcherType", "none", "--server.headless", "true"]
    with _running(command, f"http://127.0.0.1:{port}", "/_stcore/health") as process:
        yield Target(name, f"http://127.0.0.1:{port}{path}", process.pid, values, slider)


@contextmanager
def _running(command: list[str], address: str, health: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(address + health):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command)} did not start")
            time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
