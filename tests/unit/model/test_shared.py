"""The few things that every subject shares: quotients and look-ups by day and period."""

import numpy as np
import pytest

from dashboard.model import aligned, quotient, value_in, value_on

DAYS = np.array(["2026-02-07", "2026-02-08"], "datetime64[D]")
PERIODS = np.array(["2026-01", "2026-02"])
VALUES = np.array([1.5, 2.5])


def test_quotient_of_zero_is_nan_without_a_warning() -> None:
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(quotient(np.array([3.0, 3.0]), np.array([2.0, 0.0])), [1.5, np.nan])
        assert np.isnan(quotient(1.0, 0.0))


def test_values_are_found_by_day_and_by_period() -> None:
    assert value_on("2026-02-08", DAYS, VALUES) == 2.5
    assert value_in("2026-01", PERIODS, VALUES) == 1.5


@pytest.mark.parametrize("day", ["2026-02-09", "2025-02-08"])
def test_a_day_without_a_value_is_nan(day: str) -> None:
    assert np.isnan(value_on(day, DAYS, VALUES))


def test_a_period_without_a_value_is_nan() -> None:
    assert np.isnan(value_in("2026-03", PERIODS, VALUES))


def test_series_are_aligned_by_key() -> None:
    other = np.array(["2026-02", "2025-12", "2026-01"])
    np.testing.assert_array_equal(
        aligned(np.array(["2026-01", "2026-02", "2026-03"]), other, np.array([7.0, 8.0, 9.0])),
        [9.0, 7.0, np.nan],
    )
