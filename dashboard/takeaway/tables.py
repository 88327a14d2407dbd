"""A scenario in files: every figure as CSV and JSON, and the table behind a chart as CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from dashboard import figures
from dashboard.facts import Facts, units
from dashboard.figures.layout import Block, Chart, Table
from dashboard.numbers import OUTPUTS, catalog, difference, peers
from dashboard.numbers.resolver import Output, Scenario, dependencies, shared
from dashboard.words import say, text
from dashboard.words.text import Figure, Lang

VALUE_OF_A: Final = "value_of_a"
# What a browser is told of each kind of file.
MEDIA: Final = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A text that begins with one of these runs as a formula when a spreadsheet opens the file.
_TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


# ------------------------------------------------------------------------------------------- every figure


def names(scenario: Scenario) -> list[str]:
    """Every name of the scenario: assumptions, facts, constants, series of the facts file, outputs."""
    facts = scenario.facts
    return [*(a.name for a in facts.assumptions), *facts.names, *OUTPUTS]


def leaves(key: str) -> list[str]:
    """The facts, sliders and constants on which ``key`` rests; itself where it is one."""
    return sorted(name for name in dependencies(key) if name not in OUTPUTS) if key in OUTPUTS else [key]


def base_unit(facts: Facts, output: Output) -> str:
    """The unit of ``output.value``."""
    if output.key in facts.units:
        return facts.units[output.key]
    return units.looks()[output.unit].base if output.key in OUTPUTS else units.base_unit(output.unit)


def documents(facts: Facts, key: str) -> list[str]:
    """Keys of the documents behind ``key``, through everything it rests on; titles for those of daily series."""
    memory: dict[Any, tuple[str, ...]] = shared(facts)
    if ("documents", key) not in memory:
        found: list[str] = []
        for name in leaves(key):
            found += catalog.sources(facts, name)
            found += catalog.daily_documents(facts, name)
            found += _peer_documents(facts, name)
        memory["documents", key] = tuple(dict.fromkeys(found))
    return list(memory["documents", key])


def _peer_documents(facts: Facts, name: str) -> list[str]:
    if facts.peers is None or not name.startswith(peers.ALL):
        return []
    figures = [peers.of(peer, name.removeprefix(peers.ALL)) for peer in peers.companies(facts)]
    cited = [one.figure.source for one in figures if one is not None and one.figure is not None]
    return cited or list(facts.peers.sources)


def entry(scenario: Scenario, key: str, lang: Lang) -> dict[str, Any] | None:
    """One figure with its value in base units and its origin; ``None`` for an object such as a simulated path.

    Where a scenario is kept as A, a figure that moves with a slider also has its value there.
    """
    facts, output = scenario.facts, scenario.output(key)
    plain = plain_value(output.value)
    if plain is None and output.value is not None:
        return None
    explained = say.formula(scenario, key, lang)
    return {
        "label": say.label(scenario, key, lang),
        "value": plain,
        **_of_a(scenario, output),
        "unit": base_unit(facts, output),
        "kind": output.kind,
        "formula": None if explained is None else explained[0],
        "inputs": list(output.inputs),
        "rests_on": leaves(key) if key in OUTPUTS else [],
        "moves_with": list(scenario.assumptions_behind(key)),
        "as_of": catalog.period(facts, key) or None,
        "missing": list(output.missing),
        "sources": documents(facts, key),
    }


def _of_a(scenario: Scenario, output: Output) -> dict[str, Any]:
    """The value in the scenario kept as A, of a number that moves with a slider."""
    if scenario.other is None or output.kind not in ("assumed", "scenario"):
        return {}
    return {VALUE_OF_A: plain_value(scenario.other.value(output.key))}


def plain_value(value: Any) -> Any:
    """A value that JSON can hold: gaps as null, days as text; ``None`` for an object."""
    if isinstance(value, np.ndarray):
        if value.ndim != 1:
            return None
        return (
            [plain_value(part) for part in value.tolist()] if value.dtype.kind in "fiub" else value.astype(str).tolist()
        )
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    return str(value) if isinstance(value, np.datetime64) else None


def as_dict(scenario: Scenario, link: str, lang: Lang) -> dict[str, Any]:
    """The scenario as plain data: what it is about, its assumptions, every figure, and the documents."""
    facts = scenario.facts
    figures = {key: found for key in names(scenario) if (found := entry(scenario, key, lang)) is not None}
    return {
        "company": facts.company.name,
        "facts_version": facts.fingerprint,
        "facts_as_of": facts.company.as_of,
        "link": link,
        "language": lang,
        **({} if scenario.other is None else {"against_a": _against(scenario)}),
        "assumptions": {a.key: {"name": a.name, **figures.pop(a.name)} for a in facts.assumptions},
        "outputs": {key: figures.pop(key) for key in OUTPUTS if key in figures},
        "facts": figures,
        "sources": {
            key: {
                "publisher": source.publisher,
                "title": source.title,
                "url": source.url,
                "published": source.published,
                "accessed": source.accessed,
                "kind": source.kind,
            }
            for key, source in {**(facts.peers.sources if facts.peers else {}), **facts.sources}.items()
        }
        | {
            title: {"title": title, "url": address, "kind": "dataset"}
            for key in facts.daily
            for title, address in catalog.daily_documents(facts, f"{key}_").items()
        },
    }


def _against(scenario: Scenario) -> dict[str, Any]:
    """How much later the money is gone than in A, and which share of that each slider explains (Shapley)."""
    assert scenario.other is not None
    shares = difference.contributions(scenario, scenario.other)
    return {"figure": difference.FIGURE, "unit": "months", "difference": sum(shares.values()), "explained_by": shares}


def as_json(scenario: Scenario, link: str, lang: Lang) -> bytes:
    """``as_dict`` as bytes."""
    return json.dumps(as_dict(scenario, link, lang), ensure_ascii=False, indent=1, allow_nan=False).encode()


def as_csv(scenario: Scenario, link: str, lang: Lang) -> bytes:
    """Every single figure as a table; series are in the JSON. The format is that of ``lang``, see ``_csv``."""
    facts = scenario.facts
    of_a = () if scenario.other is None else (VALUE_OF_A,)
    head = ("key", "label", "value", *of_a, "unit", "kind", "formula", "rests_on", "moves_with", "as_of", "sources")
    rows: list[tuple[Any, ...]] = []
    for key in names(scenario):
        found = entry(scenario, key, lang)
        if found is None or isinstance(found["value"], list):
            continue
        rows.append(
            (
                key,
                found["label"],
                found["value"],
                *(found.get(name, "") for name in of_a),
                found["unit"],
                found["kind"],
                found["formula"] or "",
                "; ".join(found["rests_on"]),
                "; ".join(found["moves_with"]),
                found["as_of"] or "",
                "; ".join(_citation(facts, source) for source in found["sources"]),
            )
        )
    return _csv(facts, link, head, rows, lang)


def _citation(facts: Facts, key: str) -> str:
    source = facts.sources.get(key) or (facts.peers.sources.get(key) if facts.peers is not None else None)
    if source is None:
        return key
    return ", ".join(part for part in (source.publisher, source.published or "", source.url or "") if part)


# ------------------------------------------------------------------------------------------- a chart's table


def charts(
    page: str, scenario: Scenario, lang: Lang, chosen: Mapping[str, str] | None = None
) -> dict[str, tuple[str, Table]]:
    """Title and table of every chart of ``page`` that has one, by key, in the order of the page.

    ``chosen`` holds the tokens of the page's switches, so that the table is that of the chart on the screen.
    """
    found: dict[str, tuple[str, Table]] = {}
    for chart in figures.drawn(page, scenario, lang, chosen or {}):
        if isinstance(chart, (Chart, Block)) and chart.table is not None:
            found[chart.key] = (text.plain(chart.title), chart.table)
    return found


def table_csv(facts: Facts, link: str, title: str, table: Table, lang: Lang) -> bytes:
    """A chart's table: every column as shown, and beside a column of numbers the raw values in base units."""
    numeric = [any(isinstance(row[i], Figure) for row in table.rows if i < len(row)) for i in range(len(table.head))]
    head = []
    for name, has_numbers in zip(table.head, numeric, strict=True):
        head += [name, text.t("csv.raw", lang, name=name)] if has_numbers else [name]
    rows = []
    for row in table.rows:
        cells: list[Any] = []
        for cell, has_numbers in zip(row, numeric, strict=False):
            cells.append(cell if isinstance(cell, str) else cell.text if isinstance(cell, Figure) else text.plain(cell))
            if has_numbers:
                cells.append(cell.value if isinstance(cell, Figure) else "")
        rows.append(tuple(cells))
    return _csv(facts, link, head, rows, lang, title)


