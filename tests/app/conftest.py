"""The app under AppTest: real routing, no server, no browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.facts import Facts
from dashboard.screen import address, browser
from tests import blocks
from tests.conftest import PATIENCE

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session", autouse=True)
def _one_look_at_what_is_installed() -> Iterator[None]:
    """At each run under AppTest Streamlit reads the metadata of every installed package: 0.2 s for the same answer."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(autouse=True)
def _everything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest keeps nothing from run to run: every run is one of everything, and sends everything."""
    monkeypatch.setattr(address, "again", lambda **_: st.rerun())
    monkeypatch.setattr(browser, "VERSIONS", 0)
    monkeypatch.setattr(browser, "LATER", False)


def start(
    page: str = "overview", query: Mapping[str, str | Sequence[str]] | None = None, locale: str = "en-US"
) -> AppTest:
    """The first run of a session that opened ``page`` with ``query``.

    From a string: beside a pages/ folder AppTest starts every run in Streamlit's old mode (see test_cold_page).
    """
    app = AppTest.from_string((ROOT / "app.py").read_text(encoding="utf-8"), default_timeout=PATIENCE)
    app.context = {"locale": locale}
    for key, value in (query or {}).items():
        app.query_params[key] = value if isinstance(value, str) else list(value)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    return app.run()


def widget(app: AppTest, name: str) -> str:
    """The key under which a widget stands that gets another one whenever something else has moved it."""
    with suppress(KeyError):
        return f"{name}-{app.session_state['given_numbers'].get(name, 0)}"
    return f"{name}-0"


def markup(app: AppTest) -> str:
    """All HTML of the page, without the style sheet."""
    return "\n".join(blocks.html(app))


def words(fragment: str) -> str:
    """HTML as a reader sees it."""
    return unescape(re.sub(r"<[^>]+>", "", fragment))


def headline(app: AppTest) -> str:
    """The one sentence."""
    found = re.findall(r"<h1>(.*?)</h1>", markup(app), re.S)
    assert len(found) == 1, f"{len(found)} headlines"
    return words(found[0])


def notices(app: AppTest) -> list[str]:
    """The lines above the headline."""
    return [words(line) for line in re.findall(r'<p class="cg-notice"[^>]*>(.*?)</p>', markup(app), re.S)]


def figure(app: AppTest, key: str) -> float:
    """The raw value of a figure in headline, key figures and register: one and the same."""
    outside = re.sub(r'<table class="cg-data">.*?</table>', "", markup(app), flags=re.S)
    values = set(re.findall(rf'<data value="([^"]*)" data-figure="{key}"', outside))
    assert len(values) == 1, f"{key}: {values}"
    return float(values.pop())


def shown(app: AppTest, facts: Facts) -> dict[str, Any]:
    """The value of every slider and choice by URL key: what the page counts with, which each drawn slider shows."""
    state = app.session_state
    values: dict[str, Any] = dict(state["address"]["values"])
    assert set(values) == {a.key for a in facts.assumptions}
    drawn = {key: state[key] for key in values if key in state}
    assert drawn == {key: values[key] for key in drawn}
    return values
