"""Every way a facts file can be wrong gives one sentence with file, line, key and what was expected."""

import copy
import random
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import facts
from dashboard.facts import Facts, FactsError, FactsStore, problems
from dashboard.facts.__main__ import main
from dashboard.facts.yaml_loader import Document, parse
from tests.conftest import examples

ROOT = Path(__file__).parents[2]
REAL = ROOT / "data" / "cango.yaml"
NAME = "example.yaml"

FIXTURES = Path(__file__).parent / "fixtures"
# A small company whose file is valid and uses every section.
VALID = (FIXTURES / NAME).read_text(encoding="utf-8")
PRICES = (FIXTURES / "price.csv").read_text(encoding="utf-8")
PEERS = (FIXTURES / "others.yaml").read_text(encoding="utf-8")
MINIMAL = re.sub(
    r"(?ms)^(series|daily|disclosures|claims|conflicts|constants|presets|changes):\n.*?(?=^[a-z])", "", VALID
).replace("  peers: others.yaml\n", "")


def changed(text: str, old: str, new: str) -> str:
    """The text with its one `old` replaced."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
    return text.replace(old, new)


def line_of(text: str, words: str) -> int:
    """Number of the first line that contains the words."""
    return 1 + text[: text.index(words)].count("\n")


def refuse(call: Callable[[], object]) -> FactsError:
    """The error of the call, checked to be one clean sentence."""
    with pytest.raises(FactsError) as caught:
        call()
    sentence = str(caught.value)
    assert sentence.endswith(".") and ". " not in sentence
    assert sentence.isprintable() and len(sentence) < 500
    return caught.value


def test_the_example_itself_is_valid(folder: Path) -> None:
    loaded = facts.load(folder / NAME)
    assert len(loaded.facts) == 4 and len(loaded.series) == 3 and len(loaded.claims) == 1


def test_only_the_minimum_is_required() -> None:
    text = changed(
        MINIMAL,
        "[annual]\n    confidence: company\n    label: {en: Loan",
        "[paper]\n    confidence: company\n    label: {en: Loan",
    )
    loaded = facts.loads(text.encode(), NAME, None)
    assert (loaded.series, loaded.daily, loaded.claims, loaded.peers) == ({}, {}, (), None)


# name: (old text, new text, key that must be named, words that must be said[, text on the line to be named])
WRONG: dict[str, tuple[str, ...]] = {
    # the file as such
    "not YAML": ("facts:\n", "facts: [\n", "", "is not YAML", "    value: 100.0"),
    "duplicate key": (
        "    phrase:",
        "    unit: usd\n    phrase:",
        "facts.revenue_year.unit",
        "duplicate",
        "unit: usd",
    ),
    "alias bomb": ("value: 76000", "value: *bomb", "facts.cost_per_coin.value", "alias"),
    "python tag": ("value: 76000", "value: !!python/name:os.system", "cost_per_coin.value", "tag"),
    "deep": ("value: 76000", "value: " + "[" * 50_000, "facts.cost_per_coin", "nested"),
    "last key hidden": (
        "end_of_facts: true\n",
        "end_of_facts: true\nextra: 1\n",
        "end_of_facts",
        "last line",
        "extra",
    ),
    "last key false": ("end_of_facts: true", "end_of_facts: false", "end_of_facts", "last line"),
    "last key text": ("end_of_facts: true", "end_of_facts: 'true'", "end_of_facts", "last line"),
    "last line inside another key": (
        "  - date: 2026-06-30\n    text: {en: First version., de: Erste Fassung.}\nend_of_facts: true\n",
        '  "x\nend_of_facts: true\n',
        "",
        "not YAML",
        '  "x',
    ),
    # keys
    "unknown top key": ("changes:\n", "extra: 1\nchanges:\n", "extra", "unknown key", "extra: 1"),
    "unknown fact key": (
        "    phrase:",
        "    colour: red\n    phrase:",
        "facts.revenue_year.colour",
        "unknown key",
    ),
    "unknown row key": ("amount: 30", "amont: 30", "series.events.rows[1].amont", "unknown key", "amont"),
    "unknown company key": (
        "  ticker: EXM",
        "  tick: EXM",
        "company",
        "",
    ),
    "missing key": ("    unit: date\n", "", "facts.loan_until.unit", "is missing", "  loan_until:"),
    "missing section": ("assumptions:\n", "other:\n", "", ""),
    "missing language": (
        "{en: Loan until, de: Kredit bis}",
        "{en: Loan until}",
        "loan_until.label.de",
        "missing",
    ),
    "empty language": ("de: Kredit bis", "de: ' '", "facts.loan_until.label.de", "empty"),
    # types and numbers
    "text for a number": (
        "value: 76000",
        "value: about 76000",
        "facts.cost_per_coin.value",
        "expected a number of usd",
    ),
    "list for a number": ("value: 76000", "value: [76000]", "facts.cost_per_coin.value", "expected a number"),
    "true for a number": ("value: 76000", "value: true", "facts.cost_per_coin.value", "expected a number"),
    "text for a list": (
        "facts: [revenue_year]",
        "facts: revenue_year",
        "conflicts[1].facts",
        "expected a list",
    ),
    "text for keys": (
        "label: {en: Fees, de: Gebühren}",
        "label: Fees",
        "constants[1].label",
        "expected the keys en, de",
    ),
    "number for words": ("title: An article", "title: 2025", "sources.paper.title", "expected words"),
    "a row that is text": (
        "      - date: 2026-02-08",
        "      - word\n      - date: 2026-02-08",
        "rows[1]",
        "expected the",
    ),
    "NaN": ("value: 76000", "value: .nan", "facts.cost_per_coin.value", "finite"),
    "infinite": ("value: 76000", "value: 1e999", "facts.cost_per_coin.value", "exponent"),
    "wrong unit": ("unit: date", "unit: dollars", "facts.loan_until.unit", "unknown unit 'dollars'"),
    "thousand times too much": (
        "value: 100.0",
        "value: 100000.5",
        "facts.revenue_year.value",
        "musd from -100000",
    ),
    "negative price": (
        "btc_held: 60.6",
        "btc_held: -60.6",
        "series.monthly_operations.rows[3].btc_held",
        "from 0",
    ),
    "column of an unknown unit": (
        "amount: musd",
        "amount: mio",
        "series.events.columns.amount",
        "unknown unit",
    ),
    "words in a number column": (
        "amount: 30",
        "amount: thirty",
        "series.events.rows[1].amount",
        "number of musd",
    ),
    "number in a words column": (
        "word: open market",
        "word: 5",
        "series.events.rows[1].word",
        "expected words",
    ),
    "long phrase": ("revenue of $100.0m", "x" * 161, "facts.revenue_year.phrase", "160"),
    "javascript address": (
        "url: https://example.com/annual",
        "url: javascript:alert(1)",
        "annual.url",
        "https://",
    ),
    # dates
    "not a date": ("published: 2026-03-01", "published: March", "sources.annual.published", "YYYY-MM-DD"),
    "no such day": ("value: 2028-04-30", "value: 2028-02-30", "facts.loan_until.value", "YYYY-MM-DD"),
    "no such month in a period": (
        "period: 2026-02\n",
        "period: 2026-13\n",
        "rows[4].period",
        "expected a period",
    ),
    "published in the future": (
        "published: 2026-03-01",
        "published: 2026-07-01",
        "annual.published",
        "after company.as_of",
    ),
    "accessed in the future": (
        "accessed: 2026-06-29",
        "accessed: 2026-07-01",
        "paper.accessed",
        "after company.as_of",
    ),
    "fact in the future": (
        "as_of: 2026-03-31\n    sources: [annual, paper]",
        "as_of: 2026-07-01\n    sources: [annual, paper]",
        "facts.cost_per_coin.as_of",
        "after company.as_of 2026-06-30",
    ),
    "period in the future": (
        "period: FY2025",
        "period: 2026-07",
        "facts.revenue_year.period",
        "after company.as_of",
    ),
    "event in the future": (
        "date: 2026-02-08",
        "date: 2026-12-08",
        "series.events.rows[1].date",
        "after company",
    ),
    "change in the future": (
        "  - date: 2026-06-30",
        "  - date: 2027-01-01",
        "changes[1].date",
        "after company.as_of",
    ),
    "preset in the future": (
        "date: 2026-03-17",
        "date: 2027-01-01",
        "presets[1].date",
        "after company.as_of",
    ),
    "disclosure in the future": (
        "status: not_disclosed\n    as_of: 2026-03-31",
        "status: not_disclosed\n    as_of: 2026-12-31",
        "disclosures[1].as_of",
        "after company.as_of",
    ),
    "both as_of and period": (
        "    period: FY2025",
        "    period: FY2025\n    as_of: 2025-12-31",
        "facts.revenue_year.as_of",
        "one of the two",
        "    as_of: 2025-12-31",
    ),
    "neither as_of nor period": (
        "    period: FY2025\n",
        "",
        "facts.revenue_year",
        "either as_of or period",
        "  revenue_year:",
    ),
    # sources
    "missing source": (
        "sources: [annual, paper]\n    confidence",
        "sources: [annual, papper]\n    confidence",
        "facts.cost_per_coin.sources[2]",
        "did you mean paper",
    ),
    "missing source of a row": (
        "sources: [paper]\n        confidence",
        "sources: [nobody]\n        confidence",
        "series.events.rows[1].sources[1]",
        "no source 'nobody'",
    ),
    "missing source of a claim": (
        "sources: [paper]\n    page",
        "sources: [nobody]\n    page",
        "claims[1].sources[1]",
        "",
    ),
    "missing source of a conflict": (
        "note: {en: They differ., de: Sie weichen ab.}\n    sources: [annual, paper]",
        "note: {en: They differ., de: Sie weichen ab.}\n    sources: [nobody]",
        "conflicts[1].sources[1]",
        "no source",
        "sources: [nobody]",
    ),
    "missing source of an assumption": (
        "reported: cost_per_coin\n    sources: [annual]",
        "reported: cost_per_coin\n    sources: [nobody]",
        "assumptions[2].sources[1]",
        "no source",
    ),
    "unused source": (
        "facts:\n",
        "  other:\n    {publisher: P, title: T, url: null, published: null, "
        "accessed: 2026-01-01, kind: press}\nfacts:\n",
        "sources.other",
        "used by nothing",
        "  other:",
    ),
    "no source": (
        "sources: [annual, paper]\n    confidence",
        "sources: []\n    confidence",
        "cost_per_coin.sources",
        "one",
    ),
    "unknown kind of source": ("kind: filing", "kind: rumour", "sources.annual.kind", "'filing', 'release'"),
    "unknown confidence": (
        "confidence: derived",
        "confidence: sure",
        "facts.cost_per_coin.confidence",
        "'company'",
    ),
    # balances
    "quarters do not sum": (
        "revenue: 100.0\n",
        "revenue: 100.3\n",
        "rows[4].revenue",
        "expected 100.1 = 2025-H1",
    ),
    "coins do not sum": ("btc_mined: 1050\n", "btc_mined: 1051\n", "rows[4].btc_mined", "discrepancy note"),
    "sum of an unknown quarter": ("sums: [2025-H1,", "sums: [2024-H1,", "rows[4].sums", "no other row"),
    "roll-forward does not close": ("btc_held: 60.6", "btc_held: 60.7", "rows[3].btc_held", "expected 60.50"),
    "discrepancy without a note": (
        "        discrepancy: {en: Sixty coins are unexplained., de: Sechzig Coins sind ungeklärt.}\n",
        "",
        "monthly_operations.rows[4].btc_held",
        "discrepancy note",
        "btc_held: 50\n",
    ),
    "a month is left out": (
        "period: 2026-01\n",
        "period: 2025-10\n",
        "rows[3].period",
        "month after 2025-12",
    ),
    "the same quarter twice": ("period: 2025-Q3", "period: 2025-H1", "quarterly_results.rows[2]", "twice"),
    "row without period": (
        "      - period: 2026-02\n        btc_produced: 70",
        "      - btc_produced: 70",
        "rows[4]",
        "period",
    ),
    "derived names no column": (
        "derived: [net_result]",
        "derived: [gross_result]",
        "rows[4].derived",
        "gross_result",
    ),
    # assumptions, presets, texts
    "default outside": ("default: 77", "default: 201", "assumptions[1].default", "from 20 to 200"),
    "default is text": ("default: 77", "default: high", "assumptions[1].default", "from 20 to 200"),
    "default is no option": ("default: RUN", "default: NOW", "assumptions[3].default", "one of FY2025, RUN"),
    "min above max": ("min: 20", "min: 300", "assumptions[1].min", "less than max 200"),
    "step of zero": ("step: 0.5", "step: 0", "assumptions[2].step", "more than 0"),
    "slider without step": ("    step: 0.5\n", "", "assumptions[2]", "min, max and step", "  - key: cash"),
    "options on a slider": ("unit: choice", "unit: kusd", "assumptions[3].unit", "expected choice"),
    "same URL key twice": ("key: cash", "key: btc", "assumptions[2].key", "twice"),
    "same name twice": ("name: cash_cost", "name: btc_price", "assumptions[2].name", "taken"),
    "name of a fact taken": ("name: cash_cost", "name: revenue_year", "assumptions[2].name", "taken"),
    "key of the addresses": ("key: cash", "key: a", "assumptions[2].key", "dashboard's own"),
    "key of a page's control": ("key: cash", "key: verdict", "assumptions[2].key", "dashboard's own"),
    "key of the session": ("key: cash", "key: browser", "assumptions[2].key", "dashboard's own"),
    "beginning of the phone's": ("key: cash", "key: m_btc", "assumptions[2].key", "dashboard's own"),
    "reported names no fact": (
        "reported: cost_per_coin",
        "reported: cost_per_con",
        "reported",
        "did you mean cost_per_coin",
    ),
    "reported in another unit": (
        "reported: cost_per_coin",
        "reported: loan_until",
        "assumptions[2].reported",
        "kusd",
    ),
    "page that does not exist": ("pages: [mining]", "pages: [minig]", "assumptions[3].pages[1]", "mining, sale"),
    "preset of an unknown key": (
        "{btc: 60, cash",
        "{eth: 60, cash",
        "presets[1].values.eth",
        "key of an assumption",
    ),
    "preset out of range": ("{btc: 60, cash", "{btc: 6, cash", "presets[1].values.btc", "from 20 to 200"),
    "preset with no such option": (
        "basis: FY2025}",
        "basis: FY2024}",
        "presets[1].values.basis",
        "one of FY2025, RUN",
    ),
    "conflict about no fact": (
        "facts: [revenue_year]",
        "facts: [revenue_yeer]",
        "conflicts[1].facts[1]",
        "did you mean",
    ),
    "unknown verdict": ("verdict: supported", "verdict: true", "claims[1].verdict", "'supported'"),
    "placeholder in one language": (
        '"Siehe {revenue_year}."',
        "Siehe.",
        "claims[1].evidence",
        "{revenue_year}",
    ),
    "placeholder that reaches inside": (
        '"{revenue_year} ÷ 2"',
        '"{a.__class__}"',
        "claims[1].arithmetic",
        "placeholder",
    ),
    "stray brace": ('"{revenue_year} ÷ 2"', '"{revenue_year ÷ 2"', "claims[1].arithmetic", "brace"),
    "constant out of range": (
        "value: 1\n    unit: pct",
        "value: 10001\n    unit: pct",
        "constants[1].value",
        "pct",
    ),
    "file name with a folder": (
        "file: price.csv",
        "file: ../price.csv",
        "daily.price_daily.file",
        "same folder",
    ),
    "hidden file name": ("file: price.csv", "file: .price.csv", "daily.price_daily.file", "same folder"),
    "peers in another folder": ("peers: others.yaml", "peers: /etc/passwd", "company.peers", "same folder"),
    "daily file missing": ("file: price.csv", "file: prices.csv", "daily.price_daily.file", "does not exist"),
    "peers file missing": ("peers: others.yaml", "peers: other.yaml", "company.peers", "does not exist"),
    "daily unit": ("unit: count", "unit: text", "daily.price_daily.columns.volume.unit", "unit of a number"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_each_mistake_is_named(case: tuple[str, ...], folder: Path) -> None:
    old, new, key, words, *rest = case
    text = changed(VALID, old, new)
    error = refuse(lambda: facts.loads(text.encode(), NAME, folder))
    sentence = str(error)
    assert error.file == NAME and key in error.key and key in sentence and words in sentence
    # Without a marker the line is the first one that differs from the valid file.
    pairs = zip_longest(VALID.splitlines(), text.splitlines())
    differs = next(number for number, (was, now) in enumerate(pairs, 1) if was != now)
    assert error.line == (line_of(text, rest[0]) if rest else differs), sentence
    assert f"{NAME}, line {error.line}" in sentence


WRONG_PRICES = {
    "no header": (PRICES, "", None, "column"),
    "column missing": ("close_usd", "close", 1, "close_usd"),
    "source column missing": ("source_title", "source", 1, "source_title"),
    "column twice": ("volume", "close_usd", 1, "found 2"),
    "too few cells": ("1000,", "", 2, "5 cells, found 4"),
    "no such day": ("2026-06-26", "2026-06-31", 3, "YYYY-MM-DD"),
    "not ascending": ("2026-06-26", "2026-06-24", 3, "after 2026-06-25"),
    "same day twice": ("2026-06-26", "2026-06-25", 3, "after 2026-06-25"),
    "in the future": ("2026-06-29", "2026-07-01", 4, "company.as_of"),
    "words": ("1.25", "high", 2, "number of usd"),
    "nan": ("1.25", "nan", 2, "number of usd"),
    "infinite": ("1.25", "1e999", 2, "number of usd"),
    "out of range": ("1000", "-1000", 2, "number of count"),
    "underscores": ("1000", "1_000", 2, "number of count"),
    "no source": ("1000,A mirror", "1000, ", 2, "source"),
    "open quote": ("2026-06-25", '"2026-06-25', None, "CSV"),
    "hidden character": ("1000,A mirror", "1000,A\u202emirror", 2, "U+202E"),
    "no rows": (PRICES.split("\n", 1)[1], "", None, "no rows"),
}


@pytest.mark.parametrize("case", WRONG_PRICES.values(), ids=WRONG_PRICES)
def test_each_mistake_in_the_daily_file_is_named(case: tuple[str, str, int | None, str], folder: Path) -> None:
    old, new, line, words = case
    (folder / "price.csv").write_text(changed(PRICES, old, new), encoding="utf-8")
    error = refuse(lambda: facts.load(folder / NAME))
    assert error.file == "price.csv" and words in str(error)
    assert line is None or error.line == line


WRONG_PEERS = {
    "cut off": ("end_of_facts: true\n", "", "end_of_facts", "last line"),
    "unknown key": ("ticker: OTH", "tick: OTH", "peers[1].tick", "unknown key"),
    "missing source": (
        "bound: lower,\n         source: letter",
        "bound: lower,\n         source: lettr",
        "figures[1].source",
        "letter",
    ),
    "unused source": (
        "peers:\n",
        "  other: {publisher: P, title: T, url: null, published: null, accessed: 2026-01-01, kind: press}\npeers:\n",
        "sources.other",
        "used by nothing",
    ),
    "unknown unit": ("unit: mw", "unit: megawatt", "peers[1].figures[2].unit", "unknown unit"),
    "out of range": ("value: 50.5", "value: -50500000", "peers[1].figures[1].value", "kusd"),
    "published in the future": (
        "published: 2026-05-01",
        "published: 2026-12-01",
        "letter.published",
        "after",
    ),
}


@pytest.mark.parametrize("case", WRONG_PEERS.values(), ids=WRONG_PEERS)
def test_each_mistake_in_the_peers_file_is_named(case: tuple[str, str, str, str], folder: Path) -> None:
    old, new, key, words = case
    (folder / "others.yaml").write_text(changed(PEERS, old, new), encoding="utf-8")
    error = refuse(lambda: facts.load(folder / NAME))
    assert error.file == "others.yaml" and key in error.key and words in str(error)


def test_an_upload_without_a_folder_cannot_name_files() -> None:
    error = refuse(lambda: facts.loads(VALID.encode(), "../../etc/passwd", None))
    assert "price.csv" in str(error) or "others.yaml" in str(error)


def test_a_balance_within_the_rounding_is_accepted(folder: Path) -> None:
    for old, new in (("revenue: 100.0\n", "revenue: 100.25\n"), ("btc_held: 60.6", "btc_held: 60.65")):
        facts.loads(changed(VALID, old, new).encode(), NAME, folder)


def test_a_sum_with_an_unknown_part_or_a_note_is_not_checked(folder: Path) -> None:
    text = changed(VALID, "revenue: 30.0,", "revenue: null,")
    facts.loads(text.encode(), NAME, folder)
    text = changed(VALID, "revenue: 100.0\n", "revenue: 777\n        discrepancy: {en: A, de: B}\n")
    facts.loads(text.encode(), NAME, folder)


# --- every key, every value ------------------------------------------------------------------------------

OPTIONAL = {
    "peers",
    "phrase",
    "approximate",
    "note",
    "derived",
    "sums",
    "kind",
    "label",
    "reported",
    "period",
    "date",
    "series",
    "daily",
    "disclosures",
    "claims",
    "conflicts",
    "constants",
    "presets",
    "changes",
    "bound",
    "sources",
    "facts",
    "word",
    "amount",
    "revenue",
    "btc_revenue",
    "net_result",
    "btc_mined",
    "btc_produced",
    "btc_sold",
    "btc_held",
    "btc",
    "cash",
    "basis",
    "FY2025",
    "close",
    "volume",
}


def walk(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of every key and item."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from walk(value, (*path, key))


EXAMPLE = parse(VALID.encode(), NAME)
PATHS = list(walk(EXAMPLE.tree))
Edit = Callable[[tuple[Any, ...], Callable[[Any, Any], object]], Facts]


@pytest.fixture
def edit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Validates the example with one place of its tree changed, without writing YAML, which is slow."""

    def validate(path: tuple[Any, ...], change: Callable[[Any, Any], object]) -> Facts:
        tree: Any = copy.deepcopy(EXAMPLE.tree)
        parent = tree
        for part in path[:-1]:
            parent = parent[part]
        change(parent, path[-1])

        def parsed(data: bytes, name: str) -> Document:
            return Document(NAME, tree, EXAMPLE.lines) if name == NAME else parse(data, name)

        monkeypatch.setattr(problems, "parse", parsed)
        return facts.loads(VALID.encode(), NAME, folder)

    return validate


