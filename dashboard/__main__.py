"""The model without a browser: ``python -m dashboard "LINK or ?query"`` prints a scenario's outputs as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard import facts as facts_file
from dashboard.facts import FactsError
from dashboard.facts.yaml_loader import quote
from dashboard.takeaway import link as links
from dashboard.takeaway import tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scenario of a link as JSON: 0. Refused values go to stderr; a bad facts file is one sentence and 1."""
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Print the outputs of a scenario as JSON. DASHBOARD_FACTS names another facts file.",
    )
    parser.add_argument("link", nargs="?", default="", help='a link of the dashboard, "?btc=70&cash=80", or nothing')
    link: str = parser.parse_args(arguments).link
    path = Path(os.environ.get("DASHBOARD_FACTS") or facts_file.PUBLISHED)
    try:
        facts = facts_file.load(path)
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    request = links.decode(facts, link)
    for line in _remarks(request, facts.fingerprint):
        print(line, file=sys.stderr)
    found = tables.as_dict(request.scenario(facts), link, request.lang)
    print(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
    return 0


def _remarks(request: links.Request, version: str) -> list[str]:
    """What the reader of the JSON must know: parameters that were refused, other facts than the sender's."""
    lines = [f"{name}: not a possible value; the default is used" for name in request.refused]
    lines += [f"{quote(name)}: no slider has this key; it is ignored" for name in request.unknown]
    if request.own_file is not None:
        lines.append("facts: the link was made with an uploaded facts file; set DASHBOARD_FACTS to that file")
    elif request.version is not None and request.version != version:
        lines.append(f"v: the facts have changed since the link was made; they are now {version}")
    return lines


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # The reader of the pipe (head, say) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
