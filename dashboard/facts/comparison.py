"""What changed between two versions of the facts file: each figure once, with its old and its new value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dashboard.facts.edition import Cited, Edition, Place, Stands, last_day, same, span

Sort: TypeAlias = Literal["changed", "new", "gone"]


@dataclass(frozen=True)
class Changed:
    """One figure with what stood before and what stands now; None for nothing, which an unknown value is too.

    names: under which names the rest of the program asks for it, its own first.
    """

    place: Place
    old: Stands | None
    new: Stands | None
    names: tuple[str, ...]

    @property
    def sort(self) -> Sort:
        """Whether the figure has another value, was not known before, or is no longer in the file."""
        if self.old is None:
            return "new"
        return "gone" if self.new is None else "changed"

    @property
    def stands(self) -> Stands:
        """The side that says what the figure is called: the new one where there is one."""
        found = self.new or self.old
        assert found is not None
        return found

    def __str__(self) -> str:
        """``name, day: old → new unit (document)``, the values as the files write them."""
        place, stands = self.place, self.stands
        where = ", ".join(part for part in (place.name, place.at, place.row) if part)
        old, new = (_written(one, stands.unit) for one in (self.old, self.new))
        papers = "; ".join(f"{one.publisher}: {one.title}" for one in self.documents)
        return f"{where}: {old} → {new} {stands.unit}" + (f" ({papers})" if papers else "")

    @property
    def documents(self) -> tuple[Cited, ...]:
        """The documents of the new value."""
        return () if self.new is None else self.new.documents


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side.

    figures: in the order of the new file. added_days: by price file and column, how many days were added and the last
    of them; each of those days is a new figure that is not listed.
    """

    old: Edition
    new: Edition
    figures: tuple[Changed, ...]
    added_days: Mapping[str, tuple[int, str]]


def compare(old: Edition, new: Edition) -> Comparison:
    """Each figure whose value differs, once.

    A figure is found again under another name where label and day are the same; one that left a place while the same
    value of the same day stands elsewhere has only moved. A reading is listed where the cell that it reads is not.
    """
    before, after = dict(old.figures), dict(new.figures)
    _rename(before, after)
    known_before = {place: stands for place, stands in before.items() if stands.value is not None}
    known_after = {place: stands for place, stands in after.items() if stands.value is not None}
    read = _readers(new)
    listed: list[Changed] = []
    days: dict[str, list[str]] = defaultdict(list)
    for place, stands in known_after.items():
        was = known_before.get(place)
        if was is not None and same(was, stands):
            continue
        if was is None and place.section == "daily":
            days[place.name].append(place.at)
        elif was is not None or place.section not in ("assumptions", "constants"):
            listed.append(Changed(place, was, stands, (place.name, *read.get((place.name, stands.day), ()))))
    listed += _gone(old, new, known_before, known_after)
    listed += _moved_readings(old, new, {(one.place.name, last_day(one.stands.day)) for one in listed})
    return Comparison(old, new, tuple(listed), {name: (len(found), max(found)) for name, found in days.items()})


# ------------------------------------------------------------------------------------------- internals


def _written(stands: Stands | None, unit: str) -> str:
    if stands is None:
        return "–"
    return f"{stands.value}" if stands.unit == unit else f"{stands.value} {stands.unit}"


def _rename(before: dict[Place, Stands], after: dict[Place, Stands]) -> None:
    """Put each old figure under the place that it has today."""
    fresh = [(place, stands) for place, stands in after.items() if place not in before]
    called = {(s.label.get("en"), span(s.day)): place for place, s in fresh if place.section == "facts" and s.label}
    count: dict[tuple[str, str], int] = defaultdict(int)
    for side in (before, after):
        for place in side:
            count[place.section, place.name] += 1
    by_name = {place.name: place for place, _ in fresh if place.section == "peers"}
    for place in [place for place in before if place not in after]:
        stands, to = before[place], None
        if place.section == "facts":
            to = called.get((stands.label.get("en"), span(stands.day)))
        elif place.section == "peers" and count[place.section, place.name] == 2:
            # A company's only figure of a kind is the same figure on a later day.
            to = by_name.get(place.name)
        if to is not None and to not in before:
            before[to] = before.pop(place)


def _readers(new: Edition) -> dict[tuple[str, str], list[str]]:
    """The names that read a cell, by the cell's name and last day."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, stands in new.readings.items():
        found[stands.column, stands.day].append(name)
        if last_day(stands.day) != stands.day:
            found[stands.column, last_day(stands.day)].append(name)
    return found


def _gone(
    old: Edition, new: Edition, known_before: Mapping[Place, Stands], known_after: Mapping[Place, Stands]
) -> Iterator[Changed]:
    standing = {
        (stands.base, day)
        for edition in (old.figures, known_after)
        for place, stands in edition.items()
        if place.section != "facts" or edition is known_after
        for day in (stands.day, last_day(stands.day))
    }
    names = {*new.readings, *new.windows}
    for place, stands in known_before.items():
        if place in known_after or place.section in ("assumptions", "constants") or place.name in names:
            continue
        if place.section == "facts" and {(stands.base, stands.day), (stands.base, last_day(stands.day))} & standing:
            continue
        yield Changed(place, stands, None, (place.name,))


def _moved_readings(old: Edition, new: Edition, listed: set[tuple[str, str]]) -> Iterator[Changed]:
    for name, stands in new.readings.items():
        was = old.readings.get(name) or old.figures.get(Place("facts", name))
        if was is None or was.value is None or stands.value is None or same(was, stands):
            continue
        if (stands.column, last_day(stands.day)) not in listed:
            yield Changed(Place("readings", name, stands.day), was, stands, (name,))
