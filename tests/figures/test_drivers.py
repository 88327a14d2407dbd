"""The page that says what decides the answer: its charts hold what the model says, at every corner of the sliders."""

from __future__ import annotations

from urllib.parse import parse_qs

import numpy as np
import pytest

from dashboard import figures, registry
from dashboard.facts import Facts
from dashboard.figures.drivers import needed, room, side, swings
from dashboard.figures.layout import Block, Chart
from dashboard.headlines import headline
from dashboard.headlines.drivers import against, sureness
from dashboard.headlines.runway import LONGEST
from dashboard.model.drivers import TARGETS, reaches
from dashboard.numbers import drivers as sampled
from dashboard.numbers.resolver import Scenario
from dashboard.screen import markup
from dashboard.words import text
from dashboard.words.text import Figure, Lang
from tests.figures.drawing import Make, assert_described, assert_labels_fit, chart, numbers_of

pytestmark = pytest.mark.by_hand

CORNERS = ({}, {"btc": 20.0}, {"btc": 60.0}, {"btc": 83.0, "mw": 12.0}, {"btc": 100.0}, {"btc": 120.0}, {"btc": 200.0},
           {"fixed": 0.0, "ehs": 0.0}, {"raise": 200.0}, {"model": "COLO", "mw": 20.0})  # fmt: skip


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_charts_are_described_and_their_labels_apart(
    scenario: Make, published: Facts, corner: dict[str, object], lang: Lang
) -> None:
    s = scenario(published, **corner)
    for build in (swings.tornado, side.coins_of_all):
        drawn = chart(build, s, lang)
        assert_described(drawn, lang)
        assert_labels_fit(drawn)
    title = text.plain(headline("drivers", s, lang).title)
    assert len(title) <= LONGEST, title


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_failed_estimate_shows_no_forecast(scenario: Make, lang: Lang) -> None:
    s = scenario(mw0=20.0, drawn=0.0)
    assert s.value("estimate_failed") == 1
    assert s.value("answer_holds") is None and s.value("gone_late_month") is None
    assert sureness("runway", headline("runway", s, lang).title, s, lang) == ()
    assert headline("drivers", s, lang).title == headline("runway", s, lang).title
    blocks = {one.key: one for one in figures.drawn("drivers", s, lang, {})}
    assert all(isinstance(blocks[key], Block) and blocks[key].missing for key in ("tornado", "needed", "side", "coins"))


def test_the_bars_are_the_five_largest_swings(scenario: Make) -> None:
    s = scenario()
    drawn = chart(swings.tornado, s)
    found = s.value("drivers").swings
    assert [one.name for one in found[:3]] == ["overhead_per_month", "lease_income_per_month", "network_hashrate"]
    first = drawn.table.rows[0]
    assert [cell.text for cell in first[1:] if isinstance(cell, Figure)][:2] == ["$2.0m", "Oct 2028"]
    assert len(drawn.table.rows) == len(found)
    assert len(drawn.figure["data"][0]["x"]) == 2 * swings.BARS


def test_a_number_that_sets_a_slider_sets_it_to_itself(scenario: Make, facts: Facts) -> None:
    """The link of every cell, read back by the slider's own unit, is the number that it shows."""
    s, seen = scenario(), 0
    for one in figures.drawn("drivers", s, "EN", {}):
        for figure in numbers_of(one.table) if one.table is not None else ():
            if "preset=" in figure.at:
                continue
            for key, value in figure.sets:
                slider = next(a for a in facts.assumptions if a.key == key)
                assert slider.to_base(float(value)) == pytest.approx(figure.value, rel=1e-12)
                assert slider.accepts(float(value))
                seen += 1
    assert seen > 30


def test_a_link_that_sets_a_slider_is_markup_of_this_page() -> None:
    figure = Figure("btc_price", "<b>", 1.0, "assumed", sets=(("btc", "100"), ('"x', "&")))
    html = str(markup.number_html(figure))
    assert html.startswith('<a class="cg-set" href="?btc=100&amp;%22x=%26" target="_self"><data ')
    assert "<b>" not in html
    assert parse_qs("btc=100&%22x=%26") == {"btc": ["100"], '"x': ["&"]}


@pytest.mark.parametrize("corner", [{}, {"btc": 60.0}, {"btc": 76.0}, {"btc": 120.0}], ids=str)
def test_each_value_that_must_be_true_turns_the_answer_exactly_there(scenario: Make, corner: dict[str, object]) -> None:
    """Set to it the aim is reached, a step nearer it is not; "cannot" means that no value of the slider does."""
    s = scenario(**corner)
    for target, row in s.value("what_must_be_true").items():
        for name, value in row.items():
            slider = s.facts.assumption(name)
            assert slider is not None
            grid, now = sampled.grid(slider), float(s.value(name))
            hits = [
                bool(reaches(s.with_values(**{name: v}).value("runway_path"), target)) for v in _near(grid, value, now)
            ]
            if np.isnan(value):
                assert not any(hits), (target, name)
            elif value == now:
                assert hits == [True]
            else:
                assert hits == [True, False], (target, name, value)


