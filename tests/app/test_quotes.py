"""Prices of today on the page: the preset Today, the dated price where a feed fails, and no call unless asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from dashboard.facts import Facts, quotes
from dashboard.facts.quotes import Failure, Quote, Quotes
from dashboard.screen import quotes as shown_quotes

from .conftest import headline, markup, shown, start, widget, words

AT = dt.datetime(2026, 11, 28, 12, 40, tzinfo=dt.UTC)
BEAR = {"btc": "60", "cash": "82", "dep": "17", "basis": "RUN", "ehs": "15.5", "net": "970"}


class Said(Quotes):
    """Quotes that answer what they were told, and count how often they were asked."""

    def __init__(self, **answers: Quote | Failure) -> None:
        super().__init__({})
        self.answers, self.asked = answers, 0

    def latest(self, name: str, dated: float) -> Quote | Failure:
        self.asked += 1
        return self.answers[name]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DASHBOARD_QUOTES", "on")
    yield


def _answer(monkeypatch: pytest.MonkeyPatch, **answers: Quote | Failure) -> Said:
    said = Said(**answers)
    monkeypatch.setattr(shown_quotes, "_feeds", lambda ticker: said)
    return said


def _choose_today(app: AppTest) -> None:
    control = app.get_by_key(widget(app, "preset"))
    assert isinstance(control, ButtonGroup)
    control.set_value("today").run()


@pytest.mark.usefixtures("on")
def test_today_sets_the_price_and_a_link_carries_the_number(monkeypatch: pytest.MonkeyPatch, facts: Facts) -> None:
    _answer(monkeypatch, btc=Quote(86_120.0, AT, "Exchange"), share=Quote(3.2, AT, "File"))
    app = start("mining", {**BEAR, "lang": "EN"})
    assert shown(app, facts)["btc"] == 60, "the price of today changes nothing until it is chosen"
    said = words(markup(app))
    assert "Bitcoin today $86,120, Exchange, 28 Nov 2026, 12:40 UTC" in said
    assert "Share today $3.20, File, 28 Nov 2026" in said
    _choose_today(app)
    values = shown(app, facts)
    assert values["btc"] == 86.12
    (cash,) = [a for a in facts.assumptions if a.key == "cash"]
    assert values["cash"] == cash.default_value != 82
    assert "$86,12" in headline(app)
    assert str(app.query_params["btc"]).strip("[]'").startswith("86.12")


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("failure", ["slow", "refused", "far", "resting"])
def test_where_a_feed_fails_the_dated_price_stands(
    failure: Failure, monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    _answer(monkeypatch, btc=failure, share=failure)
    app = start("mining", {**BEAR, "lang": "DE"})
    assert "Kein Bitcoin-Kurs von heute; es gilt 83.208\u00a0$ vom 7. Okt. 2026" in words(markup(app))
    _choose_today(app)
    assert shown(app, facts)["btc"] == 83.208


def test_off_by_default_and_then_no_call_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DASHBOARD_QUOTES", raising=False)
    said = _answer(monkeypatch, btc="slow", share="slow")
    monkeypatch.setattr(quotes, "fetch", lambda *_: pytest.fail("a call"))
    app = start("mining", {"lang": "EN"})
    assert said.asked == 0
    assert "today $" not in words(markup(app)).casefold()
