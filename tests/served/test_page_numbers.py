"""What an address hands out is what the page shows."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.types import ASGIApp

from dashboard.screen import routes
from tests.app.conftest import headline, markup, start

from .asking import get

pytestmark = pytest.mark.xdist_group("served")
_DATA = re.compile(r'<data value="([^"]*)" data-figure="([^"]*)" data-kind="[^"]*">')


@pytest.mark.parametrize("page", ["mining", "runway"])
def test_the_numbers_and_the_sentence_are_those_of_the_page(served: ASGIApp, page: str) -> None:
    app = start(page, {"btc": "64", "cash": "81", "lang": "EN"})
    query = "btc=64&cash=81&lang=EN"
    assert f"<title>{headline(app)}</title>" in get(served, f"/{page}?{query}").text.replace("&#39;", "'")
    found = json.loads(get(served, f"/api/scenario.json?{query}").body)
    figures = found["outputs"] | found["facts"] | {one["name"]: one for one in found["assumptions"].values()}
    compared = 0
    for shown, key in _DATA.findall(markup(app)):
        value = figures.get(key, {}).get("value")
        if isinstance(value, float):
            # The page writes twelve digits.
            assert f"{value + 0.0:.12g}" == shown, key
            compared += 1
    assert compared > 20


def test_downloads_are_addresses_where_the_server_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "prepare" in [button.key for button in start("claims", {"lang": "EN"}).button]
    monkeypatch.setattr(routes, "_offered", [True])
    app = start("claims", {"lang": "EN", "btc": "64"})
    assert not app.exception and "prepare" not in [button.key for button in app.button]
    addresses = [element.proto.url for element in app.get("link_button")]
    assert [re.split(r"[/?]", address)[2] for address in addresses] == [
        "workbook.xlsx",
        "scenario.csv",
        "scenario.json",
    ]
    queries = [parse_qs(urlsplit(address).query) for address in addresses]
    assert all(query["btc"] == ["64"] and "h" not in query for query in queries)
