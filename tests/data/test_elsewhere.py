"""Why other sites differ: each gap closes by the steps named, and a mistake in the file is one sentence."""

import re
from pathlib import Path

import pytest

from dashboard import facts as facts_file
from dashboard.facts import Facts, FactsError, Site

DATA = Path(__file__).parent.parent.parent / "data"


def site(facts: Facts, name: str, day: str) -> Site:
    assert facts.elsewhere is not None
    (found,) = [one for one in facts.elsewhere.sites if (one.name, one.as_of) == (name, day)]
    return found


def shares(facts: Facts, day: str) -> float:
    """All shares as counted on the last day before."""
    rows = [row for row in facts.series["share_counts"].rows if (row.date or "") <= day and row.values["total"]]
    return float(rows[-1].values["total"] or 0) * 1e6


def test_depositary_shares_stand_for_two(facts: Facts) -> None:
    shown = site(facts, "StockAnalysis", "2025-09-30")
    assert "ads" in shown.steps
    assert 2 * shown.figures["shares"].base == pytest.approx(shares(facts, shown.as_of), rel=1e-6)


def test_one_class_is_not_the_company(facts: Facts) -> None:
    shown = site(facts, "Yahoo Finance", "2026-07-25")
    assert shown.steps == ("one_class",)
    assert shown.figures["shares"].base + 1.7e6 == pytest.approx(shares(facts, shown.as_of), abs=1)


@pytest.mark.parametrize(
    ("name", "day", "close"),
    [
        ("DwinneX", "2025-07-15", 5.05), ("StockAnalysis", "2025-09-30", 4.18),
        ("BitcoinQuant", "2026-02-16", 0.88), ("Nasdaq screener", "2026-07-20", 0.1785),
        ("Nasdaq screener", "2026-07-21", 1.76), ("OneChart", "2026-10-07", 3.58),
    ],
)  # fmt: skip
def test_market_values_are_the_shares_shown_at_the_price_of_the_day(
    facts: Facts, name: str, day: str, close: float
) -> None:
    shown = site(facts, name, day)
    value = shown.figures["market_value"].base
    assert shown.figures["shares"].base * close == pytest.approx(value, rel=2e-3)


def test_a_site_without_steps_agrees(facts: Facts) -> None:
    shown = site(facts, "OneChart", "2026-10-07")
    assert shown.steps == () and shown.figures["shares"].base == pytest.approx(shares(facts, shown.as_of), abs=2)
    value = site(facts, "StockTitan", "2026-10-08").figures["market_value"].base
    assert value / shares(facts, "2026-10-08") == pytest.approx(3.38, abs=0.005)


def test_every_step_is_used_and_every_gap_has_one(facts: Facts) -> None:
    assert facts.elsewhere is not None
    used = {step for one in facts.elsewhere.sites for step in one.steps}
    assert used == set(facts.elsewhere.steps)
    assert [one.name for one in facts.elsewhere.sites if not one.steps] == ["OneChart"]


@pytest.mark.parametrize(
    ("pattern", "new", "key", "said"),
    [
        (r"steps: \[one_class\]", "steps: [one_clas]", "sites[7].steps[1]", "there is no step 'one_clas'"),
        (r"unit: mshares", "unit: musd", "sites[1].figures.shares.unit", "expected a unit of shares"),
        (r"btc_held: \{value", "coins: {value", "sites[3].figures.coins", "unknown key"),
        (r"as_of: 2026-10-07", "as_of: 2027-10-07", "sites[8].as_of", "after company.as_of"),
        (r"source: nyse_snapshot", "source: nise_snapshot", "sites[5].source[1]", "there is no source 'nise_snapshot"),
        (r"value: 103\.84", "value: 1e9", "sites[1].figures.shares.value", "is the unit right"),
        (r"(?s)figures:\n      shares: \{value: 39.*?\}\n", "figures: {}\n", "sites[7].figures", "is empty"),
    ],
)
def test_a_mistake_is_named(pattern: str, new: str, key: str, said: str, tmp_path: Path) -> None:
    text, count = re.subn(pattern, new, (DATA / "elsewhere.yaml").read_text(encoding="utf-8"), count=1)
    assert count == 1
    for file in (*DATA.glob("*.csv"), DATA / "peers.yaml"):
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "elsewhere.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        facts_file.loads((DATA / "cango.yaml").read_bytes(), "cango.yaml", tmp_path)
    assert caught.value.file == "elsewhere.yaml" and caught.value.key == key
    assert said in str(caught.value) and caught.value.line is not None and len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("key: balance_sheets_cash\n    at: 2026-03-31", "at: 2026-03-31"),
        ("key: cfo\n", "key: cfo\n    old: Michael Zhang\n"),
        ("sources: [sec_xbrl_2025, yahoo_cango_april_2026]\n  - date", "sources: []\n  - date"),
    ],
)
def test_a_correction_needs_its_figure_and_documents_and_holds_no_value(change: str, said: str) -> None:
    text = (DATA / "cango.yaml").read_text(encoding="utf-8")
    start = text.index("\nchanges:\n")
    assert text[start:].count(change) == 1
    with pytest.raises(FactsError) as caught:
        facts_file.loads((text[:start] + text[start:].replace(change, said)).encode(), "cango.yaml", DATA)
    assert caught.value.key.startswith("changes[") and caught.value.line is not None


def test_published_side_files_may_be_newer_than_an_upload(facts: Facts) -> None:
    older = re.sub(r"(?m)^  as_of: .*$", "  as_of: 2026-11-27", facts.data.decode(), count=1)
    older = re.sub(r"(?s)\nchanges:\n.*\nend_of_facts", "\nend_of_facts", older).replace("2026-11-28", "2026-11-27")
    own = facts_file.loads(older.encode(), "mine.yaml", None, facts.beside)
    assert own.company.as_of == "2026-11-27" and own.elsewhere == facts.elsewhere and own.peers == facts.peers
    assert any(source.accessed == "2026-11-28" for source in (facts.peers.sources if facts.peers else {}).values())
