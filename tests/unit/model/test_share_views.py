"""What the Share price and Peers pages add to the model, against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import equity, peers

MILLION = 1e6
EH = 1e6


def test_mnav_with_the_coins_of_december() -> None:
    # 87.7828m ÷ (7,528.3 × 77,000 = 579.6791m)
    assert equity.mnav_with_treasury_before(87_782_800, 7_528.3, 77_000) == pytest.approx(0.1514334, rel=1e-6)
    assert np.isnan(equity.mnav_with_treasury_before(87_782_800, 0.0, 77_000))


def test_what_hashrate_and_site_cost() -> None:
    # 256m ÷ 32 EH/s ; 19.5m ÷ 50 MW
    assert equity.bitmain_price_per_eh(256 * MILLION, 32 * EH) == pytest.approx(8 * MILLION)
    assert equity.georgia_price_per_mw(19.5 * MILLION, 50.0) == pytest.approx(390_000)


def test_value_of_a_megawatt_of_the_plan() -> None:
    # −10.76m ÷ 2 MW ; no plan, no value
    assert equity.ai_npv_per_mw(-10_760_000, 2.0) == pytest.approx(-5_380_000)
    assert np.isnan(equity.ai_npv_per_mw(0.0, 0.0))


def test_shares_after_a_raise() -> None:
    # 50m ÷ 2.14 = 23,364,486
    assert equity.shares_after_raise(41.02 * MILLION, 50 * MILLION / 2.14) == pytest.approx(64_384_486, rel=1e-8)


def test_growth_of_the_share_count_skips_what_is_not_known() -> None:
    # 41.02 ÷ 20.758 − 1 ; 20.758 ÷ 41.02
    growth = equity.share_count_growth_total(np.array([20.758, np.nan, 35.59, 41.02]) * MILLION)
    assert growth == pytest.approx(0.976106, rel=1e-5)
    assert equity.holders_share_left_now(growth) == pytest.approx(0.506046, rel=1e-5)
    assert np.isnan(equity.share_count_growth_total(np.array([np.nan])))


def test_sums_and_counts_over_companies() -> None:
    values = np.array([7_768.61, 15_133.0, np.nan, 2_385.0])
    assert peers.peers_companies(values) == 4
    assert peers.peers_publishing_sales(values) == 3
    assert peers.peers_sales_total(values) == pytest.approx(25_286.61)
    assert peers.peers_comparable_sales(np.array([1.03, 0.28, np.nan, np.nan])) == 2
    # 25 + 590 + 0 of those who publish, zero being a published figure
    assert peers.peers_ai_mw_total(np.array([np.nan, 25.0, 590.0, 0.0])) == 615
    assert peers.peers_publishing_ai_mw(np.array([np.nan, 25.0, 590.0, 0.0])) == 3
    nothing = np.array([np.nan, np.nan])
    assert np.isnan(peers.peers_sales_total(nothing)) and np.isnan(peers.peers_ai_mw_total(nothing))