def test_an_edit_that_changes_nothing_is_valid(edit: Edit) -> None:
    edit(("company",), lambda parent, key: None)


@pytest.mark.parametrize("wrong", [{"x": 1}, [[1]], "{", -1e17, False], ids=["keys", "list", "text", "number", "false"])
def test_no_value_can_be_replaced_by_something_else(wrong: object, edit: Edit) -> None:
    accepted = []
    for path in PATHS:
        try:
            edit(path, lambda parent, key: parent.__setitem__(key, wrong))
        except FactsError as error:
            assert error.line is not None
        else:
            accepted.append(path)
    words = {
        "name",
        "short_name",
        "exchange",
        "ticker",
        "ai_name",
        "publisher",
        "title",
        "phrase",
        "en",
        "de",
        "word",
    }
    harmless = [path for path in accepted if isinstance(wrong, str) and path[-1] in words]
    harmless += [path for path in accepted if wrong is False and path[-1] == "approximate"]
    assert [path for path in accepted if path not in harmless] == []


def test_no_required_key_can_be_left_out(edit: Edit) -> None:
    entries = {("facts",), ("series",), ("daily",)}
    keys = [path for path in PATHS if isinstance(path[-1], str) and path[:-1] not in entries]
    left_out = [path for path in keys if path[-1] not in OPTIONAL]
    accepted = []
    for path in left_out:
        try:
            edit(path, lambda parent, key: parent.pop(key))
        except FactsError as error:
            assert error.file == NAME and error.line is not None
        else:
            accepted.append(path)
    assert accepted == [] and len(left_out) > 100


