"""The model without a browser: ``python -m dashboard "LINK or ?query"`` prints a scenario's outputs as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from dashboard.facts import FactsError, archive
from dashboard.takeaway import link_notices, served, tables
from dashboard.takeaway.asked import Asked, ask


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scenario of a link as JSON: 0. Refused values go to stderr; a bad facts file is one sentence and 1."""
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Print the outputs of a scenario as JSON. DASHBOARD_FACTS names another facts file.",
    )
    parser.add_argument("link", nargs="?", default="", help='a link of the dashboard, "?btc=70&cash=80", or nothing')
    link: str = parser.parse_args(arguments).link
    try:
        asked = ask(served.read(), link)
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    for line in _remarks(asked):
        print(line, file=sys.stderr)
    found = tables.as_dict(asked.scenario, link, asked.lang)
    print(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
    return 0


def _remarks(asked: Asked) -> list[str]:
    """What the reader of the JSON must know: what was not used, other facts or numbers than the sender's."""
    request, facts = asked.request, asked.facts
    lines = link_notices.lines(request, asked.lang)
    if request.own_file not in (None, facts.fingerprint):
        gone = f"version {request.own_file} cannot be read any more; these are of {facts.fingerprint}"
        uploaded = "the link was made with an uploaded facts file; set DASHBOARD_FACTS to that file"
        lines.append(f"facts: {gone if request.own_file in archive.versions() else uploaded}")
    elif link_notices.changed(request, facts):
        lines.append(f"v: the facts have changed since the link was made; they are now {facts.fingerprint}")
    difference = link_notices.difference(request, asked.scenario, asked.lang)
    return lines if difference is None else [*lines, difference]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # The reader of the pipe (head, say) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
