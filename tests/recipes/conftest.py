"""A copy of the project to follow a recipe in: edits are counted, and the copy runs in a process of its own."""

from __future__ import annotations

import difflib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_COPIED = (
    "app.py", "pyproject.toml", "dashboard", "pages", "data", "deploy", "docs", "static", "tests", "tools",
    ".streamlit", "Makefile", "README.md",
)  # fmt: skip

# Prints the numbers of links and the words, figures and sliders of pages of the copy.
_ASKED = """
import contextlib, io, json, os, re, sys
from html import unescape
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from dashboard.__main__ import main
from tests.blocks import html
# Each page would read the metadata of every installed package.
manifest_scanner.scan_component_manifests = list
def outputs(query):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert main([f"?{query}"]) == 0
    return json.loads(printed.getvalue())["outputs"]
def page(name, lang):
    app = AppTest.from_string(open("app.py", encoding="utf-8").read(), default_timeout=600)
    app.query_params["lang"] = lang
    app.switch_page(os.path.abspath(f"pages/{name}.py")).run()
    assert not app.exception, app.exception
    drawn = " ".join(html(app))
    words = unescape(re.sub(r"<[^>]+>", "", drawn)).replace("\\u00a0", " ")
    sliders = [slider.key for slider in app.sidebar.slider]
    return {"words": words, "figures": re.findall('data-figure="([^"]*)"', drawn), "sliders": sliders}
queries, pages = json.loads(sys.argv[1])
print(json.dumps([[outputs(query) for query in queries], [page(*one) for one in pages]]))
"""


class Project:
    """A copy of the project. ``files`` and ``lines``: what has been changed since ``begin``, and the lines added."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._before: dict[str, str] = {}
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.min.js"))
            elif source.exists():
                shutil.copy(source, root / name)

    def begin(self) -> None:
        """Count anew."""
        self._before.clear()

    def write(self, path: str, content: str) -> None:
        """Put ``content`` into a file, new or not."""
        target = self.root / path
        if path not in self._before:
            self._before[path] = target.read_text(encoding="utf-8") if target.exists() else ""
        target.write_text(content, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the one place where ``old`` stands."""
        content = (self.root / path).read_text(encoding="utf-8")
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {path}"
        self.write(path, content.replace(old, new))

    def before(self, path: str, line: str, new: str) -> None:
        """Put ``new`` before the one line that starts with ``line``."""
        self.edit(path, f"\n{line}", f"\n{new}\n{line}")

    def append(self, path: str, new: str) -> None:
        """Put ``new`` at the end of a file."""
        self.write(path, (self.root / path).read_text(encoding="utf-8") + new)

    @property
    def files(self) -> int:
        """How many files differ from the project."""
        return len(self._before)

    @property
    def lines(self) -> int:
        """How many lines were added or changed, blank ones aside."""
        added = 0
        for path, old in self._before.items():
            new = (self.root / path).read_text(encoding="utf-8")
            diff = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
            added += sum(line[:1] == "+" and line[:3] != "+++" and line != "+" for line in diff)
        return added

    def python(self, *arguments: str) -> str:
        """What ``python ARGUMENTS`` prints in the copy; fails with its errors."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def asked(self, outputs: Sequence[str] = (), pages: Sequence[tuple[str, str]] = ()) -> tuple[list[Any], list[Any]]:
        """The numbers of links, by key, and the words, figures and sliders of pages in a language; in one process."""
        numbers, drawn = json.loads(self.python("-c", _ASKED, json.dumps([outputs, pages])))
        return numbers, drawn

    def tests(self, *paths: str) -> None:
        """Run the copy's own tests."""
        self.python("-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *paths)
