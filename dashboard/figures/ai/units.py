"""The charts of the AI page that count one unit: an IT megawatt, a card, the owned site, a megawatt-hour."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dashboard.figures import shapes
from dashboard.figures.colors import GAIN, INK, LOSS, MUTED
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, Block, Chart
from dashboard.figures.shapes import Step
from dashboard.headlines.ai import model
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang, Sentence, Toned

_MILLION = 1e6

# Rows of the yearly account of an IT megawatt; None: the tenant pays.
_GPU_YEAR: Final = (
    "gpu_revenue_per_mw_year",
    "gpu_power_cost_per_mw_year",
    "ai_opex",
    "gpu_capital_cost_per_mw_year",
    "gpu_result_per_mw_year",
)
_COLO_YEAR: Final = (
    "colocation_revenue_per_mw_year",
    None,
    "ai_opex",
    "colocation_capital_cost_per_mw_year",
    "colocation_result_per_mw_year",
)
_STEPS: Final = ("revenue", "power", "running", "capital", "result")


@compared
def gpu_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """A year of an IT megawatt of own cards: from rental revenue to what is left after capital."""
    return _year(scenario, lang, "gpu", _GPU_YEAR)


@compared
def colocation_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """A year of an IT megawatt of colocation: from rent to what is left after capital."""
    return _year(scenario, lang, "colo", _COLO_YEAR)


def _year(scenario: Scenario, lang: Lang, business: str, keys: tuple[str | None, ...]) -> Chart | Block:
    draft = Draft(scenario, lang, "ai.year", f"year_{business}")
    known = [key for key in keys if key is not None]
    if not scenario.known(*known):
        return draft.missing()
    chosen = model(scenario) == business
    steps = _steps(draft, business, keys)
    other = None if scenario.other is None else Draft(scenario.other, lang, "ai.year")
    also = [] if other is None or not other.scenario.known(*known) else _steps(other, business, keys)
    amounts = (
        draft.words("tenant") if key is None else draft.number(key, "plain" if step.total else "plain,d2")
        for step, key in zip(steps, keys, strict=True)
    )
    mine: Sentence = (Toned(draft.words("chosen"), "as"), " ") if chosen else ()
    return draft.chart(
        lambda width: shapes.waterfall(width, SUPPORT, steps, (112, 92), chosen, also),
        draft.table(draft.head("step", "amount"), zip((step.name for step in steps), amounts, strict=True)),
        (("assumed", draft.words(f"assumed.{business}")), ("derived", draft.words("derived"))),
        known,
        title=f"title.{business}",
        subtitle=mine + draft.say(f"subtitle.{business}"),
        alt=f"alt.{business}",
    )


def _steps(draft: Draft, business: str, keys: tuple[str | None, ...]) -> list[Step]:
    """The bars of a business's year."""
    chosen, steps = model(draft.scenario) == business, []
    for step, key in zip(_STEPS, keys, strict=True):
        total = step in ("revenue", "result")
        amount = 0.0 if key is None else float(draft.scenario.value(key)) * (1 if total else -1)
        # Only the chosen business carries colour; the result keeps it in both, because it is the finding.
        sign = MUTED if amount == 0 else GAIN if amount > 0 else LOSS
        plain = not chosen or key is None
        color = sign if step == "result" else MUTED if plain else INK if total else LOSS
        number = text.number(amount / _MILLION, draft.lang, 2, step == "result")
        steps.append(Step(draft.words(step), amount, draft.words("tenant") if key is None else number, total, color))
    return steps


# Lines of the table and, for each, revenue, running cost, capital cost, result and plant.
_COLUMNS: Final = ("revenue", "running", "capital", "result", "plant")
_UNITS: Final = (
    (
        "gpu_card",
        "ai_revenue_per_gpu_year",
        "gpu_running_cost_per_card_year",
        "gpu_capital_cost_per_card_year",
        "gpu_result_per_card_year",
        "gpu_capex_per_card",
    ),
    (
        "gpu_mw",
        "gpu_revenue_per_mw_year",
        "gpu_running_cost_per_mw_year",
        "gpu_capital_cost_per_mw_year",
        "gpu_result_per_mw_year",
        "gpu_capex_per_mw",
    ),
    (
        "gpu_site",
        "georgia_gpu_revenue",
        "georgia_gpu_running_cost",
        "georgia_gpu_capital_cost",
        "georgia_gpu_result",
        "georgia_gpu_capex",
    ),
    (
        "colo_mw",
        "colocation_revenue_per_mw_year",
        "ai_opex",
        "colocation_capital_cost_per_mw_year",
        "colocation_result_per_mw_year",
        "colocation_capex",
    ),
    (
        "colo_site",
        "georgia_colocation_revenue",
        "georgia_colocation_running_cost",
        "georgia_colocation_capital_cost",
        "georgia_colocation_result",
        "georgia_colocation_capex",
    ),
)


def unit_table(scenario: Scenario, lang: Lang) -> Block:
    """Both businesses per card, per IT megawatt and for the whole owned site, as a table."""
    draft = Draft(scenario, lang, "ai.units")
    tail = "" if scenario.known("georgia_gpu_capex", "georgia_colocation_capex") else ".unknown"
    plan = scenario.known("container_capex_per_gpu", "container_gpus_per_it_mw")
    rows = [
        (
            draft.words(line),
            *(draft.number(key, _options(key, column)) for key, column in zip(keys, _COLUMNS, strict=True)),
        )
        for line, *keys in _UNITS
    ]
    table = draft.table(draft.head("line", *_COLUMNS), rows, phone="pairs")
    return Block(
        "units",
        draft.say(f"title{tail}"),
        draft.say(f"subtitle{tail}"),
        table=replace(table, caption=draft.spoken("caption") if plan else ""),
        origins=draft.origins("reported", "assumed", "derived"),
        uses=(
            *(key for _, *keys in _UNITS for key in keys),
            "georgia_it_mw",
            "container_capex_per_gpu",
            "container_gpus_per_it_mw",
        ),
    )


def _options(key: str, column: str) -> str:
    """How a cell of the table is written: whole dollars per card, two digits per megawatt, colour for results."""
    digits = "d0" if key.endswith(("card_year", "per_card", "gpu_year")) else ""
    if key in ("ai_opex", "colocation_capex"):
        digits = "d2"
    return ",".join(word for word in (digits, "" if column == "result" else "plain") if word)
