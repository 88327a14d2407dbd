"""Chromium for tests, benchmarks and pictures; ``python -m tools.chromium`` prints its path, installs it if missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """Path of a browser on PATH, else of the one that Playwright installed."""
    for name in _NAMES:
        path = shutil.which(name)
        if path is not None:
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def browser() -> Iterator[Browser]:
    """A running Chromium. Raises FileNotFoundError if there is none."""
    path = find()
    if path is None:
        raise FileNotFoundError("no Chromium: python -m tools.chromium installs it")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


# The page is the one that the address names, every chart that it announces has drawn the very state announced, at the
# width it has now, and every table is there. Streamlit says that its run is over before the page is drawn.
_SETTLED = """() => {
  const problem = document.querySelector('[data-testid=stException]');
  if (problem) throw new Error(problem.innerText);
  const app = document.querySelector('[data-testid=stApp]');
  if (app?.dataset.testScriptState !== 'notRunning' || !document.querySelector('.cg-footer')) return false;
  const said = document.querySelector('[data-query]')?.dataset.query;
  if (said !== undefined && said !== location.search.slice(1) && !/[?&]embed/.test(location.search)) return false;
  const nodes = [...document.querySelectorAll('.cgplot')];
  const asked = [...document.querySelectorAll('[data-stamp]')].map(node => node.dataset.stamp).sort().join();
  const drawn = nodes.map(node => node.dataset.drawn).sort().join();
  const still = asked === drawn && nodes.every(node => !('misfit' in node.dataset) &&
    Math.abs(node.querySelector('.main-svg').clientWidth - node.clientWidth) <= 1);
  if (!still || !document.querySelector('[data-later][data-stale]')) return still;
  // What closed disclosures hold comes when somebody looks, or before it is printed.
  dispatchEvent(new Event('cg-open'));
  return false;
}"""


def settle(page: Page) -> None:
    """Wait until the script has ended and page and charts show what the address says. Raises if the app failed."""
    page.wait_for_function(_SETTLED)


def _install() -> str | None:
    """The distribution's package where we may install it, else Playwright's own download."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update"], check=False, stdout=sys.stderr)
        subprocess.run(["apt-get", "install", "-y", "chromium"], check=False, stdout=sys.stderr)
    if find() is None:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run([*command, "--with-deps"] if root else command, check=False, stdout=sys.stderr)
    return find()


def main() -> int:
    """Print the path of Chromium, installing it first if there is none; 1 if that failed."""
    path = find() or _install()
    if path is None:
        print("No Chromium: install it (for example: apt install chromium) and run this again.", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
