"""The pages: their order, what stands for each on the overview, their own controls, telling sliders and charts.

One row a page; the row's name is the page's file, address and headline module. Data alone: every floor may read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class ChartRow:
    """A chart of a page.

    build: ``module:function`` below dashboard.figures. switch: the page's control whose token it also takes.
    alone: why a scenario kept as A has no ghost in it, though it follows the sliders; empty where it has one.
    """

    build: str
    switch: str = ""
    alone: str = ""


@dataclass(frozen=True)
class PageRow:
    """A page.

    strip: the number that stands for it on the overview. figures: its first row of key figures, where the headline does
    not choose them. telling: sliders shown first, where they are not the first
    of the file. sliders: the page whose sliders it shows, where it has none of its own. switches: controls of the
    page by URL parameter with their tokens, the first the default.
    charts: what it draws, in reading order.
    """

    name: str
    strip: str = ""
    figures: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    sliders: str = ""
    switches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    charts: tuple[ChartRow, ...] = ()


def _rows(module: str, *functions: str) -> tuple[ChartRow, ...]:
    return tuple(ChartRow(f"{module}:{function}") for function in functions)


PAGES: Final[tuple[PageRow, ...]] = (
    PageRow("overview", charts=(*_rows("drivers.swings", "tornado"), *_rows("overview", "timeline", "events"))),
    PageRow(
        "mining",
        strip="margin_per_btc",
        figures=("btc_price", "all_in_cost_per_btc", "margin_per_btc", "btc_mined_per_year", "mining_result_per_year"),
        charts=(
            *_rows("mining.margin", "sensitivity", "margin_curve"),
            *_rows("mining.past", "loss_bridge"),
            *_rows("mining.margin", "price_ladder"),
            *_rows("mining.past", "quarters", "days_below_cost"),
            *_rows("mining.machines", "backtest", "machines"),
        ),
    ),
    PageRow(
        "sale",
        strip="sale_outcome",
        figures=("sale_btc", "sale_proceeds", "sale_price", "sale_value_now", "months_of_output_sold"),
        charts=(
            *_rows("sale.price", "regret", "closes"),
            *_rows("sale.hold", "holding"),
            *_rows("sale.treasury", "scale", "roll_forward", "backcheck"),
            *_rows("sale.money", "uses_of_money", "cash_bridge"),
            *_rows("sale.loan", "terms", "triggers", "loan_to_value"),
            *_rows("sale.risk", "touch", "pressure"),
        ),
    ),
    PageRow(
        "ai",
        strip="ai_revenue_needed",
        telling=("model", "mw", "gpuh"),
        charts=(
            *_rows("ai.revenue", "required_revenue", "scale"),
            *_rows("ai.price", "break_even"),
            *_rows("ai.returns", "value"),
            *_rows("ai.units", "gpu_year", "colocation_year", "unit_table"),
            *_rows("ai.power", "megawatt_hour", "card_hour"),
            *_rows("ai.evidence", "disclosures", "ledger"),
        ),
    ),
    PageRow(
        "runway",
        strip="net_before_debt",
        charts=(
            *_rows("runway.coins", "path"),
            *_rows("runway.race", "race", "months_table"),
            *_rows("runway.year", "first_year"),
            *_rows("runway.risk", "fan", "outcomes", "odds"),
            *_rows("runway.causes", "causes"),
            *_rows("runway.year", "order_of_events"),
            *_rows("runway.ledger", "scored", "open_forecasts"),
            *_rows("runway.backtest", "given", "announced", "unknowns"),
        ),
    ),
    PageRow(
        "drivers",
        strip="answer_holds_rounded",
        figures=(
            "answer_holds_rounded",
            "money_gone_month",
            "gone_early_month",
            "gone_late_month",
            "estimate_impossible",
        ),
        telling=("fixed", "lease", "net"),
        sliders="runway",
        charts=(
            *_rows("drivers.swings", "tornado"),
            *_rows("drivers.needed", "must_be_true"),
            *_rows("drivers.room", "headroom", "before_coins"),
            ChartRow("drivers.side:coins_of_all", alone="A is one of its lines"),
            *_rows("drivers.side", "side_by_side"),
        ),
    ),
    PageRow(
        "share",
        strip="enterprise_value_ex_btc",
        figures=("share_price", "market_value", "enterprise_value_ex_btc", "nav_per_share", "implied_ai_mw"),
        telling=("mwvalue", "raise", "discount"),
        switches={"basis_price": ("ADJUSTED", "TRADED")},
        charts=(
            ChartRow("share.history:price_history", "basis_price"),
            ChartRow("share.history:events", "basis_price"),
            *_rows("share.fall", "drawdown", "three_months"),
            *_rows("share.value", "nav_bridge", "implied_megawatts"),
            *_rows("share.multiples", "multiples"),
            *_rows("share.value", "mnav_curve", "hashrate_ladder"),
            *_rows("share.dilution", "dilution", "share_counts"),
            *_rows("share.rule", "dollar_rule", "checklist"),
            *_rows("share.elsewhere", "elsewhere"),
            *_rows("share.rule", "beta", "beta_windows"),
        ),
    ),
    PageRow(
        "peers",
        switches={"role": ("ALL", "MINERS", "AI")},
        charts=(*_rows("peers", "sales", "contracts"), ChartRow("peers:grid", "role")),
    ),
    PageRow(
        "claims",
        figures=(
            "claims_checked",
            "claims_supported",
            "claims_partly",
            "claims_contradicted",
            "claims_unverifiable",
        ),
        switches={"verdict": ("ALL", "SUPPORTED", "PARTLY", "CONTRADICTED", "OUTDATED", "UNVERIFIABLE")},
        charts=_rows("claims", "status_bar"),
    ),
)
PAGE: Final[Mapping[str, PageRow]] = {row.name: row for row in PAGES}
NAMES: Final[tuple[str, ...]] = tuple(PAGE)

# What addresses and sessions keep under names of their own: no slider may be called so, or begin so.
_OF_ADDRESSES: Final = ("a", "chart", "embed", "facts", "find", "h", "lang", "theme", "v")
_OF_SESSIONS: Final = (
    "actions", "address", "before", "body", "browser", "contents", "drag", "files", "given", "keep", "kept", "mobile",
    "moved", "own", "prepare", "prepared_files", "preset", "reset", "script", "style", "tables", "templates", "unused",
    "wordmark",
)  # fmt: skip
_BEGINNINGS: Final = (
    "address_", "back_", "blocks_", "embed", "exact", "file_", "given_", "grid_", "kept_", "m_", "own_", "table_",
)  # fmt: skip


def taken(key: str) -> bool:
    """Whether a slider of this key would stand in the way of the app's own names."""
    switches = (name for row in PAGES for name in row.switches)
    return key in (*_OF_ADDRESSES, *_OF_SESSIONS, *switches) or key.startswith(_BEGINNINGS)
