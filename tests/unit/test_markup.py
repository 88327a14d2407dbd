"""One dialect of HTML: literal Markup filled by format. Whatever else builds HTML in the screen is found here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from dashboard.screen import markup
from dashboard.words.text import Figure, Link, Toned

SCREEN = Path(__file__).parents[2] / "dashboard" / "screen"
BAD = "<img src=x onerror='a'>\"&"
SAFE = "&lt;img src=x onerror=&#39;a&#39;&gt;&#34;&amp;"
TAG = re.compile(r"(?<!\?P)</?[a-z][^>]*>")
# The style sheet and the one script are our own, the component's HTML holds no text, and `filled` escapes every part.
OWN = {"_stylesheet", "run_script", "_HTML", "filled"}


def test_text_is_escaped_wherever_it_stands() -> None:
    figure = Figure(BAD, BAD, BAD, BAD, BAD, BAD)
    assert str(markup.number_html(figure)) == (
        f'<data value="{SAFE}" data-figure="{SAFE}" data-kind="{SAFE}" data-at="{SAFE}" class="{SAFE}">{SAFE}</data>'
    )
    assert str(markup.sentence_html((BAD, Toned(BAD, BAD)))) == f'{SAFE}<span class="{SAFE}">{SAFE}</span>'
    assert markup.sentence_html((Link(BAD, "https://x.example/?" + BAD),)).count("<") == 2
    assert str(markup.notice(BAD, BAD)).count(SAFE) == 2
    assert SAFE in markup.note(BAD)
    assert SAFE in markup.strip(1.0, [2.0], BAD)


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "data:text/html,x", "//evil.example", "JAVASCRIPT:alert"])
def test_only_an_address_of_the_web_becomes_a_link(url: str | None) -> None:
    assert str(markup.link(url, BAD)) == SAFE


@pytest.mark.parametrize("words", ["<b>bold</b>", "plain"])
def test_a_plain_text_never_reaches_the_page(words: str) -> None:
    with pytest.raises(TypeError, match="Markup"):
        markup.html(words)  # type: ignore[arg-type]


def _outside(tree: ast.Module) -> list[ast.AST]:
    """Every node of a module but those of the places that hold HTML of our own."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        names = [getattr(node, "name", None), *(getattr(t, "id", None) for t in getattr(node, "targets", ()))]
        if OWN.intersection(names):
            continue
        found.append(node)
        stack.extend(ast.iter_child_nodes(node))
    return found


def _html_outside_markup(source: str) -> list[int]:
    """Lines that hold a tag outside a literal Markup, or a Markup of something that is no literal."""
    nodes = _outside(ast.parse(source))
    literal: set[int] = set()
    wrong = []
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup":
            if len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
                literal.add(id(node.args[0]))
            else:
                wrong.append(node.lineno)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("unescape", "striptags"):
            wrong.append(node.lineno)
        # A docstring is a statement, not text that goes anywhere.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            literal.add(id(node.value))
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in literal:
            wrong += [node.lineno] if TAG.search(node.value) else []
    return sorted(wrong)


@pytest.mark.parametrize("path", sorted(SCREEN.rglob("*.py")), ids=lambda path: str(path.relative_to(SCREEN)))
def test_html_is_a_literal_markup_filled_by_format(path: Path) -> None:
    assert _html_outside_markup(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", [
    "x = f'<b>{y}</b>'", "x = Markup(y)", "x = Markup(f'<b>{y}</b>')", "x = '<p>' + y", "x = Markup('<b>' + y)",
])  # fmt: skip
def test_the_search_finds_every_other_way(line: str) -> None:
    assert _html_outside_markup(line)


def test_markup_never_unescapes() -> None:
    assert Markup("<p>{}</p>").format(BAD) == f"<p>{SAFE}</p>"


@pytest.mark.parametrize("part", ["", "<script>", "\"&'", "{}", "{0}", "a{}b", "&lt;", 1.5, None, Markup("<b>{}</b>")])
def test_filled_is_what_format_makes_of_it(part: object) -> None:
    template = Markup('<i title="{}">{}</i>')
    assert markup.filled(template, part, "x") == template.format(part, "x")
    assert isinstance(markup.filled(template, part, part), Markup)


@pytest.mark.parametrize("parts", [(), ("a",), ("a", "b", "c")])
def test_filled_refuses_another_number_of_parts(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        markup.filled(Markup('<i title="{}">{}</i>'), *parts)
