"""The other miners: every figure by the name ``peer_<ticker>_<field>``, every field of all by ``peers_<field>``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from dashboard import text
from dashboard.facts import Facts, Peer, PeerFigure, Source
from dashboard.outputs.spec import STYLE_OF_UNIT
from dashboard.text import Lang

ONE, ALL = "peer_", "peers_"
SUBJECT = "subject"
_SOLD, _BEFORE, SOLD_SHARE = "btc_sold", "btc_held_before", "btc_sold_share"
_BOUNDS = {"lower": "≥", "upper": "≤"}
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
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
        sold, before = _quarter_sales(peer), peer.figure(_BEFORE)
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
        (f for f in peer.figures if f.field == _SOLD and f.value is not None and _QUARTER.fullmatch(f.as_of or "")),
        None,
    )


def _day_before(quarter: str) -> str:
    found = _QUARTER.fullmatch(quarter)
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


def field_label(field: str, lang: Lang) -> str:
    """What a field is called."""
    key = f"peers.field.{field}"
    return text.t(key, lang) if text.has(key) else field.replace("_", " ")


def label(facts: Facts, key: str, lang: Lang) -> str:
    """What a figure is called, with its company."""
    if key.startswith(ALL):
        return text.t("peers.all", lang, field=field_label(key.removeprefix(ALL), lang))
    ticker, _, field = key.removeprefix(ONE).partition("_")
    peer = next((one for one in companies(facts) if one.ticker == ticker), None)
    return f"{ticker if peer is None else short(facts, peer)}: {field_label(field, lang)}"


def period(figure: PeerFigure, lang: Lang) -> str:
    """The day, month, quarter or year that a figure is about."""
    return "" if figure.as_of is None else text.date(figure.as_of, lang)


def value_words(value: float | str | None, unit: str, lang: Lang) -> str:
    """A value in the form of its unit; coins published with one decimal keep it."""
    digits = None
    if unit == "btc" and isinstance(value, float) and not value.is_integer():
        digits = 1 if abs(value * 10 - round(value * 10)) < 1e-6 else None
    return text.show(value, STYLE_OF_UNIT.get(unit, "count"), lang, digits=digits)


def shown(figure: PeerFigure, lang: Lang) -> str:
    """The value of a figure in the form of its unit, with the sign of a bound."""
    words = value_words(figure.base, figure.unit, lang)
    return bound(figure) + words


def bound(figure: PeerFigure) -> str:
    """The sign of a figure that is only a lower or an upper bound."""
    return f"{_BOUNDS[figure.bound]}{text.NBSP}" if figure.bound else ""


def short_period(figure: PeerFigure, lang: Lang) -> str:
    """The period of a figure as briefly as a column allows: ``Q1 26``, ``Jan 26``, ``2025``."""
    stamp = figure.as_of or ""
    quarter = _QUARTER.fullmatch(stamp)
    if quarter is not None:
        return f"Q{quarter[2]}{text.NBSP}{quarter[1][2:]}"
    if stamp.startswith("FY"):
        return stamp[2:]
    if len(stamp) < 7:
        return stamp
    month = text.date(stamp[:7], lang)
    return month[:-4] + month[-2:]


def origins(facts: Facts, found: Found, key: str, lang: Lang) -> list[tuple[str, Source | None]]:
    """In words: what each document behind a figure says, and about when; with that document."""
    if found.peer is None or found.figure is None:
        return []
    figures = [found.figure]
    before = found.peer.figure(_BEFORE)
    share = key.endswith(f"_{SOLD_SHARE}")
    if share and before is not None:
        figures.append(before)
    lines = []
    for figure in figures:
        parts = [f"{field_label(figure.field, lang)} {shown(figure, lang)}"] if share else []
        parts.append(period(figure, lang))
        if figure.kind == "secondary":
            parts.append(text.t("peers.secondary", lang))
        if figure.note is not None and not share:
            parts.append(figure.note.get(lang).rstrip("."))
        sources = facts.peers.sources if facts.peers is not None else {}
        lines.append((", ".join(part for part in parts if part), sources.get(figure.source)))
    return lines
