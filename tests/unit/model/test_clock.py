"""The clock: today, the months between, calendar days, windows, halving and maturity counted from today."""

import numpy as np
import pytest

from dashboard.model import clock as c
from tests.unit.model.companies import months


@pytest.mark.parametrize(
    ("as_of", "today"),
    [
        ("2026-11-28", "2026-10"),
        ("2026-11-29", "2026-10"),
        ("2026-11-30", "2026-11"),
        ("2026-12-01", "2026-11"),
        ("2028-02-28", "2028-01"),
        ("2028-02-29", "2028-02"),
        ("2026-03-31", "2026-03"),
        # A balance is never later than today.
        ("2026-03-15", "2026-03"),
    ],
)
def test_today_is_the_last_month_that_is_over(as_of: str, today: str) -> None:
    assert c.today_month(as_of, "2026-03-31") == today


def test_estimated_months_have_calendar_days_and_forecast_months_a_twelfth_of_a_year() -> None:
    clock = c.clock("2026-12-31", "2027-03", 2.0, "2027-02", "2027-05", "2027-04", "2027-01", "2026-07")
    assert clock.month.astype(str).tolist() == ["2027-01", "2027-02", "2027-03", "2027-04", "2027-05"]
    assert clock.estimated == 3
    assert clock.number.tolist() == [-2, -1, 0, 1, 2]
    np.testing.assert_allclose(clock.days, [31, 28, 31, 365 / 12, 365 / 12])
    assert clock.built.tolist() == [0, 0.25, 0.25, 0.25, 0.25]
    assert clock.in_service.tolist() == [0, 0, 0, 1, 1]
    assert clock.borrowed.tolist() == [1, 0, 0, 0, 0]
    assert clock.price_age.tolist() == [6, 7, 8, 9, 10]


def test_a_balance_of_today_leaves_nothing_to_estimate() -> None:
    clock = months(3)
    assert clock.estimated == 0
    assert clock.month.astype(str).tolist() == ["2026-04", "2026-05", "2026-06"]


def test_an_empty_horizon_is_refused() -> None:
    with pytest.raises(ValueError, match="horizon_months must be at least 1"):
        months(0)


def test_the_halving_and_the_maturity_are_counted_from_today() -> None:
    # (1,050,000 − 976,240) ÷ 144 = 512.222 days after 17 November, which is 17 days after 31 October.
    days = c.halving_days(976_240, 1_050_000, "2026-11-17", "2026-10")
    assert days == pytest.approx(529.2222, abs=1e-4)
    assert c.halving_month(days) == 18
    assert days / c.DAYS_PER_MONTH == pytest.approx(17.399, abs=1e-3)
    assert c.next_halving_month("2026-10", 18.0) == "2028-04"
    assert c.maturity_month("2028-04-30", "2026-10") == 18
    assert c.maturity_month("2026-08-01", "2026-10") == -2


def test_a_month_that_does_not_come_has_no_name() -> None:
    assert c.calendar_month("2026-10", 3.0) == "2027-01"
    assert c.calendar_month("2026-10", float("nan")) is None
