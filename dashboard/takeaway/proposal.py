"""What a table of new figures would do: what changes, which sentences flip in which preset, which rules refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard import headlines, registry
from dashboard.facts import Facts, FactsError, Preset, loads
from dashboard.facts import edition as editions
from dashboard.facts.comparison import Changed, compare
from dashboard.facts.facts import shown
from dashboard.facts.problems import read_document
from dashboard.facts.proposal import DAY, Given, apply, note_of, read, without_unused
from dashboard.facts.yaml_loader import read_bounded
from dashboard.takeaway import link as links
from dashboard.takeaway import rehearsal
from dashboard.words import text
from dashboard.words.text import Lang, Sentence

_LANG: Lang = "EN"
# Under the reader's own start: every slider at its default.
_DEFAULT = "the defaults"


@dataclass(frozen=True)
class Flip:
    """A page whose sentence chooses other words, under which values of the sliders."""

    page: str
    preset: str
    old: str
    new: str


@dataclass(frozen=True)
class Effect:
    """What one fact or row of a table would do alone; note: what its place goes on saying beside the new value."""

    group: tuple[Given, ...]
    figures: tuple[Changed, ...]
    flips: tuple[Flip, ...]
    note: str


@dataclass(frozen=True)
class Outcome:
    """The effects of what the rules let pass, why the rest is refused, and the file with all of it if nothing is."""

    effects: tuple[Effect, ...]
    refused: tuple[FactsError, ...]
    result: bytes | None


def _titles(facts: Facts, presets: Sequence[Preset]) -> dict[tuple[str, str], Sentence]:
    """The headline of every page, under the defaults and under each preset."""
    found = {}
    for preset, values in [(_DEFAULT, {}), *((preset.key, dict(preset.values)) for preset in presets)]:
        scenario = links.scenario(facts, links.defaults(facts) | values)
        for page in registry.NAMES:
            found[page, preset] = headlines.headline(page, scenario, _LANG).title
    return found


def _flips(old: Mapping[tuple[str, str], Sentence], new: Mapping[tuple[str, str], Sentence]) -> Iterator[Flip]:
    """Every page and preset whose headline is put in other words; the same words with other numbers are no flip."""
    for (page, preset), title in old.items():
        if _words(title) != _words(new[page, preset]):
            yield Flip(page, preset, text.plain(title), text.plain(new[page, preset]))


def _words(sentence: Sentence) -> tuple[str, ...]:
    return tuple(piece for piece in sentence if isinstance(piece, str))


def tried(path: Path, table: Path) -> Outcome:
    """Try the rows of a CSV file out on a facts file, each fact and each row of a table alone, then all together.

    Raises FactsError where one of the files cannot be used at all.
    """
    data, name = read_bounded(path), shown(path)
    document = read_document(data, name)
    proposal = read(read_bounded(table), table.name, document)
    now = data.decode("utf-8-sig")
    if not proposal.groups:
        return Outcome((), proposal.refused, None)
    # A new document may stand there already, cited by nothing before its figures come.
    before = loads(without_unused(now).encode(), name, path.parent)
    edition, titles = editions.of(before), _titles(before, before.presets)
    # The day of the file itself comes first: figures and documents may be younger than the last one.
    day = [group for group in proposal.groups if group[0].key == DAY]
    good, refused = [], list(proposal.refused)
    effects = []
    for group in proposal.groups:
        try:
            after = _with(now, [group] if group in day else [*day, group], name, before)
        except FactsError as error:
            refused.append(FactsError(table.name, group[0].line, _keys(group), f"is refused: {error}"))
            continue
        found = compare(edition, editions.of(after)).figures
        flips = tuple(_flips(titles, _titles(after, before.presets)))
        effects.append(Effect(group, found, flips, note_of(now, group)))
        good.append(group)
    result = None
    if not refused:
        try:
            whole = _with(now, good, name, before)
            rehearsal.rehearse(whole)
            result = whole.data
        except FactsError as error:
            refused.append(FactsError(table.name, None, "", f"all rows together are refused: {error}"))
    return Outcome(tuple(effects), tuple(sorted(refused, key=lambda error: error.line or 0)), result)


def _with(now: str, groups: Sequence[Sequence[Given]], name: str, before: Facts) -> Facts:
    # Of the new documents only those that these rows cite.
    return loads(without_unused(apply(now, groups)).encode(), name, None, before.beside)


def _keys(group: Sequence[Given]) -> str:
    return ", ".join(given.key for given in group)


def lines(outcome: Outcome) -> Iterator[str]:
    """The outcome in words, one line each."""
    for effect in outcome.effects:
        yield f"line {', '.join(str(given.line) for given in effect.group)}: {_keys(effect.group)}"
        if not effect.figures:
            yield "  changes nothing"
        for changed in effect.figures:
            yield f"  {changed}"
        if effect.note:
            yield f"  keeps its note, see whether it still holds: {effect.note}"
        for flip in effect.flips:
            yield f"  flips the sentence of {flip.page} under {flip.preset}: “{flip.old}” → “{flip.new}”"
    for error in outcome.refused:
        yield f"refused: {error}"
