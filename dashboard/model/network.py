"""The bitcoin network: difficulty, hashprice, block subsidy, and the output a hashrate earns."""

import numpy as np

from dashboard.model import Number, Period, Periods, Series, Truth, aligned, months_of, value_in

BLOCKS_PER_DAY = 144
SECONDS_PER_BLOCK = 600
SECONDS_PER_DAY = 86_400
HASHES_PER_DIFFICULTY = 2.0**32
HASHES_PER_TERAHASH = 1e12
TERAHASHES_PER_PETAHASH = 1e3
FIRST_SUBSIDY = 50.0
BLOCKS_PER_HALVING = 210_000


def network_hashrate_from_difficulty(difficulty: Number) -> Number:
    """Network hashrate in TH/s at ten-minute blocks; elementwise. N01."""
    return difficulty * HASHES_PER_DIFFICULTY / SECONDS_PER_BLOCK / HASHES_PER_TERAHASH


def btc_per_th_day(difficulty: Number, block_subsidy: Number, fee_ratio: Number) -> Number:
    """BTC a day for one TH/s; fee_ratio = fees ÷ subsidy; elementwise. N02, N13."""
    hashes_per_day = SECONDS_PER_DAY * HASHES_PER_TERAHASH
    return hashes_per_day / (difficulty * HASHES_PER_DIFFICULTY) * block_subsidy * (1 + fee_ratio)


def network_btc_per_day(block_subsidy: Number, fee_ratio: Number) -> Number:
    """BTC a day paid to all miners together; elementwise. N03."""
    return BLOCKS_PER_DAY * block_subsidy * (1 + fee_ratio)


def hashrate_share(hashrate: Number, network_hashrate: Number) -> Number:
    """Share of 1 of the network (both TH/s), own hashrate being part of it; elementwise. N03."""
    return hashrate / network_hashrate


def btc_per_day(hashrate: Number, network_hashrate: Number, block_subsidy: Number, fee_ratio: Number) -> Number:
    """BTC a day for a hashrate in TH/s; elementwise. N03."""
    return hashrate_share(hashrate, network_hashrate) * network_btc_per_day(block_subsidy, fee_ratio)


def hashprice(btc_price: Number, network_hashrate: Number, block_subsidy: Number, fee_ratio: Number) -> Number:
    """Revenue in USD per PH/s and day; elementwise. N04, N05."""
    network_petahashes = network_hashrate / TERAHASHES_PER_PETAHASH
    return network_btc_per_day(block_subsidy, fee_ratio) * btc_price / network_petahashes


def realised_hashrate(
    btc_mined: Number, days: Number, network_hashrate: Number, block_subsidy: Number, fee_ratio: Number
) -> Number:
    """Hashrate in TH/s which would have earned the reported output (BTC in days); elementwise. N08."""
    return btc_mined / (network_btc_per_day(block_subsidy, fee_ratio) * days) * network_hashrate


def block_subsidy_before_halving(block_subsidy: Number) -> Number:
    """Block subsidy in BTC before the last halving; elementwise. N11."""
    return 2 * block_subsidy


def next_halving_height(block_height_reference: Number) -> Number:
    """Height of the first block after a reference height that pays half; elementwise. N11."""
    return BLOCKS_PER_HALVING * (np.floor(block_height_reference / BLOCKS_PER_HALVING) + 1)


def days_to_halving(block_height_reference: Number, next_halving_height: Number) -> Number:
    """Days from the reference block to the next halving at ten-minute blocks; elementwise. N11."""
    return (next_halving_height - block_height_reference) / BLOCKS_PER_DAY


def full_month(monthly_operations_period: Periods) -> Truth:
    """Which months were mined from first to last day: all but the first, in which mining began; per month."""
    full: Truth = monthly_operations_period != np.sort(monthly_operations_period)[0]
    return full


