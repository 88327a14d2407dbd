"""What a valid facts file becomes: base units, names, kinds, daily series, peers, fingerprint."""

import hashlib
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from dashboard import facts, registry
from dashboard.facts import Facts, bounds_of, schema
from dashboard.facts.units import UNITS, WORD_UNITS, base_unit, from_base, to_base

NAME = "example.yaml"


@pytest.fixture
def loaded(folder: Path) -> Facts:
    return facts.load(folder / NAME)


@pytest.mark.parametrize(
    ("value", "unit", "expected", "base"),
    [
        (688.1, "musd", 688.1e6, "usd"),
        (77, "kusd", 77_000.0, "usd"),
        (27.98, "eh_s", 27_980_000.0, "th_s"),
        (6.7, "ct_per_kwh", 0.067, "usd_per_kwh"),
        (-43, "pct", -0.43, "share"),
        (41.02, "mshares", 41_020_000.0, "shares"),
        (101.12, "difficulty_t", 101.12e12, "difficulty"),
        (21.6, "j_per_th", 21.6, "j_per_th"),
        (50, "usd_per_mwh", 0.05, "usd_per_kwh"),
        (6594.6, "btc", 6594.6, "btc"),
    ],
)
def test_declared_units_become_base_units(value: float, unit: str, expected: float, base: str) -> None:
    assert to_base(value, unit) == pytest.approx(expected, rel=1e-15)
    assert from_base(expected, unit) == pytest.approx(value, rel=1e-15)
    assert base_unit(unit) == base


def test_the_unit_table_is_sound() -> None:
    for name, unit in UNITS.items():
        assert unit.low < unit.high and unit.factor > 0 and name not in WORD_UNITS
        assert from_base(to_base(12.5, name), name) == pytest.approx(12.5)
        assert unit.factor >= 1 or math.isclose(1 / unit.factor, round(1 / unit.factor))


def test_names_give_base_units(loaded: Facts) -> None:
    assert loaded.lookup("revenue_year") == 100e6
    assert loaded.lookup("loan_until") == "2028-04-30"
    assert loaded.lookup("ai_revenue") is None and loaded.has("ai_revenue")
    assert loaded.lookup("fee_ratio") == 0.01
    assert loaded.unit_of("revenue_year") == "usd" and loaded.unit_of("btc_price") == "usd"
    assert loaded.facts["revenue_year"].value == 100.0 and loaded.facts["revenue_year"].base == 100e6
    assert not loaded.has("btc_price"), "the value of a slider is the reader's"
    with pytest.raises(KeyError):
        loaded.lookup("nothing")


def test_kinds_say_where_a_name_comes_from(loaded: Facts) -> None:
    kinds = {
        "revenue_year": "reported",
        "cost_per_coin": "derived",
        "fee_ratio": "assumed",
        "btc_price": "assumed",
        "quarterly_results_revenue": "reported",
        "quarterly_results_net_result": "derived",
        "price_daily_close": "reported",
    }
    assert {name: loaded.kind_of(name) for name in kinds} == kinds
    assert set(loaded.names) <= set(loaded.kinds) == set(loaded.units)


def test_series_become_arrays(loaded: Facts) -> None:
    revenue = loaded.lookup("quarterly_results_btc_revenue")
    assert isinstance(revenue, np.ndarray) and revenue.dtype == np.float64
    np.testing.assert_array_equal(revenue, [39e6, 29e6, np.nan, 12345e6])
    periods = loaded.lookup("quarterly_results_period")
    assert isinstance(periods, np.ndarray) and list(periods) == ["2025-H1", "2025-Q3", "2025-Q4", "2025-FY"]
    dates = loaded.lookup("events_date")
    assert isinstance(dates, np.ndarray) and dates.dtype == np.dtype("datetime64[D]")
    words = loaded.lookup("events_word")
    assert isinstance(words, np.ndarray) and list(words) == ["open market"]
    assert not loaded.has("events_period")
    row = loaded.series["quarterly_results"].row("2025-FY")
    assert row is not None and row.values["net_result"] == -10 and row.sums == ("2025-H1", "2025-Q3", "2025-Q4")


