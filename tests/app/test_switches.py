"""Controls that stand on a page: they change it, the link holds them, and a token that is none is refused."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import registry
from dashboard.words import text

from .conftest import headline, markup, notices, start, words


@pytest.mark.parametrize(("page", "key", "token", "shown"), [
    ("share", "basis_price", "ADJUSTED", "the price fell from $40.00 to $3.51"),
    ("share", "basis_price", "TRADED", "is the consolidation, not a gain"),
    ("peers", "role", "ALL", "None of these 15 companies"),
    ("peers", "role", "AI", "None of these 4 companies"),
])  # fmt: skip
def test_a_token_in_the_link_changes_the_page(page: str, key: str, token: str, shown: str) -> None:
    app = start(page, {"lang": "EN", key: token})
    assert not app.exception
    assert notices(app) == []
    assert shown in words(markup(app))
    code = app.code[0]
    assert parse_qs(urlsplit(code.value).query)[key] == [token]


@pytest.mark.parametrize(("page", "key"), [("share", "basis_price"), ("peers", "role")])
def test_the_first_token_is_the_default_and_the_reader_can_change_it(page: str, key: str) -> None:
    app = start(page, {"lang": "EN"})
    tokens = registry.PAGE[page].switches[key]
    before = headline(app)
    control = app.segmented_control(key=key)
    assert control.value == tokens[0]
    control.set_value(tokens[1]).run()
    assert not app.exception
    assert headline(app) == before
    code = app.code[0]
    assert parse_qs(urlsplit(code.value).query)[key] == [tokens[1]]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_token_that_is_none_is_named_and_the_default_stands(lang: text.Lang) -> None:
    app = start("share", {"lang": lang, "basis_price": "SIDEWAYS"})
    assert [line for line in notices(app) if "basis_price" in line]
    assert app.segmented_control(key="basis_price").value == "ADJUSTED"


def test_other_pages_do_not_carry_the_switch() -> None:
    app = start("mining", {"lang": "EN"})
    code = app.code[0]
    assert "basis_price" not in code.value and "role=" not in code.value
