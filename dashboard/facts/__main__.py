"""`python -m dashboard.facts FILE` checks a facts file, and that every page can be made from it."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.facts.facts import Facts, load
from dashboard.facts.store import PUBLISHED
from dashboard.facts.yaml_loader import FactsError
from dashboard.takeaway import rehearsal


def _summary(facts: Facts) -> str:
    rows = sum(len(series.rows) for series in facts.series.values())
    days = sum(len(daily.date) for daily in facts.daily.values())
    return (
        f"{facts.file}: {facts.company.short_name}, as of {facts.company.as_of}: {len(facts.facts)} facts, "
        f"{len(facts.sources)} sources, {rows} series rows, {days} daily rows, {len(facts.claims)} claims, "
        f"{len(facts.assumptions)} assumptions, fingerprint {facts.fingerprint}"
    )


def _whole(facts: Facts, path: Path) -> Facts:
    """The facts of another company as the app shows them: what they leave out comes from the published file."""
    if path.resolve() == PUBLISHED or not PUBLISHED.exists():
        return facts
    return rehearsal.with_stand_ins(facts, load(PUBLISHED))


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a facts file: summary on stdout and 0, or one sentence on stderr and 1."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.facts", description=main.__doc__)
    parser.add_argument("file", type=Path)
    try:
        path = parser.parse_args(arguments).file
        facts = load(path)
        rehearsal.rehearse(_whole(facts, path))
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    print(_summary(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
