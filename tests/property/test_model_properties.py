"""What must hold for every input, not only for the worked examples."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, settings
from hypothesis import given as any_time
from hypothesis import strategies as st

from dashboard.model import (
    Number,
    ai,
    equity,
    investment,
    listing,
    loan,
    mining,
    network,
    results,
    sale,
    share_price,
    treasury,
)
from tests.conftest import examples

EH = 1e6
CLOSE = 1e-9


def given(
    *drawn: st.SearchStrategy[Any], count: int = 60, **named: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """hypothesis.given with as many inputs as the profile asks for (see tests/conftest)."""
    return lambda test: settings(max_examples=examples(count))(any_time(*drawn, **named)(test))


def between(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


price = between(20_000, 200_000)
cost = between(1_000, 150_000)
factor = between(1.01, 5.0)
network_hashrate = between(500 * EH, 2_000 * EH)
own_hashrate = between(1 * EH, 60 * EH)
subsidy = st.sampled_from([6.25, 3.125, 1.5625])
fees = between(0.0, 0.5)
efficiency = between(9.0, 35.0)
tariff = between(0.02, 0.12)
debt = between(1e6, 1e9)
coins = between(100.0, 20_000.0)
level = between(0.3, 0.95)
volatility = between(0.1, 1.2)
years = between(0.05, 3.0)
rate = between(0.01, 0.3)
whole_years = st.integers(1, 20).map(float)
money = between(1e4, 1e8)


# One function, scalars and arrays


def elementwise() -> list[Any]:
    found = []
    for module in (network, mining, results, loan, sale, treasury, ai, investment, equity, share_price, listing):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters.values()
            own = function.__module__ == module.__name__
            if own and parameters and all(p.annotation == Number for p in parameters):
                found.append(pytest.param(function, id=f"{module.__name__.split('.')[-1]}.{name}"))
    return found


@pytest.mark.parametrize("function", elementwise())
@given(data=st.data(), count=12)
def test_an_array_gives_what_its_elements_give(function: Callable[..., Any], data: st.DataObject) -> None:
    names = inspect.signature(function).parameters

    def values(name: str) -> st.SearchStrategy[float]:
        # A price cannot fall by more than all of it.
        return between(0.05, 0.95) if name.endswith("decay") else between(0.05, 9.0)

    rows = {name: np.array(data.draw(st.lists(values(name), min_size=3, max_size=3))) for name in names}
    together = function(**rows)
    alone = [function(**{name: float(column[i]) for name, column in rows.items()}) for i in range(3)]
    np.testing.assert_allclose(together, alone, rtol=1e-10, atol=1e-12)


# Network


@given(price, network_hashrate, subsidy, fees, factor)
def test_hashprice_is_linear_in_price_and_fees_and_inverse_in_the_network(
    p: float, h: float, s: float, f: float, k: float
) -> None:
    base = network.hashprice(p, h, s, f)
    assert network.hashprice(k * p, h, s, f) == pytest.approx(k * base, rel=CLOSE)
    assert network.hashprice(p, k * h, s, f) == pytest.approx(base / k, rel=CLOSE)
    assert network.hashprice(p, h, s, 0.0) * (1 + f) == pytest.approx(base, rel=CLOSE)


@given(between(1e12, 1e15), subsidy, fees)
def test_difficulty_and_hashrate_pay_the_same(d: float, s: float, f: float) -> None:
    hashrate = network.network_hashrate_from_difficulty(d)
    assert network.btc_per_th_day(d, s, f) == pytest.approx(network.btc_per_day(1.0, hashrate, s, f), rel=CLOSE)


@given(own_hashrate, network_hashrate, subsidy, fees, factor)
def test_output_is_linear_in_own_hashrate(own: float, h: float, s: float, f: float, k: float) -> None:
    base = network.btc_per_day(own, h, s, f)
    assert network.btc_per_day(k * own, h, s, f) == pytest.approx(k * base, rel=CLOSE)


@given(own_hashrate, network_hashrate, between(1, 31), subsidy, fees)
def test_output_tells_both_hashrates(own: float, h: float, days: float, s: float, f: float) -> None:
    mined = days * network.btc_per_day(own, h, s, f)
    assert network.implied_network_hashrate(own, mined, days, s, f) == pytest.approx(h, rel=CLOSE)


@given(between(1, 1_000), between(-0.05, 0.08), st.integers(1, 60))
def test_growth_in_closed_form_is_the_sum_of_the_months(first: float, growth: float, months: int) -> None:
    total = sum(network.btc_mined_in_month(first, growth, k) for k in range(months))
    assert network.btc_mined_with_growth(first, growth, months) == pytest.approx(total, rel=1e-6)


@given(between(1, 1_000), between(-0.05, 0.05), st.integers(2, 60))
def test_a_faster_network_mines_less_for_us(first: float, growth: float, months: int) -> None:
    slow = network.btc_mined_with_growth(first, growth, months)
    assert network.btc_mined_with_growth(first, growth + 0.01, months) < slow


@given(st.integers(0, 6_000_000))
def test_subsidy_halves_at_the_next_halving_and_not_before(height: int) -> None:
    change = network.next_halving_height(height)
    now = network.block_subsidy_at(height)
    assert change > height
    assert network.block_subsidy_at(change - 1) == now
    assert network.block_subsidy_at(change) == now / 2


# Mining


@given(cost, cost, network_hashrate, factor)
def test_cost_per_coin_is_proportional_to_the_network(cash: float, wear: float, h: float, k: float) -> None:
    for function, reference in ((mining.cash_cost_per_btc, cash), (mining.depreciation_per_btc, wear)):
        once = function(reference, h, 1_000 * EH, 3.125, 3.125)
        assert function(reference, k * h, 1_000 * EH, 3.125, 3.125) == pytest.approx(k * once, rel=CLOSE)
        assert function(reference, h, 1_000 * EH, 3.125 / k, 3.125) == pytest.approx(k * once, rel=CLOSE)


@given(price, cost, cost, between(0, 10_000))
def test_break_even_price_earns_nothing(p: float, cash: float, wear: float, output: float) -> None:
    all_in = mining.all_in_cost_per_btc(cash, wear)
    at_break_even = mining.margin_per_btc(mining.break_even_price(all_in), all_in)
    assert at_break_even == 0
    assert mining.mining_result_per_year(at_break_even, output, 0.0, 0.0) == 0
    assert np.sign(mining.margin_per_btc(p, all_in)) == np.sign(p - all_in)


@given(price, cost, between(1, 50_000))
def test_margin_rises_with_price_and_falls_with_cost(p: float, all_in: float, step: float) -> None:
    margin = mining.margin_per_btc(p, all_in)
    assert mining.margin_per_btc(p + step, all_in) == pytest.approx(margin + step)
    assert mining.margin_per_btc(p, all_in + step) == pytest.approx(margin - step)


@given(cost, cost, network_hashrate, efficiency, subsidy, fees, level)
def test_cost_lines_are_ordered(cash: float, wear: float, h: float, e: float, s: float, f: float, part: float) -> None:
    energy = mining.energy_per_btc(h, e, s, f)
    power = mining.power_cost_per_btc(energy, part * mining.implied_tariff(cash, energy))
    all_in = mining.all_in_cost_per_btc(cash, wear)
    assert power < cash < all_in


@given(own_hashrate, network_hashrate, efficiency, subsidy, fees)
def test_energy_per_coin_is_the_fleet_over_its_output(own: float, h: float, e: float, s: float, f: float) -> None:
    kilowatt_hours = mining.fleet_power_mw(own, e) * 1e3 * 24
    per_coin = kilowatt_hours / network.btc_per_day(own, h, s, f)
    assert mining.energy_per_btc(h, e, s, f) == pytest.approx(per_coin, rel=CLOSE)


@given(network_hashrate, efficiency, tariff, subsidy, fees)
def test_at_the_shutdown_price_power_takes_all_revenue(h: float, e: float, t: float, s: float, f: float) -> None:
    stop = mining.shutdown_price(mining.energy_per_btc(h, e, s, f), t)
    hashprice = network.hashprice(stop, h, s, f)
    assert mining.break_even_tariff(hashprice, e) == pytest.approx(t, rel=CLOSE)
    assert ai.mining_value_per_mwh(hashprice, e, t, 0.0) == pytest.approx(0, abs=1e-9)


@given(network_hashrate, st.lists(efficiency, min_size=2, max_size=5, unique=True), tariff, subsidy, fees)
def test_better_machines_run_longer(h: float, fleet: list[float], t: float, s: float, f: float) -> None:
    prices = mining.shutdown_price_by_generation(h, np.array(fleet), t, s, f)
    assert np.argsort(prices).tolist() == np.argsort(fleet).tolist()


@given(cost, between(0.5, 2.0), subsidy, fees, fees)
def test_a_cost_change_can_be_undone(c: float, ratio: float, s: float, f: float, g: float) -> None:
    there = mining.cost_after_network_change(c, ratio, s, s / 2, f, g)
    back = mining.cost_after_network_change(there, 1 / ratio, s / 2, s, g, f)
    assert back == pytest.approx(c, rel=CLOSE)


# Loan


@given(debt, coins, price, factor)
def test_ltv_falls_with_the_price_and_rises_with_the_debt(d: float, n: float, p: float, k: float) -> None:
    base = loan.ltv(d, n, p)
    assert loan.ltv(d, n, k * p) == pytest.approx(base / k, rel=CLOSE)
    assert loan.ltv(k * d, n, p) == pytest.approx(k * base, rel=CLOSE)


@given(debt, coins, level, level, factor)
def test_a_margin_call_comes_before_liquidation(d: float, n: float, a: float, b: float, k: float) -> None:
    assume(abs(a - b) > 1e-6)
    call, liquidation = sorted((a, b))
    assert loan.price_at_ltv(d, n, call) > loan.price_at_ltv(d, n, liquidation)
    assert loan.price_at_ltv(k * d, n, call) == pytest.approx(k * loan.price_at_ltv(d, n, call), rel=CLOSE)
    assert loan.ltv(d, n, loan.price_at_ltv(d, n, call)) == pytest.approx(call, rel=CLOSE)


@given(debt, coins, price, level)
def test_the_drop_to_a_level_leads_to_it(d: float, n: float, p: float, x: float) -> None:
    drop = loan.drop_to_ltv(loan.ltv(d, n, p), x)
    assert p * (1 - drop) == pytest.approx(loan.price_at_ltv(d, n, x), rel=CLOSE)


@given(coins, price, between(0.31, 0.94), level, between(0.0, 0.03))
def test_after_a_cure_the_ltv_is_the_target(n: float, p: float, now: float, target: float, cut: float) -> None:
    assume(now > target)
    d = now * n * p
    added = loan.top_up_btc(d, n, p, target)
    assert added > 0
    assert loan.ltv(d, n + added, p) == pytest.approx(target, rel=1e-7)
    sold = loan.btc_to_cure(d, n, p, target, cut)
    assert 0 < sold < n
    assert sale.ltv_after_repayment(d, n, p, sold, cut) == pytest.approx(target, rel=1e-6)


@given(price, level, volatility, years)
def test_touching_is_likelier_than_ending_below(p: float, part: float, sigma: float, t: float) -> None:
    touch = loan.touch_probability(p, part * p, sigma, t)
    end = loan.terminal_probability(p, part * p, sigma, t)
    assert 0 <= end <= touch + 1e-12 <= 1 + 1e-12
    # Without drift of the price its logarithm falls: touching is a little less than twice as likely.
    assert touch <= 2 * end + 1e-12


@given(price, level, volatility, years, between(1.0, 3.0))
def test_touching_gets_likelier_with_time_and_a_nearer_barrier(
    p: float, part: float, sigma: float, t: float, k: float
) -> None:
    touch = loan.touch_probability(p, part * p, sigma, t)
    assert loan.touch_probability(p, part * p, sigma, k * t) >= touch - 1e-12
    assert loan.touch_probability(p, min(1.0, part * k) * p, sigma, t) >= touch - 1e-12


# Sale and treasury


@given(between(1e6, 1e9), coins, price)
def test_the_sale_was_right_only_below_its_own_price(proceeds: float, n: float, p: float) -> None:
    obtained = float(sale.sale_price(proceeds, n))
    same = sale.sale_outcome(proceeds, sale.sale_value_now(n, obtained))
    assert same == pytest.approx(0, abs=1e-5)
    assume(abs(p - obtained) > 1)
    assert (sale.sale_outcome(proceeds, sale.sale_value_now(n, p)) > 0) == (p < obtained)


@given(between(1e6, 1e9), coins, between(0.0, 0.2), between(0.1, 3.0))
def test_holding_breaks_even_at_the_interest_it_would_have_cost(proceeds: float, n: float, r: float, t: float) -> None:
    needed = sale.hold_break_even_price(sale.sale_price(proceeds, n), r, t)
    gain = sale.sale_value_now(n, needed) - proceeds
    assert gain == pytest.approx(sale.interest_saved(proceeds, r, t), rel=1e-6, abs=1e-3)


@given(between(0, 10_000), st.lists(st.tuples(between(0, 700), between(0, 5_000)), min_size=1, max_size=17))
def test_a_treasury_that_follows_its_movements_closes(opening: float, months: list[tuple[float, float]]) -> None:
    produced, sold = np.array(months).T
    held = opening + np.cumsum(produced - sold)
    difference = treasury.treasury_close_difference(treasury.treasury_close_computed(held, produced, sold), held)
    np.testing.assert_allclose(difference[1:], 0, atol=1e-7)
    assert np.isnan(difference[0])
    disposed = treasury.btc_disposed(opening, produced.sum(), held[-1])
    assert disposed == pytest.approx(sold.sum(), abs=1e-6)
    assert treasury.closing_balance(opening, produced.sum(), disposed) == pytest.approx(held[-1], abs=1e-6)


@given(between(1e8, 1e9), between(1e8, 1e9), coins, price)
def test_repaying_a_covered_loan_lowers_every_trigger(owed: float, proceeds: float, n: float, p: float) -> None:
    # sold at the market price, and less than all of it
    sold = proceeds / p
    assume(sold < 0.9 * n)
    assume(owed < 0.95 * n * p)
    left, kept = sale.loan_after_sale(owed, proceeds), treasury.treasury_after_sale(n, sold)
    assert left >= 0
    assert sale.ltv_after(left, kept, p) < sale.ltv_before(owed, n, p)
    assert sale.margin_call_price_after(left, kept, 0.75) < sale.margin_call_price_before(owed, n, 0.75)
    assert sale.liquidation_price_after(left, kept, 0.9) < sale.liquidation_price_before(owed, n, 0.9)


# AI


@given(between(0.1, 50), between(1.0, 2.0))
def test_grid_power_is_it_power_times_pue(it_mw: float, pue: float) -> None:
    assert ai.it_mw_from_grid(it_mw * pue, pue) == pytest.approx(it_mw, rel=CLOSE)


@given(rate, between(0.5, 30))
def test_capital_is_recovered_in_full(r: float, n: float) -> None:
    level_payment = investment.capital_recovery_factor(r, n)
    assert level_payment * investment.annuity_factor(r, n) == pytest.approx(1, rel=CLOSE)
    assert level_payment > max(r, 1 / n)


@given(between(0.1, 50), between(0.05, 5), between(0.1, 0.95), money, rate)
def test_no_utilisation_loses_capital_and_running_cost(
    mw: float, gpu_price: float, power: float, opex: float, r: float
) -> None:
    revenue = ai.ai_revenue_per_year("GPU", mw, 1_270, gpu_price, 0.0, 120)
    electricity = ai.ai_power_cost_per_year("GPU", mw, 1.3, 0.067, power)
    capital = ai.ai_capital_cost_per_mw_year(33.48e6, r, 5)
    per_mw = ai.ai_result_after_capital_per_mw_year(revenue / mw, 0.7, electricity / mw + opex, capital)
    left = ai.ai_result_after_capital_per_year(mw, per_mw)
    assert revenue == 0
    assert capital > 0
    assert ai.ai_margin_per_year(revenue, electricity, mw, opex) == pytest.approx(-electricity - mw * opex, rel=CLOSE)
    assert left == pytest.approx(-(mw * capital + electricity + mw * opex), rel=CLOSE)


@given(between(100, 5_000), between(0.05, 1.0), money, money, between(0.1, 2.0))
def test_the_break_even_price_pays_capital_and_running_cost(
    gpus: float, used: float, capital: float, running: float, level: float
) -> None:
    needed = ai.ai_break_even_gpu_price("GPU", capital, running, gpus, used, level)
    assert ai.gpu_revenue_per_mw_year(gpus, needed, used) * level == pytest.approx(capital + running, rel=CLOSE)
    rent = ai.ai_break_even_colocation_rent("COLO", capital, running)
    assert ai.colocation_revenue_per_mw_year(rent) == pytest.approx(capital + running, rel=CLOSE)


@given(between(100, 5_000), between(0.05, 1.0), money, money, between(-0.2, 0.5), between(0.01, 0.3), whole_years)
def test_the_plant_is_worth_something_exactly_above_the_break_even_price(
    gpus: float, used: float, capex: float, running: float, decay: float, r: float, n: float
) -> None:
    capital, level = ai.ai_capital_cost_per_mw_year(capex, r, n), ai.ai_level_price_share(decay, r, n)
    even = ai.ai_break_even_gpu_price("GPU", capital, running, gpus, used, level)

    def worth(price: float) -> float:
        revenue = ai.gpu_revenue_per_mw_year(gpus, price, used)
        left = ai.ai_result_after_capital_per_mw_year(revenue, level, running, capital)
        value = float(investment.net_present_value(capex, revenue, running, decay, r, n))
        # The level result is the value spread over the life.
        assert left == pytest.approx(value * investment.capital_recovery_factor(r, n), rel=CLOSE, abs=1e-6 * capex)
        return value

    assert worth(float(even)) == pytest.approx(0, abs=1e-6 * (capex + running * n))
    assert worth(float(even) * 1.001) > 0 > worth(float(even) * 0.999)


@given(between(-1e8, 1e8), money, between(0.0, 2.0))
def test_the_revenue_needed_covers_the_burn(burn: float, revenue: float, part: float) -> None:
    share = ai.ai_margin_share(revenue, part * revenue)
    needed = ai.ai_revenue_needed(burn, share)
    if share > 0:
        assert needed * share == pytest.approx(max(burn, 0), rel=CLOSE)
        assert ai.ai_mw_for_revenue_needed(needed, revenue) * revenue == pytest.approx(needed, rel=CLOSE)
    else:
        assert np.isnan(needed)


@given(money, money, money, between(-0.1, 0.5), rate, whole_years)
def test_npv_in_closed_form_is_the_discounted_table(
    capex: float, revenue: float, running: float, decay: float, r: float, n: float
) -> None:
    flows = investment.cash_flows(capex, revenue, running, decay, n)
    discounted = (flows / (1 + r) ** np.arange(flows.size)).sum()
    scale = np.abs(flows).sum()
    assert investment.net_present_value(capex, revenue, running, decay, r, n) == pytest.approx(
        discounted, abs=1e-9 * scale
    )


@given(money, money, between(0.0, 0.9), between(0.0, 0.5), whole_years)
def test_npv_at_the_irr_is_zero_and_falls_there(
    capex: float, revenue: float, part: float, decay: float, n: float
) -> None:
    running = part * revenue
    irr = float(investment.ai_irr_per_mw(capex, revenue, running, decay, n))
    # Rates near -1 divide by almost nothing; the app shows them, but no float can prove them.
    assume(np.isfinite(irr) and irr > -0.6)
    scale = capex + np.abs(investment.cash_flows(capex, revenue, running, decay, n)).sum()
    tolerance = 1e-6 * scale / (1 + irr) ** n if irr < 0 else 1e-6 * scale
    assert investment.net_present_value(capex, revenue, running, decay, irr, n) == pytest.approx(0, abs=tolerance)
    assert investment.net_present_value(capex, revenue, running, decay, irr + 0.05, n) < tolerance


@given(money, money, between(0.0, 1.5), between(0.0, 0.5), whole_years)
def test_no_irr_means_no_profit_at_any_rate(capex: float, revenue: float, part: float, decay: float, n: float) -> None:
    running = part * revenue
    assume(np.isnan(investment.ai_irr_per_mw(capex, revenue, running, decay, n)))
    rates = np.linspace(-0.5, 3.0, 50)
    # Two roots that have just merged leave a touch of zero.
    assert np.max(investment.net_present_value(capex, revenue, running, decay, rates, n)) < 1e-6 * capex


@given(money, money, money, between(0.0, 0.4), rate, whole_years)
def test_decay_and_dear_capital_never_help(
    capex: float, revenue: float, running: float, decay: float, r: float, n: float
) -> None:
    npv = investment.net_present_value(capex, revenue, running, decay, r, n)
    rounding = 1e-12 * (capex + n * (revenue + running))
    assert investment.net_present_value(capex, revenue, running, decay + 0.05, r, n) <= npv + rounding
    assume(revenue * (1 - decay) ** (n - 1) - running > 1e-3 * capex)
    assert investment.net_present_value(capex, revenue, running, decay, r + 0.01, n) < npv


# Equity


@given(between(0.1, 100), between(1e6, 1e9), coins, price, debt, debt, st.sampled_from([2.0, 10.0, 50.0]))
def test_a_consolidation_changes_per_share_figures_only(
    share: float, count: float, n: float, p: float, owed: float, cash: float, k: float
) -> None:
    coin_value = float(equity.btc_value(n, p))
    nav = equity.net_asset_value(coin_value, cash, owed)

    def figures(at: float, shares: float) -> tuple[list[Any], list[Any]]:
        market = equity.market_value(at, shares)
        enterprise = equity.enterprise_value(market, owed, cash)
        rest = equity.enterprise_value_ex_btc(enterprise, coin_value)
        company = [
            market,
            enterprise,
            rest,
            equity.mnav(market, coin_value),
            equity.mnav_enterprise(enterprise, coin_value),
            equity.ev_per_eh(rest, 37 * EH),
            equity.implied_ai_mw(rest, 0.0, 1e6),
            equity.btc_price_at_nav(at, shares, owed, cash, n),
            equity.ownership_after_raise(shares, equity.new_shares_from_raise(1e7, at)),
        ]
        per_share = [
            equity.nav_per_share(nav, shares),
            equity.btc_value_per_share(coin_value, shares),
            equity.cash_per_share(cash, shares),
            equity.debt_per_share(owed, shares),
            equity.nav_per_share_after_raise(nav, 1e7, shares, equity.new_shares_from_raise(1e7, at)),
        ]
        return company, per_share

    company, per_share = figures(share, count)
    at, shares = equity.price_after_consolidation(share, k), equity.shares_after_consolidation(count, k)
    company_after, per_share_after = figures(float(at), float(shares))
    scale = owed + cash + coin_value + share * count
    np.testing.assert_allclose(company_after, company, rtol=1e-6, atol=1e-10 * scale)
    np.testing.assert_allclose(
        per_share_after, [k * figure for figure in per_share], rtol=1e-9, atol=1e-12 * scale / count * k
    )


@given(st.lists(between(0.1, 20), min_size=31, max_size=60), st.sampled_from([2.0, 10.0, 50.0]))
def test_history_does_not_depend_on_when_shares_were_merged(closes: list[float], k: float) -> None:
    dates = np.arange("2026-01-01", len(closes), dtype="datetime64[D]")
    traded = np.array(closes)
    late = share_price.share_price_adjusted(dates, traded, 1.0, "2025-01-01", k, "2027-01-01")
    split = str(dates[20])
    as_traded = np.where(dates < np.datetime64(split), traded, traded * k)
    early = share_price.share_price_adjusted(dates, as_traded, 1.0, "2025-01-01", k, split)
    np.testing.assert_allclose(early, late)
    np.testing.assert_allclose(share_price.share_price_drawdown(early), share_price.drawdown(traded), atol=1e-12)


@given(between(0.1, 100), between(1e6, 1e9), coins, debt, debt)
def test_at_the_implied_price_the_share_costs_its_net_assets(
    share: float, count: float, n: float, owed: float, cash: float
) -> None:
    implied = equity.btc_price_at_nav(share, count, owed, cash, n)
    nav = equity.net_asset_value(equity.btc_value(n, implied), cash, owed)
    scale = (owed + cash + share * count) / count
    assert equity.price_above_nav_per_share(share, equity.nav_per_share(nav, count)) == pytest.approx(
        0, abs=1e-9 * scale
    )


@given(between(0.1, 100), between(1e6, 1e9), between(1e6, 1e10), between(1e5, 1e9))
def test_a_raise_lifts_net_assets_per_share_only_above_them(
    share: float, count: float, nav: float, amount: float
) -> None:
    before = float(equity.nav_per_share(nav, count))
    assume(abs(share / before - 1) > 1e-3)
    issued = equity.new_shares_from_raise(amount, share)
    after = equity.nav_per_share_after_raise(nav, amount, count, issued)
    assert bool(after > before) == (share > before)
    assert 0 < equity.dilution_from_raise(equity.ownership_after_raise(count, issued)) < 1


@given(between(-1e9, 1e9), between(-50_000, 50_000), between(0, 10_000), rate, between(12, 60), money)
def test_implied_megawatts_fill_the_gap_and_are_never_negative(
    rest: float, margin: float, output: float, r: float, life: float, value: float
) -> None:
    mining_worth = equity.mining_value(margin, output, r, life)
    megawatts = equity.implied_ai_mw(rest, mining_worth, value)
    assert mining_worth >= 0
    assert megawatts * value == pytest.approx(max(0.0, rest - mining_worth), rel=CLOSE, abs=1e-6)


@given(st.lists(between(0.1, 20), min_size=1, max_size=60))
def test_drawdown_is_between_a_total_loss_and_nothing(closes: list[float]) -> None:
    falls = share_price.drawdown(np.array(closes))
    assert ((falls > -1) & (falls <= 0)).all()
    assert falls[0] == 0
    assert falls[int(np.argmax(closes))] == 0


@given(st.lists(between(0.1, 3), min_size=30, max_size=80))
def test_a_mean_stays_between_the_closes_it_averages(closes: list[float]) -> None:
    values = np.array(closes)
    mean = listing.share_price_mean_30(values)
    assert mean.shape == values.shape
    assert np.isnan(mean[:29]).all()
    for end in range(29, values.size):
        window = values[end - 29 : end + 1]
        assert window.min() - 1e-9 <= mean[end] <= window.max() + 1e-9


@given(between(0.2, 3.0), st.integers(0, 1_000))
def test_beta_of_a_leveraged_copy_is_the_leverage(leverage: float, seed: int) -> None:
    steps = np.random.default_rng(seed).normal(0, 0.03, 40)
    dates = np.arange("2026-01-01", 41, dtype="datetime64[D]")
    coin = np.exp(np.concatenate([[0.0], np.cumsum(steps)]))
    fit = share_price.beta_to_btc(dates, coin**leverage, dates, coin, 30)
    assert fit.beta == pytest.approx(leverage, rel=1e-6)
    assert fit.correlation == pytest.approx(1.0, rel=1e-6)


@given(coins, price, between(0.05, 3.0), between(0.05, 0.95))
def test_selling_collateral_helps_only_a_loan_that_is_covered(n: float, p: float, now: float, part: float) -> None:
    assume(abs(now - 1) > 1e-3)
    after = sale.ltv_after_repayment(now * n * p, n, p, part * n, 0.0)
    assert bool(after < now) == (now < 1)


@given(money, between(0.01, 3.0), whole_years)
def test_payback_of_level_income_is_a_quotient(capex: float, part: float, n: float) -> None:
    payback = float(investment.ai_payback_years_per_mw(capex, part * capex, 0.0, 0.0, n))
    assume(abs(1 / part - n) > 1e-6)
    if 1 / part < n:
        assert payback == pytest.approx(1 / part, rel=CLOSE)
    else:
        assert np.isnan(payback)
