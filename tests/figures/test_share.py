"""The charts of the Share price page: valid, labelled inside the plot, and the same numbers as the outputs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from dashboard import registry
from dashboard.facts import Facts
from dashboard.figures.layout import Block, Chart
from dashboard.figures.share import dilution, elsewhere, fall, history, multiples, rule, value
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang, Link
from tests.figures.drawing import (
    Draw,
    assert_block_stands,
    assert_described,
    assert_labels_fit,
    assert_states_what_is_missing,
    chart,
    facts_behind,
    sized,
    without,
)

pytestmark = pytest.mark.by_hand

Make = Callable[..., Scenario]
N = text.NBSP


def traded(scenario: Scenario, lang: Lang) -> Chart | Block:
    return history.price_history(scenario, lang, history.TRADED)


FIXED: tuple[Draw, ...] = (
    history.price_history, traded, fall.drawdown, fall.three_months, rule.dollar_rule,
    rule.beta, rule.beta_windows,
)  # fmt: skip
MOVING: tuple[Draw, ...] = (
    value.nav_bridge, value.mnav_curve, value.implied_megawatts, value.hashrate_ladder,
    dilution.dilution, dilution.share_counts,
)  # fmt: skip
CHARTS = FIXED + MOVING
# Slider minimum and maximum, one step around price = NAV (108.4) and around what mining explains, and the raise.
SCENARIOS: tuple[dict[str, float], ...] = (
    {}, {"btc": 20}, {"btc": 21, "mwvalue": 0.5}, {"btc": 77, "mwvalue": 20}, {"btc": 80}, {"btc": 90, "cash": 85},
    {"btc": 107}, {"btc": 108}, {"btc": 109}, {"btc": 110, "raise": 50}, {"btc": 150}, {"btc": 200, "mwvalue": 20},
    {"raise": 5}, {"raise": 100}, {"raise": 200}, {"btc": 20, "raise": 200, "mw": 50}, {"mw": 0}, {"mw": 30},
    {"mw": 50, "mwvalue": 0.5}, {"mwvalue": 5}, {"mwvalue": 10, "mw": 3}, {"cash": 30, "btc": 60},
    {"mwvalue": 1}, {"mwvalue": 1.5}, {"raise": 43}, {"raise": 44}, {"raise": 60, "discount": 40},
    {"raise": 200, "discount": 0}, {"btc": 200, "cash": 30}, {"mw0": 20}, {"mw0": 20, "btc": 163},
)  # fmt: skip


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_charts_are_described_and_their_labels_fit(
    scenario: Make, published: Facts, values: dict[str, float], lang: Lang
) -> None:
    s = scenario(published, **values)
    for function in CHARTS if not values else MOVING:
        drawn = chart(function, s, lang)
        assert_described(drawn, lang)
        assert_labels_fit(drawn)


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_marks_are_the_outputs(scenario: Make, values: dict[str, float]) -> None:
    s = scenario(**values)
    multiple = chart(value.mnav_curve, s).figure["data"]
    assert [multiple[-1]["x"], multiple[-1]["y"]] == [[s.value("btc_price")], [s.value("mnav")]]
    if 20e3 < s.value("btc_price_at_nav") < 200e3:
        assert multiple[-2]["x"] == [s.value("btc_price_at_nav")]
        # Where the coins alone explain the enterprise value its multiple is one.
        at_nav = s.with_values(btc_price=s.value("btc_price_at_nav"))
        assert at_nav.value("mnav_enterprise") == pytest.approx(1.0)
        assert at_nav.value("nav_per_share") == pytest.approx(s.value("share_price"))
    megawatts = chart(value.implied_megawatts, s).figure["data"]
    assert [megawatts[-1]["x"], megawatts[-1]["y"]] == [[s.value("contracted_mw_value")], [s.value("implied_ai_mw")]]
    kept = chart(dilution.dilution, s).figure["data"]
    assert [kept[-1]["x"], kept[-1]["y"]] == [[s.value("equity_raise")], [s.value("ownership_after_raise")]]
    bars = chart(dilution.share_counts, s).figure["data"][0]
    assert bars["x"][-1] == pytest.approx(s.value("shares_after_raise"))


@pytest.mark.parametrize("values", SCENARIOS, ids=str)
def test_nav_bridge_adds_up_to_the_price(scenario: Make, values: dict[str, float]) -> None:
    s = scenario(**values)
    drawn = chart(value.nav_bridge, s)
    assert drawn.table is not None
    coins, cash, debt, nav, rest, price = (
        row[1].value for row in drawn.table.rows[:6] if isinstance(row[1], Figure)
    )  # fmt: skip
    assert coins + cash - debt == pytest.approx(nav)
    assert nav + rest == pytest.approx(price) == pytest.approx(3.51)
    others, after, published = (row[1].value for row in drawn.table.rows[6:] if isinstance(row[1], Figure))
    assert drawn.table.rows[6][1].text == "$4.35"  # type: ignore[union-attr]
    assert nav - others == pytest.approx(after)
    assert published == pytest.approx((1_025.69 * s.value("btc_price") + 7.171427e6 - 30.6e6) / 41.021967e6)


def test_history_joins_no_two_share_bases(scenario: Make) -> None:
    s = scenario()
    adjusted, quoted = (chart(f, s).figure["data"][2] for f in (history.price_history, traded))
    assert len(adjusted["x"]) == 484 and None not in adjusted["y"]
    assert quoted["y"].count(None) == 2, "one gap at the end of the ADS, one at the consolidation"
    steps = np.abs(np.diff(np.log(np.array(adjusted["y"], dtype=float))))
    # Without the jumps of the basis the largest move is a day of 1.8 (8.00 after 4.58, 18 December 2024).
    assert steps.max() < 0.7
    assert adjusted["y"][-1] == quoted["y"][-1] == s.value("share_price")


def test_the_quoted_dollar_steps_with_the_basis(scenario: Make) -> None:
    dollar = np.array(chart(history.price_history, scenario()).figure["data"][0]["y"], dtype=float)
    assert sorted(set(np.round(dollar[np.isfinite(dollar)], 6))) == [1.0, 5.0, 10.0]
    flat = np.array(chart(traded, scenario()).figure["data"][0]["y"], dtype=float)
    assert set(flat[np.isfinite(flat)]) == {1.0}


@pytest.mark.parametrize("basis", history.BASES)
def test_events_are_numbered_alike_in_chart_and_table(scenario: Make, basis: str) -> None:
    s = scenario()
    drawn = history.price_history(s, "EN", basis)
    listed = history.events(s, "EN", basis)
    assert isinstance(drawn, Chart) and isinstance(listed, Block) and listed.table is not None
    for figure, width in sized(drawn):
        bubbles = figure["data"][-1]
        assert bubbles["text"] == [row[0] for row in listed.table.rows]
        assert 1 <= len(bubbles["text"]) <= 8
        low, high = figure["layout"]["xaxis"]["range"]
        margin = figure["layout"]["margin"]
        pixels = (np.array(bubbles["x"]) - low) / (high - low) * (width - margin["l"] - margin["r"])
        assert (np.diff(pixels) >= 20).all(), "the numbered marks touch"
        assert pixels[0] >= 9 and pixels[-1] <= width - margin["l"] - margin["r"] - 9
        closes = figure["data"][-2]["y"]
        assert closes == pytest.approx([row[3].value for row in listed.table.rows if isinstance(row[3], Figure)])


def test_events_use_the_next_close_on_a_day_without_trading(scenario: Make) -> None:
    block = history.events(scenario(), "EN", history.TRADED)
    assert block.table is not None
    rows = {row[1]: row[3] for row in block.table.rows}
    # Sunday, 8 February 2026: the close of Monday.
    assert rows["8 Feb 2026"].text == "$0.92"  # type: ignore[union-attr]
    assert rows["16 Mar 2026"].text == "$0.68"  # type: ignore[union-attr]
    assert text.plain(block.title) == "The share had lost 76% of its peak before the February sale"


def test_three_months_agree_with_the_article(scenario: Make, facts: Facts) -> None:
    drawn = chart(fall.three_months, scenario())
    assert text.plain(drawn.title) == "The article’s −43% holds: $1.20 to $0.684"
    assert drawn.figure["data"][-1]["y"] == [1.20, 0.684]
    # 0.684 / 1.20 − 1 ; 3.51 / 6.84 − 1
    assert "−43.0%. Since then −48.7% on one share basis, from $6.84 to $3.51" in text.plain(drawn.subtitle)
    wrong = dataclasses.replace(facts, names={**facts.names, "share_price_change_article": -0.40})
    title = text.plain(chart(fall.three_months, scenario(wrong)).title)
    assert title == "The article says −40%, the closes say −43.0%"


def test_the_deepest_fall(scenario: Make) -> None:
    drawn = chart(fall.drawdown, scenario())
    # 1.40 against 8.00 ÷ 2 × 10 = 40.00
    assert drawn.figure["data"][-1]["y"] == pytest.approx([-0.965])
    assert text.plain(drawn.title) == "On 31 Jul 2026 the share was 96.5% below its peak"


@pytest.mark.parametrize(("values", "title"), [
    # (783.77 × 83,000 + 5m − 48.6m) ÷ 41.022m ; at 20,000 ; on the balance of March (169.239m − 23.429m) ÷ 41.022m
    ({}, "NAV is $0.52 a share; the price adds $2.99 for the rest"),
    ({"btc": 20}, "NAV is −$0.68 a share; the price adds $4.19 for the rest"),
    ({"btc": 165, "mw0": 20}, "NAV of $3.55 a share exceeds the price by $0.04"),
])  # fmt: skip
def test_nav_against_the_price(scenario: Make, values: dict[str, float], title: str) -> None:
    assert text.plain(chart(value.nav_bridge, scenario(**values)).title) == title


@pytest.mark.parametrize(("values", "title"), [
    ({}, "Above NAV: new shares at $3.16 would lift NAV from $0.52"),
    # 50m ÷ 3.159 = 15.828m new shares beside 41.022m: 72.2%; (21.453m + 50m) ÷ 56.850m. At the close itself 14.245m.
    ({"raise": 50}, "$50m of new shares leave 72% and lift NAV to $1.26"),
    ({"raise": 50, "discount": 0}, "$50m of new shares leave 74% and lift NAV to $1.29"),
    # On the balance of March at 200,000: (205.138m − 23.429m + 50m) ÷ 56.850m.
    ({"raise": 50, "btc": 200, "mw0": 20}, "$50m of new shares leave 72% and cut NAV to $4.08"),
    ({"btc": 200, "mw0": 20}, "Below NAV: new shares at $3.16 would cut NAV from $4.43"),
])  # fmt: skip
def test_new_shares_lift_nav_only_above_it(scenario: Make, values: dict[str, float], title: str) -> None:
    assert text.plain(chart(dilution.dilution, scenario(**values)).title) == title


@pytest.mark.parametrize(("values", "title"), [
    # 122.534m ÷ 15.5 ; 0.228m ÷ 15.5 ; −0.797m ÷ 15.5
    ({}, "Per running EH/s the price pays $7.91m; it cost $8.00m"),
    ({"btc": 163, "mw0": 20}, "Per running EH/s the price pays $0.01m; it cost $8.00m"),
    ({"btc": 164, "mw0": 20}, "The hashrate is priced below nothing; it cost $8.00m per EH/s"),
])  # fmt: skip
def test_what_is_paid_for_hashrate(scenario: Make, values: dict[str, float], title: str) -> None:
    assert text.plain(chart(value.hashrate_ladder, scenario(**values)).title) == title


def test_implied_megawatts_fall_with_their_value(scenario: Make) -> None:
    s = scenario(btc=20)
    rows = chart(value.implied_megawatts, s).table.rows  # type: ignore[union-attr]
    values = [row[1].value for row in rows if isinstance(row[1], Figure)]
    assert values == sorted(values, reverse=True)
    # At 20,000 mining is worth nothing: 187.587m − 15.675m = 171.912m ÷ 0.5m, ÷ 1m, ÷ 20m
    assert values[:2] == pytest.approx([343.8237, 171.9119], rel=1e-4)
    assert values[-1] == pytest.approx(8.59559, rel=1e-4)
    assert text.plain(chart(value.implied_megawatts, s).title) == (
        f"The price implies 43.0{N}MW of AI, or 171.9{N}MW without a tenant"
    )
    marks = [t for t in chart(value.implied_megawatts, s).figure["data"] if t["mode"] == "markers"]
    assert [(one["x"], one["y"]) for one in marks] == [
        ([1e6], [s.value("implied_ai_mw_without_tenant")]), ([4e6], [s.value("implied_ai_mw")]),
    ]  # fmt: skip
    alone = chart(value.implied_megawatts, scenario(btc=20, mwvalue=1))
    assert text.plain(alone.title) == f"The price implies 171.9{N}MW of AI at $1m a megawatt"
    none = chart(value.implied_megawatts, scenario(btc=165))
    assert text.plain(none.title) == "At your numbers the share price implies no AI at all"


def test_the_one_dollar_rule_by_date(scenario: Make) -> None:
    s = scenario()
    drawn = chart(rule.dollar_rule, s)
    assert text.plain(drawn.title) == "113 trading days below $1 ended only with the consolidation"
    first_close, first_mean = drawn.figure["data"][-1]["x"]
    assert history.day_words(first_close, "EN") == "5 Feb 2026"
    assert history.day_words(first_mean, "EN") == "5 Mar 2026"
    assert drawn.figure["data"][-1]["y"] == pytest.approx([0.9761, 0.984], abs=5e-4)
    block = rule.checklist(s, "EN")
    assert block.table is not None
    assert [row[1].text for row in block.table.rows if isinstance(row[1], Figure)] == [
        "5 Feb 2026", "5 Mar 2026", text.DASH, "5 Sep 2026", "10 Jul 2026", "21 Jul 2026", "31 Jul 2026",
        "3 Sep 2026", "$1.40", "21 Jul 2027",
    ]  # fmt: skip
    assert block.table.rows[2][2] == "There was one, see below; its date is not found."
    assert "press of 3 Sep 2026" in text.plain(drawn.subtitle)
    assert text.plain(block.title) == "Until 21 Jul 2027 a new fall below $1 gets no time to cure"


def test_without_a_report_of_compliance_no_notice_is_implied(scenario: Make, facts: Facts) -> None:
    s = scenario(without(facts, "nyse_compliance_date"))
    block = rule.checklist(s, "EN")
    assert block.table is not None
    rows = {row[0]: row for row in block.table.rows}
    assert rows["Notice from the exchange"][2] == "Date not found."
    assert rows["Back within the rules, says the press"][2] == "Not reported."
    assert "press" not in text.plain(chart(rule.dollar_rule, s).subtitle)


def test_a_known_notice_is_shown(scenario: Make, facts: Facts) -> None:
    told = dataclasses.replace(facts, names={**facts.names, "nyse_notice_date": "2026-03-12"})
    block = rule.checklist(scenario(told), "EN")
    assert block.table is not None
    assert block.table.rows[2][1].text == "12 Mar 2026"  # type: ignore[union-attr]
    assert block.table.rows[2][2] == "Starts the six months."


def test_five_multiples_each_with_its_day(scenario: Make, facts: Facts) -> None:
    block = multiples.multiples(scenario(), "EN")
    assert block.table is not None
    # 143.987m ÷ 65.053m ; 187.587m ÷ 65.053m ; 143.987m ÷ (65.053m − 48.6m) ; ÷ 210.8m ; ÷ 131m
    assert [row[1].text for row in block.table.rows if isinstance(row[1], Figure)] == [
        "2.21×", "2.88×", "8.75×", "0.68×", "1.10×",
    ]  # fmt: skip
    words = [text.plain(row[2]).replace(N, " ") for row in block.table.rows if isinstance(row[2], tuple)]
    assert "31 Mar 2026" in words[3] and "good confidence" in words[3]
    assert "30 Jun 2026" in words[4] and "low confidence" in words[4]
    # 65.053m ÷ 187.587m
    assert "the coins are 35% of the enterprise value" in text.plain(block.body[0])
    assert any(isinstance(piece, Link) for piece in block.body[0])
    alone = multiples.multiples(scenario(without(facts, "tracker_without_mnav")), "EN")
    assert text.plain(alone.body[0]).startswith("mNAV says little about a miner: the coins are 35%")
    # At 20,000 the coins are worth less than the debt.
    low = multiples.multiples(scenario(btc=20), "EN")
    assert low.table is not None and low.table.rows[2][1].text == "none left"  # type: ignore[union-attr]
    assert multiples.multiples(scenario(without(facts, "shares_outstanding")), "EN").missing


def test_other_pages_stand_beside_ours_with_their_documents(scenario: Make, facts: Facts) -> None:
    assert facts.elsewhere is not None
    for lang in text.LANGUAGES:
        block = elsewhere.elsewhere(scenario(), lang)
        assert block.table is not None and len(block.table.rows) == 1 + len(facts.elsewhere.sites)
        for row, site in zip(block.table.rows[1:], facts.elsewhere.sites, strict=True):
            link = row[0][0]
            assert isinstance(link, Link) and link.url == facts.elsewhere.sources[site.source].url
            assert all(facts.elsewhere.steps[step].get(lang) in str(row[-1]) for step in site.steps)
            assert str(row[-1]).endswith(site.note.get(lang))
    assert text.plain(elsewhere.elsewhere(scenario(), "EN").title).startswith("8 of 9 pages")
    rows = elsewhere.elsewhere(scenario(), "EN").table.rows  # type: ignore[union-attr]
    shown = ["".join(map(text.plain, map(_sentence, row[1:5]))).replace(N, " ") for row in rows]
    assert shown[0] == "41.02 m shares$144.0m$187.6m784 BTC"
    assert shown[1] == "103.84 m shares$524.4m−$680.4m–"
    assert elsewhere.elsewhere(scenario(dataclasses.replace(facts, elsewhere=None)), "EN").missing


def _sentence(cell: object) -> tuple[object, ...]:
    return cell if isinstance(cell, tuple) else (cell,)


def test_a_large_issue_is_a_warning(scenario: Make) -> None:
    # A third of 41.022m shares at 3.159 is 43.2m.
    for raised, warned in ((43, False), (44, True)):
        drawn = chart(dilution.dilution, scenario(**{"raise": raised}))
        assert text.plain(drawn.subtitle).startswith("Warning") is warned
        assert any("$43.2m" in note["text"] for note in drawn.figure["layout"]["annotations"])


def test_without_coins_the_curve_says_so(scenario: Make, facts: Facts) -> None:
    s = scenario(dataclasses.replace(facts, names={**facts.names, "treasury_now": 0.0}), mw0=20)
    assert s.value("coins_valued") == 0
    block = value.mnav_curve(s, "EN")
    assert isinstance(block, Block) and text.plain(block.title) == "Without coins there is no mNAV"


def test_beta_line_is_the_regression(scenario: Make) -> None:
    s = scenario()
    drawn = chart(rule.beta, s)
    dots, line = drawn.figure["data"]
    assert len(dots["x"]) == s.value("btc_beta_days") == 60
    slope = (line["y"][1] - line["y"][0]) / (line["x"][1] - line["x"][0])
    assert slope == pytest.approx(s.value("btc_beta"))
    # A least-squares line passes through the middle of the cloud.
    middle = np.interp(np.mean(dots["x"]), line["x"], line["y"])
    assert middle == pytest.approx(np.mean(dots["y"]))
    assert text.plain(drawn.title) == "A 1% move of bitcoin came with 1.17% in the share, ± 0.53"
    windows = chart(rule.beta_windows, s).figure["data"][0]["x"]
    assert windows[2] == pytest.approx(s.value("btc_beta"))


def test_a_beta_within_two_errors_of_nothing_says_so(scenario: Make, facts: Facts) -> None:
    closes = np.array(facts.names["btc_price_daily_close"])
    loose = dataclasses.replace(facts, names={**facts.names, "btc_price_daily_close": closes[::-1].copy()})
    s = scenario(loose)
    assert abs(s.value("btc_beta")) < 2 * s.value("btc_beta_standard_error")
    assert text.plain(chart(rule.beta, s).title).startswith("No link to bitcoin can be shown: beta")


def test_a_consolidation_changes_only_what_is_counted_per_share(scenario: Make, facts: Facts) -> None:
    ten = dataclasses.replace(
        facts,
        names={**facts.names, "share_price": facts.names["share_price"] * 10,  # type: ignore[operator]
               "shares_outstanding": facts.names["shares_outstanding"] / 10},  # type: ignore[operator]
    )  # fmt: skip
    before, after = scenario(**{"raise": 50}), scenario(ten, **{"raise": 50})
    unchanged = ("market_value", "net_asset_value", "enterprise_value", "enterprise_value_ex_btc", "mnav",
                 "mnav_enterprise", "ev_per_eh", "implied_ai_mw", "btc_price_at_nav",
                 "ownership_after_raise")  # fmt: skip
    for key in unchanged:
        assert after.value(key) == pytest.approx(before.value(key)), key
    for key in ("nav_per_share", "btc_value_per_share", "price_above_nav_per_share", "nav_per_share_after_raise"):
        assert after.value(key) == pytest.approx(10 * before.value(key)), key


def test_charts_of_facts_alone_are_built_once(scenario: Make) -> None:
    one, other = scenario(), scenario(btc=120)
    for function in (history.price_history, fall.drawdown, rule.beta):
        assert function(one, "EN") is function(other, "EN")
        assert function(one, "EN") is not function(one, "DE")
    assert value.nav_bridge(one, "EN") != value.nav_bridge(other, "EN")


def test_the_link_knows_the_switch_of_the_page() -> None:
    assert registry.PAGE["share"].switches == {"basis_price": history.BASES}
    assert registry.PAGE["mining"].switches == {}


@pytest.mark.slow
@pytest.mark.parametrize("removed", facts_behind("equity", "share_price", "listing"))
def test_without_any_one_fact_every_chart_is_drawn_or_says_what_is_missing(
    facts: Facts, scenario: Make, removed: str
) -> None:
    gone, unpublished = without(facts, removed), dataclasses.replace(facts, names={**facts.names, removed: None})
    for changed, lang in zip((gone, unpublished), text.LANGUAGES, strict=True):
        s = scenario(changed, **{"raise": 50})
        for function in CHARTS:
            assert_states_what_is_missing(function(s, lang))
        for block in (history.events, multiples.multiples, elsewhere.elsewhere):
            assert_block_stands(block(s, lang))
        assert rule.checklist(s, lang).table is not None


@pytest.mark.parametrize("series", ["events", "share_counts"])
def test_without_a_series(facts: Facts, scenario: Make, series: str) -> None:
    s = scenario(
        dataclasses.replace(
            facts,
            series={k: v for k, v in facts.series.items() if k != series},
            names={k: v for k, v in facts.names.items() if not k.startswith(f"{series}_")},
        )
    )
    for function in CHARTS:
        assert function(s, "EN").title
    if series == "events":
        block = history.events(s, "EN")
        assert block.missing
        assert chart(history.price_history, s).figure["data"][-1]["x"] == []
    else:
        assert dilution.share_counts(s, "EN").missing  # type: ignore[union-attr]