def test_daily_files_become_arrays(loaded: Facts) -> None:
    days = loaded.lookup("price_daily_date")
    closes = loaded.lookup("price_daily_close")
    assert isinstance(days, np.ndarray) and days[0] == np.datetime64("2026-06-25")
    np.testing.assert_array_equal(np.asarray(closes), [1.25, 1.5, np.nan])
    np.testing.assert_array_equal(np.asarray(loaded.lookup("price_daily_volume")), [1000, np.nan, 3000])
    assert loaded.daily["price_daily"].source_title == ("A mirror",) * 3


def test_peers_convert_too(loaded: Facts) -> None:
    assert loaded.peers is not None
    (peer,) = loaded.peers.peers
    figure = peer.figure("cash_cost")
    assert figure is not None and figure.base == 50_500.0 and figure.bound == "lower"
    missing = peer.figure("ai_mw")
    assert missing is not None and missing.base is None
    assert peer.figure("nothing") is None


def test_assumptions_keep_their_order_and_know_their_unit(loaded: Facts) -> None:
    assert [a.key for a in loaded.assumptions] == ["btc", "cash", "basis"]
    price = loaded.assumption("btc_price")
    assert price is not None and price is loaded.assumption("btc")
    assert price.default_value == 77.0 and isinstance(price.default_value, float)
    assert price.to_base(77.0) == 77_000.0
    assert [price.accepts(value) for value in (20, 200.0, 19.9, "77", True, None, math.nan)] == [
        True, True, False, False, False, False, False,
    ]  # fmt: skip
    choice = loaded.assumption("basis")
    assert choice is not None and choice.default_value == "RUN" and choice.to_base("RUN") == "RUN"
    assert choice.options is not None and choice.options["RUN"].get("DE") == "Jetzt"


def test_nothing_can_be_changed_afterwards(loaded: Facts) -> None:
    with pytest.raises(ValidationError):
        loaded.company.name = "Another"
    with pytest.raises(TypeError):
        loaded.facts["x"] = loaded.facts["revenue_year"]  # type: ignore[index]
    with pytest.raises(TypeError):
        loaded.names["revenue_year"] = 1.0  # type: ignore[index]
    array = loaded.lookup("quarterly_results_revenue")
    assert isinstance(array, np.ndarray)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1.0


def test_the_fingerprint_covers_every_byte(folder: Path, loaded: Facts) -> None:
    files = (NAME, "price.csv", "others.yaml")
    whole = hashlib.sha256(b"".join((folder / file).read_bytes() for file in files)).hexdigest()
    assert loaded.fingerprint == whole[:8]
    seen = {loaded.fingerprint}
    for file, old, new in (
        (NAME, "76000", "76001"),
        ("price.csv", "1.25", "1.26"),
        ("others.yaml", "50.5", "50.6"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        seen.add(facts.load(folder / NAME).fingerprint)
    assert len(seen) == 4


def test_an_upload_equals_the_file(folder: Path, loaded: Facts) -> None:
    uploaded = facts.loads((folder / NAME).read_bytes(), "upload.yaml", folder)
    assert uploaded.fingerprint == loaded.fingerprint and uploaded.file == "upload.yaml"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("FY2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-FY", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-H2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_days_and_periods_have_bounds(period: str, first: date, last: date) -> None:
    assert bounds_of(period) == (first, last)


@pytest.mark.parametrize(
    "period", ["", "2025-Q5", "2025-00", "2025-13", "FY25", "2025-H3", "Q1 2025", "0000-01", "2025-02-29"]
)
def test_what_is_neither_day_nor_period(period: str) -> None:
    with pytest.raises(ValueError):
        bounds_of(period)


def test_pages_of_claims_and_sliders_are_those_of_the_registry() -> None:
    of_claims, of_sliders = TypeAdapter(schema.PageName), TypeAdapter(schema.SliderPage)
    assert [of_claims.validate_python(name) for name in registry.NAMES] == list(registry.NAMES)
    assert of_sliders.validate_python("all") == "all" and of_sliders.validate_python("claims") == "claims"
    for adapter, name in ((of_claims, "all"), (of_claims, "minig"), (of_sliders, "drivers")):
        with pytest.raises(ValidationError, match=f"expected one of .*, found '{name}'"):
            adapter.validate_python(name)
