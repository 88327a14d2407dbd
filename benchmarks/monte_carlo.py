"""Time the Monte Carlo of the runway on one core: 5,000 paths × 36 months, 20 runs per price process.

Run from the project root: python -m benchmarks.monte_carlo. Target: p95 at most 150 ms of processor time, which is what
one core spends whatever else the machine is doing.
"""

import os

# One core is the target; the setting must precede the import of numpy.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time

import numpy as np

from dashboard.model.month import RunwayInputs
from dashboard.model.price_paths import PRICE_PROCESSES
from dashboard.model.simulate import run_monte_carlo

RUNS = 20
PATHS = 5_000
TARGET_MS = 150

# Invented round numbers of the right size; every feature of the month step is in use.
COMPANY = RunwayInputs(
    opening_cash=10e6,
    opening_btc=1_000,
    btc_price=80_000,
    cash_cost_at_reference=80_000,
    reference_network_hashrate=1e9,
    network_hashrate=1e9,
    self_mining_hashrate=30e6,
    fleet_efficiency=20,
    power_tariff=0.07,
    block_subsidy=3.125,
    fee_ratio=0.01,
    halving_month=25,
    halving_share_before=0.5,
    overhead_per_month=3e6,
    minimum_cash=5e6,
    selling_cost=0.005,
    pledged_btc=200,
    btc_loan=8e6,
    other_debt=20e6,
    interest_rate=0.08,
    margin_call_ltv=0.75,
    liquidation_ltv=0.9,
    maturity_month=30,
    ai_mw=2,
    ai_revenue_per_mw_year=12e6,
    ai_power_cost_per_mw_year=0.6e6,
    ai_opex_per_mw_year=0.4e6,
    ai_capex_per_mw=30e6,
    price_decay=0.2,
    ramp_months=12,
)


def closes() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Two years of invented daily closes for the bootstrap."""
    returns = np.random.default_rng(0).standard_normal(730) * 0.03
    return np.asarray(50_000 * np.exp(np.cumsum(returns)))


def milliseconds(price_process: str) -> list[float]:
    """Duration of each run; the first, which warms the caches, is not counted."""
    history = closes()
    durations = []
    for seed in range(RUNS + 1):
        start = time.process_time()
        run_monte_carlo(COMPANY, 0.55, price_process, True, 0.3, 2, seed, PATHS, daily_closes=history)
        durations.append((time.process_time() - start) * 1000)
    return durations[1:]


def main() -> None:
    """Print p50 and p95 per price process, and whether the target is met."""
    for price_process in PRICE_PROCESSES:
        p50, p95 = np.percentile(milliseconds(price_process), [50, 95])
        verdict = "ok" if p95 <= TARGET_MS else f"above {TARGET_MS} ms"
        print(f"{price_process:<10} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   {verdict}")


if __name__ == "__main__":
    main()
