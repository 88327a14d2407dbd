"""The runway's chances: the Monte Carlo wired to facts and sliders, and the figures read off it."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.model import Choice, Number, Series, simulate
from dashboard.model.path import Runway, first_month
from dashboard.model.simulate import MonteCarlo


def monte_carlo(
    runway_path: Runway,
    btc_volatility: Number,
    price_process: Choice,
    network_response: Choice,
    network_response_beta: Number,
    network_response_lag: Number,
    random_seed: Number,
    monte_carlo_paths: Number,
    student_df: Number,
    bootstrap_block: Number,
    btc_price_daily_close: Series,
) -> MonteCarlo:
    """The same months over random price paths; same seed, same result. R04, R10."""
    return simulate.run_monte_carlo(
        runway_path.inputs,
        float(btc_volatility),
        str(price_process),
        str(network_response) == "ON",
        float(network_response_beta),
        int(float(network_response_lag)),
        int(float(random_seed)),
        int(float(monte_carlo_paths)),
        float(student_df),
        btc_price_daily_close,
        int(float(bootstrap_block)),
    )


def probability_forced_sale(monte_carlo: MonteCarlo) -> float:
    """Share of paths on which coins of the opening treasury are sold within the horizon."""
    return monte_carlo.probability_forced_sale


def probability_forced_sale_error(monte_carlo: MonteCarlo) -> float:
    """Its standard error, share of 1. R10."""
    return monte_carlo.forced_sale.standard_error


def probability_forced_sale_band(probability_forced_sale_error: Number) -> Number:
    """Two standard errors, share of 1: the range in which another seed would very likely land."""
    return 2 * probability_forced_sale_error


def probability_shortfall(monte_carlo: MonteCarlo) -> float:
    """Share of paths on which some month within the horizon is not paid."""
    return monte_carlo.probability_shortfall


def probability_shortfall_error(monte_carlo: MonteCarlo) -> float:
    """Its standard error, share of 1. R10."""
    return monte_carlo.shortfall.standard_error


def probability_shortfall_band(probability_shortfall_error: Number) -> Number:
    """Two standard errors, share of 1: the range in which another seed would very likely land."""
    return 2 * probability_shortfall_error


def months_to_half_sale(monte_carlo: MonteCarlo) -> float:
    """First month by which half of the paths have had a forced sale; nan = never."""
    return _half(monte_carlo.forced_sale.by_month)


def months_to_half_short(monte_carlo: MonteCarlo) -> float:
    """First month by which half of the paths have run short; nan = never."""
    return _half(monte_carlo.shortfall.by_month)


def _half(by_month: Series) -> float:
    return float(first_month(by_month >= 0.5))


def probability_survival(probability_shortfall: Number) -> Number:
    """Share of paths on which every month within the horizon is paid."""
    return 1 - probability_shortfall


def probability_margin_call(monte_carlo: MonteCarlo) -> float:
    """Share of paths on which the bitcoin loan is called, cured or not."""
    return monte_carlo.margin_call.value


def probability_ai_break_even(monte_carlo: MonteCarlo) -> float:
    """Share of paths on which AI covers the burn in a month that is paid."""
    return monte_carlo.ai_break_even.value


def value_fan(monte_carlo: MonteCarlo) -> Series:
    """Quantiles of cash + coins over the paths, USD; shape (levels, months), lowest level first."""
    return monte_carlo.value_fan


def share_sold_for(cause: str) -> Callable[[MonteCarlo], float]:
    """The function that reads the share of all treasury coins sold for a cause, over all random paths."""

    def share_sold(monte_carlo: MonteCarlo) -> float:
        """Share of all treasury coins sold for this cause, share of 1."""
        return monte_carlo.share_by_cause[cause]

    return share_sold


def first_sales_for(cause: str) -> Callable[[MonteCarlo], float]:
    """The function that reads on what share of the paths with a forced sale a cause made the first one."""

    def first_sales(monte_carlo: MonteCarlo) -> float:
        """Share of the paths with a forced sale on which this cause made the first one, share of 1."""
        return monte_carlo.cause_of_first_sale[cause]

    return first_sales
