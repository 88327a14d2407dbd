"""One chart by its name, and the same as plain data: its words, its numbers, its drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from dashboard import figures, registry
from dashboard.figures.layout import Block, Cell, Chart, Grid, Table
from dashboard.numbers.resolver import shared
from dashboard.registry import ChartRow
from dashboard.takeaway.asked import Asked
from dashboard.takeaway.tables import plain_value
from dashboard.words import text
from dashboard.words.text import Figure


def names(asked: Asked) -> tuple[str, ...]:
    """The names of the charts on the page of a link, in reading order."""
    return tuple(_rows(asked))


def find(asked: Asked, name: str) -> Chart | Block | Grid:
    """The chart ``name`` of the page of a link. Raises LookupError where the page has none of this name."""
    row = _rows(asked)[name]
    switch = (asked.switches[row.switch],) if row.switch else ()
    return cast(Chart | Block | Grid, figures.builder(row.build)(asked.scenario, asked.lang, *switch))


def _rows(asked: Asked) -> Mapping[str, ChartRow]:
    """The charts of the page by the name that their place there has; known once they were drawn."""
    memory = shared(asked.facts)
    key = ("charts", asked.page)
    if key not in memory:
        drawn = figures.drawn(asked.page, asked.scenario, asked.lang, {})
        memory[key] = {chart.key: row for row, chart in zip(registry.PAGE[asked.page].charts, drawn, strict=True)}
    return cast(Mapping[str, ChartRow], memory[key])


def as_dict(asked: Asked, name: str, link: str) -> dict[str, Any]:
    """A chart as JSON can hold it; ``link`` leads to its page."""
    chart, facts = find(asked, name), asked.facts
    about: dict[str, Any] = {
        "company": facts.company.name,
        "facts_version": facts.fingerprint,
        "facts_as_of": facts.company.as_of,
        "link": link,
        "language": asked.lang,
        "page": asked.page,
        "chart": name,
        "title": text.plain(chart.title),
        "subtitle": text.plain(chart.subtitle),
    }
    if isinstance(chart, Grid):
        heads = [{"name": head, "note": note} for head, note in chart.columns]
        rows = [
            [{"text": words, "value": plain_value(value)} for words, value in zip(texts, values, strict=True)]
            for texts, values in zip(chart.texts, chart.values, strict=True)
        ]
        return {**about, "note": text.plain(chart.note), "table": {"caption": "", "head": heads, "rows": rows}}
    about["origins"] = [{"kind": kind, "words": words} for kind, words in chart.origins]
    about["table"] = None if chart.table is None else _table(chart.table)
    if isinstance(chart, Block):
        body = [text.plain(line) for line in (*chart.body, *chart.items)]
        return {**about, "missing": chart.missing, "body": body}
    drawn = {"figure": chart.figure, "narrow": chart.narrow, "height": chart.height}
    return {**about, "alt": text.plain(chart.alt), **drawn}


def _table(table: Table) -> dict[str, Any]:
    heads = [{"name": head, "note": ""} for head in table.head]
    return {"caption": table.caption, "head": heads, "rows": [[_cell(cell) for cell in row] for row in table.rows]}


def _cell(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, Figure):
        found = {"text": cell.text, "value": plain_value(cell.value), "figure": cell.key, "kind": cell.kind}
        return {**found, "at": cell.at} if cell.at else found
    return {"text": cell if isinstance(cell, str) else text.plain(cell)}
