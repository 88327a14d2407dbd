"""One chart for a frame of another site, and nothing else of ours in one."""

from __future__ import annotations

import json
import re

import pytest
from starlette.types import ASGIApp

from .asking import HOST, get

pytestmark = pytest.mark.xdist_group("served")


def test_a_chart_stands_alone_with_its_source_and_the_way_to_its_page(served: ASGIApp) -> None:
    answer = get(served, "/embed/mining/curve?btc=70&lang=DE&theme=dark")
    assert answer.status == 200
    assert '<html lang="de" style="color-scheme:dark">' in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    found = re.search(r'<script type="application/json" id="chart">(.*?)</script>', answer.text)
    assert found is not None
    chart = json.loads(found[1])
    assert chart["name"] == "mining/curve" and chart["figure"]["data"]
    assert f'href="https://{HOST}/mining?btc=70&amp;lang=DE&amp;v=' in answer.text
    assert '<data value="' in answer.text


def test_a_block_of_words_is_embedded_too(served: ASGIApp) -> None:
    answer = get(served, "/embed/peers/peers?lang=EN")
    assert answer.status == 200 and "<table>" in answer.text and "cgplot" not in answer.text.split("</style>")[1]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/embed/mining/curve?theme=pink", 400),
        ("/embed/mining/curve?theme=dark&theme=light", 400),
        ("/embed/mining/curve?btc=<script>", 400),
        ("/embed/mining/nothing", 404),
        ("/embed/<script>/curve", 404),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(served: ASGIApp, address: str, status: int) -> None:
    answer = get(served, address)
    assert answer.status == status
    assert "<script" not in answer.text and answer.text.count("<p>") == 1


def test_the_script_speaks_to_the_frame_and_listens_to_nobody(served: ASGIApp) -> None:
    script = get(served, "/embed/embed.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "postMessage" in script.text
    assert "onmessage" not in script.text and "addEventListener" not in script.text
