"""Mine against yours: a scenario kept as A stands in the link, beside the key figures, and in one sentence."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.facts import Facts
from dashboard.words import text
from dashboard.words.text import Lang

from .conftest import markup, notices, shown, start, widget, words

pytestmark = pytest.mark.by_hand


def against(html: str) -> list[str]:
    return [words(one) for one in re.findall(r'<p class="cg-against">(.*?)</p>', html)]


def of_a(html: str) -> dict[str, str]:
    """The values of A beside the key figures, by name."""
    found = re.findall(r'cg-other-value">(A: <data [^>]*data-figure="(\w+)"[^>]*>.*?)</div>', html)
    return {key: words(said) for said, key in found}


def test_without_an_a_nothing_is_compared() -> None:
    html = markup(start("runway"))
    assert against(html) == [] and of_a(html) == {}


@pytest.mark.parametrize(("lang", "said"), [
    ("EN", "Against A: the money is gone 11\u00a0months earlier, because of price."),
    ("DE", "Gegenüber A endet das Geld 11\u00a0Monate früher, wegen: Preis."),
])  # fmt: skip
def test_a_link_with_an_a_says_the_difference_and_its_cause(lang: Lang, said: str) -> None:
    app = start("runway", {"btc": "60", "a": "0", "lang": lang})
    assert notices(app) == []
    assert against(markup(app)) == [said]
    assert re.search(r"^A: 114\s?% \(\u2212\d+[.,]\d\s\w+\)$", of_a(markup(app))["ai_burn_cover"])
    assert of_a(markup(app))["money_gone_month"] == "A: " + text.date("2028-06", lang)


def test_numbers_say_how_far_apart_they_are() -> None:
    found = of_a(markup(start("mining", {"btc": "90", "a": "btc~80", "lang": "EN"})))
    assert found["btc_price"] == "A: $80,000 (+$10,000)"
    assert found["margin_per_btc"].endswith("(+$10,000)")


def test_keep_move_swap_and_drop(facts: Facts) -> None:
    app = start("runway", {"btc": "70", "lang": "EN"})
    app.button(key="keep").click().run()
    assert against(markup(app)) == ["Against A: the money is gone in the same month."]
    app.slider(key="btc").set_value(60.0).run()
    said = against(markup(app))
    assert "earlier, because of price" in said[0]
    (code,) = app.sidebar.code
    link = {key: values[0] for key, values in parse_qs(urlsplit(code.value).query).items()}
    assert link["a"] == "btc~70" and link["btc"] == "60"
    again = start("runway", link)
    assert against(markup(again)) == said and of_a(markup(again)) == of_a(markup(app))
    app.button(key="swap").click().run()
    assert shown(app, facts)["btc"] == 70.0
    assert against(markup(app))[0] == said[0].replace("earlier", "later")
    app.button(key="kept_btc").click().run()
    assert shown(app, facts)["btc"] == 60.0
    app.button(key="drop").click().run()
    assert against(markup(app)) == []


def test_an_a_that_cannot_be_right_is_not_compared() -> None:
    html = markup(start("runway", {"a": "mw0~20~drawn~0", "lang": "EN"}))
    assert against(html) == [text.t("kept.failed", "EN")]


def test_the_phone_keeps_and_drops_as_well() -> None:
    app = start("mining", {"btc": "70", "lang": "EN"})
    app.button(key="m_keep").click().run()
    app.slider(key=widget(app, "m_btc")).set_value(71.0).run()
    assert of_a(markup(app))["btc_price"] == "A: $70,000 (+$1,000)"
    app.button(key="m_drop").click().run()
    assert of_a(markup(app)) == {}


def test_the_number_lines_of_the_overview_show_where_a_stands() -> None:
    lines = re.findall(
        r'<div class="cg-strip cg-two" role="img" aria-label="([^"]*)">(.*?)</div>',
        markup(start("overview", {"btc": "60", "a": "0", "lang": "EN"})),
    )
    margin = next((said, drawn) for said, drawn in lines if said.startswith("Margin per BTC"))
    assert margin[0].endswith("; A: \u2212$7,210")
    places = {name: float(left) for name, left in re.findall(r'class="(cg-\w+)" style="left:([\d.]+)%', margin[1])}
    assert places["cg-kept"] > places["cg-own"], "A's price is the higher one"
    name = re.search(r'class="cg-kept-name" style="left:([\d.]+)%">A<', margin[1])
    assert name is not None and float(name[1]) == places["cg-kept"]
    assert "cg-kept" not in markup(start("overview", {"btc": "60", "lang": "EN"}))
