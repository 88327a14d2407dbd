"""`python -m dashboard.facts FILE` checks a facts file, and that every page can be made from it.

`--changes OLD NEW` lists what differs between two versions; `--propose TABLE` tries new figures out.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.facts import archive
from dashboard.facts import edition as editions
from dashboard.facts.comparison import compare
from dashboard.facts.edition import Edition
from dashboard.facts.facts import Facts, load
from dashboard.facts.proposal import HEAD
from dashboard.facts.store import PUBLISHED
from dashboard.facts.yaml_loader import FactsError
from dashboard.takeaway import proposal, rehearsal


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


def _edition(given: str) -> Edition:
    """A version by the path of its file, or by its fingerprint in the archive."""
    if given in archive.versions() and not Path(given).exists():
        return archive.edition(given)
    return editions.at(Path(given))


def _changes(old: str, new: str) -> int:
    """Print every figure that differs between two versions once; days added to a price file are counted."""
    found = compare(_edition(old), _edition(new))
    for changed in found.figures:
        print(changed)
    for name, (count, last) in found.added_days.items():
        print(f"{name}: {count} days added, the last is {last}")
    if not found.figures and not found.added_days:
        print("no figure differs")
    return 0


def _propose(path: Path, table: Path, write: bool) -> int:
    """Print what the rows of ``table`` would do; written are all of them or, where one is refused, none."""
    outcome = proposal.tried(path, table)
    for line in proposal.lines(outcome):
        print(line)
    if outcome.result is None:
        rows = "1 row is" if len(outcome.refused) == 1 else f"{len(outcome.refused)} rows are"
        raise FactsError(table.name, None, "", f"nothing is written, because {rows} refused; correct or remove them")
    if not write:
        print(f"{path}: nothing is written without --write")
        return 0
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(outcome.result)
    beside.replace(path)
    print(_summary(load(path)))
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a facts file, or compare two: the answer on stdout and 0, or one sentence on stderr and 1."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.facts", description=main.__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", type=Path, nargs="?", help="the facts file to check")
    what.add_argument(
        "--changes", nargs=2, metavar=("OLD", "NEW"), help="list each figure that differs between two versions: paths,"
        " or fingerprints in data/archive",
    )  # fmt: skip
    what.add_argument("--propose", type=Path, metavar="TABLE", help=f"a CSV file with the columns {','.join(HEAD)}: say"
        " what its figures would change in data/cango.yaml, which sentences flip, and what the rules refuse",
    )  # fmt: skip
    parser.add_argument("--into", type=Path, default=PUBLISHED, help="another facts file for --propose")
    parser.add_argument("--write", action="store_true", help="with --propose: write them, all or none")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.changes:
            return _changes(*chosen.changes)
        if chosen.propose:
            return _propose(chosen.into, chosen.propose, chosen.write)
        facts = load(chosen.file)
        rehearsal.rehearse(_whole(facts, chosen.file))
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    print(_summary(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