# --- cut off, empty, huge, missing -----------------------------------------------------------------------


def cuts(data: bytes, extra: int) -> list[int]:
    """All line ends, the bytes beside them, and some places in between; never the whole file."""
    ends = [index for index, byte in enumerate(data) if byte == 10]
    places = {0, *ends, *(end + 1 for end in ends), *random.Random(1).sample(range(len(data)), extra)}
    # The last line end alone may be missing: nothing is lost with it.
    return sorted(place for place in places if place < len(data.rstrip()))


def test_every_truncation_of_the_example_is_refused(folder: Path) -> None:
    data = VALID.encode()
    for cut in range(len(data.rstrip())):
        error = refuse(partial(facts.loads, data[:cut], NAME, folder))
        assert error.file == NAME


@pytest.mark.slow
def test_every_truncation_of_the_real_file_is_refused() -> None:
    data = REAL.read_bytes()
    places = cuts(data, 1500)
    assert len(places) > 3000
    for cut in places:
        with pytest.raises(FactsError):
            facts.loads(data[:cut], REAL.name, REAL.parent)


def test_a_lost_line_is_nearly_always_noticed(folder: Path) -> None:
    lines = VALID.splitlines(keepends=True)
    refused = 0
    for start in range(0, len(lines) - 1):
        try:
            facts.loads("".join(lines[:start] + lines[start + 1 :]).encode(), NAME, folder)
        except FactsError:
            refused += 1
    assert refused > 0.85 * len(lines)


