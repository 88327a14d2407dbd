"""A scenario kept as A in the charts: a ghost where it differs, its name clear of all labels, its numbers and words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard import figures, registry
from dashboard.facts import Facts
from dashboard.figures import ghost
from dashboard.figures.colors import ASSUMED, GREY, PAPER
from dashboard.figures.compared import with_columns
from dashboard.figures.layout import NARROW, WIDE, Block, Chart, Table
from dashboard.figures.mining import margin
from dashboard.figures.runway import year
from dashboard.figures.sale import price
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import Make, assert_labels_fit, boxes, hovered, plain
from tests.figures.every import ENDS

# All sliders at one end, those of the first cases, and a few moved a little.
_ENDS = (("", "low", "EN"), ("low", "", "DE"), ("", "high", "DE"), ("high", "", "EN"), ("low", "high", "EN"),
         ("high", "low", "DE"))  # fmt: skip
_MOVED = {"btc": 70, "cash": 80, "rate": 10, "vol": 60, "call": 70, "gpuh": 2, "mw": 4, "net": 1000, "fixed": 4,
          "raise": 20, "mwvalue": 6, "loan": 400, "touch": 12, "util": 60, "decay": 10, "discount": 20}  # fmt: skip


@pytest.fixture(scope="module")
def named(scenario: Make, facts: Facts) -> dict[str, Scenario]:
    """Scenarios by name, with fewer random paths."""
    low, high = ({a.key: end(a) for a in facts.assumptions} for end in ENDS)
    values = {"": {}, "low": low, "high": high, "moved": _MOVED, "cheap": {"btc": 20}}
    return {name: scenario(**chosen).with_values(random_paths=256) for name, chosen in values.items()}


def _against(mine: Scenario, theirs: Scenario) -> Scenario:
    return Scenario(mine.facts, mine.values, theirs)


def _charts(scenario: Scenario, lang: Lang = "EN") -> dict[str, Chart | Block]:
    """Every chart of every page, by its builder."""
    drawn = ((row, one) for page in registry.PAGES
             for row, one in zip(page.charts, figures.drawn(page.name, scenario, lang, {}), strict=True))  # fmt: skip
    return {row.build: one for row, one in drawn}


def _named(chart: Chart) -> list[str]:
    """What is written of A in a chart's wide and narrow drawing."""
    notes = [note for figure in (chart.figure, chart.narrow) for note in figure["layout"]["annotations"]]
    return [plain(note["text"]) for note in notes if note["text"].startswith(("<b>A</b>", "<b>A "))]


@pytest.mark.slow
@pytest.mark.parametrize(("mine", "theirs", "lang"), _ENDS)
def test_no_label_overlaps_with_a_ghost_at_the_ends_of_the_sliders(
    named: dict[str, Scenario], mine: str, theirs: str, lang: Lang
) -> None:
    checked = 0
    for one in _charts(_against(named[mine], named[theirs]), lang).values():
        if isinstance(one, Chart) and _named(one):
            assert_labels_fit(one)
            checked += 1
    assert checked > 15


@pytest.fixture(scope="module")
def alone(named: dict[str, Scenario]) -> dict[str, dict[str, Chart | Block]]:
    """The charts of each scenario without an A."""
    return {name: _charts(one) for name, one in named.items()}


def test_every_chart_that_a_slider_moves_shows_a(named: dict[str, Scenario], alone: dict[str, Any]) -> None:
    reasons = {row.build: row.alone for page in registry.PAGES for row in page.charts}
    seen, told = set(), set()
    for mine, theirs in (("", "moved"), ("", "low"), ("", "high"), ("", "cheap")):
        for build, one in _charts(_against(named[mine], named[theirs])).items():
            own, other = alone[mine][build], alone[theirs][build]
            if not isinstance(one, Chart) or not isinstance(own, Chart):
                continue
            where = f"{build}: {mine or 'default'} against {theirs}"
            if reasons[build]:
                assert not _named(one), where
                told.add(build)
            elif not isinstance(other, Chart) or own.basis != other.basis:
                assert f"A: {text.plain(other.title)}" in text.plain(one.subtitle), where
            elif _differ(own, other):
                assert len(_named(one)) >= 2, where
                seen.add(build)
    assert told == {"drivers.side:coins_of_all"}
    follow = {build for build, one in alone[""].items() if isinstance(one, Chart)
              and any(isinstance(other, Chart) and other.figure["data"] != one.figure["data"]
                      for other in (alone[name][build] for name in named))}  # fmt: skip
    assert seen == follow - told


