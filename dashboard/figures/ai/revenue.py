"""The charts of the AI page about revenue: how much is needed, and what it is measured against."""

from __future__ import annotations

import numpy as np

from dashboard.figures import measure, shapes
from dashboard.figures.axes import Axis
from dashboard.figures.colors import ASSUMED, GREY, INK, MUTED, SEQUENTIAL
from dashboard.figures.compared import compared
from dashboard.figures.draft import Draft
from dashboard.figures.kept import Cells
from dashboard.figures.layout import HERO, WIDE, Block, Chart
from dashboard.figures.plot import Plot, Rows
from dashboard.figures.runway.runs import unavailable
from dashboard.headlines.ai import capital, variant
from dashboard.model import Series
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Figure, Lang

_MILLION = 1e6
_ROWS, _COLUMNS = 6, 8
_STEPS = (5e6, 10e6, 25e6, 50e6, 100e6)
_DARKER = (10e6, 25e6, 50e6, 100e6, 200e6)


@compared
def required_revenue(scenario: Scenario, lang: Lang) -> Chart | Block:
    """AI revenue needed by cash margin and yearly burn; the boxed cell is the reader's scenario."""
    draft, case = Draft(scenario, lang, "ai.table", "required"), variant(scenario)
    gap = unavailable(draft, "burn_per_year", "ai_margin_share")
    if gap is not None:
        return gap
    margin, burn = scenario.value("ai_margin_share"), max(scenario.value("burn_per_year"), 0.0)
    margins = _margins(margin)
    step = next((s for s in _STEPS if s >= burn / 3), _STEPS[-1])
    burns = shapes.steps_through(burn, _ROWS, 2, step)[::-1]
    needed = draft.at("ai_revenue_needed", "musd", 1, ai_margin_share=margins[None, :], burn_per_year=burns[:, None])
    own = None
    if margin > 0:
        own = (int(np.argmin(abs(burns - burn))), int(np.argmin(abs(margins - margin))))
    site = scenario.value("georgia_ai_revenue")
    border = None if site is None else [sum(one.value > site for one in row) for row in needed]
    parted = border is not None and any(0 < count < len(margins) for count in border)
    names = draft.labels("burn_per_year", "ai_margin_share", "ai_revenue_needed")
    gaps = [text.millions(gap, lang, 1) for gap in burns]
    shares = [text.percent(share, lang, 0) for share in margins]
    hovers = [
        [tuple(zip(names, (gap, share, one), strict=True)) for share, one in zip(shares, row, strict=True)]
        for gap, row in zip(gaps, needed, strict=True)
    ]

    def draw(width: int) -> Plot:
        return shapes.cell_table(
            width,
            [[text.number(one.value / _MILLION, lang, 1) for one in row] for row in needed],
            [[int(np.digitize(one.value, _DARKER)) for one in row] for row in needed],
            [text.number(share * 100, lang) for share in margins],
            [text.number(gap / _MILLION, lang, 1) for gap in burns],
            own,
            Cells(margins, burns, (margin, burn) if own else None),
            hovers,
            border,
            SEQUENTIAL,
        )

    subtitle = draft.say("subtitle") + ((" ", draft.words("box")) if own else ())
    return draft.chart(
        draw,
        draft.table((names[0], *shares), [(gap, *row) for gap, row in zip(gaps, needed, strict=True)], "caption"),
        "derived assumed",
        ("ai_revenue_needed", "burn_per_year", "mining_result_per_year", "ai_revenue_per_mw_year",
         "ai_running_cost_per_mw_year", "ai_capital_cost_per_mw_year", "ai_capex_per_mw", "ai_capex_total",
         "ai_result_after_capital_per_year"),
        HERO,
        f"title.{_fit(scenario, case)}",
        subtitle + ((" ", *draft.say("line")) if parted else ()),
        capital(draft.say(f"alt.{case if case == 'none' else 'known'}")),
    )  # fmt: skip


def _margins(own: float) -> Series:
    """Cash margins of about 20 to 90 per cent, in steps of ten points that pass through the reader's."""
    through = own if own > 0 else 0.2
    below = min(max(int((through - 0.15) // 0.1), 0), _COLUMNS - 1)
    shares: Series = np.asarray(through + 0.1 * (np.arange(_COLUMNS) - below), dtype=np.float64)
    return shares[shares < 0.995]


def _fit(scenario: Scenario, case: str) -> str:
    if case in ("no_burn", "none"):
        return case
    if not scenario.known("georgia_it_mw"):
        return "plain"
    return "within" if scenario.value("ai_mw_for_revenue_needed") <= scenario.value("georgia_it_mw") else "beyond"


_SCALE = ("btc_revenue_financial_year", "ai_revenue_needed", "ai_revenue_per_year", "ecohash_revenue")


@compared
def scale(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Bitcoin revenue of the financial year, AI revenue needed, planned and reported, as rows from zero."""
    draft = Draft(scenario, lang, "ai.scale")
    gap = unavailable(draft, "ai_revenue_per_year", what="ai_scale")
    if gap is not None:
        return gap
    shown = [_disclosed(draft, key) for key in _SCALE]
    values = [0.0 if one.value is None else float(one.value) for one in shown]

    def draw(width: int) -> Plot:
        left = 128 if width >= WIDE else 104
        inner = width - left - 10
        # Each bar ends where its label still fits beside it.
        needed = [max(inner - measure.size(one.text, 13)[0] - 18, 40) for one in shown]
        whole = [value * inner / room for value, room in zip(values, needed, strict=True)]
        high = max(*whole, *(1.05 * draft.both(*_SCALE))) or 1.0
        names = draft.head(*_SCALE)
        plot = Rows(width, HERO, Axis(0, high), names, left, lines=True, right=10, bottom=8)
        for row, (one, value) in enumerate(zip(shown, values, strict=True)):
            known, yours = one.value is not None, one.kind == "scenario" and one.value is not None
            if yours:
                plot.rule(0, row, value, row, ASSUMED, 3)
                plot.marks(value, row, "diamond")
            elif known:
                plot.bars([value], width=0.36, y=[row])
            else:
                plot.marks(0, row, "open", marker={"line": {"color": GREY, "width": 2}})
            color = ASSUMED if yours else INK if known else MUTED
            plot.fixed(value, row, f"<b>{one.text}</b>", color, dx=12 if yours or not known else 6, size=13)
        plot.edge()
        return plot

    rows = zip(draft.head(*_SCALE), shown, strict=True)
    return draft.chart(
        draw,
        draft.table(draft.head("figure", "value"), rows),
        "reported derived assumed",
        (*_SCALE, "ai_margin_per_year", "ai_plan_share_of_need", "ai_reported_share_of_need"),
        HERO,
        capital(draft.say(f"title.{_cover(scenario)}")),
        alt=capital(draft.say("alt", reported=shown[-1].text)),
    )


def _disclosed(draft: Draft, key: str) -> Figure:
    """A number, or the words for one that nobody has disclosed or that there is not."""
    one = draft.number(key)
    if one.value is not None:
        return one
    undisclosed = draft.scenario.output(key).missing
    return Figure(key, text.t("word.not_disclosed" if undisclosed else "ai.scale.none", draft.lang), None, one.kind)


def _cover(scenario: Scenario) -> str:
    """Which finding fits the plan's revenue beside the need."""
    case = variant(scenario)
    if scenario.value("ai_mw") == 0:
        return "empty"
    if case in ("no_burn", "none", "unknown"):
        return case
    return "whole" if round(scenario.value("ai_plan_share_of_need"), 2) > 1 else "part"