@pytest.mark.parametrize(
    "content", ["", "\n\n", "# only a comment\n", "{}", "[]", "just words", "end_of_facts: true\n"]
)
def test_a_file_without_facts_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(content)
    assert NAME in str(refuse(lambda: facts.load(path)))


def test_missing_folder_and_huge_files_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in str(refuse(lambda: facts.load(tmp_path / "no.yaml")))
    assert "folder" in str(refuse(lambda: facts.load(tmp_path)))
    with (tmp_path / NAME).open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    assert "104857600 bytes" in str(refuse(lambda: facts.load(tmp_path / NAME)))


@settings(max_examples=examples(200))
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(VALID)),
            st.integers(0, 30),
            st.sampled_from(
                ["", "null", "-1", "1e17", "[]", "{}", "x", "'", "{", "\n", "  ", "- ", "{x}", ": ", "true"]
            ),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_mutation_gives_facts_or_one_error(edits: list[tuple[int, int, str]]) -> None:
    text = VALID
    for start, length, put in edits:
        text = text[:start] + put + text[start + length :]
    try:
        assert isinstance(facts.loads(text.encode(), NAME, FIXTURES), Facts)
    except FactsError as error:
        assert str(error).isprintable()


# --- the real file ---------------------------------------------------------------------------------------


