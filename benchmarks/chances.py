"""Time the random paths of the runway on one core: paths × 36 months, three variants, 20 runs per price process.

Run from the project root: python -m benchmarks.chances. Target: a median of at most 60 ms of processor time, which is
what one core spends whatever else the machine is doing; the first edition spent about 70 on one variant of 5,000 paths.
"""

import os

# One core is the target; the setting must precede the import of numpy.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time

import numpy as np

from dashboard.facts import PUBLISHED, load
from dashboard.model.price_paths import PRICE_PROCESSES
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario, signature

RUNS = 20
TARGET_MS = 60


def milliseconds(scenario: Scenario) -> list[float]:
    """Duration of each run and of the figures read off it; each seed is new, so no draw is remembered."""
    function = OUTPUTS["chances"].function
    arguments = {name: scenario.value(name) for name in signature(function)}
    durations = []
    for seed in range(RUNS + 1):
        start = time.process_time()
        found = function(**{**arguments, "random_seed": float(seed + 1)})
        _ = found.value_fan
        durations.append((time.process_time() - start) * 1000)
    return durations[1:]


def main() -> None:
    """Print p50 and p95 per price process, and whether the target is met."""
    facts = load(PUBLISHED)
    defaults = {a.name: a.to_base(a.default_value) for a in facts.assumptions}
    for price_process in PRICE_PROCESSES:
        scenario = Scenario(facts, {**defaults, "price_process": price_process})
        p50, p95 = np.percentile(milliseconds(scenario), [50, 95])
        verdict = "ok" if p50 <= TARGET_MS else f"above {TARGET_MS} ms"
        print(f"{price_process:<10} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   {verdict}")


if __name__ == "__main__":
    main()
