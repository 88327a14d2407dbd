"""The runway's chances: random paths wired to facts and sliders, and the figures read off them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard.model import Choice, Number, Series
from dashboard.model.month import Flags
from dashboard.model.path import Path, first_month
from dashboard.model.price_paths import simulate_prices
from dashboard.model.simulate import Chances, run_chances


def price_history(btc_price_history_close: Series, btc_price_daily_close: Series) -> Series:
    """Daily closes of bitcoin, the older series first, USD."""
    return np.concatenate((btc_price_history_close, btc_price_daily_close))


def chances(
    runway_path: Path,
    btc_volatility: Number,
    price_process: Choice,
    price_drift: Choice,
    random_seed: Number,
    random_paths: Number,
    student_df: Number,
    bootstrap_block: Number,
    price_history: Series,
) -> Chances:
    """The months of the forecast over random prices, three times; same seed, same result. R04, R10."""
    terms = runway_path.terms
    prices = simulate_prices(
        float(terms.btc_price),
        terms.horizon_months,
        int(float(random_paths)),
        float(btc_volatility),
        str(price_process),
        str(price_drift),
        int(float(random_seed)),
        float(student_df),
        price_history,
        int(float(bootstrap_block)),
    )
    return run_chances(terms, prices)


# Outcomes as set: they exclude each other and add up to 1


def probability_no_forced_sale(chances: Chances) -> float:
    """Share of paths on which no coin is sold by force and every month is paid."""
    return _share(~chances.forced() & ~chances.gone())


def probability_forced_sale_survived(chances: Chances) -> float:
    """Share of paths on which coins are sold by force, but every month is paid."""
    return _share(chances.forced() & ~chances.gone())


def probability_money_gone(chances: Chances) -> float:
    """Share of paths on which some month is not paid."""
    return _share(chances.gone())


def probability_error(chances: Chances) -> float:
    """Half the 95 % interval of the least certain of these three shares, from the replicates of the random points."""
    outcomes = (~chances.forced() & ~chances.gone(), chances.forced() & ~chances.gone(), chances.gone())
    return max(chances.error(outcome) for outcome in outcomes)


def probability_forced_sale(chances: Chances) -> float:
    """Share of paths on which coins of the treasury are sold by force."""
    return _share(chances.forced())


def probability_shortfall(probability_money_gone: Number) -> Number:
    """The same as the share on which the money is gone."""
    return probability_money_gone


def probability_survival(probability_money_gone: Number) -> Number:
    """Share of paths on which every month within the horizon is paid."""
    return 1 - probability_money_gone


def probability_margin_call(chances: Chances) -> float:
    """Share of paths on which the bitcoin loan is called, cured or not."""
    return _share(np.isfinite(chances.margin_called))


def probability_forced_sale_before_debt(chances: Chances) -> float:
    """Share of paths on which coins are sold by force before the month in which the debt falls due."""
    return _share(chances.next_forced_sale[0] < chances.maturity_month)


def probability_gone_before_debt(chances: Chances) -> float:
    """Share of paths on which the money is gone before the month in which the debt falls due."""
    return _share(chances.money_gone[0] < chances.maturity_month)


def probability_gone_with_debt(chances: Chances) -> float:
    """Share of paths on which the month in which the debt falls due is the first that is not paid."""
    return _share(chances.money_gone[0] == chances.maturity_month)


# The same paths had AI never been built, and with it stopped today


def probability_money_gone_never_built(chances: Chances) -> float:
    """Share of paths on which some month is not paid had AI never been built."""
    return _share(chances.gone("never_built"))


def probability_money_gone_stopped(chances: Chances) -> float:
    """Share of paths on which some month is not paid if the AI plant stands idle from today on."""
    return _share(chances.gone("stopped_today"))


def probability_ai_saves(chances: Chances) -> float:
    """Share of paths on which every month is paid, and would not be had AI never been built."""
    return _share(~chances.gone() & chances.gone("never_built"))


def probability_ai_costs(chances: Chances) -> float:
    """Share of paths on which the money is gone, and would not be had AI never been built."""
    return _share(chances.gone() & ~chances.gone("never_built"))


def probability_ai_changes(probability_ai_saves: Number, probability_ai_costs: Number) -> Number:
    """Share of paths on which building AI changes whether the money is gone."""
    return probability_ai_saves + probability_ai_costs


def probability_ai_saves_from_today(chances: Chances) -> float:
    """Share of paths on which every month is paid, and would not be if AI stopped today."""
    return _share(~chances.gone() & chances.gone("stopped_today"))


def probability_ai_costs_from_today(chances: Chances) -> float:
    """Share of paths on which the money is gone, and would not be if AI stopped today."""
    return _share(chances.gone() & ~chances.gone("stopped_today"))


def probability_ai_changes_from_today(
    probability_ai_saves_from_today: Number, probability_ai_costs_from_today: Number
) -> Number:
    """Share of paths on which going on with AI from today changes whether the money is gone."""
    return probability_ai_saves_from_today + probability_ai_costs_from_today


# How it builds up, and what is left


def forced_sale_by_month(chances: Chances) -> Series:
    """Share of paths with a forced sale by each month of the forecast."""
    return chances.by_month(chances.next_forced_sale[0])


def money_gone_by_month(chances: Chances) -> Series:
    """Share of paths on which the money is gone by each month of the forecast."""
    return chances.by_month(chances.money_gone[0])


def margin_call_by_month(chances: Chances) -> Series:
    """Share of paths on which the loan has been called by each month of the forecast."""
    return chances.by_month(chances.margin_called)


def months_to_half_sale(forced_sale_by_month: Series) -> float:
    """First month by which half of the paths have had a forced sale; nan = never."""
    return _half(forced_sale_by_month)


def months_to_half_short(money_gone_by_month: Series) -> float:
    """First month by which the money is gone on half of the paths; nan = never."""
    return _half(money_gone_by_month)


def _half(by_month: Series) -> float:
    return float(first_month(by_month >= 0.5))


def price_fan(chances: Chances) -> Series:
    """Quantiles of the bitcoin price over the paths, USD; shape (levels, months), lowest level first."""
    return chances.price_fan


def value_fan(chances: Chances) -> Series:
    """Quantiles of cash + coins over the paths, USD; shape (levels, months), lowest level first."""
    return chances.value_fan


def share_sold_for(cause: str) -> Callable[[Chances], float]:
    """The function that reads the share of all treasury coins sold for a cause of `CAUSES`, over all random paths."""

    def share_sold(chances: Chances) -> float:
        """Share of all treasury coins sold for this cause, share of 1; 0 where nothing is sold."""
        return _part(chances.sold_by_cause, cause)

    return share_sold


def first_sales_for(cause: str) -> Callable[[Chances], float]:
    """The function that reads how often a cause of `FORCED_CAUSES` made the first forced sale."""

    def first_sales(chances: Chances) -> float:
        """Share of the paths with a forced sale whose largest first cause it is; 0 where there is none."""
        return _part(chances.first_causes, cause)

    return first_sales


def _part(amounts: dict[str, float], cause: str) -> float:
    total = sum(amounts.values())
    return amounts[cause] / total if total > 0 else 0.0


def _share(flags: Flags) -> float:
    return float(np.count_nonzero(flags)) / flags.size
