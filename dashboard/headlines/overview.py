"""The whole story in one sentence: the runway's, under this page's own question."""

from __future__ import annotations

import numpy as np

from dashboard import headlines
from dashboard.headlines import Headline, runway
from dashboard.numbers import catalog
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Figure, Lang, Piece, Sentence

_RESULTS = "quarterly_results"


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """The runway sentence; without the facts for it, what happened to the treasury."""
    latest = catalog.latest_balance(scenario.facts)
    dated = latest is not None and scenario.known("today_month")
    date = text.date(latest, lang) if latest is not None else ""
    kicker = say(scenario, f"overview.kicker{'' if dated else '.undated'}", lang, date=date)
    return Headline(kicker, _title(scenario, lang), _standfirst(scenario, lang))


def _title(scenario: Scenario, lang: Lang) -> Sentence:
    if scenario.known("runway_path"):
        return headlines.headline("runway", scenario, lang).title
    if scenario.known("btc_disposed_sale_quarter", "treasury_after"):
        return say(scenario, "overview.title.treasury", lang)
    result = scenario.value("net_result_financial_year")
    case = "unknown" if result is None else "earned" if result >= 0 else "lost"
    return say(scenario, f"overview.title.{case}", lang)


def _standfirst(scenario: Scenario, lang: Lang) -> Sentence:
    """What was published last, and what is estimated since, where that could have been paid."""
    pieces = latest_quarter(scenario, lang)
    if not pieces or not scenario.known("treasury_now"):
        return ()
    estimated = scenario.known("coins_today") and not runway.failed(scenario)
    return say(scenario, f"overview.standfirst{'' if estimated else '.published'}", lang, **pieces)


def latest_quarter(scenario: Scenario, lang: Lang) -> dict[str, Piece]:
    """``quarter``, ``mined`` and ``result`` of the latest quarter whose output and result are published; else empty."""
    columns = [scenario.value(f"{_RESULTS}_{name}") for name in ("period", "btc_mined", "net_result")]
    if any(column is None for column in columns):
        return {}
    periods, mined, results = columns
    known = np.flatnonzero(np.isfinite(mined) & np.isfinite(results))
    if not known.size:
        return {}
    row = int(known[np.argmax(periods[known])])
    return {
        "quarter": text.date(str(periods[row]), lang),
        "mined": _figure(scenario, "btc_mined", mined[row], row, text.show(float(mined[row]), "btc", lang, digits=0)),
        "result": _figure(scenario, "net_result", results[row], row, text.millions(float(results[row]), lang)),
    }


def since_loss(scenario: Scenario, lang: Lang) -> Sentence:
    """The results after the financial year: both quarters where there are two, else the latest; empty without one."""
    pieces = latest_quarter(scenario, lang)
    if not pieces:
        return ()
    year = text.year(catalog.period(scenario.facts, "financial_year"), lang)
    periods, results = (scenario.value(f"{_RESULTS}_{name}") for name in ("period", "net_result"))
    known = sorted(period for period in periods[np.isfinite(results)] if "Q" in period and period[:4] > year)
    both = len(known) == 2 and known[0] == catalog.period(scenario.facts, "net_result_sale_quarter")
    both = both and pieces["quarter"] == text.date(known[1], lang)
    return say(scenario, f"overview.faq.loss.since.{'both' if both else 'latest'}", lang, **pieces)


def _figure(scenario: Scenario, column: str, value: float, row: int, words: str) -> Figure:
    key = f"{_RESULTS}_{column}"
    return Figure(key, words, float(value), scenario.output(key).kind, at=f"row={row}")


def key_figures(scenario: Scenario) -> tuple[str, ...]:
    """Where the company stands today and what comes next; where the estimate fails, what is published."""
    if scenario.known("runway_path") and runway.failed(scenario):
        return "treasury_now", "cash_now", "debt_now", "estimate_failed_month", "share_price"
    return "coins_today", "burn_per_month", "next_forced_sale_month", "money_gone_month", "share_price"


def note_case(scenario: Scenario, key: str) -> str:
    """Which note stands under a key figure: as on the Runway page."""
    return runway.note_case(scenario, key)
