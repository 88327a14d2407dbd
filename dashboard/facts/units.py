"""The unit vocabulary of the facts files: base unit, factor and sane range of every declared unit."""

from typing import NamedTuple


class Unit(NamedTuple):
    """A declared unit: base value = declared value * factor; low and high bound the declared value."""

    base: str
    factor: float
    low: float
    high: float


# The ranges only catch slips (a thousand times too much, a lost minus sign); they say nothing of one company.
UNITS: dict[str, Unit] = {
    "usd": Unit("usd", 1.0, -1e12, 1e12),
    "kusd": Unit("usd", 1e3, -1e6, 1e6),
    "musd": Unit("usd", 1e6, -1e5, 1e5),
    "musd_per_year": Unit("usd_per_year", 1e6, -1e5, 1e5),
    "usd_per_btc": Unit("usd", 1.0, 0.0, 1e7),
    "usd_per_kwh": Unit("usd_per_kwh", 1.0, 0.0, 2.0),
    "ct_per_kwh": Unit("usd_per_kwh", 0.01, 0.0, 200.0),
    "usd_per_mwh": Unit("usd_per_kwh", 0.001, -1000.0, 2000.0),
    "usd_per_ph_day": Unit("usd_per_ph_day", 1.0, 0.0, 1e4),
    "usd_per_kw_month": Unit("usd_per_kw_month", 1.0, 0.0, 1e4),
    "usd_per_gpu_hour": Unit("usd", 1.0, 0.0, 1e3),
    "usd_per_mtoken": Unit("usd_per_mtoken", 1.0, 0.0, 1e4),
    "btc": Unit("btc", 1.0, 0.0, 1e6),
    "eh_s": Unit("th_s", 1e6, 0.0, 1e4),
    "j_per_th": Unit("j_per_th", 1.0, 1.0, 200.0),
    "difficulty_t": Unit("difficulty", 1e12, 0.0, 1e5),
    "mw": Unit("mw", 1.0, 0.0, 1e5),
    "kw": Unit("kw", 1.0, 0.0, 1e6),
    "w": Unit("w", 1.0, 0.0, 1e6),
    "pct": Unit("share", 0.01, -1000.0, 1000.0),
    "share": Unit("share", 1.0, -10.0, 10.0),
    "ratio": Unit("ratio", 1.0, -1e3, 1e3),
    "days": Unit("days", 1.0, 0.0, 36600.0),
    "months": Unit("months", 1.0, 0.0, 1200.0),
    "years": Unit("years", 1.0, 0.0, 100.0),
    "count": Unit("count", 1.0, 0.0, 1e12),
    "mshares": Unit("shares", 1e6, 0.0, 1e5),
    "tokens_per_s": Unit("tokens_per_s", 1.0, 0.0, 1e9),
}

# Values that are words, not numbers.
WORD_UNITS = ("date", "choice", "text")


def to_base(value: float, unit: str) -> float:
    """Convert a declared value to the base unit (KeyError for an unknown unit)."""
    # Dividing by a whole factor keeps 43 % at 0.43 and 6.7 ct at 0.067, where multiplying by 0.01 does not.
    factor = UNITS[unit].factor
    return value * factor if factor >= 1.0 else value / round(1.0 / factor)


def from_base(value: float, unit: str) -> float:
    """Convert a base-unit value back to the declared unit (KeyError for an unknown unit)."""
    factor = UNITS[unit].factor
    return value / factor if factor >= 1.0 else value * round(1.0 / factor)


def base_unit(unit: str) -> str:
    """Name of the base unit; date, choice and text are their own base."""
    return UNITS[unit].base if unit in UNITS else unit
