"""In January 2028 with the facts of 2026: every price and balance says its age, and nothing is called the latest."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine

from dashboard import registry
from dashboard.facts import Facts
from dashboard.words.text import LANGUAGES, Lang

from .conftest import markup, start, words

LATER = dt.datetime(2028, 1, 5, 12, tzinfo=dt.UTC)
_BLOCK = re.compile(r"</?(?:p|li|td|th|h1|h2|h3|div|summary|tr|caption)\b[^>]*>")
_LATEST = re.compile(
    r"\blatest\b(?! generation)|\blast (?:close|balance|price)|[Jj]üngste(?!n Generation)"
    r"|[Ll]etzte[rnms]? (?:Schluss|Kurs|Bilanz)"
)
_YEAR = re.compile(r"20\d\d")
_KPI = re.compile(r'<div class="cg-kpi" data-key="\w+">(.*?)</details>', re.S)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", registry.NAMES)
def test_two_years_on_every_price_and_balance_says_so(page: str, lang: Lang, facts: Facts) -> None:
    with time_machine.travel(LATER, tick=True):
        said = markup(start(page, {"lang": lang}))
    undated = [words(block) for block in _BLOCK.split(said) if _LATEST.search(words(block))]
    assert [block for block in undated if not _YEAR.search(block)] == []
    assert _KPI.search(said) or page == "claims"
    for kpi in _KPI.findall(said):
        if set(re.findall(r'data-figure="(\w+)"', kpi)) & facts.latest.keys():
            ages = re.findall(r'<div class="cg-note cg-age cg-noted">(.*?)</div>', kpi)
            assert ages and all(re.search(r"(?:old.*\d{3} days ago|alt.*vor \d{3} Tagen)", age) for age in ages), kpi
    if page in ("overview", "runway", "share"):
        assert "645" in re.findall(r'<p class="cg cg-old">(.*?)</p>', said)[0], "31 March 2026 to 5 January 2028"
    assert words(said).count("days ago" if lang == "EN" else "vor 645 Tagen") > 0 or page == "claims"


@pytest.mark.parametrize(("day", "words_of_it"), [("2026-10-10", "1 day ago"), ("2026-10-09", "today")])
def test_the_day_is_the_readers(day: str, words_of_it: str) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(f"{day}T12:00:00+00:00"), tick=True):
        assert f"price of 9 Oct 2026, {words_of_it}" in words(markup(start("share", {"lang": "EN"})))
