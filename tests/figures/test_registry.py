"""The charts as the registry lists them: what a page draws, what its CSV holds, and what no label may carry."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import sys
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from dashboard import figures, registry
from dashboard.facts import Facts
from dashboard.figures.layout import Block, Chart, Grid
from dashboard.numbers.resolver import Scenario
from dashboard.screen import context, downloads, evidence, page
from dashboard.takeaway import tables
from dashboard.words import text
from dashboard.words.text import Lang
from tests.figures.drawing import ROOT, Make

Shown = Chart | Block | Grid
TOKENS = [
    (row.name, name, token) for row in registry.PAGES for name, tokens in row.switches.items() for token in tokens
]
SWITCHED = [*TOKENS, *((row.name, "", "") for row in registry.PAGES if not row.switches)]


class Recorder:
    """Stands for the page: keeps what is drawn, and answers its switches with ``token``."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.drawn: list[Shown] = []

    def __getattr__(self, name: str) -> Any:
        def remember(*parts: Any, **_: Any) -> Any:
            self.drawn += [one for one in parts if isinstance(one, (Chart, Block, Grid))]
            if name == "place":
                return nullcontext()
            return self.token if name in ("switch", "filter") else None

        return remember


def on_the_page(monkeypatch: pytest.MonkeyPatch, name: str, s: Scenario, lang: Lang, token: str) -> list[Shown]:
    """The charts that the script of a page draws, in its order, its own questions left out."""
    recorder = Recorder(token)
    monkeypatch.setattr(context, "current", lambda: SimpleNamespace(scenario=s, lang=lang, facts=s.facts, page=name))
    for module, kind in ((page, "Page"), (evidence, "EvidencePage")):
        monkeypatch.setattr(module, kind, lambda _: recorder)
    for function in ("downloads", "chart_tables", "own_panel"):
        monkeypatch.setattr(downloads, function, lambda *_: None)
    path = ROOT / "pages" / f"{name}.py"
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), {"__name__": "__main__"})
    return [one for one in recorder.drawn if not one.key.startswith(("faq_",))]


@pytest.mark.parametrize(("name", "switch", "token"), SWITCHED)
def test_a_page_draws_the_charts_of_its_row_in_order(
    monkeypatch: pytest.MonkeyPatch, scenario: Make, name: str, switch: str, token: str
) -> None:
    s = scenario().with_values(random_paths=128)
    found = on_the_page(monkeypatch, name, s, "EN", token)
    assert found == list(figures.drawn(name, s, "EN", {switch: token} if switch else {}))


@pytest.mark.parametrize(("name", "switch", "token"), SWITCHED)
def test_the_csv_of_a_chart_is_the_chart_on_screen(
    monkeypatch: pytest.MonkeyPatch, scenario: Make, name: str, switch: str, token: str
) -> None:
    s = scenario(btc=110).with_values(random_paths=128)
    for lang in text.LANGUAGES:
        found = tables.charts(name, s, lang, {switch: token} if switch else {})
        seen = [one for one in on_the_page(monkeypatch, name, s, lang, token) if isinstance(one, (Chart, Block))]
        assert found == {one.key: (text.plain(one.title), one.table) for one in seen if one.table is not None}


def under_another_name(module: ModuleType) -> ModuleType:
    """The same source, imported a second time under a name that nothing else knows."""
    assert module.__file__ is not None
    name = "borrowed_" + Path(module.__file__).stem
    spec = importlib.util.spec_from_file_location(name, module.__file__)
    assert spec is not None and spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    sys.modules[name] = copy
    try:
        spec.loader.exec_module(copy)
    finally:
        del sys.modules[name]
    return copy


@pytest.mark.parametrize("build", [chart.build for row in registry.PAGES for chart in row.charts])
def test_a_chart_module_works_under_another_name(scenario: Make, build: str) -> None:
    s = scenario().with_values(random_paths=128)
    function = figures.builder(build)
    copy = getattr(under_another_name(sys.modules[function.__module__]), build.partition(":")[2])
    assert copy(s, "EN") == function(s, "EN")


# --------------------------------------------------------------------------------- words of the facts in a drawing

HOSTILE = '<a href="https://example.org">x</a><img src=x>&lt;b&gt;'
OURS = re.compile(r"</?b>|<br>|<extra></extra>")


def hostile(value: Any) -> Any:
    """Facts whose labels, notes and names all carry markup."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return tuple(hostile(one) for one in value)
    if isinstance(value, dict):
        return {key: hostile(one) for key, one in value.items()}
    if hasattr(value, "en") and hasattr(value, "de"):
        return value.model_copy(update={"en": value.en + HOSTILE, "de": value.de + HOSTILE})
    if hasattr(value, "model_copy"):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return value.model_copy(update={name: hostile(one) for name, one in fields.items()})
    return value


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("name", registry.NAMES)
def test_no_word_of_the_facts_is_markup_in_a_drawing(scenario: Make, facts: Facts, name: str, lang: Lang) -> None:
    fields = {one.name: hostile(getattr(facts, one.name)) for one in dataclasses.fields(facts) if one.init}
    fields["company"] = fields["company"].model_copy(update={"short_name": HOSTILE, "ai_name": HOSTILE})
    bad = dataclasses.replace(facts, **fields)
    s = Scenario(bad, scenario().values).with_values(random_paths=128)
    for one in figures.drawn(name, s, lang, {}):
        if isinstance(one, Chart):
            drawing = json.dumps([one.figure, one.narrow])
            assert "<" not in OURS.sub("", drawing), one.key
            assert "&lt;b&gt;" not in drawing.replace("&amp;lt;", ""), "what is written as an entity stays as written"


def test_words_of_the_facts_are_drawn_as_they_are_written(scenario: Make, facts: Facts) -> None:
    row = facts.series["machine_generations"].rows[0]
    assert row.label is not None
    named = row.model_copy(update={"label": row.label.model_copy(update={"en": "A<i>b</i> & Co"})})
    series = facts.series["machine_generations"]
    rows = (named, *series.rows[1:])
    changed = {**facts.series, "machine_generations": series.model_copy(update={"rows": rows})}
    s = scenario(dataclasses.replace(facts, series=changed))
    chart = figures.builder("mining.machines:machines")(s, "EN")
    words = [note["text"].replace("<br>", " ") for note in chart.figure["layout"]["annotations"]]
    assert "A&lt;i&gt;b&lt;/i&gt; &amp; Co" in words
