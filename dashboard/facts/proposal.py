"""A table of new figures (key, value, unit, as_of, source, phrase) as edits of a facts file."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from dashboard.facts.edition import last_day, when_of
from dashboard.facts.patch import Patch, listed, written
from dashboard.facts.rules import check_number
from dashboard.facts.units import UNITS, WORD_UNITS, from_base, to_base
from dashboard.facts.words import bounds_of, is_date
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath, decode, parse, quote

HEAD = ("key", "value", "unit", "as_of", "source", "phrase")
MAX_BYTES = 256 * 1024
DAY = "as_of"
# Whoever publishes a document of this kind is the company; everybody else reports what it said.
_OWN = ("filing", "release")


@dataclass(frozen=True)
class Given:
    """One row of the table as it is written, and where it leads: a fact, or the cell of a table."""

    line: int
    key: str
    value: float | str | None
    as_of: str
    source: str
    phrase: str
    table: str = ""
    column: str = ""

    @property
    def target(self) -> tuple[str, str]:
        """What is edited at once: a fact by its name, or the row of a table by the last day of its period."""
        return (self.table, last_day(self.as_of)) if self.table else (self.key, "")


@dataclass(frozen=True)
class Proposal:
    """The rows that lead somewhere, as one group for each fact or row of a table, and why the others do not."""

    groups: tuple[tuple[Given, ...], ...]
    refused: tuple[FactsError, ...]


def read(data: bytes, name: str, document: Document) -> Proposal:
    """The rows of a CSV file against the facts file ``document``. Raises FactsError where it is no such table."""
    reader = csv.reader(io.StringIO(decode(data, name, MAX_BYTES), newline=""), strict=True)
    given: list[Given] = []
    refused: list[FactsError] = []
    try:
        head = next(reader, [])
        if tuple(cell.strip() for cell in head) != HEAD:
            raise FactsError(name, 1, "", f"expected the columns {', '.join(HEAD)}, found '{quote(','.join(head))}'")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            try:
                given.append(_given(cells, reader.line_num, name, document))
            except FactsError as error:
                refused.append(error)
    except csv.Error as error:
        raise FactsError(name, reader.line_num, "", f"is not CSV ({quote(error)})") from None
    if not given and not refused:
        raise FactsError(name, None, "", "has no rows; expected a header and at least one figure")
    twice = list(_twice(given, name))
    refused += twice
    good = [one for one in given if one.line not in {error.line for error in twice}]
    ordered = sorted(good, key=lambda one: one.target)
    groups = [tuple(group) for _, group in groupby(ordered, key=lambda one: one.target)]
    return Proposal(tuple(sorted(groups, key=lambda group: group[0].line)), tuple(refused))


def apply(text: str, groups: Sequence[Sequence[Given]]) -> str:
    """The text of the facts file with those edits; a document that nothing cites any more goes with them."""
    patch = Patch(text)
    for group in groups:
        tree = _tree(patch.text)
        if group[0].table:
            _row(patch, tree, group)
        else:
            _fact(patch, tree, group[0])
    _drop_unused(patch, text)
    _verify(text, patch.text, groups)
    return patch.text


def without_unused(text: str) -> str:
    """The text without the documents that nothing cites yet: what stood there before they were added."""
    patch, tree = Patch(text), _tree(text)
    cited = _cited(tree)
    for key in tree.get("sources") or ():
        if key not in cited:
            patch.drop(("sources", key))
    return patch.text


def note_of(text: str, group: Sequence[Given]) -> str:
    """What the edited fact or row goes on saying beside its new value; empty where it says nothing."""
    edited = _rest(_tree(text), [group])[1][group[0].target]
    note = edited.get("note") if isinstance(edited, dict) else None
    return str(note.get("en", "")) if isinstance(note, dict) else ""


# ----------------------------------------------------------------------------------------------- reading


def _given(cells: Sequence[str], line: int, name: str, document: Document) -> Given:
    if len(cells) != len(HEAD):
        raise FactsError(name, line, "", f"expected {len(HEAD)} cells, found {len(cells)}")
    key, value, unit, as_of, source, phrase = (cell.strip() for cell in cells)
    tree: Any = document.tree

    def refuse(expected: str) -> FactsError:
        return FactsError(name, line, key, expected)

    if key == DAY:
        if not is_date(value):
            raise refuse(f"expected a real date written YYYY-MM-DD, found '{quote(value)}'")
        return Given(line, key, value, value, "", "")
    table, column, declared = _place(tree, key, refuse)
    try:
        bounds_of(as_of)
    except ValueError:
        raise refuse(f"expected as_of as 2026-03-31, 2026-03, 2026-Q1 or FY2026, found '{quote(as_of)}'") from None
    if source not in tree.get("sources", {}):
        near = difflib.get_close_matches(source, tree.get("sources", {}), n=1)
        hint = f"; did you mean {near[0]}" if near else "; add the document under sources first"
        raise refuse(f"there is no source '{quote(source)}'{hint}")
    number = _value(value, unit, declared, refuse)
    for error in check_number(number, declared, document, ()):
        raise refuse(error.expected)
    return Given(line, key, number, as_of, source, phrase, table, column)


def _place(tree: Any, key: str, refuse: Any) -> tuple[str, str, str]:
    """Table, column and declared unit of a figure; no table for a fact."""
    facts, series, daily = (tree.get(part) or {} for part in ("facts", "series", "daily"))
    if key in facts:
        return "", "", str(facts[key].get("unit"))
    cells = {f"{table}_{column}": (table, column) for table, one in series.items() for column in one["columns"]}
    reading = (tree.get("readings") or {}).get(key)
    table, column = cells.get(key, ("", "")) if reading is None else (reading["table"], reading["column"])
    if table in series:
        return table, column, str(series[table]["columns"][column])
    for name, one in daily.items():
        if key.startswith(f"{name}_") or table == name:
            raise refuse(f"stands in {one['file']}; add the day there, and move until and rows of daily.{name}")
    if any(entry.get("name") == key for part in ("assumptions", "constants") for entry in tree.get(part) or ()):
        raise refuse("is an assumption, not a published figure; edit it with its reason in the facts file")
    near = difflib.get_close_matches(key, (*facts, *cells, *(tree.get("readings") or {})), n=1)
    raise refuse("there is no figure of this name" + (f"; did you mean {near[0]}" if near else ""))


def _value(value: str, unit: str, declared: str, refuse: Any) -> float | str | None:
    """The value in the unit that the file declares."""
    if unit != declared and (unit not in UNITS or declared not in UNITS or UNITS[unit].base != UNITS[declared].base):
        raise refuse(f"expected a unit that is {declared} or converts to it, found '{quote(unit)}'")
    if value == "null":
        return None
    if declared in WORD_UNITS:
        return value
    try:
        number = float(value)
    except ValueError:
        raise refuse(f"expected a number such as -12.5, or null, found '{quote(value)}'") from None
    return number if unit == declared else float(f"{from_base(to_base(number, unit), declared):.12g}")


def _twice(given: Sequence[Given], name: str) -> Iterator[FactsError]:
    """Both of two rows that say something of the same place."""
    for one in given:
        other = next((o for o in given if o is not one and (o.target, o.column) == (one.target, one.column)), None)
        if other is not None:
            expected = f"says {one.value}, and line {other.line} says {other.value} of the same figure; keep one"
            yield FactsError(name, one.line, one.key, expected)


# ----------------------------------------------------------------------------------------------- editing


def _confidence(tree: Any, source: str) -> str:
    return "company" if tree["sources"][source]["kind"] in _OWN else "press"


def _fact(patch: Patch, tree: Any, given: Given) -> None:
    if given.key == DAY:
        patch.replace(("company", DAY), written(given.value))
        return
    path: KeyPath = ("facts", given.key)
    day, other = ("as_of", "period") if is_date(given.as_of) else ("period", "as_of")
    patch.put(path, "value", written(given.value))
    patch.put(path, day, written(given.as_of), after=("unit",))
    patch.drop((*path, other))
    patch.put(path, "sources", listed([given.source]), after=(day,))
    patch.put(path, "confidence", _confidence(tree, given.source), after=("sources",))
    if given.phrase:
        patch.put(path, "phrase", written(given.phrase), after=("sources",))
    else:
        patch.drop((*path, "phrase"))


def _row(patch: Patch, tree: Any, group: Sequence[Given]) -> None:
    """One row of a table: its cells, or the row itself where the table has none of that day."""
    table, day = group[0].target
    rows = tree["series"][table]["rows"]
    found = [index for index, row in enumerate(rows) if last_day(when_of(row)) == day]
    # A quarter and the year that end on one day are two rows.
    found = [index for index in found if len(found) == 1 or when_of(rows[index]) == group[0].as_of]
    if len(found) > 1:
        expected = f"{table} has {len(found)} rows of {group[0].as_of}; edit the one that is meant in the facts file"
        raise FactsError("", group[0].line, group[0].key, expected)
    if not found:
        index = sum(last_day(when_of(row)) <= day for row in rows)
        patch.insert_row(("series", table, "rows"), index, _new_row(tree, group, rows))
        return
    path: KeyPath = ("series", table, "rows", found[0])
    for given in group:
        _cell(patch, tree, path, given)


def _new_row(tree: Any, group: Sequence[Given], rows: Sequence[Mapping[str, Any]]) -> str:
    key = "date" if "date" in rows[-1] else "period"
    if is_date(group[0].as_of) != (key == "date"):
        expected = f"expected as_of as in the rows of {group[0].table}, such as {when_of(rows[-1])}"
        raise FactsError("", group[0].line, group[0].key, expected)
    parts = [f"{key}: {written(group[0].as_of)}", *(f"{given.column}: {written(given.value)}" for given in group)]
    lines = [", ".join(parts)]
    said = {(given.source, given.phrase) for given in group}
    if len(said) > 1:
        cells = ",\n           ".join(f"{given.column}: {_said(tree, given)}" for given in group)
        lines.append(f"cells: {{\n           {cells}}}")
    sources = list(dict.fromkeys(given.source for given in group))
    lines.append(f"sources: {listed(sources)}, confidence: {_confidence(tree, sources[0])}")
    if len(said) == 1 and group[0].phrase:
        lines.append(f"phrase: {written(group[0].phrase)}")
    return "{" + ",\n         ".join(lines) + "}"


def _said(tree: Any, given: Given, kept: str = "") -> str:
    phrase = f", phrase: {written(given.phrase)}" if given.phrase else ""
    return f"{{sources: {listed([given.source])}{phrase}, confidence: {_confidence(tree, given.source)}{kept}}}"


def _cell(patch: Patch, tree: Any, path: KeyPath, given: Given) -> None:
    row: Any = tree["series"][path[1]]["rows"][path[3]]
    columns = tree["series"][path[1]]["columns"]
    patch.put(path, given.column, written(given.value), after=("period", "date", *columns))
    derived = row.get("derived") or []
    if given.column in derived:
        patch.replace((*path, "derived"), listed(name for name in derived if name != given.column))
    if given.value is None:
        return
    if not row.get("sources"):
        patch.put(path, "sources", listed([given.source]))
        patch.put(path, "confidence", _confidence(tree, given.source))
    note = patch.source((*path, "cells", given.column, "note"))
    said = _said(tree, given, f", note: {note}" if note else "")
    if patch.at((*path, "cells")) is None:
        inner = f"{{\n{' ' * (patch.column(path) + 2)}{given.column}: {said}}}"
        patch.put(path, "cells", inner, after=("derived", "period", "date", *columns), own_line=True)
    else:
        patch.put((*path, "cells"), given.column, said, own_line=True)


@lru_cache(maxsize=4)
def _tree(text: str) -> Any:
    """The tree of a text, which nobody changes: before and after an edit it is asked for many times."""
    return parse(text.encode(), "").tree


def _cited(tree: Any) -> set[str]:
    """Every key that stands in a list called sources."""
    if isinstance(tree, list):
        return set().union(*(_cited(one) for one in tree))
    if not isinstance(tree, dict):
        return set()
    own = {str(key) for key in tree["sources"]} if isinstance(tree.get("sources"), list) else set()
    return own.union(*(_cited(one) for one in tree.values()))


def _drop_unused(patch: Patch, before: str) -> None:
    gone = _cited(_tree(before)) - _cited(_tree(patch.text))
    for key in sorted(gone):
        patch.drop(("sources", key))


def _verify(before: str, after: str, groups: Sequence[Sequence[Given]]) -> None:
    """The values stand where they should, and outside their facts and rows nothing differs; else AssertionError."""
    old, new = (_rest(_tree(text), groups) for text in (before, after))
    assert old[0] == new[0], "an edit changed more than it should"
    for group in groups:
        for given in group:
            assert new[1][given.target].get(given.column or "value") == given.value, given.key


def _rest(tree: Any, groups: Sequence[Sequence[Given]]) -> tuple[Any, dict[tuple[str, str], Any]]:
    """The tree without what the groups edit and without its documents; and what they edit."""
    taken: dict[tuple[str, str], Any] = {}
    series = {name: dict(table) for name, table in tree["series"].items()}
    tree = {**tree, "sources": None, "company": dict(tree["company"]), "facts": dict(tree["facts"]), "series": series}
    for given in (group[0] for group in groups):
        if given.key == DAY:
            taken[given.target] = {"value": tree["company"].pop(DAY)}
        elif not given.table:
            taken[given.target] = tree["facts"].pop(given.key)
        else:
            table = series[given.table]
            edited = [row for row in table["rows"] if last_day(when_of(row)) == given.target[1]]
            edited = [row for row in edited if len(edited) == 1 or when_of(row) == given.as_of]
            table["rows"] = [row for row in table["rows"] if row not in edited]
            taken[given.target] = edited[0] if edited else {}
    return tree, taken
