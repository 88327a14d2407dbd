"""What the page of the sale adds to the model, against numbers worked by hand."""

import numpy as np
import pytest

from dashboard.model import loan, sale, treasury

MONTHS = np.array(["2025-12", "2026-01", "2026-02"])
PRICE = 305e6 / 4_451


def test_january_sale_is_read_from_the_month() -> None:
    assert treasury.sold_month_before_sale(MONTHS, np.array([0.0, 550.03, 4_616.03]), "2026-02-08") == 550.03
    assert np.isnan(treasury.sold_month_before_sale(MONTHS[:1], np.array([0.0]), "2026-02-08"))


def test_rounding_of_the_quarter() -> None:
    # 7,768.61 − (550.03 + 4,451 + 165.03 + 2,602.53) = 7,768.61 − 7,768.59
    assert treasury.treasury_rounding_sale_quarter(7_768.61, 550.03, 4_451, 165.03, 2_602.53) == pytest.approx(
        0.02, abs=1e-9
    )


def test_price_against_the_low() -> None:
    # 68,523.93 ÷ 62,858.1 − 1
    assert sale.sale_price_against_sale_month_low(PRICE, 62_858.1) == pytest.approx(0.0901368, rel=1e-5)


def test_months_until_interest_eats_the_gain() -> None:
    # 77,000 ÷ 68,523.93 − 1 = 0.1236951 ; ÷ 0.08 × 12 = 18.55426
    months = sale.hold_break_even_months(77_000, PRICE, 0.08)
    assert months == pytest.approx(18.55426, rel=1e-5)
    assert sale.hold_break_even_price(PRICE, 0.08, months / 12) == pytest.approx(77_000)
    assert sale.hold_break_even_months(PRICE, PRICE, 0.08) == 0
    assert sale.hold_break_even_months(60_000, PRICE, 0.08) < 0


def test_uses_of_the_proceeds() -> None:
    assert sale.loan_repayment_share(244e6, 305e6) == pytest.approx(0.8)
    assert sale.proceeds_beyond_repayment(305e6, 244e6) == pytest.approx(61e6)
    # 75.5m − 10.5m
    assert treasury.equity_agreed_sale_quarter(75.5e6, 10.5e6) == pytest.approx(65e6)


def test_ending_below_the_margin_call_is_rarer_than_touching_it() -> None:
    # b = ln(44,097.54 / 68,523.93) = −0.44078 ; m T = −0.075625 ; σ√T = 0.388909 ; Φ(−0.93892) = 0.17389
    after = loan.margin_call_terminal_probability_after(PRICE, 44_097.54, 0.55, 6)
    assert after == pytest.approx(0.17389, abs=2e-5)
    assert after < sale.margin_call_touch_probability_after(PRICE, 44_097.54, 0.55, 6)
    # b = ln(72,244.67 / 68,523.93) = +0.05288 ; (0.05288 + 0.075625) ÷ 0.388909 = 0.33042 ; Φ = 0.62946
    before = loan.margin_call_terminal_probability_before(PRICE, 72_244.67, 0.55, 6)
    assert before == pytest.approx(0.62946, abs=2e-5)


def test_closes_before_the_sale_are_those_of_its_month_up_to_the_day_before_it_began() -> None:
    dates = np.array(
        ["2026-01-31", "2026-02-01", "2026-02-05", "2026-02-06", "2026-02-07", "2026-02-08"], "datetime64[D]"
    )
    closes = np.array([50_000.0, 76_882.0, 62_858.0, 70_527.0, 50_000.0, 50_000.0])
    # the sale took 7 and 8 February: 1, 5 and 6 February count
    assert loan.closes_before_sale(dates, closes, "2026-02-08") == 3
    assert loan.margin_call_closes_before_sale(72_244.67, dates, closes, "2026-02-08") == 2
    assert loan.margin_call_closes_before_sale(70_527.0, dates, closes, "2026-02-08") == 2
    assert loan.liquidation_closes_before_sale(60_203.89, dates, closes, "2026-02-08") == 0
    assert loan.liquidation_closes_before_sale(62_858.0, dates, closes, "2026-02-08") == 1
