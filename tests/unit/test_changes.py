"""Two versions of the facts side by side: each figure that differs once, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dashboard.facts import Facts, archive
from dashboard.facts import __main__ as command
from dashboard.facts.comparison import Changed, Comparison, compare
from dashboard.facts.edition import at, edition
from dashboard.words import changes, text

pytestmark = pytest.mark.by_hand

FIRST = "35762a60"


@pytest.fixture(scope="module")
def second_edition(facts: Facts) -> Comparison:
    """The first edition beside the kept one."""
    return next(one for one in archive.history(facts) if one.old.fingerprint == FIRST)


def _of(found: Comparison, name: str, at: str = "") -> Changed:
    return next(one for one in found.figures if one.place.name == name and at in ("", one.place.at))


def test_every_figure_stands_once(second_edition: Comparison) -> None:
    counted = Counter(one.place for one in second_edition.figures)
    assert counted.most_common(1)[0][1] == 1
    # A reading is not listed beside the cell it reads.
    read = Counter(name for one in second_edition.figures for name in one.names[1:])
    listed = {one.place.name for one in second_edition.figures if one.place.section == "readings"}
    assert not listed & set(read)
    assert all(one.old is None or one.new is None or one.old.base != one.new.base for one in second_edition.figures)


@pytest.mark.parametrize(
    ("name", "at", "old", "new"),
    [
        ("operating_cash_flow_financial_year", "", -95.4, -109.829414),
        ("cfo", "", "Michael Zhang", "Simon Ming Yeung Tang"),
        ("balance_sheets_cash", "2026-03-31", 7.2, 7.171427),
        ("balance_sheets_total_equity", "2026-03-31", None, 210.8),
        ("quarterly_results_revenue", "2026-Q2", None, 50.8),
        ("network_btc_price_last", "2026-07", 65280, 62814),
        ("btc_price_daily_close", "2026-07-24", 65279.8, 64098.5),
        # Under another name since: the same label and the same day.
        ("total_assets", "", 1132.9, 1132.985333),
        # What "the latest price" reads has moved to a later day.
        ("share_price", "", 2.14, 3.51),
        ("share_counts_total", "2026-07-22", 41.02, None),
    ],
)
def test_old_and_new_value(
    second_edition: Comparison, name: str, at: str, old: float | str | None, new: float | str | None
) -> None:
    found = _of(second_edition, name, at)
    assert (found.old and found.old.value, found.new and found.new.value) == (old, new)
    assert found.new is None or found.documents


def test_what_only_moved_is_not_listed(second_edition: Comparison) -> None:
    names = {one.place.name for one in second_edition.figures}
    # Once facts of their own, now cells of a table, or a fact of another name, with the value they had.
    assert not names & {
        "treasury_2026_01_31",
        "btc_price_2026_02_05",
        "altman_z_2025_12_31",
        "altman_z",
        "balance_date",
    }


def test_days_added_to_a_price_file_are_counted(second_edition: Comparison, facts: Facts) -> None:
    count, last = second_edition.added_days["btc_price_daily_close"]
    assert last == str(facts.daily["btc_price_daily"].date[-1])
    assert not [one for one in second_edition.figures if one.place.section == "daily" and one.old is None]
    assert count > 40


@pytest.mark.parametrize(
    ("before", "after", "listed"),
    [
        ("value: -109.829414\n    unit: musd", "value: -109829.414\n    unit: kusd", []),
        ("value: -109.829414\n    unit: musd", "value: -110\n    unit: musd", ["operating_cash_flow_financial_year"]),
        ("value: -109.829414\n    unit: musd", "value: null\n    unit: musd", ["operating_cash_flow_financial_year"]),
        ("cash: 7.171427,", "cash: 8,", ["balance_sheets_cash"]),
        ("  - key: btc\n", "  - key: btc\n# a remark\n", []),
    ],
)
def test_one_edit_is_one_figure(facts: Facts, before: str, after: str, listed: list[str]) -> None:
    source = facts.data.decode()
    assert source.count(before) == 1
    new = edition(source.replace(before, after).encode(), facts.beside, "new.yaml", "new", None)
    old = edition(facts.data, facts.beside, "old.yaml", "old", None)
    found = compare(old, new)
    assert [one.place.name for one in found.figures] == listed
    back = compare(new, old)
    assert [(one.old, one.new) for one in back.figures] == [(one.new, one.old) for one in found.figures]


def test_the_command(facts: Facts, kept_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(kept_path)
    assert command.main(["--changes", FIRST, file]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in lines if line.startswith("operating_cash_flow_financial_year")] == [
        "operating_cash_flow_financial_year: -95.4 → -109.829414 musd"
    ]
    assert len(lines) == len(set(lines))
    assert command.main(["--changes", file, file]) == 0
    assert capsys.readouterr().out == "no figure differs\n"
    for bad, said in (("nowhere", "does not exist"), ("data/peers.yaml", "is no facts file")):
        assert command.main(["--changes", bad, file]) == 1
        assert said in capsys.readouterr().err
    refused = tmp_path / "refused.yaml"
    refused.write_bytes(facts.data.replace(b"cash: 7.171427,", b"cash: 9e9,"))
    assert command.main(["--changes", file, str(refused)]) == 0
    # The price files are not beside it: what they hold is said to be gone, the rest is compared.
    assert "balance_sheets_cash, 2026-03-31: 7.171427 → 9000000000.0 musd" in capsys.readouterr().out


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_figure_has_a_name_and_two_values(facts: Facts, second_edition: Comparison, lang: text.Lang) -> None:
    names = set()
    for one in second_edition.figures:
        label, values = changes.label(one, facts, lang), changes.values(one, lang)
        assert "{" not in label and "_" not in label, label
        old, new = values.split(" → ")
        assert old != new, label
        names.add((label, values))
    assert len(names) == len(second_edition.figures)


def test_beside_the_figure(facts: Facts) -> None:
    assert list(changes.of_name(facts, "cash_now", "EN")) == ["Facts of 28 Nov 2026: $7.20m → $7.17m"]
    assert list(changes.of_name(facts, "cash_now", "DE")) == [
        re.sub(r"(?<=\d) (?=Mio)|(?<=Mio\.) (?=\$)", text.NBSP, "Fakten vom 28. Nov. 2026: 7,20 Mio. $ → 7,17 Mio. $")
    ]
    # Billions hide it: the figure as the file declares it.
    assert list(changes.of_name(facts, "total_assets", "EN")) == ["Facts of 28 Nov 2026: $1,132.9m → $1,132.985333m"]
    assert not list(changes.of_name(facts, "sale_btc", "EN"))
    assert not list(changes.of_name(facts, "balance_sheets_cash", "EN"))


def test_every_reason_speaks_of_a_figure_that_changed(facts: Facts, second_edition: Comparison) -> None:
    """Beside those that correct words, not values."""
    silent = {
        change.key
        for change in facts.changes
        if change.key and not any(changes.concerns(change, one) for one in second_edition.figures)
    }
    assert silent == {"consolidation_date", "ecohash_regions"}


def test_a_version_that_cannot_be_read_is_passed_over(
    facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FOLDER", tmp_path)
    assert archive.history(facts) == ()
    older = facts.data.replace(b"cash: 7.171427,", b"cash: 7.2,")
    from dashboard.facts import loads

    past = loads(older, "older.yaml", None, facts.beside)
    archive.store(past, tmp_path)
    (only,) = archive.history(facts)
    assert [one.place.name for one in only.figures] == ["balance_sheets_cash"]
    assert archive.history(past) == ()
    archive._edition.cache_clear()
    archive._loaded.cache_clear()
    (tmp_path / f"{past.fingerprint}.yaml.gz").unlink()
    assert archive.history(facts) == ()


def test_another_company_has_no_history_here(facts: Facts) -> None:
    other = at(Path("data/examples/nordlicht.yaml"))
    assert other.ticker != facts.company.ticker
