"""A figure that contradicts another one, or stands in the wrong unit, is refused with both numbers in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import facts
from dashboard.facts import FactsError
from tests import edition

DATA = Path(__file__).parents[2] / "data"
# Of the kept edition, since a reading such as cash_now contradicts the rows that are the last in it.
TEXT = edition.kept((DATA / "cango.yaml").read_text(encoding="utf-8"))
BESIDE = {path.name: path.read_bytes() for path in (*DATA.glob("*.csv"), DATA / "peers.yaml", DATA / "elsewhere.yaml")}
EXTRA_FACT = """facts:
  {name}:
    value: {value}
    unit: musd
    as_of: 2026-03-31
    sources: [release_q1_2026]
    confidence: company
    label: {{en: Cash, de: Kasse}}
"""


def refused(text: str, beside: dict[str, bytes] = BESIDE) -> FactsError:
    with pytest.raises(FactsError) as caught:
        facts.loads(text.encode(), "mine.yaml", None, beside)
    sentence = str(caught.value)
    assert sentence.endswith(".") and ". " not in sentence and sentence.isprintable()
    return caught.value


def changed(old: str, new: str) -> str:
    """The published file with the one place that says ``old``; spaces and line ends count alike and are kept."""
    pattern = re.compile(r"(\s+)".join(re.escape(word) for word in old.split()))
    assert len(pattern.findall(TEXT)) == 1, old
    found = pattern.search(TEXT)
    assert found is not None
    gaps = iter(found.groups())
    words = new.split(" ")
    return (
        TEXT[: found.start()] + words[0] + "".join(next(gaps, " ") + word for word in words[1:]) + TEXT[found.end() :]
    )


def _to(old: str, new: str) -> str:
    """The last word of ``old`` replaced."""
    return f"{old.rsplit(' ', 1)[0]} {new}"


@pytest.mark.parametrize(
    ("old", "new", "key", "both"),
    [
        # 305m / 4.451 = 68,523,927.2 a coin; the close of 8 February is 70,305
        ("sale_btc: value: 4451", "4.451", "facts.sale_btc", ("$68,523,927", "$70,305")),
        # 410.2m x 3.51 = 1,439.8m; 20.51m x 3.51 = 71.99m; published on 7 October are 146.859m
        ("class_b: 1.7, total: 41.021967,", "410.2,", "series.share_counts", ("$1,440m", "$146.9m")),
        ("class_b: 1.7, total: 41.021967,", "20.51,", "series.share_counts", ("$71.99m", "$146.9m")),
        # 7,171.427m / 41.243627m = 173.9
        ("2026-03-31, cash: 7.171427,", "7171.427,", "series.balance_sheets", ("$7,171,427,000", "$41,243,627")),
        # July 2025 at 4.091 EH/s: 4.091e18 x 2,678,400 x 3.125 / (123.15e12 x 2^32) = 64.74
        ("operating_hashrate: 40.91", "4.091", "series.monthly_operations", ("650.5 BTC", "64.74")),
        # 49.8m written as 498m: 905,405 a coin against a mean close of 90,462
        ("proceeds: 49.8,", "498,", "series.btc_sales", ("$905,405", "$90,462")),
        # 1.76 / 0.1785 = 9.9 and not 2; 1.63 / 3.07 = 0.53 and not 0.1
        ("consolidation_ratio: value: 10", "2", "facts.consolidation_ratio", ("$0.1785", "$1.76")),
        ("ads_ratio: value: 2", "10", "facts.ads_ratio", ("$3.07", "$1.63")),
    ],
)
def test_a_figure_of_the_wrong_size_is_refused_with_both_numbers(
    old: str, new: str, key: str, both: tuple[str, str]
) -> None:
    error = refused(changed(old, _to(old, new)))
    assert error.key.startswith(key) and error.line is not None
    assert all(number in str(error) for number in both), str(error)


def test_a_price_row_on_the_wrong_side_of_a_split_is_refused() -> None:
    rows = BESIDE["share_price.csv"].decode()
    wrong = re.sub(r"(?m)^(2026-07-21),1\.76,", r"\1,0.176,", rows)
    assert wrong != rows
    beside = BESIDE | {"share_price.csv": wrong.encode()}
    # 1.94 ÷ 0.176 = 11: a jump on a day that the facts file does not note.
    error = refused(TEXT, beside)
    assert error.key == "close_as_traded_usd" and "0.176 on 2026-07-21" in str(error)
    # Noted for the day after, it still contradicts the day of the split.
    error = refused(
        changed("date: 2026-07-21 column: close_as_traded", "date: 2026-07-22 column: close_as_traded"), beside
    )
    assert error.key.startswith("facts.consolidation_ratio")
    assert "$0.1785" in str(error) and "$0.176" in str(error) and "2026-07-21" in str(error)


def test_two_tables_that_disagree_name_both_lines() -> None:
    wrong = changed("btc_mined: 1266, btc_held: 1025.69", "btc_mined: 1266, btc_held: 1205.69")
    error = refused(wrong)
    assert "1,205.69" in str(error) and "1,025.69" in str(error)
    other = int(re.findall(r"on line (\d+)", str(error))[0])
    lines = wrong.splitlines()
    assert error.line is not None and error.line != other
    assert sum("btc_held: 1205.69" in lines[n - 1] for n in (error.line, other)) <= 1


def test_a_fact_that_repeats_a_table_must_say_the_same() -> None:
    same = TEXT.replace("\nfacts:\n", "\n" + EXTRA_FACT.format(name="cash_2026_03_31", value=7.171427), 1)
    assert facts.loads(same.encode(), "mine.yaml", None, BESIDE).lookup("cash_2026_03_31") == 7_171_427
    wrong = TEXT.replace("facts:\n", EXTRA_FACT.format(name="cash_2026_03_31", value=7.9), 1)
    error = refused(wrong)
    place = next(n for n, line in enumerate(wrong.splitlines(), 1) if "date: 2026-03-31, cash: 7.171427" in line)
    fact = next(n for n, line in enumerate(wrong.splitlines(), 1) if "value: 7.9" in line)
    assert {error.line, int(re.findall(r"on line (\d+)", str(error))[0])} == {place, fact}
    assert "7,900,000" in str(error) and "7,171,427" in str(error)


def test_a_fact_and_a_reading_of_one_name_are_refused() -> None:
    error = refused(TEXT.replace("facts:\n", EXTRA_FACT.format(name="cash_now", value=7.2), 1))
    assert error.key == "readings.cash_now" and "stands in facts too" in str(error)


def test_what_cannot_be_compared_is_left_alone() -> None:
    """Without a published market value, or without bitcoin prices, the rule has only one of its numbers."""
    tenfold = changed("class_b: 1.7, total: 41.021967,", "class_b: 1.7, total: 410.2,")
    text = re.sub(r"(?m)^      market_value: .*\n", "", tenfold)
    text = re.sub(r"(?m)^      - date: \S+\n        column: market_value\n        note: .*\n", "", text)
    assert facts.loads(text.encode(), "mine.yaml", None, BESIDE).lookup("shares_outstanding") == 410.2e6
    text = re.sub(
        r"(?ms)^  btc_price_daily:\n    file.*?\n\n", "\n", changed("sale_btc: value: 4451", "sale_btc: value: 4.451")
    )
    assert facts.loads(text.encode(), "mine.yaml", None, BESIDE).lookup("sale_btc") == 4.451


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("cash_now: table: balance_sheets", "balance_sheet", "readings.cash_now.table", "did you mean balance_sheets"),
        ("cash_now: table: balance_sheets column: cash", "cahs", "readings.cash_now.column", "no column 'cahs'"),
        ("column: cash at: balance_date", "balance_day", "readings.cash_now.at", "did you mean balance_date"),
        (
            "sale_quarter: period: 2026-Q1",
            "2026-Q1\n    date: 2026-03-31",
            "windows.sale_quarter",
            "one of date, period",
        ),
        ("table: share_counts last: [total]", "[]", "windows.share_count_date", "expected last"),
        ("last: [total_liabilities, long_term_debt]", "debt]", "windows.liabilities_date.last", "no column 'debt'"),
        (
            "at: sale_month_before label:",
            "label:\n      x: 1\n    was:",
            "readings.btc_sold_month_before_sale",
            "unknown key",
        ),
    ],
)
def test_a_window_or_reading_that_points_nowhere_is_named(old: str, new: str, key: str, words: str) -> None:
    error = refused(changed(old, _to(old, new)))
    assert error.key.startswith(key) and words in str(error)


def test_a_cell_needs_a_value_in_its_row() -> None:
    error = refused(changed("2026-03-31, cash: 7.171427,", "2026-03-31, cash: null,"))
    assert error.key.endswith("cells.cash") and "has no value in this row" in str(error)
