"""How far each limit is, and what could be raised before coins are sold."""

from __future__ import annotations

from dataclasses import replace

from dashboard.figures.draft import Draft
from dashboard.figures.layout import HERO, Block
from dashboard.figures.runway.runs import unavailable
from dashboard.model.headroom import LIMITS
from dashboard.numbers.resolver import Scenario
from dashboard.words.text import Figure, Lang

_STYLE = {"margin_call": ("pct", 0), "liquidation": ("pct", 0), "nyse_price": ("usd", 2)}
_SOURCES = ("georgia_price", "raisable_machines", "raisable_vendor", "raisable_shares")


def headroom(scenario: Scenario, lang: Lang) -> Block:
    """Per limit where it stands today, its threshold, the price at which it trips and how far away that is."""
    draft = Draft(scenario, lang, "drivers.headroom")
    gap = unavailable(draft, "headroom")
    if gap is not None:
        return gap
    rows = [_row(draft, row, name) for row, name in enumerate(LIMITS)]
    distances = dict(zip(LIMITS, scenario.value("headroom_distance"), strict=True))
    reached = int(scenario.value("headroom_reached").sum())
    nearest = max((name for name in LIMITS if distances[name] < 0), key=lambda name: distances[name], default="none")
    head = draft.head(*(f"column.{column}" for column in ("name", "now", "threshold", "trips", "far")))
    place = LIMITS.index(nearest) if nearest != "none" else 0
    return Block(
        draft.key,
        draft.say(
            f"title.{_finding(reached, nearest)}",
            reached=str(reached),
            count=str(len(LIMITS)),
            name=draft.words(f"name.{LIMITS[place]}"),
            price=draft.element("headroom_trips_at", place, "usd", _price_digits(LIMITS[place])),
        ),
        draft.say("subtitle"),
        table=draft.table(head, rows, phone="pairs"),
        origins=draft.origins("reported", "assumed", "derived"),
        height=HERO,
        uses=("margin_call_price_now", "share_price", "shares_outstanding", "minimum_cash", "debt_today"),
    )


def _finding(reached: int, nearest: str) -> str:
    if nearest != "none":
        return "reached" if reached else "nearest"
    return "none" if reached == len(LIMITS) else "rest"


def _price_digits(name: str) -> int:
    return 2 if name.startswith("nyse") else 0


def _row(draft: Draft, row: int, name: str) -> tuple[str | Figure, ...]:
    style, digits = _STYLE.get(name, ("musd", 0))
    far = draft.element("headroom_distance", row, "pct", 0, True)
    if draft.scenario.value("headroom_reached")[row] and far.value is None:
        far = replace(far, text=draft.words("reached_now"))
    return (
        draft.words(f"name.{name}"),
        draft.element("headroom_now", row, style, digits),
        draft.element("headroom_threshold", row, style, digits),
        draft.element("headroom_trips_at", row, "usd", _price_digits(name)),
        far,
    )


def before_coins(scenario: Scenario, lang: Lang) -> Block:
    """What could be raised first: the own site at cost, the machines, credit of the supplier, new shares."""
    draft = Draft(scenario, lang, "drivers.before")
    if not scenario.known("raisable_total"):
        return draft.missing(height=HERO)
    rows = [
        (draft.words(f"name.{key}"), draft.shown(key, "musd", 1 if key == "georgia_price" else 0),
         (draft.words(f"how.{key}"),))
        for key in _SOURCES
    ]  # fmt: skip
    rows.append((draft.words("name.raisable_total"), draft.shown("raisable_total", "musd", 0), ("",)))
    return Block(
        draft.key,
        draft.say("title"),
        draft.say("subtitle"),
        table=draft.table(draft.head("column.name", "column.amount", "column.how"), rows, "caption", "lines"),
        origins=draft.origins("reported", "assumed", "derived"),
        height=HERO,
        uses=(*_SOURCES, "used_machine_price", "issue_discount", "share_price", "shares_outstanding"),
    )
