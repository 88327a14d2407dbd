"""Files by address: the numbers of the page, the same bytes from every process, and a sentence for what is wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp

from dashboard import facts as facts_file
from dashboard import registry
from dashboard.facts import Facts, archive
from dashboard.takeaway import chart_file, tables
from dashboard.takeaway.asked import ask as asked
from deploy import answers, data
from deploy.answers import Kind
from tests.conftest import ROOT

from .asking import ask, get

pytestmark = pytest.mark.xdist_group("served")
_LINK = "btc=70.4&cash=80&model=COLO&lang=DE"
_SAME = [
    f"/api/scenario.json?{_LINK}",
    f"/api/scenario.csv?{_LINK}",
    f"/api/workbook.xlsx?{_LINK}",
    f"/api/chart/mining/curve.json?{_LINK}",
    f"/card/runway.png?{_LINK}",
    f"/embed/sale/ltv?{_LINK}",
    "/api/openapi.json",
    "/api?lang=DE",
]
_OTHER_PROCESS = """
import hashlib, json, sys
from dashboard.takeaway import served
from deploy import answers
from tests.served import asking
served.served()
answers.SECONDS = 180.0
app = asking.app()
print(json.dumps([hashlib.sha256(asking.get(app, one).body).hexdigest() for one in sys.argv[1:]]))
"""


def test_two_processes_give_the_same_bytes(served: ASGIApp) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    other = subprocess.run(
        [sys.executable, "-c", _OTHER_PROCESS, *_SAME], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    here = [get(served, one) for one in _SAME]
    assert [answer.status for answer in here] == [200] * len(_SAME)
    assert json.loads(other.stdout) == [hashlib.sha256(answer.body).hexdigest() for answer in here]


def test_the_numbers_are_those_of_the_scenario(served: ASGIApp, facts: Facts) -> None:
    scenario = asked(facts, f"?{_LINK}").scenario
    found = json.loads(get(served, f"/api/scenario.json?{_LINK}").body)
    assert found["facts_version"] == facts.fingerprint and found["language"] == "DE"
    assert found["assumptions"]["btc"]["value"] == 70_400
    checked = 0
    for key, entry in found["outputs"].items():
        if isinstance(entry["value"], float):
            assert entry["value"] == scenario.value(key), key
            checked += 1
    assert checked > 100
    rows = list(
        csv.reader(io.StringIO(get(served, f"/api/scenario.csv?{_LINK}").body.decode("utf-8-sig")), delimiter=";")
    )
    assert any("margin_per_btc" in row for row in rows)
    again = asked(facts, found["link"])
    assert again.scenario.values == scenario.values and not again.problem(), "the link inside is the scenario"


def test_a_workbook_tells_no_time_of_its_making(served: ASGIApp, facts: Facts) -> None:
    book = zipfile.ZipFile(io.BytesIO(get(served, f"/api/workbook.xlsx?{_LINK}").body))
    assert f"{facts.company.as_of}T00:00:00Z" in book.read("docProps/core.xml").decode()


def test_every_chart_has_an_address_and_says_what_the_page_says(facts: Facts) -> None:
    for page in registry.NAMES:
        link = asked(facts, f"{page}?lang=DE&btc=61")
        names = chart_file.names(link)
        assert len(names) == len(registry.PAGE[page].charts)
        for name in names:
            found = chart_file.as_dict(link, name, "")
            json.dumps(found, allow_nan=False)
            assert found["title"]
            table = found["table"]
            if table is not None:
                assert all(len(row) == len(table["head"]) for row in table["rows"])


def test_a_switch_of_the_page_changes_its_chart(served: ASGIApp) -> None:
    all_of_them, miners = ask(served, "/api/chart/peers/peers.json", "/api/chart/peers/peers.json?role=MINERS")
    assert len(json.loads(miners.body)["table"]["rows"]) < len(json.loads(all_of_them.body)["table"]["rows"])


def test_the_table_of_a_chart_is_that_of_the_page(served: ASGIApp, facts: Facts) -> None:
    link = asked(facts, f"mining?{_LINK}")
    title, table = tables.charts("mining", link.scenario, link.lang)["curve"]
    found = json.loads(get(served, f"/api/chart/mining/curve.json?{_LINK}").body)
    assert found["title"] == title
    values = [[getattr(cell, "value", None) for cell in row] for row in table.rows]
    assert [[cell.get("value") for cell in row] for row in found["table"]["rows"]] == values


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/scenario.json?btc=9999", 400, "btc"),
        ("/api/scenario.json?btc=70&btc=71", 400, "btc"),
        ("/api/scenario.csv?bct=70", 400, "did you mean btc?"),
        ("/api/workbook.xlsx?btc=abc&lang=DE", 400, "unbrauchbare Werte"),
        ("/api/scenario.json?facts=up-0011aabb", 400, "uploaded facts file"),
        ("/api/scenario.json?h=1.margin_per_btc.mining", 400, "cut off"),
        (f"/api/scenario.json?{'btc=70&' * 1000}", 400, "4,000 characters"),
        ("/api/chart/mining/nothing.json", 404, "curve"),
        ("/api/chart/nothing/curve.json", 404, "overview"),
        ("/api/openapi.json?btc=x", 400, "btc"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(served: ASGIApp, address: str, status: int, words: str) -> None:
    answer = get(served, address)
    assert answer.status == status
    said = json.loads(answer.body)
    assert list(said) == ["error"] and words in said["error"]
    assert said["error"].endswith((".", "?)")) and answer.headers["cache-control"] == "no-store"


def test_only_reading_is_served(served: ASGIApp) -> None:
    assert get(served, "/api/scenario.json", method="POST").status == 405
    assert get(served, "/api/scenario.json", method="HEAD").status == 200


def test_an_archived_version_is_computed_with(
    served: ASGIApp, facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, found, after = facts.data.decode().partition("  - key: btc\n")
    older = (before + found + re.sub(r"(default: )[\d.]+", r"\g<1>90", after, count=1)).encode()
    past = facts_file.loads(older, "older.yaml", None, facts.beside)
    monkeypatch.setattr(archive, "FOLDER", tmp_path)
    archive.store(past)
    made = json.loads(get(served, f"/api/scenario.json?facts={past.fingerprint}").body)
    assert made["facts_version"] == past.fingerprint != facts.fingerprint
    assert made["assumptions"]["btc"]["value"] == 90_000
    assert f"facts={past.fingerprint}" in made["link"]


def test_an_archived_version_that_cannot_be_read_any_more_is_refused(
    served: ASGIApp, facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FOLDER", tmp_path)
    archive.store(facts_file.loads(b"# kept\n" + facts.data, "kept.yaml", None, facts.beside))
    (version,) = archive.versions()
    (tmp_path / f"{version}.yaml.gz").write_bytes(b"broken")
    refused = get(served, f"/api/scenario.json?facts={version}")
    assert refused.status == 400 and version in json.loads(refused.body)["error"]


def test_what_takes_too_long_is_given_up(served: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slow(*_: object) -> bytes:
        go_on.wait(60)
        return b"{}"

    monkeypatch.setitem(data._KINDS, "/api/scenario.json", Kind("slow", "application/json", slow, 1e-4))
    given_up = get(served, "/api/scenario.json?btc=60.1")
    go_on.set()
    assert given_up.status == 503 and given_up.headers["retry-after"] == "2"
    assert "busy" in json.loads(given_up.body)["error"]


def test_the_description_names_every_route_and_slider(served: ASGIApp, facts: Facts) -> None:
    found = json.loads(get(served, "/api/openapi.json").body)
    parameters = {one["name"]: one for one in found["paths"]["/api/scenario.json"]["get"]["parameters"]}
    for slider in facts.assumptions:
        schema: dict[str, Any] = parameters[slider.key]["schema"]
        assert schema["default"] == slider.default_value
        if slider.options is None:
            low, high, _ = slider.bounds
            inside, outside = f"{slider.key}={schema['minimum']}", f"{slider.key}={schema['maximum'] + 1}"
            assert (schema["minimum"], schema["maximum"]) == (low, high)
            assert not asked(facts, f"?{inside}").problem() and asked(facts, f"?{outside}").problem()
    page = get(served, "/api?lang=DE")
    assert page.headers["content-type"].startswith("text/html")
    for path in found["paths"]:
        assert path in page.text


def test_the_tag_changes_with_the_program() -> None:
    assert len(answers.release()) == 16