def test_an_a_like_ones_own_changes_nothing(named: dict[str, Scenario], alone: dict[str, Any]) -> None:
    same = Scenario(named[""].facts, named[""].values)
    for build, one in _charts(_against(named[""], same)).items():
        assert not isinstance(one, Chart) or one == alone[""][build], build


def _ghosts(chart: Chart, mode: str) -> list[dict[str, Any]]:
    """Grey traces with a dashed line, or points filled with paper and edged in grey."""
    found = [t for t in chart.figure["data"] if t.get("mode") == mode and t["type"] == "scatter"]
    if mode == "lines":
        return [t for t in found if t["line"] == ghost.INK]
    return [t for t in found if t["marker"]["line"] == {"color": GREY, "width": 1.5} and t["marker"]["color"] == PAPER]


def test_the_ghost_of_the_margin_stands_at_the_price_and_margin_of_a(scenario: Make) -> None:
    """A coin of A sells at 60,000 and costs what A's all-in cost is."""
    theirs = scenario(btc=60, cash=70)
    one = margin.margin_curve(_against(scenario(), theirs), "EN")
    assert isinstance(one, Chart)
    points = {(x, round(y)) for t in _ghosts(one, "markers") for x, y in zip(t["x"], t["y"], strict=True)}
    expected = 60_000 - theirs.value("all_in_cost_per_btc")
    assert (60_000, round(expected)) in points
    assert (theirs.value("break_even_price"), 0) in points
    (line,) = _ghosts(one, "lines")
    slope = (line["y"][1] - line["y"][0]) / (line["x"][1] - line["x"][0])
    assert line["y"][0] + slope * (60_000 - line["x"][0]) == pytest.approx(expected)
    (stem,) = [s for s in one.figure["layout"]["shapes"] if s["line"] == ghost.INK]
    assert (stem["x0"], stem["y0"], stem["x1"], stem["y1"]) == (60_000, 0, 60_000, pytest.approx(expected))


def test_rows_of_a_stand_beside_their_own_names(scenario: Make) -> None:
    """A's order of rows may differ: a cost below the price in one scenario and above it in the other."""
    mine, theirs = scenario(btc=120), scenario(btc=60)
    one, other = (margin.price_ladder(s, "EN") for s in (_against(mine, theirs), theirs))
    assert isinstance(one, Chart) and isinstance(other, Chart) and one.table and other.table
    names = [str(row[0]) for row in one.table.rows]
    assert names != [str(row[0]) for row in other.table.rows]
    (kept,) = _ghosts(one, "markers")
    assert (kept["x"], kept["y"]) == ([60_000.0], [names.index("Your price")])


def test_labels_leave_the_marks_of_a_uncovered(scenario: Make) -> None:
    """Right of the price of 70,000 its label would stand on A's 78,000: it goes to the left."""
    one = margin.price_ladder(_against(scenario(btc=70), scenario(btc=78)), "EN")
    assert isinstance(one, Chart)
    layout, height = one.figure["layout"], one.height
    margins, (low, high), (bottom, top) = layout["margin"], layout["xaxis"]["range"], layout["yaxis"]["range"]
    for kept in _ghosts(one, "markers"):
        for x, y in zip(kept["x"], kept["y"], strict=True):
            px = margins["l"] + (x - low) / (high - low) * (WIDE - margins["l"] - margins["r"])
            py = margins["b"] + (y - bottom) / (top - bottom) * (height - margins["t"] - margins["b"])
            for words, (left, under, right, over) in boxes(one.figure, WIDE, height):
                assert not (left < px < right and under < py < over), f"{words} on A at {x}"


def test_the_frame_of_a_stands_between_cells_and_says_its_result(scenario: Make) -> None:
    """Columns are 10,000 apart and pass through 83,000; 88,000 lies half a column further right."""
    mine, theirs = scenario(), scenario(btc=88)
    one = margin.sensitivity(_against(mine, theirs), "EN")
    assert isinstance(one, Chart)
    own = next(s for s in one.figure["layout"]["shapes"] if s["line"]["color"] == ASSUMED)
    kept = next(s for s in one.figure["layout"]["shapes"] if s["line"]["color"] == GREY)
    assert kept["x0"] - own["x0"] == pytest.approx(0.5) and kept["y0"] == own["y0"]
    result = text.number(theirs.value("mining_result_per_year") / 1e6, "EN", 0, True)
    assert _named(one) == [f"A {result}"] * 2


def test_what_lies_outside_is_pointed_at(scenario: Make) -> None:
    """A table of prices from 63,000 to 143,000 does not hold 20,000."""
    one = margin.sensitivity(_against(scenario(), scenario(btc=20)), "EN")
    assert isinstance(one, Chart) and all(name.endswith("←") for name in _named(one))


