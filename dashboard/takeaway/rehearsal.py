"""A facts file tried out before anybody sees it: does it give every page what the page needs?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from dashboard import figures, headlines, registry
from dashboard.facts import Assumption, Facts, FactsError, Peer, Text, completed, loads
from dashboard.facts.edition import named_files
from dashboard.facts.problems import read_document
from dashboard.facts.units import base_unit
from dashboard.facts.yaml_loader import KeyPath, key_text, quote
from dashboard.figures import overview
from dashboard.figures.layout import Chart
from dashboard.numbers import OUTPUTS, peers
from dashboard.numbers.peers import SUBJECT
from dashboard.numbers.resolver import Scenario, WiringError, wired_names
from dashboard.takeaway import tables
from dashboard.words import say, text
from dashboard.words.text import Lang

# Twice what the published file simulates: a page in a second, within a hundred megabytes.
LARGEST_SIMULATION: Final = 400_000
_SIMULATED: Final = ("random_paths", "horizon_months")
_KEY_FIGURES: Final = "kpi."
_UNFIT: Final = "a figure that it needs is not in the file, or cannot be calculated with"
# Names that an error lists.
_NAMED: Final = 3
# The code behind both languages is the same.
_LANG: Final[Lang] = "EN"


def rehearse(facts: Facts) -> None:
    """Make every page's numbers, headline and charts once under the default values; FactsError for the first failure.

    For an uploaded file, for an edited one before it replaces the good one, and for ``python -m dashboard.facts``.
    """
    for expected in _too_much_work(facts):
        raise FactsError(facts.file, None, "", expected)
    for what, make in _steps(facts):
        reason = _failure(make)
        if reason:
            expected = f"{what} cannot be made from it ({reason}){_lacking(facts)}; compare it with the template"
            raise FactsError(facts.file, None, "", expected)


def _failure(make: Callable[[], object]) -> str:
    """Why ``make`` fails, else empty; as words, because a kept exception would keep the facts that caused it."""
    try:
        make()
    except (ValueError, WiringError) as problem:
        return quote(str(problem))
    except Exception:
        # Whatever the program trips over here is a value in the file, or a lack of one, that it cannot work with; the
        # interpreter's own words about it name no place in the file.
        return _UNFIT
    return ""


def check(data: bytes, name: str, published: Facts) -> Facts:
    """The facts in ``data``; FactsError where they do not load or the model could not run on them.

    ``published`` gives the units, sliders and choices that the model expects of a name, and the files that an upload
    may name: as they were read with the published facts, never from disk.
    """
    document = read_document(data, name)
    for path, file in named_files(document.tree):
        if file not in published.beside:
            raise FactsError(name, document.line(path), key_text(path), _only(file, published))
    return fitting(_own_subject(loads(data, name, None, published.beside), published), published)


def fitting(facts: Facts, published: Facts) -> Facts:
    """``facts`` with what they leave to ``published``; FactsError where the model could not run on them."""
    document = read_document(facts.data, facts.file)
    for path, expected in _problems(facts, published):
        raise FactsError(facts.file, document.line(path), key_text(path), expected)
    whole = with_stand_ins(facts, published)
    rehearse(whole)
    return whole


def with_stand_ins(facts: Facts, published: Facts) -> Facts:
    """The facts with the sliders and estimates that they leave out, as the published file sets them."""
    return completed(facts, published, Text(en=text.t("origin.stand_in", "EN"), de=text.t("origin.stand_in", "DE")))


def _only(file: str, published: Facts) -> str:
    allowed = f"only {', '.join(published.beside)}" if published.beside else "no other files"
    return f"found '{quote(file)}', but an upload may name {allowed}"


def _own_subject(facts: Facts, published: Facts) -> Facts:
    """The facts of another company, which the published file of peers must not take for its own subject."""
    if facts.peers is None or facts.company.ticker == published.company.ticker:
        return facts
    companies = tuple(one.model_copy(update={"role": _role(one, facts.company.ticker)}) for one in facts.peers.peers)
    return replace(facts, peers=facts.peers.model_copy(update={"peers": companies}))


def _role(peer: Peer, ticker: str) -> str:
    if peer.ticker == ticker:
        return SUBJECT
    return "peer" if peer.role == SUBJECT else peer.role


def _problems(facts: Facts, published: Facts) -> Iterator[tuple[KeyPath, str]]:
    wired = wired_names()
    for key in facts.facts:
        if key in OUTPUTS:
            yield ("facts", key), f"the app computes {key}; choose another name"
        elif key in wired and published.has(key):
            yield from _same_kind(facts, published, key, ("facts", key))
    for name in sorted(wired & set(facts.names) - set(facts.facts)):
        if published.has(name):
            yield from _same_kind(facts, published, name, _place(facts, name))
    yield from _slider_problems(facts, published, wired)
    known = {*facts.names, *facts.units, *published.names, *OUTPUTS, *wired, *say.NAMES}
    for index, claim in enumerate(facts.claims):
        templates = (("evidence", "en", claim.evidence.en), ("arithmetic", None, claim.arithmetic or ""))
        for part, language, template in templates:
            for name in text.placeholders(template):
                if name not in known:
                    path: KeyPath = ("claims", index, part) if language is None else ("claims", index, part, language)
                    yield path, f"there is no fact or result '{name}'; expected the name of one"


def _same_kind(facts: Facts, published: Facts, name: str, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    here, there = facts.unit_of(name), published.unit_of(name)
    if here != there:
        yield path, f"the model expects {name} in a unit of {there}, found {here}"
    listed = [isinstance(one.lookup(name), np.ndarray) for one in (facts, published)]
    if listed[0] != listed[1]:
        yield path, f"the model expects {name} to be {'a series' if listed[1] else 'one figure'}"


def _place(facts: Facts, name: str) -> KeyPath:
    for section, held in (("series", facts.series), ("daily", facts.daily)):
        for key in held:
            if name.startswith(f"{key}_"):
                return (section, key)
    return ()


def _slider_problems(facts: Facts, published: Facts, wired: frozenset[str]) -> Iterator[tuple[KeyPath, str]]:
    places = {assumption.name: index for index, assumption in enumerate(facts.assumptions)}
    for wanted in published.assumptions:
        if wanted.name not in wired:
            continue
        if wanted.name not in places:
            if wanted.name in facts.units or facts.assumption(wanted.key) is not None:
                taken = f"its name or key {wanted.key} stands for something else"
                yield ("assumptions",), f"the slider {wanted.name} is missing, and {taken}"
            continue
        path: KeyPath = ("assumptions", places[wanted.name])
        own = facts.assumptions[places[wanted.name]]
        yield from _slider_differs(own, wanted, path)


def _slider_differs(own: Assumption, wanted: Assumption, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if own.key != wanted.key:
        yield (*path, "key"), f"expected {wanted.key} for {wanted.name}, so that links keep their meaning"
    if base_unit(own.unit) != base_unit(wanted.unit):
        yield (*path, "unit"), f"expected {wanted.unit} for {wanted.name}, found {own.unit}"
    for token in own.options or {}:
        if token not in (wanted.options or {}):
            yield (*path, "options", token), f"expected one of {', '.join(wanted.options or {})}"


def _key_figure(scenario: Scenario, key: str) -> None:
    """A key figure and its note, by the string key kpi.[PAGE.]NAME[.CASE]; without a value the note stays away."""
    parts = key.split(".")
    output = scenario.output(parts[2] if parts[1] in registry.PAGE else parts[1])
    if output.value is not None or not output.missing:
        headlines.say(scenario, key, _LANG)


def _lacking(facts: Facts) -> str:
    """The names that the model asks for and nothing in the file provides, the first of them by name."""
    names = sorted(
        name for name in wired_names() if name not in facts.units and name not in OUTPUTS and not peers.is_peer(name)
    )
    if not names:
        return ""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"; it lacks {', '.join(names[:_NAMED])}{more}"


def _too_much_work(facts: Facts) -> Iterator[str]:
    """The one work that a file can ask for without a limit of its own unit: simulated paths by months."""
    sizes = [_largest(facts, name) for name in _SIMULATED]
    if math.prod(sizes) > LARGEST_SIMULATION:
        found = " × ".join(f"{name} {size:,.0f}" for name, size in zip(_SIMULATED, sizes, strict=True))
        yield f"{found} is more than {LARGEST_SIMULATION:,}; expected fewer paths or months"


def _largest(facts: Facts, name: str) -> float:
    slider = facts.assumption(name)
    value = float(slider.to_base(slider.bounds[1])) if slider is not None else facts.names.get(name)
    return value if isinstance(value, float) else 1.0


def _charts(page: str, scenario: Scenario, chosen: Mapping[str, str]) -> None:
    for chart in figures.drawn(page, scenario, _LANG, chosen):
        if isinstance(chart, Chart):
            chart.drawings.both()


def _steps(facts: Facts) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that a page is made of, by the words that name it."""
    scenario = Scenario(facts, {a.name: a.to_base(a.default_value) for a in facts.assumptions})
    for key in OUTPUTS:
        yield f"the result {key}", partial(scenario.value, key)
    for page in registry.PAGES:
        yield f"the headline of the page {page.name}", partial(headlines.headline, page.name, scenario, _LANG)
        tokens = max((len(of) for of in page.switches.values()), default=1)
        for index in range(tokens):
            chosen = {key: of[min(index, len(of) - 1)] for key, of in page.switches.items()}
            yield f"a chart of the page {page.name}", partial(_charts, page.name, scenario, chosen)
    for name in overview.QUESTIONS:
        yield "a question of the page overview", partial(overview.question, scenario, name, _LANG)
    for key in text.strings():
        if key.startswith(_KEY_FIGURES):
            yield f"the note {key}", partial(_key_figure, scenario, key)
    for key in tables.names(scenario):
        yield f"the origin of {key}", partial(tables.entry, scenario, key, _LANG)
    for preset in facts.presets:
        chosen_values = [(a, preset.values.get(a.key)) for a in facts.assumptions]
        moved = {a.name: a.to_base(value) for a, value in chosen_values if value is not None}
        under = scenario.with_values(**moved)
        for page in registry.PAGES:
            what = f"the headline of the page {page.name} under the preset {preset.key}"
            yield what, partial(headlines.headline, page.name, under, _LANG)
