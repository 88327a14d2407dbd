"""The daily tables of the repository give the figures that the facts dossier states."""

import csv
from pathlib import Path

import numpy as np
import pytest

from dashboard.model import Dates, Series, equity, listing, loan, results, sale, share_price

DATA = Path(__file__).parents[3] / "data"
CONSOLIDATION, ADS_CHANGE = "2026-07-21", "2025-11-17"


Coins = tuple[Dates, Series]
Shares = tuple[Dates, Series, Series]


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days(table: list[dict[str, str]]) -> Dates:
    return np.array([row["date"] for row in table], "datetime64[D]")


def column(table: list[dict[str, str]], name: str) -> Series:
    return np.array([float(row[name]) for row in table])


@pytest.fixture(scope="module")
def bitcoin() -> Coins:
    table = rows("btc_price_daily.csv")
    return days(table), column(table, "btc_usd")


@pytest.fixture(scope="module")
def shares() -> Shares:
    """Days, closes as traded, closes adjusted by the data source."""
    table = rows("share_price.csv")
    traded, adjusted = "close_as_traded_usd", "close_adjusted_usd_post_2026_07_21_class_a"
    return days(table), column(table, traded), column(table, adjusted)


def test_days_of_2025_below_the_all_in_cost(bitcoin: Coins) -> None:
    below, known = (
        results.days_below_all_in_cost_financial_year(*bitcoin, 97_000, "FY2025"),
        results.days_with_close_financial_year(*bitcoin, "FY2025"),
    )
    assert (below, known) == (144, 365)
    assert results.share_days_below_all_in_cost_financial_year(below, known) == pytest.approx(0.395, abs=5e-4)
    assert results.btc_price_average_financial_year(*bitcoin, "FY2025") == pytest.approx(101_639, abs=1)


def test_february_2026(bitcoin: Coins) -> None:
    # closes of 69,269 and 70,305 against 305m / 4,451 = 68,523.93
    price = 305e6 / 4_451
    assert sale.price_obtained_vs_close_day_before(price, "2026-02-08", *bitcoin) == pytest.approx(-0.0108, abs=5e-5)
    assert sale.price_obtained_vs_close(price, "2026-02-08", *bitcoin) == pytest.approx(-0.0253, abs=5e-5)
    assert loan.btc_close_sale_month_low(*bitcoin, "2026-02-08") == pytest.approx(62_858, abs=1)


def test_adjusted_closes_match_the_published_ones(shares: Shares) -> None:
    dates, traded, published = shares
    adjusted = share_price.share_price_adjusted(dates, traded, 2, ADS_CHANGE, 10, CONSOLIDATION)
    np.testing.assert_allclose(adjusted, published, rtol=1e-9)


def test_fall_below_one_dollar(shares: Shares) -> None:
    dates, traded, adjusted = shares
    mean = listing.share_price_mean_30(traded)
    first = listing.first_day_mean_below_one_dollar(dates, mean)
    assert listing.first_day_below_one_dollar(dates, traded) == np.datetime64("2026-02-05")
    assert first == np.datetime64("2026-03-05")
    assert mean[dates == first] == pytest.approx(0.984, abs=5e-4)
    # every close from 5 February to 20 July 2026 is below: 113 trading days
    assert listing.days_below_one_dollar(dates, traded, CONSOLIDATION) == 113
    cured = listing.cured_month_end(dates, adjusted, listing.rolling_mean(adjusted, 30), first, CONSOLIDATION)
    assert cured == np.datetime64("2026-07-31")


def test_insiders_paid_65_per_cent_more(shares: Shares) -> None:
    dates, traded, _ = shares
    assert equity.insider_premium_at_agreement(1.32, dates, traded, "2026-02-12") == pytest.approx(0.647, abs=5e-4)


def test_beta_to_bitcoin_is_positive_beyond_its_error(shares: Shares, bitcoin: Coins) -> None:
    dates, _, adjusted = shares
    fit = share_price.beta_to_btc(dates, adjusted, *bitcoin, 60)
    assert fit.days == 60
    assert fit.beta == pytest.approx(1.167, abs=1e-3)
    assert fit.standard_error == pytest.approx(0.534, abs=1e-3)