def test_the_table_has_a_column_of_a_beside_each_that_differs(scenario: Make) -> None:
    mine, theirs = scenario(), scenario(fixed=5)
    one, own, other = (year.first_year(s, "EN") for s in (_against(mine, theirs), mine, theirs))
    assert isinstance(one, Chart) and isinstance(own, Chart) and isinstance(other, Chart)
    assert one.table and own.table and other.table
    assert one.table.head == (*own.table.head, f"A: {own.table.head[1]}")
    known = {row[0]: row[1] for row in other.table.rows}
    for row, before in zip(one.table.rows, own.table.rows, strict=True):
        assert row[:2] == before
        figure, alone = row[2], known[row[0]]
        assert isinstance(figure, Figure) and isinstance(alone, Figure)
        assert (figure.text, figure.value) == (alone.text, alone.value) and "scenario=A" in figure.at
    overhead = next(row for row in one.table.rows if row[0] == "Overhead")
    assert [f.value for f in overhead[1:]] == [-36e6, -60e6]  # type: ignore[union-attr]


def test_rows_and_columns_without_a_partner_stay_as_they_are() -> None:
    def cell(value: float) -> Figure:
        return Figure("x", str(value), value, "derived", at="row=1", sets=(("btc", "60"),))

    mine = Table(("month", "coins", "cash"), (("May", cell(1), cell(5)), ("June", cell(2), cell(6))))
    theirs = Table(("month", "coins", "cash"), (("June", cell(3), cell(6)), ("July", cell(4), cell(7))))
    found = with_columns(mine, theirs)
    assert found.head == ("month", "coins", "A: coins", "cash")
    kept = replace(cell(3), at="row=1 scenario=A", sets=())
    assert found.rows == (("May", cell(1), "", cell(5)), ("June", cell(2), kept, cell(6)))
    assert with_columns(mine, replace(theirs, head=("month", "coins", "debt"))) is mine
    assert with_columns(mine, mine) is mine


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_words_and_hover_boxes_of_a_begin_with_its_name(scenario: Make, lang: Lang) -> None:
    mine, theirs = scenario(), scenario(btc=60)
    one, other = (price.regret(s, lang) for s in (_against(mine, theirs), theirs))
    assert isinstance(one, Chart) and isinstance(other, Chart)
    assert text.plain(one.alt).split(" A: ")[1].rstrip(".") in text.plain(other.alt) + text.plain(other.title)
    traces = [trace for trace in one.figure["data"] if "customdata" in trace]
    said = [hovered(trace, at) for trace in traces for at in range(len(trace["customdata"]))]
    boxes = [words for words in said if words.startswith("<b>A</b>")]
    assert boxes and any(text.usd(60_000, lang) in words for words in boxes)


def _differ(own: Chart, other: Chart) -> bool:
    """Whether a point differs by more than a hundredth of an axis, or a word in a cell."""
    for one, two in zip(own.figure["data"], other.figure["data"], strict=False):
        if one.get("text") != two.get("text"):
            return True
        for axis in "xy":
            a, b = (np.array(trace[axis], dtype=float) for trace in (one, two))
            low, high = own.figure["layout"][f"{axis}axis"]["range"]
            if a.shape != b.shape or np.nanmax(np.abs(a - b), initial=0) > abs(high - low) * 0.01:
                return True
    return False


# Bars of the reader's that are far shorter than A's stay long enough to be read.
_FAR_SHORTER = {"drivers.swings:tornado"}


@pytest.mark.slow
@pytest.mark.parametrize(("mine", "theirs", "lang"), _ENDS)
def test_the_outline_of_a_bar_of_a_is_whole(named: dict[str, Scenario], mine: str, theirs: str, lang: Lang) -> None:
    """Its four sides lie within the plot, a half of the line's width from its edge."""
    checked = 0
    for build, one in _charts(_against(named[mine], named[theirs]), lang).items():
        drawn = [one.drawings.at(width) for width in (WIDE, NARROW)] if isinstance(one, Chart) else []
        plots = [plot for form in drawn for plot in ghost._plots(form)]
        for plot in plots:
            ends = [(s[at], s["y0"]) for s in plot.shapes if s["line"] == ghost.INK and s["type"] == "rect"
                    for at in ("x0", "x1")]  # fmt: skip
            if not ends or build in _FAR_SHORTER:
                continue
            across = plot.placer.pixel(*np.array(ends).T)[0]
            checked += 1
            assert across.min() >= 0.74 and across.max() <= plot.placer.inner[0] - 0.74, build
    assert checked >= 4
