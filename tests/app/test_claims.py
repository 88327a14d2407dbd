"""The Claims page: live evidence, filter and link, lineage of every number, and facts files of the reader's own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import time_machine
from streamlit.testing.v1 import AppTest

from dashboard.facts import Claim, Facts, yaml_loader
from dashboard.figures.claims import VERDICTS
from dashboard.numbers import catalog, peers
from dashboard.numbers.resolver import Scenario
from dashboard.registry import NAMES as PAGES
from dashboard.screen import downloads
from dashboard.takeaway import link as links
from dashboard.takeaway import tables
from dashboard.words import say, text

from .conftest import ROOT, figure, headline, markup, notices, shown, start, widget, words

Make = Callable[..., Scenario]
EXAMPLES = ROOT / "data" / "examples"
OFFERED = ("published", "template", "example")


def articles(app: AppTest) -> list[str]:
    return re.findall(r'<article class="cg-claim"[^>]*>.*?</article>', markup(app), re.S)


# The files that the published one names, in its order.
BESIDE = ("share_price.csv", "btc_price_daily.csv", "btc_price_history.csv", "peers.yaml", "elsewhere.yaml")


def offered(name: str) -> bytes:
    return downloads.example(name, frozenset(BESIDE))


# The line above the headline of a file that does not set every slider, up to the number.
LEFT_OUT: dict[str, str] = {lang: text.t("notice.stand_ins.many", lang).split("{count}")[0] for lang in text.LANGUAGES}


def upload(app: AppTest, data: bytes, name: str = "mine.yaml") -> AppTest:
    return app.file_uploader[0].upload(name, data, "application/yaml").run()


@cache
def _uploaded(name: str) -> AppTest:
    """A session that has uploaded one of these files; its tests turn to their page in it, as its reader would."""
    published = (ROOT / "data" / "cango.yaml").read_bytes()
    data = {"cango.yaml": published, "example.yaml": offered("nordlicht"), "hostile.yaml": _hostile()}[name]
    app = upload(start("claims", {"lang": "EN"}), data, name)
    assert "own_facts" in app.session_state, markup(app)[:500]
    return app


def turned_to(page: str, app: AppTest) -> AppTest:
    """The same session on another page."""
    return app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


# ------------------------------------------------------------------------------------------------ claims


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_claim_stands_on_the_page(facts: Facts, lang: str) -> None:
    app = start("claims", {"lang": lang})
    assert not app.exception
    found = articles(app)
    assert len(found) == len(facts.claims) == 30
    for claim, article in zip(facts.claims, found, strict=True):
        said = words(article).replace(text.NBSP, " ")
        assert claim.claim.get(lang) in said
        assert claim.speaker.get(lang) in said
        assert text.t(f"claims.verdict.{claim.verdict}", "DE" if lang == "DE" else "EN") in said
        assert facts.sources[claim.sources[0]].publisher in said
        placeholders = text.placeholders(claim.evidence.get(lang))
        assert len(re.findall("<data ", article)) == len(placeholders) + len(text.placeholders(claim.arithmetic or ""))


def test_every_placeholder_of_a_claim_is_a_number_of_the_model(facts: Facts, scenario: Make) -> None:
    s = scenario()
    for claim in facts.claims:
        for name in [*text.placeholders(claim.evidence.en), *text.placeholders(claim.arithmetic or "")]:
            assert s.value(name) is not None, (claim.id, name)


@pytest.mark.parametrize("token", VERDICTS)
def test_the_filter_is_in_the_link(facts: Facts, token: str) -> None:
    app = start("claims", {"verdict": token})
    wanted = [claim.id for claim in facts.claims if token in ("ALL", claim.verdict.upper())]
    assert re.findall(r'<article class="cg-claim" id="(\w+)"', markup(app)) == wanted
    (code,) = app.sidebar.code
    assert parse_qs(urlsplit(code.value).query)["verdict"] == [token]
    assert notices(app) == []


def test_choosing_a_verdict(facts: Facts) -> None:
    app = start("claims", {"btc": "70"})
    app.segmented_control(key="verdict").set_value("CONTRADICTED").run()
    assert len(articles(app)) == sum(claim.verdict == "contradicted" for claim in facts.claims)
    assert app.query_params["verdict"] == ["CONTRADICTED"] or app.query_params["verdict"] == "CONTRADICTED"
    app.segmented_control(key="verdict").set_value("ALL").run()
    assert len(articles(app)) == len(facts.claims)
    assert "verdict" not in app.query_params


@pytest.mark.parametrize("junk", ["nearly", "X", "", "<b>"])
def test_an_unknown_verdict_is_refused_by_name(facts: Facts, junk: str) -> None:
    app = start("claims", {"verdict": junk})
    assert len(articles(app)) == len(facts.claims)
    assert notices(app) == [text.t("notice.refused", "EN", names="verdict")]


def test_links_to_the_computing_page_carry_the_article_preset(facts: Facts) -> None:
    app = start("claims", {"lang": "DE"})
    preset = next(p for p in facts.presets if p.key == "article")
    for claim, article in zip(facts.claims, articles(app), strict=True):
        (link,) = re.findall(r'<a href="([^"]*)" target="_self">', article)
        address = urlsplit(unescape(link))
        assert address.path == ("./" if claim.page == "overview" else claim.page)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        assert set(query) == {a.key for a in facts.assumptions} | {"h", "lang", "v"}
        assert query["lang"] == "DE"
        request = links.decode(facts, "?" + address.query)
        assert {key: request.values[key] for key in preset.values} == dict(preset.values)
    opened = start("mining", query)
    assert notices(opened) == []
    assert opened.session_state[widget(opened, "preset")] == "article"


def _grown(facts: Facts, name: str) -> Facts:
    """The facts with one of them a third larger."""
    value = facts.names[name]
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        value = value * 1.37
    else:
        return facts
    return dataclasses.replace(facts, names={**facts.names, name: value})


def _sentences(claim: Claim, scenario: Scenario) -> dict[str, str]:
    templates = [claim.evidence.en, claim.evidence.de, claim.arithmetic or ""]
    return {
        name: say.figure(scenario.output(name), "EN").text
        for template in templates
        for name in text.placeholders(template)
    }


def test_every_figure_in_the_evidence_follows_the_facts(facts: Facts, scenario: Make) -> None:
    names = {name for claim in facts.claims for name in _sentences(claim, scenario())}
    assert len(names) > 50
    leaves = {name: [leaf for leaf in tables.leaves(name) if leaf in facts.names] for name in names}
    changed: dict[str, Scenario] = {}
    for name in sorted(names):
        before = say.figure(scenario().output(name), "EN").text
        for leaf in leaves[name]:
            if leaf not in changed:
                changed[leaf] = scenario(_grown(facts, leaf))
            if say.figure(changed[leaf].output(name), "EN").text != before:
                break
        else:
            # A quarter is a word: nothing makes it a third larger.
            fixed = name == "days_with_close_financial_year" or isinstance(facts.names.get(name), str)
            assert fixed, f"{name} follows none of {leaves[name]}"


def test_an_edit_of_the_file_reaches_the_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / "cango.yaml"
    monkeypatch.setenv("DASHBOARD_FACTS", str(path))
    app = start("claims", {"lang": "EN"})
    before = words(articles(app)[0]).replace(text.NBSP, " ")
    assert "4,451 BTC were sold" in before
    edited = re.sub(r"(\n  sale_btc:\n    value: )4451", r"\g<1>4999", path.read_text(encoding="utf-8"))
    partial = path.with_suffix(".partial")
    partial.write_text(edited, encoding="utf-8")
    os.replace(partial, path)
    app.run()
    after = words(articles(app)[0]).replace(text.NBSP, " ")
    assert "4,999 BTC were sold" in after
    assert "$61,012" in after, "the arithmetic follows: 305m ÷ 4,999"


# ------------------------------------------------------------------------------------- lineage, register


def _documented(scenario: Scenario, key: str) -> bool:
    facts = scenario.facts
    if key in facts.facts:
        fact = facts.facts[key]
        # A window without documents is a choice of this dashboard, and says why.
        return fact.value is None or bool(fact.sources) or (fact.unit == "date" and fact.note is not None)
    if facts.assumption(key) is not None or catalog.constant_of(facts, key) is not None:
        return True
    if key.startswith((peers.ONE, peers.ALL)):
        return facts.peers is not None
    if key == "as_of":
        # The day on which the file was compiled is said by the file itself.
        return bool(facts.company.as_of)
    return bool(catalog.sources(facts, key) or catalog.daily_documents(facts, key))


@pytest.mark.parametrize("page", PAGES)
def test_every_number_ends_at_documents_and_sliders(page: str, scenario: Make) -> None:
    s = scenario()
    app = start(page, {"lang": "EN"})
    keys = set(re.findall(r'<data [^>]*data-figure="([^"]*)"', markup(app)))
    assert keys
    for key in keys:
        leaves = tables.leaves(key)
        assert leaves, key
        for leaf in leaves:
            assert _documented(s, leaf), (key, leaf)


def test_a_number_can_be_found_and_opened_down_to_its_documents() -> None:
    app = start("claims", {"find": "178", "btc": "70", "cash": "80", "dep": "17", "net": "1000", "basis": "FY2025"})
    found = re.findall(r'<div class="cg-tree">.*?</div>', markup(app), re.S)
    (tree,) = [tree for tree in found if "Mining result a year −$178m" in words(tree)]
    assert "btc_mined_financial_year" in tree
    assert "<a href" in tree


@pytest.mark.parametrize("query", ["ecohash", "vollkosten", "stocktoria", "margin_per_btc", "Gewinnschwelle"])
def test_the_search_knows_names_labels_and_documents(query: str) -> None:
    app = start("claims", {"find": query})
    assert re.findall(r'<div class="cg-tree">', markup(app))


@pytest.mark.parametrize("query", ["zzzz", "<script>alert(1)</script>", "((", "\\", "%", "a" * 80])
def test_any_search_is_safe(query: str) -> None:
    app = start("claims", {"find": query})
    assert not app.exception
    assert "<script>alert" not in markup(app)


def test_old_facts_are_marked(facts: Facts) -> None:
    balance = dt.datetime.fromisoformat(f"{facts.lookup('balance_date')}T12:00:00+00:00")
    with time_machine.travel(balance + dt.timedelta(245), tick=True):
        app = start("claims", {"find": "cash_now"})
        assert "245 days old" in words(markup(app))
        assert "245 days old" not in words(markup(start("claims", {"find": "gpu_hour_price_list"})))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_sources_conflicts_and_changes(facts: Facts, lang: str) -> None:
    page = markup(start("claims", {"lang": lang}))
    table = re.findall(r'<table class="cg-sources">.*?</table>', page, re.S)[0]
    for source in facts.sources.values():
        assert source.title in unescape(table)
        assert source.url is None or source.url in unescape(table)
    for conflict in facts.conflicts:
        assert conflict.note.get(lang) in words(page)
    for change in facts.changes:
        assert change.text.get(lang) in words(page)
    shown = {"EN": "−$95.4m → −$109.8m", "DE": f"−95,4{text.NBSP}Mio.{text.NBSP}$ → −109,8{text.NBSP}Mio.{text.NBSP}$"}
    assert shown[lang] in words(page)


# -------------------------------------------------------------------------------------------- downloads


def test_files_are_made_for_the_scenario_on_the_screen() -> None:
    app = start("claims", {"btc": "70"})
    assert not [b for b in app.get("download_button") if "file_" in str(b.proto.id)]
    app.button(key="prepare").click().run()
    assert not app.exception
    files = app.session_state["prepared_files"]["files"]
    assert set(files) == {"xlsx", "csv", "json"}
    assert b"btc=70" in files["csv"]
    app.slider(key="btc").set_value(71.0).run()
    assert "prepared_files" not in app.session_state, "files of another scenario are not handed out"


def test_the_table_of_a_chart_can_be_chosen() -> None:
    app = start("claims")
    app.selectbox(key="table_page").set_value("mining").run()
    assert not app.exception
    app.selectbox(key="table_chart_mining").set_value("curve").run()
    assert not app.exception
    assert [b for b in app.get("download_button") if "file_table" in str(b.proto.id)]


# ---------------------------------------------------------------------------------- facts of one's own


def test_an_uploaded_file_serves_this_session_only(facts: Facts) -> None:
    first, second = start("claims", {"lang": "EN"}), start("claims", {"lang": "EN"})
    upload(first, offered("nordlicht"))
    assert headline(first).startswith("1 of 3 claims is supported")
    line, stand_ins = notices(first)
    assert "Nordlicht" in line and stand_ins.startswith(LEFT_OUT["EN"])
    own = first.session_state["own_facts"]
    assert first.query_params["facts"] in (f"up-{own.fingerprint}", [f"up-{own.fingerprint}"])
    (code,) = first.sidebar.code
    assert parse_qs(urlsplit(code.value).query)["facts"] == [f"up-{own.fingerprint}"]

    upload(second, offered("template"), "other.yaml")
    assert "My Miner" in notices(second)[0]
    third = start("claims", {"lang": "EN"})
    assert notices(third) == []
    assert figure(third, "claims_checked") == len(facts.claims)
    assert "Nordlicht" in notices(first.run())[0], "two files side by side do not mix"

    first.switch_page(str(ROOT / "pages" / "mining.py")).run()
    assert "Nordlicht" in headline(first)
    assert "Nordlicht" in notices(first)[0]
    first.switch_page(str(ROOT / "pages" / "claims.py")).run()
    first.button(key="own_leave").click().run()
    assert notices(first) == []
    assert figure(first, "claims_checked") == len(facts.claims)
    assert shown(first, facts) == {a.key: a.default_value for a in facts.assumptions}


def test_every_file_to_start_from_is_offered(facts: Facts) -> None:
    for lang in text.LANGUAGES:
        app = start("claims", {"lang": lang})
        labels = {button.proto.label for button in app.get("download_button")}
        assert {text.t(f"take.own.{kind}", "DE" if lang == "DE" else "EN") for kind in OFFERED} <= labels
        assert ", ".join(BESIDE) in words(markup(app))


def test_the_published_file_is_handed_out_as_it_is_served(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, tuple[bytes, str]] = {}

    def button(label: str, data: bytes, *, file_name: str, key: str, **_: Any) -> bool:
        given[key] = data, file_name
        return False

    monkeypatch.setattr("streamlit.download_button", button)
    app = upload(start("claims"), offered("nordlicht"))
    assert not app.exception
    assert given["own_published"] == (facts.data, "cango.yaml"), "also while another file is in use"
    assert given["own_example"] == (offered("nordlicht"), "nordlicht.yaml")


@pytest.mark.parametrize("page", PAGES)
def test_the_published_file_uploaded_unchanged_says_the_same(page: str) -> None:
    published = start(page, {"lang": "EN"})
    app = turned_to(page, _uploaded("cango.yaml"))
    assert not app.exception
    assert len(notices(app)) == 1
    assert headline(app) == headline(published)
    figures = [re.findall(r'<data value="([^"]*)" data-figure="([^"]*)"', markup(one)) for one in (app, published)]
    assert figures[0] == figures[1]


def test_a_corrected_figure_counts_in_this_session_only(facts: Facts) -> None:
    corrected = re.sub(rb"(\n  sale_btc:\n    value: )4451", rb"\g<1>4999", facts.data)
    assert corrected != facts.data
    other = start("claims", {"lang": "EN"})
    app = upload(start("claims", {"lang": "EN"}), corrected, "cango.yaml")
    assert "4,999 BTC were sold" in words(articles(app)[0]).replace(text.NBSP, " ")
    app.switch_page(str(ROOT / "pages" / "sale.py")).run()
    assert "4,999" in headline(app)
    for session in (other.run(), start("claims", {"lang": "EN"})):
        assert "4,451 BTC were sold" in words(articles(session)[0]).replace(text.NBSP, " ")
        assert notices(session) == []


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_runway_of_the_uploaded_example_has_its_numbers(lang: str) -> None:
    app = upload(start("claims", {"lang": lang}), offered("nordlicht"))
    app.switch_page(str(ROOT / "pages" / "runway.py")).run()
    assert not app.exception
    assert "Nordlicht" in headline(app)
    assert {"EN": "gone by Mar 2027", "DE": "weg im März 2027"}[lang] in headline(app).replace(text.NBSP, " ")
    assert "btc_price_daily" not in words(markup(app))
    assert not re.search("[Nn]ot disclosed:|[Nn]icht veröffentlicht:", words(markup(app)))


@pytest.mark.parametrize("name", ["../x.csv", "/etc/passwd", "nordlicht_btc_price.csv"])
def test_a_file_that_an_upload_may_not_name(facts: Facts, name: str) -> None:
    data = offered("nordlicht").replace(b"file: btc_price_daily.csv", f"file: {name}".encode())
    app = upload(start("claims", {"lang": "EN"}), data)
    assert not app.exception
    (line,) = notices(app)
    assert f"found '{name}', but an upload may name only {', '.join(BESIDE)}" in line
    assert "own_facts" not in app.session_state
    assert figure(app, "claims_checked") == len(facts.claims)


def test_a_link_of_an_uploaded_file_never_passes_for_the_published_one() -> None:
    app = start("mining", {"btc": "70", "facts": "up-12345678", "v": "12345678", "lang": "EN"})
    gone = [text.t("notice.missing_own_file", "EN", company="Cango", version="12345678")]
    assert notices(app) == gone
    assert "Cango" in headline(app)
    (code,) = app.sidebar.code
    assert parse_qs(urlsplit(code.value).query)["facts"] == ["up-12345678"], "the link passes the question on"
    upload(app.switch_page(str(ROOT / "pages" / "claims.py")).run(), offered("nordlicht"))
    assert len(notices(app)) == 2, "the file that is loaded now is named, and what it leaves out; the link's is gone"


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_file_that_is_gone_is_said_on_every_page_until_answered(lang: str) -> None:
    app = start("mining", {"facts": "up-12345678", "lang": lang})
    for page in PAGES:
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        (line,) = notices(app)
        assert "12345678" in line and "Cango" in line
        (code,) = app.sidebar.code
        assert parse_qs(urlsplit(code.value).query)["facts"] == ["up-12345678"]
    app.button(key="own_accept").click().run()
    assert notices(app) == []
    assert "facts" not in app.query_params
    app.switch_page(str(ROOT / "pages" / "mining.py")).run()
    assert notices(app) == []
    (code,) = app.sidebar.code
    assert "facts" not in parse_qs(urlsplit(code.value).query)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\xff", "UTF-8"),
        (b"a: [1, 2\nend_of_facts: true\n", "line"),
        (b"a: &x [1]\nb: [*x, *x]\nend_of_facts: true\n", "anchor"),
        (b"a: !!python/object/apply:os.system ['id']\nend_of_facts: true\n", "tag"),
        (b"company: <script>alert(1)</script>\nend_of_facts: true\n", "company"),
        (b"x: 1\n" * 250_000, "1048576"),
    ],
)
def test_a_bad_upload_is_a_sentence_and_changes_nothing(facts: Facts, data: bytes, said: str) -> None:
    app = start("claims", {"lang": "EN"})
    try:
        upload(app, data)
    except Exception as refused:  # Streamlit itself refuses more than server.maxUploadSize
        assert len(data) > 2**20, refused
        return
    assert not app.exception
    page = markup(app)
    (line,) = re.findall(r'<p class="cg-notice" role="alert">(.*?)</p>', page)
    assert said in words(line)
    assert "<script>alert" not in page
    assert "own_facts" not in app.session_state
    assert figure(app, "claims_checked") == len(facts.claims)


PAYLOAD = "<img src=x onerror=alert(1)> [l](http://evil.example) ![i](http://evil.example/i.png) **b** $x$"
WRITTEN = {"en", "de", "short_name", "ai_name", "publisher", "title", "phrase"}


def _hostile() -> bytes:
    """The example with markup in every text that a person wrote."""

    def spoilt(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {name: spoilt(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [spoilt(value, key) for value in node]
        if key in WRITTEN and isinstance(node, str):
            return f"{node} {PAYLOAD}"[: 160 if key == "phrase" else 4000]
        return node

    tree = yaml_loader.parse(offered("nordlicht"), "example").tree
    assert isinstance(tree, dict)
    lines = [f"{name}: {json.dumps(spoilt(tree[name], name), ensure_ascii=False)}" for name in tree]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize("page", PAGES)
def test_markup_in_an_upload_stays_text(page: str) -> None:
    app = turned_to(page, _uploaded("hostile.yaml"))
    assert not app.exception
    assert text.t("notice.page_broken", "EN") not in words(markup(app))
    assert "<img" not in markup(app)
    assert "evil.example" in markup(app) or page == "peers"
    assert not re.search(r'href="[^"]*evil', markup(app))
    for element in [*app.sidebar.slider, *app.sidebar.get("button_group")]:
        for said in (getattr(element, "label", "") or "", getattr(element, "help", "") or ""):
            assert not re.search(r"(?<!\\)[\[<$*]", said.replace("**", "")), said


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("name", ["nordlicht", "template"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_renders_with_the_examples(page: str, name: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_FACTS", str(EXAMPLES / f"{name}.yaml"))
    app = start(page, {"lang": lang})
    assert not app.exception
    assert len(notices(app)) == 1 and notices(app)[0].startswith(LEFT_OUT[lang]), "only what the file leaves out"
    assert headline(app)
    everything: list[Any] = [markup(app), *(element.label for element in app.sidebar.slider)]
    assert "Cango" not in " ".join(everything), "another company's page speaks of it, not of Cango"


def test_the_market_series_is_at_hand_wherever_the_file_lies(
    facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(offered("nordlicht"))
    monkeypatch.setenv("DASHBOARD_FACTS", str(path))
    app = start("runway", {"lang": "EN"})
    assert not app.exception
    assert "Nordlicht" in headline(app)
    assert "Georgia" not in words(markup(start("overview", {"lang": "EN"})))
    assert "btc_price_daily" not in words(markup(app))
    (tmp_path / "btc_price_daily.csv").write_text("date\n", encoding="utf-8")
    line, _ = notices(app.run())
    assert "btc_price_daily.csv" in line, "a file of that name beside the facts comes first"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_renders_with_an_uploaded_file(page: str) -> None:
    app = turned_to(page, _uploaded("example.yaml"))
    assert not app.exception
    assert text.t("notice.page_broken", "EN") not in words(markup(app))
    assert headline(app)
    # What the article asked of the published company does not hold for another one.
    assert "Georgia" not in words(markup(app)) or page != "overview"
