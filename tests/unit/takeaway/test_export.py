"""Files of a scenario: a link read back, every figure with its origin, cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.facts import Facts
from dashboard.figures.layout import Table
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.registry import NAMES as PAGES
from dashboard.takeaway import link as links
from dashboard.takeaway import tables
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.conftest import NO_OFFICE, OFFICE, examples, through_calc

Make = Callable[..., Scenario]
LINK = "http://localhost:8501/mining?btc=70&lang=EN&v=abc"
_DECIMAL = re.compile(r"(?<=^\d),(?=\d)|(?<=\d),(?=[\de+-]+$)")
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(data: bytes, lang: Lang = "EN") -> list[list[str]]:
    """The cells as a spreadsheet of that language reads them; numbers with a decimal point."""
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark to read UTF-8"
    found = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";" if lang == "DE" else ",")
    return [[_DECIMAL.sub(".", cell) if lang == "DE" else cell for cell in row] for row in found]


def is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


# ------------------------------------------------------------------------------------------------ links


def test_the_link_of_the_specification(facts: Facts) -> None:
    request = links.decode(facts, "https://host/cango/mining?btc=70&cash=80&dep=17&net=1000&basis=FY2025&lang=DE")
    assert request.notices == ()
    assert request.lang == "DE"
    assert request.scenario(facts).value("margin_per_btc") == -27_000


@settings(max_examples=examples(150))
@given(data=st.data())
def test_values_survive_the_way_through_a_link(data: st.DataObject, facts: Facts) -> None:
    values: dict[str, Any] = {}
    for assumption in facts.assumptions:
        if assumption.options is not None:
            values[assumption.key] = data.draw(st.sampled_from(list(assumption.options)))
        else:
            low, high, _ = assumption.bounds
            values[assumption.key] = data.draw(st.floats(low, high))
    request = links.decode(facts, "?" + urlencode(values))
    assert request.notices == ()
    assert request.values == values


@settings(max_examples=examples(150))
@given(junk=st.dictionaries(st.sampled_from(["btc", "basis", "lang", "mw", "x"]), st.text(max_size=12), max_size=5))
def test_junk_gives_a_valid_scenario_and_names_itself(junk: dict[str, str], facts: Facts) -> None:
    request = links.decode(facts, "?" + urlencode(junk))
    for assumption in facts.assumptions:
        assert assumption.accepts(request.values[assumption.key])
        if assumption.key in request.names("refused"):
            assert request.values[assumption.key] == assumption.default_value


# ------------------------------------------------------------------------------------------------ figures


def test_json_holds_every_figure_with_its_origin(facts: Facts, scenario: Make) -> None:
    s = scenario(btc=70)
    found = json.loads(tables.as_json(s, LINK, "EN"))
    assert found["link"] == LINK
    assert found["facts_version"] == facts.fingerprint
    assert set(found["assumptions"]) == {a.key for a in facts.assumptions}
    assert found["assumptions"]["btc"]["value"] == 70_000
    for key in OUTPUTS:
        value = s.value(key)
        if isinstance(value, (int, float, str)):
            assert found["outputs"][key]["value"] == value
    one = found["outputs"]["mining_result_per_year"]
    assert one["kind"] == "scenario"
    assert "btc_price" in one["moves_with"]
    assert "block_subsidy" in one["rests_on"]
    assert one["sources"] and set(one["sources"]) <= set(found["sources"])
    assert found["facts"]["sale_btc"]["value"] == 4451
    assert found["facts"]["monthly_operations_btc_produced"]["value"][0] == pytest.approx(363.9)


def test_every_output_in_the_json_ends_at_documents_or_sliders(facts: Facts, scenario: Make) -> None:
    found = json.loads(tables.as_json(scenario(), LINK, "EN"))
    for key, entry in found["outputs"].items():
        assert entry["rests_on"], key
        assert entry["sources"] or entry["moves_with"] or entry["missing"], key


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_csv_holds_the_same_figures(scenario: Make, lang: Lang) -> None:
    s = scenario(btc=70)
    found = rows(tables.as_csv(s, LINK, lang), lang)
    assert found[1] == [f"# {LINK}"]
    head = found[2]
    assert head == ["key", "label", "value", "unit", "kind", "formula", "rests_on", "moves_with", "as_of", "sources"]
    table = {row[0]: dict(zip(head, row, strict=True)) for row in found[3:]}
    assert float(table["margin_per_btc"]["value"]) == s.value("margin_per_btc")
    assert table["margin_per_btc"]["unit"] == "usd"
    assert table["margin_per_btc"]["label"] == text.t("output.margin_per_btc", lang)
    assert table["ecohash_revenue"]["value"] == ""
    assert "https://" in table["sale_btc"]["sources"]
    scalars = [key for key in OUTPUTS if isinstance(s.value(key), (int, float, str)) or s.value(key) is None]
    assert set(scalars) <= set(table)


@pytest.mark.slow
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  =", " \u00a0@", "\n="])
def test_no_text_cell_begins_like_a_formula(start: str, facts: Facts, scenario: Make) -> None:
    bad = start + "HYPERLINK(1)"
    label = facts.facts["sale_btc"].label.model_copy(update={"en": bad})
    fact = facts.facts["sale_btc"].model_copy(update={"label": label})
    hostile = dataclasses.replace(
        facts,
        company=facts.company.model_copy(update={"name": bad}),
        facts={**facts.facts, "sale_btc": fact},
    )
    table = Table((bad, "n"), ((bad, Figure("k", "-5", -5.0, "derived")), ((bad, "x"), "y")))
    for data in (tables.as_csv(scenario(hostile), LINK, "EN"), tables.table_csv(hostile, LINK, bad, table, "EN")):
        for row in rows(data):
            for cell in row:
                if not is_number(cell):
                    assert not cell.lstrip(" \u00a0").startswith(TRIGGERS), repr(cell)


def test_a_german_file_has_semicolons_and_decimal_commas_and_json_does_not_change(scenario: Make) -> None:
    s = scenario(btc=70.5)
    german, english = (tables.as_csv(s, LINK, lang).decode("utf-8-sig").splitlines() for lang in ("DE", "EN"))
    (line,) = [one for one in german if one.startswith("hashprice;")]
    assert f";{s.value('hashprice')!r};".replace(".", ",") in line
    (line,) = [one for one in english if one.startswith("hashprice,")]
    assert f",{s.value('hashprice')!r}," in line
    assert json.loads(tables.as_json(s, LINK, "DE"))["outputs"]["hashprice"]["value"] == s.value("hashprice")


@pytest.mark.skipif(OFFICE is None, reason=NO_OFFICE)
@pytest.mark.parametrize(("lang", "locale"), [("EN", "en-US"), ("DE", "de-DE")])
def test_a_spreadsheet_of_that_language_reads_numbers(lang: Lang, locale: str, scenario: Make, tmp_path: Path) -> None:
    s = scenario(btc=70.5)
    (tmp_path / "figures.csv").write_bytes(tables.as_csv(s, LINK, lang))
    separator, code = (";", 1031) if lang == "DE" else (",", 1033)
    how = f"CSV:{ord(separator)},34,76,1,,{code},false,true"
    sheet = through_calc(tmp_path / "figures.csv", tmp_path, how).worksheets[0]
    found = {row[0]: row[2] for row in sheet.iter_rows(values_only=True)}
    assert found["hashprice"] == pytest.approx(s.value("hashprice")), locale


def test_numbers_stay_numbers() -> None:
    assert tables.safe_cell(-27_000.0) == -27_000.0
    assert tables.safe_cell("-27,000") == "'-27,000"
    assert tables.safe_cell("−27,000") == "−27,000", "the typographic minus starts no formula"
    assert tables.safe_cell(None) == ""
    assert tables.safe_cell(float("nan")) == ""


# ------------------------------------------------------------------------------------------------ charts


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_tables_of_a_page(page: str, lang: Lang, facts: Facts, scenario: Make) -> None:
    found = tables.charts(page, scenario(), lang)
    assert found, "every page has a chart with a table"
    for key, (title, table) in found.items():
        data = rows(tables.table_csv(facts, LINK, title, table, lang), lang)
        assert title.split()[0] in data[0][0]
        assert LINK in data[2][0]
        assert len(data) == 4 + len(table.rows), key
        figures = [cell for row in table.rows for cell in row if isinstance(cell, Figure)]
        written = {float(cell) for row in data[4:] for cell in row if is_number(cell)}
        assert {figure.value for figure in figures if isinstance(figure.value, float)} <= written, key


@pytest.mark.parametrize(("lang", "about", "raw"), [("EN", "facts as of", "[value]"), ("DE", "Fakten vom", "[Wert]")])
def test_a_table_speaks_the_readers_language_and_dates_itself_as_programs_read_it(
    lang: Lang, about: str, raw: str, facts: Facts, scenario: Make
) -> None:
    for title, table in tables.charts("mining", scenario(), lang).values():
        data = rows(tables.table_csv(facts, LINK, title, table, lang), lang)
        assert f"{about} {facts.company.as_of}, " in data[1][0]
        assert any(name.endswith(f" {raw}") for name in data[3])


def test_a_chart_that_takes_a_switch_is_exported_as_the_switch_stands(scenario: Make) -> None:
    as_default = tables.charts("share", scenario(), "EN")
    traded = tables.charts("share", scenario(), "EN", {"basis_price": "TRADED"})
    assert as_default == tables.charts("share", scenario(), "EN", {"basis_price": "ADJUSTED"})
    changed = [key for key in as_default if as_default[key][1] != traded[key][1]]
    assert changed, "the price table as traded is another one"


# ------------------------------------------------------------------------------------------ with an A


def test_json_and_csv_hold_a_beside_what_moves_with_a_slider(facts: Facts) -> None:
    """Margin = price - all-in cost: 70,000 - 97,000 and, in A, 60,000 - 97,000 at the same network of 1,000 EH/s."""
    link = "?btc=70&cash=80&dep=17&net=1000&a=btc~60~cash~80~net~1000"
    scenario = links.decode(facts, link).scenario(facts)
    found = tables.as_dict(scenario, link, "EN")
    margin = found["outputs"]["margin_per_btc"]
    assert (margin["value"], margin["value_of_a"]) == (-27_000, -37_000)
    assert (found["assumptions"]["btc"]["value"], found["assumptions"]["btc"]["value_of_a"]) == (70_000, 60_000)
    assert "value_of_a" not in found["facts"]["sale_btc"]
    shares = found["against_a"]["explained_by"]
    assert set(shares) == {"btc_price"}
    here, there = (s.value("months_to_money_gone") for s in (scenario, scenario.other))
    assert found["against_a"]["difference"] == pytest.approx((here or 37) - (there or 37), abs=1e-9)
    json.loads(tables.as_json(scenario, link, "EN"))
    table = rows(tables.as_csv(scenario, link, "EN"))
    head = next(row for row in table if row[0] == "key")
    assert head[2:4] == ["value", "value_of_a"]
    by_key = {row[0]: row for row in table}
    assert [float(cell) for cell in by_key["margin_per_btc"][2:4]] == [-27_000, -37_000]
    assert by_key["sale_btc"][3] == "" and all(len(row) == len(head) for row in table if len(row) > 1)


def test_without_an_a_nothing_speaks_of_one(facts: Facts) -> None:
    scenario = links.decode(facts, "?btc=70").scenario(facts)
    assert not any("value_of_a" in row for row in rows(tables.as_csv(scenario, LINK, "EN")))
    assert "against_a" not in tables.as_dict(scenario, LINK, "EN")