def test_the_real_file_is_valid() -> None:
    loaded = facts.load(REAL)
    assert loaded.facts and loaded.series and loaded.daily and loaded.claims and loaded.presets
    assert loaded.peers is not None and len(loaded.peers.peers) > 5


def test_mistakes_in_the_real_file_are_named() -> None:
    text = REAL.read_text(encoding="utf-8")
    for pattern, new, words in (
        (r"(?m)^    unit: musd$", "    unit: mussd", "unknown unit 'mussd'"),
        (r"(?m)^    confidence: company$", "    confidence: [company]", "expected 'company'"),
        (r"(?m)^    value: -621\.952043$", "    value: -621952043", "is the unit right"),
        (r"(?m)^    value: -621\.952043$", "    value: .nan", "finite"),
        (r"(?m)^    published: 2\d{3}-", "    published: 9999-", "after company.as_of"),
        (r"(?m)^end_of_facts", "more: 1\nend_of_facts", "unknown key"),
    ):
        wrong, count = re.subn(pattern, new, text, count=1)
        assert count == 1, f"nothing in the file looks like {pattern}"
        assert words in str(refuse(partial(facts.loads, wrong.encode(), REAL.name, REAL.parent)))


# --- the store -------------------------------------------------------------------------------------------


def test_the_store_keeps_the_last_good_facts_and_recovers(folder: Path) -> None:
    path = folder / NAME
    store = FactsStore(path)
    good, error = store.current()
    assert error is None and store.current()[0] is good, "unchanged files are not read again"

    path.write_text(VALID[: len(VALID) // 2], encoding="utf-8")
    kept, error = store.current()
    assert kept is good and error is not None and "cut off" in str(error)
    assert store.current() == (good, error), "the broken file is not read again either"

    path.unlink()
    kept, error = store.current()
    assert kept is good and "does not exist" in str(error)

    path.write_text(changed(VALID, "value: 76000", "value: 75000"), encoding="utf-8")
    fresh, error = store.current()
    assert error is None and fresh.lookup("cost_per_coin") == 75000.0
    assert fresh.fingerprint != good.fingerprint and good.lookup("cost_per_coin") == 76000.0


@pytest.mark.parametrize("file", ["price.csv", "others.yaml"])
def test_the_store_watches_the_files_that_are_named(file: str, folder: Path) -> None:
    store = FactsStore(folder / NAME)
    good, _ = store.current()
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text("", encoding="utf-8")
    kept, error = store.current()
    assert kept is good and file in str(error)
    (folder / file).unlink()
    assert "does not exist" in str(store.current()[1])
    (folder / file).write_text(text, encoding="utf-8")
    fresh, error = store.current()
    assert error is None and fresh.fingerprint == good.fingerprint


def test_the_store_raises_only_while_there_has_never_been_a_good_file(tmp_path: Path) -> None:
    path = tmp_path / NAME
    store = FactsStore(path)
    for _ in range(3):
        assert "does not exist" in str(refuse(store.current))
    path.write_text("company:", encoding="utf-8")
    assert "cut off" in str(refuse(store.current))
    (tmp_path / "price.csv").write_text(PRICES, encoding="utf-8")
    (tmp_path / "others.yaml").write_text(PEERS, encoding="utf-8")
    path.write_text(VALID, encoding="utf-8")
    assert store.current()[1] is None


def test_one_store_per_file(folder: Path) -> None:
    assert facts.store(folder / NAME) is facts.store(folder / NAME)
    assert facts.current(folder / NAME)[0] is facts.current(folder / NAME)[0]


def test_readers_never_see_half_a_file_while_it_is_rewritten(folder: Path) -> None:
    path = folder / NAME
    store = FactsStore(path)
    store.current()
    versions = [changed(VALID, "value: 76000", f"value: {cost}\n    # {'x' * cost}") for cost in (71, 72, 73)]
    versions = [text.replace("value: 100.0", f"value: {text.count('x')}") for text in versions]
    stop = threading.Event()
    wrong: list[object] = []
    seen: set[str] = set()

    def read() -> None:
        while not stop.is_set():
            try:
                loaded, _ = store.current()
            except BaseException as error:
                wrong.append(error)
                raise
            cost, revenue = loaded.lookup("cost_per_coin"), loaded.lookup("revenue_year")
            seen.add(loaded.fingerprint)
            if (cost, revenue) != (76000.0, 100e6) and not (isinstance(cost, float) and 70 < cost < 74):
                wrong.append((cost, revenue))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(30):
        data = versions[turn % 3].encode()
        with path.open("wb") as stream:
            for start in range(0, len(data), 1000):
                stream.write(data[start : start + 1000])
                stream.flush()
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    last, error = store.current()
    assert error is None and last.fingerprint == facts.load(path).fingerprint


# --- the command line ------------------------------------------------------------------------------------


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "dashboard.facts", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_command_line_says_what_is_in_the_file() -> None:
    done = run(str(REAL))
    loaded = facts.load(REAL)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(loaded.facts)} facts, {len(loaded.sources)} sources, " in done.stdout
    assert f"{len(loaded.claims)} claims, " in done.stdout
    assert loaded.fingerprint in done.stdout


def refused(capsys: pytest.CaptureFixture[str], path: Path) -> str:
    """What the command line, in this process, says of a file that it refuses: one line."""
    assert main([str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    return said.err


def test_the_command_line_refuses_what_no_page_can_be_made_from(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "it lacks" in refused(capsys, folder / NAME)


@pytest.mark.parametrize("content", [None, "", "a: [", VALID.replace("value: 76000", "value: .nan")])
def test_the_command_line_gives_one_sentence(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / NAME
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert NAME in refused(capsys, path)


def test_the_command_line_refuses_a_folder_without_a_traceback(tmp_path: Path) -> None:
    done = run(str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and "is a folder" in done.stderr
