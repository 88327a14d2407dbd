"""In January 2028 with the facts of 2026: every price and balance says its age, and nothing is called the latest."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine

from dashboard import registry
from dashboard.facts import Facts
from dashboard.words import text
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
    balance = dt.date.fromisoformat(str(facts.lookup("balance_date")))
    days = (LATER.date() - balance).days
    if page in ("overview", "runway", "share"):
        assert str(days) in re.findall(r'<p class="cg cg-old">(.*?)</p>', said)[0], f"{balance} to 5 January 2028"
    assert words(said).count("days ago" if lang == "EN" else f"vor {days} Tagen") > 0 or page == "claims"


@pytest.mark.parametrize(("later", "words_of_it"), [(1, "1 day ago"), (0, "today")])
def test_the_day_is_the_readers(later: int, words_of_it: str, facts: Facts) -> None:
    close = str(facts.facts["share_price"].as_of)
    with time_machine.travel(dt.datetime.fromisoformat(f"{close}T12:00:00+00:00") + dt.timedelta(later), tick=True):
        said = words(markup(start("share", {"lang": "EN"})))
    assert f"price of {text.date(close, 'EN')}, {words_of_it}" in said
