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
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import link as links
from dashboard.takeaway import link_notices, tables


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
    scenario = request.scenario(facts)
    for line in _remarks(request, scenario):
        print(line, file=sys.stderr)
    found = tables.as_dict(scenario, link, request.lang or "EN")
    print(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
    return 0


def _remarks(request: links.Request, scenario: Scenario) -> list[str]:
    """What the reader of the JSON must know: what was not used, other facts or numbers than the sender's."""
    lang = request.lang or "EN"
    lines = link_notices.lines(request, lang)
    if request.own_file is not None:
        lines.append("facts: the link was made with an uploaded facts file; set DASHBOARD_FACTS to that file")
    elif link_notices.changed(request, scenario.facts):
        lines.append(f"v: the facts have changed since the link was made; they are now {scenario.facts.fingerprint}")
    difference = link_notices.difference(request, scenario, lang)
    return lines if difference is None else [*lines, difference]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # The reader of the pipe (head, say) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
