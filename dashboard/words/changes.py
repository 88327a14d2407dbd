"""What changed between the versions of the facts, in words: the name of a figure, and its value before and after."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from dashboard.facts import Change, Facts, archive
from dashboard.facts.comparison import Changed, Comparison
from dashboard.facts.edition import Stands, last_day
from dashboard.facts.units import WORD_UNITS, look_of
from dashboard.numbers.resolver import shared
from dashboard.words import peers, text
from dashboard.words.text import Lang

_MEMORY = "history"
_ONE_AT_A_TIME = Lock()
_AS_DECLARED = -1


def history(facts: Facts) -> tuple[Comparison, ...]:
    """Each published version beside the one before, up to these facts; oldest first, computed once for them."""
    memory, key = shared(facts), (_MEMORY, archive.FOLDER)
    # When the facts change, every reader's page asks for it at the same moment.
    with _ONE_AT_A_TIME:
        if key not in memory:
            memory[key] = archive.history(facts)
    found: tuple[Comparison, ...] = memory[key]
    return found


def label(changed: Changed, facts: Facts, lang: Lang) -> str:
    """What the figure is called, with its day where the name does not say it."""
    place, stands = changed.place, changed.stands
    if place.section == "peers":
        return peers.label(facts, place.name, lang)
    day = text.date(stands.day, lang) if stands.day else ""
    name = stands.label.get(lang.lower(), place.name).replace("{date}", day)
    if place.section not in ("series", "daily"):
        return name
    column = f"column.{stands.column}"
    words = text.t(column, lang) if text.has(column) else stands.column.replace("_", " ")
    return ", ".join(part for part in (f"{name}: {words}", stands.row.get(lang.lower(), ""), day) if part)


def values(changed: Changed, lang: Lang) -> str:
    """The value before and after, with as few digits as keep them apart; a dash where there was or is none."""
    old, new = "", ""
    for digits in (None, 2, 3, 6, _AS_DECLARED):
        old, new = (_shown(one, lang, digits) for one in (changed.old, changed.new))
        if old != new:
            break
    return text.t("claims.changes.correction", lang, old=old, new=new)


def _shown(stands: Stands | None, lang: Lang, digits: int | None) -> str:
    if stands is None:
        return text.DASH
    value = stands.base
    if isinstance(value, str):
        return text.show(value, look_of(stands.unit).name, lang) if stands.unit in WORD_UNITS else value
    pattern = f"unit.slider_pattern.{stands.unit}"
    if digits != _AS_DECLARED or not isinstance(stands.value, float | int) or not text.has(pattern):
        return text.show(value, look_of(stands.unit).name, lang, digits=digits)
    # Where the look drops what tells the two apart (billions): the number as the file declares it.
    written = str(abs(stands.value)).partition(".")[2]
    number = text.number(abs(stands.value), lang, len(written))
    sign = text.MINUS if stands.value < 0 else ""
    return sign + text.t(pattern, lang, number=number).replace("%%", "%").replace(" ", text.NBSP)


def of_name(facts: Facts, name: str, lang: Lang) -> Iterator[str]:
    """One line for each version that changed the figure which is called ``name``, latest first."""
    for comparison in reversed(history(facts)):
        day = text.date(comparison.new.as_of, lang)
        for changed in comparison.figures:
            # The own name of a cell is that of its whole column.
            cell = changed.place.section in ("series", "daily")
            if name in changed.names[1 if cell else 0 :]:
                yield text.t("origin.changed", lang, values=values(changed, lang), date=day)


def concerns(change: Change, changed: Changed) -> bool:
    """Whether a line of the log speaks of this figure: by its name, its table, and the day of its row."""
    named = change.key in changed.names or (
        changed.place.section in ("series", "daily") and changed.place.name.startswith(f"{change.key}_")
    )
    return named and (change.at is None or last_day(change.at) == last_day(changed.stands.day))
