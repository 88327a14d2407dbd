"""What a fact, slider, constant or column of the facts file is called."""

from __future__ import annotations

from dashboard.facts import Daily, Facts, Series
from dashboard.numbers import catalog
from dashboard.numbers.peers import is_peer
from dashboard.words import peers, text
from dashboard.words.text import Lang


def label(facts: Facts, name: str, lang: Lang) -> str | None:
    """The name of a fact, slider, constant or column in words; ``None`` if the file does not have it."""
    if name in facts.facts:
        day = text.date(catalog.period(facts, name), lang)
        return facts.facts[name].label.get(lang).replace("{date}", day)
    if is_peer(name):
        return peers.label(facts, name, lang)
    assumption = facts.assumption(name)
    if assumption is not None:
        return assumption.label.get(lang)
    constant = catalog.constant_of(facts, name)
    if constant is not None:
        return constant.label.get(lang)
    if name == catalog.CLAIMS:
        return text.t("column.claims_verdict", lang)
    tables: dict[str, Series | Daily] = {**facts.series, **facts.daily}
    for key, table in tables.items():
        if name.startswith(f"{key}_"):
            part = name.removeprefix(f"{key}_")
            # A file of another company may have columns of its own.
            words = text.t(f"column.{part}", lang) if text.has(f"column.{part}") else part.replace("_", " ")
            return f"{table.label.get(lang)}: {words}"
    return None
