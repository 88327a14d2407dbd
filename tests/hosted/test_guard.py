"""Each guard on the guarded server, and on plain Streamlit, where the same attack must succeed.

So a Streamlit that closes a hole or moves one is noticed, and no guard can pass because nothing was attacked.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from tests.conftest import PATIENCE
from tests.own_loop import run_apart
from tools.reader import Reader

from .conftest import ask

pytestmark = pytest.mark.xdist_group("hosted")

INNER = ("/_stcore/metrics", "/_stcore/agent/openapi.json")
# What Streamlit wants of an upload: a token, twice. Any will do, and it is no secret of the server.
TOKEN = "2|0123abcd|0123456789abcdef0123456789abcdef|1700000000"


class Listener(Reader):
    """Notes the setting of the server that a message of its status tells."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.run_on_save: list[bool] = []

    async def _next(self) -> ForwardMsg:
        message = await super()._next()
        if message.WhichOneof("type") == "session_status_changed":
            self.run_on_save.append(message.session_status_changed.run_on_save)
        return message


@pytest.fixture(params=["guarded", "plain"])
def server(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """Address, and whether it is guarded."""
    return request.getfixturevalue(request.param), request.param == "guarded"


def put(
    address: str, reader: Reader, name: str, data: bytes = b"company: {}", length: bool = True, source: str = ""
) -> int:
    """Status of an upload into the session of ``reader``, from the address ``source`` of this machine."""
    form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.yaml"\r\n\r\n' + data + b"\r\n--x--\r\n"
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "X-Xsrftoken": TOKEN,
        "Cookie": f"_streamlit_xsrf={TOKEN}; {reader.cookie}",
    }
    connection = http.client.HTTPConnection(
        urlsplit(address).netloc, timeout=PATIENCE, source_address=(source, 0) if source else None
    )
    try:
        body = form if length else iter([form])
        path = f"/_stcore/upload_file/{reader.session}/{name}"
        connection.request("PUT", path, body, headers, encode_chunked=not length)
        return connection.getresponse().status
    finally:
        connection.close()


def test_nothing_tells_of_the_inside(server: tuple[str, bool]) -> None:
    address, safe = server
    assert [ask(address + path)[0] for path in INNER] == ([404, 404] if safe else [200, 200])
    status, body = ask(address + "/static/js/yesterday.js")
    assert (status, b"<html" in body) == ((404, False) if safe else (200, True))


def test_only_under_its_own_names(server: tuple[str, bool]) -> None:
    address, safe = server
    assert ask(address, {"Host": "evil.example"})[0] == (400 if safe else 200)


def test_a_body_that_nothing_needs(server: tuple[str, bool]) -> None:
    address, safe = server
    status, _ = ask(address + "/_stcore/health", method="POST", data=b"x" * 100_000)
    assert status == (413 if safe else 405)


def test_the_first_message_says_nothing_of_the_machine(server: tuple[str, bool]) -> None:
    address, safe = server

    async def first() -> str:
        async with Reader(address) as reader:
            await reader.step()
            assert reader.first is not None
            assert reader.first.new_session.initialize.HasField("user_info"), "the page does not start without"
            return str(reader.first)

    said = run_apart(first())
    for inside in ("/app.py", f'"{st.__version__}"', "python_version", "installation_id"):
        assert (inside in said) == (not safe), inside


def test_who_has_the_name_of_a_session_does_not_have_the_session(server: tuple[str, bool]) -> None:
    address, safe = server

    async def take_over() -> tuple[str, str, str]:
        async with Reader(address) as owner:
            await owner.step()
            session, cookie = owner.session, owner.cookie
            thief = Reader(address, session=session)
            uploaded = put(address, Reader(address, session=session), "stolen")
            assert uploaded == (403 if safe else 204)
        async with thief:
            await thief.step()
        async with Reader(address, cookie=cookie, session=session) as back:
            await back.step()
            return session, thief.session, back.session

    session, stolen, back = run_apart(take_over())
    assert (stolen != session) == safe
    assert back == session, "the owner goes on with it"


def test_a_few_uploads_of_stated_size(server: tuple[str, bool]) -> None:
    address, safe = server

    async def upload() -> None:
        async with Reader(address) as reader:
            await reader.step()
            assert put(address, reader, "unsaid", length=False) == (411 if safe else 204)
            assert put(address, reader, "large", b"x" * (1 << 20) + b"x" * 20_000) == 413
            many = [put(address, reader, f"f{i}") for i in range(10)]
            assert many == [204] * 8 + ([429, 429] if safe else [204, 204])
            assert put(address, reader, "f0") == 204, "a file may be replaced"

    run_apart(upload())


def test_messages_that_no_reader_needs(server: tuple[str, bool]) -> None:
    address, safe = server

    async def settings() -> list[bool]:
        async with Listener(address) as reader:
            await reader.step()
            await reader.send(BackMsg(set_run_on_save=True).SerializeToString())
            await reader.step(btc=71)
            return reader.run_on_save

    assert any(run_apart(settings())) == (not safe)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (lambda reader: reader.asking() + BackMsg(load_git_info=False).SerializeToString() * 200_000, 1009),
        (lambda reader: b"\xff" * 100, 1002),
        (lambda reader: "text", 1003),
    ],
)  # fmt: skip
def test_frames_that_are_no_message(guarded: str, frame: Callable[[Reader], bytes], code: int) -> None:
    async def closed() -> int:
        async with Reader(guarded) as reader:
            await reader.send(frame(reader))
            with pytest.raises(ConnectionClosed) as caught:
                await reader.ended(PATIENCE)
            assert caught.value.rcvd is not None
            return caught.value.rcvd.code

    assert run_apart(closed()) == code


def test_a_flood_ends_with_its_last_value_and_leaves_others_in_peace(guarded: str) -> None:
    async def flood() -> None:
        async with Reader(guarded, "/mining?lang=EN") as wild, Reader(guarded, "/mining?lang=EN") as calm:
            await wild.step()
            await calm.step()
            for i in range(300):
                await wild.send(wild.asking(btc=40 + i % 50))
            await wild.send(wild.asking(btc=91))
            for price in (60, 61, 62):
                await calm.step(btc=price)
                assert calm.shown["btc"] == str(price)
            await wild.until("btc", "91", PATIENCE)

    run_apart(flood())
