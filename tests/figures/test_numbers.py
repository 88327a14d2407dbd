"""Every number of every chart against the model: the cells of its table, its hover boxes, and what is drawn of them."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pytest

from dashboard.figures.layout import Chart
from dashboard.headlines import label
from dashboard.numbers import OUTPUTS, peers
from dashboard.numbers.resolver import Scenario, dependencies
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import hovered, numbers_in, numbers_of, plain
from tests.figures.every import PAGES, drawn, hovers, reads_as, shown

# ------------------------------------------------------------------------------------------- value and kind


def truth(s: Scenario, figure: Figure) -> Any:
    """The value that ``figure`` must have, from its key and the inputs at which it says that it holds."""
    at = dict(part.split("=", 1) for part in figure.at.split())
    if not at:
        return s.value(figure.key)
    if at.get("sign"):
        return -s.value(figure.key)
    if "preset" in at:
        s = preset(s, at["preset"])
    if "row" in at:
        series = s.value(figure.key)
        value = series[int(at["row"])] if "column" not in at else series[int(at["row"]), int(at["column"])]
        return float(value)
    if "preset" in at:
        return s.value(figure.key)
    if "month" in at:
        days, closes = s.value("btc_price_daily_date"), s.value("btc_price_daily_close")
        inside = [close for day, close in zip(days, closes, strict=True) if str(day).startswith(at["month"])]
        below = sum(close < s.value("all_in_cost_financial_year") for close in inside)
        return below if figure.key.startswith("days_below") else len(inside)
    if figure.key in OUTPUTS and OUTPUTS[figure.key].unit == "date":
        # A date is a word: it has no column of its own in a sweep.
        return s.with_values(**{name: float(value) for name, value in at.items()}).value(figure.key)
    return float(s.sweep(figure.key, **at))


@cache
def preset(s: Scenario, key: str) -> Scenario:
    """The scenario under one of the presets."""
    values = next(one.values for one in s.facts.presets if one.key == key)
    return s.with_values(**{a.name: a.to_base(values[a.key]) for a in s.facts.assumptions if a.key in values})


def truths(s: Scenario, found: list[Figure]) -> dict[tuple[str, str], Any]:
    """The truth of each number by key and inputs; those that differ in numbers alone are swept in one go."""
    known: dict[tuple[str, str], Any] = {}
    swept: dict[tuple[str, tuple[str, ...]], dict[str, list[float]]] = {}
    for figure in found:
        inputs = [part.split("=", 1) for part in figure.at.split()]
        numeric = all(name in OUTPUTS or name in s.values or s.facts.has(name) for name, _ in inputs)
        dated = figure.key in OUTPUTS and OUTPUTS[figure.key].unit == "date"
        if not inputs or not numeric or dated or "sale_date" in figure.at:
            known[figure.key, figure.at] = truth(s, figure)
        else:
            names = tuple(name for name, _ in inputs)
            swept.setdefault((figure.key, names), {})[figure.at] = [float(value) for _, value in inputs]
    for (key, names), wanted in swept.items():
        columns = np.array(list(wanted.values())).T
        values = s.sweep(key, **dict(zip(names, columns, strict=True)))
        values = np.broadcast_to(np.nan if values is None else values, columns.shape[1])
        known |= {(key, at): float(value) for at, value in zip(wanted, values, strict=True)}
    return known


def known_kind(s: Scenario, figure: Figure) -> str:
    """The kind that ``figure`` must have: its output's; of a published series that of its row."""
    row = re.match(r"row=(\d+)", figure.at)
    for name, series in s.facts.series.items() if row and figure.key not in OUTPUTS else ():
        if figure.key.startswith(f"{name}_"):
            assert row is not None
            derived = figure.key.removeprefix(f"{name}_") in series.rows[int(row[1])].derived
            return "derived" if derived else "reported"
    return s.output(figure.key).kind


@pytest.mark.parametrize("page", PAGES)
def test_every_number_is_that_of_the_model(cases: list[Scenario], page: str) -> None:
    for s in cases:
        found = list(shown(page, s))
        known = truths(s, [figure for _, figure in found])
        for chart, figure in found:
            expected, where = known[figure.key, figure.at], f"{chart}: {figure}"
            if expected is None or (isinstance(expected, float) and np.isnan(expected)):
                assert figure.value is None, where
            elif isinstance(expected, (int, float)):
                assert figure.value == pytest.approx(expected, rel=1e-9, abs=1e-6), where
            else:
                assert str(figure.value) == str(expected), where


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_is_that_of_the_output(cases: list[Scenario], page: str) -> None:
    for s in cases:
        for chart, figure in shown(page, s):
            blank_of_a_peer = peers.is_peer(figure.key) and figure.value is None
            assert blank_of_a_peer or figure.kind == known_kind(s, figure), f"{chart}: {figure}"


# --------------------------------------------------------------------------------------------- as it is read


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_number_is_read_as_its_value(cases: list[Scenario], page: str, lang: Lang) -> None:
    for s in cases[:4]:
        for chart, figure in shown(page, s, lang):
            if isinstance(figure.value, float) and "2026" not in figure.text:
                assert reads_as(figure.text, figure.value, lang), f"{chart}: {figure}"


