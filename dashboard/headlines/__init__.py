"""The live sentences: which words fit the numbers. One module per page; the words themselves are in data/strings."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from dashboard.numbers.resolver import Scenario
from dashboard.words.say import figure, label, say
from dashboard.words.text import Lang, Sentence

__all__ = ["Headline", "figure", "headline", "label", "note_case", "say"]


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
