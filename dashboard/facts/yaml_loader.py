"""Bounded reader for untrusted YAML: bytes in, plain tree and line numbers out, or one FactsError."""

import math
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TypeAlias

import yaml

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | int | float | bool | None"
KeyPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12
MAX_DIGITS = 18
# This bounds the seconds that a hostile upload can cost.
MAX_VALUES = 30_000
# Every path below a key holds it.
MAX_KEY = 200
# Words in an error come from the file: keep them short and on one line.
MAX_QUOTED = 80

# Controls, line separators, direction marks, zero-width, tag and private characters, surrogates.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U0001fffe\U0001ffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# Possessive, and one way alone to read a digit: what fails has been looked at once, however long it is.
_INTEGER = re.compile(r"[-+]?[0-9]++")
_FLOAT = re.compile(r"[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?")
_NOT_FINITE = re.compile(r"[-+]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
# libyaml's events are made one by one; what can bring the process down is its recursive composer, which is not used.
# It is a hundred times as fast as the parser in Python, which stands in where PyYAML was built without it.
PARSER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}


def quote(text: object) -> str:
    """Text from a file, made safe for a one-line message: no control characters, cut to MAX_QUOTED."""
    flat = _HIDDEN.sub("?", " ".join(str(text).split()))
    return flat if len(flat) <= MAX_QUOTED else flat[: MAX_QUOTED - 1] + "…"


class FactsError(Exception):
    """A facts file that cannot be used; str() is one sentence with file, line, key and what was expected."""

    def __init__(self, file: str, line: int | None, key: str, expected: str) -> None:
        # Where a file lies on the server is nobody's business; of a long path the end says most.
        named = PurePath(file).name if PurePath(file).is_absolute() else file
        flat = _HIDDEN.sub("?", " ".join(named.split()))
        self.file = flat if len(flat) <= MAX_QUOTED else f"…{flat[1 - MAX_QUOTED :]}"
        self.line = line
        self.key = quote(key)
        self.expected = expected.rstrip(".")
        super().__init__(self.file, line, self.key, self.expected)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}, {self.key}: {self.expected}." if self.key else f"{place}: {self.expected}."


