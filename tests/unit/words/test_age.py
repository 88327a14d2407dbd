"""How old a price or a balance is on the reader's day, counted by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from dashboard.facts import Facts
from dashboard.numbers.resolver import Scenario
from dashboard.words import age
from dashboard.words.text import Lang

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
DAY = dt.date(2026, 10, 7)


@pytest.mark.parametrize(("days", "lang", "words"), [
    (0, "EN", "7 Oct 2026, today"), (0, "DE", "7. Okt. 2026, heute"),
    (1, "EN", "7 Oct 2026, 1 day ago"), (1, "DE", "7. Okt. 2026, vor 1 Tag"),
    (52, "EN", "7 Oct 2026, 52 days ago"), (52, "DE", "7. Okt. 2026, vor 52 Tagen"),
    (455, "EN", "7 Oct 2026, 455 days ago"), (-1, "DE", "7. Okt. 2026"),
])  # fmt: skip
def test_ago(days: int, lang: Lang, words: str) -> None:
    assert age.ago(DAY, DAY + dt.timedelta(days), lang) == words


@pytest.mark.parametrize(("key", "days", "words", "noted"), [
    ("share_price", 30, "price of", False), ("share_price", 31, "price of", True),
    ("share_price", 60, "price of", True), ("share_price", 61, "old price, of", True),
    ("cash_now", 100, "as of", False), ("cash_now", 101, "as of", True),
    ("cash_now", 200, "as of", True), ("cash_now", 201, "old, as of", True),
])  # fmt: skip
def test_a_price_grows_old_in_a_month_and_a_balance_in_a_quarter(
    scenario: Make, facts: Facts, key: str, days: int, words: str, noted: bool
) -> None:
    day = dt.date.fromisoformat(str(facts.facts[key].as_of))
    ((said, is_noted),) = age.line(scenario(), (key,), day + dt.timedelta(days), "EN")
    assert said == f"{words} {age.ago(day, day + dt.timedelta(days), 'EN')}"
    assert is_noted == noted


def test_a_figure_is_as_old_as_what_it_follows_from(scenario: Make, facts: Facts) -> None:
    price, count = (facts.facts[name].as_of for name in ("share_price", "shares_outstanding"))
    today = dt.date(2026, 11, 28)

    def said(key: str) -> list[str]:
        return [words for words, _ in age.line(scenario(), (key,), today, "EN")]

    assert [str(price), str(count)] == ["2026-10-09", "2026-07-25"]
    assert said("market_value") == ["price of 9 Oct 2026, 50 days ago", "as of 25 Jul 2026, 126 days ago"]
    assert said("mnav") == ["price of 9 Oct 2026, 50 days ago"], "its balances are carried on to today"
    assert said("btc_close_last") == ["price of 7 Oct 2026, 52 days ago"]
    assert said("margin_per_btc") == said("btc_price") == said("cash_after") == []


def test_facts_that_mean_the_last_row_grow_old_and_dated_ones_do_not(facts: Facts) -> None:
    assert facts.latest["share_price"] == facts.latest["btc_price_latest"] == "price"
    assert facts.latest["treasury_now"] == facts.latest["shares_outstanding"] == "balance"
    assert "cash_after" not in facts.latest and "share_price_at_article" not in facts.latest
