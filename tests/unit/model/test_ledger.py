"""Forecast against published: which quarters are scored, which are open, and a new quarter without a line of code."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dashboard.facts import Facts
from dashboard.model import ledger
from dashboard.numbers.resolver import Scenario

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]


def with_quarter(facts: Facts, period: str, mined: float) -> Facts:
    """The facts with an invented output of a quarter."""
    periods = facts.names["quarterly_results_period"]
    values = np.array(facts.names["quarterly_results_btc_mined"])
    values[periods == period] = mined
    return replace(facts, names={**facts.names, "quarterly_results_btc_mined": values})


def test_published_quarters_are_scored_and_those_that_have_begun_are_open(scenario: Make) -> None:
    s = scenario()
    assert s.value("ledger_periods").tolist() == ["2026-Q2"]
    assert s.value("ledger_open_periods").tolist() == ["2026-Q3", "2026-Q4"]
    # July to September as estimated, then October with the first two months of the forecast.
    path = s.value("runway_path")
    assert s.value("ledger_open_btc_mined").tolist() == [
        pytest.approx(path.of("btc_mined")[3:6].sum()),
        pytest.approx(path.of("btc_mined")[6:9].sum()),
    ]
    assert s.value("ledger_open_cash")[1] == pytest.approx(path.of("cash_close")[8])
    assert s.value("ledger_open_btc_held")[0] == pytest.approx(path.of("btc_close")[5])


def test_a_new_quarter_scores_itself_and_moves_the_estimate(scenario: Make, facts: Facts) -> None:
    s = scenario(with_quarter(facts, "2026-Q3", 700.0))
    assert s.value("ledger_periods").tolist() == ["2026-Q2", "2026-Q3"]
    assert s.value("ledger_btc_published").tolist() == [656, 700]
    # 92 days instead of 91 at the same hashrate and network.
    deployed = s.value("ledger_btc_deployed")
    assert deployed[1] / deployed[0] == pytest.approx(92 / 91)
    assert s.value("ledger_error_deployed")[1] == pytest.approx(deployed[1] / 700 - 1)
    assert np.isnan(s.value("ledger_revenue_published")[1])
    assert s.value("ledger_open_periods").tolist() == ["2026-Q4"]
    assert s.value("runway_path").estimated("btc_mined")[3:6].sum() == pytest.approx(700)
    assert s.value("coins_today") != scenario().value("coins_today")


def test_what_was_published_stands_at_its_quarter() -> None:
    scored, known = np.array(["2026-Q2", "2026-Q3"]), np.array(["2026-Q1", "2026-Q2"])
    for read in (ledger.ledger_btc_published, ledger.ledger_revenue_published):
        np.testing.assert_array_equal(read(scored, known, np.array([7.0, 8.0])), [8.0, np.nan])
