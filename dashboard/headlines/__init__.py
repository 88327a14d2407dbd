"""The live sentences: which words fit the numbers. One module per page; the words themselves are in data/strings."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from dashboard import registry
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import figure, label, say
from dashboard.words.text import Lang, Sentence

__all__ = ["Headline", "figure", "figure_name", "headline", "key_figures", "label", "note_case", "say"]


@dataclass(frozen=True)
class Headline:
    """What a page says first: what it is about, its one sentence, and what would have to change."""

    kicker: Sentence
    title: Sentence
    standfirst: Sentence


def headline(page: str, scenario: Scenario, lang: Lang) -> Headline:
    """The headline of ``page`` (a module of this package) under ``scenario`` in ``lang``."""
    module = importlib.import_module(f"dashboard.headlines.{page}")
    result: Headline = module.headline(scenario, lang)
    return result


def note_case(page: str, scenario: Scenario, key: str) -> str:
    """The ending of the string key of a key figure's note, where ``page`` words it by case; else empty."""
    module = importlib.import_module(f"dashboard.headlines.{page}")
    case: str = module.note_case(scenario, key) if hasattr(module, "note_case") else ""
    return case


def key_figures(page: str, scenario: Scenario) -> tuple[str, ...]:
    """The key figures at the top of ``page``, in reading order: as its registry row or its module names them."""
    module = importlib.import_module(f"dashboard.headlines.{page}")
    if not hasattr(module, "key_figures"):
        return registry.PAGE[page].figures
    found: tuple[str | tuple[str, ...], ...] = module.key_figures(scenario)
    return tuple(key for row in found for key in ((row,) if isinstance(row, str) else row))


def figure_name(page: str, scenario: Scenario, key: str, lang: Lang) -> str:
    """What a key figure of ``page`` is called there: shorter than elsewhere, if there is a string for it."""
    short = f"kpi_label.{page}.{key}"
    return text.t(short, lang) if text.has(short) else label(scenario, key, lang)
