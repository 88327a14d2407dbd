"""The scenario as a workbook whose cells compute: facts, assumptions, outputs, and the runway month by month."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

import numpy as np
from xlsxwriter.worksheet import Worksheet

from dashboard.facts import Source
from dashboard.model.path import FIELDS
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import symbolic
from dashboard.takeaway.symbolic import Node
from dashboard.takeaway.workbook_book import quoted
from dashboard.takeaway.workbook_cells import FIRST_FIELD_COLUMN, FIRST_MONTH_ROW, ModelCells
from dashboard.takeaway.workbook_kept import KeptSheet
from dashboard.words import say, text
from dashboard.words.text import Lang

SHEETS = ("about", "facts", "assumptions", "outputs", "runway", "series", "working")
# Stands there too where a scenario is kept as A.
KEPT: Final = "kept"
_LONGEST = 600

_STYLE_OF_FIELD: Final[dict[str, str]] = {
    "margin_called": "text", "shortfall": "text", "idle": "text", "running": "count", "network_hashrate": "eh",
    "btc_price": "usd", "btc_low": "usd", "btc_loan_close": "usd", "treasury_sold": "btc", "forced_btc": "btc",
}  # fmt: skip
_BTC_FIELDS: Final = ("btc_", "sold_", "pledged_")


def build(scenario: Scenario, link: str, lang: Lang) -> bytes:
    """The workbook of ``scenario`` as bytes. The link of the scenario and the version of the facts stand inside."""
    return _Book(scenario, link, lang).bytes()


def sheet_name(sheet: str, lang: Lang) -> str:
    """The name of a sheet in the language of the page."""
    return text.t(f"workbook.sheet.{sheet}", lang)


class _Book(KeptSheet):
    """One workbook in the making."""

    def __init__(self, scenario: Scenario, link: str, lang: Lang) -> None:
        sheets = SHEETS if scenario.other is None else (*SHEETS, KEPT)
        super().__init__(scenario, {sheet: sheet_name(sheet, lang) for sheet in sheets}, lang)
        self.link = link
        self.model = ModelCells(scenario, quoted(self.names["runway"]))
        company = scenario.facts.company
        # The day of the facts, because the time of making would make equal workbooks differ.
        day = dt.datetime.combine(dt.date.fromisoformat(company.as_of), dt.time())
        self.book.set_properties({"title": self._t("title", company=company.name), "comments": link, "created": day})
        self.working = self._place_working_cells()

    def bytes(self) -> bytes:
        """Fill every sheet and close the file."""
        self._about()
        self._facts()
        self._assumptions()
        self._outputs()
        self._runway()
        self._series()
        self._working()
        if self.scenario.other is not None:
            self._kept(self.sheets[KEPT], self.scenario.other)
        self.sheets["about"].activate()
        self.book.close()
        return self.stream.getvalue()

    # ------------------------------------------------------------------------------------------ the sheets

    def _about(self) -> None:
        sheet = self.sheets["about"]
        facts = self.scenario.facts
        sheet.set_column(0, 0, 120)
        lines = [
            self._t("title", company=facts.company.name),
            self._t("version", version=facts.fingerprint, as_of=text.date(facts.company.as_of, self.lang)),
            self._t("link", link=self.link),
            *(self._t(f"about.{n}") for n in range(1, 7)),
            text.t("footer.disclaimer", self.lang),
        ]
        for row, line in enumerate(lines):
            self._text(sheet, row, 0, line, "title" if row == 0 else "wrap")

    def _facts(self) -> None:
        facts, lang = self.scenario.facts, self.lang
        sheet = self.sheets["facts"]
        row = self._head(sheet, 0, "name", "figure", "value", "unit", "status", "date", "sources", "phrase", "note")
        sheet.set_column(0, 1, 34)
        sheet.set_column(2, 2, 18)
        sheet.set_column(3, 5, 13)
        sheet.set_column(6, 8, 48)
        for name in self.model.inputs():
            if facts.assumption(name) is not None or catalog.constant_of(facts, name) is not None:
                continue
            output = self.scenario.output(name)
            fact = facts.facts.get(name)
            self._text(sheet, row, 0, name, "key")
            self._text(sheet, row, 1, say.label(self.scenario, name, lang))
            self._input(sheet, "facts", row, 2, name, say.style_of(output), "plain")
            self._text(sheet, row, 3, facts.units.get(name, ""))
            self._text(sheet, row, 4, text.t(f"kind.{output.kind}", lang))
            self._text(sheet, row, 5, catalog.period(facts, name))
            self._text(sheet, row, 6, ", ".join(catalog.sources(facts, name)))
            missing = self._t("missing") if output.value is None else ""
            self._text(sheet, row, 7, (fact.phrase if fact is not None else None) or missing)
            self._text(sheet, row, 8, fact.note.get(lang) if fact is not None and fact.note is not None else "")
            row += 1
        row = self._head(sheet, row + 2, "source", "publisher", "title", "kind", "published", "accessed", "address")
        for key, source in facts.sources.items():
            self._source(sheet, row, key, source)
            row += 1

    def _source(self, sheet: Worksheet, row: int, key: str, source: Source) -> None:
        kind = text.t(f"source.{source.kind}", self.lang)
        dates = (source.published or "", source.accessed)
        entries = (key, source.publisher, source.title, kind, *dates, source.url or "")
        for column, entry in enumerate(entries):
            self._text(sheet, row, column, entry, "key" if column == 0 else "plain")

    def _assumptions(self) -> None:
        facts, lang = self.scenario.facts, self.lang
        sheet = self.sheets["assumptions"]
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 10)
        sheet.set_column(2, 2, 36)
        sheet.set_column(3, 7, 16)
        sheet.set_column(8, 8, 90)
        row = self._head(sheet, 0, "name", "key", "figure", "value", "unit", "lowest", "highest", "default", "reason")
        for assumption in facts.assumptions:
            style = say.style_of(self.scenario.output(assumption.name))
            self._text(sheet, row, 0, assumption.name, "key")
            self._text(sheet, row, 1, assumption.key, "key")
            self._text(sheet, row, 2, assumption.label.get(lang))
            self._input(sheet, "assumptions", row, 3, assumption.name, style, "assumed")
            self._text(sheet, row, 4, facts.units.get(assumption.name, ""))
            if assumption.options:
                options = list(assumption.options)
                self._text(sheet, row, 5, ", ".join(options))
                self._text(sheet, row, 7, str(assumption.default_value))
                sheet.data_validation(row, 3, row, 3, {"validate": "list", "source": options})
            else:
                low, high, _ = (float(assumption.to_base(bound)) for bound in assumption.bounds)
                for column, bound in ((5, low), (6, high), (7, float(assumption.to_base(assumption.default_value)))):
                    sheet.write_number(row, column, bound, self._format(style, "plain"))
                rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high,
                        "error_type": "warning"}  # fmt: skip
                sheet.data_validation(row, 3, row, 3, rule)
            self._text(sheet, row, 8, assumption.reason.get(lang))
            row += 1
        row = self._head(sheet, row + 2, "name", "", "constant", "value", "unit", "", "", "", "reason")
        for constant in facts.constants:
            style = say.style_of(self.scenario.output(constant.name))
            self._text(sheet, row, 0, constant.name, "key")
            self._text(sheet, row, 2, constant.label.get(lang))
            self._input(sheet, "assumptions", row, 3, constant.name, style, "assumed")
            self._text(sheet, row, 4, facts.units.get(constant.name, ""))
            self._text(sheet, row, 8, constant.reason.get(lang))
            row += 1

    def _outputs(self) -> None:
        scenario, lang = self.scenario, self.lang
        sheet = self.sheets["outputs"]
        sheet.set_column(0, 1, 38)
        sheet.set_column(2, 2, 20)
        sheet.set_column(3, 4, 14)
        sheet.set_column(5, 6, 60)
        row = self._head(sheet, 0, "name", "figure", "value", "unit", "status", "how", "formula")
        for key in OUTPUTS:
            output = scenario.output(key)
            if output.value is not None and not isinstance(output.value, (bool, int, float, str)):
                continue
            style = say.style_of(output)
            explained = say.formula(scenario, key, lang)
            self._text(sheet, row, 0, key, "key")
            self._text(sheet, row, 1, say.label(scenario, key, lang))
            node = self.model.node(key)
            self._node(sheet, row, 2, node if node is not None else Node(output.value), style)
            self._define("outputs", key, row, 2)
            self._text(sheet, row, 3, output.unit)
            self._text(sheet, row, 4, text.t(f"kind.{output.kind}", lang))
            self._text(sheet, row, 5, self._how(key))
            self._text(sheet, row, 6, explained[0] if explained is not None else "")
            row += 1

    def _how(self, key: str) -> str:
        fixed = self.model.fixed_below(key)
        if self.model.modes[key] == "value":
            return self._t("how.value.moves" if fixed else "how.value")
        if fixed:
            names = ", ".join(say.label(self.scenario, name, self.lang) for name in fixed)
            return self._t("how.rests", names=names)
        return self._t("how.formula")

    def _runway(self) -> None:
        sheet = self.sheets["runway"]
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, FIRST_FIELD_COLUMN + len(FIELDS), 15)
        self._text(sheet, 0, 0, self._t("runway.title"), "title")
        self._text(sheet, 1, 0, self._t("runway.note" if self.model.months else "runway.none"))
        if not self.model.months:
            return
        head = FIRST_MONTH_ROW - 2
        self._text(sheet, head, 0, self._t("column.month"), "head")
        self._text(sheet, head, 1, self._t("column.calendar"), "head")
        for column, field in enumerate(FIELDS, start=FIRST_FIELD_COLUMN):
            self._text(sheet, head, column, self._t(f"month.{field}"), "head")
            self._text(sheet, head - 1, column, field, "key")
            for row, node in enumerate(self.model.months[field], start=FIRST_MONTH_ROW - 1):
                self._node(sheet, row, column, node, _style_of_field(field))
        clock = self.scenario.value("clock")
        for row, (number, month) in enumerate(zip(clock.number, clock.month, strict=True), start=head + 1):
            sheet.write_number(row, 0, float(number))
            self._text(sheet, row, 1, str(month))
        sheet.set_row(head, 48)
        sheet.freeze_panes(head + 1, FIRST_FIELD_COLUMN)

    def _series(self) -> None:
        scenario, lang = self.scenario, self.lang
        sheet = self.sheets["series"]
        sheet.set_column(0, 1, 38)
        self._text(sheet, 0, 0, self._t("series.note"))
        row = self._head(sheet, 1, "name", "figure", "unit")
        daily = tuple(f"{name}_" for name in scenario.facts.daily)
        names = [name for name in scenario.facts.names if not name.startswith(daily)] if daily else scenario.facts.names
        for name in [*names, *OUTPUTS]:
            output = scenario.output(name)
            values = output.value
            if not isinstance(values, np.ndarray) or values.ndim != 1 or len(values) > 1000:
                continue
            self._text(sheet, row, 0, name, "key")
            self._text(sheet, row, 1, say.label(scenario, name, lang))
            self._text(sheet, row, 2, scenario.facts.units.get(name, output.unit))
            for column, value in enumerate(values.tolist(), start=3):
                if isinstance(value, (int, float)):
                    if math.isfinite(value):
                        sheet.write_number(row, column, value)
                else:
                    self._text(sheet, row, column, str(value))
            row += 1

    def _working(self) -> None:
        sheet = self.sheets["working"]
        sheet.set_column(0, 0, 18)
        self._text(sheet, 0, 0, self._t("working.note"))
        for row, node in enumerate(self.working, start=1):
            self._node(sheet, row, 0, node, "count")

    def _place_working_cells(self) -> list[Node]:
        """Steps that are too long to stand inside the formulas that use them get a cell on a sheet of their own."""
        named = [self.model.node(key) for key in OUTPUTS]
        roots = [node for node in named if node is not None]
        roots += [node for nodes in self.model.months.values() for node in nodes]
        working = symbolic.to_place(roots, _LONGEST)
        place = quoted(self.names["working"])
        for row, node in enumerate(working, start=2):
            node.address = f"{place}!$A${row}"
        return working


def _style_of_field(field: str) -> str:
    if field in _STYLE_OF_FIELD:
        return _STYLE_OF_FIELD[field]
    return "btc" if field.startswith(_BTC_FIELDS) else "usd"
