"""Price files: cut off at any byte, with a slip in any price, they are refused in one sentence."""

import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboard.facts import Facts, FactsError, loads
from dashboard.facts.files import read_daily
from dashboard.facts.problems import read_document, validated
from dashboard.facts.schema import FactsFile

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLE = (FIXTURES / "example.yaml").read_text(encoding="utf-8")
BESIDE = {name: (FIXTURES / name).read_bytes() for name in ("price.csv", "others.yaml")}
TWO, THREE = "2026-06-26,1.5,,", "2026-06-29,,3000,"


def read(text: str = EXAMPLE, **beside: bytes) -> Facts:
    return loads(
        text.encode(), "example.yaml", None, {**BESIDE, **{"price.csv": beside.get("csv", BESIDE["price.csv"])}}
    )


def refused(text: str = EXAMPLE, **beside: bytes) -> FactsError:
    with pytest.raises(FactsError) as caught:
        read(text, **beside)
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def test_a_price_file_cut_at_any_byte_is_refused() -> None:
    whole = BESIDE["price.csv"]
    for end in range(len(whole)):
        problem = refused(csv=whole[:end])
        assert problem.file == "price.csv", end


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("key", ["btc_price_daily", "share_price_daily"])
def test_the_published_price_files_cut_at_random_bytes_are_refused(facts: Facts, key: str, line_end: bytes) -> None:
    file = validated(FactsFile, read_document(facts.data, "cango.yaml"))
    described, as_of = file.daily[key], file.company.as_of
    whole = facts.beside[described.file].replace(b"\r\n", b"\n").replace(b"\n", line_end)
    assert len(read_daily(whole, described, as_of).date) == described.rows
    chance = random.Random(200)
    ends = {chance.randrange(len(whole)) for _ in range(200)}
    # Where whole rows alone are left, only the last day and the number of rows tell.
    rows = [found.end() for found in re.finditer(b"\n", whole)]
    for end in sorted({*ends, *chance.sample(rows[:-1], 20), rows[-2], rows[-1] - 1}):
        with pytest.raises(FactsError) as caught:
            read_daily(whole[:end], described, as_of)
        assert caught.value.file == described.file, end


def _swapped(old: str, new: str) -> bytes:
    text = BESIDE["price.csv"].decode()
    assert text.count(old) == 1
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    ("csv", "line", "column", "said"),
    [
        (BESIDE["price.csv"][:-1], 4, "", "cut off"),
        (_swapped(TWO, TWO.replace("1.5", "-1.5")), 3, "close_usd", "above 0, found -1.5"),
        (_swapped(TWO, TWO.replace("1.5", "0")), 3, "close_usd", "above 0, found 0"),
        (_swapped(TWO, TWO.replace("1.5", "1500")), 3, "close_usd", "1.25 on 2026-06-25 becomes 1500 on 2026-06-26"),
        (_swapped(TWO, TWO.replace("1.5", "0.4")), 3, "close_usd", "note the day under jumps"),
        # Days without a price lie between: it is compared with the latest one.
        (_swapped(THREE, "2026-06-29,5,3000,"), 4, "close_usd", "1.5 on 2026-06-26 becomes 5"),
        (_swapped(THREE, "2026-06-28,,3000,"), 4, "day", "says until: 2026-06-29"),
        (_swapped(f"{TWO}A mirror,https://example.com/prices\n", ""), 3, "", "has 2 rows"),
    ],
)
def test_what_is_wrong_with_a_price_file_is_said(csv: bytes, line: int, column: str, said: str) -> None:
    problem = refused(csv=csv)
    assert (problem.file, problem.line, problem.key) == ("price.csv", line, column)
    assert said in str(problem)


def test_three_times_the_price_is_the_most_without_a_note() -> None:
    assert read(csv=_swapped(TWO, TWO.replace("1.5", "3.75")))
    assert "factor of 3" in str(refused(csv=_swapped(TWO, TWO.replace("1.5", "3.76"))))


NOTED = "    jumps: [{date: 2026-06-26, column: close, note: {en: A split., de: Ein Split.}}]\n    columns:\n"


def test_a_noted_jump_is_accepted_and_must_be_there() -> None:
    noted = EXAMPLE.replace("    columns:\n      close:", f"{NOTED}      close:")
    assert noted != EXAMPLE
    assert read(noted, csv=_swapped(TWO, TWO.replace("1.5", "15"))).daily["price_daily"].columns["close"][1] == 15
    assert "no jump of close on 2026-06-26; remove it" in str(refused(noted))
    other = noted.replace("column: close,", "column: volume,")
    assert "factor of 3" in str(refused(other, csv=_swapped(TWO, TWO.replace("1.5", "15"))))


def test_only_prices_must_be_positive_and_steady() -> None:
    assert read(csv=_swapped(THREE, "2026-06-29,,0,"))


@pytest.mark.parametrize(
    ("edits", "key", "said"),
    [
        ({"    until: 2026-06-29\n": ""}, "daily.price_daily.until", "is missing"),
        ({"    rows: 3\n": ""}, "daily.price_daily.rows", "is missing"),
        ({"    rows: 3\n": "    rows: 3.5\n"}, "daily.price_daily.rows", "expected a valid integer"),
        ({"    rows: 3\n": "    rows: 20001\n"}, "daily.price_daily.rows", "20000"),
        ({"    until: 2026-06-29\n": "    until: 2026-06-31\n"}, "daily.price_daily.until", "real date"),
    ],
)
def test_the_end_of_a_price_file_must_be_stated(edits: Mapping[str, str], key: str, said: str) -> None:
    text = EXAMPLE
    for old, new in edits.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    problem = refused(text)
    assert problem.key == key and said in str(problem)
