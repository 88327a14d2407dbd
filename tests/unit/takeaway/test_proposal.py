"""New figures tried out on a copy of the facts: what they would do, what is refused, and what is written."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest

from dashboard.facts import FactsError, load
from dashboard.facts import __main__ as command
from dashboard.facts.patch import Patch, written
from dashboard.facts.proposal import HEAD, apply, read
from dashboard.facts.yaml_loader import parse
from dashboard.takeaway import rehearsal

FIVE = """\
operating_cash_flow_financial_year,-110,musd,FY2025,sec_xbrl_2025,
cash_at_the_moon,7,musd,2026-03-31,sec_xbrl_2025,
balance_sheets_total_equity,9e9,musd,2026-03-31,sec_xbrl_2025,
cash_now,900,musd,2026-03-31,release_q1_2026,a great deal of cash
monthly_operations_btc_held,2000,btc,2026-03,release_q1_2026,
"""

# Each tries an edit out on every page.
pytestmark = [pytest.mark.by_hand, pytest.mark.slow]


@pytest.fixture
def path(kept_path: Path, tmp_path: Path) -> Path:
    """A copy of the kept edition with the files beside it."""
    shutil.copytree(kept_path.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / kept_path.name


def _propose(path: Path, rows: str, *more: str) -> int:
    table = path.with_name("filing.csv")
    table.write_text(f"{','.join(HEAD)}\n{rows}", encoding="utf-8")
    return command.main(["--propose", str(table), "--into", str(path), *more])


def _edits(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and not line.startswith(("+++", "---"))]


def test_five_rows_say_five_things_and_write_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    assert _propose(path, FIVE, "--write") == 1
    assert path.read_bytes() == before and not list(path.parent.glob(".*"))
    said = capsys.readouterr()
    good, flip = said.out.split("line 2: ")[1].split("line 5: ")
    assert "operating_cash_flow_financial_year: -109.829414 → -110 musd" in good and "flips" not in good
    assert "balance_sheets_cash, 2026-03-31: 7.171427 → 900 musd" in flip
    assert "flips the sentence of runway under the defaults" in flip and "no forced sale before" in flip
    assert "flips the sentence of runway under bear" in flip and "of mining" not in flip
    refused = [line for line in said.out.splitlines() if line.startswith("refused: ")]
    assert [line.split(", ")[1] for line in refused] == ["line 3", "line 4", "line 6"]
    assert "there is no figure of this name" in refused[0]
    assert "expected a number of musd from -100000 to 100000, found 9e+09" in refused[1]
    assert "1,025.69 differs from the 2,000" in refused[2]
    assert said.err == "filing.csv: nothing is written, because 3 rows are refused; correct or remove them.\n"


def test_a_good_row_is_written_where_it_stands(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every page is made from the result in the next test.
    monkeypatch.setattr(rehearsal, "rehearse", lambda facts: None)
    before = path.read_text(encoding="utf-8")
    row = "operating_cash_flow_financial_year,-110000,kusd,2025,stocktoria,“Net cash” used: all"
    assert _propose(path, row) == 0
    assert path.read_text(encoding="utf-8") == before
    assert "nothing is written without --write" in capsys.readouterr().out
    assert _propose(path, row, "--write") == 0
    assert _edits(before, path.read_text(encoding="utf-8")) == [
        "-    value: -109.829414",
        "-    unit: musd",
        "-    period: FY2025",
        "-    sources: [sec_xbrl_2025, yahoo_cango_april_2026]",
        "-    confidence: company",
        "+    value: -110",
        "+    unit: musd",
        '+    period: "2025"',
        "+    sources: [stocktoria]",
        '+    phrase: "“Net cash” used: all"',
        "+    confidence: press",
    ]
    fact = load(path).facts["operating_cash_flow_financial_year"]
    assert (fact.value, fact.sources, fact.phrase) == (-110.0, ("stocktoria",), "“Net cash” used: all")


QUARTER = """\
as_of,2026-12-05,date,,,
quarterly_results_revenue,48.2,musd,2026-Q3,release_q3_2026,revenue of US$48.2 million
quarterly_results_net_result,-30.1,musd,2026-Q3,release_q3_2026,net loss was US$30.1 million
balance_sheets_cash,21.5,musd,2026-06-30,release_q3_2026,
"""
RELEASE = """
  release_q3_2026:
    publisher: Nobody
    title: "Results that this test made up"
    url: null
    published: 2026-12-04
    accessed: 2026-12-05
    kind: release

