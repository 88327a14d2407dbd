"""Every number of every chart against the model: the cells of its table, its hover boxes, and what is drawn of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pytest

from dashboard import figures, registry
from dashboard.facts import Facts
from dashboard.figures.layout import Block, Chart
from dashboard.headlines import label
from dashboard.numbers import OUTPUTS, peers
from dashboard.numbers.resolver import Scenario, dependencies
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import Make, numbers_in, numbers_of, plain

PAGES = [row.name for row in registry.PAGES]
ENDS: tuple[Callable[[Any], Any], ...] = (
    lambda slider: slider.bounds[0] if slider.options is None else next(iter(slider.options)),
    lambda slider: slider.bounds[1] if slider.options is None else list(slider.options)[-1],
)
CASES: tuple[dict[str, Any], ...] = (
    {}, {"btc": 20}, {"btc": 200, "mw": 0}, {"btc": 95, "raise": 50, "loan": 560},
    {"model": "COLO", "mw": 50, "wacc": 25},
    {"loan": 305, "ehs": 0}, {"gpuh": 4, "mw": 2, "ramp": 6, "decay": 0}, {"cash": 30, "mwvalue": 0.5, "hold": 2},
)  # fmt: skip
_ODDS = {"probability_forced_sale": "forced_sale", "probability_shortfall": "shortfall",
         "probability_ai_break_even": "ai_break_even"}  # fmt: skip


@pytest.fixture(scope="module", name="cases")
def scenarios_at_the_ends(scenario: Make, facts: Facts) -> list[Scenario]:
    """A few scenarios, and those with every slider at its lower and at its upper end; with fewer random paths."""
    known = {a.key for a in facts.assumptions}
    values = [{key: value for key, value in case.items() if key in known} for case in CASES]
    values += [{a.key: end(a) for a in facts.assumptions} for end in ENDS]
    return [scenario(**chosen).with_values(monte_carlo_paths=200) for chosen in values]


@cache
def drawn(page: str, s: Scenario, lang: Lang = "EN") -> list[Chart | Block]:
    """The charts and blocks of a page that have a table, under each token of its switches."""
    row = registry.PAGE[page]
    every = [{name: token} for name, tokens in row.switches.items() for token in tokens] or [{}]
    found = [one for chosen in every for one in figures.drawn(page, s, lang, chosen)]
    return [one for one in found if isinstance(one, (Chart, Block)) and one.table is not None]


def hovers(chart: Chart | Block) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """Trace, place in it and rows of each hover box of a chart."""
    for trace, boxes in (chart.hovers if isinstance(chart, Chart) else {}).items():
        for place, box in enumerate(boxes):
            yield trace, place, box


def shown(page: str, s: Scenario, lang: Lang = "EN") -> Iterator[tuple[str, Figure]]:
    """Every number of a page's tables and hover boxes, with the chart."""
    for one in drawn(page, s, lang):
        assert one.table is not None
        for figure in chain(numbers_of(one.table), *(numbers_in(box) for *_, box in hovers(one))):
            yield one.key, figure


# ------------------------------------------------------------------------------------------- value and kind


def truth(s: Scenario, figure: Figure) -> Any:
    """The value that ``figure`` must have, from its key and the inputs at which it says that it holds."""
    at = dict(part.split("=", 1) for part in figure.at.split())
    if not at:
        return s.value(figure.key)
    if at.get("sign"):
        return -s.value(figure.key)
    if "row" in at:
        series = s.value(figure.key)
        value = series[int(at["row"])] if "column" not in at else series[int(at["row"]), int(at["column"])]
        return float(value)
    if "preset" in at:
        preset = next(one for one in s.facts.presets if one.key == at["preset"])
        chosen = {a.name: a.to_base(preset.values[a.key]) for a in s.facts.assumptions if a.key in preset.values}
        return s.with_values(**chosen).value(figure.key)
    if figure.key in _ODDS:
        month = int(at["month"])
        return float(getattr(s.value("monte_carlo"), _ODDS[figure.key]).by_month[month - 1]) if month else 0.0
    if "month" in at:
        days, closes = s.value("btc_price_daily_date"), s.value("btc_price_daily_close")
        inside = [close for day, close in zip(days, closes, strict=True) if str(day).startswith(at["month"])]
        below = sum(close < s.value("all_in_cost_fy2025") for close in inside)
        return below if figure.key.startswith("days_below") else len(inside)
    return float(s.sweep(figure.key, **at))


