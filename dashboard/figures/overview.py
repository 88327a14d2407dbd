"""The charts of the Overview page: the business models in time, and the article's questions."""

from __future__ import annotations

import datetime as dt

from dashboard.facts import Row
from dashboard.figures.axes import Axis, Dict, day_numbers
from dashboard.figures.colors import GREY, INK, MUTED
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import SUPPORT, WIDE, Block, Chart, Table
from dashboard.figures.plot import Plot, Rows
from dashboard.headlines.overview import since_loss
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

QUESTIONS = ("sale", "ecohash", "loss", "cost")
_MODELS = (
    ("auto", "ipo_date", "china_sale_date"),
    ("mining", "mining_start_date", None),
    ("ai", "ai_start_date", None),
)
_LANE = 0.42


def _milestones(scenario: Scenario) -> list[Row]:
    series = scenario.facts.series.get("events")
    rows = [row for row in series.rows if row.values.get("milestone") and row.date] if series is not None else []
    return sorted(rows, key=lambda row: row.date or "")


@fixed
def timeline(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Three business models as bars over time, with the milestones as numbered dots."""
    draft = Draft(scenario, lang, "overview.timeline")
    rows = _milestones(scenario)
    if not rows or not scenario.known("ipo_date", "china_sale_date", "mining_start_date", "ai_start_date"):
        return draft.missing()
    today = scenario.facts.company.as_of
    first = dt.date.fromisoformat(scenario.value("mining_start_date")) - dt.timedelta(days=150)
    start, end = (float(day_numbers(day)) for day in (first, today))
    days = [float(day_numbers(row.date)) for row in rows]
    inside = [(number, day) for number, day in enumerate(days, 1) if day >= start]
    names = draft.head(*(name for name, _, _ in _MODELS), "events")
    years = range(first.year, int(today[:4]) + 1)
    halves = [f"{year}-{month}" for year in years for month in ("01", "07")]
    ticks = [half for half in halves if start <= day_numbers(f"{half}-01") <= end]

    def draw(width: int) -> Plot:
        left = 108
        # Two events a day apart would hide each other: the later one drops to the next lane.
        lanes: list[float] = []
        heights = []
        for _, day in inside:
            apart = 20 * (end - start) / (width - left - 12)
            lane = next((i for i, last in enumerate(lanes) if day - last > apart), len(lanes))
            lanes[lane : lane + 1] = [day]
            heights.append(3 + _LANE * lane)
        size = {"tickfont": {"size": 12 if width >= WIDE else 11, "color": MUTED}}
        x = Axis(start, end, [float(day_numbers(f"{t}-01")) for t in ticks], [text.date(t, lang) for t in ticks], size)
        foot = 0.5 + _LANE * max(len(lanes) - 1, 0)
        plot = Rows(width, SUPPORT, x, names, left, 0.8, foot=foot, right=12)
        for row, (_, opened, closed) in enumerate(_MODELS):
            begins, ends = (float(day_numbers(scenario.value(key) if key else today)) for key in (opened, closed))
            plot.box(max(begins, start), ends, row - 0.22, row + 0.22, GREY)
        plot.marks([day for _, day in inside], heights)
        for (number, day), height in zip(inside, heights, strict=True):
            plot.fixed(day, height, f"<b>{number}</b>", INK, "center", dy=13, size=11, halo=False)
        return plot

    dates = {"auto_end": "china_sale_date", "mining_start": "mining_start_date", "ai_start": "ai_start_date"}
    pieces: Dict = {name: text.date(scenario.value(key), lang) for name, key in dates.items()}
    uses = ("ipo_date", "mining_start_date", "china_sale_date", "ai_start_date")
    pieces |= {"year": scenario.value("ipo_date")[:4], "count": str(len(rows))}
    return draft.chart(draw, _events_table(rows, lang), "reported", uses, **pieces)


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
    draft = Draft(scenario, lang, "overview.events")
    rows = _milestones(scenario)
    if not rows:
        return draft.missing("timeline")
    return Block("events", draft.say("title"), draft.say("subtitle"), table=_events_table(rows, lang))


def question(scenario: Scenario, name: str, lang: Lang) -> Block:
    """One of the article's questions with its answer from the facts."""
    draft = Draft(scenario, lang, f"overview.faq.{name}")
    further = since_loss(scenario, lang) if name == "loss" else ()
    return Block(f"faq_{name}", draft.say("title"), body=((*draft.say("body"), *((" ", *further) if further else ())),))
