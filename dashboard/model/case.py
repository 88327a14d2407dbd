"""Which comes first on a path: one code, by the order of its dates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dashboard.model.month import ROUNDING_BTC
from dashboard.model.path import Path

CASES = (
    "estimate_failed", "no_burn", "ai_first", "sale_then_ai", "plant_takes_all", "sale_last_to_debt", "sale_gone",
    "money_gone", "sale_coins_last", "cash_pays",
)  # fmt: skip
"""estimate_failed: a month up to today could not have been paid.
no_burn: mining pays the first month's bills, and every month is paid.
ai_first: AI covers the burn for long, before coins are sold by force. sale_then_ai: for long, but after that.
plant_takes_all: the money is gone, and more than half of the coins sold since today paid for AI plant.
sale_last_to_debt: coins are sold by force, and the money lasts until the debt falls due.
sale_gone: coins are sold by force, and the money is gone. money_gone: it is gone without a coin to sell.
sale_coins_last: coins are sold by force, and some last to the horizon. cash_pays: none has to be sold.
"""


def runway_case(path: Path) -> npt.NDArray[np.str_]:
    """The case of each scenario of a path, one of `CASES`; shape of the scenario."""
    gone, sale, covers = path.money_gone, path.next_forced_sale, path.ai_covers_lasting_from
    is_gone, is_sold, is_covered = np.isfinite(gone), np.isfinite(sale), np.isfinite(covers)
    tests = (
        path.estimate_failed,
        (path.burn_per_month <= 0) & ~is_gone,
        is_covered & ~(sale <= covers),
        is_covered,
        is_gone & (plant_share_of_sales(path) > 0.5),
        is_gone & is_sold & path.gone_by_maturity,
        is_gone & is_sold,
        is_gone,
        is_sold,
    )
    *others, cash_pays = CASES
    return np.select(tests, [np.asarray(name) for name in others], default=np.asarray(cash_pays))


def plant_share_of_sales(path: Path) -> npt.NDArray[np.float64]:
    """Share of the treasury coins sold in the forecast that paid for AI plant; 0 = none is sold."""
    sold = path.ahead("treasury_sold").sum(axis=0)
    plant = path.ahead("sold_plant").sum(axis=0)
    return np.asanyarray(np.where(sold > ROUNDING_BTC, plant / np.where(sold > ROUNDING_BTC, sold, 1), 0.0))