def truths(s: Scenario, found: list[Figure]) -> dict[tuple[str, str], Any]:
    """The truth of each number by key and inputs; those that differ in numbers alone are swept in one go."""
    known: dict[tuple[str, str], Any] = {}
    swept: dict[tuple[str, tuple[str, ...]], dict[str, list[float]]] = {}
    for figure in found:
        inputs = [part.split("=", 1) for part in figure.at.split()]
        numeric = all(name in OUTPUTS or name in s.values or s.facts.has(name) for name, _ in inputs)
        if not inputs or not numeric or "sale_date" in figure.at:
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

_SCALES = tuple(10.0**power for power in (-6, -3, -2, 0, 3, 6, 9, 12))
_READ = {"EN": r"\d[\d,]*(?:\.\d+)?", "DE": r"\d[\d.]*(?:,\d+)?"}


def reads_as(words: str, value: float, lang: Lang) -> bool:
    """Whether the number in ``words`` is ``value`` in some unit, as precisely as it is written."""
    found = re.search(_READ[lang], words)
    if found is None:
        return True
    digits = found[0].replace(",", "") if lang == "EN" else found[0].replace(".", "").replace(",", ".")
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    negative = text.MINUS in words[: found.start()]
    if negative != (value < 0) and float(digits) > half:
        return False
    return any(abs(abs(value) / scale - float(digits)) <= half * (1 + 1e-6) for scale in _SCALES)


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
                words = plain(one.figure["data"][trace]["customdata"][place])
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
    if figure.key in _ODDS or figure.key.endswith("_by_month") or figure.key == "value_fan":
        month = int(at.get("month", at.get("column", at.get("row", -1)))) + (figure.key == "value_fan")
        return {text.date(months_later(s.value("balance_date"), month), lang)}
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


# ----------------------------------------------------------------------------------------- what is drawn of it

# Numbers of the tables that no line of their chart shows.
_NOT_DRAWN = {
    "loan_after_sale", "sale_value_now", "ai_irr_per_mw", "ai_payback_years_per_mw", "new_shares_from_raise",
    "nav_per_share_after_raise", "btc_by_month", "cash_by_month", "btc_sold_by_month",
    "margin_call_terminal_probability_before", "gpu_break_even_price_with_decay",
}  # fmt: skip
_CURVES = {"curve", "regret", "holding", "ltv", "touch", "price", "value", "mnav", "implied", "dilution", "path", "fan",
           "odds"}  # fmt: skip


def _place(figure: Figure) -> float | None:
    """Where along the chart the number of a table row stands."""
    at = dict(part.split("=", 1) for part in figure.at.split())
    if figure.key == "value_fan":
        return float(at["column"]) + 1
    first = next(iter(at.values()), "")
    try:
        return float(first) * (12 if "hold_years" in at else 1)
    except ValueError:
        return None


def _on_a_line(chart: Chart, x: float, y: float) -> bool:
    low, high = chart.figure["layout"]["yaxis"]["range"]
    left, right = chart.figure["layout"]["xaxis"]["range"]
    outside = not (low <= y <= high and left <= x <= right)
    for trace in chart.figure["data"]:
        if outside or trace.get("mode") != "lines" or len(trace["x"]) < 2:
            continue
        xs, ys = (np.array(trace[axis], dtype=float) for axis in "xy")
        if xs[0] <= x <= xs[-1] and np.interp(x, xs, ys) == pytest.approx(y, abs=(high - low) * 4e-3):
            return True
        if np.isnan(ys).any() and np.isnan(np.interp(x, xs, ys)):
            return True
    return outside


