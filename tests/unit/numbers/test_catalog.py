"""Unit, day and documents of a number, in a small company whose file can be read through."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from dashboard import facts as facts_file
from dashboard.facts import Facts
from dashboard.numbers import catalog

FILE = Path(__file__).parents[2] / "data" / "fixtures" / "example.yaml"


@pytest.fixture(scope="module")
def small() -> Facts:
    return facts_file.load(FILE)


@pytest.mark.parametrize(("name", "sources"), [
    ("revenue_year", ("annual",)), ("cost_per_coin", ("annual", "paper")), ("ai_revenue", ()),
    ("cash_cost", ("annual",)), ("btc_price", ()), ("fee_ratio", ()), ("claims_verdict", ("paper",)),
    ("events_amount", ("paper",)), ("monthly_operations_btc_held", ("annual",)), ("nobody", ()),
])  # fmt: skip
def test_documents(small: Facts, name: str, sources: tuple[str, ...]) -> None:
    assert catalog.sources(small, name) == sources


def test_documents_of_a_constant(facts: Facts) -> None:
    assert catalog.sources(facts, "fee_ratio") == ("currencyjournals_fees",)


def test_documents_of_a_daily_series(small: Facts) -> None:
    assert catalog.daily_documents(small, "price_daily_close") == {"A mirror": "https://example.com/prices"}
    assert catalog.daily_documents(small, "revenue_year") == {}


@pytest.mark.parametrize(("name", "unit"), [
    ("revenue_year", "musd"), ("btc_price", "kusd"), ("fee_ratio", "pct"), ("events_amount", "musd"),
    ("monthly_operations_btc_held", "btc"), ("price_daily_close", "usd"),
])  # fmt: skip
def test_units(small: Facts, name: str, unit: str) -> None:
    assert catalog.unit(small, name) == unit


def test_days_and_hedges(small: Facts) -> None:
    names = ("revenue_year", "cost_per_coin", "btc_price")
    assert [catalog.period(small, name) for name in names] == ["FY2025", "2026-03-31", ""]
    assert [catalog.approximate(small, name) for name in names] == [False, True, False]


def test_a_fact_without_day_and_period_has_none(small: Facts) -> None:
    undated = small.facts["revenue_year"].model_copy(update={"as_of": None, "period": None})
    facts = dataclasses.replace(small, facts={**small.facts, "revenue_year": undated})
    assert catalog.period(facts, "revenue_year") == ""


def test_the_day_of_the_latest_balance(kept: Facts, small: Facts) -> None:
    assert catalog.latest_balance(kept) == dt.date(2026, 3, 31)
    assert catalog.latest_balance(small) is None
    unknown = dataclasses.replace(kept, names={**kept.names, "balance_date": None})
    assert catalog.latest_balance(unknown) is None
