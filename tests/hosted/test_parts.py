"""What is installed is locked by hash, listed, and under licences that are agreed."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tools import parts

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_is_that_of_the_requirements() -> None:
    locked = {line.split(" ")[0].lower() for line in LOCK.splitlines() if re.match(r"[A-Za-z]", line)}
    asked = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower().split()
    assert locked >= set(asked)
    every = {
        "==".join([canonicalize_name(name), version])
        for name, _, version in (
            line.partition("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        )
        if version
    }
    outside = {
        one for one in locked if "==".join([canonicalize_name(one.split("==")[0]), one.split("==")[1]]) not in every
    }
    # Needed on other systems only, so that they are not among what was installed to write constraints.txt.
    assert {one.split("==")[0] for one in outside} <= {"colorama"}


def test_every_package_has_hashes_and_no_other_source() -> None:
    blocks = re.split(r"\n(?=[A-Za-z])", LOCK)[1:]
    assert len(blocks) > 40
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?:|file:|--index|--find-links", LOCK)


def test_the_image_takes_nothing_but_the_lock() -> None:
    image = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"pip install (.*)", image) == ["--no-cache-dir --require-hashes -r requirements.lock"]
    assert re.search(r"^USER \d+$", image, re.M)


def test_licences_are_agreed() -> None:
    stated = parts.licences()
    assert len(stated) > 40 and parts.not_agreed(stated) == {}


@pytest.mark.parametrize("licence", ["GPL-3.0", "MIT AND AGPL-3.0-only", "UNKNOWN", "Apache-2.0 OR Proprietary", ""])
def test_other_licences_are_noticed(licence: str) -> None:
    assert parts.not_agreed({"x": licence}) == {"x": licence}


def test_the_list_of_parts_names_every_package(tmp_path: Path) -> None:
    parts.sbom(tmp_path / "sbom.json")
    listed = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    assert {canonicalize_name(part["name"]) for part in listed["components"]} == parts.installed()


def test_audit_says_what_is_wrong_or_that_it_could_not_look(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {"id": "CVE-1", "fix_versions": ["2"]}
    report = json.dumps(
        {"dependencies": [{"name": "a", "version": "1", "vulns": [found]}, {"name": "b", "version": "1"}]}
    )
    for output, code, words in (
        (report, 1, "a 1: CVE-1, fixed in 2"),
        ('{"dependencies": []}', 0, "No known vulnerability"),
        ("", 2, "the index cannot be asked (no route)"),
    ):
        monkeypatch.setattr(parts, "licences", lambda: {"a": "MIT"})
        answer = subprocess.CompletedProcess([], 1, output, "trace\nno route\n")
        monkeypatch.setattr(subprocess, "run", lambda *_, answer=answer, **__: answer)
        assert parts.audit() == code
        said = capsys.readouterr()
        assert words in said.out + said.err
