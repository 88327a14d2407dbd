"""How many claims were checked, and how they fared."""

from __future__ import annotations

from typing import Final

from dashboard.model import claims, treasury
from dashboard.numbers.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {
    "claims_checked": Spec(claims.claims_checked, "count", ""),
    "claims_supported": Spec(claims.claims_supported, "count", ""),
    "claims_partly": Spec(claims.claims_partly, "count", ""),
    "claims_contradicted": Spec(claims.claims_contradicted, "count", ""),
    "claims_unverifiable": Spec(claims.claims_unverifiable, "count", ""),
    "claims_outdated": Spec(claims.claims_outdated, "count", ""),
    # What only the evidence of a claim shows
    "treasury_change_sale_quarter": Spec(
        treasury.treasury_change_sale_quarter,
        "pct",
        "({treasury_after} − {treasury_before}) ÷ {treasury_before}",
        digits=1,
        signed=True,
    ),
}
