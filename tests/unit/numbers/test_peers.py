"""The figure of one company: what it is, of whom, and of which entry."""

from __future__ import annotations

from dashboard.facts.peers_schema import Peer, PeerFigure
from dashboard.numbers import peers


def company(*figures: PeerFigure) -> Peer:
    return Peer(ticker="ABC", name="Abc", role="peer", period="2026-Q1", confidence="high", figures=figures)


def figure(field: str, value: float, unit: str, kind: str, as_of: str = "2026-03-31") -> PeerFigure:
    return PeerFigure(field=field, value=value, unit=unit, as_of=as_of, kind=kind, source="release")


def test_a_figure_says_what_it_is_and_whence() -> None:
    counted, told = figure("market_cap", 144.0, "musd", "derived"), figure("cash", 7.0, "musd", "secondary")
    one = company(counted, told)
    assert peers.of(one, "market_cap") == peers.Found(144e6, "musd", "derived", one, counted)
    assert peers.of(one, "cash") == peers.Found(7e6, "musd", "reported", one, told)
    assert peers.of(one, "btc_held") is None


def test_the_share_sold_is_of_the_coins_held_the_day_before_the_quarter() -> None:
    sold = figure("btc_sold", 30.0, "btc", "reported", "2026-Q1")
    held = figure("btc_held_before", 120.0, "btc", "reported", "2025-12-31")
    one = company(sold, held)
    assert peers.of(one, peers.SOLD_SHARE) == peers.Found(0.25, "share", "derived", one, sold)
    late = held.model_copy(update={"as_of": "2026-01-31"})
    assert peers.of(company(sold, late), peers.SOLD_SHARE) is None
