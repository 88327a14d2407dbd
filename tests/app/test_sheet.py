"""What goes on the sheet of a page, and where, also when something on it fails."""

from __future__ import annotations

import json
from typing import NoReturn

import pytest
from markupsafe import Markup

from dashboard.screen.browser import Browser
from dashboard.screen.sheet import Sheet
from dashboard.screen.turn import TURN


def _fails() -> NoReturn:
    raise ValueError


@TURN
def test_what_follows_a_row_that_failed_stands_below_it_on_the_page() -> None:
    sheet = Sheet("mining", Browser(), widgets=False)
    sheet.html(Markup("above"), "above")
    with pytest.raises(ValueError):
        sheet.row([(1, lambda: sheet.html(Markup("beside"), "beside")), (1, _fails)])
    with pytest.raises(ValueError), sheet.place():
        _fails()
    sheet.interrupt()
    sheet.html(Markup("footer"), "footer")
    frames = [json.loads(message)["frame"] for message in sheet.messages("link")]
    assert frames == [["above"], ["footer"]]