def _near(grid: np.ndarray, value: float, now: float) -> list[float]:
    """The value and the one a step nearer to where the slider stands; without a value a few of the whole grid."""
    if np.isnan(value):
        return [float(v) for v in grid[:: max(len(grid) // 12, 1)]]
    at = int(np.argmin(np.abs(grid - value)))
    if value == now:
        return [value]
    return [value, float(grid[at - 1 if value > now else at + 1])]


def test_cells_say_cannot_where_nothing_does(scenario: Make) -> None:
    s = scenario()
    block = needed.must_be_true(s, "EN")
    rows = {str(row[0]): [cell.text for cell in row[1:] if isinstance(cell, Figure)] for row in block.table.rows}
    assert rows["Bitcoin price"] == ["$83,000", "$113,000", "$84,000", "$100,000"]
    assert rows["Utilisation"] == ["70%", "cannot", "75%", "cannot"]
    assert len(block.table.head) == 2 + len(TARGETS)


def test_the_share_is_rounded_to_what_its_error_bears(scenario: Make) -> None:
    sure, open_ = scenario(), scenario(btc=120.0)
    assert sure.value("answer_holds_rounded") == pytest.approx(0.98)
    assert open_.value("answer_holds") == pytest.approx(0.339, abs=0.02)
    assert open_.value("answer_holds_rounded") == pytest.approx(0.35)
    assert text.plain(sureness("runway", headline("runway", sure, "EN").title, sure, "EN")) == (
        "That a forced sale comes before AI covers the burn for a year or to Oct 2029, and the money is gone by then, "
        "holds in 98% of the plausible range. "
        "In the middle 80% of the plausible range the money is gone between May 2027 and May 2028. "
        "As set, the money lasts longer than in nine tenths of it."
    )


def test_what_is_tested_is_what_the_months_of_the_scenario_say(scenario: Make) -> None:
    seen = set()
    for btc, mw in ((83.0, 1.0), (84.0, 1.0), (113.0, 1.0), (113.0, 0.0), (200.0, 1.0)):
        s = scenario(btc=btc, mw=mw)
        sale, covers, gone = (s.value(f"months_to_{name}") for name in ("next_sale", "lasting_cover", "money_gone"))
        first = sale is not None and (covers is None or sale < covers)
        expected = {(0, 0): "neither", (0, 1): "gone", (1, 0): "sale", (1, 1): "sale_gone"}[first, gone is not None]
        assert s.value("answer_case") == expected, (btc, mw)
        seen.add(expected)
    assert len(seen) == 4


def test_no_seed_moves_the_share_by_more_than_it_is_rounded_to(scenario: Make) -> None:
    for price, step in ((83.0, 0.01), (120.0, 0.05)):
        found = [scenario(btc=price, seed=float(seed)).value("answer_holds") for seed in range(1, 13)]
        assert np.std(found) <= step / 2
        assert 0 < max(found) - min(found) <= 2 * step, "another seed draws other points"


def test_a_scenario_is_sampled_once_for_facts_and_sliders(monkeypatch: pytest.MonkeyPatch, scenario: Make) -> None:
    runs = []
    whole = sampled._drivers
    monkeypatch.setattr(sampled, "_drivers", lambda s: runs.append(s) or whole(s))
    for _ in range(2):
        scenario(btc=77.0, other=0.3).value("drivers")
        scenario(btc=77.0, other=0.3, touch=9.0).value("drivers")
    assert len(runs) == 1, "a slider that moves no path runs nothing again"
    scenario(btc=78.0, other=0.3).value("drivers")
    assert len(runs) == 2


def test_limits_are_those_of_the_page(scenario: Make) -> None:
    s = scenario()
    block = room.headroom(s, "EN")
    trips = [row[3].text for row in block.table.rows]
    assert trips == ["$82,517", "$54,576", "$45,480", "$62,320", "$1.00", "$1.22", "$0.37"]
    assert text.plain(block.title) == "Nearest limit: Cash for the bills of the first month, at $82,517"


@pytest.mark.parametrize(
    ("btc", "title"),
    [
        (80.0, "1 of 7 limits reached; next: Coins and cash for the debt due, at $62,320"),
        (50.0, "3 of 7 limits reached; next: Liquidation by the lender, at $45,480"),
        (20.0, "4 of 7 limits reached; next: NYSE, market value with low equity, at $1.22"),
    ],
)
def test_limits_that_are_reached_are_counted_and_not_passed_over(scenario: Make, btc: float, title: str) -> None:
    s = scenario(btc=btc)
    assert text.plain(room.headroom(s, "EN").title) == title
    assert len(text.plain(room.headroom(s, "DE").title)) <= 84


def test_a_limit_is_as_far_as_cash_and_new_equity_make_it(scenario: Make) -> None:
    def shown(**values: float) -> dict[str, list[str]]:
        table = room.headroom(scenario(**values), "EN").table
        assert table is not None
        return {str(row[0]): [cell.text for cell in row[1:] if isinstance(cell, Figure)] for row in table.rows}

    cash, due = "Cash for the bills of the first month", "Coins and cash for the debt due"
    # 33.9 m more cash than the minimum pay the bills of the month at any price
    assert shown(drawn=60)[cash] == ["$39m", "$5m", text.DASH, text.DASH]
    # 50 − 7.171 + 0.774 of burn − 0.881 of AI = 42.722 m are missing: 193,395 more for each of the month's 220.9 coins
    assert shown(mincash=50)[cash] == ["$7m", "$50m", "$276,395", "+233%"]
    # 30 m of new equity beside coins and cash: (48.6 − 30) m ÷ 779.8 coins net of cost
    assert shown(btc=60, **{"raise": 30})[due] == ["$77m", "$49m", "$23,851", "−60%"]
    assert shown(roll=100)[due][2:] == [text.DASH, text.DASH], "nothing falls due"
    # Without a coin mined no price pays the bills of the month, and the minimum is broken in it.
    assert shown(ehs=0)[cash][2:] == [text.DASH, "reached"]
    assert text.plain(room.headroom(scenario(ehs=0), "EN").title).startswith("1 of 7 limits reached")


def test_before_coins_adds_up(scenario: Make) -> None:
    s = scenario(mw=3.0, aidebt=50.0)
    amounts = [row[1].value for row in room.before_coins(s, "EN").table.rows]
    assert amounts[-1] == pytest.approx(sum(amounts[:-1]))
    assert amounts[0] == 19.5e6
    # 15.5 EH/s at $4 a TH/s; half of two more megawatts; a third of the shares at the close less a tenth.
    assert amounts[1] == pytest.approx(62e6)
    assert amounts[2] == pytest.approx(s.value("ai_capex_per_mw"))
    assert amounts[3] == pytest.approx(s.value("market_value") * 0.9 / 3)


def test_side_by_side_is_each_preset_by_itself(scenario: Make, facts: Facts) -> None:
    s = scenario(fixed=2.0)
    table = side.side_by_side(s, "EN").table
    for column, preset in enumerate(facts.presets, 2):
        chosen = {a.key: preset.values.get(a.key, a.default_value) for a in facts.assumptions} | {"fixed": 2.0}
        alone = Scenario(facts, {a.name: a.to_base(chosen[a.key]) for a in facts.assumptions})
        for row in table.rows[:-1]:
            cell = row[column]
            assert isinstance(cell, Figure) and cell.value == alone.value(cell.key)
        assert dict(table.rows[0][column].sets)["btc"] == f"{preset.values['btc']:g}"
    assert {cell.tone for row in table.rows[:-1] for cell in row[1:]} <= {"", "pos", "neg"}


def test_a_difference_names_what_explains_it(scenario: Make) -> None:
    yours = scenario()
    for lang, words in (
        ("EN", "14\u00a0months earlier, because of price"),
        ("DE", "14\u00a0Monate früher, wegen: Preis"),
    ):
        said = text.plain(against(scenario(btc=60.0, cash=82.0), yours, lang))
        assert said.startswith(words), said
    assert text.plain(against(yours, yours, "EN")) == "in the same month"
    # What pulls the other way is not named: less overhead saves months that the price costs.
    assert "overhead" not in text.plain(against(scenario(btc=60.0, fixed=2.5), yours, "EN"))
    assert text.plain(against(scenario(btc=120.0), yours, "EN")) == "at least 17\u00a0months later, because of price"


def test_the_charts_of_the_page_are_charts_or_blocks(scenario: Make) -> None:
    kinds = [type(one) for one in figures.drawn("drivers", scenario(), "EN", {})]
    assert kinds == [Chart, Block, Block, Block, Chart, Block]


def test_the_line_stands_where_a_slider_moves_the_sentence(scenario: Make) -> None:
    s = scenario()
    with_line = {page for page in registry.NAMES if sureness(page, headline(page, s, "EN").title, s, "EN")}
    assert with_line == {"overview", "mining", "sale", "ai", "runway", "share"}
    assert sureness("sale", ("Cango sold 4,451 BTC",), s, "EN") == ()


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_stands_beside_yours(scenario: Make, facts: Facts, lang: Lang) -> None:
    theirs = scenario(btc=60.0, fixed=4.0, model="COLO")
    s = Scenario(facts, scenario().values, theirs)
    table = side.side_by_side(s, lang).table
    assert table.head[2] == "A"
    assert [row[2].value for row in table.rows[:-1]] == [theirs.value(row[2].key) for row in table.rows[:-1]]
    opened = dict(table.rows[0][2].sets)
    assert opened["btc"] == "60" and opened["fixed"] == "4" and opened["model"] == "COLO"
    drawn = chart(side.coins_of_all, s, lang)
    assert_labels_fit(drawn)
    assert "A" in drawn.table.head
    assert any(note["text"].startswith("A, ") for note in drawn.figure["layout"]["annotations"])
