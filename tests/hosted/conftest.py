"""Two servers: the guarded one, and the plain one on which every attack of these tests succeeds."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping

import pytest

from tests.conftest import PATIENCE
from tools.server import serve


@pytest.fixture(scope="session")
def guarded() -> Iterator[str]:
    """Address of deploy/asgi.py."""
    with serve("deploy/asgi.py") as address:
        yield address


@pytest.fixture(scope="session")
def plain() -> Iterator[str]:
    """Address of app.py alone."""
    with serve() as address:
        yield address


def ask(
    url: str, headers: Mapping[str, str] | None = None, method: str = "GET", data: bytes | None = None
) -> tuple[int, bytes]:
    """Status and body of one request, also of a refused one."""
    request = urllib.request.Request(url, data, dict(headers or {}), method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