def test_the_lines_pass_through_the_numbers_of_the_table(cases: list[Scenario]) -> None:
    seen: set[str] = set()
    for s in cases:
        for page in PAGES:
            for one in drawn(page, s):
                if not isinstance(one, Chart) or one.key not in _CURVES or one.table is None:
                    continue
                for figure in numbers_of(one.table):
                    x = _place(figure)
                    if x is None or figure.value is None or figure.key in _NOT_DRAWN:
                        continue
                    runway = s.value("runway_months") if figure.key == "value_by_month" else None
                    if runway is not None and x > runway + 1:
                        continue  # The flat path ends with the first month that is not paid.
                    seen.add(one.key)
                    # What the company has missed is drawn upwards.
                    y = -figure.value if figure.key == "sale_outcome" else figure.value
                    assert _on_a_line(one, x, y), f"{one.key}: {figure}"
    assert seen == _CURVES


def test_a_mark_stands_at_a_number_of_its_hover_box(cases: list[Scenario]) -> None:
    checked = 0
    for s in cases:
        for one in chain(*(drawn(page, s) for page in PAGES)):
            for trace, place, box in hovers(one):
                assert isinstance(one, Chart)
                drawing = one.figure["data"][trace]
                values = [f.value for f in numbers_in(box) if isinstance(f.value, (int, float))]
                if not values or drawing.get("orientation") == "v" or drawing["y"][place] is None:
                    continue
                point = [drawing[axis][place] for axis in "xy"]
                late = one.key == "race" and max(point) > 36
                checked += 1
                assert late or any(p == pytest.approx(v) for p in point for v in values), (
                    f"{one.key}: {point} is none of {values}"
                )
    assert checked > 200