@dataclass(frozen=True)
class Document:
    """A parsed file: plain tree, and the line of every key and list item by its path."""

    file: str
    tree: Tree
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int | None:
        """Line of the path, or of its nearest parent that stands in the file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def key_text(path: KeyPath) -> str:
    """A path as people write it: claims[2].evidence.en."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def read_bounded(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Bytes of a regular file of at most `limit` bytes; FactsError for anything else."""
    name = str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FactsError(name, None, "", "is a folder; expected the path of a file")
        # A pipe or device would block the reader or never end.
        if not stat.S_ISREG(status.st_mode):
            raise FactsError(name, None, "", "is not a regular file; expected a text file")
        if status.st_size > limit:
            raise FactsError(name, None, "", f"has {status.st_size} bytes; expected at most {limit}")
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise FactsError(name, None, "", "does not exist; check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "bad path"
        raise FactsError(name, None, "", f"cannot be read ({quote(reason)}); check path and rights") from None
    if len(data) > limit:
        raise FactsError(name, None, "", f"has more than {limit} bytes; expected at most {limit}")
    return data


def decode(data: bytes, name: str, limit: int = MAX_BYTES) -> str:
    """UTF-8 text without control, bidirectional or zero-width characters; FactsError otherwise."""
    if len(data) > limit:
        raise FactsError(name, None, "", f"has {len(data)} bytes; expected at most {limit}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = data[error.start]
        raise FactsError(name, line, "", f"byte 0x{wrong:02X} is not UTF-8; save the file as UTF-8") from None
    _refuse_hidden(text, name, 1, "")
    return text


def parse(data: bytes, name: str) -> Document:
    """Parse the bytes of one YAML document into plain values.

    name is used in messages only. Numbers, true/false and null are recognised; dates, clock times, yes/no,
    1_000 and hexadecimal stay text. Raises FactsError for everything else; never another exception.
    """
    text = decode(data, name)
    builder = _Builder(name)
    loader: Any = PARSER(text)
    try:
        while loader.check_event():
            builder.take(loader.get_event())
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        if error.context_mark and error.problem and "end of stream" in error.problem:
            # A quote that is never closed is found at the end; the reader needs its beginning.
            mark = error.context_mark
        line = mark.line + 1 if mark else None
        problem = quote(error.problem or error.context or "malformed")
        raise FactsError(name, line, "", f"is not YAML ({problem}); correct it") from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, LookupError) as error:
        problem = quote(str(error) or type(error).__name__)
        raise FactsError(name, builder.line, "", f"is not readable YAML ({problem}); correct it") from None
    if not builder.root:
        raise FactsError(name, 1, "", "is empty; expected keys and values")
    return Document(name, builder.root[0], builder.lines)


def _refuse_hidden(text: str, name: str, first_line: int, key: str) -> None:
    """Refuse characters a reader of the file cannot see."""
    found = _HIDDEN.search(text)
    if found:
        line = first_line + text.count("\n", 0, found.start())
        code = ord(found.group())
        raise FactsError(name, line, key, f"hidden character U+{code:04X} is not allowed; remove it")


@dataclass
class _Open:
    """A mapping or list that is being filled; key is the mapping key that waits for its value."""

    node: "dict[str, Tree] | list[Tree]"
    path: KeyPath
    key: str | None = None


class _Builder:
    """Takes parser events one by one and refuses what a facts file must not contain."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: list[Tree] = []
        self.lines: dict[KeyPath, int] = {}
        self.stack: list[_Open] = []
        # Of the latest event.
        self.line = 1

    def take(self, event: Any) -> None:
        """Add one event to the tree."""
        line = self.line = event.start_mark.line + 1
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root:
            raise FactsError(self.name, line, "", "a second document starts here; expected one, remove '---'")
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_references(event, line)
            if len(self.lines) > MAX_VALUES:
                raise FactsError(self.name, line, "", f"has more than {MAX_VALUES} values; expected a smaller file")
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, line)
            else:
                self._collection({} if isinstance(event, yaml.MappingStartEvent) else [], line)

    def _here(self) -> KeyPath:
        """Path of the value that comes next; of the mapping itself while it waits for a key."""
        if not self.stack:
            return ()
        parent = self.stack[-1]
        if isinstance(parent.node, list):
            return (*parent.path, len(parent.node))
        return parent.path if parent.key is None else (*parent.path, parent.key)

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node, dict) and self.stack[-1].key is None

    def _refuse_references(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            problem = f"alias *{quote(event.anchor)} is not allowed; write the value out"
        elif event.anchor is not None:
            problem = f"anchor &{quote(event.anchor)} is not allowed; remove it"
        elif event.tag is not None:
            problem = f"tag {quote(event.tag)} is not allowed; remove it"
        else:
            return
        raise FactsError(self.name, line, key_text(self._here()), problem)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if self._awaits_key():
            self._start_key(event, line)
            return
        here = self._here()
        try:
            value = _value(event)
        except ValueError as error:
            raise FactsError(self.name, line, key_text(here), str(error)) from None
        if isinstance(value, str) and _HIDDEN.search(value):
            # Escapes such as "\\u202e" only show up now.
            _refuse_hidden(value, self.name, line, key_text(here))
        self._attach(value, here, line)

    def _collection(self, node: "dict[str, Tree] | list[Tree]", line: int) -> None:
        here = self._here()
        if self._awaits_key():
            raise FactsError(self.name, line, key_text(here), "a key is a list or mapping; expected a word")
        if len(self.stack) >= MAX_DEPTH:
            raise FactsError(self.name, line, key_text(here), f"is nested deeper than {MAX_DEPTH}; expected less")
        self._attach(node, here, line)
        self.stack.append(_Open(node, here))

    def _start_key(self, event: yaml.ScalarEvent, line: int) -> None:
        parent = self.stack[-1]
        key = str(event.value)
        path = (*parent.path, key)
        if len(key) > MAX_KEY:
            problem = f"a key of {len(key)} characters; expected at most {MAX_KEY}"
            raise FactsError(self.name, line, key_text(parent.path), problem)
        _refuse_hidden(key, self.name, line, key_text(path))
        if not event.style and key == "<<":
            raise FactsError(self.name, line, key_text(path), "merge keys are not allowed; write the values out")
        if not key.strip():
            raise FactsError(self.name, line, key_text(parent.path), "a key is empty; expected a word before ':'")
        if path in self.lines:
            problem = f"duplicate key, first on line {self.lines[path]}; remove one of the two"
            raise FactsError(self.name, line, key_text(path), problem)
        self.lines[path] = line
        parent.key = key

    def _attach(self, value: Tree, path: KeyPath, line: int) -> None:
        if not self.stack:
            self.root.append(value)
            self.lines[()] = line
            return
        parent = self.stack[-1]
        if isinstance(parent.node, list):
            parent.node.append(value)
            self.lines[path] = line
        elif parent.key is not None:
            # The line of a value is that of its key, which is already known.
            parent.node[parent.key] = value
            parent.key = None


def _value(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    """A scalar as text, number, boolean or null; ValueError (what was expected) for a number that is none."""
    text = str(event.value)
    if event.style:
        return text
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{quote(text)} is not a number; expected a finite number or null")
    whole = _INTEGER.fullmatch(text)
    if not whole and not _FLOAT.fullmatch(text):
        return text
    mantissa = re.split("[eE]", text)[0]
    digits = sum(character.isdigit() for character in mantissa)
    if digits > MAX_DIGITS:
        raise ValueError(f"a number of {digits} digits; expected at most {MAX_DIGITS}")
    if whole:
        return int(text)
    number = float(text)
    if not math.isfinite(number) or (number == 0.0 and re.search("[1-9]", mantissa)):
        raise ValueError(f"{quote(text)} does not fit a number; expected a smaller exponent")
    return number
