"""The charts of the Overview page: the business models in time, and the article's questions."""

from __future__ import annotations

import datetime as dt

from dashboard.facts import Row
from dashboard.figures import layout as base
from dashboard.figures.colors import GREY, INK, MUTED
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, Block, Chart, Dict, Table
from dashboard.headlines import say
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

QUESTIONS = ("sale", "ecohash", "loss", "cost")
_MODELS = (
    ("auto", "ipo_date", "china_sale_date"),
    ("mining", "mining_start_date", None),
    ("ai", "ai_start_date", None),
)


def _milestones(scenario: Scenario) -> list[Row]:
    series = scenario.facts.series.get("events")
    rows = [row for row in series.rows if row.values.get("milestone") and row.date] if series is not None else []
    return sorted(rows, key=lambda row: row.date or "")


@fixed
def timeline(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Three business models as bars over time, with the milestones as numbered dots."""
    rows = _milestones(scenario)
    if not rows or not scenario.known("ipo_date", "china_sale_date", "mining_start_date", "ai_start_date"):
        return base.missing("timeline", "timeline", lang)
    today = scenario.facts.company.as_of
    first = dt.date.fromisoformat(scenario.value("mining_start_date")) - dt.timedelta(days=150)
    inside = [row for row in rows if (row.date or "") >= first.isoformat()]
    early = [row for row in rows if row not in inside]
    names = [text.t(f"overview.timeline.{name}", lang) for name, _, _ in _MODELS]

    def build(width: int) -> Dict:
        left = 108
        scale, labels = base.row_axis([*names, text.t("overview.timeline.events", lang)], left)
        shapes = []
        for row, (_, start, end) in enumerate(_MODELS):
            begins = max(scenario.value(start), first.isoformat())
            ends = scenario.value(end) if end else today
            shapes.append(
                {
                    "type": "rect", "x0": begins, "x1": ends, "y0": row - 0.22, "y1": row + 0.22,
                    "fillcolor": GREY, "line": {"width": 0}, "layer": "below",
                }
            )  # fmt: skip
        notes: list[Dict] = []
        lanes: list[dt.date] = []
        days_per_px = (dt.date.fromisoformat(today) - first).days / (width - left - 12)
        ys: list[float] = []
        for number, event in enumerate(inside, start=len(early) + 1):
            day = dt.date.fromisoformat(event.date or "")
            # Two events a day apart would hide each other: the later one drops to the next lane.
            lane = next((i for i, last in enumerate(lanes) if (day - last).days > 20 * days_per_px), len(lanes))
            lanes[lane : lane + 1] = [day]
            ys.append(3 + 0.42 * lane)
            notes.append(base.label(event.date, ys[-1], f"<b>{number}</b>", INK, "center", dy=13, size=11, halo=False))
        scale["range"] = [3 + 0.42 * max(len(lanes) - 1, 0) + 0.5, -0.8]
        ticks = [f"{year}-{month:02d}-01" for year in range(first.year, int(today[:4]) + 1) for month in (1, 7)]
        ticks = [tick for tick in ticks if first.isoformat() <= tick <= today]
        return {
            "data": [base.marks([row.date for row in inside], ys, shape="filled")],
            "layout": base.layout(
                margin={"l": left, "r": 12, "t": 4, "b": 26},
                xaxis={
                    "type": "date",
                    "range": [first.isoformat(), today],
                    **base.ticks([], []),
                    "tickvals": ticks,
                    "ticktext": [text.date(tick[:7], lang) for tick in ticks],
                    "tickfont": {"size": 12 if width >= base.WIDE else 11, "color": MUTED},
                },
                yaxis=scale,
                annotations=[*labels, *notes],
                shapes=shapes,
            ),
        }

    wide, narrow = base.both(build)
    names_of_dates = {"auto_end": "china_sale_date", "mining_start": "mining_start_date", "ai_start": "ai_start_date"}
    dates = {name: text.date(scenario.value(key), lang) for name, key in names_of_dates.items()}
    return Chart(
        "timeline",
        (text.t("overview.timeline.title", lang),),
        (text.t("overview.timeline.subtitle", lang, year=scenario.value("ipo_date")[:4]),),
        (text.t("overview.timeline.alt", lang, count=len(rows), **dates),),
        wide,
        (("reported", text.t("overview.timeline.reported", lang)),),
        _events_table(rows, lang),
        ("ipo_date", "mining_start_date", "china_sale_date", "ai_start_date"),
        SUPPORT,
        narrow,
    )


def _events_table(rows: list[Row], lang: Lang) -> Table:
    head = tuple(text.t(f"overview.events.{column}", lang) for column in ("number", "date", "event"))
    cells = tuple(
        (str(number), text.date(row.date or "", lang).replace(" ", text.NBSP), row.label.get(lang) if row.label else "")
        for number, row in enumerate(rows, start=1)
    )
    return Table(head, cells)


@fixed
def events(scenario: Scenario, lang: Lang) -> Block:
    """The milestones in words."""
    rows = _milestones(scenario)
    if not rows:
        return base.missing("events", "timeline", lang)
    return Block(
        "events",
        (text.t("overview.events.title", lang),),
        (text.t("overview.events.subtitle", lang),),
        table=_events_table(rows, lang),
    )


def question(scenario: Scenario, name: str, lang: Lang) -> Block:
    """One of the article's questions with its answer from the facts."""
    return Block(
        f"faq_{name}",
        say(scenario, f"overview.faq.{name}.title", lang),
        body=(say(scenario, f"overview.faq.{name}.body", lang),),
    )
