"""From parsed YAML to a validated model, or the one sentence that says what is wrong and where."""

import difflib
import re
from collections.abc import Iterable
from typing import TypeVar

from pydantic import (
    ValidationError,
)
from pydantic_core import ErrorDetails

from dashboard.facts.schema import Model
from dashboard.facts.words import kind_word
from dashboard.facts.yaml_loader import MAX_BYTES, Document, FactsError, KeyPath, key_text, parse

END = "end_of_facts"

_LAST_LINE = re.compile(rf"{END}:[ \t]+true[ \t]*(?:#.*)?".encode())


def read_document(data: bytes, name: str) -> Document:
    """Parsed bytes; a file that was cut off is named as such before anything else."""
    _refuse_cut_off(data, name)
    document = parse(data, name)
    if not isinstance(document.tree, dict):
        raise FactsError(name, 1, "", f"expected keys and values, found {kind_word(document.tree)}")
    return document


def _refuse_cut_off(data: bytes, name: str) -> None:
    """A half-written file usually parses: only its last line tells. Looked at before the slow parsing."""
    written = data.rstrip()
    if not written:
        raise FactsError(name, 1, END, f"the file is empty; expected '{END}: true' as the last line")
    if _LAST_LINE.fullmatch(written[written.rfind(b"\n") + 1 :]) or len(data) > MAX_BYTES:
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # The parser names the byte that is wrong.
        return
    line = written.count(b"\n") + 1
    raise FactsError(name, line, END, f"the file is cut off; expected '{END}: true' as the last line")


M = TypeVar("M", bound=Model)


def validated(model: type[M], document: Document) -> M:
    """The document as a model; FactsError for the first thing that is wrong."""
    try:
        return model.model_validate(document.tree)
    except ValidationError as error:
        found = [_schema_error(details, document) for details in error.errors(include_url=False)]
    raise min(found, key=lambda problem: problem.line or 0)


_WORDING = (
    ("Input should be", "expected"),
    ("String should have", "expected"),
    ("a valid dictionary", "keys and values"),
    ("a valid mapping", "keys and values"),
    ("a valid tuple", "a list"),
    ("a valid string", "words (in quotes if they look like a number)"),
)


def _schema_error(details: ErrorDetails, document: Document) -> FactsError:
    """One pydantic error in our words."""
    path: KeyPath = tuple(details["loc"])
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "facts":
        return facts_error(document, path, str(context["expected"]))
    if kind == "unknown":
        return facts_error(document, (*path, str(context["key"])), str(context["expected"]))
    if kind == "missing":
        return facts_error(document, path, "is missing; add it")
    message = details["msg"]
    for theirs, ours in _WORDING:
        message = message.replace(theirs, ours)
    return facts_error(document, path, f"{message[:1].lower()}{message[1:]}, found {kind_word(details['input'])}")


class UnknownName(FactsError):
    """A name that nothing has; the closest one is looked for only if this is the error to show, for it is slow."""

    def __init__(self, problem: FactsError, name: str, known: Iterable[str]) -> None:
        super().__init__(problem.file, problem.line, problem.key, problem.expected)
        self.name = name
        self.known = known

    def with_hint(self) -> FactsError:
        """The error with the name that was probably meant."""
        close = difflib.get_close_matches(self.name, list(self.known), n=1)
        hint = f"; did you mean {close[0]}" if close else ""
        return FactsError(self.file, self.line, self.key, f"{self.expected}{hint}")


def facts_error(document: Document, path: KeyPath, expected: str) -> FactsError:
    """What is wrong at ``path``, with the line on which it is written."""
    return FactsError(document.file, document.line(path), key_text(path), expected)


def unknown_name(document: Document, path: KeyPath, expected: str, name: str, known: Iterable[str]) -> FactsError:
    """As ``facts_error``, of a name that is not among ``known``."""
    return UnknownName(facts_error(document, path, expected), name, known)


def raise_first(problems: Iterable[FactsError]) -> None:
    """Raise the problem that stands first in the file; nothing where there is none."""
    first = min(problems, key=lambda problem: problem.line or 0, default=None)
    if first is not None:
        raise first.with_hint() if isinstance(first, UnknownName) else first
