"""The Overview: the runway's sentence, what was published last, and key figures of today."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.headlines import headline
from dashboard.headlines.overview import key_figures, latest_quarter, since_loss
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import without

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]


def said(sentence: text.Sentence) -> str:
    return text.plain(sentence).replace(text.NBSP, " ")


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", [{}, {"btc": 60}, {"btc": 120}, {"mw0": 20}], ids=str)
def test_it_says_what_the_runway_says(scenario: Make, published: Facts, values: dict[str, float], lang: Lang) -> None:
    s = scenario(published, **values)
    assert headline("overview", s, lang).title == headline("runway", s, lang).title


def test_the_standfirst_holds_the_latest_quarter_and_the_estimate(scenario: Make) -> None:
    words = said(headline("overview", scenario(), "EN").standfirst)
    assert "Q2 2026, the latest quarter published, brought 656 BTC and a net result of −$81.6m" in words
    assert "1,026 BTC on 31 Mar 2026; at the end of Oct 2026 an estimated 784 BTC are left" in words
    assert "estimated" not in said(headline("overview", scenario(mw0=20), "EN").standfirst)


def test_the_latest_quarter_is_the_last_row_with_output_and_result(scenario: Make, facts: Facts) -> None:
    pieces = latest_quarter(scenario(), "EN")
    rows = [row for row in facts.series["quarterly_results"].rows if row.values.get("net_result") is not None]
    newest = max(rows, key=lambda row: str(row.period))
    assert pieces["quarter"] == text.date(str(newest.period), "EN")
    mined, result = pieces["mined"], pieces["result"]
    assert isinstance(mined, Figure) and isinstance(result, Figure)
    assert (mined.value, result.value) == (newest.values["btc_mined"], pytest.approx(-81.6e6))


def test_key_figures_are_of_today_and_none_is_a_forecast_where_the_estimate_fails(scenario: Make) -> None:
    assert key_figures(scenario())[0] == "coins_today"
    assert not set(key_figures(scenario(mw0=20))) & {"coins_today", "burn_per_month", "money_gone_month"}


def test_without_a_balance_the_treasury_or_the_loss_is_told(scenario: Make, facts: Facts) -> None:
    s = scenario(without(facts, "cash_now"))
    assert said(headline("overview", s, "EN").title).startswith("Cango sold 7,769 BTC in one quarter")
    gone = scenario(without(facts, "cash_now", "treasury_after"))
    assert said(headline("overview", gone, "EN").title) == "Cango lost $452.8m in 2025"
    result = "net_result_financial_year"
    profit = dataclasses.replace(gone.facts, names={**gone.facts.names, result: 12.3e6})
    assert said(headline("overview", scenario(profit), "EN").title) == "Cango earned $12.3m in 2025"
    nothing = scenario(without(gone.facts, result))
    assert said(headline("overview", nothing, "EN").title) == "The facts file of Cango lacks what this answer rests on"
    undated = headline("overview", scenario(without(facts, "balance_date")), "EN")
    assert text.DASH not in said(undated.kicker)


def test_since_the_loss_no_quarter_is_left_out(scenario: Make, facts: Facts) -> None:
    """Two quarters are both told; of three, or after another year, only the latest, which is called so."""
    today = since_loss(scenario(), "EN")
    assert said(today) == "Since then Q1 2026 has brought −$261.1m and Q2 2026 −$81.6m."
    columns = {"period": "2026-Q3", "btc_mined": 700.0, "net_result": -5e6}
    third = {f"quarterly_results_{name}": np.append(facts.lookup(f"quarterly_results_{name}"), value)
             for name, value in columns.items()}  # fmt: skip
    later = since_loss(scenario(dataclasses.replace(facts, names={**facts.names, **third})), "EN")
    assert said(later) == "Q3 2026, the latest quarter published, brought −$5.0m."
    window = facts.facts["financial_year"].model_copy(update={"period": "FY2026"})
    next_year = dataclasses.replace(facts, facts={**facts.facts, "financial_year": window})
    assert said(since_loss(scenario(next_year), "EN")) == "Q2 2026, the latest quarter published, brought −$81.6m."
