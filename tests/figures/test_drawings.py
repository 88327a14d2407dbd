"""A chart is drawn for the width at which it stands, and for both where it must be known that it can be."""

from __future__ import annotations

import pytest

from dashboard.facts import Facts
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import NARROW, SUPPORT, WIDE, Chart
from dashboard.figures.panels import Draw, Drawings
from dashboard.figures.plot import Plot
from dashboard.figures.shapes import Axis
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import rehearsal
from dashboard.words.text import Lang
from tests.figures.drawing import Make

X = Axis(0, 1, (0, 1), ("0", "1"))


def recorded(asked: list[int], high: float = 1) -> Draw:
    """What draws a point, and notes the width."""

    def draw(width: int) -> Plot:
        asked.append(int(width))
        plot = Plot(width, SUPPORT, X, X)
        plot.marks(high, high)
        return plot

    return draw


def test_each_form_is_drawn_when_it_is_asked_for_and_once() -> None:
    asked: list[int] = []
    drawings = Drawings(recorded(asked))
    assert asked == []
    assert drawings.figure(NARROW) is drawings.figure(NARROW)
    assert asked == [NARROW]
    assert drawings.both() == (drawings.figure(WIDE), drawings.figure(NARROW))
    assert asked == [NARROW, WIDE]


def test_drawings_are_the_same_if_what_is_drawn_is() -> None:
    assert Drawings(recorded([])) == Drawings(recorded([]))
    assert Drawings(recorded([])) != Drawings(recorded([], high=0.5))


def test_a_chart_that_asks_for_a_slider_only_while_it_is_drawn_does_not_rest_on_facts_alone(scenario: Make) -> None:
    built: list[float] = []

    @fixed
    def build(scenario: Scenario, lang: Lang) -> Chart:
        draft = Draft(scenario, lang, "mining.curve")

        def draw(width: int) -> Plot:
            built.append(scenario.value("btc_price"))
            return recorded([])(width)

        return Chart("curve", (), (), (), Drawings(draw), draft.origins(), None)

    for price in (70, 80):
        build(scenario(btc=price), "EN").drawings.both()
    assert set(built) == {70_000, 80_000}


def test_facts_are_rehearsed_with_both_forms_of_every_chart(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Drawings, int]] = []
    at = Drawings.at

    def noted(drawings: Drawings, width: int) -> object:
        asked.append((drawings, width))
        return at(drawings, width)

    monkeypatch.setattr(Drawings, "at", noted)
    rehearsal.rehearse(facts)
    wide, narrow = ([id(one) for one, width in asked if width == wanted] for wanted in (WIDE, NARROW))
    assert set(wide) == set(narrow) and len(set(wide)) > 30
