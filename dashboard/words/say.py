"""Sentences about a scenario: strings filled with its numbers, the name of a number, and how it is computed."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from dashboard.facts import Company, Facts
from dashboard.facts.units import look_of
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Output, Scenario
from dashboard.words import labels, text
from dashboard.words.text import Figure, Lang, Piece, Sentence

# What a sentence may name besides numbers.
NAMES = ("company", "ai_name")
# Formulas are written once, with the thousands of English.
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")


def say(scenario: Scenario, key: str, lang: Lang, /, **pieces: Piece) -> Sentence:
    """The string ``key`` with each ``{name:options}`` filled by the number called ``name``.

    Options, separated by commas: a style of text.show, ``abs`` (magnitude), ``signed``, ``d0``..``d3`` (digits),
    ``plain`` (no colour), ``bare`` (without the hedge of an approximate fact), ``when`` (the day or period of a
    fact, reading or window instead), ``year`` (the year of it). ``pieces`` override placeholders.
    """
    return say_template(scenario, text.t(key, lang), lang, **pieces)


def say_template(scenario: Scenario, template: str, lang: Lang, /, **pieces: Piece) -> Sentence:
    """As ``say``, for a template that is already in the right language."""
    parts: list[Piece] = []
    for literal, name, options, _ in text.parse(template):
        if literal:
            parts.append(literal)
        if name in pieces:
            parts.append(pieces[name])
        elif name == "company":
            parts.append(scenario.facts.company.short_name)
        elif name == "ai_name":
            parts.append(scenario.facts.company.ai_name or text.t("word.ai_business", lang))
        elif name is not None and options == "when":
            parts.append(text.date(catalog.period(scenario.facts, name), lang))
        elif name is not None and options == "year":
            parts.append(text.year(catalog.period(scenario.facts, name), lang))
        elif name is not None:
            if "bare" not in (options or "") and catalog.approximate(scenario.facts, name):
                parts.append(text.t("word.around", lang) + " ")
            parts.append(figure(scenario.output(name), lang, options or ""))
    return tuple(parts)


def figure(output: Output, lang: Lang, options: str = "") -> Figure:
    """A number as it stands in a text, coloured by what it is: an assumption, or a gain or loss."""
    chosen = [word for word in options.split(",") if word]
    style = next((word for word in chosen if text.is_style(word)), style_of(output))
    digits = next((int(word[1]) for word in chosen if len(word) == 2 and word[0] == "d"), None)
    value = output.value
    if value is not None and not isinstance(value, (int, float, str, dt.date)):
        return Figure(output.key, text.t("word.series", lang), "series", output.kind)
    if isinstance(value, (int, float)) and "abs" in chosen:
        value = abs(value)
    spec = OUTPUTS.get(output.key)
    signed = "signed" in chosen or (spec is not None and (spec.result or spec.signed) and "abs" not in chosen)
    if digits is None:
        digits = spec.digits if spec is not None and spec.digits is not None else _coin_digits(value, style)
    if digits is None and spec is None and value is not None:
        digits = _own_digits(value, style)
    shown = text.show(value, style, lang, signed, digits)
    if value is None and not output.missing and text.has(f"none.{output.key}"):
        # Every input is known and there is still no answer: that is a result, and it has a word of its own.
        shown = text.t(f"none.{output.key}", lang)
    return Figure(output.key, shown, output.value, output.kind, "" if "plain" in chosen else tone(output))


def _own_digits(value: float, style: str) -> int | None:
    """A published or chosen number keeps its own precision: whole millions and years, hundredths of a small million."""
    if style == "musd":
        # A decimal would claim more than the source does; without the second, 0.35 would read 0.3.
        return 0 if (value / 1e6).is_integer() else 2 if abs(value) < 1e6 else None
    if style == "usd" and 0 < abs(value) < 1:
        # A share price below a dollar is quoted in tenths of a cent.
        return 2 if abs(value * 100 - round(value * 100)) < 1e-6 else 3
    return 0 if style == "years" and float(value).is_integer() else None


def _coin_digits(value: object, style: str) -> int | None:
    """Coins are counted whole, but a figure published with one decimal keeps it, and a block reward all three."""
    if style != "btc" or not isinstance(value, float) or value.is_integer():
        return None
    if abs(value) < 10:
        return 3
    return 1 if abs(value * 10 - round(value * 10)) < 1e-6 else None


def tone(output: Output) -> str:
    """``as`` for a slider, ``pos`` or ``neg`` for a result that is not zero, else nothing."""
    if output.kind == "assumed":
        return "as"
    spec = OUTPUTS.get(output.key)
    if spec is None or not spec.result or not output.value:
        return ""
    good = output.value > 0
    return "pos" if good else "neg"


def style_of(output: Output) -> str:
    """The name of the look in which ``output`` is written."""
    return output.unit if output.key in OUTPUTS else look_of(output.unit).name


def label(scenario: Scenario, key: str, lang: Lang) -> str:
    """The name of a number, the same word on every page."""
    if key in OUTPUTS:
        # Which period a label names stands in the facts.
        return scenario.for_all(("label", key, lang), lambda: text.plain(say(scenario, f"output.{key}", lang)))
    return labels.label(scenario.facts, key, lang) or text.t("word.undisclosed_fact", lang, name=key)


def product(company: Company, lang: Lang) -> str:
    """What the dashboard is called."""
    return text.t("product.name", lang, company=company.short_name)


def version(facts: Facts, lang: Lang) -> str:
    """Of which day and version the facts are, as one sentence."""
    return text.t("footer.line", lang, as_of=text.date(facts.company.as_of, lang), version=facts.fingerprint)


def formula(scenario: Scenario, key: str, lang: Lang) -> tuple[str, Sentence] | None:
    """How an output is computed, in words and with the numbers filled in; ``None`` for a fact or a slider."""
    if key not in OUTPUTS:
        return None
    return formula_words(scenario, key, lang), formula_numbers(scenario, key, lang)


def formula_words(scenario: Scenario, key: str, lang: Lang) -> str:
    """How an output is computed, in words; made once for the facts. Raises KeyError for what is no output."""

    def words() -> str:
        template = _formula(key, lang)
        names = text.placeholders(template)
        return text.plain(text.fill(template, **{name: label(scenario, name, lang) for name in names}))

    return scenario.for_all(("formula", key, lang), words)


def formula_numbers(scenario: Scenario, key: str, lang: Lang) -> Sentence:
    """How an output is computed, with the numbers filled in. Raises KeyError for what is no output."""
    template = _formula(key, lang)
    options = {name: chosen or "" for _, name, chosen, _ in text.parse(template) if name}
    return text.fill(template, **{name: figure(scenario.output(name), lang, options[name]) for name in options})


@cache
def _formula(key: str, lang: Lang) -> str:
    template = text.t(f"formula.{key}", lang) if text.has(f"formula.{key}") else OUTPUTS[key].formula
    return _NUMBER.sub(lambda found: text.number(float(found[0].replace(",", "")), lang), template)


def sliders_behind(scenario: Scenario, key: str, lang: Lang) -> str:
    """The names of the sliders that a number depends on, as a list; made once for the facts, empty for none."""

    def words() -> str:
        return ", ".join(label(scenario, name, lang) for name in scenario.assumptions_behind(key))

    return scenario.for_all(("sliders", key, lang), words)
