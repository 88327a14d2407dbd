"""Find Chromium for the browser tests: ``python tools/chromium.py`` prints its path and installs it where missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
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
