"""The charts of the AI page that count one unit: an IT megawatt, a card, the owned site, a megawatt-hour."""

from __future__ import annotations

from typing import Final

from dashboard.figures import layout as base
from dashboard.figures import placing, shapes
from dashboard.figures.colors import GAIN, INK, LOSS, MUTED
from dashboard.figures.layout import SUPPORT, Block, Cell, Chart, Dict, Table
from dashboard.headlines import figure, say
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


def gpu_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """A year of an IT megawatt of own cards: from rental revenue to what is left after capital."""
    return _year(scenario, lang, "gpu", _GPU_YEAR)


def colocation_year(scenario: Scenario, lang: Lang) -> Chart | Block:
    """A year of an IT megawatt of colocation: from rent to what is left after capital."""
    return _year(scenario, lang, "colo", _COLO_YEAR)


def _year(scenario: Scenario, lang: Lang, business: str, keys: tuple[str | None, ...]) -> Chart | Block:
    known = [key for key in keys if key is not None]
    if not scenario.known(*known):
        return base.missing(f"year_{business}", f"year_{business}", lang, SUPPORT)
    chosen = model(scenario) == business
    names = [text.t(f"ai.year.{step}", lang) for step in _STEPS]
    starts, ends, colors, words, cells = [], [], [], [], []
    level = 0.0
    for step, key in zip(_STEPS, keys, strict=True):
        amount = 0.0 if key is None else float(scenario.value(key))
        total = step in ("revenue", "result")
        start, end = (0.0, amount) if total else (level, level - amount)
        level = end
        starts.append(start)
        ends.append(end)
        # Only the chosen business carries colour; the result keeps it in both, because it is the finding.
        sign = MUTED if amount == 0 else GAIN if amount > 0 else LOSS
        plain = not chosen or key is None
        colors.append(sign if step == "result" else MUTED if plain else INK if total else LOSS)
        shown = text.number((amount if total else -amount) / _MILLION, lang, 2, step == "result")
        words.append(text.t("ai.year.tenant", lang) if key is None else shown)
        cells.append(
            text.t("ai.year.tenant", lang)
            if key is None
            else figure(scenario.output(key), lang, "plain" if total else "plain,d2")
        )

    def build(width: int) -> Dict:
        left = 112 if width >= base.WIDE else 92
        drawn = shapes.waterfall(names, starts, ends, colors, words, left, width)
        drawn["layout"]["xaxis"]["range"] = _reach(starts, ends, words, width - left - 8)
        if chosen:
            drawn["data"].append(base.marks([ends[-1]], [len(names) - 1], shape="diamond"))
            drawn["layout"]["annotations"][-1] |= {"xshift": 14 if ends[-1] >= 0 else -14}
        return drawn

    wide, narrow = base.both(build)
    mine: Sentence = (Toned(text.t("ai.year.chosen", lang), "as"), " ") if chosen else ()
    return Chart(
        f"year_{business}",
        say(scenario, f"ai.year.title.{business}", lang),
        mine + say(scenario, f"ai.year.subtitle.{business}", lang),
        say(scenario, f"ai.year.alt.{business}", lang),
        wide,
        (("assumed", text.t(f"ai.year.assumed.{business}", lang)), ("derived", text.t("ai.year.derived", lang))),
        Table((text.t("ai.year.step", lang), text.t("ai.year.amount", lang)), tuple(zip(names, cells, strict=True))),
        tuple(known),
        SUPPORT,
        narrow,
    )


def _reach(starts: list[float], ends: list[float], words: list[str], plot: int) -> list[float]:
    """The part of the axis that holds all bars and the labels at their ends, on ``plot`` px."""
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    widest = max(placing.text_size(word, 12)[0] for word in words) + 16
    per_px = (high - low or 1.0) / max(plot - widest, 40)
    for start, end, word in zip(starts, ends, words, strict=True):
        label_width = (placing.text_size(word, 12)[0] + 18) * per_px
        low, high = (low, max(high, end + label_width)) if end >= start else (min(low, end - label_width), high)
    return [low, high]


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
        "facility_capex",
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
    known = scenario.known("georgia_gpu_capex", "georgia_colocation_capex")
    plan = scenario.known("container_capex_per_gpu", "container_gpus_per_it_mw")
    rows: list[tuple[Cell, ...]] = [
        (
            text.t(f"ai.units.{line}", lang),
            *(
                figure(scenario.output(key), lang, _options(key, column))
                for key, column in zip(keys, _COLUMNS, strict=True)
            ),
        )
        for line, *keys in _UNITS
    ]
    return Block(
        "units",
        say(scenario, f"ai.units.title{'' if known else '.unknown'}", lang),
        say(scenario, f"ai.units.subtitle{'' if known else '.unknown'}", lang),
        table=Table(
            tuple(text.t(f"ai.units.{c}", lang) for c in ("line", *_COLUMNS)),
            tuple(rows),
            text.plain(say(scenario, "ai.units.caption", lang)) if plan else "",
            "pairs",
        ),
        origins=tuple((kind, text.t(f"ai.units.{kind}", lang)) for kind in ("reported", "assumed", "derived")),
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
    if key in ("ai_opex", "facility_capex"):
        digits = "d2"
    return ",".join(word for word in (digits, "" if column == "result" else "plain") if word)