def test_a_table_of_cells_is_its_table(cases: list[Scenario]) -> None:
    """Row by row the cell, its hover box and the table behind it hold the same number."""
    for s in cases:
        for one in chain(*(drawn(page, s) for page in PAGES)):
            if isinstance(one, Chart) and one.figure["data"][0].get("orientation") == "v":
                assert one.table is not None
                for place, figure in enumerate(numbers_of(one.table)):
                    assert numbers_in(one.hovers[0][place])[-1] == figure, one.key
                    said = plain(one.figure["data"][1]["text"][place])
                    assert figure.value is None or reads_as(said, figure.value, "EN"), f"{one.key}: {said}, {figure}"
                    where = [one.figure["data"][0][axis][place] for axis in ("x", "base")]
                    wide = len(one.table.head) - 1
                    assert where == [place % wide, place // wide - 0.5], one.key


def test_bars_are_as_long_as_the_numbers_of_the_table(cases: list[Scenario]) -> None:
    seen = set()
    for s in cases:
        for one in chain(*(drawn(page, s) for page in PAGES)):
            bars = [t for t in one.figure["data"] if t.get("orientation") == "h"] if isinstance(one, Chart) else []
            if bars and one.table is not None and one.key != "uses":
                lengths = [abs(f.value) for f in numbers_of(one.table) if isinstance(f.value, (int, float))]
                seen.add(one.key)
                # Mining is one bar and two rows, coins sold and hosting paid; a tenant pays his own power.
                for length in bars[0]["x"]:
                    near = [abs(a - b) for a in lengths for b in (0, *lengths)] if one.key == "year" else lengths
                    assert length == 0 or any(length == pytest.approx(v, abs=1e-6) for v in near), (
                        f"{one.key}: {length}"
                    )
    assert len(seen) >= 8


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_what_is_called_yours_is_violet_and_at_the_diamond(cases: list[Scenario], lang: Lang) -> None:
    checked = 0
    for s in cases:
        for page in PAGES:
            for one in drawn(page, s, lang):
                rent = one.key == "price" and s.value("ai_model") != "GPU"
                key = f"{page}.{'rent' if rent else one.key}.yours"
                key = key if text.has(key) else ""
                if not isinstance(one, Chart) or not key or one.key in ("holding", "machines", "race"):
                    continue
                words = text.t(key, lang)
                diamonds = [(t["x"][0], t["y"][0]) for t in one.figure["data"]
                            if t.get("marker", {}).get("symbol") == "diamond"]  # fmt: skip
                named = [n for n in one.figure["layout"]["annotations"] if plain(n["text"]).endswith(words)]
                assert named, f"{one.key}: nothing is called {words}"
                for note in named:
                    checked += 1
                    assert note["font"]["color"] == "#551C99", f"{one.key}: {note['text']}"
                    assert (note["x"], note["y"]) in diamonds, f"{one.key}: {note['text']}"
    assert checked > 40


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_ticks_of_time_are_their_dates(cases: list[Scenario], lang: Lang) -> None:
    s, calendars, foots = cases[0], 0, 0
    for one in chain(*(drawn(page, s, lang) for page in PAGES)):
        for figure in (one.figure, one.narrow) if isinstance(one, Chart) and one.narrow else ():
            axis = figure["layout"]["xaxis"]
            ticks = list(zip(axis.get("tickvals", ()), map(plain, axis.get("ticktext", ())), strict=True))
            if ticks and 15_000 < ticks[0][0] < 30_000 and one.key != "curve" and axis["range"][0] > 15_000:
                calendars += 1
                days = [str(np.datetime64(int(value), "D")) for value, _ in ticks]
                assert [words for _, words in ticks] == [text.date(day[:7], lang) for day in days], one.key
                assert all(day.endswith("-01") for day in days)
            if one.key in ("backtest", "backcheck") and one.table is not None:
                foots += 1
                months = [str(row[0]) for row in one.table.rows if row[2].value is not None]  # type: ignore[union-attr]
                for (_, words), month in zip(ticks, months, strict=True):
                    short = f"{month.split()[0].rstrip('.')[:3]} {month[-2:]}"
                    assert words in ("", short), f"{one.key}: {words} under {month}"
            if one.key in ("closes", "triggers"):
                sold = np.datetime64(s.value("sale_date"), "D")
                for value, words in ticks:
                    assert text.date(str(sold + int(value)), lang).startswith(words), f"{one.key}: {words}"
    assert calendars >= 8 and foots == 4


_NAMED = {"curve", "ltv", "touch", "price", "mnav", "implied", "triggers", "closes", "windows", "ladder", "machines",
          "pressure", "hour"}  # fmt: skip


def test_a_label_writes_the_number_at_which_it_stands(cases: list[Scenario]) -> None:
    """Also its hover box, where that has a line of the same name."""
    seen = set()
    for s in cases:
        for one in chain(*(drawn(page, s) for page in PAGES)):
            if not isinstance(one, Chart) or one.key not in _NAMED:
                continue
            said = {name: figure.text for *_, box in hovers(one) for name, figure in box if isinstance(figure, Figure)}
            for note in one.figure["layout"]["annotations"]:
                bold = re.findall(r"<b>(.*?)</b>", note["text"])
                if len(bold) != 1 or "xref" in note or not re.search(r"\d", bold[0]) or "2026" in note["text"]:
                    continue
                seen.add(one.key)
                # A day of the sale's closes is no number of an axis.
                at = [float(note[axis]) for axis in "xy"]
                assert "·" in bold[0] or any(reads_as(bold[0], value, "EN") for value in at), (
                    f"{one.key}: {note['text']}"
                )
                rest = plain(re.sub(r"<b>.*?</b>", "", note["text"])).strip()
                assert said.get(rest, bold[0]) == bold[0], f"{one.key}: {rest}"
    assert seen == _NAMED


def test_the_lines_of_the_loan_stand_at_their_prices(cases: list[Scenario]) -> None:
    for s in cases:
        for one in drawn("sale", s):
            if isinstance(one, Chart) and one.key == "triggers" and one.table is not None:
                known = [figure.value for figure in numbers_of(one.table)]
                lines = [t["y"] for t in one.figure["data"] if t["mode"] == "lines" and len(t["y"]) == 2]
                assert len(lines) in (2, 4)
                for low, high in lines:
                    assert low == high and any(low == pytest.approx(value) for value in known)
