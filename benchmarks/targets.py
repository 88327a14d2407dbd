"""What is measured: the app twice, Dash, plain Streamlit. Each is a process of its own with a clock of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.same_page import ROOT
from tools.server import cpu_seconds, free_port, started, streamlit

_DASH = "dash==4.4.1"
_RIVALS = ROOT / ".venv" / f"bench-{_DASH.replace('==', '-')}"


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
        return cpu_seconds(self.pid)


def rivals_python() -> str:
    """The interpreter with Dash beside our own packages; installed at the first call."""
    python = _RIVALS / "bin" / "python"
    if not (_RIVALS / ".done").exists():
        subprocess.run([sys.executable, "-m", "venv", str(_RIVALS)], check=True)
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        ours = next(path for path in sys.path if path.endswith("site-packages"))
        # The rivals compute with the very packages that we do.
        (_RIVALS / "lib" / version / "site-packages" / "ours.pth").write_text(
            f"{Path(ours).resolve()}\n", encoding="utf-8"
        )
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
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with started([rivals_python(), "-m", "benchmarks.rival_dash", str(port)], f"{address}/") as process:
        yield Target("Dash", address, process.pid, ".value", "#price")


@contextmanager
def _streamlit(script: str, name: str, path: str, values: str, slider: str) -> Iterator[Target]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with started(streamlit(script, port), f"{address}/_stcore/health") as process:
        yield Target(name, f"{address}{path}", process.pid, values, slider)
