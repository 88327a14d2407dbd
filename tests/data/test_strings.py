"""The words: both languages, the same figures in each, and the rules of copy."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.facts import Facts
from dashboard.numbers import OUTPUTS
from dashboard.words import text

ROOT = Path(__file__).parents[2]
STRINGS = text.strings()
# What a template may leave to the page: everything else must be a name that the resolver knows.
TITLE = re.compile(r"\.(title|heading)(\.|$)")


def names(template: str) -> set[str]:
    # Company and platform are words, not figures: a language may do without them.
    return set(text.placeholders(template)) - {"company", "ai_name"}


def test_both_languages_carry_the_same_figures() -> None:
    assert [key for key, pair in STRINGS.items() if names(pair["en"]) != names(pair["de"])] == []


FAULTS = {"a straight apostrophe": "'", "a straight quotation mark": '"', "an exclamation": "!"}


def faults(key: str, words: str) -> Iterator[str]:
    """What the rules of copy object to in one string."""
    prose = re.sub(r"\{[^}]*\}", "", words)
    yield from (fault for fault, sign in FAULTS.items() if sign in prose)
    if "  " in words:
        yield "two spaces"
    if prose != prose.strip() and "{" not in words:
        yield "a space at an end"
    if TITLE.search(key) and prose.endswith("."):
        yield "a title with a full stop"


def test_copy() -> None:
    found = [(key, lang, fault) for key, pair in STRINGS.items() for lang in pair for fault in faults(key, pair[lang])]
    assert found == []


@pytest.mark.parametrize("words", ["two  spaces", "don't", 'a "b"', "Buy!", "end ", "A title."])
def test_faults_of_copy_are_found(words: str) -> None:
    assert list(faults("page.title.case", words)), words


def test_german_quotes_are_german() -> None:
    for key, pair in STRINGS.items():
        assert pair["de"].count("„") == pair["de"].count("“"), key
        assert "”" not in pair["de"], key


FREE = "[A-Za-z0-9_.]*"
# What follows the first dot of these is the name of a number.
OF_NUMBERS = ("output", "formula", "kpi", "kpi_label", "driver")


def _choices(part: ast.expr) -> list[str] | None:
    """The words that a part of an f-string may be: those of "a if … else b", else any."""
    if isinstance(part, ast.Constant):
        return [str(part.value)]
    if isinstance(part, ast.IfExp):
        one, other = _choices(part.body), _choices(part.orelse)
        return None if one is None or other is None else one + other
    return None


def _pattern(parts: list[list[str] | None]) -> re.Pattern[str]:
    return re.compile("".join(FREE if one is None else f"(?:{'|'.join(map(re.escape, one))})" for one in parts))


class Code:
    """The strings in the code: ``words`` as they stand, ``patterns`` from f-strings, ``ends`` put behind a key."""

    def __init__(self, *sources: str) -> None:
        self.words: set[str] = set()
        self.patterns: list[re.Pattern[str]] = []
        self.ends: set[str] = set()
        for node in (node for source in sources for node in ast.walk(ast.parse(source))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.words.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [_choices(one.value if isinstance(one, ast.FormattedValue) else one) for one in node.values]
                known = "".join(word for one in parts if one for word in one)
                if not re.fullmatch(r"[A-Za-z0-9_.]+", known):
                    continue
                if parts[0] is not None:
                    self.patterns.append(_pattern(parts))
                elif len(parts) == 2 and parts[1] is not None:
                    self.ends |= {end for end in parts[1] if end.startswith(".")}
        # A chart asks for its strings by the part after its own name.
        self.charts = {word for word in self.words if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", word)}

    def uses(self, key: str) -> bool:
        """Whether the key stands in the code, whole or after the name of a chart, with or without an end."""
        places = key.split(".")
        heads = (".".join(places[:cut]) for cut in range(2, len(places)))
        rests = [key, *(key.removeprefix(f"{head}.") for head in heads if head in self.charts)]
        return (
            any(rest in self.words or any(p.fullmatch(rest) for p in self.patterns) for rest in rests)
            or any(self.uses(key.removesuffix(end)) for end in self.ends if key.endswith(end))
        )  # fmt: skip


@pytest.fixture(scope="module")
def code() -> Code:
    paths = [path for room in ("dashboard", "deploy", "pages") for path in (ROOT / room).rglob("*.py")]
    return Code(*(path.read_text(encoding="utf-8") for path in paths))


def test_every_string_is_used(code: Code, facts: Facts) -> None:
    assert [key for key in STRINGS if not code.uses(key)] == []
    numbers = {*OUTPUTS, *facts.facts, *(one.name for one in (*facts.assumptions, *facts.constants))}
    for key in STRINGS:
        family, *rest = key.split(".")
        if family in OF_NUMBERS:
            assert numbers & set(rest[:2]), f"{key}: no number has this name"


@pytest.mark.parametrize(("key", "used"), [
    ("mining.title.loss", True), ("mining.title.other", False), ("mining.curve.alt", True),
    ("mining.curve.alt.none", True), ("mining.curve.other", False), ("sale.curve.alt", False),
])  # fmt: skip
def test_a_string_that_nothing_asks_for_is_found(key: str, used: bool) -> None:
    title = "f\"mining.title.{'loss' if low else 'gain'}\""
    code = Code(title, "Draft('mining.curve').words('alt')", "f'{key}.none'", "f'{a}.{b}'")
    assert code.uses(key) == used


def test_a_missing_language_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.yaml").write_text("greeting: {en: Hello}\n", encoding="utf-8")
    monkeypatch.setattr(text, "_STRINGS", tmp_path)
    text.strings.cache_clear()
    try:
        with pytest.raises(text.TextError, match=r"words\.yaml: greeting"):
            text.strings()
    finally:
        monkeypatch.undo()
        text.strings.cache_clear()
