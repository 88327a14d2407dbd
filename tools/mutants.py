"""Breaks model and numbers on purpose and counts what no test notices: ``python -m tools.mutants [PATTERN …]``.

mutmut makes the mutants and remembers which have run, so that an interrupted call goes on where it stopped. A survivor
stands in tests/mutants.yaml with the reason why it may live; one that does not is printed, and the call fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import yaml

from tools.server import ROOT

_EXPLAINED: Final = ROOT / "tests" / "mutants.yaml"
# The share of mutants that the tests of a module must kill.
FLOOR: Final = 0.85
# Exit codes of a mutant's tests, as mutmut notes them: all passed, or no test reaches the function.
_ALIVE: Final = (0, 33)


def results(folder: Path) -> dict[str, dict[str, int | None]]:
    """Exit code of each mutant's tests by module and mutant; ``None`` for one that has not run yet."""
    found = {}
    for path in sorted(folder.rglob("*.py.meta")):
        module = ".".join(path.relative_to(folder).with_suffix("").with_suffix("").parts)
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if codes:
            found[module] = codes
    return found


def report(found: dict[str, dict[str, int | None]], explained: dict[str, str]) -> tuple[list[str], bool]:
    """Lines of the score of each module that has run, then of each survivor without a reason; whether all is well."""
    lines, well = [], True
    for module, codes in found.items():
        ran = {name: code for name, code in codes.items() if code is not None}
        if not ran:
            continue
        alive = [name for name, code in ran.items() if code in _ALIVE]
        killed = 1 - len(alive) / len(ran)
        waiting = f", {len(codes) - len(ran)} to run" if len(ran) < len(codes) else ""
        reasons = Counter("explained" if name in explained else "unexplained" for name in alive)
        lines.append(f"{module:40} {killed:6.1%} of {len(ran)} killed, {reasons['explained']} explained{waiting}")
        lines += [f"    {name}: no test notices it" for name in alive if name not in explained]
        well = well and killed >= FLOOR and not reasons["unexplained"]
    names = {name: code for codes in found.values() for name, code in codes.items()}
    gone = [name for name in explained if names.get(name, 1) not in (*_ALIVE, None)]
    lines += [f"{name}: dead or gone; take it out of {_EXPLAINED.name}" for name in gone]
    return lines, well and not gone


def main() -> int:
    """Run the mutants that match (all if no pattern is given) and print the scores; 1 where one lives unexplained."""
    # Half the cores, and below whatever else the machine does.
    children = str(max(1, (os.cpu_count() or 2) // 2))
    command = ["nice", sys.executable, "-m", "mutmut", "run", "--max-children", children, *sys.argv[1:]]
    subprocess.run(command, cwd=ROOT, check=False)
    explained = yaml.safe_load(_EXPLAINED.read_text(encoding="utf-8")) or {}
    lines, well = report(results(ROOT / "mutants"), explained)
    print("\n".join(lines))
    print("A mutant as a change: .venv/bin/mutmut show NAME")
    return 0 if well and lines else 1


if __name__ == "__main__":
    sys.exit(main())
