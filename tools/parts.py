"""What the dashboard is made of: known vulnerabilities, licences and the list of parts of the locked packages.

``python -m tools.parts audit`` and ``python -m tools.parts sbom``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
_BIN = Path(sys.executable).parent
# Permissive, and MPL 2.0, which asks for nothing of a work that only uses the files (certifi's list of certificates).
_AGREED = re.compile(
    r"MIT( License|-CMU)?|0BSD|Zlib|CC0-1\.0|PSF-2\.0|((2|3)-Clause )?BSD( License|-2-Clause|-3-Clause)?"
    r"|Apache(-2\.0| License 2\.0| Software License)|Mozilla Public License 2\.0 \(MPL 2\.0\)"
)

# Stated only by the text of a file in the package, where pip-licenses does not look.
_IN_A_FILE = {"resvg-py": "MIT"}


def installed() -> set[str]:
    """The packages that run the dashboard, from requirements.lock."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.partition("==")[0]) for line in lines if re.match(r"[A-Za-z]", line)}


def licences() -> dict[str, str]:
    """Package -> licence as it states it itself, for what runs the dashboard."""
    command = [str(_BIN / "pip-licenses"), "--from=mixed", "--format=json", "--packages", *sorted(installed())]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    found = {canonicalize_name(row["Name"]): row["License"] for row in json.loads(told.stdout)}
    return {name: _IN_A_FILE.get(name, licence) for name, licence in found.items()}


def not_agreed(stated: dict[str, str]) -> dict[str, str]:
    """Those of ``stated`` whose licence has a part that is not agreed."""
    return {
        name: licence
        for name, licence in stated.items()
        if not all(_AGREED.fullmatch(part.strip()) for part in re.split(r";| AND | OR ", licence))
    }


def vulnerable(told: str) -> list[str]:
    """One line for each vulnerability in what pip-audit has written as JSON."""
    report: dict[str, Any] = json.loads(told)
    return [
        f"{package['name']} {package['version']}: {found['id']}"
        + (f", fixed in {', '.join(found['fix_versions'])}" if found["fix_versions"] else ", not fixed yet")
        for package in report["dependencies"]
        for found in package.get("vulns", ())
    ]


def audit() -> int:
    """Print licences and vulnerabilities; 1 if one is not agreed or known, 2 if the index cannot be asked."""
    stated = licences()
    for name, licence in sorted(stated.items()):
        print(f"{name}: {licence}")
    objections = [f"{name}: the licence {licence!r} is not agreed" for name, licence in not_agreed(stated).items()]
    command = [
        str(_BIN / "pip-audit"),
        "--disable-pip",
        "--no-deps",
        "--format=json",
        "-r",
        str(ROOT / "constraints.txt"),
    ]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        objections += vulnerable(told.stdout)
    except ValueError:
        reason = (told.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"Not checked for vulnerabilities: the index cannot be asked ({reason}).", file=sys.stderr)
        return 2
    print("\n".join(objections) or "No known vulnerability, and every licence is agreed.")
    return 1 if objections else 0


def sbom(target: Path) -> None:
    """Write the list of parts with their hashes, as CycloneDX JSON."""
    command = [str(_BIN / "cyclonedx-py"), "requirements", "--output-reproducible", "--of", "JSON", "-o", str(target)]
    subprocess.run([*command, str(ROOT / "requirements.lock")], check=True)


def main(arguments: list[str]) -> int:
    """Run ``audit`` or ``sbom``."""
    if arguments == ["audit"]:
        return audit()
    if arguments == ["sbom"]:
        sbom(ROOT / "sbom.json")
        print("sbom.json")
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
