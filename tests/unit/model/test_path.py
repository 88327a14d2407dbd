"""What is read off a path: dates, cover, gap, case; for companies that can be redone on paper."""

from typing import Any

import numpy as np
import pytest

from dashboard.model import by_month, cover, outlook
from dashboard.model.case import CASES, runway_case
from dashboard.model.month import CAUSES
from dashboard.model.path import Path, first_month, run_path
from tests.unit.model.companies import company, months, published, saver

MILLION = 1e6


# Cash 20, 16, 12, 8; month 4 would leave 4 and sells 20 coins for 1; month 5 sells the other 80; month 6 leaves 1.
def test_balances_by_month_start_with_the_opening_one() -> None:
    path = run_path(saver())
    np.testing.assert_allclose(by_month.cash_by_month(path)[:7] / MILLION, [20, 16, 12, 8, 5, 5, 1])
    np.testing.assert_allclose(by_month.btc_by_month(path)[:7], [100, 100, 100, 100, 80, 0, 0], atol=1e-9)
    np.testing.assert_allclose(by_month.btc_sold_by_month(path)[:7], [0, 0, 0, 0, 20, 80, 0], atol=1e-9)
    np.testing.assert_allclose(by_month.value_by_month(path)[:7] / MILLION, [25, 21, 17, 13, 9, 5, 1])
    assert by_month.path_months(path)[[0, 1, 12]].tolist() == ["2026-03", "2026-04", "2027-03"]
    assert by_month.path_estimated(path).tolist() == [1, *[0] * 12]
    assert np.isnan(by_month.burn_by_month(path)[0]) and by_month.burn_by_month(path)[1] == 4e6


def test_no_month_has_no_first_and_an_unknown_name_is_named() -> None:
    assert np.isnan(first_month(np.zeros((0, 3), dtype=bool))).tolist() == [True] * 3
    with pytest.raises(KeyError, match="cash_flows"):
        run_path(saver()).of("cash_flows")


def test_dates_and_the_gap() -> None:
    path = run_path(saver())
    assert (path.next_forced_sale, path.money_gone) == (4, 6)
    assert outlook.runway_months(outlook.months_to_money_gone(path)) == 5
    assert outlook.next_forced_sale_month("2026-03", path.next_forced_sale) == "2026-07"
    assert outlook.money_gone_month("2026-03", path.money_gone) == "2026-09"
    assert outlook.last_paid_month("2026-03", path.money_gone) == "2026-08"
    assert outlook.ai_covers_lasting_from("2026-11", 3.0) == "2027-02"
    assert outlook.next_plant_sale_month("2026-03", path.next_plant_sale) is None
    # 5 of minimum cash less the 1 that month 6 leaves
    assert path.shortfall_gap == pytest.approx(4e6)
    assert not path.gone_by_maturity
    assert outlook.first_sale_cause(path) == "minimum_cash"
    sold = {cause: float(by_month.btc_sold_for(cause)(path)) for cause in CAUSES}
    assert {cause: coins for cause, coins in sold.items() if coins} == {"minimum_cash": pytest.approx(100)}
    assert cover.funds_available(20e6, 5e6, 100, 50_000, 0.0, 2e6) == pytest.approx(22e6)


def test_the_first_year_closes() -> None:
    path = run_path(saver())
    flows = {name: float(by_month.first_year(name)(path)) for name in ("cash_open", "overhead", "treasury_sales")}
    # Six months of 4 and 100 coins for 5: 20 − 24 + 5 = 1
    assert flows == {"cash_open": 20e6, "overhead": -24e6, "treasury_sales": pytest.approx(5e6)}
    assert by_month.first_year("cash_close")(path) == pytest.approx(1e6)
    assert by_month.first_year_mining(path) == 0


def test_the_first_year_of_several_scenarios() -> None:
    path = run_path(saver(overhead_per_month=np.array([1e6, 0.5e6])))
    np.testing.assert_allclose(by_month.first_year("overhead")(path), [-12e6, -6e6])
    np.testing.assert_allclose(by_month.first_year("cash_close")(path), [8e6, 14e6])


def builder(mw: float, **changes: Any) -> Path:
    """Plant of 6 a megawatt over two months, then 24 a year = 2 a month and megawatt, against a burn of 4."""
    values = {"ai_mw": mw, "expansion_capex_per_mw": 6e6, "ramp_months": 2.0, "expansion_revenue_per_mw_year": 24e6}
    return run_path(saver(**(values | changes)))


