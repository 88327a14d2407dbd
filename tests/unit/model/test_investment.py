"""Annuities, net present value, rate of return and payback against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import investment

BOTH = np.array(["GPU", "COLO"])


def test_capital_recovery_a05() -> None:
    # 1 / 1.1 + 1 / 1.21 = 1.7355372 ; its inverse
    assert investment.annuity_factor(0.10, 2) == pytest.approx(1.7355372, rel=1e-7)
    assert investment.capital_recovery_factor(0.10, 2) == pytest.approx(0.5761905, rel=1e-7)
    # without interest capital comes back in equal parts
    assert investment.annuity_factor(0.0, 4) == 4
    assert investment.capital_recovery_factor(0.0, 4) == 0.25


def test_net_present_value_by_hand_a11() -> None:
    # 60 falling by half a year, cost 5, at 10 %: 55 / 1.1 + 25 / 1.21 + 10 / 1.331 - 100
    # = 50 + 20.66116 + 7.51315 - 100
    npv = investment.net_present_value(100.0, 60.0, 5.0, 0.5, 0.10, 3)
    assert npv == pytest.approx(-21.82569, rel=1e-6)
    np.testing.assert_allclose(investment.cash_flows(100.0, 60.0, 5.0, 0.5, 3), [-100, 55, 25, 10])
    assert investment.ai_npv(2.0, 100.0, 60.0, 5.0, 0.5, 0.10, 3) == pytest.approx(2 * npv)


def test_present_value_when_growth_equals_the_rate() -> None:
    # revenue growing 10 % a year, discounted at 10 %: every payment is worth 60 / 1.1
    assert investment.present_value_of_decaying_revenue(60.0, -0.10, 0.10, 4) == pytest.approx(4 * 60 / 1.1)


def test_only_gpu_hours_fall_and_only_cards_die_early() -> None:
    np.testing.assert_array_equal(investment.ai_price_decay(BOTH, 0.2), [0.2, 0.0])
    np.testing.assert_array_equal(investment.ai_life(BOTH, 5.0, 15.0), [5.0, 15.0])


def test_internal_rate_of_return() -> None:
    # 100 g^2 = 60.5 g + 60.5 with g = 1 + r: g = (0.605 + sqrt(0.605^2 + 4 x 0.605)) / 2 = 1.137069
    rate = investment.internal_rate_of_return(np.array([-100.0, 60.5, 60.5]))
    assert rate == pytest.approx(0.137069, abs=1e-6)


def test_of_two_rates_the_one_above_which_the_project_loses_counts() -> None:
    # -100 + 230 / (1 + r) - 132 / (1 + r)^2 = 0 at 10 % and at 20 %
    assert investment.internal_rate_of_return(np.array([-100.0, 230.0, -132.0])) == pytest.approx(0.20)
    # one below zero, one above: -100 + 200 / (1 + r) - 75 / (1 + r)^2 = 0 at -50 % and at +50 %
    assert investment.internal_rate_of_return(np.array([-100.0, 200.0, -75.0])) == pytest.approx(0.50)


def test_no_income_has_no_return_and_no_payback() -> None:
    losing = np.array([-100.0, -5.0, -5.0])
    assert np.isnan(investment.internal_rate_of_return(losing))
    assert np.isnan(investment.internal_rate_of_return(np.array([0.0, 5.0])))
    assert np.isnan(investment.payback_period(losing))
    assert np.isnan(investment.ai_irr_per_mw(100.0, 0.0, 5.0, 0.0, 2))
    assert np.isnan(investment.ai_payback_years_per_mw(100.0, 0.0, 5.0, 0.0, 2))


def test_payback_is_interpolated_within_the_year() -> None:
    # 85 less 55 in year one, less 25 in year two leaves 5 of the 10 of year three
    assert investment.ai_payback_years_per_mw(85.0, 60.0, 5.0, 0.5, 3) == pytest.approx(2.5)
    # 90 is paid back exactly at the end ; 91 never ; nothing to pay back at once
    assert investment.ai_payback_years_per_mw(90.0, 60.0, 5.0, 0.5, 3) == pytest.approx(3.0)
    assert np.isnan(investment.ai_payback_years_per_mw(91.0, 60.0, 5.0, 0.5, 3))
    assert investment.payback_period(np.array([0.0, 5.0])) == 0


def test_returns_of_arrays_are_elementwise() -> None:
    rates = np.asarray(investment.ai_irr_per_mw(np.array([100.0, 90.0]), 60.0, 5.0, np.array([[0.0], [0.5]]), 3))
    assert rates.shape == (2, 2)
    # 90 for 55 + 25 + 10: nothing gained
    assert rates[1, 1] == pytest.approx(0.0, abs=1e-9)


def test_a_plan_of_nothing_has_no_return() -> None:
    np.testing.assert_array_equal(investment.ai_irr(np.array([0.0, 0.5]), 0.2), [np.nan, 0.2])
    np.testing.assert_array_equal(investment.ai_payback_years(np.array([0.0, 0.5]), 3.0), [np.nan, 3.0])


def test_the_decay_that_leaves_nothing() -> None:
    decay = investment.ai_break_even_decay(BOTH, 100.0, 60.0, 5.0, 0.10, 3)
    # the tenant's rent is fixed ; the price of the cards may fall until the value is gone
    assert np.isnan(np.asarray(decay)[1])
    left = float(np.asarray(decay)[0])
    assert 0 < left < 1
    assert investment.net_present_value(100.0, 60.0, 5.0, left, 0.10, 3) == pytest.approx(0, abs=1e-9)
    rising = float(np.asarray(investment.ai_break_even_decay("GPU", 100.0, 50.0, 0.0, 0.10, 2)))
    # 50 / 1.1 + 50 (1 - d) / 1.21 = 100 : 1 - d = (100 - 45.454545) x 1.21 / 50 = 1.32
    assert rising == pytest.approx(-0.32)
    # 60 / 1.1 + 60 (1 - d) / 1.21 = 80 : 1 - d = (80 - 54.545455) x 1.21 / 60 = 0.513333
    assert investment.ai_break_even_decay("GPU", 80.0, 60.0, 0.0, 0.10, 2) == pytest.approx(1 - 0.513333, abs=1e-6)
    # 60 / 1.1 = 54.5 in the first year alone is more than 40
    assert np.isnan(investment.ai_break_even_decay("GPU", 40.0, 60.0, 0.0, 0.10, 3))
    # what earns nothing is worth nothing at any fall of the price
    assert np.isnan(investment.ai_break_even_decay(BOTH, 40.0, 0.0, 5.0, 0.10, 3)).all()
