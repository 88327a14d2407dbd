"""Several replicas behind nginx: what a reader notices when one of them dies, is renewed or ends."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from deploy import nginx
from deploy.replicas import Replica, Replicas, free_ports
from tests.conftest import PATIENCE
from tests.own_loop import run_apart

from .loyal import Loyal
from .test_guard import put

pytestmark = pytest.mark.xdist_group("replicas")

PAGE = "/mining?lang=EN"


@contextmanager
def running(count: int, folder: Path, sticky: bool = True) -> Iterator[tuple[Replicas, str]]:
    """``count`` replicas with their supervisor, and the address of their proxy."""
    replicas = Replicas(count, free_ports(1)[0], folder, sticky)
    supervisor = threading.Thread(target=replicas.run)
    try:
        replicas.start()
        supervisor.start()
        yield replicas, f"http://127.0.0.1:{replicas.port}"
    finally:
        replicas.ending.set()
        if supervisor.ident is not None:
            supervisor.join()
        replicas.stop()


@asynccontextmanager
async def readers(address: str, count: int) -> AsyncIterator[list[Loyal]]:
    """Readers who have all loaded the page."""
    found = [Loyal(address, PAGE) for _ in range(count)]
    try:
        await asyncio.gather(*(reader.step(btc=70) for reader in found))
        yield found
    finally:
        for reader in found:
            await reader.leave()


def kill(replicas: Replicas, number: int) -> None:
    replicas.replicas[number].process.send_signal(signal.SIGKILL)


async def revived(replicas: Replicas, number: int, before: int) -> None:
    """Wait until the supervisor has started another process and it lets readers in."""
    async with asyncio.timeout(PATIENCE):
        while replicas.replicas[number].process.pid == before or not await asyncio.to_thread(
            replicas.replicas[number].ready
        ):
            await asyncio.sleep(0.05)


def uploads(reader: Loyal) -> int:
    assert reader._reader is not None
    reader._reader.cookie = reader.cookie
    return put(reader.address, reader._reader, "f")


@pytest.mark.full
def test_a_replica_dies_comes_back_and_is_renewed(tmp_path: Path) -> None:
    with running(2, tmp_path) as (replicas, address):

        async def visit() -> None:
            async with readers(address, 4) as found:
                assert {reader.cookies["dash_node"] for reader in found} == {"r0", "r1"}, "shared between both"
                assert [uploads(reader) for reader in found] == [204] * 4
                hit = [reader.cookies["dash_node"] == "r0" for reader in found]
                before = replicas.replicas[0].process.pid
                kill(replicas, 0)
                await asyncio.gather(*(reader.step(btc=60 + i) for i, reader in enumerate(found)))
                assert [bool(reader.outages) for reader in found] == hit, "the others notice nothing"
                assert {reader.cookies["dash_node"] for reader in found} == {"r1"}
                await revived(replicas, 0, before)
                # The one that came back gets new readers, and nobody is torn between two.
                assert [uploads(reader) for reader in found] == [204] * 4
                await asyncio.gather(*(reader.step(btc=50 + i) for i, reader in enumerate(found)))
                newcomer = Loyal(address, PAGE)
                await newcomer.step(btc=44)
                assert newcomer.cookies["dash_node"] == "r0"
                found.append(newcomer)
                await renewed(replicas, found)
                assert [line for reader in found for line in reader.wrong] == []
                await asyncio.to_thread(lets_its_readers_go, replicas.replicas[1])

        run_apart(visit())


async def renewed(replicas: Replicas, found: list[Loyal]) -> None:
    """Upgrade under readers who move on: no request fails, every process is another, every scenario is right."""
    old = [replica.process.pid for replica in replicas.replicas]
    replicas.upgrading.set()
    price, refused = 40, 0
    while {replica.process.pid for replica in replicas.replicas} & set(old) or not replicas.replicas[-1].ready():
        # Never one of the last few, nor the one the page began with: what a browser holds is not sent again.
        price = 40 + (price - 39) % 40
        await asyncio.gather(*(reader.step(btc=price) for reader in found))
        refused += await asyncio.to_thread(fails, f"http://127.0.0.1:{replicas.port}/")
    assert refused == 0


def fails(url: str) -> bool:
    """Whether a newcomer gets no page."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return bool(answer.status != 200)
    except urllib.error.URLError:
        return True


_KILLED = 8


@pytest.mark.full
def test_without_the_cookie_uploads_are_lost(tmp_path: Path) -> None:
    with running(2, tmp_path, sticky=False) as (replicas, address):

        async def visit() -> None:
            async with readers(address, 1) as (reader,):
                assert uploads(reader) == 204
                # By address, all readers behind one are on one replica; which, nginx does not say here. Who comes back
                # only when the replica is back finds it again, and is hit the next time.
                for attempt in range(_KILLED):
                    number = attempt % 2
                    before = replicas.replicas[number].process.pid
                    kill(replicas, number)
                    await reader.step(btc=60 + attempt)
                    await revived(replicas, number, before)
                    if uploads(reader) in (400, 403):
                        break
                else:
                    raise AssertionError("socket and upload have never parted")
                assert reader.outages

        run_apart(visit())


def lets_its_readers_go(replica: Replica) -> None:
    """SIGTERM: first not ready and no page for a newcomer, then the end."""
    assert replica.ready()
    told = time.monotonic()
    replica.process.terminate()
    while replica.ready():
        pass
    assert replica.process.poll() is None, "not ready before it ends"
    assert fails(f"http://127.0.0.1:{replica.port}")
    assert replica.process.wait(PATIENCE) in (0, -signal.SIGTERM)
    assert time.monotonic() - told >= 2, "the drain of the default settings"


def test_one_that_does_not_come_up_leaves_the_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def process(program: str) -> Replica:
        return Replica(0, subprocess.Popen([sys.executable, "-c", program]), time.monotonic())

    replicas = Replicas(2, 0, tmp_path)
    replicas.replicas = [process("import time; time.sleep(600)") for _ in range(2)]
    monkeypatch.setattr(Replica, "start", lambda port: process("raise SystemExit('new and broken')"))
    try:
        replicas.upgrade()
        assert replicas.replicas[0].process.poll() == 1 and replicas.replicas[1].process.poll() is None
        assert "did not become ready" in capsys.readouterr().out
    finally:
        replicas.stop()


def test_the_settings_name_every_replica(tmp_path: Path) -> None:
    settings = nginx.configuration(8501, [9001, 9002, 9003], tmp_path)
    assert settings.count("server 127.0.0.1:9002") == 4, "one of all, own pool, and twice in place of another"
    assert "ip_hash" not in settings and "proxy_pass http://$pool;" in settings
    assert "${" not in settings
    assert "access_log off" in settings, "it would hold addresses and the ids of sessions"
