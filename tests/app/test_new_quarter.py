"""A balance sheet and a quarter are one row each: every page, figure, sentence and download follows them."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard import facts as facts_file
from dashboard import headlines
from dashboard.facts import Facts
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import tables, workbook
from dashboard.takeaway.workbook_cells import cell_name
from dashboard.words import labels, text
from dashboard.words.text import LANGUAGES, Lang
from tests.next_quarter import BALANCE, DAY, QUARTER, RESULTS, coins_of, with_next_quarter

from .conftest import ROOT, figure, markup, start, words

LINK = "https://example.com/runway"


@pytest.fixture(scope="module")
def newer(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the published data with a balance sheet and a quarter that come next."""
    folder = tmp_path_factory.mktemp("newer") / "data"
    shutil.copytree(ROOT / "data", folder)
    path = folder / "cango.yaml"
    path.write_text(with_next_quarter(path.read_text(encoding="utf-8"), facts), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def moved(newer: Path) -> Facts:
    return facts_file.load(newer)


def under_defaults(facts: Facts) -> Scenario:
    return Scenario(facts, {a.name: a.to_base(a.default_value) for a in facts.assumptions})


def expected(facts: Facts) -> dict[str, Any]:
    """What the names without a date mean now, in base units."""
    million = 1e6
    return {
        "balance_date": DAY,
        "cash_now": BALANCE["cash"] * million,
        "debt_now": BALANCE["long_term_debt"] * million,
        "btc_loan_now": BALANCE["btc_backed_loan"] * million,
        "treasury_now": coins_of(facts),
        "liabilities_date": DAY,
        "other_liabilities": (BALANCE["total_liabilities"] - BALANCE["long_term_debt"]) * million,
        "last_quarter": QUARTER,
        "revenue_last_quarter": RESULTS["revenue"] * million,
        "btc_revenue_last_quarter": RESULTS["btc_revenue"] * million,
        "btc_mined_last_quarter": RESULTS["btc_mined"],
        "cash_cost_last_quarter": RESULTS["cash_cost"],
        "revenue_per_btc_last_quarter": RESULTS["btc_revenue"] * million / RESULTS["btc_mined"],
    }


def test_every_name_follows_the_new_rows(facts: Facts, moved: Facts) -> None:
    before, after = under_defaults(facts), under_defaults(moved)
    for name, value in expected(facts).items():
        assert after.value(name) == (pytest.approx(value) if isinstance(value, float) else value), name
        assert before.value(name) != after.value(name), name
    for name in ("cash_before", "debt_after", "treasury_after", "cash_cost_sale_quarter", "btc_disposed_sale_quarter"):
        assert before.value(name) == after.value(name), f"{name} is about the quarter of the sale"


def test_a_new_row_brings_its_own_document_day_and_words(moved: Facts) -> None:
    fact = moved.facts["cash_now"]
    assert (fact.as_of, fact.phrase, fact.sources) == (DAY, "an invented row", ("release_q1_2026",))
    assert moved.kind_of("cash_now") == "reported"
    assert moved.facts["cash_cost_last_quarter"].period == QUARTER
    assert labels.label(moved, "cash_now", "EN") == f"Cash, {text.date(DAY, 'EN')}"


def test_an_incomplete_balance_sheet_does_not_count(facts: Facts, newer: Path) -> None:
    """Without cash the row is published, but nothing starts from it."""
    content = newer.read_text(encoding="utf-8").replace(f"{{date: {DAY}, cash: {BALANCE['cash']}, ", f"{{date: {DAY}, ")
    beside = {name: (newer.parent / name).read_bytes() for name in facts.beside}
    partial = facts_file.loads(content.encode(), "partial.yaml", None, beside)
    for name in ("balance_date", "cash_now", "debt_now", "treasury_now"):
        assert partial.lookup(name) == facts.lookup(name), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_follows(facts: Facts, moved: Facts, lang: Lang) -> None:
    after = under_defaults(moved)
    day = text.date(DAY, lang)
    for page in ("overview", "runway", "share"):
        assert day in text.plain(headlines.headline(page, after, lang).kicker), page
    old = text.date(str(facts.lookup("balance_date")), lang)
    for page in ("overview", "runway", "share"):
        head = headlines.headline(page, after, lang)
        assert old not in text.plain((*head.kicker, *head.title, *head.standfirst)), page


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("runway", ("cash_now", "debt_now", "treasury_now")),
        ("overview", ("treasury_now",)),
        ("share", ("nav_per_share", "enterprise_value_ex_btc")),
        ("mining", ("revenue_per_btc_last_quarter", "cash_cost_last_quarter")),
        ("sale", ("treasury_after",)),
    ],
)
def test_every_page_shows_the_new_figures(
    newer: Path, moved: Facts, page: str, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_FACTS", str(newer))
    app = start(page)
    assert not app.exception
    after = under_defaults(moved)
    for name in names:
        assert figure(app, name) == pytest.approx(after.value(name)), name
    shown = words(markup(app)).replace(text.NBSP, " ")
    if page != "sale":
        moment = QUARTER if page == "mining" else DAY
        assert text.date(moment, "EN").replace(text.NBSP, " ") in shown


def test_every_download_follows(facts: Facts, moved: Facts) -> None:
    after = under_defaults(moved)
    book = openpyxl.load_workbook(io.BytesIO(workbook.build(after, LINK, "EN")))
    wanted = expected(facts)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert str(DAY) in [str(value)[:10] for value in cells]
    for name in ("cash_now", "debt_now", "treasury_now", "btc_loan_now"):
        place = book.defined_names[cell_name(name)].attr_text
        sheet, _, address = place.replace("$", "").replace("'", "").partition("!")
        assert book[sheet][address].value == pytest.approx(wanted[name]), name
    exported = json.dumps(json.loads(tables.as_json(after, LINK, "EN")))
    assert json.dumps(after.value("cash_now")) in exported
    assert json.dumps(under_defaults(facts).value("cash_now")) not in re.findall(r'"cash_now".{0,200}', exported)[0]


def test_no_sentence_spells_the_day_of_the_latest_balance(facts: Facts) -> None:
    """What is written in words does not follow: only the quarter of the sale may be named so."""
    day = str(facts.lookup("balance_date"))
    year, month, date = day.split("-")
    names = {
        "EN": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December"],
        "DE": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
               "November", "Dezember"],
    }  # fmt: skip
    spelt = {
        f"{int(date)} {names['EN'][int(month) - 1]} {year}",
        f"{int(date)}. {names['DE'][int(month) - 1]} {year}",
    }
    for file in (ROOT / "data" / "strings").glob("*.yaml"):
        key = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            key = line.split(":")[0] if re.match(r"[a-z]", line) else key
            assert "backtest" in key or not any(words in line for words in spelt), (file.name, key)


def test_every_output_can_still_be_computed(moved: Facts) -> None:
    after = under_defaults(moved)
    for key in OUTPUTS:
        after.value(key)
