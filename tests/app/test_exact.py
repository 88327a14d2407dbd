"""Values between the steps, and the way back for one slider alone."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.facts import Facts
from dashboard.words.text import NBSP

from .conftest import headline, markup, shown, start, widget, words

LOSS = {"btc": "70", "cash": "80", "dep": "17", "net": "1000", "basis": "FY2025"}


@pytest.mark.parametrize(("lang", "said"), [("EN", "exactly $70.4k"), ("DE", f"genau 70,4{NBSP}Tsd.{NBSP}$")])
def test_a_value_between_two_steps_is_said_exactly(lang: str, said: str) -> None:
    app = start("mining", {**LOSS, "btc": "70.4", "lang": lang})
    assert said in words(markup(app))
    assert ("$70,400" if lang == "EN" else f"70.400{NBSP}$") in headline(app)


def _type(app: AppTest, key: str, typed: str) -> AppTest:
    app.selectbox(key="exact_of").set_value(key).run()
    return app.text_input(key=widget(app, "exact_value")).set_value(typed).run()


@pytest.mark.parametrize(("lang", "typed"), [("EN", "70.4"), ("DE", "70,4"), ("EN", "70,4")])
def test_the_field_takes_any_value_within_bounds(lang: str, typed: str, facts: Facts) -> None:
    app = _type(start("mining", {**LOSS, "lang": lang}), "btc", typed)
    assert shown(app, facts)["btc"] == 70.4
    assert app.query_params["btc"] in ("70.4", ["70.4"])


@pytest.mark.parametrize("typed", ["19.9", "200.1", "many", "-70"])
def test_what_cannot_be_applied_is_said_and_nothing_changes(typed: str, facts: Facts) -> None:
    app = _type(start("mining", {**LOSS, "lang": "EN"}), "btc", typed)
    assert shown(app, facts)["btc"] == 70
    assert "Not applied: expected a number from $20k to $200k." in words(markup(app))
    assert app.text_input(key=widget(app, "exact_value")).value == typed, "nothing that was typed is lost"
    app.text_input(key=widget(app, "exact_value")).set_value("71.25").run()
    assert shown(app, facts)["btc"] == 71.25 and "Not applied" not in words(markup(app))


def test_a_moved_slider_says_what_it_was_at_and_goes_back_alone(facts: Facts) -> None:
    app = start("mining", {**LOSS, "lang": "EN"})
    assert not [button for button in app.button if str(button.key).startswith("back_")]
    app.slider(key="btc").set_value(75.0).run()
    app.slider(key="cash").set_value(60.0).run()
    assert app.button(key="back_btc").label.replace("\\", "") == "Bitcoin price: was $70k", "the sender's value"
    app.button(key="back_btc").click().run()
    values = shown(app, facts)
    assert (values["btc"], values["cash"]) == (70, 60)
    assert [button.key for button in app.button if str(button.key).startswith("back_")] == ["back_cash"]


def test_without_a_link_it_was_at_the_default(facts: Facts) -> None:
    app = start("mining", {"lang": "EN"})
    app.slider(key="btc").set_value(75.0).run()
    assert app.button(key="back_btc").label.replace("\\", "") == "Bitcoin price: was $83k"
