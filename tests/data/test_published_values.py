"""The published figures of Cango, each typed again from its document, and what must follow from them.

What a later row replaces, such as the latest balance or price, is that of the kept edition.
"""

import datetime as dt

import numpy as np
import pytest

from dashboard.facts import Facts

M = 1e6


def row(facts: Facts, series: str, when: str) -> dict[str, float | str | None]:
    """The values of the row of a period or day, in their declared units."""
    (found,) = [one for one in facts.series[series].rows if when in (one.period, one.date)]
    return dict(found.values)


def closes(facts: Facts, table: str, column: str) -> dict[str, float]:
    daily = facts.daily[table]
    return dict(zip((str(day) for day in daily.date), daily.columns[column].tolist(), strict=True))


def test_the_second_quarter_of_2026(facts: Facts) -> None:
    second, first = (row(facts, "quarterly_results", f"2026-Q{n}") for n in (2, 1))
    assert [second[c] for c in ("revenue", "btc_revenue", "net_result", "btc_mined")] == [50.8, 47.4, -81.6, 656]
    assert [second[c] for c in ("btc_held", "cash_cost", "all_in_cost", "adjusted_ebitda")] == [None] * 4
    (published,) = [one for one in facts.series["quarterly_results"].rows if one.period == "2026-Q2"]
    assert published.confidence == "press" and published.note is not None
    assert "headlines" in published.note.en and "Schlagzeilen" in published.note.de
    # "revenue fell 50% sequentially": 50.8 of 102.0.
    assert float(second["revenue"] or 0) / float(first["revenue"] or 1) - 1 == pytest.approx(-0.502, abs=5e-4)
    # The 47.4m are the mining line only if they make about the mean price: 72,256 a coin against 71,644.
    days = {"2026-04": 30, "2026-05": 31, "2026-06": 30}
    mean = sum(float(row(facts, "network", p)["btc_price_avg"] or 0) * n for p, n in days.items()) / 91
    assert pytest.approx(72_256, abs=1) == 47.4e6 / 656 and mean == pytest.approx(71_644, abs=1)


def test_the_third_quarter_is_due_and_not_missing(kept: Facts) -> None:
    (due,) = [one for one in kept.series["quarterly_results"].rows if one.period == "2026-Q3"]
    assert all(value is None for value in due.values.values()) and due.note is not None
    assert "due about now" in due.note.en and "um diese Zeit fällig" in due.note.de
    assert kept.company.as_of == "2026-11-28"


@pytest.mark.parametrize(
    ("name", "dollars"),
    [
        ("revenue_financial_year", 688_079_223), ("operating_result_financial_year", -437_095_753),
        ("net_result_financial_year", -452_789_344), ("net_result_total_financial_year", -621_952_043),
        ("operating_cash_flow_financial_year", -109_829_414), ("capital_expenditure_financial_year", 9_408_716),
        ("free_cash_flow_financial_year", -119_238_130), ("depreciation_total_financial_year", 117_007_191),
        ("gross_profit_financial_year", 28_142_941), ("share_based_pay_financial_year", 4_881_377),
        ("buybacks_financial_year", 1_249_808), ("cash_before", 41_243_627), ("debt_before", 557_567_671),
        ("total_assets", 1_132_985_333),
        ("total_debt_with_leases", 32_711_980), ("revenue_twelve_months", 645_926_144),
        ("market_value_published", 146_858_640), ("operating_cash_flow_aggregator", -95_400_000),
    ],
)  # fmt: skip
def test_figures_to_the_dollar(facts: Facts, name: str, dollars: int) -> None:
    assert facts.lookup(name) == pytest.approx(dollars, abs=0.5)


@pytest.mark.parametrize(
    ("name", "dollars"),
    [
        ("total_liabilities_last", 735_944_047),
        ("cash_now", 7_171_427),
        ("debt_now", 30_600_000),
        ("btc_loan_now", 6_000_000),
    ],
)
def test_the_latest_balance_to_the_dollar(kept: Facts, name: str, dollars: int) -> None:
    assert kept.lookup(name) == pytest.approx(dollars, abs=0.5)


