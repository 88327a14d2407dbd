"""Values changed in the text of a facts file: comments, order and layout stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TypeAlias

import yaml

from dashboard.facts.yaml_loader import PARSER, KeyPath, parse

Node: TypeAlias = Any

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


def written(value: float | str | None) -> str:
    """A value as the file writes it: numbers and null plain, words in quotes where YAML would read them otherwise."""
    if value is None:
        return "null"
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    plain = _PLAIN.fullmatch(value) and parse(f"key: {value}".encode(), "").tree == {"key": value}
    return value if plain else json.dumps(value, ensure_ascii=False)


def listed(values: Iterable[str]) -> str:
    """A list as the file writes it."""
    return f"[{', '.join(values)}]"


class Patch:
    """The text of a file with edits; each reads the places of the text as it is then."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._root: Node = None

    def at(self, path: KeyPath) -> Node | None:
        """The node at a path; None where the file has none."""
        if self._root is None:
            # The file is the maintainer's own, and the bounded reader has read it: depth and size are known.
            self._root = yaml.compose(self.text, Loader=PARSER)
        node = self._root
        for part in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == str(part)), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
            else:
                return None
        return node

    def column(self, path: KeyPath) -> int:
        """How far the keys of the mapping at ``path`` are indented."""
        mapping = self.at(path)
        assert mapping is not None, path
        return int(mapping.value[0][0].start_mark.column)

    def source(self, path: KeyPath) -> str | None:
        """The text of a value; None where the file has none."""
        node = self.at(path)
        return None if node is None else self.text[node.start_mark.index : self._end(node)]

    def replace(self, path: KeyPath, written_value: str) -> None:
        """Another value at a path that the file has."""
        node = self.at(path)
        assert node is not None, path
        self._put(node.start_mark.index, self._end(node), written_value)

    def put(
        self, path: KeyPath, key: str, written_value: str, after: Iterable[str] = (), own_line: bool = False
    ) -> None:
        """``key: value`` in the mapping at ``path``: in place, or behind the last of ``after``, or at the end."""
        if self.at((*path, key)) is not None:
            self.replace((*path, key), written_value)
            return
        mapping = self.at(path)
        assert mapping is not None, path
        before = [value for name, value in mapping.value if name.value in set(after)] or [mapping.value[-1][1]]
        end = self._end(before[-1])
        column = mapping.value[0][0].start_mark.column
        line = f"\n{' ' * column}"
        gap = line if not mapping.flow_style else f",{line}" if own_line else ", "
        self._put(end, end, f"{gap}{key}: {written_value}")

    def drop(self, path: KeyPath) -> None:
        """Take a key with its value out of its mapping, if it is there."""
        mapping = self.at(path[:-1])
        names = [] if mapping is None else [name.value for name, _ in mapping.value]
        if mapping is None or str(path[-1]) not in names:
            return
        index = names.index(str(path[-1]))
        name, value = mapping.value[index]
        if index + 1 < len(names):
            self._put(name.start_mark.index, mapping.value[index + 1][0].start_mark.index, "")
        elif index:
            self._put(self._end(mapping.value[index - 1][1]), self._end(value), "")

    def insert_row(self, path: KeyPath, index: int, row: str) -> None:
        """A row before the ``index``-th of the list at ``path``; at its end where there are no more."""
        rows = self.at(path)
        assert rows is not None and rows.value, path
        dash = " " * rows.start_mark.column
        if index >= len(rows.value):
            end = self._end(rows.value[-1])
            self._put(end, end, f"\n{dash}- {row}")
            return
        start = self.text.rindex("- ", 0, rows.value[index].start_mark.index)
        self._put(start, start, f"- {row}\n{dash}")

    def _end(self, node: Node) -> int:
        # A block ends where the next one begins: the blank lines between them are not its own.
        return len(self.text[: node.end_mark.index].rstrip())

    def _put(self, start: int, end: int, words: str) -> None:
        self.text = self.text[:start] + words + self.text[end:]
        self._root = None
