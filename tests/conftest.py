"""The real facts, scenarios of slider values, and what keeps chance, the clock and an idle machine out of the tests."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from hypothesis import HealthCheck, settings

from dashboard import facts as facts_file
from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario
from tests import edition

ROOT = Path(__file__).parent.parent
# The longest that a test waits for a page, a server or another program, in seconds: it says that something hangs, and
# never that the machine is slow. Every wait ends as soon as the thing awaited is there.
PATIENCE = 180
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NO_OFFICE = "LibreOffice is not installed"


def through_calc(path: Path, into: Path, how: str = "") -> openpyxl.Workbook:
    """The values of ``path`` as LibreOffice Calc reads it, by way of a file in ``into``; how: its import filter.

    Raises CalledProcessError where it cannot.
    """
    read = [f"--infilter={how}"] if how else []
    command = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{into}/profile", *read,
               "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(into), str(path)]  # fmt: skip
    subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)
    return openpyxl.load_workbook(into / f"{path.stem}.xlsx", data_only=True)


# Slow data or a slow machine is no defect: only what a test asserts is one.
_CALM = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=100)
settings.register_profile("test", _CALM, derandomize=True, database=None)
# `make fuzz`: other inputs each time and twenty times as many. What it finds becomes an @example of its test.
settings.register_profile("fuzz", _CALM, max_examples=20 * _CALM.max_examples, print_blob=True)
# `make mutants`: what a mutant breaks, the first few inputs show.
settings.register_profile("mutants", settings.get_profile("test"), max_examples=_CALM.max_examples // 5)
settings.load_profile("test")


def examples(count: int) -> int:
    """``count`` generated inputs in the test profile, as many times more as the profile asks for."""
    return count * settings().max_examples // _CALM.max_examples


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--today 2027-11-28``: the tests run as if that were today."""
    parser.addoption("--today", type=dt.date.fromisoformat, default=None, help="run as if on this day")


@pytest.fixture(scope="session", autouse=True)
def _today(request: pytest.FixtureRequest) -> Iterator[None]:
    day: dt.date | None = request.config.getoption("--today")
    if day is None:
        yield
        return
    with time_machine.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=True):
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Thousands of collected tests are never garbage: looking for it among them took a fifth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once, and in red, what could not be checked on this machine."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_OFFICE in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(
            f"{NO_OFFICE}: it did not recalculate the workbook (the package formulas did)."
            " With soffice on the PATH, it does too.",
            red=True, bold=True,
        )  # fmt: skip


@pytest.fixture(scope="session")
def published() -> Facts:
    """The published facts file."""
    return facts_file.load(ROOT / "data" / "cango.yaml")


@pytest.fixture(scope="session")
def kept_path(published: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the kept edition, and beside it those that it names."""
    return edition.write(tmp_path_factory.mktemp("kept"), published.data)


@pytest.fixture(scope="session")
def kept(kept_path: Path) -> Facts:
    """The edition on which the numbers in tests were computed by hand: tests/edition.py."""
    return facts_file.load(kept_path)


@pytest.fixture(scope="module")
def facts(request: pytest.FixtureRequest, published: Facts, kept: Facts) -> Facts:
    """The published facts file; the kept edition in a module that is marked ``by_hand``."""
    return kept if request.node.get_closest_marker("by_hand") else published


@pytest.fixture(scope="module", autouse=True)
def _served(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the app shows in a module that is marked ``by_hand`` is the kept edition, too."""
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("by_hand"):
            patch.setenv("DASHBOARD_FACTS", str(request.getfixturevalue("kept_path")))
        yield


@pytest.fixture(scope="module")
def scenario(facts: Facts) -> Callable[..., Scenario]:
    """``scenario(btc=70, cash=80)``: URL keys in the sliders' own units, the rest at their defaults."""

    def make(base: Facts = facts, /, **values: Any) -> Scenario:
        chosen = {a.key: values.get(a.key, a.default_value) for a in base.assumptions}
        assert set(values) <= set(chosen), f"no slider called {set(values) - set(chosen)}"
        return Scenario(base, {a.name: a.to_base(chosen[a.key]) for a in base.assumptions})

    return make