def test_the_figures_of_2025_fit_each_other(facts: Facts) -> None:
    value = {name: float(facts.lookup(name)) for name in facts.facts if isinstance(facts.lookup(name), float)}
    end = row(facts, "balance_sheets", "2025-12-31")
    assert (float(end["total_liabilities"] or 0) + float(end["total_equity"] or 0)) * M == pytest.approx(
        value["total_assets"], abs=1
    )
    free = value["operating_cash_flow_financial_year"] - value["capital_expenditure_financial_year"]
    assert free == pytest.approx(value["free_cash_flow_financial_year"], abs=1)
    assert value["depreciation_total_financial_year"] / 6594.6 == pytest.approx(17_743, abs=1)
    assert value["gross_profit_financial_year"] / value["revenue_financial_year"] == pytest.approx(0.041, abs=5e-4)
    assert value["revenue_twelve_months"] / M == pytest.approx(139.8 + 224.6 + 179.5 + 102.0, abs=0.05)
    # On one basis the quarters of 2025 add up: the first two on continuing operations alone.
    half = float(row(facts, "quarterly_results", "2025-H1")["net_result"] or 0)
    assert half == pytest.approx(-28.3 - 176.8, abs=0.05)
    assert value["net_result_financial_year"] / M == pytest.approx(-28.3 - 176.8 + 37.3 - 285.0, abs=0.05)


def test_equity_and_debt_after_the_year_follow_from_published_ratios(facts: Facts) -> None:
    march = row(facts, "balance_sheets", "2026-03-31")
    assert march["total_equity"] == pytest.approx(32.711980 / 0.15517, abs=0.05)
    assert pytest.approx(march["total_equity"], abs=1) == 397.0 - 261.1 + 75.5
    low, high = sorted((146.858640 / 1.12, 123.886344 / 0.95))
    assert low <= 131.2 and high >= 130.4 and facts.lookup("equity_implied") == pytest.approx(131e6)
    assert facts.lookup("total_debt_implied") == pytest.approx(0.3911 * 131.1e6, abs=0.5e6)
    for name in ("equity_implied", "total_debt_implied"):
        fact = facts.facts[name]
        assert fact.confidence == "derived" and fact.approximate and fact.note is not None
        assert "Low confidence" in fact.note.en and "Geringe Verlässlichkeit" in fact.note.de


def test_shares_before_and_after_the_consolidation(facts: Facts) -> None:
    before, after = row(facts, "share_counts", "2026-04-18"), row(facts, "share_counts", "2026-07-25")
    assert [before[c] for c in ("class_a", "class_b", "total")] == [393.219671, 17.0, 410.219671]
    assert [after[c] for c in ("class_a", "class_b", "total")] == [39.321967, 1.7, 41.021967]
    earlier = row(facts, "share_counts", "2026-02-12")
    assert earlier["class_a"] == pytest.approx(393.219671 - 49.242424, abs=1e-6)
    assert facts.lookup("shares_outstanding") == 41_021_967
    assert facts.lookup("market_value_published") == pytest.approx(3.58 * 41_021_967, abs=10)
    days = ("consolidation_announced", "consolidation_date", "nyse_compliance_date", "nyse_notice_date")
    assert [facts.lookup(name) for name in days] == ["2026-07-10", "2026-07-21", "2026-09-03", None]


def test_people(facts: Facts) -> None:
    assert facts.lookup("cfo") == "Simon Ming Yeung Tang" and facts.lookup("ceo") == "Paul Yu"
    assert facts.facts["cfo"].note is not None and "Zhang" in facts.facts["cfo"].note.en


# As printed in the sources, day by day; 8 October is only implied and therefore not a row.
SHARE = {
    "2026-08": {24: 2.30, 25: 2.38, 26: 2.38, 27: 2.59, 28: 2.23, 31: 2.39},
    "2026-09": {
        1: 1.84, 2: 1.87, 3: 2.14, 4: 2.19, 8: 2.13, 9: 1.94, 10: 1.80, 11: 1.83, 14: 1.85, 15: 1.86, 16: 2.13,
        17: 2.17, 18: 2.67, 21: 2.28, 22: 2.22, 23: 2.01, 24: 2.03, 25: 1.91, 28: 2.29, 29: 2.37, 30: 2.49,
    },
    "2026-10": {1: 2.55, 2: 2.67, 5: 2.72, 6: 3.02, 7: 3.58, 9: 3.51},
}  # fmt: skip


def test_share_prices_to_the_ninth_of_october(kept: Facts) -> None:
    printed = {f"{month}-{day:02d}": price for month, days in SHARE.items() for day, price in days.items()}
    for column in ("close_as_traded", "close_adjusted"):
        found = {day: price for day, price in closes(kept, "share_price_daily", column).items() if day > "2026-08-23"}
        assert found == printed
    assert kept.lookup("share_price") == 3.51 and kept.facts["share_price"].as_of == "2026-10-09"


