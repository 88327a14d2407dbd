"""One table of units: whatever it lists can be read, computed with, written, moved with a slider and exported."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from dashboard import facts as facts_file
from dashboard.facts import Facts, FactsError, units
from dashboard.facts.units import Look, Unit
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario
from dashboard.screen.controls import slider_format
from dashboard.takeaway import tables, workbook
from dashboard.words import say, text

ROOT = Path(__file__).parents[2]
N = text.NBSP


def test_every_unit_is_written_in_both_languages() -> None:
    for name, unit in units.UNITS.items():
        assert unit.look.form in text._FORMS, name
        assert unit.look.sheet, name
        for lang in text.LANGUAGES:
            assert text.show(1.0, unit.look.name, lang), name
    for look in units.looks().values():
        assert look.form in text._FORMS
        assert look.base in {unit.base for unit in units.UNITS.values()} | {"kwh", "usd_per_mwh", "date", "text"}


def test_a_look_has_one_name() -> None:
    rows = {id(unit.look): unit.look for unit in units.UNITS.values()}
    assert len({look.name for look in rows.values()}) == len(rows)


def test_every_derived_number_is_written_in_a_look_of_the_table() -> None:
    assert {spec.unit for spec in OUTPUTS.values()} <= set(units.looks())


def test_a_declared_value_is_shown_as_it_is_declared() -> None:
    # 80 dollars a megawatt-hour are 8 cents a kilowatt-hour, which is how every price of power is written.
    for value, unit, shown in [
        (80.0, "usd_per_mwh", f"8.0{N}ct/kWh"),
        (0.08, "usd_per_kwh", f"8.0{N}ct/kWh"),
        (8.0, "ct_per_kwh", f"8.0{N}ct/kWh"),
        (50.0, "eh_s", f"50.0{N}EH/s"),
        (355.0, "mshares", f"355.00{N}m shares"),
        (1.2, "kusd", "$1,200"),
        (3.5, "musd_per_year", "$3.5m"),
    ]:
        assert text.show(units.to_base(value, unit), units.look_of(unit).name, "EN") == shown


@pytest.fixture
def tonnes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A unit nobody has thought of: one row of the table."""
    look = Look("tonnes", "kg", "plain", '#,##0.0," t"', 1, 1e-3, "t")
    monkeypatch.setitem(units.UNITS, "tonnes", Unit("kg", 1e3, 0.0, 500.0, look))
    units.looks.cache_clear()
    yield
    units.looks.cache_clear()


def _with_tonnes(value: float) -> Facts:
    written = (ROOT / "data" / "examples" / "template.yaml").read_text(encoding="utf-8")
    fact = f"""facts:
  container_weight:
    value: {value}
    unit: tonnes
    as_of: "2026-03-31"
    sources: [template_report]
    confidence: company
    label: {{en: Weight of a container, de: Gewicht eines Containers}}
"""
    slider = """assumptions:
  - key: load
    name: load_per_lorry
    label: {en: Load of a lorry, de: Ladung eines Lastwagens}
    unit: tonnes
    default: 12
    min: 0
    max: 40
    step: 0.5
    pages: [mining]
    reason: {en: What a lorry may carry., de: Was ein Lastwagen tragen darf.}
"""
    source = next(line.strip().rstrip(":") for line in written.split("sources:\n", 1)[1].splitlines())
    fact = fact.replace("template_report", source)
    written = written.replace("\nfacts:\n", f"\n{fact}", 1).replace("\nassumptions:\n", f"\n{slider}", 1)
    return facts_file.loads(written.encode(), "with_tonnes.yaml", ROOT / "data" / "examples")


@pytest.mark.usefixtures("tonnes")
def test_a_unit_added_in_one_place_is_seen_everywhere() -> None:
    facts = _with_tonnes(12.5)
    scenario = Scenario(facts, {a.name: a.to_base(a.default_value) for a in facts.assumptions})
    assert facts.lookup("container_weight") == 12_500.0
    assert say.figure(scenario.output("container_weight"), "DE").text == f"12,5{N}t"
    assert say.figure(scenario.output("load_per_lorry"), "EN").text == f"12.0{N}t"
    assumption = facts.assumption("load")
    assert assumption is not None
    assert slider_format(assumption, "EN") == ("Load of a lorry", "%.1f")
    entry = tables.entry(scenario, "container_weight", "EN")
    assert entry is not None
    assert (entry["value"], entry["unit"]) == (12_500.0, "kg")
    book = openpyxl.load_workbook(io.BytesIO(workbook.build(scenario, "link", "EN")))
    sheet, _, cell = str(book.defined_names["container_weight"].attr_text).partition("!")
    shown = book[sheet.strip("'")][cell.replace("$", "")]
    assert (shown.value, shown.number_format) == (12_500, '#,##0.0," t"')


@pytest.mark.usefixtures("tonnes")
def test_its_range_catches_a_slip() -> None:
    with pytest.raises(FactsError, match="container_weight"):
        _with_tonnes(12_500.0)
