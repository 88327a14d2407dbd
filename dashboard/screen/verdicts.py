"""The verdicts of the overview: a page's question, its live sentence, where the reader stands, and the way there."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard import registry
from dashboard.numbers.resolver import Scenario
from dashboard.screen.context import Context
from dashboard.screen.markup import NOTHING, page_link, sentence_html, strip
from dashboard.words import say, text
from dashboard.words.text import Sentence

Presets = Sequence[tuple[str, Scenario]]
_ROW = Markup('<div class="cg cg-verdict" data-key="{}"><div><h3>{}</h3><p>{}</p></div><div>{}</div>{}</div>')


def row(context: Context, name: str, sentence: Sentence, presets: Presets) -> Markup:
    """The verdict of the page ``name``."""
    question = text.t(f"overview.question.{name}", context.lang)
    line = _line(context, name, presets)
    return _ROW.format(name, question, sentence_html(sentence), line, page_link(name, context.lang))


def under_presets(context: Context) -> Presets:
    """Each preset's name, and the scenario with its values over the reader's."""
    facts, found = context.facts, []
    for preset in facts.presets:
        chosen = [(a, preset.values.get(a.key)) for a in facts.assumptions]
        values = {a.name: a.to_base(value) for a, value in chosen if value is not None}
        found.append((preset.label.get(context.lang), context.scenario.with_values(**values)))
    return found


def _line(context: Context, name: str, presets: Presets) -> Markup:
    """A small number line: presets grey, yours violet, zero as a tick; with a scenario kept as A, its value as well."""
    key = registry.PAGE[name].strip
    scenario, lang = context.scenario, context.lang
    own = scenario.value(key) if key else None
    if own is None:
        return NOTHING
    theirs = context.other.value(key) if context.other is not None else None
    theirs = None if theirs == own else theirs
    others = [(label, preset.value(key)) for label, preset in presets]
    points = [value for _, value in others if value is not None]
    style_name = say.style_of(scenario.output(key))
    words = text.t(
        "overview.strip",
        lang,
        name=say.label(scenario, key, lang),
        own=text.show(own, style_name, lang),
        others=", ".join(f"{label} {text.show(value, style_name, lang)}" for label, value in others),
    )
    if theirs is not None:
        words += text.t("overview.strip.kept", lang, value=text.show(theirs, style_name, lang))
    return strip(own, points, words, theirs)
