"""What a machine can do to the server: a full disk, no home, another locale and time, and facts that come and go."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.registry import NAMES
from dashboard.screen.component import blocks
from dashboard.words import text
from deploy import paths
from deploy.replicas import free_ports
from tests.conftest import PATIENCE, ROOT
from tests.own_loop import run_apart

from .conftest import ask
from .loyal import Attentive, Owner

pytestmark = pytest.mark.xdist_group("faults")

_CALL_HOME = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"


@contextmanager
def started(script: str, log: str, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server that writes to ``log``, in a bare environment with these variables; its process and address."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    with open(log, "wb") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env={"PATH": os.environ["PATH"], **environment}
        )
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + PATIENCE
        while server.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        assert server.poll() is None
        yield server, address
    finally:
        server.kill()
        server.wait()


def replaced(facts: Path) -> None:
    new = facts.with_suffix(".new")
    new.write_bytes((ROOT / "data" / "cango.yaml").read_bytes().replace(b"ticker: CANG", b"ticker: CANGO", 1))
    new.replace(facts)


def truncated(facts: Path) -> None:
    os.truncate(facts, facts.stat().st_size // 2)


def removed(facts: Path) -> None:
    facts.unlink()


def a_folder(facts: Path) -> None:
    facts.mkdir()


def not_readable_text(facts: Path) -> None:
    facts.rmdir()
    facts.write_bytes(b"\xff\xfe" * 100)


FAULTS: tuple[tuple[Callable[[Path], None], str], ...] = (
    (truncated, "the file is cut off"),
    (removed, "cango.yaml"),
    (a_folder, "cango.yaml"),
    (not_readable_text, "cango.yaml"),
)


def test_a_full_disk_no_home_another_locale_and_facts_that_come_and_go(tmp_path: Path) -> None:
    facts = tmp_path / "data" / "cango.yaml"
    shutil.copytree(ROOT / "data", facts.parent, ignore=shutil.ignore_patterns("strings", "archive"))
    nowhere = str(tmp_path / "nowhere")
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati", "HOME": nowhere, "TMPDIR": nowhere}
    with started("deploy/asgi.py", "/dev/full", **bare, DASHBOARD_FACTS=str(facts)) as (server, address):

        async def visit() -> None:
            async with Attentive(address, "/mining?lang=EN&btc=70") as reader:
                first = await reader.seen()
                assert reader.shown["btc"] == "70" and "the file is cut off" not in first
                version = reader.shown["v"]
                for number, (fault, words) in enumerate(FAULTS):
                    fault(facts)
                    await reader.step(btc=60 + number)
                    page = await reader.seen()
                    assert reader.shown["btc"] == str(60 + number) and reader.shown["v"] == version, fault
                    assert words in page, fault
                    assert str(tmp_path) not in page, "where it lies on the server is nobody's business"
                replaced(facts)
                await reader.step(btc=50)
                await reader.seen()
                assert reader.shown["v"] != version

        run_apart(visit())
        told = time.monotonic()
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) in (0, -signal.SIGTERM)
        assert time.monotonic() - told >= 2


def test_a_clock_a_year_ahead_no_network_and_a_disk_that_cannot_be_written(tmp_path: Path) -> None:
    log, elsewhere = tmp_path / "log", {"PYTHONPATH": str(Path(__file__).parent / "elsewhere")}
    for code, words in ((f"open({str(tmp_path / 'x')!r}, 'w')", "Read-only"), (_CALL_HOME, "network:")):
        tried = subprocess.run([sys.executable, "-c", code], env=elsewhere, capture_output=True, text=True, check=False)
        assert tried.returncode == 1 and words in tried.stderr, "the machine is not what this test is about"
    with started("deploy/asgi.py", str(log), **elsewhere) as (_, address):

        async def visit() -> None:
            for name in NAMES:
                async with Attentive(address, f"/{name}?lang=EN&btc=70") as reader:
                    assert text.t("error.facts_title", "EN") not in await reader.seen()
                    assert reader.shown["btc"] == "70"
            owner = Owner(address, "/claims?lang=EN&btc=70")
            await owner.step(btc=60)
            published = (await owner.come()).shown["v"]
            await owner.use()
            assert owner.version and owner.version != published and owner.failed == []
            await owner.leave()

        run_apart(visit())
        for path in ("/api/scenario.csv?btc=70", "/card/mining.png?btc=70", "/feed.xml", "/app/static/plotly.min.js"):
            assert ask(address + path)[0] == 200, path
    said = log.read_text()
    assert "Traceback" not in said and "network:" not in said
    begun = json.loads(next(line for line in said.splitlines() if '"started"' in line))
    assert begun["time"] - time.time() > 300 * 86_400


def test_no_facts_at_the_start_is_not_ready(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started("deploy/asgi.py", str(log), DASHBOARD_FACTS=str(tmp_path / "none.yaml")) as (_, address):
        deadline = time.monotonic() + PATIENCE
        while b'"facts"' not in log.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert ask(f"{address}/healthz")[0] == 200
        assert ask(f"{address}/readyz") == (503, b"The facts are not loaded.")
        assert b"none.yaml" in log.read_bytes() and b"Traceback" not in log.read_bytes()


def test_scripts_are_served_without_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(blocks, "_STATIC", tmp_path / "file" / "static")
    (tmp_path / "file").write_text("in the way of a folder")
    blocks.provide_scripts()
    assert set(blocks.sources()) >= {"plotly.min.js", f"{blocks.version()}/blocks.js"}
    assert all(source.is_file() for source in blocks.sources().values())


def test_many_first_starts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(blocks, "_STATIC", tmp_path)
    code = (
        "import sys; from pathlib import Path; from dashboard.screen.component import blocks;"
        "blocks._STATIC = Path(sys.argv[1]); blocks.provide_scripts()"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [one.communicate()[1] for one in running] == [b""] * 4
    for name, source in blocks.sources().items():
        assert (tmp_path / name).read_bytes() == source.read_bytes()
    assert not list(tmp_path.rglob("*.partial"))


def test_threads_of_one_process_do_not_disturb_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(blocks, "_STATIC", tmp_path)
    failed: list[BaseException] = []

    def provide() -> None:
        try:
            blocks.provide_scripts()
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=provide) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == [] and not list(tmp_path.rglob("*.partial"))


@pytest.mark.parametrize("name", ["../index.html", "js/../../index.html", "js", "", "js/none.js", "\0", "/etc/passwd"])
def test_only_files_of_the_static_folder_are_files(name: str) -> None:
    assert not paths._is_file(name)


def test_a_file_of_the_static_folder_is_one() -> None:
    folder = paths._STATIC / "static" / "js"
    script = next(path for path in folder.iterdir() if stat.S_ISREG(path.stat().st_mode))
    assert paths._is_file(f"js/{script.name}")
