"""Words, names, dates and periods as the facts file may hold them."""

import re
import string
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

import numpy.typing as npt
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
)
from pydantic_core import PydanticCustomError

from dashboard.facts.units import UNITS, WORD_UNITS, to_base
from dashboard.facts.yaml_loader import quote

Array: TypeAlias = npt.NDArray[Any]

Value: TypeAlias = float | str | Array | None

Kind: TypeAlias = Literal["reported", "derived", "assumed"]

Confidence: TypeAlias = Literal["company", "press", "derived"]

NAME_PATTERN = re.compile(r"[a-z][a-z0-9_]*")

SOURCE_KEY_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")

TOKEN_PATTERN = re.compile(r"[A-Z][A-Z0-9_]*")

_PLAIN_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_PERIOD = re.compile(
    r"FY(?P<fy>\d{4})|(?P<year>\d{4})(?:-(?:(?P<all>FY)|H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})))?"
)

_PLACEHOLDER_FORMAT = re.compile(r"[A-Za-z0-9_.,+%-]{0,24}")


def expected_error(expected: str) -> PydanticCustomError:
    """A refusal whose words a reader is shown as they are."""
    # The text is data: braces in it must not be taken for placeholders.
    return PydanticCustomError("facts", "{expected}", {"expected": expected})


def _matching(pattern: re.Pattern[str], expected: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise expected_error(f"expected {expected}, found '{quote(value)}'")
        return value

    return AfterValidator(check)


def _iso_date(value: str) -> str:
    if not is_date(value):
        raise expected_error(f"expected a real date written YYYY-MM-DD, found '{quote(value)}'")
    return value


def is_date(value: str) -> bool:
    """Whether it is a day of the calendar written YYYY-MM-DD."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def period_bounds(period: str) -> tuple[date, date]:
    """First and last day of FY2025, 2025, 2025-FY, 2025-H1, 2025-Q3 or 2026-03 (ValueError otherwise)."""
    found = _PERIOD.fullmatch(period)
    if not found:
        raise ValueError(period)
    year = int(found["fy"] or found["year"])
    first, months = 1, 12
    if found["half"]:
        first, months = 6 * int(found["half"]) - 5, 6
    elif found["quarter"]:
        first, months = 3 * int(found["quarter"]) - 2, 3
    elif found["month"]:
        first, months = int(found["month"]), 1
    last = first + months - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def bounds_of(when: str) -> tuple[date, date]:
    """First and last day of a day such as 2026-03-31, or of a period (ValueError otherwise)."""
    if is_date(when):
        day = date.fromisoformat(when)
        return day, day
    return period_bounds(when)


def _period(value: str) -> str:
    try:
        period_bounds(value)
    except ValueError:
        expected = "expected a period such as FY2025, 2025-H1, 2025-Q3 or 2025-09"
        raise expected_error(f"{expected}, found '{quote(value)}'") from None
    return value


def _words(value: str) -> str:
    if not value.strip():
        raise expected_error("is empty; expected some words")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"'\\^`{}]+", value):
        raise expected_error(f"expected an address that starts with https://, found '{quote(value)}'")
    return value


def _template(value: str) -> str:
    """Words with {placeholders}; an optional format follows a colon, attribute access is refused."""
    try:
        fields = list(string.Formatter().parse(value))
    except ValueError as error:
        raise expected_error(f"has a stray brace ({error}); expected {{name}} for a number") from None
    for _, name, form, conversion in fields:
        if name is None:
            continue
        if not NAME_PATTERN.fullmatch(name) or conversion or not _PLACEHOLDER_FORMAT.fullmatch(form or ""):
            raise expected_error(f"has the placeholder '{quote(name)}'; expected the name of a fact or result")
    return _words(value)


def placeholders(template: str) -> tuple[str, ...]:
    """Names in braces in ``template``, in order."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(template) if name)


def _scalar(value: object) -> object:
    """A number, text or null; the unit decides which, once it is known."""
    if isinstance(value, bool) or not isinstance(value, float | int | str | None):
        raise expected_error(f"expected a number, a date or null, found {kind_word(value)}")
    return float(value) if isinstance(value, int) else value


def kind_word(value: object) -> str:
    """What was found, for a message that says what was expected."""
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"{value}".lower()
    return f"text '{quote(value)}'" if isinstance(value, str) else quote(value)


def _unit(value: str) -> str:
    if value not in UNITS and value not in WORD_UNITS:
        raise expected_error(f"unknown unit '{quote(value)}'; expected one of {', '.join((*UNITS, *WORD_UNITS))}")
    return value


def one_of(*known: str) -> AfterValidator:
    """One of these words."""

    def check(value: str) -> str:
        if value not in known:
            raise expected_error(f"expected one of {', '.join(known)}, found '{quote(value)}'")
        return value

    return AfterValidator(check)


def at_most(count: int) -> BeforeValidator:
    """A list or mapping of at most ``count`` entries, counted before any of them is looked at."""

    def check(value: Any) -> Any:
        if isinstance(value, dict | list | tuple) and len(value) > count:
            raise expected_error(f"has {len(value):,} entries; expected at most {count:,}")
        return value

    return BeforeValidator(check)


T = TypeVar("T")

Frozen = Annotated[Mapping[str, T], AfterValidator(lambda mapping: MappingProxyType(dict(mapping)))]

# YAML has lists only; the models hold tuples.
Items = Annotated[tuple[T, ...], Field(strict=False)]

Words = Annotated[str, Field(max_length=4000), AfterValidator(_words)]

Phrase = Annotated[str, Field(max_length=160), AfterValidator(_words)]

Template = Annotated[str, Field(max_length=4000), AfterValidator(_template)]

Name = Annotated[str, Field(max_length=80), _matching(NAME_PATTERN, "a name of small letters, digits and underscores")]

SourceKey = Annotated[str, Field(max_length=80), _matching(SOURCE_KEY_PATTERN, "a source key without spaces")]

IsoDate = Annotated[str, AfterValidator(_iso_date)]

Period = Annotated[str, AfterValidator(_period)]

Address = Annotated[str, Field(max_length=2000), AfterValidator(_address)]

UnitName = Annotated[str, AfterValidator(_unit)]

Scalar = Annotated[float | str | None, PlainValidator(_scalar)]

Finite = Annotated[float, Field(allow_inf_nan=False)]

PlainFile = Annotated[str, _matching(_PLAIN_FILE, "the plain name of a file in the same folder")]

Sources = Annotated[Items[SourceKey], at_most(20)]


def base_value(value: float | str | None, unit: str) -> float | str | None:
    """A number in its base unit; words and None as they are."""
    return to_base(value, unit) if isinstance(value, float) else value


def sealed(array: Array) -> Array:
    """The array itself, which nobody can write into any more."""
    array.flags.writeable = False
    return array
