"""The sentences of the Claims page, for any mix of verdicts and in both languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.figures.claims import ORDER
from dashboard.headlines import headline
from dashboard.headlines.claims import variant
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]


def judged(facts: Facts, *counts: int) -> Facts:
    verdicts = np.array([v for v, count in zip(ORDER, counts, strict=True) for _ in range(count)], dtype=np.str_)
    return dataclasses.replace(facts, names={**facts.names, "claims_verdict": verdicts})


def title(scenario: Scenario, lang: Lang) -> str:
    return text.plain(headline("claims", scenario, lang).title)


@pytest.mark.parametrize(
    ("counts", "case", "en", "de"),
    [
        ((13, 8, 6, 1, 2), "many", "13 of 30 claims are", "13 von 30 Aussagen sind"),
        ((1, 8, 6, 1, 2), "one", "1 of 18 claims is", "1 von 18 Aussagen ist"),
        ((0, 8, 6, 1, 2), "many", "0 of 17 claims are", "0 von 17 Aussagen sind"),
        ((0, 0, 0, 0, 0), "none", "0 claims", "0 Aussagen"),
    ],
)
def test_variants(facts: Facts, scenario: Make, counts: tuple[int, ...], case: str, en: str, de: str) -> None:
    s = scenario(judged(facts, *counts))
    assert variant(s) == case
    assert en in title(s, "EN")
    assert de in title(s, "DE")


def test_published_claims(scenario: Make, facts: Facts) -> None:
    s = scenario()
    assert s.value("claims_checked") == len(facts.claims) == 30
    assert [s.value(f"claims_{v}") for v in ORDER] == [sum(c.verdict == v for c in facts.claims) for v in ORDER]
    assert title(s, "EN") == f"{s.value('claims_supported')} of 30 claims are supported by the documents"
    others = [f.value for f in text.figures_of(headline("claims", s, "EN").standfirst)]
    assert others == [s.value(f"claims_{v}") for v in ("partly", "contradicted", "outdated", "unverifiable")]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_titles_are_short(facts: Facts, scenario: Make, lang: Lang) -> None:
    for supported, rest in product((0, 1, 99, 1000), (0, 1, 5000)):
        assert len(title(scenario(judged(facts, supported, rest, 0, 0, 0)), lang)) <= 75


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_file_without_claims(facts: Facts, scenario: Make, lang: Lang) -> None:
    bare = dataclasses.replace(facts, claims=(), names={k: v for k, v in facts.names.items() if k != "claims_verdict"})
    head = headline("claims", scenario(bare), lang)
    assert variant(scenario(bare)) == "none"
    assert text.plain(head.title)
    assert text.plain(head.standfirst)
