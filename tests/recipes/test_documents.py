"""CONTRIBUTING.md, docs/ and README.md name what is there: files, commands, floors and packages."""

from __future__ import annotations

import re
import tomllib

import pytest

from .conftest import ROOT

DOCUMENTS = ("CONTRIBUTING.md", "docs/architecture.md", "docs/hosting.md", "README.md")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def words(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_and_command_exists(name: str) -> None:
    document = words(name)
    paths = re.findall(r"`((?:dashboard|pages|data|tests|docs|tools|deploy)/[\w./-]*)`", document)
    paths += [link for link in re.findall(r"\]\(([\w./-]+)\)", document) if not link.startswith("http")]
    assert [path for path in paths if "…" not in path and not (ROOT / path).exists()] == []
    commands = set(re.findall(r"(?:`|^)(?:SEED=\d+ )?make ([a-z-]+)", document, re.M))
    assert [one for one in commands if not re.search(rf"^{one}:", MAKEFILE, re.M)] == []


def test_the_rooms_are_the_floors_of_the_contract() -> None:
    contract = tomllib.loads(words("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]
    floors = [room for layer in reversed(contract["layers"]) for room in layer.split(" | ") if "__main__" not in room]
    table = re.findall(r"^\| `([\w/]+)(?:\.py)?` \|", words("docs/architecture.md"), re.M)
    assert [room.replace("/", ".") for room in table if room != "pages"] == floors


def test_every_package_says_why_it_is_there() -> None:
    section = words("README.md").split("## Dependencies")[1]
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in words(file).splitlines():
            package = re.match(r"[A-Za-z][\w-]*", line)
            assert package is None or package[0] in section, package


def test_every_package_is_locked() -> None:
    locked = words("constraints.txt").lower().replace("_", "-").splitlines()
    wanted = [line for file in ("requirements.txt", "requirements-dev.txt") for line in words(file).splitlines()]
    assert [line for line in wanted if "==" in line and line.lower() not in locked] == []
