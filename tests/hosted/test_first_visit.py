"""A process draws a page before it answers anything."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.types import Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.facts import FactsError
from dashboard.takeaway import served
from deploy import first_visit, watch
from deploy.probes import Probes
from deploy.reception import Reception
from deploy.sessions import Sessions
from deploy.settings import Settings
from tests.own_loop import run_apart

SETTINGS = Settings(("localhost",), 5, None, 0.0)


class Page:
    """In place of Streamlit: draws what it is asked for, and knows who has come and gone."""

    def __init__(self, draws: bool = True) -> None:
        self.draws = draws
        self.asked: list[str] = []
        self.left = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            self.asked.append(BackMsg.FromString(message["bytes"]).rerun_script.context_info.url)
            if self.draws:
                frame = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString()
                await send({"type": "websocket.send", "bytes": frame})
        self.left += 1


def test_the_page_is_drawn_once_and_left() -> None:
    page = Page()
    desk = Reception(5)
    run_apart(first_visit.make(Sessions(page, desk)))
    assert page.asked == ["http://localhost/"] and page.left == 1 and desk.open == 0


def test_a_page_that_does_not_come_holds_up_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    watch.start(None)
    page = Page(draws=False)
    run_apart(first_visit.make(page, 0.1))
    assert json.loads(capsys.readouterr().out)["problem"] == "the page was not drawn" and page.left == 1


def test_a_page_that_fails_holds_up_nobody() -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise OSError("broken")

    run_apart(asyncio.wait_for(first_visit.make(fails), 60))


def test_nothing_is_answered_before_the_page_has_been_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, page = Reception(5), Page()
    loaded: list[str] = []
    monkeypatch.setattr(served, "served", lambda: loaded.append(desk.closed()))

    async def start() -> None:
        async with Probes(desk, SETTINGS).lifespan(page):
            assert loaded == ["facts"] and page.left == 1 and desk.closed() == ""

    run_apart(start())


def test_without_facts_it_starts_and_is_ready_when_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, page = Reception(5), Page()
    broken = [True]
    monkeypatch.setattr("deploy.probes._AGAIN", 0.01)

    def read() -> None:
        if broken:
            raise FactsError("none.yaml", None, "", "cannot be read")

    monkeypatch.setattr(served, "served", read)

    async def start() -> None:
        async with Probes(desk, SETTINGS).lifespan(page):
            assert desk.closed() == "facts" and page.asked == []
            broken.clear()
            while desk.closed():
                await asyncio.sleep(0.01)
            assert page.left == 1

    run_apart(asyncio.wait_for(start(), 60))