def about(facts: Facts, lang: Lang) -> str:
    """Whose numbers a table holds, and as of when; the day is written as programs read it, too."""
    company = facts.company
    return text.t("csv.about", lang, company=company.name, as_of=company.as_of, version=facts.fingerprint)


def _csv(
    facts: Facts, link: str, head: Sequence[str], rows: Iterable[Sequence[Any]], lang: Lang, title: str = ""
) -> bytes:
    """Rows under what they are about. German spreadsheets split at semicolons and read a decimal comma."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if lang == "DE" else ",")
    for line in (title, about(facts, lang), link):
        if line:
            writer.writerow([f"# {' '.join(line.split())}"])
    writer.writerow([safe_cell(name) for name in head])
    writer.writerows([_written(safe_cell(value), lang) for value in row] for row in rows)
    # The mark at the start makes spreadsheets read UTF-8.
    return stream.getvalue().encode("utf-8-sig")


def _written(value: Any, lang: Lang) -> Any:
    return repr(value).replace(".", ",") if lang == "DE" and isinstance(value, float) else value


def begins_like_formula(words: str) -> bool:
    """Whether a spreadsheet could take ``words`` for a formula."""
    return words.lstrip(" \u00a0").startswith(_TRIGGERS)


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        words = str(value)
        return "'" + words if begins_like_formula(words) else words
    return value if math.isfinite(value) else ""
