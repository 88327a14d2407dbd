"""The served app, once for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp

from dashboard.takeaway import served as shown
from deploy import answers, heads
from deploy.fonts import fonts
from tests.conftest import PATIENCE

from . import asking


@pytest.fixture(scope="session")
def served() -> Iterator[ASGIApp]:
    """The routes, with facts and fonts loaded as they are in a running server, and with patience for a busy machine."""
    shown.served()
    fonts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "SECONDS", float(PATIENCE))
        patch.setattr(heads, "SECONDS", float(PATIENCE))
        yield asking.app()
