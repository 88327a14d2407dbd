"""A balance published later, in a copy of the facts: the clock, the estimate and every figure follow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dashboard.facts import Facts, loads
from dashboard.numbers.resolver import Scenario

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]

ROW = """      - {{date: {date}, cash: 9, long_term_debt: 40, related_party_debt: null, btc_backed_loan: null,
         btc_collateral_receivable: null, mining_machines: null, total_liabilities: null, total_equity: null,
         btc_held: 900, sources: [release_q1_2026], confidence: company}}

"""


def with_balance(facts: Facts, date: str) -> Facts:
    """The published file with an invented balance of that day."""
    text = facts.data.decode()
    place = text.index("  btc_sales:\n")
    return loads((text[:place] + ROW.format(date=date) + text[place:]).encode(), "copy.yaml", None, facts.beside)


def test_a_balance_of_today_leaves_nothing_to_estimate(facts: Facts, scenario: Make) -> None:
    s = scenario(with_balance(facts, "2026-10-31"))
    assert (s.value("balance_date"), s.value("today_month")) == ("2026-10-31", "2026-10")
    assert s.value("clock").estimated == 0
    assert s.value("coins_today") == 900 and s.value("cash_today") == 9e6
    # The loan is still the latest published one, and what was borrowed in June is in the balance already.
    assert s.value("debt_today") == 40e6
    assert s.value("pledged_today") == pytest.approx(s.value("btc_pledged"))
    assert s.value("path_months")[0] == "2026-10" and len(s.value("path_months")) == 37
    assert s.value("halving_month") == 18 and s.value("maturity_month") == 18
    assert s.value("runway_case") in ("sale_gone", "sale_last_to_debt", "ai_first")
    assert s.value("probability_money_gone") > 0
    assert s.value("ledger_periods").tolist() == []


def test_a_balance_in_between_shortens_the_estimate(facts: Facts, scenario: Make) -> None:
    s, before = scenario(with_balance(facts, "2026-07-31")), scenario()
    path = s.value("runway_path")
    assert path.terms.clock.month[:3].astype(str).tolist() == ["2026-08", "2026-09", "2026-10"]
    np.testing.assert_allclose(path.estimated("btc_mined"), before.value("runway_path").estimated("btc_mined")[4:])
    # One eighth of the AI plant is left to pay.
    assert path.estimated("capex").sum() == pytest.approx(s.value("ai_mw_today") * s.value("gpu_capex_per_mw") / 8)
    assert s.value("debt_today") == 40e6
    assert s.value("burn_per_month") == pytest.approx(
        before.value("burn_per_month") + (40e6 - 48.6e6) * s.value("interest_rate") / 12
    )
