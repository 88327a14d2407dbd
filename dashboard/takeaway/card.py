"""The card of a link: what a chat or a search engine shows of it, in words and as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from dashboard import headlines
from dashboard.figures.colors import ASSUMED, GAIN, HAIR, INK, LOSS, MUTED, PAPER
from dashboard.takeaway.asked import Asked
from dashboard.words import say, text
from dashboard.words.text import Figure, Lang, Sentence

WIDTH, HEIGHT = 1200, 630
# How wide words are at a size in px, by the name of their face.
Measure = Callable[[str, str, float], float]
# Face by its use: family, weight, and the optical size at which it is measured, where the family has several.
FACES: Final = {
    "title": ("Source Serif 4 Variable", 600, 48),
    "words": ("SourceSans3VF", 400, None),
    "strong": ("SourceSans3VF", 600, None),
}
_FIGURES: Final = 4
_EDGE, _GAP = 72, 32
_ROOM: Final = WIDTH - 2 * _EDGE
_COLUMN: Final = (_ROOM - (_FIGURES - 1) * _GAP) / _FIGURES
_TITLE_TOP, _TITLE_ROOM, _LINE = 150, 238, 1.2
_TITLE_SIZES: Final = (60, 54, 48, 43, 38, 33, 28)
_KICKER_SIZES: Final = (27, 24, 22)
_VALUE_SIZES: Final = (42, 36, 31, 26)
_INKS: Final = {"as": ASSUMED, "pos": GAIN, "neg": LOSS}
_CUT: Final = "…"

# A word in pieces, each with its colour: a figure keeps its own before a comma.
_Word = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Card:
    """What stands on a card. figures: the first key figures of the page with their names there."""

    lang: Lang
    product: str
    kicker: str
    title: Sentence
    standfirst: str
    figures: tuple[tuple[str, Figure], ...]
    dated: str

    @property
    def sentence(self) -> str:
        """The live sentence as plain words."""
        return text.plain(self.title)


def card(asked: Asked) -> Card:
    """The card of a link: sentence, standfirst and key figures are those of its page."""
    scenario, lang = asked.scenario, asked.lang
    head = headlines.headline(asked.page, scenario, lang)
    keys = headlines.key_figures(asked.page, scenario)[:_FIGURES]
    return Card(
        lang,
        say.product(asked.facts.company, lang),
        text.plain(head.kicker),
        head.title,
        text.plain(head.standfirst) or text.plain(head.kicker),
        tuple(
            (headlines.figure_name(asked.page, scenario, key, lang), say.figure(scenario.output(key), lang))
            for key in keys
        ),
        say.version(asked.facts, lang).rstrip("."),
    )


def svg(shown: Card, host: str, measure: Measure) -> str:
    """The card as an SVG of 1200 × 630 px. host: where the page is, as printed; may be empty."""
    size, lines = _fitted(_words(shown.title), "title", _TITLE_SIZES, _ROOM, _TITLE_ROOM, measure)
    lines = _balanced(lines, size, measure)
    small, kicker = _fitted(_inked(shown.kicker, MUTED), "words", _KICKER_SIZES, _ROOM, 27, measure)
    parts = [
        _rect(0, 0, WIDTH, HEIGHT, PAPER),
        _rect(0, 0, 14, HEIGHT, ASSUMED),
        _line(_EDGE, 88, kicker[0], "words", small),
        *(_line(_EDGE, _TITLE_TOP + size * (0.75 + _LINE * i), line, "title", size) for i, line in enumerate(lines)),
        _rect(_EDGE, 412, _ROOM, 1.5, HAIR),
    ]
    for index, (name, figure) in enumerate(shown.figures):
        parts += _figure(_EDGE + index * (_COLUMN + _GAP), name, figure, measure)
    foot = " · ".join(part for part in (shown.product, host) if part)
    dated = measure(shown.dated, "words", 22)
    parts += [
        _rect(_EDGE, 552, _ROOM, 1.5, HAIR),
        _line(_EDGE, 592, _cut(_inked(foot, INK), "strong", 22, _ROOM - dated - _GAP, measure), "strong", 22),
        _line(WIDTH - _EDGE, 592, _inked(shown.dated, MUTED), "words", 22, "end"),
    ]
    return Markup('<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}">{}</svg>').format(
        WIDTH, HEIGHT, Markup("").join(parts)
    )


def _figure(x: float, name: str, figure: Figure, measure: Measure) -> Iterator[Markup]:
    words = _inked(figure.text, _INKS.get(figure.tone, INK))
    size, value = _fitted(words, "strong", _VALUE_SIZES, _COLUMN, 52, measure)
    for index, line in enumerate(value):
        yield _line(x, 432 + size * (0.85 + _LINE * index), line, "strong", size)
    _, names = _fitted(_inked(name, MUTED), "words", (21,), _COLUMN, 52, measure)
    for index, line in enumerate(names):
        yield _line(x, 508 + 25 * index, line, "words", 21)


# ------------------------------------------------------------------------------------------- words in lines


def _words(sentence: Sentence) -> list[_Word]:
    """The words of a sentence between ordinary spaces; what is glued to a figure is a piece of the same word."""
    words: list[_Word] = [()]
    for piece in sentence:
        said = piece if isinstance(piece, str) else piece.text
        ink = _INKS.get(getattr(piece, "tone", ""), INK)
        glued, *others = said.split(" ")
        words[-1] += ((glued, ink),) if glued else ()
        words += [((word, ink),) if word else () for word in others]
    return [word for word in words if word]


def _inked(words: str, ink: str) -> list[_Word]:
    """Words of one colour."""
    return [((word, ink),) for word in words.split(" ")]


def _fitted(
    words: Sequence[_Word], face: str, sizes: Iterable[int], width: float, height: float, measure: Measure
) -> tuple[int, list[list[_Word]]]:
    """The largest of ``sizes`` at which the words fit, and their lines; at the last size what is too much is cut."""
    size, lines = 0, [list(words)]
    for size in sizes:
        lines = _wrapped(words, face, size, width, measure)
        fits = all(measure(_plain(line), face, size) <= width for line in lines)
        if fits and len(lines) * size * _LINE <= height + size * 0.2:
            return size, lines
    most = max(1, int((height + size * 0.2) / (size * _LINE)))
    if len(lines) > most:
        lines = [*lines[: most - 1], [word for line in lines[most - 1 :] for word in line]]
    return size, [_cut(line, face, size, width, measure) for line in lines]


def _wrapped(words: Sequence[_Word], face: str, size: float, width: float, measure: Measure) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    for word in words:
        if lines[-1] and measure(_plain([*lines[-1], word]), face, size) > width:
            lines.append([])
        lines[-1].append(word)
    return lines


def _balanced(lines: list[list[_Word]], size: float, measure: Measure) -> list[list[_Word]]:
    """The same words in as many lines of about one length, so that no word stands alone on the last."""
    words = [word for line in lines for word in line]
    for width in range(_ROOM // 2, _ROOM, 8):
        found = _wrapped(words, "title", size, width, measure)
        if len(found) == len(lines) and all(measure(_plain(line), "title", size) <= width for line in found):
            return found
    return lines


def _cut(line: list[_Word], face: str, size: float, width: float, measure: Measure) -> list[_Word]:
    """A line that ends in an ellipsis where it would be too wide."""
    if measure(_plain(line), face, size) <= width:
        return line
    shorter = list(line)
    while shorter:
        *before, (word, ink) = shorter.pop()
        while word:
            cut = [*shorter, (*before, (word + _CUT, ink))]
            if measure(_plain(cut), face, size) <= width:
                return cut
            word = word[:-1]
    return []


def _plain(line: Sequence[_Word]) -> str:
    return " ".join("".join(piece for piece, _ in word) for word in line)


# ------------------------------------------------------------------------------------------------- drawing


def _rect(x: float, y: float, width: float, height: float, color: str) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(x, y, width, height, color)


def _line(x: float, y: float, line: Sequence[_Word], face: str, size: float, anchor: str = "start") -> Markup:
    family, weight, _ = FACES[face]
    piece = Markup('<tspan fill="{}">{}</tspan>')
    words = Markup(" ").join(Markup("").join(piece.format(ink, said) for said, ink in word) for word in line)
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" font-family="\'{}\'" font-weight="{}" font-size="{}" text-anchor="{}">{}</text>'
    ).format(x, y, family, weight, size, anchor, words)
