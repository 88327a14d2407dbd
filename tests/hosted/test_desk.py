"""Who is let in, how fast a reader is served, what a client may ask for, and what the server refuses to start with."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import registry
from deploy import budget, messages, reception, settings, watch
from deploy.budget import Budgets
from deploy.reception import Reception
from deploy.sessions import Sessions
from tests.conftest import ROOT
from tests.own_loop import run_apart

ORIGIN = {"origin": "http://testserver"}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """In place of Streamlit."""
    if scope["type"] == "http":
        await PlainTextResponse("page")(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    await receive()


@pytest.fixture
def desk() -> Reception:
    found = Reception(2)
    found.facts_loaded = True
    return found


class Client:
    """Speaks ASGI to an app: requests, and sockets that stay open until they are let go."""

    def __init__(self, served: ASGIApp) -> None:
        self.app = served

    async def get(self, path: str) -> tuple[int, dict[str, str], str]:
        said = await self._say({"type": "http", "method": "GET", "path": path, "headers": []}, asyncio.Event())
        return _answer(said)

    async def connect(self, leaving: asyncio.Event, **headers: str) -> list[Message]:
        """All that is said to a socket that leaves when it is told to, or is refused."""
        fields = [(name.encode(), value.encode()) for name, value in {"host": "testserver", **headers}.items()]
        scope = {"type": "websocket", "path": "/_stcore/stream", "headers": fields, "subprotocols": []}
        return await self._say({**scope, "extensions": {"websocket.http.response": {}}}, leaving)

    async def _say(self, scope: dict[str, Any], leaving: asyncio.Event) -> list[Message]:
        said: list[Message] = []
        coming = [{"type": "websocket.connect"}]

        async def receive() -> Message:
            if coming:
                return coming.pop()
            await leaving.wait()
            return {"type": "websocket.disconnect", "code": 1000}

        async def send(message: Message) -> None:
            said.append(message)

        await self.app(scope, receive, send)
        return said

    async def refusal(self, **headers: str) -> int:
        return _answer(await self.connect(asyncio.Event(), **headers))[0]


def _answer(said: list[Message]) -> tuple[int, dict[str, str], str]:
    start, body = said
    return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body["body"].decode()


@pytest.fixture
def client(desk: Reception) -> Client:
    return Client(Sessions(app, desk))


def test_no_more_readers_than_there_is_room_for(client: Client, desk: Reception) -> None:
    async def visit() -> None:
        leaving = asyncio.Event()
        held = [asyncio.create_task(client.connect(leaving, **ORIGIN)) for _ in range(2)]
        for _ in range(100):
            await asyncio.sleep(0)
        assert desk.closed() == "full"
        for path in ("/", "/mining"):
            status, headers, body = await client.get(path)
            assert status == 503 and headers["retry-after"] == "10"
            assert "please load the page again" in body and "bitte in einer Minute" in body
        assert (await client.get("/static/x.js"))[0] == 200, "who is here may go on"
        assert await client.refusal(**ORIGIN) == 503
        leaving.set()
        await asyncio.gather(*held)
        assert desk.open == 0 and (await client.get("/"))[0] == 200
        desk.draining = True
        assert (await client.get("/"))[0] == 503 and await client.refusal(**ORIGIN) == 503

    run_apart(visit())


def test_another_site_is_refused_and_the_log_says_who(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    watch.start(None)
    watch._last.clear()
    for _ in range(3):
        assert run_apart(client.refusal(origin="https://evil.example")) == 403
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["event"], line["reason"], line["origin"]) for line in lines] == [
        ("refused", "origin", "https://evil.example")
    ], "one line, however many"
    assert run_apart(client.refusal()) == 403, "no Origin at all"
    assert b'dashboard_refused_total{reason="origin"}' in generate_latest()


def test_the_token_is_given_once_and_no_script_can_read_it(client: Client) -> None:
    gone = asyncio.Event()
    gone.set()

    def given(**headers: str) -> list[str]:
        accepted = run_apart(client.connect(gone, **ORIGIN, **headers))[0]
        return [value.decode() for name, value in accepted.get("headers", []) if name == b"set-cookie"]

    (cookie,) = given()
    token, *rest = cookie.split("; ")
    assert token.startswith("dash_reader=") and len(token) > 40
    assert rest == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert given(cookie=token) == []
    assert "Secure" in reception.set_cookie("x", True)


def test_what_a_session_holds_is_freed_with_it(desk: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []

    class Runtime:
        def close_session(self, session: str) -> None:
            ended.append(session)

    monkeypatch.setattr("streamlit.config.get_option", lambda _: 2)
    monkeypatch.setattr("streamlit.runtime.exists", lambda: True)
    monkeypatch.setattr("streamlit.runtime.get_instance", Runtime)

    async def visit() -> None:
        desk.connected("s", "token")
        desk.connected("s", "token")
        desk.gone("s")
        assert desk.owns("s", "token") and not desk.owns("s", "other") and not desk.owns("s", None)
        desk.gone("s")
        desk.connected("s", "token")
        await asyncio.sleep(1.2)
        assert ended == [], "back in time"
        desk.uploading("s", 1)
        desk.gone("s")
        while desk.known("s"):
            await asyncio.sleep(0.05)
        assert desk.uploading("s", -1) == 0, "an upload may end after its session"

    run_apart(asyncio.wait_for(visit(), 60))
    assert ended == ["s"]


def test_kinds_of_messages() -> None:
    def passes(**fields: Any) -> bool:
        return messages.read(BackMsg(**fields).SerializeToString()) is not None

    let = {"stop_script", "app_heartbeat"}
    flags = {f.name for f in BackMsg.DESCRIPTOR.fields if f.message_type is None}
    assert flags > let
    assert {name for name in flags if passes(**{name: True})} == let
    assert passes(rerun_script={}) and passes(file_urls_request={})
    assert passes(backend_operation_request={"session_id": "s", "deferred_file": {}})
    for operation in ("install_skills", "dismiss_skills_nudge"):
        assert not passes(backend_operation_request={operation: {}})
    assert not passes() and not passes(backend_operation_request={})


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://x/runway?btc=1", "runway"), ("https://x/base/ai/", "ai"), ("https://x/", "overview"),
        ("https://x/<b>", "overview"), ("http://[", "overview"), ("", "overview"),
    ],
)  # fmt: skip
def test_only_names_of_pages_become_labels(url: str, page: str) -> None:
    message = BackMsg()
    message.rerun_script.context_info.url = url
    assert messages.page(message) == page


def test_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    pace = messages.Pace()
    for _ in range(4):
        assert pace.rerun() == 0
        pace.ran(1.0)
    assert pace.rerun() == 0
    pace.ran(30.0)
    assert pace.rerun() == pytest.approx(2.0), "a second of debt at half a second each second"
    clock[0] += 2
    assert pace.rerun() == 0
    clock[0] += 3600
    for _ in range(10):
        pace.ran(1.0)
    assert pace.rerun() == messages.Pace.LONGEST, "what was saved is bounded, and so is the wait"
    assert [pace.message() for _ in range(100)] == [0] * 100
    assert pace.message() == pytest.approx(1 / 40)
    clock[0] += 1 / 40
    assert pace.message() == pytest.approx(1 / 40)


def test_budgets_of_routes() -> None:
    running, most = 0, 0

    async def work(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1
        await PlainTextResponse("done")(scope, receive, send)

    guarded = Budgets(work, {"/api/": "5/minute", "/card/": "2/minute"}, at_once=2)
    answers: list[int] = []

    async def ask(path: str, host: str) -> None:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answers.append(message["status"])
                if message["status"] == 429:
                    assert 1 <= int(dict(message["headers"])[b"retry-after"]) <= 60

        async def receive() -> Any:
            return {"type": "http.request"}

        await guarded({"type": "http", "path": path, "client": (host, 1), "headers": []}, receive, send)

    async def visit() -> None:
        await asyncio.gather(*(ask("/api/x", "192.0.2.1") for _ in range(8)))
        assert sorted(answers) == [200] * 5 + [429] * 3
        answers.clear()
        await asyncio.gather(*(ask("/api/x", f"2001:db8::{i}") for i in range(1, 8)))
        assert sorted(answers) == [200] * 5 + [429] * 2, "one network, one customer"
        answers.clear()
        await asyncio.gather(*(ask("/mining", "192.0.2.1") for _ in range(9)), ask("/card/x", "192.0.2.1"))
        assert answers == [200] * 10

    run_apart(visit())
    assert most >= 9, "what has no budget is not held up"


def test_whose_request_it_is() -> None:
    assert budget.client({"client": None}) == budget.client({"client": ("@", 0)}) == "unknown"
    assert (
        budget.client({"client": ("::ffff:192.0.2.1", 0)}) == budget.client({"client": ("192.0.2.1", 9)}) == "192.0.2.1"
    )


def test_a_client_that_reads_slowly_holds_up_nobody() -> None:
    guarded = Budgets(app, {"/api/": "100/minute"}, at_once=1)
    stuck = asyncio.Event()

    async def visit() -> None:
        async def receive() -> Any:
            return {"type": "http.request"}

        async def slow(message: Any) -> None:
            if message["type"] == "http.response.body":
                await stuck.wait()

        answered: list[str] = []

        async def quick(message: Any) -> None:
            answered.append(message["type"])

        scope = {"type": "http", "path": "/api/x", "client": ("192.0.2.1", 1), "headers": []}
        waiting = asyncio.create_task(guarded(scope, receive, slow))
        await asyncio.sleep(0)
        await asyncio.wait_for(guarded(scope, receive, quick), 60)
        assert answered == ["http.response.start", "http.response.body"] and not waiting.done()
        stuck.set()
        await waiting

    run_apart(visit())


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = [(1024, 1024)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[0])
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: limits.__setitem__(0, pair))
    found = settings.read({})
    assert found == settings.Settings(("localhost", "127.0.0.1"), 206, None, 2.0)
    limits[0] = (1024, 65_536)
    assert settings.read({}).sessions == 1000 and limits[0] == (65_536, 65_536)
    found = settings.read(
        {"DASHBOARD_HOSTS": "A.example, b.example", "DASHBOARD_SESSIONS": "5000", "DASHBOARD_METRICS": "9501"}
    )
    assert found.hosts[2:] == ("a.example", "b.example")
    assert found.sessions == 5000 and found.metrics == ("127.0.0.1", 9501)
    for name, wrong in (
        ("DASHBOARD_SESSIONS", "20000"), ("DASHBOARD_SESSIONS", "many"), ("DASHBOARD_METRICS", "x"),
        ("DASHBOARD_DRAIN", "-1"), ("DASHBOARD_DRAIN", "nan"),
    ):  # fmt: skip
        with pytest.raises(settings.SettingsError, match=name):
            settings.read({name: wrong})


@pytest.mark.parametrize("key", settings._REQUIRED)
def test_unsafe_settings_are_refused_by_name(key: str) -> None:
    good: Callable[[str], Any] = settings._REQUIRED.__getitem__
    settings.check(good)
    with pytest.raises(settings.SettingsError, match=rf"{key} is 'other' and must be .*folder that holds app\.py"):
        settings.check(lambda asked: "other" if asked == key else good(asked))


def test_from_another_folder_it_does_not_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "deploy" / "asgi.py"), "--server.headless", "true"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=180)
    said = ended.stderr.strip()
    assert ended.returncode != 0 and "does not start" in said and "Traceback" not in said
    assert "folder that holds app.py" in said.splitlines()[-1]


def test_a_run_is_one_line_without_its_reader(capsys: pytest.CaptureFixture[str]) -> None:
    watch.start(None)
    watch.ran("mining", 0.1234, False)
    line = json.loads(capsys.readouterr().out)
    assert {**line, "time": 0} == {"time": 0, "event": "run", "page": "mining", "seconds": 0.123, "part": False}
    uvicorn = logging.getLogger("uvicorn.error")
    refusal, other = (uvicorn.makeRecord("", 40, "", 0, f"ASGI callable {what}.", (), None) for what in
                      ("returned without completing handshake", "failed"))  # fmt: skip
    assert uvicorn.filter(other) and not uvicorn.filter(refusal), "one line for each would fill the disk"
    text = generate_latest().decode()
    for name in ("dashboard_sessions ", "dashboard_ready ", 'dashboard_run_seconds_bucket{le="0.2",page="mining"}'):
        assert name in text
    assert all(f'page="{page}"' in text for page in registry.NAMES)
    logging.getLogger("hosted").handlers.clear()
