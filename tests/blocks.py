"""What a run under AppTest has put on the page; there is no browser to put the blocks together."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def messages(app: AppTest) -> list[dict[str, Any]]:
    """The messages to the component that draws a page, in the order of the page."""
    return [json.loads(element.proto.bytes) for element in app.get("bidi_component")]


def html(app: AppTest) -> list[str]:
    """Every piece of HTML, of the frame and of the page, without the style sheets."""
    frame = [element.proto.body for element in app.get("html")]
    page = [body["html"] for message in messages(app) for body in message["bodies"].values() if "html" in body]
    return [body for body in frame + page if not body.startswith("<style")]
