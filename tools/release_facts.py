"""Archive the published facts, so that links made on them stay openable: ``python -m tools.release_facts [FILE]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.facts import PUBLISHED, FactsError, archive, load


def main(arguments: Sequence[str] | None = None) -> int:
    """Add the version to data/archive and read it back: 0; a file that cannot be used is one sentence and 1."""
    parser = argparse.ArgumentParser(prog="python -m tools.release_facts", description=main.__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=PUBLISHED)
    parser.add_argument("--into", type=Path, default=archive.FOLDER, help="the archive's folder")
    chosen = parser.parse_args(arguments)
    try:
        facts = load(chosen.file)
        added = archive.store(facts, chosen.into)
        archive.load(facts.fingerprint, chosen.into)
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    said = "archived" if added else "is in the archive already"
    print(f"{facts.fingerprint} (as of {facts.company.as_of}) {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
