"""The one table of units: how a figure is declared, computed with, and written.

A new unit is one row of ``UNITS``, with a Look of its own where none fits, and its words in data/strings: a word that
two languages write differently as ``unit.<word>``, the slider's pattern as ``unit.slider_pattern.<unit>``.
"""

from functools import cache
from typing import Final, NamedTuple


class Look(NamedTuple):
    """How numbers are written; ``name`` is what derived numbers, strings and charts call it.

    base: the unit of the values. form: the form of words/text that writes them. sheet: the number format of a
    spreadsheet cell that holds such a value. The written number is value * factor with ``digits`` decimals (None: the
    form decides) and ``word`` behind it, in the forms that have one.
    """

    name: str
    base: str
    form: str
    sheet: str
    digits: int | None = None
    factor: float = 1.0
    word: str = ""


class Unit(NamedTuple):
    """A declared unit: base value = declared value * factor; low and high bound the declared value."""

    base: str
    factor: float
    low: float
    high: float
    look: Look


_USD: Final = Look("usd", "usd", "usd", '"$"#,##0;-"$"#,##0')
_USD2: Final = Look("usd2", "usd", "usd", '"$"#,##0.00;-"$"#,##0.00', 2)
_MUSD: Final = Look("musd", "usd", "millions", '"$"#,##0.0,,"m";-"$"#,##0.0,,"m"', 1)
_CT_PER_KWH: Final = Look("ct_per_kwh", "usd_per_kwh", "plain", '"$"0.0000"/kWh"', 1, 100.0, "ct/kWh")
_PCT: Final = Look("pct", "share", "percent", "0.0%")
_COUNT: Final = Look("count", "count", "bare", "#,##0.######", 0)

# The ranges only catch slips (a thousand times too much, a lost minus sign); they say nothing of one company.
UNITS: dict[str, Unit] = {
    "usd": Unit("usd", 1.0, -1e12, 1e12, _USD),
    "kusd": Unit("usd", 1e3, -1e6, 1e6, _USD),
    "musd": Unit("usd", 1e6, -1e5, 1e5, _MUSD),
    "musd_per_year": Unit("usd_per_year", 1e6, -1e5, 1e5, _MUSD),
    "usd_per_btc": Unit("usd", 1.0, 0.0, 1e7, _USD),
    "usd_per_kwh": Unit("usd_per_kwh", 1.0, 0.0, 2.0, _CT_PER_KWH),
    "ct_per_kwh": Unit("usd_per_kwh", 0.01, 0.0, 200.0, _CT_PER_KWH),
    "usd_per_mwh": Unit("usd_per_kwh", 0.001, -1000.0, 2000.0, _CT_PER_KWH),
    "usd_per_ph_day": Unit(
        "usd_per_ph_day", 1.0, 0.0, 1e4,
        Look("usd_per_ph_day", "usd_per_ph_day", "usd_per", '"$"#,##0.00', 2, word="per_ph_day"),
    ),
    "usd_per_kw_month": Unit("usd_per_kw_month", 1.0, 0.0, 1e4, _USD),
    "usd_per_gpu_hour": Unit("usd", 1.0, 0.0, 1e3, _USD2),
    "usd_per_mtoken": Unit("usd_per_mtoken", 1.0, 0.0, 1e4, _USD2),
    "btc": Unit("btc", 1.0, 0.0, 1e6, Look("btc", "btc", "plain", '#,##0.00" BTC"', 0, word="BTC")),
    "eh_s": Unit("th_s", 1e6, 0.0, 1e4, Look("eh", "th_s", "hashrate", '#,##0.00,," EH/s"', factor=1e-6, word="EH/s")),
    "j_per_th": Unit("j_per_th", 1.0, 1.0, 200.0, Look("j_per_th", "j_per_th", "plain", '0.0" J/TH"', 1, word="J/TH")),
    "difficulty_t": Unit("difficulty", 1e12, 0.0, 1e5, _COUNT),
    "mw": Unit("mw", 1.0, 0.0, 1e5, Look("mw", "mw", "power", '#,##0.0" MW"', word="MW")),
    "kw": Unit("kw", 1.0, 0.0, 1e6, Look("kw", "kw", "plain", '#,##0.0" kW"', 1, word="kW")),
    "w": Unit("w", 1.0, 0.0, 1e6, Look("watt", "w", "plain", '#,##0" W"', 0, word="W")),
    "pct": Unit("share", 0.01, -1000.0, 1000.0, _PCT),
    "share": Unit("share", 1.0, -10.0, 10.0, _PCT),
    "ratio": Unit("ratio", 1.0, -1e3, 1e3, Look("ratio", "ratio", "bare", '0.00"×"', 2, word="×")),
    "days": Unit("days", 1.0, 0.0, 36600.0, Look("days", "days", "plain", "#,##0", 0, word="days")),
    "months": Unit("months", 1.0, 0.0, 1200.0, Look("months", "months", "months", "0.0", 0)),
    "years": Unit("years", 1.0, 0.0, 100.0, Look("years", "years", "years", "0.0", 1)),
    "count": Unit("count", 1.0, 0.0, 1e12, _COUNT),
    "mshares": Unit("shares", 1e6, 0.0, 1e5, Look("shares", "shares", "plain", '#,##0.00,,"m"', 2, 1e-6, "mshares")),
    "tokens_per_s": Unit(
        "tokens_per_s", 1.0, 0.0, 1e9, Look("tokens", "tokens_per_s", "plain", '#,##0" tok/s"', 0, word="tok/s")
    ),
}  # fmt: skip

# Values that are words, not numbers.
WORD_UNITS: Final = ("date", "choice", "text")

# Further looks: of words, and of derived numbers that no file declares.
_DATE: Final = Look("date", "date", "date", "@")
_TEXT: Final = Look("text", "text", "text", "@")
_FURTHER: Final = (
    _USD2, _DATE, _TEXT,
    Look("ksd", "usd", "thousands", '"$"#,##0;-"$"#,##0'),
    Look("points", "share", "plain", "0.0%", 1, 100.0, "points"),
    Look("months_dative", "months", "months_dative", "0.0", 0),
    Look("month_number", "months", "month_number", "0"),
    Look("kwh", "kwh", "plain", '#,##0" kWh"', 0, word="kWh"),
    Look("mwh", "kwh", "plain", '#,##0," MWh"', 0, 1e-3, "MWh"),
    Look("usd_per_mwh", "usd_per_mwh", "usd_per_mwh", '"$"#,##0.00"/MWh";-"$"#,##0.00"/MWh"', word="/MWh"),
)  # fmt: skip


@cache
def looks() -> dict[str, Look]:
    """Every look by its name."""
    return {look.name: look for look in (*_FURTHER, *(unit.look for unit in UNITS.values()))}


def look_of(unit: str) -> Look:
    """How figures declared in ``unit`` are written; a number without a known unit is a count."""
    if unit in UNITS:
        return UNITS[unit].look
    return {"date": _DATE, "choice": _TEXT, "text": _TEXT}.get(unit, _COUNT)


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
