"""What one step of the price slider costs without server and browser: numbers, headline and every figure of each page.

``python -m benchmarks.slider_step`` prints median and 95th percentile; ``--steps 20`` for a quick look.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from itertools import count

import numpy as np

from benchmarks.same_page import scenario
from dashboard import figures, headlines
from dashboard.figures.layout import WIDE, Chart
from dashboard.registry import NAMES as PAGES

_ASKED = count(1)


def prices(steps: int) -> list[int]:
    """Slider positions one step apart, up and down again between 60 and 110."""
    there_and_back = [*range(61, 111), *range(109, 59, -1)]
    return [there_and_back[i % len(there_and_back)] for i in range(steps)]


def timed(steps: list[int], step: Callable[[int], None]) -> list[tuple[float, float]]:
    """Milliseconds of wall clock and of processor for each step, after five to warm up."""
    measured = []
    for price in [*steps[:5], *steps]:
        wall, processor = time.perf_counter(), time.process_time()
        step(price)
        measured.append(((time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3))
    return measured[5:]


def one_page(page: str, steps: list[int]) -> list[tuple[float, float]]:
    """Numbers, headline and every figure of a page."""

    def step(price: int) -> None:
        # A little beside the step, each time a little further, so that no earlier one is remembered.
        here = scenario(price + 1e-4 * next(_ASKED))
        headlines.headline(page, here, "EN")
        here.value("answer_holds")
        for chart in figures.drawn(page, here, "EN", {}):
            if isinstance(chart, Chart):
                chart.drawings.figure(WIDE)

    return timed(steps, step)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=50)
    steps = prices(parser.parse_args().steps)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, times in ms")
    print(f"{'numbers, headline, figures':<30}{'p50':>7}{'p95':>7}{'CPU p50':>9}")
    for page in PAGES:
        measured = one_page(page, steps)
        p50, p95 = np.percentile([wall for wall, _ in measured], [50, 95])
        print(f"{page:<30}{p50:>7.1f}{p95:>7.1f}{np.median([cpu for _, cpu in measured]):>9.1f}", flush=True)


if __name__ == "__main__":
    main()