def test_ai_against_the_burn() -> None:
    path = builder(1.0)
    assert path.of("capex")[0] == 3e6
    assert cover.burn_at_ramp(path) == 4e6
    assert cover.ai_net_at_ramp(path) == pytest.approx(2e6)
    assert path.ai_burn_cover == pytest.approx(0.5)
    assert np.isnan(path.ai_covers_from) and not path.ai_covers and path.ai_covered_months == 0
    # Twice the capacity covers it from month 3 to the horizon.
    twice = builder(2.0, opening_cash=40e6)
    assert (twice.ai_covers_from, twice.ai_covered_months, twice.ai_covers) == (3, 10, True)
    assert np.isnan(twice.ai_stops_covering) and twice.ai_burn_cover == pytest.approx(1)


def test_cover_counts_only_in_a_month_that_is_paid() -> None:
    # Cash 20 pays 4 + 12 of plant in month 1, not 4 + 12 − 4 in month 2 with coins for 5.
    path = builder(4.0)
    assert path.money_gone == 2
    assert np.isnan(path.ai_covers_from)
    assert path.ai_burn_cover == 0


def fading(first: float, horizon: int = 36, **changes: Any) -> Path:
    """AI that stands today and earns `first` a month, a tenth of it less every month, against a burn of 4m."""
    values: dict[str, Any] = {
        "clock": months(horizon),
        "opening_cash": 500e6,
        "ai_mw_today": 1.0,
        "ai_mw": 1.0,
        "gpu_revenue_per_mw_year": first * 12,
        "gpu_price_decay": 1 - 0.9**12,
    }
    return run_path(saver(**(values | changes)))


def test_cover_that_ends_has_its_first_month_without() -> None:
    # 6, 5.4, 4.86, 4.374, 3.94: four months.
    path = fading(6e6)
    assert (path.ai_covers_from, path.ai_covered_months, path.ai_stops_covering) == (1, 4, 5)
    assert not path.ai_covers and np.isnan(path.ai_covers_lasting_from)
    assert path.ai_burn_cover == pytest.approx(1.5)
    # 4 ÷ 0.9¹² = 14.16: twelve months in a row are an AI case.
    assert fading(14.2e6).ai_covered_months == 13 and fading(14.2e6).ai_covers
    assert fading(12.8e6).ai_covered_months == 12 and fading(12.8e6).ai_covers
    assert fading(12.7e6).ai_covered_months == 11 and not fading(12.7e6).ai_covers
    # To the horizon is enough, however short.
    assert fading(6e6, horizon=4).ai_covers


def test_megawatts_needed_count_what_stands_first() -> None:
    # 2 a month from each megawatt that stands, 1 from each new one, against a burn of 4 and then 1.
    assert cover.ai_mw_needed(4e6, 1e6, 2e6, 1.0) == pytest.approx(3)
    assert cover.ai_mw_needed(1e6, 1e6, 2e6, 1.0) == pytest.approx(0.5)
    assert cover.ai_mw_needed(-1e6, 1e6, 2e6, 1.0) == 0
    assert np.isnan(cover.ai_mw_needed(4e6, -1e6, 2e6, 1.0))
    assert cover.ai_mw_needed(2e6, -1e6, 2e6, 1.0) == pytest.approx(1)
    assert cover.ai_capex_needed(3.0, 1.0, 30e6) == 60e6 and cover.ai_capex_needed(0.5, 1.0, 30e6) == 0


def test_payments_to_the_supplier_count_against_a_new_megawatt() -> None:
    path = builder(1.0, vendor_share=0.5, vendor_rate=0.12, vendor_years=1.0)
    payment = 3e6 * 0.01 / (1 - 1.01**-12)
    assert cover.ai_margin_per_mw_at_ramp(path) == pytest.approx(2e6 - payment)
    assert cover.ai_net_at_ramp(path) == pytest.approx(2e6 - payment)


def test_what_building_ai_costs_in_months() -> None:
    # Plant without income: cash 13, 6, month 3 sells 60 coins for 3, month 4 raises 2 of 4 and is 2 short.
    path = builder(1.0, expansion_revenue_per_mw_year=0.0)
    assert path.money_gone == 4 and path.shortfall_gap == pytest.approx(2e6)
    without = cover.runway_months_without_ai(path, 12)
    assert without == 5 and cover.runway_cost_of_ai(without, path, 12) == 2
    assert cover.money_gone_month_without_ai(path, "2026-03") == "2026-09"


