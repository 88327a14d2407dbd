"""Every page in both languages, and the controls that every page shares."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from dashboard import registry
from dashboard.facts import Facts
from dashboard.facts.words import NAME_PATTERN
from dashboard.registry import NAMES as PAGES
from dashboard.screen.context import EMBED
from dashboard.takeaway import link as links
from dashboard.words import text
from dashboard.words.text import Lang

from .conftest import ROOT, figure, headline, markup, notices, shown, start, widget, words

# At the reference network a coin costs what the slider says: 70 − 80 − 17.
LOSS = {"btc": "70", "cash": "80", "dep": "17", "net": "1000", "basis": "FY2025"}
KINDS = {"reported", "derived", "assumed", "scenario"}


def test_every_page_has_a_file() -> None:
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == {*PAGES, EMBED}


def assert_whole(app: AppTest, lang: Lang) -> None:
    """No error, no notice, a headline with a number, and every number with its value, name and kind."""
    assert not app.exception
    assert notices(app) == []
    assert re.search(r"\d", headline(app)), "a headline without a number"
    found = re.findall(r"<data ([^>]*)>", markup(app))
    assert found
    for attributes in found:
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        assert set(named) >= {"value", "data-figure", "data-kind"}
        assert named["data-figure"]
        assert named["data-kind"] in KINDS
    assert words(re.findall(r"<summary><h2>(.*?)</h2>", markup(app))[0]) == text.t("register.title", lang)


@pytest.mark.parametrize("page", PAGES)
def test_page(page: str) -> None:
    said = []
    for lang in text.LANGUAGES:
        app = start(page, {"lang": lang})
        assert_whole(app, lang)
        said.append(headline(app))
    assert len(set(said)) == len(text.LANGUAGES), "languages say different things"


def test_no_slider_can_take_a_name_of_the_apps_own(facts: Facts) -> None:
    sliders = {a.key for a in facts.assumptions}
    assert not [key for key in sliders if registry.taken(key)]
    addresses = {links.SEEN, links.LANG, links.VERSION, links.OTHER, links.FACTS, links.FIND, *links.FRAME}
    names = {str(key) for page in PAGES for key in start(page, {"lang": "EN"}).session_state}
    kept = {name for name in names if re.fullmatch(NAME_PATTERN, name)}
    assert len(kept - sliders) > 10
    assert not [name for name in (addresses | kept) - sliders if not registry.taken(name)]


@pytest.mark.parametrize(("locale", "query", "expected"), [
    ("de-AT", {}, "verliert"), ("en-GB", {}, "loses"), ("fr-FR", {}, "loses"),
    ("de-DE", {"lang": "EN"}, "loses"), ("en-US", {"lang": "DE"}, "verliert"),
])  # fmt: skip
def test_language_comes_from_the_link_else_from_the_browser(locale: str, query: dict[str, str], expected: str) -> None:
    assert expected in headline(start("mining", {**LOSS, **query}, locale))


def test_link_of_the_specification() -> None:
    app = start("mining", {**LOSS, "lang": "EN"})
    assert "loses $27,000" in headline(app)
    assert figure(app, "margin_per_btc") == -27_000
    assert figure(app, "mining_result_per_year") == pytest.approx(-27_000 * 6594.6)
    assert figure(app, "break_even_price") == 97_000
    assert "verliert Cango 27.000\u00a0$" in headline(start("mining", {**LOSS, "lang": "DE"}))


def test_a_slider_changes_sentence_figures_and_register_together() -> None:
    app = start("mining", LOSS)
    app.slider(key="btc").set_value(98.0).run()
    assert "earns $1,000" in headline(app)
    assert figure(app, "margin_per_btc") == 1_000
    assert figure(app, "btc_price") == 98_000


def test_reset(facts: Facts) -> None:
    app = start("mining", {**LOSS, "net": "1500", "vol": "100"})
    assert shown(app, facts)["net"] == 1500
    app.button(key="reset").click().run()
    assert shown(app, facts) == {a.key: a.default_value for a in facts.assumptions}


def test_presets_are_set_and_recognised(facts: Facts) -> None:
    app = start("mining", {"vol": "80"})
    for preset in facts.presets:
        control = app.get_by_key(widget(app, "preset"))
        assert isinstance(control, ButtonGroup)
        control.set_value(preset.key).run()
        values = shown(app, facts)
        assert {key: values[key] for key in preset.values} == dict(preset.values)
        assert values["vol"] == 80, "a preset sets only its own sliders"
        assert app.session_state[widget(app, "preset")] == preset.key
    app.slider(key="btc").set_value(199.0).run()
    assert app.session_state[widget(app, "preset")] is None


def test_a_preset_in_the_link_is_recognised(facts: Facts) -> None:
    preset = facts.presets[0]
    app = start("mining", {key: str(value) for key, value in preset.values.items()})
    assert app.session_state[widget(app, "preset")] == preset.key


def _shared(app: AppTest) -> dict[str, str]:
    (code,) = app.sidebar.code
    return {key: values[0] for key, values in parse_qs(urlsplit(code.value).query).items()}


@pytest.mark.parametrize("page", PAGES)
def test_shared_link_spells_everything_out(page: str, facts: Facts) -> None:
    app = start(page, {**LOSS, "lang": "DE"})
    link = _shared(app)
    assert set(link) == {a.key for a in facts.assumptions} | set(registry.PAGE[page].switches) | {"h", "lang", "v"}
    assert link["v"] == facts.fingerprint
    again = start(page, link, locale="en-US")
    assert notices(again) == []
    assert shown(again, facts) == shown(app, facts)
    assert headline(again) == headline(app)


def test_a_link_from_other_facts_says_so() -> None:
    app = start("mining", {**LOSS, "v": "01234567"})
    assert notices(app) == [text.t("notice.changed", "EN")]