def monthly_network_btc_per_th(
    monthly_operations_period: Periods,
    network_period: Periods,
    network_difficulty: Series,
    network_days: Series,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Series:
    """BTC which one TH/s earns in each month of operations, from difficulty; nan = no difficulty. N02."""
    per_day = btc_per_th_day(network_difficulty, block_subsidy, fee_ratio)
    return aligned(monthly_operations_period, network_period, np.asarray(per_day * network_days))


def backtest_btc_computed(
    monthly_operations_period: Periods,
    monthly_operations_operating_hashrate: Series,
    network_period: Periods,
    network_difficulty: Series,
    network_days: Series,
    block_subsidy: Number,
    fee_ratio: Number,
) -> Series:
    """BTC per month which the published operating hashrate should have mined, fees included. N02.

    Shape of the months; nan where hashrate or difficulty is not published.
    """
    per_terahash = monthly_network_btc_per_th(
        monthly_operations_period, network_period, network_difficulty, network_days, block_subsidy, fee_ratio
    )
    return monthly_operations_operating_hashrate * per_terahash


def backtest_btc_computed_without_fees(
    monthly_operations_period: Periods,
    monthly_operations_operating_hashrate: Series,
    network_period: Periods,
    network_difficulty: Series,
    network_days: Series,
    block_subsidy: Number,
) -> Series:
    """Like backtest_btc_computed, from the block subsidy alone: touches no assumption. N02."""
    return backtest_btc_computed(
        monthly_operations_period,
        monthly_operations_operating_hashrate,
        network_period,
        network_difficulty,
        network_days,
        block_subsidy,
        0.0,
    )


def output_error(computed: Series, reported: Series) -> Series:
    """Computed ÷ reported output − 1, share of 1, per month; nan where either is missing."""
    return computed / reported - 1


def mean_absolute_error(error: Series, full_month: Truth) -> float:
    """Mean of the absolute errors over full months that have one, share of 1; nan if there is none."""
    counted = np.abs(error[np.asarray(full_month) & np.isfinite(error)])
    return float(counted.mean()) if counted.size else float("nan")


def backtest_error(backtest_btc_computed: Series, monthly_operations_btc_produced: Series) -> Series:
    """Computed ÷ reported output − 1 per month, fees included; share of 1."""
    return output_error(backtest_btc_computed, monthly_operations_btc_produced)


def backtest_error_without_fees(
    backtest_btc_computed_without_fees: Series, monthly_operations_btc_produced: Series
) -> Series:
    """Computed ÷ reported output − 1 per month, subsidy alone; share of 1."""
    return output_error(backtest_btc_computed_without_fees, monthly_operations_btc_produced)


def backtest_mean_absolute_error(backtest_error: Series, full_month: Truth) -> float:
    """Mean absolute error of the back-test over full months, fees included; share of 1."""
    return mean_absolute_error(backtest_error, full_month)


def backtest_mean_absolute_error_without_fees(backtest_error_without_fees: Series, full_month: Truth) -> float:
    """Mean absolute error of the back-test over full months, subsidy alone; share of 1."""
    return mean_absolute_error(backtest_error_without_fees, full_month)


def backtest_months(backtest_error_without_fees: Series, full_month: Truth) -> int:
    """How many full months the back-test compares."""
    return int(np.count_nonzero(np.asarray(full_month) & np.isfinite(backtest_error_without_fees)))


def monthly_realised_hashrate(
    monthly_operations_period: Periods,
    monthly_operations_btc_produced: Series,
    network_period: Periods,
    network_difficulty: Series,
    network_days: Series,
    block_subsidy: Number,
) -> Series:
    """Hashrate in TH/s which would have earned each month's output, subsidy alone; nan = not known. N08."""
    per_terahash = monthly_network_btc_per_th(
        monthly_operations_period, network_period, network_difficulty, network_days, block_subsidy, 0.0
    )
    return monthly_operations_btc_produced / per_terahash


def realised_hashrate_at_quarter_end(
    monthly_operations_period: Periods, monthly_realised_hashrate: Series, sale_quarter: Period
) -> float:
    """Hashrate in TH/s implied by the output of the quarter's last month, for which none was published. N08."""
    return value_in(months_of(sale_quarter)[-1], monthly_operations_period, monthly_realised_hashrate)


# Worked examples: no page shows these; each is one of the calculations in tests/unit/test_examples.py.


def implied_network_hashrate(
    hashrate: Number, btc_mined: Number, days: Number, block_subsidy: Number, fee_ratio: Number
) -> Number:
    """Network hashrate in TH/s implied by a miner's own hashrate (TH/s) and output (BTC in days). N07."""
    return hashrate * network_btc_per_day(block_subsidy, fee_ratio) / (btc_mined / days)


def operating_rate(operating_hashrate: Number, deployed_hashrate: Number) -> Number:
    """Share of 1 of the deployed hashrate which ran (both TH/s); elementwise. N09."""
    return operating_hashrate / deployed_hashrate


def btc_mined_in_month(first_month_btc: Number, network_growth: Number, month: Number) -> Number:
    """BTC mined in a month (0 = first, not yet diluted), network growing by a share of 1 a month. N10."""
    return first_month_btc / (1 + network_growth) ** month


def btc_mined_with_growth(first_month_btc: Number, network_growth: Number, months: Number) -> Number:
    """BTC mined over months, the network growing by a share of 1 a month; first month undiluted. N10."""
    growing = np.abs(network_growth) > 1e-9
    # The geometric sum is 0/0 at growth zero; the stand-in is never used, it only keeps the division defined.
    divisor_growth = np.where(growing, network_growth, 1.0)
    decay = 1 / (1 + divisor_growth)
    return first_month_btc * np.where(growing, (1 - decay**months) / (1 - decay), months)


def block_subsidy_at(block_height: Number) -> Number:
    """Block subsidy in BTC at a block height; elementwise. N11."""
    return FIRST_SUBSIDY / 2.0 ** np.floor(block_height / BLOCKS_PER_HALVING)
