"""The other miners: every figure by the name ``peer_<ticker>_<field>``, every field of all by ``peers_<field>``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from dashboard.facts import Facts, Peer, PeerFigure

ONE, ALL = "peer_", "peers_"
SUBJECT = "subject"
_SOLD, HELD_BEFORE, SOLD_SHARE = "btc_sold", "btc_held_before", "btc_sold_share"
QUARTER = re.compile(r"(\d{4})-Q([1-4])")
# Fields that are computed from two others, and the coins sold within one quarter alone.
QUARTER_SALES = "btc_sold_quarter"


@dataclass(frozen=True)
class Found:
    """A figure of one company, or one field of all as an array with nan for what is not published."""

    value: Any
    unit: str
    kind: Literal["reported", "derived"]
    peer: Peer | None = None
    figure: PeerFigure | None = None


def is_peer(key: str) -> bool:
    """Whether ``key`` is a name of this module."""
    return key.startswith((ONE, ALL))


def companies(facts: Facts) -> tuple[Peer, ...]:
    """All companies in the order of the file; empty without a file of peers."""
    return () if facts.peers is None else facts.peers.peers


def subject(facts: Facts) -> Peer | None:
    """The company that the dashboard is about."""
    return next((peer for peer in companies(facts) if peer.role == SUBJECT), None)


def name(peer: Peer, field: str) -> str:
    """The key of a figure."""
    return f"{ONE}{peer.ticker}_{field}"


def short(facts: Facts, peer: Peer) -> str:
    """What a company is called in a sentence."""
    return facts.company.short_name if peer.role == SUBJECT else peer.ticker


def find(facts: Facts, key: str) -> Found | None:
    """The figure called ``key``; ``None`` if no company of the file has it."""
    if key.startswith(ALL):
        return _array(facts, key.removeprefix(ALL))
    ticker, _, field = key.removeprefix(ONE).partition("_")
    peer = next((one for one in companies(facts) if one.ticker == ticker), None)
    return None if peer is None else of(peer, field)


def of(peer: Peer, field: str) -> Found | None:
    """The first figure of ``field`` that a company has, or the share of its opening coins sold in a quarter."""
    if field == SOLD_SHARE:
        sold, before = _quarter_sales(peer), peer.figure(HELD_BEFORE)
        if sold is None or before is None or not before.value or before.as_of != _day_before(str(sold.as_of)):
            return None
        return Found(float(sold.base or 0) / float(before.base or 0), "share", "derived", peer, sold)
    figure = _quarter_sales(peer) if field == QUARTER_SALES else peer.figure(field)
    if figure is None:
        return None
    return Found(figure.base, figure.unit, "derived" if figure.kind == "derived" else "reported", peer, figure)


def _quarter_sales(peer: Peer) -> PeerFigure | None:
    # Only sales of a full quarter compare; those of one month stay out of every share and sum.
    return next(
        (f for f in peer.figures if f.field == _SOLD and f.value is not None and QUARTER.fullmatch(f.as_of or "")),
        None,
    )


def _day_before(quarter: str) -> str:
    found = QUARTER.fullmatch(quarter)
    assert found is not None
    first = dt.date(int(found[1]), 3 * int(found[2]) - 2, 1)
    return (first - dt.timedelta(days=1)).isoformat()


def _array(facts: Facts, field: str) -> Found | None:
    found = [of(peer, field) for peer in companies(facts)]
    if not found:
        return None
    values = np.array([float("nan") if f is None or f.value is None else float(f.value) for f in found])
    units = [f.unit for f in found if f is not None]
    return Found(values, units[0] if units else "count", "derived")