def test_bitcoin_prices_have_no_gap_from_2018_to_the_seventh_of_october(kept: Facts) -> None:
    daily, history = (closes(kept, name, "close") for name in ("btc_price_daily", "btc_price_history"))
    days = [dt.date(2018, 1, 1) + dt.timedelta(n) for n in range((dt.date(2026, 10, 7) - dt.date(2018, 1, 1)).days + 1)]
    assert [*history, *daily] == [day.isoformat() for day in days]
    assert history["2018-01-01"] == 15321.93 and history["2024-10-31"] == 70265.0
    corrected = {"2026-07-24": 64098.5, "2026-07-31": 62813.75, "2026-08-22": 77083.41, "2026-10-07": 83208.43}
    assert {day: daily[day] for day in corrected} == corrected
    assert kept.lookup("btc_price_latest") == 83208.43


@pytest.mark.parametrize(
    ("month", "mean", "last", "days"),
    [
        ("2026-07", 63864, 62814, 31), ("2026-08", 69487, 78549, 31),
        ("2026-09", 80474, 83554, 30), ("2026-10", 84931, 83208, 7),
    ],
)  # fmt: skip
def test_months_of_bitcoin(kept: Facts, month: str, mean: float, last: float, days: int) -> None:
    printed = row(kept, "network", month)
    assert [printed[c] for c in ("btc_price_avg", "btc_price_last", "days")] == [mean, last, days]


def test_the_months_are_those_of_the_daily_closes(facts: Facts) -> None:
    daily = closes(facts, "btc_price_daily", "close")
    for one in facts.series["network"].rows:
        inside = [price for day, price in daily.items() if day.startswith(one.period or "?")]
        if not inside:
            assert one.values["btc_price_avg"] is None and one.values["days"] is None
            continue
        assert one.values["days"] == len(inside)
        assert one.values["btc_price_avg"] == pytest.approx(np.mean(inside), abs=0.51)
        assert one.values["btc_price_last"] == pytest.approx(inside[-1], abs=0.51)


@pytest.mark.parametrize(
    ("month", "difficulty", "hashrate"), [("2026-10", 140.5777, 1006.29), ("2026-11", 134.8238, 965.10)]
)
def test_the_network_of_the_autumn(facts: Facts, month: str, difficulty: float, hashrate: float) -> None:
    printed = row(facts, "network", month)
    assert printed["difficulty"] == difficulty
    # Difficulty x 2^32 hashes a block, a block in 600 s, in EH/s.
    assert difficulty * 1e12 * 2**32 / 600 / 1e18 == pytest.approx(hashrate, abs=0.01)
    assert printed["network_hashrate"] == pytest.approx(hashrate, abs=0.5)


def test_the_network_of_the_summer(facts: Facts) -> None:
    august, september = row(facts, "network", "2026-08"), row(facts, "network", "2026-09")
    assert august["difficulty"] is None and august["network_hashrate"] == 918
    assert september["difficulty"] is None and september["network_hashrate"] is None
    # 3.125 BTC x 144 blocks a day over 918,000 PH/s.
    assert august["hashprice_avg"] == pytest.approx(450 * 69_487 / 918_000, abs=0.05)
    assert august["hashprice_last"] == pytest.approx(450 * 78_549 / 918_000, abs=0.05)


def test_the_reference_block(facts: Facts) -> None:
    assert (facts.lookup("block_height_reference"), facts.lookup("block_height_date")) == (976_240, "2026-11-17")
    left = (1_050_000 - 976_240) / 144
    assert dt.date(2026, 11, 17) + dt.timedelta(left) == dt.date(2028, 4, 12)


def test_the_opening_of_the_estimate(kept: Facts) -> None:
    price = closes(kept, "btc_price_daily", "close")["2026-03-31"]
    opening = [float(kept.lookup(name)) for name in ("cash_now", "treasury_now", "debt_now", "btc_loan_now")]
    assert kept.lookup("balance_date") == "2026-03-31" and opening == [7_171_427, 1025.69, 30.6e6, 6e6]
    assert price == 68219.7 and 6e6 / (0.6 * price) == pytest.approx(146.585, abs=1e-3)


def test_withdrawn_models_and_the_price_list(facts: Facts) -> None:
    rows = [r for r in facts.series["ecohash_prices"].rows if r.label is not None]
    withdrawn = {r.label.en.split(",")[0] for r in rows if r.values.get("withdrawn") and r.label}
    assert withdrawn == {"gemma-4-31b", "qwen2.5-7b", "whisper-large-v3"}
    offered = {
        r.label.en for r in rows
        if r.label and r.kind == "million_tokens" and not r.values.get("withdrawn") and " at " not in r.label.en
    }  # fmt: skip
    # Three models share one row: nine models are priced.
    assert sum(name.count(" / ") + 1 for name in offered) == 9
    newest = {r.label.en: r for r in sorted(rows, key=lambda r: r.date or "") if r.label and r.label.en in offered}
    prices = [float(r.values[c] or 0) for r in newest.values() for c in ("input_price", "output_price")]
    assert (min(prices), max(prices)) == (0.1, 0.6)
    (pricing,) = [d for d in facts.disclosures if d.key == "pricing"]
    assert "nine language models, from $0.10 to $0.60" in pricing.detail.en


