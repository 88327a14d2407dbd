"""Words and numbers in two languages: strings by key, numbers, money, dates, and sentences that carry figures."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_decimal_symbol, get_group_symbol

from dashboard.facts import units
from dashboard.facts.units import Look
from dashboard.facts.words import placeholders as placeholders
from dashboard.facts.yaml_loader import PARSER

Lang = Literal["EN", "DE"]
LANGUAGES: tuple[Lang, ...] = ("EN", "DE")
NBSP = "\u00a0"
MINUS = "\u2212"
# Also what stands where a number is not disclosed.
DASH = "\u2013"
_STRINGS = Path(__file__).parents[2] / "data" / "strings"
_MILLION, _BILLION = 1e6, 1e9


class TextError(LookupError):
    """A string that is missing, or that lacks one of the two languages."""


@cache
def strings() -> Mapping[str, Mapping[str, str]]:
    """All strings: key -> {"en": ..., "de": ...}. Raises TextError where a language is missing."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(_STRINGS.glob("*.yaml")):
        for key, pair in yaml.load(path.read_text(encoding="utf-8"), Loader=PARSER).items():
            if key in found:
                raise TextError(f"{path.name}: {key} is defined twice; keep one")
            if not isinstance(pair, dict) or set(pair) != {"en", "de"} or not all(pair.values()):
                raise TextError(f"{path.name}: {key} must hold exactly 'en' and 'de'")
            found[key] = pair
    return found


def has(key: str) -> bool:
    """Whether a string called ``key`` exists."""
    return key in strings()


def t(key: str, lang: Lang, /, **values: object) -> str:
    """The string ``key`` in ``lang`` with ``{placeholders}`` filled in. Raises TextError for an unknown key."""
    try:
        template = strings()[key][lang.lower()]
    except KeyError:
        raise TextError(f"{key}: add it in both languages to a file in data/strings") from None
    return template.format(**values) if values else template


@dataclass(frozen=True)
class Figure:
    """A number inside a text: what is read, and what a machine reads (key, raw value in base units, kind).

    at: where the number is not that of the scenario itself, at which inputs it holds: ``btc_price=40000``, or which
    part of a series it is: ``row=3``. Several are separated by spaces.
    sets: keys and values of sliders, as a link holds them, that a click on the number sets.
    """

    key: str
    text: str
    value: Any
    kind: str
    tone: str = ""
    at: str = ""
    sets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Toned:
    """A word that carries the colour of a result."""

    text: str
    tone: str


@dataclass(frozen=True)
class Link:
    """A word that leads to a document."""

    text: str
    url: str | None


Piece = str | Figure | Toned | Link
Sentence = tuple[Piece, ...]


def sentence(key: str, lang: Lang, /, **pieces: Piece) -> Sentence:
    """The string ``key`` as a sentence whose placeholders are figures (or plain words)."""
    return fill(t(key, lang), **pieces)


def fill(template: str, **pieces: Piece) -> Sentence:
    """``template`` with each ``{placeholder}`` replaced by its piece. Raises TextError for one not given."""
    parts: list[Piece] = []
    for literal, name, _, _ in parse(template):
        if literal:
            parts.append(literal)
        if name is not None:
            if name not in pieces:
                raise TextError(f"{template!r}: nothing was given for {{{name}}}")
            parts.append(pieces[name])
    return tuple(parts)


