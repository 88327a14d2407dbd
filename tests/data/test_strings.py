"""The words: both languages, the same figures in each, and the rules of copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def _used() -> str:
    code = [
        path.read_text(encoding="utf-8") for room in ("dashboard", "deploy") for path in (ROOT / room).rglob("*.py")
    ]
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "pages").glob("*.py")]
    return "\n".join(code + pages)


def test_every_string_is_used() -> None:
    code = _used()
    whole = set(re.findall(r'"([a-z0-9_]+(?:\.[A-Za-z0-9_]+)+)"', code))
    # f"mining.title.{case}" and the like: the fixed part before the first brace, and after the last.
    patterns = [
        re.compile(re.sub(r"\\\{[^}]*\\\}", r"[A-Za-z0-9_.]+", re.escape(found)) + "$")
        for found in set(re.findall(r'f"([a-z0-9_]*\.?[^"\s]*\{[^"]*)"', code))
        if "." in found
    ]
    unused = [
        key
        for key in STRINGS
        if key not in whole and not any(p.match(key) for p in patterns) and not key.startswith(("output.", "formula."))
    ]
    assert unused == []


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