facts:
"""


def test_a_quarter_is_a_new_row_and_a_document_may_be_new(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = path.read_text(encoding="utf-8").replace("\nfacts:\n", RELEASE, 1)
    path.write_text(before, encoding="utf-8")
    # Refused before its figures come: nothing cites it.
    assert command.main([str(path)]) == 1
    assert "release_q3_2026" in capsys.readouterr().err
    assert _propose(path, QUARTER, "--write") == 0
    said = capsys.readouterr().out
    assert "quarterly_results_revenue, 2026-Q3: – → 48.2 musd (Nobody: Results that this test made up)" in said
    assert "keeps its note, see whether it still holds: Not yet found" in said
    edits = _edits(before, path.read_text(encoding="utf-8"))
    assert edits[:2] == ["-  as_of: 2026-11-28", "+  as_of: 2026-12-05"]
    # The row of the quarter stood there as not yet found: two lines of it change, its note stays.
    gone = [line for line in edits if line.startswith("-")]
    assert len(gone) == 3 and gone[1].startswith("-      - {period: 2026-Q3, revenue: null,")
    cited = [line.strip("+ ") for line in edits if "release_q3_2026" in line]
    assert cited == [
        'revenue: {sources: [release_q3_2026], phrase: "revenue of US$48.2 million", confidence: company},',
        'net_result: {sources: [release_q3_2026], phrase: "net loss was US$30.1 million", confidence: company}}, '
        "sources: [release_q3_2026], confidence: company,",
        "sources: [release_q3_2026], confidence: company}",
    ]
    assert "+      - {date: 2026-06-30, cash: 21.5," in edits
    facts = load(path)
    row = facts.series["quarterly_results"].row("2026-Q3")
    assert row is not None and row.cells["revenue"].phrase == "revenue of US$48.2 million"
    assert row.sources == ("release_q3_2026",) and row.confidence == "company"
    days = [one.date for one in facts.series["balance_sheets"].rows]
    assert days == sorted(days, key=str) and "2026-06-30" in days


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("cash_now,7,musd,2026-03-31,release_q1_2026", "expected 6 cells, found 5"),
        ("cash_now,7,musd,last spring,release_q1_2026,", "expected as_of as 2026-03-31, 2026-03"),
        ("cash_now,7,btc,2026-03-31,release_q1_2026,", "expected a unit that is musd or converts to it, found 'btc'"),
        ('cash_now,"7,2",musd,2026-03-31,release_q1_2026,', "expected a number such as -12.5, or null, found '7,2'"),
        ("cash_now,7,musd,2026-03-31,release_q1_2062,", "no source 'release_q1_2062'; did you mean release_q1_2026"),
        ("btc_price_latest,7,usd,2026-10-08,onechart_btc,", "stands in btc_price_daily.csv; add the day there"),
        ("btc_price,7,usd,2026-10-08,onechart_btc,", "is an assumption, not a published figure"),
        ("cash_now,nan,musd,2026-03-31,release_q1_2026,", "expected a number of musd from -100000 to 100000"),
        ("events_price,3,usd,2026-09-03,release_q1_2026,", "events has 2 rows of 2026-09-03; edit the one"),
        ("balance_sheets_cash,3,musd,2026-Q3,release_q1_2026,", "expected as_of as in the rows of balance_sheets"),
        ("cash_now,3,musd,2026-03-31,release_q1_2026,\nbalance_sheets_cash,4,musd,2026-Q1,release_q1_2026,",
         "says 3.0, and line 3 says 4.0 of the same figure; keep one"),
        ("", "has no rows"),
    ],
)  # fmt: skip
def test_a_row_that_leads_nowhere_is_one_sentence(
    row: str, said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    assert _propose(path, row, "--write") == 1
    answer = capsys.readouterr()
    assert said in answer.out + answer.err and len(answer.err.splitlines()) == 1
    assert path.read_bytes() == before


def test_another_table_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--propose", str(path.with_name("btc_price_daily.csv")), "--into", str(path)]) == 1
    assert "expected the columns key, value, unit, as_of, source, phrase" in capsys.readouterr().err


def test_every_figure_of_the_file_can_be_edited_alone(path: Path) -> None:
    """The value of each fact, and a cell of each row of each table: the rest of the file stays as it is."""
    text = path.read_text(encoding="utf-8")
    document = parse(text.encode(), path.name)
    tree = document.tree
    assert isinstance(tree, dict)
    rows = []
    for name, fact in list(tree["facts"].items())[::90]:
        if fact["unit"] not in ("text", "date", "choice"):
            rows.append(
                f"{name},{fact['value']},{fact['unit']},{fact.get('as_of') or fact.get('period')},sec_xbrl_2025,"
            )
    for table, series in tree["series"].items():
        seen = [row.get("date") or row.get("period") for row in series["rows"]]
        for row, when in list(zip(series["rows"], seen, strict=True))[::40]:
            column = next((c for c in series["columns"] if isinstance(row.get(c), int | float)), None)
            if column is not None and seen.count(when) == 1:
                rows.append(f"{table}_{column},{row[column]},{series['columns'][column]},{when},sec_xbrl_2025,why")
    proposal = read(f"{','.join(HEAD)}\n{chr(10).join(rows)}\n".encode(), "all.csv", document)
    assert len(rows) > 6 and not proposal.refused
    for group in proposal.groups:
        try:
            apply(text, [group])
        except FactsError as error:
            assert "rows of" in str(error)


@pytest.mark.parametrize("value", ["yes", "null", "1e3", "2026-03-31", "a: b", "#x", "„so“", 'say "no"', "- a", "12"])
def test_words_are_written_so_that_they_are_read_back(value: str) -> None:
    tree = parse(f"key: {written(value)}\nflow: {{a: {written(value)}, b: 1}}".encode(), "x.yaml").tree
    assert tree == {"key": value, "flow": {"a": value, "b": 1}}


def test_patches_keep_comments_and_layout() -> None:
    patch = Patch("# top\na:\n  b: 1  # one\n  c: {d: 2, e: [x, y]}   # two\n\n# next\nf:\n  - {g: 1}\n\nh: 2\n")
    patch.replace(("a", "b"), "10")
    patch.put(("a", "c"), "z", "3", after=("d",))
    patch.drop(("a", "c", "e"))
    patch.put(("a",), "n", "null")
    patch.insert_row(("f",), 1, "{g: 2}")
    patch.insert_row(("f",), 0, "{g: 0}")
    assert patch.text == (
        "# top\na:\n  b: 10  # one\n  c: {d: 2, z: 3}\n  n: null   # two\n\n# next\nf:\n  - {g: 0}\n  - {g: 1}\n"
        "  - {g: 2}\n\nh: 2\n"
    )
