"""Breaks model and numbers on purpose and counts what no test notices: ``python -m tools.mutants [--all] [PATTERN …]``.

mutmut makes the mutants and remembers which have run, so that an interrupted call goes on where it stopped. Without
``--all`` a share of each module's mutants runs, the same ones every time. A survivor stands in tests/mutants.yaml with
the reason why it may live; one that does not is printed, and the call fails. So it does where a listed one has died.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import Any, Final, NamedTuple

import mutmut.__main__ as mutmut
import yaml
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant
from mutmut.utils.format_utils import get_module_from_key, orig_function_and_class_names_from_key

from tools.server import ROOT

_EXPLAINED: Final = ROOT / "tests" / "mutants.yaml"
# The share of the mutants of a room that its tests must kill.
FLOOR: Final = 0.85
# The share of each module's mutants that run without --all.
SHARE: Final = 0.1
# In place of a function: the reason is about every line with these words.
EVERYWHERE: Final = "*"
# Exit codes of a mutant's tests, as mutmut notes them: all passed, or no test reaches the function.
_ALIVE: Final = (0, 33)


class Change(NamedTuple):
    """A mutant as a reader sees it. The name that mutmut gives it is another one after an edit of its function."""

    function: str
    line: str
    becomes: str


def change(name: str) -> Change:
    """What the mutant called ``name`` changes, its lines joined."""
    diff = get_diff_for_mutant(name, path=find_mutant(name).path).splitlines()
    lines = {sign: " ".join(line[1:].strip() for line in diff[2:] if line[:1] == sign) for sign in "-+"}
    return Change(_function(name), lines["-"], lines["+"])


def covers(reason: Change, one: Change) -> bool:
    """Whether the mutant is the one that a reason is about, or one of its kind: the same words in any function."""
    if reason.function != EVERYWHERE:
        return reason == one
    places = (found.start() for found in re.finditer(re.escape(reason.line), one.line))
    return any(one.line[:at] + reason.becomes + one.line[at + len(reason.line) :] == one.becomes for at in places)


def sample(names: Iterable[str], share: float) -> set[str]:
    """``share`` of each module's mutants, at least one: those with the smallest checksums, the same on every run."""
    modules = defaultdict(list)
    for name in names:
        modules[get_module_from_key(name)].append(name)
    return {
        name
        for members in modules.values()
        for name in sorted(members, key=lambda one: (zlib.crc32(one.encode()), one))[: ceil(share * len(members))]
    }


def results(folder: Path) -> dict[str, int | None]:
    """Exit code of each mutant's tests; ``None`` for one that has not run."""
    found: dict[str, int | None] = {}
    for path in sorted(folder.rglob("*.py.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def report(
    found: dict[str, int | None], explained: Collection[Change], changed: Callable[[str], Change]
) -> tuple[list[str], bool]:
    """Lines: the score of each room, each survivor without a reason, each reason without a survivor; all is well."""
    lines, well = [], True
    alive = {name: changed(name) for name, code in found.items() if code in _ALIVE}
    reasoned = {name for name, one in alive.items() if any(covers(reason, one) for reason in explained)}
    for room in sorted({name.split(".")[1] for name in found}):
        names = [name for name in found if name.split(".")[1] == room]
        ran = [name for name in names if found[name] is not None]
        living = [name for name in ran if name in alive]
        killed = 1 - len(living) / len(ran) if ran else 1.0
        reasons = len(reasoned & set(living))
        lines.append(
            f"{room}: {killed:.1%} of {len(ran)} killed ({len(names)} in all); "
            f"{len(living)} live, {reasons} of them with a reason"
        )
        well = well and killed >= FLOOR and reasons == len(living)
    for name, one in alive.items():
        if name not in reasoned:
            lines.append(f"{name}: no test notices\n  - {one.line}\n  + {one.becomes}")
    functions = {one.function for one in explained}
    seen = {changed(name): code for name, code in found.items() if _function(name) in functions}
    for one in explained:
        if one.function != EVERYWHERE and seen.get(one, 1) not in (*_ALIVE, None):
            lines.append(f"{one.function}: {one.becomes}: dead or gone; take it out of {_EXPLAINED.name}")
            well = False
    return lines, well


def _function(name: str) -> str:
    """The dotted name of the function that a mutant breaks."""
    function, owner = orig_function_and_class_names_from_key(name)
    return ".".join(filter(None, (get_module_from_key(name), owner, function)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants that match (all if no pattern is given) and print the scores; 1 where one lives unexplained."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=main.__doc__)
    parser.add_argument("--all", action="store_true", help="every mutant: hours")
    parser.add_argument("pattern", nargs="*", help="like 'dashboard.model.loan*'; runs these again")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    # Half the cores, and below whatever else the machine does.
    os.nice(10)
    everything = mutmut.collect_source_file_mutation_data

    def chosen(*, mutant_names: Any) -> Any:
        mutants, files = everything(mutant_names=mutant_names)
        kept = sample((name for _, name, _ in mutants), 1.0 if options.all or mutant_names else SHARE)
        return [one for one in mutants if one[1] in kept], files

    mutmut.collect_source_file_mutation_data = chosen
    mutmut._run(tuple(options.pattern), max(1, (os.cpu_count() or 2) // 2))
    listed = yaml.safe_load(_EXPLAINED.read_text(encoding="utf-8")) or []
    explained = [Change(one["function"], one["line"], one["becomes"]) for one in listed if one["reason"]]
    lines, well = report(results(ROOT / "mutants"), explained, change)
    print("\n".join(lines))
    return 0 if well and lines else 1


if __name__ == "__main__":
    sys.exit(main())
