"""The few things that every subject shares: quotients and look-ups by day and period."""

import numpy as np
import pytest

from dashboard.model import (
    aligned,
    before,
    last_value,
    month_of,
    months_of,
    quarter_of,
    quarters_of,
    quotient,
    value_in,
    value_on,
)

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


def test_the_latest_value_known_on_a_day() -> None:
    assert [last_value(day, DAYS, VALUES) for day in ("2026-02-07", "2026-02-28")] == [1.5, 2.5]
    assert last_value("2026-02-08", DAYS, np.array([1.5, np.nan])) == 1.5
    assert np.isnan(last_value("2026-02-06", DAYS, VALUES))


def test_a_period_without_a_value_is_nan() -> None:
    assert np.isnan(value_in("2026-03", PERIODS, VALUES))


def test_series_are_aligned_by_key() -> None:
    other = np.array(["2026-02", "2025-12", "2026-01"])
    np.testing.assert_array_equal(
        aligned(np.array(["2026-01", "2026-02", "2026-03"]), other, np.array([7.0, 8.0, 9.0])),
        [9.0, 7.0, np.nan],
    )


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2026-02", ["2026-02"]),
        ("2026-Q1", ["2026-01", "2026-02", "2026-03"]),
        ("2025-Q4", ["2025-10", "2025-11", "2025-12"]),
        ("2025-H2", [f"2025-{month:02d}" for month in range(7, 13)]),
        ("FY2025", [f"2025-{month:02d}" for month in range(1, 13)]),
        ("2025-FY", [f"2025-{month:02d}" for month in range(1, 13)]),
    ],
)
def test_months_of_a_period(period: str, months: list[str]) -> None:
    assert list(months_of(period)) == months


def test_quarters_and_what_came_before() -> None:
    assert quarters_of("FY2025") == ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
    assert quarters_of("2025-H2") == ("2025-Q3", "2025-Q4") and quarters_of("2026-Q3") == ("2026-Q3",)
    assert [quarter_of(day) for day in ("2025-09-30", "2025-10-01", "2026-03")] == ["2025-Q3", "2025-Q4", "2026-Q1"]
    assert [before(period) for period in ("2026-01", "2026-03", "2026-Q1", "2026-Q4")] == [
        "2025-12", "2026-02", "2025-Q4", "2026-Q3",
    ]  # fmt: skip
    assert month_of("2026-02-08") == "2026-02"