def test_list_prices_of_cards_rose_in_the_autumn(facts: Facts) -> None:
    rows = facts.series["gpu_market_prices"].rows
    price = {(r.label.en, r.date): float(r.values["price"] or 0) for r in rows if r.label is not None}
    h100, a100 = "H100 SXM, RunPod Secure", "A100 PCIe, RunPod Secure"
    days = ("2026-08-19", "2026-09-25", "2026-10-19", "2026-11-09")
    assert [price[h100, day] for day in days] == [3.29, 3.49, 3.99, 3.99]
    assert [price[a100, day] for day in (days[0], days[-1])] == [1.39, 1.79]
    assert facts.lookup("h100_price_rise") == pytest.approx(3.99 / 3.29 - 1, abs=5e-3)
    assert facts.lookup("a100_price_rise") == pytest.approx(1.79 / 1.39 - 1, abs=5e-3)


@pytest.mark.parametrize(
    ("ticker", "price", "market", "cash", "debt", "enterprise", "revenue", "net", "quarter"),
    [
        ("MARA", 11.26, 4349.7, 421.3, 2466.0, 6493.3, 804.2, -3455.8, "2026-06-30"),
        ("RIOT", 19.83, 7441.4, 471.4, 877.8, 7847.8, 674.5, -1323.9, "2026-06-30"),
        ("CLSK", 11.98, 3076.7, 202.6, 1786.9, 4661.0, 679.2, -1028.2, "2026-06-30"),
        ("CORZ", 17.81, 5723.1, 1769.7, 4407.3, 8360.7, 440.3, -1632.8, "2026-06-30"),
        ("IREN", 41.88, 14967.0, 2213.3, 3964.9, 16718.7, 757.1, 158.1, "2026-03-31"),
        ("CIFR", 15.765, 6543.0, 831.8, 5586.8, 11323.6, 191.1, -1119.3, "2026-06-30"),
        ("HUT", 80.86, 9966.8, 233.6, 7668.8, 17713.4, 318.0, -599.2, "2026-06-30"),
        ("WULF", 18.16, 8998.9, 2630.0, 5314.1, 11684.1, 168.1, -1027.6, "2026-03-31"),
        ("BTDR", 11.37, 3090.2, 460.9, 1952.3, 4581.6, 812.3, -228.6, "2026-06-30"),
        ("HIVE", 3.03, 831.1, 218.9, 374.3, 986.5, 331.3, -326.4, "2026-06-30"),
        ("BTBT", 1.53, 551.8, 83.6, 455.7, 1069.8, 121.3, -292.2, "2026-06-30"),
        ("APLD", 27.21, 7735.9, 1592.0, 5099.9, 13464.9, 611.3, -249.2, "2026-05-31"),
        ("GLXY", 23.64, 13931.0, 1553.7, 5078.1, 9014.2, 58366.9, -86.3, "2026-06-30"),
    ],
)  # fmt: skip
def test_balances_of_the_other_miners(
    facts: Facts, ticker: str, price: float, market: float, cash: float, debt: float, enterprise: float,
    revenue: float, net: float, quarter: str,
) -> None:  # fmt: skip
    assert facts.peers is not None
    (peer,) = [one for one in facts.peers.peers if one.ticker == ticker]
    day = "2026-07-18" if ticker == "WULF" else "2026-08-22"
    expected = {
        "share_price": (price, day), "market_cap": (market, day), "enterprise_value": (enterprise, day),
        "cash": (cash, quarter), "total_debt": (debt, quarter), "revenue_twelve_months": (revenue, quarter),
        "net_result_twelve_months": (net, quarter),
    }  # fmt: skip
    for field, (value, when) in expected.items():
        figure = peer.figure(field)
        assert figure is not None and (figure.value, figure.as_of) == (value, when), field


def test_corrections_name_a_figure_of_the_file(facts: Facts) -> None:
    corrected = [change for change in facts.changes if change.key is not None]
    assert len(corrected) >= 14 and all(change.sources for change in corrected)
    for change in corrected:
        assert facts.has(change.key or ""), change.key


def test_nothing_in_the_file_calls_the_second_quarter_unknown(facts: Facts) -> None:
    text = facts.data.decode()
    for gone in ("its content is not stored", "ihr Inhalt liegt nicht vor", "closing no stored page reports"):
        assert gone not in text
