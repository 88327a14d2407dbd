"""What the list of derived numbers is made of, and the number format that belongs to each unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Spec:
    """One derived number.

    function: its arguments are names of facts, sliders, constants or other outputs.
    unit: a style of text.show. formula: symbols with those names in braces.
    result: whether its sign is good or bad news, so that it carries a sign and a colour.
    signed: whether it carries a sign without being good or bad news, as a difference does.
    """

    function: Callable[..., Any]
    unit: str
    formula: str
    result: bool = False
    digits: int | None = None
    signed: bool = False


# Number format of a unit of the facts file.
STYLE_OF_UNIT: Final[dict[str, str]] = {
    "usd": "usd", "kusd": "usd", "musd": "musd", "btc": "btc", "eh_s": "eh", "j_per_th": "j_per_th",
    "ct_per_kwh": "ct_per_kwh", "usd_per_kwh": "ct_per_kwh", "mw": "mw", "kw": "kw", "w": "watt", "pct": "pct",
    "share": "pct", "ratio": "ratio", "months": "months", "years": "years", "days": "days", "count": "count",
    "mshares": "shares", "usd_per_ph_day": "usd_per_ph_day", "tokens_per_s": "tokens",
    "usd_per_kw_month": "usd", "usd_per_gpu_hour": "usd2", "usd_per_mtoken": "usd2", "date": "date",
    "choice": "text", "musd_per_year": "musd", "usd_per_btc": "usd", "usd_per_mwh": "usd_per_mwh",
    "difficulty_t": "count",
}  # fmt: skip
