"""The workbook recalculated by independent engines gives the app's outputs, for any scenario written into it."""

from __future__ import annotations

import dataclasses
import io
import math
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import formulas
import numpy as np
import openpyxl
import pytest

from dashboard.facts import Facts
from dashboard.model.path import FIELDS
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import workbook
from dashboard.takeaway.workbook_cells import ModelCells, cell_name
from dashboard.words import text
from dashboard.words.text import LANGUAGES, Lang
from tests.conftest import NO_OFFICE, OFFICE, through_calc

Make = Callable[..., Scenario]
Place = tuple[str, str]
LINK = "http://localhost:8501/claims?btc=77&lang=EN"
# One of a few sliders moved and, with the mark "full", of all of them and some more.
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in (0, *range(2, 10)))]
# One engine for all: compiling its formulas takes longer than running them.
pytestmark = [pytest.mark.xdist_group("workbook"), pytest.mark.slow]


class Engine:
    """A saved workbook, computed cell by cell with the formula compiler of the package ``formulas``.

    Its own workbook model needs minutes for so many cells; compiled formulas are shared here by their shape.
    """

    _token = re.compile(
        r"""(?P<text>"[^"]*")|(?P<sheet>'(?:[^']|'')+'|[A-Za-z_]+)!(?P<cell>\$?[A-Z]{1,3}\$?\d+)"""
        r"""|(?P<number>(?<![A-Za-z0-9_.$])\d+(?:\.\d+)?(?:E[-+]?\d+)?)|(?P<word>\b[A-Za-z_][A-Za-z0-9_.]*+(?!\())"""
    )

    def __init__(self, data: bytes) -> None:
        book = openpyxl.load_workbook(io.BytesIO(data))
        self.fixed: dict[Place, Any] = {}
        self.formulas: dict[Place, tuple[str, list[Place]]] = {}
        self.names = {name: self._place(one.attr_text) for name, one in book.defined_names.items()}
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        self.formulas[sheet.title, cell.coordinate] = self._shape(str(cell.value))
                    elif cell.value is not None:
                        self.fixed[sheet.title, cell.coordinate] = cell.value
        self.compiled: dict[str, Any] = {}
        for shape, _ in self.formulas.values():
            if shape not in self.compiled:
                function = formulas.Parser().ast(shape)[1].compile()
                self.compiled[shape] = function, [int(name[1:]) - 1 for name in function.inputs]

        # A formula comes after all that it rests on.
        self.base = self._compute({**self.fixed}, self.formulas)

    def run(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Values of all named cells after some of them have been overwritten; what rests on none of them stays."""
        changed = {self.names[cell_name(name)]: value for name, value in changes.items()}
        touched = {place for place, value in changed.items() if self.base.get(place) != value}
        for place in self.base:
            if place in self.formulas and place not in changed and not touched.isdisjoint(self.formulas[place][1]):
                touched.add(place)
        untouched = {place: value for place, value in self.base.items() if place not in touched}
        values = self._compute({**untouched, **changed}, touched)
        return {name: values.get(place) for name, place in self.names.items()}

    def _compute(self, values: dict[Place, Any], wanted: Iterable[Place]) -> dict[Place, Any]:
        """``values`` and those of the formulas ``wanted`` with all below them."""
        for start in wanted:
            stack = [start]
            while stack:
                place = stack[-1]
                if place in values:
                    stack.pop()
                    continue
                shape, inputs = self.formulas[place]
                open_ = [one for one in inputs if one not in values]
                if open_:
                    stack += open_
                    continue
                function, order = self.compiled[shape]
                result = function(*(values[inputs[position]] for position in order))
                values[place] = np.asarray(result, dtype=object).ravel()[0]
        return values

    def _shape(self, formula: str) -> tuple[str, list[Place]]:
        """The formula with A1, A2, … for its references and numbers, and the cells they stand for."""
        inputs: list[Place] = []

        def stand_in(found: re.Match[str]) -> str:
            if found["text"] or (found["word"] or "").upper() in ("TRUE", "FALSE"):
                return found[0]
            if found["number"]:
                place = ("number", found[0])
                self.fixed[place] = float(found[0])
            elif found["cell"]:
                place = self._place(found[0])
            else:
                place = self.names[found["word"]]
            if place not in inputs:
                inputs.append(place)
            return f"A{inputs.index(place) + 1}"

        return self._token.sub(stand_in, formula), inputs

    @staticmethod
    def _place(reference: str) -> Place:
        sheet, cell = reference.rsplit("!", 1)
        return sheet.strip("'").replace("''", "'"), cell.replace("$", "")


def answer(value: Any) -> float | str | None:
    """A recalculated cell as the app would hold it: an error is no answer."""
    if isinstance(value, str) and not value.startswith("#"):
        return value
    if isinstance(value, (bool, np.bool_, int, float, np.number)) and math.isfinite(value):
        return float(value)
    return None


def same(found: Any, wanted: Any) -> bool:
    found = answer(found)
    if wanted is None or isinstance(wanted, str) or found is None or isinstance(found, str):
        return bool(found == wanted)
    # A billionth of the value; where millions cancel out, a millionth of a dollar is rounding.
    return math.isclose(found, float(wanted), rel_tol=1e-9, abs_tol=1e-6 if abs(wanted) < 1e-6 else 0)


def moving(model: ModelCells) -> list[str]:
    """Outputs that are formulas down to the assumptions."""
    return [
        key
        for key in OUTPUTS
        if model.modes[key] == "formula" and model.node(key) is not None and not model.fixed_below(key)
    ]


def random_values(facts: Facts, seed: int) -> dict[str, Any]:
    """A scenario in base units with sliders anywhere in their range, ends included: all, or a few if ``seed`` is odd.

    Where all are moved, the months up to today can rarely be paid; a few leave a forecast to compare.
    """
    chance = random.Random(seed)
    values: dict[str, Any] = {}
    for assumption in facts.assumptions:
        if assumption.options is not None:
            values[assumption.name] = chance.choice(list(assumption.options))
            continue
        low, high, step = assumption.bounds
        if seed % 2 and chance.random() < 0.8:
            values[assumption.name] = assumption.to_base(assumption.default_value)
            continue
        inside = low + step * chance.randint(0, round((high - low) / step))
        values[assumption.name] = assumption.to_base(chance.choice([low, high, *[min(inside, high)] * 6]))
    return values


@pytest.fixture(scope="module")
def book(scenario: Make) -> bytes:
    return workbook.build(scenario(), LINK, "EN")


@pytest.fixture(scope="module")
def model(scenario: Make) -> ModelCells:
    return ModelCells(scenario(), "R")


@pytest.fixture(scope="module")
def engine(book: bytes) -> Engine:
    return Engine(book)


def test_nearly_everything_is_a_formula(model: ModelCells, facts: Facts) -> None:
    keys = moving(model)
    assert len(keys) > 200
    for key in ("margin_per_btc", "mining_result_per_year", "sale_outcome", "ltv_after", "ai_npv", "nav_per_share",
                "burn_per_month", "runway_months", "months_to_next_sale", "ai_burn_cover", "ai_mw_needed",
                "margin_call_touch_probability_after"):  # fmt: skip
        assert key in keys, key
    values = {key for key in OUTPUTS if model.modes[key] == "value"}
    assert {"ai_irr_per_mw", "chances", "probability_forced_sale"} <= values, "searches and simulations are values"


def test_the_defaults_recalculate(engine: Engine, model: ModelCells, scenario: Make) -> None:
    s = scenario()
    found = engine.run({})
    for key in OUTPUTS:
        value = s.value(key)
        if value is None or isinstance(value, (bool, int, float, str)):
            assert same(found[cell_name(key)], value), (key, found[cell_name(key)], value)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_scenarios_recalculate(engine: Engine, model: ModelCells, facts: Facts, seed: int) -> None:
    keys, values = moving(model), random_values(facts, seed)
    s, found = Scenario(facts, values), engine.run(values)
    for key in keys:
        assert same(found[cell_name(key)], s.value(key)), (key, found[cell_name(key)], s.value(key), values)
    assert sum(s.known(key) for key in keys) > 0.8 * len(keys), "most outputs have an answer nearly everywhere"


def test_a_missing_fact_can_be_filled_in(engine: Engine, scenario: Make, facts: Facts) -> None:
    assert facts.lookup("ecohash_revenue") is None
    before, after = engine.run({}), engine.run({"ecohash_revenue": 5e6})
    assert answer(before["ai_reported_share_of_need"]) is None
    needed = scenario().value("ai_revenue_needed")
    assert answer(after["ai_reported_share_of_need"]) == pytest.approx(5e6 / needed, rel=1e-12)


def test_the_months_are_formulas_and_equal_the_path(book: bytes, scenario: Make) -> None:
    path = scenario().value("runway_path")
    sheet = openpyxl.load_workbook(io.BytesIO(book))[workbook.sheet_name("runway", "EN")]
    stored = openpyxl.load_workbook(io.BytesIO(book), data_only=True)[workbook.sheet_name("runway", "EN")]
    clock = path.terms.clock
    first = next(row for row in range(1, 20) if sheet.cell(row, 2).value == str(clock.month[0]))
    # The estimated months stand before those of the forecast, each with its number counted from today.
    months = [sheet.cell(first + month, 1).value for month in range(clock.estimated + 2)]
    assert months == [*range(1 - clock.estimated, 1), 1, 2]
    for column, field in enumerate(FIELDS, start=3):
        assert sheet.cell(first - 2, column).value == field
        values = path.of(field)
        for month in range(len(values)):
            cell = sheet.cell(first + month, column)
            shown = stored.cell(first + month, column).value
            assert same(shown, float(values[month])), (field, month)
            if field in ("cash_close", "btc_close", "debt_close", "hosting"):
                assert cell.data_type == "f", (field, month)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_where(book: bytes, scenario: Make, facts: Facts, lang: Lang) -> None:
    data, price = (book, 83_000) if lang == "EN" else (workbook.build(scenario(btc=70), LINK, lang), 70_000)
    read = openpyxl.load_workbook(io.BytesIO(data))
    assert read.sheetnames == [workbook.sheet_name(sheet, lang) for sheet in workbook.SHEETS]
    about = [str(row[0].value) for row in read[workbook.sheet_name("about", lang)].iter_rows()]
    assert any(LINK in line for line in about)
    assert any(facts.fingerprint in line for line in about)
    sheet, cell = read.defined_names["btc_price"].attr_text.rsplit("!", 1)
    assert read[sheet.strip("'")][cell.replace("$", "")].value == price
    keys = {str(row[0].value) for row in read[workbook.sheet_name("facts", lang)].iter_rows()}
    assert set(facts.facts) <= keys
    assert set(facts.sources) <= keys
    outputs = {str(row[0].value): row for row in read[workbook.sheet_name("outputs", lang)].iter_rows()}
    assert outputs["margin_per_btc"][2].value == "=btc_price-all_in_cost_per_btc"
    assert outputs["margin_per_btc"][5].value == text.t("workbook.how.formula", lang)
    assert outputs["ai_irr_per_mw"][5].value == text.t("workbook.how.value.moves", lang)
    assert str(outputs["ai_irr"][5].value).startswith(text.t("workbook.how.rests", lang).partition("{")[0])
    labels = {str(row[1].value) for row in read[workbook.sheet_name("outputs", lang)].iter_rows()}
    assert text.t("output.margin_per_btc", lang) in labels


def test_a_stands_beside_ones_own_numbers(scenario: Make) -> None:
    mine, theirs = scenario(btc=70), scenario(btc=60, fixed=4)
    data = workbook.build(Scenario(mine.facts, mine.values, theirs), LINK, "DE")
    name = workbook.sheet_name(workbook.KEPT, "DE")
    books = [openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True)]
    assert books[0].sheetnames == [*(workbook.sheet_name(sheet, "DE") for sheet in workbook.SHEETS), name]
    pairs = zip(*(book[name].iter_rows(min_row=4, max_col=5, values_only=True) for book in books), strict=True)
    seen, apart, months = 0, {}, {}
    for at, (written, stored) in enumerate(pairs, start=4):
        key = str(written[0])
        if str(written[2]).startswith("="):
            seen += 1
            assert written[2] == f"={cell_name(key)}" and same(stored[2], mine.value(key)), key
            assert same(stored[3], theirs.value(key)), key
            assert written[4] in (None, f"=C{at}-D{at}")
            apart[key] = stored[4]
        elif isinstance(stored[2], float):
            months[key] = stored[2]
    assert seen > len(mine.facts.assumptions) + 100
    assert (apart["btc_price"], apart["overhead_per_month"]) == (10_000, -1e6)
    # The last rows say which assumption explains how many months.
    assert set(months) == {"btc_price", "overhead_per_month"}
    gone = mine.value("months_to_money_gone") - theirs.value("months_to_money_gone")
    assert sum(months.values()) == pytest.approx(gone) == apart["months_to_money_gone"]


def test_limits_of_a_spreadsheet(book: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(book)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formula = str(cell.value)
                    depth = deepest = 0
                    for sign in formula:
                        depth += (sign == "(") - (sign == ")")
                        deepest = max(deepest, depth)
                    assert len(formula) < 8192 and deepest <= 64, (sheet.title, cell.coordinate)


def test_text_of_the_facts_file_is_never_a_formula(facts: Facts, scenario: Make) -> None:
    bad = '=HYPERLINK("http://evil.example","x")'
    fact = facts.facts["sale_btc"]
    label = fact.label.model_copy(update={"en": bad})
    source = next(iter(facts.sources))
    hostile = dataclasses.replace(
        facts,
        company=facts.company.model_copy(update={"name": bad}),
        facts={**facts.facts, "sale_btc": fact.model_copy(update={"label": label, "phrase": "@SUM(1)"})},
        sources={**facts.sources, source: facts.sources[source].model_copy(update={"title": "+1"})},
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook.build(scenario(hostile), LINK, "EN")))
    found = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in (bad, "@SUM(1)", "+1"):
                    found += 1
                    assert cell.data_type == "s"
                    assert cell.quotePrefix, "stays text when somebody edits it"
                if cell.data_type == "f":
                    assert "HYPERLINK" not in str(cell.value)
    assert found == 3


@pytest.mark.skipif(OFFICE is None, reason=NO_OFFICE)
def test_libreoffice_agrees(book: bytes, scenario: Make, tmp_path: Path) -> None:
    path = tmp_path / "model.xlsx"
    path.write_bytes(book)
    computed = through_calc(path, tmp_path / "out")
    names = openpyxl.load_workbook(io.BytesIO(book)).defined_names
    s = scenario()
    for key in OUTPUTS:
        value = s.value(key)
        if value is None or isinstance(value, (bool, int, float, str)):
            sheet, cell = names[cell_name(key)].attr_text.rsplit("!", 1)
            assert same(computed[sheet.strip("'")][cell.replace("$", "")].value, value), key
