"""How old a figure is on the reader's day: prices and balances carry their date, and the old ones say so."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from babel.dates import format_timedelta

from dashboard.facts import Facts, bounds_of
from dashboard.facts.readings import Standing
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Scenario, dependencies
from dashboard.words import text
from dashboard.words.text import Lang

NOTED_AFTER_DAYS: Final[dict[Standing, int]] = {"price": 30, "balance": 100}
"""From this age on a figure's date stands in ink; from twice this age on it is called old."""


class Aged(NamedTuple):
    """The date of a figure in words, and whether it has to be noticed."""

    words: str
    noted: bool


def ago(day: dt.date, today: dt.date, lang: Lang) -> str:
    """``7 Oct 2026, 52 days ago``; a day that the reader's clock has not reached stands alone."""
    days = (today - day).days
    written = text.date(day, lang)
    if days < 0:
        return written
    # The threshold keeps babel from turning days into weeks or months.
    since = format_timedelta(dt.timedelta(-days), "day", math.inf, add_direction=True, locale=lang.lower())
    return f"{written}, {since if days else text.t('age.today', lang)}"


def days_of(facts: Facts, name: str, today: dt.date) -> int:
    """Days from the day or the end of the period of a fact to ``today``; 0 for anything else."""
    day = _day(facts, name)
    return 0 if day is None else max(0, (today - day).days)


def line(scenario: Scenario, keys: Iterable[str], today: dt.date, lang: Lang) -> tuple[Aged, ...]:
    """The dates behind the figures called ``keys``: of the oldest price and of the oldest balance among them.

    A published figure is as old as the balances and prices that it follows from; one that moves with a slider is as
    old as the prices in it, since its balances are carried on to today.
    """
    behind = [found for key in keys for found in _behind(scenario, key)]
    lines = []
    for standing, limit in NOTED_AFTER_DAYS.items():
        days = [day for kind, day in behind if kind == standing]
        if days:
            age = (today - min(days)).days
            case = "old" if age > 2 * limit else "dated"
            words = text.t(f"age.{standing}.{case}", lang, date=ago(min(days), today, lang))
            lines.append(Aged(words, age > limit))
    return tuple(lines)


def _behind(scenario: Scenario, key: str) -> Iterator[tuple[Standing, dt.date]]:
    facts, latest = scenario.facts, scenario.facts.latest
    if key not in OUTPUTS:
        names = {key} & latest.keys()
    elif f"{key}_date" in OUTPUTS:
        # A close of a daily table has its day beside it.
        when = scenario.value(f"{key}_date")
        if when is not None:
            yield "price", dt.date.fromisoformat(str(when))
        return
    else:
        moves = scenario.output(key).kind == "scenario"
        names = {name for name in dependencies(key) & latest.keys() if latest[name] == "price" or not moves}
    for name in names:
        day = _day(facts, name)
        if day is not None:
            yield latest[name], day


def _day(facts: Facts, name: str) -> dt.date | None:
    fact = facts.facts.get(name)
    if fact is None or fact.value is None:
        return None
    when = catalog.period(facts, name)
    return bounds_of(when)[1]
