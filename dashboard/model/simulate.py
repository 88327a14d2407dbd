"""Random price paths run three times: as set, as if AI had never been built, and with it stopped today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import stdtrit

from dashboard.model import Series
from dashboard.model.flows import estimate_flows, forecast_flows
from dashboard.model.month import CAUSES, FORCED_CAUSES, ROUNDING_BTC, Flags, State, Terms
from dashboard.model.month_step import estimate_minimum_cash, opening_state, roll
from dashboard.model.price_paths import Prices, replicate_sizes

FAN_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
VARIANTS = ("as_set", "never_built", "stopped_today")


def fan(values: Series) -> Series:
    """Quantiles over the paths; `values` has shape (months, paths), the result (levels, months)."""
    ordered = np.sort(values, axis=1)
    position = np.asarray(FAN_LEVELS) * (values.shape[1] - 1)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, values.shape[1] - 1)
    low, high = ordered[:, below], ordered[:, above]
    return np.asarray((low + (high - low) * (position - below)).T)


@dataclass(frozen=True)
class Chances:
    """What happens on random paths. Months count from 1, nan = never within the horizon, 0 = up to today already.

    `money_gone`, `next_forced_sale`: shape (variants, paths), in the order of `VARIANTS`. The rest holds for
    the path as set: `margin_called` per path, `cash`, `btc` and `price` of shape
    (months, paths), `sold_by_cause` in coins over all paths, `first_causes` the number of paths whose first
    forced sale has that largest cause.
    """

    money_gone: Series
    next_forced_sale: Series
    margin_called: Series
    price: Series
    cash: Series
    btc: Series
    sold_by_cause: dict[str, float]
    first_causes: dict[str, float]
    selling_cost: float
    maturity_month: float

    @property
    def paths(self) -> int:
        """Number of paths."""
        return int(self.money_gone.shape[1])

    @property
    def months(self) -> int:
        """Months of the horizon."""
        return len(self.price)

    def gone(self, variant: str = "as_set") -> Flags:
        """On which paths some month is not paid."""
        return np.asarray(np.isfinite(self.money_gone[VARIANTS.index(variant)]))

    def forced(self, variant: str = "as_set") -> Flags:
        """On which paths coins are sold by force."""
        return np.asarray(np.isfinite(self.next_forced_sale[VARIANTS.index(variant)]))

    @cached_property
    def price_fan(self) -> Series:
        """Quantiles of the price, USD; shape (levels, months)."""
        return fan(self.price)

    @cached_property
    def value_fan(self) -> Series:
        """Quantiles of cash + coins net of selling cost, USD; shape (levels, months)."""
        return fan(self.cash + self.btc * self.price * (1 - self.selling_cost))

    def error(self, flags: Flags) -> float:
        """Half the 95 % interval of a share of the paths, from the shares of the independent replicates.

        Student's t with one degree of freedom fewer than replicates; 0 where all agree, nan for one replicate.
        """
        sizes = replicate_sizes(flags.size)
        if len(sizes) < 2:
            return float("nan")
        shares = [float(np.mean(part)) for part in np.split(flags, np.cumsum(sizes)[:-1])]
        return float(stdtrit(len(shares) - 1, 0.975) * np.std(shares, ddof=1) / np.sqrt(len(shares)))

    def by_month(self, first: Series) -> Series:
        """Share of the paths on which an event has happened by each month, from its first month on each path."""
        counts = np.bincount(first[np.isfinite(first)].astype(int), minlength=self.months + 1)
        return np.cumsum(counts)[1:] / first.size


def variants_of(terms: Terms) -> Terms:
    """The three variants on a first axis of length 3, ready for paths on a second one."""
    built = np.array([1.0, 0.0, 1.0])[:, np.newaxis]
    serving = np.array([1.0, 0.0, 0.0])[:, np.newaxis]
    return replace(terms, ai_mw_today=terms.ai_mw_today * built, ai_mw=terms.ai_mw * serving)


def run_chances(terms: Terms, prices: Prices) -> Chances:
    """Run the months over random prices; `terms` is one scenario of scalars.

    Margin calls, top-ups, cures and liquidations happen at the month's low, everything else at its close.
    With volatility and drift zero every path is the flat one.
    """
    varied = variants_of(terms)
    months, paths = prices.close.shape
    past = estimate_flows(varied)
    state = opening_state(varied)
    for step in roll(state, past, varied, estimate_minimum_cash(varied)):
        state = step.closing
    flows = forecast_flows(varied, prices.close[:, np.newaxis], prices.low[:, np.newaxis])
    shape = (len(VARIANTS), paths)
    state = State._make(np.broadcast_to(part, shape) for part in state)
    gone, sale = np.where(state.failed, 0.0, np.nan), np.full(shape, np.nan)
    called, zero = np.full(paths, np.nan), np.zeros(paths)
    cash, btc = np.empty((months, paths)), np.empty((months, paths))
    sold, first_causes = np.zeros(len(CAUSES)), np.zeros(len(FORCED_CAUSES))
    for month, step in enumerate(roll(state, flows, varied, terms.minimum_cash)):
        _mark_first(gone, step.shortfall, month + 1)
        first_sale = _mark_first(sale, step.forced_btc > ROUNDING_BTC, month + 1)[0]
        own = _as_set(step)
        _mark_first(called, own.margin_called, month + 1)
        cash[month] = own.closing.cash
        btc[month] = own.closing.unpledged + own.closing.pledged
        by_cause = {cause: getattr(own, f"sold_{cause}") for cause in CAUSES}
        sold += [float(coins.sum()) for coins in by_cause.values()]
        if first_sale.any():
            causes = np.stack([zero[first_sale] + (by_cause[c][first_sale] if by_cause[c].ndim else 0.0)
                               for c in FORCED_CAUSES])  # fmt: skip
            first_causes += np.bincount(causes.argmax(axis=0), minlength=len(FORCED_CAUSES))
    return Chances(
        money_gone=gone,
        next_forced_sale=sale,
        margin_called=called,
        price=prices.close,
        cash=cash,
        btc=btc,
        sold_by_cause=_named(CAUSES, sold),
        first_causes=_named(FORCED_CAUSES, first_causes),
        selling_cost=float(terms.selling_cost),
        maturity_month=float(terms.maturity_month),
    )


def _as_set(values: Any) -> Any:
    """The part of a step that belongs to the first variant; what holds for all of them as it is."""
    if isinstance(values, tuple):
        return type(values)(*map(_as_set, values))
    return values[0] if np.ndim(values) > 1 else values


def _mark_first(first: Series, flags: Flags, month: int) -> Flags:
    """Note the month where the flag is set for the first time, in place; returns where that is."""
    new = flags & np.isnan(first)
    np.copyto(first, float(month), where=new)
    return new


def _named(causes: Sequence[str], amounts: Series) -> dict[str, float]:
    return {cause: float(amount) for cause, amount in zip(causes, amounts, strict=True)}
