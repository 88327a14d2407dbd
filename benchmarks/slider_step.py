"""What one step of the price slider costs without a browser: model and figures of the Mining page, every page's script.

``python -m benchmarks.slider_step`` prints median and 95th percentile; ``--steps 20`` for a quick look.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from dashboard import facts as facts_file
from dashboard import figures, headlines, registry
from dashboard.numbers.resolver import Scenario
from dashboard.registry import NAMES as PAGES

_AIMS = {"mining": "60"}
ROOT = Path(__file__).parent.parent


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


def without_streamlit(steps: list[int]) -> list[tuple[float, float]]:
    """Numbers, headline and every figure of the page."""
    facts = facts_file.load(ROOT / "data" / "cango.yaml")
    values = {a.name: a.to_base(a.default_value) for a in facts.assumptions}

    def step(price: int) -> None:
        scenario = Scenario(facts, {**values, "btc_price": price * 1e3})
        headlines.headline("mining", scenario, "EN")
        list(figures.drawn("mining", scenario, "EN", {}))

    return timed(steps, step)


def script_run(steps: list[int], page: str) -> list[tuple[float, float]]:
    """One run of the whole script through AppTest: sidebar, page, register, all messages to the browser."""
    app = AppTest.from_string((ROOT / "app.py").read_text(encoding="utf-8"), default_timeout=30)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()

    def step(price: int) -> None:
        app.slider(key="btc").set_value(float(price)).run()

    return timed(steps, step)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200)
    count = parser.parse_args().steps
    charts = len(registry.PAGE["mining"].charts)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {charts} charts, times in ms")
    print(f"{'one slider step':<48}{'steps':>6}{'p50':>7}{'p95':>7}{'CPU p50':>9}   aim (p50)")

    def row(name: str, wall: list[float], processor: list[float], aim: str) -> None:
        p50, p95 = np.percentile(wall, [50, 95])
        cpu = float(np.median(processor))
        print(f"{name:<48}{len(wall):>6}{p50:>7.1f}{p95:>7.1f}{cpu:>9.1f}   {aim}", flush=True)

    plain = without_streamlit(prices(count))
    row("numbers, headline, figures", [w for w, _ in plain], [c for _, c in plain], "15")
    for page in PAGES:
        run = script_run(prices(count if page == "mining" else count // 4), page)
        row(f"script run (AppTest), {page}", [w for w, _ in run], [c for _, c in run], _AIMS.get(page, "80"))


if __name__ == "__main__":
    main()
