"""Everything that speed is held against, in one interleaved run: ``make bench``; ``--quick`` for a look.

It takes about a quarter of an hour and wants a quiet machine. What a line means stands in docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import ExitStack
from math import nan
from statistics import median

from playwright.sync_api import Browser

from benchmarks import readers, targets
from benchmarks.aims import AIMS
from benchmarks.browser import MeasuredPage, Step, new_page, open_measured, visit
from benchmarks.floor import open_floor
from benchmarks.targets import Target
from dashboard import registry
from tools import chromium

OWN, PLAIN, DASH, FLOOR = "ours, deploy/asgi.py", "ours, streamlit run", "Dash", "browser's floor"
CROWDS = (10, 30, 60, 80)


def keys(opened: Sequence[MeasuredPage], rounds: int) -> None:
    """One key press each in turn, after three to warm up."""
    for at in range(rounds + 3):
        for reader in opened:
            reader.press()
            if at < 3:
                reader.steps.clear()


def middle(steps: Sequence[Step], part: str) -> float:
    """Median of one part of the steps."""
    return float(median(getattr(step, part) for step in steps))


def table(head: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], digits: int = 0) -> None:
    """Print rows of numbers under a head."""
    print(f"\n{head[0]:<28}" + "".join(f"{name:>14}" for name in head[1:]))
    for name, numbers in rows:
        print(f"{name:<28}" + "".join(f"{number:>14,.{digits}f}" for number in numbers), flush=True)


def steps(browser: Browser, servers: Sequence[Target], rounds: int) -> dict[str, float]:
    """Key presses and drags; the figures for the aims."""
    opened = [open_measured(browser, target) for target in servers]
    page = new_page(browser)
    open_floor(page, rounds + 4)
    page.wait_for_timeout(2000)
    opened.append(MeasuredPage(FLOOR, page, ".value", "label", lambda: 0.0))
    keys(opened, rounds)
    by_name = {reader.name: reader for reader in opened}
    base = by_name[DASH].steps
    parts = ("words", "in_view", "all_charts")
    rows = []
    for reader in opened:
        words, view, every = (middle(reader.steps, part) for part in parts)
        rows.append(
            (reader.name, (words, view, every, view / middle(base, "in_view"), every / middle(base, "all_charts")))
        )
    head = ("one key press, ms (median)", "headline", "in view", "all charts")
    table((*head[:4], "view ÷ Dash", "all ÷ Dash"), [(name, numbers[:3]) for name, numbers in rows])
    table(("as ratios", "view ÷ Dash", "all ÷ Dash"), [(name, numbers[3:]) for name, numbers in rows], 2)
    split = ("waiting", "transfer", "script", "layout", "other", "cpu", "bytes")
    table(("where a step goes, ms", *split[:5], "server CPU", "bytes"),
          [(r.name, [middle(r.steps, part) for part in split]) for r in opened])  # fmt: skip
    for _ in range(3):
        for reader in opened[:-1]:
            reader.pull()
    drags = {r.name: [median(getattr(drag, part) for drag in r.drags)
                      for part in ("words_a_second", "charts_a_second", "release_to_final")]
             for r in opened[:-1]}  # fmt: skip
    table(("while dragging", "words/s", "charts/s", "release, ms"), list(drags.items()), 1)
    for reader in opened:
        reader.page.context.close()
    ratios = {name: numbers[3:] for name, numbers in rows}
    found = {}
    for short, name in (("own", OWN), ("plain", PLAIN)):
        found[f"view.{short}"], found[f"all.{short}"] = ratios[name]
        # A state is painted when words and charts are.
        found[f"drag.{short}"], found[f"release.{short}"] = min(drags[name][:2]), drags[name][2]
    return found


def visits(browser: Browser, target: Target) -> dict[str, float]:
    """The first visit, with a cold and a warm cache of the browser."""
    rows = []
    for _ in range(3):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        rows.append((visit(context, target), visit(context, target)))
        context.close()
    lines = []
    for name, of in (("cold cache", [cold for cold, _ in rows]), ("warm cache", [warm for _, warm in rows])):
        parts = [[v.headline, v.in_view, v.requests, v.bytes / 1e3] for v in of]
        lines.append((name, [median(column) for column in zip(*parts, strict=True)]))
    table((f"a visit, {target.name}", "headline, ms", "in view, ms", "requests", "KB"), lines)
    cold = lines[0][1]
    return {"visit.headline": cold[0] / 1e3, "visit.view": cold[1] / 1e3}


def server(own: Target, target: Target, crowds: Sequence[int]) -> dict[str, float]:
    """Processor time and bytes of a step, readers at once, and one reader's drag beside the others, also on ``own``."""
    costs = {page: readers.cost(target, page) for page in registry.NAMES}
    table(("one step over the protocol", "CPU, ms", "KB"), [(p, (c.cpu, c.bytes / 1e3)) for p, c in costs.items()], 1)
    waits = {page: _crowds(target, page, crowds) for page in ("mining", "runway")}
    table(("readers at once, p95 in s", *map(str, crowds)), list(waits.items()), 2)
    drags = {where.name: readers.beside_a_drag(where, "mining", "runway", where is own) for where in (own, target)}
    table(("five on Mining, p95", "alone, s", "one drags on Runway, s"), list(drags.items()), 3)

    def most(page: str) -> float:
        return max((count for count, wait in zip(crowds, waits[page], strict=True) if wait < 1), default=0)

    return {
        "bytes": costs["mining"].bytes / 1e3,
        "bytes.idle": costs["mining"].idle_bytes / 1e3,
        "cpu.mining": costs["mining"].cpu,
        "cpu.runway": costs["runway"].cpu,
        "readers.mining": most("mining"),
        "readers.runway": most("runway"),
        "beside": max(beside / alone for alone, beside in drags.values()),
    }


def _crowds(target: Target, page: str, crowds: Sequence[int]) -> list[float]:
    """95th percentiles of the wait in seconds; nan for every crowd above the first that waits too long."""
    found: list[float] = []
    for count in crowds:
        enough = bool(found) and not found[-1] < 1
        found.append(nan if enough else readers.crowd(target, page, count))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few steps and readers, for a look")
    parser.add_argument("--only", choices=("steps", "visits", "server"), help="one part of it")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    found: dict[str, float] = {}
    with ExitStack() as stack:
        own = stack.enter_context(targets.ours("deploy/asgi.py", OWN))
        ours = stack.enter_context(targets.ours("app.py", PLAIN))
        if asked.only in (None, "steps"):
            rivals = [stack.enter_context(targets.dash()), stack.enter_context(targets.plain())]
            with chromium.browser() as browser:
                found |= steps(browser, [own, ours, *rivals], 5 if asked.quick else 40)
        if asked.only in (None, "visits"):
            with chromium.browser() as browser:
                found |= visits(browser, own)
        # Beside an open browser no other event loop runs in this thread.
        if asked.only in (None, "server"):
            found |= server(own, ours, CROWDS[:1] if asked.quick else CROWDS)
    print("\n| What | Measured | Aim | |\n| --- | --- | --- | --- |")
    for key, aim in AIMS.items():
        print(aim.verdict(found.get(key)))


if __name__ == "__main__":
    main()
