"""What could be raised before another coin is sold. Shown beside the runway, and part of no path."""

from __future__ import annotations

import numpy as np

from dashboard.model import Number


def raisable_machines(self_mining_hashrate: Number, used_machine_price: Number) -> Number:
    """What the mining machines would bring, USD; hashrate in TH/s, price in USD per TH/s; elementwise."""
    return self_mining_hashrate * used_machine_price


def raisable_vendor(ai_mw: Number, ai_mw_today: Number, ai_capex_per_mw: Number, ai_vendor_share: Number) -> Number:
    """What the supplier of the AI expansion could lend beyond what the scenario has it lend, USD; elementwise."""
    return np.maximum(ai_mw - ai_mw_today, 0.0) * ai_capex_per_mw * (1 - ai_vendor_share)


def raisable_shares(raise_of_a_third: Number) -> Number:
    """What new shares, a third of those there are, would bring at the close less the discount, USD; elementwise."""
    return raise_of_a_third


def raisable_total(
    georgia_price: Number, raisable_machines: Number, raisable_vendor: Number, raisable_shares: Number
) -> Number:
    """The own site at its cost and the three others together, USD; elementwise."""
    return georgia_price + raisable_machines + raisable_vendor + raisable_shares
