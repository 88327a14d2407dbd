"""Any URL text whatever: the page stands, on defaults where a value cannot be used, and names what was refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard import registry
from dashboard.facts import Assumption, Facts
from dashboard.registry import NAMES as PAGES
from dashboard.words import text
from tests.conftest import examples

from .conftest import headline, notices, shown, start

Query = dict[str, list[str]]

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


def _meaning(assumption: Assumption, raw: list[str]) -> float | str | None:
    """What a parameter sets; ``None`` where it must be refused. Written without the app's own reading."""
    if len(raw) != 1:
        return None
    if assumption.options is not None:
        return raw[0] if raw[0] in assumption.options else None
    try:
        number = float(raw[0])
    except ValueError:
        return None
    low, high, _ = assumption.bounds
    return number if math.isfinite(number) and low <= number <= high else None


def _check(facts: Facts, page: str, query: Query) -> None:
    app = start(page, query)
    assert not app.exception
    assert headline(app)
    values = shown(app, facts)
    refused = []
    for assumption in facts.assumptions:
        meant = _meaning(assumption, query[assumption.key]) if assumption.key in query else None
        assert values[assumption.key] == (assumption.default_value if meant is None else meant)
        if assumption.key in query and meant is None:
            refused.append(assumption.key)
    words_only = {"lang": text.LANGUAGES, **registry.PAGE[page].switches}
    refused += [key for key, tokens in words_only.items() if key in query and query[key] not in ([t] for t in tokens)]
    lang = app.session_state["lang"]
    lines = notices(app)
    missing_file = text.t("notice.missing_own_file", lang)
    assert (missing_file in lines) == bool(query.get("facts", [""])[0].removeprefix("up-"))
    said = [line for line in lines if line not in (text.t("notice.changed", lang), missing_file)]
    if refused:
        (line,) = said
        before, after = text.t("notice.refused", lang).split("{names}")
        named = line.removeprefix(before).removesuffix(after)
        assert sorted(named.split(", ")) == sorted(refused)
    else:
        assert said == []


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
    ("key", "raw"), [("basis", ["", "FY2025"]), ("basis", ["FY2025", "junk"]), ("btc", ["70", "70"])]
)
def test_a_repeated_parameter_is_refused_even_where_one_of_its_values_is_known(
    facts: Facts, key: str, raw: list[str]
) -> None:
    _check(facts, "overview", {key: raw})


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