def test_a_wrong_number_is_read_as_another() -> None:
    assert reads_as("$97,000", 97_000.0, "EN") and not reads_as("$97,500", 97_000.0, "EN")
    assert reads_as("+$82.5m", 82_450_000.0, "EN") and not reads_as("−$82.5m", 82_450_000.0, "EN")
    assert reads_as("97.000 $", 97_000.0, "DE") and not reads_as("87.300 $", 97_000.0, "DE")


@pytest.mark.parametrize("page", PAGES)
def test_what_is_hovered_is_what_was_checked(cases: list[Scenario], page: str) -> None:
    for s in cases[:2]:
        for one in drawn(page, s):
            if not isinstance(one, Chart):
                continue
            spoken = {at for at, trace in enumerate(one.figure["data"]) if "customdata" in trace}
            assert spoken == set(one.hovers), one.key
            for trace, place, box in hovers(one):
                words = plain(hovered(one.figure["data"][trace], place))
                assert words == " ".join(f"{name} {getattr(said, 'text', said)}" for name, said in box), one.key


# -------------------------------------------------------------------------------------------- names and dates


def test_heads_and_names_belong_to_their_numbers(cases: list[Scenario]) -> None:
    """Where a column, a row or a line of a hover box bears the name of a number of the chart, it shows that number."""
    s = cases[0]
    checked = 0
    for page in PAGES:
        for one in drawn(page, s):
            assert one.table is not None
            cells = [*numbers_of(one.table), *chain(*(numbers_in(box) for *_, box in hovers(one)))]
            keys = sorted({figure.key for figure in cells})
            names = {label(s, key, "EN"): key for key in keys if not peers.is_peer(key)}
            names |= {text.t(key, "EN"): own for own in keys if text.has(key := f"{page}.{one.key}.{own}")}
            for column, head in enumerate(one.table.head):
                inside = {row[column].key for row in one.table.rows if isinstance(row[column], Figure)}  # type: ignore[union-attr]
                names |= {head: next(iter(inside))} if len(inside) == 1 and head not in names else {}
            pairs = [(str(name), said.key) for *_, box in hovers(one) for name, said in box if isinstance(said, Figure)]
            for row in one.table.rows:
                inside = [figure.key for cell in row for figure in numbers_in((("", cell),))]
                pairs += [(str(row[0]), key) for key in inside[:1]] if len(inside) == 1 else []
                pairs += [
                    (head, cell.key) for head, cell in zip(one.table.head, row, strict=True) if isinstance(cell, Figure)
                ]
            for name, key in pairs:
                checked += name in names
                # Published prices stand in the column of the price that they are compared with.
                assert names.get(name, key) == key or key not in OUTPUTS, f"{one.key}: {name} over {key}"
    assert checked > 200


def months_later(day: str, months: int) -> str:
    year, month = (int(part) for part in day.split("-")[:2])
    return f"{year + (month - 1 + months) // 12}-{(month - 1 + months) % 12 + 1:02d}"


def dates_of(s: Scenario, figure: Figure, lang: Lang) -> set[str]:
    """The ways in which the date of an element of a series may be written; empty where it has none."""
    at = dict(part.split("=", 1) for part in figure.at.split())
    if figure.key.endswith("_by_month") or figure.key == "value_fan":
        place, months = int(at.get("column", at.get("row", -1))), s.value("path_months")
        whole = np.shape(s.value(figure.key))[-1] == len(months)
        return {text.date(str(months[place]) if whole else months_later(s.value("today_month"), place + 1), lang)}
    if re.fullmatch(r"\d{4}-\d\d", at.get("month", "")):
        return {text.date(at["month"], lang)}
    if "sale_date" in at:
        return {text.date(at["sale_date"], lang)}
    if "row" not in at:
        return set()
    series = s.value(figure.key)
    found = set()
    for name in s.facts.names:
        prefix = re.sub("_(date|period)$", "", name)
        rests = {figure.key, *dependencies(figure.key)}
        dates = s.value(name) if prefix != name and any(one.startswith(f"{prefix}_") for one in rests) else None
        if isinstance(dates, np.ndarray) and len(dates) == len(series):
            day = str(dates[int(at["row"])])
            found |= {text.date(day, lang), text.date(day[:7], lang), text.date(day, lang).rsplit(" ", 1)[0]}
    return found


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_element_of_a_series_stands_at_its_date(cases: list[Scenario], lang: Lang) -> None:
    checked = 0
    for s in cases[:2]:
        for page in PAGES:
            for one in drawn(page, s, lang):
                assert one.table is not None
                lines = [tuple(("", cell) for cell in row) for row in one.table.rows]
                lines += [box for *_, box in hovers(one)]
                for line in lines:
                    words = plain(" ".join(text.plain(part) if isinstance(part, tuple) else str(part) for pair in line
                                           for part in pair if not isinstance(part, Figure)))  # fmt: skip
                    dates = [date for figure in numbers_in(line) if (date := dates_of(s, figure, lang))]
                    # The event beside a close may lie on a day without trading; beta, machines and price name none.
                    if (
                        not dates
                        or one.key in ("events", "beta", "machines", "price")
                        or re.fullmatch(r"[\d ]*", words)
                    ):
                        continue
                    # The columns of these name their periods at their foot.
                    if one.key in ("backtest", "backcheck", "quarters") and line in [box for *_, box in hovers(one)]:
                        continue
                    checked += 1
                    for allowed in dates:
                        assert any(date in words for date in allowed), f"{one.key}: {words}: {allowed}"
    assert checked > 300
