"""The first deep link after a start: Streamlit runs the page file alone, without app.py, and our guard starts over."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.registry import NAMES as PAGES
from tests.conftest import PATIENCE

from .conftest import ROOT, headline, notices


@pytest.mark.parametrize("page", PAGES)
def test_cold_page(page: str) -> None:
    # Only from_file, beside the pages/ folder, starts in the old mode of a fresh server.
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
    app.query_params["btc"] = "70"
    app.query_params["lang"] = "DE"
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    assert headline(app)
    assert notices(app) == []
    assert app.slider(key="btc").value == 70, "the whole frame was drawn, from the link"
