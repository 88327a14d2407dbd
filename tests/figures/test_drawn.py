"""What is drawn of the numbers of a chart: lines, marks, bars, cells and labels against its table."""

from __future__ import annotations

import re
from itertools import chain

import numpy as np
import pytest

from dashboard.figures.axes import Axis
from dashboard.figures.layout import Chart
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import numbers_in, numbers_of, plain
from tests.figures.every import PAGES, drawn, hovers, reads_as

# Numbers of the tables that no line of their chart shows.
_NOT_DRAWN = {
    "loan_after_sale", "sale_value_now", "ai_irr_per_mw", "ai_payback_years_per_mw", "new_shares_from_raise",
    "nav_per_share_after_raise", "cash_by_month", "btc_sold_by_month", "debt_by_month",
    "margin_call_terminal_probability_before", "gpu_break_even_price_with_decay",
}  # fmt: skip
_CURVES = {"curve", "regret", "holding", "ltv", "touch", "price", "value", "mnav", "implied", "dilution", "path", "fan",
           "odds"}  # fmt: skip


def _place(s: Scenario, figure: Figure) -> float | None:
    """Where along the chart the number of a table row stands; months count from today."""
    at = dict(part.split("=", 1) for part in figure.at.split())
    if figure.key.endswith("_by_month") and "row" in at:
        whole = len(s.value(figure.key)) == len(s.value("path_months"))
        return float(at["row"]) + (1 - s.value("path_estimated").sum() if whole else 1)
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
                    x = _place(s, figure)
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
                # Lines are named along their course, not at a point.
                if not isinstance(one, Chart) or not key or one.key in ("holding", "machines", "race", "coins"):
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
        for figure in (one.figure, one.narrow) if isinstance(one, Chart) else ():
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
                for value, words in ticks:
                    month = months[int(value)]
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


def test_words_of_an_axis_stand_apart_on_a_narrow_page() -> None:
    """Seven words of about 48 px, 20 px from one to the next: every third stands 60 px away, and the last one stays."""
    axis = Axis(0, 6, [*range(7)], [f"Jan {year}" for year in range(2020, 2027)])
    assert (list(axis.apart(120).ticks), list(axis.apart(120).words)) == (
        [0, 3, 6],
        ["Jan 2020", "Jan 2023", "Jan 2026"],
    )
    assert axis.apart(600) == axis
