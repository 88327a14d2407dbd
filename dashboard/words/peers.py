"""What the figures of the other miners are called, and how they are written."""

from __future__ import annotations

from dashboard.facts import Facts, PeerFigure, Source
from dashboard.facts.units import look_of
from dashboard.numbers.peers import ALL, HELD_BEFORE, ONE, QUARTER, SOLD_SHARE, Found, companies, short
from dashboard.words import text
from dashboard.words.text import Lang

_BOUNDS = {"lower": "≥", "upper": "≤"}


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
    return text.show(value, look_of(unit).name, lang, digits=digits)


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
    quarter = QUARTER.fullmatch(stamp)
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
    before = found.peer.figure(HELD_BEFORE)
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
