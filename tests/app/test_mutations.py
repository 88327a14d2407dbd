"""The published facts with anything removed, zero, negative or null: refused in one sentence, or every page stands."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard import facts as facts_file
from dashboard import registry
from dashboard.facts import Facts, FactsError, loads
from dashboard.facts.yaml_loader import parse
from dashboard.takeaway import rehearsal
from tests.conftest import PATIENCE

from .conftest import ROOT, headline, markup, notices, start, words

Tree = dict[str, Any]
Edit = Callable[[Tree], None]


def _all_edits(tree: Tree) -> Iterator[tuple[str, Edit]]:
    for name, fact in tree["facts"].items():
        yield f"fact {name} removed", lambda t, n=name: t["facts"].pop(n)  # type: ignore[misc]
        for word, value in _instead(fact["value"]):
            yield f"fact {name} {word}", lambda t, n=name, v=value: t["facts"][n].update(value=v)  # type: ignore[misc]
    for name, series in tree["series"].items():
        yield f"series {name} removed", lambda t, n=name: t["series"].pop(n)  # type: ignore[misc]
        yield f"series {name} empty", lambda t, n=name: t["series"][n].update(rows=[])  # type: ignore[misc]
        for columns in ([*series["columns"]], *([column] for column in series["columns"])):
            named = columns[0] if len(columns) == 1 else "all"
            for word in ("zero", "negative", "null", "removed"):
                yield f"column {name}.{named} {word}", _columns(name, columns, word)
    for index, slider in enumerate(tree["assumptions"]):
        yield f"slider {slider['key']} removed", _without_slider(index, slider["key"])
    for index, constant in enumerate(tree["constants"]):
        yield f"constant {constant['name']} removed", lambda t, i=index: t["constants"].pop(i)  # type: ignore[misc]
        for word, value in _instead(constant["value"])[1:]:
            yield (
                f"constant {constant['name']} {word}",
                lambda t, i=index, v=value: t["constants"][i].update(value=v),  # type: ignore[misc]
            )
    for section in ("series", "daily", "disclosures", "claims", "conflicts", "constants", "presets", "changes"):
        yield f"section {section} removed", lambda t, s=section: t.pop(s)  # type: ignore[misc]
    for name in tree["daily"]:
        yield f"daily {name} removed", lambda t, n=name: t["daily"].pop(n)  # type: ignore[misc]
    yield "peers removed", lambda t: t["company"].pop("peers")


def _instead(value: Any) -> list[tuple[str, Any]]:
    number = isinstance(value, int | float)
    return [("null", None), *([("zero", 0), ("negative", -value)] if number else [])]


def _columns(series: str, columns: list[str], word: str) -> Edit:
    def edit(tree: Tree) -> None:
        for row in tree["series"][series]["rows"]:
            for column in columns:
                if word in ("null", "removed"):
                    row.pop(column, None)
                elif isinstance(row.get(column), int | float):
                    row[column] = 0 if word == "zero" else -row[column]
            if word == "removed" and "derived" in row:
                row["derived"] = [name for name in row["derived"] if name not in columns]
        if word == "removed":
            for column in columns:
                del tree["series"][series]["columns"][column]

    return edit


def _without_slider(index: int, key: str) -> Edit:
    def edit(tree: Tree) -> None:
        del tree["assumptions"][index]
        for preset in tree["presets"]:
            preset["values"].pop(key, None)

    return edit


def _cited(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from value if key == "sources" and isinstance(value, list) else _cited(value)
    elif isinstance(part, list):
        for value in part:
            yield from _cited(value)


PUBLISHED: Any = parse((ROOT / "data" / "cango.yaml").read_bytes(), "cango.yaml").tree
EDITS = dict(_all_edits(PUBLISHED))
# Each of these once showed an error page to every visitor.
BREAKERS = [
    "slider cash removed", "slider mw removed", "slider raise removed", "column quarterly_results.net_result removed",
    "fact gpu_hour_price_docs removed", "fact sale_proceeds negative", "column quarterly_results.all zero",
    "column quarterly_results.all null", "column quarterly_results.btc_revenue removed", "section constants removed",
    "daily btc_price_daily removed",
]  # fmt: skip
SAMPLE = random.Random(5).sample(sorted(set(EDITS) - set(BREAKERS)), 3)


def edited(name: str) -> bytes:
    """The published file after the edit, without the sources that nothing cites any more."""
    tree = copy.deepcopy(PUBLISHED)
    EDITS[name](tree)
    cited = set(_cited({key: value for key, value in tree.items() if key != "sources"}))
    tree["sources"] = {key: source for key, source in tree["sources"].items() if key in cited}
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in tree.items() if key != "end_of_facts"]
    return "".join([*lines, "end_of_facts: true\n"]).encode()


def refused_or_shown(name: str, published: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        facts = loads(edited(name), "cango.yaml", None, published.beside)
        rehearsal.rehearse(facts)
    except FactsError as problem:
        assert len(str(problem).splitlines()) == 1 and str(problem).startswith("cango.yaml")
        return
    monkeypatch.setattr(facts_file, "current", lambda *_: (facts, None))
    for page in registry.NAMES:
        app = start(page, {"lang": "EN"})
        assert not app.exception, (name, page)
        assert headline(app)


@pytest.mark.parametrize("name", [*BREAKERS, *SAMPLE])
def test_what_breaks_a_page_is_refused(name: str, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_or_shown(name, facts, monkeypatch)


@pytest.mark.full
@pytest.mark.parametrize("name", EDITS)
def test_nothing_in_the_file_breaks_a_page(name: str, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_or_shown(name, facts, monkeypatch)


def test_the_error_says_what_the_file_lacks(facts: Facts) -> None:
    own = loads(edited("slider btc removed"), "cango.yaml", None, facts.beside)
    with pytest.raises(FactsError) as caught:
        rehearsal.rehearse(own)
    assert "page mining" in str(caught.value)
    assert "; it lacks btc_price; compare it with the template." in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"name: random_paths\n    value: 2048", b"name: random_paths\n    value: 1000000"),
        (b"name: horizon_months\n    value: 36", b"name: horizon_months\n    value: 1200"),
    ],
)
def test_a_simulation_beyond_the_budget_is_refused_before_it_runs(
    facts: Facts, old: bytes, new: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert facts.data.count(old) == 1
    own = loads(facts.data.replace(old, new), "cango.yaml", None, facts.beside)
    monkeypatch.setattr(rehearsal, "_steps", lambda _: pytest.fail("it ran"))
    with pytest.raises(FactsError, match=r"random_paths .* × horizon_months .* is more than 400,000"):
        rehearsal.rehearse(own)


@pytest.fixture
def file(tmp_path: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the published file that DASHBOARD_FACTS names."""
    path = tmp_path / "cango.yaml"
    for name, data in {path.name: facts.data, **facts.beside}.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.setenv("DASHBOARD_FACTS", str(path))
    return path


def test_an_edit_that_breaks_a_page_leaves_the_good_facts_in_place(file: Path) -> None:
    app = start("mining", {"lang": "EN"})
    before = headline(app)
    file.write_bytes(edited("constant horizon_months zero"))
    app.run()
    assert not app.exception
    assert headline(app) == before
    (line,) = notices(app)
    assert "horizon_months must be at least 1" in line


def test_a_server_that_starts_with_such_a_file_shows_one_sentence(file: Path) -> None:
    file.write_bytes(edited("constant horizon_months zero"))
    app = start("overview", {"lang": "EN"})
    assert not app.exception
    assert "horizon_months must be at least 1" in words(markup(app)) and "<data" not in markup(app)


def test_the_command_rehearses_too(file: Path) -> None:
    file.write_bytes(edited("constant horizon_months zero"))
    command = [sys.executable, "-m", "dashboard.facts", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "horizon_months must be at least 1" in done.stderr
