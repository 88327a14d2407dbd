"""Every worked example outside the runway, reproduced from its own inputs: one case per id."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.model import ai, equity, investment, listing, loan, mining, network, results, sale, treasury

Values = dict[str, Any]

EXAMPLES = {e["id"]: e for e in json.loads(Path(__file__).with_name("examples.json").read_text())["examples"]}
# U14 switched machines off one group at a time; the second edition idles the fleet, in examples2.json.
OURS = {key for key in EXAMPLES if not key.startswith("R") and key != "U14"}
# Numbers printed by somebody else carry that document's own rounding, so they only meet the stated tolerance.
PRINTED_ELSEWHERE = {"published", "published_btc", "published_usd"}

TH_PER_EH = 1e6
MILLION = 1e6
SUBSIDY = 3.125

CASES: dict[str, Callable[[Values], Values]] = {}


def case(key: str) -> Callable[[Callable[[Values], Values]], Callable[[Values], Values]]:
    def register(function: Callable[[Values], Values]) -> Callable[[Values], Values]:
        CASES[key] = function
        return function

    return register


@case("N01")
def difficulty_to_hashrate(i: Values) -> Values:
    return {"network_hashrate_EH": network.network_hashrate_from_difficulty(i["difficulty"]) / TH_PER_EH}


@case("N03")
def output_from_share(i: Values) -> Values:
    own, net = i["own_EH"] * TH_PER_EH, i["network_EH"] * TH_PER_EH
    per_day = network.btc_per_day(own, net, i["subsidy"], i["fee_ratio"])
    return {
        "share": network.hashrate_share(own, net),
        "network_btc_per_day": network.network_btc_per_day(i["subsidy"], i["fee_ratio"]),
        "btc_per_day": per_day,
        "btc_per_30d": per_day * 30,
    }


@case("N05")
def hashprice(i: Values) -> Values:
    net = i["network_EH"] * TH_PER_EH
    return {"hashprice_usd_PH_day": network.hashprice(i["btc_price"], net, i["subsidy"], i["fee_ratio"])}


@case("N07")
def implied_network(i: Values) -> Values:
    own = i["own_avg_operating_EH"] * TH_PER_EH
    implied = network.implied_network_hashrate(own, i["btc_mined"], i["days"], i["subsidy"], i["fee_ratio"])
    return {
        "own_btc_per_day": network.btc_per_day(own, implied, i["subsidy"], i["fee_ratio"]),
        "implied_share": network.hashrate_share(own, implied),
        "implied_network_EH": implied / TH_PER_EH,
    }


@case("N09")
def uptime(i: Values) -> Values:
    operating, deployed = np.array(i["pairs"]).T
    return {"rates": network.operating_rate(operating, deployed)}


@case("N10")
def growth(i: Values) -> Values:
    first, rate, months = i["b0_month0"], i["monthly_network_growth"], i["months"]
    total, flat = (network.btc_mined_with_growth(first, g, months) for g in (rate, 0.0))
    return {
        "month11": network.btc_mined_in_month(first, rate, months - 1),
        "total_12m": total,
        "flat_12m": flat,
        "loss_vs_flat": 1 - total / flat,
    }


@case("N11")
def halving(i: Values) -> Values:
    return {"subsidy": network.block_subsidy_at(np.array(i["heights"]))}


@case("N13")
def machines_against_whattomine(i: Values) -> Values:
    btc = np.array(i["TH"]) * network.btc_per_th_day(i["difficulty"], SUBSIDY, 0.0)
    usd = btc * i["btc_price"]
    return {
        "btc_per_day": btc,
        "usd_per_day": usd,
        "published_btc": np.round(btc, 8),
        "published_usd": np.round(usd, 2),
    }


@case("U01")
def energy(i: Values) -> Values:
    kwh = mining.energy_per_btc(i["network_EH"] * TH_PER_EH, i["J_per_TH"], SUBSIDY, i["fee_ratio"])
    return {"kWh_per_btc": kwh, "MWh_per_btc": kwh / 1e3}


@case("U02")
def power_cost(i: Values) -> Values:
    kwh = mining.energy_per_btc(i["network_EH"] * TH_PER_EH, i["J_per_TH"], SUBSIDY, i["fee_ratio"])
    return {"usd_per_btc": mining.power_cost_per_btc(kwh, i["usd_per_kWh"])}


@case("U03")
def shutdown_prices(i: Values) -> Values:
    net, tariffs = i["network_EH"] * TH_PER_EH, np.array(i["tariffs"])
    efficiencies = np.array([21.5, 17.5, 15.0, 13.5, 9.5])
    names = ["S19 XP 21.5", "S21 17.5", "S21 Pro 15.0", "S21 XP imm 13.5", "S23 Hyd 9.5"]
    by_tariff = [mining.shutdown_price_by_generation(net, efficiencies, t, SUBSIDY, i["fee_ratio"]) for t in tariffs]
    return dict(zip(names, np.array(by_tariff).T, strict=True))


@case("U04")
def shutdown_prices_against_antpool(i: Values) -> Values:
    price = mining.shutdown_price_from_difficulty(
        np.array(i["J_per_TH"]), i["usd_per_kWh"], i["difficulty"], SUBSIDY, 0.0
    )
    printed = np.array(EXAMPLES["U04"]["outputs_full"]["published"])
    return {"shutdown_price": price, "published": price, "ratio_published_over_formula": printed / price}


@case("U08")
def depreciation(i: Values) -> Values:
    cash, all_in, btc = np.array([i["Q2_2025"], i["Q3_2025"]]).T
    per_btc = results.quarterly_depreciation_per_btc(all_in, cash)
    total = results.quarterly_depreciation_total(per_btc, btc) / MILLION
    return {
        "Q2_dep_per_btc": per_btc[0],
        "Q2_dep_total_musd": total[0],
        "Q3_dep_per_btc": per_btc[1],
        "Q3_dep_total_musd": total[1],
    }


@case("U09")
def weighted_cash_cost(i: Values) -> Values:
    btc, cash = np.array(i["btc"]), np.array(i["cash"])
    quarters = np.array(["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"])
    return {
        "Q4_2025_cash": mining.cost_before_change(i["Q1_2026_cash"], i["qoq_change"]),
        "Q4_2025_btc": i["fy_btc"] - btc[:3].sum(),
        "FY2025_weighted_cash": results.cash_cost_financial_year_weighted(quarters, cash, btc, "FY2025"),
    }


@case("U10")
def realised_price(i: Values) -> Values:
    realised = results.revenue_per_btc_financial_year(i["btc_revenue_musd"] * MILLION, i["btc"])
    return {
        "realised_usd_per_btc": realised,
        "realised_over_mean_spot": results.realised_price_ratio(realised, i["mean_spot_2025"]),
    }


@case("U12")
def cost_moves_with_difficulty(i: Values) -> Values:
    same = mining.cost_after_network_change(i["cash0"], np.array(i["D_ratio"]), SUBSIDY, SUBSIDY, 0.0, 0.0)
    halved = mining.cost_after_network_change(i["cash0"], 1.0, SUBSIDY, SUBSIDY / 2, 0.0, 0.0)
    return {"cash": same, "cash_after_halving_same_D": halved}


@case("S01")
def sale_price(i: Values) -> Values:
    return {"usd_per_btc": sale.sale_price(i["net_usd"], i["btc"])}


@case("S02")
def january(i: Values) -> Values:
    return {"close": treasury.closing_balance(i["open"], i["mined"], i["sold"])}


@case("S03")
def share_sold(i: Values) -> Values:
    return {
        "fraction": treasury.sale_share_of_treasury(i["sold"], i["before"]),
        "after": treasury.treasury_after_sale(i["before"], i["sold"]),
    }


@case("S04")
def february(i: Values) -> Values:
    other = treasury.other_disposals_sale_month(
        i["open"],
        i["headline_sale"],
        np.array(["2026-02"]),
        np.array([i["mined"]]),
        np.array([i["close"]]),
        "2026-02-08",
    )
    return {"other_disposals_btc": other}


@case("S05")
def quarter(i: Values) -> Values:
    disposed = treasury.btc_disposed_sale_quarter(i["open"], i["mined"], i["close"])
    january_sold = 550.03
    february_other = EXAMPLES["S04"]["outputs_full"]["other_disposals_btc"]
    headline = EXAMPLES["S01"]["inputs"]["btc"]
    return {
        "disposed_btc": disposed,
        "headline_share": treasury.sale_share_of_disposals(headline, disposed),
        "post_feb_disposed": disposed - january_sold - headline - february_other,
    }


@case("S07")
def holding(i: Values) -> Values:
    proceeds = EXAMPLES["S01"]["inputs"]["net_usd"]
    return {
        "breakeven_price": sale.hold_break_even_price(i["sale_price"], i["loan_rate"], i["years"]),
        "interest_saved_musd": sale.interest_saved(proceeds, i["loan_rate"], i["years"]) / MILLION,
    }


@case("L01")
def loan_to_value(i: Values) -> Values:
    return {"ltv": loan.ltv(i["debt"], i["btc"], i["P"])}


@case("L02")
def trigger_prices(i: Values) -> Values:
    return {
        "P_call": loan.price_at_ltv(i["debt"], i["btc"], i["ltv_call"]),
        "P_liq": loan.price_at_ltv(i["debt"], i["btc"], i["ltv_liq"]),
    }


@case("L03")
def drops(i: Values) -> Values:
    triples = i["triples_[init,call,liq]"]
    return {
        "drop_to_call": [loan.drop_to_ltv(start, call) for start, call, _ in triples],
        "drop_to_liq": [loan.drop_to_ltv(start, level) for start, _, level in triples if level is not None],
    }


@case("L05")
def cure_by_selling(i: Values) -> Values:
    sold = loan.btc_to_cure(i["debt"], i["btc"], i["P"], i["target"], 0.0)
    return {
        "btc_to_sell": sold,
        "check_ltv": sale.ltv_after_repayment(i["debt"], i["btc"], i["P"], sold, 0.0),
    }


@case("L08")
def touch(i: Values) -> Values:
    arguments = (i["P"], i["K"], i["sigma"], i["T"], i["mu"])
    return {
        "prob_touch": loan.touch_probability(*arguments),
        "prob_below_at_T": loan.terminal_probability(*arguments),
    }


@case("A01")
def it_load(i: Values) -> Values:
    return {"IT_MW": ai.it_mw_from_grid(i["gross_MW"], np.array(i["PUE"]))}


@case("A02")
def gpus_per_megawatt(i: Values) -> Values:
    nodes, (gpus, kilowatts) = i["nodes_[kW per 8]"], i["B200_SU"]
    return {
        "H100_raw": ai.gpus_per_mw_from_node(nodes["HGX H100"], 0.0),
        "H100_10pct_overhead": ai.gpus_per_mw_from_node(nodes["HGX H100"], i["overhead"]),
        "B200_raw": ai.gpus_per_mw_from_node(nodes["DGX B200"], 0.0),
        "B200_SU": ai.gpus_per_mw_from_node(kilowatts, 0.0, gpus),
        "NVL72_120kW": ai.gpus_per_mw_from_node(i["NVL72_kW"][0], 0.0, 72),
        "NVL72_132kW": ai.gpus_per_mw_from_node(i["NVL72_kW"][1], 0.0, 72),
    }


@case("A03")
def gpu_revenue(i: Values) -> Values:
    revenue = ai.ai_revenue_per_mw_year("GPU", i["gpus_per_IT_MW"], i["usd_per_gpu_h"], i["util"], 120.0)
    return {"rev_musd_per_IT_MW_year": revenue / MILLION}


@case("A04")
def gpu_break_even(i: Values) -> Values:
    gpus, price = i["gpus_per_IT_MW"], i["usd_per_gpu"] * (1 + i["cluster_addon"])
    facility, rate = i["facility_usd_per_IT_MW"], i["wacc"]
    lives = (i["gpu_life"], i["facility_life"])
    cards = ai.ai_capital_cost_per_mw_year(gpus * price, rate, lives[0])
    capital = cards + ai.ai_capital_cost_per_mw_year(facility, rate, lives[1])
    power = ai.ai_power_cost_per_mw_year("GPU", i["PUE"], i["usd_per_kWh"], i["load_factor"])
    running = ai.ai_running_cost_per_mw_year(power, i["other_opex_per_MW"])
    return {
        "gpu_capex_musd_per_MW": (ai.ai_capex_per_mw("GPU", gpus, price, facility, 0.0) - facility) / MILLION,
        "CRF_5y_12pct": investment.capital_recovery_factor(rate, lives[0]),
        "CRF_15y_12pct": investment.capital_recovery_factor(rate, lives[1]),
        "annual_capital_musd": capital / MILLION,
        "power_musd": power / MILLION,
        "breakeven_usd_per_gpu_h": ai.ai_break_even_gpu_price("GPU", capital, running, gpus, i["util"], 1.0),
    }


@case("A06")
def retrofit(i: Values) -> Values:
    capex, noi, years, megawatts, contract = i["capex_musd"], i["noi_musd"], i["years"], 25.0, 311.0
    flows = investment.cash_flows(capex, noi, 0.0, 0.0, years)
    return {
        "capex_per_MW": capex / megawatts,
        "rev_per_MW_year": ai.contract_revenue_per_mw_year(contract, years, megawatts),
        "noi_per_MW_year": noi / megawatts,
        "irr": investment.internal_rate_of_return(flows),
        "npv10_musd": investment.net_present_value(capex, noi, 0.0, 0.0, i["r"], years),
        "payback_years": investment.payback_period(flows),
    }


@case("A11")
def price_decay(i: Values) -> Values:
    gpus, price = i["gpus_per_IT_MW"], i["usd_per_gpu"] * (1 + i["cluster_addon"])
    capex = ai.ai_capex_per_mw("GPU", gpus, price, i["facility_usd_per_IT_MW"], 0.0)
    revenue = ai.gpu_revenue_per_mw_year(gpus, i["p0"], i["util"])
    power = ai.ai_power_cost_per_mw_year("GPU", i["PUE"], i["usd_per_kWh"], i["load_factor"])
    running = ai.ai_running_cost_per_mw_year(power, i["other_opex_per_MW"])
    decay = np.array(i["decay"])
    npv = np.asarray(investment.ai_npv(1.0, capex, revenue, running, decay, i["r"], i["years"])) / MILLION
    irr = np.asarray(investment.ai_irr_per_mw(capex, revenue, running, decay, i["years"]))
    return {
        "capex0_musd": capex / MILLION,
        "cf1_musd": (revenue - running) / MILLION,
        "cf5_decay_musd": investment.cash_flows(float(capex), float(revenue), float(running), decay[1], i["years"])[-1]
        / MILLION,
        "npv_flat": npv[0],
        "npv_decay": npv[1],
        "irr_flat": irr[0],
        "irr_decay": irr[1],
    }


@case("A12")
def megawatt_hours(i: Values) -> Values:
    noi, revenue = i["colo_noi_musd_MW"] * MILLION, i["cloud_rev_per_IT_MW"]
    facility = i["facility_usd_per_IT_MW"] * investment.capital_recovery_factor(i["wacc"], i["facility_life"])
    left = ai.ai_result_after_capital_per_mw_year(revenue, 1.0, i["cloud_opex_usd"], i["cloud_annual_capital_usd"])
    per_grid_mwh = ai.ai_value_per_mwh(left, i["PUE"])
    return {
        "mining_margin": ai.mining_value_per_mwh(i["hashprice"], i["J_per_TH"], i["tariff"], 0.0),
        "colo_noi_per_IT_MWh": ai.value_per_it_mwh(noi),
        "colo_noi_per_grid_MWh_pue1.3": ai.value_per_grid_mwh(noi, i["PUE"]),
        "colo_after_facility_capital_per_IT_MWh": ai.value_per_it_mwh(noi - facility),
        "cloud_gross_per_IT_MWh": ai.value_per_it_mwh(revenue),
        "cloud_net_of_capital_per_IT_MWh": per_grid_mwh * i["PUE"],
    }


@case("E01")
def multiples(i: Values) -> Values:
    market = equity.market_value(i["price"], i["shares"])
    coins = equity.btc_value(i["btc"], i["P"])
    nav = equity.net_asset_value(coins, i["cash"], i["debt"])
    enterprise = equity.enterprise_value(market, i["debt"], i["cash"])
    rest = equity.enterprise_value_ex_btc(enterprise, coins)
    return {
        "mcap_musd": market / MILLION,
        "nav_musd": nav / MILLION,
        "nav_per_share": equity.nav_per_share(nav, i["shares"]),
        "mnav_mcap": equity.mnav(market, coins),
        "mnav_enterprise": equity.mnav_enterprise(enterprise, coins),
        "ev_musd": enterprise / MILLION,
        "ev_ex_btc_musd": rest / MILLION,
        "ev_ex_btc_per_EH_musd": equity.ev_per_eh(rest, i["EH"] * TH_PER_EH) / MILLION,
        "ev_ex_btc_per_self_EH_musd": equity.ev_per_self_mining_eh(rest, i["self_EH"] * TH_PER_EH) / MILLION,
        "ev_per_owned_MW_musd": equity.ev_per_owned_mw(enterprise, i["MW_owned"]) / MILLION,
    }


@case("E02")
def consolidation(i: Values) -> Values:
    price = equity.price_after_consolidation(i["price"], i["k"])
    shares = equity.shares_after_consolidation(i["shares"], i["k"])
    nav = EXAMPLES["E03"]["inputs"]["nav"]
    return {
        "price": price,
        "shares_m": shares / MILLION,
        "mcap_musd": equity.market_value(price, shares) / MILLION,
        "nav_per_share": equity.nav_per_share(nav, shares),
    }


@case("E03")
def dilution(i: Values) -> Values:
    issued = equity.new_shares(i["raise"], equity.issue_price(i["issue_price"], 0.0))
    kept = equity.ownership_after_raise(i["shares"], issued)
    return {
        "new_shares_m": issued / MILLION,
        "old_holder_ownership": kept,
        "dilution": equity.dilution_from_raise(kept),
        "nav_per_share_after": equity.nav_per_share_after_raise(i["nav"], i["raise"], i["shares"], issued),
    }


@case("E06")
def price_at_net_asset_value(i: Values) -> Values:
    return {"btc_price": equity.btc_price_at_nav(i["price"], i["shares"], i["debt"], i["cash"], i["btc"])}


@case("E08")
def cure_period(i: Values) -> Values:
    splits, ratios = (np.array([c[key] for c in i["cases"]]) for key in ("split_within_1y", "cum_2y"))
    return {"cure_period": listing.cure_period_available(splits, ratios)}


def test_every_example_outside_the_runway_has_a_case() -> None:
    assert set(CASES) == OURS


@pytest.mark.parametrize("key", sorted(OURS))
def test_example(key: str) -> None:
    example = EXAMPLES[key]
    computed = CASES[key](example["inputs"])
    assert computed.keys() == example["outputs"].keys()
    for name, value in computed.items():
        stated, full = example["outputs"][name], example["outputs_full"][name]
        assert np.shape(value) == np.shape(stated), name
        np.testing.assert_allclose(value, stated, rtol=example["rel_tol"], err_msg=f"{key} {name}")
        if name not in PRINTED_ELSEWHERE:
            np.testing.assert_allclose(value, full, rtol=2e-9, err_msg=f"{key} {name} in full")
