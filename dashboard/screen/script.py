"""The script of a page, run in the context that has been set."""

from __future__ import annotations

from functools import cache
from types import CodeType

from dashboard.screen.context import page_file


def run(page: str) -> None:
    """Let the page called ``page`` put its blocks on the sheet. Raises whatever its script raises."""
    file = page_file(page)
    # Read again when the file has changed.
    code = _compiled(page, file.stat().st_mtime_ns)
    exec(code, {"__name__": "__main__", "__file__": str(file)})


@cache
def _compiled(page: str, _changed: int) -> CodeType:
    file = page_file(page)
    return compile(file.read_text(encoding="utf-8"), str(file), "exec")
