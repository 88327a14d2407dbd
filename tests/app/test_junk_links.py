"""Any URL text whatever: the page stands, on defaults where a value cannot be used, and names what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.facts import Facts
from dashboard.registry import NAMES as PAGES
from dashboard.takeaway import link as links
from dashboard.takeaway import link_notices
from dashboard.words import text
from tests.conftest import examples

from .conftest import figure, headline, markup, notices, shown, start, words

Query = Mapping[str, str | list[str]]

JUNK = [
    "", " ", "abc", "nan", "NaN", "inf", "-inf", "1e400", "-1", "0", "1e9", "999999999999", "0x50", "70,5", "7 0",
    "$70", "null", "None", "true", "%00", "\x00", "\u202e07", "\u200b70", "70\u0000", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "../../etc/passwd", "' OR 1=1", "{}", "[]", "ＦＹ２０２５",
    "fy2025", "EN ", "de", "FR", "9" * 5_000, "x" * 10_240, "70." + "0" * 10_240, "\N{PILE OF POO}",
]  # fmt: skip


def _keys(facts: Facts) -> list[str]:
    return [a.key for a in facts.assumptions] + [
        "lang",
        "v",
        "facts",
        "verdict",
        "role",
        "junk",
        "embed_options",
        "page",
    ]


def _check(facts: Facts, page: str, query: Query) -> None:
    """The page shows what the link means, and says everything of it that it does not use."""
    app = start(page, query)
    assert not app.exception
    assert headline(app)
    meant = links.decode(facts, f"/{page}?{urlencode(query, doseq=True)}")
    assert shown(app, facts) == meant.values
    lang = app.session_state["lang"]
    assert lang == (meant.lang or "EN")
    said = [line for line in notices(app) if not line.startswith(text.t("notice.changed", lang))]
    assert said[: len(link_notices.lines(meant, lang))] == link_notices.lines(meant, lang)
    for key in query:
        given = [raw for raw in query[key] if raw]
        if key in meant.values and key not in meant.given and given:
            assert any(key in line or line == text.t("link.cut", lang) for line in said), key


@pytest.mark.parametrize("page", PAGES)
def test_junk_in_every_parameter(page: str, facts: Facts) -> None:
    start_at = 5 * PAGES.index(page)
    query = {key: [JUNK[(start_at + i) % len(JUNK)]] for i, key in enumerate(_keys(facts))}
    _check(facts, page, query)
    _check(facts, page, {key: ["<b>&", "<b>&"] for key in _keys(facts)})


def test_all_junk_in_a_slider_a_choice_and_the_language(facts: Facts) -> None:
    sliders = [a.key for a in facts.assumptions if a.options is None]
    choices = [a.key for a in facts.assumptions if a.options is not None] + ["lang"]
    width = len(choices)
    for i in range(0, len(JUNK), width):
        junk = JUNK[i : i + width]
        _check(
            facts, "mining", {key: [raw] for keys in (sliders, choices) for key, raw in zip(keys, junk, strict=False)}
        )


values = st.one_of(
    st.sampled_from(JUNK),
    st.text(max_size=30),
    st.floats().map(str),
    st.integers(-10, 250).map(str),
    st.sampled_from(["EN", "DE", "FY2025", "RUN", "GPU", "COLO", "ON", "OFF"]),
)


keys = st.one_of(st.integers(0, 50).map(str), st.text(min_size=1, max_size=10))


@example(page="mining", query={"facts": ["up-12345678", "x"], "btc": ["70"]})
@example(page="overview", query={"facts": ["up-"], "v": ["0"]})
@example(page="claims", query={"verdict": ["ALL", "ALL"], "lang": ["DE"]})
@settings(max_examples=examples(10))
@given(page=st.sampled_from(PAGES), query=st.dictionaries(keys, st.lists(values, min_size=1, max_size=3), max_size=12))
def test_any_text(page: str, query: Query, facts: Facts) -> None:
    known = _keys(facts)
    # A whole number stands for a parameter of the facts file.
    _check(facts, page, {known[int(key) % len(known)] if key.isdecimal() else key: v for key, v in query.items()})


@pytest.mark.parametrize(
    ("key", "raw"), [("basis", ["", "FY2025"]), ("basis", ["FY2025", "junk"]), ("btc", ["70", "80"])]
)
def test_a_repeated_parameter_is_refused_even_where_one_of_its_values_is_known(
    facts: Facts, key: str, raw: list[str]
) -> None:
    _check(facts, "overview", {key: raw})
    assert notices(start("overview", {key: raw, "lang": "EN"})) == [text.t("link.repeated", "EN", names=key)]


@pytest.mark.parametrize(
    "query",
    [
        {"BTC": "70", "amp;cash": "80", "net": "1000", "utm_source": ["a", "b"]},
        {"btc": ["70", "70.0"], "cash": "80.", "NET": "1000"},
        {"btc": "70&cash=80&net=1000"},
        {"btc%3D70%26cash%3D80%26net%3D1000": ""},
    ],
)
def test_a_mangled_link_shows_the_senders_numbers(query: Query) -> None:
    app = start("mining", query)
    assert "loses $27,000" in headline(app)
    assert notices(app) == []


def test_a_misspelt_key_is_named(facts: Facts) -> None:
    app = start("mining", {"BTCC": "70", "h": "-27000.margin_per_btc.mining", "v": facts.fingerprint})
    first, second = notices(app)
    assert first == "Not used from the link: BTCC (did you mean btc?)."
    assert second.startswith(f"Margin per BTC: the sender saw {text.MINUS}$27,000; here it is")


def test_a_value_between_two_steps_is_used_and_shown_exactly() -> None:
    app = start("mining", {"btc": "70.4", "lang": "DE"})
    assert figure(app, "btc_price") == 70_400
    assert "genau 70,4\u00a0Tsd.\u00a0$" in words(markup(app))
    assert app.slider(key="btc").value == 70.4
    app.slider(key="cash").set_value(80.0).run()
    assert figure(app, "btc_price") == 70_400, "another slider does not round this one"


def test_the_address_follows_the_reader(facts: Facts) -> None:
    app = start("mining", {"BTCC": "70", "lang": "EN"})
    app.slider(key="btc").set_value(70.0).run()
    said = {key: app.query_params[key] for key in app.query_params}
    assert {key: value[0] if isinstance(value, list) else value for key, value in said.items()} == {
        "h": "-20210.margin_per_btc.mining", "btc": "70", "lang": "EN", "v": facts.fingerprint,
    }  # fmt: skip
    assert notices(app) == []


def test_the_refusal_stays_until_the_reader_moves_something() -> None:
    app = start("mining", {"btc": "abc"})
    (line,) = notices(app)
    assert notices(app.run()) == [line]
    assert notices(app.slider(key="btc").set_value(80.0).run()) == []


def test_nothing_of_the_link_is_echoed() -> None:
    app = start("mining", {"btc": "<img src=x onerror=alert(1)>", "<b>bold</b>": "<b>bold</b>"})
    everything = " ".join(element.proto.body for element in app.get("html"))
    assert "onerror" not in everything
    assert "bold</b>" not in everything