def parse(template: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    """Literal text, name and options of each ``{name:options}`` in ``template``."""
    return iter(string.Formatter().parse(template))


def plain(text: Sentence) -> str:
    """A sentence as one plain string."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in text)


def figures_of(text: Sentence) -> Iterator[Figure]:
    """The figures in a sentence."""
    return (piece for piece in text if isinstance(piece, Figure))


# ---------------------------------------------------------------------------------------------- numbers


@cache
def _separators(lang: Lang) -> dict[int, str]:
    """The separators of ``lang`` in place of Python's own: formatting each number by babel costs ten times as much."""
    return str.maketrans({",": get_group_symbol(lang.lower()), ".": get_decimal_symbol(lang.lower())})


@lru_cache(maxsize=16384)
def number(value: float, lang: Lang, digits: int = 0, signed: bool = False) -> str:
    """``value`` with the separators of ``lang``, U+2212 as minus, and a plus only where ``signed``."""
    rounded = round(value, digits) + 0.0
    text = f"{abs(rounded):,.{digits}f}".translate(_separators(lang))
    if rounded < 0:
        return MINUS + text
    return "+" + text if signed and rounded > 0 else text


def _with_unit(text: str, before: str, after: str, lang: Lang) -> str:
    if lang == "DE":
        return f"{text}{NBSP}{after}"
    sign = text[0] if text[0] in (MINUS, "+") else ""
    return f"{sign}{before}{text[len(sign) :]}"


def usd(value: float, lang: Lang, digits: int | None = None, signed: bool = False) -> str:
    """Dollars: whole from 100 on, else two decimals (``digits`` overrides). ``$97,000`` / ``97.000 $``."""
    places = digits if digits is not None else (0 if abs(value) >= 99.995 or value == 0 else 2)
    return _with_unit(number(value, lang, places, signed), "$", "$", lang)


def millions(value: float, lang: Lang, digits: int = 1, signed: bool = False) -> str:
    """Dollars in millions, from a thousand on in billions with two decimals. ``$452.8m`` / ``452,8 Mio. $``."""
    if abs(round(value / _MILLION, digits)) >= 1000:
        text, en, de = number(value / _BILLION, lang, 2, signed), "bn", "Mrd."
    else:
        text, en, de = number(value / _MILLION, lang, digits, signed), "m", "Mio."
    if lang == "DE":
        return f"{text}{NBSP}{de}{NBSP}$"
    return _with_unit(text, "$", "$", lang) + en


def thousands(value: float, lang: Lang, signed: bool = False) -> str:
    """Dollars in whole thousands, for axes and sliders. ``$70k`` / ``70 Tsd. $``."""
    text = number(value / 1e3, lang, 0, signed)
    return f"{text}{NBSP}Tsd.{NBSP}$" if lang == "DE" else _with_unit(text, "$", "$", lang) + "k"


def percent(value: float, lang: Lang, digits: int | None = None, signed: bool = False) -> str:
    """A share of one as per cent: one decimal below ten per cent, else none (``digits`` overrides)."""
    places = digits if digits is not None else (1 if 0 < abs(value) < 0.0995 else 0)
    return number(value * 100, lang, places, signed) + (NBSP if lang == "DE" else "") + "%"


def months(value: float, lang: Lang, digits: int = 0, case: str = "") -> str:
    """``9 months`` / ``9 Monate``, with the singular where it belongs; case ``_dative``: ``9 Monaten``."""
    text = number(value, lang, digits)
    return f"{text}{NBSP}{t('unit.month' if text == '1' else f'unit.months{case}', lang)}"


def years(value: float, lang: Lang, digits: int = 1) -> str:
    """``3.5 years`` / ``3,5 Jahre``."""
    text = number(value, lang, digits)
    return f"{text}{NBSP}{t('unit.year' if text == '1' else 'unit.years', lang)}"


@lru_cache(maxsize=4096)
def date(value: str | dt.date, lang: Lang) -> str:
    """A day, a month (``2026-03``) or a period (``2025-Q3``, ``FY2025``) in words."""
    if isinstance(value, dt.date):
        return format_date(value, "d MMM y" if lang == "EN" else "d. MMM y", locale=lang.lower())
    parts = value.split("-")
    if len(parts) == 3:
        return date(dt.date.fromisoformat(value), lang)
    if len(parts) == 2 and parts[1].isdigit():
        first = dt.date(int(parts[0]), int(parts[1]), 1)
        return format_date(first, "MMM y", locale=lang.lower())
    if value.startswith("FY"):
        return t("period.year", lang, year=value[2:])
    if len(parts) == 2 and parts[1] == "FY":
        return t("period.year", lang, year=parts[0])
    if len(parts) == 2:
        return f"{parts[1]}{NBSP}{parts[0]}"
    return value


def year(value: str, lang: Lang) -> str:
    """The year of a day or period (``FY2025``, ``2025-Q3``); a dash where there is none."""
    return value.removeprefix("FY")[:4] or DASH


def show(value: Any, style: str, lang: Lang, signed: bool = False, digits: int | None = None) -> str:
    """``value`` in the look called ``style`` (see facts/units; values in its base unit), or a dash for no value.

    ``digits`` overrides the decimals. Raises TextError for a look that does not exist.
    """
    if value is None or (isinstance(value, float) and value != value):
        return DASH
    look = units.looks().get(style)
    if look is None:
        raise TextError(f"{style}: no number format has this name")
    return _FORMS[look.form](value, lang, signed, look.digits if digits is None else digits, look)


def is_style(word: str) -> bool:
    """Whether ``word`` names a number format of ``show``."""
    return word in units.looks()


def _plain(value: float, lang: Lang, signed: bool, digits: int | None, look: Look) -> str:
    word = t(f"unit.{look.word}", lang) if has(f"unit.{look.word}") else look.word
    return f"{number(value * look.factor, lang, digits or 0, signed)}{NBSP}{word}"


def _hashrate(value: float, lang: Lang, signed: bool, digits: int | None, look: Look) -> str:
    """One decimal below a hundred."""
    places = (0 if abs(value * look.factor) >= 100 else 1) if digits is None else digits
    return _plain(value, lang, signed, places, look)


def _power(value: float, lang: Lang, signed: bool, digits: int | None, look: Look) -> str:
    """One decimal where there is one."""
    places = (0 if float(value).is_integer() else 1) if digits is None else digits
    return _plain(value, lang, signed, places, look)


def _usd_per_mwh(value: float, lang: Lang, signed: bool, digits: int | None, look: Look) -> str:
    """Cents below ten dollars."""
    places = (0 if abs(value) >= 10 else 2) if digits is None else digits
    return usd(value, lang, places, signed) + look.word


_FORMS: dict[str, Callable[[Any, Lang, bool, int | None, Look], str]] = {
    "plain": _plain,
    "bare": lambda v, lang, signed, digits, look: number(v, lang, digits or 0, signed) + look.word,
    "usd": lambda v, lang, signed, digits, look: usd(v, lang, digits, signed),
    "usd_per": lambda v, lang, signed, digits, look: usd(v, lang, digits, signed) + t(f"unit.{look.word}", lang),
    "usd_per_mwh": _usd_per_mwh,
    "millions": lambda v, lang, signed, digits, look: millions(v, lang, digits or 0, signed),
    "thousands": lambda v, lang, signed, digits, look: thousands(v, lang, signed),
    "percent": lambda v, lang, signed, digits, look: percent(v, lang, digits, signed),
    "hashrate": _hashrate,
    "power": _power,
    "months": lambda v, lang, signed, digits, look: months(v, lang, digits or 0),
    "months_dative": lambda v, lang, signed, digits, look: months(v, lang, digits or 0, "_dative"),
    "month_number": lambda v, lang, signed, digits, look: t("unit.month_number", lang, number=number(v, lang)),
    "years": lambda v, lang, signed, digits, look: years(v, lang, digits or 0),
    "date": lambda v, lang, signed, digits, look: date(v, lang),
    "text": lambda v, lang, signed, digits, look: str(v),
}


def join(parts: list[str], lang: Lang) -> str:
    """A list as words: ``a, b and c`` / ``a, b und c``."""
    # British, because American English sets a comma before the last "and".
    return format_list(parts, locale="en_GB" if lang == "EN" else "de")
