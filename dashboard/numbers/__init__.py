"""The list of derived numbers: key, model function, unit, formula in symbols. One module per subject."""

from __future__ import annotations

from typing import Final

from dashboard.numbers import ai, ai_compared, claims, drivers, mining, runway, sale, share
from dashboard.numbers.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    **mining.OUTPUTS,
    **sale.OUTPUTS,
    **ai.OUTPUTS,
    **ai_compared.OUTPUTS,
    **share.OUTPUTS,
    **runway.OUTPUTS,
    **drivers.OUTPUTS,
    **claims.OUTPUTS,
}

__all__ = ["OUTPUTS", "Spec"]