def test_never_built_runs_the_estimate_without_plant_and_stopping_today_does_not() -> None:
    built = saver(
        clock=months(12, 2, plant_first_month="2026-04", plant_last_month="2026-05", ai_service_month="2026-06"),
        estimate=published(50_000.0, months=2),
        ai_mw_today=1.0,
        ai_mw=1.0,
        gpu_capex_per_mw=6e6,
        gpu_revenue_per_mw_year=24e6,
    )
    path = run_path(built)
    # Two months of 4 and of 3 of plant: 20 − 14 = 6 in cash today, 12 had nothing been built.
    assert path.today("cash") == pytest.approx(6e6)
    np.testing.assert_allclose(path.ahead("ai_net"), 2e6)
    # 6 + 5 of coins − 4 a month falls below 5 in month 2, 12 + 5 in month 4, and 2 a month of AI stretch 6 + 5 to 4.
    assert cover.money_gone_month_stopped_today(path, "2026-05") == "2026-07"
    assert cover.money_gone_month_without_ai(path, "2026-05") == "2026-09"
    assert outlook.money_gone_month("2026-05", path.money_gone) == "2026-09"


def test_debt_that_falls_due_is_told_from_bills() -> None:
    # Month 3 leaves 8, owes 10: 100 coins bring 5, so 3 of the 5 of minimum cash are there.
    path = run_path(saver(other_debt=10e6, maturity_month=3.0))
    assert path.money_gone == 3 and path.gone_by_maturity
    assert path.shortfall_gap == pytest.approx(2e6)
    assert path.debt_due == 10e6
    # Cash 12 and coins 5 less 10 of debt at the end of month 2.
    assert path.net_before_debt == pytest.approx(7e6)
    assert outlook.first_sale_cause(path) == "maturity"
    assert np.isnan(run_path(saver(other_debt=1e6, maturity_month=13.0)).debt_due)


def test_income_that_pays_the_bills() -> None:
    path = run_path(saver(lease_income_per_month=5e6, halving_months=6.5))
    assert path.burn_per_month == -1e6
    assert outlook.mining_pays_its_way(path) == 1
    assert np.isnan(outlook.months_to_first_burn(path))
    assert np.isnan(path.ai_burn_cover) and outlook.first_sale_cause(path) is None
    # The halving falls in month 7, so month 8 is the first whole one after it.
    assert outlook.burn_after_halving(path) == -1e6
    assert np.isnan(path.shortfall_gap)
    assert outlook.mining_pays_its_way(run_path(saver())) == 0 and outlook.months_to_first_burn(run_path(saver())) == 1


def of(**changes: Any) -> str:
    """The case of a saver with these changes."""
    return str(runway_case(run_path(saver(**changes))))


def test_every_case_has_a_company() -> None:
    ai = {"ai_mw_today": 1.0, "ai_mw": 1.0}
    found = {
        "estimate_failed": of(clock=months(12, 6), estimate=published(50_000.0, months=6)),
        "no_burn": of(lease_income_per_month=5e6),
        "ai_first": of(**ai, gpu_revenue_per_mw_year=60e6),
        # The minimum is short at once; AI covers the burn and its own delay from month 4 on.
        "sale_then_ai": of(
            ai_mw=2.0, opening_cash=7e6, opening_btc=500.0, expansion_revenue_per_mw_year=24e6, ramp_months=1.0
        ),
        "plant_takes_all": of(
            ai_mw=4.0, expansion_capex_per_mw=6e6, expansion_revenue_per_mw_year=24e6, ramp_months=2.0
        ),
        "sale_last_to_debt": of(other_debt=10e6, maturity_month=5.0),
        "sale_gone": of(),
        "money_gone": of(opening_btc=0.0),
        "sale_coins_last": of(opening_btc=2_000.0),
        "cash_pays": of(opening_cash=100e6),
    }
    assert found == {case: case for case in CASES}


def test_a_burn_that_begins_later_is_no_reason_to_call_it_none_where_the_money_goes() -> None:
    # A month of no burn, and the coins are gone all the same.
    terms = company(btc_price=85_000.0, network_growth=0.05, opening_btc=10.0, clock=months(36))
    path = run_path(terms)
    assert path.burn_per_month < 0 and np.isfinite(path.money_gone)
    assert str(runway_case(path)) == "sale_gone"


def test_an_estimate_that_fails_names_its_month() -> None:
    # 20, 16, 12, 8, 5, 5, 1: the sixth month is not paid, which is today's.
    path = run_path(saver(clock=months(12, 7), estimate=published(50_000.0, months=7)))
    assert path.estimate_failed and path.money_gone == -1
    assert outlook.runway_months(outlook.months_to_money_gone(path)) == 0
    assert outlook.money_gone_month("2026-10", path.money_gone) == "2026-09"
    assert outlook.estimate_failed_month(outlook.estimate_failed(path), "2026-10", path) == "2026-09"
    assert outlook.last_paid_month("2026-10", path.money_gone) == "2026-08"
    well = run_path(saver())
    assert outlook.estimate_failed_month(outlook.estimate_failed(well), "2026-03", well) is None
