"""Links read and written: what each route does to them undone, what was not used named, the sender's number kept."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest

from dashboard import registry
from dashboard.facts import Facts, archive
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import link as links
from dashboard.takeaway import link_figure, link_notices, link_packed
from dashboard.takeaway.link_figure import Seen
from dashboard.words import say
from dashboard.words.text import MINUS, NBSP, Lang

Make = Callable[..., Scenario]


def moved(facts: Facts, link: str) -> dict[str, Any]:
    """The sliders that a link sets to something other than their default."""
    values = links.decode(facts, link).values
    return {key: value for key, value in values.items() if value != links.defaults(facts)[key]}


def said(facts: Facts, link: str, lang: Lang = "EN") -> list[str]:
    return link_notices.lines(links.decode(facts, link), lang)


@pytest.mark.parametrize(
    "link",
    [
        "https://host/cango/mining?btc=70&cash=80#chart-table",
        "/mining?btc=70&amp;cash=80#chart-table",
        "/mining?btc=70&AMP;cash=80#chart-table",
        "/mining?btc=70&amp;amp;cash=80#chart-table",
        "/mining?btc=70&amp%3Bcash=80#chart-table",
        "/mining?btc=70&amp%3Bamp%3Bcash=80#chart-table",
        "/mining?btc=70&ampcash=80#chart-table",
        "/mining?btc=70&#38;cash=80#chart-table",
        "/mining?btc=70;cash=80#chart-table",
        "/mining?btc%3D70%26cash%3D80%23chart-table",
        "/mining?btc%253D70%2526cash%253D80%2523chart-table",
        "/mining?btc=70%26cash=80#chart-table",
        "https%3A%2F%2Fhost%2Fmining%3Fbtc%3D70%26cash%3D80%23chart-table",
        "/Mining/?BTC=70&Cash=80.0#chart-table",
        "<https://host/mining?btc=70&cash=80#chart-table>.",
        "“https://host/mining?btc=70&cash=80#chart-table”,",
        "https://host/mining?btc=70&\r\n> cash=80#chart-table",
        "https://host/mining?btc=\n70&cash=80#chart-table",
        "https://host/mining?btc=3D70&ca=\r\nsh=3D80#chart-table",
        "/mining?btc=70&cash=80&utm_source=a&utm_source=b&fbclid=x&gclid=y&mc_cid=z&ref=chat#chart-table",
        "/mining?btc=70&cash=80?utm_source=mail#chart-table",
        "/mining?btc=70&btc=70.0&cash=80&cash=80#chart-table",
        "/mining?btc=70 &cash=%2080.&quot;#chart-table",
        "/mining?\u200bbtc=70&ca\u00adsh=80#chart-table",
    ],
)
def test_every_route_leads_to_the_same_numbers(link: str, facts: Facts) -> None:
    request = links.decode(facts, link)
    assert (request.page, request.anchor) == ("mining", "chart-table")
    assert moved(facts, link) == {"btc": 70.0, "cash": 80.0}
    assert said(facts, link) == []
    # 70,000 − (80,000 + 17,000) × 970 EH/s ÷ 1,000 EH/s
    assert request.scenario(facts).value("margin_per_btc") == pytest.approx(-24_090)


def test_an_escape_that_a_mailing_system_tore_apart(facts: Facts) -> None:
    link = "/mining?btc=70&amp;&mc_cid=1&mc_eid=2#38;cash=80"
    assert moved(facts, link) == {"btc": 70.0, "cash": 80.0}
    assert said(facts, link) == []
    assert links.decode(facts, link).anchor == ""


def test_a_full_stop_is_not_part_of_the_version(facts: Facts) -> None:
    request = links.decode(facts, f"/mining?v={facts.fingerprint.upper()}.")
    assert request.version == facts.fingerprint
    assert not link_notices.changed(request, facts)
    assert link_notices.changed(links.decode(facts, "/mining?v=00000000."), facts)


def test_tokens_lose_no_meaning_with_their_case(facts: Facts) -> None:
    request = links.decode(facts, "/share?BASIS=fy2025&LANG=de&Basis_Price=traded")
    assert request.values["basis"] == "FY2025"
    assert request.lang == "DE"
    assert request.switches == {"basis_price": "TRADED"}
    assert request.notices == ()


def test_off_step_values_are_exact(facts: Facts) -> None:
    assert moved(facts, "?btc=70.4") == {"btc": 70.4}
    values = links.defaults(facts) | {"btc": 70.123456789012}
    assert links.decode(facts, "?" + links.query(facts, values, "EN")).values == values


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("BTCC=70", "Not used from the link: BTCC (did you mean btc?)."),
        ("xyzzy=1&<b>=2", "Not used from the link: xyzzy, b."),
        ("btc=abc&cash=1e99&lang=FR", "The link holds values that cannot be used; the defaults stand instead for: "
         "btc, cash, lang."),
        ("btc=70,5", "The link holds values that cannot be used; the defaults stand instead for: btc."),
        ("btc=0x50", "The link holds values that cannot be used; the defaults stand instead for: btc."),
        ("btc=nan", "The link holds values that cannot be used; the defaults stand instead for: btc."),
        ("btc=", "The link holds values that cannot be used; the defaults stand instead for: btc."),
        ("btc=70&btc=80", "The link says different values for the same assumption; the defaults stand for: btc."),
        ("btc=70&btc=x", "The link says different values for the same assumption; the defaults stand for: btc."),
        ("lang=DE&lang=EN", "The link says different values for the same assumption; the defaults stand for: lang."),
        ("v=3576", "The link cannot be read in full; unusable: the version of the facts."),
        ("h=-27&v=35762a60", "The link cannot be read in full; unusable: the figure that the sender saw."),
        ("a=btc~999~x~1", "The link cannot be read in full; unusable: a.btc, a.x."),
        ("h=-17000.margin_per_btc.mining",
         "The link was cut off on its way; whatever is missing stands at its default."),
    ],
)  # fmt: skip
def test_what_is_not_used_is_named(query: str, line: str, facts: Facts) -> None:
    assert said(facts, f"/mining?{query}") == [line]
    assert links.decode(facts, f"/mining?{query}").page == "mining"


@pytest.mark.parametrize("flood", ["x=" + "9" * 30_000, "&".join(["utm_source=1"] * 600)])
def test_what_is_too_long_to_read_is_said(flood: str, facts: Facts) -> None:
    (line,) = [line for line in said(facts, f"?btc=70&utm_term={flood}&cash=80") if "cut off" in line]
    assert line == "The link was cut off on its way; whatever is missing stands at its default."


def test_a_flood_of_keys_is_counted(facts: Facts) -> None:
    (line,) = said(facts, "?" + "&".join(f"zzz{i}=1" for i in range(40)))
    assert line.endswith("zzz11, 28 more.")


def test_in_german(facts: Facts) -> None:
    assert said(facts, "?btcc=1&btc=x", "DE") == [
        "Der Link enthält unbrauchbare Werte; es gelten die Vorgaben für: btc.",
        "Aus dem Link nicht verwendet: btcc (gemeint: btc?).",
    ]


def test_a_slider_that_is_gone_is_named_as_gone(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "sliders", lambda: frozenset({"halving", "btc"}))
    assert said(facts, "?halving=3") == ["The link sets assumptions that no longer exist: halving."]


@pytest.mark.parametrize(
    ("path", "page", "lines"),
    [
        ("/", "overview", 0), ("", "overview", 0), ("/cango/", "overview", 0), ("/host/cango", "overview", 0),
        ("mining", "mining", 0), ("https://host/MINING.", "mining", 0), ("/minng", "overview", 1),
        ("nonsense", "overview", 1),
    ],
)  # fmt: skip
def test_the_page_is_kept(path: str, page: str, lines: int, facts: Facts) -> None:
    for query in ("", "?utm_source=a&utm_source=b&lang=DE&lang=EN&btc=1&btc=2"):
        assert links.decode(facts, path + query).page == page
    assert len(said(facts, path)) == lines


def test_what_a_reader_typed_stays_as_typed(facts: Facts) -> None:
    assert links.decode(facts, "/claims?find=R%26D+50%25&btc=70").find == "R&D 50%"
    assert links.decode(facts, "/claims?find%3DR%2526D%26btc%3D70").find == "R&D"


def test_no_key_turns_into_a_character_where_escapes_are_undone(facts: Facts) -> None:
    """A browser reads ``&copy=1`` in a page as ``©=1``: no parameter may begin like that."""
    keys = [*links.defaults(facts), *(key for row in registry.PAGES for key in row.switches)]
    keys += [links.SEEN, links.LANG, links.VERSION, links.OTHER, links.FACTS, links.FIND]
    for key in keys:
        assert html.unescape(f"&{key}=1") == f"&{key}=1", f"{key}: choose another key"
        assert not links._TRACKING.fullmatch(key), f"{key}: mailing systems append a parameter of this name"


# --------------------------------------------------------------------------------------- the sender's number


@pytest.mark.parametrize("lang", ["EN", "DE"])
def test_what_share_writes(lang: Lang, facts: Facts, scenario: Make) -> None:
    values = links.defaults(facts) | {"btc": 70.0, "cash": 80.0, "net": 1000.0}
    s = links.scenario(facts, values)
    seen = link_figure.of_page("mining", s, lang)
    pairs = parse_qsl(links.query(facts, values, lang, seen=seen, switches={"role": "AI"}, other=values))
    assert pairs[0] == ("h", "-27000.margin_per_btc.mining")
    assert pairs[-2:] == [("lang", lang), ("v", facts.fingerprint)]
    assert {key for key, _ in pairs} == {*values, "h", "role", "a", "lang", "v"}
    assert dict(pairs)["a"] == "btc~70~cash~80~net~1000"


@pytest.mark.parametrize(
    ("lang", "v", "line"),
    [
        ("EN", "00000000", f"Margin per BTC: the sender saw {MINUS}$27,000; on today’s facts it is {MINUS}$23,000."),
        ("DE", "00000000", f"Marge je BTC: Der Absender sah {MINUS}27.000{NBSP}$; nach heutigen Fakten ist es "
         f"{MINUS}23.000{NBSP}$."),
        ("EN", "", f"Margin per BTC: the sender saw {MINUS}$27,000; here it is {MINUS}$23,000."),
    ],
)  # fmt: skip
def test_a_lost_parameter_shows(lang: Lang, v: str, line: str, facts: Facts) -> None:
    # The cash cost of 80 fell off; the default is 76: 70 − 76 − 17.
    request = links.decode(facts, f"/mining?h=-27000.margin_per_btc.mining&btc=70&net=1000&v={v or facts.fingerprint}")
    assert link_notices.difference(request, request.scenario(facts), lang) == line


@pytest.mark.parametrize(
    ("written", "value", "same"),
    [
        # The sender's page showed $38m, −$37.7m, −$37,727,000 for a result of −37,727,000.
        ("-38e6", -37_727_000, True), ("-377e5", -37_727_000, True), ("-37727e3", -37_727_000, True),
        ("-38e6", -37_499_999, False), ("-38e6", -37_500_001, True), ("-377e5", -37_650_001, True),
        ("-377e5", -37_649_999, False), ("38e6", -37_727_000, False), ("24e-2", 0.238, True), ("24e-2", 0.2449, True),
        ("24e-2", 0.2451, False), ("14", 14.0, True), ("14", 15.0, False), ("none", None, True), ("none", 14.0, False),
        ("14", None, False),
    ],
)  # fmt: skip
def test_compared_at_the_senders_rounding(written: str, value: float | None, same: bool, scenario: Make) -> None:
    seen = link_figure.read(f"{written}.sale_outcome.sale")
    assert seen is not None
    here = link_figure.own(seen, scenario(), "EN")
    assert here is not None
    shown = type(here)(here.key, "" if value is None else str(value), value, here.kind)
    assert link_figure.agrees(seen, shown) is same


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "-27",
        "27000",
        "x.y",
        "1.2.margin",
        "1e999.margin_per_btc.mining",
        "9" * 400 + ".a.ai",
        "5.margin_per_btc",
        "5.margin_per_btc.minin",
    ],
)
def test_an_unreadable_figure(junk: str) -> None:
    assert link_figure.read(junk) is None


def test_written_and_read_back() -> None:
    for seen in (
        Seen("mining", "margin_per_btc", -27_000.0, 1.0), Seen("sale", "sale_outcome", -38e6, 1e6),
        Seen("ai", "x", 0.0, 0.1),
        Seen("peers", "peer_CANG_sold", 1.03, 0.01), Seen("runway", "runway_months", None, 1.0),
    ):  # fmt: skip
        assert link_figure.read(seen.written()) == seen


def test_a_figure_of_another_program(facts: Facts) -> None:
    request = links.decode(facts, f"/mining?h=5.phlogiston.mining&v={facts.fingerprint}")
    assert link_notices.difference(request, request.scenario(facts), "EN") == (
        "The sender saw a figure that the model no longer computes: phlogiston."
    )


# ------------------------------------------------------------------------------------------------ scenario A


def test_scenario_a_goes_and_comes(facts: Facts) -> None:
    base = links.defaults(facts)
    for values in (base, base | {"btc": 70.4, "growth": -1.5, "basis": "FY2025"}):
        query = links.query(facts, base, "EN", other=values)
        for link in (query, query.upper(), query.replace("~", "%7E")):
            request = links.decode(facts, "?" + link)
            assert request.other == values
            assert request.values == base
            assert request.notices == ()
    assert links.decode(facts, "?btc=70").other is None
    # Of what cannot be read no A is made: it would be one of the defaults, which nobody kept.
    unread = links.decode(facts, "?btc=70&a=%25%25%25")
    assert unread.other is None and unread.names("unread")
    # What is packed is read, whatever follows it.
    ends = {a.key: list(a.options)[-1] if a.options else a.bounds[1] for a in facts.assumptions}
    packed = links.pairs(facts, base, "EN", other=ends)["a"]
    assert packed.startswith(link_packed.MARK)
    cut = links.decode(facts, f"?a={packed}~btc~999")
    assert cut.other == ends and cut.names("unread") == ("a.btc",)


def test_scenario_a_is_short_or_not_written(facts: Facts) -> None:
    every = {a.key: a.default_value if a.options else a.bounds[0] + 0.123456789 for a in facts.assumptions}
    assert links.compacted(facts, every) is None
    assert "a=" not in links.query(facts, every, "EN", other=every)
    few = links.defaults(facts) | {a.key: a.bounds[0] for a in facts.assumptions[:20] if a.options is None}
    compact = links.compacted(facts, few)
    assert compact is not None and len(compact) <= links.LONGEST_OTHER


@pytest.mark.parametrize("page", registry.NAMES)
def test_another_figure_in_front_is_said(page: str, facts: Facts) -> None:
    """A number that is right but no longer the page's first is not the sender's page."""
    here = links.scenario(facts, links.defaults(facts))
    other = next(key for key in ("ai_revenue_needed", "margin_per_btc") if key not in headlined(page, here))
    seen = link_figure._seen(page, say.figure(here.output(other), "EN"), "EN")
    assert seen is not None
    request = links.decode(facts, f"/{page}?h={seen.written()}&v={facts.fingerprint}")
    line = link_notices.difference(request, here, "EN")
    assert line is not None and line.startswith("The sender’s page led with another figure than this one")
    # On another page the same number is only a number: a link of the navigation still carries it.
    elsewhere = links.decode(facts, f"/{'sale' if page != 'sale' else 'ai'}?h={seen.written()}&v={facts.fingerprint}")
    assert link_notices.difference(elsewhere, here, "EN") is None


def headlined(page: str, here: Scenario) -> set[str]:
    front = link_figure.of_page(page, here, "EN")
    return set() if front is None else {front.key}
