"""Sums and counts over the listed miners; every argument has one value per company, nan = not published."""

import numpy as np

from dashboard.model import Series


def peers_companies(peers_ai_mw: Series) -> int:
    """Companies in the file, whatever they publish."""
    return int(peers_ai_mw.size)


def peers_publishing_sales(peers_btc_sold_quarter: Series) -> int:
    """Companies that publish the coins they sold within one quarter."""
    return int(np.isfinite(peers_btc_sold_quarter).sum())


def peers_comparable_sales(peers_btc_sold_share: Series) -> int:
    """Companies that publish both the coins sold within a quarter and those held at its start."""
    return int(np.isfinite(peers_btc_sold_share).sum())


def peers_sales_total(peers_btc_sold_quarter: Series) -> float:
    """Coins sold within a quarter by all who publish them; nan if nobody does."""
    known = peers_btc_sold_quarter[np.isfinite(peers_btc_sold_quarter)]
    return float(known.sum()) if known.size else float("nan")


def peers_publishing_ai_mw(peers_ai_mw: Series) -> int:
    """Companies that publish the AI megawatts they have under contract."""
    return int(np.isfinite(peers_ai_mw).sum())


def peers_ai_mw_total(peers_ai_mw: Series) -> float:
    """Contracted AI megawatts of all who publish them; nan if nobody does."""
    known = peers_ai_mw[np.isfinite(peers_ai_mw)]
    return float(known.sum()) if known.size else float("nan")
