"""Every day that the head of a page names is a day of the facts file: an error of one month or day gives another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline
from dashboard.numbers.resolver import Scenario
from dashboard.registry import NAMES as PAGES
from dashboard.words import text

pytestmark = pytest.mark.by_hand

MONTHS = {
    "EN": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec"],
    "DE": ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
}


def days_of(facts: Facts) -> set[dt.date]:
    """Every day that the file states: of the file, its facts and tables, and the last of each daily series."""
    found = {str(facts.company.as_of), *(str(fact.as_of) for fact in facts.facts.values())}
    found |= {str(fact.value) for fact in facts.facts.values() if fact.unit == "date"}
    found |= {str(row.date) for series in facts.series.values() for row in series.rows}
    found |= {str(max(facts.names[name])) for name in facts.names if name.endswith("_daily_date")}
    return {dt.date.fromisoformat(one) for one in found if re.fullmatch(r"\d{4}-\d\d-\d\d", one)}


def days_in(words: str, lang: str) -> list[dt.date]:
    """The days written out in ``words``, read without the app's own formats."""
    found = []
    for day, name, year in re.findall(r"(\d{1,2})\.? ([A-Zä-ü][a-zä]+\.?) (\d{4})", words.replace(text.NBSP, " ")):
        month = next((i for i, one in enumerate(MONTHS[lang], 1) if re.fullmatch(one, name)), None)
        assert month is not None, name
        found.append(dt.date(int(year), month, int(day)))
    return found


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_days_in_the_head_of_a_page_are_published(
    facts: Facts, scenario: Callable[..., Scenario], lang: text.Lang
) -> None:
    published = days_of(facts)
    seen = 0
    for page in PAGES:
        head = headline(page, scenario(), lang)
        for sentence in (head.kicker, head.title, head.standfirst):
            days = days_in(text.plain(sentence), lang)
            seen += len(days)
            assert set(days) <= published, f"{page}: {text.plain(sentence)}"
    assert seen >= 5
